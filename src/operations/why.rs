//! Why a figure is what it is: from a ledger line to its entries, the layers used, the roundings, the rule, the
//! movement, the scan and the operator, and back.

mod account;
mod batch;
mod order;
mod parts;
pub mod words;
mod work;

pub use self::account::{AccountLine, AccountWhy, Page, of_account};
pub use self::batch::{BatchWhy, of_batch};
pub use self::order::{OrderWhy, Step, of_order};
pub use self::parts::Part;
pub use self::work::{WorkWhy, of_work_order};

use super::late_costs;
use super::pending::Reversals;
use super::view::View;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Account;
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::late::LateCost;
use crate::domain::log::{Logged, NotedRead, ReadResult, Reversal};
use crate::domain::movement::Movement;
use crate::domain::record::Fault;

/// A journal entry with all that is behind it.
#[derive(Clone, Debug)]
pub struct EntryWhy {
    /// Its head.
    pub entry: Entry,
    /// Its lines with the names that their accounts have today.
    pub lines: Vec<(EntryLine, String)>,
    /// The standing ledger batch that it is in; `None` while it is pending.
    pub batch: Option<i64>,
    /// The movement it values.
    pub movement: Option<MovementWhy>,
}

/// A movement with all that is behind it.
#[derive(Clone, Debug)]
pub struct MovementWhy {
    /// The movement.
    pub movement: Movement,
    /// How its value came about, layer by layer.
    pub parts: Vec<Part>,
    /// Where the late cost went that it laid on goods which had already moved.
    pub laid: Vec<LateCost>,
    /// The movements of the same operation that laid late cost where goods went on to.
    pub beside: Vec<Movement>,
    /// What was laid on its goods later.
    pub late: Vec<LateCost>,
    /// The operation that made it.
    pub operation: Option<Logged>,
    /// Every entry of that operation.
    pub entries: Vec<i64>,
    /// The read that asked for it, and what became of the read.
    pub read: Option<(NotedRead, Option<ReadResult>)>,
    /// The operation that took it back.
    pub taken_back_by: Option<i64>,
}

/// Explains a journal entry.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_entry(view: &dyn View, number: i64) -> Result<Option<EntryWhy>, Fault> {
    let Some(entry) = view.find::<Entry>(&[&number])? else {
        return Ok(None);
    };
    let mut lines = Vec::new();
    for line in view.all::<EntryLine>(&[&number])? {
        let name = name_of(view, &line.account)?;
        lines.push((line, name));
    }
    let batch = Reversals::of(view)?.standing(view, number)?;
    Ok(Some(EntryWhy {
        lines,
        batch,
        movement: of_movement(view, entry.movement)?,
        entry,
    }))
}

/// Explains a movement.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_movement(view: &dyn View, number: i64) -> Result<Option<MovementWhy>, Fault> {
    let Some(movement) = view.find::<Movement>(&[&number])? else {
        return Ok(None);
    };
    let operation: Option<Logged> = view.find(&[&movement.operation])?;
    let made = operation
        .as_ref()
        .map_or((0, 0), |made| (made.entry.unwrap_or(0), made.entries));
    let read = match movement.read {
        Some(read) => with_result(view, &movement, read)?,
        None => None,
    };
    let back: Option<Reversal> = view.find(&[&movement.operation])?;
    Ok(Some(MovementWhy {
        parts: parts::of(view, &movement)?,
        laid: late_costs::of(view, number)?,
        beside: beside(view, &movement, operation.as_ref())?,
        late: late_costs::on(view, number)?,
        operation,
        entries: (made.0..made.0 + made.1).collect(),
        read,
        taken_back_by: back.map(|back| back.by_operation),
        movement,
    }))
}

