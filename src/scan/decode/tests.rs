use super::*;
use proptest::prelude::*;
use serde_json::json;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

fn read(raw: &str) -> Decoded<'_> {
    decode(raw.as_bytes(), today(), Options::default())
}

#[test]
fn what_is_longer_than_any_label_is_looked_at_no_further() {
    let digits = "1".repeat(LONGEST + 1);
    assert_eq!(
        told(&digits),
        "text ! expected at most 4096 characters, found more @4096"
    );
    assert!(!told(&digits[1..]).contains("found more"));
}

/// Returns a read in one line: kind, then what is wrong or what it names.
fn told(raw: &str) -> String {
    let decoded = read(raw);
    let kind = format!("{:?}", decoded.kind).to_lowercase();
    let what = match &decoded.meaning {
        Err(finding) => format!("! {} @{}", finding, finding.at),
        Ok(Meaning::Gs1(label)) => label
            .elements()
            .iter()
            .map(|e| format!("{}={}", e.ai, e.normal()))
            .collect::<Vec<_>>()
            .join(" "),
        Ok(Meaning::Gtin(gtin)) => gtin.to_string(),
        Ok(Meaning::Sscc(sscc)) => sscc.to_string(),
        Ok(Meaning::InStore(code)) => format!("{} {} {}", code.item, code.measure.name(), code.amount),
        Ok(Meaning::Fields(fields)) => {
            let fields = fields
                .0
                .iter()
                .map(|field| format!("{}={}", field.id, field.normal()));
            fields.collect::<Vec<_>>().join(" ")
        }
        Ok(Meaning::Command(command)) => format!("{command:?}"),
        Ok(Meaning::Text(text)) => text.to_string(),
    };
    let told = format!("{kind} {what}");
    decoded
        .warnings
        .iter()
        .fold(told, |told, warning| told + " ?" + warning.code())
}

#[test]
fn a_symbology_identifier_decides() {
    let cases = [
        (
            "]C101095212345432131726123110LOT42A",
            "gs1 01=09521234543213 17=2026-12-31 10=LOT42A",
        ),
        (
            "]d2\x1d0109521234543213",
            "gs1 01=09521234543213 ?leading-separator",
        ),
        (
            "]d2\x1d0109521234543219",
            "gs1 ! (01) 09521234543219: check digit 9, right would be 3 @19 ?leading-separator",
        ),
        ("]Q3", "gs1 ! nothing was read @3"),
        ("]E04006381333931", "gtin 04006381333931"),
        ("]E0614141000036", "gtin 00614141000036"),
        ("]E495212340", "gtin 00000095212340"),
        ("]E09521234543219", "gtin ! check digit 9, right would be 3 @15"),
        ("]E0ABC", "gtin ! a retail symbol carries 8, 12 or 13 digits @3"),
        ("]E04006381333931|]e010LOT7", "gs1 01=04006381333931 10=LOT7"),
        (
            "]E04006381333931|]C110LOT7",
            "gs1 ! a composite part begins with ]e0 @16",
        ),
        ("]E04006381333931|]e0", "gs1 ! nothing was read @20"),
        ("]e09521234543213", "gtin 09521234543213 ?caps-lock"),
        ("]I119521234543210", "gtin 19521234543210"),
        ("]I119521234543215", "gtin ! check digit 5, right would be 0 @16"),
        ("]I11234", "text 1234"),
        ("]C0HELLO", "text HELLO"),
        ("]A0A-03-2", "text A-03-2"),
        ("]d3010952123454321", "text 010952123454321"),
        ("]A0$BL.DONE", "command Done"),
    ];
    for (raw, expected) in cases {
        assert_eq!(told(raw), expected, "{raw}");
    }
}

#[test]
fn without_one_the_characters_decide() {
    let cases = [
        ("4006381333931", "gtin 04006381333931"),
        ("96385074", "gtin 00000096385074"),
        ("10614141000415", "gtin 10614141000415"),
        ("1012345678904", "gtin 01012345678904"),
        (
            "4006381333932",
            "text ! no trade item number: check digit 2, right would be 1 @12",
        ),
        ("095212345000000018", "sscc 095212345000000018"),
        (
            "095212345000000010",
            "text ! no logistic unit: check digit 0, right would be 8 @17",
        ),
        ("0109521234543213", "gs1 01=09521234543213"),
        ("010952123454321317261301", "gs1 ! (17) 261301: month 13 @20"),
        ("00095212345000000018", "gs1 00=095212345000000018"),
        (
            "1726123110L\x1d0109521234543213",
            "gs1 17=2026-12-31 10=L 01=09521234543213",
        ),
        ("10LOT7\x1d17261301", "gs1 ! (17) 261301: month 13 @11"),
        ("10ABC", "text 10ABC"),
        ("400PO-917", "text 400PO-917"),
        ("LOC-A-01-02", "text LOC-A-01-02"),
        ("1234567", "text ! 7 digits are no trade item number @0"),
        ("(01)9521234543213(10)A", "gs1 01=09521234543213 10=A"),
        ("(A) shelf", "text (A) shelf"),
        (
            "4149521234500001254A-12-03",
            "location 414=9521234500001 254=A-12-03",
        ),
        ("]C14149521234500001", "location 414=9521234500001"),
        ("0109521234543213", "gs1 01=09521234543213"),
        ("$BL.QTY.12", "command Qty(Qty(12000000))"),
        ("$bl.reason.damaged", "command Reason(\"damaged\")"),
        ("$BL.DANCE", "command ! no such command @4"),
        (
            "$BL.QTY.x",
            "command ! the command's argument is missing or unreadable @4",
        ),
        ("$BLUE", "text $BLUE"),
        ("", "text ! nothing was read @0"),
    ];
    for (raw, expected) in cases {
        assert_eq!(told(raw), expected, "{raw}");
    }
}

