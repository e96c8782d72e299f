//! The folder beside the store whose files a terminal imports.

use super::mapping::Mappings;
use super::{File, inside, merged, refused, sheets};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::log::in_hexadecimal;
use crate::operations::view::View;
use crate::session::files::{Asking, Files, Rows, Wrong};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The name of the folder.
const NAME: &str = "import";
/// The most bytes that the files of an import at a terminal have.
const MOST_BYTES: u64 = 4 << 20;

/// The files beside a store.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Returns the folder beside a store.
    pub fn beside(store: &Path) -> Self {
        let store = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
        Self(store.with_file_name(NAME))
    }

    /// Returns the files under their own names, or what is wrong with them.
    fn read(&self) -> Result<Vec<File>, Wrong> {
        let (mut left, mut files, mut wrong) = (MOST_BYTES, Vec::new(), Wrong::new());
        for path in inside(&self.0) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let mut content = Vec::new();
            let read = fs::File::open(&path).and_then(|file| file.take(left + 1).read_to_end(&mut content));
            match read {
                Ok(length) if left < length as u64 => {
                    let most = MOST_BYTES >> 20;
                    let command = format!("binledger import {}", self.0.display());
                    return Err(vec![format!(
                        "With {name} there are more than the {most} MB that a terminal takes: {command} at a shell"
                    )]);
                }
                Ok(length) => {
                    left -= length as u64;
                    files.push(File { name, content });
                }
                Err(why) => wrong.push(format!("{name} can't be read: {why}")),
            }
        }
        if wrong.is_empty() { Ok(files) } else { Err(wrong) }
    }
}

impl Files for Folder {
    fn folder(&self) -> String {
        self.0.display().to_string()
    }

    fn rows(&self, view: &dyn View, asking: &Asking) -> Result<Result<Rows, Wrong>, Fault> {
        let mut files = match self.read() {
            Ok(files) => files,
            Err(wrong) => return Ok(Err(wrong)),
        };
        // Without a mapping nothing can be missing.
        let Ok(sheets) = sheets(&mut files, &Mappings::new()) else {
            return Ok(Err(Wrong::new()));
        };
        let (lined, requests) = match merged::laid(view, &sheets, &asking.requester)? {
            Ok(laid) => laid,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let requests = lined.iter().zip(requests).map(|(line, mut request)| {
            // A row that says what it said before is asked for as it was then.
            if request.requester == asking.requester && request.at == line.request.at {
                (request.read, request.at) = (Some(asking.read), asking.at);
            }
            (line.whence(), request)
        });
        let kinds = sheets
            .read
            .iter()
            .map(|sheet| (sheet.kind.name.to_owned(), sheet.rows.len()));
        Ok(Ok(Rows {
            requests: requests.collect(),
            kinds: kinds.collect(),
            mark: mark(&files),
        }))
    }

    fn refused(&self, refusal: &Refusal) -> String {
        refused(refusal)
    }
}

/// Returns what tells files from others of the same names.
fn mark(files: &[File]) -> String {
    let mut digest = Sha256::new();
    for File { name, content } in files {
        for part in [name.as_bytes(), content] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
    }
    in_hexadecimal(&digest.finalize())
}
