use super::*;
use crate::scan::decode::{Options, decode};
use crate::scan::gs1::Dictionary;
use chrono::NaiveDate;
use std::sync::LazyLock;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

/// Returns what is proposed for a read; `~` is the separator. A question mark marks what only the goods can settle.
fn proposed(raw: &str) -> String {
    proposed_by(raw, Dictionary::builtin())
}

fn proposed_by(raw: &str, dictionary: &'static Dictionary) -> String {
    let raw = raw.replace('~', "\x1d");
    let basis = Basis {
        today: today(),
        dictionary,
    };
    let options = Options {
        dictionary,
        ..Options::default()
    };
    let decoded = decode(raw.as_bytes(), today(), options);
    let first = possible(&decoded, basis).into_iter().next();
    assert_eq!(
        look(&decoded, basis),
        first.clone().filter(Split::is_sure),
        "{raw}"
    );
    first.map_or_else(String::new, |split| {
        let again = decode(&split.raw, today(), options);
        assert!(again.label().is_some(), "{split} is a label");
        format!("{split}{}", if split.is_sure() { "" } else { "?" })
    })
}

#[test]
fn a_lost_separator_is_noticed_by_what_follows_it() {
    let cases = [
        ("]d2010952123454321310ABC17261231", "(10) ABC (17) 2026-12-31"),
        (
            "]d2010952123454321310ABC172612312112345678",
            "(10) ABC (17) 2026-12-31 (21) 12345678",
        ),
        ("]C110ABC17261231", "(10) ABC (17) 2026-12-31"),
        (
            "]d221S1726123110L~0109521234543213",
            "(21) S (17) 2026-12-31 (10) L",
        ),
        ("]d2010952123454321310LOT42A21S1", "(10) LOT42A (21) S1"),
        ("]C110LOT0109521234543213", "(10) LOT (01) 09521234543213"),
        ("]C1400PO-174109521234500001", "(400) PO-17 (410) 9521234500001"),
        ("]C10209521234543213301010L2", "(30) 10 (10) L2"),
        (
            "]e00199521234543216392212993103001750",
            "(3922) 12.99 (3103) 1.750",
        ),
    ];
    for (raw, expected) in cases {
        assert_eq!(proposed(raw), expected, "{raw}");
    }
}

#[test]
fn a_fault_that_a_lost_separator_explains_is_explained() {
    let cases = [
        (
            "]d2010952123454321310LLLLLLLLLLLLLLL17261231",
            "(10) LLLLLLLLLLLLLLL (17) 2026-12-31",
        ),
        ("]C10209521234543213372410BATCH9", "(37) 24 (10) BATCH9"),
        (
            "]d2800609521234543213010210IT1",
            "(8006) 095212345432130102 (10) IT1",
        ),
        ("]d2010952123454321310A#B", ""),
        ("]d201095212345432138008261231143060", ""),
        ("]d2010952123454321317261301", ""),
    ];
    for (raw, expected) in cases {
        assert_eq!(proposed(raw), expected, "{raw}");
    }
}

#[test]
fn what_chance_makes_as_often_is_left_alone() {
    let cases = [
        "]d2010952123454321310LOT42A",
        "]d20109521234543213172612311020260131",
        "]d2010952123454321310260131A",
        "]d20109521234543213112601011012345678~2100012345",
        "]d2010952123454321321SN0001234517ABCDEF",
        "]d2010952123454321310ABC17261331",
        "]d2010952123454321310L-0417",
        "]E09521234543213",
        "(01)09521234543213(10)ABC17261231",
    ];
    for raw in cases {
        let told = proposed(raw);
        assert!(told.is_empty() || told.ends_with('?'), "{raw} {told}");
    }
}

#[test]
fn what_only_the_goods_can_settle_is_offered_to_them() {
    assert_eq!(proposed("]d2010952123454321310ABC217"), "(10) ABC (21) 7?");
    assert_eq!(
        proposed("]d2010952123454321310ABC17991231"),
        "(10) ABC (17) 1999-12-31"
    );
}

#[test]
fn what_the_goods_could_settle_is_warned_of_where_it_is_sure() {
    static SITE: LazyLock<Dictionary> = LazyLock::new(|| {
        let rows = "
            00-02 * N14,csum # GTIN
            10 X..255 # LOT
            21 X3 [X..252] # SERIAL
            30 N..255 req=01,21 # COUNT
            37 X1 [N6],yymmd0 [N..8] ex=10 # COUNT
            421 N3,iso3166 [X..200] # POST
            8008 N8,yyyymmdd N..4 # MADE
            90-99 X1 # OWN";
        Dictionary::read(rows.as_bytes()).unwrap()
    });
    let cases = [
        (
            "]C1801395210109521010952123MN109521235ART80110121S8031",
            "(8013) 95210109521010952123MN1095 (21) 235ART80110121S8031",
        ),
        (
            "]C14201201095212334542127612%454321340022276427AB-Z",
            "(420) 1201095212334542127612%4543 (21) 340022276427AB-Z",
        ),
    ];
    for (raw, expected) in cases {
        assert_eq!(proposed_by(raw, &SITE), expected, "{raw}");
    }
}

#[test]
fn a_part_that_the_label_says_before_is_named_too() {
    assert_eq!(
        proposed("]C1~109510~10951021354310323002135431032300"),
        "(10) 9510 (21) 354310323002135 (4310) 32300?"
    );
}

#[test]
fn a_separator_elsewhere_makes_a_lost_one_less_likely() {
    let weak = "]d2010952123454321310LOT42A21S1";
    assert_eq!(proposed(weak), "(10) LOT42A (21) S1");
    assert_eq!(proposed(&format!("{weak}~17261231")), "(10) LOT42A (21) S1?");
    assert_eq!(
        proposed("]d2010952123454321310ABC17261231~21S"),
        "(10) ABC (17) 2026-12-31"
    );
}

#[test]
fn the_warning_names_the_place_and_both_readings() {
    let decoded = decode(b"]d2010952123454321310ABC17261231", today(), Options::default());
    let finding = &decoded.warnings[0];
    assert_eq!((finding.code(), finding.at), ("swallowed-field", 24));
    assert_eq!(
        finding.to_string(),
        "(10) ABC17261231: a separator seems lost: (10) ABC (17) 2026-12-31?"
    );
    assert_eq!(decoded.lot(), Some("ABC17261231"), "nothing is split");
}

#[test]
fn a_read_that_was_mended_is_looked_at_as_it_was_mended() {
    for mended in [
        "]D2010952123454321310abc17261231",
        "\u{feff}]d2010952123454321310ABC17261231",
    ] {
        assert_eq!(proposed(mended), "(10) ABC (17) 2026-12-31", "{mended}");
    }
}
