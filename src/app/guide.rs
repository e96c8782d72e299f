//! What the demo tells those who have never seen it: who there is, and a few scans to try, each drawn as a barcode.

use crate::domain::command::{Command, Place};
pub use crate::ui::example::Example;
use crate::ui::face::{Column, Face, Row, RowRole, Table};

/// Somebody with a badge of the sample company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The badge.
    pub badge: String,
    /// Its PIN.
    pub pin: String,
    /// The name.
    pub name: String,
    /// What the badge is good for.
    pub roles: String,
}

/// What the demo tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    people: Vec<Person>,
    scans: &'static [Example],
    /// The scan that is drawn over the work.
    open: Option<usize>,
    /// The scan that is drawn next.
    next: usize,
}

impl Guide {
    /// Returns a guide to these badges and scans. Who is named by the first scan stands first.
    pub fn new(mut people: Vec<Person>, scans: &'static [Example]) -> Self {
        people.sort_by_key(|person| scans.first().is_none_or(|scan| scan.shown != person.badge));
        Self {
            people,
            scans,
            open: None,
            next: 0,
        }
    }

    /// Returns the scan that is drawn over the work, with its number.
    pub fn shown(&self) -> Option<(usize, &Example)> {
        let at = self.open?;
        Some((at + 1, self.scans.get(at)?))
    }

    /// Draws the next scan over the work.
    pub const fn open(&mut self) {
        self.open = Some(self.next);
        self.next = (self.next + 1) % self.scans.len();
    }

    /// Shows the work again.
    pub const fn close(&mut self) {
        self.open = None;
    }

    /// Takes a command while a scan is drawn: turns to the next or the one before, or shows the work again. Returns
    /// whether a scan was drawn.
    pub fn act(&mut self, command: &Command) -> bool {
        let Some(at) = self.open else {
            return false;
        };
        match command {
            Command::Examples | Command::PageDown | Command::Down => self.open(),
            Command::PageUp | Command::Up => {
                self.next = (at + self.scans.len() - 1) % self.scans.len();
                self.open();
            }
            _ => self.close(),
        }
        true
    }

    /// Adds to a screen what there is to try: at sign-in who there is, everywhere the key that draws the scans.
    pub fn tell(&self, place: Place, face: &mut Face) {
        let help = face.commands.iter().position(|command| *command == Command::Help);
        let at = if place == Place::SignIn {
            0
        } else {
            help.unwrap_or(face.commands.len())
        };
        face.commands.insert(at, Command::Examples);
        if place == Place::SignIn && face.fields.is_empty() {
            face.table = Some(self.table());
        }
    }

    /// Returns who there is and what to try. What is scanned or typed stands in the first column, which the smallest
    /// screen keeps.
    fn table(&self) -> Table {
        let people = self.people.iter().map(|person| {
            let Person {
                badge,
                pin,
                name,
                roles,
            } = person;
            Row::plain([format!("{badge} {pin}"), name.clone(), roles.clone()])
        });
        let heading = Row::new(RowRole::Total, ["Scan or type", "Try", ""]);
        let numbered = (1..).zip(self.scans);
        Table {
            columns: vec![
                Column::left("Badge, PIN", 0),
                Column::left("Name", 1),
                Column::left("For", 2),
            ],
            rows: people
                .chain([heading])
                .chain(numbered.flat_map(|(number, scan)| scan_rows(number, scan)))
                .collect(),
            selected: None,
            offset: 0,
        }
    }
}

/// Returns a scan with its number; the further fields of a label have a row each, set in, so that none is cut off.
fn scan_rows(number: i32, scan: &Example) -> Vec<Row> {
    let what = scan.words.split_once(". ").map_or(scan.words, |(what, _)| what);
    let fields = scan.shown.match_indices('(').map(|(at, _)| at).skip(1);
    let ends: Vec<usize> = fields.chain([scan.shown.len()]).collect();
    let (first, rest) = scan.shown.split_at(ends[0]);
    let mut rows = vec![Row::plain([
        first.to_owned(),
        number.to_string(),
        what.to_owned(),
    ])];
    let mut from = 0;
    for end in ends.iter().skip(1).map(|end| end - first.len()) {
        let field = format!("  {}", &rest[from..end]);
        rows.push(Row::plain([field, String::new(), String::new()]));
        from = end;
    }
    rows
}
