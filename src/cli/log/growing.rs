//! A log that grows: what came since is added to its file, however the last one who added to it ended.

use super::lines::{Written, add};
use super::reader::read_line;
use crate::cli::failure::Failure;
use crate::cli::whole_file::{GROUP_ONLY, unwritable};
use crate::operations::anchor::Keys;
use crate::operations::carried::{Begin, Chain, Course, Line};
use crate::store::Store;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// How many bytes are searched at once for the last anchor.
const BLOCK: u64 = 1 << 16;

/// A file that is added to by this process alone.
pub(super) struct Growing {
    path: PathBuf,
    file: File,
    course: Course,
}

/// What a file holds.
enum Held {
    /// A log that is whole up to this length, and how far it goes.
    Log(u64, Chain, String),
    /// Nothing, or only the beginning of a first line.
    Nothing,
    /// Something else.
    Foreign,
}

impl Growing {
    /// Opens a log to go on with it, or begins one. What was written behind its last anchor, or can't be read, is written
    /// again.
    ///
    /// # Errors
    /// [`Failure::Usage`] where the file can't be written, is something else, or goes on otherwise than the store.
    pub(super) fn open(
        path: &Path,
        store: &dyn Store,
        begin: &mut dyn FnMut() -> Result<Begin, Failure>,
    ) -> Result<Self, Failure> {
        let failed = |why: io::Error| unwritable(path, &why);
        let mut open = OpenOptions::new();
        open.read(true).write(true).create(true).mode(GROUP_ONLY);
        let file = open.open(path).map_err(failed)?;
        let shown = path.display();
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(Failure::Usage(format!(
                "expected a file to add to, found {shown}, which is a pipe or a device. Leave --append and --follow out."
            )));
        }
        if file.try_lock().is_err() {
            return Err(Failure::Usage(format!(
                "another process adds to {shown}. End that one, or name another file."
            )));
        }
        let (length, course) = match held(&file).map_err(failed)? {
            Held::Log(length, chain, of) => {
                must_go_on(store, path, &chain, &of)?;
                (length, Course::behind(chain))
            }
            Held::Nothing => {
                let begin = begin()?;
                let course = Course::of(&begin);
                let mut text = serde_json::to_vec(&Line::Begin(begin)).map_err(io::Error::from)?;
                text.push(b'\n');
                file.write_all_at(&text, 0).map_err(failed)?;
                (text.len() as u64, course)
            }
            Held::Foreign => {
                return Err(Failure::Usage(format!(
                    "expected a log to add to, found something else in {shown}. Name another file. Nothing was written."
                )));
            }
        };
        file.set_len(length).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        folder.sync_all().map_err(failed)?;
        let path = path.to_owned();
        Ok(Self { path, file, course })
    }

    /// Returns how far it goes.
    pub(super) const fn course(&self) -> &Course {
        &self.course
    }

    /// Adds what came since, and forces it to the disk.
    ///
    /// # Errors
    /// [`Failure::Usage`] where it can't be written, or its file was taken away.
    pub(super) fn add(&mut self, store: &dyn Store, keys: &Keys) -> Result<Written, Failure> {
        let failed = |why: io::Error| unwritable(&self.path, &why);
        let is_here = fs::metadata(&self.path).is_ok_and(|found| {
            let own = self.file.metadata();
            own.is_ok_and(|own| (own.dev(), own.ino()) == (found.dev(), found.ino()))
        });
        if !is_here {
            return Err(Failure::Usage(format!(
                "{} was moved or removed while it was added to. Begin again.",
                self.path.display()
            )));
        }
        (&self.file).seek(SeekFrom::End(0)).map_err(failed)?;
        let mut out = BufWriter::new(&self.file);
        let added = add(store, &mut self.course, keys, &mut out);
        let written = match added {
            Err(Failure::Output(why)) => return Err(failed(why)),
            added => added?,
        };
        out.flush().map_err(failed)?;
        drop(out);
        if written != Written::default() {
            self.file.sync_data().map_err(failed)?;
        }
        Ok(written)
    }
}

/// Refuses to go on with a log of another store, or of a time that the store went back behind.
fn must_go_on(store: &dyn Store, path: &Path, chain: &Chain, of: &str) -> Result<(), Failure> {
    let differs = store.read(|view| Ok((chain.differs(view)?, Begin::behind(view, 0).ok())))?;
    let (differs, own) = differs;
    let is_other = own.is_some_and(|own| own.store != of);
    if !is_other && differs.is_none() {
        return Ok(());
    }
    let why = differs.filter(|_| !is_other).map_or_else(
        || "it is the log of another store".to_owned(),
        |differs| differs.to_string(),
    );
    Err(Failure::Usage(format!(
        "{} can't be gone on with: {why}. Keep it, and begin a log in another file. Nothing was written.",
        path.display()
    )))
}

/// Returns what a file holds. Of a log only what stands behind the last anchor but one is read: what comes before that was
/// on the disk before the last one was written.
fn held(file: &File) -> io::Result<Held> {
    let mut from = BufReader::new(file);
    from.rewind()?;
    let first = read_line(&mut from)?;
    if !first.ends_with(b"\n") {
        let begun = &first[..first.len().min(Line::BEGIN.len())];
        let is_ours = Line::BEGIN.as_bytes().starts_with(begun);
        return Ok(if is_ours { Held::Nothing } else { Held::Foreign });
    }
    let Ok(Line::Begin(begin)) = serde_json::from_slice(&first) else {
        return Ok(Held::Foreign);
    };
    let last = anchor_before(file, file.metadata()?.len())?;
    let before = last.map(|last| anchor_before(file, last)).transpose()?.flatten();
    let (length, chain) = followed(file, before.unwrap_or(0))?;
    Ok(Held::Log(length, chain, begin.store))
}

/// Returns where the last line begins that has an anchor and begins before `end`.
fn anchor_before(file: &File, end: u64) -> io::Result<Option<u64>> {
    let wanted = [b"\n", Line::END.as_bytes()].concat();
    let mut upto = end;
    while 0 < upto {
        let from = upto.saturating_sub(BLOCK);
        // What begins in this block may end in the next one.
        let length = (end - from).min(upto - from + wanted.len() as u64 - 1);
        let mut block = vec![0; usize::try_from(length).unwrap_or(0)];
        file.read_exact_at(&mut block, from)?;
        let found = block.windows(wanted.len()).rposition(|window| window == wanted);
        if let Some(found) = found {
            return Ok(Some(from + found as u64 + 1));
        }
        upto = from;
    }
    Ok(None)
}

/// Follows the lines from a place on, where a log or an anchor begins. Returns where the last anchor ends up to which each
/// line follows the one before it.
fn followed(file: &File, at: u64) -> io::Result<(u64, Chain)> {
    let mut from = BufReader::new(file);
    from.seek(SeekFrom::Start(at))?;
    let (mut chain, mut length, mut good) = (None::<Chain>, at, None);
    loop {
        let text = read_line(&mut from)?;
        let line = serde_json::from_slice(&text)
            .ok()
            .filter(|_| text.ends_with(b"\n"));
        let Some(line) = line else { break };
        length += text.len() as u64;
        chain = match (chain, &line) {
            (Some(mut chain), line) => chain.pass(line).is_ok().then_some(chain),
            (None, Line::Begin(begin)) => Some(Chain::of(begin)),
            (None, Line::End(text)) => Chain::at(text),
            (None, _) => None,
        };
        if chain.is_none() {
            break;
        }
        if matches!(line, Line::Begin(_) | Line::End(_)) {
            good = chain.clone().map(|chain| (length, chain));
        }
    }
    good.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "its anchors are damaged"))
}
