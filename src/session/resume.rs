//! Opening a terminal, and going on with work: at the same terminal once its operator has signed in again, or at
//! another one that takes it over.
//!
//! Whoever comes to a terminal is nobody until a badge and its PIN say otherwise, whatever was done there before. The
//! work that was going on waits for its own operator, and so does a read that was noted and not worked on.

use super::duplicate::Repeats;
use super::files::NoFiles;
use super::notes::{self, Entry, Left, Resumed, Saved};
use super::reply::{Reply, Tally};
use super::secret::OwnPin;
use super::state::{Around, State};
use super::terms::Terms;
use super::{SECRET, Session, nobody, watch};
use crate::domain::code::{Filled, Terminal};
use crate::domain::log::{Logged, NotedRead, Outcome, ReadResult, SavedSession};
use crate::domain::movement::Source;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::event::{Context, Effect};
use crate::flows::flow::Flow;
use crate::flows::work::Work;
use crate::flows::{goods, sign_in};
use crate::operations::request::{Operation, Request, key_of_read};
use crate::operations::view::View;
use crate::scan::Setup;
use crate::scan::read::{self, Ending, Read};
use crate::store::{Local, Note, Store, StoreError};
use chrono::DateTime;
use std::rc::Rc;

/// What is said first about a read that was applied before the terminal stopped.
const RECORDED: &str = "the last scan WAS recorded";

impl<'s> Session<'s> {
    /// Opens a terminal: it asks for a badge.
    ///
    /// # Errors
    /// If the store fails.
    pub fn open(store: &'s mut dyn Local, terminal: Terminal) -> Result<Self, StoreError> {
        Self::open_with(store, terminal, Setup::default())
    }

    /// Opens a terminal like [`Self::open`], with reads decoded by the site's setup.
    ///
    /// # Errors
    /// If the store fails.
    pub fn open_with(store: &'s mut dyn Local, terminal: Terminal, setup: Setup) -> Result<Self, StoreError> {
        let terminal = terminal
            .filled()
            .ok_or_else(|| Fault::new("a terminal needs a name"))?;
        let version = store.version()?;
        let (terms, last, given_up, empty) = (store as &dyn Store).read(|view| {
            let last = notes::last_read(view, &terminal)?;
            let given_up = of_nobody(view, &terminal)?;
            Ok((Terms::read(view)?, last, given_up, !watch::has_users(view)?))
        })?;
        let mut session = Self {
            store,
            state: State::of(&terminal, terms, last),
            last,
            version,
            setup,
            repeats: Repeats::default(),
            failed: None,
            wrong_clock: None,
        };
        if empty {
            session.state.flow = Flow::of(Work::SignIn(Box::new(sign_in::State::first())));
        }
        for read in given_up {
            session.set_aside_unread(&read)?;
        }
        session.state.tally = Tally::default();
        Ok(session)
    }

    /// Sets a read aside that came before anybody had signed in and was not worked on: signing in begins anew.
    fn set_aside_unread(&mut self, noted: &NotedRead) -> Result<(), StoreError> {
        let mut reply = Reply::to(noted.read);
        reply.outcome = Outcome::Cancelled;
        reply.text = if noted.raw == SECRET {
            "the terminal stopped before the PIN was compared".into()
        } else {
            "the terminal stopped before anybody had signed in".into()
        };
        reply.prompt = self.state.flow.prompt();
        self.note_result(Vec::new(), &reply, reply.prompt.clone(), 0, noted.last_at)
    }

    /// Returns the recorded result of a read and sets the work back to how it stood then; `None` if the read has no
    /// result. It is not known whether the operator was told.
    pub(super) fn recall(&mut self, number: i64) -> Result<Option<Reply>, StoreError> {
        let terminal = self.state.terminal.clone();
        let before = self.state.clone();
        let found = self.store().read(|view| {
            let Some(reply) = recorded(view, &terminal, number)? else {
                return Ok(None);
            };
            Ok(Some((reply, before.as_after(view, number)?)))
        })?;
        let Some((mut reply, state)) = found else {
            return Ok(None);
        };
        self.state = state;
        let at = DateTime::from_timestamp_millis(self.state.saved_at.0).unwrap_or_default();
        self.refresh(at)?;
        reply.prompt = self.state.flow.prompt();
        if reply.known {
            reply.say_first(RECORDED.to_owned());
        }
        Ok(Some(reply))
    }

