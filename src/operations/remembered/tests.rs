use super::*;
use crate::domain::record::Record;
use crate::domain::stock::Balance;
use crate::domain::stock::seeded::{balance, range};
use crate::operations::draft::tests::Plain;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_remembered_is_what_the_store_holds_after_every_write(
        there in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 5), 0..12),
        steps in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 11), 1..40),
    ) {
        let (mut store, mut remembered) = (Plain::default(), Remembered::new());
        let table = Balance::TABLE;
        for seed in &there {
            let row = balance(seed).to_row();
            store.write(&row[..table.key], Some(row.clone()));
        }
        for seed in &steps {
            let balance = balance(seed);
            let row = balance.to_row();
            let key = row[..table.key].to_vec();
            match seed[10] % 5 {
                0 => {
                    store.write(&key, Some(row.clone()));
                    remembered.written(&Write::Put { table, row, before: Before::Unknown });
                }
                1 => {
                    store.write(&key, None);
                    remembered.written(&Write::Remove { table, key });
                }
                2 => prop_assert_eq!(remembered.row(&store, table, &key).unwrap(), store.row(table, &key).unwrap()),
                _ => {
                    let range = range(seed, &balance);
                    prop_assert_eq!(remembered.rows(&store, &range).unwrap(), store.rows(&range).unwrap(), "{:?}", range);
                }
            }
        }
    }
}

#[test]
fn a_write_into_a_whole_range_leaves_it_known() {
    let (mut store, mut remembered) = (Plain::default(), Remembered::new());
    let (first, second) = (
        balance(&[1, 1, 1, 1, 7]).to_row(),
        balance(&[1, 2, 1, 1, 9]).to_row(),
    );
    let table = Balance::TABLE;
    store.write(&first[..table.key], Some(first.clone()));
    let all = Range::by(Balance::BY_LOCATION, &[&balance(&[1, 1, 1, 1, 7]).location]);
    assert_eq!(remembered.rows(&store, &all).unwrap().len(), 1);
    remembered.written(&Write::Put {
        table,
        row: second.clone(),
        before: Before::Nothing,
    });
    store.rows.clear();
    assert_eq!(
        remembered.rows(&store, &all).unwrap(),
        [first, second],
        "nothing is asked for again"
    );
}
