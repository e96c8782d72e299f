//! Who approves documents by badge and PIN while they are posted.

use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::cli::request::request_of;
use crate::clock;
use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::operations::request::{Request, SignIn};
use crate::session::pin::Compared;
use crate::store::Store;
use clap::Args;

/// What the key of a proof begins with.
pub(in crate::cli) const KEY: &str = "approval:";

/// Where a PIN stands that is not to be seen among the arguments of a process.
const PIN: &str = "BINLEDGER_PIN";

/// The badge and the PIN of whoever approves.
#[derive(Debug, Args)]
pub(super) struct Proof {
    /// The badge of a controller whose PIN approves the documents that name it as `approved_by`, such as one dated
    /// outside the window
    #[arg(long, conflicts_with = "preview")]
    badge: Option<String>,
    /// Its PIN; from the environment, `BINLEDGER_PIN`, where left out
    #[arg(long, requires = "badge")]
    pin: Option<String>,
}

/// The badge that was proved, if any was.
#[derive(Debug, Default)]
pub(super) struct Proved(Option<Badge>);

impl Proof {
    /// Compares the PIN with that of the badge. The attempt is noted: a wrong one is counted as at a terminal.
    ///
    /// # Errors
    /// If the badge is unknown, locked or has no PIN, or the PIN is wrong or can't be compared.
    pub(super) fn prove(&self, place: &Place, store: &mut dyn Store) -> Result<Proved, Failure> {
        let Some(badge) = &self.badge else {
            return Ok(Proved::default());
        };
        let given = self.pin.clone().or_else(|| std::env::var(PIN).ok());
        let missing = || {
            Failure::usage(format!(
                "expected the PIN of {badge} in {PIN} or with --pin, found none"
            ))
        };
        let pin = given.ok_or_else(missing)?;
        let badge = Badge::from(badge.as_str());
        let refused = |refusal: &Refusal| Err(Failure::of(refusal, ""));
        let user: Option<User> = (*store).read(|view| view.find(&[&badge]))?;
        let Some(user) = user else {
            let badge = badge.to_string();
            return refused(&Refusal::UnknownBadge { badge });
        };
        let Some(hash) = &user.pin_hash else {
            return refused(&Refusal::PinNeeded { name: user.name });
        };
        let pin_right = match place.pins()?.compare(&pin, hash) {
            Compared::NoKey => return refused(&Refusal::PepperMissing {}),
            compared => compared == Compared::Right,
        };
        let noted = SignIn {
            badge: badge.clone(),
            pin_right,
        };
        let at = clock::now();
        let key = format!("{KEY}{badge}:{}:{}", at.timestamp_micros(), std::process::id());
        let answer = store.transact(&request_of(key, clock::today(), noted.into()))?;
        match (&answer.refusal, answer.note) {
            (Some(refusal), _) => refused(refusal),
            (None, Some(note)) => Err(Failure::Refused(note)),
            (None, None) => Ok(Proved(Some(badge))),
        }
    }
}

impl Proved {
    /// Returns a request as approved with PIN, if it names the badge that was proved.
    pub(super) fn approving(&self, request: Request) -> Request {
        let approved_by_pin = self.0.is_some() && request.approved_by == self.0;
        Request {
            approved_by_pin,
            ..request
        }
    }
}
