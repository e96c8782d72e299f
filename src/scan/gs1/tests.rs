use super::bracketed::Gtins;
use super::*;

fn today() -> Basis {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap().into()
}

/// Returns what an element string says, as `ai=normal` parts, or the first thing that is wrong. `~` is the separator.
fn told(data: &str) -> String {
    let data = data.replace('~', "\x1d");
    match read(data.as_bytes(), 0, today()) {
        Ok(label) => spelt(&label),
        Err(finding) => format!("{} @{}", finding, finding.at),
    }
}

fn spelt(label: &Label<'_>) -> String {
    let parts: Vec<_> = label
        .elements()
        .iter()
        .map(|e| format!("{}={}", e.ai, e.normal()))
        .collect();
    parts.join(" ")
}

#[test]
fn element_strings_are_cut_where_they_must_be() {
    let cases = [
        ("0109521234543213", "01=09521234543213"),
        (
            "01095212345432131726123110LOT42A",
            "01=09521234543213 17=2026-12-31 10=LOT42A",
        ),
        (
            "1726123110L~0109521234543213",
            "17=2026-12-31 10=L 01=09521234543213",
        ),
        (
            "0109521234543213~17261231~10A",
            "01=09521234543213 17=2026-12-31 10=A",
        ),
        ("010952123454321310A~", "01=09521234543213 10=A"),
        ("4149521234500001254A-12", "414=9521234500001 254=A-12"),
        ("0109521234543213422276~10A", "01=09521234543213 422=276 10=A"),
        (
            "0109521234543213240ADD-1~241CUST-9",
            "01=09521234543213 240=ADD-1 241=CUST-9",
        ),
        (
            "01095212345432131726123117261231",
            "01=09521234543213 17=2026-12-31",
        ),
        (
            "010952123454321310A~~21B",
            "expected an application identifier, found \\x1d21B @20",
        ),
        ("", "nothing was read @0"),
        (
            "01095212345432133",
            "expected an application identifier, found 3 @16",
        ),
        (
            "010952123454321304123456",
            "unknown application identifier 0412 @16",
        ),
        ("01095212345432137042ABC", "01=09521234543213 7042=ABC"),
        ("01095212345432137042ABC~10L", "01=09521234543213 7042=ABC 10=L"),
        (
            "01095212345432137042123456",
            "unknown application identifier 7042 @16",
        ),
        ("01095212345432137042", "unknown application identifier 7042 @16"),
        (
            "01095212345432137042~10L",
            "unknown application identifier 7042 @16",
        ),
        (
            "01095212345432137042A B",
            "unknown application identifier 7042 @16",
        ),
        ("010952123454321389ABC", "unknown application identifier 89 @16"),
        ("0109521234543213418ABC", "unknown application identifier 418 @16"),
        ("8110012345612345611110123", "8110=012345612345611110123"),
        (
            "000952123450000000187041PX~1095",
            "00=095212345000000018 7041=PX 10=95",
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(told(data), expected, "{data}");
    }
}

#[test]
fn a_refusal_says_where() {
    let cases = [
        ("010952123454321317261301", "(17) 261301: month 13 @20"),
        ("010952123454321317260230", "(17) 260230: day 30 in month 02 @22"),
        ("01095212345432131726123A", "(17) 26123A: A is not allowed @23"),
        (
            "0109521234543219",
            "(01) 09521234543219: check digit 9, right would be 3 @15",
        ),
        (
            "010952123454321",
            "(01) 0952123454321: at least 14 characters, found 13 @2",
        ),
        ("010952123454321310", "(10) : at least 1 characters, found 0 @18"),
        (
            "010952123454321310LLLLLLLLLLLLLLL17261231",
            "(10) LLLLLLLLLLLLLLL17261231: at most 20 characters, found 23 @38",
        ),
        ("010952123454321310A#B", "(10) A#B: # is not allowed @19"),
        ("010952123454321310A B", "(10) A B: a space is not allowed @19"),
        ("010952123454321370032612312400", "(7003) 2612312400: hour 24 @26"),
        (
            "0109521234543213422999",
            "(422) 999: not a country of ISO 3166 @19",
        ),
        (
            "01095212345432134232762",
            "(423) 2762: at least 3 characters, found 1 @22",
        ),
        (
            "415952123450000180201~3911000500",
            "(3911) 000500: not a currency of ISO 4217 @26",
        ),
        ("800319521234500001", "(8003) 19521234500001: must be 0 @4"),
        ("80109521234part", "(8010) 9521234part: p is not allowed @11"),
        ("0109521234543213800826123124", "(8008) 26123124: hour 24 @26"),
    ];
    for (data, expected) in cases {
        assert_eq!(told(data), expected, "{data}");
    }
}

#[test]
fn values_take_their_type() {
    let cases = [
        ("01995212345432163103001750", "01=99521234543216 3103=1.750"),
        ("01995212345432163100001750", "01=99521234543216 3100=1750"),
        ("01995212345432163105001750", "01=99521234543216 3105=0.01750"),
        ("019952123454321639221299", "01=99521234543216 3922=12.99"),
        ("0109521234543213300000012", "01=09521234543213 30=12"),
        (
            "41595212345000018020R~39129781234",
            "415=9521234500001 8020=R 3912=978:12.34",
        ),
        ("2559521234500001123~39431000", "255=9521234500001123 3943=1.000"),
        ("010952123454321311260200", "01=09521234543213 11=2026-02-28"),
        (
            "010952123454321370032612312359",
            "01=09521234543213 7003=2026-12-31T23:59",
        ),
        (
            "0109521234543213800826123114",
            "01=09521234543213 8008=2026-12-31T14",
        ),
        (
            "01095212345432138008261231143059",
            "01=09521234543213 8008=2026-12-31T14:30:59",
        ),
        (
            "01095212345432137007260701260705",
            "01=09521234543213 7007=2026-07-01/2026-07-05",
        ),
        (
            "8018952123450000000074~7251198703142359",
            "8018=952123450000000074 7251=1987-03-14T23:59",
        ),
        (
            "0009521234500000001843242612319999",
            "00=095212345000000018 4324=2026-12-31",
        ),
        ("01095212345432132002", "01=09521234543213 20=02"),
        (
            "0109521234543213800100010000100111",
            "01=09521234543213 8001=00010000100111",
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(told(data), expected, "{data}");
    }
}

#[test]
fn elements_of_one_label_must_agree() {
    let cases = [
        (
            "01095212345432130109521234543220",
            "(01) 09521234543220: stands twice with different values @16",
        ),
        (
            "01095212345432130309521234543213",
            "(03) 09521234543213: must not stand with (01) @16",
        ),
        (
            "010952123454321321S~235T",
            "(21) S: must not stand with (235) @16",
        ),
        (
            "019952123454321631030017503102000175",
            "(3103) 001750: must not stand with (3102) @16",
        ),
        (
            "2539521234500001~8030QUJD",
            "(8030) QUJD: needs a serial number in (253) @17",
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(told(data), expected, "{data}");
    }
}

#[test]
fn a_whole_label_must_be_complete() {
    let lacking = |data: &str| {
        let data = data.replace('~', "\x1d");
        read(data.as_bytes(), 0, today())
            .unwrap()
            .incomplete()
            .map(|finding| finding.to_string())
    };
    assert_eq!(lacking("010952123454321310A"), None);
    assert_eq!(lacking("000952123450000000180209521234543213~3724"), None);
    assert_eq!(lacking("010952123454321321S~250X"), None);
    assert_eq!(
        lacking("0109521234543213250X").as_deref(),
        Some("(250) X: needs (01) or (8006) and (21) on the same label")
    );
    assert_eq!(
        lacking("254A1").as_deref(),
        Some("(254) A1: needs (414) on the same label")
    );
    assert_eq!(
        lacking("0209521234543213").as_deref(),
        Some("(02) 09521234543213: needs (37) on the same label")
    );
    assert_eq!(
        lacking("01095212345432138040123456789012345").as_deref(),
        Some("(8040) 123456789012345: needs (01)+(21) on the same label")
    );
}

#[test]
fn typing_in_brackets_needs_no_separator() {
    let told = |text: &str, gtins| match bracketed::read(text.as_bytes(), gtins, today()) {
        Ok(label) => spelt(&label),
        Err(finding) => format!("{} @{}", finding, finding.at),
    };
    let cases = [
        ("(10)AB-1/2(01)09521234543213", "10=AB-1/2 01=09521234543213"),
        ("(01)09521234543213(10)A)B", "01=09521234543213 10=A)B"),
        (r"(01)09521234543213(10)A\(B", "01=09521234543213 10=A(B"),
        ("(3103)001750(01)99521234543216", "3103=1.750 01=99521234543216"),
        ("(01)09521234543213(10)A(B", "a bracket is not closed @23"),
        ("(0109521234543213", "a bracket is not closed @0"),
        (
            "(01) 09521234543213",
            "(01)  09521234543213: at most 14 characters, found 15 @18",
        ),
        ("(05)1", "unknown application identifier 05 @1"),
        ("()1", "expected an application identifier, found nothing @1"),
        ("(010)1", "unknown application identifier 010 @1"),
        ("(7042)AB(10)C", "7042=AB 10=C"),
        ("(7042)12", "unknown application identifier 7042 @1"),
        ("(704)AB", "unknown application identifier 704 @1"),
        (
            "(01)9521234543213",
            "(01) 9521234543213: at least 14 characters, found 13 @4",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text, Gtins::AsPrinted), expected, "{text}");
    }
    assert_eq!(
        told("(01)9521234543213(10)A", Gtins::Padded),
        "01=09521234543213 10=A"
    );
}
