//! The supervisor's screen of counts: the only one on the floor that shows money.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::domain::amount::{Qty, Total};
use crate::flows::goods::{self, many};
use crate::flows::machine::Machine;
use crate::flows::reconcile::{Line, Posting, Sheet, State, Waiting};

/// Returns which counts wait, or all about the one that is decided.
pub fn face(state: &State) -> Face {
    let Some((sheet, marked)) = state.sheet() else {
        let mut face = Face::new("Reconcile", state.prompt());
        let (waiting, selected) = state.waiting();
        face.table = list(waiting, selected);
        return face;
    };
    let mut face = Face::new(format!("Reconcile {}", sheet.location), state.prompt());
    face.big = sheet.lines.get(marked).map(difference);
    if let Some(line) = sheet.lines.get(marked) {
        face.fields = of_line(line);
    }
    face.fields.extend(of_sheet(sheet));
    face.table = Some(lines(&sheet.lines, marked));
    face
}

fn list(waiting: &[Waiting], selected: usize) -> Option<Table> {
    let row = |(n, count): (usize, &Waiting)| {
        let role = if n == selected {
            RowRole::Current
        } else {
            RowRole::Plain
        };
        let agreed = match (count.attempts, count.agreed) {
            (1, _) => "counted once",
            (_, true) => "counts agree",
            (_, false) => "counts differ",
        };
        Row::new(
            role,
            [
                count.location.to_string(),
                agreed.to_owned(),
                count.count.to_string(),
            ],
        )
    };
    (!waiting.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Bin", 0),
            Column::left("State", 1),
            Column::left("Count", 2),
        ],
        rows: waiting.iter().enumerate().map(row).collect(),
        selected: Some(selected),
        offset: 0,
    })
}

/// Returns the difference and its value: `-2 EA  -8.40`.
fn difference(line: &Line) -> String {
    format!("{} {}  {}", signed(line.variance), line.uom, line.value)
}

fn signed(qty: Qty) -> String {
    if Qty::ZERO < qty {
        format!("+{qty}")
    } else {
        qty.to_string()
    }
}

fn named(line: &Line) -> String {
    goods::name(&line.item, &line.lot, &line.serial)
}

/// Returns the fields of the marked line: counts, book with the moves around the count, variance and value.
fn of_line(line: &Line) -> Vec<Field> {
    let count = |counted: &Option<Qty>| counted.map_or_else(|| "none".to_owned(), |qty| qty.to_string());
    let counts: Vec<String> = line.counted.iter().map(count).collect();
    let book = if line.moved_before.is_zero() {
        many(line.book_at_scan, &line.uom)
    } else {
        let (was, moved) = (line.book, signed(line.moved_before));
        format!("{was} {moved} moved = {}", many(line.book_at_scan, &line.uom))
    };
    let mut fields = vec![
        Field::given("Goods", named(line)),
        Field::given("Counts", counts.join(" / ")),
        Field::given("Book", book),
    ];
    if !line.moved_after.is_zero() {
        fields.push(Field::given(
            "Since",
            format!("{} moved", signed(line.moved_after)),
        ));
    }
    fields
}

/// Returns what is the same for the whole count: what approval posts, the period, the counters, the last picks.
fn of_sheet(sheet: &Sheet) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(obstacle) = &sheet.obstacle {
        let word = obstacle.code().replace('_', " ").to_lowercase();
        fields.push(Field::wanted("Blocked", word));
        fields.push(Field::optional("Why", obstacle.to_string()));
    }
    fields.extend(sheet.postings.iter().map(posting));
    if sheet.postings.is_empty() {
        fields.push(Field::given("Posts", "nothing"));
    }
    let (period, closed) = &sheet.period;
    let state = if *closed { "closed" } else { "open" };
    fields.push(Field::given("Period", format!("{period} {state}")));
    fields.push(Field::given("Value", sheet.value.to_string()));
    let agreed = match (sheet.counters.len(), sheet.agreed) {
        (0 | 1, _) => "",
        (_, true) => " (agree)",
        (_, false) => " (differ)",
    };
    fields.push(Field::optional(
        "By",
        format!("{}{agreed}", sheet.counters.join(", ")),
    ));
    fields.extend(sheet.picks.iter().map(|pick| {
        let at = pick.at.to_minute();
        let text = format!(
            "{at} {} {} {} {}",
            pick.qty, pick.goods, pick.order, pick.operator
        );
        Field::optional("Pick", text)
    }));
    fields
}

fn posting(posting: &Posting) -> Field {
    let side = if posting.amount < Total::ZERO {
        "Credit"
    } else {
        "Debit"
    };
    let Posting {
        account,
        name,
        amount,
    } = posting;
    Field::given(side, format!("{account} {name} {}", amount.abs()))
}

fn lines(lines: &[Line], marked: usize) -> Table {
    let row = |(n, line): (usize, &Line)| {
        let role = match (n == marked, line.variance.is_zero()) {
            (true, _) => RowRole::Current,
            (false, true) => RowRole::Done,
            (false, false) => RowRole::Warn,
        };
        let last = line.counted.last().copied().flatten();
        let counted = last.map_or_else(|| "none".to_owned(), |qty| qty.to_string());
        let cells = [
            named(line),
            signed(line.variance),
            line.value.to_string(),
            counted,
            line.book_at_scan.to_string(),
        ];
        Row::new(role, cells)
    };
    Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::right("Diff", 0),
            Column::right("Value", 1),
            Column::right("Counted", 2),
            Column::right("Book", 2),
        ],
        rows: lines.iter().enumerate().map(row).collect(),
        selected: Some(marked),
        offset: 0,
    }
}
