//! Set up: an administrator is led through what a new company needs, from its name to the first order of a customer.
//!
//! Each line of the list asks one question after the other; what is answered is an ordinary operation, which the rule
//! book decides about. The list says which line is next, and at its end which job.

mod bins;
mod choose;
mod entry;
mod files;
mod item;
mod line;
mod named;
mod order;
mod party;
mod site;

pub use self::bins::BinsDraft;
use self::entry::{Draft, Taken};
pub use self::files::FilesDraft;
pub use self::item::{ItemDraft, TRACKINGS};
pub use self::line::Line;
pub use self::named::Named;
pub use self::order::{DraftLine, OrderDraft};
use self::party::kind_of;
pub use self::site::SiteDraft;
use super::event::{self, Command, Context, Effect, Event, Job};
use super::goods::{good, info, post, unexpected};
use super::machine::Machine;
pub use super::question::set_up::{Bins, Found, Looked, Question, Receipt, SEEN, Standing, Told};
use super::scanned::{Meaning, Scanned};
use crate::domain::code::SiteCode;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use serde::{Deserialize, Serialize};

/// How far setting up has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A line is chosen.
    #[default]
    Choose,
    /// The company's name or its currency is typed.
    Named(Named),
    /// A site gets its name.
    Site(SiteDraft),
    /// Bins are described.
    Bins(BinsDraft),
    /// An item is described.
    Item(ItemDraft),
    /// An order is described.
    Order(Box<OrderDraft>),
    /// The first receipt is explained.
    Receipt,
    /// Files are looked at and imported.
    Files(FilesDraft),
}

/// Setting a company up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(skip)]
    standing: Standing,
    step: Step,
    /// The site whose bins are made; the operator's where it is `None`.
    site: Option<SiteCode>,
    /// What is told once the post is applied.
    posted: Option<String>,
    /// Whether anything was made here.
    has_made: bool,
    /// Whether currency and site follow the name of the company, which had none.
    leads: bool,
    /// The step right after the last post. UNDO does not go back from here, because the answer before it was posted.
    #[serde(default)]
    posted_before: Option<Step>,
    /// Whether the prompt waits for what there is.
    #[serde(skip)]
    opens: bool,
    /// The line that was marked, counted from 0; the next one where it is `None`.
    marked: Option<usize>,
}

impl State {
    /// Returns what there is of the company already.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Returns how far it has come.
    pub const fn step_now(&self) -> &Step {
        &self.step
    }

    fn draft(&self) -> Option<&dyn Draft> {
        Some(match &self.step {
            Step::Choose | Step::Receipt => return None,
            Step::Named(draft) => draft,
            Step::Site(draft) => draft,
            Step::Bins(draft) => draft,
            Step::Item(draft) => draft,
            Step::Order(draft) => draft.as_ref(),
            Step::Files(draft) => draft,
        })
    }

    fn draft_mut(&mut self) -> Option<&mut dyn Draft> {
        Some(match &mut self.step {
            Step::Choose | Step::Receipt => return None,
            Step::Named(draft) => draft,
            Step::Site(draft) => draft,
            Step::Bins(draft) => draft,
            Step::Item(draft) => draft,
            Step::Order(draft) => draft.as_mut(),
            Step::Files(draft) => draft,
        })
    }

    /// Lets the draft at hand take something; returns what comes of it, or the prompt where there is no draft.
    fn draft_takes(&mut self, take: impl FnOnce(&mut dyn Draft, &Standing) -> Taken) -> Vec<Effect> {
        let standing = std::mem::take(&mut self.standing);
        let taken = self.draft_mut().map(|draft| take(draft, &standing));
        self.standing = standing;
        match taken.unwrap_or(Taken::On) {
            Taken::On => vec![info(self.prompt())],
            Taken::Done => {
                self.at_site();
                self.step = self.following();
                self.look()
            }
            Taken::Told(effect) => vec![effect],
            Taken::Post(operation, told) => {
                self.posted = Some(told);
                vec![post(*operation)]
            }
        }
    }

