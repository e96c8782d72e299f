//! What a read is to the flow: a scan, a command, Enter, or a refusal.

use super::otherwise::otherwise;
use super::state::State;
use super::{resolve, settle};
use crate::domain::catalog::Site;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Context, Event};
use crate::flows::scanned::{Meaning, Scanned};
use crate::operations::view::View;
use crate::scan::decode::decode;
use crate::scan::framer::LONGEST;
use crate::scan::read::{Read, SourceKind};
use crate::scan::{Flaw, Setup};

/// A read as the flow hears it, and what the operator must know about it.
pub(super) struct Heard {
    pub(super) event: Result<Event, Refusal>,
    /// What was repaired in it.
    pub(super) remarks: Vec<String>,
    /// Why its digits are not a valid label number; told only if the read is refused.
    pub(super) doubt: Option<String>,
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

impl State {
    /// Returns the event that a read is to the flow, or a refusal if it can't be decoded.
    pub(super) fn hear(
        &self,
        view: &dyn View,
        setup: &Setup,
        read: &Read,
        context: &Context,
    ) -> Result<Heard, Fault> {
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
        let decoded = if secret {
            decoded
        } else {
            settle::settled(view, decoded, context.today, setup.options(read), read.typed)?
        };
        let mut scanned = resolve::scanned(view, &decoded, read.typed)?;
        // A plain line of a script stands for typing; with a symbology identifier it stands for a scan.
        let is_bare = decoded.symbology.is_none();
        scanned.given |= read.source.kind == SourceKind::Script && is_bare;
        scanned.fast = read.source.kind == SourceKind::Terminal && is_bare && !read.typed;
        // The word that a prompt says, typed; what the books know by that name goes first.
        if let (true, Some(command)) = (
            scanned.given && scanned.is_unknown(),
            Command::of_word(&scanned.text),
        ) && !secret
        {
            return Ok(Heard::plainly(Ok(Event::Command(command))));
        }
        if !secret {
            let options = setup.options(read);
            let split = otherwise(view, &decoded, &scanned, context.today, options)?;
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
            .filter(|m| !secret || matches!(m, Meaning::Badge(_)));
        let meanings = meanings.collect();
        let event = Ok(Event::Scanned(Box::new(Scanned { meanings, ..scanned })));
        Ok(Heard {
            event,
            remarks,
            doubt,
        })
    }
}

/// Reads a card that names a site as the code of that site and as nothing else.
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
