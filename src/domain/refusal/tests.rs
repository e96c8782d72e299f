use super::*;

#[test]
fn no_code_is_used_twice() {
    let mut codes = Refusal::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Refusal::CODES.len());
}

#[test]
fn every_refusal_crosses_as_it_is() {
    let mut some = Refusal::each();
    assert_eq!(some.len(), Refusal::CODES.len());
    let (item, at, qty) = ("ł\u{1d}\"".into(), "A-01".into(), Qty(-1_500_000));
    some.push(Refusal::NotEnough {
        item,
        at,
        need: qty,
        have: Qty(i64::MAX).into(),
    });
    for refusal in some {
        let text = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<Refusal>(&text).unwrap(), refusal, "{text}");
    }
}

#[test]
fn a_number_that_is_withheld_crosses_as_such_and_is_not_told() {
    let refusal = Refusal::NotEnough {
        item: "FD-1001".into(),
        at: "A-01-1".into(),
        need: Qty::units(500),
        have: Stated::withheld(),
    };
    let told = "Fewer than 500 of FD-1001 at A-01-1 (under count: no number is told). Take less, or look in another bin.";
    assert_eq!(refusal.to_string(), told);
    let text = serde_json::to_string(&refusal).unwrap();
    assert_eq!(serde_json::from_str::<Refusal>(&text).unwrap(), refusal, "{text}");
}

#[test]
fn a_refusal_names_both_objects_and_what_to_do() {
    let refusal = Refusal::WrongLocation {
        need: "A-02-3".into(),
        found: "A-02-4".into(),
    };
    assert_eq!(refusal.to_string(), "A-02-4 is another place. Go to A-02-3.");
    assert_eq!(refusal.code(), "WRONG_LOCATION");
}
