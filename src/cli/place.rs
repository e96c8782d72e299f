//! Where the store is, from the command line, the environment, the configuration, or the user's data folder.

use super::failure::Failure;
use crate::app::config::{self, Config};
use crate::clock;
use crate::domain::refusal::Refusal;
use crate::operations::{coverage, stamps};
use crate::store::sqlite::{Sqlite, WhenHeld, leads_into_store};
use crate::store::{Local, Store};
use std::path::{Path, PathBuf};
use std::sync::Once;

/// Where the store is, and how this machine is configured.
#[derive(Clone, Debug)]
pub struct Place {
    /// The store's file.
    pub store: PathBuf,
    /// The configuration.
    pub config: Config,
}

/// Who waits for the turn to write is told on standard error who holds it.
const WAITS: WhenHeld = WhenHeld::Tell(|held| eprintln!("{held}"));

/// A command that opens its store more than once speaks of the clock, and of a store that it can't write, once.
static TOLD_OF_CLOCK: Once = Once::new();
static TOLD_OF_COPY: Once = Once::new();

impl Place {
    /// Finds the store: the one named, else the configuration's, else `binledger/store.db` in the user's data folder.
    ///
    /// # Errors
    /// [`Failure::Usage`] for a store that is no file, [`Failure::Data`] for a configuration that can't be read.
    pub fn find(named: Option<String>, config: Option<&Path>) -> Result<Self, Failure> {
        let config = read_config(config)?;
        let store = match named.filter(|name| !name.is_empty()) {
            Some(url) if url.contains("://") => {
                let why = format!(
                    "expected the path of a file as the store, found {url}. A store is kept in a file: name one, such as \
                     /srv/binledger/company.db."
                );
                return Err(Failure::Usage(why));
            }
            Some(path) => PathBuf::from(path),
            None => match &config.store {
                Some(path) => path.clone(),
                None => data_folder()?.join("store.db"),
            },
        };
        if store.as_os_str() == ":memory:" {
            let why = "expected the path of a file as the store, found :memory:. What is only in memory is lost when the \
                       program ends: name a file. One that really has that name is ./:memory:.";
            return Err(Failure::usage(why));
        }
        // What is kept beside a store is found beside itself, and not beside a link to it.
        let real = store.is_symlink().then(|| store.canonicalize().ok()).flatten();
        let place = Self {
            store: real.unwrap_or(store),
            config,
        };
        place
            .config
            .files()
            .try_for_each(|file| place.keep_from_reading(file))?;
        Ok(place)
    }

    /// Opens the store.
    pub fn open(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(Box::new(self.open_file()?))
    }

    /// Opens the store to read it, also where it can't be written.
    pub fn open_to_read(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(Box::new(self.open_file_to_read()?))
    }

    /// Opens the store to show what would be posted, also where it can't be written.
    ///
    /// # Errors
    /// Those of [`Self::open_to_post`].
    pub fn open_to_preview(&self) -> Result<Box<dyn Store>, Failure> {
        let sqlite = self.open_file_to_read()?;
        is_covered(&sqlite)?;
        Ok(Box::new(sqlite))
    }

    /// Opens the store as an SQLite store for reading, also if it can't be written.
    pub fn open_file_to_read(&self) -> Result<Sqlite, Failure> {
        let sqlite = Sqlite::open_to_read(&self.store, WAITS)?;
        let copied = sqlite.told_of_copy();
        TOLD_OF_COPY.call_once(|| copied.iter().for_each(|told| eprintln!("{told}")));
        Ok(in_time(sqlite))
    }

    /// Opens the store as an SQLite store. Time goes on from what was recorded last.
    pub fn open_file(&self) -> Result<Sqlite, Failure> {
        Ok(in_time(Sqlite::open_by(&self.store, WAITS)?))
    }

    /// Opens the store to work at it on a screen, which shows who holds the turn to write rather than to stand still.
    ///
    /// # Errors
    /// Those of [`Self::open_to_post`].
    pub fn open_to_work(&self) -> Result<Box<dyn Local>, Failure> {
        let mut sqlite = self.open_covered()?;
        sqlite.when_held(WhenHeld::GiveUp);
        Ok(Box::new(sqlite))
    }

    /// Opens the store to post to it, once it is proved that everything that can post has its accounts.
    ///
    /// # Errors
    /// [`Failure::Refused`] with what is missing, or the store's own.
    pub fn open_to_post(&self) -> Result<Box<dyn Local>, Failure> {
        Ok(Box::new(self.open_covered()?))
    }

    fn open_covered(&self) -> Result<Sqlite, Failure> {
        let sqlite = self.open_file()?;
        for warning in sqlite.warnings() {
            eprintln!("{warning}");
        }
        is_possible()?;
        is_covered(&sqlite)?;
        Ok(sqlite)
    }

