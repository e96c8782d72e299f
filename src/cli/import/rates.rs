//! Lines of files that say a rate in percent: tax types and channel fees.

use super::cells::Cells;
use super::known::{Known, Refers};
use crate::clock;
use crate::domain::amount::Price;
use crate::domain::code::{Channel, TaxCode};
use crate::domain::company::Tax;
use crate::domain::fee::{ChannelFee, FeeBasis};
use crate::operations::request::Master;

/// Returns a tax type.
pub(super) fn tax(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let tax = TaxCode::from(cells.needed("tax"));
    known.add("tax type", &tax);
    let percent: Price = cells.must("rate", Price::ZERO);
    let rate_ppm = rate(cells, "rate", percent);
    let name = cells.text("name").unwrap_or_else(|| tax.to_string());
    Master::Tax(Tax { tax, name, rate_ppm })
}

/// Returns the tax types of sales and purchases.
pub(super) fn taxes(cells: &mut Cells<'_>, refers: &mut Refers) -> [Option<TaxCode>; 2] {
    ["sales_tax", "purchase_tax"].map(|column| {
        let code = cells.text(column).map(TaxCode::from);
        refers.to(cells, column, "tax type", &code.clone().unwrap_or_default());
        code
    })
}

/// Returns the fees of a channel from a day on.
pub(super) fn channel_fee(cells: &mut Cells<'_>) -> Master {
    let percent: Price = cells.read("percent").unwrap_or(Price::ZERO);
    Master::ChannelFee(ChannelFee {
        channel: Channel::from(cells.needed("channel")),
        since: cells.must("since", clock::today()),
        rate_ppm: rate(cells, "percent", percent),
        basis: cells.read("basis").unwrap_or(FeeBasis::Net),
        fixed: cells.read("fixed").unwrap_or_default(),
    })
}

/// Returns a rate in parts per million of what a column says in percent.
fn rate(cells: &mut Cells<'_>, column: &'static str, percent: Price) -> i64 {
    if !Tax::is_rate(percent.0 / 100) || percent.0 % 100 != 0 || percent < Price::ZERO {
        cells.complain(
            column,
            format!("expected percent from 0 to 100 with at most four decimals, found {percent}"),
        );
    }
    percent.0 / 100
}
