//! Sites and locations that documents name and nobody knows yet.

use crate::cli::init::bins;
use crate::cli::request::define;
use crate::domain::catalog::{Location, Purpose, Site};
use crate::domain::code::{LocationCode, SiteCode};
use crate::domain::record::{Fault, Range};
use crate::operations::answer::Answer;
use crate::operations::masters;
use crate::operations::request::{Define, Master, Operation, Request};
use crate::operations::view::View;
use crate::store::{Batch, BatchError, Store, StoreError};
use std::collections::BTreeSet;

/// What the keys of new places begin with.
pub(super) const KEY: &str = "create:";

/// The places that were asked for and may not be seen in the store yet.
#[derive(Clone, Debug, Default)]
pub struct NewPlaces {
    sites: BTreeSet<SiteCode>,
    locations: BTreeSet<LocationCode>,
}

/// Creates a place, unless somebody else has since. One that is refused is not there for its document either, which says
/// so.
///
/// # Errors
/// Those of the store.
pub fn create(store: &mut dyn Store, place: Request) -> Result<(), StoreError> {
    let mut unless_known = UnlessKnown { place, left: None };
    match store.transact_batch(&mut unless_known) {
        Ok(()) | Err(BatchError::Refused { .. }) => Ok(()),
        Err(BatchError::Store(error)) => Err(error),
    }
}

/// A place that is created only where nobody knows it at that moment.
struct UnlessKnown {
    place: Request,
    left: Option<Request>,
}

impl Batch for UnlessKnown {
    fn begin(&mut self, view: &dyn View) -> Result<(), Fault> {
        let known = match &self.place.operation {
            Operation::Define(Define { master }) => masters::known(view, master)?,
            _ => None,
        };
        self.left = known.is_none().then(|| self.place.clone());
        Ok(())
    }

    fn next(&mut self, _: &dyn View) -> Result<Option<Request>, Fault> {
        Ok(self.left.take())
    }

    fn answered(&mut self, _: Answer) {}
}

impl NewPlaces {
    /// Returns the requests that create the places that a document names and nobody knows: a site with its default
    /// locations, a location as a storage bin of the document's site.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    pub fn missing(&mut self, view: &dyn View, request: &Request) -> Result<Vec<Request>, Fault> {
        let mut made = Vec::new();
        let site = match &request.site {
            Some(site) => site.clone(),
            None => self.first(view)?,
        };
        for new in named_sites(&request.operation).into_iter().chain([&site]) {
            if self.sites.contains(new) || view.find::<Site>(&[new])?.is_some() {
                continue;
            }
            self.sites.insert(new.clone());
            let master = Master::Site(Site {
                site: new.clone(),
                name: new.to_string(),
                entity: None,
            });
            made.push(define(format!("{KEY}site:{new}"), request.date, master));
            for bin in bins(new, &format!("{new}-")) {
                made.extend(self.bin(view, bin, request)?);
            }
        }
        let site = match &request.operation {
            Operation::TransferOut(asked) => asked.from_site.clone(),
            _ => site,
        };
        for code in named(&request.operation) {
            let bin = Location {
                location: code,
                site: site.clone(),
                zone: String::new(),
                purpose: Purpose::Storage,
                sequence: 100,
                capacity: None,
                check_digits: None,
                fixed_item: None,
            };
            made.extend(self.bin(view, bin, request)?);
        }
        Ok(made)
    }

    /// Returns the site of documents that name none.
    fn first(&self, view: &dyn View) -> Result<SiteCode, Fault> {
        let known: Option<Site> = view.list(&Range::of::<Site>(&[]).first(1))?.pop();
        let known = known.map(|known| known.site);
        let first = known.iter().chain(self.sites.first()).min();
        Ok(first.cloned().unwrap_or_else(|| SiteCode::from("MAIN")))
    }

    /// Returns the request that creates a bin, unless it is known.
    fn bin(&mut self, view: &dyn View, bin: Location, request: &Request) -> Result<Option<Request>, Fault> {
        if self.locations.contains(&bin.location) || view.find::<Location>(&[&bin.location])?.is_some() {
            return Ok(None);
        }
        self.locations.insert(bin.location.clone());
        let key = format!("{KEY}location:{}", bin.location);
        Ok(Some(define(key, request.date, Master::Location(bin))))
    }
}

