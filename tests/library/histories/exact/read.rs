//! What moved, when, and at what it came, as it was written down.

use super::work::{Work, work};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::Item;
use binledger::domain::code::{ItemCode, OrderNo, SiteCode};
use binledger::domain::company::{Method, Policy};
use binledger::domain::count::SetOff;
use binledger::domain::entity::IntercompanySale;
use binledger::domain::late::LateCost;
use binledger::domain::log::Logged;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::purchase::Settlement;
use binledger::domain::stock::Slice;
use binledger::domain::transfer::Transfer;
use binledger::operations::request::{Operation, Request};
use binledger::store::Store;
use chrono::NaiveDate;
use num_rational::BigRational;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) fn fraction(n: i64) -> BigRational {
    BigRational::from_integer(n.into())
}

/// What happened to goods.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// They came at a value.
    Came(BigRational),
    /// They were found, and were worth what the others were, if there were any; else a value.
    Found(BigRational),
    /// They left.
    Left,
    /// They went back to the vendor, or a count saw them gone before they were entered: those of a receipt first.
    WentBack(i64),
    /// They came back from those that left with a movement.
    CameBack(i64),
    /// They arrived from those that were sent with a movement, with freight on all of these.
    Arrived(i64, BigRational),
    /// They were made of others, and labour.
    Made(Vec<i64>, BigRational),
    /// They came out of process: these parts of what went into it with a movement, and labour.
    Processed(Vec<(i64, BigRational)>, BigRational),
    /// They came out of others at what they were worth by then, or else at a value, and take a share of what these cost
    /// more than the sum that they were worth then.
    CameOut {
        value: BigRational,
        of: Vec<i64>,
        then: BigRational,
        weight: BigRational,
    },
    /// They were revalued: each layer by so much.
    Gained(Vec<(i64, BigRational)>),
    /// A movement was taken back.
    Undone(i64),
}

/// A movement that brought goods or took them away.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub seq: i64,
    pub item: ItemCode,
    pub site: SiteCode,
    pub day: NaiveDate,
    /// What the pool gains.
    pub qty: BigRational,
    pub what: What,
    /// The movement that was entered late and is set off with it against a count.
    pub late: Option<i64>,
    operation: i64,
    /// What stock gained by it when it was entered.
    pub posted: Money,
}

impl Event {
    pub fn key(&self) -> (ItemCode, SiteCode) {
        (self.item.clone(), self.site.clone())
    }
}

/// Late cost that was laid on a receipt.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub by: i64,
    /// The movement with which it was taken back.
    pub until: Option<i64>,
    pub on: i64,
    pub amount: BigRational,
    /// What takes no part in it, by movement.
    pub apart: HashMap<i64, BigRational>,
}

/// All that happened, in the order of entry.
pub(super) struct History {
    pub methods: HashMap<ItemCode, Method>,
    /// Whether the queue goes by days at FIFO.
    pub replays: bool,
    pub events: Vec<Event>,
    pub laid: Vec<Laid>,
    /// What is in process: the parts of issues that are left.
    pub held: BTreeMap<(OrderNo, ItemCode), Vec<(i64, BigRational)>>,
    /// What became known of a movement's value later.
    later: HashMap<i64, i64>,
    undone: HashSet<i64>,
    postings: usize,
}

impl History {
    pub fn of(store: &dyn Store) -> Self {
        let movements: Vec<Movement> = store.all().expect("the store works");
        let rows: Vec<LateCost> = store.all().expect("the store works");
        let mut later: HashMap<i64, i64> = HashMap::new();
        for row in &rows {
            *later.entry(row.issue).or_default() -= row.value.0;
        }
        for cover in movements.iter().filter(|it| it.kind == MovementKind::Cover) {
            *later.entry(cover.origin.expect("a sale")).or_default() += cover.value.0;
        }
        let policies: Vec<Policy> = store.all().expect("the store works");
        let items: Vec<Item> = store.all().expect("the store works");
        let mut history = Self {
            methods: items.into_iter().map(|it| (it.item, it.method)).collect(),
            replays: policies
                .iter()
                .any(|it| it.key == "fifo_backdating" && it.value == "replay"),
            events: Vec::new(),
            held: BTreeMap::new(),
            laid: laid(store, &movements, &rows),
            later,
            undone: movements.iter().filter_map(|it| it.reverses).collect(),
            postings: movements.len() + rows.len(),
        };
        let reader = Reader::of(store, &movements);
        history.events = movements.iter().filter_map(|it| reader.event(it)).collect();
        history.held = reader.work.held;
        history
    }

