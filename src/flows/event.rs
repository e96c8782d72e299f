//! What goes into a flow and what comes out.

pub use super::question::{Question, Told};
use super::scanned::Scanned;
use crate::domain::code::{Badge, Filled, SiteCode, Terminal};
pub use crate::domain::command::Command;
use crate::domain::concession::Concession;
pub use crate::domain::job::Job;
use crate::domain::policy::{Approval, Patterns};
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::operations::answer::Answer;
use crate::operations::request::{Operation, Requester};
use crate::words;
use chrono::NaiveDate;

/// What comes into a flow.
#[derive(Clone, Debug)]
pub enum Event {
    /// A read, with all it could mean here.
    Scanned(Box<Scanned>),
    /// An action.
    Command(Command),
    /// An empty read: Enter.
    Enter,
    /// The answer to an [`Effect::Ask`].
    Told(Told),
    /// The answer to an [`Effect::Post`].
    Posted(Answer),
}

/// What comes out of a flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Look something up; the answer comes as [`Event::Told`].
    Ask(Question),
    /// Post an operation; the answer comes as [`Event::Posted`].
    Post(Box<Post>),
    /// Tell the operator.
    Say(Said),
    /// Refuse the read: tell the operator what is wrong and what to do.
    Refuse(Refusal),
    /// Refuse something until a supervisor accepts it, before it is posted.
    Vouch(Refusal),
    /// Go home.
    Leave,
    /// Start another job, with the read that asked for it given to it again.
    Start(Job, Option<Box<Scanned>>),
    /// Start another job on a read, and come back to this one once that is left or what it posted is taken back.
    Lead(Job, Box<Scanned>),
    /// Sign out.
    SignOut,
    /// An operator has proved their identity.
    SignedIn(Box<User>),
    /// Go on here with the work that the operator left at another terminal.
    Adopt(Terminal),
    /// The terminal around the work does it.
    Terminal(Command),
    /// Look what the files of an import would do; the answer comes as [`Event::Told`].
    LookAtFiles,
    /// Import the files that had this mark when they were looked at, all or nothing; the answer comes as
    /// [`Event::Told`].
    Import(String),
}

/// An operation to post, with what the flow knows about it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Post {
    /// The operation.
    pub operation: Operation,
    /// Why, in the operator's words.
    pub reason: Option<String>,
    /// The paper it belongs to.
    pub document: Option<String>,
    /// The supervisor's badge that approves this one step.
    pub approved_by: Option<Badge>,
    /// Whether the supervisor's PIN was proved.
    #[serde(default)]
    pub approved_by_pin: bool,
    /// What of it was refused before and accepted since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Concession>,
}

impl Post {
    /// Returns an operation to post without a reason, a paper or an approval.
    pub fn of(operation: impl Into<Operation>) -> Self {
        Self {
            operation: operation.into(),
            reason: None,
            document: None,
            approved_by: None,
            approved_by_pin: false,
            accepted: Vec::new(),
        }
    }
}

/// Something to tell the operator.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// How serious.
    pub level: Level,
    /// A few words in capitals, or empty.
    pub head: String,
    /// A specific sentence: `12 EA L-0417 put in TOTE-7`.
    pub text: String,
}

impl Said {
    /// Returns something to tell; `head` is a few words in capitals before it, or empty.
    pub fn new(level: Level, head: &str, text: impl Into<String>) -> Self {
        let (head, text) = (head.to_owned(), text.into());
        Self { level, head, text }
    }
}

words! {
    /// How serious something said is.
    pub enum Level {
        /// It worked.
        Good = "good",
        /// Worth knowing.
        Info = "info",
        /// Look at this.
        Warn = "warn",
        /// Refused; the next right scan goes on.
        Error = "error",
        /// Refused; going on needs a key or code that is not Enter.
        Danger = "danger",
    }
}

/// Who works where and when: all that a flow knows besides its state.
#[derive(Clone, Debug)]
pub struct Context {
    /// The operator.
    pub operator: User,
    /// The terminal.
    pub terminal: Filled<Terminal>,
    /// The site.
    pub site: SiteCode,
    /// The day of the read.
    pub today: NaiveDate,
    /// The moment of the read.
    pub now: Time,
    /// What a supervisor shows to approve a step here.
    pub approval: Approval,
    /// Whether lots must be scanned and may not be typed.
    pub scan_lots: bool,
    /// What codes of totes look like.
    pub tote_pattern: Patterns,
    /// How much more than ordered may be received, in percent.
    pub over_receipt_percent: u32,
    /// How many digits a PIN has at least.
    pub pin_digits: u32,
    /// Whether locations must be scanned and may not be typed.
    pub scan_locations: bool,
}

impl Context {
    /// Returns the requester of what is posted here.
    pub fn requester(&self) -> Requester {
        Requester::at(self.terminal.clone(), self.operator.badge.clone())
    }
}
