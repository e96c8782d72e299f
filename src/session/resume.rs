//! Going on where a terminal stopped, and taking over work that was left at another one.

use super::around::Around;
use super::duplicate::Repeats;
use super::notes::{self, Saved};
use super::reply::{Reply, Tally};
use super::{SECRET, Session, nobody};
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, Outcome, ReadResult, SavedSession};
use crate::domain::movement::Source;
use crate::domain::policy::RequireScan;
use crate::domain::record::{Fault, Range};
use crate::domain::user::User;
use crate::flows::event::{Context, Effect};
use crate::flows::flow::Flow;
use crate::flows::goods;
use crate::flows::work::Work;
use crate::operations::site::default_site;
use crate::operations::view::View;
use crate::scan::Setup;
use crate::scan::read::{self, Ending, Read};
use crate::store::{Note, Store, StoreError};
use chrono::DateTime;

/// What is on record about a terminal.
struct Known {
    saved: Option<SavedSession>,
    operator: Option<User>,
    unfinished: Vec<NotedRead>,
    last: i64,
    site: String,
    require_scan: RequireScan,
}

impl<'s> Session<'s> {
    /// Opens a terminal: the work it was doing goes on at the same step. Answers what came of the reads that were
    /// noted and not finished when it stopped; such a read is worked on now, and applied once.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn open(store: &'s mut dyn Store, terminal: Terminal) -> Result<(Self, Vec<Reply>), StoreError> {
        Self::open_with(store, terminal, Setup::default())
    }

    /// The same, with reads decoded as the site is set up.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn open_with(
        store: &'s mut dyn Store,
        terminal: Terminal,
        setup: Setup,
    ) -> Result<(Self, Vec<Reply>), StoreError> {
        let terminal = terminal
            .filled()
            .ok_or_else(|| Fault::new("a terminal needs a name"))?;
        let known = store.read(|view| known(view, &terminal))?;
        let saved = known
            .saved
            .as_ref()
            .map(|saved| serde_json::from_str::<Saved>(&saved.state));
        let (operator, saved) = match (known.operator, saved) {
            (Some(user), Some(Ok(saved))) => (user, saved),
            (None, Some(Ok(saved))) if matches!(saved.flow.work(), Work::SignIn(_)) => (nobody(), saved),
            _ => (
                nobody(),
                Saved {
                    since: known.last,
                    ..Saved::default()
                },
            ),
        };
        let mut session = Self {
            store,
            terminal,
            offset: None,
            operator,
            home_site: known.site.as_str().into(),
            flow: saved.flow,
            tally: saved.tally,
            since: saved.since,
            last: known.last,
            scan_lots: known.require_scan.lots(),
            scan_locations: known.require_scan.locations(),
            around: Around::Screen,
            after_badge: saved.after_badge,
            setup,
            notes: Vec::new(),
            repeats: Repeats::default(),
            failed: None,
        };
        if let Some(saved) = &known.saved {
            session.refresh(DateTime::from_timestamp_millis(saved.saved_at.0).unwrap_or_default())?;
        }
        let mut replies = Vec::new();
        for read in known.unfinished {
            replies.push(session.finish(&read)?);
        }
        Ok((session, replies))
    }

    /// Works on a read that was noted before the terminal stopped.
    fn finish(&mut self, noted: &NotedRead) -> Result<Reply, StoreError> {
        if noted.raw == SECRET {
            let mut reply = Reply::to(noted.read);
            reply.outcome = Outcome::Cancelled;
            reply.text = "the terminal stopped before the PIN was compared".into();
            self.tally.count(Outcome::Cancelled);
            self.note_result(&reply, self.flow.prompt(), 0, noted.last_at)?;
            reply.prompt = self.flow.prompt();
            return Ok(reply);
        }
        let mut reply = self.work_on(&replayed(noted), noted.read, None)?;
        let was = if reply.known {
            "the last scan WAS recorded"
        } else {
            "the last scan is applied now"
        };
        reply.say_first(was.to_owned());
        Ok(reply)
    }

    /// Whether another terminal went on with the work of this one; then nobody is signed in here any more.
    pub(super) fn yield_to_takeover(&mut self) -> Result<Option<String>, StoreError> {
        if !self.is_signed_in() {
            return Ok(None);
        }
        let terminal = self.terminal.clone();
        let saved = self.store.read(|view| view.find::<SavedSession>(&[&*terminal]))?;
        if saved.is_none_or(|saved| saved.operator == self.operator.badge) {
            return Ok(None);
        }
        let lost = format!(
            "{} went on with this work at another terminal",
            self.operator.name
        );
        self.operator = nobody();
        self.flow = Flow::default();
        self.tally = Tally::default();
        self.since = self.last;
        Ok(Some(lost))
    }

    /// Goes on here with what the operator was doing at another terminal, which is signed out.
    pub(super) fn adopt(
        &mut self,
        terminal: &Terminal,
        context: &Context,
    ) -> Result<Vec<Effect>, StoreError> {
        let found = self.store.read(|view| view.find::<SavedSession>(&[terminal]))?;
        let own = found.filter(|saved| saved.operator == self.operator.badge);
        let Some((left, Ok(saved))) = own.map(|left| {
            let saved = serde_json::from_str::<Saved>(&left.state);
            (left, saved)
        }) else {
            return Ok(vec![goods::warn(
                "GONE",
                format!("the work at {terminal} is done or taken over"),
            )]);
        };
        self.flow = saved.flow;
        let state = serde_json::to_string(&Saved {
            since: left.read,
            ..Saved::default()
        })
        .map_err(|e| Fault::caused("the work can't be saved", e))?;
        self.notes.push(Note::Session(SavedSession {
            operator: "".into(),
            state,
            saved_at: context.now,
            ..left
        }));
        let mut effects = self.flow.refresh();
        effects.push(goods::good(format!("went on with the work of {terminal}")));
        Ok(effects)
    }
}

fn known(view: &dyn View, terminal: &Terminal) -> Result<Known, Fault> {
    let saved: Option<SavedSession> = view.find(&[terminal])?;
    let operator = match &saved {
        Some(saved) => view.find::<User>(&[&saved.operator])?,
        None => None,
    };
    let done: Vec<ReadResult> = view.list(&Range::of::<ReadResult>(&[terminal]).backwards().first(1))?;
    let policies = view.policies()?;
    let done = done.first().map_or(0, |result| result.read);
    Ok(Known {
        saved,
        operator,
        unfinished: view.list(&Range::of::<NotedRead>(&[terminal]).after(&done))?,
        last: notes::last_read(view, terminal)?,
        site: default_site(view, &policies)?.to_string(),
        require_scan: policies.require_scan()?,
    })
}

/// A noted read as it came.
fn replayed(noted: &NotedRead) -> Read {
    let at = |time: crate::domain::time::Time| DateTime::from_timestamp_millis(time.0).unwrap_or_default();
    Read {
        source: read::Source::of_device(&noted.device),
        bytes: read::from_clear(&noted.raw),
        first_at: at(noted.first_at),
        last_at: at(noted.last_at),
        typed: noted.source == Source::Typed,
        ending: Ending::Enter,
        overlong: false,
    }
}