    /// Whether a movement was not taken back, nor takes one back itself.
    pub fn stands(&self, event: &Event) -> bool {
        !self.undone.contains(&event.seq) && !matches!(event.what, What::Undone(_))
    }

    /// The first movement of the operation that made a movement.
    pub fn first_of(&self, event: &Event) -> i64 {
        let own = self.events.iter().filter(|it| it.operation == event.operation);
        own.map(|it| it.seq).min().expect("itself")
    }

    /// What was entered before a movement and was not taken back by then.
    pub fn standing_before(&self, end: i64) -> impl Iterator<Item = &Event> {
        let known = || self.events.iter().take_while(move |it| it.seq < end);
        let undone = known().filter_map(|it| match it.what {
            What::Undone(of) => Some([of, it.seq]),
            _ => None,
        });
        let undone: HashSet<i64> = undone.flatten().collect();
        known().filter(move |it| !undone.contains(&it.seq))
    }

    /// What stock gained by a movement, as far as it is known by now; `None` where nothing came or left.
    pub fn known(&self, event: &Event) -> Option<BigRational> {
        let later = self.later.get(&event.seq).copied().unwrap_or_default();
        (event.qty != fraction(0)).then(|| fraction(event.posted.0 + later))
    }

    /// By how many cents the books may differ: see the top.
    pub fn drift(&self) -> BigRational {
        fraction(i64::try_from(self.postings).expect("a number"))
    }
}

/// The late cost that was laid and stands, by the rows of the receipts it was laid on.
fn laid(store: &dyn Store, movements: &[Movement], rows: &[LateCost]) -> Vec<Laid> {
    let by_number: HashMap<i64, &Movement> = movements.iter().map(|it| (it.seq, it)).collect();
    let settled: Vec<Settlement> = store.all().expect("the store works");
    let mut found = Vec::new();
    for by in movements {
        let is_billed = matches!(by.kind, MovementKind::Invoice | MovementKind::CreditNote);
        let bills = is_billed || by.kind == MovementKind::LandedCost;
        let Some(on) = by
            .origin
            .filter(|_| bills && by.reverses.is_none() && by.qty.is_zero())
        else {
            continue;
        };
        if by_number[&on].kind != MovementKind::Receipt {
            continue;
        }
        let own = rows
            .iter()
            .filter(|row| row.movement == by.seq && row.issue == on);
        let amount = -own.map(|row| row.value.0).sum::<i64>();
        let before = settled
            .iter()
            .filter(|it| it.settles == on && it.movement < by.seq);
        let back =
            before.filter(|it| by_number[&it.movement].kind == MovementKind::SupplierReturn && is_billed);
        // A bill is for what went back billed, too; a credit is for what was kept alone.
        let apart = |it: &Settlement| match by.kind {
            MovementKind::CreditNote => by_number[&it.movement].qty,
            _ => it.qty,
        };
        found.push(Laid {
            by: by.seq,
            until: movements
                .iter()
                .find(|it| it.reverses == Some(by.seq))
                .map(|it| it.seq),
            on,
            amount: fraction(amount),
            apart: back.map(|it| (it.movement, fraction(apart(it).0))).collect(),
        });
    }
    found
}

/// Movements and what is known beside them.
struct Reader<'a> {
    movements: &'a [Movement],
    freight: HashMap<i64, i64>,
    /// What was sold to another legal entity.
    sold: HashSet<i64>,
    set_off: HashMap<i64, i64>,
    slices: Vec<Slice>,
    operations: BTreeMap<i64, Operation>,
    work: Work,
}

impl<'a> Reader<'a> {
    fn of(store: &dyn Store, movements: &'a [Movement]) -> Self {
        let transfers: Vec<Transfer> = store.all().expect("the store works");
        let set_off: Vec<SetOff> = store.all().expect("the store works");
        let sales: Vec<IntercompanySale> = store.all().expect("the store works");
        let logged: Vec<Logged> = store.all().expect("the store works");
        let read = |it: Logged| {
            let request: Request = serde_json::from_str(&it.request).expect("a request");
            (it.seq, request.operation)
        };
        let operations: BTreeMap<i64, Operation> = logged.into_iter().map(read).collect();
        Self {
            movements,
            work: work(movements, &operations),
            freight: transfers
                .into_iter()
                .map(|it| (it.movement, it.freight.0))
                .collect(),
            sold: sales.into_iter().map(|it| it.movement).collect(),
            slices: store.all().expect("the store works"),
            set_off: set_off.into_iter().map(|it| (it.movement, it.late)).collect(),
            operations,
        }
    }

