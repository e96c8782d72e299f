//! Ledger: a controller looks at the books from page to page, seals days and closes periods; a supervisor only looks.
//!
//! What sealing or closing would post is shown first, line by line, and is posted when it is confirmed; if the page
//! changes in between, it is shown again instead. The rule book, not the screen, refuses operators without the role.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post, unexpected, warn};
use super::machine::Machine;
pub use super::question::ledger::{Act, Column, Fact, Mark, Only, Page, Place, Question, Row, Told};
use crate::operations::answer::Answer;
use crate::operations::request::{ClosePeriod, Seal};
use serde::{Deserialize, Serialize};

/// The number of lines that page down moves.
const PAGE: usize = 10;

/// One page on the way from the menu, and the row that was marked there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    place: Place,
    row: usize,
}

/// How far posting from a page has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    /// The page is only looked at.
    #[default]
    Looking,
    /// It was approved and waits to be confirmed.
    Approved,
    /// It was confirmed and is read once more: it is posted if it is still what was shown.
    Confirmed,
    /// It was posted, and the answer has not come.
    Posted,
}

/// Looking at the books, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The pages on the way from the menu; the last is shown, or the menu if there are none.
    way: Vec<Spot>,
    /// The marked line of the menu.
    menu: usize,
    stage: Stage,
    #[serde(skip)]
    page: Option<Box<Page>>,
}

