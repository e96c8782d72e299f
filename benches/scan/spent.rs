//! What work takes of the processor and hands to the disk, whatever the disk makes of it.

use std::fs::read_to_string;
use std::path::Path;
use std::thread::yield_now;

/// A file system in memory, where forcing a write to the disk costs nothing.
pub const MEMORY: &str = "/dev/shm";

/// What was spent, of this process's one thread.
#[derive(Clone, Copy, Default)]
pub struct Spent {
    /// Nanoseconds of the processor, in the program and in the system.
    pub processor: u64,
    /// Bytes given to files.
    pub bytes: u64,
}

impl Spent {
    /// What was spent so far, as proc(5) says.
    fn so_far() -> Self {
        // The system counts up to its last tick, and up to the moment when a thread gives way.
        yield_now();
        let processor = read_to_string("/proc/thread-self/schedstat").expect("Linux");
        let io = read_to_string("/proc/thread-self/io").expect("Linux");
        let written = io.lines().find_map(|line| line.strip_prefix("wchar: "));
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse().ok());
        Self {
            processor: number(processor.split(' ').next()).expect("nanoseconds"),
            bytes: number(written).expect("bytes"),
        }
    }

    /// Does work and adds what it took.
    pub fn on(&mut self, work: impl FnOnce()) {
        let before = Self::so_far();
        work();
        let after = Self::so_far();
        self.processor += after.processor - before.processor;
        self.bytes += after.bytes - before.bytes;
    }
}

/// A directory in memory.
pub fn memory() -> tempfile::TempDir {
    tempfile::tempdir_in(Path::new(MEMORY)).expect("a file system in memory")
}
