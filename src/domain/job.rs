//! The jobs on the floor, each registered once.
//!
//! A job is an entry in the register below and a file of the same name in every layer: `flows/question/…` for what it
//! asks and is told, `flows/…` for its steps, `session/lookup/…` for its answers, `ui/…` for its screen. Everything
//! that covers all jobs is made from the register: the menu, the command barcodes, the sections of the keymap, what is
//! saved between reads.

use super::user::{Role, User};
use crate::words;

pub use crate::each_job;

/// Passes the register to a macro that generates code for every job.
///
/// Such a macro takes entries of the form `Variant in module { … }`; one that needs no more than these two names takes
/// what stands between the braces as `$($entry:tt)*`. The order is that of the menu.
#[macro_export]
macro_rules! each_job {
    ($make:ident) => {
        $make! {
            /// Goods arrive.
            Receive in receive {
                card: "RECEIVE", section: "receive", label: "Receive",
                help: "Receive goods at the dock",
                takes: [Damaged, Quantity, Status],
                roles: [Receiver, Supervisor],
                starts_on: [PurchaseOrder], shown_as: "a purchase order",
            }
            /// From the dock to the bins.
            Putaway in putaway {
                card: "PUTAWAY", section: "put-away", label: "Put away",
                help: "Put goods away from the dock into bins",
                takes: [Full, Quantity, Status],
                roles: [Receiver, Supervisor],
                starts_on: [Pallet], shown_as: "the job, then a dock or pallet",
            }
            /// From the bins into totes.
            Pick in pick {
                card: "PICK", section: "pick", label: "Pick",
                help: "Pick orders from the bins into totes",
                takes: [Short, Skip, Full, Damaged, Empty, TakeOver, Quantity, Reason],
                roles: [Picker, Supervisor],
                starts_on: [SalesOrder], shown_as: "a sales order, or Enter",
            }
            /// From totes into parcels.
            Pack in pack {
                card: "PACK", section: "pack", label: "Pack",
                help: "Pack picked goods into parcels",
                takes: [Full, Quantity],
                roles: [Picker, Supervisor],
                starts_on: [Tote, OpenParcel], shown_as: "a tote",
            }
            /// Parcels leave.
            Ship in ship {
                card: "SHIP", section: "ship", label: "Ship",
                help: "Ship parcels",
                takes: [],
                roles: [Picker, Supervisor],
                starts_on: [ClosedParcel], shown_as: "a packed parcel",
            }
            /// From bin to bin.
            Move in r#move {
                card: "MOVE", section: "move", label: "Move",
                help: "Move goods from bin to bin",
                takes: [Damaged, Quantity, Status],
                roles: [Receiver, Picker, Counter, Supervisor],
                starts_on: [], shown_as: "the job, then a bin",
            }
            /// To another site, or from one.
            Transfer in transfer {
                card: "TRANSFER", section: "transfer", label: "Transfer",
                help: "Send goods to a site, or take them in there",
                takes: [Short, Damaged, Lines, Quantity, Reason, Status],
                roles: [Picker, Receiver, Supervisor],
                starts_on: [Site, Transfer], shown_as: "a site, or a transfer's number",
            }
            /// From the reserve to the pick faces.
            Replenish in replenish {
                card: "REPLENISH", section: "replenish", label: "Replenish",
                help: "Refill pick faces from the reserve",
                takes: [Short, Empty, TakeOver, Quantity],
                roles: [Picker, Receiver, Supervisor],
                starts_on: [], shown_as: "the job, then Enter",
            }
            /// Work orders are worked on.
            Build in build {
                card: "BUILD", section: "build", label: "Build",
                help: "Issue to work orders, report what is made",
                takes: [Damaged, Lines, Quantity, Reason],
                roles: [Picker, Supervisor],
                starts_on: [WorkOrder], shown_as: "a work order",
            }
            /// A customer sends goods back.
            Return in customer_return {
                card: "RETURN", section: "return", label: "Return",
                help: "Take back what a customer returns",
                takes: [Damaged, Quantity, Reason, Status],
                roles: [Receiver, Supervisor],
                starts_on: [], shown_as: "the job, then order or parcel",
            }
            /// Bins are counted.
            Count in count {
                card: "COUNT", section: "count", label: "Count",
                help: "Count the goods in a bin",
                takes: [Empty, Quantity, Status],
                roles: [Counter, Supervisor],
                starts_on: [CountSheet], shown_as: "a count sheet",
            }
            /// A supervisor decides about counts.
            Reconcile in reconcile {
                card: "RECONCILE", section: "reconcile", label: "Reconcile",
                help: "Decide about count differences",
                takes: [Lines, Approve, Recount, Reason],
                roles: [Supervisor],
                starts_on: [CountToApprove], shown_as: "the job",
            }
            /// A controller looks at the books, seals and closes.
            Ledger in ledger {
                card: "LEDGER", section: "ledger", label: "Ledger",
                help: "Look at the books, seal days, close periods",
                takes: [Lines, Approve],
                roles: [Controller, Supervisor],
                starts_on: [], shown_as: "the job",
            }
            /// Looking only; open to everybody.
            Inquire in inquire {
                card: "INQUIRE", section: "inquire", label: "Inquire",
                help: "Look up goods, bins, orders and parcels",
                takes: [Lines, Reason],
                roles: [],
                starts_on: [Order, Plate, Goods, Location], shown_as: "an item, lot, bin or plate",
            }
            /// A locked badge is opened again.
            Unlock in unlock {
                card: "UNLOCK", section: "unlock", label: "Unlock",
                help: "Unlock a badge after too many wrong PINs",
                takes: [],
                roles: [Supervisor, Administrator],
                starts_on: [], shown_as: "the job, then the badge",
            }
            /// A new company gets what it needs.
            SetUp in set_up {
                card: "SETUP", section: "set-up", label: "Set up",
                help: "Set up company, bins, items, first orders",
                takes: [Lines],
                roles: [Administrator],
                starts_on: [], shown_as: "the job, then a line",
            }
        }
    };
}

