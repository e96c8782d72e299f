//! `report recall`: goods back to where they came from, and forward to everybody who got them.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::domain::catalog::Lot;
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::record::{Fault, Range};
use crate::operations::reports::recall;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report recall`.
#[derive(Clone, Debug, Args)]
pub struct Recall {
    #[command(flatten)]
    pub(super) common: Common,
    /// The number of a hold, instead of a lot
    #[arg(long, value_name = "N")]
    hold: Option<i64>,
    /// A sheet of receiving, transformation and shipping, one event a row, to sort as food traceability rules ask for it
    #[arg(long)]
    events: bool,
}

impl Recall {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            lot: true,
            days: false,
        };
        let scope = self.common.scope(takes)?;
        if scope.site.is_some() {
            let why = "a recall goes on at every site, found --site; leave it out";
            return Err(Failure::usage(why.to_owned()));
        }
        let words = match (self.hold, &scope.lot) {
            (Some(hold), None) if scope.item.is_none() => of_hold(view, hold).map_err(StoreError::from)?,
            (None, Some(lot)) => {
                let known: Vec<Lot> = view
                    .list(&Range::by(Lot::BY_LOT, &[lot]))
                    .map_err(StoreError::from)?;
                let known = known
                    .into_iter()
                    .filter(|lot| scope.item.as_ref().is_none_or(|item| *item == lot.item));
                known.map(of_lot).collect()
            }
            _ => {
                let need = "expected --lot, with --item where several have it, or --hold alone";
                return Err(Failure::usage(need.to_owned()));
            }
        };
        if words.is_empty() {
            let what = match (self.hold, &scope.lot) {
                (Some(hold), _) => {
                    format!("UNKNOWN_HOLD: there is no hold {hold}. Look at its number again.")
                }
                (None, lot) => {
                    let lot = lot.clone().unwrap_or_default();
                    format!("UNKNOWN_LOT: no item has the lot {lot}. Check the label.")
                }
            };
            return Err(Failure::Refused(what));
        }
        if self.events {
            let events = recall::events(view, &words).map_err(StoreError::from)?;
            return print(&events, printer);
        }
        print(&recall::rows(view, &words).map_err(StoreError::from)?, printer)
    }
}

/// Returns what a hold held, whether it still does or not.
fn of_hold(view: &dyn View, number: i64) -> Result<Vec<HeldGoods>, Fault> {
    if view.find::<Hold>(&[&number])?.is_none() {
        return Ok(Vec::new());
    }
    let words: Vec<HeldGoods> = view.all(&[&number])?;
    Ok(words.into_iter().filter(|word| !word.free).collect())
}

fn of_lot(known: Lot) -> HeldGoods {
    HeldGoods {
        hold: 0,
        word: 0,
        item: known.item,
        lot: known.lot,
        first: <_>::default(),
        last: <_>::default(),
        free: false,
        since: 0,
        until: 0,
    }
}
