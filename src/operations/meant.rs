//! What a request means, however it is spelt: blanks at the edge of a word are none, and a word that is empty is left
//! out. What an older store knows by a word with blanks keeps it.

use super::known;
use super::view::View;
use crate::domain::amount::{Amount, Money, Price, Qty};
use crate::domain::catalog::{Purpose, Tracking};
use crate::domain::code::{
    AccountCode, Badge, Channel, CountNo, EntityCode, ItemCode, Key, LocationCode, LotCode, Lpn, OrderNo,
    PartyCode, Serial, SiteCode, TaxCode, UomCode,
};
use crate::domain::company::{Integration, Method};
use crate::domain::order::{Order, OrderLine};
use crate::domain::record::Fault;
use crate::domain::stock::Status;
use crate::domain::task::TaskKind;
use chrono::NaiveDate;

/// A value of a request that may be, or hold, words. Each type of a document's fields says whether it does.
pub(super) trait Meant {
    /// Makes its words those that are meant.
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault>;

    /// Returns whether it says nothing, as an empty word does.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// Returns a text without the blanks at its edges; `None` if nothing is left.
pub(super) fn filled(text: &str) -> Option<String> {
    Some(trimmed(text))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Returns a word without the blanks at its edges. What is no blank, though it can't be seen either, stays: it is refused.
fn trimmed(word: &str) -> &str {
    word.trim_matches(|character: char| character.is_whitespace() && !character.is_control())
}

/// Words in whose place another one stands where they have blanks at their edges and nothing is known by them.
macro_rules! trimmed_words {
    ($($name:ident: $known:expr;)*) => { $(
        impl Meant for $name {
            fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
                let word = trimmed(self.as_str());
                if word.len() < self.as_str().len() {
                    let is_known: fn(&dyn View, &Self) -> Result<bool, Fault> = $known;
                    if !is_known(view, self)? {
                        *self = Self::from(word);
                    }
                }
                Ok(())
            }

            fn is_nothing(&self) -> bool {
                self.is_empty()
            }
        }
    )* };
}

trimmed_words! {
    LotCode: |view, lot| known::is_lot(view, lot);
    Serial: |view, serial| Ok(known::piece_of(view, serial.as_str())?.is_some());
    PartyCode: |view, party| Ok(known::party(view, party.as_str())?.is_some());
    Channel: |_, _| Ok(false);
}

/// Words that are looked up as they are: with blanks, nothing is found.
macro_rules! exact_words {
    ($($name:ident),*) => { $(
        impl Meant for $name {
            fn mend(&mut self, _: &dyn View) -> Result<(), Fault> { Ok(()) }
            fn is_nothing(&self) -> bool { self.is_empty() }
        }
    )* };
}

exact_words!(
    AccountCode,
    Badge,
    CountNo,
    EntityCode,
    ItemCode,
    Key,
    LocationCode,
    Lpn,
    OrderNo,
    SiteCode,
    TaxCode,
    UomCode
);

/// Values that are what they say, and texts whose rule takes them as they are written.
macro_rules! no_words {
    ($($name:ty),* $(,)?) => { $(
        impl $crate::operations::meant::Meant for $name {
            fn mend(
                &mut self,
                _: &dyn $crate::operations::view::View,
            ) -> Result<(), $crate::domain::record::Fault> {
                Ok(())
            }
        }
    )* };
}

no_words!(
    Qty,
    Amount,
    Money,
    Price,
    NaiveDate,
    i64,
    bool,
    String,
    Integration,
    Method,
    Purpose,
    Status,
    TaskKind,
    Tracking
);

pub(super) use no_words;

impl<T: Meant> Meant for Option<T> {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        if let Some(value) = self {
            value.mend(view)?;
        }
        if self.as_ref().is_some_and(Meant::is_nothing) {
            *self = None;
        }
        Ok(())
    }
}

impl<T: Meant> Meant for Vec<T> {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.iter_mut().try_for_each(|value| value.mend(view))
    }
}

impl Meant for Order {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.channel.mend(view)
    }
}

impl Meant for OrderLine {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.lot.mend(view)
    }
}
