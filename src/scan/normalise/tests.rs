use super::*;

fn mended(raw: &str) -> Mended {
    mend(raw.as_bytes(), Data::plain()).unwrap()
}

#[test]
fn a_clean_read_is_left_alone() {
    for raw in [
        "4006381333931",
        "]d201095212345432131726123110LOT42A\x1d21S1",
        "A-01-02",
        "$BL.REASON.damaged",
        "https://example.com/01/09521234543213",
        "[)>\x1e06\x1dP4711\x1dQ50\x1e\x04",
        "SHELF <GS> 7",
        "Käse",
        "",
    ] {
        assert_eq!(mend(raw.as_bytes(), Data::plain()), None, "{raw}");
    }
}

#[test]
fn every_byte_knows_where_it_was() {
    let text = mended("\x02 ]d2010952123454321310A<GS>21B\x1d\x1d17261231 \r");
    assert_eq!(&*text, b"]d2010952123454321310A\x1d21B\x1d17261231");
    let place = |written: &str| {
        text.place(
            text.windows(2)
                .rposition(|two| two == written.as_bytes())
                .unwrap(),
        )
    };
    assert_eq!((text.place(0), place("21"), place("17")), (2, 28, 33));
    assert_eq!(text.place(text.len()), 41, "the end is where the blanks begin");
    let found: Vec<_> = text
        .found
        .iter()
        .map(|finding| (finding.code(), finding.at))
        .collect();
    assert_eq!(
        found,
        [
            ("surrounding-controls", 0),
            ("stand-in", 24),
            ("doubled-separator", 32)
        ]
    );
}

#[test]
fn characters_that_became_one_lead_to_its_place() {
    let german = Data {
        layout: Layout::De,
        ..Data::default()
    };
    let text = mend("+C1\u{df}À7".as_bytes(), &german).unwrap();
    assert_eq!(&*text, b"]C1-+A7");
    let places: Vec<_> = (0..=text.len()).map(|at| text.place(at)).collect();
    assert_eq!(places, [0, 1, 2, 3, 5, 5, 7, 8]);
}

#[test]
fn a_layout_undoes_nothing_where_a_sign_says_that_nothing_was_done() {
    let german = Data {
        layout: Layout::De,
        ..Data::default()
    };
    assert_eq!(
        mend(b"]C110LOT-7Y", &german),
        None,
        "no scanner's key writes ] there"
    );
    assert_eq!(mend(b"4006381333931", &german), None, "digits are the same");
}

#[test]
fn the_header_of_an_envelope_comes_back_where_the_key_of_its_bracket_waits() {
    let through = |layout: Layout, raw: &str| {
        let data = Data {
            layout,
            ..Data::default()
        };
        let text = mend(raw.as_bytes(), &data).unwrap();
        let codes: Vec<_> = text.found.iter().map(Finding::code).collect();
        (String::from_utf8_lossy(&text).into_owned(), codes, text.place(0))
    };
    let envelope = "[)>\x1e06\x1dQ12\x1e\x04";
    for (raw, swallowed) in [
        ("⁰/\x1eà-\x1dA&é\x1e\x04", false),
        ("^0/\x1eà-\x1dA&é\x1e\x04", false),
        ("0/\x1eà-\x1dA&é\x1e\x04", true),
        ("/\x1eà-\x1dA&é\x1e\x04", true),
    ] {
        let (text, codes, at) = through(Layout::Fr, raw);
        assert_eq!((text.as_str(), at), (envelope, 0), "{raw:?}");
        assert_eq!(codes.contains(&"dead-key"), swallowed, "{raw:?}");
    }
    assert_eq!(
        through(Layout::Fr, "$d&0/\x1eà-\x1dA&é\x1e\x04").0,
        "]d1".to_owned() + envelope
    );
    assert_eq!(
        through(Layout::Fr, "0/\x1eçè").0,
        ")>\x1e97",
        "no format of an envelope"
    );
    assert_eq!(
        through(Layout::De, "=:\x1e06\x1dQ12").0,
        ")>\x1e06\x1dQ12",
        "no key waits there"
    );
}

#[test]
fn the_bracket_of_an_identifier_comes_back_where_the_profile_says_that_it_is_lost() {
    let swedish = |bracket_lost: bool| Data {
        layout: Layout::Se,
        identifiers: true,
        bracket_lost,
        ..Data::default()
    };
    for (raw, lost, meant) in [
        ("d210LOT+7", true, "]d210LOT-7"),
        ("ë0010952123454321310A", true, "]e0010952123454321310A"),
        ("¨d210LOT+7", true, "]d210LOT-7"),
        ("d210LOT+7", false, "d210LOT-7"),
        ("4006381333931+", true, "4006381333931-"),
    ] {
        let text = mend(raw.as_bytes(), &swedish(lost)).unwrap();
        assert_eq!(String::from_utf8_lossy(&text), meant, "{raw}");
    }
}
