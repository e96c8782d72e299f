//! Symbols on paper: a sheet as SVG, which every browser prints at its true size.

use super::{Kind, Symbol};
use std::fmt::Write;

/// A module is printed half a millimetre wide; every hand scanner reads that.
const PER_MILLIMETRE: usize = 2;
/// The height of bars, in modules.
const BAR_HEIGHT: usize = 30;
/// The room for the words under a symbol, in modules.
const WORDS: usize = 14;

/// A symbol with the words under it.
#[derive(Debug)]
pub struct Printed<'a> {
    /// The symbol.
    pub symbol: &'a Symbol,
    /// What it is and what it says.
    pub words: String,
}

/// Returns a sheet of symbols, one under the other.
pub fn sheet(printed: &[Printed<'_>]) -> String {
    let width = printed
        .iter()
        .map(|it| it.symbol.width())
        .max()
        .unwrap_or(0)
        .max(200);
    let total: usize = printed.iter().map(|it| height(it.symbol) + WORDS).sum();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {width} {total}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        width / PER_MILLIMETRE,
        total / PER_MILLIMETRE
    );
    let mut top = 0;
    for it in printed {
        drawn(&mut out, it.symbol, top);
        top += height(it.symbol) + WORDS;
        let words = escaped(&it.words);
        let _ = writeln!(
            out,
            "<text x=\"2\" y=\"{}\" font-family=\"monospace\" font-size=\"5\">{words}</text>",
            top - WORDS + 5
        );
    }
    out.push_str("</svg>\n");
    out
}

fn height(symbol: &Symbol) -> usize {
    if symbol.kind() == Kind::Code128 {
        BAR_HEIGHT
    } else {
        symbol.height()
    }
}

fn drawn(out: &mut String, symbol: &Symbol, top: usize) {
    let tall = if symbol.kind() == Kind::Code128 {
        BAR_HEIGHT
    } else {
        1
    };
    out.push_str("<path d=\"");
    for row in 0..symbol.height() {
        for column in (0..symbol.width()).filter(|column| symbol.is_dark(*column, row)) {
            let _ = write!(out, "M{column} {}h1v{tall}h-1z", top + row);
        }
    }
    out.push_str("\"/>\n");
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
