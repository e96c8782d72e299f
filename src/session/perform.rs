//! The one interpreter of effects.

use super::files::{self, Asking, Planned};
use super::hear::Heard;
use super::lookup;
use super::notes::{Entry, source};
use super::reply::{Reply, Tally};
use super::state::State;
use crate::clock;
use crate::domain::log::ReadResult;
use crate::domain::record::{CellRef, Fault};
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::event::{self, Context, Effect, Event, Level, Post, Said};
use crate::flows::machine::Subject;
use crate::flows::question::home;
use crate::flows::set_up;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::{Request, key_of_read};
use crate::operations::view::View;
use crate::scan::Setup;
use crate::scan::read::Read;
use crate::store::{Local, Note, StoreError, Turn};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use std::rc::Rc;

/// A read that is worked on, as far as it has come.
#[derive(Clone)]
pub(super) struct Course<'r> {
    read: &'r Read,
    /// The moment from which its answer is timed.
    timed: Option<DateTime<Utc>>,
    /// Whether the flow could hear it.
    heard: bool,
    /// Whether it was a badge.
    badge: bool,
    remarks: Vec<String>,
    doubt: Option<String>,
    /// What the flow asked for when the read came, and what that was about.
    step: String,
    subject: Subject,
    /// What has still to be done.
    effects: VecDeque<Effect>,
    /// How many operations it posted.
    posts: i64,
    /// What has to be written down.
    pub(super) notes: Vec<Note>,
    pub(super) reply: Reply,
}

/// What a read writes into the books next.
#[derive(Clone)]
pub(super) enum Next {
    /// An operation.
    Post(Box<Post>),
    /// The rows of files.
    Import(Rc<Planned>),
}

