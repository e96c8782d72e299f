//! Who gets how many rows: the screen's rows are granted by importance, so that small screens stay complete.

use super::face::{Face, Level};
use super::theme::Theme;
use super::{fields, hints, notice, table, text};
use crate::keys::Hint;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// From this size on the table stands beside the fields.
const PANEL: (u16, u16) = (80, 12);
/// From this many rows on there is room for air.
const AIRY_ROWS: usize = 20;
/// From this many rows on the counters have a row and the hints two.
const ROOMY_ROWS: usize = 16;
/// From this many columns on the counters stand beside the hints.
const BESIDE_COLUMNS: usize = 60;
/// The least and the most rows of a chart.
const CHART_ROWS: (usize, usize) = (3, 10);
/// Up to this many rows the lead and the large line share one.
const TIGHT_ROWS: usize = 8;

/// Everything that is drawn, broken into lines, and the row at which the bottom block begins.
///
/// The input line keeps its row: notices grow upwards over the rows above it.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) title: bool,
    pub(super) place_row: bool,
    pub(super) lead: Vec<String>,
    pub(super) big: Option<Big>,
    pub(super) fields: Vec<Line<'static>>,
    pub(super) chart_rows: usize,
    pub(super) table_rows: usize,
    pub(super) notice: Vec<Line<'static>>,
    pub(super) strip: Strip,
    pub(super) hints: Vec<Line<'static>>,
    pub(super) hint_rows: usize,
    pub(super) air: bool,
    pub(super) panel_columns: u16,
}

/// How the large line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Big {
    /// After the lead, in its row.
    BesideLead,
    /// In a row of its own.
    Row,
    /// In the middle of three rows.
    Block,
}

/// Where the counters stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Strip {
    /// Nowhere: there is no room or nothing to count.
    #[default]
    Nowhere,
    /// At the end of the last row of hints.
    BesideHints,
    /// In a row of its own, above the hints.
    Row,
}

/// Grants rows until there are none left.
struct Budget(usize);

impl Budget {
    fn grant(&mut self, wanted: usize) -> usize {
        let granted = wanted.min(self.0);
        self.0 -= granted;
        granted
    }

    fn affords(&mut self, rows: usize) -> bool {
        rows <= self.0 && self.grant(rows) == rows
    }
}

impl Plan {
    /// Plans a face for an area.
    pub(super) fn of(face: &Face, theme: &Theme, hints: &[Hint], area: Rect) -> Self {
        let (columns, rows) = (usize::from(area.width), usize::from(area.height));
        let mut plan = Self {
            panel_columns: panel_columns(face, area),
            ..Self::default()
        };
        let main = columns - usize::from(plan.panel_columns);
        let below = face.table.as_ref().filter(|_| plan.panel_columns == 0);
        plan.hint_rows = hint_rows(rows);
        plan.strip = strip(face, columns, rows);
        let mut left = Budget(rows.saturating_sub(plan.foot_rows()));

        let lead = text::wrap(&text::clean(&face.lead, &theme.symbols), main);
        let mut lead_rows = left.grant(lead.len().min(1));
        let told = face
            .notice
            .as_ref()
            .map(|notice| notice::lines(notice, columns, rows, theme))
            .unwrap_or_default();
        let grave = face
            .notice
            .as_ref()
            .is_some_and(|notice| Level::Warn <= notice.level);
        let mut notice_rows = left.grant(if grave { told.len() } else { told.len().min(1) });

        plan.big = big(face, &lead, main, rows, &mut left);
        let mut field_rows = left.grant(fields::essential_rows(&face.fields, main, theme));
        plan.title = !face.title.is_empty() && left.affords(1);
        lead_rows += left.grant((lead.len() - lead_rows).min(1));
        let mut table_rows = below.map_or(0, |table| left.grant(3.min(table.rows.len() + 1)));
        lead_rows += left.grant(lead.len() - lead_rows);
        notice_rows += left.grant(told.len() - notice_rows);

        plan.chart_rows = face.trend.as_ref().map_or(0, |_| chart_rows(&mut left));
        let marked = below.is_some_and(|table| table.selected.is_some());
        let spare = if marked { left.0 / 2 } else { left.0 };
        plan.fields = fields::lay_out(&face.fields, main, field_rows + spare, theme);
        field_rows += left.grant(plan.fields.len().saturating_sub(field_rows));
        plan.fields.truncate(field_rows);
        table_rows += below.map_or(0, |table| {
            left.grant((table.rows.len() + 1).saturating_sub(table_rows))
        });

        let hint_columns = match plan.strip {
            Strip::BesideHints => columns.saturating_sub(strip_columns(face, theme) + 2),
            Strip::Row | Strip::Nowhere => columns,
        };
        plan.hints = hints::lay_out(hints, hint_columns, plan.hint_rows, theme);
        plan.place_row =
            plan.title && !place_fits(face, columns) && !face.place.is_empty() && left.affords(1);
        plan.air = AIRY_ROWS <= rows && left.affords(3);
        if plan.air && plan.big == Some(Big::Row) && left.affords(2) {
            plan.big = Some(Big::Block);
        }
        plan.table_rows = match &face.table {
            Some(_) if below.is_none() => rows,
            _ => table_rows,
        };
        plan.lead = text::keep(lead, lead_rows, main, &theme.symbols);
        let told = text::keep(told, notice_rows, columns, &theme.symbols);
        plan.notice = face
            .notice
            .as_ref()
            .map(|notice| notice::banner(told, notice.level, theme))
            .unwrap_or_default();
        plan
    }

