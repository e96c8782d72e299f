//! Lines of files about inventory groups and their accounts.

use super::cells::Cells;
use super::known::{Known, Refers};
use super::rates::taxes;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::company::{Group, GroupAccounts, Method};
use crate::operations::request::Master;

/// Returns a group.
pub(super) fn group(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Master {
    let number = cells.must("group", 1);
    let method = cells.read("method").unwrap_or(Method::Average);
    known.add("group", &number);
    known.methods.insert(number, method);
    let purchases = own_account("purchases", cells, refers);
    let service_cost = cells.read("service_cost");
    let service_accrual = own_account("service_accrual", cells, refers);
    let mut account = |column: &'static str| {
        let code = AccountCode::from(cells.needed(column));
        refers.to(cells, column, "account", &code);
        code
    };
    let (sales, inventory, cost_of_sales) =
        (account("sales"), account("inventory"), account("cost_of_sales"));
    let (count_variance, adjustment) = (account("count_variance"), account("adjustment"));
    let purchase_variance = account("purchase_variance");
    let [sales_tax, purchase_tax] = taxes(cells, refers);
    Master::Group(Group {
        number,
        name: cells.text("name").unwrap_or_default(),
        sales,
        inventory,
        cost_of_sales,
        count_variance,
        adjustment,
        purchase_variance,
        sales_tax,
        purchase_tax,
        method,
        purchases,
        service_cost,
        service_accrual,
    })
}

/// Returns the accounts of a group at one site.
pub(super) fn group_accounts(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let group_number = cells.must("group", 1);
    refers.to(cells, "group", "group", &group_number);
    let site = SiteCode::from(cells.needed("site"));
    refers.to(cells, "site", "site", &site);
    let mut account = |column: &'static str| own_account(column, cells, refers);
    Master::GroupAccounts(GroupAccounts {
        group_number,
        site,
        sales: account("sales"),
        inventory: account("inventory"),
        cost_of_sales: account("cost_of_sales"),
        count_variance: account("count_variance"),
        adjustment: account("adjustment"),
        purchase_variance: account("purchase_variance"),
        purchases: account("purchases"),
        service_accrual: account("service_accrual"),
    })
}

/// Returns the account in a cell; `None` if it is empty.
fn own_account(column: &'static str, cells: &mut Cells<'_>, refers: &mut Refers) -> Option<AccountCode> {
    let code = cells.text(column).map(AccountCode::from);
    refers.to(cells, column, "account", &code.clone().unwrap_or_default());
    code
}
