//! Without a subcommand: the full-screen terminal.

use super::failure::Failure;
use super::import::Folder;
use super::place::{Place, data_folder};
use crate::app::guide::Guide;
use crate::app::run::{self, Around};
use crate::flows::naming::counted;
use crate::store::sqlite::leads_into_store;
use std::fs::OpenOptions;
use std::path::Path;
use std::rc::Rc;
use std::sync::Mutex;

/// Opens the terminal on the store and stays until the operator leaves it; the demo has a guide.
///
/// # Errors
/// The store's own, and [`Failure::Usage`] where the screen can't be used as configured.
pub fn open(place: &Place, guide: Option<Guide>) -> Result<(), Failure> {
    let mut store = place.open_to_work()?;
    log(&place.store);
    let pins = place.pins()?;
    let around = Around {
        files: Rc::new(Folder::beside(&place.store, Rc::clone(&pins))),
        pins,
        guide,
    };
    let left = run::run(store.as_mut(), &place.store, &place.config, around)
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

/// Logs errors to a file in the user's data folder, never to the screen. Logs nothing if that file can't be made, or if
/// its name leads into a store.
pub(super) fn log(store: &Path) {
    let Ok(folder) = data_folder() else { return };
    let file = folder.join("binledger.log");
    if leads_into_store(store, &file) {
        eprintln!(
            "{} is a file of a store: nothing is logged. Remove it.",
            file.display()
        );
        return;
    }
    let made = std::fs::create_dir_all(&folder)
        .and_then(|()| OpenOptions::new().create(true).append(true).open(file));
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
