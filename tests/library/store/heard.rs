//! The statements that SQLite itself says it runs, heard through the log of the program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, io};
use tracing::Level;

/// Where the log of one thread goes while a test listens.
#[derive(Clone, Default)]
pub struct Ear {
    log: Arc<Mutex<Vec<u8>>>,
    /// The steps of each text's statement until the last call: SQLite counts them as long as a statement lives.
    steps: Arc<Mutex<BTreeMap<String, u64>>>,
}

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
        let bytes = std::mem::take(&mut *self.log.lock().unwrap_or_else(PoisonError::into_inner));
        let text = String::from_utf8(bytes).expect("statements are text");
        let mut heard = Heard::default();
        for line in text.lines() {
            match line
                .strip_prefix("-- ")
                .map(|line| line.split_once(" steps in all of "))
            {
                None => heard.statements.push(line.to_owned()),
                Some(Some((steps, sql))) => {
                    heard.steps += self.since(sql, steps.parse().expect("a number of steps"));
                }
                Some(None) => panic!("what is {line}"),
            }
        }
        heard
    }

    /// The steps that a statement took since it was heard of last, or since it was compiled anew.
    fn since(&self, sql: &str, steps: u64) -> u64 {
        let mut known = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.insert(sql.to_owned(), steps).unwrap_or_default();
        steps.checked_sub(before).unwrap_or(steps)
    }
}

impl io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut heard = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The statements of one piece of work, in the order in which they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub statements: Vec<String>,
    /// The steps of SQLite's virtual machine: how much the statements had to look at.
    pub steps: u64,
}

impl Heard {
    /// How many there were, with those that begin and end transactions.
    pub fn count(&self) -> usize {
        self.statements.len()
    }

    /// How many begin with a word.
    pub fn of(&self, word: &str) -> usize {
        self.statements.iter().filter(|sql| sql.starts_with(word)).count()
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
        for sql in &self.statements {
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
            "{} statements: {} reads of {reads} texts, {} transactions, {} commits, {} steps",
            self.count(),
            self.of("SELECT"),
            self.of("BEGIN"),
            self.of("COMMIT"),
            self.steps
        )
    }
}
