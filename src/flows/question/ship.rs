//! What shipping asks and is told.

use crate::domain::code::{LocationCode, Lpn, OrderNo};
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// What shipping asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The closed parcels that wait at the site.
    Waiting,
    /// The site of a closed parcel.
    Parcel {
        /// The parcel.
        parcel: Lpn,
        /// Its location.
        location: LocationCode,
    },
}

/// What shipping is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The closed parcels that wait at the site.
    Waiting {
        /// The parcels.
        parcels: Vec<Waiting>,
        /// The first dock that they may leave from.
        dock: Option<LocationCode>,
    },
    /// The site of a closed parcel.
    Parcel {
        /// The parcel.
        parcel: Lpn,
        /// Why it is not shipped here.
        refusal: Option<Refusal>,
    },
}

/// A closed parcel that waits for the carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The parcel.
    pub parcel: Lpn,
    /// Its order.
    pub order: OrderNo,
    /// The customer's name.
    pub customer: String,
    /// Its location.
    pub location: LocationCode,
}
