//! What holds for any bytes at all; the fuzz targets check the same. Each function panics where it does not hold.

use binledger::scan::exact::{self, Form};
use binledger::scan::framer::LONGEST;
use binledger::scan::gs1::bracketed::{self, Gtins};
use binledger::scan::gs1::link::{self, Links};
use binledger::scan::gs1::{self, Element, GS, Label};
use binledger::scan::in_store::Patterns;
use binledger::scan::profile::{Data, Layout};
use binledger::scan::{self, Decoded, Finding, Framer, Framing, Options, Source, SourceKind, Stroke, read};
use chrono::{DateTime, NaiveDate, TimeDelta};

/// The day these labels are read; it decides the century of their dates.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

/// An element string is cut into slices of itself, and survives being written again in either way.
pub fn element_string(bytes: &[u8], today: NaiveDate) {
    let label = match gs1::read(bytes, 0, today.into()) {
        Ok(label) => label,
        Err(finding) => return within(&finding, bytes),
    };
    for element in label.elements() {
        let written = format!("{}{}", element.ai, element.value);
        assert!(bytes[element.at..].starts_with(written.as_bytes()), "{element:?}");
        let value = element.value.as_bytes().as_ptr_range();
        let whole = bytes.as_ptr_range();
        assert!(
            whole.start <= value.start && value.end <= whole.end,
            "a copy: {element:?}"
        );
    }
    written_again(&label, today);
}

/// A label in brackets reads the same when its elements are written again.
pub fn brackets(bytes: &[u8], today: NaiveDate) {
    for gtins in [Gtins::AsPrinted, Gtins::Padded] {
        match bracketed::read(bytes, gtins, today.into()) {
            Ok(label) => {
                for element in label.elements() {
                    let ai = element.ai.to_string();
                    assert!(bytes[element.at..].starts_with(ai.as_bytes()), "{element:?}");
                }
                written_again(&label, today);
            }
            Err(finding) => within(&finding, bytes),
        }
    }
}

/// A Digital Link says what its elements say without it; whatever can be read is told from other addresses.
pub fn digital_link(bytes: &[u8], today: NaiveDate) {
    let again = link::read(bytes, 3, Links::AsWritten, today.into());
    match link::read(bytes, 0, Links::AsWritten, today.into()) {
        Ok(link) => {
            assert!(link::is_link(bytes, Links::AsWritten, today.into()));
            for element in link.label.elements() {
                let ai = element.ai.to_string();
                assert!(bytes[element.at..].starts_with(ai.as_bytes()), "{element:?}");
            }
            link.ignored.iter().for_each(|finding| within(finding, bytes));
            assert!(link.label.elements().len() + link.ignored.len() <= 64);
            written_again(&link.label, today);
            let again = again.unwrap().label;
            assert!(
                again
                    .elements()
                    .iter()
                    .zip(link.label.elements())
                    .all(|(a, b)| a.at == b.at + 3)
            );
        }
        Err(finding) => {
            within(&finding, bytes);
            let again = again.unwrap_err();
            assert_eq!((again.code(), again.at), (finding.code(), finding.at + 3));
        }
    }
}

/// The elements of a label read the same from an element string and from brackets.
fn written_again(label: &Label<'_>, today: NaiveDate) {
    let (mut data, mut typed) = (Vec::new(), String::new());
    for element in label.elements() {
        if data.last().is_some() {
            data.push(GS);
        }
        data.extend_from_slice(format!("{}{}", element.ai, element.value).as_bytes());
        typed.extend([&*format!("({})", element.ai), &*element.value.replace('(', "\\(")]);
    }
    same(label, &gs1::read(&data, 0, today.into()).unwrap());
    same(
        label,
        &bracketed::read(typed.as_bytes(), Gtins::AsPrinted, today.into()).unwrap(),
    );
}

fn same(one: &Label<'_>, other: &Label<'_>) {
    let told = |label: &Label<'_>| {
        let of = |element: &Element<'_>| (element.ai, element.value.to_string(), element.typed());
        label.elements().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(told(one), told(other));
    assert_eq!(
        one.incomplete().map(|f| f.flaw),
        other.incomplete().map(|f| f.flaw)
    );
}

/// Both ways to decode answer the same twice, point into the read, and can be written as a row. A whole label is
/// refused only for more reasons than a symbol, never for fewer.
pub fn decoded(bytes: &[u8], today: NaiveDate) {
    let forms = [
        Form::Scan,
        Form::Elements,
        Form::Brackets,
        Form::Link,
        Form::Plain,
    ];
    for form in forms {
        both(bytes, |strict| exact::decode(bytes, form, today, options(strict)));
    }
    both(bytes, |strict| scan::decode(bytes, today, options(strict)));
    assert_eq!(read::from_clear(&read::in_clear(bytes)), bytes);
}

