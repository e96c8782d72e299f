//! Stock enters or leaves the ledger, and what each entry posts while stock is not in it.
//!
//! Every rule posts as if stock were kept in the ledger; [`Books::entry`] asks here what of it counts on its posting
//! day. An entry posted to a day before a change that was made already is carried over that change by a second entry.

use super::books::{Books, period_of};
use super::post::{About, Step, unbalanced};
use super::stock::Goods;
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Channel, Key, LocationCode, SiteCode};
use crate::domain::company::Integration;
use crate::domain::entry::{Entry, Rule};
use crate::domain::integration::Switch;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::part::part;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::domain::work_order::WorkOrder;
use crate::ledger::balanced::{Balanced, Lines};
use crate::ledger::integration::Integrated;
use crate::operations::change::Halt;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pages::parts;
use crate::operations::request::Integrate;
use crate::operations::service_accrual;
use crate::operations::standing::{mode, standing};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::BTreeMap;

part! {
    /// The part of a movement that tells whether and when it changed what stock is worth: all movements are read.
    struct Worth of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// The location it left.
        from_location: Option<LocationCode>,
        /// The location it reached.
        to_location: Option<LocationCode>,
        /// Change of the stock's value.
        value: Money,
        /// The day it is posted to.
        posting: NaiveDate,
    }
}

/// Changes whether stock is in the ledger, from the first day of a period in which nothing is posted yet.
pub(super) fn change(books: &mut Books<'_, '_>, asked: &Integrate) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let (found, next) = (books.request.date, next_start(books)?);
    if found != next {
        return Err(Refusal::NotAStart { found, next }.into());
    }
    if mode(books.view(), None)? == asked.mode {
        let (state, need) = match asked.mode {
            Integration::Full => ("in the ledger already", "Nothing was changed"),
            Integration::None => ("not in the ledger anyway", "Nothing was changed"),
        };
        let what = "Stock".to_owned();
        let (state, need) = (state.to_owned(), need.to_owned());
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    let operation = books.operation;
    books.draft.put(&Switch {
        first: found,
        mode: asked.mode,
        operation,
    });
    carry_all(books, asked.mode)?;
    Ok(None)
}

/// Returns the first day, from the one asked on, that begins a period in which and after which nothing is posted:
/// neither an entry, nor goods that have none because stock is not in the ledger.
fn next_start(books: &Books<'_, '_>) -> Result<NaiveDate, Halt> {
    let asked = books.request.date;
    let last: Vec<Entry> = books
        .view()
        .list(&Range::by(Entry::BY_POSTING, &[]).backwards().first(1))?;
    let switched = books.view().all::<Switch>(&[])?;
    let mut taken = last.first().map(|entry| entry.posting);
    taken = taken.max(switched.last().map(|switch| switch.first));
    for movement in parts::<Movement, Worth>(books.view(), |movement| movement.seq) {
        let movement = movement?;
        if is_worth(&movement) {
            taken = taken.max(Some(movement.posting));
        }
    }
    let mut day = if asked.day() == 1 {
        asked
    } else {
        month_after(asked)?
    };
    if let Some(taken) = taken.filter(|taken| day <= *taken) {
        day = month_after(taken)?;
    }
    loop {
        let open = books.open_day(day)?;
        if open == day {
            return Ok(day);
        }
        day = open;
    }
}

/// Returns whether a movement may change what stands in the accounts of stock: all do but those inside a site.
fn is_worth(movement: &Worth) -> bool {
    let stays = movement.from_location.is_some() && movement.to_location.is_some();
    !stays || !movement.value.is_zero()
}

/// Returns the first day of the month after a day.
fn month_after(day: NaiveDate) -> Result<NaiveDate, Halt> {
    let first = day
        .with_day(1)
        .and_then(|day| day.checked_add_months(Months::new(1)));
    Ok(first.ok_or_else(|| Refusal::PeriodClosed {
        period: period_of(day),
    })?)
}