    /// Refuses to write over a store: this one, any other, or a file that a store keeps beside itself.
    ///
    /// # Errors
    /// [`Failure::Usage`] with the path.
    pub fn keep_from(&self, output: &Path) -> Result<(), Failure> {
        if !leads_into_store(&self.store, output) {
            return Ok(());
        }
        let path = output.display();
        Err(Failure::Usage(format!(
            "expected a file to write into, found {path}, which belongs to a store. Name another file. Nothing was \
             written."
        )))
    }

    /// Refuses to read a file of a store as if it were something else.
    ///
    /// # Errors
    /// [`Failure::Usage`] with the path.
    pub fn keep_from_reading(&self, input: &Path) -> Result<(), Failure> {
        if !leads_into_store(&self.store, input) {
            return Ok(());
        }
        let path = input.display();
        Err(Failure::Usage(format!(
            "expected a file to read, found one of a store, {path}. Name another file."
        )))
    }

    /// Returns the command line that means this store: `binledger`, with `--store` unless it is found without.
    pub fn program(&self) -> String {
        let found = self
            .config
            .store
            .clone()
            .or_else(|| Some(data_folder().ok()?.join("store.db")));
        if found.as_ref() == Some(&self.store) {
            return "binledger".to_owned();
        }
        let path = self.store.display().to_string();
        let is_plain = |sign: char| sign.is_alphanumeric() || "/._-+".contains(sign);
        if path.chars().all(is_plain) {
            format!("binledger --store {path}")
        } else {
            format!("binledger --store '{}'", path.replace('\'', r"'\''"))
        }
    }

    /// Creates the store, with the folders above its own, which the store makes itself for its group.
    pub fn create(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(Box::new(self.create_file()?))
    }

    /// Creates the store as [`Self::create`] does, as the file that it is.
    pub fn create_file(&self) -> Result<Sqlite, Failure> {
        if let Some(folder) = self
            .store
            .parent()
            .and_then(|folder| folder.parent())
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|why| {
                Failure::Usage(format!("the folder {} can't be made: {why}", folder.display()))
            })?;
        }
        is_possible()?;
        Ok(Sqlite::create(&self.store)?)
    }
}

/// Refuses a store in which something could be posted that has no account.
fn is_covered(store: &dyn Store) -> Result<(), Failure> {
    let missing = store.read(coverage::missing)?;
    if missing.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::Coverage {
        missing: missing.join("; "),
    };
    Err(Failure::Refused(refusal.to_string()))
}

/// Lets time go on from what a store recorded last, and tells where the machine's clock is wrong.
fn in_time(sqlite: Sqlite) -> Sqlite {
    // What can't be read is told by whoever asks for it.
    if let Ok(Some(newest)) = (&sqlite as &dyn Store).read(stamps::newest) {
        clock::not_before(newest);
    }
    let wrong = clock::behind();
    TOLD_OF_CLOCK.call_once(|| wrong.iter().for_each(|why| eprintln!("Warning: {why}.")));
    sqlite
}

/// Refuses to record anything at a time that can't be: it would be dated by it for ever.
fn is_possible() -> Result<(), Failure> {
    match clock::behind().filter(|_| clock::is_impossible()) {
        Some(why) => Err(Failure::Usage(format!("{why}. Nothing was written."))),
        None => Ok(()),
    }
}

/// Returns `binledger` in the user's data folder (XDG base directories; `Application Support` on macOS).
pub fn data_folder() -> Result<PathBuf, Failure> {
    folder("XDG_DATA_HOME", ".local/share")
}

fn folder(variable: &str, below_home: &str) -> Result<PathBuf, Failure> {
    let set = std::env::var_os(variable).filter(|value| !value.is_empty());
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let below_home = if cfg!(target_os = "macos") {
        "Library/Application Support"
    } else {
        below_home
    };
    let base = set
        .map(PathBuf::from)
        .or_else(|| home.map(|home| home.join(below_home)));
    let base = base.ok_or_else(|| Failure::usage("no home folder is known. Name the store with --store."))?;
    Ok(base.join("binledger"))
}

fn read_config(named: Option<&Path>) -> Result<Config, Failure> {
    let mut config = read_file(named)?;
    config.folder = match named {
        Some(path) => std::path::absolute(path)
            .ok()
            .and_then(|path| Some(path.parent()?.to_owned())),
        None => folder("XDG_CONFIG_HOME", ".config").ok(),
    };
    Ok(config)
}

fn read_file(named: Option<&Path>) -> Result<Config, Failure> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match folder("XDG_CONFIG_HOME", ".config") {
            Ok(folder) => folder.join("config.toml"),
            Err(_) => return Ok(Config::default()),
        },
    };
    let text = match config::text(&path) {
        Ok(text) => text,
        Err(why) if named.is_none() && why.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Config::default());
        }
        Err(why) => {
            return Err(Failure::Data(vec![format!(
                "{} can't be read: {why}",
                path.display()
            )]));
        }
    };
    toml::from_str(&text).map_err(|why| Failure::Data(vec![format!("{}: {why}", path.display())]))
}
