use super::*;
use proptest::prelude::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis)
}

fn serial() -> Framer {
    Framer::new(
        Source::new(SourceKind::Serial, "/dev/scanner"),
        &Framing::default(),
    )
}

fn wedge() -> Framer {
    Framer::new(Source::new(SourceKind::Terminal, "tty"), &Framing::default())
}

/// Plays keys at a steady pace: `~` is Enter, `^x` is Ctrl+x, `<` is Backspace. Reads show as `typed:` or `scan:`.
fn play(framer: &mut Framer, keys: &str, start: i64, pace: i64) -> Vec<String> {
    let (mut told, mut now, mut keys) = (Vec::new(), start, keys.chars());
    while let Some(key) = keys.next() {
        let stroke = match key {
            '~' => Stroke::Enter,
            '<' => Stroke::Backspace,
            '^' => Stroke::Control(keys.next().unwrap()),
            _ => Stroke::Char(key),
        };
        match framer.stroke(stroke, at(now)) {
            Heard::Pending => {}
            Heard::Read(read) => {
                told.push(format!(
                    "{}:{}",
                    if read.typed { "typed" } else { "scan" },
                    read.in_clear()
                ));
            }
            Heard::Key => told.push(format!("key:{stroke:?}")),
        }
        now += pace;
    }
    told
}

#[test]
fn each_terminator_ends_one_read() {
    let texts = |bytes: &[u8]| {
        serial()
            .feed(bytes, at(0))
            .iter()
            .map(Read::in_clear)
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(b"4006381333931\r"), ["4006381333931"]);
    assert_eq!(texts(b"4006381333931\t"), ["4006381333931"]);
    assert_eq!(
        texts(b"A\r\nB\nC\rD"),
        ["A", "B", "C"],
        "CRLF is one terminator, D is not over"
    );
    assert_eq!(
        texts(b"4006381333931\r5010029000016\r"),
        ["4006381333931", "5010029000016"]
    );
    assert_eq!(texts(b"\r"), [""], "a lone Enter is a read");
    assert_eq!(texts(b"\r\r\n\n"), ["", "", ""], "three times Enter");
    assert_eq!(
        texts(b"\x00\x11\x134006381333931\r"),
        ["4006381333931"],
        "NUL, XON, XOFF are line noise"
    );
    assert_eq!(
        texts(b"]d2\x1d10A\x08\x1e\x04\r"),
        [r"]d2\x1d10A\x08\x1e\x04"],
        "other controls are data"
    );
    assert_eq!(
        texts(b"A\xe9B\r"),
        [r"A\xe9B"],
        "a Latin-1 byte costs its neighbours nothing"
    );
}

#[test]
fn a_crlf_in_two_feeds_is_still_one_terminator() {
    let mut framer = serial();
    assert_eq!(framer.feed(b"A\r", at(0)).len(), 1);
    assert!(framer.feed(b"\n", at(900)).is_empty());
    assert_eq!(
        framer.feed(b"\n", at(901)).len(),
        1,
        "the next LF is a key of its own"
    );
}

#[test]
fn silence_ends_a_read_only_where_the_source_says_so() {
    let framing = Framing {
        idle_ms: Some(50),
        ..Framing::default()
    };
    let mut framer = Framer::new(Source::new(SourceKind::Serial, "s"), &framing);
    assert!(framer.tick(at(0)).is_none(), "nothing was heard");
    assert!(framer.feed(b"4006381333931", at(0)).is_empty());
    assert!(framer.tick(at(49)).is_none());
    let read = framer.tick(at(60)).unwrap();
    assert_eq!(
        (read.in_clear().as_str(), read.ending),
        ("4006381333931", Ending::Idle)
    );
    let mut patient = serial();
    patient.feed(b"40063", at(0));
    assert!(patient.tick(at(90_000)).is_none());
}

