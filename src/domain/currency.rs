//! How many decimals amounts of a currency have: its minor unit by ISO 4217.
//!
//! What the rule book decides by this table is decided again for ever, so a row of it changes only with the version of
//! the rule book. That is why it stands here and comes from no crate; a test compares it with one.

/// Currencies whose minor unit is not a hundredth, with their decimals. Source: ISO 4217, list one, of January 2026
/// (<https://www.six-group.com/en/products-services/financial-information/data-standards.html>).
const EXCEPTIONS: [(u32, &[&str]); 3] = [
    (
        0,
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
            "XAF", "XOF", "XPF",
        ],
    ),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
    (4, &["CLF", "UYW"]),
];

/// The decimals of all others, and of a code that the list does not have: a new currency, or one of a company's own.
pub const USUAL: u32 = 2;

/// The most that any currency has.
pub const MOST: u32 = 4;

/// Returns the decimals of amounts in the currency with this code.
pub fn decimals(code: &str) -> u32 {
    let known = EXCEPTIONS.iter().find(|(_, codes)| codes.contains(&code));
    known.map_or(USUAL, |(decimals, _)| *decimals)
}

/// Returns another currency whose amounts have so many decimals.
pub fn like(code: &str, decimals: u32) -> &'static str {
    let known = EXCEPTIONS.iter().find(|(known, _)| *known == decimals);
    let codes = known.map_or(&["EUR", "USD"][..], |(_, codes)| codes);
    codes.iter().find(|other| **other != code).unwrap_or(&codes[0])
}

/// Returns how many decimals that are, in words that follow "has" or "have".
pub fn told(decimals: u32) -> String {
    match decimals {
        0 => "no decimals".to_owned(),
        some => format!("{some} decimals"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso_currency::Currency;

    /// Returns every code of three letters.
    fn codes() -> impl Iterator<Item = String> {
        let letters = || 'A'..='Z';
        letters().flat_map(move |a| {
            letters().flat_map(move |b| letters().map(move |c| [a, b, c].iter().collect()))
        })
    }

    #[test]
    fn the_table_is_that_of_the_standard() {
        let mut seen = 0;
        for code in codes() {
            let standard = Currency::from_code(&code).and_then(Currency::exponent);
            seen += u32::from(standard.is_some());
            let expected = standard.map_or(USUAL, u32::from);
            assert_eq!(decimals(&code), expected, "{code}");
        }
        assert!(150 < seen, "{seen} currencies have a minor unit");
        assert_eq!(EXCEPTIONS.iter().map(|(decimals, _)| *decimals).max(), Some(MOST));
    }
}
