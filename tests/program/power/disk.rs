//! A disk that keeps what was forced, and a system in front of it that forgets what failed.
//!
//! What was not forced may be on the disk or not when the power is cut: nothing of it, or any of its sectors and
//! names. A force that fails takes the pages away for good; the next one of the same file succeeds without them, as
//! Linux does (fsync(2), "EIO").

use super::call::Call;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What a disk writes as a whole.
const SECTOR: usize = 512;
/// What a system forgets as a whole.
const PAGE: usize = 4096;

/// One file: as processes see it, as the disk has it, and the sectors that differ.
#[derive(Clone, Default)]
struct File {
    seen: Vec<u8>,
    kept: Vec<u8>,
    dirty: BTreeSet<usize>,
}

/// What is left of that which was not forced.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    Nothing,
    /// What chance leaves, which begins with this number.
    Any(u64),
}

/// The files of one folder.
pub struct Disk {
    folder: String,
    files: Vec<File>,
    /// The names, as processes see them and as the disk has them.
    seen: BTreeMap<String, usize>,
    kept: BTreeMap<String, usize>,
    failed: bool,
    cuts: BTreeSet<u64>,
}

impl File {
    fn write(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        if self.seen.len() < end {
            self.seen.resize(end, 0);
        }
        self.seen[at..end].copy_from_slice(bytes);
        self.dirty.extend(at / SECTOR..end.div_ceil(SECTOR));
    }

    /// Puts on the disk what was not forced, as far as chance has it.
    fn settle(&mut self, mut is_left: impl FnMut() -> bool) {
        if self.seen.len() != self.kept.len() && is_left() {
            self.kept.resize(self.seen.len(), 0);
        }
        for sector in std::mem::take(&mut self.dirty) {
            let to = self.seen.len().min((sector + 1) * SECTOR);
            let from = sector * SECTOR;
            if from < to && is_left() {
                if self.kept.len() < to {
                    self.kept.resize(to, 0);
                }
                self.kept[from..to].copy_from_slice(&self.seen[from..to]);
            }
        }
    }

    /// Forgets what was not forced: it counts as written from now on. A page that is written again is written whole.
    fn forget(&mut self) {
        self.dirty.clear();
    }
}

impl Disk {
    /// The disk with a folder on it, all of it forced.
    pub fn of(folder: &Path) -> Self {
        let mut disk = Self {
            folder: folder.file_name().unwrap().to_string_lossy().into_owned(),
            files: Vec::new(),
            seen: BTreeMap::new(),
            kept: BTreeMap::new(),
            failed: false,
            cuts: BTreeSet::new(),
        };
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            let bytes = std::fs::read(file.path()).unwrap();
            disk.seen
                .insert(file.file_name().into_string().unwrap(), disk.files.len());
            disk.files.push(File {
                seen: bytes.clone(),
                kept: bytes,
                dirty: BTreeSet::new(),
            });
        }
        disk.kept.clone_from(&disk.seen);
        disk
    }

    /// Whether a force failed.
    pub const fn has_failed(&self) -> bool {
        self.failed
    }

    /// Notes that something else failed.
    pub const fn fails(&mut self) {
        self.failed = true;
    }

    /// Does to the files what a process did.
    pub fn see(&mut self, call: Call) {
        match call {
            Call::Made { name } => {
                if !self.seen.contains_key(&name) {
                    self.seen.insert(name, self.files.len());
                    self.files.push(File::default());
                }
            }
            Call::Removed { name } => drop(self.seen.remove(&name)),
            Call::Renamed { from, to } => {
                if let Some(file) = self.seen.remove(&from) {
                    self.seen.insert(to, file);
                }
            }
            Call::Wrote { name, at, bytes } => {
                if let Some(file) = self.file(&name) {
                    file.write(at.unwrap_or(file.seen.len()), &bytes);
                }
            }
            Call::Cut { name, len } => {
                if let Some(file) = self.file(&name) {
                    file.seen.resize(len, 0);
                    file.dirty.retain(|sector| sector * SECTOR < len);
                }
            }
            Call::Forced { name, well } => self.force(&name, well),
            Call::Said { .. } => {}
        }
    }

    fn force(&mut self, name: &str, well: bool) {
        self.failed |= !well;
        if *name == *self.folder {
            if well {
                self.kept.clone_from(&self.seen);
            }
        } else if let Some(file) = self.file(name) {
            if well {
                let whole: BTreeSet<usize> = file.dirty.iter().map(|sector| sector * SECTOR / PAGE).collect();
                file.dirty = whole
                    .iter()
                    .flat_map(|page| page * PAGE / SECTOR..(page + 1) * PAGE / SECTOR)
                    .collect();
                file.settle(|| true);
            } else {
                file.forget();
            }
        }
    }

    fn file(&mut self, name: &str) -> Option<&mut File> {
        let at = *self.seen.get(name)?;
        self.files.get_mut(at)
    }

    /// Puts into a folder what is left when the power is cut now; `false` if that was so at a cut before. Shared memory is
    /// gone.
    pub fn cut(&mut self, folder: &Path, left: Left) -> bool {
        let mut chance = match left {
            Left::Any(chance) => chance | 1,
            Left::Nothing => 0,
        };
        let mut is_left = || match left {
            Left::Nothing => false,
            Left::Any(_) => {
                // Marsaglia, "Xorshift RNGs" (2003).
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                chance & 1 == 1
            }
        };
        let mut names = self.kept.clone();
        let all: BTreeSet<&String> = self.seen.keys().chain(self.kept.keys()).collect();
        for name in all
            .into_iter()
            .filter(|name| self.seen.get(*name) != self.kept.get(*name))
        {
            if is_left() {
                match self.seen.get(name) {
                    Some(file) => names.insert(name.clone(), *file),
                    None => names.remove(name),
                };
            }
        }
        names.retain(|name, _| !name.ends_with("-shm"));
        let files: BTreeMap<&String, Vec<u8>> = names
            .iter()
            .map(|(name, at)| {
                let mut file = self.files[*at].clone();
                file.settle(&mut is_left);
                (name, file.kept)
            })
            .collect();
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        if !self.cuts.insert(hasher.finish()) {
            return false;
        }
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        for (name, bytes) in files {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660)).unwrap();
        }
        true
    }
}
