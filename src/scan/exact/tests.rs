use super::*;

/// Returns in one line what bytes mean: the form, then elements, text or what is wrong.
fn told(raw: &str) -> String {
    let form = Form::of(raw.as_bytes());
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let decoded = decode(raw.as_bytes(), form, today, Options::default());
    let what = match &decoded.meaning {
        Err(finding) => format!("! {finding} @{}", finding.at),
        Ok(Meaning::Gs1(label)) => {
            let parts = label.elements().iter();
            parts
                .map(|e| format!("{}={}", e.ai, e.normal()))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Ok(Meaning::Gtin(gtin)) => gtin.to_string(),
        Ok(Meaning::Text(text)) => format!("{text:?}"),
        Ok(other) => format!("{other:?}"),
    };
    format!("{form:?} {what}").to_lowercase()
}

#[test]
fn nothing_is_repaired() {
    let cases = [
        ("]C1010952123454321310A", "scan 01=09521234543213 10=a"),
        (
            "]e001095212345432133103000001",
            "scan 01=09521234543213 3103=0.001",
        ),
        (
            "]d2\x1d0109521234543213",
            "scan ! expected an application identifier, found \\x1d010 @3",
        ),
        ("]E09521234543213", "scan 09521234543213"),
        ("]E496385074", "scan 00000096385074"),
        (
            "]E0614141000036",
            "scan ! this symbol carries 13 digits, found 12 characters @3",
        ),
        (
            "]E0952123454321X",
            "scan ! this symbol carries 13 digits, found 13 characters @3",
        ),
        ("]E09521234543219", "scan ! check digit 9, right would be 3 @15"),
        ("]E09521234543213|]e099X", "scan 01=09521234543213 99=x"),
        ("]E09521234543213|]e0", "scan ! nothing was read @20"),
        (
            "]E09521234543213|]C199X",
            "scan ! a composite part begins with ]e0 @16",
        ),
        ("]Q3", "scan ! nothing was read @3"),
        ("]Q1^text", "scan \"^text\""),
        ("]J0https://a.b/01/9521234543213", "scan 01=09521234543213"),
        (
            "]Q1https://example.com/about",
            "scan ! no primary key in the path, such as /01/ and a trade item number @22",
        ),
        (
            "]Q1Https://a.b/01/09521234543213",
            "scan \"https://a.b/01/09521234543213\"",
        ),
        (
            "]C0HELLO",
            "scan ! ]c0 is none of ]c1 ]e0 ]e4 ]e0 ]d1 ]d2 ]q1 ]q3 ]j0 ]j1 @0",
        ),
        (
            "]",
            "scan ! scan data must begin with a symbology identifier such as ]c1 @0",
        ),
        ("0109521234543213", "elements 01=09521234543213"),
        ("9521234543213", "elements 95=21234543213"),
        ("", "elements ! nothing was read @0"),
        ("(01)09521234543213(10)A", "brackets 01=09521234543213 10=a"),
        (
            "(01)9521234543213",
            "brackets ! (01) 9521234543213: at least 14 characters, found 13 @4",
        ),
        ("HTTP://a.b/01/09521234543213?x", "link 01=09521234543213"),
        (
            "ftp://a.b/01/09521234543213",
            "plain \"ftp://a.b/01/09521234543213\"",
        ),
        (
            "://",
            "elements ! expected an application identifier, found :// @0",
        ),
    ];
    for (raw, expected) in cases {
        assert_eq!(told(raw), expected, "{raw}");
    }
}