    /// Tells an operator who has just signed in what became of the last read before, and works on the one that was not
    /// worked on. Returns what to add to the answer.
    pub(super) fn catch_up(&mut self) -> Result<Option<Reply>, StoreError> {
        let Some(Resumed { untold, waiting }) = self.state.resumed.clone() else {
            return Ok(None);
        };
        let reply = match (waiting, untold) {
            (Some(noted), _) => Some(self.finish(&noted)?),
            (None, Some(number)) => {
                let terminal = self.state.terminal.clone();
                let told = self.store().read(|view| recorded(view, &terminal, number))?;
                told.map(|mut reply| {
                    reply.say_first(RECORDED.to_owned());
                    reply
                })
            }
            (None, None) => None,
        };
        self.state.resumed = None;
        Ok(reply)
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
        // It came before the operator signed in again, and is not among the reads that are accounted for now.
        let tally = self.state.tally;
        let entry = Entry {
            row: noted.clone(),
            is_noted: true,
        };
        let mut reply = self.work_on(&replayed(noted), &entry, None)?;
        self.state.tally = tally;
        let was = if reply.known {
            RECORDED
        } else {
            "the last scan is applied now"
        };
        reply.say_first(was.to_owned());
        Ok(reply)
    }
}

impl State {
    /// Returns a terminal where nobody is signed in, behind the given read.
    pub(super) fn of(terminal: &Filled<Terminal>, terms: Terms, last: i64) -> Self {
        Self {
            terminal: terminal.clone(),
            offset: None,
            terms,
            operator: nobody(),
            flow: Flow::default(),
            tally: Tally::default(),
            since: last,
            reached: last,
            saved_at: Time(0),
            active_at: None,
            around: Around::Screen,
            told_until: 0,
            after_badge: false,
            untold: false,
            resumed: None,
            files: Rc::new(NoFiles),
            pins: Rc::default(),
            own_pin: OwnPin::default(),
        }
    }

    /// Returns the terminal as it was after a read that has its result: it is in the work that was saved with it.
    fn as_after(&self, view: &dyn View, number: i64) -> Result<Self, Fault> {
        let all: Vec<SavedSession> = view.all(&[&*self.terminal])?;
        let with_it = all.into_iter().filter(|row| row.read == number);
        let mut state = Self {
            operator: nobody(),
            flow: Flow::default(),
            ..self.clone()
        };
        for row in with_it {
            let user: Option<User> = view.find(&[&row.operator])?;
            let Some(saved) = Saved::of(&row) else { continue };
            let is_known = row.operator.is_empty() || row.operator == self.operator.badge;
            if !is_known && !signed_in(view, &row)? {
                continue;
            }
            let ended = !row.operator.is_empty() && matches!(saved.flow.work(), Work::SignIn(_));
            if ended {
                continue;
            }
            state.operator = user.unwrap_or_else(nobody);
            state.take_up(saved, &row);
            state.untold = true;
        }
        state.reached = state.reached.max(number);
        Ok(state)
    }

    /// Takes up saved work as it stands.
    fn take_up(&mut self, saved: Saved, row: &SavedSession) {
        self.flow = saved.flow;
        self.tally = saved.tally;
        self.since = saved.since;
        self.after_badge = saved.after_badge;
        self.untold = saved.untold;
        self.saved_at = row.saved_at;
    }

    /// Goes on with what the operator, who has just signed in, was doing at this terminal; returns the effects that
    /// look again at what is shown, or `None` if there was nothing.
    pub(super) fn resume(&mut self, view: &dyn View) -> Result<Option<Vec<Effect>>, Fault> {
        self.resumed = None;
        let Some(row) = view.find::<SavedSession>(&[&*self.terminal, &self.operator.badge])? else {
            return Ok(None);
        };
        let Some(saved) = Saved::of(&row).filter(|saved| saved.left.is_none()) else {
            return Ok(None);
        };
        let resumed = Resumed {
            untold: saved.untold.then_some(row.read),
            waiting: unread(view, &row, &saved)?,
        };
        if resumed.waiting.is_some() || resumed.untold.is_some() {
            self.resumed = Some(resumed);
        }
        let job = match saved.flow.work() {
            Work::SignIn(_) => return Ok(None),
            work => work.job(),
        };
        if job.is_some_and(|job| !job.is_open_to(&self.operator)) {
            return Ok(None);
        }
        self.flow = saved.flow;
        let taken = self.taken_from(view)?;
        let mut effects = self.flow.refresh();
        effects.extend(taken.map(|who| goods::warn("TAKEN OVER", format!("while you were away {who}"))));
        Ok(job.map(|_| effects))
    }

    /// Returns the read that waits for its operator, while it does.
    pub(super) fn waiting(&self) -> Option<i64> {
        self.resumed.as_ref()?.waiting.as_ref().map(|noted| noted.read)
    }

