//! `demo`: a fresh store of the sample company in the user's data folder.

use super::failure::Failure;
use super::place::{Place, data_folder};
use super::{import, init, samples, screen};
use std::path::Path;

/// Makes the store and opens the terminal on it.
pub fn run(place: &Place) -> Result<(), Failure> {
    screen::open(&prepare(place)?)
}

/// Makes the demo's store anew; an earlier one is replaced.
pub fn prepare(place: &Place) -> Result<Place, Failure> {
    let folder = data_folder()?.join("demo");
    if folder.exists() {
        clear(&folder)?;
    }
    let place = Place {
        store: folder.join("store.db"),
        config: place.config.clone(),
    };
    let mut store = place.create()?;
    init::lay_down(store.as_mut(), &[])?;
    import::apply(store.as_mut(), import::embedded(samples::FILES))?;
    Ok(place)
}

fn clear(folder: &Path) -> Result<(), Failure> {
    std::fs::remove_dir_all(folder).map_err(|why| {
        Failure::Usage(format!(
            "the old demo in {} can't be removed: {why}",
            folder.display()
        ))
    })
}