    fn ask(&self) -> Effect {
        let order = match &self.step {
            Step::Order(draft) => Some(draft.kind()),
            _ => None,
        };
        Effect::Ask(event::Question::SetUp(Question::Standing(
            self.site.clone(),
            order,
        )))
    }

    /// Asks what there is, and tells the prompt once it is known.
    fn look(&mut self) -> Vec<Effect> {
        self.opens = true;
        vec![self.ask()]
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        vec![info(self.prompt())]
    }

    /// Makes bins at the site that was named.
    fn at_site(&mut self) {
        if let Step::Site(draft) = &self.step {
            self.site = draft.code().cloned();
        }
    }

    fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        match &self.step {
            Step::Choose => match entry::line(scanned, self.lines()) {
                Some(line) => self.choose(line),
                None => vec![unexpected(self.prompt(), scanned.is_not("a line"))],
            },
            Step::Receipt => match scanned.order() {
                Some(order) if order.kind == OrderKind::Purchase => {
                    self.receive(&order.clone(), scanned.clone(), context)
                }
                _ => vec![unexpected(self.prompt(), scanned.is_not("a purchase order"))],
            },
            _ => self.draft_takes(|draft, standing| draft.read(scanned, standing)),
        }
    }

    fn enter(&mut self, context: &Context) -> Vec<Effect> {
        match &self.step {
            Step::Receipt => {
                if let Some(order) = self.standing.bought.open.clone() {
                    return self.receive(&order, of_order(order.clone()), context);
                }
                let need = format!("Make one in line {}", Line::Purchase.number());
                vec![unexpected(need, "No purchase order is open")]
            }
            Step::Choose => match self.marked() {
                Some(line) => self.open(line),
                None => vec![info(self.prompt())],
            },
            _ => self.draft_takes(|draft, standing| draft.enter(standing)),
        }
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        match (told, &mut self.step) {
            (Told::Standing(standing), _) => {
                self.standing = *standing;
                let told = std::mem::take(&mut self.opens).then(|| info(self.prompt()));
                told.into_iter().collect()
            }
            (Told::Bins(bins), Step::Bins(draft)) => match draft.told(bins) {
                Ok(text) => vec![info(text)],
                Err(found) => vec![unexpected(self.prompt(), found)],
            },
            (Told::Party(Some(party)), Step::Order(draft)) => {
                draft.is_with(*party);
                vec![info(self.prompt())]
            }
            (Told::Party(None), Step::Order(draft)) => {
                let found = format!(
                    "No {} has that code. Import it first: line {}, {}",
                    kind_of(draft.kind()),
                    Line::Files.number(),
                    Line::Files
                );
                vec![unexpected(self.prompt(), found)]
            }
            (Told::NoBins(refusal), _) => vec![Effect::Refuse(refusal)],
            (Told::Found(found), Step::Files(draft)) => vec![draft.told(found)],
            (Told::Imported(done), _) => {
                self.has_made = true;
                self.step = Step::Choose;
                vec![good(format!("imported: {}", done.told())), self.ask()]
            }
            (Told::Bins(_) | Told::Party(_) | Told::Found(_), _) => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(told) = self.posted.take() else {
            return vec![self.ask()];
        };
        let applied = answer.refusal.is_none();
        let goes_on = self.draft_mut().is_none_or(|draft| draft.answered(applied));
        if !applied {
            return Vec::new();
        }
        self.has_made = true;
        self.at_site();
        if !goes_on {
            self.step = self.following();
        }
        self.posted_before = Some(self.step.clone());
        vec![good(told), self.ask()]
    }

    /// Leads to the receipt of an order; what to do next is told only where it starts, so that a refusal stands alone.
    fn receive(&mut self, order: &Order, scanned: Scanned, context: &Context) -> Vec<Effect> {
        let scanned = Box::new(scanned);
        if !Job::Receive.is_open_to(&context.operator) || order.state == OrderState::Closed {
            return vec![Effect::Start(Job::Receive, Some(scanned))];
        }
        (self.step, self.has_made) = (Step::Choose, false);
        let next = "Scan the item, then RECEIVING, then UNDO, which leads back here";
        vec![Effect::Lead(Job::Receive, scanned), info(next)]
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Choose => vec![Effect::Leave],
            Step::Receipt => self.go(Step::Choose),
            _ => {
                let is_first = !self.draft_mut().is_some_and(Draft::back);
                let step = if is_first {
                    Step::Choose
                } else {
                    std::mem::take(&mut self.step)
                };
                self.go(step)
            }
        }
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.enter(context),
            Event::Command(Command::Back) => self.back(),
            Event::Command(Command::Up) if self.step == Step::Choose => self.mark(false),
            Event::Command(Command::Down) if self.step == Step::Choose => self.mark(true),
            Event::Command(Command::Done) if self.step == Step::Choose => vec![Effect::Leave],
            Event::Command(command) => self.draft_takes(|draft, standing| draft.command(&command, standing)),
            Event::Told(event::Told::SetUp(told)) => self.told(told),
            Event::Told(_) => Vec::new(),
            Event::Posted(answer) => self.answered(&answer),
        }
    }

    fn prompt(&self) -> String {
        match &self.step {
            Step::Choose => match self.marked() {
                Some(line) => format!("Choose a line, or Enter for {}, {}", line.number(), line.word()),
                None => line::next(&self.standing),
            },
            Step::Receipt => match &self.standing.bought.open {
                Some(order) => format!("Enter opens {}", order.order_no),
                None => "No purchase order is open; BACK, then make one".into(),
            },
            _ => self
                .draft()
                .map(|draft| draft.prompt(&self.standing))
                .unwrap_or_default(),
        }
    }

    fn commands(&self) -> Vec<Command> {
        let mut legal = match (&self.step, self.draft()) {
            (Step::Choose, _) => vec![Command::Done, Command::Down, Command::Up],
            (_, Some(draft)) => draft.commands(),
            (_, None) => Vec::new(),
        };
        legal.extend([Command::Back, Command::Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        vec![self.ask()]
    }

    fn lines(&self) -> usize {
        match self.step {
            Step::Choose => Line::ALL.len(),
            _ => self.draft().map_or(0, |draft| draft.lines(&self.standing)),
        }
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        match (&self.step, Line::ALL.get(line)) {
            (Step::Choose, Some(line)) => self.open(*line),
            (Step::Choose, None) => vec![info(self.prompt())],
            _ => self.draft_takes(|draft, standing| draft.choose(line, standing)),
        }
    }

    fn unfinished(&self) -> Option<String> {
        match &self.step {
            Step::Order(draft) => draft.number().map(|number| format!("order {number}")),
            Step::Item(draft) if !draft.is_made() => draft.code().map(|code| format!("item {code}")),
            Step::Bins(draft) => draft.bins().map(|bins| format!("the range from {}", bins.first)),
            _ => None,
        }
    }

    /// An answer that was not posted is given again; what was made is changed, not taken back.
    fn undo(&mut self) -> Option<Vec<Effect>> {
        if self.step != Step::Choose && self.posted_before.as_ref() != Some(&self.step) {
            return Some(self.back());
        }
        let (id, why) = (
            "of a set-up".to_owned(),
            "choose its line and give it anew".to_owned(),
        );
        self.has_made
            .then(|| vec![Effect::Refuse(Refusal::NotReversible { id, why })])
    }
}

/// Returns the read of an order's number that means nothing else.
fn of_order(order: Order) -> Scanned {
    Scanned {
        text: order.order_no.to_string(),
        meanings: vec![Meaning::Order(order.into())],
        ..Scanned::default()
    }
}
