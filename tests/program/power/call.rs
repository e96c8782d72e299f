//! Calls to the system, as what they mean for files.

use nix::libc;
use std::fs::File;
use std::os::unix::fs::FileExt;

/// The kinds of calls that change a file or its name, force it or lock it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Open,
    Write,
    Cut,
    Force,
    Rename,
    Remove,
    Make,
    Reserve,
    Lock,
}

/// A call that a process is about to make. Files go by the last part of their name.
#[derive(Debug)]
pub struct Asked {
    pub kind: Kind,
    /// The folder and the file; empty for what is no file, such as the standard output.
    pub folder: String,
    pub name: String,
    /// The name that it gets.
    to: String,
    at: Option<u64>,
    bytes: Vec<u8>,
    len: u64,
    is_made: bool,
    is_said: bool,
}

/// What a call did.
#[derive(Debug)]
pub enum Call {
    Made {
        name: String,
    },
    Removed {
        name: String,
    },
    Renamed {
        from: String,
        to: String,
    },
    /// At an offset; without one, at the end.
    Wrote {
        name: String,
        at: Option<usize>,
        bytes: Vec<u8>,
    },
    Cut {
        name: String,
        len: usize,
    },
    Forced {
        name: String,
        well: bool,
    },
    /// To the standard output.
    Said {
        bytes: Vec<u8>,
    },
}

impl Asked {
    /// Returns the call of a thread with these arguments; `None` for one of no kind.
    pub fn of(thread: i32, number: u64, arguments: [u64; 4]) -> Option<Self> {
        let [first, second, third, fourth] = arguments;
        let kind = kind_of(number.cast_signed())?;
        let number = number.cast_signed();
        let mut asked = Self {
            kind,
            folder: String::new(),
            name: String::new(),
            to: String::new(),
            at: None,
            bytes: Vec::new(),
            len: 0,
            is_made: false,
            is_said: number == libc::SYS_write && first == 1,
        };
        let path = match number {
            libc::SYS_openat => {
                asked.is_made = third & libc::O_CREAT as u64 != 0;
                text(thread, second)
            }
            libc::SYS_rename => {
                asked.to = last_part(&text(thread, second));
                text(thread, first)
            }
            libc::SYS_renameat | libc::SYS_renameat2 => {
                asked.to = last_part(&text(thread, fourth));
                text(thread, second)
            }
            libc::SYS_unlink | libc::SYS_mkdir => text(thread, first),
            libc::SYS_unlinkat | libc::SYS_mkdirat => text(thread, second),
            _ => opened(thread, first),
        };
        asked.name = last_part(&path);
        path.rsplit('/')
            .nth(1)
            .unwrap_or_default()
            .clone_into(&mut asked.folder);
        match number {
            libc::SYS_write | libc::SYS_pwrite64 => {
                asked.bytes = memory(thread, second, usize::try_from(third).ok()?);
                asked.at = (number == libc::SYS_pwrite64).then_some(fourth);
            }
            libc::SYS_ftruncate => asked.len = second,
            _ => {}
        }
        Some(asked)
    }

    /// Returns how many bytes it writes.
    pub const fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it says something on the standard output.
    pub const fn is_said(&self) -> bool {
        self.is_said
    }

    /// Returns what the call did, of which the system told this; `None` if that is nothing.
    pub fn done(self, told: i64) -> Option<Call> {
        let (name, well) = (self.name, 0 <= told);
        match self.kind {
            Kind::Force => Some(Call::Forced { name, well }),
            _ if !well => None,
            Kind::Write if self.is_said => Some(Call::Said { bytes: self.bytes }),
            Kind::Write => {
                let mut bytes = self.bytes;
                bytes.truncate(usize::try_from(told).ok()?);
                let at = self.at.and_then(|at| usize::try_from(at).ok());
                Some(Call::Wrote { name, at, bytes })
            }
            Kind::Open if self.is_made => Some(Call::Made { name }),
            Kind::Remove => Some(Call::Removed { name }),
            Kind::Rename => Some(Call::Renamed {
                from: name,
                to: self.to,
            }),
            Kind::Cut => Some(Call::Cut {
                name,
                len: usize::try_from(self.len).ok()?,
            }),
            Kind::Open | Kind::Make | Kind::Reserve | Kind::Lock => None,
        }
    }
}

fn kind_of(number: i64) -> Option<Kind> {
    Some(match number {
        libc::SYS_openat => Kind::Open,
        libc::SYS_write | libc::SYS_pwrite64 => Kind::Write,
        libc::SYS_ftruncate => Kind::Cut,
        libc::SYS_fsync | libc::SYS_fdatasync => Kind::Force,
        libc::SYS_rename | libc::SYS_renameat | libc::SYS_renameat2 => Kind::Rename,
        libc::SYS_unlink | libc::SYS_unlinkat => Kind::Remove,
        libc::SYS_mkdir | libc::SYS_mkdirat => Kind::Make,
        libc::SYS_fallocate => Kind::Reserve,
        libc::SYS_flock => Kind::Lock,
        _ => return None,
    })
}

/// The path of a file that a thread has open; empty for what is no file.
fn opened(thread: i32, file: u64) -> String {
    let leads = std::fs::read_link(format!("/proc/{thread}/fd/{file}")).unwrap_or_default();
    if leads.is_absolute() {
        leads.to_string_lossy().into_owned()
    } else {
        String::new()
    }
}

/// The text at an address of a thread's memory.
fn text(thread: i32, at: u64) -> String {
    let bytes = memory(thread, at, 4096);
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// So many bytes at an address of a thread's memory, or as many as there are.
fn memory(thread: i32, at: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let read = File::open(format!("/proc/{thread}/mem")).and_then(|memory| memory.read_at(&mut bytes, at));
    bytes.truncate(read.unwrap_or(0));
    bytes
}

fn last_part(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}
