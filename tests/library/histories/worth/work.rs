//! Work orders: components into process and back, what is made of them, and what is left.

use super::asked::Asked;
use super::{Company, Prices};
use binledger::domain::work_order::{WorkOrder, WorkPart};
use serde_json::{Value, json};

/// How many kinds of documents there are about work orders.
pub(super) const KINDS: u16 = 8;

impl Company {
    /// What is asked about work orders; `None` if there is none that it could be about.
    pub(super) fn about_work(&self, step: usize, asked: &Asked) -> Option<(&'static str, Value)> {
        let [_, item, .., d, e] = asked.draw;
        let mut open: Vec<WorkOrder> = self.all();
        open.retain(|order| order.open);
        let order = open.get(usize::from(d) % open.len().max(1));
        let kind = asked.kind - Asked::WORK;
        let Some(order) = order.filter(|_| kind != 0) else {
            let parts = json!([{"item": "P", "qty": "2"}, {"item": "Q", "qty": "1"}]);
            return Some((
                "work",
                json!({"op": "work_order", "order": format!("WO-{step}"), "item": "FG", "site": asked.site,
                    "qty": (1 + d % 5).to_string(), "components": parts, "labour": "1.00", "date": asked.day}),
            ));
        };
        let part = ["P", "Q"][usize::from(item) % 2];
        let number = &order.order_no;
        let component = |act: &str, qty: &str| {
            json!({"op": "work_issue", "order": number, "item": part, "qty": qty, "act": act,
                "date": asked.day, "reason": "bent"})
        };
        Some(match kind {
            1..=3 => ("issue", component("issue", &(1 + d % 9).to_string())),
            4 => ("give back", component("return", &(1 + e % 2).to_string())),
            5 => ("spoil", component("scrap", "1")),
            6 | 7 if !e.is_multiple_of(7) => ("report", self.report(order, asked)?),
            _ => (
                "close",
                json!({"op": "work_close", "order": number, "date": asked.day}),
            ),
        })
    }

    /// A report. Where every unit is worth one price, nothing is made of components that are not there.
    fn report(&self, order: &WorkOrder, asked: &Asked) -> Option<Value> {
        let [.., d, e] = asked.draw;
        let qty = 1 + d % 2;
        let made = order.made() + binledger::domain::amount::Qty::units(qty.into());
        let mut parts: Vec<WorkPart> = self.all();
        parts.retain(|part| part.order_no == order.order_no);
        let is_there =
            |part: &WorkPart| part.per.times(made).expect("a quantity") - part.taken <= part.held();
        let act = if e.is_multiple_of(5) { "scrap" } else { "stock" };
        let report = json!({"op": "work_report", "order": order.order_no, "qty": qty.to_string(), "act": act,
            "date": asked.day, "reason": "cracked"});
        (self.prices == Prices::Any || parts.iter().all(is_there)).then_some(report)
    }
}