    /// Counts the rows of the foot: input, counters and hints.
    pub(super) fn foot_rows(&self) -> usize {
        1 + usize::from(self.strip == Strip::Row) + self.hint_rows
    }

    /// Counts the rows above the body: title and place.
    pub(super) fn head_rows(&self) -> usize {
        usize::from(self.title) + usize::from(self.place_row)
    }
}

/// Returns how many columns the table gets beside the rest: none unless both have room.
fn panel_columns(face: &Face, area: Rect) -> u16 {
    let alone = face.fields.is_empty() && face.big.is_none();
    match &face.table {
        Some(_) if !alone && !face.wide && PANEL.0 <= area.width && PANEL.1 <= area.height => area.width / 2,
        _ => 0,
    }
}

/// Grants the rows of a chart: half of what is left, or none if they could not show a difference.
fn chart_rows(left: &mut Budget) -> usize {
    let wanted = (left.0 / 2).clamp(CHART_ROWS.0, CHART_ROWS.1);
    if left.affords(wanted) { wanted } else { 0 }
}

fn big(face: &Face, lead: &[String], columns: usize, rows: usize, left: &mut Budget) -> Option<Big> {
    let big = face.big.as_ref().filter(|big| !big.is_empty())?;
    let beside = lead.len() == 1 && text::width(&lead[0]) + 3 + text::width(big) <= columns;
    if beside && rows <= TIGHT_ROWS {
        return Some(Big::BesideLead);
    }
    left.affords(1).then_some(Big::Row)
}

/// Returns how many rows the hints get. It depends on the size alone, so that the input line keeps its row from step to
/// step.
fn hint_rows(rows: usize) -> usize {
    match rows {
        0..4 => 0,
        4..ROOMY_ROWS => 1,
        _ => 2,
    }
}

fn strip(face: &Face, columns: usize, rows: usize) -> Strip {
    match (columns, rows) {
        _ if face.strip.is_empty() => Strip::Nowhere,
        (BESIDE_COLUMNS.., 4..) => Strip::BesideHints,
        (_, ROOMY_ROWS..) => Strip::Row,
        _ => Strip::Nowhere,
    }
}

fn strip_columns(face: &Face, theme: &Theme) -> usize {
    text::width(&text::clean(&face.strip, &theme.symbols))
}

/// Returns whether title and place share the first row.
pub(super) fn place_fits(face: &Face, columns: usize) -> bool {
    text::width(&face.title) + 2 + text::width(&face.place) <= columns
}

/// Counts the rows of the table in sight.
pub(super) fn page(face: &Face, plan: &Plan, rows: usize) -> usize {
    let rows = if plan.panel_columns == 0 {
        plan.table_rows
    } else {
        rows.saturating_sub(plan.head_rows() + plan.notice.len() + plan.foot_rows())
    };
    face.table.as_ref().map_or(0, |shown| table::page(shown, rows))
}
