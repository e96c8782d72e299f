//! Which process holds a device that this program can't open.

use std::fs;
use std::path::Path;

/// Returns a sentence that a device is taken, and by which program, as far as this user may see it.
pub(super) fn taken(path: &Path) -> String {
    match holder(path) {
        Some(who) => format!("it is in use by {who}; close that first"),
        None => "it is in use by another program; close that first".into(),
    }
}

/// Returns the name and number of a process that has the device open, as `/proc` shows them.
fn holder(path: &Path) -> Option<String> {
    let device = path.canonicalize().ok()?;
    let mut processes = fs::read_dir("/proc").ok()?.flatten();
    processes.find_map(|process| {
        let folder = process.path();
        let number = process.file_name().into_string().ok()?;
        number.parse::<u32>().ok()?;
        let mut open = fs::read_dir(folder.join("fd")).ok()?.flatten();
        open.find(|file| fs::read_link(file.path()).is_ok_and(|link| link == device))?;
        let name = fs::read_to_string(folder.join("comm")).unwrap_or_default();
        Some(format!("{} (process {number})", name.trim_end()))
    })
}
