//! Home: any scan starts the job it belongs to.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post, unexpected, warn};
use super::machine::Machine;
pub use super::question::home::{Concerns, Elsewhere, Question, Told};
use super::scanned::Scanned;
use crate::domain::count::CountState;
use crate::domain::job::{Job, Starter};
use crate::domain::order::OrderKind;
use crate::domain::stock::{LpnKind, LpnState};
use crate::domain::user::User;
use crate::operations::answer::Answer;
use crate::operations::request::SeeRestoration;
use serde::{Deserialize, Serialize};

/// The home screen: the jobs that the operator may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    jobs: Vec<Job>,
    elsewhere: Option<Elsewhere>,
    /// What the operator has to know of the store.
    #[serde(default, skip_serializing_if = "Concerns::is_empty")]
    concerns: Concerns,
    /// Whether it was posted that the operator knows of the restoration, and not answered yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_confirming: bool,
}

impl State {
    /// Returns the home screen of an operator.
    pub fn of(user: &User) -> Self {
        let jobs = Job::ALL
            .iter()
            .copied()
            .filter(|job| job.is_open_to(user))
            .collect();
        Self {
            jobs,
            elsewhere: None,
            concerns: Concerns::default(),
            is_confirming: false,
        }
    }

    /// Returns the jobs in the order of the menu.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Returns the work left at another terminal.
    pub const fn elsewhere(&self) -> Option<&Elsewhere> {
        self.elsewhere.as_ref()
    }

    /// Returns what the operator has to know of the store.
    pub const fn concerns(&self) -> &Concerns {
        &self.concerns
    }

    fn scanned(&self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        if let Some(user) = scanned.badge() {
            return if user.badge == context.operator.badge {
                vec![Effect::SignOut]
            } else {
                vec![unexpected(
                    "Say SIGNOUT first",
                    format!("{} is another badge", user.badge),
                )]
            };
        }
        match self.job_of(&scanned) {
            Some(job) => vec![Effect::Start(job, Some(scanned))],
            None => self.choose(scanned),
        }
    }

    /// Returns the job that a scan belongs to: of those that it starts, the first that the operator may do. If there is
    /// none, the last of them, since starting it tells whom it is for.
    fn job_of(&self, scanned: &Scanned) -> Option<Job> {
        let jobs: Vec<Job> = starters(scanned).into_iter().filter_map(started_by).collect();
        let own = jobs.iter().find(|job| self.jobs.contains(job));
        own.or(jobs.last()).copied()
    }

    /// Starts the job on the menu line that a digit, or two typed digits, choose. Anything else may be a lot or a
    /// serial number and is inquired about.
    fn choose(&self, scanned: Box<Scanned>) -> Vec<Effect> {
        let longest = if scanned.typed { 2 } else { 1 };
        let line = scanned
            .text
            .parse::<usize>()
            .ok()
            .filter(|_| scanned.text.len() <= longest);
        match line.and_then(|line| self.jobs.get(line.checked_sub(1)?)) {
            Some(job) => vec![Effect::Start(*job, None)],
            None => vec![Effect::Start(Job::Inquire, Some(scanned))],
        }
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        (self.elsewhere, self.concerns) = match told {
            Told::Elsewhere(found, concerns) => (found, concerns),
            Told::Concerns(concerns) => {
                self.concerns = concerns;
                return Vec::new();
            }
            Told::Empty => return vec![Effect::Start(Job::SetUp, None)],
        };
        let left = self.elsewhere.as_ref().map(|it| {
            let text = format!(
                "left at {} on {}: {}. TAKEOVER goes on with it here",
                it.terminal, it.since, it.prompt
            );
            warn("WORK LEFT", text)
        });
        let mut told = self.concerns.told.clone();
        if self.concerns.restored.is_some() {
            told.push("CONFIRM says that you know of the restore".to_owned());
        }
        let head = match &self.concerns.restored {
            Some(_) => "RESTORED",
            None => "NO BACKUP",
        };
        let concerns = (!told.is_empty()).then(|| warn(head, told.join(". ")));
        concerns.into_iter().chain(left).collect()
    }

