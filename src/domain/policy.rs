//! The company's policies: what each is called, what it takes, and what holds where nobody set it.
//!
//! One table declares them. A policy is asked for by a method of [`Policies`], which returns a type of its own; one
//! that is not in the table can't be asked for.

mod account;
mod money;
#[cfg(test)]
mod tests;
mod value;

pub use self::account::CompanyAccount;
pub use self::value::{
    AnchorTo, Approval, CompanyName, CostingScope, Currency, Fefo, FifoBackdating, FifoScope,
    InvoiceVariance, LateBehindCount, NegativeStock, Patterns, PolicyValue, PromiseOn, RequireScan,
    RevenueOn, Summary, Takes,
};
use super::amount::Qty;
use super::code::{AccountCode, SiteCode};
use super::company::Policy;
use super::record::Fault;
use std::collections::BTreeMap;

/// Declares the policies: variant, key, type, default, what it decides.
macro_rules! policies {
    ($($variant:ident $key:ident: $value:ty = $default:literal, $decides:literal;)*) => {
        /// Every policy but the company's accounts, in the order in which `binledger policies` prints them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PolicyKey { $(#[doc = concat!("`", stringify!($key), "`: ", $decides, ".")] $variant,)* }

        impl PolicyKey {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the key under which a store keeps it.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => stringify!($key),)* } }

            /// Returns its default value, which holds until another is set.
            pub const fn unset(self) -> &'static str { match self { $(Self::$variant => $default,)* } }

            /// Returns what it decides.
            pub const fn decides(self) -> &'static str { match self { $(Self::$variant => $decides,)* } }

            /// Returns what it takes.
            pub const fn takes(self) -> Takes {
                match self { $(Self::$variant => <$value as PolicyValue>::TAKES,)* }
            }

            /// Reads a value, whatever its bounds; the error says what is expected.
            ///
            /// # Errors
            /// If it is none that a store may hold.
            pub fn read(self, value: &str) -> Result<(), String> {
                let fits = match self { $(Self::$variant => <$value as PolicyValue>::read(value).is_some(),)* };
                if fits { Ok(()) } else { Err(self.expected()) }
            }
        }

        impl Policies { $(
            #[doc = concat!("Returns the policy `", stringify!($key), "`: ", $decides, ".")]
            ///
            /// # Errors
            /// If the store holds a value that the policy does not take.
            pub fn $key(&self) -> Result<$value, Fault> { self.value(PolicyKey::$variant) }
        )* }
    };
}

policies! {
    Currency currency: Currency = "USD", "the company's currency, with which its amounts got their decimals";
    Company company: CompanyName = "", "the company's name";
    DefaultSite default_site: SiteCode = "MAIN", "the site of what names none; the first where there is no such site";
    RevenueOn revenue_on: RevenueOn = "ship", "when sales are posted: with the shipment, or with the bill";
    SalesPricesIncludeTax sales_prices_include_tax: bool = "no",
        "whether prices of sales include tax, where neither the order nor the document says so";
    NegativeStock negative_stock: NegativeStock = "refuse",
        "what selling or writing off more than is on hand does: it is refused, or made at a provisional cost";
    InvoiceVariance invoice_variance: InvoiceVariance = "variance",
        "where the difference between a bill and its receipt goes: to purchase variance, or to stock and cost of sales";
    CostingScope costing_scope: CostingScope = "site", "the scope in which stock is valued";
    FifoBackdating fifo_backdating: FifoBackdating = "queue",
        "where a receipt entered late stands at FIFO: where it was entered, or by its day";
    FifoScope fifo_scope: FifoScope = "item",
        "whose cost layers leave at FIFO: the oldest of the item, or those of the lot that leaves";
    Summary summary: Summary = "day", "how a sealed ledger batch is summarised";
    Promise promise: PromiseOn = "pick",
        "when an order is promised stock: as soon as it is known, or when somebody goes to pick it";
    Fefo fefo: Fefo = "warn", "picking another lot than the one that expires first";
    TotePattern tote_pattern: Patterns = "TOTE* T#*",
        "codes that are totes without a question (`*` is anything, `#` a digit); another unknown code is asked about";
    UsableThroughExpiry usable_through_expiry: bool = "yes",
        "whether goods may still ship on the day they expire";
    OverReceiptPercent over_receipt_percent: u32 = "0", "how much more than ordered may be received, or made for a work order";
    WeightTolerancePercent weight_tolerance_percent: u32 = "5",
        "how much more or less than ordered may be picked of goods that are kept by weight";
    RequireScan require_scan: RequireScan = "none", "what must be scanned and may not be typed";
    CountToleranceQty count_tolerance_qty: Qty = "0",
        "a count this far off in quantity is accepted without a recount";
    CountTolerancePercent count_tolerance_percent: Qty = "0", "and this far off in percent of the book quantity";
    CountToleranceValue count_tolerance_value: Qty = "0", "and this far off in value; all three must hold";
    SessionLeaseMinutes session_lease_minutes: u32 = "10",
        "how long claimed work stays with an operator who is silent";
    PinAttempts pin_attempts: u32 = "5", "wrong PINs in a row that lock a badge";
    PinDigits pin_digits: u32 = "4",
        "how many digits a PIN has at least; who has a shorter one is asked for another after signing in with it";
    Approval approval: Approval = "badge_pin",
        "what a supervisor shows to approve a step at another operator's terminal: the badge, or the badge and its PIN";
    AnchorTo anchor_to: AnchorTo = "none",
        "where number and hash of the last operation are kept when a day is sealed, outside of the store";
    LockAfterMinutes lock_after_minutes: u32 = "10",
        "how long a screen stays open without a read before its operator has to type the PIN again; 0 for ever";
    DateWindowPast date_window_past: u32 = "365",
        "how many days back work on the floor may be dated, and documents before the first day that is not closed";
    DateWindowFuture date_window_future: u32 = "1", "how many days ahead a document may be dated";
    LateBehindCount late_behind_count: LateBehindCount = "saw",
        "whether a count saw what is entered later for a day before it, so that on hand stays, or missed it";
    BackupAgeHours backup_age_hours: u32 = "48",
        "how old the last backup may be before supervisors and administrators are told at sign-in; 0 for any age";
}