impl Machine for State {
    fn step(&mut self, event: Event, _context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.typed(&scanned.text),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Ledger(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let act = self.page().and_then(Page::may);
        match act {
            Some(act) if self.stage == Stage::Approved => format!("Confirm to {act}"),
            Some(act) => format!("Approve to {act}"),
            None if self.way.is_empty() => "Choose what to look at".into(),
            None if self.leads() => "Choose a line, or BACK".into(),
            None => "Look, then BACK".into(),
        }
    }

    fn commands(&self) -> Vec<Command> {
        let page = self.page();
        let mut legal = Vec::new();
        match page.and_then(Page::may) {
            Some(_) if self.stage == Stage::Approved => legal.push(Command::Confirm),
            Some(_) => legal.push(Command::Approve),
            None => {}
        }
        let rows = page.map_or(0, |page| page.rows.len());
        if 1 < rows {
            legal.extend([Command::Down, Command::Up]);
        }
        if PAGE < rows {
            legal.extend([Command::PageDown, Command::PageUp]);
        }
        legal.extend([Command::Back, Command::Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        if self.page.is_some() && self.place().is_long() {
            return Vec::new();
        }
        vec![self.ask()]
    }

    fn lines(&self) -> usize {
        let page = self
            .page()
            .filter(|_| self.stage == Stage::Looking && self.leads());
        page.map_or(0, |page| page.rows.len())
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        self.mark(line);
        self.enter()
    }
}

impl State {
    /// Returns the page that is shown; `None` while it is being read.
    pub fn page(&self) -> Option<&Page> {
        self.page.as_deref()
    }

    /// Returns the row that is marked.
    pub fn row(&self) -> usize {
        self.way.last().map_or(self.menu, |spot| spot.row)
    }

    /// Returns the place that is shown.
    fn place(&self) -> Place {
        self.way
            .last()
            .map_or_else(Place::default, |spot| spot.place.clone())
    }

    /// Returns whether any row leads on.
    fn leads(&self) -> bool {
        self.page()
            .is_some_and(|page| page.rows.iter().any(|row| row.leads.is_some()))
    }

    fn ask(&self) -> Effect {
        Effect::Ask(event::Question::Ledger(Question::Page(self.place())))
    }

    fn open(&mut self, place: Place) -> Vec<Effect> {
        self.way.push(Spot { place, row: 0 });
        self.turn()
    }

    /// Shows the last page of the way, read anew.
    fn turn(&mut self) -> Vec<Effect> {
        (self.page, self.stage) = (None, Stage::Looking);
        vec![self.ask()]
    }

    /// Goes one page back; `None` if this was the menu.
    fn back(&mut self) -> Option<Vec<Effect>> {
        self.way.pop()?;
        Some(self.turn())
    }

    /// Finds what was typed: a row by its first cell, an entry as `E12` or a movement as `M12`.
    fn typed(&mut self, text: &str) -> Vec<Effect> {
        let rows = self.page().map_or(&[][..], |page| &page.rows);
        let named = |row: &Row| {
            row.cells
                .first()
                .is_some_and(|cell| cell.eq_ignore_ascii_case(text))
        };
        let found = rows.iter().position(|row| named(row) && row.leads.is_some());
        if let Some(found) = found {
            self.mark(found);
            return self.enter();
        }
        let number = |letters: [char; 2]| text.strip_prefix(letters)?.parse::<i64>().ok();
        match (number(['E', 'e']), number(['M', 'm'])) {
            (Some(entry), _) => self.open(Place::Entry(entry)),
            (_, Some(movement)) => self.open(Place::Movement(movement)),
            _ => {
                let back = if self.way.is_empty() { "" } else { ", or BACK" };
                let need =
                    format!("Type the first word of a line, E12 for entry 12, M12 for movement 12{back}");
                vec![unexpected(need, format!("{text} is not on this page"))]
            }
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        let row = self.page().and_then(|page| page.rows.get(self.row()));
        match row.and_then(|row| row.leads.clone()) {
            Some(place) if self.stage == Stage::Looking => self.open(place),
            _ => vec![info(self.prompt())],
        }
    }

    fn mark(&mut self, row: usize) {
        match self.way.last_mut() {
            Some(spot) => spot.row = row,
            None => self.menu = row,
        }
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        let last = self.page().map_or(0, |page| page.rows.len().saturating_sub(1));
        match command {
            Command::Back if self.stage == Stage::Approved => {
                self.stage = Stage::Looking;
                vec![info("nothing was posted")]
            }
            Command::Back => self.back().unwrap_or_else(|| vec![Effect::Leave]),
            Command::Done if self.way.is_empty() => vec![Effect::Leave],
            Command::Down => self.step_down(1, last),
            Command::PageDown => self.step_down(PAGE, last),
            Command::Up => self.step_up(1),
            Command::PageUp => self.step_up(PAGE),
            Command::Approve => self.approve(),
            Command::Confirm if self.stage == Stage::Approved => {
                self.stage = Stage::Confirmed;
                vec![self.ask()]
            }
            _ => vec![info(self.prompt())],
        }
    }

    fn step_down(&mut self, by: usize, last: usize) -> Vec<Effect> {
        self.mark(self.row().saturating_add(by).min(last));
        Vec::new()
    }

    fn step_up(&mut self, by: usize) -> Vec<Effect> {
        self.mark(self.row().saturating_sub(by));
        Vec::new()
    }

    fn approve(&mut self) -> Vec<Effect> {
        let Some(page) = self.page() else {
            return vec![info(self.prompt())];
        };
        if let Some(obstacle) = &page.obstacle {
            return vec![Effect::Refuse(obstacle.clone())];
        }
        if page.act.is_none() {
            return vec![info(self.prompt())];
        }
        self.stage = Stage::Approved;
        vec![info(self.prompt())]
    }

    /// Posts what the page shows.
    fn post(&mut self) -> Vec<Effect> {
        let act = self.page().and_then(Page::may).cloned();
        self.stage = Stage::Posted;
        match act {
            Some(Act::Seal { day, at }) => vec![post(Seal { day, at })],
            Some(Act::Close { period }) => vec![post(ClosePeriod { period, entity: None })],
            None => self.turn(),
        }
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        let page = match told {
            Told::Page(page) => page,
            Told::Refused(refusal) => {
                let mut effects = vec![Effect::Refuse(refusal)];
                effects.extend(self.back().unwrap_or_else(|| vec![Effect::Leave]));
                return effects;
            }
        };
        let same = self.page.as_ref() == Some(&page);
        let reread = self.page.is_some();
        let row = self.row().min(page.rows.len().saturating_sub(1));
        self.mark(row);
        self.page = Some(page);
        match self.stage {
            Stage::Confirmed if same => self.post(),
            Stage::Approved | Stage::Confirmed if reread && !same => {
                self.stage = Stage::Looking;
                let text = "more was posted meanwhile: look again, then approve";
                vec![warn("CHANGED", text)]
            }
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let own = self.stage == Stage::Posted;
        if answer.refusal.is_some() || !own {
            return self.turn();
        }
        let done = answer.note.clone();
        let mut effects = self.back().unwrap_or_else(|| self.turn());
        effects.insert(
            0,
            good(done.map_or_else(|| "done".to_owned(), |note| format!("{note} is made"))),
        );
        effects
    }
}
