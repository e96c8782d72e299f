//! What holds of the look for swallowed fields in any bytes at all; a fuzz target checks the same. Panics where it does
//! not hold.

use binledger::scan::gs1::{Basis, Dictionary, GS};
use binledger::scan::swallowed::{look, possible};
use binledger::scan::{self, Options};
use chrono::NaiveDate;
use std::sync::LazyLock;

/// A dictionary that a site could load, as far from the built-in one as its format allows.
static STRETCHED: LazyLock<Dictionary> = LazyLock::new(|| {
    let rows = "
        00-02 * N14,csum # GTIN
        10 X..255 # LOT
        11-17 * N6,yymmd0 X1 # DAY
        21 X3 [X..252] # SERIAL
        30 N..255 req=01,21 # COUNT
        37 X1 [N6],yymmd0 [N..8] ex=10 # COUNT
        3900-3909 N3 [N..200] # AMOUNT
        3910-3919 N3,iso4217 [X..200] # PRICE
        421 N3,iso3166 [X..200] # POST
        7003 N6,yymmdd [N..4] # MOMENT
        8008 N8,yyyymmdd N..4 # MADE
        90-99 X1 # OWN";
    Dictionary::read(rows.as_bytes()).unwrap()
});

/// What is proposed is the read with nothing but separators put in, and holds as a label then; the likeliest proposal is
/// the one that a scan warns of.
pub fn detected(bytes: &[u8], today: NaiveDate) {
    for dictionary in [Dictionary::builtin(), &*STRETCHED] {
        let basis = Basis { today, dictionary };
        let options = Options {
            dictionary,
            ..Options::default()
        };
        let decoded = scan::decode(bytes, today, options);
        let splits = possible(&decoded, basis);
        assert_eq!(splits, possible(&decoded, basis));
        assert!(splits.is_sorted_by_key(|split| !split.is_sure()));
        assert_eq!(
            look(&decoded, basis),
            splits.first().filter(|it| it.is_sure()).cloned()
        );
        for split in &splits {
            assert!(
                split.at <= bytes.len() && split.finding().at <= bytes.len(),
                "{split:?}"
            );
            assert!(
                1 < split.parts.len() && split.parts[0].0 == split.field,
                "{split:?}"
            );
            let again = scan::decode(&split.raw, today, options);
            assert!(again.label().is_some(), "{split:?}");
            let signs = |bytes: &[u8]| {
                bytes
                    .iter()
                    .filter(|&&byte| byte != GS)
                    .copied()
                    .collect::<Vec<_>>()
            };
            if decoded.data().len() == bytes.len() {
                assert_eq!(signs(&split.raw), signs(decoded.data()), "{split:?}");
            }
        }
    }
}
