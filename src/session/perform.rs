//! The one interpreter of effects.

use super::notes::source;
use super::reply::{Reply, Tally};
use super::state::State;
use super::{lookup, resolve};
use crate::domain::catalog::Site;
use crate::domain::code::{Key, Terminal};
use crate::domain::log::ReadResult;
use crate::domain::record::{CellRef, Fault};
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::flows::event::{self, Command, Context, Effect, Event, Post};
use crate::flows::machine::Subject;
use crate::flows::question::home;
use crate::flows::scanned::Scanned;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::scan::decode::decode;
use crate::scan::framer::LONGEST;
use crate::scan::read::Read;
use crate::scan::{Flaw, Setup};
use crate::store::{Local, Note, StoreError};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;

/// A read as the flow hears it, and what the operator must know about it.
struct Heard {
    event: Result<Event, Refusal>,
    /// What was repaired in it.
    remarks: Vec<String>,
    /// Why it is no number of a label, for when it is refused.
    doubt: Option<String>,
}

impl Heard {
    const fn plainly(event: Result<Event, Refusal>) -> Self {
        Self {
            event,
            remarks: Vec::new(),
            doubt: None,
        }
    }
}

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
    /// What the flow asked for when it was read, and what that was about.
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

impl State {
    /// Returns a read to the flow.
    pub(super) fn take<'r>(
        &mut self,
        view: &dyn View,
        setup: &Setup,
        (read, number): (&'r Read, i64),
        timed: Option<DateTime<Utc>>,
    ) -> Result<Course<'r>, Fault> {
        let (step, subject) = (self.flow.prompt(), self.flow.work().machine().subject());
        let context = self.context(read.last_at);
        let Heard {
            event,
            remarks,
            doubt,
        } = self.hear(view, setup, read, &context)?;
        let mut reply = Reply::to(number);
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
            notes: Vec::new(),
            reply,
        })
    }

    /// Lets the flow go on until it posts, or until no effect is left.
    pub(super) fn go_on(&mut self, view: &dyn View, course: &mut Course<'_>) -> Result<Option<Post>, Fault> {
        while let Some(effect) = course.effects.pop_front() {
            let context = self.context(course.read.last_at);
            let reply = &mut course.reply;
            match effect {
                Effect::Ask(question) => {
                    reply.moved = true;
                    let told = lookup::answer(view, &question, &context)?;
                    course.effects.extend(self.flow.step(Event::Told(told), &context));
                }
                Effect::Post(post) => return Ok(Some(*post)),
                Effect::Say(said) => reply.say(said),
                Effect::Refuse(refusal) => reply.refuse(&refusal),
                Effect::SignedIn(user) => {
                    self.operator = *user;
                    self.since = reply.read - 1;
                    self.tally = Tally::default();
                    let elsewhere = event::Question::Home(home::Question::Elsewhere);
                    course.effects.push_back(Effect::Ask(elsewhere));
                }
                Effect::SignOut => reply.signed_off = true,
                Effect::Terminal(command) => self.hand_over(view, command, reply, &context)?,
                Effect::Adopt(terminal) => {
                    let effects = self.adopt(view, &terminal, &context, &mut course.notes)?;
                    course.effects.extend(effects);
                }
                Effect::Leave | Effect::Start(..) => {}
            }
        }
        Ok(None)
    }

    /// Returns an operation as this operator asks for it, under the key of the read: `T7:41`, its second `T7:41:2`.
    pub(super) fn request(&self, post: Post, course: &mut Course<'_>) -> Request {
        course.posts += 1;
        let read = course.read;
        let context = self.context(read.last_at);
        let Post {
            operation,
            reason,
            document,
            approved_by,
        } = post;
        Request {
            key: key(&self.terminal, course.reply.read, course.posts),
            requester: context.requester(),
            source: source(read),
            at: context.now,
            date: context.today,
            read: Some(course.reply.read),
            reason,
            document,
            site: Some(context.site).filter(|site| !site.is_empty()),
            approved_by,
            operation,
        }
    }

    /// Performs asks and what follows from them; for looking again, when nobody scanned anything.
    pub(super) fn look_only(
        &mut self,
        view: &dyn View,
        effects: Vec<Effect>,
        context: &Context,
    ) -> Result<(), Fault> {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            if let Effect::Ask(question) = effect {
                let told = lookup::answer(view, &question, context)?;
                queue.extend(self.flow.step(Event::Told(told), context));
            }
        }
        Ok(())
    }

    /// Gives the answer to what it posted to the flow.
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

    /// Concludes a read of which no effect is left: what came of it, and what has to be written down.
    pub(super) fn end(&mut self, view: &dyn View, course: &mut Course<'_>) -> Result<(), Fault> {
        let reply = &mut course.reply;
        self.after_badge = course.badge && reply.code.is_some();
        reply.remark(&course.remarks);
        if reply.code.is_some() {
            reply.remark(course.doubt.as_slice());
        }
        let changed = course.heard && self.flow.settle();
        reply.conclude(changed);
        self.tally.count(reply.outcome);
        let millis = course
            .timed
            .map_or(0, |from| (Utc::now() - from).num_milliseconds());
        if reply.signed_off {
            self.sign_off(view, reply)?;
        }
        reply.prompt = self.flow.prompt();
        reply.subject = std::mem::take(&mut course.subject).or(std::mem::take(&mut reply.subject));
        let (step, at) = (std::mem::take(&mut course.step), Time::from(course.read.last_at));
        course.notes.extend(self.conclude(reply, step, millis, at)?);
        Ok(())
    }

    /// Returns what a read is to the flow; a refusal where it can't be read.
    fn hear(&self, view: &dyn View, setup: &Setup, read: &Read, context: &Context) -> Result<Heard, Fault> {
        if read.bytes.is_empty() {
            return Ok(Heard::plainly(Ok(Event::Enter)));
        }
        if read.overlong {
            let (found, why) = (
                format!("a read of more than {LONGEST} characters"),
                "no label is so long".into(),
            );
            return Ok(Heard::plainly(Err(Refusal::BadLabel { found, why })));
        }
        let decoded = decode(&read.bytes, context.today, setup.options(read));
        // Only blanks, or what was left of a terminator.
        if decoded.error().is_some_and(|finding| finding.flaw == Flaw::Empty) && decoded.data().is_empty() {
            return Ok(Heard::plainly(Ok(Event::Enter)));
        }
        if let (Some(Command::Site(site)), false) = (decoded.command(), self.flow.is_secret()) {
            return site_card(view, site.as_str(), read.typed).map(Heard::plainly);
        }
        if let Some(command) = decoded.command() {
            return Ok(Heard {
                remarks: resolve::remarks(&decoded),
                ..Heard::plainly(Ok(Event::Command(command.clone())))
            });
        }
        let secret = self.flow.is_secret();
        let mut scanned = resolve::scanned(view, &decoded, read.typed)?;
        if !secret {
            let options = setup.options(read);
            let split = resolve::split(view, &decoded, &scanned, context.today, options)?;
            scanned.split = split.map(Box::new);
        }
        if let (Some(why), None, false) = (&scanned.defect, &scanned.split, secret) {
            let (found, why) = (scanned.text.clone(), why.clone());
            return Ok(Heard {
                remarks: resolve::remarks(&decoded),
                ..Heard::plainly(Err(Refusal::BadLabel { found, why }))
            });
        }
        let (remarks, doubt) = if secret {
            (Vec::new(), None)
        } else {
            (resolve::remarks(&decoded), resolve::doubt(&decoded, &scanned))
        };
        // A PIN is what was typed, whatever else carries the same digits; another badge starts over.
        let meanings = scanned
            .meanings
            .into_iter()
            .filter(|m| !secret || matches!(m, crate::flows::scanned::Meaning::Badge(_)));
        let meanings = meanings.collect();
        let event = Ok(Event::Scanned(Box::new(Scanned { meanings, ..scanned })));
        Ok(Heard {
            event,
            remarks,
            doubt,
        })
    }
}

