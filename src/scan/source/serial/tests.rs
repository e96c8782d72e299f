use super::*;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Instant;

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

    fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// Plugs a scanner in; `None` if the system gives no pseudo-terminals.
    fn plug(&self) -> Option<TTYPort> {
        let Ok((mut scanner, port)) = TTYPort::pair() else {
            eprintln!("skipped: this system gives no pseudo-terminal");
            return None;
        };
        scanner.set_timeout(DEADLINE).unwrap();
        let fresh = self.path.with_extension("new");
        symlink(port.name()?, &fresh).unwrap();
        std::fs::rename(fresh, &self.path).unwrap();
        Some(scanner)
    }

    /// Pulls the plug: the name goes first, because the system soon gives the line to somebody else.
    fn unplug(&self, scanner: TTYPort) {
        std::fs::remove_file(&self.path).unwrap();
        drop(scanner);
    }

    fn listen(&self, profile: &Profile) -> Ear {
        let (inbox, heard) = channel();
        Ear {
            scanner: Scanner::listen(Port::new(self.path(), profile), inbox).unwrap(),
            heard,
        }
    }
}

/// A scanner being listened to, and what was heard of it.
struct Ear {
    scanner: Scanner,
    heard: Receiver<SourceEvent>,
}

impl Ear {
    /// Returns the next event in short form; reads in clear.
    fn next(&self) -> String {
        match self
            .heard
            .recv_timeout(DEADLINE)
            .expect("an event within ten seconds")
        {
            SourceEvent::Connected(_) => "connected".into(),
            SourceEvent::Disconnected { cut, .. } if cut.is_empty() => "disconnected".into(),
            SourceEvent::Disconnected { cut, .. } => format!("disconnected in {}", cut.escape_ascii()),
            SourceEvent::Read(read) => read.in_clear(),
        }
    }

    #[track_caller]
    fn hears<const N: usize>(&self, expected: [&str; N]) {
        for event in expected {
            assert_eq!(self.next(), event);
        }
    }

    /// Returns why the scanner is not heard.
    fn why(&self) -> String {
        match self
            .heard
            .recv_timeout(DEADLINE)
            .expect("an event within ten seconds")
        {
            SourceEvent::Disconnected { why, .. } => why,
            other => panic!("{other:?}"),
        }
    }
}

fn terminated() -> Profile {
    Profile::default()
}

#[test]
fn reads_arrive_however_the_bytes_do() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let ear = bench.listen(&terminated());
    ear.hears(["connected"]);
    scanner.write_all(b"40063813").unwrap();
    scanner.write_all(b"33931\r").unwrap();
    ear.hears(["4006381333931"]);
    scanner
        .write_all(b"5010029000016\r\n]d2010952123454321310A\x1d21B\r\n")
        .unwrap();
    ear.hears(["5010029000016", r"]d2010952123454321310A\x1d21B"]);
    scanner.write_all(b"\x1140\x0006\x13\r").unwrap();
    ear.hears(["4006"]);
    for n in 0..500 {
        scanner.write_all(format!("CODE-{n}\r").as_bytes()).unwrap();
    }
    for n in 0..500 {
        assert_eq!(
            ear.next(),
            format!("CODE-{n}"),
            "none lost, none doubled, in order"
        );
    }
}

#[test]
fn a_scanner_without_terminator_is_heard_by_its_silence() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let mut profile = terminated();
    profile.framing.idle_ms = Some(50);
    let ear = bench.listen(&profile);
    ear.hears(["connected"]);
    for code in ["4006381333931", "5010029000016"] {
        scanner.write_all(code.as_bytes()).unwrap();
        ear.hears([code]);
    }
}

#[test]
fn what_was_sent_before_anybody_listened_is_dropped() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
    let _line = rustix::fs::open(&bench.path, flags, rustix::fs::Mode::empty()).unwrap(); // it keeps what it is sent
    scanner.write_all(b"LONG-AGO\rCUT").unwrap();
    let ear = bench.listen(&terminated());
    ear.hears(["connected"]);
    scanner.write_all(b"NOW\r").unwrap();
    ear.hears(["NOW"]);
}

#[test]
fn an_unplugged_scanner_is_found_again_and_what_it_had_begun_is_told() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let ear = bench.listen(&terminated());
    ear.hears(["connected"]);
    scanner.write_all(b"FIRST\rCUT-SH").unwrap();
    ear.hears(["FIRST"]);
    bench.unplug(scanner);
    ear.hears(["disconnected in CUT-SH"]);
    let Some(mut again) = bench.plug() else { return };
    ear.hears(["connected"]);
    again.write_all(b"SECOND\r").unwrap();
    ear.hears(["SECOND"]);
}

