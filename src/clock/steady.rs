//! A clock that never goes back, computed from the time of the machine and its uptime.

use crate::domain::time::Time;
use chrono::{DateTime, Local, TimeDelta, Utc};
use std::time::Duration;

/// The largest difference that is not reported.
const TOLD: TimeDelta = TimeDelta::hours(1);

/// 2026-01-01: there was no such program before.
pub(super) const EARLIEST: DateTime<Utc> = DateTime::from_timestamp(1_767_225_600, 0).expect("a moment");

/// The clock: what it said last, and how long the machine had run then.
#[derive(Debug)]
pub(super) struct Steady {
    last: Option<(DateTime<Utc>, Duration)>,
    /// By how much the machine's clock was set forward since that was told.
    forward: Option<TimeDelta>,
}

impl Steady {
    pub(super) const fn unset() -> Self {
        Self {
            last: None,
            forward: None,
        }
    }

    /// Returns the time, given the time of the machine and its uptime.
    pub(super) fn at(&mut self, machine: DateTime<Utc>, awake: Duration) -> DateTime<Utc> {
        let kept = self.last.map(|(last, then)| {
            let passed = TimeDelta::from_std(awake.saturating_sub(then)).unwrap_or(TimeDelta::zero());
            last + passed
        });
        let step = kept.map_or(TimeDelta::zero(), |kept| machine - kept);
        if TOLD < step {
            self.forward = Some(step);
        }
        let now = kept.map_or(machine, |kept| kept.max(machine));
        self.last = Some((now, awake));
        now
    }

    /// Goes on from `newest`, if that is later.
    pub(super) fn not_before(&mut self, newest: Time, machine: DateTime<Utc>, awake: Duration) {
        let now = self.at(machine, awake);
        let newest = DateTime::from_timestamp_millis(newest.0).unwrap_or(now);
        self.last = Some((now.max(newest), awake));
    }

    /// Returns a warning if the machine's clock is behind.
    pub(super) fn behind(&mut self, machine: DateTime<Utc>, awake: Duration) -> Option<String> {
        let now = self.at(machine, awake);
        let says = spelt(machine);
        if TOLD < now - machine {
            let (lag, now) = (length(now - machine), spelt(now));
            return Some(format!(
                "the clock of this machine says {says}, {lag} before the newest work. Have it set; until then work \
                 counts on from there and is dated {now}"
            ));
        }
        (now < EARLIEST).then(|| {
            format!("the clock of this machine says {says}, which can't be. Have it set, then start again")
        })
    }

    /// Returns a warning, once, after the machine's clock was set forward.
    pub(super) fn set_forward(&mut self, machine: DateTime<Utc>, awake: Duration) -> Option<String> {
        let now = self.at(machine, awake);
        let (step, now) = (length(self.forward.take()?), spelt(now));
        Some(format!(
            "the clock of this machine was set forward by {step}, to {now}. If that is wrong, stop and have it set: \
             what is recorded is dated by it"
        ))
    }
}

/// Returns a moment in local time as people read it.
fn spelt(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// Returns a length of time in its two largest units or fewer.
fn length(of: TimeDelta) -> String {
    let (days, hours, minutes) = (of.num_days(), of.num_hours(), of.num_minutes());
    let counted = |count: i64, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    match (days, hours) {
        (2.., _) => counted(days, "day"),
        (_, 2..) => counted(hours, "hour"),
        _ => counted(minutes, "minute"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const fn run(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_keeps_its_pace_where_the_machine_is_set_back_and_follows_it_forward() {
        let mut clock = Steady::unset();
        assert_eq!(
            clock.at(at("2026-11-30T08:00:00Z"), run(0)),
            at("2026-11-30T08:00:00Z")
        );
        // Set back by a year: ten seconds are ten seconds.
        assert_eq!(
            clock.at(at("2025-11-30T08:00:00Z"), run(10)),
            at("2026-11-30T08:00:10Z")
        );
        assert_eq!(clock.behind(at("2026-11-30T07:01:00Z"), run(10)), None);
        let told = clock.behind(at("2026-11-30T07:00:00Z"), run(10)).unwrap();
        assert!(told.contains("60 minutes before the newest work"), "{told}");
        // It sleeps for a night, and is set right afterwards: nothing to speak of.
        assert_eq!(
            clock.at(at("2026-11-30T20:00:11Z"), run(43_210)),
            at("2026-11-30T20:00:11Z")
        );
        assert_eq!(clock.set_forward(at("2026-11-30T20:00:12Z"), run(43_211)), None);
        // Set forward by three hours: followed, and told once.
        assert_eq!(
            clock.at(at("2026-11-30T23:00:12Z"), run(43_211)),
            at("2026-11-30T23:00:12Z")
        );
        let told = clock
            .set_forward(at("2026-11-30T23:00:13Z"), run(43_212))
            .unwrap();
        assert!(told.contains("set forward by 3 hours"), "{told}");
        assert_eq!(clock.set_forward(at("2026-11-30T23:00:14Z"), run(43_213)), None);
    }

    #[test]
    fn it_goes_on_from_the_newest_stamp_of_the_store() {
        let mut clock = Steady::unset();
        clock.not_before(
            Time::from(at("2026-11-30T08:00:00Z")),
            at("2019-01-01T00:00:00Z"),
            run(5),
        );
        assert_eq!(
            clock.at(at("2019-01-01T00:01:00Z"), run(65)),
            at("2026-11-30T08:01:00Z")
        );
        let told = clock.behind(at("2019-01-01T00:01:00Z"), run(65)).unwrap();
        assert!(told.contains("2890 days before the newest work"), "{told}");
        // An older stamp changes nothing.
        clock.not_before(Time(0), at("2019-01-01T00:02:00Z"), run(125));
        assert_eq!(
            clock.at(at("2019-01-01T00:02:00Z"), run(125)),
            at("2026-11-30T08:02:00Z")
        );
    }

    #[test]
    fn a_clock_before_there_was_such_a_program_is_told() {
        let mut clock = Steady::unset();
        let told = clock.behind(at("1969-12-31T12:00:00Z"), run(0)).unwrap();
        assert!(told.contains("which can't be"), "{told}");
        assert_eq!(clock.behind(at("2026-11-30T08:00:00Z"), run(1)), None);
    }
}
