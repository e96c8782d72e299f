//! The plans that an operation touches, and how they are brought into balance.

use super::changed::Touched;
use super::plan::Plan;
use super::{Of, lots};
use crate::domain::amount::Qty;
use crate::domain::code::LotCode;
use crate::domain::promise::Promise;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::ahead::{Ahead, FEW};
use crate::operations::change::Halt;
use crate::operations::request::Operation;
use crate::operations::rules::books::Books;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The plans of items and sites that an operation touches.
#[derive(Default)]
pub(super) struct Plans {
    touched: Touched,
    open: BTreeMap<Of, Plan>,
    /// The lots that somebody who insists on one may get now.
    lots: BTreeMap<Of, BTreeSet<LotCode>>,
}

impl Plans {
    /// Begins with what changed of stock.
    pub fn of(touched: Touched) -> Self {
        Self {
            touched,
            ..Self::default()
        }
    }

    /// Opens the plans of all stock that changed, of which something was ever promised.
    pub fn open_changed(&mut self, books: &Books<'_, '_>) -> Result<(), Halt> {
        for (of, changes) in &self.touched {
            let plan = Plan::open(books, of.clone(), changes)?;
            if plan.is_idle() {
                continue;
            }
            self.open.insert(of.clone(), plan);
            let both = changes.iter().flat_map(|(was, is)| was.iter().chain(is));
            let lots = both
                .map(|balance| balance.lot.clone())
                .filter(|lot| !lot.is_empty());
            self.lots.entry(of.clone()).or_default().extend(lots);
        }
        Ok(())
    }

    /// Notes that a line is promised, and waits for, so much more.
    pub fn note(&mut self, books: &Books<'_, '_>, promise: &Promise, more: (Qty, Qty)) -> Result<(), Halt> {
        let of = (promise.item.clone(), promise.site.clone());
        if let Some(lot) = promise.own_lot() {
            self.lots.entry(of.clone()).or_default().insert(lot.clone());
        }
        let plan = match self.open.remove(&of) {
            Some(plan) => plan,
            None => Plan::open(
                books,
                of.clone(),
                self.touched.get(&of).map_or(&[], Vec::as_slice),
            )?,
        };
        self.open.entry(of).or_insert(plan).note(books, promise, more)
    }

    /// Brings all plans into balance and writes them: promises that stock no longer covers are taken back, and what is
    /// available is promised to who waits for it.
    pub fn balance(self, books: &mut Books<'_, '_>) -> Result<(), Halt> {
        let mut lots = self.lots;
        for (of, mut plan) in self.open {
            if is_choice(books) {
                nobody_loses(books, &plan)?;
            }
            take_back(books, &mut plan)?;
            serve(books, &mut plan, lots.remove(&of).unwrap_or_default())?;
            plan.keep(books)?;
        }
        Ok(())
    }
}

/// Returns whether the operation takes goods that nobody had to take: what was found to be missing or bad has to be told.
const fn is_choice(books: &Books<'_, '_>) -> bool {
    matches!(
        books.request.operation,
        Operation::Ship(_)
            | Operation::TransferOut(_)
            | Operation::SupplierReturn(_)
            | Operation::Build(_)
            | Operation::Unbuild(_)
            | Operation::WorkIssue(_)
    )
}

/// Refuses to take what is promised to orders, unless a supervisor accepts that they wait.
fn nobody_loses(books: &Books<'_, '_>, plan: &Plan) -> Result<(), Halt> {
    let (lost, taken) = (plan.lost(), plan.taken());
    if lost <= Qty::ZERO || taken <= Qty::ZERO {
        return Ok(());
    }
    let (item, site) = plan.of();
    let refusal = Refusal::OwedToOrders {
        item: item.to_string(),
        site: site.to_string(),
        need: taken,
        free: (taken - lost).max(Qty::ZERO),
    };
    if books.is_accepted(&refusal)? {
        return Ok(());
    }
    Err(refusal.into())
}

/// Takes promises back that stock no longer covers, the least urgent first: they wait again.
fn take_back(books: &mut Books<'_, '_>, plan: &mut Plan) -> Result<(), Halt> {
    while let Some((life, over)) = plan.broken() {
        let range = Range::by(Promise::KEPT, &[&plan.of().0, &plan.of().1, &true]).backwards();
        let mut last = None;
        for promise in Ahead::<Promise>::of(books.view(), range) {
            let promise = promise?;
            if life <= promise.life {
                last = Some(promise);
                break;
            }
        }
        let Some(last) = last else { break };
        let part = over.min(last.promised);
        plan.note(books, &last, (-part, part))?;
        let (promised, waiting) = (last.promised - part, last.waiting + part);
        books.draft.put(&last.with(promised, waiting));
    }
    Ok(())
}

/// Promises what is available to who waits for it, the most urgent first.
fn serve(books: &mut Books<'_, '_>, plan: &mut Plan, lots: BTreeSet<LotCode>) -> Result<(), Halt> {
    let mut insisting = lots::waiting(books, plan.of(), lots)?;
    let mut others = Others::default();
    loop {
        let next = others.next(books, plan)?;
        let is_first = match (insisting.last(), &next) {
            (Some(first), Some((next, _))) => first.rank() < next.rank(),
            (first, _) => first.is_some(),
        };
        if is_first {
            if let Some(promise) = insisting.pop() {
                lots::allocate(books, plan, promise)?;
            }
            continue;
        }
        let Some((promise, available)) = next else {
            return Ok(());
        };
        others.served(promise.life);
        let part = available.min(promise.waiting);
        plan.note(books, &promise, (part, -part))?;
        let (promised, waiting) = (promise.promised + part, promise.waiting - part);
        books.draft.put(&promise.with(promised, waiting));
    }
}

/// Who waits for goods whatever their lot, by the life that they want, a few read at a time.
#[derive(Default)]
struct Others(BTreeMap<i64, VecDeque<Promise>>);

impl Others {
    /// Returns the most urgent line that waits for goods that are available, and how much is.
    fn next(&mut self, books: &Books<'_, '_>, plan: &Plan) -> Result<Option<(Promise, Qty)>, Halt> {
        let mut next: Option<(Promise, Qty)> = None;
        for (life, available) in plan.available() {
            if available <= Qty::ZERO {
                continue;
            }
            let waiting = self.0.entry(life).or_default();
            if waiting.is_empty() {
                let (item, site) = plan.of();
                let range = Range::by(Promise::WAITING, &[item, site, &true, &LotCode::default(), &life]);
                waiting.extend(books.view().list::<Promise>(&range.first(FEW))?);
            }
            if let Some(first) = waiting.front()
                && next.as_ref().is_none_or(|(next, _)| first.rank() < next.rank())
            {
                next = Some((first.clone(), available));
            }
        }
        Ok(next)
    }

    /// Notes that the first line with a life gets what it waits for, or all there is.
    fn served(&mut self, life: i64) {
        if let Some(waiting) = self.0.get_mut(&life) {
            waiting.pop_front();
        }
    }
}
