//! How many statements one scan of the sample company's working day may run that posts one line of goods.

use super::heard::{Ear, Heard};
use super::sample::{Sample, receive_at};
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use std::path::Path;

/// What one such scan may take: statements, three of them for the link of its read, transactions, and how many of those
/// commit.
const MOST: (usize, usize, usize) = (72, 3, 2);

/// Receiving by the case and by the piece, putting away, and a pick, as in `samples/day.scans`: the terminal and a scan.
const DAY: &[(&str, &[&str])] = &[
    (
        "T-DOCK",
        &[
            "EMP-102",
            "2308",
            "$BL.RECEIVE",
            "PO-26031",
            "]C101195212340100191727013110NC-2602",
            "144",
            "RECEIVING",
            "$BL.DONE",
            "$BL.RECEIVE",
            "PO-26032",
            "]d2010952123402001121LP2-00455",
            "RECEIVING",
            "$BL.DONE",
            "$BL.SIGNOUT",
            "EMP-105",
            "7140",
            "$BL.PUTAWAY",
            "RECEIVING",
            "]C101195212340100191727013110NC-2602",
            "84",
            "A-01-1",
            "$BL.DONE",
            "$BL.SIGNOUT",
        ],
    ),
    (
        "T-PICK-1",
        &[
            "EMP-103",
            "9061",
            "SO-26101",
            "A-01-1",
            "]C101195212340100191726083110NC-2511",
            "24",
            "TOTE-1",
            "A-01-2",
            "]C1010952123401004310SB-2548",
            "30",
        ],
    ),
];

/// What somebody who counts is told of a bin that is not under count.
const LOOK: &[(&str, &[&str])] = &[("T-LOOK", &["EMP-105", "7140", "$BL.MOVE", "P-01-1"])];

/// An administrator sets up, up to an order from a vendor who is known.
const SET_UP: &[(&str, &[&str])] = &[(
    "T-SETUP",
    &[
        "EMP-100",
        "8254",
        "$BL.SETUP",
        "3",
        "",
        "",
        "6",
        "",
        "Z00001",
        "$BL.BACK",
        "$BL.BACK",
    ],
)];

/// Scans everything; returns the statements of each scan.
fn scanned(sample: &mut Sample, ear: &Ear, scans: &[(&str, &[&str])]) -> Vec<(String, Heard)> {
    scanned_while(sample, ear, scans, |_| ())
}

/// Scans everything, each scan after something else was done; returns the statements of each scan.
fn scanned_while(
    sample: &mut Sample,
    ear: &Ear,
    scans: &[(&str, &[&str])],
    meanwhile: impl Fn(&Path),
) -> Vec<(String, Heard)> {
    let mut now: DateTime<Utc> = "2026-03-02T06:00:00Z".parse().unwrap();
    let mut found = Vec::new();
    for (terminal, codes) in scans {
        let mut session = Session::open(&mut sample.store, (*terminal).into()).unwrap();
        session.keep_time_at(FixedOffset::east_opt(0));
        for code in *codes {
            now += TimeDelta::seconds(1);
            meanwhile(&sample.path);
            ear.heard();
            let reply = session
                .read(&Read {
                    source: Source::new(SourceKind::Script, ""),
                    bytes: code.as_bytes().to_vec(),
                    first_at: now,
                    last_at: now,
                    typed: false,
                    ending: Ending::Enter,
                    overlong: false,
                })
                .unwrap();
            assert_eq!(reply.code, None, "{code}: {}", reply.text);
            found.push(((*code).to_owned(), ear.heard()));
        }
    }
    found
}

/// Scans the day in a house that was prepared; returns what each posting scan took.
fn posted_in(prepare: impl FnOnce(&Sample)) -> Vec<(String, Heard)> {
    let ear = Ear::default();
    ear.listen(|| {
        let mut sample = Sample::new(&ear);
        prepare(&sample);
        let mut posted = scanned(&mut sample, &ear, DAY);
        posted.retain(|(_, heard)| 0 < heard.of("INSERT INTO \"movements\""));
        assert_eq!(posted.len(), 5);
        posted
    })
}

/// Scans take as many statements and steps in one house as in another.
#[track_caller]
fn cost_the_same(few: &[(String, Heard)], many: &[(String, Heard)]) {
    assert_eq!(few.len(), many.len());
    for ((scan, few), (_, many)) in few.iter().zip(many) {
        let took = [few, many].map(|heard| (heard.count(), heard.steps));
        let (few, many) = (few.all(), many.all());
        assert_eq!(took[0], took[1], "{scan}: {few}\nbut among many {many}");
    }
}

#[test]
fn a_scan_that_posts_stays_within_its_budget_whatever_lies_beside() {
    let (few, many) = (
        posted_in(|it| it.lay_beside(10)),
        posted_in(|it| it.lay_beside(10_000)),
    );
    for (scan, few) in &few {
        println!("{scan}: {few}");
        let took = (few.count(), few.of("BEGIN"), few.of("COMMIT"));
        let fits = took.0 <= MOST.0 && took.1 <= MOST.1 && took.2 <= MOST.2;
        assert!(fits, "{scan} may take {MOST:?}, took {took:?}: {}", few.all());
    }
    cost_the_same(&few, &many);
}

#[test]
fn a_scan_costs_the_same_however_many_lines_its_order_has() {
    let lengthened = |lines| {
        posted_in(|sample| {
            sample.lengthen("PO-26031", lines);
            sample.lengthen("PO-26032", lines);
        })
    };
    let (few, many) = (lengthened(2), lengthened(40));
    for ((scan, few), (_, many)) in few.iter().zip(&many) {
        let (short, long) = (few.count(), many.count());
        assert_eq!(
            short,
            long,
            "{scan}: {}\nbut of a long order {}",
            few.all(),
            many.all()
        );
    }
}

#[test]
fn what_somebody_who_counts_is_told_costs_the_same_however_many_sheets_are_open() {
    let looked = |many| {
        let ear = Ear::default();
        ear.listen(|| {
            let mut sample = Sample::new(&ear);
            sample.lay_beside(many);
            scanned(&mut sample, &ear, LOOK)
        })
    };
    cost_the_same(&looked(10), &looked(10_000));
}

#[test]
fn what_others_did_since_the_last_scan_costs_somebody_who_counts_nothing() {
    let looked = |others| {
        let ear = Ear::default();
        ear.listen(|| {
            let mut sample = Sample::new(&ear);
            let mut looked = scanned_while(&mut sample, &ear, LOOK, |path| receive_at(path, others));
            looked.split_off(looked.len() - 1)
        })
    };
    cost_the_same(&looked(1), &looked(20));
}

#[test]
fn setting_up_costs_the_same_whatever_there_is() {
    let set_up = |many| {
        let ear = Ear::default();
        ear.listen(|| {
            let mut sample = Sample::new(&ear);
            sample.lay_beside(many);
            sample.grow(many);
            scanned(&mut sample, &ear, SET_UP)
        })
    };
    cost_the_same(&set_up(300), &set_up(10_000));
}
