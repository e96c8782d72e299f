//! What the loop around calibration sees of it.

use super::*;
use crate::domain::command::Place;
use crate::keys::{Builtin, Key};

const LAYERS: [Layer; 2] = [Layer::Global, Layer::At(Place::Calibrate)];

struct Bench {
    calibrating: Calibrating,
    keymap: Keymap,
    now: DateTime<Utc>,
}

impl Bench {
    fn new(shelf: Shelf) -> Self {
        Self {
            calibrating: Calibrating::named(
                "dock",
                ("T-1", "terminal"),
                Line::Keyboard,
                shelf,
                Path::new("store.db"),
            ),
            keymap: Keymap::builtin(Builtin::Default).unwrap(),
            now: DateTime::UNIX_EPOCH,
        }
    }

    fn press(&mut self, key: Key) -> Vec<Asked> {
        self.now += TimeDelta::milliseconds(2);
        let input = TermInput::Key { key, at: self.now };
        self.calibrating.input(&input, &self.keymap, &LAYERS).unwrap()
    }

    /// Presses keys quickly and returns what is asked for once they are over.
    fn burst(&mut self, keys: &[&str]) -> Vec<Asked> {
        for key in keys {
            assert_eq!(self.press(key.parse().unwrap()), []);
        }
        assert_eq!(
            self.calibrating.silence(self.now, &self.keymap, &LAYERS),
            [],
            "not over yet"
        );
        self.now += TimeDelta::seconds(2);
        self.calibrating.silence(self.now, &self.keymap, &LAYERS)
    }

    fn scan(&mut self, code: &str) -> Vec<Asked> {
        let mut keys: Vec<String> = code.chars().map(String::from).collect();
        keys.push("enter".into());
        self.burst(&keys.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

#[test]
fn a_key_is_the_operators_in_silence_and_data_in_a_burst() {
    let mut bench = Bench::new(Shelf::Nowhere);
    let asked = bench.press("ctrl-z".parse().unwrap());
    assert!(matches!(asked[..], [Asked::Act(Command::Undo, _)]), "{asked:?}");
    let asked = bench.burst(&["f8"]);
    assert!(matches!(asked[..], [Asked::Act(Command::Undo, _)]), "{asked:?}");
    let asked = bench.burst(&["Z", "f8", "q", "ctrl-5", "enter"]);
    let [Asked::Note(read), Asked::Sound(Level::Error)] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(
        (read.bytes.as_slice(), read.ending),
        (&b"Zq\x1d"[..], Ending::Enter)
    );
}

#[test]
fn a_letter_behind_the_leader_and_a_command_barcode_are_no_symbols() {
    let mut bench = Bench::new(Shelf::Nowhere);
    let asked = bench.burst(&[".", "k"]);
    assert!(matches!(asked[..], [Asked::Act(Command::Skip, _)]), "{asked:?}");
    let asked = bench.scan("$BL.BACK");
    assert!(
        matches!(&asked[..], [Asked::Note(read)] if read.bytes == b"$BL.BACK"),
        "{asked:?}"
    );
    let asked = bench.press("enter".parse().unwrap());
    assert!(matches!(asked[..], [Asked::Act(Command::Next, _)]), "{asked:?}");
    assert!(bench.calibrating.act(&Command::Next), "and it does nothing");
    assert_eq!(bench.calibrating.machine().symbol().unwrap().0, 1);
}

#[test]
fn a_profile_is_saved_once_it_is_complete_and_assigned_to_its_source() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dock.toml");
    let mut bench = Bench::new(Shelf::File(path.clone(), false));
    assert!(
        bench.calibrating.act(&Command::Done),
        "nothing is saved before the third symbol"
    );
    assert!(!path.exists());
    for code in ["Aq-Zy/_]W\";8", "90aZ-4|91y7Q"] {
        let asked = bench.scan(code);
        assert!(
            matches!(asked[..], [Asked::Note(_), Asked::Sound(Level::Good)]),
            "{asked:?}"
        );
    }
    assert!(bench.calibrating.act(&Command::Skip));
    assert!(bench.calibrating.act(&Command::Done));
    let profile = std::fs::read_to_string(&path).unwrap();
    assert!(profile.contains("separator = [\"|\"]"), "{profile}");
    let [section, line] = bench.calibrating.assignment().unwrap();
    assert_eq!(
        (section.as_str(), line),
        (
            "[profiles]",
            format!("terminal = {:?}", path.display().to_string())
        )
    );
    assert_eq!(bench.calibrating.unused().unwrap().data.separator[0].0, b"|");
    bench.calibrating.used();
    assert_eq!(bench.calibrating.unused(), None, "it is used once");
    assert!(
        !bench.calibrating.act(&Command::Done),
        "the second time it is left"
    );
    assert!(
        bench.calibrating.act(&Command::Clear),
        "begun again, nothing is saved yet"
    );
    assert_eq!(
        (bench.calibrating.saved(), bench.calibrating.unused()),
        (None, None)
    );
}

#[test]
fn a_serial_scanner_is_calibrated_under_its_port_and_gets_its_profile_with_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(Shelf::File(folder.path().join("dock.toml"), false));
    let read = Read {
        source: Source::new(SourceKind::Serial, "/dev/ttyACM0"),
        bytes: b"]d1Aq-Zy/_]W\";8".to_vec(),
        first_at: bench.now,
        last_at: bench.now,
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    };
    assert_eq!(
        bench.calibrating.serial(&read),
        [Asked::Note(read), Asked::Sound(Level::Good)]
    );
    assert_eq!(bench.calibrating.machine().line(), Line::Serial);
    let _ = (
        bench.calibrating.act(&Command::Skip),
        bench.calibrating.act(&Command::Skip),
    );
    assert!(bench.calibrating.act(&Command::Done) && bench.calibrating.saved().is_some());
    assert_eq!(bench.calibrating.unused(), None);
}
