use super::*;
use crate::domain::command::Command;
use crate::keys::{Builtin, Keymap, Layer};
use crate::ui::face::{Column, Field, Level, Notice, Row, RowRole, Table};
use crate::ui::theme::Palette;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend, TestBackend};
use ratatui::style::Color;

mod snapshots;

/// Returns a pick in the middle of its walk.
fn pick() -> Face {
    Face {
        place: "ana  MAIN  T7".to_owned(),
        big: Some("A-03-2".to_owned()),
        fields: vec![
            Field::given("Item", "1001 Oat drink 1 l"),
            Field::wanted("Lot", "L-0417"),
            Field::wanted("Qty", "12 EA"),
            Field::optional("Expiry", "2027-07-31, 252 days"),
            Field::optional("Next", "A-05-1"),
        ],
        table: Some(Table {
            columns: vec![
                Column::left("Bin", 0),
                Column::left("Item", 1),
                Column::left("Name", 3),
                Column::right("Qty", 0),
            ],
            rows: vec![
                Row::new(RowRole::Done, ["A-01-1", "1004", "Rye bread", "4"]),
                Row::new(RowRole::Current, ["A-03-2", "1001", "Oat drink 1 l", "12"]),
                Row::new(RowRole::Error, ["A-05-1", "1002", "Müsli", "6"]),
            ],
            selected: None,
            offset: 0,
        }),
        notice: Some(Notice::new(Level::Good, "", "4 EA 1004 put in TOTE-7")),
        commands: vec![
            Command::Undo,
            Command::Short,
            Command::Skip,
            Command::Full,
            Command::Back,
            Command::Help,
        ],
        strip: "scans 12  ok 11  refused 1".to_owned(),
        ..Face::new("Pick SO-1001", "Scan bin")
    }
}

fn refused() -> Face {
    let text = "need L-0417, got L-0388 (expires later). Scan L-0417, or SHORT.";
    Face {
        lead: "Scan item or lot".to_owned(),
        input: "L-03".to_owned(),
        cursor: 4,
        notice: Some(Notice::new(Level::Error, "WRONG LOT", text)),
        ..pick()
    }
}

fn pin() -> Face {
    Face {
        input: "4711".to_owned(),
        cursor: 4,
        secret: true,
        fields: vec![Field::given("Badge", "ana")],
        commands: vec![Command::Back, Command::Help],
        ..Face::new("Sign in", "Type your PIN")
    }
}

fn variances() -> Face {
    let row = |n: usize| {
        Row::plain([
            format!("A-{n:02}"),
            format!("10{n:02}"),
            format!("-{n}"),
            format!("{n}.50"),
        ])
    };
    Face {
        table: Some(Table {
            columns: vec![
                Column::left("Bin", 0),
                Column::left("Item", 1),
                Column::right("Diff", 0),
                Column::right("Value", 2),
            ],
            rows: (1..=30).map(row).collect(),
            selected: Some(17),
            offset: 0,
        }),
        commands: vec![
            Command::Approve,
            Command::Reject,
            Command::Recount,
            Command::PageUp,
            Command::PageDown,
            Command::Help,
        ],
        ..Face::new("Count differences", "Choose a line")
    }
}

fn hints(face: &Face) -> Vec<Hint> {
    Keymap::builtin(Builtin::Default)
        .unwrap()
        .hints(&[Layer::Global], &face.commands)
}

fn shown_with(face: &Face, theme: &Theme, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let hints = hints(face);
    terminal
        .draw(|frame| frame.render_widget(Screen::new(face, theme, &hints), frame.area()))
        .unwrap();
    let buffer = terminal.backend().buffer().clone();
    let lines = buffer.area.rows().map(|row| {
        row.columns()
            .map(|cell| buffer[cell.as_position()].symbol())
            .collect()
    });
    lines
        .map(|line: String| line.trim_end().to_owned() + "\n")
        .collect()
}

fn shown(face: &Face, columns: u16, rows: u16) -> String {
    shown_with(face, &Theme::new(Palette::Rich, false), columns, rows)
}

#[test]
fn no_size_panics_and_the_cursor_stays_on_the_screen() {
    let theme = Theme::new(Palette::Sixteen, false);
    for face in [Face::default(), refused(), variances()] {
        let hints = hints(&face);
        let screen = Screen::new(&face, &theme, &hints);
        for (columns, rows) in (0..=132).flat_map(|columns| (0..=50).map(move |rows| (columns, rows))) {
            let area = Rect::new(0, 0, columns, rows);
            let mut buffer = Buffer::empty(area);
            screen.render(area, &mut buffer);
            let cursor = screen.cursor(area);
            assert!(
                cursor.map_or(area.is_empty(), |at| area.contains(at)),
                "{columns}x{rows}"
            );
        }
    }
}

#[test]
fn the_input_line_keeps_its_row_whatever_is_said() {
    let theme = Theme::new(Palette::Mono, false);
    for (columns, rows) in [(20, 16), (40, 8), (40, 20), (80, 24), (120, 40)] {
        let area = Rect::new(0, 0, columns, rows);
        let row = |face: &Face| Screen::new(face, &theme, &hints(face)).cursor(area).unwrap().y;
        assert_eq!(row(&pick()), row(&refused()), "{columns}x{rows}");
    }
}

