//! The three symbols that are shown. They name no goods and no place: (90) and (91) are a company's own (GS1 General
//! Specifications, 3.9), and so is data identifier Z (ANSI MH10.8.2).

/// What carries a symbol: each has its own symbology identifier and its own room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// Data Matrix: small enough for every screen.
    DataMatrix,
    /// QR Code.
    Qr,
    /// Code 128, for scanners that read bars only.
    Bars,
}

/// One symbol: what it encodes, and what a well set up scanner makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbol {
    /// The bytes that arrive, without symbology identifier; in element strings GS stands where FNC1 is encoded.
    pub data: &'static [u8],
    /// Whether it holds element strings, announced by FNC1.
    pub gs1: bool,
    /// The symbology identifier that belongs before it.
    pub identifier: &'static str,
}

impl Carrier {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::DataMatrix, Self::Qr, Self::Bars];

    /// Returns the name that makers of scanners use for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DataMatrix => "Data Matrix",
            Self::Qr => "QR Code",
            Self::Bars => "Code 128",
        }
    }

    /// Returns what a scanner sends in front when it is set to its maker's own identifiers. Zebra's are those of the
    /// SP72 product reference guide (Programming Reference, Symbol Code Identifiers), where newer scanners have signs
    /// of their own for GS1 symbols; the single lower-case letters and `I` are held to be Honeywell's, and were
    /// compared with no guide.
    pub(super) const fn makers_own(self) -> &'static [&'static str] {
        match self {
            Self::DataMatrix => &["P00", "P0G", "w"],
            Self::Qr => &["P01", "P0Q", "s"],
            Self::Bars => &["D", "K", "j", "I"],
        }
    }
}

/// Returns the symbols in the order in which they are shown. Bars have to be short: they hold nine characters.
pub const fn symbols(carrier: Carrier) -> [Symbol; 3] {
    const fn symbol(data: &'static [u8], gs1: bool, identifier: &'static str) -> Symbol {
        Symbol {
            data,
            gs1,
            identifier,
        }
    }
    const TEXT: &[u8] = b"Aq-Zy/_]W\";8";
    const ELEMENTS: &[u8] = b"90aZ-4\x1d91y7Q";
    const ENVELOPE: &[u8] = b"[)>\x1e06\x1dZq7Y\x1e\x04";
    match carrier {
        Carrier::DataMatrix => [
            symbol(TEXT, false, "]d1"),
            symbol(ELEMENTS, true, "]d2"),
            symbol(ENVELOPE, false, "]d1"),
        ],
        Carrier::Qr => [
            symbol(TEXT, false, "]Q1"),
            symbol(ELEMENTS, true, "]Q3"),
            symbol(ENVELOPE, false, "]Q1"),
        ],
        Carrier::Bars => [
            symbol(b"Aq-Zy/]\"8", false, "]C0"),
            symbol(b"90aZ\x1d91y", true, "]C1"),
            symbol(b"Z5\x1eY7\x1e\x04", false, "]C0"),
        ],
    }
}

impl Symbol {
    /// Returns its text for a screen, with separators in clear.
    pub fn words(&self) -> String {
        if self.gs1 {
            let text = String::from_utf8_lossy(self.data).into_owned();
            let parts = text.split('\x1d');
            let spelt = parts.map(|part| format!("({}){}", &part[..2], &part[2..]));
            return spelt.collect::<Vec<_>>().concat();
        }
        let name = |byte: &u8| match byte {
            0x1d => "<GS>".to_owned(),
            0x1e => "<RS>".to_owned(),
            0x04 => "<EOT>".to_owned(),
            other => char::from(*other).to_string(),
        };
        self.data.iter().map(name).collect()
    }

    /// Returns its characters without the control characters.
    pub(super) fn printable(&self) -> impl Iterator<Item = char> {
        let printable = self.data.iter().filter(|byte| !byte.is_ascii_control());
        printable.map(|byte| char::from(*byte))
    }

    /// Returns its characters between the control characters.
    pub(super) fn segments(&self) -> Vec<&'static str> {
        let parts = self.data.split(u8::is_ascii_control);
        parts
            .map(|part| std::str::from_utf8(part).unwrap_or_default())
            .collect()
    }
}
