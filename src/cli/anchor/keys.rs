//! The keys that sign anchors, read from a file that is not part of the store.

use crate::app::config;
use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::operations::anchor::Keys;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The environment variable that names the key file. It takes precedence over the configuration.
const VARIABLE: &str = "BINLEDGER_ANCHOR_KEY_FILE";

/// Reads the signing keys from the file named by the environment or the configuration. Empty if no file is named.
///
/// # Errors
/// [`Failure::Data`] for a file that can't be read or holds something else, [`Failure::Usage`] for one that others may
/// read, or that lies beside the store: whoever copies the store would have both.
pub(in crate::cli) fn keys(place: &Place) -> Result<Keys, Failure> {
    let named = std::env::var_os(VARIABLE).filter(|named| !named.is_empty());
    let Some(path) = named
        .map(PathBuf::from)
        .or_else(|| place.config.anchor_key_file.clone())
    else {
        return Ok(Keys::default());
    };
    let wrong = |why: String| Failure::Data(vec![format!("the file of keys {}: {why}", path.display())]);
    let text = config::text(&path).map_err(|why| wrong(format!("it can't be read: {why}")))?;
    let found = fs::metadata(&path).map_err(|why| wrong(why.to_string()))?;
    let shown = path.display();
    if found.permissions().mode() & 0o007 != 0 {
        return Err(Failure::Usage(format!(
            "expected a file of keys that only its owner and group may read, found {shown}. Run chmod o= on it."
        )));
    }
    if folder(&path) == folder(&place.store) {
        return Err(Failure::Usage(format!(
            "expected a file of keys away from the store, found {shown} beside it. Move it where nobody who can read the \
             store can read it."
        )));
    }
    Keys::read(&text).map_err(wrong)
}

fn folder(path: &Path) -> Option<PathBuf> {
    Some(path.canonicalize().ok()?.parent()?.to_owned())
}
