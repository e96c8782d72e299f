//! Every state of every job is drawn at every size: nothing panics, the cursor stays inside, the next step is told.

use super::company::Company;
use binledger::app::keyboard::Keyboard;
use binledger::app::message::Message;
use binledger::app::model::Model;
use binledger::app::terminal::TermInput;
use binledger::keys::{Builtin, Keymap};
use binledger::scan::Profile;
use binledger::session::Session;
use binledger::store::sqlite::Sqlite;
use binledger::ui::face::Face;
use binledger::ui::screen::Screen;
use binledger::ui::theme::{Palette, Theme};
use chrono::Utc;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use std::collections::HashSet;

/// A day with something of everything: who signs in, what is read, refusals and dangers on the way.
const DAY: &[&str] = &[
    // The dock: a delivery with an item that is not on it, too many, a quarantined case; put away, moved, taken back.
    "EMP-102 2308 PO-26033 NOWHERE PK-3001 9999 96 RECEIVING FD-1003 PK-3003 $BL.DAMAGED 5 DAMAGED $BL.DONE",
    "PO-26031 ]C101195212340100191727013110NC-2602 144 RECEIVING 9521234010050 ]C110JS-3311 0627 36 $BL.BACK $BL.EXIT $BL.EXIT",
    "PO-26032 ]d2010952123402001121LP2-00455 RECEIVING ]d2010952123402001121LP2-00455 $BL.UNDO $BL.DONE",
    "$BL.EXIT $BL.EXIT $BL.PUTAWAY RECEIVING PK-3001 96 A-01-1 P-01-1 $BL.DONE",
    "$BL.EXIT $BL.EXIT $BL.MOVE P-01-1 PK-3004 99 2 STORAGE $BL.DONE $BL.UNDO",
    "$BL.EXIT $BL.EXIT PK-3004 P-01-1 NC-2511 LP2-00417 SO-26102 TOTE-9 $BL.DONE $BL.SIGNOUT",
    // To the shop and to a pick face: another site, a bin, too many, a refusal; the reserve, another bin, a lot, too many.
    "EMP-103 9061 $BL.TRANSFER NOWHERE MAIN LUEB RECEIVING P-01-1 PK-3004 99  2  $BL.UNDO  $BL.DONE $BL.DONE",
    "$BL.EXIT $BL.EXIT $BL.REPLENISH  A-03-3 A-01-3 PK-3004 FD-1001 999 40 A-01-1 A-01-2 $BL.SHORT $BL.EXIT $BL.EXIT $BL.SIGNOUT",
    "EMP-106 3826 $BL.TRANSFER $BL.DOWN  PK-3004 PK-3001 $BL.DAMAGED 1 S-02-1 A-01-1 $BL.SHORT broken EMP-101 $BL.BACK $BL.BACK $BL.DONE $BL.SIGNOUT",
    // Picking: a wrong bin, a wrong item, a tote, a short bin; packing and shipping.
    "EMP-103 0000 9061 SO-26102 P-01-2 E-01-1 PK-3001 EL-2001 LP2-00418 TOTE-2 P-01-1 PK-3001 12 P-01-2 PK-3003 3 $BL.SHORT $BL.SHORT",
    "$BL.EXIT $BL.EXIT $BL.PACK TOTE-2  EL-2001 PK-3001 7 12 PK-3003 3 CARTON-S 11,5 WRONG SO-26102-P1",
    "$BL.EXIT $BL.EXIT SO-26102-P1 P-01-1 SHIPPING SO-26102-P1 $BL.DONE $BL.SIGNOUT",
    // A return, counts, what a supervisor sees.
    "EMP-102 2308 $BL.RETURN SO-26102 PK-3001 2 $BL.STATUS.restock P-01-1 EL-2001 LP2-00418 $BL.STATUS.damaged DAMAGED $BL.DONE $BL.SIGNOUT",
    "EMP-104 5572 $BL.COUNT P-02-1 PK-3007 280 PK-3011 1.5 E-01-1 $BL.DONE $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.SIGNOUT $BL.SIGNOUT",
    "EMP-105 7140 $BL.COUNT  P-02-1 PK-3007 280 PK-3011 1.5 $BL.DONE $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.EMPTY $BL.SIGNOUT $BL.SIGNOUT",
    "EMP-101 4417 $BL.RECONCILE P-02-1 $BL.DOWN $BL.RECOUNT $BL.BACK $BL.REJECT $BL.BACK $BL.APPROVE $BL.SIGNOUT",
    // What a controller sees: a day is sealed, figures are followed, nothing can be closed yet.
    "EMP-107 6093 $BL.LEDGER 1  $BL.APPROVE $BL.BACK $BL.APPROVE $BL.CONFIRM $BL.DONE $BL.BACK 2 1303 $BL.PAGEDOWN  E1 Layer",
    "$BL.BACK $BL.BACK $BL.BACK $BL.BACK $BL.BACK $BL.BACK 3 1 all $BL.BACK $BL.BACK $BL.BACK 4 2100  $BL.BACK $BL.BACK",
    "$BL.BACK 5 all $BL.BACK $BL.BACK 6  $BL.APPROVE E999 NOWHERE $BL.SIGNOUT",
];

