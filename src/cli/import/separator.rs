//! What stands between the columns of a file: the sign that makes the most of its first line known columns.

use super::columns::plain;

/// What may stand between columns, what counts where nothing speaks for another first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Returns the sign between the columns, and how many lines to skip before the header: a spreadsheet may write
/// `sep=;` there. `knows` returns whether a heading is that of a column.
pub(super) fn of(text: &str, knows: impl Fn(&str) -> bool) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(named) = first.trim().strip_prefix("sep=").map(str::as_bytes)
        && let [sign] = named
        && SEPARATORS.contains(sign)
    {
        return (*sign, 1);
    }
    let known = |sign: u8| {
        let headings = first.split(char::from(sign));
        let headings = headings.map(|heading| plain(heading.trim().trim_matches('"')));
        headings.filter(|heading| knows(heading)).count()
    };
    // Of equals `max_by_key` returns the last, and the first counts.
    let best = SEPARATORS.into_iter().rev().max_by_key(|sign| known(*sign));
    (best.unwrap_or(b','), 0)
}

/// Returns what there is to say of a sign; `None` for the comma.
pub(super) fn remark(sign: u8) -> Option<String> {
    match sign {
        b',' => None,
        b'\t' => Some("columns separated by tabs".to_owned()),
        other => Some(format!("columns separated by {}", char::from(other))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_what_stands_between_columns() {
        let knows = |heading: &str| matches!(heading, "item" | "name" | "roles");
        for (text, expected) in [
            ("item,name\nA,\"x;y;z\"", (b',', 0)),
            ("Item;Name\nA;1,5", (b';', 0)),
            ("\"item\"\t\"name\"\n", (b'\t', 0)),
            ("item\nA;B", (b',', 0)),
            ("item;colour;name,size\n", (b';', 0)),
            ("sep=;\nitem;name", (b';', 1)),
            ("", (b',', 0)),
        ] {
            assert_eq!(of(text, knows), expected, "{text}");
        }
    }
}
