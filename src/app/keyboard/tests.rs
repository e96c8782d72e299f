mod trigger;

use super::*;
use crate::keys::Builtin;

/// Plays keys at a terminal: every pause is given in milliseconds.
struct Desk {
    keyboard: Keyboard,
    keymap: Keymap,
    now: DateTime<Utc>,
    said: Vec<String>,
}

impl Desk {
    fn new() -> Self {
        Self {
            keyboard: Keyboard::new("tty", &Profile::default()).unwrap(),
            keymap: Keymap::builtin(Builtin::Default).unwrap(),
            now: DateTime::UNIX_EPOCH,
            said: Vec::new(),
        }
    }

    fn key(mut self, pause_ms: i64, key: Key) -> Self {
        self.now += TimeDelta::milliseconds(pause_ms);
        let answers = self.keyboard.press(key, self.now, &self.keymap, &[Layer::Global]);
        self.hears(answers);
        self
    }

    fn hears(&mut self, answers: Vec<Pressed>) {
        for answer in answers {
            match answer {
                Pressed::Read(read) => {
                    let how = if read.typed { "typed" } else { "scanned" };
                    self.said.push(format!("{how} {}", read.in_clear()));
                }
                Pressed::Act(action) => self.said.push(action.to_string()),
                Pressed::Unbound(key) => self.said.push(format!("unbound {key}")),
                Pressed::Trigger(key) => self.said.push(format!("trigger {key}")),
                Pressed::Line => {}
            }
        }
    }

    /// Lets time pass.
    fn waits(mut self, millis: i64) -> Self {
        self.now += TimeDelta::milliseconds(millis);
        let answers = self.keyboard.tick(self.now);
        self.hears(answers);
        self
    }

    fn press(self, spelling: &str) -> Self {
        self.key(200, spelling.parse().unwrap())
    }

    fn fingers(self, text: &str) -> Self {
        text.chars().fold(self, |desk, c| desk.key(150, Key::plain(c)))
    }

    /// Keys as a terminal reports a scanner's bytes: control characters are control keys.
    fn scanner(self, text: &str) -> Self {
        text.chars().enumerate().fold(self, |desk, (n, c)| {
            let key = match c {
                '\r' => "enter".parse().unwrap(),
                '\t' => "tab".parse().unwrap(),
                '\x1d' => Key::ctrl('5'),
                '\x1e' => Key::ctrl('6'),
                '\x01'..='\x1a' => Key::ctrl(char::from(c as u8 | 0x60)),
                _ => Key::plain(c),
            };
            desk.key(if n == 0 { 500 } else { 3 }, key)
        })
    }

    /// Returns a desk whose scanner has this profile.
    fn with(profile: &str) -> Self {
        let keyboard = Keyboard::new("tty", &profile.parse().unwrap()).unwrap();
        Self {
            keyboard,
            ..Self::new()
        }
    }

    #[track_caller]
    fn says<const N: usize>(mut self, said: [&str; N]) -> Self {
        self = self.waits(100);
        assert_eq!(self.said, said);
        self
    }

    #[track_caller]
    fn shows(mut self, line: &str) -> Self {
        self = self.waits(100);
        assert_eq!(self.keyboard.line(), line);
        self
    }
}

#[test]
fn typing_is_seen_letter_by_letter_and_can_be_edited() {
    let desk = Desk::new()
        .fingers("L-03")
        .shows("L-03")
        .press("backspace")
        .shows("L-0")
        .fingers("4");
    desk.shows("L-04").press("enter").shows("").says(["typed L-04"]);
}

#[test]
fn separators_inside_a_scan_are_data() {
    Desk::new()
        .scanner("]d20109521234543213\x1d10A\r")
        .says([r"scanned ]d20109521234543213\x1d10A"]);
    Desk::new()
        .scanner("[)>\x1e06\x1d1PA\x1e\x04\r")
        .says([r"scanned [)>\x1e06\x1d1PA\x1e\x04"]);
    Desk::new().scanner("ABCD\x03\r").says([r"scanned ABCD\x03"]);
}

#[test]
fn control_keys_alone_are_the_operators() {
    Desk::new().press("ctrl-c").press("ctrl-z").says(["quit", "undo"]);
    Desk::new()
        .fingers("12")
        .press("ctrl-u")
        .says(["clear"])
        .shows("12");
}

