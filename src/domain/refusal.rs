//! Refusals: what the rule book returns when something may not be done.
//!
//! Each has a stable code that is printed on slips and counted, and that is never reused for another meaning. Each
//! message says what is wrong, then what to do, in the words of keys and cards. Where a field is called `need`, it is
//! that second sentence without its full stop, or what the sentence tells to look for. Where a number is withheld, the
//! refusal has another sentence, after `without`; where it is zero and something else is to be done, after `nothing`.

mod accepted;

use super::amount::{Money, Qty};
use super::blind::Stated;
use chrono::NaiveDate;

macro_rules! refusals {
    ($(
        $(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } = $code:literal, $text:literal
        $(, without $told:ident $other:literal)? $(, nothing $zero:ident $none:literal)?;
    )*) => {
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
                match self { $(Self::$name { $($field),* } => {
                    $(if $told.is_withheld() { return write!(f, $other); })?
                    $(if $zero.is_zero() { return write!(f, $none); })?
                    write!(f, $text)
                })* }
            }
        }
    };
}

refusals! {
    /// Nothing carries the code.
    UnknownCode { code: String } = "UNKNOWN_CODE", "{code} is unknown. Check the label, or ask a supervisor to add it.";
    /// Files that can't be imported as they are.
    BadFile { why: String } = "BAD_FILE", "{why}. Nothing was imported: mend it, then Enter.";
    /// A label that can't be read.
    BadLabel { found: String, why: String } = "BAD_LABEL", "{found} can't be read: {why}. Scan it again, or type the number below the bars.";
    /// A label that seems to have lost a separator, so that a field became part of the value before it.
    LostSeparator { found: String, fields: String, otherwise: String } = "LOST_SEPARATOR", "{found} seems to have lost a separator: {fields}? CONFIRM takes that, {otherwise}.";
    /// A number that seems to have lost its check digit, and with it is that of a known item.
    NoCheckDigit { found: String, number: String, otherwise: String } = "NO_CHECK_DIGIT", "{found} lacks the check digit of {number}: set the scanner to send check digits. CONFIRM takes that item, {otherwise}.";
    /// A read in which typed characters and a scan run together.
    RunTogether { found: String } = "RUN_TOGETHER", "{found} was typed and scanned in one, and where the scan begins can't be told. Nothing of it was taken: type or scan it again, one after the other.";
    /// The queue of reads is full.
    QueueFull { reads: usize } = "QUEUE_FULL", "Scans came faster than the store could take them; not taken: {reads}. Scan them again.";
    /// No such item.
    UnknownItem { item: String } = "UNKNOWN_ITEM", "Item {item} is unknown. Check the label, or import it first.";
    /// No such location.
    UnknownLocation { location: String } = "UNKNOWN_LOCATION", "Location {location} is unknown. Check the sign, or import it first.";
    /// No such site.
    UnknownSite { site: String } = "UNKNOWN_SITE", "Site {site} is unknown. Name one that exists, or import it first.";
    /// No such legal entity.
    UnknownEntity { entity: String } = "UNKNOWN_ENTITY", "Legal entity {entity} is unknown. Name one that exists, or import it first.";
    /// Another legal entity for a site that has books.
    EntityStays { site: String, known: String, found: String } = "ENTITY_STAYS", "Site {site} has entries in the books of {known}. Keep it there, or open another site for {found}.";
    /// What goods cost another legal entity is not laid down.
    NoTransferPrice { item: String, seller: String, buyer: String } = "NO_TRANSFER_PRICE", "No price is known for {item} from {seller} to {buyer}. Ask the controller to lay down a transfer price.";
    /// One paper about the goods of two legal entities.
    OtherEntity { entity: String, other: String } = "OTHER_ENTITY", "That is in the books of {entity} and of {other}. Enter a document for each.";
    /// No such order.
    UnknownOrder { order: String } = "UNKNOWN_ORDER", "Order {order} is unknown. Check the paper, or import it first.";
    /// No such vendor or customer.
    UnknownParty { party: String } = "UNKNOWN_PARTY", "No vendor or customer is called {party}. Import it first.";
    /// No such account.
    UnknownAccount { account: String } = "UNKNOWN_ACCOUNT", "Account {account} is not in the chart. Import it first.";
    /// No such group.
    UnknownGroup { group: i64 } = "UNKNOWN_GROUP", "Item group {group} is unknown. Import it first.";
    /// No such dimension.
    UnknownDimension { dimension: String, known: String } = "UNKNOWN_DIMENSION", "Dimension {dimension} is unknown. Name one that is defined ({known}), or define it first.";
    /// A value that the dimension does not have.
    WrongDimension { dimension: String, expected: String, found: String } = "WRONG_DIMENSION", "No such {dimension}: expected {expected}, found {found}. Correct it, or define the value first.";
    /// A dimension that the document or an account needs.
    DimensionNeeded { dimension: String, name: String, what: String, remedy: String } = "DIMENSION_NEEDED", "No {dimension} is named ({name}), which {what} needs. {remedy}.";
    /// No such category.
    UnknownCategory { category: String } = "UNKNOWN_CATEGORY", "Category {category} is unknown. Import it before its items.";
    /// No such tax.
    UnknownTax { tax: String } = "UNKNOWN_TAX", "Tax type {tax} is unknown. Import it first.";
    /// No such unit.
    UnknownUom { uom: String } = "UNKNOWN_UOM", "Unit {uom} is unknown. Import it first.";
    /// No such operation.
    UnknownOperation { id: String } = "UNKNOWN_OPERATION", "Nothing was posted under the id {id}. Name the id of an operation that was applied.";
    /// No such task.
    UnknownTask { task: i64 } = "UNKNOWN_TASK", "Task {task} is unknown. Get work again.";
    /// No such count.
    UnknownCount { count: String } = "UNKNOWN_COUNT", "Count {count} is unknown. Scan a bin to open one.";
    /// No such licence plate.
    UnknownLpn { lpn: String } = "UNKNOWN_LPN", "{lpn} is not a tote, parcel or pallet in use. Scan one that is.";
    /// No such policy.
    UnknownPolicy { policy: String } = "UNKNOWN_POLICY", "Policy {policy} is unknown. `binledger policies` lists them.";
    /// The policy does not know the word.
    WrongPolicy { policy: String, expected: String, found: String } = "WRONG_POLICY", "{policy} takes {expected}, found {found}. Nothing was set.";
    /// Another currency for amounts that are posted already.
    CurrencyStays { currency: String } = "CURRENCY_STAYS", "Books with entries stay in {currency}. Keep it, or begin a new store for another currency.";
    /// A currency of another minor unit than the store's amounts have.
    OtherDecimals { currency: String, decimals: String, own: String } = "OTHER_DECIMALS", "{currency} has {decimals}, amounts here have {own}. Begin a new store for it: binledger init --currency {currency}.";
    /// The last administrator who can sign in would be none any more.
    LastAdministrator { badge: String } = "LAST_ADMINISTRATOR", "{badge} is the last administrator who is not locked. Make somebody else administrator first.";
    /// The command is for other places.
    NotHere { command: String, places: String, need: String } = "NOT_HERE", "{command} does nothing here: it is for {places}. {need}.";
    /// The command is for another step.
    NotNow { command: String, need: String } = "NOT_NOW", "{command} does nothing at this step. {need}.";
    /// The command is for a screen.
    NoScreen { command: String } = "NO_SCREEN", "{command} needs a terminal with a screen, and there is none here. Nothing was changed.";
    /// The operator is not known.
    UnknownBadge { badge: String } = "UNKNOWN_BADGE", "{badge} is not a badge here. Scan your own badge, or ask an administrator.";
    /// The PIN is wrong.
    WrongPin { badge: String, left: i64 } = "WRONG_PIN", "Not the PIN of badge {badge}. Type it again; tries left: {left}.";
    /// Something else than a PIN came while one was awaited.
    PinAwaited { name: String } = "PIN_AWAITED", "That is no PIN. {name}: type your PIN, or scan another badge.";
    /// The badge has no PIN.
    PinNeeded { name: String } = "PIN_NEEDED", "{name} has no PIN yet. Sign in with that badge and choose one beside a supervisor.";
    /// What was chosen can be no PIN.
    UnfitPin { least: u32 } = "UNFIT_PIN", "A PIN has {least} to 8 digits here. Choose one.";
    /// What was chosen is tried first by whoever guesses.
    WeakPin { why: String } = "WEAK_PIN", "Easy to guess: {why}. Choose another PIN.";
    /// A PIN was hashed with a key that is not on this machine.
    PepperMissing {} = "PEPPER_MISSING", "No PIN can be checked here: the pepper is missing. Ask the administrator.";
    /// The chosen PIN was not typed the same again.
    PinDiffers {} = "PIN_DIFFERS", "The two PINs differ. Choose one again.";
    /// Digits that may be a PIN where none is awaited.
    PinNotKept {} = "PIN_NOT_KEPT", "That may be a PIN, so it was not kept. Scan your badge first; if it was another number, type it again.";
    /// Digits that may be a PIN where a supervisor is asked to approve something.
    BadgeFirst {} = "BADGE_FIRST", "Scan the badge first, then type the PIN. Digits were not kept; for another quantity say BACK first.";
    /// The badge of somebody who may not approve.
    MayNotApprove { badge: String, what: String } = "MAY_NOT_APPROVE", "{badge} may not approve {what}. Scan a supervisor's badge, or BACK.";
    /// The badge is locked.
    LockedBadge { badge: String } = "LOCKED_BADGE", "Badge {badge} is locked after too many wrong PINs. Ask a supervisor to unlock it.";
    /// The role is missing.
    RoleNeeded { need: String, badge: String } = "ROLE_NEEDED", "{badge} may not do this. It takes the role {need}: ask somebody who has it.";
    /// The quantity to move is zero.
    NothingToMove {} = "NO_QUANTITY", "The quantity is zero. Give a quantity above zero.";
    /// A quantity that is not valid here.
    BadQuantity { qty: Qty, why: String } = "BAD_QUANTITY", "{qty} is not a quantity here: {why}.";
    /// Not enough goods.
    NotEnough { item: String, at: String, need: Qty, have: Stated } = "NOT_ENOUGH", "Only {have} of {item} at {at}, not {need}. Take less, or look in another bin.",
        without have "Fewer than {need} of {item} at {at} ({have}: no number is told). Take less, or look in another bin.";
    /// Goods that are tracked by lot or serial number would go below zero.
    TrackedBelowZero { item: String, what: String, need: Qty, have: Stated } = "TRACKED_BELOW_ZERO", "Only {have} of {item}, not {need}, and goods tracked by {what} can't go below zero: what is not there has none. Receive it first.",
        without have "Fewer than {need} of {item} ({have}: no number is told), and goods tracked by {what} can't go below zero: what is not there has none. Receive it first.";
    /// Goods promised to somebody else.
    Promised { item: String, at: String, need: Qty, free: Stated } = "PROMISED", "Only {free} of {item} at {at} free, not {need}: orders wait for the rest. Take what is free, or goods from another bin.",
        without free "Fewer than {need} of {item} at {at} are free ({free}: no number is told): orders wait for the rest. Release a promise first.";
    /// Goods that orders are promised by item.
    OwedToOrders { item: String, site: String, need: Qty, free: Qty } = "OWED_TO_ORDERS", "Orders are promised {item} at {site}: {free} may be taken, not {need}. Take {free}, or ask a supervisor to accept that an order waits.";
    /// The lot is missing.
    LotNeeded { item: String } = "LOT_NEEDED", "The lot of {item} is missing. Scan it.";
    /// The expiry is missing.
    ExpiryNeeded { item: String, lot: String } = "EXPIRY_NEEDED", "The expiry of {item} lot {lot} is missing. Scan it, or type it like 0727.";
    /// The serial is missing.
    SerialNeeded { item: String } = "SERIAL_NEEDED", "The serial number of {item} is missing. Scan each piece.";
    /// A lot or serial number for an item that is not tracked by it.
    NotTracked { item: String, what: String } = "NOT_TRACKED", "{item} is not tracked by {what}. Scan the item's own label.";
    /// An expiry that differs from the one known for the lot.
    OtherExpiry { item: String, lot: String, known: String, found: String } = "OTHER_EXPIRY", "{item} lot {lot} expires {known} by our books, {found} by this label. Check the lot, or call a supervisor.";
    /// Too old.
    Expired { item: String, lot: String, expiry: String } = "EXPIRED", "{item} lot {lot} expired on {expiry}. Set it aside; a supervisor decides.";
    /// Too little life left.
    ShortLife { item: String, lot: String, days: i64, need: i64 } = "SHORT_LIFE", "{item} lot {lot} expires too soon: days left {days}, needed {need}. A supervisor can accept it.";
    /// Recalled.
    OnHold { item: String, lot: String, why: String } = "ON_HOLD", "{item} {lot} is on hold: {why}. Set it aside and call a supervisor.";
    /// Nothing ends a hold on the word of one person.
    SecondPerson { what: String } = "SECOND_PERSON", "{what}: a second supervisor is needed, who did not ask for it. Scan another supervisor's badge.";
    /// There is no such hold.
    NotOnHold { what: String } = "NOT_ON_HOLD", "{what} is not on hold. Check the label, or the list of holds.";
    /// The serial number is in stock already.
    SerialInStock { item: String, serial: String, at: String } = "SERIAL_IN_STOCK", "{item} serial {serial} is in stock already at {at}. Check the label.";
    /// The serial number was counted before.
    SerialCounted { item: String, serial: String, at: String } = "SERIAL_COUNTED", "{item} serial {serial} is counted already {at}. It is one piece: set this one aside, or take the first back with UNDO.";
    /// Goods tracked by serial number must move one by one.
    OneSerial { item: String, qty: Qty } = "ONE_SERIAL", "{item} is tracked by serial number: a serial is one piece, not {qty}. Scan each piece.";
    /// Not on the order.
    NotOnOrder { item: String, order: String } = "NOT_ON_ORDER", "{item} is not on order {order}. Set it aside, or scan the order it belongs to.";
    /// More than ordered.
    OverReceipt { item: String, order: String, open: Qty, found: Qty } = "OVER_RECEIPT", "{found} of {item} is too many: {open} open on {order}. Take {open}, or ask a supervisor to accept the rest.", nothing open "{found} of {item} is too many: nothing is open on {order}. Set it aside, or ask a supervisor to accept it.";
    /// More than asked.
    OverPick { item: String, need: Qty, found: Qty } = "OVER_PICK", "{found} of {item} is too many: {need} to take. Put the rest back.";
    /// Another item.
    WrongItem { need: String, found: String } = "WRONG_ITEM", "{found}. {need}.";
    /// Another lot.
    WrongLot { need: String, found: String, hint: String } = "WRONG_LOT", "{found} is another lot{hint}. {need}.";
    /// Another lot, which only a supervisor may let go first.
    ForcedLot { need: String, found: String, hint: String } = "FORCED_LOT", "{found} is another lot{hint}, and the promised one goes first here. {need}.";
    /// Another location.
    WrongLocation { need: String, found: String } = "WRONG_LOCATION", "{found} is another place. Go to {need}.";
    /// Another tote or parcel.
    WrongLpn { need: String, found: String, why: String } = "WRONG_LPN", "{found} {why}. {need}.";
    /// A code that fits nothing here.
    NotExpected { need: String, found: String } = "NOT_EXPECTED", "{found}. {need}.";
    /// A badge where something else is awaited.
    BadgeRead { need: String, found: String } = "BADGE_READ", "{found}. {need}.";
    /// An order where something else is awaited.
    OrderRead { need: String, found: String } = "ORDER_READ", "{found}. {need}.";
    /// A bin where something else is awaited.
    BinRead { need: String, found: String } = "BIN_READ", "{found}. {need}.";
    /// An item where something else is awaited.
    ItemRead { need: String, found: String } = "ITEM_READ", "{found}. {need}.";
    /// A tote, parcel or pallet where something else is awaited.
    PlateRead { need: String, found: String } = "PLATE_READ", "{found}. {need}.";
    /// The card of a site where something else is awaited.
    SiteRead { need: String, found: String } = "SITE_READ", "{found}. {need}.";
    /// A count where something else is awaited.
    CountSheetRead { need: String, found: String } = "COUNT_READ", "{found}. {need}.";
    /// The paper of a transfer where something else is awaited.
    TransferRead { need: String, found: String } = "TRANSFER_READ", "{found}. {need}.";
    /// A bin of another site.
    BinElsewhere { need: String, found: String } = "BIN_ELSEWHERE", "{found}. {need}.";
    /// An order of another site.
    OrderElsewhere { need: String, found: String } = "ORDER_ELSEWHERE", "{found}. {need}.";
    /// A licence plate that stands at another site.
    PlateElsewhere { need: String, found: String } = "PLATE_ELSEWHERE", "{found}. {need}.";
    /// Scanned digits where a quantity is awaited.
    ScannedNumber { found: String } = "SCANNED_NUMBER", "{found} was scanned, and a scan is never a quantity. Type the quantity, or scan its card.";
    /// An expiry so far ahead that it may be misread.
    FarExpiry { lot: String, found: String, days: i64 } = "FAR_EXPIRY", "Lot {lot} would keep until {found}, {days} days: more than ten years. Confirm, or type the date that is printed.";
    /// Digits that are a date in two ways.
    TwoDates { found: String, one: String, other: String } = "TWO_DATES", "{found} may be {one} or {other}. Type the date with its full year, like {one}.";
    /// A value in a document or a file that is not valid.
    Unfit { need: String, found: String } = "UNFIT", "Expected {need}, found {found}. Correct it; nothing was changed.";
    /// A word nobody knows.
    WrongWord { need: String, found: String } = "WRONG_WORD", "Expected {need}, found {found}. Correct it; nothing was changed.";
    /// Typed where a scan is needed.
    ScanNeeded { what: String, found: String } = "SCAN_NEEDED", "{found} was typed; a {what} must be scanned here. Scan it, or call a supervisor.";
    /// Somebody else's work.
    Held { work: String, owner: String, since: String } = "HELD", "{owner} has {work}, claimed {since}. Get other work.";
    /// Not claimed.
    NotClaimed { work: String } = "NOT_CLAIMED", "{work} is not yours. Get work first.";
    /// No work.
    NoWork { what: String } = "NO_WORK", "No {what} is waiting at this site. Try again later, or choose another job.";
    /// What is named is in the wrong state for this.
    WrongState { what: String, state: String, need: String } = "WRONG_STATE", "{what} is {state}. {need}.";
    /// No stock to promise.
    NoStock { item: String, order: String, need: Qty, free: Qty } = "NO_STOCK", "Order {order} needs {need} of {item}; {free} are available. Receive more, or ship what there is.";
    /// A move between locations of different sites.
    OtherSite { from: String, to: String } = "OTHER_SITE", "{from} and {to} are at different sites. A move stays inside a site; use a transfer.";
    /// The goods are at the location already.
    SamePlace { location: String } = "SAME_PLACE", "It is at {location} already. Scan another place.";
    /// All of a bin whose quantities are withheld.
    UnderCount { place: String } = "UNDER_COUNT", "{place} is under count, and who may count it takes nothing out of it but for picks and replenishment. Finish the count, or ask somebody who does not count.";
    /// Full.
    LocationFull { location: String, capacity: Qty, found: Stated } = "LOCATION_FULL", "{location} is full: it holds {capacity}, this would make {found}. Scan another bin.",
        without found "{location} is full: it holds {capacity}, this would make more ({found}: no number is told). Scan another bin.";
    /// The site has no default location for the purpose.
    NoDefault { site: String, purpose: String } = "NO_DEFAULT_LOCATION", "Site {site} has no location for {purpose}. Name one, or import one.";
    /// Service items have no stock.
    NoStockItem { item: String } = "SERVICE_ITEM", "{item} is a service and is never in stock. Scan goods.";
    /// Kits have no stock.
    KitItem { item: String } = "KIT_ITEM", "{item} is a kit and is never in stock. Name its components.";
    /// More than is on its way.
    OverTransfer { id: String, left: Qty, found: Qty } = "OVER_TRANSFER", "{found} is too many: {left} of transfer {id} can still arrive. Count again, or find what is missing.";
    /// A standard cost changes by its own document.
    OtherStandard { item: String, known: String, found: String } = "STANDARD_COST", "{item} was in stock with the standard cost {known}, found {found}. Nothing was changed; post a standard_cost document, which revalues the stock with it.";
    /// Attributes that differ from the known ones.
    Differs { what: String, field: String, known: String, found: String } = "DIFFERS", "{what} is known with {field} {known}, found {found}. Nothing was changed.";
    /// No standard.
    NoStandard { item: String } = "NO_STANDARD_COST", "{item} is valued at standard and has no standard cost. Give one.";
    /// No cost known.
    NoCost { item: String } = "NO_COST", "No cost is known for {item}. Give one with the gain, or receive some first.";
    /// Both a cost and a value were given, or neither.
    CostOrValue { found: String } = "COST_OR_VALUE", "Expected either cost or value, found {found}. Give one of them.";
    /// A new lot that looks like a known one.
    LooksAlike { item: String, known: String, found: String } = "LOOKS_ALIKE", "Lot {found} looks like {known}, which {item} has. Write it as it is known, or name the lot otherwise.";
    /// A field that says nothing in this document.
    NotSaid { field: String, why: String } = "FIELD_NOT_HERE", "No {field} here: {why}. Leave it out.";
    /// A site where nothing of the document happens.
    NotAtSite { named: String, found: String } = "NOT_AT_SITE", "Not at {named}: it happens at {found}. Name that site, or none.";
    /// A new code that looks like another, or like none.
    BadCode { found: String, why: String } = "BAD_CODE", "{found} can't be a code: {why}. Write it without.";
    /// A code that means something else already.
    CodeTaken { code: String, known: String } = "CODE_TAKEN", "{code} is {known} already, and a scan may mean one thing only. Use another code.";
    /// Fewer than work was done on.
    BelowDone { what: String, done: Qty, found: Qty } = "BELOW_DONE", "{found} is too few for {what}: {done} of it came, left, is promised or was given up. Order {done} at least.";
    /// The key was used for another operation.
    OtherContent { id: String } = "OTHER_CONTENT", "The id {id} was used for another operation. Nothing was changed; use a new id.";
    /// Taken back already.
    Reversed { id: String } = "ALREADY_REVERSED", "Operation {id} was taken back already. Nothing was changed.";
    /// Cannot be taken back.
    NotReversible { id: String, why: String } = "NOT_REVERSIBLE", "Operation {id} can't be taken back: {why}.";
    /// Nothing to undo.
    NothingToUndo {} = "NOTHING_TO_UNDO", "Nothing of yours is left to take back here. Go on.";
    /// More than was sold.
    OverReturn { id: String, left: Qty, found: Qty } = "OVER_RETURN", "{found} is too many: {left} of shipment {id} can still come back. Count again.";
    /// More than was received.
    OverSendBack { id: String, left: Qty, found: Qty } = "OVER_SEND_BACK", "{found} is too many: {left} of receipt {id} can still go back to the vendor. Send back {left} at most.";
    /// More than is open.
    OverBilled { id: String, left: Qty, found: Qty } = "OVER_BILLED", "{found} is too many: {left} of receipt {id} are still to be billed. Bill {left} at most, and what has not arrived on its own.";
    /// More than was billed.
    OverArrival { id: String, left: Qty, found: Qty } = "OVER_ARRIVAL", "{found} is too many: {left} of bill {id} have still to arrive. Receive {left} on the bill and the rest without it.";
    /// More is credited than there is.
    OverCredit { id: String, left: Money, found: Money } = "OVER_CREDIT", "{found} is too much: {left} of {id} can still be credited. Credit {left} at most; what was not billed yet is left out of its bill.";
    /// A number that another paper of the vendor has.
    NumberTaken { vendor: String, paper: String, number: String, id: String } = "NUMBER_TAKEN", "{vendor}'s {paper} {number} is entered already, as {id}. Take {id} back first if that was wrong; otherwise leave this one out, or give it its own number.";
    /// Nothing to bill.
    NothingOpen { id: String } = "NOTHING_OPEN", "All of {id} is billed already. Take the other bill back first, or check the id.";
    /// A currency that differs from the known one.
    OtherCurrency { id: String, known: String, found: String } = "OTHER_CURRENCY", "{id} is in {known}, this is in {found}. Use {known}, or name a currency and rate on both.";
    /// The operator's own count, which another operator must recount or decide about.
    SameCounter { count: String, badge: String } = "SAME_COUNTER", "Badge {badge} counted {count} before. Another operator must do this.";
    /// Uncounted lines.
    NotCounted { count: String, what: String } = "NOT_COUNTED", "{what} on count {count} has not been counted, which is not zero. Scan it, or say EMPTY.";
    /// A day too far from today.
    DateOutOfRange { need: String, found: NaiveDate, remedy: String } = "DATE_OUT_OF_RANGE", "{found} can't be: expected {need}. {remedy}.";
    /// Closed month.
    PeriodClosed { period: String } = "PERIOD_CLOSED", "Period {period} is closed and stays as it is. What is entered now is posted to the first open period.";
    /// Nothing pending.
    NothingToSeal { day: String, site: String } = "NOTHING_TO_SEAL", "No journal entry of {day} at {site} is waiting for a ledger batch. Name a day and site that `gl preview` shows.";
    /// No such ledger batch.
    UnknownBatch { batch: i64 } = "UNKNOWN_BATCH", "Ledger batch {batch} is unknown. `gl list` shows those that are sealed.";
    /// Reversed already.
    BatchReversed { batch: i64, by: i64 } = "BATCH_REVERSED", "Ledger batch {batch} was reversed already, by ledger batch {by}.";
    /// Reverses another.
    ReversesAnother { batch: i64, of: i64 } = "REVERSES_ANOTHER", "Ledger batch {batch} reverses {of} and is not reversed itself. Seal the day of {of} again instead.";
    /// An export would differ from the first one.
    ExportDiffers { batch: i64, target: String, why: String } = "EXPORT_DIFFERS", "Ledger batch {batch} was exported for {target} before, in other bytes: {why}.";
    /// Not exported.
    NotExported { batch: i64, targets: String } = "NOT_EXPORTED", "Ledger batch {batch} was exported for {targets}. Name the target that has taken it.";
    /// Open items unexplained.
    NotExplained { period: String, what: String, detail: String } = "NOT_EXPLAINED", "Period {period} can't be closed: {what} does not hold: {detail}. Run `audit`.";
    /// Days not sealed.
    Unsealed { period: String, days: String } = "UNSEALED", "Period {period} can't be closed: {days} must be sealed before. Run `gl seal` first.";
    /// Stock and ledger differ.
    StockDiffers { period: String, account: String, stock: String, ledger: String } = "STOCK_DIFFERS", "Period {period} can't be closed: stock on account {account} is worth {stock}, the ledger says {ledger}. Run `audit`.";
    /// Inventory below zero at the end of a period.
    InventoryBelowZero { period: String, what: String } = "INVENTORY_BELOW_ZERO", "Period {period} can't be closed: inventory is below zero at its end, {what}. Enter what is missing, or close it by command with --reason.";
    /// Stock can't enter or leave the ledger on that day.
    NotAStart { found: NaiveDate, next: NaiveDate } = "NOT_A_PERIOD_START", "Stock enters or leaves the ledger on the first day of a period in which nothing is posted yet: {next}, not {found}. Date it {next}.";
    /// No period.
    NotAPeriod { found: String } = "NOT_A_PERIOD", "Expected a period like 2026-03, found {found}.";
    /// Period not begun.
    PeriodAhead { period: String, now: String } = "PERIOD_AHEAD", "Period {period} has not begun: it is {now} now. A closed period is never opened again; check the month.";
    /// Accounts missing.
    Coverage { missing: String } = "ACCOUNT_MISSING", "Nothing can be posted: {missing}.";
    /// The group is in use.
    ServiceCostOpen { item: String, site: String, qty: Qty, value: Money } = "SERVICE_COST_OPEN", "Service cost is open: {item} at {site} has {qty} worth {value} on its accrual. Sell, bill or credit it first.";
    GroupInUse { group: i64, site: String, known: String, found: String } = "GROUP_IN_USE", "Group {group} had stock at {site} and keeps its inventory account {known} there, found {found}. Nothing was changed.";
    /// Taking the amount off would leave a cost below zero.
    BelowZero { item: String, amount: Money } = "BELOW_ZERO", "{amount} can't be taken off the cost of {item}: some of it would cost less than nothing. Take off less.";
    /// No weight known.
    NoWeight { item: String } = "NO_WEIGHT", "{item} has no weight, and the cost is shared out by weight. Give the item one, or share out by quantity or value.";
    /// Too much for the store.
    TooLarge { what: String } = "TOO_LARGE", "{what} is beyond what can be recorded. Split it.";
}

#[cfg(test)]
mod tests;
