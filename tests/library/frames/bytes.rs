//! What holds for any bytes and keys, in any pieces, at any time.

use super::player::{Player, at};
use binledger::app::keyboard::Pressed;
use binledger::domain::command::Command;
use binledger::keys::Key;
use binledger::scan::profile::Bytes;
use binledger::scan::{Framer, Framing, Read, Source, SourceKind};
use proptest::prelude::*;

fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        3 => prop::sample::select(&b"\r\n\t\x02\x03~#\x00\x1d"[..]),
        2 => b'0'..=b'9',
        1 => any::<u8>(),
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(byte(), 0..300)
}

fn around() -> impl Strategy<Value = Framing> {
    let some = |all: &'static [&'static [u8]]| prop::sample::select(all);
    (
        some(&[b"", b"\x02", b"~", b"\x02~"]),
        some(&[b"", b"\x03", b"#", b"#~"]),
    )
        .prop_map(|(prefix, suffix)| Framing {
            prefix: Bytes::from(prefix),
            suffix: Bytes::from(suffix),
            ..Framing::default()
        })
}

fn kind() -> impl Strategy<Value = SourceKind> {
    use SourceKind::{Paste, Script, Serial, Terminal};
    prop::sample::select(&[Paste, Script, Serial, Terminal][..])
}

/// What a source makes of pieces, to its end.
fn framed(kind: SourceKind, framing: &Framing, pieces: &[(&[u8], i64)]) -> Vec<Read> {
    let mut framer = Framer::new(Source::new(kind, "any"), framing);
    let mut reads = Vec::new();
    for (piece, micros) in pieces {
        reads.extend(framer.feed(piece, at(*micros)));
    }
    let end = pieces.last().map_or(0, |piece| piece.1);
    reads.extend(framer.finish(at(end)));
    reads
}

/// Bytes in pieces of these lengths, a length and a pause each.
fn cut<'b>(mut bytes: &'b [u8], cuts: &[(usize, i64)]) -> Vec<(&'b [u8], i64)> {
    let (mut pieces, mut now) = (Vec::new(), 0);
    for (length, pause) in cuts {
        let (head, tail) = bytes.split_at(*length.min(&bytes.len()));
        now += pause;
        pieces.push((head, now));
        bytes = tail;
    }
    pieces.push((bytes, now));
    pieces
}

/// Whether a sequence has all of another's bytes, in its order.
fn has_in_order(all: &[u8], some: &[u8]) -> bool {
    let mut all = all.iter();
    some.iter().all(|byte| all.any(|other| other == byte))
}

proptest! {
    #[test]
    fn any_pieces_of_the_same_bytes_give_the_same_reads(
        bytes in bytes(),
        framing in around(),
        kind in kind(),
        cuts in prop::collection::vec((1..20usize, Just(0)), 0..60),
    ) {
        let whole = framed(kind, &framing, &[(&bytes, 0)]);
        prop_assert_eq!(whole, framed(kind, &framing, &cut(&bytes, &cuts)));
    }

    #[test]
    fn where_no_fingers_are_time_changes_no_read(
        bytes in bytes(),
        framing in around(),
        cuts in prop::collection::vec((1..20usize, 0..3_000_000i64), 0..60),
    ) {
        let clear = |reads: Vec<Read>| -> Vec<_> {
            reads.into_iter().map(|read| (read.bytes, read.typed, read.ending)).collect()
        };
        for kind in [SourceKind::Serial, SourceKind::Paste] {
            let whole = framed(kind, &framing, &[(&bytes, 0)]);
            prop_assert_eq!(clear(whole), clear(framed(kind, &framing, &cut(&bytes, &cuts))));
        }
    }

    #[test]
    fn no_byte_is_lost_or_invented(
        bytes in prop::collection::vec(byte(), 0..1_500),
        kind in kind(),
        cuts in prop::collection::vec((1..40usize, 0..2_000_000i64), 0..100),
    ) {
        let reads = framed(kind, &Framing::default(), &cut(&bytes, &cuts));
        let is_noise = |byte: u8| kind == SourceKind::Serial && matches!(byte, 0x00 | 0x11 | 0x13);
        let data = |byte: &u8| !b"\r\n\t".contains(byte) && !is_noise(*byte);
        let mut sent: Vec<u8> = bytes.iter().copied().filter(data).collect();
        let mut kept: Vec<u8> = reads.iter().flat_map(|read| read.bytes.clone()).collect();
        for read in &reads {
            prop_assert!(has_in_order(&sent, &read.bytes), "in another order: {}", read.in_clear());
        }
        sent.sort_unstable();
        kept.sort_unstable();
        prop_assert_eq!(sent, kept);
    }

    #[test]
    fn no_key_is_lost_or_invented(
        keys in prop::collection::vec((key(), pause()), 0..200),
    ) {
        let mut player = Player::with("");
        let (mut sent, mut kept, mut handed_back) = (Vec::new(), Vec::new(), 0);
        for (key, micros) in keys {
            if let Some(byte) = data_of(key) {
                sent.push(byte);
            }
            for pressed in player.press(micros, key) {
                match pressed {
                    Pressed::Read(read) => kept.extend(read.bytes),
                    // Ctrl+C, to which `quit` is bound.
                    Pressed::Act(command) => handed_back += usize::from(command == Command::Quit),
                    Pressed::Unbound(key) | Pressed::Trigger(key) => {
                        prop_assert!(false, "{key} means nothing");
                    }
                    Pressed::Line => {}
                }
            }
        }
        kept.extend(player.keyboard.line().into_bytes());
        kept.extend(std::iter::repeat_n(0x03, handed_back));
        sent.sort_unstable();
        kept.sort_unstable();
        prop_assert_eq!(sent, kept);
    }
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => prop::char::range('0', '9').prop_map(Key::plain),
        2 => prop::char::range('A', 'Z').prop_map(Key::plain),
        1 => Just(Key::ctrl('5')),
        1 => Just(Key::ctrl('c')),
        1 => prop::sample::select(&["enter", "tab"][..]).prop_map(|name| name.parse().unwrap()),
    ]
}

/// Pauses of scanners, fingers, networks, and of people who do something else.
fn pause() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..5_000i64, 1 => 5_000..70_000i64, 2 => 70_000..300_000i64, 1 => 300_000..2_000_000i64]
}

/// The byte that a key is, if it is data.
fn data_of(key: Key) -> Option<u8> {
    match (key.character(), key.control()) {
        (Some(c), _) => u8::try_from(c).ok(),
        (_, Some('5')) => Some(0x1d),
        (_, Some('c')) => Some(0x03),
        _ => None,
    }
}
