//! Diagnostics at the sizes of hand-held, vehicle and desk.

use super::*;
use crate::domain::command::{Command, Place};
use crate::domain::time::Time;
use crate::keys::{Builtin, Keymap, Layer};
use crate::ui::screen::Screen;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

fn station() -> Station {
    let source = |name: &str, device: &str, profile: &str, gone: Option<&str>| Attached {
        name: name.into(),
        device: device.into(),
        profile: profile.into(),
        gone: gone.map(str::to_owned),
    };
    Station {
        columns: 80,
        rows: 24,
        term: "xterm".into(),
        colours: "256 colours",
        charset: "UTF-8",
        store: "/srv/company.db, binledger 0.1.0".into(),
        sources: vec![
            source("keyboard", "terminal DOCK-1", "wedge", None),
            source("/dev/ttyACM0", "serial /dev/ttyACM0", "serial", Some("unplugged")),
        ],
        trigger: None,
    }
}

#[test]
fn a_key_before_each_scan_is_named_and_counted() {
    let mut station = station();
    station.ignored("F9");
    station.ignored("F9");
    for marked in 0..2 {
        let fields = face(&station, &[], marked, 0).fields;
        let told = fields.iter().find(|field| field.label == "Key before scan");
        assert_eq!(told.unwrap().value, "F9, ignored 2 times");
    }
}

fn read(clear: &str, kind: &str, outcome: Outcome) -> Observed {
    Observed {
        read: 41,
        device: "terminal DOCK-1".into(),
        typed: false,
        pause_tenths: Some(14),
        clear: clear.into(),
        kind: kind.into(),
        elements: Vec::new(),
        known: Vec::new(),
        findings: Vec::new(),
        outcome: Some(outcome),
        code: None,
        message: String::new(),
        millis: 3,
        at: Time(1_772_434_801_000),
    }
}

fn reads() -> Vec<Observed> {
    let label = Observed {
        elements: vec![
            "(01)09521234010012".into(),
            "(17)2027-01-31".into(),
            "(10)NC-2602".into(),
        ],
        known: vec!["item FD-1001 Nougat cream, 1 EA".into()],
        ..read(
            r"]d20109521234010012172701311\x1d0NC-2602",
            "GS1 ]d2",
            Outcome::Cancelled,
        )
    };
    let wrong = Observed {
        code: Some("WRONG_LOT".into()),
        message: "need L-0417, got L-0388".into(),
        ..read("L-0388", "text", Outcome::Refused)
    };
    let typed = Observed {
        typed: true,
        pause_tenths: None,
        ..read("", "Enter", Outcome::Applied)
    };
    vec![label, wrong, typed]
}

fn shown(marked: usize, away: usize, columns: u16, rows: u16) -> String {
    let mut face = face(&station(), &reads(), marked, away);
    face.place = "ana  MAIN  DOCK-1".into();
    face.strip = "scans 12  ok 11  refused 1".into();
    face.commands = vec![
        Command::Back,
        Command::Bell,
        Command::Down,
        Command::Up,
        Command::Help,
    ];
    let keymap = Keymap::builtin(Builtin::Default).unwrap();
    let hints = keymap.hints(&[Layer::Global, Layer::At(Place::Diagnostics)], &face.commands);
    let theme = Theme::new(Palette::Rich, false);
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    Screen::new(&face, &theme, &hints).render(area, &mut buffer);
    let line = |row: Rect| {
        row.columns()
            .map(|cell| buffer[cell.as_position()].symbol())
            .collect::<String>()
    };
    area.rows()
        .map(|row| line(row).trim_end().to_owned() + "\n")
        .collect()
}

#[test]
fn the_newest_read_comes_first_and_is_complete_on_a_hand_held() {
    let newest = newest(&station(), &reads());
    insta::assert_snapshot!(shown(newest, 0, 20, 16), @r"
    Scan to test
    Read
    ]d201095212340100121
    72701311\x1d0NC-2602
    Means GS1 ]d2
    (01)09521234010012
    (17)2027-01-31
    (10)NC-2602
    Is item FD-1001
    Nougat cream, 1 EA
    Result set aside, 3
    ms
    ❯
    ok 11  refused 1
    Esc Back  F5 Bell
    F1 Help
    ");
    insta::assert_snapshot!(shown(newest, 2, 20, 16), @r"
    Diagnostics
    Scan to test
    Is item FD-1001
    Nougat cream, 1 EA
    Result set aside, 3
    ms
    From terminal DOCK-1
    scanned, keys 1.4 ms
    apart
      Read
    ! /dev/ttyACM0
      ]d20109521234…
    ❯
    ok 11  refused 1
    Esc Back  F5 Bell
    F1 Help
    ");
}

