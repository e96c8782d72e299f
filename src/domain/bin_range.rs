//! Bins named by a range: `A-01-1…A-12-6` is twelve bays of six levels.
//!
//! Both ends have the same parts. A part that differs runs from the one to the other: numbers keep their width, single
//! letters run through the alphabet. The last part runs fastest.

use std::fmt;

/// The most bins that one range may name.
pub const MOST: usize = 10_000;

/// A range of bins that can be walked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinRange {
    parts: Vec<Part>,
}

/// A part of the codes of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// The same in each.
    Fixed(String),
    /// Numbers of a width.
    Numbers { from: usize, to: usize, width: usize },
    /// Capital or small letters.
    Letters { from: u8, to: u8 },
}

/// Why two codes are no range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRange {
    /// There are no two ends.
    Ends,
    /// The ends have different parts, such as `A-1` and `A-1-1`.
    Shape,
    /// A part of the last one is less than that of the first one.
    Backwards,
    /// There are more than [`MOST`].
    TooMany(usize),
}

impl NoRange {
    /// Returns what is wanted instead, for a sentence that names both ends.
    pub fn wanted(&self) -> String {
        match self {
            Self::Ends => "a range of bins such as A-01-1 to A-12-6".to_owned(),
            Self::Shape => "a first and a last bin that are built alike, such as A-01-1 to A-12-6".to_owned(),
            Self::Backwards => "the lower bin first".to_owned(),
            Self::TooMany(found) => format!("at most {MOST} bins at once, not {found}"),
        }
    }
}

impl fmt::Display for NoRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends => {
                f.write_str("Write the first and the last bin with two dots between: A-01-1..A-12-6")
            }
            Self::Shape => f.write_str("The first and the last bin must be built alike: A-01-1..A-12-6"),
            Self::Backwards => f.write_str("The last bin comes before the first. Write the lower one first"),
            Self::TooMany(found) => write!(f, "{found} bins are too many at once. Make at most {MOST}"),
        }
    }
}

impl BinRange {
    /// Reads a range: two codes with `…`, `...` or `..` between them. One code alone is a range of one.
    ///
    /// # Errors
    /// [`NoRange`] says what is wrong.
    pub fn read(text: &str) -> Result<Self, NoRange> {
        let ends = ["…", "...", ".."].iter().find_map(|dots| text.split_once(dots));
        let (first, last) = ends.unwrap_or((text, text));
        Self::between(first.trim(), last.trim())
    }

    /// Returns the range from one code to another.
    ///
    /// # Errors
    /// [`NoRange`] says what is wrong.
    pub fn between(first: &str, last: &str) -> Result<Self, NoRange> {
        let (from, to) = (runs(first), runs(last));
        if first.is_empty() || last.is_empty() || first.contains("..") || last.contains("..") {
            return Err(NoRange::Ends);
        }
        if from.len() != to.len() {
            return Err(NoRange::Shape);
        }
        let parts = from.iter().zip(&to).map(|(from, to)| part(from, to));
        let range = Self {
            parts: parts.collect::<Result<_, _>>()?,
        };
        match range.count() {
            many if MOST < many => Err(NoRange::TooMany(many)),
            _ => Ok(range),
        }
    }

    /// Returns how many bins there are.
    pub fn count(&self) -> usize {
        let sizes = self.parts.iter().map(Part::count);
        sizes.fold(1, usize::saturating_mul)
    }

    /// Returns the code of each bin in the order of a walk, the last part running fastest.
    pub fn codes(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.count()).map(|number| self.code(number))
    }

    fn code(&self, mut number: usize) -> String {
        let mut code: Vec<String> = Vec::with_capacity(self.parts.len());
        for part in self.parts.iter().rev() {
            code.push(part.at(number % part.count()));
            number /= part.count();
        }
        code.into_iter().rev().collect()
    }
}

impl Part {
    fn count(&self) -> usize {
        match self {
            Self::Fixed(_) => 1,
            Self::Numbers { from, to, .. } => to - from + 1,
            Self::Letters { from, to } => usize::from(to - from) + 1,
        }
    }

