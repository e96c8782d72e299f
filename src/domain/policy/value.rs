//! The kinds of value that a policy has.

use crate::domain::amount::Qty;
use crate::domain::code::SiteCode;
use crate::words;
use std::fmt;

/// What a policy takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from 0.
    Count,
    /// A decimal from 0.
    Decimal,
    /// Three capital letters.
    Currency,
    /// The code of a site.
    Site,
    /// A name of at most 60 characters.
    Name,
    /// Patterns of codes.
    Patterns,
    /// Where anchors are kept.
    Anchors,
}

impl Takes {
    /// Returns what is expected, in words.
    pub fn expected(self) -> String {
        match self {
            Self::Word(words) => words.join(" or "),
            Self::Count => "a whole number".to_owned(),
            Self::Decimal => "a number from 0".to_owned(),
            Self::Currency => "a currency code such as USD".to_owned(),
            Self::Site => "the code of a site".to_owned(),
            Self::Name => "a name of at most 60 characters".to_owned(),
            Self::Patterns => {
                "patterns of codes such as TOTE-* T##, with * for anything and # for a digit".to_owned()
            }
            Self::Anchors => "none, syslog, or file: and the whole path of a file".to_owned(),
        }
    }
}

/// A type that a policy's value has.
pub trait PolicyValue: Sized {
    /// What such a policy takes.
    const TAKES: Takes;

    /// Reads a stored value; `None` if the policy does not take it.
    fn read(text: &str) -> Option<Self>;
}

words! {
    /// When sales are posted.
    pub enum RevenueOn {
        /// With the shipment.
        Ship = "ship",
        /// With the bill.
        Invoice = "invoice",
    }
    /// What selling or writing off more than is on hand does.
    pub enum NegativeStock {
        /// It is refused.
        Refuse = "refuse",
        /// It is made, at a provisional cost.
        Provisional = "provisional",
    }
    /// Where the difference between a bill and its receipt goes.
    pub enum InvoiceVariance {
        /// To purchase variance.
        Variance = "variance",
        /// To stock and cost of sales.
        Capitalise = "capitalise",
    }
    /// Whether a count saw goods that are entered later and dated before it.
    pub enum LateBehindCount {
        /// It saw what came of them: its difference was another one, and on hand stays as it was counted.
        Saw = "saw",
        /// It missed them: its difference stays, and they come on top.
        Missed = "missed",
    }
    /// Where a receipt entered late stands at FIFO.
    pub enum FifoBackdating {
        /// Behind whatever was entered before it.
        Queue = "queue",
        /// By its day: what left behind it costs what it would have cost.
        Replay = "replay",
    }
    /// Whose cost layers leave at FIFO.
    pub enum FifoScope {
        /// The oldest of the item, whichever lot leaves.
        Item = "item",
        /// Those of the lot that leaves.
        Lot = "lot",
    }
    /// When a sales order is promised stock.
    pub enum PromiseOn {
        /// As soon as it is known.
        Import = "import",
        /// When somebody goes to pick it.
        Pick = "pick",
    }
    /// The bounds of one valuation of an item's stock.
    pub enum CostingScope {
        /// Each site values its own.
        Site = "site",
    }
    /// What the lines of a ledger batch are summarised by, beside the account.
    pub enum Summary {
        /// By rule.
        Day = "day",
        /// By document, or by rule where there is none.
        Document = "document",
    }
    /// What is needed to pick a lot other than the one that expires first.
    pub enum Fefo {
        /// Nothing.
        None = "none",
        /// A reason, or a supervisor's approval.
        Warn = "warn",
        /// A supervisor's approval.
        Force = "force",
    }
    /// What a supervisor shows to approve a step at another operator's terminal.
    pub enum Approval {
        /// The badge, scanned.
        Badge = "badge",
        /// The badge, scanned, and its PIN.
        BadgePin = "badge_pin",
    }
    /// What must be scanned and may not be typed.
    pub enum RequireScan {
        /// Nothing.
        None = "none",
        /// Lots.
        Lot = "lot",
        /// Locations.
        Location = "location",
        /// Lots and locations.
        Both = "both",
    }
}

impl RequireScan {
    /// Returns whether a lot must be scanned.
    pub const fn lots(self) -> bool {
        matches!(self, Self::Lot | Self::Both)
    }

    /// Returns whether a location must be scanned.
    pub const fn locations(self) -> bool {
        matches!(self, Self::Location | Self::Both)
    }
}