#[test]
fn strict_reads_a_whole_label() {
    let whole = Options {
        strict: true,
        ..Options::default()
    };
    let strict = |raw: &'static str| decode(raw.as_bytes(), today(), whole);
    assert!(strict("]C1010952123454321310A").meaning.is_ok());
    let error = strict("]C110A").error().cloned().unwrap();
    assert_eq!((error.code(), error.at), ("incomplete-label", 3));
    assert!(read("]C110A").meaning.is_ok(), "one symbol of several");
}

#[test]
fn a_label_answers_what_the_floor_asks() {
    let decoded = read("]d20109521234543213172704301021-B\x1d21XK99\x1d3012");
    assert_eq!(decoded.gtin().unwrap().as_str(), "09521234543213");
    assert_eq!(decoded.lot(), Some("21-B"));
    assert_eq!(decoded.expiry(), NaiveDate::from_ymd_opt(2027, 4, 30));
    assert_eq!(decoded.serial(), Some("XK99"));
    assert_eq!(decoded.quantity(), Some(12.into()));
    assert!(
        decoded.data().starts_with(b"0109521234543213"),
        "without the symbology identifier"
    );
    let pallet = read("]C10009521234500000001802095212345432133724\x1d1527013110L77\x1d400PO-9");
    assert_eq!(pallet.label().unwrap().order(), Some("PO-9"));
    assert_eq!(pallet.sscc().unwrap().as_str(), "095212345000000018");
    assert_eq!(
        pallet.gtin().unwrap().as_str(),
        "09521234543213",
        "what is on the pallet"
    );
    assert_eq!(pallet.quantity(), Some(24.into()));
    assert_eq!(
        pallet.expiry(),
        NaiveDate::from_ymd_opt(2027, 1, 31),
        "best before"
    );
}

#[test]
fn a_row_is_what_the_contract_says() {
    let row = |raw: &str| serde_json::to_value(read(raw)).unwrap();
    assert_eq!(
        row("]C10109521234543213172612313012"),
        json!({
            "read": "]C10109521234543213172612313012", "kind": "gs1", "symbology": "]C1",
            "elements": [
                {"ai": "01", "title": "GTIN", "value": "09521234543213", "normal": "09521234543213"},
                {"ai": "17", "title": "USE BY or EXPIRY", "value": "261231", "normal": "2026-12-31"},
                {"ai": "30", "title": "VAR. COUNT", "value": "12", "normal": "12"},
            ],
            "gtin": "09521234543213", "lot": null, "expiry": "2026-12-31", "serial": null, "quantity": "12",
            "warnings": [], "error": null,
        })
    );
    assert_eq!(
        row("4006381333931"),
        json!({
            "read": "4006381333931", "kind": "gtin", "symbology": null,
            "elements": [{"ai": "01", "title": "GTIN", "value": "04006381333931", "normal": "04006381333931"}],
            "gtin": "04006381333931", "lot": null, "expiry": null, "serial": null, "quantity": null,
            "warnings": [], "error": null,
        })
    );
    assert_eq!(
        row("]C117261301")["error"],
        json!({"code": "month", "message": "(17) 261301: month 13", "at": 7})
    );
    assert_eq!(row("4006381333932")["error"]["code"], "not-a-gtin");
}

#[test]
fn bytes_that_are_no_text_are_shown_and_named() {
    let decoded = decode(b"A\xe9B", today(), Options::default());
    assert_eq!(decoded.text(), Some("A\u{fffd}B"));
    assert_eq!(
        (decoded.warnings[0].code(), decoded.warnings[0].at),
        ("not-utf8", 1)
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, strict: bool) {
        let decoded = decode(&bytes, today(), Options { strict, ..Options::default() });
        prop_assert!(decoded.error().is_none_or(|finding| finding.at <= bytes.len()));
        serde_json::to_string(&decoded).unwrap();
    }

    #[test]
    fn nothing_that_looks_like_a_label_does(text in r"(\]C1|\]E0|\(01\)|\$BL\.)?[0-9A-Z()\x1d|/%]{0,60}", strict: bool) {
        let decoded = decode(text.as_bytes(), today(), Options { strict, ..Options::default() });
        prop_assert!(decoded.error().is_none_or(|finding| finding.at <= text.len()));
    }

    #[test]
    fn every_element_is_where_it_says(lot in "[0-9A-Za-z]{1,20}", serial in "[0-9A-Z]{1,20}") {
        let raw = format!("]d2010952123454321310{lot}\x1d21{serial}");
        let decoded = decode(raw.as_bytes(), today(), Options::default());
        prop_assert_eq!(decoded.lot(), Some(&*lot));
        prop_assert_eq!(decoded.serial(), Some(&*serial));
        for element in decoded.label().unwrap().elements() {
            let written = format!("{}{}", element.ai, element.value);
            prop_assert!(raw[element.at..].starts_with(&written), "{}", written);
        }
    }
}
