//! HIBC supplier labels of medical goods: `+`, the labeller and the product, or lot and expiry, and a check character.
//!
//! A primary code is `+`, four characters of the labeller (a letter first), one to eighteen of the product, a digit for
//! the pack, a check character. A secondary code is `+$…`, `+$$…` or `+` and a day, its lot or serial number, a link
//! character and a check character. Both together are joined by `/`, without the link. Source: ANSI/HIBC 2.6, supplier
//! labelling.

mod secondary;

use super::fields::{Field, Fields, Role};
use super::finding::{Finding, Flaw};
use chrono::NaiveDate;

/// The characters that count towards a check character, in the order of their values.
const COUNTED: &[u8; 43] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

/// Reads a HIBC label; `None` if the data does not look like one. `at` is its position in the raw read, `today` decides
/// the century of dates.
///
/// Its two symbols may come in one read, in either order: each begins with `+` and has a check character of its own.
///
/// # Errors
///
/// The first thing that is wrong with data that looks like a HIBC label.
pub fn read(data: &[u8], at: usize, today: NaiveDate) -> Option<Result<Fields<'_>, Finding>> {
    match one(data, at, today) {
        Some(Ok(fields)) => Some(Ok(fields)),
        alone => both(data, at, today).or(alone),
    }
}

/// Reads a primary and a secondary code, one behind the other, blanks or separators between them; `None` unless both
/// are whole.
fn both(data: &[u8], at: usize, today: NaiveDate) -> Option<Result<Fields<'_>, Finding>> {
    let seconds = (1..data.len()).filter(|&second| data[second] == b'+');
    let mut halves = seconds.filter_map(|second| {
        let gap = |byte: &&u8| byte.is_ascii_control() || **byte == b' ';
        let between = data[..second].iter().rev().take_while(gap).count();
        let whole = |end: usize| one(&data[..end], at, today)?.ok();
        let first = whole(second).or_else(|| whole(second - between))?;
        let second = one(&data[second..], at + second, today)?.ok()?;
        (first.hibc().is_some() != second.hibc().is_some()).then_some((first, second))
    });
    let (first, second) = halves.next()?;
    Some(Ok(Fields([first.0, second.0].concat())))
}

/// Reads one symbol.
fn one(data: &[u8], at: usize, today: NaiveDate) -> Option<Result<Fields<'_>, Finding>> {
    let [b'+', inside @ .., found] = data else {
        return None;
    };
    let right = check_character(&data[..data.len() - 1])?;
    let wrong = || {
        let flaw = Flaw::HibcCheck(char::from(*found), char::from(right));
        Finding::at(flaw, at + data.len() - 1)
    };
    let at = at + 1;
    match inside {
        [b'A'..=b'Z', ..] => {
            let (primary, rest) = match inside.iter().position(|&byte| byte == b'/') {
                Some(slash) => (&inside[..slash], Some((&inside[slash + 1..], at + slash + 1))),
                None => (inside, None),
            };
            let fields = named(primary, at)?;
            Some(if *found == right {
                fields.and_then(|fields| joined(fields, rest, today))
            } else {
                Err(wrong())
            })
        }
        [b'$', ..] if *found != right => Some(Err(wrong())),
        [b'$' | b'0'..=b'9', .., _] if *found == right => {
            let (link, described) = inside.split_last()?;
            let fields = joined(Vec::new(), Some((described, at)), today);
            let linked = Field::new(
                "LINK",
                "LINK",
                Role::Other,
                std::slice::from_ref(link),
                at + described.len(),
            );
            match (fields, linked) {
                (Ok(mut fields), Ok(link)) => {
                    fields.0.push(link);
                    Some(Ok(fields))
                }
                (Err(_), _) if inside[0] != b'$' => None,
                (Err(finding), _) | (_, Err(finding)) => Some(Err(finding)),
            }
        }
        _ => None,
    }
}

/// Returns the check character: the sum of all values, modulo 43. `None` if a character has no value.
fn check_character(data: &[u8]) -> Option<u8> {
    let value = |byte: &u8| COUNTED.iter().position(|counted| counted == byte);
    let sum = data.iter().try_fold(0, |sum, byte| Some(sum + value(byte)?))?;
    COUNTED.get(sum % COUNTED.len()).copied()
}

/// Reads labeller, product and pack; `None` if it is no primary code.
fn named(primary: &[u8], at: usize) -> Option<Result<Vec<Field<'_>>, Finding>> {
    let is_named = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let pack = primary.last()?;
    if !(6..=23).contains(&primary.len()) || !primary.iter().all(is_named) || !pack.is_ascii_digit() {
        return None;
    }
    let last = primary.len() - 1;
    let fields = [
        ("LIC", "LABELLER", 0, &primary[..4]),
        ("PCN", "PRODUCT", 4, &primary[4..last]),
        ("UM", "PACK", last, &primary[last..]),
    ];
    let field = |(id, title, place, value): (&'static str, _, usize, _)| {
        Field::new(id, title, Role::Other, value, at + place)
    };
    Some(fields.into_iter().map(field).collect())
}

/// Reads a primary code together with what is joined to it.
fn joined<'a>(
    mut fields: Vec<Field<'a>>,
    rest: Option<(&'a [u8], usize)>,
    today: NaiveDate,
) -> Result<Fields<'a>, Finding> {
    if let Some((rest, mut at)) = rest {
        for part in rest.split(|&byte| byte == b'/') {
            fields.extend(secondary::read(part, at, today)?);
            at += part.len() + 1;
        }
    }
    Ok(Fields(fields))
}
