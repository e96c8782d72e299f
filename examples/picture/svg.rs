//! A terminal's screen as a drawing: a rectangle for each background, a text for each run of one style.

use std::fmt::Write;
use vt100::{Cell, Color, Parser};

/// Width and height of a cell, in pixels.
const CELL: (u16, u16) = (9, 19);

/// The margin around the screen, in pixels.
const MARGIN: u16 = 12;

const FOREGROUND: &str = "#d8dee9";
const BACKGROUND: &str = "#1b1f27";

/// The sixteen colours that a terminal names by number.
const NAMED: [&str; 16] = [
    "#3b4252", "#d5616b", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0", "#d8dee9", "#616e88",
    "#e8818a", "#b9d6a1", "#f3dca5", "#9dbbd9", "#c9a6c4", "#a3d6e3", "#ffffff",
];

/// How a run of cells looks.
#[derive(PartialEq, Eq)]
struct Style {
    ink: String,
    paper: Option<String>,
    bold: bool,
    dim: bool,
    underlined: bool,
}

/// Returns the screen as an SVG document.
pub fn drawn(parser: &Parser) -> String {
    let screen = parser.screen();
    let (rows, columns) = screen.size();
    let (rows, columns) = (u16::from(rows), u16::from(columns));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let start = column;
            let Some(style) = screen.cell(row, start).map(style) else {
                break;
            };
            let mut text = String::new();
            while column < columns
                && screen
                    .cell(row, column)
                    .is_some_and(|cell| self::style(cell) == style)
            {
                let shown = screen.cell(row, column).map_or("", Cell::contents);
                text.push_str(if shown.is_empty() { " " } else { shown });
                column += 1;
            }
            run(&mut svg, (row, start), column - start, &style, &text);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws one run of cells of one style.
fn run(svg: &mut String, at: (u16, u16), cells: u16, style: &Style, text: &str) {
    let (x, y) = (MARGIN + at.1 * CELL.0, MARGIN + at.0 * CELL.1);
    let (width, height) = (cells * CELL.0, CELL.1);
    if let Some(paper) = &style.paper {
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>"
        );
    }
    let kept = text.trim_end();
    let lead = kept.len() - kept.trim_start().len();
    let (kept, skipped) = (kept.trim_start(), u16::try_from(lead).unwrap_or(0));
    if kept.is_empty() {
        return;
    }
    let count = u16::try_from(kept.chars().count()).unwrap_or(cells);
    let (x, y, length) = (x + skipped * CELL.0, y + 14, count * CELL.0);
    let mut looks = String::new();
    for (set, attribute) in [
        (style.bold, " font-weight=\"bold\""),
        (style.dim, " opacity=\"0.65\""),
        (style.underlined, " text-decoration=\"underline\""),
    ] {
        looks.push_str(if set { attribute } else { "" });
    }
    let escaped = kept
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let ink = &style.ink;
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" fill=\"{ink}\" textLength=\"{length}\" xml:space=\"preserve\"{looks}>{escaped}</text>"
    );
}

fn style(cell: &Cell) -> Style {
    let (ink, paper) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    let (ink, paper) = if cell.inverse() {
        (paper.or(Some(BACKGROUND.into())), ink.or(Some(FOREGROUND.into())))
    } else {
        (ink, paper)
    };
    Style {
        ink: ink.unwrap_or_else(|| FOREGROUND.into()),
        paper,
        bold: cell.bold(),
        dim: cell.dim(),
        underlined: cell.underline(),
    }
}

/// Returns the colour as SVG writes it; nothing for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Idx(index @ 0..=15) => Some(NAMED[usize::from(index)].into()),
        Color::Idx(index @ 16..=231) => {
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let (cube, parts) = (index - 16, (index - 16) % 36);
            Some(rgb(level(cube / 36), level(parts / 6), level(parts % 6)))
        }
        Color::Idx(index) => Some(rgb(
            8 + (index - 232) * 10,
            8 + (index - 232) * 10,
            8 + (index - 232) * 10,
        )),
        Color::Rgb(red, green, blue) => Some(rgb(red, green, blue)),
    }
}

fn rgb(red: u8, green: u8, blue: u8) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
