//! The decimal comma: read where columns are parted by something else and nothing else can be meant, else refused by
//! its name, since what is a thousand to one person is a one to another.

/// How the numbers of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimals {
    /// Whether a comma may be a decimal comma at all.
    may_be_comma: bool,
    /// The first line on which a comma can be nothing else.
    comma_since: Option<u64>,
}

impl Decimals {
    /// Returns how numbers are written, from all cells that hold numbers with their lines.
    pub fn of<'c>(separator: u8, cells: impl Iterator<Item = (u64, &'c str)>) -> Self {
        let may_be_comma = separator != b',';
        let is_sure = |cell: &str| parts(cell, ',').is_some_and(|(whole, part)| !is_thousands(whole, part));
        let mut sure = cells.filter(|(_, cell)| may_be_comma && is_sure(cell));
        Self {
            may_be_comma,
            comma_since: sure.next().map(|(line, _)| line),
        }
    }

    /// Returns what there is to say of them; `None` for the point.
    pub fn remark(self) -> Option<String> {
        self.comma_since
            .map(|line| format!("decimals with a comma (line {line})"))
    }

    /// Returns a number with a decimal point; as it is if it has no comma.
    ///
    /// # Errors
    /// What was expected and what was found, where a comma or a point may mean two things.
    pub fn read(self, cell: &str) -> Result<String, String> {
        if !cell.contains(',') {
            return match self.comma_since {
                Some(line) if cell.contains('.') => Err(format!(
                    "expected a decimal comma as in line {line}, found {cell:?} with a point; write all numbers of \
                     the file alike, and none with marks of thousands"
                )),
                _ => Ok(cell.to_owned()),
            };
        }
        match parts(cell, ',') {
            Some(_) if !self.may_be_comma => Err(format!(
                "expected a decimal point, found {cell:?} with a comma; write a point, or separate columns by ;"
            )),
            Some((whole, part)) if self.comma_since.is_none() && is_thousands(whole, part) => Err(format!(
                "expected a number that means one thing, found {cell:?}, which may be {whole}{part} or \
                 {whole}.{part}; write it with a point, or without"
            )),
            Some((whole, part)) => Ok(format!("{whole}.{part}")),
            None => Err(format!(
                "expected a number without marks of thousands, found {cell:?}"
            )),
        }
    }
}

/// Returns the digits before and after the only such sign of a number.
fn parts(cell: &str, sign: char) -> Option<(&str, &str)> {
    let (whole, part) = cell.split_once(sign)?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_digits(whole.strip_prefix('-').unwrap_or(whole)) && is_digits(part);
    is_number.then_some((whole, part))
}

/// Returns whether a sign between these digits may be one of thousands.
fn is_thousands(whole: &str, part: &str) -> bool {
    let whole = whole.trim_start_matches('-');
    part.len() == 3 && whole.len() <= 3 && !whole.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(separator: u8, cells: &[&str]) -> Decimals {
        Decimals::of(separator, (2..).zip(cells.iter().copied()))
    }

    #[test]
    fn a_comma_is_a_decimal_comma_where_nothing_else_can_be_meant() {
        let german = written(b';', &["12", "1,500", "1,50"]);
        assert_eq!(german.remark().as_deref(), Some("decimals with a comma (line 4)"));
        assert_eq!(german.read("1,500").as_deref(), Ok("1.500"));
        assert_eq!(german.read("-0,25").as_deref(), Ok("-0.25"));
        assert_eq!(german.read("12").as_deref(), Ok("12"));
        let unsure = written(b';', &["1,500", "12"]);
        assert_eq!(unsure.remark(), None);
        assert!(unsure.read("1,500").unwrap_err().contains("1500 or 1.500"));
        assert_eq!(unsure.read("2.5").as_deref(), Ok("2.5"));
        for (decimals, cell) in [
            (german, "1.500"),
            (german, "2.5"),
            (german, "1.500,00"),
            (unsure, "1,500,000"),
            (written(b',', &["1,50"]), "1,50"),
        ] {
            assert!(decimals.read(cell).is_err(), "{cell}");
        }
    }
}
