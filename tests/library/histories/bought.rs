//! What is asked about purchases: bills before and after their goods, in another currency, for freight, and goods that
//! go back; and what becomes of the ledger batches that hold all that.

use super::asked::Draw;
use super::between::id_of;
use super::house::{House, at_terminal};
use super::later::{done, freight, reverse};
use binledger::domain::amount::{Money, Price, Qty};
use binledger::domain::code::Key;
use binledger::domain::entry::LedgerBatch;
use binledger::domain::purchase::{Bill, Receipt, Voucher};
use binledger::operations::request::{
    Acknowledge, CreditNote, Export, Invoice, Operation, Receive, Request, ReverseBatch, Side, SupplierReturn,
};

/// The next request of these kinds; `None` for any other kind.
pub fn ask(house: &mut House, draw: &Draw) -> Option<Request> {
    let operation: Operation = match draw.pick[3] % 20 {
        0 | 1 => received(draw, None, draw.item_untracked(0), foreign(draw)).into(),
        2 => delivered(house, draw)?.into(),
        3..=6 => billed(house, draw)?.into(),
        7 => ahead(draw).into(),
        8 => billed_freight(house, draw)?.into(),
        9..=11 => sent_back(house, draw)?.into(),
        12 => freight(house, draw).into(),
        13 => reverse(house, draw)?.into(),
        14 => outside(house, draw)?,
        15 | 16 => credited(house, draw)?.into(),
        17 => allowed(house, draw)?.into(),
        _ => return None,
    };
    let is_ledger = matches!(
        operation,
        Operation::Export(_) | Operation::Acknowledge(_) | Operation::ReverseBatch(_)
    );
    let mut request = house.request(operation);
    if draw.yes(1, 3) {
        request.document = Some(format!("RE-{}", draw.pick[2] % 40));
    }
    if is_ledger {
        request.requester = at_terminal("CAT");
    }
    Some(request)
}

/// Another currency and its rate that day.
type Foreign = Option<(String, Price)>;

fn foreign(draw: &Draw) -> Foreign {
    let rate = ["1.1", "1.127", "0.333333"][usize::from(draw.pick[2]) % 3];
    let rate = rate.parse().expect("a rate");
    draw.yes(2, 2).then(|| ("EUR".to_owned(), rate))
}

fn cents(draw: &Draw) -> Money {
    Money(i64::from(draw.pick[1] % 9_000))
}

fn received(draw: &Draw, invoice: Option<Key>, item: &str, foreign: Foreign) -> Receive {
    let (currency, rate) = foreign.unzip();
    Receive {
        item: item.into(),
        qty: draw.qty(),
        cost: None,
        value: invoice.is_none().then(|| cents(draw).into()),
        to: draw.yes(0, 3).then(|| draw.bin(0).into()),
        lot: None,
        expiry: None,
        serial: None,
        vendor: Some("V1".into()),
        status: None,
        order: None,
        line: None,
        lpn: None,
        invoice,
        currency,
        rate,
    }
}

/// Goods whose bill came before them.
fn delivered(house: &House, draw: &Draw) -> Option<Receive> {
    let bills = house.all::<Bill>();
    let bill = draw.one(0, &bills)?;
    Some(received(
        draw,
        id_of(house, bill.movement),
        bill.item.as_str(),
        None,
    ))
}

fn billed(house: &House, draw: &Draw) -> Option<Invoice> {
    let receipts = house.all::<Receipt>();
    let receipt = draw.one(0, &receipts)?;
    let foreign = receipt.rate.and_then(|_| foreign(draw)).or_else(|| {
        let same = receipt.currency.clone()?;
        Some((same, receipt.rate?))
    });
    let (currency, rate) = foreign.unzip();
    Some(Invoice {
        amount: cents(draw).into(),
        of: id_of(house, receipt.movement),
        item: None,
        qty: draw.yes(1, 2).then(|| draw.qty()),
        tax: draw.yes(2, 3).then(|| "1.37".parse().expect("an amount")),
        vendor: None,
        currency,
        rate,
        tax_type: None,
        prices_include_tax: None,
        lines: None,
    })
}

