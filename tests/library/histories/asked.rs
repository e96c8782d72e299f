//! The next request: numbers drawn at random, read against the state of the house, so that most requests make sense.

use super::between::between;
use super::company::{BINS, ITEMS};
use super::house::{House, at_terminal};
use super::later::{adjust, back, count_once, freight, pack, pick, reverse, sheet, ship, work};
use binledger::domain::amount::Qty;
use binledger::domain::code::{LotCode, Serial};
use binledger::domain::concession::Concession;
use binledger::domain::count::CountAttempt;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::stock::{Balance, Plate, Status};
use binledger::operations::request::{
    ChangeStatus, ClosePeriod, HoldLot, Move, MovePlate, Operation, PlaceOrder, Receive, Release, Request,
    Requester, Seal,
};
use binledger::store::Store;
use proptest::prelude::*;

/// The numbers of one step.
#[derive(Clone, Debug)]
pub struct Draw {
    kind: u8,
    who: u8,
    pub pick: [u16; 4],
    pub units: i64,
}

impl Arbitrary for Draw {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let numbers = (0_u8..84, any::<u8>(), any::<[u16; 4]>(), 1_i64..7);
        numbers
            .prop_map(|(kind, who, pick, units)| Self {
                kind,
                who,
                pick,
                units,
            })
            .boxed()
    }
}

impl Draw {
    /// Whether the step is taken back as soon as it is applied.
    pub const fn is_taken_back(&self) -> bool {
        self.who.is_multiple_of(5)
    }

    pub fn one<'a, T>(&self, at: usize, of: &'a [T]) -> Option<&'a T> {
        of.get(usize::from(self.pick[at]).checked_rem(of.len())?)
    }

    pub fn bin(&self, at: usize) -> &'static str {
        BINS[usize::from(self.pick[at]) % BINS.len()]
    }

    pub fn item(&self) -> &'static str {
        ITEMS[usize::from(self.pick[0]) % ITEMS.len()]
    }

    pub fn item_untracked(&self, at: usize) -> &'static str {
        ITEMS[usize::from(self.pick[at]) % 3]
    }

    pub fn qty(&self) -> Qty {
        Qty::units(self.units)
    }

    pub fn yes(&self, at: usize, one_in: u16) -> bool {
        self.pick[at].is_multiple_of(one_in)
    }
}

/// The next request; `None` if the house holds nothing that it could be about.
pub fn ask(house: &mut House, draw: &Draw) -> Option<Request> {
    let operation = operation(house, draw)?;
    let counter = counter(house, &operation);
    let badge = match (&operation, draw.who % 8) {
        (Operation::Seal(_) | Operation::ClosePeriod(_), _) => "CAT",
        (Operation::CountRead(_) | Operation::CountClose(_), 1..) => &counter,
        (Operation::CountApprove(_), 1..) => "SUE",
        (Operation::CountOpen(_), 2..) => ["ANA", "BEN"][usize::from(draw.pick[0] % 2)],
        (Operation::GetWork(_) | Operation::Pick(_) | Operation::Short(_), 2..) | (_, 1) => "BEN",
        (_, 0) => "ANA",
        (_, 2 | 3) => "SUE",
        _ => "",
    };
    let mut request = house.request(operation);
    request.requester = if badge.is_empty() {
        Requester::Document { operator: None }
    } else {
        at_terminal(badge)
    };
    if draw.yes(0, 3) {
        request.date = request.date - chrono::Days::new(u64::from(draw.pick[1] % 5));
    }
    request.site = draw.yes(3, 3).then(|| "EAST".into());
    if draw.yes(1, 1) && keeps(&request.operation) {
        let said = SAID[usize::from(draw.pick[2]) % SAID.len()];
        request.dimensions = said.parse().expect("dimensions");
    }
    request.reason = draw.yes(2, 2).then(|| "as it came".into());
    request.approved_by = draw.yes(1, 3).then(|| "SUE".into());
    request.approved_by_pin = request.approved_by.is_some() && draw.yes(1, 2);
    if request.approved_by_pin {
        accept(house, &mut request);
    }
    if let Operation::Release(_) = request.operation {
        request.requester = Requester::document("EVE".into());
        request.reason = Some("checked".into());
        request.approved_by = Some("SUE".into());
    }
    Some(request)
}

