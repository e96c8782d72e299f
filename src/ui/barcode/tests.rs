//! What is drawn can be read: other programs judge the pixels of the character cells.

use super::*;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::widgets::Widget;
use std::fs;
use std::process::Command;

/// The pixels of a module's half of a cell; a cell is twice as tall as wide.
const PIXELS: usize = 6;

/// A symbol to draw, the program that reads its kind, and what it must hear.
struct Case {
    kind: Kind,
    data: &'static [u8],
    gs1: bool,
    columns: u16,
    rows: u16,
}

const CASES: &[Case] = &[
    Case {
        kind: Kind::DataMatrix,
        data: b"Aq-Zy/_]W\";8",
        gs1: false,
        columns: 18,
        rows: 9,
    },
    Case {
        kind: Kind::DataMatrix,
        data: b"Aq-Zy/_]W\";8",
        gs1: false,
        columns: 40,
        rows: 18,
    },
    Case {
        kind: Kind::DataMatrix,
        data: b"90aZ-4\x1d91y7Q",
        gs1: true,
        columns: 20,
        rows: 10,
    },
    Case {
        kind: Kind::Qr,
        data: b"Aq-Zy/_]W\";8",
        gs1: false,
        columns: 29,
        rows: 15,
    },
    Case {
        kind: Kind::Qr,
        data: b"90aZ-4\x1d91y7Q",
        gs1: true,
        columns: 40,
        rows: 15,
    },
    Case {
        kind: Kind::Code128,
        data: b"Aq-Zy/]m8",
        gs1: false,
        columns: 80,
        rows: 8,
    },
    Case {
        kind: Kind::Code128,
        data: b"90aZ\x1d91y",
        gs1: true,
        columns: 80,
        rows: 8,
    },
];

/// The themes a symbol is drawn under; a terminal without colours has bright characters on dark ground.
fn inks() -> Vec<(Ink, bool)> {
    let of = |palette, ascii| (Ink::of(&Theme::new(palette, ascii), false), ascii);
    vec![
        of(Palette::Rich, false),
        of(Palette::Sixteen, false),
        of(Palette::Mono, false),
        of(Palette::Rich, true),
        of(Palette::Mono, true),
    ]
}

/// Draws in the middle of a dark screen.
fn drawn(symbol: &Symbol, ink: Ink, ascii: bool, columns: u16, rows: u16) -> Buffer {
    let (columns, rows) = if ascii {
        (columns * 2, rows * 2)
    } else {
        (columns, rows)
    };
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns + 4, rows + 2));
    Drawing::new(symbol, ink, ascii).render(Rect { x: 2, y: 1, ..area }, &mut buffer);
    buffer
}

/// Returns how bright a colour is; the terminal of the tests shows light characters on dark ground.
fn shade(color: Color, of_ground: bool) -> u8 {
    match color {
        Color::Indexed(231) | Color::White => 255,
        Color::Indexed(16) | Color::Black => 0,
        Color::Reset if of_ground => 20,
        Color::Reset => 230,
        other => panic!("a colour no symbol is drawn in: {other}"),
    }
}

/// Returns the pixels of a cell as a terminal paints them.
fn pixel(cell: &Cell, x: usize, y: usize) -> u8 {
    let (mut ink, mut ground) = (shade(cell.fg, false), shade(cell.bg, true));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    match cell.symbol() {
        "▀" if y < PIXELS => ink,
        "▌" if x < PIXELS / 2 => ink,
        "▀" | "▌" | " " => ground,
        "#" => u8::midpoint(ink, ground),
        other => panic!("a character no symbol is drawn in: {other}"),
    }
}

