//! Which other identifiers a row names: what it requires on its label, and what it excludes.

use crate::scan::ai::Ai;

/// The identifiers that a row names, and how they combine.
///
/// In its text `&` means and, `|` or a comma means or, `+` both together, and `n` any digit.
#[derive(Debug)]
pub struct Association {
    text: Box<str>,
    terms: Box<[Term]>,
}

/// One identifier, or all that begin alike, and the tie to the one before.
#[derive(Debug, Clone, Copy)]
struct Term {
    first: u16,
    last: u16,
    tie: Tie,
}

/// How an identifier is tied to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    And,
    Or,
    Both,
}

impl Association {
    /// Parses the text; anything in it that is no identifier is ignored.
    pub fn of(text: &str) -> Self {
        let mut tie = Tie::And;
        let terms = text.split_inclusive(['&', '|', ',', '+']).filter_map(|piece| {
            let name = piece.trim_end_matches(['&', '|', ',', '+']);
            let next = match piece.as_bytes().last() {
                Some(b'&') => Tie::And,
                Some(b'+') => Tie::Both,
                _ => Tie::Or,
            };
            let tie = std::mem::replace(&mut tie, next);
            span(name).map(|(first, last)| Term { first, last, tie })
        });
        Self {
            terms: terms.collect(),
            text: text.into(),
        }
    }

    /// Returns the text.
    pub const fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether an identifier is among those named.
    pub fn names(&self, ai: Ai) -> bool {
        self.terms.iter().any(|term| term.covers(ai))
    }

    /// Returns whether these identifiers satisfy the whole expression.
    pub fn is_met(&self, ais: &(impl Iterator<Item = Ai> + Clone)) -> bool {
        let here = |term: &Term| ais.clone().any(|ai| term.covers(ai));
        self.terms.chunk_by(|_, next| next.tie != Tie::And).all(|clause| {
            clause
                .chunk_by(|_, next| next.tie == Tie::Both)
                .any(|group| group.iter().all(here))
        })
    }

    /// Returns whether it names no identifier.
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

impl Term {
    fn covers(self, ai: Ai) -> bool {
        (self.first..=self.last).contains(&ai.0)
    }
}

/// Returns the first and the last identifier that a pattern such as `310n` covers; `None` if it is no pattern.
pub fn span(pattern: &str) -> Option<(u16, u16)> {
    let known = pattern.trim_end_matches('n');
    if !(2..=4).contains(&pattern.len())
        || known.is_empty()
        || !known.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let open = 10_u16.pow(u32::try_from(pattern.len() - known.len()).ok()?);
    let first = known.parse::<u16>().ok()? * open;
    (Ai(first).digits() == pattern.len()).then_some((first, first + open - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_any_digit() {
        assert_eq!(span("310n"), Some((3100, 3109)));
        assert_eq!(span("31nn"), Some((3100, 3199)));
        assert_eq!((span("01"), span("9n")), (Some((1, 1)), Some((90, 99))));
        for wrong in ["", "1", "n", "nn", "31n0", "010", "31000", "3x", "+1"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn alternatives_groups_and_conditions_are_told_apart() {
        let met = |rule: &str, ais: &[u16]| Association::of(rule).is_met(&ais.iter().map(|&ai| Ai(ai)));
        let cases: [(&str, &[u16], bool); 12] = [
            ("", &[], true),
            ("01", &[1], true),
            ("01", &[2], false),
            ("01|8006&21", &[8006, 21], true),
            ("01|8006&21", &[8006], false),
            ("01|8006&21", &[21], false),
            ("00|01+21|253", &[1], false),
            ("00|01+21|253", &[21, 1], true),
            ("00|01+21|253", &[253], true),
            ("00&02|8026", &[0, 8026], true),
            ("30|31nn", &[3103], true),
            ("30|31nn", &[3203], false),
        ];
        for (rule, ais, expected) in cases {
            assert_eq!(met(rule, ais), expected, "{rule} of {ais:?}");
        }
        let excluded = Association::of("310n,37");
        assert!(excluded.names(Ai(3105)) && excluded.names(Ai(37)) && !excluded.names(Ai(3)));
        assert!(Association::of("").is_empty());
    }
}