impl State {
    /// Decodes a read, looks it up and gives it to the flow; returns its course with the effects still to perform.
    pub(super) fn take<'r>(
        &mut self,
        view: &dyn View,
        setup: &Setup,
        (read, entry): (&'r Read, &Entry),
        timed: Option<DateTime<Utc>>,
    ) -> Result<Course<'r>, Fault> {
        let (step, subject) = (self.flow.prompt(), self.flow.work().machine().subject());
        let context = self.context(read.last_at);
        let Heard {
            event,
            remarks,
            doubt,
        } = self.hear(view, setup, read, &context)?;
        let mut reply = Reply::to(entry.row.read);
        let mut badge = false;
        if let Ok(Event::Scanned(scanned)) = &event {
            badge = scanned.badge().is_some();
            reply.subject = Subject {
                item: scanned.item().map(|(item, ..)| item.item.clone()),
                location: scanned.location().map(|location| location.location.clone()),
            };
        }
        self.after_badge = false;
        let heard = event.is_ok();
        let effects = match event {
            Ok(event) => self.flow.step(event, &context).into(),
            Err(refusal) => {
                reply.refuse(&refusal);
                VecDeque::new()
            }
        };
        Ok(Course {
            read,
            timed,
            heard,
            badge,
            remarks,
            doubt,
            step,
            subject,
            effects,
            posts: 0,
            notes: entry.notes(),
            reply,
        })
    }

    /// Lets the flow go on until it writes into the books, or until no effect is left.
    pub(super) fn go_on(&mut self, view: &dyn View, course: &mut Course<'_>) -> Result<Option<Next>, Fault> {
        while let Some(effect) = course.effects.pop_front() {
            let context = self.context(course.read.last_at);
            let reply = &mut course.reply;
            match effect {
                Effect::Ask(question) => {
                    reply.moved = true;
                    let told = lookup::answer(view, &question, &context, &self.pins)?;
                    self.own_pin.learn(&question, &told);
                    course.effects.extend(self.flow.step(Event::Told(told), &context));
                }
                Effect::Post(post) => return Ok(Some(Next::Post(post))),
                Effect::Import(mark) => {
                    let planned = Planned::of(&*self.files, view, mark, &self.asking(course))?;
                    return Ok(Some(Next::Import(Rc::new(planned))));
                }
                Effect::LookAtFiles => {
                    let found = files::look(&*self.files, view, &self.asking(course))?;
                    self.tell_found(found.map(|(looked, _)| looked), course);
                }
                Effect::Say(said) => reply.say(said),
                Effect::Refuse(refusal) => reply.refuse(&refusal),
                Effect::SignedIn(user) => {
                    let effects = self.signed_in(view, *user, reply)?;
                    course.effects.extend(effects);
                }
                Effect::SignOut => reply.signed_off = true,
                Effect::Terminal(command) => self.hand_over(view, command, reply, &context)?,
                Effect::Adopt(terminal) => {
                    let effects = self.adopt(view, &terminal, &context, &mut course.notes)?;
                    course.effects.extend(effects);
                }
                Effect::Leave | Effect::Start(..) | Effect::Lead(..) | Effect::Vouch(_) => {}
            }
        }
        Ok(None)
    }

    /// Lets an operator in who has proved who they are. The work left here goes on; else home tells of work that was
    /// left elsewhere.
    fn signed_in(&mut self, view: &dyn View, user: User, reply: &mut Reply) -> Result<Vec<Effect>, Fault> {
        // Saved work may say anything of whoever is about to prove a badge.
        self.operator = view.find(&[&user.badge])?.unwrap_or(user);
        self.since = reply.read - 1;
        self.tally = Tally::default();
        // Signing in is told at once; were it told again, nobody would know what for.
        reply.posted = None;
        if let Some(mut effects) = self.resume(view)? {
            let text = format!("you went on where you stopped. {}", self.flow.prompt());
            effects.push(Effect::Say(Said::new(Level::Good, "", text)));
            return Ok(effects);
        }
        let elsewhere = event::Question::Home(home::Question::Elsewhere);
        Ok(vec![Effect::Ask(elsewhere)])
    }

    /// Returns who imports with a read.
    fn asking(&self, course: &Course<'_>) -> Asking {
        let context = self.context(course.read.last_at);
        Asking {
            requester: context.requester(),
            read: course.reply.read,
            at: context.now,
        }
    }

    /// Tells the flow what became of files.
    fn tell(&mut self, told: set_up::Told, course: &mut Course<'_>) {
        let context = self.context(course.read.last_at);
        let told = Event::Told(event::Told::SetUp(told));
        course.effects.extend(self.flow.step(told, &context));
    }

    /// Tells the flow what lies in the folder of files.
    fn tell_found(&mut self, files: Result<set_up::Looked, Vec<String>>, course: &mut Course<'_>) {
        let folder = self.files.folder();
        self.tell(set_up::Told::Found(set_up::Found { folder, files }), course);
    }

    /// Imports files, all or nothing.
    fn import(
        &mut self,
        turn: &mut Turn<'_>,
        planned: &Planned,
        course: &mut Course<'_>,
    ) -> Result<(), Fault> {
        let foreseen = planned.now(&*self.files, turn.view(), &self.asking(course))?;
        match &*foreseen {
            Err(wrong) => self.tell_found(Err(wrong.clone()), course),
            Ok((done, requests)) => {
                for request in requests {
                    let answer = turn.transact(request)?;
                    if let Some(refusal) = answer.refusal {
                        // Every row was tried on this very state.
                        return Err(Fault::new(format!("a row was foreseen otherwise: {refusal}")));
                    }
                }
                course.reply.posted = Some(Verdict::Applied);
                course.reply.moved = true;
                self.tell(set_up::Told::Imported(done.clone()), course);
            }
        }
        Ok(())
    }

    /// Returns an operation as this operator's request, under the key of the read: `T7:41`, for its second `T7:41:2`.
    pub(super) fn request(&self, post: Post, course: &mut Course<'_>) -> Request {
        course.posts += 1;
        let read = course.read;
        let context = self.context(read.last_at);
        let Post {
            operation,
            reason,
            document,
            approved_by,
            approved_by_pin,
            accepted,
        } = post;
        Request {
            key: key_of_read(&self.terminal, course.reply.read, course.posts),
            requester: context.requester(),
            source: source(read),
            at: context.now,
            date: context.today,
            asked_on: None,
            read: Some(course.reply.read),
            reason,
            document,
            site: Some(context.site).filter(|site| !site.is_empty()),
            approved_by,
            approved_by_pin,
            accepted,
            late_behind_count: None,
            dimensions: <_>::default(),
            operation,
        }
    }

    /// Performs questions and what follows from them, and nothing else; used to look again when nothing was scanned.
    pub(super) fn look_only(
        &mut self,
        view: &dyn View,
        effects: Vec<Effect>,
        context: &Context,
    ) -> Result<(), Fault> {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            if let Effect::Ask(question) = effect {
                let told = lookup::answer(view, &question, context, &self.pins)?;
                queue.extend(self.flow.step(Event::Told(told), context));
            }
        }
        Ok(())
    }

    /// Gives the flow the answer to its post.
    pub(super) fn hear_answer(&mut self, answer: Answer, course: &mut Course<'_>) {
        let reply = &mut course.reply;
        if answer.refusal.is_none() {
            reply.posted = Some(answer.verdict);
            reply.moved = true;
        }
        reply.known |= answer.verdict == Verdict::Duplicate;
        reply.movement = reply.movement.or(answer.movement);
        reply.entry = reply.entry.or(answer.entry);
        let context = self.context(course.read.last_at);
        course
            .effects
            .extend(self.flow.step(Event::Posted(answer), &context));
    }

    /// Concludes a read that has no effects left: decides its result and what has to be written down.
    pub(super) fn end(&mut self, view: &dyn View, course: &mut Course<'_>) -> Result<(), Fault> {
        let reply = &mut course.reply;
        let unknown = matches!(
            reply.code.as_deref(),
            Some("UNKNOWN_CODE" | "UNKNOWN_BADGE" | "BAD_LABEL")
        );
        // A badge that was misread is seldom a number.
        let misread = unknown && !course.read.bytes.iter().all(u8::is_ascii_digit);
        self.after_badge = course.badge || misread;
        reply.remark(&course.remarks);
        if reply.code.is_some() {
            reply.remark(course.doubt.as_slice());
        }
        let changed = course.heard && self.flow.settle();
        reply.conclude(changed);
        self.tally.count(reply.outcome);
        let millis = course
            .timed
            .map_or(0, |from| (clock::now() - from).num_milliseconds());
        let at = Time::from(course.read.last_at);
        if reply.signed_off {
            course.notes.push(self.sign_off(view, reply, at)?);
        }
        reply.prompt = self.flow.prompt();
        reply.subject = std::mem::take(&mut course.subject).or(std::mem::take(&mut reply.subject));
        let step = std::mem::take(&mut course.step);
        course.notes.extend(self.conclude(reply, step, millis, at)?);
        Ok(())
    }
}

