//! The operation log: which rule book decided an operation, and the chain of hashes from which no row can be removed.

use super::view::View;
use crate::domain::log::{Checkpoint, Logged};
use crate::domain::record::{Fault, Range};
use sha2::{Digest, Sha256};

/// The version of the rule book, raised whenever a rule decides differently than before. An operation is logged with
/// the version that decided it; a changed rule whose old form is kept asks for the version of its operation. Where the
/// old form is not kept, operations of older versions are no longer decided again: the new version comes with a step of
/// the store's layout, which keeps the state before it as a checkpoint (`store::sqlite`).
///
/// 1. Everything before versions were logged.
/// 2. A share of nothing and an amount out of range are refused; before, they became zero or were bounded.
/// 3. An approval at another operator's terminal needs the approver's PIN, unless the policy `approval` says otherwise;
///    before, the badge alone was enough. The old form is kept.
/// 4. New codes are held to what a label can carry and to what other codes mean, people and policies to bounds, and the
///    unit of an item that was in stock stays; what a changed record said before is noted. The old form is kept.
/// 5. What a report of too little, a decision about a count and a hold led to or stood before is noted, so that they can
///    be taken back. The old form is kept.
/// 6. A pick of goods kept by weight may be a little more or less than the line, as the policy
///    `weight_tolerance_percent` says; since version 7 less by no more than half its last piece. The old form is kept.
/// 7. A document names a supervisor as its approver. A count is given to nobody who may not open the sheet of its bin. A
///    sales order of which only what was shipped is left is closed, and its services are billed. An order for a part of a
///    piece is refused. An order line that was of a kit and is of goods now gives its components up, no line is taken for a
///    component that was ordered by its own number, and only a line that is there is taken off. An act is taken back
///    only by whoever may still do it, and a hold only where none came after it. A count whose differences are taken back
///    is counted again, and a lot whose only receipt is taken back forgets its expiry. Whoever may count a bin takes
///    nothing out of it by a number meanwhile, but for picks and what fills a pick face, and moves nothing within it. An
///    approval at a terminal covers what the request says was accepted. Books with entries keep their currency. The first
///    administrator is held to what holds for everybody else who gets a badge, and the last one who is not locked stays
///    one. A person's name has not the form of a PIN. A new item, bin or badge has no code of another of them, and items
///    and bins none of one or two digits; a new licence plate and the kind of a carton are nothing that the books know
///    or a scan means, and a parcel has a weight that can be. Whoever works at a terminal works on orders, bins and
///    licence plates of one site, and sends and takes in goods there. A restored store numbers ledger
///    batches behind all that were known before, also at a restoration before it, and only the command `restore` may say
///    so. The old form is kept.
/// 8. A ledger batch cites the last operation before it was sealed, and its hash covers that. What comparing a PIN with its
///    hash may cost is bounded. The old form is kept.
/// 9. Late cost follows the goods instead of counting as sold wherever they left; a receipt entered late corrects what was
///    sold before it came no further than what covered it did.
/// 10. A date lies in the window of the policies `date_window_past` and `date_window_future`, unless a controller with a
///     proved PIN approves it. The old form is kept.
///     Goods go back to their vendor at what they were billed, with the tax and the rate difference on all of it; before,
///     at their purchase price. A bill for landed cost at another rate posts what the rates make to exchange differences.
///     Landed cost that is a credit is settled by a credit and by no bill. A vendor's paper has a number of its own.
///     What is taken back after other goods left never happened at moving average, and late cost that is taken back comes
///     off everything that took a share of it. A shortage is corrected once, also where what covered it lies before what
///     is entered late. Goods that went round in a circle of days are followed in the order of entry.
///     What is taken apart comes back at what its components are worth; before, these shared the value of the goods.
/// 11. A count is compared with the book of its day, and what is entered late for a day before one is set off against it.
///     What is found at moving average is worth the average of its day.
///     At FIFO a cost layer is received on the day on which its goods came, also where the document names an earlier one,
///     and by the policy `fifo_backdating` the queue goes by days. Nothing is valued anew that happened before an item was
///     valued by another method.
///     Tax is worked out once for each tax type over the sum of a document and then spread over its lines; before, it was
///     worked out and rounded line by line. A bill to a customer is such a document, whatever its shipments reckoned with.
///     What a document says is heeded or refused: a site at which nothing of it happens, a field that says nothing in this
///     document or other than what the books know, a new lot that looks like another of its item. Blanks at the edge of
///     lots, serial numbers, parties, channels and papers are none, and an empty word is left out. The old form is kept.
/// 12. A group posts to accounts of its own at a site, where it has them there. An account that holds stock is no other
///     account of any group or of the company. What was posted while stock was not in the ledger is taken back from the
///     account of purchases that took it, also where another is set since.
///     There are work orders.
///     Amounts have the minor unit of their currency by ISO 4217, which a store fixes with its first currency; before, all
///     have two decimals, and a store whose currency was set before has two for life. The old form is kept.
/// 13. A hold needs a reason and never releases; goods are released for a reason and with a second supervisor. Lots,
///     pieces with serial numbers and receipts are held, under numbers. What is promised of held goods moves to others, or
///     is open again. The old form is kept.
///     By the policy `promise` a sales order is promised what is available of its items at its site as soon as it is known,
///     and waits for the rest; what a pick lacks waits too, and is not given up. A bin that was found short is offered to
///     nobody until it is counted.
///     At FIFO whose queue goes by days, what goods no longer take of a layer that covered them is no part of them, and what
///     came back before they were covered has its share of what they cost then. Goods that went back before they were billed
///     take no part in their own bill, and are no part of what others became.
pub const RULES: i64 = 13;

