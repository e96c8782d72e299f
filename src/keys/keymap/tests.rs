use super::*;
use crate::domain::command::Place;
use crate::domain::job::Job;
use crate::keys::Trouble;

fn default() -> Keymap {
    Keymap::builtin(Builtin::Default).unwrap()
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

/// Reads a user's file that must be wrong and says how.
#[track_caller]
fn complaint(text: &str) -> String {
    Keymap::read("mine.toml", text).unwrap_err().to_string()
}

#[test]
fn every_action_but_the_start_of_a_job_has_a_letter_after_the_leader_in_every_keymap() {
    for builtin in Builtin::ALL {
        let keymap = Keymap::builtin(builtin).unwrap();
        for action in Command::PLAIN {
            assert!(
                keymap.led_letter(action, &[Layer::Global]).is_some(),
                "{} lacks {action}",
                builtin.name()
            );
        }
    }
}

#[test]
fn a_key_has_one_meaning_through_the_whole_product() {
    for builtin in Builtin::ALL {
        let mut meanings = HashMap::new();
        for (chord, action) in Keymap::builtin(builtin).unwrap().bindings.values().flatten() {
            let before = meanings.insert(*chord, action.clone());
            assert!(before.is_none_or(|before| before == *action), "{chord}");
        }
    }
}

#[test]
fn a_terminal_without_function_keys_needs_none() {
    let keymap = Keymap::builtin(Builtin::NoFunctionKeys).unwrap();
    let spelled: Vec<String> = keymap
        .bindings
        .values()
        .flatten()
        .map(|(chord, _)| chord.to_string())
        .collect();
    let function_key = |text: &String| key_number(text).is_some();
    assert!(!spelled.iter().any(function_key), "{spelled:?}");
}

fn key_number(text: &str) -> Option<u8> {
    text.strip_prefix('f')?.parse().ok()
}

#[test]
fn the_topmost_layer_answers_first() {
    let keymap = Keymap::read("mine.toml", "[pick]\n\"f8\" = \"short\"").unwrap();
    assert_eq!(
        keymap.resolve(key("f8"), &[Layer::Global, Layer::At(Place::Work(Job::Pick))]),
        Some(Command::Short)
    );
    assert_eq!(
        keymap.resolve(key("f8"), &[Layer::Global, Layer::At(Place::Work(Job::Count))]),
        Some(Command::Undo)
    );
    assert_eq!(
        keymap.resolve(key("f9"), &[Layer::Global, Layer::At(Place::Work(Job::Pick))]),
        Some(Command::Done)
    );
    assert_eq!(keymap.resolve(key("alt-q"), &[Layer::Global]), None);
}

#[test]
fn a_letter_after_the_leader_counts_in_either_case() {
    let layers = [Layer::Global];
    assert_eq!(default().resolve_led('u', &layers), Some(Command::Undo));
    assert_eq!(default().resolve_led('U', &layers), Some(Command::Undo));
    assert_eq!(default().resolve_led('7', &layers), Some(Command::Choose7));
    assert_eq!(
        default().resolve(key("u"), &layers),
        None,
        "a letter alone is data"
    );
}

#[test]
fn hints_tell_what_the_keys_do() {
    let shown = |keymap: &Keymap, layers: &[Layer]| -> Vec<String> {
        let hints = keymap.hints(layers, &[Command::Undo, Command::Short, Command::Exit]);
        hints
            .into_iter()
            .map(|hint| format!("{} {}", hint.key, hint.label))
            .collect()
    };
    assert_eq!(
        shown(&default(), &[Layer::Global]),
        ["F8 Undo", "^S Short", "F3 Exit"]
    );
    let plain = Keymap::builtin(Builtin::NoFunctionKeys).unwrap();
    assert_eq!(
        shown(&plain, &[Layer::Global]),
        ["^Z Undo", "^S Short", ".x Exit"]
    );
    let mine = "leader = \";\"\n[pick]\n\"f8\" = \"short\"\n[global]\n\"ctrl-z\" = \"none\"";
    let mine = Keymap::read("mine.toml", mine).unwrap();
    assert_eq!(
        shown(&mine, &[Layer::Global, Layer::At(Place::Work(Job::Pick))]),
        [";u Undo", "F8 Short", "F3 Exit"]
    );
}

#[test]
fn hints_after_the_leader_show_letters_only() {
    let hints = default().hints_led(&[Layer::Global], &[Command::Undo, Command::Help]);
    let keys: Vec<_> = hints.iter().map(|hint| hint.key.as_str()).collect();
    assert_eq!(keys, [".u", ".?"]);
}

#[test]
fn every_hint_does_what_it_says() {
    for builtin in Builtin::ALL {
        let keymap = Keymap::builtin(builtin).unwrap();
        for action in Command::all() {
            for chord in keymap.chords(&action, &[Layer::Global, Layer::At(Place::Work(Job::Pick))]) {
                assert_eq!(
                    keymap.look_up(chord, &[Layer::Global, Layer::At(Place::Work(Job::Pick))]),
                    Some(action.clone())
                );
            }
        }
    }
}

#[test]
fn the_leader_twice_is_free_for_typing_it() {
    let mine = Keymap::read("mine.toml", "leader = \"-\"").unwrap();
    assert_eq!(mine.resolve_led('-', &[Layer::Global]), None);
    assert_eq!(mine.led_letter(&Command::Reject, &[Layer::Global]), None);
    assert_eq!(
        mine.led_letter(&Command::Undo, &[Layer::Global]),
        Some("-u".to_owned())
    );
}

#[test]
fn a_users_file_names_its_base() {
    let mine = Keymap::read("mine.toml", "base = \"no-function-keys\"").unwrap();
    assert_eq!(mine, Keymap::builtin(Builtin::NoFunctionKeys).unwrap());
    assert_eq!(Keymap::read("mine.toml", "").unwrap(), default());
}

#[test]
fn mistakes_are_named_with_their_place() {
    insta::assert_snapshot!(complaint("[pick]\n\"f8\" = \"undoo\""),
        @r#"mine.toml: [pick] "f8": expected the name of an action or "none", found "undoo""#);
    insta::assert_snapshot!(complaint("[pick]\n\"f88\" = \"undo\""),
        @r#"mine.toml: [pick] "f88": expected a key such as f8, ctrl-r, esc or "leader u", found "f88""#);
    insta::assert_snapshot!(complaint("[pick]\n\"f8\" = 8"),
        @r#"mine.toml: [pick] "f8": expected the name of an action in quotes, found 8"#);
    insta::assert_snapshot!(complaint("leader = \"u\""),
        @r#"mine.toml: expected leader = one sign such as ".", found "u""#);
    insta::assert_snapshot!(complaint("base = \"vi\""),
        @r#"mine.toml: expected base = "default" or "no-function-keys", found "vi""#);
    insta::assert_snapshot!(complaint("[global]\n\"F8\" = \"undo\"\n\"f8\" = \"short\""),
        @r#"mine.toml: [global] "F8": expected each key once, found it again as "f8""#);
    assert!(
        complaint("[pik]").starts_with("mine.toml: expected base, leader or a section of [global] [sign-in]")
    );
    assert!(complaint("[pick]\n\"f8\" = ").contains("line 2, column 8"));
}

#[test]
fn no_file_can_break_a_rule_of_the_floor() {
    let bind = |key: &str, action: &str| format!("[pick]\n\"{key}\" = \"{action}\"");
    for broken in [
        "u",
        "7",
        "space",
        "enter",
        "tab",
        "backspace",
        "ctrl-5",
        "ctrl-]",
        "ctrl-j",
        "ctrl-m",
        "alt-0",
    ] {
        let error = Keymap::read("mine.toml", &bind(broken, "confirm")).unwrap_err();
        assert!(
            matches!(error.trouble, Trouble::Binding { .. }),
            "{broken}: {error}"
        );
    }
    assert!(
        Keymap::read("mine.toml", &bind("enter", "none")).is_err(),
        "a scanner's Enter always goes on"
    );
    assert!(Keymap::read("mine.toml", &bind("leader 0", "undo")).is_ok());
}

#[test]
fn enter_never_confirms() {
    for builtin in Builtin::ALL {
        let keymap = Keymap::builtin(builtin).unwrap();
        for action in [Command::Confirm, Command::Approve, Command::TakeOver] {
            assert!(
                !keymap
                    .chords(&action, &Layer::all().collect::<Vec<_>>())
                    .iter()
                    .any(|chord| chord.key() == key("enter"))
            );
        }
    }
}

#[test]
fn a_key_may_start_a_job() {
    let mine = Keymap::read(
        "mine.toml",
        "[home]\n\"f5\" = \"pick\"\n\"leader p\" = \"put-away\"",
    )
    .unwrap();
    let home = [Layer::Global, Layer::At(Place::Home)];
    assert_eq!(mine.resolve(key("f5"), &home), Some(Command::Start(Job::Pick)));
    assert_eq!(mine.resolve_led('p', &home), Some(Command::Start(Job::Putaway)));
    assert!(complaint("[home]\n\"f5\" = \"$BL.QTY.12\"").contains("the name of an action"));
}
