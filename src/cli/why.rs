//! `why`: from a figure to what is behind it, step by step.

mod json;
mod ordered;
mod text;
mod worked;

use super::failure::{Failure, printable};
use super::output::{Shown, Spelling};
use super::place::Place;
use super::priority;
use crate::domain::code::{AccountCode, Key, OrderNo, SiteCode};
use crate::domain::company::Account;
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range, Record};
use crate::operations::masters;
use crate::operations::view::View;
use crate::operations::why::{self, AccountWhy, BatchWhy, EntryWhy, MovementWhy, OrderWhy, Page, WorkWhy};
use crate::store::StoreError;
use chrono::NaiveDate;
use clap::Args;
use std::io::Write;

/// The arguments of `why`.
#[derive(Debug, Args)]
pub struct Why {
    /// `entry N`, `movement N`, `account CODE`, `batch N`, an order, the id of a document, or `changes CODE` for every
    /// version of a record or order; a number alone is an account where the chart has it, else an entry
    #[arg(required = true, num_args = 1..=2, value_name = "ENTRY|MOVEMENT|ACCOUNT|BATCH|ORDER")]
    of: Vec<String>,
    /// Only this site (accounts)
    #[arg(long)]
    site: Option<SiteCode>,
    /// Only from this posting day on (accounts)
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    since: Option<NaiveDate>,
    /// Only up to this posting day (accounts)
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    until: Option<NaiveDate>,
    /// Only what this ledger batch covers (accounts)
    #[arg(long, value_name = "N")]
    batch: Option<i64>,
    /// How many lines of an account or entries of a ledger batch are shown, the last ones
    #[arg(long, value_name = "N", default_value_t = 40)]
    most: usize,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// What is asked about.
enum About {
    Entry(i64),
    Movement(i64),
    Account(AccountCode),
    Batch(i64),
    Order(OrderNo),
    Id(Key),
    Changes(String),
}

/// What there is to tell.
enum Told {
    Entry(Box<EntryWhy>),
    Movement(Box<MovementWhy>),
    Account(AccountWhy),
    Batch(Box<BatchWhy>),
    Order(Box<OrderWhy>),
    Work(Box<WorkWhy>),
    Operation(Box<Logged>),
}

impl Why {
    /// Prints what is behind a figure.
    ///
    /// # Errors
    /// A usage error if the words mean nothing, a refusal if nothing has that number.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let store = place.open_to_read()?;
        let found = store.read(|view| self.look(view))?;
        let told = found.ok_or_else(|| {
            let asked = self.of.join(" ");
            Failure::Refused(format!(
                "UNKNOWN_FIGURE: no entry, movement, account, ledger batch, order or document is {asked:?}. `journal`, \
                 `moves`, `trial-balance`, `gl list` and `orders` list them."
            ))
        })?;
        let mut out = Shown::new(if self.json { Spelling::Json } else { Spelling::Text });
        for told in &told {
            if self.json {
                let row = match told {
                    Told::Entry(why) => json::entry(why),
                    Told::Movement(why) => json::movement(why),
                    Told::Account(why) => json::account(why),
                    Told::Batch(why) => json::batch(why),
                    Told::Order(why) => json::order(why),
                    Told::Work(why) => worked::json(why),
                    Told::Operation(logged) => json::operation(logged).map_err(StoreError::from)?,
                };
                writeln!(out, "{row}")?;
            } else {
                let lines = match told {
                    Told::Entry(why) => text::entry(why),
                    Told::Movement(why) => text::movement(why),
                    Told::Account(why) => text::account(why),
                    Told::Batch(why) => ordered::batch(why),
                    Told::Order(why) => ordered::order(why),
                    Told::Work(why) => worked::text(why),
                    Told::Operation(logged) => text::operation(logged).map_err(StoreError::from)?,
                };
                for line in lines {
                    writeln!(out, "{}", printable(&line))?;
                }
            }
        }
        Ok(())
    }

