//! The screen of diagnostics: the last reads with what they mean, the sources, the terminal itself.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::domain::log::Outcome;
use crate::flows::diagnostics::{Attached, Observed, Station};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// The terminal itself.
    Station(&'a Station),
    /// A source of reads.
    Source(&'a Attached),
    /// A read.
    Read(&'a Observed),
}

/// Returns all lines: the terminal, its sources, then the reads, the newest first.
pub fn lines<'a>(station: &'a Station, reads: &'a [Observed]) -> Vec<Line<'a>> {
    let sources = station.sources.iter().map(Line::Source);
    let reads = reads.iter().map(Line::Read);
    std::iter::once(Line::Station(station))
        .chain(sources)
        .chain(reads)
        .collect()
}

/// Returns the place of the newest read in the list; that of the terminal while nothing was read.
pub fn newest(station: &Station, reads: &[Observed]) -> usize {
    if reads.is_empty() {
        0
    } else {
        1 + station.sources.len()
    }
}

/// Returns what is known of the line that is marked, beside the list of all; `away` counts the facts that are scrolled
/// away, for windows in which not all have room.
pub fn face(station: &Station, reads: &[Observed], marked: usize, away: usize) -> Face {
    let lines = lines(station, reads);
    let marked = marked.min(lines.len() - 1);
    let mut face = Face::new("Diagnostics", "Scan to test");
    face.fields = match lines[marked] {
        Line::Station(station) => of_station(station),
        Line::Source(source) => of_source(source, reads),
        Line::Read(read) => of_read(read),
    };
    if !matches!(lines[marked], Line::Station(_)) {
        face.fields.push(Field::optional("Window", station.screen()));
        face.fields.push(Field::optional("Store", station.store.clone()));
        let connected = station
            .sources
            .iter()
            .filter(|source| source.gone.is_none())
            .count();
        let sources = format!("{connected} of {} connected", station.sources.len());
        face.fields.push(Field::optional("Sources", sources));
        let trigger = station
            .trigger()
            .map(|told| Field::given("Key before scan", told));
        face.fields.extend(trigger);
    }
    face.fields.drain(..away.min(face.fields.len() - 1));
    face.table = Some(Table {
        columns: vec![
            Column::left("Read", 0),
            Column::left("Result", 1),
            Column::right("Gap", 3),
            Column::right("ms", 2),
        ],
        rows: lines.iter().map(row).collect(),
        selected: Some(marked),
        offset: 0,
    });
    face
}

fn row(line: &Line<'_>) -> Row {
    match line {
        Line::Station(station) => {
            let size = format!("{}x{}", station.columns, station.rows);
            Row::plain(["Terminal".to_owned(), size, String::new(), String::new()])
        }
        Line::Source(source) => {
            let (role, state) = match &source.gone {
                None => (RowRole::Done, "connected"),
                Some(_) => (RowRole::Warn, "gone"),
            };
            Row::new(
                role,
                [
                    source.name.clone(),
                    state.to_owned(),
                    String::new(),
                    String::new(),
                ],
            )
        }
        Line::Read(read) => {
            let role = match read.outcome {
                Some(Outcome::Applied) => RowRole::Done,
                Some(Outcome::Refused) => RowRole::Error,
                Some(Outcome::Duplicate) => RowRole::Warn,
                Some(Outcome::Cancelled) if !read.findings.is_empty() => RowRole::Warn,
                Some(Outcome::Cancelled) | None => RowRole::Plain,
            };
            let code = read
                .code
                .as_ref()
                .map(|code| code.to_lowercase().replace('_', " "));
            let result = code.unwrap_or_else(|| word(read).to_owned());
            let shown = if read.clear.is_empty() {
                &read.kind
            } else {
                &read.clear
            };
            let pause = read.pause().unwrap_or_default();
            Row::new(role, [short(shown), result, pause, read.millis.to_string()])
        }
    }
}

/// Returns the beginning of a read: the whole of the marked one stands beside the list.
fn short(clear: &str) -> String {
    const MOST: usize = 14;
    if clear.chars().count() <= MOST {
        return clear.to_owned();
    }
    let beginning: String = clear.chars().take(MOST - 1).collect();
    format!("{beginning}…")
}

const fn word(read: &Observed) -> &'static str {
    match read.outcome {
        Some(Outcome::Applied) => "applied",
        Some(Outcome::Refused) => "refused",
        Some(Outcome::Duplicate) => "duplicate",
        Some(Outcome::Cancelled) => "set aside",
        None => "under way",
    }
}

fn of_station(station: &Station) -> Vec<Field> {
    let mut fields = vec![
        Field::given("Window", station.screen()),
        Field::given("Store", station.store.clone()),
    ];
    let trigger = station
        .trigger()
        .map(|told| Field::given("Key before scan", told));
    fields.extend(trigger);
    for source in &station.sources {
        let state = source
            .gone
            .as_deref()
            .map_or_else(|| "connected".to_owned(), |why| format!("gone: {why}"));
        fields.push(Field::given(
            &source.name,
            format!("{state}, profile {}", source.profile),
        ));
    }
    fields
}

fn of_source(source: &Attached, reads: &[Observed]) -> Vec<Field> {
    let state = match &source.gone {
        None => Field::given("State", "connected"),
        Some(why) => Field::given("Gone", why.clone()),
    };
    let mut fields = vec![
        Field::given("Source", source.name.clone()),
        state,
        Field::given("Profile", source.profile.clone()),
    ];
    let own: Vec<&Observed> = reads
        .iter()
        .filter(|read| read.device == source.device && !read.typed)
        .collect();
    let pauses = own.iter().filter_map(|read| read.pause_tenths);
    if let Some(longest) = pauses.max() {
        fields.push(Field::given(
            "Keys apart",
            format!("up to {}.{} ms", longest / 10, longest % 10),
        ));
    }
    fields.push(Field::optional("Reads", own.len().to_string()));
    fields
}

fn of_read(read: &Observed) -> Vec<Field> {
    let mut means = read.kind.clone();
    if !read.elements.is_empty() {
        means = format!("{means} {}", read.elements.join(" "));
    }
    let mut fields = vec![Field::given("Read", read.clear.clone())];
    fields.extend(
        read.findings
            .iter()
            .map(|finding| Field::given("Look", finding.clone())),
    );
    fields.push(Field::given("Means", means));
    fields.extend(read.known.iter().map(|known| Field::given("Is", known.clone())));
    let result = match &read.code {
        Some(code) => format!("refused {}", code.to_lowercase().replace('_', " ")),
        None => word(read).to_owned(),
    };
    fields.push(Field::given("Result", format!("{result}, {} ms", read.millis)));
    let how = if read.typed { "typed" } else { "scanned" };
    let pause = read.pause().map(|pause| format!(", keys {pause} apart"));
    fields.push(Field::given(
        "From",
        format!("{} {how}{}", read.device, pause.unwrap_or_default()),
    ));
    if !read.message.is_empty() {
        fields.push(Field::optional("Told", read.message.clone()));
    }
    fields.push(Field::optional("Number", format!("{} at {}", read.read, read.at)));
    fields
}

#[cfg(test)]
mod tests;
