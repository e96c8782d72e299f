//! A value over time as columns of blocks, or of signs that every terminal has.

use super::face::Trend;
use super::text;
use super::theme::Theme;
use ratatui::text::{Line, Span};

/// Steps of a cell.
const STEPS: i128 = 8;
/// Blocks of one to eight steps, and nothing.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same in ASCII: nothing, less than half a cell, more.
const SIGNS: [char; 9] = [' ', '.', '.', '.', '.', '#', '#', '#', '#'];
/// The widest that a value is drawn, in columns.
const WIDEST: usize = 6;
/// The fewest columns that the bars need beside the labels.
const LEAST_COLUMNS: usize = 8;

/// Lays the values out in `rows` rows: the bars, and below them from when to when. Many values share a column, which
/// then shows the last of them.
pub(super) fn lay_out(trend: &Trend, columns: usize, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    let height = rows.saturating_sub(1);
    if height == 0 || trend.points.is_empty() || columns == 0 {
        return Vec::new();
    }
    let labels = text::width(&trend.most).max(text::width(&trend.least));
    let labels = if columns < labels + LEAST_COLUMNS {
        0
    } else {
        labels
    };
    let [_, bar] = theme.symbols.lines;
    let room = columns - labels - usize::from(0 < labels);
    let heights = heights(&trend.points, room, height);
    let wide = (room / heights.len().max(1)).clamp(1, WIDEST);
    let blocks = if theme.symbols.ascii { SIGNS } else { BLOCKS };
    let mut lines = Vec::with_capacity(rows);
    for row in (0..height).rev() {
        let mut line = Line::default();
        if 0 < labels {
            let label = match row {
                row if row + 1 == height => trend.most.as_str(),
                0 => trend.least.as_str(),
                _ => "",
            };
            let pad = " ".repeat(labels - text::width(label));
            line.push_span(Span::styled(format!("{pad}{label}{bar}"), theme.dim));
        }
        let below = i128::try_from(row).unwrap_or(0) * STEPS;
        let cells: String = heights
            .iter()
            .flat_map(|high| {
                let fill = usize::try_from((high - below).clamp(0, STEPS)).unwrap_or(0);
                std::iter::repeat_n(blocks[fill], wide)
            })
            .collect();
        line.push_span(Span::styled(cells, theme.value));
        lines.push(line);
    }
    let ends = format!("{} to {}", trend.first, trend.last);
    let ends = text::cut(&ends, columns, &theme.symbols);
    lines.push(Line::styled(ends, theme.dim));
    lines
}

/// Returns how many steps high each column is, for as many columns as there is room. A value above the base gets at
/// least one.
fn heights(points: &[i128], room: usize, rows: usize) -> Vec<i128> {
    let shown: Vec<i128> = if points.len() <= room {
        points.to_vec()
    } else {
        (1..=room).map(|n| points[n * points.len() / room - 1]).collect()
    };
    let least = base(points);
    let span = points.iter().copied().max().unwrap_or(0) - least;
    let steps = i128::try_from(rows).unwrap_or(0) * STEPS;
    let height = |point: i128| {
        let over = point - least;
        if over <= 0 || span <= 0 {
            0
        } else {
            (over * steps / span).max(1)
        }
    };
    shown.into_iter().map(height).collect()
}

/// Returns where the bars stand: at zero, or at the least value if that is less.
pub(super) fn base(points: &[i128]) -> i128 {
    points.iter().copied().min().unwrap_or(0).min(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Palette;
    use proptest::prelude::*;

    fn drawn(points: &[i128], columns: usize, rows: usize, ascii: bool) -> Vec<String> {
        let trend = Trend {
            points: points.to_vec(),
            first: "03-02".into(),
            last: "03-05".into(),
            most: "80".into(),
            least: "0".into(),
        };
        let lines = lay_out(&trend, columns, rows, &Theme::new(Palette::Mono, ascii));
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_as_high_as_their_values() {
        let lines = drawn(&[10, 20, 40, 80], 11, 3, false);
        assert_eq!(lines, ["80│      ██", " 0│▂▂▄▄████", "03-02 to 0…"]);
    }

    #[test]
    fn a_terminal_without_blocks_has_signs() {
        let lines = drawn(&[10, 20, 40, 80], 15, 5, true);
        assert_eq!(
            lines,
            [
                "80|         ###",
                "  |         ###",
                "  |      ######",
                " 0|...#########",
                "03-02 to 03-05"
            ]
        );
    }

    #[test]
    fn many_values_share_a_column_and_the_last_is_shown() {
        let points: Vec<i128> = (1..=100).collect();
        let lines = drawn(&points, 13, 2, true);
        assert_eq!(lines[0], "80|......####");
    }

    #[test]
    fn values_below_nothing_stand_on_the_least_of_them() {
        assert_eq!(heights(&[-10, 0, 10], 3, 2), [0, 8, 16]);
        assert_eq!(heights(&[0, 0], 2, 2), [0, 0]);
        assert_eq!(heights(&[i64::MIN.into(), i64::MAX.into()], 2, 1), [0, 8]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_or_higher_than_its_place(
            points in proptest::collection::vec(any::<i64>().prop_map(i128::from), 0..60),
            columns in 0usize..50,
            rows in 0usize..12,
            ascii: bool,
        ) {
            let lines = drawn(&points, columns, rows, ascii);
            prop_assert!(lines.len() <= rows);
            for line in &lines {
                prop_assert!(text::width(line) <= columns, "{line:?}");
                prop_assert!(!ascii || line.is_ascii());
            }
        }
    }
}
