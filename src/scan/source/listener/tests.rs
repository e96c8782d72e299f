use super::*;
use crate::scan::read::SourceKind;
use std::collections::VecDeque;
use std::sync::Arc;

/// A device that plays a script: each opening fails, or brings moments until it breaks.
struct Script(VecDeque<Result<Vec<Moment>, Lost>>, Option<Arc<()>>);

struct Act(VecDeque<Moment>);

impl Line for Act {
    fn wait(&mut self) -> io::Result<Moment> {
        self.0.pop_front().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    fn keeps(&self) -> bool {
        true
    }
}

impl Device for Script {
    fn open(&mut self) -> Result<Box<dyn Line>, Lost> {
        match self.0.pop_front() {
            Some(Ok(moments)) => Ok(Box::new(Act(moments.into()))),
            Some(Err(lost)) => Err(lost),
            None => {
                self.1 = None;
                Err(Lost::Unwanted)
            }
        }
    }
}

fn bytes(text: &str) -> Moment {
    Moment::Bytes(text.as_bytes().to_vec())
}

/// Returns the events of a script, one word each.
fn told<const N: usize>(script: [Result<Vec<Moment>, Lost>; N]) -> Vec<String> {
    let (mut told, wanted) = (Vec::new(), Arc::new(()));
    let tell = |event| {
        told.push(match event {
            SourceEvent::Connected(_) => "+".into(),
            SourceEvent::Disconnected { why, cut, .. } if cut.is_empty() => format!("- {why}"),
            SourceEvent::Disconnected { why, cut, .. } => format!("- {why}: {}", cut.escape_ascii()),
            SourceEvent::Read(read) => read.in_clear(),
        });
        true
    };
    Listener {
        source: Source::new(SourceKind::Serial, "script"),
        framing: Framing::default(),
        room: Room::default(),
        retry: Duration::from_millis(1),
        wanted: Arc::downgrade(&wanted),
        device: Script(script.into(), Some(wanted)),
        tell,
    }
    .run();
    told
}

#[test]
fn what_was_begun_when_a_device_breaks_is_told_and_left_out_of_the_next_read() {
    assert_eq!(
        told([
            Ok(vec![bytes("ONE\rTW"), Moment::Silence, bytes("O")]),
            Ok(vec![bytes("THREE\r")]),
        ]),
        ["+", "ONE", "- broken pipe: TWO", "+", "THREE", "- broken pipe"]
    );
}

#[test]
fn a_read_with_a_hole_is_never_a_read() {
    assert_eq!(
        told([Ok(vec![bytes("ONE\rTW"), Moment::Gap, bytes("O\rTHREE\r")])]),
        [
            "+",
            "ONE",
            "- the system lost some of its keys: TWO",
            "+",
            "THREE",
            "- broken pipe"
        ]
    );
}

#[test]
fn a_device_that_stays_away_is_reported_once_and_once_more_when_somebody_else_has_it() {
    let away = || Err(Lost::Away("away".into()));
    let taken = || Err(Lost::Taken("taken".into()));
    assert_eq!(
        told([away(), away(), taken(), taken(), away()]),
        ["- away", "- taken"]
    );
}

#[test]
fn it_ends_when_nobody_listens_any_more() {
    for (wanted, hears, told) in [(true, false, 1), (false, true, 2)] {
        let (wanted, mut count) = (wanted.then(|| Arc::new(())), 0);
        Listener {
            source: Source::new(SourceKind::Serial, "script"),
            framing: Framing::default(),
            room: Room::default(),
            retry: Duration::from_millis(1),
            wanted: wanted.as_ref().map(Arc::downgrade).unwrap_or_default(),
            device: Script([Ok(vec![bytes("ONE\r"), bytes("TWO\r")])].into(), None),
            tell: |_| {
                count += 1;
                hears
            },
        }
        .run();
        assert_eq!(count, told);
    }
}

#[test]
fn what_comes_while_there_is_no_room_stays_on_the_line() {
    let (room, wanted) = (Room::of(1), Arc::new(()));
    let (mut told, mut done) = (Vec::new(), Vec::new());
    let other = room.clone();
    Listener {
        source: Source::new(SourceKind::Serial, "script"),
        framing: Framing::default(),
        room,
        retry: Duration::from_millis(1),
        wanted: Arc::downgrade(&wanted),
        device: Script(
            [Ok(vec![bytes("ONE\rTWO\rTH"), bytes("REE\r"), bytes("FOUR\r")])].into(),
            Some(wanted),
        ),
        tell: |event| {
            let SourceEvent::Read(read) = event else {
                return true;
            };
            told.push((read.in_clear(), other.is_full()));
            if 3 <= told.len() {
                let other = other.clone();
                done.push(thread::spawn(move || other.free(3)));
            }
            true
        },
    }
    .run();
    let told: Vec<_> = told.iter().map(|(read, full)| (read.as_str(), *full)).collect();
    assert_eq!(
        told,
        [("ONE", true), ("TWO", true), ("THREE", true), ("FOUR", true)],
        "a code that was begun is heard to its end, the next one when there is room"
    );
}
