//! Bills and freight.

use super::{Company, Draw, worth};
use binledger::domain::amount::{Amount, Money, Qty, unit};
use binledger::domain::currency;
use binledger::domain::purchase::Receipt;
use serde_json::json;

impl Company {
    /// Bills what is open of a receipt at the price that goods are worth, or lays what it costs less than that on it.
    pub(super) fn bill(&mut self, draw: u16, date: &str) {
        let Some((it, id)) = self.open(draw) else { return };
        let amount = worth(it.item.as_str(), it.open_qty());
        let bill = json!({"op": "invoice", "of": id, "amount": amount.to_string(), "date": date});
        self.tell("bill", bill);
    }

    pub(super) fn id_of(&self, movement: i64) -> Option<String> {
        let made = self.store().read(|view| {
            let it: Option<binledger::domain::movement::Movement> = view.find(&[&movement])?;
            let operation = it.map_or(0, |it| it.operation);
            view.find::<binledger::domain::log::Logged>(&[&operation])
        });
        Some(made.expect("the store works")?.key.to_string())
    }

    /// Bills a receipt, or a part of it, at any price, and at another rate than it was received at.
    pub(super) fn bill_at_any_price(&mut self, draw: &Draw, date: &str) {
        let [.., qty, other, whether] = *draw;
        let Some((it, id)) = self.open(other) else { return };
        let qty = if whether.is_multiple_of(2) {
            it.open_qty()
        } else {
            Qty::units(1 + i64::from(qty % 4)).min(it.open_qty())
        };
        let cents = i64::from(other) * 7 % 90_000 * (qty.0 / 1_000_000).max(1);
        let decimals = it
            .currency
            .as_deref()
            .map_or(unit::decimals(), currency::decimals);
        let amount = Amount::of(cents, decimals).to_string();
        let rate = it.rate.map(|_| ["1.15", "1.2", "0.9"][usize::from(whether) % 3]);
        let bill = json!({"op": "invoice", "of": id, "amount": amount, "qty": qty.to_string(), "date": date,
            "currency": it.currency, "rate": rate});
        self.tell("bill", bill);
    }

    /// Lays freight on one or two receipts, or takes some off.
    pub(super) fn freight(&mut self, draw: &Draw, date: &str) {
        let [.., other, whether] = *draw;
        let known = [self.one(&["receive"], other), self.one(&["receive"], whether)];
        let mut of: Vec<String> = known.into_iter().flatten().collect();
        of.dedup();
        let cents = i64::from(other % 40_000) - 5_000;
        let amount = Money(cents).to_string();
        let basis = ["quantity", "value"][usize::from(whether) % 2];
        let freight = json!({"op": "landed_cost", "of": of, "amount": amount, "basis": basis, "date": date});
        self.tell("freight", freight);
    }

    /// The vendor credits a part of the price of goods that were billed and kept.
    pub(super) fn credit(&mut self, draw: &Draw, date: &str) {
        let [.., other, whether] = *draw;
        let Some(of) = self.one(&["bill"], other) else {
            return;
        };
        let amount = Money(1 + i64::from(whether) * 3 % 20_000).to_string();
        let credit =
            json!({"op": "credit_note", "side": "supplier", "of": of, "amount": amount, "date": date});
        self.tell("credit", credit);
    }

    /// A receipt of which something is not billed, and its id.
    fn open(&self, draw: u16) -> Option<(Receipt, String)> {
        let mut open = self.all::<Receipt>();
        open.retain(|it| !it.open_qty().is_zero());
        let it = open.get(usize::from(draw) % open.len().max(1)).cloned()?;
        let id = self.id_of(it.movement)?;
        Some((it, id))
    }
}