#[test]
fn function_keys_are_commands_also_right_after_a_scan() {
    Desk::new()
        .scanner("4006381333931\r")
        .key(0, "f8".parse().unwrap())
        .says(["scanned 4006381333931", "undo"]);
    Desk::new()
        .press("f19")
        .press("alt-f4")
        .says(["unbound f19", "unbound alt-f4"]);
}

#[test]
fn one_terminator_may_be_two_characters() {
    for end in ["\r", "\n", "\r\n", "\t", "\t\r", "\r\t"] {
        Desk::new()
            .scanner(&format!("4006381333931{end}"))
            .says(["scanned 4006381333931"]);
    }
}

#[test]
fn enter_alone_goes_on() {
    Desk::new()
        .press("enter")
        .press("tab")
        .press("enter")
        .says(["next", "next"]);
    Desk::new().press("ctrl-j").press("ctrl-j").says(["next", "next"]);
    Desk::new()
        .scanner("4006381333931\r\r")
        .says(["scanned 4006381333931", "next"]);
}

#[test]
fn the_leader_and_a_letter_are_a_command() {
    let desk = Desk::new().fingers(".").shows(".");
    assert!(desk.keyboard.leader_waits());
    desk.fingers("u")
        .shows("")
        .says(["undo"])
        .fingers(".S")
        .says(["undo", "short"]);
}

#[test]
fn a_scan_that_begins_with_the_leader_is_data() {
    Desk::new().scanner(".U12\r").says(["scanned .U12"]);
    Desk::new()
        .scanner("4006381333931\r.u123\r")
        .says(["scanned 4006381333931", "scanned .u123"]);
    Desk::new().scanner("..\r").says(["typed .."]);
}

#[test]
fn a_slow_scanner_is_no_finger() {
    let slow = |desk: Desk, c: char| desk.key(55, Key::plain(c));
    ".undo"
        .chars()
        .fold(Desk::new(), slow)
        .press("enter")
        .says(["typed .undo"]);
}

#[test]
fn the_leader_inside_a_line_is_data() {
    Desk::new().fingers("12.u5").press("enter").says(["typed 12.u5"]);
}

#[test]
fn the_leader_can_be_typed_and_taken_back() {
    Desk::new()
        .fingers("..5")
        .shows(".5")
        .press("enter")
        .says(["typed .5"]);
    Desk::new().fingers(".").press("backspace").shows("").says([]);
    Desk::new()
        .fingers(".")
        .press("esc")
        .shows("")
        .press("esc")
        .says(["back"]);
    Desk::new().fingers(".").press("enter").says(["typed ."]);
    Desk::new().fingers(".").press("f8").says(["undo"]).shows(".");
}

#[test]
fn a_letter_that_no_command_has_is_data() {
    let mut desk = Desk::new();
    desk.keymap = Keymap::read("mine.toml", "[global]\n\"leader u\" = \"none\"").unwrap();
    desk.fingers(".u").shows(".u").says([]);
}

#[test]
fn a_scanner_may_play_separators_on_the_keypad_or_as_a_function_key() {
    let keypad = |desk: Desk, digits: &str| {
        digits
            .chars()
            .fold(desk, |desk, c| desk.key(3, format!("alt-{c}").parse().unwrap()))
    };
    let rest = |desk: Desk| {
        "10A"
            .chars()
            .fold(desk, |desk, c| desk.key(3, Key::plain(c)))
            .press("enter")
    };
    let desk = keypad(Desk::new().scanner("]d2010952"), "029");
    rest(desk).says([r"scanned ]d2010952\x1d10A"]);
    let desk = keypad(Desk::new().scanner("]d2010952"), "29");
    rest(desk).says([r"scanned ]d2010952\x1d10A"]);
    let desk = Desk::with("[data]\nseparator_key = \"f8\"")
        .scanner("]d2010952")
        .key(3, "f8".parse().unwrap());
    rest(desk).says([r"scanned ]d2010952\x1d10A"]).press("f8");
}

#[test]
fn a_key_that_there_is_none_of_is_named() {
    let profile = "name = \"dock\"\n[data]\nseparator_key = \"f88\""
        .parse()
        .unwrap();
    let wrong = Keyboard::new("tty", &profile).unwrap_err().to_string();
    assert!(
        wrong.starts_with("dock: data.separator_key") && wrong.contains("f88"),
        "{wrong}"
    );
}

