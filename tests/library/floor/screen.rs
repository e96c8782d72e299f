//! Whether the screen says at any size what the operator must know.

use binledger::ui::face::{Face, FieldState};
use binledger::ui::screen::Screen;
use binledger::ui::theme::{Palette, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// The sizes at which every step can be done.
const COMPLETE: [(u16, u16); 3] = [(20, 16), (40, 8), (80, 24)];

/// Sizes at which nothing may break.
const ODD: [(u16, u16); 5] = [(1, 1), (2, 50), (9, 3), (132, 2), (132, 50)];

/// The faces that were checked: one that comes again is drawn as before.
static CHECKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Checks that what to do, the large line and what is wanted are on the screen, with the longest kind of notice below.
#[track_caller]
pub fn check(face: &Face) {
    let told = format!("{face:?}");
    if CHECKED.lock().expect("no check ends in here").contains(&told) {
        return;
    }
    for size in ODD {
        drawn(face, size);
    }
    let wanted = face
        .fields
        .iter()
        .filter(|field| field.state == FieldState::Wanted);
    let must: Vec<&str> = wanted
        .map(|field| field.value.as_str())
        .chain([face.lead.as_str()])
        .collect();
    for size in COMPLETE {
        let shown = draw(face, size);
        let all = must.iter().copied().chain(face.big.as_deref());
        for text in all.flat_map(str::split_whitespace) {
            assert!(
                shown.contains(text),
                "{text:?} is not on the screen at {size:?}: {face:?}\n{shown}"
            );
        }
    }
    CHECKED.lock().expect("no check ends in here").insert(told);
}

/// The screen without its blanks.
fn draw(face: &Face, size: (u16, u16)) -> String {
    squeezed(&shown(face, size))
}

/// The cells of the screen, in monochrome ASCII.
fn drawn(face: &Face, (columns, rows): (u16, u16)) -> Buffer {
    let mut face = face.clone();
    face.fit(usize::from(columns));
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    Screen::new(&face, &Theme::new(Palette::Mono, true), &[]).render(area, &mut buffer);
    buffer
}

/// The screen as text, in monochrome ASCII.
pub fn shown(face: &Face, size: (u16, u16)) -> String {
    let buffer = drawn(face, size);
    let row = |row: Rect| {
        let line: String = row
            .columns()
            .map(|cell| buffer[cell.as_position()].symbol())
            .collect();
        line.trim_end().to_owned() + "\n"
    };
    buffer.area.rows().map(row).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
