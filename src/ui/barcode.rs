//! Barcodes as dark and light modules, ready to be drawn in a terminal or printed on a sheet.
//!
//! - [`Symbol`] — the modules of one symbol with its quiet zone.
//! - [`Drawing`] — the same in character cells: two modules a cell by half blocks, or two columns a module in ASCII.
//! - [`svg`] — the same on paper.

mod cells;
mod encode;
pub mod svg;

pub use cells::{Drawing, Ink};

/// The separator of element strings; in a GS1 symbol it is written as FNC1.
const GS: u8 = 0x1d;

/// A kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Data Matrix ECC 200 (ISO/IEC 16022); the smallest of the three.
    DataMatrix,
    /// QR Code (ISO/IEC 18004).
    Qr,
    /// Code 128 (ISO/IEC 15417), for scanners that read bars only; the widest.
    Code128,
}

impl Kind {
    /// Returns how many light modules each side needs: ISO/IEC 16022, 18004 and 15417 ask for 1, 4 and 10.
    pub const fn quiet(self) -> usize {
        match self {
            Self::DataMatrix => 1,
            Self::Qr => 4,
            Self::Code128 => 10,
        }
    }

    /// Returns what the maker of a scanner calls it.
    pub const fn name(self, gs1: bool) -> &'static str {
        match (self, gs1) {
            (Self::DataMatrix, false) => "Data Matrix",
            (Self::DataMatrix, true) => "GS1 DataMatrix",
            (Self::Qr, false) => "QR Code",
            (Self::Qr, true) => "GS1 QR Code",
            (Self::Code128, false) => "Code 128",
            (Self::Code128, true) => "GS1-128",
        }
    }
}

/// The modules of a symbol, its quiet zone around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    kind: Kind,
    width: usize,
    dark: Vec<bool>,
}

impl Symbol {
    /// Encodes bytes; with `gs1` they are element strings: FNC1 stands first, and for each GS.
    ///
    /// Returns `None` for what the kind can't hold: too much, or characters beyond ASCII in bars.
    pub fn of(kind: Kind, data: &[u8], gs1: bool) -> Option<Self> {
        let (width, bare) = match kind {
            Kind::DataMatrix => encode::data_matrix(data, gs1)?,
            Kind::Qr => encode::qr(data, gs1)?,
            Kind::Code128 => encode::code_128(data, gs1)?,
        };
        Some(Self::with_quiet_zone(kind, width, &bare))
    }

    /// Adds the quiet zone; bars get theirs at the sides only.
    fn with_quiet_zone(kind: Kind, bare_width: usize, bare: &[bool]) -> Self {
        let quiet = kind.quiet();
        let width = bare_width + 2 * quiet;
        let margin = if kind == Kind::Code128 { 0 } else { quiet };
        let mut dark = vec![false; margin * width];
        for row in bare.chunks(bare_width) {
            dark.extend(std::iter::repeat_n(false, quiet));
            dark.extend(row);
            dark.extend(std::iter::repeat_n(false, quiet));
        }
        dark.extend(std::iter::repeat_n(false, margin * width));
        Self { kind, width, dark }
    }

    /// Returns the kind of symbol.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the number of modules in a row, quiet zone included.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns the number of rows, quiet zone included; bars have one, which is drawn as tall as there is room.
    pub const fn height(&self) -> usize {
        self.dark.len() / self.width
    }

    /// Returns whether a module is dark; what is outside is light.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.width && self.dark.get(row * self.width + column).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests;
