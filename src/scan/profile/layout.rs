//! The keyboard layout that stands between a scanner and the host.

use serde::{Deserialize, Serialize};

/// A keyboard layout. A wedge scanner presses keys; the host decides which characters they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// American, the one that scanners assume.
    #[default]
    Us,
    /// German.
    De,
    /// French.
    Fr,
}
