//! `gl export`: ledger batches for an accounting system.

use super::{asked, mapped, told};
use crate::cli::failure::Failure;
use crate::cli::filter::sites_of;
use crate::cli::output::{Shown, Spelling};
use crate::cli::place::Place;
use crate::cli::whole_file::Staged;
use crate::domain::code::{EntityCode, SiteCode};
use crate::domain::entry::LedgerBatch;
use crate::domain::export::Exported;
use crate::ledger::export::target::Target;
use crate::ledger::export::{Refused, Sealed, Way, hashes, write};
use crate::operations::request::{self, Request};
use crate::operations::{entities, pending};
use crate::store::Store;
use chrono::NaiveDate;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the key of an export begins with.
pub(super) const KEY: &str = "export:";

/// The arguments of `gl export`.
#[derive(Debug, Args)]
pub struct Export {
    /// For what: hledger, ledger, beancount, xero-json, xero-csv, qbo-json, qbo-csv, iif or csv
    #[arg(long, value_parser = mapped::target, default_value = "hledger")]
    target: Target,
    /// Only this ledger batch
    #[arg(long)]
    batch: Option<i64>,
    /// Only batches of this posting day
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    day: Option<NaiveDate>,
    /// Only batches of this site
    #[arg(long)]
    site: Option<SiteCode>,
    /// Only batches of the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
    /// Into this file instead of standard output; several files are numbered
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What our accounts are called there: a CSV file (ours, theirs, name), or a TOML file by its ending
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Split batches into balanced parts of at most so many lines
    #[arg(long, value_name = "N")]
    max_lines: Option<usize>,
    /// Export with another mapping or limit than before
    #[arg(long)]
    again: bool,
    /// Leave out declarations, for a file that is included beside others
    #[arg(long)]
    bare: bool,
    /// Tell lines apart by group and channel
    #[arg(long)]
    dimensions: bool,
    /// The tax rate of Xero's import, as it is called there
    #[arg(long, value_name = "NAME", default_value = "Tax Exempt")]
    tax_rate: String,
}

impl Export {
    /// Writes the batches that are meant, and keeps the hash of each the first time.
    pub(super) fn run(self, store: &mut dyn Store, place: &Place) -> Result<(), Failure> {
        let mapping = mapped::mapping(self.target, self.map.as_deref(), place)?;
        let batches = self.batches(store)?;
        let way = Way {
            target: self.target,
            mapping: &mapping,
            most: self.max_lines,
            bare: self.bare,
            tax_rate: &self.tax_rate,
        };
        let files = write(&batches, &way).map_err(|why| refused(&why))?;
        let requests = self.requests(store, &batches, &way)?;
        let Some(output) = &self.output else {
            let [only] = files.as_slice() else {
                let why = format!(
                    "{} files are needed for {}; name one with --output FILE.",
                    files.len(),
                    self.target
                );
                return Err(Failure::Usage(why));
            };
            record(store, &requests)?;
            let mut out = Shown::new(Spelling::Text);
            out.write_all(only.as_bytes())?;
            return Ok(out.flush()?);
        };
        let many = files.len() > 1;
        let mut staged = Vec::new();
        for (number, file) in (1..).zip(files) {
            let path = if many {
                numbered(output, number)
            } else {
                output.clone()
            };
            place.keep_from(&path)?;
            staged.push(Staged::new(&path, file.into_bytes())?);
            if many {
                eprintln!("{}", path.display());
            }
        }
        record(store, &requests)?;
        staged.into_iter().try_for_each(Staged::keep)
    }

    fn batches(&self, store: &dyn Store) -> Result<Vec<Sealed>, Failure> {
        let sites = told(store, |view| sites_of(view, self.entity.as_ref()))?;
        let wanted = |head: &LedgerBatch| {
            sites.has(&head.site)
                && self.batch.is_none_or(|batch| batch == head.batch)
                && self.day.is_none_or(|day| day == head.day)
                && self.site.as_ref().is_none_or(|site| *site == head.site)
        };
        let batches: Vec<Sealed> = store.read(|view| {
            let heads = pending::heads(view)?.into_iter().filter(wanted);
            let sealed = heads.map(|head| pending::sealed(view, head));
            if self.dimensions {
                sealed.map(|batch| pending::divided(view, batch?)).collect()
            } else {
                sealed.collect()
            }
        })?;
        if batches.is_empty() {
            return Err(self.nothing());
        }
        Ok(batches)
    }

    /// Returns the failure that there is no such ledger batch.
    fn nothing(&self) -> Failure {
        let batch = self.batch.map(|batch| format!("ledger batch {batch}"));
        let day = self.day.map(|day| format!("of {day}"));
        let site = self.site.as_ref().map(|site| format!("at {site}"));
        let of = self
            .entity
            .as_ref()
            .map(|entity| format!("in the books of {}", entities::named(entity)));
        let asked: Vec<String> = [batch, day, site, of].into_iter().flatten().collect();
        let what = if asked.is_empty() {
            "no ledger batch is sealed yet. Run `gl seal` first.".to_owned()
        } else {
            let asked = asked.join(" ");
            format!(
                "nothing sealed is {asked}. `gl list` shows what is sealed, `gl preview` what is not yet."
            )
        };
        Failure::Refused(format!("NOTHING_TO_EXPORT: {what}"))
    }

    /// Returns the requests that record this export; none for a batch that was exported in the same way before.
    fn requests(
        &self,
        store: &dyn Store,
        batches: &[Sealed],
        way: &Way<'_>,
    ) -> Result<Vec<Request>, Failure> {
        let mut requests = Vec::new();
        let target = self.target.to_string();
        for sealed in batches {
            let batch = sealed.head.batch;
            let (hash, made) = hashes(sealed, way).map_err(|why| refused(&why))?;
            let before: Vec<Exported> = store.read(|view| view.all(&[&batch, &target]))?;
            if before.iter().any(|known| known.way == made && known.hash == hash) {
                continue;
            }
            let is_other = !before.is_empty();
            if is_other && self.again {
                eprintln!(
                    "Ledger batch {batch} was exported for {target} with another mapping or limit before."
                );
            }
            let key = format!("{KEY}{batch}:{target}:{made}:{hash}");
            let document = request::Export {
                batch,
                target: target.clone(),
                way: made,
                hash,
                again: (is_other && self.again).then_some(true),
            };
            requests.push(asked(store, key, document.into())?);
        }
        Ok(requests)
    }
}

/// Records the export. An export that was recorded before can be written again, also from a store that can only be
/// read.
fn record(store: &mut dyn Store, requests: &[Request]) -> Result<(), Failure> {
    if !requests.is_empty() {
        store.transact_all(requests)?;
    }
    Ok(())
}

fn refused(why: &Refused) -> Failure {
    Failure::Refused(format!("{why} Nothing was exported."))
}

/// Returns the path of one of several files: `day-2.csv` for the second of `day.csv`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    path.with_file_name(format!("{stem}-{number}{ending}"))
}
