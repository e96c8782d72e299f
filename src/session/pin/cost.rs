//! How much work a hash is.

use argon2::password_hash::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use std::time::Duration;

/// The memory and the passes of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// In KiB.
    pub memory: u32,
    /// How often the memory is gone through.
    pub passes: u32,
}

impl Cost {
    /// The least cost: as hard to guess as the usual 19 MiB in two passes (OWASP, Password Storage Cheat Sheet), in
    /// less memory, because every terminal that signs somebody in needs it. A more expensive hash takes more passes,
    /// not more memory: a host runs a process for each terminal.
    pub const LEAST: Self = Self {
        memory: 7 * 1024,
        passes: 5,
    };

    /// The most passes, on a fast machine with a long target.
    const MOST: u32 = 1000;

    /// Returns the cost of a hash that takes about `target` of one core of this machine, as measured now.
    pub fn that_takes(target: Duration) -> Self {
        const TRIED: u32 = 2;
        let Some(one) = Self::timed(TRIED).and_then(|taken| taken.checked_div(TRIED)) else {
            return Self::LEAST;
        };
        let passes = target.as_micros() / one.as_micros().max(1);
        let passes = u32::try_from(passes).unwrap_or(Self::MOST);
        Self {
            passes: passes.clamp(Self::LEAST.passes, Self::MOST),
            ..Self::LEAST
        }
    }

    /// Returns how long a hash of so many passes takes on one core; `None` if it can't be made.
    fn timed(passes: u32) -> Option<Duration> {
        let params = Params::new(Self::LEAST.memory, passes, 1, None).ok()?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let (begun, mut out) = (of_this_thread(), [0; 32]);
        argon2.hash_password_into(b"0000", b"measured", &mut out).ok()?;
        Some(of_this_thread().saturating_sub(begun))
    }

    /// Returns the cost of a hash. `None` if it doesn't state one.
    pub(super) fn of(hash: &PasswordHash<'_>) -> Option<Self> {
        let params = Params::try_from(hash).ok()?;
        Some(Self {
            memory: params.m_cost(),
            passes: params.t_cost(),
        })
    }

    /// Returns whether this is less than half as much work as `other`. Measurements vary, and a hash is not replaced
    /// because of that.
    pub(super) fn is_below_half_of(self, other: Self) -> bool {
        let work = |cost: Self| u64::from(cost.memory) * u64::from(cost.passes);
        2 * work(self) < work(other)
    }
}

/// Returns the CPU time of this thread.
pub fn of_this_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}
