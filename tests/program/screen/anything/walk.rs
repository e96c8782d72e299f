//! Somebody at a terminal who reads at random, and looks at what the screen makes of it.

use super::around::{LABELS, OTHER, PEOPLE, Person, bins, cards, of_the_kind, printed};
use super::remedy::{Remedy, asked, named};
use crate::screen::company::Company;
use crate::screen::station::{PATIENCE, Station};
use binledger::domain::job::Job;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::time::{Duration, Instant};
use testing::dice::Dice;

/// How often the screen is looked at.
const LOOKING: Duration = Duration::from_millis(10);
/// How long the pages of a notice may take; only a failing test waits so long.
const PAGES: Duration = Duration::from_secs(10);
/// What is about goods, and so has no place at the scan of a bin or of a tote.
const KNOWN_EARLIER: [&str; 13] = [
    "BAD_QUANTITY",
    "EXPIRED",
    "FORCED_LOT",
    "NOT_ENOUGH",
    "NOT_ON_ORDER",
    "ON_HOLD",
    "OTHER_EXPIRY",
    "OVER_PICK",
    "OVER_RECEIPT",
    "OVER_RETURN",
    "OVER_TRANSFER",
    "SHORT_LIFE",
    "WRONG_LOT",
];

/// What became of a read.
#[derive(Debug)]
pub(super) struct Result {
    outcome: String,
    code: String,
    message: String,
    step: String,
}