    fn at(&self, number: usize) -> String {
        match self {
            Self::Fixed(text) => text.clone(),
            Self::Numbers { from, width, .. } => format!("{:0width$}", from + number),
            Self::Letters { from, .. } => {
                let letter = u8::try_from(number).map_or(*from, |number| from.saturating_add(number));
                char::from(letter).to_string()
            }
        }
    }
}

/// Returns the runs of digits, letters and other signs of which a code consists.
fn runs(code: &str) -> Vec<String> {
    let kind = |sign: char| (sign.is_ascii_digit(), sign.is_alphabetic());
    let mut runs: Vec<String> = Vec::new();
    for sign in code.chars() {
        match runs.last_mut() {
            Some(run) if run.chars().last().map(kind) == Some(kind(sign)) => run.push(sign),
            _ => runs.push(sign.to_string()),
        }
    }
    runs
}

fn part(from: &str, to: &str) -> Result<Part, NoRange> {
    if from == to {
        return Ok(Part::Fixed(from.to_owned()));
    }
    if let (Some(first), Some(last)) = (number(from), number(to)) {
        // Widths differ only where no zero fills them: 9 to 12, but not 09 to 012.
        let width = if from.len() == to.len() { from.len() } else { 1 };
        let is_filled = |text: &str| text.starts_with('0') && from.len() != to.len();
        return match (first <= last, is_filled(from) || is_filled(to)) {
            (_, true) => Err(NoRange::Shape),
            (false, _) => Err(NoRange::Backwards),
            (true, _) => Ok(Part::Numbers {
                from: first,
                to: last,
                width,
            }),
        };
    }
    match (from.as_bytes(), to.as_bytes()) {
        ([first], [last]) if first.is_ascii_uppercase() == last.is_ascii_uppercase() => {
            let is_letter = first.is_ascii_alphabetic() && last.is_ascii_alphabetic();
            match (is_letter, first < last) {
                (false, _) => Err(NoRange::Shape),
                (true, false) => Err(NoRange::Backwards),
                (true, true) => Ok(Part::Letters {
                    from: *first,
                    to: *last,
                }),
            }
        }
        _ => Err(NoRange::Shape),
    }
}

/// Returns a number of at most nine digits.
fn number(text: &str) -> Option<usize> {
    let is_number = text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        BinRange::read(text).unwrap().codes().collect()
    }

    #[test]
    fn each_part_that_differs_runs_and_the_last_one_fastest() {
        let bays = codes("A-01-1…A-12-6");
        assert_eq!(bays.len(), 72);
        assert_eq!((bays[0].as_str(), bays[71].as_str()), ("A-01-1", "A-12-6"));
        assert_eq!(&bays[5..7], ["A-01-6", "A-02-1"]);
        assert_eq!(codes("A9..B11"), ["A9", "A10", "A11", "B9", "B10", "B11"]);
        assert_eq!(codes("R1a...R1c"), ["R1a", "R1b", "R1c"]);
        assert_eq!(codes("DOCK"), ["DOCK"]);
    }

    #[test]
    fn what_is_no_range_says_why() {
        let why = |text: &str| BinRange::read(text).unwrap_err();
        assert_eq!(why("A-1..A-1-2"), NoRange::Shape);
        assert_eq!(why("A-09..A-012"), NoRange::Shape);
        assert_eq!(why("A-1..b-1"), NoRange::Shape);
        assert_eq!(why("AA-1..AB-1"), NoRange::Shape);
        assert_eq!(why("A-12..A-01"), NoRange::Backwards);
        assert_eq!(why("..A-1"), NoRange::Ends);
        assert_eq!(why(""), NoRange::Ends);
        assert_eq!(why("A-0001..A-9999-1"), NoRange::Shape);
        assert_eq!(why("A-0-0..A-999-99"), NoRange::Shape);
        assert_eq!(why("A-000-00..A-999-99"), NoRange::TooMany(100_000));
        assert_eq!(
            why("000000000-000000000..999999999-999999999"),
            NoRange::TooMany(1_000_000_000_000_000_000)
        );
    }
}