#[test]
fn a_scanner_that_is_not_there_is_reported_once_and_awaited() {
    let bench = Bench::new();
    let ear = bench.listen(&terminated());
    assert_eq!(ear.why(), "nothing is plugged in there");
    let Some(mut scanner) = bench.plug() else { return };
    ear.hears(["connected"]);
    scanner.write_all(b"HERE\r").unwrap();
    ear.hears(["HERE"]);
}

#[test]
fn a_port_that_another_program_has_is_named_with_it_and_awaited() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let other = serialport::new(bench.path(), 9600).open_native().unwrap();
    let ear = bench.listen(&terminated());
    let why = ear.why();
    let process = format!("(process {})", std::process::id());
    assert!(
        why.starts_with("it is in use by ") && why.contains(&process),
        "{why}"
    );
    drop(other);
    ear.hears(["connected"]);
    scanner.write_all(b"MINE\r").unwrap();
    ear.hears(["MINE"]);
    let refused = serialport::new(bench.path(), 9600).open_native();
    assert!(refused.is_err(), "nobody else gets it meanwhile");
}

#[test]
fn each_of_several_scanners_is_heard_and_told_its_own() {
    let benches = [Bench::new(), Bench::new(), Bench::new()];
    let mut scanners = Vec::new();
    for bench in &benches {
        let Some(scanner) = bench.plug() else { return };
        scanners.push(scanner);
    }
    let (inbox, heard) = channel::<SourceEvent>();
    let listening: Vec<_> = benches
        .iter()
        .map(|bench| Scanner::listen(Port::new(bench.path(), &terminated()), inbox.clone()).unwrap())
        .collect();
    for _ in &listening {
        assert!(matches!(
            heard.recv_timeout(DEADLINE),
            Ok(SourceEvent::Connected(_))
        ));
    }
    for n in 0..50 {
        for (of, scanner) in scanners.iter_mut().enumerate() {
            scanner.write_all(format!("S{of}-{n}\r").as_bytes()).unwrap();
        }
    }
    let mut told = [0; 3];
    for _ in 0..150 {
        let Ok(SourceEvent::Read(read)) = heard.recv_timeout(DEADLINE) else {
            panic!("a read")
        };
        let of = listening
            .iter()
            .position(|one| *one.source() == read.source)
            .unwrap();
        assert_eq!(read.in_clear(), format!("S{of}-{}", told[of]));
        told[of] += 1;
        listening[of].applied();
    }
    for scanner in &mut scanners {
        scanner.read_exact(&mut [0; 50]).expect("fifty times ACK");
    }
}

#[test]
fn feedback_reaches_the_scanner() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let mut profile = terminated();
    profile.feedback.refused = b"\x06\x1b[3q"[..].into();
    let ear = bench.listen(&profile);
    ear.hears(["connected"]);
    scanner.write_all(b"CODE\r").unwrap();
    ear.hears(["CODE"]);
    assert_eq!(
        scanner.bytes_to_read().unwrap(),
        0,
        "no ACK for what is merely received"
    );
    ear.scanner.applied();
    ear.scanner.refused();
    let mut told = [0; 6];
    scanner.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"\x06\x06\x1b[3q", "one ACK, then the error sequence");
}

#[test]
fn a_scanner_that_takes_no_feedback_is_heard_all_the_same() {
    let bench = Bench::new();
    let Some(mut scanner) = bench.plug() else { return };
    let mut profile = terminated();
    profile.feedback.applied = vec![b'!'; 64 * 1024][..].into();
    let ear = bench.listen(&profile);
    ear.hears(["connected"]);
    let begun = Instant::now();
    ear.scanner.applied();
    scanner.write_all(b"CODE\r").unwrap();
    ear.hears(["CODE"]);
    assert!(begun.elapsed() < DEADLINE);
}

#[test]
fn dropping_the_scanner_frees_the_port() {
    let bench = Bench::new();
    let Some(_scanner) = bench.plug() else { return };
    let Ear { scanner, heard } = bench.listen(&terminated());
    assert!(matches!(
        heard.recv_timeout(DEADLINE),
        Ok(SourceEvent::Connected(_))
    ));
    drop(scanner);
    assert!(
        heard.recv_timeout(DEADLINE).is_err(),
        "the thread ends and with it the channel"
    );
    bench.listen(&terminated()).hears(["connected"]);
}

#[test]
fn the_line_is_set_as_the_profile_says() {
    let profile: Profile = "[line]\nbaud = 19200\nbits = 7\nparity = \"even\"\nstop = 2"
        .parse()
        .unwrap();
    let set = |baud, port: &Port| {
        serialport::new(&port.path, baud)
            .data_bits(DataBits::Seven)
            .parity(serialport::Parity::Even)
            .stop_bits(StopBits::Two)
            .timeout(PATIENCE)
    };
    let port = Port::new("/dev/ttyS9", &profile);
    assert_eq!(port.builder(), set(19200, &port));
    assert_eq!(port.clone().at(Some(115_200)).builder(), set(115_200, &port));
    assert_eq!(port.clone().at(None).builder(), port.builder());
}
