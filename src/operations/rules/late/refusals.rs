//! Why late cost is not laid on goods, or not taken off them.

use crate::domain::amount::Money;
use crate::domain::movement::Movement;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// Goods would be worth, or have cost, less than nothing.
pub(super) fn below_zero(item: &str, amount: Money) -> Halt {
    let (item, amount) = (item.to_owned(), -amount);
    Refusal::BelowZero { item, amount }.into()
}

/// Goods went on, or came back, with their share of what the movement `late` laid on them.
pub(super) fn came_back(late: &Movement, issue: i64) -> Halt {
    let why = format!(
        "goods of movement {issue} came back or went on since, at what they cost by then; take that back first"
    );
    let id = late.seq.to_string();
    Refusal::NotReversible { id, why }.into()
}
