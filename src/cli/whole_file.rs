//! A file that is written whole or not at all, and one that is read whole.

use super::failure::Failure;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

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
        let mut staged = Self {
            beside: None,
            path: path.to_owned(),
            text,
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
        let beside = path.with_file_name(hidden);
        staged.beside = Some(beside.clone());
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&beside)?;
            file.write_all(&staged.text)?;
            file.sync_all()
        };
        write().map_err(|why| unwritable(path, &why))?;
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

/// Returns the bytes of a file that comes from elsewhere; stops reading one of unreasonable size, or a device without
/// an end.
///
/// # Errors
/// [`Failure::Data`] where it can't be read or has more than 64 MiB.
pub fn read_whole(path: &Path) -> Result<Vec<u8>, Failure> {
    const MOST_BYTES: u64 = 64 << 20;
    let wrong = |why: String| Failure::Data(vec![format!("{} {why}", path.display())]);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|why| wrong(format!("can't be read: {why}")))?;
    if bytes.len() as u64 > MOST_BYTES {
        let why = "expected a file of at most 64 MiB, found more. Split it, or write a shorter time into it.";
        return Err(wrong(format!("can't be read: {why}")));
    }
    Ok(bytes)
}

fn unwritable(path: &Path, why: &std::io::Error) -> Failure {
    Failure::Usage(format!("{} can't be written: {why}", path.display()))
}
