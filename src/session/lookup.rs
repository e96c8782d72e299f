//! Answers to what the jobs ask of the store, one file per job. Nothing here changes the store.

pub mod carry;
pub mod home;
mod known;
pub mod sign_in;

use crate::domain::catalog::{Item, Location, Purpose};
use crate::domain::code::{ItemCode, Key, LocationCode, Lpn, SiteCode};
use crate::domain::job::each_job;
use crate::domain::movement::Source;
use crate::domain::record::{CellRef, Fault, Range};
use crate::domain::stock::Balance;
use crate::flows::event::{Context, Question, Told};
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use crate::session::pin::Pins;

macro_rules! answers {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        $(pub mod $module;)*

        /// Answers a question of a flow.
        ///
        /// # Errors
        /// A [`Fault`] if the store can't answer.
        pub fn answer(
            view: &dyn View,
            question: &Question,
            context: &Context,
            pins: &Pins,
        ) -> Result<Told, Fault> {
            Ok(match question {
                Question::SignIn(asked) => Told::SignIn(sign_in::answer(view, asked, pins)?),
                Question::Home(asked) => Told::Home(home::answer(view, asked, context)?),
                $(Question::$job(asked) => Told::$job($module::answer(view, asked, context)?),)*
            })
        }
    };
}

each_job!(answers);

/// Returns a request as this operator would send it now, to be previewed and never sent.
fn request(context: &Context, operation: impl Into<Operation>) -> Request {
    Request {
        key: Key::from("preview"),
        requester: context.requester(),
        source: Source::System,
        at: context.now,
        date: context.today,
        asked_on: None,
        read: None,
        reason: None,
        document: None,
        site: Some(context.site.clone()),
        approved_by: None,
        approved_by_pin: false,
        accepted: Vec::new(),
        late_behind_count: None,
        dimensions: <_>::default(),
        operation: operation.into(),
    }
}

/// The maximum number of docks of a site that are searched for goods.
const DOCKS: usize = 20;

/// Returns the first dock of a site where goods stand that have arrived.
fn dock_with_goods(view: &dyn View, site: &SiteCode) -> Result<Option<LocationCode>, Fault> {
    let docks = Range::by(Location::BY_WALK, &[site, &Purpose::Receiving]).first(DOCKS);
    for dock in view.list::<Location>(&docks)? {
        let content = Range::by(Balance::BY_LOCATION, &[&dock.location]).first(1);
        if !view.list::<Balance>(&content)?.is_empty() {
            return Ok(Some(dock.location));
        }
    }
    Ok(None)
}

/// Returns the first dock of a site that parcels leave from.
fn shipping_dock(view: &dyn View, site: &SiteCode) -> Result<Option<LocationCode>, Fault> {
    let docks = Range::by(Location::BY_WALK, &[site, &Purpose::Shipping]).first(1);
    let first = view.list::<Location>(&docks)?.pop();
    Ok(first.map(|dock| dock.location))
}

/// Reads the items that several records name at once, so that each is at hand when it is asked for.
fn gather_items<'i>(view: &dyn View, items: impl Iterator<Item = &'i ItemCode>) -> Result<(), Fault> {
    view.gather::<Item>(items.map(|item| vec![item.value()]))
}

/// Returns the item that a record names.
fn item(view: &dyn View, item: &ItemCode) -> Result<Item, Fault> {
    let found: Option<Item> = view.find(&[item])?;
    found.ok_or_else(|| Fault::new(format!("item {item} is missing")))
}

/// Returns the location that a record names.
fn location(view: &dyn View, location: &LocationCode) -> Result<Location, Fault> {
    let found: Option<Location> = view.find(&[location])?;
    found.ok_or_else(|| Fault::new(format!("location {location} is missing")))
}

/// Returns whether goods lie on a licence plate.
fn is_in_use(view: &dyn View, lpn: &Lpn) -> Result<bool, Fault> {
    let content = Range::by(Balance::BY_LPN, &[lpn]).first(1);
    Ok(!view.list::<Balance>(&content)?.is_empty())
}