/// Returns a picture of the screen, as PGM.
fn picture(screen: &Buffer) -> Vec<u8> {
    let (columns, rows) = (usize::from(screen.area.width), usize::from(screen.area.height));
    let mut out = format!("P5 {} {} 255\n", columns * PIXELS, rows * PIXELS * 2).into_bytes();
    for y in 0..rows * PIXELS * 2 {
        for x in 0..columns * PIXELS {
            let cell = &screen.content[y / (PIXELS * 2) * columns + x / PIXELS];
            out.push(pixel(cell, x % PIXELS, y % (PIXELS * 2)));
        }
    }
    out
}

/// Returns what the program that reads this kind says it reads; `None` if it is not installed.
fn read_back(kind: Kind, picture: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.pgm");
    fs::write(&file, picture).unwrap();
    let mut reader = match kind {
        Kind::DataMatrix => {
            let mut dmtx = Command::new("dmtxread");
            dmtx.args(["-N1", "-G29"]);
            dmtx
        }
        Kind::Qr | Kind::Code128 => {
            let mut zbar = Command::new("zbarimg");
            zbar.args(["-q", "--raw", "-Sbinary", "--nodbus"]);
            zbar
        }
    };
    let answer = reader.arg(&file).output();
    if answer.is_err() {
        eprintln!("skipped: {:?} is not installed", reader.get_program());
    }
    answer.ok().map(|output| output.stdout)
}

#[test]
fn what_is_drawn_is_read_by_other_programs() {
    for Case {
        kind,
        data,
        gs1,
        columns,
        rows,
    } in CASES
    {
        let symbol = Symbol::of(*kind, data, *gs1).unwrap();
        for (ink, ascii) in inks() {
            let screen = drawn(&symbol, ink, ascii, *columns, *rows);
            let Some(heard) = read_back(*kind, &picture(&screen)) else {
                continue;
            };
            let heard = heard.strip_suffix(b"\n").unwrap_or(&heard);
            let heard = heard.strip_prefix(b"\x1d").unwrap_or(heard); // FNC1 in front, as some readers tell it
            assert_eq!(
                heard.escape_ascii().to_string(),
                data.escape_ascii().to_string(),
                "{kind:?} in {ink:?}, ascii {ascii}"
            );
        }
    }
}

#[test]
fn a_symbol_is_drawn_whole_or_not_at_all() {
    let symbol = Symbol::of(Kind::DataMatrix, b"Aq-Zy/_]W\";8", false).unwrap();
    let drawing = Drawing::new(&symbol, Ink::Bright, false);
    assert_eq!(drawing.rows(20, 9), Some(9), "on a hand-held, under the title");
    assert_eq!(
        drawing.rows(36, 18),
        Some(18),
        "twice as large where there is room"
    );
    assert_eq!((drawing.rows(17, 20), drawing.rows(20, 8)), (None, None));
    let ascii = Drawing::new(&symbol, Ink::Bright, true);
    assert_eq!((ascii.rows(20, 16), ascii.rows(36, 18)), (None, Some(18)));
    let screen = drawn(&symbol, Ink::Bright, false, 17, 9);
    assert_eq!(screen, Buffer::empty(screen.area));
}

#[test]
fn a_sheet_shows_every_symbol_with_its_words() {
    let symbol = Symbol::of(Kind::Code128, b"A<B", false).unwrap();
    let words = "Code 128 A<B".to_owned();
    let sheet = svg::sheet(&[svg::Printed {
        symbol: &symbol,
        words,
    }]);
    let bars = (0..symbol.width())
        .filter(|column| symbol.is_dark(*column, 0))
        .count();
    assert_eq!(sheet.matches("h1v30h-1z").count(), bars);
    assert!(sheet.contains(">Code 128 A&lt;B</text>"), "{sheet}");
}

#[test]
fn what_a_kind_can_t_hold_is_none() {
    assert_eq!(Symbol::of(Kind::Code128, b"\xe9", false), None);
    assert_eq!(Symbol::of(Kind::DataMatrix, &[b'A'; 4000], false), None);
    assert_eq!(Symbol::of(Kind::Qr, &[b'A'; 4000], false), None);
}
