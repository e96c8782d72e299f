//! What is known by name, in the store and in the files before, and what refers to it.

use super::KEY;
use super::cells::Cells;
use super::packs::Packs;
use super::problems::{Problem, Problems};
use crate::domain::catalog::{Barcode, Category, Item, Location, Party, Site, Uom};
use crate::domain::code::{ItemCode, UomCode};
use crate::domain::company::{Account, Group, Tax};
use crate::domain::dimension::Dimension;
use crate::domain::entity::Entity;
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Everything that can be referred to.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: BTreeSet<(&'static str, String)>,
    /// The keys of this import, to number those that come twice.
    pub keys: BTreeMap<String, usize>,
    /// The base unit of each item.
    pub units: BTreeMap<ItemCode, UomCode>,
    /// The sizes of packs.
    pub packs: Packs,
    /// The default method of each group.
    pub methods: BTreeMap<i64, crate::domain::company::Method>,
    /// Codes of the store that begin with zeros, by what is left of them without.
    zeroed: BTreeMap<(&'static str, String), String>,
}

impl Known {
    /// Returns what the store knows.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let mut known = Self::default();
        for account in view.all::<Account>(&[])? {
            known.add("account", &account.account);
        }
        for tax in view.all::<Tax>(&[])? {
            known.add("tax type", &tax.tax);
        }
        for group in view.all::<Group>(&[])? {
            known.add("group", &group.number);
            known.methods.insert(group.number, group.method);
        }
        for uom in view.all::<Uom>(&[])? {
            known.add("unit", &uom.uom);
        }
        for entity in view.all::<Entity>(&[])? {
            known.add("legal entity", &entity.entity);
        }
        for site in view.all::<Site>(&[])? {
            known.add("site", &site.site);
        }
        for location in view.all::<Location>(&[])? {
            known.add("location", &location.location);
        }
        for party in view.all::<Party>(&[])? {
            known.add(party.kind.word(), &party.party);
        }
        for dimension in view.all::<Dimension>(&[])? {
            known.add("dimension", &dimension.dimension);
        }
        for category in view.all::<Category>(&[])? {
            known.add("category", &category.category);
        }
        for item in Pages::<Item>::of(view) {
            let item = item?;
            known.add("item", &item.item);
            known.units.insert(item.item, item.uom);
        }
        for barcode in Pages::<Barcode>::of(view) {
            known.packs.add(&barcode?);
        }
        known.zeroed = known.zeroed();
        Ok(known)
    }

    /// Returns the code of the store that a code in a file of this kind seems to be without its leading zeros.
    pub fn with_zeros(&self, kind: &str, code: &str) -> Option<&String> {
        let what = match kind {
            "items" => "item",
            "locations" => "location",
            "vendors" => "vendor",
            "customers" => "customer",
            _ => return None,
        };
        self.zeroed.get(&(what, code.to_owned()))
    }

    /// Returns every code of digits that begins with zeros by what is left of it without, where that is no code itself.
    fn zeroed(&self) -> BTreeMap<(&'static str, String), String> {
        let without = |(what, name): &(&'static str, String)| {
            let digits = name.bytes().all(|byte| byte.is_ascii_digit());
            let rest = name.trim_start_matches('0');
            let is_lost = digits && rest != name && !rest.is_empty();
            let key = (*what, rest.to_owned());
            (is_lost && !self.names.contains(&key)).then(|| (key, name.clone()))
        };
        self.names.iter().filter_map(without).collect()
    }

    /// Notes that there is a `what` of this name.
    pub fn add(&mut self, what: &'static str, name: &impl ToString) {
        self.names.insert((what, name.to_string()));
    }

    /// Returns the key of a line: its kind and names; the second of the same key is numbered.
    pub fn key(&mut self, kind: &str, names: &[&str]) -> String {
        let key = format!("{KEY}{kind}:{}", names.join(":"));
        let seen = self.keys.entry(key.clone()).or_default();
        *seen += 1;
        if *seen == 1 { key } else { format!("{key}#{seen}") }
    }

    /// Returns whether this import had the key before.
    pub fn is_repeated(&self, kind: &str, name: &str) -> bool {
        self.keys.contains_key(&format!("{KEY}{kind}:{name}"))
    }
}

/// The references to names, checked once every file was read.
#[derive(Debug, Default)]
pub(super) struct Refers(Vec<Reference>);

/// A cell that names something.
#[derive(Debug)]
struct Reference {
    file: Rc<str>,
    line: u64,
    column: &'static str,
    what: &'static str,
    name: CompactString,
}

impl Refers {
    /// Notes that a cell names something.
    pub fn to(
        &mut self,
        cells: &Cells<'_>,
        column: &'static str,
        what: &'static str,
        name: &(impl ToString + ?Sized),
    ) {
        let name = name.to_string();
        if !name.is_empty() {
            self.0.push(Reference {
                file: Rc::clone(cells.file()),
                line: cells.line(),
                column,
                what,
                name: name.into(),
            });
        }
    }

    /// Complains of each reference that leads nowhere.
    pub fn unknown(self, known: &Known, problems: &mut Problems) {
        for Reference {
            file,
            line,
            column,
            what,
            name,
        } in self.0
        {
            let key = (what, name.to_string());
            if known.names.contains(&key) {
                continue;
            }
            let hint = known.zeroed.get(&key).map_or_else(String::new, |whole| {
                format!("; {whole} is known: a spreadsheet takes leading zeros")
            });
            problems.add(Problem {
                file,
                line,
                column: column.to_owned(),
                reason: format!("expected {what} that is known, found {name:?}{hint}"),
            });
        }
    }
}
