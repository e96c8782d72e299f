//! The one interpreter of effects.

use super::notes::source;
use super::reply::{Reply, Tally};
use super::{Session, lookup, resolve};
use crate::domain::catalog::Site;
use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::flows::event::{self, Command, Context, Effect, Event, Post};
use crate::flows::machine::Subject;
use crate::flows::question::home;
use crate::flows::scanned::Scanned;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::Request;
use crate::scan::Flaw;
use crate::scan::decode::decode;
use crate::scan::framer::LONGEST;
use crate::scan::read::Read;
use crate::store::StoreError;
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

impl Session<'_> {
    /// Lets the flow work on a read until no effect is left.
    pub(super) fn perform(&mut self, read: &Read, number: i64) -> Result<Reply, StoreError> {
        let mut reply = Reply::to(number);
        let context = self.context(read.last_at);
        let Heard {
            event,
            remarks,
            doubt,
        } = self.hear(read, &context)?;
        let badge = matches!(&event, Ok(Event::Scanned(scanned)) if scanned.badge().is_some());
        if let Ok(Event::Scanned(scanned)) = &event {
            reply.subject = Subject {
                item: scanned.item().map(|(item, ..)| item.item.clone()),
                location: scanned.location().map(|location| location.location.clone()),
            };
        }
        self.after_badge = false;
        let event = match event {
            Ok(event) => event,
            Err(refusal) => {
                reply.refuse(&refusal);
                reply.remark(&remarks);
                reply.conclude(false);
                return Ok(reply);
            }
        };
        let mut queue: VecDeque<Effect> = self.flow.step(event, &context).into();
        let mut posts = 0;
        while let Some(effect) = queue.pop_front() {
            let context = self.context(read.last_at);
            match effect {
                Effect::Ask(question) => {
                    reply.moved = true;
                    let told = lookup::answer(self.store, &question, &context)?;
                    queue.extend(self.flow.step(Event::Told(told), &context));
                }
                Effect::Post(post) => {
                    posts += 1;
                    let answer = self.post(*post, read, number, posts)?;
                    note_answer(&mut reply, &answer);
                    queue.extend(self.flow.step(Event::Posted(answer), &context));
                }
                Effect::Say(said) => reply.say(said),
                Effect::Refuse(refusal) => reply.refuse(&refusal),
                Effect::SignedIn(user) => {
                    self.operator = *user;
                    self.since = number - 1;
                    self.tally = Tally::default();
                    queue.push_back(Effect::Ask(event::Question::Home(home::Question::Elsewhere)));
                }
                Effect::SignOut => reply.signed_off = true,
                Effect::Terminal(command) => self.hand_over(command, &mut reply, &context)?,
                Effect::Adopt(terminal) => queue.extend(self.adopt(&terminal, &context)?),
                Effect::Leave | Effect::Start(..) => {}
            }
        }
        self.after_badge = badge && reply.code.is_some();
        reply.remark(&remarks);
        if reply.code.is_some() {
            reply.remark(doubt.as_slice());
        }
        reply.conclude(self.flow.settle());
        Ok(reply)
    }

    /// What a read is to the flow; a refusal where it can't be read.
    fn hear(&self, read: &Read, context: &Context) -> Result<Heard, StoreError> {
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
        let decoded = decode(&read.bytes, context.today, self.setup.options(read));
        // Only blanks, or what was left of a terminator.
        if decoded.error().is_some_and(|finding| finding.flaw == Flaw::Empty) && decoded.data().is_empty() {
            return Ok(Heard::plainly(Ok(Event::Enter)));
        }
        if let (Some(Command::Site(site)), false) = (decoded.command(), self.flow.is_secret()) {
            return self.site_card(site.as_str(), read.typed).map(Heard::plainly);
        }
        if let Some(command) = decoded.command() {
            return Ok(Heard {
                remarks: resolve::remarks(&decoded),
                ..Heard::plainly(Ok(Event::Command(command.clone())))
            });
        }
        let secret = self.flow.is_secret();
        let scanned = self.store.read(|view| {
            let mut scanned = resolve::scanned(view, &decoded, read.typed)?;
            if !secret {
                let options = self.setup.options(read);
                let split = resolve::split(view, &decoded, &scanned, context.today, options)?;
                scanned.split = split.map(Box::new);
            }
            Ok(scanned)
        })?;
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

    /// A card that names a site is read as the code of that site and as nothing else.
    fn site_card(&self, code: &str, typed: bool) -> Result<Result<Event, Refusal>, StoreError> {
        let found = self.store.read(|view| resolve::site_card(view, code))?;
        let scanned = |site: Site| Scanned::of_site(site, typed);
        let unknown = || Refusal::UnknownSite {
            site: code.to_owned(),
        };
        Ok(found
            .map(|site| Event::Scanned(Box::new(scanned(site))))
            .ok_or_else(unknown))
    }

    /// Posts an operation under the key of the read: `T7:41`, its second `T7:41:2`.
    fn post(&mut self, post: Post, read: &Read, number: i64, nth: i64) -> Result<Answer, StoreError> {
        let mut key = format!("{}:{number}", self.terminal);
        if 1 < nth {
            key = format!("{key}:{nth}");
        }
        let context = self.context(read.last_at);
        let Post {
            operation,
            reason,
            document,
            approved_by,
        } = post;
        self.store.transact(&Request {
            key: Key::from(key),
            requester: context.requester(),
            source: source(read),
            at: context.now,
            date: context.today,
            read: Some(number),
            reason,
            document,
            site: Some(context.site).filter(|site| !site.is_empty()),
            approved_by,
            operation,
        })
    }

    /// Performs asks and what follows from them; for looking again, when nobody scanned anything.
    pub(super) fn look_only(&mut self, effects: Vec<Effect>, context: &Context) -> Result<(), StoreError> {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            if let Effect::Ask(question) = effect {
                let told = lookup::answer(self.store, &question, context)?;
                queue.extend(self.flow.step(Event::Told(told), context));
            }
        }
        Ok(())
    }
}

fn note_answer(reply: &mut Reply, answer: &Answer) {
    reply.moved |= answer.refusal.is_none();
    reply.known |= answer.verdict == Verdict::Duplicate;
    reply.movement = reply.movement.or(answer.movement);
    reply.entry = reply.entry.or(answer.entry);
}