/// Works on what a read posts first, and on everything after it, in one transaction: whatever it posts, its result
/// and where the work stands then are written together.
pub(super) fn post<'r>(
    store: &mut dyn Local,
    state: &mut State,
    course: &Course<'r>,
    first: &Next,
) -> Result<Course<'r>, StoreError> {
    let before = state.clone();
    let mut ended: Option<Course<'r>> = None;
    store.turn(&mut |turn| {
        if before.offset.is_some() {
            turn.stamp_as_told();
        }
        // When the closure is called again, the turn before was written after all if the read has its result.
        let key: [&dyn CellRef; 2] = [&*before.terminal, &course.reply.read];
        if ended.is_some() && turn.view().find::<ReadResult>(&key)?.is_some() {
            return Ok(());
        }
        *state = before.clone();
        let (mut course, mut next) = (course.clone(), Some(first.clone()));
        while let Some(write) = next {
            match write {
                Next::Post(post) => {
                    let answer = turn.transact(&state.request(*post, &mut course))?;
                    state.hear_answer(answer, &mut course);
                }
                Next::Import(planned) => state.import(turn, &planned, &mut course)?,
            }
            next = state.go_on(turn.view(), &mut course)?;
        }
        state.end(turn.view(), &mut course)?;
        turn.note(&course.notes)?;
        ended = Some(course);
        Ok(())
    })?;
    let course = ended.ok_or_else(|| Fault::new("the store answered nothing"))?;
    if matches!(first, Next::Import(_)) && course.reply.posted.is_some() {
        state.files.imported();
    }
    Ok(course)
}