#[test]
fn an_overlong_read_comes_in_marked_pieces() {
    let mut framer = serial();
    let mut reads = framer.feed(&vec![b'x'; LONGEST + 10], at(0));
    reads.extend(framer.feed(b"\rNEXT\r", at(1)));
    let told: Vec<_> = reads
        .iter()
        .map(|read| (read.bytes.len(), read.overlong, read.ending))
        .collect();
    assert_eq!(
        told,
        [
            (LONGEST, true, Ending::Full),
            (10, true, Ending::Enter),
            (4, false, Ending::Enter)
        ],
        "the tail of an overlong read is never mistaken for a code"
    );
}

#[test]
fn rhythm_tells_typed_from_scanned() {
    assert_eq!(play(&mut wedge(), "4006381333931~", 0, 2), ["scan:4006381333931"]);
    assert_eq!(play(&mut wedge(), "4006~", 0, 170), ["typed:4006"]);
    assert_eq!(
        play(&mut wedge(), "AB~", 0, 2),
        ["typed:AB"],
        "too short for a code"
    );
    let mut hiccup = wedge();
    play(&mut hiccup, "40063813", 0, 2);
    assert_eq!(
        play(&mut hiccup, "33931~", 400, 2),
        ["scan:4006381333931"],
        "one pause is the line's"
    );
}

#[test]
fn control_keys_are_data_in_a_burst_and_keys_alone() {
    assert_eq!(
        play(&mut wedge(), "]d20109521234543213^]10A~", 0, 2),
        [r"scan:]d20109521234543213\x1d10A"]
    );
    assert_eq!(
        play(&mut wedge(), "]d2AB^510A^c^h^68~", 0, 2),
        [r"scan:]d2AB\x1d10A\x03\x08\x1e8"]
    );
    assert_eq!(play(&mut wedge(), "^c", 500, 0), ["key:Control('c')"]);
    assert_eq!(play(&mut wedge(), "^j", 500, 0), ["key:Control('j')"]);
    assert_eq!(
        play(&mut wedge(), "^]01A~", 0, 2),
        [r"scan:\x1d01A"],
        "a separator is never a key"
    );
    assert_eq!(
        play(&mut wedge(), "CODE~^j", 0, 2),
        ["scan:CODE"],
        "Enter and Ctrl+J are one CRLF"
    );
    assert_eq!(
        play(&mut wedge(), "CODE^jNEXT~", 0, 2),
        ["scan:CODE", "scan:NEXT"]
    );
}

#[test]
fn fingers_may_correct_themselves() {
    assert_eq!(play(&mut wedge(), "12é<<3~", 0, 150), ["typed:13"]);
    assert_eq!(
        play(&mut wedge(), "<", 0, 150),
        ["key:Backspace"],
        "nothing to take back"
    );
}

#[test]
fn times_span_the_read() {
    let mut framer = serial();
    framer.feed(b"AB", at(5));
    let read = framer.feed(b"CD\r", at(9)).remove(0);
    assert_eq!((read.first_at, read.last_at), (at(5), at(9)));
    let enter = framer.feed(b"\r", at(20)).remove(0);
    assert_eq!((enter.first_at, enter.is_enter()), (at(20), true));
}

proptest! {
    #[test]
    fn any_chunking_gives_the_same_reads(
        bytes in prop::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'\t'), any::<u8>()], 0..300),
        cuts in prop::collection::vec(1usize..20, 0..60),
    ) {
        let whole = serial().feed(&bytes, at(0));
        let (mut framer, mut rest, mut pieces) = (serial(), &bytes[..], Vec::new());
        for cut in cuts {
            let (head, tail) = rest.split_at(cut.min(rest.len()));
            pieces.extend(framer.feed(head, at(0)));
            rest = tail;
        }
        pieces.extend(framer.feed(rest, at(0)));
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn no_byte_of_data_is_lost(bytes in prop::collection::vec(any::<u8>(), 0..9000)) {
        let mut framer = wedge();
        let mut reads = framer.feed(&bytes, at(0));
        reads.extend(framer.finish(at(1)));
        let kept: Vec<u8> = reads.iter().flat_map(|read| read.bytes.clone()).collect();
        let sent: Vec<u8> = bytes.into_iter().filter(|byte| !b"\r\n\t".contains(byte)).collect();
        prop_assert_eq!(kept, sent);
    }
}
