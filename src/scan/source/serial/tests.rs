use std::io::{Read as _, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use serialport::TTYPort;

use super::*;

const DEADLINE: Duration = Duration::from_secs(10);

/// A scanner on one end of a pseudo-terminal, plugged in at a path that stays the same.
struct Bench {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            path: folder.path().join("scanner"),
            _folder: folder,
        }
    }

    /// Plugs a scanner in; none where the system gives no pseudo-terminals.
    fn plug(&self) -> Option<TTYPort> {
        let Ok((scanner, port)) = TTYPort::pair() else {
            eprintln!("skipped: this system gives no pseudo-terminal");
            return None;
        };
        replace_link(Path::new(&port.name()?), &self.path);
        Some(scanner)
    }

    fn listen(&self, framing: Framing) -> (Scanner, Receiver<SourceEvent>) {
        let (inbox, heard) = channel();
        let port = Port {
            framing,
            ..Port::new(self.path.to_str().unwrap())
        };
        (Scanner::listen(port, inbox).unwrap(), heard)
    }
}

fn replace_link(target: &Path, link: &Path) {
    let fresh = link.with_extension("new");
    symlink(target, &fresh).unwrap();
    std::fs::rename(fresh, link).unwrap();
}

/// The next event in one word; reads in clear.
fn next(heard: &Receiver<SourceEvent>) -> String {
    match heard.recv_timeout(DEADLINE).expect("an event within ten seconds") {
        SourceEvent::Connected(_) => "connected".into(),
        SourceEvent::Disconnected { cut, .. } if cut.is_empty() => "disconnected".into(),
        SourceEvent::Disconnected { cut, .. } => format!("disconnected in {}", String::from_utf8_lossy(&cut)),
        SourceEvent::Read(read) => read.in_clear(),
    }
}

#[test]
fn reads_arrive_however_the_bytes_do() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let (_listening, heard) = bench.listen(Framing::default());
    assert_eq!(next(&heard), "connected");
    scanner.write_all(b"40063813").unwrap();
    scanner.write_all(b"33931\r").unwrap();
    assert_eq!(next(&heard), "4006381333931", "one code in two pieces");
    scanner
        .write_all(b"5010029000016\r\n]d2010952123454321310A\x1d21B\r\n")
        .unwrap();
    assert_eq!(next(&heard), "5010029000016", "two codes in one piece");
    assert_eq!(next(&heard), r"]d2010952123454321310A\x1d21B");
    for n in 0..500 {
        scanner.write_all(format!("CODE-{n}\r").as_bytes()).unwrap();
    }
    for n in 0..500 {
        assert_eq!(
            next(&heard),
            format!("CODE-{n}"),
            "none lost, none doubled, in order"
        );
    }
}

#[test]
fn a_scanner_without_terminator_is_heard_by_its_silence() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let framing = Framing {
        idle_ms: Some(50),
        ..Framing::default()
    };
    let (_listening, heard) = bench.listen(framing);
    assert_eq!(next(&heard), "connected");
    scanner.write_all(b"4006381333931").unwrap();
    assert_eq!(next(&heard), "4006381333931");
}

#[test]
fn an_unplugged_scanner_is_found_again() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let (_listening, heard) = bench.listen(Framing::default());
    assert_eq!(next(&heard), "connected");
    scanner.write_all(b"FIRST\rCUT-SH").unwrap();
    assert_eq!(next(&heard), "FIRST");
    drop(scanner);
    let lost = next(&heard);
    assert!(
        lost == "disconnected" || lost == "disconnected in CUT-SH",
        "{lost}"
    );
    let Some(mut again) = bench.plug() else { return };
    assert_eq!(next(&heard), "connected");
    again.write_all(b"SECOND\r").unwrap();
    assert_eq!(next(&heard), "SECOND", "nothing of the cut read is left over");
}

#[test]
fn a_scanner_that_is_not_there_is_reported_once_and_awaited() {
    let bench = Bench::new();
    let (_listening, heard) = bench.listen(Framing::default());
    assert_eq!(next(&heard), "disconnected");
    let Some(mut scanner) = bench.plug() else { return };
    assert_eq!(next(&heard), "connected");
    scanner.write_all(b"HERE\r").unwrap();
    assert_eq!(next(&heard), "HERE");
}

#[test]
fn feedback_reaches_the_scanner() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let (inbox, heard) = channel::<SourceEvent>();
    let feedback = Feedback {
        applied: vec![0x06],
        refused: b"\x06\x1b[3q".to_vec(),
    };
    let port = Port {
        feedback,
        ..Port::new(bench.path.to_str().unwrap())
    };
    let listening = Scanner::listen(port, inbox).unwrap();
    assert_eq!(next(&heard), "connected");
    scanner.write_all(b"CODE\r").unwrap();
    assert_eq!(next(&heard), "CODE");
    assert!(
        !hears(&mut scanner, 1, Duration::from_millis(1)),
        "no ACK for what is merely received"
    );
    listening.applied();
    listening.refused();
    assert!(
        hears(&mut scanner, 6, DEADLINE),
        "one ACK, then the error sequence"
    );
}

/// Tells whether the scanner is sent so many bytes in time.
fn hears(scanner: &mut TTYPort, wanted: usize, time: Duration) -> bool {
    let (start, mut heard) = (Instant::now(), 0);
    while heard < wanted && start.elapsed() < time {
        heard += scanner.read(&mut [0; 16]).unwrap_or(0);
    }
    heard == wanted
}

#[test]
fn dropping_the_scanner_frees_the_port() {
    let bench = Bench::new();
    let Some(_scanner) = bench.plug() else { return };
    let (listening, heard) = bench.listen(Framing::default());
    assert_eq!(next(&heard), "connected");
    drop(listening);
    assert!(
        heard.recv_timeout(DEADLINE).is_err(),
        "the thread ends and with it the channel"
    );
    let (_again, heard) = bench.listen(Framing::default());
    assert_eq!(next(&heard), "connected");
}
