//! The screens of calibration at the sizes of hand-held, vehicle and desk.

use super::*;
use crate::domain::command::Place;
use crate::flows::calibrate::Calibration;
use crate::keys::{Builtin, Keymap, Layer};
use crate::scan::calibration::{Line as Wire, Sign};
use crate::ui::face::Level;
use crate::ui::theme::Palette;
use chrono::DateTime;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

fn keymap_hints(calibration: &Calibration) -> Vec<Hint> {
    let keymap = Keymap::builtin(Builtin::Default).unwrap();
    let showing = calibration.symbol().is_some();
    let mut hints = keymap.hints(
        &[Layer::Global, Layer::At(Place::Calibrate)],
        &commands(calibration),
    );
    for hint in &mut hints {
        hint.label = label(&hint.command, showing);
    }
    hints
}

fn buffer(calibration: &Calibration, notice: Option<&Notice>, palette: Palette, size: (u16, u16)) -> Buffer {
    let theme = Theme::new(palette, false);
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(area);
    let screen = Calibrate {
        calibration,
        theme: &theme,
        notice,
        hints: &keymap_hints(calibration),
        turned: false,
        offset: 0,
        below: &[
            "In the configuration:".to_owned(),
            "[profiles]".to_owned(),
            "terminal = \"/dock.toml\"".to_owned(),
        ],
    };
    screen.render(area, &mut buffer);
    buffer
}

fn shown(calibration: &Calibration, notice: Option<&Notice>, size: (u16, u16)) -> String {
    let drawn = buffer(calibration, notice, Palette::Mono, size);
    let row = |row: Rect| {
        row.columns()
            .map(|cell| drawn[cell.as_position()].symbol())
            .collect::<String>()
    };
    drawn
        .area
        .rows()
        .map(|line| row(line).trim_end().to_owned() + "\n")
        .collect()
}

fn hear(calibration: &mut Calibration, text: &str) {
    calibration.hear(text.bytes().map(Sign::Byte), DateTime::UNIX_EPOCH);
    calibration.judge().unwrap();
}

/// Returns a wedge that drops GS and sends no identifiers.
fn measured() -> Calibration {
    let mut calibration = Calibration::new("dock", Wire::Keyboard);
    for code in ["Aq-Zy/_]W\";8\r", "90aZ-491y7Q\r", "[)>\x1e06Zq7Y\x1e\x04\r"] {
        hear(&mut calibration, code);
    }
    calibration
}