    /// Goes on here with what the operator was doing at another terminal, which is signed out.
    pub(super) fn adopt(
        &mut self,
        view: &dyn View,
        terminal: &Terminal,
        context: &Context,
        notes: &mut Vec<Note>,
    ) -> Result<Vec<Effect>, Fault> {
        let found = view.find::<SavedSession>(&[terminal, &self.operator.badge])?;
        let Some((row, saved)) = found.and_then(|row| Saved::of(&row).map(|saved| (row, saved))) else {
            return Ok(gone(terminal));
        };
        if matches!(saved.flow.work(), Work::Home(_) | Work::SignIn(_)) {
            return Ok(gone(terminal));
        }
        let unread = unread(view, &row, &saved)?;
        let left = Left {
            terminal: Terminal::clone(&self.terminal),
            at: context.now,
        };
        let state = Saved {
            since: row.read,
            left: Some(left),
            ..Saved::default()
        };
        notes.push(Note::Session(SavedSession {
            state: state.written()?,
            saved_at: context.now,
            ..row
        }));
        if let Some(noted) = &unread {
            notes.push(Note::Result(ReadResult {
                terminal: terminal.clone(),
                read: noted.read,
                outcome: Outcome::Cancelled,
                code: None,
                message: format!("the work went on at {}; it was not applied", self.terminal),
                step: saved.flow.prompt(),
                millis: 0,
                item: None,
                location: None,
            }));
        }
        self.flow = saved.flow;
        let taken = self.taken_from(view)?;
        let mut effects = self.flow.refresh();
        effects.push(goods::good(format!("went on with the work of {terminal}")));
        effects.extend(taken.map(|who| goods::warn("TAKEN OVER", format!("while you were away {who}"))));
        if unread.is_some() {
            let text = format!("the last scan at {terminal} was not recorded. Scan it again");
            effects.push(goods::warn("SCAN AGAIN", text));
        }
        Ok(effects)
    }
}

fn gone(terminal: &Terminal) -> Vec<Effect> {
    vec![goods::warn(
        "GONE",
        format!("the work at {terminal} is done or taken over"),
    )]
}

/// Returns the read that was noted for saved work and never worked on. There is one at most, behind the last that was.
fn unread(view: &dyn View, row: &SavedSession, saved: &Saved) -> Result<Option<NotedRead>, Fault> {
    let number = saved.waiting.unwrap_or(row.read + 1);
    let noted: Option<NotedRead> = view.find(&[&row.terminal, &number])?;
    let done: Option<ReadResult> = view.find(&[&row.terminal, &number])?;
    Ok(noted.filter(|noted| noted.operator == row.operator && done.is_none()))
}

/// Returns the reads behind the last result that nobody had signed in for.
fn of_nobody(view: &dyn View, terminal: &Terminal) -> Result<Vec<NotedRead>, Fault> {
    let done: Vec<ReadResult> = view.list(&Range::of::<ReadResult>(&[terminal]).backwards().first(1))?;
    let done = done.first().map_or(0, |result| result.read);
    let mut behind: Vec<NotedRead> = view.list(&Range::of::<NotedRead>(&[terminal]).after(&done))?;
    behind.retain(|read| read.operator.is_empty());
    Ok(behind)
}

/// Returns whether, by the log, the row's operator signed in with the row's last read. The row itself says where work
/// stood, and never who stands at the terminal.
fn signed_in(view: &dyn View, row: &SavedSession) -> Result<bool, Fault> {
    for nth in 1.. {
        let key = key_of_read(&row.terminal, row.read, nth);
        let posted: Vec<Logged> = view.list(&Range::by(Logged::BY_KEY, &[&key]).first(1))?;
        let Some(logged) = posted.into_iter().next() else {
            return Ok(false);
        };
        let request: Option<Request> = serde_json::from_str(&logged.request).ok();
        let signed_in = request.is_some_and(|request| match request.operation {
            Operation::SignIn(asked) => asked.pin_right && asked.badge == row.operator,
            Operation::FirstUser(asked) => asked.badge == row.operator,
            _ => false,
        });
        if signed_in {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the answer to a read as it is on record; `None` if the read has no result.
fn recorded(view: &dyn View, terminal: &Terminal, number: i64) -> Result<Option<Reply>, Fault> {
    let Some(result) = view.find::<ReadResult>(&[terminal, &number])? else {
        return Ok(None);
    };
    let key = key_of_read(terminal, number, 1);
    let posted: Vec<Logged> = view.list(&Range::by(Logged::BY_KEY, &[&key]).first(1))?;
    Ok(Some(Reply::recorded(result, posted.into_iter().next())))
}

/// Returns a noted read as it came.
fn replayed(noted: &NotedRead) -> Read {
    let at = |time: Time| DateTime::from_timestamp_millis(time.0).unwrap_or_default();
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
