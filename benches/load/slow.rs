//! A disk that takes longer to flush: a library between the program and the system, which waits before each flush.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What waits; the system's own calls are done directly.
const SOURCE: &str = r"
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
int fsync(int file) { usleep(MICROS); return syscall(SYS_fsync, file); }
int fdatasync(int file) { usleep(MICROS); return syscall(SYS_fdatasync, file); }
";

/// Returns a library that adds this to each flush of a program that loads it first; `None` where nothing is added.
pub fn shim(folder: &Path, added: Duration) -> Option<PathBuf> {
    if added.is_zero() {
        return None;
    }
    let (source, made) = (folder.join("slow.c"), folder.join("slow.so"));
    std::fs::write(&source, SOURCE).expect("a file");
    let ended = Command::new("cc")
        .args([
            "-shared",
            "-fPIC",
            "-O1",
            &format!("-DMICROS={}", added.as_micros()),
            "-o",
        ])
        .args([&made, &source])
        .status()
        .expect("a C compiler");
    assert!(ended.success(), "the library is compiled");
    Some(made)
}
