//! An order: its number, with whom it is, and its lines of item, quantity and price.

use super::Standing;
use super::entry::{Draft, Taken, new_code, no_number};
use super::party::{find, kind_of};
use crate::domain::amount::{Price, Qty};
use crate::domain::catalog::{Item, Party, check_decimals};
use crate::domain::code::OrderNo;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::flows::event::{Command, Effect};
use crate::flows::goods::{counted, many, misread};
use crate::flows::scanned::Scanned;
use crate::operations::request::PlaceOrder;
use serde::{Deserialize, Serialize};

/// The urgency of an order that says none; smaller is more urgent.
const USUAL: i64 = 5;

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// The item.
    pub item: Item,
    /// Base units.
    pub qty: Qty,
    /// The price of one.
    pub price: Price,
}

/// An order, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDraft {
    kind: OrderKind,
    number: Option<OrderNo>,
    party: Option<Party>,
    /// Somebody new, until the store has them.
    asked: Option<Party>,
    lines: Vec<DraftLine>,
    item: Option<Item>,
    /// The decimals that a quantity of the item may have.
    decimals: Option<i64>,
    qty: Option<Qty>,
}

impl OrderDraft {
    /// Returns an order of a kind that nothing is known of.
    pub(super) const fn of(kind: OrderKind) -> Self {
        Self {
            kind,
            number: None,
            party: None,
            asked: None,
            lines: Vec::new(),
            item: None,
            decimals: None,
            qty: None,
        }
    }

    /// Returns which way its goods go.
    pub const fn kind(&self) -> OrderKind {
        self.kind
    }

    /// Returns its number.
    pub const fn number(&self) -> Option<&OrderNo> {
        self.number.as_ref()
    }

    /// Returns with whom it is.
    pub const fn party(&self) -> Option<&Party> {
        self.party.as_ref()
    }

    /// Returns the item of the line at hand, and how many.
    pub fn at_hand(&self) -> Option<(&Item, Option<Qty>)> {
        self.item.as_ref().map(|item| (item, self.qty))
    }

    /// Returns the lines that are known in full.
    pub fn lines_so_far(&self) -> &[DraftLine] {
        &self.lines
    }

    /// Takes with whom it is.
    pub(super) fn is_with(&mut self, party: Party) {
        self.party = Some(party);
    }

    fn read_number(&mut self, scanned: &Scanned, prompt: &str) -> Taken {
        match new_code(scanned, "a new order", prompt) {
            Ok(code) => {
                self.number = Some(OrderNo::from(code));
                Taken::On
            }
            Err(refused) => refused,
        }
    }

    fn read_party(&mut self, scanned: &Scanned, standing: &Standing, prompt: &str) -> Taken {
        match find(scanned, self.kind, standing, prompt) {
            Ok(party) => {
                self.party = Some(party);
                Taken::On
            }
            Err(new) => {
                let (taken, asked) = *new;
                self.asked = asked;
                taken
            }
        }
    }

    fn read_item(&mut self, scanned: &Scanned, prompt: &str) -> Taken {
        let Some((item, ..)) = scanned.item() else {
            return Taken::Told(misread(scanned, "an item", prompt));
        };
        self.decimals = scanned.decimals;
        self.item = Some(item.clone());
        Taken::On
    }

    fn read_qty(&mut self, scanned: &Scanned, item: &Item) -> Taken {
        let Some(qty) = scanned.number().filter(|qty| !qty.is_zero()) else {
            let need = format!("Type how many {} of {}", item.uom, item.item);
            return Taken::wrong(need, no_number(scanned, "a quantity"));
        };
        if let Some(Err(refusal)) = self
            .decimals
            .map(|it| check_decimals(&item.item, &item.uom, qty, it))
        {
            return Taken::Told(Effect::Refuse(refusal));
        }
        self.qty = Some(qty);
        Taken::On
    }

    fn read_price(&mut self, scanned: &Scanned, (item, qty): (&Item, Qty), prompt: &str) -> Taken {
        // A price has the decimals of a quantity, and is typed by the same rule.
        let Some(price) = scanned.number().map(|typed| Price(typed.0)) else {
            return Taken::wrong(prompt, no_number(scanned, "a price such as 2.50"));
        };
        if let Err(why) = qty.at_unit(price) {
            return Taken::wrong(prompt, format!("That is too much: {why}"));
        }
        let item = item.clone();
        self.lines.push(DraftLine { item, qty, price });
        (self.item, self.qty) = (None, None);
        Taken::On
    }

