//! `anchor`: the ends of the chains of the store, to be kept elsewhere.

mod keys;
mod sink;

pub(super) use self::keys::keys;

use self::sink::Sink;
use super::failure::Failure;
use super::place::Place;
use crate::operations::anchor::Anchor;
use crate::store::Store;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// The arguments of `anchor`.
#[derive(Debug, Args)]
pub struct Anchoring {
    /// Add the line to this file, which lies best on another machine; else it is printed
    #[arg(value_name = "FILE", conflicts_with = "by_policy")]
    to: Option<PathBuf>,
    /// Add the line where the policy `anchor_to` says, as `gl seal` does
    #[arg(long)]
    by_policy: bool,
}

impl Anchoring {
    /// Prints the numbers and hashes of the last operation and of the newest read link, in one line, or adds that line
    /// to a file.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let store = place.open_to_read()?;
        if self.by_policy {
            let is_kept = by_policy(store.as_ref(), place)?;
            let program = place.program();
            let nowhere = format!(
                "the policy anchor_to is none, so no anchor was kept. Set it with `{program} init --set \
                 anchor_to=file:PATH`, or name a file: `{program} anchor FILE`."
            );
            return is_kept.then_some(()).ok_or(Failure::Usage(nowhere));
        }
        let anchor = signed(store.as_ref(), place)?;
        let Some(path) = self.to else {
            return writeln!(io::stdout(), "{anchor}").map_err(Failure::Output);
        };
        Sink::Named(path).keep(&anchor, place)
    }
}

/// Anchors the store where its policy says. Returns whether it says where.
///
/// # Errors
/// [`Failure::Refused`] where nothing was logged yet, [`Failure::Usage`] where the anchor can't be kept there.
pub(super) fn by_policy(store: &dyn Store, place: &Place) -> Result<bool, Failure> {
    let to = store.read(|view| view.policies()?.anchor_to())?;
    let Some(sink) = Sink::of(&to) else {
        return Ok(false);
    };
    sink.keep(&signed(store, place)?, place)?;
    Ok(true)
}

fn signed(store: &dyn Store, place: &Place) -> Result<Anchor, Failure> {
    let keys = keys(place)?;
    let anchor = store.read(|view| Anchor::of(view))?.ok_or_else(|| {
        let program = place.program();
        Failure::Refused(format!(
            "nothing was done in this store yet, so there is nothing to anchor. Run `{program} init` first."
        ))
    })?;
    Ok(keys.sign(anchor))
}