/// Carries everything that stands in the accounts of stock to purchases, or back from there: one entry for each site
/// and group.
fn carry_all(books: &mut Books<'_, '_>, to: Integration) -> Result<(), Halt> {
    let site = books.site.clone();
    let mut entries: BTreeMap<_, (Lines, _)> = BTreeMap::new();
    for ((account, at, group), (amount, item)) in standing(books.view())?.0 {
        let integrated = books.integrated(group, &at)?;
        let what = || format!("{amount} on account {account} at {at}");
        let amount = amount.money().ok_or_else(|| Refusal::TooLarge { what: what() })?;
        let gained = match to {
            Integration::Full => amount,
            Integration::None => -amount,
        };
        let (lines, _) = entries.entry((at, group)).or_insert((Lines::default(), item));
        *lines = integrated.against_purchases(std::mem::take(lines), &account, gained);
    }
    for ((at, group), (lines, item)) in entries {
        books.site = at.clone();
        let goods = Goods::plain(books.item(&item)?);
        let pool_before = books.pool(&item, &at)?.qty;
        let movement = books.movement(&Step {
            pool_before,
            ..Step::new(MovementKind::Integration, &goods, Qty::ZERO, None, None)
        })?;
        let about = About {
            rule: Rule::Integration,
            movement,
            site: at,
            group,
            channel: Channel::default(),
            document: None,
            negates: None,
        };
        books.entry(about, lines)?;
    }
    books.site = site;
    Ok(())
}

/// Takes a change back on its own first day, unless something was posted from that day on.
pub(super) fn change_back(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let switches = books.view().all::<Switch>(&[])?;
    let Some(switch) = switches.into_iter().find(|it| it.operation == old.operation) else {
        return Ok(());
    };
    let first = switch.first;
    let refused = |why: String| -> Halt {
        let id = of.to_string();
        Refusal::NotReversible { id, why }.into()
    };
    if books.open_day(first)? != first {
        let why = format!("{first} is in a closed period; change it again from the next period on");
        return Err(refused(why));
    }
    let before = first.checked_sub_days(Days::new(1)).unwrap_or(first);
    let since: Vec<Entry> = books
        .view()
        .list(&Range::by(Entry::BY_POSTING, &[]).after(&before))?;
    let mut is_used = since.iter().any(|entry| entry.operation != old.operation);
    for movement in parts::<Movement, Worth>(books.view(), |movement| movement.seq) {
        let it = movement?;
        let is_other = it.operation != old.operation && it.operation != books.operation;
        is_used |= is_other && first <= it.posting && is_worth(&it);
    }
    if is_used {
        let why =
            format!("something was posted from {first} on since; change it again from the next period on");
        return Err(refused(why));
    }
    books.draft.remove(&switch);
    Ok(())
}

/// Refuses, on a day on which stock is in the ledger or enters it, to take back what changed stock while it was not:
/// nothing was posted that could be negated.
pub(super) fn same_mode(books: &Books<'_, '_>, of: &Key, logged: &Logged) -> Result<(), Halt> {
    let first: Option<Movement> = books.view().find(&[&logged.movement.unwrap_or(0)])?;
    let Some(first) = first.filter(|first| first.kind != MovementKind::Integration) else {
        return Ok(());
    };
    let then = mode(books.view(), Some(first.posting))?;
    let day = books.posting_date()?;
    let switches = books.view().all::<Switch>(&[])?;
    let stays_out = switches.iter().all(|switch| switch.first <= day);
    if then == Integration::Full || stays_out && mode(books.view(), Some(day))? == Integration::None {
        return Ok(());
    }
    let why = "stock was not in the ledger when it was posted, and is when this is or later; post the opposite instead"
        .to_owned();
    let id = of.to_string();
    Err(Refusal::NotReversible { id, why }.into())
}