pub(super) struct Walk<'a> {
    person: &'a Person,
    station: Station,
    store: Connection,
    dice: Dice,
    read: i64,
    printed: Vec<String>,
    cards: Vec<String>,
    bins: Vec<String>,
    /// What was read, and what became of it, the newest last.
    told: Vec<String>,
    faults: Vec<String>,
    /// How many remedies were tried.
    pub(super) tried: usize,
    wide: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn begin(company: &Company, person: &'a Person, size: (u16, u16), dice: Dice) -> Self {
        let mut station = company.sized(person.badge, size);
        station.wait_for("Scan your badge");
        let store = Connection::open_with_flags(company.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        store.busy_timeout(PATIENCE).unwrap();
        let (read, wide) = (0, 80 <= size.0);
        let (printed, cards) = (printed(), cards());
        Self {
            person,
            station,
            store,
            dice,
            read,
            printed,
            cards,
            bins: bins(),
            told: Vec::new(),
            faults: Vec::new(),
            tried: 0,
            wide,
        }
    }

    /// Reads something, mostly something that makes sense, and follows the advice where it is refused.
    pub(super) fn reads_anything(&mut self) {
        let text = self.anything();
        let result = self.reads(&text);
        if result.outcome == "refused" {
            self.follows(&result);
        }
    }

    fn anything(&mut self) -> String {
        let shown = self.station.shown();
        if shown.contains("Scan your badge") {
            return self.person.badge.to_owned();
        }
        if shown.contains("ype your PIN") && self.dice.below(8) != 0 {
            return self.asked_pin(&shown).to_owned();
        }
        let seen: Vec<&String> = self.printed.iter().filter(|code| shown.contains(*code)).collect();
        if shown.starts_with("What you can do") {
            // There Enter closes the page, and no read is made of nothing.
            return "$BL.BACK".to_owned();
        }
        let wanted = asked(&shown, &self.printed);
        let kind = of_the_kind(&shown);
        match self.dice.below(30) {
            20.. if !kind.is_empty() => (*self.dice.one(&kind)).to_owned(),
            0..5 if !wanted.is_empty() => self.dice.one(&wanted).clone(),
            5 if shown.contains("type the total") => (1 + self.dice.below(30)).to_string(),
            0..8 if !seen.is_empty() => (*self.dice.one(&seen)).clone(),
            0..10 => self.dice.one(&LABELS).to_string(),
            10..13 => self.dice.one(&OTHER).to_string(),
            13..15 => String::new(),
            15 => self.dice.one(Job::ALL).card().to_owned(),
            16..18 => self.dice.one(&self.cards).clone(),
            18 => "$BL.EXIT".to_owned(),
            _ => self.dice.one(&self.printed).clone(),
        }
    }

    /// The PIN of the person whom the screen asks for it.
    fn asked_pin(&self, shown: &str) -> &'static str {
        let called = |begin: &str| {
            PEOPLE
                .iter()
                .find(|person| shown.contains(&format!("{}{begin}", person.name)))
        };
        let asked = called(",").or_else(|| called(" "));
        asked.map_or(self.person.pin, |person| person.pin)
    }

    /// Reads a text and looks at the screen.
    fn reads(&mut self, text: &str) -> Result {
        let before = self.station.shown();
        self.station.send(format!("{text}\r").as_bytes());
        let deadline = Instant::now() + PATIENCE;
        let result = loop {
            self.station.settle(LOOKING);
            if let Some(result) = self.result() {
                break result;
            }
            assert!(
                Instant::now() < deadline,
                "{text:?} has no result: {}",
                self.told()
            );
        };
        self.station.rest();
        self.read += 1;
        let Result {
            outcome,
            code,
            message,
            step,
        } = &result;
        self.told
            .push(format!("{step} <- {text:?}: {outcome} {code} {message}"));
        self.looks(text, &before, &result);
        result
    }

    /// The result of the next read, once it has one.
    fn result(&self) -> Option<Result> {
        let sql = "SELECT outcome, coalesce(code, ''), message, step FROM read_results WHERE terminal = ?1 AND read = ?2";
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Result {
                outcome: row.get(0)?,
                code: row.get(1)?,
                message: row.get(2)?,
                step: row.get(3)?,
            })
        };
        self.store
            .query_row(sql, (self.person.badge, self.read + 1), row)
            .optional()
            .unwrap()
    }

    fn looks(&mut self, text: &str, before: &str, result: &Result) {
        let mut shown = self.station.shown();
        let begin = |text: &str| text.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        // A read that starts a job or ends the signing in is noted with what that asks.
        let begins = ["What you can do", "choose a job", "your badge", "your PIN"];
        let is_beside = result.step == "scanner test" || begins.iter().any(|words| before.contains(words));
        let is_asked = is_beside || before.contains(&begin(&result.step));
        if !is_asked {
            self.fault(&format!(
                "the screen did not ask {:?} but showed {before}",
                result.step
            ));
        }
        if result.outcome == "refused" {
            let squeezed = result.message.split_whitespace().collect::<Vec<_>>().join(" ");
            let length = squeezed.chars().count();
            let end: String = squeezed.chars().skip(length.saturating_sub(14)).collect();
            let deadline = Instant::now() + PAGES;
            while !shown.contains(&end) && Instant::now() < deadline {
                self.station.settle(LOOKING);
                shown = self.station.shown();
            }
            if !shown.contains(&end) {
                self.fault(&format!("the end of the refusal, {end:?}, is cut: {shown}"));
            }
            if !result.message.contains(". ") && !result.message.contains(": ") {
                self.fault("the refusal names nothing to do");
            }
            let is_bin = text.is_empty() || self.bins.iter().any(|bin| bin == text);
            let announced = self
                .told
                .iter()
                .rev()
                .take(12)
                .any(|told| told.contains("a supervisor"));
            if is_bin && !announced && KNOWN_EARLIER.contains(&result.code.as_str()) {
                self.fault("that was known before");
            }
        }
    }

    /// Does one of the things that a refusal names.
    fn follows(&mut self, refused: &Result) {
        let remedies = named(&refused.message, &self.printed);
        if remedies.is_empty() {
            return;
        }
        let remedy = self.dice.one(&remedies).clone();
        self.tried += 1;
        let result = match &remedy {
            Remedy::Read(text) => {
                let result = self.reads(text);
                // Digits behind a badge may be a PIN: they are taken when they are typed again.
                if result.code == "PIN_NOT_KEPT" {
                    self.reads(text)
                } else {
                    result
                }
            }
            Remedy::Supervisor => {
                self.reads("EMP-101");
                let shown = self.station.shown();
                if shown.contains("ype your PIN") {
                    self.reads("4417")
                } else {
                    return self.fault("no PIN was asked for");
                }
            }
        };
        if result.outcome == "refused" {
            self.fault(&format!("{remedy:?} does not help: {}", result.message));
        }
    }

    fn told(&self) -> String {
        let last = self.told.len().saturating_sub(9);
        self.told[last..].join("\n")
    }

    fn fault(&mut self, what: &str) {
        let fault = format!("{} {}: {what}\n{}", self.person.badge, self.wide, self.told());
        self.faults.push(fault);
    }

    /// Signs out, sees the proof, and returns what was wrong on the way.
    pub(super) fn leaves(mut self) -> Vec<String> {
        for _ in 0..4 {
            if self.station.shown().contains("Scan your badge") {
                break;
            }
            self.reads("$BL.BACK");
            self.reads("$BL.SIGNOUT");
            self.reads("$BL.SIGNOUT");
        }
        let told = self.told();
        if !told.contains("signed out: ") || !told.contains(" = ") {
            self.fault("no proof was told");
        }
        self.station.send(b"\x03");
        self.station.end();
        self.faults
    }
}
