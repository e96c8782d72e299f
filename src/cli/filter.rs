//! The filters that all queries share.

use crate::domain::code::{ItemCode, LocationCode, LotCode, SiteCode};
use crate::domain::time;
use chrono::NaiveDate;
use clap::Args;

/// What a query is narrowed to. Nothing named is everything.
#[derive(Clone, Debug, Default, Args)]
pub struct Filter {
    /// Only this item
    #[arg(long)]
    pub item: Option<ItemCode>,
    /// Only this lot
    #[arg(long)]
    pub lot: Option<LotCode>,
    /// Only this site
    #[arg(long)]
    pub site: Option<SiteCode>,
    /// Only this location
    #[arg(long)]
    pub location: Option<LocationCode>,
    /// Only from this day on (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub since: Option<NaiveDate>,
    /// Only up to this day (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub until: Option<NaiveDate>,
}

/// Reads a day from the command line.
///
/// # Errors
/// A message that says what was expected, if the text is not a day.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    time::day(text).ok_or_else(|| "expected a day such as 2026-03-02".to_owned())
}

impl Filter {
    /// Returns whether an item passes.
    pub fn item(&self, item: &ItemCode) -> bool {
        passes(self.item.as_ref(), item)
    }
    /// Returns whether a lot passes.
    pub fn lot(&self, lot: &LotCode) -> bool {
        passes(self.lot.as_ref(), lot)
    }
    /// Returns whether a site passes.
    pub fn site(&self, site: &SiteCode) -> bool {
        passes(self.site.as_ref(), site)
    }
    /// Returns whether a location passes.
    pub fn location(&self, location: &LocationCode) -> bool {
        passes(self.location.as_ref(), location)
    }
    /// Returns whether a day passes.
    pub fn day(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

fn passes<T: PartialEq>(wanted: Option<&T>, found: &T) -> bool {
    wanted.is_none_or(|wanted| wanted == found)
}

/// Returns a name, or `None` if it is empty.
pub fn named<T: ToString>(code: &T) -> Option<String> {
    Some(code.to_string()).filter(|text| !text.is_empty())
}
