//! `init`: what a stream of documents needs to stand alone, and what a company says of itself on the command line.

mod given;

use self::given::Given;
use super::failure::Failure;
use super::place::Place;
use super::request::define;
use super::{import, samples};
use crate::clock;
use crate::domain::amount::unit;
use crate::domain::catalog::{Location, Purpose, Site, Uom};
use crate::domain::code::{AccountCode, LocationCode, SiteCode, UomCode};
use crate::domain::company::{Account, AccountKind, Group, Method, Policy};
use crate::domain::currency;
use crate::domain::log::Logged;
use crate::domain::policy::{CompanyAccount, Policies, PolicyKey};
use crate::domain::record::Record;
use crate::operations::request::{Master, Request};
use crate::session::pin::Pins;
use crate::store::Store;
use clap::Args;
use std::rc::Rc;

const INIT: &str = "init:";
const SET: &str = "set:";

/// What the keys of these operations begin with.
pub(super) const KEYS: [&str; 2] = [INIT, SET];

/// The arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Load the sample company
    #[arg(long)]
    samples: bool,
    /// What the company says of itself
    #[command(flatten)]
    given: Given,
    /// Set a policy; on a store that exists it is changed
    #[arg(long = "set", value_name = "KEY=VALUE")]
    policies: Vec<String>,
}

impl Init {
    /// Creates a store, or sets policies of the one that exists.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let mut policies = Vec::new();
        for text in &self.policies {
            let (key, value) = text
                .split_once('=')
                .ok_or_else(|| Failure::Usage(format!("expected --set key=value, found {text:?}")))?;
            policies.push((key.trim().to_owned(), value.trim().to_owned()));
        }
        policies.extend(self.given.policies());
        if place.store.exists() && !self.samples && !self.given.makes_records() && !policies.is_empty() {
            return change(place.open()?.as_mut(), policies);
        }
        let configured = place.config.policies.clone().into_iter();
        let policies: Vec<(String, String)> = configured.chain(policies).collect();
        check(&policies)?;
        let site = self.given.site()?;
        let set = policies.iter().cloned();
        let set = Policies::of(set.map(|(key, value)| Policy { key, value }).collect());
        if self.samples {
            in_its_decimals(set.text(PolicyKey::Currency))?;
        }
        let pins = place.pins()?;
        let records = self.given.records(&site, &set, &pins)?;
        let mut store = place.create()?;
        if store.read(|view| view.last(Logged::TABLE))? > 0 {
            let (path, advice) = (
                place.store.display(),
                "Nothing was changed. `init --set` changes policies, `import` adds data.",
            );
            return Err(Failure::Refused(format!(
                "STORE_EXISTS: there is a store at {path} already. {advice}"
            )));
        }
        lay_down_at(store.as_mut(), &policies, &site, records)?;
        if self.samples {
            load_samples(store.as_mut(), policies, &pins)?;
        }
        let currency = store.read(|view| view.policies()?.currency())?;
        let decimals = currency::told(unit::decimals());
        eprintln!(
            "There is a store at {} now. Amounts are in {currency} and have {decimals}. Next:",
            place.store.display()
        );
        let program = place.program();
        let opened = if self.samples || self.given.has_admin() {
            "the terminal: sign in by badge and PIN"
        } else {
            "the terminal: it makes the first administrator and leads through the first hour"
        };
        eprintln!("  {program}    {opened}");
        eprintln!("  {program} import FOLDER    items, people and opening stock from CSV files");
        Ok(())
    }
}

/// Loads the sample company, with these policies in place of its own before anything is posted by them.
fn load_samples(
    store: &mut dyn Store,
    policies: Vec<(String, String)>,
    pins: &Rc<Pins>,
) -> Result<(), Failure> {
    let is_setting = |name: &str| matches!(name, "accounts.csv" | "taxes.csv" | "policies.csv");
    let (settings, others): (Vec<_>, Vec<_>) = samples::FILES.iter().partition(|(name, _)| is_setting(name));
    import::apply(store, import::embedded(&settings), Rc::clone(pins))?;
    change(store, policies)?;
    import::apply(store, import::embedded(&others), Rc::clone(pins))?;
    Ok(())
}

/// Refuses a currency with other decimals than that of the sample company, which its files set first.
fn in_its_decimals(currency: &str) -> Result<(), Failure> {
    let decimals = currency::decimals(currency);
    if decimals == currency::USUAL {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "expected a currency with {} for the sample company, found {currency}, which has {}. Leave --samples or \
         --currency out. Nothing was made.",
        currency::told(currency::USUAL),
        currency::told(decimals)
    )))
}

/// Writes down what every new store has, with these policies in place of the defaults.
pub fn lay_down(store: &mut dyn Store, policies: &[(String, String)]) -> Result<(), Failure> {
    lay_down_at(store, policies, &main_site(), Vec::new())
}

/// Writes down what every new store has at its first site, and these records behind it.
fn lay_down_at(
    store: &mut dyn Store,
    policies: &[(String, String)],
    site: &Site,
    records: Vec<(String, Master)>,
) -> Result<(), Failure> {
    let masters = chart()
        .into_iter()
        .map(|(code, name, kind)| named("account", code, Master::Account(account(code, name, kind))))
        .chain(company_policies(policies))
        .chain([
            named("uom", "EA", Master::Uom(each())),
            named("group", "1", Master::Group(group())),
        ])
        .chain([named("site", site.site.as_str(), Master::Site(site.clone()))])
        .chain(bins(&site.site, "").into_iter().map(bin_named))
        .chain(records);
    let requests: Vec<Request> = masters
        .map(|(key, master)| define(key, clock::today(), master))
        .collect();
    store.transact_all(&requests)?;
    Ok(())
}

