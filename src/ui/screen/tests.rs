use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::keys::Action;
use crate::keys::Builtin;
use crate::keys::Keymap;
use crate::keys::Layer;
use crate::ui::face::Column;
use crate::ui::face::Field;
use crate::ui::face::Level;
use crate::ui::face::Notice;
use crate::ui::face::Row;
use crate::ui::face::RowRole;
use crate::ui::face::Table;
use crate::ui::theme::Palette;

use super::*;

/// A pick in the middle of its walk.
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
        actions: vec![
            Action::Undo,
            Action::Short,
            Action::Skip,
            Action::Full,
            Action::Back,
            Action::Help,
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
        actions: vec![Action::Back, Action::Help],
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
        actions: vec![
            Action::Approve,
            Action::Reject,
            Action::Recount,
            Action::PageUp,
            Action::PageDown,
            Action::Help,
        ],
        ..Face::new("Count differences", "Choose a line")
    }
}

fn hints(face: &Face) -> Vec<Hint> {
    Keymap::builtin(Builtin::Default)
        .unwrap()
        .hints(&[Layer::Global], &face.actions)
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
fn look() {
    for (c, r) in [(20, 16), (40, 8), (40, 20), (80, 24), (120, 40)] {
        for face in [pick(), refused(), pin(), variances()] {
            println!("== {c}x{r}\n{}==", shown(&face, c, r));
        }
    }
}