#[test]
fn an_escape_before_a_scan_is_its_preamble() {
    let desk = Desk::new().key(500, "alt-A".parse().unwrap());
    "BCD"
        .chars()
        .fold(desk, |desk, c| desk.key(3, Key::plain(c)))
        .press("enter")
        .says([r"scanned \x1bABCD"]);
}

#[test]
fn a_paste_is_read_line_by_line_and_leaves_the_line_alone() {
    let mut desk = Desk::new().fingers("12");
    let pasted = desk.keyboard.paste(
        "4006381333931\r\n]d2010952\u{241d}10A".as_bytes(),
        false,
        desk.now,
    );
    desk.hears(pasted);
    desk.shows("12")
        .says(["scanned 4006381333931", r"scanned ]d2010952\x1d10A"]);
}

#[test]
fn a_thousand_scans_at_once_are_a_thousand_reads() {
    let mut desk = Desk::new();
    for n in 0..1000 {
        for key in format!("C-{n:04}")
            .chars()
            .map(Key::plain)
            .chain(["enter".parse().unwrap()])
        {
            desk = desk.key(0, key);
        }
    }
    assert_eq!(desk.said.len(), 1000);
    assert_eq!(desk.said[999], "scanned C-0999");
}

#[test]
fn silence_ends_the_code_of_a_scanner_without_terminator() {
    let desk = Desk::with("[framing]\nidle_ms = 100").scanner("4006381333931");
    let desk = desk.waits(99);
    assert_eq!(desk.said, [""; 0]);
    desk.waits(1).says(["scanned 4006381333931"]);
}

#[test]
fn a_scan_behind_a_stray_leader_gives_no_command() {
    Desk::new()
        .fingers(".")
        .scanner("S-100\r")
        .says(["scanned S-100"])
        .shows(".");
    Desk::new()
        .fingers(".u")
        .says(["undo"])
        .scanner("4006381333931\r")
        .says(["undo", "scanned 4006381333931"]);
    let both = Desk::new().fingers(".u").waits(59);
    assert_eq!(both.said, [""; 0], "a scanner may still go on");
    both.waits(1).says(["undo"]);
}

#[test]
fn a_key_that_is_no_character_is_no_command_inside_a_burst() {
    let f8 = Desk::new().scanner("]d2010952").key(3, "f8".parse().unwrap());
    "10A"
        .chars()
        .fold(f8, |desk, c| desk.key(3, Key::plain(c)))
        .key(3, "enter".parse().unwrap())
        .says([r"scanned ]d2010952\xef\xbf\xbd10A"]);
    Desk::new().fingers("12").press("f8").says(["undo"]).shows("12");
}

#[test]
fn a_digit_of_the_keypad_alone_is_a_key() {
    Desk::new()
        .press("alt-1")
        .fingers("7")
        .says(["unbound alt-1"])
        .shows("7");
}

#[test]
fn a_byte_that_is_no_character_is_data() {
    let mut desk = Desk::new().scanner("40");
    assert_eq!(desk.keyboard.bytes(b"\xe9", desk.now), [Pressed::Line]);
    desk.key(3, Key::plain('6'))
        .press("enter")
        .says([r"scanned 40\xe96"]);
}

#[test]
fn a_sequence_without_a_key_is_data_in_a_burst_and_nothing_alone() {
    let mut desk = Desk::new().scanner("4006");
    assert_eq!(
        desk.keyboard.sequence(b"\x1b[99~", false, desk.now),
        [Pressed::Line]
    );
    desk.key(3, "enter".parse().unwrap())
        .says([r"scanned 4006\x1b[99~"]);
    let mut desk = Desk::new().fingers("12");
    let later = desk.now + TimeDelta::milliseconds(200);
    assert_eq!(desk.keyboard.sequence(b"\x1b[99~", false, later), []);
    desk.shows("12");
}

#[test]
fn the_beginning_of_a_sequence_is_never_lost() {
    let mut desk = Desk::new();
    let [Pressed::Read(cut)] = &desk.keyboard.sequence(b"\x1b[2", true, desk.now)[..] else {
        panic!()
    };
    assert_eq!((cut.in_clear().as_str(), cut.ending), (r"\x1b[2", Ending::Cut));
    let mut desk = desk.fingers("12");
    let later = desk.now + TimeDelta::milliseconds(200);
    desk.keyboard.sequence(b"\x1b[2", true, later);
    desk.shows("12\x1b[2");
}
