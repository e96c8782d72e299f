//! The machine's clock, and the only place that reads it.
//!
//! What is recorded is stamped by a clock that never goes back, neither within a process nor on one store: it keeps its
//! own pace where the machine's clock is set back, follows where it is set forward, and begins no earlier than the newest
//! stamp in the store ([`not_before`]). Business dates are the days of that clock, so that nothing is dated in the past
//! because a machine lost its time. More than an hour of difference is told ([`behind`], [`set_forward`]).

mod steady;

use self::steady::Steady;
use crate::domain::time::Time;
use chrono::{DateTime, Local, NaiveDate, TimeDelta, Utc};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock of this process.
static CLOCK: Mutex<Steady> = Mutex::new(Steady::unset());

/// Returns the time that the machine says, right or wrong; also before 1970.
pub fn machine() -> DateTime<Utc> {
    let now = SystemTime::now();
    let delta = |passed: Duration| TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX);
    let since_epoch = match now.duration_since(UNIX_EPOCH) {
        Ok(passed) => delta(passed),
        Err(early) => -delta(early.duration()),
    };
    let bounded = DateTime::UNIX_EPOCH.checked_add_signed(since_epoch);
    bounded.unwrap_or(DateTime::UNIX_EPOCH)
}

/// Returns the time by which what happens now is stamped.
pub fn now() -> DateTime<Utc> {
    with(|clock| clock.at(machine(), awake()))
}

/// Returns today's local date, the default date of what is entered.
pub fn today() -> NaiveDate {
    now().with_timezone(&Local).date_naive()
}

/// Returns today's local date where that is not the date in UTC.
pub fn day_beside_utc() -> Option<NaiveDate> {
    let now = now();
    let day = now.with_timezone(&Local).date_naive();
    (day != now.date_naive()).then_some(day)
}

/// Returns the local date of a moment.
pub fn day_of(at: Time) -> NaiveDate {
    let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&Local).date_naive()
}

/// Lets nothing be stamped before a moment, which is that of the newest stamp in the store.
pub fn not_before(newest: Time) {
    with(|clock| clock.not_before(newest, machine(), awake()));
}

/// Returns a warning if the machine's clock is more than an hour behind the clock of the store, or before the first
/// release of this program.
pub fn behind() -> Option<String> {
    with(|clock| clock.behind(machine(), awake()))
}

/// Returns whether the clock is earlier than the first release of this program, although it took the store's newest
/// stamp into account.
pub fn is_impossible() -> bool {
    now() < steady::EARLIEST
}

/// Returns a warning, once, after the machine's clock was set forward by more than an hour while this process ran.
pub fn set_forward() -> Option<String> {
    with(|clock| clock.set_forward(machine(), awake()))
}

fn with<T>(use_it: impl FnOnce(&mut Steady) -> T) -> T {
    // A panic in between leaves a consistent clock.
    use_it(&mut CLOCK.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns the time since the machine was started, including the time it was suspended. Nobody can set it.
fn awake() -> Duration {
    #[cfg(target_os = "linux")]
    let id = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let id = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(id);
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}