/// Returns the six locations that a site begins with, one for each purpose; `prefix` keeps their codes unique.
pub fn bins(site: &SiteCode, prefix: &str) -> Vec<Location> {
    let bin = |(sequence, purpose): (i64, Purpose)| Location {
        location: LocationCode::from(format!("{prefix}{}", purpose.word().to_uppercase())),
        site: site.clone(),
        zone: String::new(),
        purpose,
        sequence,
        capacity: None,
        check_digits: None,
        fixed_item: None,
    };
    (1..).zip(Purpose::FIRST).map(bin).collect()
}

fn bin_named(bin: Location) -> (String, Master) {
    let code = bin.location.to_string();
    named("location", &code, Master::Location(bin))
}

fn named(kind: &str, code: &str, master: Master) -> (String, Master) {
    (format!("{INIT}{kind}:{code}"), master)
}

/// Refuses unknown policies before anything is created.
fn check(policies: &[(String, String)]) -> Result<(), Failure> {
    let wrong = |(key, value): &(String, String)| {
        if CompanyAccount::of(key).is_some() {
            return None;
        }
        match PolicyKey::of(key) {
            Some(known) => known
                .check(value)
                .err()
                .map(|why| format!("{key} takes {why}, found {value}")),
            None => Some(format!(
                "there is no policy {key}; `binledger policies` lists them"
            )),
        }
    };
    let problems: Vec<String> = policies.iter().filter_map(wrong).collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Usage(problems.join("\n")))
    }
}

/// Sets policies of a store that exists.
fn change(store: &mut dyn Store, policies: Vec<(String, String)>) -> Result<(), Failure> {
    check(&policies)?;
    let number = store.read(|view| view.last(Logged::TABLE))?;
    let requests: Vec<Request> = policies
        .into_iter()
        .map(|(key, value)| {
            let id = format!("{SET}{key}:{}", number + 1);
            define(id, clock::today(), Master::Policy(Policy { key, value }))
        })
        .collect();
    store.transact_all(&requests)?;
    Ok(())
}

fn company_policies(set: &[(String, String)]) -> Vec<(String, Master)> {
    let accounts = CompanyAccount::ALL.iter().map(|it| (it.key(), it.unset()));
    let others = PolicyKey::ALL.iter().map(|it| (it.key(), it.fresh()));
    let policy = |(key, default): (&str, &str)| {
        let chosen = set
            .iter()
            .rfind(|(known, _)| known == key)
            .map(|(_, value)| value.clone());
        let value = chosen.unwrap_or_else(|| default.to_owned());
        let set = Policy {
            key: key.to_owned(),
            value,
        };
        named("policy", key, Master::Policy(set))
    };
    accounts.chain(others).map(policy).collect()
}

fn account(code: &str, name: &str, kind: AccountKind) -> Account {
    Account {
        account: AccountCode::from(code),
        name: name.to_owned(),
        kind,
    }
}

fn each() -> Uom {
    Uom {
        uom: UomCode::from("EA"),
        name: "Each".to_owned(),
        decimals: 6,
    }
}

fn main_site() -> Site {
    Site {
        site: SiteCode::from("MAIN"),
        name: "Main site".to_owned(),
        entity: None,
    }
}

fn group() -> Group {
    Group {
        number: 1,
        name: "Goods".to_owned(),
        sales: AccountCode::from("4000"),
        inventory: AccountCode::from("1300"),
        cost_of_sales: AccountCode::from("5000"),
        count_variance: AccountCode::from("5200"),
        adjustment: AccountCode::from("5300"),
        purchase_variance: AccountCode::from("5100"),
        sales_tax: None,
        purchase_tax: None,
        method: Method::Average,
        purchases: None,
        service_cost: None,
        service_accrual: None,
    }
}

/// Returns the default chart of accounts.
fn chart() -> Vec<(&'static str, &'static str, AccountKind)> {
    use AccountKind::{Asset, Equity, Expense, Income, Liability};
    vec![
        ("1100", "Customer control", Asset),
        ("1150", "Intercompany receivable", Asset),
        ("1300", "Inventory", Asset),
        ("1310", "Goods in transit", Asset),
        ("1320", "Work in process", Asset),
        ("1330", "Service accrual", Asset),
        ("1400", "Purchase tax", Asset),
        ("2000", "Supplier control", Liability),
        ("2050", "Intercompany payable", Liability),
        ("2100", "Goods received not invoiced", Liability),
        ("2150", "Landed-cost clearing", Liability),
        ("2200", "Sales tax", Liability),
        ("2300", "Shipped not invoiced", Liability),
        ("3900", "Opening balances", Equity),
        ("4000", "Sales", Income),
        ("4900", "Intercompany sales", Income),
        ("5000", "Cost of sales", Expense),
        ("5100", "Purchase variance", Expense),
        ("5200", "Count variance", Expense),
        ("5300", "Adjustment", Expense),
        ("5400", "Revaluation", Expense),
        ("5600", "Purchases", Expense),
        ("5700", "Assembly labour", Expense),
        ("5710", "Assembly variance", Expense),
        ("5720", "Assembly scrap", Expense),
        ("5800", "Exchange difference", Expense),
        ("5900", "Intercompany cost of sales", Expense),
    ]
}
