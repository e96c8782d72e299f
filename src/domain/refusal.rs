//! Refusals: what the rule book returns when something may not be done.
//!
//! Each has a stable code that is printed on slips and counted, and that is never reused for another meaning. Each
//! message says what was expected, what was found and what to do.

use super::amount::{Money, Qty};
use chrono::NaiveDate;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } = $code:literal, $text:literal;)*) => {
        /// Why an operation was refused.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs, reason = "each field is the object its name says, shown in the message")]
        pub enum Refusal { $($(#[$doc])* $name { $($field: $type),* },)* }
        impl Refusal {
            /// Returns the stable code.
            pub const fn code(&self) -> &'static str { match self { $(Self::$name { .. } => $code,)* } }
            /// All codes, for the documentation and its test.
            pub const CODES: &'static [&'static str] = &[$($code),*];
            /// Returns one refusal of every kind, with default values in its fields.
            #[cfg(test)]
            pub fn each() -> Vec<Self> { vec![$(Self::$name { $($field: Default::default()),* }),*] }
        }
        impl std::fmt::Display for Refusal {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { $(Self::$name { $($field),* } => write!(f, $text),)* }
            }
        }
    };
}

refusals! {
    /// Nothing carries the code.
    UnknownCode { code: String } = "UNKNOWN_CODE", "nothing carries the code {code}. Check the label, or ask a supervisor to add it.";
    /// A label that can't be read.
    BadLabel { found: String, why: String } = "BAD_LABEL", "{found} can't be read: {why}. Scan it again, or type the number below the bars.";
    /// A label that seems to have lost a separator, so that a field became part of the value before it.
    LostSeparator { found: String, fields: String, otherwise: String } = "LOST_SEPARATOR", "{found} seems to have lost a separator: {fields}? CONFIRM takes that, {otherwise}.";
    /// A read in which typed characters and a scan run together.
    RunTogether { found: String } = "RUN_TOGETHER", "{found} was typed and scanned in one, and where the scan begins can't be told. Nothing of it was taken: type or scan it again, one after the other.";
    /// The queue of reads is full.
    QueueFull { reads: usize } = "QUEUE_FULL", "{reads} reads came faster than the store could take them and were not taken. Scan them again.";
    /// No such item.
    UnknownItem { item: String } = "UNKNOWN_ITEM", "there is no item {item}. Check the label, or import it first.";
    /// No such location.
    UnknownLocation { location: String } = "UNKNOWN_LOCATION", "there is no location {location}. Check the sign, or import it first.";
    /// No such site.
    UnknownSite { site: String } = "UNKNOWN_SITE", "there is no site {site}. Name one that exists, or import it first.";
    /// No such order.
    UnknownOrder { order: String } = "UNKNOWN_ORDER", "there is no order {order}. Check the paper, or import it first.";
    /// No such vendor or customer.
    UnknownParty { party: String } = "UNKNOWN_PARTY", "there is no vendor or customer {party}. Import it first.";
    /// No such account.
    UnknownAccount { account: String } = "UNKNOWN_ACCOUNT", "there is no account {account} in the chart. Import it first.";
    /// No such group.
    UnknownGroup { group: i64 } = "UNKNOWN_GROUP", "there is no item group {group}. Import it first.";
    /// No such tax.
    UnknownTax { tax: String } = "UNKNOWN_TAX", "there is no tax type {tax}. Import it first.";
    /// No such unit.
    UnknownUom { uom: String } = "UNKNOWN_UOM", "there is no unit {uom}. Import it first.";
    /// No such operation.
    UnknownOperation { id: String } = "UNKNOWN_OPERATION", "nothing was posted under the id {id}. Name the id of an operation that was applied.";
    /// No such task.
    UnknownTask { task: i64 } = "UNKNOWN_TASK", "there is no task {task}. Get work again.";
    /// No such count.
    UnknownCount { count: String } = "UNKNOWN_COUNT", "there is no count {count}. Scan a bin to open one.";
    /// No such licence plate.
    UnknownLpn { lpn: String } = "UNKNOWN_LPN", "no tote or parcel carries {lpn}. Scan one that is in use.";
    /// No such policy.
    UnknownPolicy { policy: String } = "UNKNOWN_POLICY", "there is no policy {policy}. `binledger policies` lists them.";
    /// The policy does not know the word.
    WrongPolicy { policy: String, expected: String, found: String } = "WRONG_POLICY", "{policy} takes {expected}, found {found}. Nothing was set.";
    /// The command is for other places.
    NotHere { command: String, places: String, need: String } = "NOT_HERE", "{command} does nothing here: it is for {places}. {need}.";
    /// The command is for another step.
    NotNow { command: String, need: String } = "NOT_NOW", "{command} does nothing at this step. {need}.";
    /// The command is for a screen.
    NoScreen { command: String } = "NO_SCREEN", "{command} needs a terminal with a screen, and there is none here. Nothing was changed.";
    /// The operator is not known.
    UnknownBadge { badge: String } = "UNKNOWN_BADGE", "no operator carries the badge {badge}. Scan your own badge, or ask an administrator.";
    /// The PIN is wrong.
    WrongPin { badge: String, left: i64 } = "WRONG_PIN", "the PIN does not belong to badge {badge}; {left} more tries before it locks. Type it again.";
    /// The badge is locked.
    LockedBadge { badge: String } = "LOCKED_BADGE", "badge {badge} is locked after too many wrong PINs. A supervisor can unlock it.";
    /// The role is missing.
    RoleNeeded { need: String, badge: String } = "ROLE_NEEDED", "this needs the role {need}; badge {badge} does not have it. Ask somebody who has it; administrators give roles.";
    /// The quantity to move is zero.
    NothingToMove {} = "NO_QUANTITY", "the quantity is zero. Give a quantity above zero.";
    /// A quantity that is not valid here.
    BadQuantity { qty: Qty, why: String } = "BAD_QUANTITY", "{qty} is not a quantity here: {why}.";
    /// Not enough goods.
    NotEnough { item: String, at: String, need: Qty, have: Qty } = "NOT_ENOUGH", "need {need} of {item} at {at}, have {have}. Take less, or look in another bin.";
    /// Goods that are tracked by lot or serial number would go below zero.
    TrackedBelowZero { item: String, what: String, need: Qty, have: Qty } = "TRACKED_BELOW_ZERO", "need {need} of {item}, have {have}, and goods tracked by {what} can't go below zero: what is not there has none. Receive it first.";
    /// Goods promised to somebody else.
    Promised { item: String, at: String, need: Qty, free: Qty } = "PROMISED", "need {need} of {item} at {at}, {free} are free and the rest is promised to orders. Release a promise first.";
    /// The lot is missing.
    LotNeeded { item: String } = "LOT_NEEDED", "{item} is tracked by lot and none was given. Scan the lot.";
    /// The expiry is missing.
    ExpiryNeeded { item: String, lot: String } = "EXPIRY_NEEDED", "{item} lot {lot} needs its expiry. Scan or type it, for example 0727.";
    /// The serial is missing.
    SerialNeeded { item: String } = "SERIAL_NEEDED", "{item} is tracked by serial number and none was given. Scan each piece.";
    /// A lot or serial number for an item that is not tracked by it.
    NotTracked { item: String, what: String } = "NOT_TRACKED", "{item} is not tracked by {what}. Scan the item's own label.";
    /// An expiry that differs from the one known for the lot.
    OtherExpiry { item: String, lot: String, known: String, found: String } = "OTHER_EXPIRY", "{item} lot {lot} expires {known} by our books, the label says {found}. Check the lot, or call a supervisor.";
    /// Too old.
    Expired { item: String, lot: String, expiry: String } = "EXPIRED", "{item} lot {lot} expired on {expiry}. Set it aside; a supervisor decides.";
    /// Too little life left.
    ShortLife { item: String, lot: String, days: i64, need: i64 } = "SHORT_LIFE", "{item} lot {lot} has {days} days left, need {need}. A supervisor can accept it.";
    /// Recalled.
    OnHold { item: String, lot: String, why: String } = "ON_HOLD", "{item} lot {lot} is on hold: {why}. Set it aside and call a supervisor.";
    /// The serial number is in stock already.
    SerialInStock { item: String, serial: String, at: String } = "SERIAL_IN_STOCK", "{item} serial {serial} is in stock already at {at}. Check the label.";
    /// The serial number was counted before.
    SerialCounted { item: String, serial: String, at: String } = "SERIAL_COUNTED", "{item} serial {serial} is counted already {at}. It is one piece: set this one aside, or take the first back with UNDO.";
    /// Goods tracked by serial number must move one by one.
    OneSerial { item: String, qty: Qty } = "ONE_SERIAL", "{item} is tracked by serial number: a serial is one piece, not {qty}. Scan each piece.";
    /// Not on the order.
    NotOnOrder { item: String, order: String } = "NOT_ON_ORDER", "{item} is not on order {order}. Set it aside, or scan the order it belongs to.";
    /// More than ordered.
    OverReceipt { item: String, order: String, open: Qty, found: Qty } = "OVER_RECEIPT", "order {order} has {open} of {item} open, got {found}. Take {open}, or a supervisor accepts the rest.";
    /// More than asked.
    OverPick { item: String, need: Qty, found: Qty } = "OVER_PICK", "need {need} of {item}, got {found}. Put the rest back.";
    /// Another item.
    WrongItem { need: String, found: String } = "WRONG_ITEM", "need {need}, got {found}. Scan {need}, or SHORT.";
    /// Another lot.
    WrongLot { need: String, found: String, hint: String } = "WRONG_LOT", "need {need}, got {found}{hint}. Scan {need}, or SHORT.";
    /// Another serial.
    WrongSerial { need: String, found: String } = "WRONG_SERIAL", "need serial {need}, got {found}. Scan {need}, or SHORT.";
    /// Another location.
    WrongLocation { need: String, found: String } = "WRONG_LOCATION", "need {need}, got {found}. Go to {need} and scan it.";
    /// Another tote or parcel.
    WrongLpn { need: String, found: String, why: String } = "WRONG_LPN", "need {need}, got {found}: {why}.";
    /// A code that fits nothing here.
    NotExpected { need: String, found: String } = "NOT_EXPECTED", "need {need}, got {found}. Scan what is needed; nothing was changed.";
    /// A value in a document or a file that is not valid.
    Unfit { need: String, found: String } = "UNFIT", "expected {need}, found {found}. Correct it; nothing was changed.";
    /// A word nobody knows.
    WrongWord { need: String, found: String } = "WRONG_WORD", "expected {need}, found {found}.";
    /// Typed where a scan is needed.
    ScanNeeded { what: String, found: String } = "SCAN_NEEDED", "{found} was typed; a {what} must be scanned here. Scan the label, or call a supervisor.";
    /// Somebody else's work.
    Held { work: String, owner: String, since: String } = "HELD", "{work} is {owner}'s, claimed {since}. Take it over, or get other work.";
    /// Not claimed.
    NotClaimed { work: String } = "NOT_CLAIMED", "{work} is not claimed by you. Get work first.";
    /// No work.
    NoWork { what: String } = "NO_WORK", "there is no {what} waiting at this site. Scan an order, or sign out.";
    /// What is named is in the wrong state for this.
    WrongState { what: String, state: String, need: String } = "WRONG_STATE", "{what} is {state}, need {need}.";
    /// No stock to promise.
    NoStock { item: String, order: String, need: Qty, free: Qty } = "NO_STOCK", "order {order} needs {need} of {item}, {free} are available. Receive more, or ship what there is.";
    /// A move between locations of different sites.
    OtherSite { from: String, to: String } = "OTHER_SITE", "{from} and {to} are at different sites. A move stays inside a site; use a transfer.";
    /// The goods are at the location already.
    SamePlace { location: String } = "SAME_PLACE", "it is at {location} already. Scan another location.";
    /// Full.
    LocationFull { location: String, capacity: Qty, found: Qty } = "LOCATION_FULL", "{location} holds {capacity}, this would make {found}. Scan another location.";
    /// The site has no default location for the purpose.
    NoDefault { site: String, purpose: String } = "NO_DEFAULT_LOCATION", "site {site} has no location for {purpose}. Name one, or import one.";
    /// Service items have no stock.
    NoStockItem { item: String } = "SERVICE_ITEM", "{item} is a service and is never in stock.";
    /// Kits have no stock.
    KitItem { item: String } = "KIT_ITEM", "{item} is a kit and is never in stock. Name its components.";
    /// More than is on its way.
    OverTransfer { id: String, left: Qty, found: Qty } = "OVER_TRANSFER", "of transfer {id} {left} can still arrive, got {found}. Count again, or find what is missing.";
    /// A standard cost changes by its own document.
    OtherStandard { item: String, known: String, found: String } = "STANDARD_COST", "{item} was in stock with the standard cost {known}, found {found}. Nothing was changed; post a standard_cost document, which revalues the stock with it.";
    /// Attributes that differ from the known ones.
    Differs { what: String, field: String, known: String, found: String } = "DIFFERS", "{what} is known with {field} {known}, found {found}. Nothing was changed.";
    /// No standard.
    NoStandard { item: String } = "NO_STANDARD_COST", "{item} is valued at standard and has no standard cost. Give one.";
    /// No cost known.
    NoCost { item: String } = "NO_COST", "no cost is known for {item}. Give one with the gain, or receive some first.";
    /// Both a cost and a value were given, or neither.
    CostOrValue { found: String } = "COST_OR_VALUE", "give either cost or value, found {found}.";
    /// The key was used for another operation.
    OtherContent { id: String } = "OTHER_CONTENT", "the id {id} was used for another operation. Nothing was changed; use a new id.";
    /// Taken back already.
    Reversed { id: String } = "ALREADY_REVERSED", "operation {id} was taken back already.";
    /// Cannot be taken back.
    NotReversible { id: String, why: String } = "NOT_REVERSIBLE", "operation {id} cannot be taken back: {why}.";
    /// Nothing to undo.
    NothingToUndo {} = "NOTHING_TO_UNDO", "there is nothing of yours to take back here.";
    /// More than was sold.
    OverReturn { id: String, left: Qty, found: Qty } = "OVER_RETURN", "of shipment {id} {left} can still come back, got {found}.";
    /// More than was received.
    OverSendBack { id: String, left: Qty, found: Qty } = "OVER_SEND_BACK", "of receipt {id} {left} can still go back to the vendor, got {found}. Send back {left} at most.";
    /// More than is open.
    OverBilled { id: String, left: Qty, found: Qty } = "OVER_BILLED", "of receipt {id} {left} are still to be billed, got {found}. Bill {left} at most, and what has not arrived on its own.";
    /// More than was billed.
    OverArrival { id: String, left: Qty, found: Qty } = "OVER_ARRIVAL", "of bill {id} {left} have still to arrive, got {found}. Receive {left} on the bill and the rest without it.";
    /// Nothing to bill.
    NothingOpen { id: String } = "NOTHING_OPEN", "all of {id} is billed already. Take the other bill back first, or check the id.";
    /// A currency that differs from the known one.
    OtherCurrency { id: String, known: String, found: String } = "OTHER_CURRENCY", "{id} is in {known}, this is in {found}. Use {known}, or name a currency and rate on both.";
    /// The operator's own count, which another operator must recount or decide about.
    SameCounter { count: String, badge: String } = "SAME_COUNTER", "badge {badge} counted {count} before. Another operator must do this.";
    /// Uncounted lines.
    NotCounted { count: String, what: String } = "NOT_COUNTED", "{what} on count {count} has not been counted, which is not zero. Scan it, or say EMPTY.";
    /// Closed month.
    PeriodClosed { period: String } = "PERIOD_CLOSED", "period {period} is closed and stays as it is. What is entered now is posted to the first open period.";
    /// Nothing pending.
    NothingToSeal { day: String, site: String } = "NOTHING_TO_SEAL", "no journal entry of {day} at {site} is waiting for a ledger batch. Name a day and site that `gl preview` shows.";
    /// No such ledger batch.
    UnknownBatch { batch: i64 } = "UNKNOWN_BATCH", "there is no ledger batch {batch}. `gl list` shows those that are sealed.";
    /// Reversed already.
    BatchReversed { batch: i64, by: i64 } = "BATCH_REVERSED", "ledger batch {batch} was reversed already, by ledger batch {by}.";
    /// Reverses another.
    ReversesAnother { batch: i64, of: i64 } = "REVERSES_ANOTHER", "ledger batch {batch} reverses {of} and is not reversed itself. Seal the day of {of} again instead.";
    /// An export would differ from the first one.
    ExportDiffers { batch: i64, target: String, why: String } = "EXPORT_DIFFERS", "ledger batch {batch} was exported for {target} before, in other bytes: {why}.";
    /// Not exported.
    NotExported { batch: i64, targets: String } = "NOT_EXPORTED", "ledger batch {batch} was exported for {targets}. Name the target that has taken it.";
    /// Open items unexplained.
    NotExplained { period: String, what: String, detail: String } = "NOT_EXPLAINED", "period {period} cannot be closed: {what} does not hold: {detail}. Run `audit`.";
    /// Days not sealed.
    Unsealed { period: String, days: String } = "UNSEALED", "period {period} cannot be closed: {days} must be sealed before. Run `gl seal` first.";
    /// Stock and ledger differ.
    StockDiffers { period: String, account: String, stock: String, ledger: String } = "STOCK_DIFFERS", "period {period} cannot be closed: stock on account {account} is worth {stock}, the ledger says {ledger}. Run `audit`.";
    /// Stock can't enter or leave the ledger on that day.
    NotAStart { found: NaiveDate, next: NaiveDate } = "NOT_A_PERIOD_START", "stock enters or leaves the ledger on the first day of a period in which nothing is posted yet: {next}, not {found}. Date it {next}.";
    /// No period.
    NotAPeriod { found: String } = "NOT_A_PERIOD", "expected a period like 2026-03, found {found}.";
    /// Period not begun.
    PeriodAhead { period: String, now: String } = "PERIOD_AHEAD", "period {period} has not begun: it is {now} now. A closed period is never opened again; check the month.";
    /// Accounts missing.
    Coverage { missing: String } = "ACCOUNT_MISSING", "nothing can be posted: {missing}.";
    /// The group is in use.
    GroupInUse { group: i64, known: String, found: String } = "GROUP_IN_USE", "group {group} is used and keeps its inventory account {known}, found {found}.";
    /// Taking the amount off would leave a cost below zero.
    BelowZero { item: String, amount: Money } = "BELOW_ZERO", "{amount} can't be taken off the cost of {item}: some of it would cost less than nothing. Take off less.";
    /// No weight known.
    NoWeight { item: String } = "NO_WEIGHT", "{item} has no weight, and the cost is shared out by weight. Give the item one, or share out by quantity or value.";
    /// Too much for the store.
    TooLarge { what: String } = "TOO_LARGE", "{what} is beyond what can be recorded. Split it.";
}