/// What can be said in some jobs and not in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// There is less than asked for.
    Short,
    /// A line is left for later.
    Skip,
    /// The tote, bin or carton is full.
    Full,
    /// The goods are damaged.
    Damaged,
    /// The bin is empty.
    Empty,
    /// Work of somebody else is taken over.
    TakeOver,
    /// What is shown is approved.
    Approve,
    /// Another operator counts again.
    Recount,
    /// A line of a list is marked or chosen.
    Lines,
    /// How many.
    Quantity,
    /// Why.
    Reason,
    /// What may be done with the goods.
    Status,
}

/// A kind of code that starts a job when it is scanned at the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starter {
    /// The sheet of a count that a supervisor may decide about.
    CountToApprove,
    /// The sheet of any count.
    CountSheet,
    /// A purchase order.
    PurchaseOrder,
    /// A sales order.
    SalesOrder,
    /// An order of either kind.
    Order,
    /// A tote.
    Tote,
    /// A parcel that is being packed.
    OpenParcel,
    /// A parcel that waits to be shipped.
    ClosedParcel,
    /// A pallet.
    Pallet,
    /// A licence plate of any kind, in whatever state.
    Plate,
    /// The card of a site.
    Site,
    /// The number on the paper of a transfer.
    Transfer,
    /// A work order.
    WorkOrder,
    /// An item or a lot.
    Goods,
    /// A location.
    Location,
}

macro_rules! jobs {
    ($($(#[$doc:meta])* $job:ident in $module:ident {
        card: $card:literal, section: $section:literal, label: $label:literal,
        help: $help:literal,
        takes: [$($taken:ident),*],
        roles: [$($role:ident),*],
        starts_on: [$($starter:ident),*], shown_as: $shown_as:literal,
    })*) => {
        words! {
            /// A job, as on its command barcode `$BL.NAME`.
            pub enum Job { $($(#[$doc])* $job = $card,)* }
        }

        impl Job {
            /// Returns the name of the job as it is used on the floor.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$job => $label,)* }
            }

            /// Returns the command barcode that starts the job.
            pub const fn card(self) -> &'static str {
                match self { $(Self::$job => concat!("$BL.", $card),)* }
            }

            /// Returns the section of a keymap file that is open in the job; also its name as an action there.
            pub const fn section(self) -> &'static str {
                match self { $(Self::$job => $section,)* }
            }

            /// Returns what is done in the job: an imperative sentence without its full stop.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$job => $help,)* }
            }

            /// Returns what the operator can say in the job beside what can be said in all of them.
            pub const fn takes(self) -> &'static [Taken] {
                match self { $(Self::$job => &[$(Taken::$taken),*],)* }
            }

            /// Returns the roles that may do the job; empty if everybody may.
            const fn roles(self) -> &'static [Role] {
                match self { $(Self::$job => &[$(Role::$role),*],)* }
            }

            /// Returns the kinds of code that start the job when they are scanned at the home screen.
            pub const fn starts_on(self) -> &'static [Starter] {
                match self { $(Self::$job => &[$(Starter::$starter),*],)* }
            }

            /// Returns how the job is started, as the menu says it.
            pub const fn shown_as(self) -> &'static str {
                match self { $(Self::$job => $shown_as,)* }
            }
        }
    };
}

each_job!(jobs);

impl Job {
    /// Returns whether an operator may do the job.
    pub fn is_open_to(self, user: &User) -> bool {
        self.roles().is_empty() || self.roles().iter().any(|role| user.has(*role))
    }

    /// Returns the roles that may do the job, in words.
    pub fn who(self) -> String {
        let words: Vec<&str> = self.roles().iter().map(|role| role.word()).collect();
        words.join(" or ")
    }
}
