//! `demo`: a fresh store of the sample company in the user's data folder.

use super::failure::Failure;
use super::place::{Place, data_folder};
use super::{import, init, samples, screen};
use crate::app::guide::{Example, Guide, Person};
use crate::app::seat::Seat;
use crate::clock;
use chrono::{NaiveDate, TimeDelta};
use std::path::Path;
use std::rc::Rc;

/// The day on which the sample company's papers are dated.
const SAMPLE_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar");

/// A first pick: who signs in, and what is scanned then.
const SCANS: [Example; 5] = [
    Example::plain("EMP-103", "Björn's badge, then PIN 9061. The PIN is typed"),
    Example::plain("SO-26101", "the order that he picks"),
    Example::plain("A-01-1", "the bin that it sends him to"),
    Example {
        shown: "(01)19521234010019(10)NC-2511",
        data: "011952123401001910NC-2511",
        gs1: true,
        words: "twice: a case of twelve jars",
    },
    Example::plain("TOTE-1", "the tote that the goods go into"),
];

/// Makes the store and opens the terminal on it. A store that was `named` on the command line is refused, because the
/// demo begins with an empty one of its own.
pub fn run(place: &Place, named: Option<&str>) -> Result<(), Failure> {
    if let Some(found) = named {
        let own = data_folder()?.join("demo").join("store.db");
        return Err(Failure::Usage(format!(
            "expected demo without --store, found {found}: its store is always {}. Leave --store out, or make that \
             one: binledger --store {found} init --samples",
            own.display()
        )));
    }
    screen::open(&prepare(place)?, Some(guide()))
}

/// Returns what the sign-in screen tells of the sample company: its badges with their PINs, and five scans to try.
fn guide() -> Guide {
    let users = samples::FILES.iter().find(|(name, _)| *name == "users.csv");
    let rows = users.map_or("", |(_, text)| text).lines().skip(1);
    let person = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        let [badge, name, roles, pin, ..] = cells[..] else {
            return None;
        };
        Some(Person {
            badge: badge.to_owned(),
            pin: pin.to_owned(),
            name: name.to_owned(),
            roles: roles.replace(';', ", "),
        })
    };
    Guide::new(rows.filter_map(person).collect(), &SCANS)
}

/// Makes the demo's store anew; an earlier one is replaced.
pub fn prepare(place: &Place) -> Result<Place, Failure> {
    let folder = data_folder()?.join("demo");
    if folder.exists() {
        clear(&folder)?;
    }
    let place = Place {
        store: folder.join("store.db"),
        config: place.config.clone(),
    };
    let mut store = place.create()?;
    init::lay_down(store.as_mut(), &[])?;
    let days = (clock::today() - SAMPLE_DAY).num_days();
    let files: Vec<(&str, String)> = samples::FILES
        .iter()
        .map(|(name, text)| (*name, shifted(text, days)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    import::apply(store.as_mut(), import::embedded(&files), Rc::default())?;
    Ok(place)
}

/// Returns the text with each ISO date in a cell of its own moved by `days` days, so that the sample company's Monday
/// is today and nothing in its bins has expired since.
fn shifted(text: &str, days: i64) -> String {
    let cell = |cell: &str| match cell.parse::<NaiveDate>() {
        Ok(day) if cell.len() == "2026-03-02".len() => (day + TimeDelta::days(days)).to_string(),
        _ => cell.to_owned(),
    };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn clear(folder: &Path) -> Result<(), Failure> {
    let store = folder.join("store.db");
    let taken = Seat::taken(&store)?;
    if let Some(terminal) = taken.first() {
        return Err(Failure::Refused(format!(
            "expected nobody in the demo that is to begin afresh, found terminal {terminal}. Leave it first, or work \
             beside it: binledger --store {}",
            store.display()
        )));
    }
    std::fs::remove_dir_all(folder).map_err(|why| {
        Failure::Usage(format!(
            "the old demo in {} can't be removed: {why}",
            folder.display()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_is_not_begun_afresh_under_those_who_work_in_it() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("demo");
        std::fs::create_dir(&folder).unwrap();
        let seat = Seat::take(&folder.join("store.db"), Some("DOCK-1")).unwrap();
        let Err(Failure::Refused(why)) = clear(&folder) else {
            panic!("the demo was cleared");
        };
        assert!(why.contains("found terminal DOCK-1. Leave it first"), "{why}");
        drop(seat);
        assert!(clear(&folder).is_ok());
        assert!(!folder.exists());
    }

    #[test]
    fn dates_move_and_nothing_else_does() {
        let text = "item,lot,expiry\nFD-1001,NC-2511,2026-08-31\n\"a, b\",2026,1.5";
        assert_eq!(
            shifted(text, 30),
            "item,lot,expiry\nFD-1001,NC-2511,2026-09-30\n\"a, b\",2026,1.5"
        );
    }
}