#[test]
fn no_word_of_a_refusal_is_cut_at_the_smallest_sizes() {
    let words = refused().notice.unwrap().text;
    for (columns, rows) in [(20, 16), (40, 8), (40, 20), (80, 24)] {
        let screen = shown(&refused(), columns, rows);
        let squeezed: Vec<&str> = screen.split_whitespace().collect();
        for word in words
            .split_whitespace()
            .chain(["WRONG", "LOT", "Scan", "item", "L-0417"])
        {
            assert!(
                squeezed.iter().any(|shown| shown.contains(word)),
                "no {word} at {columns}x{rows}:\n{screen}"
            );
        }
    }
}

#[test]
fn a_refusal_is_told_by_word_sign_and_colour() {
    let theme = Theme::new(Palette::Sixteen, false);
    let area = Rect::new(0, 0, 40, 20);
    let mut buffer = Buffer::empty(area);
    Screen::new(&refused(), &theme, &hints(&refused())).render(area, &mut buffer);
    let banner = area
        .rows()
        .find(|row| buffer[row.as_position()].symbol() == "✗" && buffer[row.as_position()].bg == Color::Red);
    let banner = banner.expect("a red row that begins with the sign");
    assert!(
        banner
            .columns()
            .all(|cell| buffer[cell.as_position()].bg == Color::Red),
        "full width"
    );
}

#[test]
fn a_long_input_shows_its_end() {
    let face = Face {
        input: "0104006381333931172612311012345".to_owned(),
        cursor: 31,
        ..pin()
    };
    let open = Face {
        secret: false,
        ..face.clone()
    };
    assert!(shown(&open, 20, 16).contains("❯ …1172612311012345\n"));
    assert!(!shown(&face, 20, 16).contains("12345"), "a PIN never shows");
}

#[test]
fn refusals_and_what_waits_stay_in_sight_where_the_counters_have_no_room() {
    let strip = |strip: &str| {
        let face = Face {
            strip: strip.to_owned(),
            ..pick()
        };
        shown(&face, 20, 16)
            .lines()
            .nth(13)
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(strip("scans 12  ok 11"), "scans 12  ok 11");
    assert_eq!(strip("scans 12  ok 11  refused 1"), "ok 11  refused 1");
    assert_eq!(
        strip("scans 12  ok 11  refused 1  WAITING 3"),
        "refused 1  WAITING 3"
    );
}

#[test]
fn a_hint_that_is_too_long_leaves_its_place_to_shorter_ones() {
    let face = Face {
        commands: vec![
            Command::Done,
            Command::PageDown,
            Command::Back,
            Command::Undo,
            Command::Help,
        ],
        ..pick()
    };
    let text = shown(&face, 20, 16);
    let rows: Vec<&str> = text.lines().skip(14).collect();
    assert_eq!(rows, ["F9 Done  Esc Back", "F8 Undo  F1 Help"]);
}

#[test]
fn what_to_do_is_whole_before_a_table_has_its_third_row() {
    let face = Face {
        lead: "Scan its place, or type how many".to_owned(),
        ..pick()
    };
    let text = shown(&face, 20, 16);
    assert!(text.contains("Scan its place, or\ntype how many\n"), "{text}");
}

#[test]
fn a_page_is_what_is_in_sight() {
    let theme = Theme::new(Palette::Mono, false);
    let page = |face: &Face, columns, rows| {
        Screen::new(face, &theme, &hints(face)).page(Rect::new(0, 0, columns, rows))
    };
    assert_eq!(page(&variances(), 20, 16), 9);
    assert_eq!(page(&variances(), 40, 8), 3);
    assert_eq!(page(&pick(), 80, 24), 18);
    assert_eq!(page(&pin(), 80, 24), 0);
}

/// Counts the bytes that go to a terminal when one face follows another.
fn bytes_between(before: &Face, after: &Face, columns: u16, rows: u16) -> usize {
    let theme = Theme::new(Palette::Rich, false);
    let area = Rect::new(0, 0, columns, rows);
    let [first, second] = [before, after].map(|face| {
        let mut buffer = Buffer::empty(area);
        Screen::new(face, &theme, &hints(face)).render(area, &mut buffer);
        buffer
    });
    let mut sent = Vec::new();
    CrosstermBackend::new(&mut sent)
        .draw(first.diff(&second).into_iter())
        .unwrap();
    sent.len()
}

#[test]
fn a_scan_costs_few_bytes_on_a_narrow_link() {
    let mut next = Face {
        lead: "Scan tote".to_owned(),
        big: Some("TOTE-7".to_owned()),
        ..pick()
    };
    next.notice = Some(Notice::new(Level::Good, "", "12 EA 1001 L-0417 picked"));
    next.fields[1] = Field::given("Lot", "L-0417");
    next.strip = "scans 13  ok 12  refused 1".to_owned();
    assert!(bytes_between(&pick(), &next, 80, 24) < 600);
    assert!(bytes_between(&pick(), &refused(), 80, 24) < 600);
    assert_eq!(
        bytes_between(&next, &next, 80, 24),
        bytes_between(&pin(), &pin(), 80, 24),
        "nothing but the reset"
    );
}