/// What documents say of the project, whose values are free, and of the cost centre, whose are defined.
const SAID: [&str; 4] = [
    "project=P1",
    "project=P2; centre=N",
    "centre=S",
    "project=P1; centre=N",
];

/// Returns whether something moves with an operation, as a rule, that keeps what it says of dimensions.
const fn keeps(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Receive(_)
            | Operation::Ship(_)
            | Operation::PlaceOrder(_)
            | Operation::CustomerReturn(_)
            | Operation::SupplierReturn(_)
            | Operation::Invoice(_)
            | Operation::SalesInvoice(_)
            | Operation::CreditNote(_)
            | Operation::LandedCost(_)
            | Operation::Adjust(_)
            | Operation::TransferOut(_)
            | Operation::TransferIn(_)
            | Operation::Build(_)
            | Operation::Unbuild(_)
            | Operation::Pick(_)
    )
}

/// Names, one after the other, what a supervisor is told before it is done.
fn accept(house: &House, request: &mut Request) {
    let store: &dyn Store = &house.store;
    for _ in 0..3 {
        let Ok(Err(answer)) = store.preview(request) else {
            return;
        };
        request
            .accepted
            .extend(answer.refusal.as_ref().map(Concession::of));
    }
}

/// The operator who counts on the sheet that an operation names.
fn counter(house: &House, operation: &Operation) -> String {
    let sheet = match operation {
        Operation::CountRead(asked) => &asked.count,
        Operation::CountClose(asked) => &asked.count,
        _ => return String::new(),
    };
    let mut attempts = house.all::<CountAttempt>();
    attempts.retain(|attempt| attempt.count == *sheet);
    attempts
        .pop()
        .map_or_else(String::new, |last| last.operator.to_string())
}

fn operation(house: &House, draw: &Draw) -> Option<Operation> {
    Some(match draw.kind {
        0..=6 => receive(house, draw).into(),
        7..=10 => place(house, draw).into(),
        11..=12 => shift(house, draw)?.into(),
        13 => plate(house, draw)?,
        14 => status(house, draw)?.into(),
        15 if draw.yes(3, 2) => release(draw).into(),
        15 => hold(draw).into(),
        16..=20 => work(house, draw)?,
        21..=29 => pick(house, draw)?,
        30..=38 => pack(house, draw)?,
        39..=43 => ship(house, draw)?.into(),
        44..=47 => back(house, draw)?.into(),
        48 => adjust(house, draw)?.into(),
        49 => count_once(house, draw)?.into(),
        50..=54 => sheet(house, draw)?,
        55..=57 => reverse(house, draw)?.into(),
        58 => Seal {
            day: House::today(),
            at: if draw.yes(0, 2) { "MAIN" } else { "EAST" }.into(),
        }
        .into(),
        60..=63 => freight(house, draw).into(),
        64.. => between(house, draw)?,
        _ => ClosePeriod {
            period: "2026-03".into(),
            entity: None,
        }
        .into(),
    })
}

fn receive(house: &House, draw: &Draw) -> Receive {
    let item = draw.item();
    let orders: Vec<Order> = of_kind(house, OrderKind::Purchase);
    let order = draw.one(1, &orders).filter(|_| draw.yes(2, 2));
    let serial: Option<Serial> = (item == "SER").then(|| format!("N{}", draw.pick[3] % 6).into());
    let lot: Option<LotCode> = (item == "LOT").then(|| format!("L{}", draw.pick[2] % 3).into());
    Receive {
        item: item.into(),
        qty: if serial.is_some() { Qty::ONE } else { draw.qty() },
        cost: (order.is_none() || draw.yes(3, 4)).then(|| {
            ["10", "3.333333", "0", "7.35"][usize::from(draw.pick[1]) % 4]
                .parse()
                .expect("a price")
        }),
        value: None,
        to: draw.yes(3, 2).then(|| draw.bin(1).into()),
        expiry: lot.as_ref().map(|_| {
            format!("2026-{:02}-28", 6 + draw.pick[2] % 3)
                .parse()
                .expect("a day")
        }),
        lot,
        serial,
        vendor: None,
        status: draw.yes(0, 7).then_some(Status::Quarantine),
        order: order.map(|order| order.order_no.clone()),
        line: None,
        lpn: draw.yes(2, 5).then(|| format!("PAL{}", draw.pick[3] % 3).into()),
        invoice: None,
        currency: None,
        rate: None,
    }
}

