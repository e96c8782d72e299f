//! Home: any scan starts the job it belongs to.

use super::event::{self, Command, Context, Effect, Event, Job, Screen};
use super::goods::{info, unexpected, warn};
use super::machine::Machine;
use super::scanned::Scanned;
use crate::domain::code::Terminal;
use crate::domain::count::CountState;
use crate::domain::order::OrderKind;
use crate::domain::stock::{LpnKind, LpnState};
use crate::domain::user::{Role, User};
use serde::{Deserialize, Serialize};

/// What the home screen asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the operator left work at another terminal.
    Elsewhere,
}

/// What the home screen is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The work that the operator left at another terminal.
    Elsewhere(Option<Elsewhere>),
}

/// Work that the operator left at another terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The terminal.
    pub terminal: Terminal,
    /// What was to be done next there.
    pub prompt: String,
    /// When it was left, to the minute.
    pub since: String,
}

/// The home screen: the jobs that the operator may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    jobs: Vec<Job>,
    elsewhere: Option<Elsewhere>,
}

/// Whether an operator may do a job.
pub fn may(job: Job, user: &User) -> bool {
    allowed(job).is_empty() || allowed(job).iter().any(|role| user.has(*role))
}

/// The roles that may do a job, in words.
pub fn roles(job: Job) -> String {
    let words: Vec<&str> = allowed(job).iter().map(|role| role.word()).collect();
    words.join(" or ")
}

/// The roles that may do a job; none where everybody may.
const fn allowed(job: Job) -> &'static [Role] {
    match job {
        Job::Receive | Job::Putaway | Job::Return => &[Role::Receiver, Role::Supervisor],
        Job::Pick | Job::Pack | Job::Ship => &[Role::Picker, Role::Supervisor],
        Job::Move => &[Role::Receiver, Role::Picker, Role::Counter, Role::Supervisor],
        Job::Transfer | Job::Replenish => &[Role::Picker, Role::Receiver, Role::Supervisor],
        Job::Count => &[Role::Counter, Role::Supervisor],
        Job::Reconcile => &[Role::Supervisor],
        Job::Ledger => &[Role::Controller, Role::Supervisor],
        Job::Inquire => &[],
    }
}

impl State {
    /// The home screen of an operator.
    pub fn of(user: &User) -> Self {
        let jobs = Job::ALL.iter().copied().filter(|job| may(*job, user)).collect();
        Self {
            jobs,
            elsewhere: None,
        }
    }

    /// The jobs in the order of the menu.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The work left at another terminal.
    pub const fn elsewhere(&self) -> Option<&Elsewhere> {
        self.elsewhere.as_ref()
    }

    fn scanned(&self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        if let Some(user) = scanned.badge() {
            return if user.badge == context.operator.badge {
                vec![Effect::SignOut]
            } else {
                vec![unexpected(
                    "a SIGNOUT before another badge",
                    user.badge.to_string(),
                )]
            };
        }
        match self.job_of(&scanned) {
            Some(job) => vec![Effect::Start(job, Some(scanned))],
            None => self.choose(scanned),
        }
    }

    /// The job a scan belongs to.
    fn job_of(&self, scanned: &Scanned) -> Option<Job> {
        let can = |job: Job| self.jobs.contains(&job);
        if let Some(count) = scanned.count() {
            let decide = count.state == CountState::ToApprove && can(Job::Reconcile);
            return Some(if decide { Job::Reconcile } else { Job::Count });
        }
        if let Some(order) = scanned.order() {
            let own = if order.kind == OrderKind::Purchase {
                Job::Receive
            } else {
                Job::Pick
            };
            return Some(if can(own) { own } else { Job::Inquire });
        }
        if let Some(plate) = scanned.plate() {
            let own = match (plate.kind, plate.state) {
                (LpnKind::Tote, _) | (LpnKind::Parcel, LpnState::Open) => Job::Pack,
                (LpnKind::Parcel, LpnState::Closed) => Job::Ship,
                (LpnKind::Pallet, LpnState::Open | LpnState::Closed) => Job::Putaway,
                (_, LpnState::Shipped) => Job::Inquire,
            };
            return Some(if can(own) { own } else { Job::Inquire });
        }
        if scanned.site().is_some() || scanned.transfer().is_some() {
            return Some(Job::Transfer);
        }
        let known = scanned.location().is_some() || scanned.item().is_some() || scanned.label.lot.is_some();
        known.then_some(Job::Inquire)
    }

    /// A digit chooses a line of the menu, two typed ones do where there are so many; anything else may be a lot or a
    /// serial number.
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
        let Told::Elsewhere(found) = told;
        self.elsewhere = found;
        self.elsewhere.as_ref().map_or_else(Vec::new, |it| {
            let text = format!(
                "left at {} at {}: {}. TAKEOVER goes on with it here",
                it.terminal, it.since, it.prompt
            );
            vec![warn("WORK LEFT", text)]
        })
    }
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
            Event::Command(_) | Event::Enter => vec![info(self.prompt())],
            Event::Told(_) | Event::Posted(_) => Vec::new(),
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
        legal.extend(self.jobs.iter().map(|job| Command::Start(*job)));
        legal.extend([
            Command::SignOut,
            Command::Help,
            Command::Show(Screen::Diagnostics),
            Command::Show(Screen::Calibration),
        ]);
        legal
    }
}
