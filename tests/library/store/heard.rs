//! The statements that SQLite itself says it runs, heard through the log of the program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, io};
use tracing::Level;

/// Where the log of one thread goes while a test listens.
#[derive(Clone, Default)]
pub struct Ear(Arc<Mutex<Vec<u8>>>);

impl Ear {
    /// Lets `work` run with its log heard. Only a store that is opened in it is heard.
    pub fn listen<T>(&self, work: impl FnOnce() -> T) -> T {
        let ear = self.clone();
        let log = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_ansi(false)
            .with_level(false)
            .with_target(false)
            .without_time()
            .with_writer(move || ear.clone())
            .finish();
        tracing::subscriber::with_default(log, work)
    }

    /// The statements that began since the last call.
    pub fn heard(&self) -> Heard {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let text = String::from_utf8(bytes).expect("statements are text");
        Heard(text.lines().map(str::to_owned).collect())
    }
}

impl io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The statements of one piece of work, in the order in which they began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard(pub Vec<String>);

impl Heard {
    /// How many there were, with those that begin and end transactions.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// How many begin with a word.
    pub fn of(&self, word: &str) -> usize {
        self.0.iter().filter(|sql| sql.starts_with(word)).count()
    }

    /// The whole list, one statement a line, shown when a budget is exceeded.
    pub fn all(&self) -> String {
        let texts: Vec<String> = self
            .texts()
            .iter()
            .map(|(sql, times)| format!("{times:>3} x {sql}"))
            .collect();
        format!("{self}\n{}", texts.join("\n"))
    }

    /// Each text that ran, with how often.
    pub fn texts(&self) -> BTreeMap<&str, usize> {
        let mut texts = BTreeMap::new();
        for sql in &self.0 {
            *texts.entry(sql.as_str()).or_default() += 1;
        }
        texts
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reads = self
            .texts()
            .keys()
            .filter(|sql| sql.starts_with("SELECT"))
            .count();
        write!(
            f,
            "{} statements: {} reads of {reads} texts, {} transactions, {} commits",
            self.count(),
            self.of("SELECT"),
            self.of("BEGIN"),
            self.of("COMMIT")
        )
    }
}
