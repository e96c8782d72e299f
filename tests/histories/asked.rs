//! What is asked next: numbers drawn at random, read against what is there, so that most of it makes sense.

use super::company::{BINS, ITEMS};
use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::code::{LotCode, Serial};
use binledger::domain::count::{Count, CountAttempt, CountState};
use binledger::domain::log::Logged;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::stock::{Balance, LpnKind, LpnState, Plate, Status};
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::operations::request::{
    Adjust, Allocate, ChangeStatus, CloseParcel, ClosePeriod, CountAgain, CountApprove, CountClose,
    CountOnce, CountOpen, CountRead, CountReject, CustomerReturn, Disposition, GetWork, HoldLot, Move,
    MovePlate, Operation, Pack, Pick, PlaceOrder, Receive, Request, Reverse, Seal, Ship, Short,
};
use proptest::prelude::*;

/// The numbers of one step.
#[derive(Clone, Debug)]
pub struct Draw {
    kind: u8,
    who: u8,
    pick: [u16; 4],
    units: i64,
}

impl Arbitrary for Draw {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let numbers = (0_u8..60, any::<u8>(), any::<[u16; 4]>(), 1_i64..7);
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
    /// Whether the step is taken back at once when it was applied.
    pub const fn is_taken_back(&self) -> bool {
        self.who.is_multiple_of(5)
    }

    fn one<'a, T>(&self, at: usize, of: &'a [T]) -> Option<&'a T> {
        of.get(usize::from(self.pick[at]).checked_rem(of.len())?)
    }

    fn bin(&self, at: usize) -> &'static str {
        BINS[usize::from(self.pick[at]) % BINS.len()]
    }

    fn item(&self) -> &'static str {
        ITEMS[usize::from(self.pick[0]) % ITEMS.len()]
    }

    fn qty(&self) -> Qty {
        Qty::units(self.units)
    }

    fn yes(&self, at: usize, one_in: u16) -> bool {
        self.pick[at].is_multiple_of(one_in)
    }
}

/// The next request; none where there is nothing that it could be about.
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
    request.operator = badge.into();
    if !badge.is_empty() {
        request.terminal = format!("T-{badge}").into();
    }
    request.site = draw.yes(3, 3).then(|| "EAST".into());
    request.reason = draw.yes(2, 2).then(|| "as it came".into());
    request.approved_by = draw.yes(1, 3).then(|| "SUE".into());
    Some(request)
}

/// Who counts on the sheet that an operation names.
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
        _ => ClosePeriod {
            period: "2026-03".into(),
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
    }
}

fn of_kind(house: &House, kind: OrderKind) -> Vec<Order> {
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
    };
    let (nothing, items) = (
        Qty::ZERO,
        [draw.item(), ITEMS[usize::from(draw.pick[3]) % ITEMS.len()]],
    );
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
    }
}

fn goods(it: &Balance) -> (Option<LotCode>, Option<Serial>) {
    let (lot, serial) = (it.lot.clone(), it.serial.clone());
    (
        Some(lot).filter(|lot| !lot.is_empty()),
        Some(serial).filter(|serial| !serial.is_empty()),
    )
}

