//! Sites and locations that documents name and nobody knows yet.

use crate::cli::init::bins;
use crate::cli::request::define;
use crate::domain::catalog::{Location, Purpose, Site};
use crate::domain::code::{LocationCode, SiteCode};
use crate::domain::record::Fault;
use crate::operations::request::{Master, Operation, Request};
use crate::operations::view::View;
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;

/// What the keys of new places begin with.
pub(super) const KEY: &str = "create:";

/// The places that are known so far.
#[derive(Clone, Debug)]
pub struct NewPlaces {
    sites: BTreeSet<SiteCode>,
    locations: BTreeSet<LocationCode>,
}

/// Returns the places that the store knows, if places are to be created.
pub fn of(store: &dyn Store, create: bool) -> Result<Option<NewPlaces>, StoreError> {
    create.then(|| store.read(NewPlaces::of)).transpose()
}

impl NewPlaces {
    /// Returns the places that the store knows.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        Ok(Self {
            sites: view.all::<Site>(&[])?.into_iter().map(|site| site.site).collect(),
            locations: view
                .all::<Location>(&[])?
                .into_iter()
                .map(|location| location.location)
                .collect(),
        })
    }

    /// Returns the requests that create the places that a document names and nobody knows: a site with its default
    /// locations, a location as a storage bin of the document's site.
    pub fn missing(&mut self, request: &Request) -> Vec<Request> {
        let mut made = Vec::new();
        let first = self
            .sites
            .first()
            .cloned()
            .unwrap_or_else(|| SiteCode::from("MAIN"));
        let site = request.site.clone().unwrap_or(first);
        for new in named_sites(&request.operation).into_iter().chain([&site]) {
            if !self.sites.insert(new.clone()) {
                continue;
            }
            let master = Master::Site(Site {
                site: new.clone(),
                name: new.to_string(),
            });
            made.push(define(format!("{KEY}site:{new}"), request.date, master));
            for bin in bins(new, &format!("{new}-")) {
                self.create(bin, request, &mut made);
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
            self.create(bin, request, &mut made);
        }
        made
    }

    fn create(&mut self, bin: Location, request: &Request, made: &mut Vec<Request>) {
        if self.locations.insert(bin.location.clone()) {
            made.push(define(
                format!("{KEY}location:{}", bin.location),
                request.date,
                Master::Location(bin),
            ));
        }
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
        Operation::Ship(asked) => vec![asked.from.as_ref()],
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
