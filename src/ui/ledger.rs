//! The controller's pages of the books: one look for all of them.

use super::chart;
use super::face::{self, Face, Field, RowRole, Table, Trend};
use crate::domain::amount::Total;
use crate::flows::ledger::{Column, Mark, Page, Row, State};
use crate::flows::machine::Machine;

/// Returns what the page says; what the marked row says in full stands with the facts.
pub fn face(state: &State) -> Face {
    let Some(page) = state.page() else {
        return Face::new("Ledger", state.prompt());
    };
    let mut face = Face::new(page.title.clone(), state.prompt());
    face.big.clone_from(&page.big);
    if let Some(obstacle) = page.obstacle.as_ref().filter(|_| page.act.is_some()) {
        let word = obstacle.code().replace('_', " ").to_lowercase();
        face.fields.push(Field::given("Blocked", word));
        face.fields.push(Field::optional("Why", obstacle.to_string()));
    }
    face.fields.extend(page.facts.iter().map(|fact| {
        if fact.is_dear {
            Field::given(fact.label.clone(), fact.value.clone())
        } else {
            Field::optional(fact.label.clone(), fact.value.clone())
        }
    }));
    let marked = state.row();
    let whole = page.rows.get(marked).and_then(|row| row.whole.as_ref());
    face.fields
        .extend(whole.map(|(label, text)| Field::given(label.clone(), text.clone())));
    face.trend = trend(page);
    face.wide = face.trend.is_none();
    face.table = table(page, marked);
    face
}

fn table(page: &Page, marked: usize) -> Option<Table> {
    let column = |column: &Column| {
        if column.is_number {
            face::Column::right(column.title, column.rank)
        } else {
            face::Column::left(column.title, column.rank)
        }
    };
    let row = |(n, row): (usize, &Row)| {
        let role = match row.mark {
            _ if n == marked => RowRole::Current,
            Mark::Plain => RowRole::Plain,
            Mark::Good => RowRole::Done,
            Mark::Look => RowRole::Warn,
            Mark::Wrong => RowRole::Error,
            Mark::Sum => RowRole::Total,
        };
        face::Row::new(role, row.cells.iter().cloned())
    };
    (!page.rows.is_empty()).then(|| Table {
        columns: page.columns.iter().map(column).collect(),
        rows: page.rows.iter().enumerate().map(row).collect(),
        selected: Some(marked),
        offset: 0,
    })
}

fn trend(page: &Page) -> Option<Trend> {
    let ((first, _), (last, _)) = page.trend.first().zip(page.trend.last())?;
    let points: Vec<i128> = page.trend.iter().map(|(_, value)| value.0).collect();
    let most = points.iter().copied().max().unwrap_or(0);
    Some(Trend {
        first: first.to_string(),
        last: last.to_string(),
        most: Total(most).to_string(),
        least: Total(chart::base(&points)).to_string(),
        points,
    })
}