/// The same for the forgiving decoder, when a site or a scanner is set up differently: the layout of the keyboard, what
/// stands for a separator, and in-store codes go by `pick`.
pub fn decoded_as_set_up(bytes: &[u8], pick: u8, today: NaiveDate) {
    let pick = usize::from(pick);
    let separators: [&[&[u8]]; 4] = [&[], &[b"|"], &[b"{GS}", b"~"], &[b"\x1e"]];
    let regions: [&[&str]; 3] = [&[], &["se"], &["de", "gb"]];
    let data = Data {
        layout: Layout::ALL[pick % Layout::ALL.len()],
        separator: separators[pick % 4].iter().map(|&sign| sign.into()).collect(),
        identifiers: pick % 2 == 1,
        ..Data::default()
    };
    let patterns = Patterns::read(regions[pick % 3]).unwrap();
    both(bytes, |strict| {
        let options = Options {
            strict,
            data: &data,
            patterns: &patterns,
            ..Options::default()
        };
        scan::decode(bytes, today, options)
    });
}

fn options(strict: bool) -> Options<'static> {
    Options {
        strict,
        ..Options::default()
    }
}

fn both<'a>(bytes: &'a [u8], decode: impl Fn(bool) -> Decoded<'a>) {
    let (single, whole) = (decode(false), decode(true));
    assert_eq!(format!("{single:?}"), format!("{:?}", decode(false)));
    for decoded in [&single, &whole] {
        assert_eq!(decoded.raw, bytes);
        decoded
            .error()
            .into_iter()
            .chain(&decoded.warnings)
            .for_each(|finding| within(finding, bytes));
        let elements = decoded.label().map_or(&[][..], Label::elements);
        assert!(
            elements.iter().all(|element| element.at < bytes.len()),
            "{decoded:?}"
        );
        serde_json::to_string(decoded).unwrap();
    }
    match (single.error(), whole.error()) {
        (None, Some(error)) => assert_eq!(error.code(), "incomplete-label"),
        (one, other) => assert_eq!(one, other),
    }
}

/// A finding points into the read, or right behind it, and has a sentence.
fn within(finding: &Finding, bytes: &[u8]) {
    assert!(finding.at <= bytes.len(), "{finding:?} in {} bytes", bytes.len());
    assert!(!finding.to_string().is_empty());
}

/// The same bytes are the same reads however they arrive; none is lost and none is added. The lengths of the pieces
/// are taken from `cuts`, over and over.
pub fn framed(bytes: &[u8], cuts: &[u8]) {
    let at = DateTime::UNIX_EPOCH;
    for kind in [
        SourceKind::Terminal,
        SourceKind::Paste,
        SourceKind::Serial,
        SourceKind::Script,
    ] {
        let framer = || Framer::new(Source::new(kind, "any"), &Framing::default());
        let mut whole = framer();
        let mut at_once = whole.feed(bytes, at);
        at_once.extend(whole.finish(at));
        let mut pieces = framer();
        let (mut rest, mut cuts, mut piecewise) = (bytes, cuts.iter().cycle(), Vec::new());
        while !rest.is_empty() {
            let length = cuts
                .next()
                .map_or(1, |&cut| usize::from(cut).max(1))
                .min(rest.len());
            piecewise.extend(pieces.feed(&rest[..length], at));
            rest = &rest[length..];
        }
        piecewise.extend(pieces.finish(at));
        assert_eq!(at_once, piecewise);
        let noise = |byte: &u8| kind == SourceKind::Serial && matches!(byte, 0x00 | 0x11 | 0x13);
        let quiet: Vec<u8> = bytes.iter().filter(|byte| !noise(byte)).copied().collect();
        let codes = quiet
            .split(|byte| matches!(byte, b'\r' | b'\n' | b'\t'))
            .flat_map(|code| code.chunks(LONGEST));
        let heard = at_once.iter().map(|read| &*read.bytes);
        assert!(heard.filter(|code| !code.is_empty()).eq(codes), "{at_once:?}");
    }
}

/// Keys at any pace do no harm: what is printable and not taken back is heard once. A scan may overtake the line that
/// somebody began to type before it.
pub fn keyed(keys: &[(u8, u8)]) {
    let mut framer = Framer::new(Source::new(SourceKind::Terminal, "tty"), &Framing::default());
    let mut now = DateTime::UNIX_EPOCH;
    let (mut pressed, mut heard) = (Vec::new(), Vec::new());
    for &(key, pause) in keys {
        now += TimeDelta::milliseconds(i64::from(pause));
        let stroke = match key {
            0x00..=0x1f => Stroke::Control(char::from(key | 0x60)),
            0x20 => Stroke::Enter,
            0x7f => Stroke::Tab,
            _ => Stroke::Char(char::from(key)),
        };
        if let Stroke::Char(c) = stroke {
            pressed.push(c);
        }
        if let scan::Heard::Read(read) = framer.stroke(stroke, now) {
            heard.extend(read.text().chars().filter(|&c| !c.is_control() && c != ' '));
        }
    }
    heard.extend(
        framer
            .pending()
            .iter()
            .map(|&byte| char::from(byte))
            .filter(char::is_ascii_graphic),
    );
    if pressed.iter().all(char::is_ascii) && !keys.iter().any(|(key, _)| *key == 0x08) {
        heard.sort_unstable();
        pressed.sort_unstable();
        assert_eq!(heard, pressed);
    }
}
