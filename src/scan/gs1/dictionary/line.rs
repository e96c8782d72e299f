//! One line of a dictionary file: identifiers, flags, parts of the value, attributes, title.

use super::super::association::span;
use super::super::charset::Set;
use super::super::part::{Check, Part};
use super::super::row::{Facts, Row};
use crate::scan::ai::Ai;

/// The characters that may be flags.
const FLAGS: &str = "*?!\"$%&'()+,-./:;<=>@[\\]^_`{|}~";

/// Reads a line up to its title; returns its row, and what in it is unknown to this program.
///
/// # Errors
///
/// What was expected, and what was found.
pub fn read(entry: &str, title: &str) -> Result<(Row, Vec<String>), String> {
    let mut words = entry.split_ascii_whitespace().peekable();
    let (first, last) = identifiers(words.next().unwrap_or_default())?;
    let flags = words.next_if(|word| word.chars().all(|c| FLAGS.contains(c)));
    let flags = flags.unwrap_or_default();
    let mut form = Form::default();
    while let Some(word) =
        words.next_if(|word| word.starts_with(|c: char| c == '[' || c.is_ascii_uppercase()))
    {
        form.add(word, Ai(first))?;
    }
    form.check(flags.contains('*'))?;
    let mut attributes = Attributes::default();
    for word in words {
        attributes.add(word)?;
    }
    let row = Row::of(&Facts {
        first,
        last,
        title,
        parts: &form.parts,
        requires: &attributes.requires,
        excludes: &attributes.excludes,
        predefined: flags.contains('*'),
        attribute: flags.contains('?'),
        qualifiers: attributes.qualifiers.as_deref(),
        unsupported: (!form.unknown.is_empty()).then_some(form.written.trim_start()),
    });
    let refused = |what| format!("{what} can't be checked here: labels with it are refused");
    let ignored = |what| format!("{what} is not known here and was passed over");
    let flag = |flag: char| (flag != '*' && flag != '?').then(|| format!("flag {flag}"));
    let unknown = form.unknown.into_iter().map(refused);
    let ignorable = flags.chars().filter_map(flag).chain(attributes.unknown);
    Ok((row, unknown.chain(ignorable.map(ignored)).collect()))
}

/// Reads `01`, or a range such as `3100-3105`, as the first and the last identifier.
fn identifiers(word: &str) -> Result<(u16, u16), String> {
    let expected =
        || format!("expected an identifier of 2 to 4 digits, or a range such as 3100-3105, found {word}");
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let one = |text: &str| span(text).filter(|_| digits(text)).map(|(ai, _)| ai);
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = one(first).zip(one(last)).ok_or_else(expected)?;
    if first > last || Ai(first).digits() != Ai(last).digits() {
        return Err(expected());
    }
    Ok((first, last))
}

/// The parts of a value, as far as they have been read.
#[derive(Default)]
struct Form {
    parts: Vec<Part>,
    written: String,
    unknown: Vec<String>,
}

impl Form {
    /// Adds a part such as `N13,csum,gcppos1` or `[X..17]`.
    fn add(&mut self, word: &str, ai: Ai) -> Result<(), String> {
        let expected = || format!("expected a part such as N6, X..20 or [X..17],check, found {word}");
        let mut pieces = word.split(',');
        let kind = pieces.next().unwrap_or_default();
        let inside = kind.strip_prefix('[').map(|kind| kind.strip_suffix(']'));
        let optional = inside.is_some();
        let kind = inside.unwrap_or(Some(kind)).ok_or_else(expected)?;
        let letter = kind.chars().next().filter(char::is_ascii_uppercase);
        let letter = letter.ok_or_else(expected)?;
        let open = kind[1..].strip_prefix("..");
        let length = open.unwrap_or(&kind[1..]);
        if !(1..=3).contains(&length.len()) || !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(expected());
        }
        let most = length.parse().ok().filter(|&most: &u8| most > 0);
        let most = most.ok_or_else(|| format!("expected a length from 1 to 255, found {word}"))?;
        let set = Set::of_letter(letter);
        if set.is_none() {
            self.unknown.push(format!("character set {letter}"));
        }
        let mut part = Part::new(set.unwrap_or(Set::Text), most, open.is_none());
        part.optional = optional;
        for name in pieces {
            match Check::named(name, ai).filter(|check| check.suits(part)) {
                Some(check) if part.checks().count() < part.checks.len() => part = part.checked(check),
                _ => self.unknown.push(format!("check {name}")),
            }
        }
        self.written = format!("{} {word}", self.written);
        self.parts.push(part);
        Ok(())
    }

    /// Checks what must hold between the parts.
    fn check(&self, predefined: bool) -> Result<(), String> {
        let Some((last, before)) = self.parts.split_last() else {
            return Err("expected the parts of the value, such as N6 or X..20, found none".into());
        };
        let found = format!("found{}", self.written);
        if before.iter().any(|part| !part.fixed) {
            return Err(format!(
                "expected a variable length in the last part only, {found}"
            ));
        }
        if self.parts[0].optional {
            return Err(format!("expected a first part that must be there, {found}"));
        }
        if self
            .parts
            .windows(2)
            .any(|two| two[0].optional && !two[1].optional)
        {
            return Err(format!("expected optional parts after all others, {found}"));
        }
        if predefined && (!last.fixed || last.optional) {
            return Err(format!(
                "expected parts of fixed length behind the flag *, {found}"
            ));
        }
        let most: u32 = self.parts.iter().map(|part| u32::from(part.most)).sum();
        if most > u8::MAX.into() {
            return Err(format!("expected at most 255 characters together, {found}"));
        }
        Ok(())
    }
}

/// The attributes, which follow the parts.
#[derive(Default)]
struct Attributes {
    requires: String,
    excludes: String,
    qualifiers: Option<String>,
    unknown: Vec<String>,
}

impl Attributes {
    fn add(&mut self, word: &str) -> Result<(), String> {
        let (key, value) = word
            .split_once('=')
            .map_or((word, None), |(key, value)| (key, Some(value)));
        let wrong = |example: &str| format!("expected identifiers such as {example}, found {word}");
        let are_named = |names: &str, ties: [char; 2]| names.split(ties).all(|name| span(name).is_some());
        match (key, value) {
            ("req", value) => {
                let names = value.filter(|names| are_named(names, [',', '+']));
                let names = names.ok_or_else(|| wrong("req=01+21,02,31nn"))?;
                join(&mut self.requires, "&", &names.replace(',', "|"));
            }
            ("ex", value) => {
                let names = value.filter(|names| are_named(names, [',', ',']));
                join(&mut self.excludes, ",", names.ok_or_else(|| wrong("ex=37,310n"))?);
            }
            ("dlpkey", value) => {
                if value.is_some_and(|names| !are_named(names, [',', '|'])) {
                    return Err(wrong("dlpkey=22,10,21|235"));
                }
                join(
                    self.qualifiers.get_or_insert_default(),
                    "|",
                    value.unwrap_or_default(),
                );
            }
            _ if key.starts_with(|c: char| c.is_ascii_lowercase()) => {
                self.unknown.push(format!("attribute {key}"));
            }
            _ => {
                return Err(format!(
                    "expected an attribute such as req=01 or ex=37, or # and the title, found {word}"
                ));
            }
        }
        Ok(())
    }
}

fn join(text: &mut String, tie: &str, more: &str) {
    if !text.is_empty() {
        text.push_str(tie);
    }
    text.push_str(more);
}
