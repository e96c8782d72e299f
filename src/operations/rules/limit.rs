//! How large one figure may be, so that sums over many of them stay exact.

use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// The most that one pool or journal line may hold, above or below zero.
const LIMIT: i64 = i64::MAX / 1024;

/// Refuses a figure that is too large to be summed; `what` names what it is a part of.
pub(super) fn summable(figure: i64, what: impl FnOnce() -> String) -> Result<(), Halt> {
    if figure.saturating_abs() <= LIMIT {
        return Ok(());
    }
    Err(Refusal::TooLarge { what: what() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_may_be_as_large_as_a_thousand_of_them_can_be_summed() {
        for (figure, fits) in [
            (0, true),
            (LIMIT, true),
            (-LIMIT, true),
            (LIMIT + 1, false),
            (-LIMIT - 1, false),
            (i64::MIN, false),
        ] {
            assert_eq!(summable(figure, String::new).is_ok(), fits, "{figure}");
        }
    }
}
