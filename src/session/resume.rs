//! Resuming where a terminal stopped, and taking over work that was left at another one.

use super::duplicate::Repeats;
use super::notes::{self, Saved};
use super::reply::{Reply, Tally};
use super::state::{Around, State};
use super::{SECRET, Session, nobody, perform};
use crate::domain::code::{Filled, Terminal};
use crate::domain::log::{Logged, NotedRead, Outcome, ReadResult, SavedSession};
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
use crate::store::{Local, Note, Store, StoreError};
use chrono::DateTime;

/// What is said first about a read that was applied before the terminal stopped.
const RECORDED: &str = "the last scan WAS recorded";

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
    /// Opens a terminal: the work it was doing goes on at the same step. Returns the results of the reads that were
    /// noted but not finished when it stopped; they are worked on now, and each is applied once.
    ///
    /// # Errors
    /// If the store fails.
    pub fn open(store: &'s mut dyn Local, terminal: Terminal) -> Result<(Self, Vec<Reply>), StoreError> {
        Self::open_with(store, terminal, Setup::default())
    }

    /// Opens a terminal like [`Self::open`], with reads decoded by the site's setup.
    ///
    /// # Errors
    /// If the store fails.
    pub fn open_with(
        store: &'s mut dyn Local,
        terminal: Terminal,
        setup: Setup,
    ) -> Result<(Self, Vec<Reply>), StoreError> {
        let terminal = terminal
            .filled()
            .ok_or_else(|| Fault::new("a terminal needs a name"))?;
        let known = (store as &dyn Store).read(|view| known(view, &terminal))?;
        let mut session = Self {
            store,
            state: State::of(&terminal, &known),
            last: known.last,
            setup,
            repeats: Repeats::default(),
            failed: None,
        };
        session.catch_up(&known)?;
        let mut replies = Vec::new();
        if let (Some(saved), true, true) = (&known.saved, known.unfinished.is_empty(), session.state.untold) {
            replies.extend(session.recall(saved.read)?);
        }
        for read in known.unfinished {
            replies.push(session.finish(&read)?);
        }
        Ok((session, replies))
    }

    /// Returns the recorded result of a read and sets the work back to how it stood then; `None` if the read has no
    /// result. It is not known whether the operator was told.
    pub(super) fn recall(&mut self, number: i64) -> Result<Option<Reply>, StoreError> {
        let terminal = self.state.terminal.clone();
        let key = perform::key(&terminal, number, 1);
        let found = self.store().read(|view| {
            let result: Option<ReadResult> = view.find(&[&*terminal, &number])?;
            let posted: Vec<Logged> = view.list(&Range::by(Logged::BY_KEY, &[&key]).first(1))?;
            Ok((result, posted, known(view, &terminal)?))
        })?;
        let (Some(result), mut posted, known) = found else {
            return Ok(None);
        };
        let (offset, around) = (self.state.offset, self.state.around);
        self.state = State {
            offset,
            around,
            ..State::of(&terminal, &known)
        };
        self.catch_up(&known)?;
        let mut reply = Reply::recorded(result, posted.pop());
        reply.prompt = self.state.flow.prompt();
        if reply.known {
            reply.say_first(RECORDED.to_owned());
        }
        Ok(Some(reply))
    }

    /// Looks again at what is shown, since it may have changed after the work was saved.
    fn catch_up(&mut self, known: &Known) -> Result<(), StoreError> {
        let Some(saved) = &known.saved else {
            return Ok(());
        };
        self.refresh(DateTime::from_timestamp_millis(saved.saved_at.0).unwrap_or_default())
            .map(drop)
    }

    /// Works on a read that was noted before the terminal stopped.
    fn finish(&mut self, noted: &NotedRead) -> Result<Reply, StoreError> {
        if noted.raw == SECRET {
            let mut reply = Reply::to(noted.read);
            reply.outcome = Outcome::Cancelled;
            reply.text = "the terminal stopped before the PIN was compared".into();
            reply.prompt = self.state.flow.prompt();
            self.note_result(Vec::new(), &reply, reply.prompt.clone(), 0, noted.last_at)?;
            return Ok(reply);
        }
        let mut reply = self.work_on(&replayed(noted), noted.read, None)?;
        let was = if reply.known {
            RECORDED
        } else {
            "the last scan is applied now"
        };
        reply.say_first(was.to_owned());
        Ok(reply)
    }

    /// Signs the operator out if another terminal took over the work of this one; returns what to tell then.
    pub(super) fn yield_to_takeover(&mut self) -> Result<Option<String>, StoreError> {
        if !self.state.is_signed_in() {
            return Ok(None);
        }
        let (state, last) = (&self.state, self.last);
        let yielded = self.store().read(|view| state.yielded(view, last))?;
        Ok(self.take_yielded(yielded))
    }

    /// Goes on without the work that another terminal took over; returns what to tell then.
    pub(super) fn take_yielded(&mut self, yielded: Option<(State, String)>) -> Option<String> {
        let (state, lost) = yielded?;
        self.state = state;
        Some(lost)
    }
}

impl State {
    /// Returns the terminal as it was left.
    fn of(terminal: &Filled<Terminal>, known: &Known) -> Self {
        let saved = known.saved.as_ref();
        let saved = saved.and_then(|saved| serde_json::from_str::<Saved>(&saved.state).ok());
        let (operator, saved) = match (&known.operator, saved) {
            (Some(user), Some(saved)) => (user.clone(), saved),
            (None, Some(saved)) if matches!(saved.flow.work(), Work::SignIn(_)) => (nobody(), saved),
            _ => (
                nobody(),
                Saved {
                    since: known.last,
                    ..Saved::default()
                },
            ),
        };
        Self {
            terminal: terminal.clone(),
            offset: None,
            home_site: known.site.as_str().into(),
            require_scan: known.require_scan,
            operator,
            flow: saved.flow,
            tally: saved.tally,
            since: saved.since,
            around: Around::Screen,
            after_badge: saved.after_badge,
            untold: saved.untold,
        }
    }

    /// Returns the terminal with nobody signed in, and what to tell, if another terminal took over its work; `last` is
    /// its last read.
    pub(super) fn yielded(&self, view: &dyn View, last: i64) -> Result<Option<(Self, String)>, Fault> {
        if !self.is_signed_in() {
            return Ok(None);
        }
        let saved: Option<SavedSession> = view.find(&[&*self.terminal])?;
        if saved.is_none_or(|saved| saved.operator == self.operator.badge) {
            return Ok(None);
        }
        let lost = format!(
            "{} went on with this work at another terminal",
            self.operator.name
        );
        let yielded = Self {
            operator: nobody(),
            flow: Flow::default(),
            tally: Tally::default(),
            since: last,
            untold: false,
            ..self.clone()
        };
        Ok(Some((yielded, lost)))
    }

    /// Goes on here with what the operator was doing at another terminal, which is signed out.
    pub(super) fn adopt(
        &mut self,
        view: &dyn View,
        terminal: &Terminal,
        context: &Context,
        notes: &mut Vec<Note>,
    ) -> Result<Vec<Effect>, Fault> {
        let found = view.find::<SavedSession>(&[terminal])?;
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
        notes.push(Note::Session(SavedSession {
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

/// Returns a noted read as it came.
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
