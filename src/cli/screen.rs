//! Without a subcommand: the full-screen terminal.

use super::failure::Failure;
use super::import::Folder;
use super::place::{Place, data_folder};
use crate::app::guide::Guide;
use crate::app::run;
use crate::flows::naming::counted;
use std::fs::OpenOptions;
use std::rc::Rc;
use std::sync::Mutex;

/// Opens the terminal on the store and stays until the operator leaves it; the demo has a guide.
///
/// # Errors
/// The store's own, and [`Failure::Usage`] where the screen can't be used as configured.
pub fn open(place: &Place, guide: Option<Guide>) -> Result<(), Failure> {
    let mut store = place.open_to_work()?;
    log();
    let files = Rc::new(Folder::beside(&place.store));
    let left = run::run(store.as_mut(), &place.store, &place.config, files, guide)
        .map_err(|why| Failure::Usage(format!("{why:#}")))?;
    if 0 < left {
        let were = if left == 1 { "was" } else { "were" };
        eprintln!(
            "{} {were} not recorded: the store did not take what waited",
            counted(left, "scan")
        );
    }
    Ok(())
}

/// Writes what goes wrong to a file in the user's data folder; never to the screen. Without such a file, nowhere.
pub(super) fn log() {
    let Ok(folder) = data_folder() else { return };
    let made = std::fs::create_dir_all(&folder).and_then(|()| {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("binledger.log"))
    });
    if let Ok(file) = made {
        let writer = Mutex::new(file);
        // A second terminal in one process keeps the first one's log.
        drop(
            tracing_subscriber::fmt()
                .with_ansi(false)
                .with_writer(writer)
                .try_init(),
        );
    }
}