fn some_of(draw: &Draw, it: &Balance) -> Qty {
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

fn hold(draw: &Draw) -> HoldLot {
    HoldLot {
        item: "LOT".into(),
        lot: format!("L{}", draw.pick[2] % 3).into(),
        why: draw.yes(0, 2).then(|| "glass".into()),
    }
}

fn work(house: &House, draw: &Draw) -> Option<Operation> {
    let orders = of_kind(house, OrderKind::Sales);
    let order = draw.one(0, &orders)?.order_no.clone();
    Some(match draw.pick[1] % 3 {
        0 => Allocate { order }.into(),
        1 => GetWork {
            kind: TaskKind::Pick,
            order: Some(order),
        }
        .into(),
        _ => GetWork {
            kind: TaskKind::Pick,
            order: None,
        }
        .into(),
    })
}

fn pick(house: &House, draw: &Draw) -> Option<Operation> {
    let open = |task: &Task| task.kind == TaskKind::Pick && task.state == TaskState::Open;
    let tasks: Vec<Task> = house.all::<Task>().into_iter().filter(open).collect();
    let task = draw.one(0, &tasks)?;
    if draw.yes(1, 6) {
        return Some(
            Short {
                task: task.task,
                code: "empty".into(),
            }
            .into(),
        );
    }
    let by_order = draw.yes(2, 4);
    let other_lot = (!task.lot.is_empty() && draw.yes(3, 3)).then(|| format!("L{}", draw.pick[1] % 3).into());
    let other_piece =
        (!task.serial.is_empty() && draw.yes(3, 3)).then(|| format!("N{}", draw.pick[1] % 6).into());
    Some(
        Pick {
            tote: format!("TOTE{}", draw.pick[3] % 2).into(),
            task: (!by_order).then_some(task.task),
            qty: (!by_order && draw.yes(1, 2)).then(|| draw.qty().min(task.left())),
            order: by_order.then(|| task.order_no.clone()),
            lot: other_lot,
            serial: other_piece,
        }
        .into(),
    )
}

fn pack(house: &House, draw: &Draw) -> Option<Operation> {
    let plates = house.all::<Plate>();
    let of = |kind: LpnKind| -> Vec<&Plate> {
        plates
            .iter()
            .filter(|it| it.kind == kind && it.state == LpnState::Open)
            .collect()
    };
    let (totes, parcels) = (of(LpnKind::Tote), of(LpnKind::Parcel));
    if draw.yes(0, 2)
        && let Some(parcel) = draw.one(1, &parcels)
    {
        let parcel = parcel.lpn.clone();
        return Some(
            CloseParcel {
                parcel,
                weight: None,
                carton: None,
            }
            .into(),
        );
    }
    let tote = (*draw.one(1, &totes)?).clone();
    let inside: Vec<Balance> = house
        .all::<Balance>()
        .into_iter()
        .filter(|it| it.lpn == tote.lpn)
        .collect();
    let one = draw.one(2, &inside).filter(|_| draw.yes(3, 2));
    Some(
        Pack {
            tote: tote.lpn,
            parcel: format!("P{}-{}", tote.order_no.unwrap_or_default(), draw.pick[3] % 4).into(),
            item: one.map(|it| it.item.clone()),
            qty: one.map(|it| some_of(draw, it)),
            lot: None,
            serial: None,
        }
        .into(),
    )
}

fn ship(house: &House, draw: &Draw) -> Option<Ship> {
    let is_closed = |it: &Plate| it.kind == LpnKind::Parcel && it.state == LpnState::Closed;
    let parcels: Vec<Plate> = house.all::<Plate>().into_iter().filter(is_closed).collect();
    let parcel = draw
        .one(0, &parcels)
        .filter(|_| !draw.yes(1, 4))
        .map(|it| it.lpn.clone());
    let here = house.all::<Balance>();
    let it = draw.one(2, &here)?;
    let loose = parcel.is_none();
    Some(Ship {
        parcel,
        item: loose.then(|| it.item.clone()),
        qty: loose.then(|| draw.qty()),
        price: loose.then(|| "12.345678".parse().expect("a price")),
        from: (loose && !draw.yes(3, 4)).then(|| it.location.clone()),
        lot: None,
        serial: None,
        customer: None,
        channel: None,
    })
}

fn done(house: &House, words: &[&str]) -> Vec<Logged> {
    let mut done = house.all::<Logged>();
    done.retain(|it| 0 < it.movements && (words.is_empty() || words.contains(&it.op.as_str())));
    done
}

fn back(house: &House, draw: &Draw) -> Option<CustomerReturn> {
    let shipped = done(house, &["ship"]);
    Some(CustomerReturn {
        qty: Qty::units(1 + draw.units % 3),
        disposition: *draw.one(1, Disposition::ALL)?,
        of: Some(draw.one(0, &shipped)?.key.clone()),
        order: None,
        item: draw.yes(2, 2).then(|| draw.item().into()),
        lot: None,
        serial: None,
        to: draw.yes(3, 3).then(|| draw.bin(1).into()),
    })
}

fn adjust(house: &House, draw: &Draw) -> Option<Adjust> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    let qty = some_of(draw, it);
    Some(Adjust {
        item: it.item.clone(),
        qty: if draw.yes(1, 2) { qty } else { -qty },
        at: Some(it.location.clone()),
        lot,
        expiry: None,
        serial,
        status: Some(it.status),
        account: None,
        cost: Some("5".parse().expect("a price")),
    })
}

fn count_once(house: &House, draw: &Draw) -> Option<CountOnce> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    let counted = if serial.is_some() {
        Qty::units(draw.units % 2)
    } else {
        draw.qty()
    };
    Some(CountOnce {
        item: it.item.clone(),
        counted,
        at: Some(it.location.clone()),
        lot,
        serial,
    })
}

fn sheet(house: &House, draw: &Draw) -> Option<Operation> {
    let counts: Vec<Count> = house
        .all::<Count>()
        .into_iter()
        .filter(|count| !matches!(count.state, CountState::Posted | CountState::Rejected))
        .collect();
    let Some(sheet) = draw.one(0, &counts).filter(|_| !draw.yes(1, 4)) else {
        return Some(
            CountOpen {
                location: draw.bin(2).into(),
            }
            .into(),
        );
    };
    let count = sheet.count.clone();
    if sheet.state == CountState::Counting {
        if draw.yes(1, 3) {
            return Some(
                CountClose {
                    count,
                    rest_is_zero: draw.yes(2, 2),
                }
                .into(),
            );
        }
        let here: Vec<Balance> = house
            .all::<Balance>()
            .into_iter()
            .filter(|it| it.location == sheet.location && it.lpn.is_empty())
            .collect();
        let it = draw.one(2, &here)?;
        let (lot, serial) = goods(it);
        let qty = if draw.yes(3, 2) { it.qty } else { some_of(draw, it) };
        return Some(
            CountRead {
                count,
                item: it.item.clone(),
                qty,
                lot,
                expiry: None,
                serial,
                status: Some(it.status),
            }
            .into(),
        );
    }
    Some(match draw.pick[1] % 5 {
        0 | 1 => CountApprove { count }.into(),
        2 => CountAgain { count }.into(),
        3 => CountReject { count }.into(),
        _ => CountOpen {
            location: sheet.location.clone(),
        }
        .into(),
    })
}

fn reverse(house: &House, draw: &Draw) -> Option<Reverse> {
    let all = done(house, &[]);
    let of = draw.one(0, &all)?.key.clone();
    Some(Reverse { of })
}