fn ahead(draw: &Draw) -> Invoice {
    let (currency, rate) = foreign(draw).unzip();
    Invoice {
        amount: cents(draw).into(),
        of: None,
        item: Some(draw.item_untracked(0).into()),
        qty: Some(draw.qty()),
        tax: None,
        vendor: Some("V1".into()),
        currency,
        rate,
        tax_type: None,
        prices_include_tax: None,
        lines: None,
    }
}

fn billed_freight(house: &House, draw: &Draw) -> Option<Invoice> {
    let vouchers = house.all::<Voucher>();
    let voucher = draw.one(0, &vouchers)?;
    Some(Invoice {
        amount: cents(draw).into(),
        of: id_of(house, voucher.movement),
        item: None,
        qty: None,
        tax: None,
        vendor: None,
        currency: None,
        rate: None,
        tax_type: None,
        prices_include_tax: None,
        lines: None,
    })
}

fn sent_back(house: &House, draw: &Draw) -> Option<SupplierReturn> {
    let receipts = house.all::<Receipt>();
    let receipt = draw.one(0, &receipts)?;
    Some(SupplierReturn {
        of: id_of(house, receipt.movement)?,
        qty: Qty::units(1 + draw.units % 3),
        from: draw.yes(1, 3).then(|| draw.bin(2).into()),
        lot: Some(receipt.lot.clone()).filter(|lot| !lot.is_empty()),
        serial: None,
    })
}

/// A vendor credits a receipt or a voucher; of a voucher also one that waits for a bill.
fn credited(house: &House, draw: &Draw) -> Option<CreditNote> {
    let receipts = house.all::<Receipt>();
    let vouchers = house.all::<Voucher>();
    let voucher = draw.one(0, &vouchers).filter(|_| draw.yes(2, 3));
    let receipt = draw.one(0, &receipts);
    let foreign = receipt.and_then(|it| {
        it.rate
            .and_then(|_| foreign(draw))
            .or(it.currency.clone().zip(it.rate))
    });
    let (currency, rate) = foreign.unzip();
    let movement = voucher.map(|it| it.movement).or(receipt.map(|it| it.movement))?;
    Some(CreditNote {
        side: Side::Supplier,
        of: id_of(house, movement)?,
        amount: Money(1 + cents(draw).0 / 9).into(),
        qty: draw.yes(1, 2).then(|| Qty::units(1)),
        tax: draw.yes(2, 3).then(|| "0.37".parse().expect("an amount")),
        vendor: None,
        currency,
        rate,
        prices_include_tax: None,
    })
}

/// A customer is credited something of a shipment, or of a return of it.
fn allowed(house: &House, draw: &Draw) -> Option<CreditNote> {
    let sold = done(house, &["ship", "customer_return", "sales_invoice"]);
    Some(CreditNote {
        side: Side::Customer,
        of: draw.one(0, &sold)?.key.clone(),
        amount: Money(1 + cents(draw).0 / 9).into(),
        qty: draw.yes(1, 2).then(|| Qty::units(1)),
        tax: None,
        vendor: None,
        currency: None,
        rate: None,
        prices_include_tax: None,
    })
}

/// A ledger batch is exported, acknowledged or negated.
fn outside(house: &House, draw: &Draw) -> Option<Operation> {
    let batches = house.all::<LedgerBatch>();
    let batch = draw.one(0, &batches)?.batch;
    let (target, digit) = ("hledger".to_owned(), draw.pick[2] % 3);
    Some(match draw.pick[1] % 4 {
        0 | 1 => Export {
            batch,
            target,
            way: digit.to_string().repeat(64),
            hash: digit.to_string().repeat(64),
            again: draw.yes(2, 2).then_some(true),
        }
        .into(),
        2 => Acknowledge {
            batch,
            reference: format!("MJ-{digit}"),
            target: draw.yes(2, 2).then_some(target),
        }
        .into(),
        _ => ReverseBatch { batch }.into(),
    })
}
