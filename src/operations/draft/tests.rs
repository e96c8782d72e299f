use super::*;
use crate::domain::code::ItemCode;
use crate::domain::stock::seeded::{balance, range};
use crate::domain::stock::{Balance, Status};
use crate::operations::change::Before;
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Rows in no particular order, searched one by one; it counts how often it is asked.
#[derive(Clone, Default)]
pub(in crate::operations) struct Plain {
    pub(in crate::operations) rows: Vec<Row>,
    asked: Cell<usize>,
}

impl Plain {
    pub(in crate::operations) fn write(&mut self, key: &[Value], row: Option<Row>) {
        self.rows.retain(|row| row[..key.len()] != *key);
        self.rows.extend(row);
    }
}

impl View for Plain {
    fn row(&self, _: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        self.asked.set(self.asked.get() + 1);
        Ok(self.rows.iter().find(|row| row[..key.len()] == *key).cloned())
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        self.asked.set(self.asked.get() + 1);
        let mut rows: Vec<Row> = self.rows.iter().filter(|row| range.holds(row)).cloned().collect();
        range.sort(&mut rows);
        rows.truncate(range.limit);
        Ok(rows)
    }

    fn last(&self, _: &'static Table) -> Result<i64, Fault> {
        Ok(0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_draft_answers_as_a_store_would_that_had_its_writes(
        there in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 5), 0..12),
        steps in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 11), 1..120),
    ) {
        let mut store = Plain::default();
        for seed in &there {
            let row = balance(seed).to_row();
            store.write(&row[..6], Some(row.clone()));
        }
        let mut written = store.clone();
        let mut draft = Draft::new(&store);
        let mut touched = BTreeSet::new();
        for seed in &steps {
            let balance = balance(seed);
            let row = balance.to_row();
            let key = &row[..6].to_vec();
            if seed[10] % 4 < 2 {
                touched.insert(key.clone());
            }
            match seed[10] % 4 {
                0 => {
                    draft.put(&balance);
                    written.write(key, Some(row));
                }
                1 => {
                    draft.remove(&balance);
                    written.write(key, None);
                }
                2 => prop_assert_eq!(draft.row(Balance::TABLE, key).unwrap(), written.row(Balance::TABLE, key).unwrap()),
                _ => {
                    let range = range(seed, &balance);
                    prop_assert_eq!(draft.rows(&range).unwrap(), written.rows(&range).unwrap(), "{:?}", range);
                    // Of a whole table, only a short result is remembered.
                    let is_short = !range.prefix.is_empty() || there.len() <= 8;
                    // Where many rows are touched, what is passed over is not asked for again, and the rest is.
                    let is_remembered = is_short && touched.len() <= 32;
                    let asked = store.asked.get();
                    draft.rows(&range).unwrap();
                    prop_assert!(!is_remembered || store.asked.get() == asked, "asked twice: {:?}", range);
                }
            }
        }
        for write in draft.finish().writes {
            let Write::Put { row, before, .. } = write else { continue };
            let there = store.row(Balance::TABLE, &row[..6]).unwrap();
            let is_right = match before {
                Before::Unknown => true,
                Before::Nothing => there.is_none(),
                Before::Row(row) => there == Some(row),
            };
            prop_assert!(is_right);
        }
    }
}

#[test]
fn what_lies_in_a_range_that_was_read_is_not_asked_for_again() {
    let store = Plain::default();
    let draft = Draft::new(&store);
    let asked = || store.asked.get();
    let at = crate::domain::code::LocationCode::from("A-01");
    draft.rows(&Range::by(Balance::BY_LOCATION, &[&at])).unwrap();
    assert_eq!(asked(), 1);
    let found: Option<Balance> = draft
        .view()
        .find(&[
            &ItemCode::from("A"),
            &String::new(),
            &String::new(),
            &at,
            &Status::Available,
            &String::new(),
        ])
        .unwrap();
    assert_eq!((found, asked()), (None, 1));
    let items = Range::by(Balance::BY_LOCATION, &[&at, &ItemCode::from("A")]).first(1);
    assert!(draft.rows(&items).unwrap().is_empty());
    assert_eq!(asked(), 1);
}

#[test]
fn long_results_are_not_kept() {
    let mut store = Plain::default();
    for n in 0..=200_u8 {
        let mut row = balance(&[1, 1, 1, 1, n]).to_row();
        row[1] = Value::Text(format!("L{n}").into());
        store.rows.push(row);
    }
    let draft = Draft::new(&store);
    let all = Range::of::<Balance>(&[]);
    assert_eq!(draft.rows(&all).unwrap().len(), 201);
    draft.rows(&all).unwrap();
    assert_eq!(store.asked.get(), 2);
}
