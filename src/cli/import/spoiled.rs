//! What spreadsheets do to codes: a code that was taken for a number, a day or a formula is no code any more.

use crate::scan::Gtin;

/// Digits that a spreadsheet keeps of a number; it fills up with zeros behind them.
const KEPT: usize = 15;

/// Returns what is wrong with a cell of whatever column: a formula, or what a formula became that failed.
pub(super) fn cell(text: &str) -> Option<String> {
    const FAILED: &[&str] = &["#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!"];
    if FAILED.contains(&text) || text.len() > 3 && text.bytes().all(|byte| byte == b'#') {
        return Some(format!(
            "expected something, found {text:?}, which a spreadsheet shows instead of it"
        ));
    }
    let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    formula.map(|meant| format!("expected {meant:?}, found the formula {text:?} of a spreadsheet"))
}

/// Returns what is wrong with a code.
pub(super) fn code(text: &str) -> Option<String> {
    let (found, format) = (
        format!("found {text:?}"),
        "format the column as text and export it again",
    );
    if let Some(meant) = text.strip_prefix('\'') {
        return Some(format!(
            "expected {meant:?}, {found}, with the mark of a spreadsheet before it"
        ));
    }
    if text.starts_with('=') {
        return Some(format!("expected a code, {found}, a formula of a spreadsheet"));
    }
    if is_power(text) {
        return Some(format!(
            "expected a code, {found}: a spreadsheet took it for a number and its digits are lost; {format}"
        ));
    }
    if is_decimal(text) {
        return Some(format!(
            "expected a code, {found}: a spreadsheet took it for a decimal number; {format}"
        ));
    }
    if is_day(text) {
        return Some(format!(
            "expected a code, {found}: a spreadsheet took it for a day; {format}"
        ));
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && KEPT + 2 < text.len() && text[KEPT..].bytes().all(|byte| byte == b'0') {
        return Some(format!(
            "expected a code, {found}: a spreadsheet keeps {KEPT} digits of a number, and the others are lost; {format}"
        ));
    }
    None
}

/// Returns the number that a barcode seems to have been before a spreadsheet took its leading zeros.
pub(super) fn without_zeros(barcode: &str) -> Option<String> {
    let whole = match barcode.len() {
        7 => 8,
        9..=11 => 12,
        _ => return None,
    };
    let padded = format!("{barcode:0>whole$}");
    Gtin::read(padded.as_bytes()).map(|_| padded)
}

/// Returns whether a text is a power of ten, such as `9.52123E+12` or `9,5E12`.
fn is_power(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let signed = power.strip_prefix(['+', '-']);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Codes such as 12E3 and 1E-05 are codes: a point, or a plus, is what only a number has.
    (power.starts_with('+') || number != whole)
        && [whole, part, signed.unwrap_or(power)].into_iter().all(is_digits)
}

/// Returns whether a text is a long number with decimals that are zero, or with marks of thousands.
fn is_decimal(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['.', ',']).collect();
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() < 2 || !parts.iter().all(is_digits) {
        return false;
    }
    let grouped = 3 < parts.len() && parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let whole = parts.len() == 2 && 4 < parts[0].len() && parts[1].bytes().all(|byte| byte == b'0');
    grouped || whole
}

/// Returns whether a text is a day as spreadsheets write it: `1-Mar` or `Mar-01`.
fn is_day(text: &str) -> bool {
    const MONTHS: &[&str] = &[
        "Jan", "Feb", "Mar", "Mär", "Apr", "May", "Mai", "Jun", "Jul", "Aug", "Sep", "Oct", "Okt", "Nov",
        "Dec", "Dez",
    ];
    let Some((one, other)) = text.split_once(". ").or_else(|| text.split_once('-')) else {
        return false;
    };
    let is_number =
        |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    MONTHS.contains(&one) && is_number(other) || is_number(one) && MONTHS.contains(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_spoiled_is_no_code() {
        for text in [
            "9.52123E+12",
            "9,52123E+12",
            "9.5e12",
            "1E+05",
            "'9521234010937",
            "=A1",
            "9521234010937.0",
            "9521234010937,00",
            "9.521.234.010.937",
            "9,521,234,010,937",
            "1-Mar",
            "Mar-01",
            "02. Jan",
            "395212340000000000",
        ] {
            assert!(code(text).is_some(), "{text}");
        }
        assert!(cell("=\"9521234010937\"").is_some() && cell("#N/A").is_some() && cell("########").is_some());
    }

    #[test]
    fn codes_stay_codes() {
        for text in [
            "A-01-1",
            "12E3",
            "1E5",
            "MAR-01",
            "1.5",
            "24,5",
            "10.0",
            "FD-1001",
            "9521234010937",
            "395212340000000410",
            "E+1",
            "EMP-103",
            "5.10.2",
            "#1",
            "1E-05",
        ] {
            assert_eq!(cell(text).or_else(|| code(text)), None, "{text}");
        }
    }

    #[test]
    fn a_trade_item_number_that_lost_its_zeros_is_known_by_its_check_digit() {
        assert_eq!(without_zeros("75678164125").as_deref(), Some("075678164125"));
        assert_eq!(without_zeros("75678164126"), None);
        assert_eq!(without_zeros("9521234010012"), None);
        assert_eq!(without_zeros("24850"), None);
    }
}
