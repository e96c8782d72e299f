//! A file that is written whole or not at all, and one that is read whole.

use super::failure::Failure;
use crate::store::sqlite::why_not;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The modes of files, as far as the user's mask allows.
const ANYBODY_READS: u32 = 0o666;
/// Of files that hold what the store does.
pub const GROUP_ONLY: u32 = 0o660;

/// A file written beside its place, waiting to be put there. Dropped, it leaves the place as it was.
#[derive(Debug)]
pub struct Staged {
    beside: Option<PathBuf>,
    path: PathBuf,
    text: Vec<u8>,
}

impl Staged {
    /// Writes the text beside `path` and forces it to the disk.
    ///
    /// # Errors
    /// [`Failure::Usage`] where that can't be written.
    pub fn new(path: &Path, text: Vec<u8>) -> Result<Self, Failure> {
        let mut staged = Self::at(path)?;
        staged.text = text;
        if let Some(beside) = &staged.beside {
            let write = || -> std::io::Result<()> {
                let mut file = fresh(beside, ANYBODY_READS)?;
                file.write_all(&staged.text)?;
                file.sync_all()
            };
            write().map_err(|why| unwritable(path, &why))?;
        }
        Ok(staged)
    }

    /// Finds a name beside `path`, unless that is a pipe or a device.
    fn at(path: &Path) -> Result<Self, Failure> {
        let mut staged = Self {
            beside: None,
            path: path.to_owned(),
            text: Vec::new(),
        };
        let is_device = fs::metadata(path).is_ok_and(|known| !known.is_file());
        if is_device {
            return Ok(staged);
        }
        let name = path.file_name().ok_or_else(|| {
            Failure::Usage(format!("expected the path of a file, found {}", path.display()))
        })?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".part");
        staged.beside = Some(path.with_file_name(hidden));
        Ok(staged)
    }

    /// Puts the file into its place at once, over what was there.
    ///
    /// # Errors
    /// [`Failure::Usage`] where that can't be done.
    pub fn keep(mut self) -> Result<(), Failure> {
        let kept = match self.beside.take() {
            Some(beside) => fs::rename(&beside, &self.path).and_then(|()| match self.path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
                _ => File::open(".")?.sync_all(),
            }),
            // A terminal, a pipe or /dev/null has no place to be put into.
            None => fs::write(&self.path, &self.text),
        };
        kept.map_err(|why| unwritable(&self.path, &why))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(beside) = self.beside.take() {
            // Best effort: a file that was never put into its place is in nobody's way.
            let _ = fs::remove_file(beside);
        }
    }
}

/// Makes a file that nobody has, in place of what an interrupted one left, or of a link to somewhere else.
fn fresh(beside: &Path, mode: u32) -> std::io::Result<File> {
    match fs::remove_file(beside) {
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let mut open = OpenOptions::new();
    open.write(true).create_new(true).mode(mode).open(beside)
}

/// A file that is written beside its place bit by bit, however long it becomes. Dropped, it leaves the place as it was.
pub struct Streamed {
    file: BufWriter<File>,
    staged: Staged,
}

impl Streamed {
    /// Begins beside `path`, or writes into it where it is a pipe or a device. Only its owner and group may read it.
    ///
    /// # Errors
    /// [`Failure::Usage`] where that can't be written.
    pub fn begin(path: &Path) -> Result<Self, Failure> {
        let staged = Staged::at(path)?;
        let open = || match &staged.beside {
            Some(beside) => fresh(beside, GROUP_ONLY),
            None => OpenOptions::new().write(true).open(path),
        };
        let file = BufWriter::new(open().map_err(|why| unwritable(path, &why))?);
        Ok(Self { file, staged })
    }

    /// Forces all of it to the disk and puts it into its place.
    ///
    /// # Errors
    /// [`Failure::Usage`] where that can't be done.
    pub fn keep(mut self) -> Result<(), Failure> {
        let written = self.file.flush().and_then(|()| match &self.staged.beside {
            Some(_) => self.file.get_ref().sync_all(),
            None => Ok(()),
        });
        written.map_err(|why| unwritable(&self.staged.path, &why))?;
        match &self.staged.beside {
            Some(_) => self.staged.keep(),
            None => Ok(()),
        }
    }
}

impl Write for Streamed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The most bytes of a file that is read whole: some hundred thousand rows.
const MOST_BYTES: u64 = 64 << 20;

/// Returns the bytes of a file that comes from elsewhere; stops reading one of unreasonable size, or a device without
/// an end. A pipe is waited for.
///
/// # Errors
/// [`Failure::Data`] where it can't be read or has more than 64 MiB.
pub fn read_whole(path: &Path) -> Result<Vec<u8>, Failure> {
    let wrong = |why: String| Failure::Data(vec![format!("{} can't be read: {why}", path.display())]);
    let mut bytes = Vec::new();
    let mut read = || {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        if length <= MOST_BYTES {
            file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        }
        Ok(length.max(bytes.len() as u64))
    };
    let found = read().map_err(|why: std::io::Error| wrong(why.to_string()))?;
    if MOST_BYTES < found {
        let most = MOST_BYTES >> 20;
        return Err(wrong(format!(
            "expected a file of at most {most} MiB, found more. Split it."
        )));
    }
    Ok(bytes)
}

/// Returns the text of such a file.
///
/// # Errors
/// As [`read_whole`], and where it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_whole(path)?).map_err(|why| {
        let path = path.display();
        Failure::Data(vec![format!("{path} can't be read: expected UTF-8, found {why}")])
    })
}

/// Refuses what is no regular file: nobody waits for a pipe or reads a device to its end.
///
/// # Errors
/// [`Failure::Data`] for a folder, a pipe or a device, and where nothing is there.
pub fn must_be_regular(path: &Path) -> Result<(), Failure> {
    let why = match fs::metadata(path) {
        Ok(found) if found.is_file() => return Ok(()),
        Ok(found) if found.is_dir() => "expected a file, found a folder".to_owned(),
        Ok(_) => "expected a file, found a pipe or a device".to_owned(),
        Err(why) => why.to_string(),
    };
    let path = path.display();
    Err(Failure::Data(vec![format!(
        "{path} can't be read: {why}. Name another file."
    )]))
}

/// Returns the failure of a file that can't be written.
pub fn unwritable(path: &Path, why: &std::io::Error) -> Failure {
    Failure::Usage(format!(
        "{} can't be written: {}",
        path.display(),
        why_not(path, why)
    ))
}
