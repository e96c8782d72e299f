//! The filters that all queries share.

use super::failure::Failure;
use crate::domain::code::{EntityCode, ItemCode, LocationCode, LotCode, SiteCode};
use crate::domain::entity::Entity;
use crate::domain::refusal::Refusal;
use crate::domain::time;
use crate::operations::entities::Sites;
use crate::operations::view::View;
use crate::store::StoreError;
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

/// Reads a legal entity from the command line; `-` is the company itself.
///
/// # Errors
/// A message that says what was expected, if the text is empty. Whether the entity is known is for the store to say.
pub fn entity(text: &str) -> Result<EntityCode, String> {
    match text {
        "" => Err("expected a legal entity, or - for the company itself".to_owned()),
        "-" => Ok(EntityCode::NONE),
        code => Ok(EntityCode::from(code)),
    }
}

/// Returns the sites in the books of a legal entity; all where none is named.
///
/// # Errors
/// A legal entity that is unknown, and a store that can't be read.
pub fn sites_of(view: &dyn View, entity: Option<&EntityCode>) -> Result<Sites, Failure> {
    if let Some(named) = entity.filter(|entity| !entity.is_empty())
        && view.find::<Entity>(&[named]).map_err(StoreError::from)?.is_none()
    {
        let entity = named.to_string();
        return Err(Failure::of(&Refusal::UnknownEntity { entity }, ""));
    }
    Ok(Sites::of(view, entity).map_err(StoreError::from)?)
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