/// The version since which holds have numbers, and only a release ends them.
pub const HELD: i64 = 13;

/// The version since which orders are promised stock before it is allocated.
pub const PROMISED: i64 = 13;

/// The version since which amounts have the minor unit of their currency.
pub const MINOR: i64 = 12;

/// The version since which a count tells about its day.
pub const COUNTED: i64 = 11;

/// The version since which tax is noted by tax type.
pub const TAXED: i64 = 11;

/// The version since which what a document says is heeded or refused.
pub const HEEDED: i64 = 11;

/// The tenth version: see [`RULES`].
pub const DATED: i64 = 10;

/// The version since which late cost follows the goods.
pub const FOLLOWED: i64 = 9;

/// The version since which a ledger batch cites the log.
pub const CITING: i64 = 8;

/// The version since which the hash of a PIN has bounds.
pub const PRICED: i64 = 8;

/// The version since which codes, people and policies are held to bounds, and changes are noted.
pub const BOUNDED: i64 = 4;

/// The version since which is noted what it takes to take a report of too little, a decision about a count or a hold
/// back.
pub const NOTED: i64 = 5;

/// The version since which picks of goods kept by weight have a tolerance.
pub const WEIGHED: i64 = 6;

/// The seventh version: see [`RULES`].
pub const NAMED: i64 = 7;

/// The version of operations that were logged before they named one.
pub const FIRST_RULES: i64 = 1;

/// Returns the last operation. `None` if nothing was logged.
///
/// # Errors
/// A [`Fault`] where it can't be read.
pub fn last(view: &dyn View) -> Result<Option<Logged>, Fault> {
    Ok(view.list(&Range::of::<Logged>(&[]).backwards().first(1))?.pop())
}

/// Returns the hash of a link: SHA-256 over the previous hash and the text, in hexadecimal.
pub fn chained(previous: &str, text: &str) -> String {
    in_hexadecimal(&Sha256::new().chain_update(previous).chain_update(text).finalize())
}

/// Returns the hash of an operation that follows the one with the hash `previous`. It covers the request and, since the
/// rule book has versions, the version too: as the first line of the text, with which no request in JSON begins.
pub fn link(previous: &str, logged: &Logged) -> String {
    match logged.rules {
        FIRST_RULES => chained(previous, &logged.request),
        rules => chained(previous, &format!("rules {rules}\n{}", logged.request)),
    }
}

/// Returns the hash of a checkpoint that follows the operation with the hash `previous`.
pub fn checkpoint_link(previous: &str, it: &Checkpoint) -> String {
    let Checkpoint {
        checkpoint,
        operation,
        log,
        rules,
        layout,
        backup,
        digest,
        found,
        ..
    } = it;
    let found = found
        .as_ref()
        .map_or_else(String::new, |found| format!("\n{found}"));
    chained(
        previous,
        &format!("{checkpoint}\n{operation}\n{log}\n{rules}\n{layout}\n{backup}\n{digest}{found}"),
    )
}

/// Returns bytes in lower-case hexadecimal.
pub fn in_hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}
