//! A disk that keeps what was forced, and a system in front of it that forgets what failed.

use super::trace::Call;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PAGE: usize = 4096;

/// One file: as processes see it, as the disk has it, and the pages that differ.
#[derive(Clone, Default)]
struct File {
    seen: Vec<u8>,
    kept: Vec<u8>,
    dirty: BTreeSet<usize>,
}

impl File {
    fn write(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        if self.seen.len() < end {
            self.seen.resize(end, 0);
        }
        self.seen[at..end].copy_from_slice(bytes);
        self.dirty.extend(at / PAGE..end.div_ceil(PAGE));
    }

    fn force(&mut self) {
        self.kept.resize(self.seen.len(), 0);
        for page in std::mem::take(&mut self.dirty) {
            let (from, to) = (page * PAGE, self.seen.len().min((page + 1) * PAGE));
            if from < to {
                self.kept[from..to].copy_from_slice(&self.seen[from..to]);
            }
        }
    }
}

/// The files of one folder, by name.
pub struct Disk {
    files: BTreeMap<String, File>,
    failed: bool,
    last_cut: Option<BTreeMap<String, Vec<u8>>>,
}

impl Disk {
    /// The disk with a folder on it, all of it forced.
    pub fn of(folder: &Path) -> Self {
        let files = std::fs::read_dir(folder).unwrap().map(|file| {
            let file = file.unwrap();
            let bytes = std::fs::read(file.path()).unwrap();
            let (seen, kept, dirty) = (bytes.clone(), bytes, BTreeSet::new());
            (
                file.file_name().into_string().unwrap(),
                File { seen, kept, dirty },
            )
        });
        Self {
            files: files.collect(),
            failed: false,
            last_cut: None,
        }
    }

    /// Whether a force failed.
    pub const fn has_failed(&self) -> bool {
        self.failed
    }

    /// Does to the files what a process did. Names are on the disk at once.
    pub fn see(&mut self, call: Call) {
        match call {
            Call::Made { name } => drop(self.files.entry(name).or_default()),
            Call::Removed { name } => drop(self.files.remove(&name)),
            Call::Renamed { from, to } => {
                if let Some(file) = self.files.remove(&from) {
                    self.files.insert(to, file);
                }
            }
            Call::Wrote { name, at, bytes } => {
                if let Some(file) = self.files.get_mut(&name) {
                    file.write(at.unwrap_or(file.seen.len()), &bytes);
                }
            }
            Call::Cut { name, len } => {
                if let Some(file) = self.files.get_mut(&name) {
                    file.seen.resize(len, 0);
                    file.kept.truncate(len);
                    file.dirty.retain(|page| page * PAGE < len);
                }
            }
            Call::Forced { name, well } => {
                self.failed |= !well;
                if let Some(file) = self.files.get_mut(&name) {
                    if well {
                        file.force();
                    }
                    file.dirty.clear();
                }
            }
            Call::Said { .. } => {}
        }
    }

    /// Puts into a folder what is left when the power is cut now; `false` if that is the same as at the last cut. Shared
    /// memory is gone.
    pub fn cut(&mut self, folder: &Path) -> bool {
        let left = self.files.iter().filter(|(name, _)| !name.ends_with("-shm"));
        let left: BTreeMap<_, _> = left
            .map(|(name, file)| (name.clone(), file.kept.clone()))
            .collect();
        if self.last_cut.as_ref() == Some(&left) {
            return false;
        }
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        for (name, bytes) in &left {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o660);
            std::fs::set_permissions(path, mode).unwrap();
        }
        self.last_cut = Some(left);
        true
    }
}