pub fn of_kind(house: &House, kind: OrderKind) -> Vec<Order> {
    house
        .all::<Order>()
        .into_iter()
        .filter(|order| order.kind == kind)
        .collect()
}

fn place(house: &House, draw: &Draw) -> PlaceOrder {
    let sales = !draw.yes(1, 4);
    let (kind, party) = if sales {
        (OrderKind::Sales, "C1")
    } else {
        (OrderKind::Purchase, "V1")
    };
    let order_no = format!("{}{}", kind.word(), of_kind(house, kind).len() % 5);
    let order = Order {
        kind,
        order_no: order_no.as_str().into(),
        party: party.into(),
        site: if draw.yes(2, 4) { "EAST" } else { "MAIN" }.into(),
        due: House::today(),
        priority: i64::from(draw.pick[3] % 9),
        state: OrderState::Open,
        channel: "web".into(),
        prices_include_tax: None,
        tax_type: None,
        region: None,
        dimensions: <_>::default(),
    };
    let second = ITEMS.get(usize::from(draw.pick[3]) % (ITEMS.len() + 1));
    let (nothing, items) = (Qty::ZERO, [draw.item(), second.copied().unwrap_or("KIT")]);
    let line = |(line, item): (i64, &str)| OrderLine {
        kind,
        order_no: order_no.as_str().into(),
        line,
        item: item.into(),
        qty: draw.qty(),
        price: "37".parse().expect("a price"),
        price_per: Qty::units(3),
        lot: None,
        done: nothing,
        allocated: nothing,
        picked: nothing,
        packed: nothing,
        short: nothing,
    };
    PlaceOrder {
        order,
        lines: (1..).zip(items).map(line).collect(),
        without: None,
    }
}

pub fn goods(it: &Balance) -> (Option<LotCode>, Option<Serial>) {
    let (lot, serial) = (it.lot.clone(), it.serial.clone());
    (
        Some(lot).filter(|lot| !lot.is_empty()),
        Some(serial).filter(|serial| !serial.is_empty()),
    )
}

pub fn some_of(draw: &Draw, it: &Balance) -> Qty {
    if it.serial.is_empty() {
        draw.qty()
    } else {
        Qty::ONE
    }
}

fn shift(house: &House, draw: &Draw) -> Option<Move> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    Some(Move {
        item: it.item.clone(),
        qty: some_of(draw, it),
        from: it.location.clone(),
        to: draw.bin(1).into(),
        lot,
        serial,
        status: Some(it.status).filter(|_| draw.yes(2, 2)),
        lpn: Some(it.lpn.clone()).filter(|lpn| !lpn.is_empty()),
        to_lpn: draw
            .yes(3, 4)
            .then(|| ["PAL0", "PAL1", "TOTE0", "NEW"][usize::from(draw.pick[2]) % 4].into()),
        kind: None,
    })
}

fn plate(house: &House, draw: &Draw) -> Option<Operation> {
    let plates = house.all::<Plate>();
    let lpn = draw.one(0, &plates)?.lpn.clone();
    let to = draw.bin(1).into();
    Some(MovePlate { lpn, to, kind: None }.into())
}

fn status(house: &House, draw: &Draw) -> Option<ChangeStatus> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    Some(ChangeStatus {
        item: it.item.clone(),
        qty: some_of(draw, it),
        at: it.location.clone(),
        from: it.status,
        to: *draw.one(1, Status::ALL)?,
        lot,
        serial,
        lpn: Some(it.lpn.clone()).filter(|lpn| !lpn.is_empty()),
    })
}

fn release(draw: &Draw) -> Release {
    Release {
        item: Some("LOT".into()),
        lot: Some(format!("L{}", draw.pick[2] % 3).into()),
        ..Release::default()
    }
}

fn hold(draw: &Draw) -> HoldLot {
    HoldLot::of_lot("LOT", format!("L{}", draw.pick[2] % 3), "glass")
}
