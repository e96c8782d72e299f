//! Processes that are killed at a system call, by strace.

use crate::cli::workplace::Workplace;
use std::path::Path;
use std::process::{Command, Stdio};

/// The system calls by which a process changes what lies on the disk.
const STEPS: [&str; 11] = [
    "write",
    "pwrite64",
    "pwritev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat2",
    "unlinkat",
    "unlink",
    "fallocate",
];

/// Puts a fresh copy of a store, with the files beside it, into a folder.
pub fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Whether processes can be killed at a system call here.
pub fn can_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Runs a command on copies of a store, killed at the first, second, third … call of each kind, until it ends by
/// itself; `holds` looks at what each leaves. Answers how often it was killed.
pub fn kill_at_each_step(place: &Workplace, command: &[&str], holds: &dyn Fn(&Path)) -> usize {
    kill_at_steps(place, command, 1, holds)
}

/// The same for a command that writes much: of the writes only every so manyth is the last.
pub fn kill_at_steps(place: &Workplace, command: &[&str], every: usize, holds: &dyn Fn(&Path)) -> usize {
    let (from, to) = (place.path("store"), place.path("copy"));
    let mut kills = 0;
    for call in STEPS {
        let stride = if call.contains("write") { every } else { 1 };
        let mut is_done = false;
        for nth in (1..2000).step_by(stride) {
            copy(&from, &to);
            let inject = format!("inject={call}:signal=KILL:when={nth}");
            let ended = Command::new("strace")
                .args([
                    "-f",
                    "-qq",
                    "-o",
                    "/dev/null",
                    "-e",
                    &format!("trace={call}"),
                    "-e",
                    &inject,
                ])
                .arg(env!("CARGO_BIN_EXE_binledger"))
                .args(command)
                .env("BINLEDGER_STORE", to.join("store.db"))
                .env("XDG_CONFIG_HOME", place.path("none"))
                .env("BINLEDGER_PIN_MS", "1")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            holds(&to);
            if ended.status.success() {
                is_done = true;
                break;
            }
            assert_eq!(
                ended.status.code(),
                None,
                "{}",
                String::from_utf8_lossy(&ended.stderr)
            );
            kills += 1;
        }
        assert!(is_done, "{call} was always the last");
    }
    kills
}
