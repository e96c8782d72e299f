//! Whether a process moves.

use std::fs;
use std::time::Duration;

/// How long a holder of the turn may be stopped before it is ended.
const STOPPED_FOR: Duration = Duration::from_secs(3);
/// How long a holder of the turn may do nothing at all before it is ended.
const ASLEEP_FOR: Duration = Duration::from_secs(30);

/// What shows that a process moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pulse {
    /// The states of its threads, as the kernel abbreviates them.
    states: String,
    /// What its threads have run and waited, summed up.
    work: u64,
}

impl Pulse {
    /// Returns what shows it now.
    pub(super) fn of(process: i32) -> Self {
        let mut pulse = Self::default();
        for task in fs::read_dir(format!("/proc/{process}/task"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            for (name, value) in status.lines().filter_map(|line| line.split_once(':')) {
                match name {
                    "State" => pulse.states.extend(value.trim().chars().next()),
                    "voluntary_ctxt_switches" | "nonvoluntary_ctxt_switches" => {
                        pulse.work += value.trim().parse::<u64>().unwrap_or(0);
                    }
                    _ => {}
                }
            }
        }
        pulse
    }

    /// Returns how long a process may stay like that. `None` if it runs or waits for a disk, which nobody can end.
    pub(super) fn patience(&self) -> Option<Duration> {
        let is_all =
            |of: &str| !self.states.is_empty() && self.states.chars().all(|state| of.contains(state));
        if is_all("Tt") {
            Some(STOPPED_FOR)
        } else {
            is_all("STt").then_some(ASLEEP_FOR)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_may_be_stopped_for_less_than_it_may_sleep_and_one_that_works_is_never_ended() {
        let patience = |states: &str| {
            let states = states.to_owned();
            Pulse { states, work: 7 }.patience()
        };
        assert_eq!(patience("TTt"), Some(STOPPED_FOR));
        assert_eq!(patience("STT"), Some(ASLEEP_FOR));
        assert_eq!(patience("S"), Some(ASLEEP_FOR));
        for works in ["R", "SSR", "TD", ""] {
            assert_eq!(patience(works), None, "{works}");
        }
    }
}
