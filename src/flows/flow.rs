//! The kernel: what all jobs have in common, once.
//!
//! - A dangerous refusal of a post is kept as pending; the same post goes again when the operator confirms (by the
//!   command, or by scanning the same code again), or when a supervisor approves it by badge and PIN. Never by Enter.
//! - A label that seems to have lost a separator is asked about before any job hears of it.
//! - Undo takes the last read back: what it posted is reversed, and the job stands where it stood before.
//! - A job is left, and another started, without losing what was entered unless that is asked for twice.

mod approval;
mod command;
mod doubt;
mod lead;
mod pending;
mod trail;
mod typed;
mod undo;

use self::doubt::Doubt;
use self::pending::{Ahead, Pending};
use self::trail::{Trail, Turn, Undoing};
use self::typed::must_be_scanned;
use super::again::Again;
use super::event::{Command, Context, Effect, Event, Job, Post, Told};
use super::goods::good;
use super::scanned::Scanned;
use super::work::Work;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use crate::operations::request::Operation;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A post that was sent and is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    post: Post,
    /// Whether the job that sent it is gone, so that nobody waits for the answer.
    orphan: bool,
}

/// What one operator does at one terminal: the job at hand with what surrounds every job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    work: Work,
    trail: Trail,
    pending: Option<Pending>,
    /// What a supervisor accepted of what is in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ahead: Option<Box<Ahead>>,
    #[serde(default)]
    doubt: Doubt,
    undoing: Option<Undoing>,
    /// The job that led to the one at hand, as it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leader: Option<Box<Work>>,
    again: Again,
    #[serde(skip)]
    turn: Option<Turn>,
    #[serde(skip)]
    sent: VecDeque<Sent>,
}

impl Flow {
    /// Returns a flow that stands at the given work.
    pub fn of(work: Work) -> Self {
        Self {
            work,
            ..Self::default()
        }
    }

    /// Returns the flow without any supervisor's word, which has to be given again: what is kept between reads says where
    /// work stood, and never who allowed what.
    #[must_use]
    pub fn unvouched(mut self) -> Self {
        self.work.machine_mut().unvouch();
        if let Some(leader) = &mut self.leader {
            leader.machine_mut().unvouch();
        }
        Self {
            trail: self.trail.unvouched(),
            undoing: self.undoing.map(Undoing::unvouched),
            pending: self.pending.map(Pending::unvouched),
            ahead: None,
            ..self
        }
    }

    /// Returns the job at hand.
    pub const fn work(&self) -> &Work {
        &self.work
    }

    /// Returns what to do now, as one sentence.
    pub fn prompt(&self) -> String {
        if let Some(pending) = &self.pending {
            return pending.prompt();
        }
        if let Some(prompt) = self.doubt.prompt() {
            return prompt.into();
        }
        self.work.machine().prompt()
    }

    /// Returns the commands that do something now, the most important first.
    pub fn legal(&self) -> Vec<Command> {
        let mut legal = self.work.machine().commands();
        let may_confirm = self
            .pending
            .as_ref()
            .is_some_and(|pending| !pending.refusal.needs_supervisor());
        if may_confirm && !legal.contains(&Command::Confirm) {
            legal.insert(0, Command::Confirm);
        }
        for command in self.doubt.answers() {
            if !legal.contains(command) {
                legal.insert(0, command.clone());
            }
        }
        let help = legal.iter().position(|command| *command == Command::Help);
        if self.trail.is_open() && !legal.contains(&Command::Undo) {
            legal.insert(help.unwrap_or(legal.len()), Command::Undo);
        }
        legal.extend((1..=self.work.machine().lines()).map_while(Command::choosing));
        legal
    }

    /// Returns whether the read awaited now is a secret that is never written down.
    pub fn is_secret(&self) -> bool {
        self.awaits_approval() || self.work.machine().is_secret()
    }

    /// Returns whether a supervisor is asked to approve something, whose badge comes before the PIN.
    pub fn asks_for_approval(&self) -> bool {
        let asks = |pending: &Pending| pending.refusal.needs_supervisor() && pending.proof.is_none();
        self.pending.as_ref().is_some_and(asks) || self.work.machine().asks_for_approval()
    }

    /// Returns whether the PIN of a supervisor is awaited.
    fn awaits_approval(&self) -> bool {
        self.pending
            .as_ref()
            .is_some_and(|pending| pending.proof.is_some())
    }

    /// Asks again for what is shown, because another terminal may have changed it.
    pub fn refresh(&self) -> Vec<Effect> {
        self.work.machine().refresh()
    }

