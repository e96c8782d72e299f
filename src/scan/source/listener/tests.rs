use std::collections::VecDeque;
use std::sync::Arc;

use super::*;
use crate::scan::read::SourceKind;

/// A device that plays a script: each opening fails, or brings moments until it breaks.
struct Script(VecDeque<Result<Vec<Moment>, Lost>>, Option<Arc<()>>);

struct Act(VecDeque<Moment>);

impl Line for Act {
    fn wait(&mut self) -> io::Result<Moment> {
        self.0.pop_front().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
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

/// What is told of a script, one word an event.
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
