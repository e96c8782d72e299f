//! Reads beside the work: noted with their result at once and applied to nothing; and the last reads, explained.

use super::reply::Reply;
use super::{SECRET, Session, resolve};
use crate::clock;
use crate::domain::log::{NotedRead, Outcome, ReadResult};
use crate::domain::movement::Source;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::diagnostics::Observed;
use crate::flows::question::transfer::number_of;
use crate::flows::scanned::{Meaning, Scanned};
use crate::operations::view::View;
use crate::scan::Setup;
use crate::scan::decode::{self, Decoded, Kind};
use crate::scan::gs1::Element;
use crate::scan::read::{self, Read};
use crate::store::{Note, StoreError};
use chrono::{DateTime, NaiveDate, Utc};

impl Session<'_> {
    /// Writes down a read that is not part of the work, with its result in the same step, so that it is never worked
    /// on, not even after a crash. `step` says what it was for.
    ///
    /// # Errors
    /// If the store fails; the same read may be given again.
    pub fn observe(&mut self, read: &Read, step: &str) -> Result<Reply, StoreError> {
        self.state.active_at = Some(read.last_at);
        let failed = self.failed.take();
        let recorded = self.give_up(failed)?;
        let mut reply = Reply::to(self.last + 1);
        reply.outcome = Outcome::Cancelled;
        reply.text = format!("{step}: applied to nothing");
        reply.prompt = self.state.flow.prompt();
        let millis = (clock::now() - read.last_at).num_milliseconds();
        self.note_at_once(read, &reply, step.to_owned(), millis)?;
        reply.say_first(recorded.unwrap_or_default());
        Ok(reply)
    }

    /// Writes a read and its result down in one step.
    pub(super) fn note_at_once(
        &mut self,
        read: &Read,
        reply: &Reply,
        step: String,
        millis: i64,
    ) -> Result<(), StoreError> {
        let noted = self.next_row(read, self.is_kept_secret(read));
        let number = noted.read;
        let notes = vec![Note::Read(noted)];
        self.note_result(notes, reply, step, millis, Time::from(read.last_at))?;
        self.last = number;
        Ok(())
    }

    /// Returns the last reads of this terminal, the newest first, each with what it means. Badges of others are not
    /// shown, because anyone who sees one could type it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn last_reads(&self, count: usize, now: DateTime<Utc>) -> Result<Vec<Observed>, StoreError> {
        let (today, operator, setup) = (self.state.day(now), &self.state.operator, &self.setup);
        self.store().read(|view| {
            let range = Range::of::<NotedRead>(&[&*self.state.terminal])
                .backwards()
                .first(count);
            let reads: Vec<NotedRead> = view.list(&range)?;
            reads
                .into_iter()
                .map(|read| observed(view, read, operator, today, setup))
                .collect()
        })
    }
}

fn observed(
    view: &dyn View,
    read: NotedRead,
    operator: &User,
    today: NaiveDate,
    setup: &Setup,
) -> Result<Observed, Fault> {
    let result: Option<ReadResult> = view.find(&[&read.terminal, &read.read])?;
    let bytes = read::from_clear(&read.raw);
    let typed = read.source == Source::Typed;
    let mut observed = Observed {
        read: read.read,
        pause_tenths: pause(&read, bytes.len()),
        device: read.device,
        typed,
        clear: read.raw,
        kind: String::new(),
        elements: Vec::new(),
        known: Vec::new(),
        findings: Vec::new(),
        outcome: result.as_ref().map(|result| result.outcome),
        code: result.as_ref().and_then(|result| result.code.clone()),
        message: result
            .as_ref()
            .map(|result| result.message.clone())
            .unwrap_or_default(),
        millis: result.map_or(0, |result| result.millis),
        at: read.last_at,
    };
    if bytes.is_empty() {
        observed.kind = "Enter".into();
    } else if observed.clear == SECRET {
        observed.kind = "kept secret".into();
    } else {
        let source = read::Source::of_device(&observed.device);
        let decoded = decode::decode(&bytes, today, setup.options_of(&source, typed));
        explain(view, &mut observed, &decoded, operator)?;
    }
    Ok(observed)
}

