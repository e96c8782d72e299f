//! Which refusals somebody may accept, and whose word it takes.

use super::Refusal;

impl Refusal {
    /// Returns what is to be approved, in a few words; the message says more.
    pub fn in_short(&self) -> String {
        match self {
            Self::OverReceipt { open, found, .. } => format!("{found} received of {open} open"),
            Self::OverPick { need, found, .. } => format!("{found} picked of {need}"),
            Self::ForcedLot { found, .. } => format!("lot {found} out of turn"),
            Self::Expired { lot, expiry, .. } => format!("lot {lot}, expired {expiry}"),
            Self::ShortLife { lot, days, .. } => format!("lot {lot} with {days} days left"),
            Self::OtherExpiry {
                lot, found, known, ..
            } => format!("lot {lot} with expiry {found}, known with {known}"),
            Self::OwedToOrders { item, need, .. } => format!("{need} of {item} that orders wait for"),
            Self::SecondPerson { what } => what.clone(),
            _ => self.code().replace('_', " ").to_lowercase(),
        }
    }

    /// Returns whether only a supervisor may accept what was refused. All that the operator may confirm alone is
    /// another lot, and how a label was meant.
    pub const fn needs_supervisor(&self) -> bool {
        self.is_dangerous()
            && !matches!(
                self,
                Self::WrongLot { .. }
                    | Self::LostSeparator { .. }
                    | Self::NoCheckDigit { .. }
                    | Self::FarExpiry { .. }
            )
    }

    /// Returns whether going on needs a key or code that is not Enter, because the scanner sends Enter.
    pub const fn is_dangerous(&self) -> bool {
        matches!(
            self,
            Self::WrongLot { .. }
                | Self::LostSeparator { .. }
                | Self::NoCheckDigit { .. }
                | Self::FarExpiry { .. }
                | Self::OverReceipt { .. }
                | Self::OverPick { .. }
                | Self::ForcedLot { .. }
                | Self::Expired { .. }
                | Self::ShortLife { .. }
                | Self::OtherExpiry { .. }
                | Self::OwedToOrders { .. }
                | Self::SecondPerson { .. }
        )
    }
}