/// Returns the key of a read's `nth` operation.
pub(super) fn key(terminal: &Terminal, number: i64, nth: i64) -> Key {
    Key::from(if nth == 1 {
        format!("{terminal}:{number}")
    } else {
        format!("{terminal}:{number}:{nth}")
    })
}

/// Returns a card that names a site is read as the code of that site and as nothing else.
fn site_card(view: &dyn View, code: &str, typed: bool) -> Result<Result<Event, Refusal>, Fault> {
    let found = resolve::site_card(view, code)?;
    let scanned = |site: Site| Scanned::of_site(site, typed);
    let unknown = || Refusal::UnknownSite {
        site: code.to_owned(),
    };
    Ok(found
        .map(|site| Event::Scanned(Box::new(scanned(site))))
        .ok_or_else(unknown))
}

/// Works on what a read posts first, and on everything after it, in one transaction: whatever it posts, its result
/// and where the work stands then are written together.
pub(super) fn post<'r>(
    store: &mut dyn Local,
    state: &mut State,
    course: &Course<'r>,
    first: &Post,
) -> Result<Course<'r>, StoreError> {
    let before = state.clone();
    let mut ended: Option<Course<'r>> = None;
    store.turn(&mut |turn| {
        // Called again: the turn before this one was written after all where the read has its result.
        let key: [&dyn CellRef; 2] = [&*before.terminal, &course.reply.read];
        if ended.is_some() && turn.view().find::<ReadResult>(&key)?.is_some() {
            return Ok(());
        }
        *state = before.clone();
        let (mut course, mut next) = (course.clone(), Some(first.clone()));
        while let Some(post) = next {
            let answer = turn.transact(&state.request(post, &mut course))?;
            state.hear_answer(answer, &mut course);
            next = state.go_on(turn.view(), &mut course)?;
        }
        state.end(turn.view(), &mut course)?;
        turn.note(&course.notes)?;
        ended = Some(course);
        Ok(())
    })?;
    ended.ok_or_else(|| Fault::new("the store answered nothing").into())
}