impl Books<'_, '_> {
    /// Returns which accounts are posted to in any case, and which only while stock is in the ledger, for what a group
    /// posts at a site.
    fn integrated(&self, group: i64, site: &SiteCode) -> Result<Integrated, Halt> {
        let groups = AllAccounts::of(self.view())?;
        let named = |names: [CompanyAccount; 4]| -> Result<Vec<_>, Halt> {
            names.into_iter().map(|name| self.account(name)).collect()
        };
        let mut it = Integrated {
            purchases: match groups.at(group, site) {
                Some(accounts) => self.purchases(&accounts)?,
                None => self.account(CompanyAccount::Purchases)?,
            },
            ..Integrated::default()
        };
        it.traded
            .extend(groups.each().map(|(_, accounts)| accounts.sales));
        it.traded.extend(named([
            CompanyAccount::CustomerControl,
            CompanyAccount::SupplierControl,
            CompanyAccount::SalesTax,
            CompanyAccount::PurchaseTax,
        ])?);
        let policies = self.policies()?;
        let between = [
            CompanyAccount::IntercompanyReceivable,
            CompanyAccount::IntercompanyPayable,
            CompanyAccount::IntercompanySales,
        ];
        it.traded.extend(between.map(|which| policies.account(which)));
        it.stock.extend(groups.holding_stock());
        it.stock.extend(named(CompanyAccount::CLEARING)?);
        // Older charts have no such account until there is work.
        let work: Vec<WorkOrder> = self.view().list(&Range::by(WorkOrder::BY_OPEN, &[&true]))?;
        it.stock.extend(work.into_iter().map(|order| order.account));
        it.stock
            .insert(self.policies()?.account(CompanyAccount::WorkInProcess));
        it.stock.extend(service_accrual::accounts(self.view())?);
        Ok(it)
    }

    /// Returns what of an entry is posted on its day, and what is carried over to later days on which stock enters or
    /// leaves the ledger.
    pub fn as_integrated(
        &self,
        about: &About,
        day: NaiveDate,
        entry: Balanced,
    ) -> Result<(Balanced, Vec<(NaiveDate, Balanced)>), Halt> {
        let switches = self.view().all::<Switch>(&[])?;
        if switches.is_empty() || self.is_change(about)? || self.negates_trade(about, day)? {
            return Ok((entry, Vec::new()));
        }
        let integrated = self.integrated(about.group, &about.site)?;
        let mut now = mode(self.view(), Some(day))?;
        let whole = |lines: Lines| lines.balanced().map_err(|lines| unbalanced(&lines));
        let stock = whole(integrated.stock_alone(&entry))?;
        let posted = match now {
            Integration::Full => entry,
            Integration::None => whole(integrated.without_stock(&entry))?,
        };
        let mut carried = Vec::new();
        for switch in switches.into_iter().filter(|switch| day < switch.first) {
            if switch.mode == now || stock.is_empty() {
                continue;
            }
            now = switch.mode;
            let lines = match now {
                Integration::Full => stock.clone(),
                Integration::None => stock.negated(),
            };
            carried.push((self.open_day_at(&about.site, switch.first)?, lines));
        }
        Ok((posted, carried))
    }

    /// Returns whether an entry negates, while stock is not in the ledger, one that was posted while it was not: there is
    /// nothing of stock in it, and it is taken back from the account of purchases that took it.
    fn negates_trade(&self, about: &About, day: NaiveDate) -> Result<bool, Halt> {
        let negated: Option<Entry> = match about.negates {
            Some(entry) => self.view().find(&[&entry])?,
            None => None,
        };
        let then = negated
            .map(|negated| mode(self.view(), Some(negated.posting)))
            .transpose()?;
        Ok(then == Some(Integration::None) && mode(self.view(), Some(day))? == Integration::None)
    }

    /// Returns whether an entry belongs to a change itself, or negates one that does.
    fn is_change(&self, about: &About) -> Result<bool, Halt> {
        let negated: Option<Entry> = match about.negates {
            Some(entry) => self.view().find(&[&entry])?,
            None => None,
        };
        let negates = negated.is_some_and(|negated| negated.rule == Rule::Integration);
        Ok(negates || about.rule == Rule::Integration)
    }
}
