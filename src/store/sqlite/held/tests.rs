use super::*;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};

/// A process that has locked a file and sleeps; it ends with the test.
struct Sleeper(Child);

impl Sleeper {
    fn on(file: &Path) -> Self {
        let mut sleeper = Command::new("flock");
        let sleeper = sleeper.arg("--no-fork").arg(file).args(["sleep", "60"]);
        let sleeper = Self(sleeper.spawn().expect("flock of util-linux"));
        while !has_locked(sleeper.id(), file) || !sleeper.is_asleep() {
            std::thread::sleep(Duration::from_millis(5));
        }
        sleeper
    }

    /// Whether it is the program that sleeps by now, and does.
    fn is_asleep(&self) -> bool {
        let before = Pulse::of(self.id());
        std::thread::sleep(Duration::from_millis(50));
        text(self.id(), "comm").trim_end() == "sleep" && before == Pulse::of(self.id())
    }

    fn id(&self) -> i32 {
        self.0.id().cast_signed()
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let store = home.path().canonicalize().unwrap().join("store");
    fs::write(&store, "").unwrap();
    (home, store)
}

/// What is said of a holder that has not moved for so long.
fn told(store: &Path, still: Duration) -> Holder {
    let mut watch = Watch::default();
    let long = Duration::from_secs(1);
    assert_eq!(watch.look(store, long), None, "it was not held for long yet");
    let seen = watch.seen.as_mut().expect("a holder");
    let since = Instant::now().checked_sub(still).expect("a moment");
    (seen.first, seen.moved) = (since, since);
    match watch.look(store, long) {
        Some(Held::By(holder)) => holder,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_holder_that_sleeps_for_half_a_minute_is_ended_and_one_that_wakes_earlier_is_named() {
    let (_home, store) = place();
    let turn = place::name_beside(&store, "turn");
    let mut sleeper = Sleeper::on(&turn);
    let named = told(&store, Duration::from_secs(29));
    assert_eq!((named.process, named.fate), (sleeper.id(), Fate::Moves));
    assert_eq!(holder(&store).map(|now| now.process), Some(sleeper.id()));
    assert_eq!(told(&store, Duration::from_secs(31)).fate, Fate::Ended);
    assert_eq!(sleeper.0.wait().unwrap().signal(), Some(9));
    assert_eq!(holder(&store), None);
}

#[test]
fn a_holder_that_can_not_be_proved_to_hold_this_file_is_left_alone_and_named_with_what_to_do() {
    let (home, store) = place();
    let (turn, other) = (place::name_beside(&store, "turn"), home.path().join("other"));
    fs::write(&turn, "").unwrap();
    // By another name: the kernel says that the file is locked, and not that this process has locked this name.
    fs::hard_link(&turn, &other).unwrap();
    let mut sleeper = Sleeper::on(&other.canonicalize().unwrap());
    let stuck = told(&store, Duration::from_secs(31));
    assert_eq!((stuck.process, stuck.fate), (sleeper.id(), Fate::Stuck));
    let user = user_of(sleeper.id());
    let said = format!(
        "and does not respond. {user} or the administrator has to end it: kill -9 {}",
        sleeper.id()
    );
    assert!(stuck.to_string().ends_with(&said), "{stuck}");
    assert_eq!(sleeper.0.try_wait().unwrap(), None);
}

fn noted(before: chrono::TimeDelta) -> Note {
    Note {
        process: 1,
        at: clock::machine() - before,
    }
}

#[test]
fn a_note_of_just_now_says_that_the_queue_moves_and_one_of_the_future_says_nothing() {
    let long = Duration::from_mins(1);
    assert!(noted(chrono::TimeDelta::seconds(1)).is_within(long));
    assert!(!noted(chrono::TimeDelta::minutes(2)).is_within(long));
    assert!(!noted(chrono::TimeDelta::minutes(-2)).is_within(long));
}
