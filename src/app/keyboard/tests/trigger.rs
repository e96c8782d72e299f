//! Function keys that a hand-held presses before each code.

use super::*;

#[test]
fn a_function_key_right_before_a_code_is_no_command() {
    let code = |desk: Desk| {
        "4006381333931"
            .chars()
            .fold(desk, |desk, c| desk.key(3, Key::plain(c)))
    };
    let desk = code(Desk::new().press("f9")).key(3, "enter".parse().unwrap());
    desk.says(["trigger f9", "scanned 4006381333931"]);
    let desk = code(Desk::new().press("f9").waits(70)).key(3, "enter".parse().unwrap());
    desk.says(["done", "scanned 4006381333931"]);
    Desk::new().press("f9").says(["done"]);
    let desk = Desk::new().press("f8").key(10, "f9".parse().unwrap());
    desk.says(["undo", "done"]);
}

#[test]
fn the_trigger_key_of_the_profile_never_means_anything() {
    let desk = Desk::with("[framing]\ntrigger_key = \"f9\"")
        .press("f9")
        .scanner("4006381333931\r");
    desk.press("f8")
        .says(["trigger f9", "scanned 4006381333931", "undo"]);
    let wrong = Keyboard::new(
        "tty",
        &"name = \"dock\"\n[framing]\ntrigger_key = \"f99\""
            .parse()
            .unwrap(),
    );
    let error = wrong.unwrap_err().to_string();
    assert!(error.starts_with("dock: framing.trigger_key: "), "{error}");
}