#[test]
fn a_symbol_fits_a_hand_held_with_its_words_and_the_answer() {
    let mut calibration = Calibration::new("dock", Wire::Keyboard);
    insta::assert_snapshot!(shown(&calibration, None, (20, 16)), @r#"
    Scan 1/3 Data Matrix
      ▀ ▀ ▀ ▀ ▀ ▀ ▀ ▀
       ▀ ▀▀▀     ▀  ▀▀
        ▀ ▀ ▀▀▀  ▀   ▀
       ▀▀▀ ▀▀▀▀ ▀▀▀ ▀▀
         ▀ ▀▀▀ ▀▀ ▀▀▀▀
         ▀ ▀ ▀▀ ▀▀▀ ▀▀
         ▀ ▀▀▀ ▀  ▀▀ ▀
       ▀  ▀▀ ▀ ▀▀▀▀▀▀▀
      ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀



        Aq-Zy/_]W";8
    ^K Can't read it
    Esc Back  F1 Help
    "#);
    hear(&mut calibration, "Aq-Zy/_]W\";8\r");
    let notice = Notice::new(
        Level::Error,
        "OTHER CODE",
        "heard 4006381333931\\x0d: not the symbol shown",
    );
    insta::assert_snapshot!(shown(&calibration, Some(&notice), (20, 16)), @r"
    Scan 2/3 GS1 DataMa…
      ▀ ▀ ▀ ▀ ▀ ▀ ▀ ▀
       ▀ ▀▀      ▀▀ ▀▀
           ▀▀▀  ▀▀  ▀▀
       ▀ ▀▀   ▀  ▀  ▀▀
        ▀▀▀▀ ▀ ▀▀▀ ▀▀▀
       ▀ ▀▀  ▀▀▀▀  ▀▀▀
       ▀ ▀▀  ▀ ▀▀▀ ▀ ▀
       ▀▀  ▀▀▀▀▀ ▀ ▀▀▀
      ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
      (90)aZ-4(91)y7Q
    ✗ OTHER CODE: heard
    4006381333931\x0d:
    not the symbol shown
    ^K Can't read it
    Esc Back  F1 Help
    ");
}

#[test]
fn a_vehicle_shows_the_symbol_whole_or_says_what_to_do() {
    let calibration = Calibration::new("dock", Wire::Keyboard);
    insta::assert_snapshot!(shown(&calibration, None, (40, 11)), @r"
    Scan 1/3 Data Matrix
                ▀ ▀ ▀ ▀ ▀ ▀ ▀ ▀
                 ▀ ▀▀▀     ▀  ▀▀
                  ▀ ▀ ▀▀▀  ▀   ▀
                 ▀▀▀ ▀▀▀▀ ▀▀▀ ▀▀
                   ▀ ▀▀▀ ▀▀ ▀▀▀▀
                   ▀ ▀ ▀▀ ▀▀▀ ▀▀
                   ▀ ▀▀▀ ▀  ▀▀ ▀
                 ▀  ▀▀ ▀ ▀▀▀▀▀▀▀
                ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
    ^K Can't read it  Esc Back  F1 Help
    ");
    insta::assert_snapshot!(shown(&calibration, None, (40, 8)), @r"
    Scan 1/3 Data Matrix
    No room for this symbol. Enlarge the
    window (18x11 at least), choose another
    kind, or print the sheet: binledger
    calibrate --sheet FILE
    ^K Can't read it  Esc Back  F1 Help
    ");
}

#[test]
fn the_result_says_what_to_set_in_the_words_of_the_menus() {
    insta::assert_snapshot!(shown(&measured(), None, (20, 16)), @r"
    1 to mend  ↓ 45 more
    ✗ Your scanner drops
    GS (FNC1), so that a
    variable field
    swallows the next
    one: set it to send
    GS as Ctrl+]
    (function or control
    characters)
      Zebra: look for
      control
      characters, send
      them; FN1
      Substitution
    F9 Save  F2 Again
    Esc Back  F1 Help
    ");
    insta::assert_snapshot!(shown(&measured(), None, (80, 24)), @r#"
    1 to mend  ↓ 1 more
    ✗ Your scanner drops GS (FNC1), so that a variable field swallows the next one:
    set it to send GS as Ctrl+] (function or control characters)
      Zebra: look for control characters, send them; FN1 Substitution Values: none
      Honeywell: Keyboard Control + ASCII (CTRL+X) Mode: Windows Mode
      Datalogic: Control Character Emulation: 00 (Ctrl+Keys)
    ! Your scanner does not say what kind of code it read. Enable AIM Code ID, and
    plain numbers can't be taken for GS1 data
      Zebra: Transmit Code ID Character: AIM Code ID Character
      Honeywell: Add Prefix, all symbologies: AIM I.D.
      Datalogic: Global AIM ID: Enable
    Prefix       nothing
    AIM code ID  not sent
    Suffix       CR
    GS (FNC1)    nothing
    RS, EOT      RS EOT
    Keyboard     USA
    Case         as encoded
    Keys apart   0.0 ms, longest 0 ms
    Read back    1; not 2, 3
    In the configuration:
    [profiles]
    Esc Back  F9 Save  F8 Symbol before  F2 Again  Up Row up  Down Row down  ^C Quit
    F1 Help
    "#);
}

#[test]
fn every_symbol_of_every_kind_is_drawn_or_named_at_every_size() {
    for kinds in 0..3 {
        let mut calibration = Calibration::new("dock", Wire::Keyboard);
        (0..kinds).for_each(|_| calibration.other_kind());
        for size in [
            (0, 0),
            (1, 9),
            (19, 4),
            (20, 2),
            (20, 11),
            (31, 15),
            (40, 8),
            (61, 20),
            (80, 24),
            (132, 50),
        ] {
            let text = shown(&calibration, None, size);
            let cells = buffer(&calibration, None, Palette::Rich, size);
            let drawn = cells.content().iter().any(|cell| cell.bg == Color::Indexed(231));
            assert!(
                size.0 < 20 || drawn || text.contains("No room"),
                "{size:?}: {text}"
            );
        }
    }
    for size in (0..=40).flat_map(|columns| (0..=24).map(move |rows| (columns, rows))) {
        shown(&measured(), None, size);
    }
}
