//! The string literals of a Rust file, as the table of words shows them.

/// Returns the texts of several words in a file, in their order: not those of attributes, comments, tests, logs and
/// broken invariants.
pub fn sentences(source: &str) -> Vec<String> {
    let mut reader = Reader::new(source);
    while reader.step() {}
    reader.found
}

/// Macros whose texts no operator is told.
const UNSAID: &[&str] = &[
    "tracing::trace!",
    "tracing::debug!",
    "tracing::info!",
    "tracing::warn!",
    "tracing::error!",
    "panic!",
    "unreachable!",
];

/// A walk through a source, literal by literal.
struct Reader<'a> {
    rest: &'a str,
    before: char,
    depth: usize,
    /// Whether an attribute announced a test.
    is_test_next: bool,
    /// The depth at which what is left out began.
    left_out: Option<usize>,
    /// What stood before in capitals: the code of a refusal, the head of a notice.
    code: Option<String>,
    found: Vec<String>,
}

impl<'a> Reader<'a> {
    const fn new(source: &'a str) -> Self {
        Self {
            rest: source,
            before: ' ',
            depth: 0,
            is_test_next: false,
            left_out: None,
            code: None,
            found: Vec::new(),
        }
    }

    /// Takes the next token; `false` at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else {
            return false;
        };
        let is_fresh = !self.before.is_alphanumeric() && self.before != '_';
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("#[") || rest.starts_with("#![") {
            self.is_test_next |= rest.starts_with("#[cfg(test)]");
            self.skip(attribute(rest));
        } else if is_fresh && let Some(length) = raw(rest) {
            let hashes = rest[1..].find('"').unwrap_or(0);
            self.text(&rest[2 + hashes..length - 1 - hashes]);
            self.skip(length);
        } else if first == '"' {
            let length = quoted(rest);
            self.text(&unfolded(&rest[1..length - 1]));
            self.skip(length);
        } else if first == '\'' {
            self.skip(character(rest));
        } else if is_fresh && self.left_out.is_none() && UNSAID.iter().any(|name| rest.starts_with(name)) {
            self.left_out = Some(self.depth);
            self.skip(rest.find('!').unwrap_or(0) + 1);
        } else {
            self.nest(first);
            self.skip(first.len_utf8());
        }
        true
    }

    fn skip(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.before = taken.chars().last().unwrap_or(self.before);
        self.rest = rest;
    }

    fn nest(&mut self, sign: char) {
        match sign {
            '{' | '(' | '[' => {
                if sign == '{' && std::mem::take(&mut self.is_test_next) && self.left_out.is_none() {
                    self.left_out = Some(self.depth);
                }
                self.depth += 1;
            }
            '}' | ')' | ']' => {
                self.depth -= 1;
                self.left_out = self.left_out.filter(|depth| *depth != self.depth);
            }
            ';' => {
                self.code = None;
                self.is_test_next &= self.left_out.is_some();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out.is_some() {
            return;
        }
        let is_code = 4 <= text.len() && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        if is_code {
            self.code = Some(text.to_owned());
        } else if text.trim().contains(' ') && text.contains(|c: char| c.is_alphabetic())
            || (text.starts_with(' ') || text.starts_with(". ")) && 3 < text.len()
        {
            let code = self
                .code
                .take()
                .map_or_else(String::new, |code| format!("{code}: "));
            self.found.push(format!("{code}{text}"));
        }
    }
}

/// Returns the length of an attribute.
fn attribute(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(sign) = text[at..].chars().next() {
        match sign {
            '"' => {
                at += quoted(&text[at..]);
                continue;
            }
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
        at += sign.len_utf8();
    }
    text.len()
}

/// Returns the length of a raw literal, if one begins here.
fn raw(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?;
    let open = hashes.find(|c| c != '#')?;
    let body = hashes[open..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(open));
    Some(2 + open + body.find(&end)? + end.len())
}

/// Returns the length of a literal with escapes.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            '"' if !is_escaped => return at + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// Returns the length of a character literal, or that of the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut signs = text.char_indices().skip(1);
    match (signs.next(), signs.next()) {
        (Some((_, '\\')), Some((at, _))) => text[at + 1..].find('\'').map_or(1, |end| at + 1 + end + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// Returns a literal in one line: where its line was broken with a backslash, the blanks of the next are left out.
fn unfolded(text: &str) -> String {
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |whole, line| whole + line.trim_start())
}

#[test]
fn literals_are_found_and_nothing_else() {
    let source = r##"
        //! A "comment that counts not".
        #[doc = "an attribute that counts not"]
        const A: &str = "one \"quoted\" text";
        fn b<'a>(sign: char) -> &'a str {
            tracing::warn!(%sign, "a log that counts not");
            if sign == '"' { panic!("a panic that counts not") }
            format!("{sign} is \
                     folded")
        }
        Kind {} = "BAD_KIND", "the kind is bad";
        const RAW: &str = r#"a "raw" text"#;
        #[cfg(test)]
        mod tests { const T: &str = "a test that counts not"; }
        const LAST: &str = "the last word";
    "##;
    let wanted = [
        r#"one \"quoted\" text"#,
        "{sign} is folded",
        "BAD_KIND: the kind is bad",
        r#"a "raw" text"#,
        "the last word",
    ];
    assert_eq!(sentences(source), wanted);
}