#[test]
fn a_vehicle_sees_the_list_beside_a_refused_read() {
    insta::assert_snapshot!(shown(4, 0, 40, 20), @r"
    Diagnostics            ana  MAIN  DOCK-1

    Scan to test

    Read L-0388  Means text
    Result refused wrong lot, 3 ms
    From terminal DOCK-1 scanned, keys 1.4
    ms apart

      Read           Result       Gap ms
      Terminal       80x24
    ✓ keyboard       connected
    ! /dev/ttyACM0   gone
      ]d20109521234… set aside 1.4 ms  3
    ✗ L-0388         wrong lot 1.4 ms  3
    ✓ Enter          applied           3
    ❯
    scans 12  ok 11  refused 1
    Esc Back  F5 Bell  Down Row down
    Up Row up  F1 Help
    ");
}

#[test]
fn a_desk_sees_all_about_a_read_and_the_terminal() {
    insta::assert_snapshot!(shown(3, 0, 80, 24), @r"
    Diagnostics                                                    ana  MAIN  DOCK-1
                                            │   Read           Result       Gap ms
    Scan to test                            │   Terminal       80x24
                                            │ ✓ keyboard       connected
    ✓ Read     ]d20109521234010012172701311\│ ! /dev/ttyACM0   gone
               x1d0NC-2602                  │   ]d20109521234… set aside 1.4 ms  3
    ✓ Means    GS1 ]d2 (01)09521234010012   │ ✗ L-0388         wrong lot 1.4 ms  3
               (17)2027-01-31 (10)NC-2602   │ ✓ Enter          applied           3
    ✓ Is       item FD-1001 Nougat cream, 1 │
               EA                           │
    ✓ Result   set aside, 3 ms              │
    ✓ From     terminal DOCK-1 scanned, keys│
               1.4 ms apart                 │
      Number   41 at                        │
               2026-03-02T07:00:01.000+00:00│
      Window   80x24, 256 colours, UTF-8,   │
               xterm                        │
      Store    /srv/company.db, binledger   │
               0.1.0                        │
      Sources  1 of 2 connected             │
                                            │
    ❯
    Esc Back  F5 Bell  Down Row down  Up Row up  F1 Help
                                                          scans 12  ok 11  refused 1
    ");
}

#[test]
fn a_desk_sees_the_sources_and_the_terminal() {
    insta::assert_snapshot!(shown(2, 0, 80, 24), @r"
    Diagnostics                                                    ana  MAIN  DOCK-1
                                            │   Read           Result       Gap ms
    Scan to test                            │   Terminal       80x24
                                            │ ✓ keyboard       connected
    ✓ Source   /dev/ttyACM0                 │ ! /dev/ttyACM0   gone
    ✓ Gone     unplugged                    │   ]d20109521234… set aside 1.4 ms  3
    ✓ Profile  serial                       │ ✗ L-0388         wrong lot 1.4 ms  3
      Reads    0                            │ ✓ Enter          applied           3
      Window   80x24, 256 colours, UTF-8,   │
               xterm                        │
      Store    /srv/company.db, binledger   │
               0.1.0                        │
      Sources  1 of 2 connected             │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
    ❯
    Esc Back  F5 Bell  Down Row down  Up Row up  F1 Help
                                                          scans 12  ok 11  refused 1
    ");
    insta::assert_snapshot!(shown(0, 0, 80, 24), @r"
    Diagnostics                                                    ana  MAIN  DOCK-1
                                            │   Read           Result       Gap ms
    Scan to test                            │   Terminal       80x24
                                            │ ✓ keyboard       connected
    ✓ Window        80x24, 256 colours,     │ ! /dev/ttyACM0   gone
                    UTF-8, xterm            │   ]d20109521234… set aside 1.4 ms  3
    ✓ Store         /srv/company.db,        │ ✗ L-0388         wrong lot 1.4 ms  3
                    binledger 0.1.0         │ ✓ Enter          applied           3
    ✓ keyboard      connected, profile wedge│
    ✓ /dev/ttyACM0  gone: unplugged, profile│
                    serial                  │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
    ❯
    Esc Back  F5 Bell  Down Row down  Up Row up  F1 Help
                                                          scans 12  ok 11  refused 1
    ");
}