    /// Takes an event and returns the effects to perform. The answers to its asks and posts must come back in their
    /// order.
    pub fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        let event = match event {
            Event::Command(Command::Next) => Event::Enter,
            event => event,
        };
        if matches!(event, Event::Scanned(_) | Event::Command(_) | Event::Enter) {
            self.turn = Some(Turn::begin(&self.work, self.pending.as_ref()));
        }
        match event {
            Event::Scanned(scanned) => self.scanned(scanned, context),
            Event::Command(command) => self.command(command, context),
            Event::Enter => match (&self.pending, self.doubt.question()) {
                (Some(pending), _) => vec![Effect::Refuse(pending.refusal.clone())],
                (None, Some(question)) => vec![Effect::Refuse(question)],
                (None, None) => self.run(Event::Enter, context),
            },
            Event::Told(Told::SignIn(told)) if self.awaits_approval() => self.compared(&told),
            Event::Told(told) => self.run(Event::Told(told), context),
            Event::Posted(answer) => self.posted(answer, context),
        }
    }

    /// Closes the turn of a read, once all its asks and posts are answered; returns whether it changed anything.
    pub fn settle(&mut self) -> bool {
        let changed = self
            .turn
            .take()
            .is_some_and(|turn| turn.approves | self.trail.note(turn, &self.work));
        if matches!(self.work, Work::SignIn(_)) {
            self.trail = Trail::default();
        }
        changed
    }

    fn scanned(&mut self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        self.note_code(&scanned.text);
        if let Some(effects) = self.weigh_approval(&scanned, context) {
            return effects;
        }
        if let Some(refusal) = must_be_scanned(&scanned, context) {
            return vec![Effect::Refuse(refusal)];
        }
        self.again.forget();
        match self.doubt.weigh(scanned) {
            Ok(scanned) => self.run(Event::Scanned(scanned), context),
            Err(question) => vec![Effect::Refuse(question)],
        }
    }

    fn note_code(&mut self, code: &str) {
        if let Some(turn) = &mut self.turn {
            code.clone_into(&mut turn.code);
        }
    }

    /// Starts another job, and gives it the read that asked for it.
    fn start(&mut self, job: Job, scanned: Option<Box<Scanned>>, context: &Context) -> Vec<Effect> {
        if let Some(unfinished) = self.holds_back(&format!("{job}")) {
            return unfinished;
        }
        if !job.is_open_to(&context.operator) {
            let (need, badge) = (job.who(), context.operator.badge.to_string());
            return vec![Effect::Refuse(Refusal::RoleNeeded { need, badge })];
        }
        let mut effects = self.release(context);
        self.leader = None;
        self.work = Work::of(job);
        if scanned.is_none() {
            self.work.machine_mut().is_chosen();
        }
        effects.extend(match scanned {
            Some(scanned) => self.run(Event::Scanned(scanned), context),
            None => self.refresh(),
        });
        effects
    }

    fn sign_out(&mut self, context: &Context) -> Vec<Effect> {
        if let Some(unfinished) = self.holds_back("SIGNOUT") {
            return unfinished;
        }
        let mut effects = self.release(context);
        self.leader = None;
        self.work = Work::default();
        effects.push(Effect::SignOut);
        effects
    }

    /// Leaves the job by a way that is not the job's own.
    fn exit(&mut self, context: &Context) -> Vec<Effect> {
        if let Some(unfinished) = self.holds_back("EXIT") {
            return unfinished;
        }
        let mut effects = self.release(context);
        self.leader = None;
        self.work = super::home::State::of(&context.operator).into();
        effects.push(super::goods::info(self.work.machine().prompt()));
        effects.extend(self.refresh());
        effects
    }

    /// Refuses to leave a job with something in hand, the first time it is asked to.
    fn holds_back(&mut self, command: &str) -> Option<Vec<Effect>> {
        let what = self.work.machine().unfinished()?;
        if self.again.is_second(command) {
            return None;
        }
        let (state, need) = (
            "not finished".into(),
            format!("Finish it, or say {command} again to leave it"),
        );
        Some(vec![Effect::Refuse(Refusal::WrongState { what, state, need })])
    }

    /// Gives back what the job holds; nobody waits for the answers.
    fn release(&mut self, context: &Context) -> Vec<Effect> {
        self.forget_pending(context);
        self.doubt = Doubt::default();
        self.ahead = None;
        self.give_back()
    }

    /// Gives back the work that the job has claimed; nobody waits for the answers.
    fn give_back(&mut self) -> Vec<Effect> {
        let effects = self.work.machine().release();
        for effect in &effects {
            if let Effect::Post(post) = effect {
                self.sent.push_back(Sent {
                    post: post.as_ref().clone(),
                    orphan: true,
                });
            }
        }
        effects
    }

    /// Lets the job take an event, and does what concerns the kernel.
    fn run(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        let effects = self.work.machine_mut().step(event, context);
        if let Some(turn) = &mut self.turn {
            turn.heed(&effects);
        }
        self.absorb(effects, context)
    }

    fn absorb(&mut self, effects: Vec<Effect>, context: &Context) -> Vec<Effect> {
        let mut out = Vec::with_capacity(effects.len());
        for effect in effects {
            match effect {
                Effect::Leave => out.extend(self.leave(context)),
                Effect::SignedIn(user) => {
                    self.work = super::home::State::of(&user).into();
                    self.trail = Trail::default();
                    if let Some(turn) = &mut self.turn {
                        turn.leaves_no_trace = true;
                    }
                    out.push(Effect::SignedIn(user));
                }
                Effect::Start(job, scanned) => out.extend(self.start(job, scanned, context)),
                Effect::Lead(job, scanned) => out.extend(self.lead(job, scanned, context)),
                Effect::SignOut => out.extend(self.sign_out(context)),
                Effect::Post(post) => out.extend(self.send(*post)),
                Effect::Vouch(refusal) => out.extend(self.vouch(refusal)),
                effect => out.push(effect),
            }
        }
        out
    }

    fn send(&mut self, post: Post) -> Vec<Effect> {
        self.sent.push_back(Sent {
            post: post.clone(),
            orphan: false,
        });
        vec![Effect::Post(Box::new(post))]
    }

    /// Takes the answer to the oldest post that is not answered yet.
    fn posted(&mut self, answer: Answer, context: &Context) -> Vec<Effect> {
        let Some(sent) = self.sent.pop_front() else {
            return self.run(Event::Posted(answer), context);
        };
        let traceless = matches!(sent.post.operation, Operation::KeepWork(_) | Operation::SignIn(_));
        let gives_back = matches!(&sent.post.operation, Operation::KeepWork(work) if !work.keep);
        if let Some(turn) = self
            .turn
            .as_mut()
            .filter(|_| gives_back && answer.refusal.is_none())
        {
            turn.gives_back();
        }
        if let Some(turn) = self.turn.as_mut().filter(|_| !traceless) {
            turn.note(&sent.post, &answer);
        }
        if sent.orphan {
            return Vec::new();
        }
        if self.undoing.is_some() {
            return self.reversed(answer, context);
        }
        if let Some(told) = self.counted(&answer) {
            return told;
        }
        let is_asked = |refusal: &Refusal| may_be_accepted(refusal, &sent.post.operation);
        let asks = self.sent.is_empty() && answer.refusal.as_ref().is_some_and(is_asked);
        if let Some(turn) = self.turn.as_mut().filter(|_| !asks) {
            turn.learns(context);
        }
        let Some(refusal) = answer.refusal.clone() else {
            self.ahead = self.ahead.take().filter(|_| traceless);
            let approver = self.pending.take().and_then(|pending| pending.approver);
            let mut effects = self.run(Event::Posted(answer), context);
            effects.extend(approver.map(|name| good(format!("approved by {name}"))));
            return effects;
        };
        if asks {
            let code = match (&self.pending, &self.turn) {
                (Some(pending), _) => pending.code.clone(),
                (None, Some(turn)) => turn.code.clone(),
                (None, None) => String::new(),
            };
            return self.ask_to_accept(Pending::new(sent.post, refusal, answer.id, code));
        }
        self.pending = None;
        let mut effects = self.run(Event::Posted(answer), context);
        if !effects.iter().any(|effect| matches!(effect, Effect::Refuse(_))) {
            effects.push(Effect::Refuse(refusal));
        }
        effects
    }
}

/// Returns whether somebody can accept what was refused. Nobody accepts a lot on hold, or more than is to be picked, and a
/// lot that has expired only when it is received.
const fn may_be_accepted(refusal: &Refusal, operation: &Operation) -> bool {
    match refusal {
        Refusal::OnHold { .. } | Refusal::OverPick { .. } => false,
        Refusal::Expired { .. } => matches!(operation, Operation::Receive(_)),
        refusal => refusal.is_dangerous(),
    }
}
