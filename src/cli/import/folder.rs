//! The folder beside the store whose files a terminal imports.

use super::columns::{Kind, kind_of};
use super::hashes::Hashes;
use super::mapping::Mappings;
use super::paths::{IS_A_FOLDER, IS_A_PIPE, is_of_import};
use super::{File, Sheets, hidden, merged, refused, sheets, user_of};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::log::in_hexadecimal;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::session::files::{Asking, Files, Rows, Wrong};
use crate::session::pin::Pins;
use rustix::fs::{self, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The name of the folder.
const NAME: &str = "import";
/// The most bytes that the files of an import at a terminal have.
const MOST_BYTES: u64 = 4 << 20;
/// The most rows that a terminal imports, for which nobody on the floor waits long.
const MOST_ROWS: usize = 5_000;
/// The most rows with a PIN that a terminal imports: hashing one takes a quarter of a second, for which others may wait.
const MOST_PINS: usize = 40;
/// How the folder and what is in it are opened: links are not followed, and nothing is waited for.
const READ: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

/// The files beside a store.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// The PINs of the files that were shown, hashed.
    hashes: Hashes,
}

impl Folder {
    /// Returns the folder beside a store.
    pub fn beside(store: &Path, pins: Rc<Pins>) -> Self {
        let store = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
        Self {
            path: store.with_file_name(NAME),
            hashes: Hashes::by(pins),
        }
    }

    /// Returns the files under their own names, or what is wrong with them.
    fn read(&self) -> Result<Found, Wrong> {
        let folder = match fs::open(&self.path, READ | OFlags::DIRECTORY, Mode::empty()) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(Found::default()),
            Err(why) => {
                let folder = self.path.display();
                return Err(vec![format!(
                    "expected a folder {folder}, and no link to one: {}",
                    told(why)
                )]);
            }
        };
        let names = names(&folder).map_err(|why| vec![format!("{NAME} can't be read: {why}")])?;
        let (mut left, mut found, mut wrong) = (MOST_BYTES, Found::default(), Wrong::new());
        for name in names {
            if Kind::of(&kind_of(&name)).is_none() {
                found.others.push(name);
                continue;
            }
            let mut content = Vec::new();
            let file = opened(&folder, &name);
            let read = file.and_then(|file| {
                file.take(left + 1)
                    .read_to_end(&mut content)
                    .map_err(|why| why.to_string())
            });
            match read {
                Ok(length) if left < length as u64 => {
                    let most = MOST_BYTES >> 20;
                    return Err(vec![format!(
                        "With {name} there are more than the {most} MB that a terminal takes: {}",
                        self.command()
                    )]);
                }
                Ok(length) => {
                    left -= length as u64;
                    found.files.push(File { name, content });
                }
                Err(why) => wrong.push(format!("{name} can't be read: {why}")),
            }
        }
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }

    /// Returns what takes more than a terminal does.
    fn command(&self) -> String {
        format!("binledger import {} at a shell", self.path.display())
    }

    /// Returns why these are more rows than a terminal takes, if they are.
    fn too_many(&self, sheets: &Sheets) -> Option<String> {
        let rows = || sheets.read.iter().flat_map(|sheet| &sheet.rows);
        let with_pin = rows().filter(|row| row.cells.text("pin").is_some()).count();
        let bounds = [
            (rows().count(), MOST_ROWS, "rows"),
            (with_pin, MOST_PINS, "rows with a PIN"),
        ];
        let (found, most, what) = bounds.into_iter().find(|(found, most, _)| most < found)?;
        let command = self.command();
        Some(format!(
            "{found} {what} are more than the {most} that a terminal takes: {command}"
        ))
    }
}

/// What lies in the folder.
#[derive(Debug, Default)]
struct Found {
    files: Vec<File>,
    /// The names of files that are of no kind.
    others: Vec<String>,
}

/// Returns the names in a folder, those that people see.
fn names(folder: &OwnedFd) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in Dir::read_from(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if is_of_import(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Returns a file of the folder, opened. A link would lead to files that are not the folder's to give away, and a pipe
/// or a device would keep the terminal waiting.
fn opened(folder: &OwnedFd, name: &str) -> Result<std::fs::File, String> {
    let file = fs::openat(folder, name, READ, Mode::empty()).map_err(told)?;
    let kind = fs::fstat(&file).map(|state| FileType::from_raw_mode(state.st_mode));
    match kind.map_err(told)? {
        FileType::RegularFile => Ok(file.into()),
        FileType::Directory => Err(IS_A_FOLDER.to_owned()),
        _ => Err(IS_A_PIPE.to_owned()),
    }
}

/// Returns why something can't be opened.
fn told(why: Errno) -> String {
    match why {
        Errno::LOOP => "it is a link, and links are not followed here".to_owned(),
        Errno::NXIO => IS_A_PIPE.to_owned(),
        why => io::Error::from(why).to_string(),
    }
}

impl Files for Folder {
    fn folder(&self) -> String {
        self.path.display().to_string()
    }

    fn rows(&self, view: &dyn View, asking: &Asking) -> Result<Result<Rows, Wrong>, Fault> {
        let Found { mut files, others } = match self.read() {
            Ok(found) => found,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let sheets = sheets(&mut files, &Mappings::new());
        if let Some(why) = self.too_many(&sheets) {
            return Ok(Err(vec![why]));
        }
        let (lined, requests) = match merged::laid(view, &sheets, &asking.requester, &self.hashes)? {
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
            others,
            mark: mark(&files),
        }))
    }

    fn told(&self, request: &Request, text: &str) -> String {
        match user_of(request) {
            Some(_) => hidden::masked(text),
            None => text.to_owned(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> String {
        refused(refusal)
    }

    fn imported(&self) {
        self.hashes.clear();
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
