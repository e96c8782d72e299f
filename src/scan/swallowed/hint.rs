//! The first look: whether a value holds anything that could be the beginning of another element.

use crate::scan::gs1::Basis;
use crate::scan::gs1::probe::Probe;

/// For each pair of digits, the fewest characters of an element whose identifier begins with it; 0 for pairs that begin
/// no identifier, or only one that is never the first to be swallowed.
static LEAST: [u8; 100] = least();

const fn least() -> [u8; 100] {
    let mut least = [0; 100];
    let known: [(usize, usize, u8); 17] = [
        (0, 0, 20),
        (1, 3, 16),
        (10, 10, 3),
        (11, 17, 8),
        (20, 20, 4),
        (21, 22, 3),
        (23, 25, 4),
        (30, 30, 3),
        (31, 36, 10),
        (37, 37, 3),
        (39, 39, 5),
        (40, 40, 4),
        (41, 41, 16),
        (42, 42, 4),
        (43, 43, 5),
        (70, 72, 4),
        (80, 82, 5),
    ];
    let mut at = 0;
    while at < known.len() {
        let (from, to, characters) = known[at];
        let mut pair = from;
        while pair <= to {
            least[pair] = characters;
            pair += 1;
        }
        at += 1;
    }
    least
}

/// Returns whether an element could begin after the first character. Quick, and certain only if false.
pub fn any(value: &[u8], basis: Basis) -> bool {
    (1..value.len().saturating_sub(2)).any(|at| {
        let (tens, ones) = (value[at].wrapping_sub(b'0'), value[at + 1].wrapping_sub(b'0'));
        let least = if tens < 10 && ones < 10 {
            usize::from(LEAST[usize::from(tens * 10 + ones)])
        } else {
            0
        };
        let behind = &value[at + 2..];
        least != 0
            && least <= behind.len() + 2
            && match tens * 10 + ones {
                11..=17 => names_month(&behind[2..]),
                20 => behind[..2].iter().all(u8::is_ascii_digit),
                _ => true,
            }
            && begins(&value[at..], basis)
    })
}

/// Returns whether an element could begin here: one of fixed length must be valid, and whatever follows it must begin
/// with an identifier again.
fn begins(data: &[u8], basis: Basis) -> bool {
    let Some(probe) = Probe::of(data, basis.dictionary) else {
        return false;
    };
    let (rest, least) = (&data[probe.ai.digits()..], *probe.lengths().start());
    if !probe.is_fixed() {
        return least <= rest.len();
    }
    let Some((content, behind)) = rest.split_at_checked(least) else {
        return false;
    };
    let goes_on = behind.is_empty() || Probe::of(behind, basis.dictionary).is_some();
    goes_on && probe.takes(content, basis.today)
}

/// Returns whether a month begins here.
fn names_month(digits: &[u8]) -> bool {
    matches!(digits, [b'0', b'1'..=b'9', ..] | [b'1', b'0'..=b'2', ..])
}
