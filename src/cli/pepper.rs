//! How PINs are hashed on this machine: at what cost, and with which key.

use super::failure::Failure;
use super::place::Place;
use crate::session::pin::Pins;
use crate::session::pin::key::Key;
use rustix::process::geteuid;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// How long hashing a PIN takes on one core by default, in milliseconds.
const TARGET_MS: u32 = 250;
/// The environment variable that overrides it.
const TARGET: &str = "BINLEDGER_PIN_MS";
/// The name of the file of the pepper beside the configuration.
const NAME: &str = "pepper";
/// The most bytes of that file: some hundred keys.
const MOST_BYTES: u64 = 8192;

impl Place {
    /// Returns how PINs are hashed and compared on this machine.
    ///
    /// # Errors
    /// [`Failure::Data`] where the pepper is named and not there, can be read by others, or is none.
    pub fn pins(&self) -> Result<Rc<Pins>, Failure> {
        let inherited = std::env::var(TARGET).ok().and_then(|text| text.parse().ok());
        let millis = inherited.or(self.config.pin_ms).unwrap_or(TARGET_MS);
        let target = Duration::from_millis(millis.into());
        Ok(Rc::new(Pins::with(self.peppers()?, Some(target))))
    }

    /// Returns the pepper keys, current key first. Empty if no pepper is configured.
    fn peppers(&self) -> Result<Vec<Key>, Failure> {
        let beside = |name: &Path| match &self.config.folder {
            Some(folder) => folder.join(name),
            None => name.to_owned(),
        };
        let path = beside(self.config.pepper.as_deref().unwrap_or(Path::new(NAME)));
        match read(&path) {
            Ok(keys) => Ok(keys),
            Err(Wrong::Missing) if self.config.pepper.is_none() => Ok(Vec::new()),
            Err(wrong) => Err(wrong.told(&path)),
        }
    }
}

/// What is wrong with a pepper.
enum Wrong {
    Missing,
    /// Others may read it.
    Open(u32),
    /// It is somebody else's.
    Foreign,
    /// A line is no key.
    Line(usize),
    Unreadable(std::io::Error),
}

impl Wrong {
    fn told(&self, path: &Path) -> Failure {
        let path = path.display();
        Failure::Data(vec![match self {
            Self::Missing => format!(
                "the pepper {path} is not there. Put it back, or take `pepper` out of the configuration"
            ),
            Self::Open(mode) => format!(
                "the pepper {path} has mode {mode:o}, so that others may read it and it is no secret. Make it 600, or make \
                 another one"
            ),
            Self::Foreign => {
                format!(
                    "the pepper {path} belongs to somebody else. Its owner is the user that binledger runs as"
                )
            }
            Self::Line(line) => format!(
                "the pepper {path} line {line}: expected 64 hexadecimal digits, such as `openssl rand -hex 32` prints, found \
                 something else"
            ),
            Self::Unreadable(why) => format!("the pepper {path} can't be read: {why}"),
        }])
    }
}

/// Reads the keys of a file, one a line.
fn read(path: &PathBuf) -> Result<Vec<Key>, Wrong> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Err(Wrong::Missing),
        Err(why) => return Err(Wrong::Unreadable(why)),
    };
    let found = file.metadata().map_err(Wrong::Unreadable)?;
    if found.mode() & 0o077 != 0 {
        return Err(Wrong::Open(found.mode() & 0o777));
    }
    if found.uid() != geteuid().as_raw() {
        return Err(Wrong::Foreign);
    }
    let mut text = String::new();
    file.take(MOST_BYTES)
        .read_to_string(&mut text)
        .map_err(Wrong::Unreadable)?;
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let keys: Vec<Key> = lines
        .map(|(number, line)| Key::read(line).ok_or(Wrong::Line(number)))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() {
        Err(Wrong::Line(1))
    } else {
        Ok(keys)
    }
}