    fn event(&self, it: &Movement) -> Option<Event> {
        let comes = it.to_location.is_some() && it.from_location.is_none();
        let leaves = it.to_location.is_none() && it.from_location.is_some();
        let gains = it.kind == MovementKind::Revaluation;
        if !gains && (!comes && !leaves || it.qty.is_zero()) {
            return None;
        }
        let late = self.set_off.get(&it.seq).copied();
        let what = match (it.reverses, it.kind) {
            (Some(of), _) => What::Undone(of),
            (None, MovementKind::Revaluation) => {
                let own = self.slices.iter().filter(|slice| slice.movement == it.seq);
                What::Gained(own.map(|slice| (slice.layer, fraction(slice.value.0))).collect())
            }
            (None, MovementKind::Count) if leaves => late.map_or(What::Left, What::WentBack),
            (None, MovementKind::SupplierReturn) => What::WentBack(it.origin.expect("a receipt")),
            (None, MovementKind::Return) => What::CameBack(it.origin.expect("a sale")),
            (None, MovementKind::TransferIn) if it.origin.is_some_and(|of| self.sold.contains(&of)) => {
                What::Came(fraction(it.value.0))
            }
            (None, MovementKind::TransferIn) => {
                let of = it.origin.expect("a transfer");
                What::Arrived(of, fraction(self.freight_of(of)))
            }
            _ if leaves => What::Left,
            (None, MovementKind::WorkReport | MovementKind::WorkReturn) => {
                let (parts, labour) = self.work.outputs[&it.seq].clone();
                What::Processed(parts, labour)
            }
            (None, MovementKind::Build) => What::Made(self.parts(it), self.labour(it)),
            (None, MovementKind::Unbuild) => What::CameOut {
                value: fraction(it.value.0),
                of: self.parts(it),
                then: self.given(it),
                weight: self.weight(it),
            },
            (None, MovementKind::Adjustment | MovementKind::Count) => What::Found(fraction(it.value.0)),
            _ => What::Came(fraction(it.value.0)),
        };
        let Qty(qty) = if comes { it.qty } else { -it.qty };
        Some(Event {
            seq: it.seq,
            item: it.item.clone(),
            site: it.site.clone(),
            day: it.effective,
            qty: fraction(qty),
            what,
            late,
            operation: it.operation,
            posted: it.value,
        })
    }

    /// The freight on goods that were sent with a movement, also where that was taken back since.
    fn freight_of(&self, sent: i64) -> i64 {
        if let Some(known) = self.freight.get(&sent) {
            return *known;
        }
        let sent = self.movements.iter().find(|it| it.seq == sent);
        match self.operations.get(&sent.expect("it left").operation) {
            Some(Operation::TransferOut(asked)) => asked.freight.unwrap_or_default().0,
            _ => 0,
        }
    }

    /// The movements of the same operation that took goods away.
    fn parts(&self, it: &Movement) -> Vec<i64> {
        let own = self
            .movements
            .iter()
            .filter(|other| other.operation == it.operation);
        let gone = own.filter(|other| other.kind == it.kind && other.from_location.is_some());
        gone.map(|other| other.seq).collect()
    }

    /// What the goods were worth, when they were taken apart, that this came out of.
    fn given(&self, it: &Movement) -> BigRational {
        let own = self
            .movements
            .iter()
            .filter(|other| other.operation == it.operation);
        let gone = own.filter(|other| other.kind == it.kind && other.from_location.is_some());
        fraction(gone.map(|other| -other.value.0).sum())
    }

    fn labour(&self, it: &Movement) -> BigRational {
        let (rate, qty) = match self.operations.get(&it.operation) {
            Some(Operation::Build(asked)) => (asked.labour, asked.qty),
            _ => return fraction(0),
        };
        let labour = qty.at_unit(rate.unwrap_or_default()).expect("an amount");
        fraction(labour.0)
    }

    /// The share of late cost of goods that went to what came out of them, by what each part was worth.
    fn weight(&self, it: &Movement) -> BigRational {
        let own = self
            .movements
            .iter()
            .filter(|other| other.operation == it.operation);
        let came = own.filter(|other| other.kind == it.kind && other.to_location.is_some());
        let all: i64 = came.map(|other| other.value.0).sum();
        if all == 0 {
            return fraction(0);
        }
        fraction(it.value.0) / fraction(all)
    }
}
