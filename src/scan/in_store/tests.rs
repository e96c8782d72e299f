use super::*;

fn told(written: &[&str], number: &str) -> String {
    let patterns = Patterns::read(written).unwrap();
    let Some(gtin) = Gtin::read(number.as_bytes()) else {
        return "no number".into();
    };
    match patterns.take_apart(gtin, 0) {
        Ok(None) => "whole".into(),
        Err(finding) => format!("! {finding} @{}", finding.at),
        Ok(Some(code)) => {
            assert_eq!(code.gtin, gtin);
            let (item, name, amount) = (&code.item, code.measure.name(), code.amount);
            format!("{item} {name} {amount} base {}", &code.base.as_str()[1..])
        }
    }
}

#[test]
fn each_country_has_its_own() {
    let cases = [
        ("se", "2088060112343", "880601 price 12.34 base 2088060100005"),
        ("se", "2188060112340", "880601 price 123.4 base 2188060100002"),
        ("se", "2288060112347", "880601 price 1234 base 2288060100009"),
        ("se", "2388060112344", "880601 weight 1.234 base 2388060100006"),
        ("se", "2488060112341", "880601 weight 12.34 base 2488060100003"),
        ("se", "2588060112348", "880601 weight 123.4 base 2588060100000"),
        ("se", "2911111111111", "whole"),
        ("se", "0412345678903", "whole"),
        ("no", "2302148210869", "021482 weight 1.086 base 2302148200006"),
        ("fi", "2388060112344", "880601 weight 1.234 base 2388060100006"),
        ("fi", "2034567123450", "whole"),
        ("dk", "2112340123450", "1234 price 123.45 base 2112340000003"),
        ("dk", "2135040039753", "3504 price 39.75 base 2135040000005"),
        ("dk", "2712341002251", "12341 weight 0.225 base 2712341000004"),
        ("dk", "2823570001509", "2357 weight 0.15 base 2823570000007"),
        ("lv", "2312345123459", "123451 weight 2.345 base 2312345100009"),
        ("lt", "2411111112342", "111111 weight 12.34 base 2411111100004"),
        ("ee", "2511111112349", "111111 weight 123.4 base 2511111100001"),
        ("de", "2912342017500", "1234 weight 1.75 base 2912340000009"),
        ("de", "2211114002394", "1111 price 2.39 base 2211110000004"),
        ("de", "2511119000129", "1111 count 12 base 2511110000005"),
        (
            "de",
            "2912343017509",
            "! check digit 3 of the price or weight, right would be 2 @6",
        ),
        ("gb", "2011122912346", "11122 price 12.34 base 2011122000005"),
        (
            "gb",
            "2012345312999",
            "! check digit 3 of the price or weight, right would be 2 @7",
        ),
        ("gb", "2088060112340", "no number"),
    ];
    for (region, number, expected) in cases {
        assert_eq!(told(&[region], number), expected, "{region} {number}");
    }
}

#[test]
fn a_shop_writes_its_own() {
    assert_eq!(
        told(&["22IIIIIXPP.PPC"], "2212345067893"),
        "12345 price 67.89 base 2212345000005"
    );
    assert_eq!(
        told(&["2IIIIIVPP.PPC"], "212345801758"),
        "12345 price 1.75 base 0212345000007",
        "a UPC-A"
    );
    assert_eq!(told(&[], "2388060112344"), "whole", "off unless configured");
    assert_eq!(
        told(&["se", "29IIIIIIWWWWC"], "2911111111111"),
        "111111 weight 1111 base 2911111100009",
        "a region and what the shop adds"
    );
}

#[test]
fn a_price_and_a_weight_have_check_digits_of_their_own() {
    let right = |amount: &str| verifier(amount.as_bytes()).map(char::from);
    for (amount, digit) in [
        ("2875", Some('9')),
        ("14685", Some('6')),
        ("01750", Some('2')),
        ("123", None),
    ] {
        assert_eq!(right(amount), digit, "{amount}");
    }
}

#[test]
fn a_pattern_that_can_not_be_is_named_with_its_reason() {
    for (written, why) in [
        ("xx", "12 or 13"),
        ("23IIIIIIWWWWW", "only C"),
        ("23IIIIIIC.WWWC", "only C"),
        ("23IIIIIQWWWWC", "a sign other than"),
        ("23IIIIIIP.WWWC", "not one of P, W and N"),
        ("23IIIIIIIIIIC", "not one of P, W and N"),
        ("23IIIIWIIWWWC", "its I together"),
        ("23.IIIIIIWWWWC", "its point"),
        ("23IIIIVVWWWWC", "a V"),
    ] {
        let error = Patterns::read(&[written]).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains(written), "{error}");
    }
}
