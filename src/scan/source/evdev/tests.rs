use super::*;
use evdev::uinput::VirtualDevice;
use evdev::{AttributeSet, KeyEvent};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(10);

/// Returns a virtual keyboard and its path; `None` if this user may not create one.
fn keyboard(name: &str) -> Option<(VirtualDevice, PathBuf)> {
    let keys: AttributeSet<KeyCode> = (1..=194).map(KeyCode).collect();
    let made = VirtualDevice::builder()
        .and_then(|builder| builder.name(name).with_keys(&keys))
        .and_then(evdev::uinput::VirtualDeviceBuilder::build)
        .and_then(|mut device| {
            let node = device.enumerate_dev_nodes_blocking()?.next();
            Ok((device, node.ok_or(io::ErrorKind::NotFound)??))
        });
    made.inspect_err(|error| eprintln!("skipped: no keyboard can be made through /dev/uinput ({error})"))
        .ok()
}

/// Presses and releases keys while others are held.
fn press(device: &mut VirtualDevice, held: &[KeyCode], keys: &[KeyCode]) {
    let down = |key: &KeyCode| *KeyEvent::new(*key, 1);
    let up = |key: &KeyCode| *KeyEvent::new(*key, 0);
    for key in held {
        device.emit(&[down(key)]).unwrap();
    }
    for key in keys {
        device.emit(&[down(key)]).unwrap();
        device.emit(&[up(key)]).unwrap();
    }
    for key in held {
        device.emit(&[up(key)]).unwrap();
    }
}

fn next(heard: &Receiver<SourceEvent>) -> String {
    match heard.recv_timeout(DEADLINE).expect("an event within ten seconds") {
        SourceEvent::Connected(source) => format!("connected {:?}", source.kind),
        SourceEvent::Disconnected { cut, .. } => format!("disconnected in {}", cut.escape_ascii()),
        SourceEvent::Read(read) => format!(
            "{} {}",
            if read.typed { "typed" } else { "scanned" },
            read.in_clear()
        ),
    }
}

#[test]
fn presses_are_bytes_and_what_the_system_dropped_is_a_gap() {
    let key = |code: KeyCode, value| InputEvent::new(EventType::KEY.0, code.0, value);
    let events = [
        key(KeyCode::KEY_LEFTSHIFT, 1),
        InputEvent::new(EventType::MISC.0, 4, 0x0007_0004),
        key(KeyCode::KEY_A, 1),
        key(KeyCode::KEY_A, 2), // held so long that it repeats: no scanner does
        key(KeyCode::KEY_A, 0),
        InputEvent::new(
            EventType::SYNCHRONIZATION.0,
            SynchronizationCode::SYN_DROPPED.0,
            0,
        ),
        key(KeyCode::KEY_B, 1),
    ];
    let mut presses = Presses {
        keys: American::default(),
        ready: VecDeque::new(),
    };
    presses.hear(&events);
    let bytes = |text: &[u8]| Moment::Bytes(text.to_vec());
    assert_eq!(presses.ready, [bytes(b"A"), Moment::Gap, bytes(b"b")]);
}

#[test]
fn a_grabbed_scanner_is_heard_and_its_end_is_told() {
    let Some((mut device, path)) = keyboard("binledger test scanner") else {
        return;
    };
    let node = Node::new(path.to_str().unwrap(), &Profile::default()).unwrap();
    let (inbox, heard) = channel::<SourceEvent>();
    let _listening = Scanner::listen(node.clone(), inbox).unwrap();
    assert_eq!(next(&heard), "connected Evdev");
    press(&mut device, &[], &[KeyCode::KEY_1, KeyCode::KEY_0]);
    press(&mut device, &[KeyCode::KEY_LEFTSHIFT], &[KeyCode::KEY_A]);
    press(&mut device, &[KeyCode::KEY_LEFTCTRL], &[KeyCode::KEY_RIGHTBRACE]);
    press(&mut device, &[], &[KeyCode::KEY_B, KeyCode::KEY_ENTER]);
    assert_eq!(next(&heard), r"scanned 10A\x1db");
    let (second, refused) = channel::<SourceEvent>();
    let _other = Scanner::listen(node, second).unwrap();
    assert!(
        next(&refused).starts_with("disconnected"),
        "nobody else gets it meanwhile"
    );
    press(&mut device, &[], &[KeyCode::KEY_C]);
    drop(device);
    assert_eq!(next(&heard), "disconnected in c");
}

#[test]
fn a_device_that_is_not_there_is_reported() {
    let node = Node::new("/dev/input/by-id/no-such-scanner", &Profile::default()).unwrap();
    let (inbox, heard) = channel::<SourceEvent>();
    let _listening = Scanner::listen(node, inbox).unwrap();
    assert_eq!(next(&heard), "disconnected in ");
}

#[test]
fn a_key_for_the_separator_that_is_no_function_key_is_named() {
    let profile: Profile = "name = \"dock\"\n[data]\nseparator_key = \"alt-x\""
        .parse()
        .unwrap();
    let wrong = Node::new("/dev/input/event9", &profile).unwrap_err().to_string();
    assert!(
        wrong.starts_with("dock: ") && wrong.contains("found \"alt-x\""),
        "{wrong}"
    );
}