/// Implements [`PolicyValue`] for lists of words.
macro_rules! worded {
    ($($name:ident)*) => { $(
        impl PolicyValue for $name {
            const TAKES: Takes = Takes::Word(Self::WORDS);
            fn read(text: &str) -> Option<Self> { text.parse().ok() }
        }
    )* };
}

worded! {
    RevenueOn PromiseOn NegativeStock LateBehindCount InvoiceVariance CostingScope FifoBackdating FifoScope Summary Fefo Approval
    RequireScan
}

/// The code of a currency: three capital letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency(String);

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PolicyValue for Currency {
    const TAKES: Takes = Takes::Currency;
    fn read(text: &str) -> Option<Self> {
        let fits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        fits.then(|| Self(text.to_owned()))
    }
}

/// Where an anchor of the store is kept when a day is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorTo {
    /// Nowhere.
    Nowhere,
    /// In the log of the system.
    Syslog,
    /// In a file, by its whole path.
    File(String),
}

impl PolicyValue for AnchorTo {
    const TAKES: Takes = Takes::Anchors;
    fn read(text: &str) -> Option<Self> {
        const LONGEST: usize = 200;
        match text {
            "none" => Some(Self::Nowhere),
            "syslog" => Some(Self::Syslog),
            _ => {
                let path = text.strip_prefix("file:")?;
                let is_whole =
                    path.starts_with('/') && path.len() <= LONGEST && !path.contains(char::is_control);
                let is_plain = path
                    .split('/')
                    .skip(1)
                    .all(|name| !["", ".", ".."].contains(&name));
                (is_whole && is_plain).then(|| Self::File(path.to_owned()))
            }
        }
    }
}

/// The name of the company; empty where nobody has given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyName(String);

impl fmt::Display for CompanyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PolicyValue for CompanyName {
    const TAKES: Takes = Takes::Name;
    fn read(text: &str) -> Option<Self> {
        let fits = text.chars().count() <= 60 && !text.contains(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }
}

impl PolicyValue for SiteCode {
    const TAKES: Takes = Takes::Site;
    fn read(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::from(text))
    }
}

/// Patterns of codes, apart by blanks: `*` stands for anything, `#` for a digit, all else for itself in either case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patterns(String);

impl Patterns {
    /// Returns whether a code fits one of them.
    pub fn fit(&self, code: &str) -> bool {
        let code = code.to_uppercase();
        let mut patterns = self.0.split_whitespace();
        patterns.any(|pattern| fits(pattern.to_uppercase().as_bytes(), code.as_bytes()))
    }

    /// Returns codes that fit the first of them, numbered from 1 to 9 as labels are: `TOTE-1`, `TOTE-2` … None is a bare
    /// number, which could be a quantity.
    pub fn examples(&self) -> impl Iterator<Item = String> {
        let pattern = self.0.split_whitespace().next().unwrap_or_default();
        let codes = ('1'..='9').map(move |number| numbered(pattern, number));
        codes.filter(|code| code.contains(char::is_alphabetic))
    }
}

/// Returns a code that fits a pattern, with a digit in it where the pattern lets one be.
fn numbered(pattern: &str, digit: char) -> String {
    let has_digits = pattern.contains('#');
    let mut code = String::new();
    for wanted in pattern.chars() {
        match wanted {
            '*' if has_digits => {}
            '*' if code.ends_with(char::is_alphanumeric) => code.extend(['-', digit]),
            '#' | '*' => code.push(digit),
            other => code.push(other),
        }
    }
    code
}

/// Returns whether a code fits a pattern.
fn fits(pattern: &[u8], code: &[u8]) -> bool {
    match (pattern.split_first(), code.split_first()) {
        (None, found) => found.is_none(),
        (Some((b'*', rest)), found) => {
            fits(rest, code) || found.is_some_and(|(_, further)| fits(pattern, further))
        }
        (Some((wanted, rest)), Some((found, further))) => {
            let same = wanted == found || *wanted == b'#' && found.is_ascii_digit();
            same && fits(rest, further)
        }
        (Some(_), None) => false,
    }
}

impl PolicyValue for Patterns {
    const TAKES: Takes = Takes::Patterns;
    fn read(text: &str) -> Option<Self> {
        let fits = text.len() <= 200 && text.chars().all(|it| !it.is_control());
        fits.then(|| Self(text.to_owned()))
    }
}

impl PolicyValue for bool {
    const TAKES: Takes = Takes::Word(&["yes", "no"]);
    fn read(text: &str) -> Option<Self> {
        match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

impl PolicyValue for u32 {
    const TAKES: Takes = Takes::Count;
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl PolicyValue for Qty {
    const TAKES: Takes = Takes::Decimal;
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|n| Self::ZERO <= *n)
    }
}