impl Refusal {
    /// Returns whether only a supervisor may accept what was refused. All that the operator may confirm alone is
    /// another lot, and how a label was meant.
    pub const fn needs_supervisor(&self) -> bool {
        self.is_dangerous() && !matches!(self, Self::WrongLot { .. } | Self::LostSeparator { .. })
    }

    /// Returns whether going on needs a key or code that is not Enter, because the scanner sends Enter.
    pub const fn is_dangerous(&self) -> bool {
        matches!(
            self,
            Self::WrongLot { .. }
                | Self::LostSeparator { .. }
                | Self::OverReceipt { .. }
                | Self::OverPick { .. }
                | Self::OnHold { .. }
                | Self::Expired { .. }
                | Self::ShortLife { .. }
                | Self::OtherExpiry { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_used_twice() {
        let mut codes = Refusal::CODES.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Refusal::CODES.len());
    }

    #[test]
    fn every_refusal_crosses_as_it_is() {
        let mut some = Refusal::each();
        assert_eq!(some.len(), Refusal::CODES.len());
        let (item, at, qty) = ("ł\u{1d}\"".into(), "A-01".into(), Qty(-1_500_000));
        some.push(Refusal::NotEnough {
            item,
            at,
            need: qty,
            have: Qty(i64::MAX),
        });
        for refusal in some {
            let text = serde_json::to_string(&refusal).unwrap();
            assert_eq!(serde_json::from_str::<Refusal>(&text).unwrap(), refusal, "{text}");
        }
    }

    #[test]
    fn a_refusal_names_both_objects_and_what_to_do() {
        let refusal = Refusal::WrongItem {
            need: "BEANS".into(),
            found: "PEAS".into(),
        };
        assert_eq!(refusal.to_string(), "need BEANS, got PEAS. Scan BEANS, or SHORT.");
        assert_eq!(refusal.code(), "WRONG_ITEM");
    }
}
