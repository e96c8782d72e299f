//! How a code is spelt: what stands for GS, and which keyboard and caps-lock lie in between.

use super::scanner::{Gs, Scanner, typed};
use super::{advises, derive, fits, symbols};
use crate::scan::calibration::align::Case;
use crate::scan::calibration::{Carrier, Fit, Line, Trial};
use crate::scan::profile::Layout;

#[test]
fn whatever_stands_for_the_separator_is_found() {
    let with = |gs: Gs| Scanner {
        gs,
        ..Scanner::default()
    };
    let derived = advises(&with(Gs::Printed("|")), &["gs-replaced"]);
    assert_eq!(derived.profile.data.separator[0].0, b"|");
    let derived = advises(&with(Gs::Printed("{GS}")), &["gs-replaced"]);
    assert_eq!(derived.profile.data.separator[0].0, b"{GS}");
    let derived = advises(&with(Gs::Printed("\u{241d}")), &[]);
    assert!(
        derived.profile.data.separator.is_empty(),
        "a picture is put right anyway"
    );
    let derived = advises(&with(Gs::Key("f8")), &["gs-is-a-key"]);
    assert_eq!(derived.profile.data.separator_key.as_deref(), Some("f8"));
    advises(&with(Gs::Keypad), &["gs-on-keypad"]);
    advises(&with(Gs::Lost), &["gs-dropped"]);
    advises(&with(Gs::Printed("\r")), &["gs-ends-read"]);
    advises(
        &Scanner {
            gs_in_front: true,
            ..Scanner::default()
        },
        &["gs-in-front"],
    );
    advises(
        &Scanner {
            rs: false,
            ..Scanner::default()
        },
        &["rs-eot-lost"],
    );
}

#[test]
fn a_layout_and_a_caps_lock_are_told_from_each_other() {
    for layout in Layout::ALL
        .into_iter()
        // On a Canadian French keyboard two keys write what others write too: a profile names it by hand.
        .filter(|layout| !matches!(layout, Layout::Us | Layout::UsIntl | Layout::CaFr))
    {
        let derived = advises(
            &Scanner {
                layout,
                ..Scanner::default()
            },
            &["layout"],
        );
        assert_eq!(derived.profile.data.layout, layout, "{layout:?}");
        assert!(
            derived.profile.data.identifiers,
            "the identifier is read through the layout"
        );
    }
    for layout in [Layout::De, Layout::Fr, Layout::Es] {
        let both = Scanner {
            layout,
            case: Case::Swapped,
            ..Scanner::default()
        };
        assert_eq!(
            advises(&both, &["caps-lock", "layout"]).profile.data.layout,
            layout
        );
    }
    for layout in [Layout::De, Layout::Fr, Layout::Be] {
        let windows = Scanner {
            layout,
            case: Case::Locked,
            ..Scanner::default()
        };
        let advice = advises(&windows, &["caps-lock", "layout"]);
        assert_eq!(
            advice.profile.data.layout, layout,
            "digits are turned round as well"
        );
    }
    for (case, code) in [
        (Case::Swapped, "caps-lock"),
        (Case::Upper, "case-converted"),
        (Case::Lower, "case-converted"),
    ] {
        advises(
            &Scanner {
                case,
                ..Scanner::default()
            },
            &[code],
        );
    }
    let lost = Scanner {
        layout: Layout::De,
        gs: Gs::Lost,
        ..Scanner::default()
    };
    let advice = advises(&lost, &["gs-dropped", "layout"]).advice;
    assert!(
        advice[0].text.contains("country of this keyboard"),
        "{}",
        advice[0].text
    );
}

#[test]
fn a_dead_key_before_a_letter_or_a_bracket_is_no_riddle() {
    let symbols = symbols(Carrier::DataMatrix);
    let swedish = [
        "Aq+Zy-?¨WÄö8\r",
        "90aZ+4\x1d91y7Q\r",
        "å=:\x1e06\x1dZq7Y\x1e\x04\r",
    ];
    let french = [
        "Qa)Wy!°$Z%m_\r",
        "ç\u{e0}qW)'\x1dç&yèA\r",
        "0/\x1eà-\x1dWaèY\x1e\x04\r",
    ];
    for (layout, heard) in [(Layout::Se, swedish), (Layout::Fr, french)] {
        let heard = heard.map(|text| typed(text, 2));
        let trial = |at: usize| Trial {
            carrier: Carrier::DataMatrix,
            symbol: symbols[at],
            heard: &heard[at],
            again: None,
        };
        let derived = derive("dock", Line::Keyboard, &[trial(0), trial(1), trial(2)]);
        assert_eq!(derived.profile.data.layout, layout, "{:#?}", derived.advice);
    }
}

#[test]
fn a_layout_that_nothing_takes_back_is_told_by_its_signs() {
    let symbols = symbols(Carrier::DataMatrix);
    let heard = [
        "Aq~Zy/_]W\";8\r",
        "90aZ~4\x1d91y7Q\r",
        "[)>\x1e06\x1dZq7Y\x1e\x04\r",
    ]
    .map(|text| typed(text, 2));
    assert_eq!(fits(&symbols[0], &heard[0]), Fit::Spoilt);
    let trial = |at: usize| Trial {
        carrier: Carrier::DataMatrix,
        symbol: symbols[at],
        heard: &heard[at],
        again: None,
    };
    let derived = derive("dock", Line::Keyboard, &[trial(0), trial(1), trial(2)]);
    let advice = derived
        .advice
        .iter()
        .find(|advice| advice.code == "layout-unknown")
        .unwrap();
    assert!(advice.text.contains("(- as ~)"), "{}", advice.text);
}