impl PolicyKey {
    /// Returns the value that a new store begins with; older ones have the default.
    pub const fn fresh(self) -> &'static str {
        match self {
            Self::Promise => "import",
            _ => self.unset(),
        }
    }

    /// Returns the least and the most that may be set; `None` where the kind of value bounds it, or nothing has to.
    pub const fn bounds(self) -> Option<(i64, i64)> {
        match self {
            Self::OverReceiptPercent | Self::WeightTolerancePercent | Self::CountTolerancePercent => {
                Some((0, 100))
            }
            Self::SessionLeaseMinutes => Some((1, 1440)),
            Self::LockAfterMinutes => Some((0, 1440)),
            Self::DateWindowPast => Some((1, 36_500)),
            Self::DateWindowFuture => Some((0, 36_500)),
            Self::BackupAgeHours => Some((0, 8760)),
            Self::PinAttempts => Some((1, 20)),
            Self::PinDigits => Some((4, 8)),
            _ => None,
        }
    }

    /// Checks a value that is to be set; the error says what is expected.
    ///
    /// # Errors
    /// If the policy does not take it, or it is out of bounds.
    pub fn check(self, value: &str) -> Result<(), String> {
        self.read(value)?;
        let Some((least, most)) = self.bounds() else {
            return Ok(());
        };
        let fits = value
            .parse::<Qty>()
            .is_ok_and(|found| (Qty::units(least)..=Qty::units(most)).contains(&found));
        if fits { Ok(()) } else { Err(self.expected()) }
    }

    /// Returns what it takes, in words.
    pub fn expected(self) -> String {
        let expected = self.takes().expected();
        match self.bounds() {
            Some((least, most)) => {
                let kind = expected.strip_suffix(" from 0").unwrap_or(&expected);
                format!("{kind} from {least} to {most}")
            }
            None => expected,
        }
    }

    /// Returns the policy kept under that key.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.key() == key)
    }
}

/// The policies of a company, as a store has them: those it sets, and the defaults of all others.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    set: BTreeMap<String, String>,
}

impl Policies {
    /// Returns the policies of a company from those that its store sets. A key that this program doesn't know is kept
    /// and decides nothing.
    pub fn of(set: Vec<Policy>) -> Self {
        let set = set.into_iter().map(|policy| (policy.key, policy.value));
        Self { set: set.collect() }
    }

    /// Returns the value of a policy as the store has it, else its default.
    pub fn text(&self, policy: PolicyKey) -> &str {
        self.set.get(policy.key()).map_or(policy.unset(), String::as_str)
    }

    /// Returns the code of a company account, whether or not the chart has it.
    pub fn account(&self, account: CompanyAccount) -> AccountCode {
        let set = self.set.get(account.key()).map(String::as_str);
        AccountCode::from(set.unwrap_or(account.unset()))
    }

    fn value<V: PolicyValue>(&self, policy: PolicyKey) -> Result<V, Fault> {
        let text = self.text(policy);
        V::read(text).ok_or_else(|| {
            let (key, expected) = (policy.key(), policy.takes().expected());
            Fault::new(format!(
                "policy {key} is {text:?} in the store; it takes {expected}"
            ))
        })
    }
}
