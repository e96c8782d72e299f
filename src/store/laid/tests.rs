use super::*;
use crate::domain::amount::{Money, Qty};
use crate::domain::record::Record;
use crate::domain::stock::seeded::{balance, range};
use crate::domain::stock::{Balance, Layer};
use crate::operations::change::Before;
use proptest::prelude::*;
use std::cell::Cell;

fn put(row: Row) -> Change {
    let (table, before) = (Balance::TABLE, Before::Unknown);
    let writes = vec![Write::Put { table, row, before }];
    Change { writes }
}

fn remove(table: &'static Table, row: &Row) -> Change {
    let key = row[..table.key].to_vec();
    let writes = vec![Write::Remove { table, key }];
    Change { writes }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_laid_over_a_store_is_seen_as_if_it_were_written(
        there in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 5), 0..40),
        steps in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 11), 1..120),
    ) {
        let (mut store, mut written) = (Kept::default(), Kept::default());
        for seed in &there {
            let change = put(balance(seed).to_row());
            store.apply(&change.writes, &mut Vec::new()).unwrap();
            written.apply(&change.writes, &mut Vec::new()).unwrap();
        }
        let mut laid = Laid::over(&store);
        for seed in &steps {
            let balance = balance(seed);
            let row = balance.to_row();
            let key = row[..6].to_vec();
            let change = match seed[10] % 6 {
                0 => Some(put(row)),
                1 | 2 => Some(remove(Balance::TABLE, &row)),
                _ => None,
            };
            if let Some(change) = change {
                laid.lay(&change);
                written.apply(&change.writes, &mut Vec::new()).unwrap();
                continue;
            }
            prop_assert_eq!(laid.row(Balance::TABLE, &key).unwrap(), written.row(Balance::TABLE, &key).unwrap());
            let each = laid.row_of_each(Balance::TABLE, std::slice::from_ref(&key)).unwrap();
            prop_assert_eq!(each, [written.row(Balance::TABLE, &key).unwrap()]);
            let range = range(seed, &balance);
            prop_assert_eq!(laid.rows(&range).unwrap(), written.rows(&range).unwrap(), "{:?}", range);
            let cells = laid.cells(&range, &[0, 3]).unwrap();
            prop_assert_eq!(cells, written.cells(&range, &[0, 3]).unwrap());
        }
    }
}

/// A store that counts the rows that it is asked for.
struct Counting(Kept, Cell<usize>);

impl View for Counting {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        self.0.row(table, key)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let rows = self.0.rows(range)?;
        self.1.set(self.1.get() + rows.len());
        Ok(rows)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.0.last(table)
    }
}

#[test]
fn the_oldest_layer_of_many_that_were_taken_is_found_without_reading_them_again() {
    const LAYERS: i64 = 2000;
    let mut store = Counting(Kept::default(), Cell::new(0));
    let layer = |seq| Layer {
        item: "A".into(),
        site: "MAIN".into(),
        seq,
        qty: Qty::ONE,
        value: Money::ZERO,
        received: "2026-03-02".parse().unwrap(),
        lot: "".into(),
    };
    for seq in 1..=LAYERS {
        let write = Write::put(&layer(seq));
        store.0.apply(&[write], &mut Vec::new()).unwrap();
    }
    let mut laid = Laid::over(&store);
    let item = crate::domain::code::ItemCode::from("A");
    let oldest = Range::of::<Layer>(&[&item, &"MAIN".to_owned()]).first(1);
    for seq in 1..=LAYERS {
        let found = laid.rows(&oldest).unwrap();
        assert_eq!(found, [layer(seq).to_row()]);
        laid.lay(&remove(Layer::TABLE, &found[0]));
    }
    assert!(laid.rows(&oldest).unwrap().is_empty());
    let read = store.1.get();
    assert!(read < 5 * 2000, "{read} rows were read");
}
