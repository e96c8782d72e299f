//! What strace wrote down, as what it means for files.

/// The calls that change a file or its name, and those that force it.
pub const CALLS: [&str; 9] = [
    "openat",
    "pwrite64",
    "write",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "fallocate",
];

/// One call. Files go by the last part of their name.
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

/// Returns the calls of a log that did something.
pub fn read(log: &str) -> Vec<Call> {
    log.lines().filter_map(call).collect()
}

fn call(line: &str) -> Option<Call> {
    assert!(
        !line.contains("<unfinished"),
        "two threads change files at once: {line}"
    );
    let (_, line) = line.split_once(' ')?;
    let (what, line) = line.trim_start().split_once('(')?;
    let (asked, told) = line.rsplit_once(") = ")?;
    // A file that was opened is followed by its name.
    let done: i64 = told.split([' ', '<']).next()?.parse().ok()?;
    let mut texts = asked.split('"').skip(1).step_by(2).map(bytes);
    let numbers: Vec<usize> = asked
        .split(", ")
        .filter_map(|number| number.parse().ok())
        .collect();
    let name = || {
        let (_, rest) = asked.split_once('<')?;
        let (name, _) = rest.split_once('>')?;
        Some(last_part(&bytes(name)))
    };
    let well = 0 <= done;
    match what {
        "fsync" | "fdatasync" => Some(Call::Forced { name: name()?, well }),
        _ if !well => None,
        "openat" if asked.contains("O_CREAT") => Some(Call::Made {
            name: last_part(&texts.next()?),
        }),
        "unlink" => Some(Call::Removed {
            name: last_part(&texts.next()?),
        }),
        "rename" => Some(Call::Renamed {
            from: last_part(&texts.next()?),
            to: last_part(&texts.next()?),
        }),
        "write" if asked.starts_with("1<") => Some(Call::Said { bytes: texts.next()? }),
        "write" | "pwrite64" => {
            let mut bytes = texts.next()?;
            bytes.truncate(usize::try_from(done).ok()?);
            let at = numbers.last().copied().filter(|_| what == "pwrite64");
            Some(Call::Wrote {
                name: name()?,
                at,
                bytes,
            })
        }
        "ftruncate" => Some(Call::Cut {
            name: name()?,
            len: *numbers.last()?,
        }),
        _ => None,
    }
}

/// The bytes that strace spelled as `\x41\x42`.
fn bytes(spelled: &str) -> Vec<u8> {
    let pairs = spelled.split("\\x").skip(1);
    pairs
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

fn last_part(path: &[u8]) -> String {
    let part = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    String::from_utf8_lossy(part).into_owned()
}