    /// Takes note that the store was restored.
    fn confirm(&mut self) -> Vec<Effect> {
        let Some((restoration, _)) = self.concerns.restored else {
            return vec![info(self.prompt())];
        };
        self.is_confirming = true;
        vec![post(SeeRestoration { restoration })]
    }

    /// Drops the notice of the restoration: somebody confirmed it.
    fn noted(&mut self, answer: &Answer) -> Vec<Effect> {
        if !std::mem::take(&mut self.is_confirming) {
            return Vec::new();
        }
        self.concerns.restored = None;
        if answer.refusal.is_some() {
            return Vec::new();
        }
        vec![good("it is noted that you know of the restore")]
    }
}

/// Returns the job that a starter starts; `None` if it starts none.
fn started_by(starter: Starter) -> Option<Job> {
    let starts = |job: &&Job| job.starts_on().contains(&starter);
    Job::ALL.iter().find(starts).copied()
}

/// Returns the job in which a tote or parcel goes on: packing, or shipping if it is closed. `None` for anything else.
pub fn next_job(scanned: &Scanned) -> Option<Job> {
    let starter = starters(scanned).into_iter().next()?;
    let is_on_its_way = matches!(
        starter,
        Starter::Tote | Starter::OpenParcel | Starter::ClosedParcel
    );
    started_by(starter).filter(|_| is_on_its_way)
}

/// Returns the starters of jobs that a scan can be, the most specific first.
fn starters(scanned: &Scanned) -> Vec<Starter> {
    if let Some(count) = scanned.count() {
        return match count.state {
            CountState::ToApprove => vec![Starter::CountToApprove, Starter::CountSheet],
            _ => vec![Starter::CountSheet],
        };
    }
    if let Some(order) = scanned.order() {
        return match order.kind {
            OrderKind::Purchase => vec![Starter::PurchaseOrder, Starter::Order],
            OrderKind::Sales => vec![Starter::SalesOrder, Starter::Order],
        };
    }
    if let Some(plate) = scanned.plate() {
        return match (plate.kind, plate.state) {
            (LpnKind::Tote, _) => vec![Starter::Tote, Starter::Plate],
            (LpnKind::Parcel, LpnState::Open) => vec![Starter::OpenParcel, Starter::Plate],
            (LpnKind::Parcel, LpnState::Closed) => vec![Starter::ClosedParcel, Starter::Plate],
            (LpnKind::Pallet, LpnState::Open | LpnState::Closed) => vec![Starter::Pallet, Starter::Plate],
            (_, LpnState::Shipped) => vec![Starter::Plate],
        };
    }
    if scanned.site().is_some() {
        return vec![Starter::Site];
    }
    if scanned.transfer().is_some() {
        return vec![Starter::Transfer];
    }
    if scanned.work().is_some() {
        return vec![Starter::WorkOrder];
    }
    if scanned.location().is_some() {
        return vec![Starter::Location];
    }
    if scanned.item().is_some() || scanned.label.lot.is_some() {
        return vec![Starter::Goods];
    }
    Vec::new()
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(scanned, context),
            Event::Told(event::Told::Home(told)) => self.told(told),
            Event::Command(Command::TakeOver) => match self.elsewhere.take() {
                Some(it) => vec![Effect::Adopt(it.terminal)],
                None => vec![info(self.prompt())],
            },
            Event::Command(Command::Confirm) => self.confirm(),
            Event::Posted(answer) => self.noted(&answer),
            Event::Command(_) | Event::Enter => vec![info(self.prompt())],
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        "Scan anything, or choose a job".into()
    }

    fn commands(&self) -> Vec<Command> {
        let mut legal: Vec<Command> = Vec::new();
        if self.elsewhere.is_some() {
            legal.push(Command::TakeOver);
        }
        if self.concerns.restored.is_some() {
            legal.push(Command::Confirm);
        }
        legal.extend(self.jobs.iter().map(|job| Command::Start(*job)));
        legal.extend([
            Command::SignOut,
            Command::Help,
            Command::Diagnostics,
            Command::Calibrate,
        ]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        vec![Effect::Ask(event::Question::Home(Question::Concerns))]
    }

    fn lines(&self) -> usize {
        self.jobs.len()
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        let job = self.jobs.get(line);
        job.map(|job| Effect::Start(*job, None)).into_iter().collect()
    }
}