    fn place(&self, standing: &Standing) -> Taken {
        let (Some(number), Some(party)) = (&self.number, &self.party) else {
            return Taken::On;
        };
        if self.lines.is_empty() || self.item.is_some() {
            return Taken::On;
        }
        let order = Order {
            kind: self.kind,
            order_no: number.clone(),
            party: party.party.clone(),
            site: standing.home.clone(),
            due: standing.today,
            priority: USUAL,
            state: OrderState::Open,
            channel: "".into(),
            prices_include_tax: None,
            tax_type: None,
            region: None,
            dimensions: <_>::default(),
        };
        let lines = (1..)
            .zip(&self.lines)
            .map(|(at, line)| self.line(number, at, line));
        let lines: Vec<OrderLine> = lines.collect();
        let told = format!("{number} is placed: {}", counted(lines.len(), "line"));
        let without = None;
        Taken::post(
            PlaceOrder {
                order,
                lines,
                without,
            },
            told,
        )
    }

    fn line(&self, number: &OrderNo, line: i64, draft: &DraftLine) -> OrderLine {
        let zero = Qty::ZERO;
        OrderLine {
            kind: self.kind,
            order_no: number.clone(),
            line,
            item: draft.item.item.clone(),
            qty: draft.qty,
            price: draft.price,
            price_per: Qty::ONE,
            lot: None,
            done: zero,
            allocated: zero,
            picked: zero,
            packed: zero,
            short: zero,
        }
    }
}

impl Draft for OrderDraft {
    fn prompt(&self, standing: &Standing) -> String {
        match (&self.number, &self.party, &self.item, self.qty) {
            (None, ..) => {
                let next = &standing.trade(self.kind).made_of.next_order;
                format!("Type the order's number, or Enter for {next}")
            }
            (Some(_), None, ..) => {
                let (known, who) = (&standing.trade(self.kind).made_of, kind_of(self.kind));
                match known.parties.as_slice() {
                    [] => format!("Type the {who}'s name"),
                    _ if known.has_more => format!("Type the {who}'s code or line"),
                    _ => format!("Type the {who}'s name or line"),
                }
            }
            (_, _, None, _) if self.lines.is_empty() => "Scan the item, or type its code".into(),
            (_, _, None, _) => "DONE places it; or scan one more item".into(),
            (_, _, Some(item), None) => format!("Type how many {} of {}", item.uom, item.item),
            (_, _, Some(item), Some(_)) => {
                format!("Type the price of 1 {} in {}", item.uom, standing.currency)
            }
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        let prompt = self.prompt(standing);
        match (&self.number, &self.party, self.item.clone(), self.qty) {
            (None, ..) => self.read_number(scanned, &prompt),
            (Some(_), None, ..) => self.read_party(scanned, standing, &prompt),
            (_, _, None, _) => self.read_item(scanned, &prompt),
            (_, _, Some(item), None) => self.read_qty(scanned, &item),
            (_, _, Some(item), Some(qty)) => self.read_price(scanned, (&item, qty), &prompt),
        }
    }

    fn enter(&mut self, standing: &Standing) -> Taken {
        if self.number.is_none() {
            let next = &standing.trade(self.kind).made_of.next_order;
            self.number = Some(next.as_str().into());
        }
        Taken::On
    }

    fn command(&mut self, command: &Command, standing: &Standing) -> Taken {
        match command {
            Command::Done => self.place(standing),
            _ => Taken::On,
        }
    }

    fn commands(&self) -> Vec<Command> {
        let is_whole = !self.lines.is_empty() && self.item.is_none();
        is_whole.then_some(Command::Done).into_iter().collect()
    }

    fn lines(&self, standing: &Standing) -> usize {
        match (&self.number, &self.party) {
            (Some(_), None) => standing.trade(self.kind).made_of.parties.len(),
            _ => 0,
        }
    }

    fn choose(&mut self, line: usize, standing: &Standing) -> Taken {
        self.party = standing.trade(self.kind).made_of.parties.get(line).cloned();
        Taken::On
    }

    fn answered(&mut self, applied: bool) -> bool {
        match self.asked.take() {
            Some(party) => {
                self.party = Some(party).filter(|_| applied);
                true
            }
            None => !applied,
        }
    }

    fn back(&mut self) -> bool {
        if self.qty.take().is_some() {
            return true;
        }
        if self.item.take().is_some() {
            self.decimals = None;
            return true;
        }
        if let Some(line) = self.lines.pop() {
            (self.item, self.qty) = (Some(line.item), Some(line.qty));
            return true;
        }
        self.party.take().is_some() || self.number.take().is_some()
    }
}

impl DraftLine {
    /// Returns what is ordered, in words.
    pub fn goods(&self) -> String {
        format!("{} {}", many(self.qty, &self.item.uom), self.item.item)
    }
}