/// All small sizes and a net over the large ones; or, of all of them, every eleventh from the `n`th on.
fn sizes(step: Option<usize>) -> impl Iterator<Item = (u16, u16)> {
    let small = (1..=40).flat_map(|columns| (1..=20).map(move |rows| (columns, rows)));
    let wide = (41..=132).step_by(13).chain([80, 132]);
    let large = wide.flat_map(|columns| (1..=50).step_by(7).map(move |rows| (columns, rows)));
    let tall = (1..=40)
        .step_by(3)
        .flat_map(|columns| [24, 37, 50].map(|rows| (columns, rows)));
    let all = small.chain(large).chain(tall);
    let (first, each) = step.map_or((0, 1), |n| (n % 11, 11));
    all.skip(first).step_by(each)
}

/// What makes a screen unlike others: the job, the step, the notice, whether there are fields and lines.
fn kind(face: &Face) -> String {
    let words = |text: &str, count| text.split(' ').take(count).collect::<Vec<_>>().join(" ");
    let (title, lead) = (words(&face.title, 1), words(&face.lead, 1));
    let level = face.notice.as_ref().map(|notice| notice.level);
    let rows = face.table.as_ref().map_or(0, |table| table.rows.len().min(2));
    format!("{title} {lead} {level:?} {rows} {}", face.fields.is_empty())
}

#[track_caller]
fn draws(model: &Model<'_>, after: &str, step: Option<usize>) {
    let face = model.face();
    let first = face.lead.split_whitespace().next().unwrap_or_default();
    let hints = model.keymap.hints(&model.layers(), &face.commands);
    for (columns, rows) in sizes(step) {
        let area = Rect::new(0, 0, columns, rows);
        let mut drawn = Buffer::empty(area);
        let screen = Screen::new(&face, &model.theme, &hints);
        let cursor = screen.cursor(area).unwrap();
        screen.render(area, &mut drawn);
        assert!(
            area.contains(cursor),
            "after {after}: the cursor is at {cursor} of {columns}x{rows}"
        );
        if 20 <= columns && 4 <= rows {
            let shown: String = drawn.content().iter().map(Cell::symbol).collect();
            assert!(
                shown.contains(first),
                "after {after}: no {:?} at {columns}x{rows}: {shown}",
                face.lead
            );
        }
    }
}

/// The whole frame, help included.
fn draws_frames(model: &mut Model<'_>) {
    for (columns, rows) in sizes(None) {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        for help in [None, Some(0), Some(9)] {
            model.help = help;
            terminal.draw(|frame| model.draw(frame)).unwrap();
        }
    }
}

#[test]
fn every_state_is_drawn_at_every_size() {
    let company = Company::open();
    let mut store = Sqlite::open(&company.store()).unwrap();
    let session = Session::open(&mut store, "T-1".into()).unwrap();
    let keyboard = Keyboard::new("T-1", &Profile::default()).unwrap();
    let keymap = Keymap::builtin(Builtin::Default).unwrap();
    let mut model = Model::new(session, keyboard, keymap, Theme::new(Palette::Rich, false));
    let mut titles = HashSet::new();
    let (mut kinds, mut steps) = (HashSet::new(), 0);
    for code in DAY.iter().flat_map(|line| line.split(' ')) {
        let (bytes, at) = (code.as_bytes().to_vec(), Utc::now());
        let sent = if code.is_empty() {
            TermInput::Key {
                key: "enter".parse().unwrap(),
                at,
            }
        } else {
            TermInput::Paste {
                bytes,
                cut: false,
                at,
            }
        };
        model.update(Message::Terminal(sent));
        let face = model.face();
        titles.extend(face.title.split(' ').next().map(str::to_owned));
        steps += 1;
        let known = !kinds.insert(kind(&face));
        model.theme = Theme::new(Palette::Mono, steps % 2 == 0);
        draws(&model, code, known.then_some(steps));
    }
    draws_frames(&mut model);
    for screen in ["$BL.DIAGNOSTICS", "$BL.CALIBRATE", "Aq-Zy/_]W\";8"] {
        let pasted = TermInput::Paste {
            bytes: screen.into(),
            cut: false,
            at: Utc::now(),
        };
        model.update(Message::Terminal(pasted));
        draws(&model, screen, Some(steps));
    }
    draws_frames(&mut model);
    for job in [
        "Receive",
        "Put",
        "Move",
        "Transfer",
        "Replenish",
        "Inquire",
        "Pick",
        "Pack",
        "Ship",
        "Return",
        "Count",
        "Reconcile",
        "Ledger",
    ] {
        assert!(titles.contains(job), "no {job} in {titles:?}");
    }
}