/// Returns the other movements of an operation that laid late cost, for one of them.
fn beside(view: &dyn View, late: &Movement, made: Option<&Logged>) -> Result<Vec<Movement>, Fault> {
    let mut found = Vec::new();
    let Some(made) = made.filter(|_| late.kind.is_late_cost()) else {
        return Ok(found);
    };
    let first = made.movement.unwrap_or(0);
    for number in first..first + made.movements {
        let other: Option<Movement> = view.find(&[&number])?;
        found.extend(other.filter(|other| other.kind == late.kind && other.seq != late.seq));
    }
    Ok(found)
}

fn with_result(
    view: &dyn View,
    movement: &Movement,
    read: i64,
) -> Result<Option<(NotedRead, Option<ReadResult>)>, Fault> {
    let known: Option<NotedRead> = view.find(&[&movement.terminal, &read])?;
    let result = view.find::<ReadResult>(&[&movement.terminal, &read])?;
    Ok(known.map(|known| (known, result)))
}

/// Returns the name that an account has today; empty if the chart no longer has it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn name_of(view: &dyn View, account: &AccountCode) -> Result<String, Fault> {
    let known: Option<Account> = view.find(&[account])?;
    Ok(known.map(|known| known.name).unwrap_or_default())
}

/// Returns what a rule says, in the words of an accountant.
pub const fn saying(rule: Rule) -> &'static str {
    match rule {
        Rule::Receipt => {
            "goods received are worth what they were ordered at; they are owed until the bill comes"
        }
        Rule::Opening => "what was there before the books stands against opening balances",
        Rule::Shipment => "what left is sold, and costs what its layers, its pool or its accrual say",
        Rule::Return => "goods come back at the cost at which they left",
        Rule::Adjustment => "a write-off leaves at cost; a find enters at what is carried",
        Rule::Count => "the difference between the count and the book goes to count variance",
        Rule::Invoice => {
            "the bill settles what was received; a difference in price goes where the policy says; a service goes to \
             purchases, or to its accrual until it is sold"
        }
        Rule::SupplierReturn => {
            "goods go back at their layer's cost; the vendor owes what was billed, or the price of the order"
        }
        Rule::LandedCost => "what is still here gets dearer, and what is gone cost more",
        Rule::Backdated => "a receipt entered late changes the cost of what left since",
        Rule::Cover => "what comes settles what was sold before it came or was billed, at its real cost",
        Rule::TransferOut => "goods on their way belong to goods in transit, with their freight",
        Rule::IntercompanySale => {
            "goods that go to another legal entity are sold to it, at its transfer price"
        }
        Rule::IntercompanyPurchase => "goods bought of another legal entity are on their way at their price",
        Rule::TransferIn => "goods arrive at the value with which they left, and their freight",
        Rule::TransferClose => "what never arrived is written off",
        Rule::Build => "what was made is worth its components and its labour",
        Rule::Unbuild => "components come back at what they are worth; what is left is assembly variance",
        Rule::WorkIssue => "components in process are worth what they left stock with, on average",
        Rule::WorkScrap => "what is spoilt in process leaves it at its share, to assembly scrap",
        Rule::WorkReport => {
            "what was made is worth the components that it takes by the work order, as far as they are in process, and \
             its labour"
        }
        Rule::WorkClose => "what is left in process when the work is over is assembly variance",
        Rule::StandardCost => "a new standard revalues what is on hand",
        Rule::Revaluation => "stock is worth more or less than it cost, and the account says why",
        Rule::MethodChange => {
            "stock keeps its value by another method, but for what a standard cost makes of it"
        }
        Rule::SalesInvoice => "the bill to the customer turns what was shipped into sales and cost of sales",
        Rule::Integration => "stock enters or leaves the ledger as a whole",
        Rule::CreditNote => "the goods stay and cost or bring less: so much is credited",
        Rule::Reversal => "the exact negation of another entry",
    }
}

/// Returns an amount as debit and credit, one of which is zero.
pub fn sides(amount: Money) -> (Money, Money) {
    (amount.max(Money::ZERO), (-amount).max(Money::ZERO))
}