    fn look(&self, view: &dyn View) -> Result<Option<Vec<Told>>, Fault> {
        let Some(about) = self.about(view)? else {
            return Ok(None);
        };
        let told = match about {
            About::Entry(number) => why::of_entry(view, number)?.map(|why| vec![Told::Entry(Box::new(why))]),
            About::Movement(number) => {
                why::of_movement(view, number)?.map(|why| vec![Told::Movement(Box::new(why))])
            }
            About::Account(account) => Some(vec![Told::Account(why::of_account(
                view,
                &account,
                &self.page(),
            )?)]),
            About::Batch(number) => {
                why::of_batch(view, number, self.most)?.map(|why| vec![Told::Batch(Box::new(why))])
            }
            About::Order(order) => of_order(view, &order)?,
            About::Id(id) => match of_operation(view, &id)? {
                None => of_order(view, &OrderNo::from(id.as_str()))?,
                told => told,
            },
            About::Changes(code) => {
                let versions = masters::history(view, &code)?.into_iter();
                let told: Vec<Told> = versions.map(|logged| Told::Operation(Box::new(logged))).collect();
                Some(told).filter(|told| !told.is_empty())
            }
        };
        Ok(told)
    }

    fn page(&self) -> Page {
        Page {
            site: self.site.clone(),
            since: self.since,
            until: self.until,
            batch: self.batch,
            most: self.most,
        }
    }

    fn about(&self, view: &dyn View) -> Result<Option<About>, Fault> {
        let numbered = |word: &str| word.parse::<i64>().ok();
        if let [kind, name] = self.of.as_slice() {
            return Ok(match kind.as_str() {
                "entry" => numbered(name).map(About::Entry),
                "movement" => numbered(name).map(About::Movement),
                "account" => known(view, name)?,
                "batch" => numbered(name).map(About::Batch),
                "order" => Some(About::Order(OrderNo::from(name.as_str()))),
                "id" | "document" => Some(About::Id(Key::from(name.as_str()))),
                "changes" => Some(About::Changes(name.clone())),
                _ => None,
            });
        }
        let word = self.of.first().map_or("", String::as_str);
        if let Some(account) = known(view, word)? {
            return Ok(Some(account));
        }
        let short = |letter: char| word.strip_prefix(letter).and_then(numbered);
        let entry = numbered(word).or_else(|| short('e'));
        if let Some(entry) = entry.filter(|entry| (1..=view.last(Entry::TABLE).unwrap_or(0)).contains(entry))
        {
            return Ok(Some(About::Entry(entry)));
        }
        Ok(Some(
            short('m').map_or_else(|| About::Id(Key::from(word)), About::Movement),
        ))
    }
}

fn known(view: &dyn View, word: &str) -> Result<Option<About>, Fault> {
    let account: Option<Account> = view.find(&[&AccountCode::from(word)])?;
    Ok(account.map(|known| About::Account(known.account)))
}

/// Returns the orders of a number; `None` if there are none.
fn of_order(view: &dyn View, order: &OrderNo) -> Result<Option<Vec<Told>>, Fault> {
    let orders = why::of_order(view, order)?.into_iter();
    let mut told: Vec<Told> = orders.map(|why| Told::Order(Box::new(why))).collect();
    told.extend(why::of_work_order(view, order)?.map(|why| Told::Work(Box::new(why))));
    Ok(Some(told).filter(|told| !told.is_empty()))
}

/// Returns every entry of the operation with this id; its movements where it has no entries, itself where it has
/// neither.
fn of_operation(view: &dyn View, id: &Key) -> Result<Option<Vec<Told>>, Fault> {
    let by_key = Range::by(Logged::BY_KEY, &[id]).first(1);
    let Some(logged) = view.list::<Logged>(&by_key)?.pop() else {
        return Ok(None);
    };
    let mut told = Vec::new();
    for number in (logged.entry.unwrap_or(0)..).take(logged.entries.try_into().unwrap_or(0)) {
        told.extend(why::of_entry(view, number)?.map(|why| Told::Entry(Box::new(why))));
    }
    if told.is_empty() {
        for number in (logged.movement.unwrap_or(0)..).take(logged.movements.try_into().unwrap_or(0)) {
            told.extend(why::of_movement(view, number)?.map(|why| Told::Movement(Box::new(why))));
        }
    }
    if told.is_empty() {
        told.push(Told::Operation(Box::new(logged)));
    }
    Ok(Some(told))
}