/// Returns the sites that an operation names besides that of its document.
fn named_sites(operation: &Operation) -> Vec<&SiteCode> {
    match operation {
        Operation::TransferOut(asked) => vec![&asked.from_site, &asked.to_site],
        _ => Vec::new(),
    }
}

/// Returns the locations that an operation names.
fn named(operation: &Operation) -> Vec<LocationCode> {
    let codes: Vec<Option<&LocationCode>> = match operation {
        Operation::Opening(asked) => vec![Some(&asked.location)],
        Operation::Receive(asked) => vec![asked.to.as_ref()],
        Operation::Move(asked) => vec![Some(&asked.from), Some(&asked.to)],
        Operation::MovePlate(asked) => vec![Some(&asked.to)],
        Operation::ChangeStatus(asked) => vec![Some(&asked.at)],
        Operation::Ship(asked) => {
            let lines = asked.lines.iter().flatten();
            lines
                .map(|line| line.from.as_ref())
                .chain([asked.from.as_ref()])
                .collect()
        }
        Operation::CustomerReturn(asked) => vec![asked.to.as_ref()],
        Operation::Adjust(asked) => vec![asked.at.as_ref()],
        Operation::CountOnce(asked) => vec![asked.at.as_ref()],
        Operation::TransferOut(asked) => vec![asked.from.as_ref()],
        Operation::Build(asked) => vec![asked.at.as_ref()],
        Operation::Unbuild(asked) => vec![asked.at.as_ref()],
        Operation::CountOpen(asked) => vec![Some(&asked.location)],
        _ => Vec::new(),
    };
    codes.into_iter().flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::intake::whole;
    use crate::cli::lay_down;
    use crate::cli::post::documents::Documents;
    use crate::cli::post::input::Input;
    use crate::cli::post::proof::Proved;
    use crate::domain::amount::Qty;
    use crate::store::memory::Memory;
    use std::io::Cursor;

    /// Somebody makes a bin of a hundred pieces.
    fn make_bin(store: &mut Memory) {
        let mut bins = (&*store as &dyn Store)
            .all::<Location>()
            .expect("the store works");
        let bin = Location {
            location: "NEW".into(),
            capacity: Some(Qty::units(100)),
            ..bins.remove(0)
        };
        let request = define("by-hand".into(), crate::clock::today(), Master::Location(bin));
        assert_eq!(store.transact(&request).expect("the store works").refusal, None);
    }

    fn capacity(store: &Memory) -> Option<Qty> {
        let bins = (store as &dyn Store).all::<Location>().expect("the store works");
        let bin = bins.into_iter().find(|bin| bin.location.as_str() == "NEW");
        bin.and_then(|bin| bin.capacity)
    }

    #[test]
    fn a_place_that_others_made_since_is_not_made_over() {
        let item = r#"{"id":"i","op":"item","item":"A","method":"fifo"}"#;
        let receipt = r#"{"id":"r","op":"receive","item":"A","qty":"1","cost":"1","to":"NEW"}"#;
        let mut store = Memory::new();
        lay_down(&mut store, &[]).expect("a store");
        let input = Input::stream(Cursor::new(format!("{item}\n{receipt}\n")));
        let mut documents =
            Documents::read(&store, input, (true, Proved::default())).expect("they can be read");
        let mut places = NewPlaces::default();
        make_bin(&mut store);
        whole(&mut store, &mut documents).expect("they are applied");
        assert_eq!(capacity(&store), Some(Qty::units(100)));
        let (mut request, _) = crate::cli::document::read(receipt)
            .expect("a receipt")
            .expect("one");
        request.key = "r-2".into();
        let missing = (&store as &dyn Store).read(|view| places.missing(view, &request));
        for place in missing.expect("the store works") {
            create(&mut store, place).expect("the store works");
        }
        assert_eq!(capacity(&store), Some(Qty::units(100)));
    }
}