/// Returns the mean pause between the keys of a read, its terminator included.
fn pause(read: &NotedRead, keys: usize) -> Option<i64> {
    let taken = read.last_at.since_ms(read.first_at);
    let keys = i64::try_from(keys).ok().filter(|keys| 1 < *keys)?;
    (0 < taken).then(|| taken * 10 / keys)
}

/// Adds what a read means by itself and what the store knows under it.
fn explain(
    view: &dyn View,
    observed: &mut Observed,
    decoded: &Decoded<'_>,
    operator: &User,
) -> Result<(), Fault> {
    let scanned = resolve::scanned(view, decoded, observed.typed)?;
    observed.kind = kind(decoded);
    observed.elements = elements(decoded);
    observed.findings = decoded
        .error()
        .into_iter()
        .chain(&decoded.warnings)
        .map(ToString::to_string)
        .collect();
    if let Some(badge) = scanned.badge().filter(|user| user.badge != operator.badge) {
        observed.clear = SECRET.into();
        observed.elements.clear();
        observed.known = vec![format!("badge of {}", badge.name)];
        if observed.message.contains(badge.badge.as_str()) {
            observed.message.clear();
        }
    } else {
        observed.known = known(&scanned);
    }
    Ok(())
}

fn kind(decoded: &Decoded<'_>) -> String {
    let word = match decoded.kind {
        Kind::Gs1 => "GS1",
        Kind::Gtin => "GTIN",
        Kind::Sscc => "SSCC",
        Kind::Command => "command",
        Kind::Location => "GS1 location",
        Kind::Iso15434 => "ISO 15434",
        Kind::Hibc => "HIBC",
        Kind::Isbt128 => "ISBT 128",
        Kind::Pattern => "text code",
        Kind::Text => "text",
    };
    match decoded.symbology {
        Some(symbology) => format!("{word} {symbology}"),
        None => word.to_owned(),
    }
}

fn elements(decoded: &Decoded<'_>) -> Vec<String> {
    let one = |element: &Element<'_>| format!("({}){}", element.ai, element.normal());
    if let Some(fields) = decoded.fields() {
        return fields
            .0
            .iter()
            .map(|field| format!("{} {}", field.id, field.normal()))
            .collect();
    }
    if let Some(label) = decoded.label() {
        return label.elements().iter().map(one).collect();
    }
    let gtin = decoded.gtin().map(|gtin| format!("(01){}", gtin.as_str()));
    let sscc = decoded.sscc().map(|sscc| format!("(00){}", sscc.as_str()));
    gtin.into_iter().chain(sscc).collect()
}

/// Returns everything that the store knows under the code.
fn known(scanned: &Scanned) -> Vec<String> {
    let one = |meaning: &Meaning| match meaning {
        Meaning::Item { item, pack, uom } if *uom == item.uom => {
            format!("item {} {}, {pack} {uom}", item.item, item.name)
        }
        Meaning::Item { item, pack, uom } => {
            format!("item {} {}, {uom} of {pack} {}", item.item, item.name, item.uom)
        }
        Meaning::Location(location) => format!("location {}", location.location),
        Meaning::Order(order) => format!("order {}", order.order_no),
        Meaning::Plate(plate) => format!("licence plate {}", plate.lpn),
        Meaning::Badge(user) => format!("badge of {}", user.name),
        Meaning::Count(count) => format!("count {}", count.count),
        Meaning::Site(site) => format!("site {}, {}", site.site, site.name),
        Meaning::Transfer(movement) => format!("transfer {}", number_of(*movement)),
        Meaning::Work(order) => format!("work order {}", order.order_no),
    };
    scanned.meanings.iter().map(one).collect()
}
