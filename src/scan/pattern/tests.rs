use super::*;

fn code(toml: &str) -> Result<Code, String> {
    toml::from_str(toml).map_err(|error| error.to_string())
}

fn told(toml: &str, text: &str) -> String {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    match read(&[code(toml).unwrap()], text, 0, today) {
        None => "does not fit".into(),
        Some(Err(finding)) => finding.to_string(),
        Some(Ok(fields)) => {
            let of = |field: &Field<'_>| format!("{}={}", field.id, field.normal());
            fields.0.iter().map(of).collect::<Vec<_>>().join(" ")
        }
    }
}

#[test]
fn a_text_has_its_fields_in_their_places() {
    let pattern = "pattern = '{pbn:…,pc:<item>,…,qty:<qty>,…}'";
    assert_eq!(
        told(
            pattern,
            "{pbn:PICK1,on:SO1,pc:ALF-4410,pm:X,qty:24,mc:,cc:1,pdi:1}"
        ),
        "item=ALF-4410 qty=24"
    );
    for other in ["{pbn:PICK1,pc:ALF-4410}", "pbn:1,pc:A,qty:1,}", "", "ALF-4410"] {
        assert_eq!(told(pattern, other), "does not fit", "{other}");
    }
    assert_eq!(
        told(
            "pattern = '<item>/<lot>/<expiry:DD.MM.YYYY>'",
            "FD-1/L7/31.01.2027"
        ),
        "item=FD-1 lot=L7 expiry=2027-01-31"
    );
    assert_eq!(told("pattern = '<lot>#...'", "L7#whatever"), "lot=L7");
    assert_eq!(told("pattern = 'Q\\<<qty>>'", "Q<5>"), "qty=5");
    assert_eq!(
        told("pattern = '<item>;<lot>'", "A;"),
        "item=A",
        "an empty field says nothing"
    );
    assert_eq!(told("pattern = '<item>;<lot>'", ";"), "does not fit");
}

#[test]
fn a_json_code_has_a_pointer_to_each_field() {
    let pointers = "json = { item = '/part', qty = '/pack/0/n', expiry = '/exp' }";
    assert_eq!(told(pointers, "{\"part\": \"ALF-4410\"}"), "item=ALF-4410");
    assert_eq!(
        told(
            pointers,
            r#"{"part":"A","pack":[{"n":24}],"exp":"2027-01-31","x":null}"#
        ),
        "expiry=2027-01-31 item=A qty=24"
    );
    for other in ["{\"other\": 1}", "{\"part\": ", "ALF-4410", "12"] {
        assert_eq!(told(pointers, other), "does not fit", "{other}");
    }
}

#[test]
fn fields_stand_between_separators() {
    let fields = "separator = ';'\nfields = ['item', '', 'lot', 'qty']";
    assert_eq!(
        told(fields, "FD-1001;x;NC-1; 12 "),
        "item=FD-1001 lot=NC-1 qty=12"
    );
    assert_eq!(told(fields, "FD-1001;x;NC-1"), "does not fit");
    assert_eq!(told(fields, "FD-1001;x;NC-1;12;9"), "does not fit");
}

#[test]
fn a_value_that_is_none_is_named() {
    assert_eq!(told("pattern = 'q<qty>'", "q1,5"), "(qty) 1,5: not a number");
    assert_eq!(
        told("pattern = 'e<expiry>'", "e20270231"),
        "(expiry) 20270231: no day of the calendar"
    );
    assert_eq!(
        told("pattern = 'e<expiry:MM/YYYY>'", "e02/2028"),
        "expiry=2028-02-29"
    );
    assert_eq!(told("pattern = 'e<expiry>'", "e270131"), "expiry=2027-01-31");
    assert_eq!(
        told("pattern = 'g<gtin>'", "g4006381333932"),
        "(gtin) 4006381333932: a retail symbol carries 8, 12 or 13 digits"
    );
}

#[test]
fn a_description_that_cannot_be_used_is_refused() {
    for (toml, why) in [
        ("pattern = '<colour>'", "found colour"),
        ("pattern = '<item'", "not closed"),
        ("pattern = 'A'", "has a field"),
        ("pattern = '<item><lot>'", "between two fields"),
        ("pattern = '<item>…'", "between two fields"),
        ("pattern = '<lot:YYMM>'", "only a day"),
        ("pattern = '<expiry:YM>'", "like DD.MM.YYYY"),
        ("json = { item = 'part' }", "must begin with /"),
        ("separator = ';'", "two fields or more"),
        ("separator = ';'\nfields = ['item']", "two fields or more"),
        ("pattern = '<item>'\nseparator = ';'", "a code has pattern"),
        ("patern = '<item>'", "patern"),
    ] {
        let error = code(toml).unwrap_err();
        assert!(error.contains(why), "{toml}: {error}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    let toml = "pattern = '<item>;<lot>'";
    let written = toml::to_string(&code(toml).unwrap()).unwrap();
    assert_eq!(code(&written), code(toml));
}
