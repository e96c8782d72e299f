//! What a company says of itself on the command line: its name and currency, its site, its bins, its administrator.

use super::{bin_named, bins, main_site, named};
use crate::cli::failure::Failure;
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{Location, Purpose, Site};
use crate::domain::code::{Badge, LocationCode, SiteCode};
use crate::domain::policy::{Policies, PolicyKey};
use crate::domain::user::is_like_a_pin;
use crate::operations::pins::Chosen;
use crate::operations::request::{FirstUser, Master};
use crate::session::pin::Pins;
use crate::store::StoreError;
use clap::Args;
use std::io::{IsTerminal, stdin};

/// The variable of the environment that may hold the administrator's PIN.
const PIN: &str = "BINLEDGER_PIN";

/// What the company says of itself.
#[derive(Debug, Args)]
pub(super) struct Given {
    /// The company's name
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// The company's currency
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The site, which is MAIN unless it is named
    #[arg(long, value_name = "CODE[:NAME]")]
    site: Option<String>,
    /// Bins from the first to the last, such as "A-01-1..A-12-6", for storage or another purpose, in the order of the
    /// walk; may be given more than once
    #[arg(long, value_name = "FIRST..LAST[:PURPOSE]")]
    bins: Vec<String>,
    /// The first administrator; the PIN is read from standard input or from the environment
    #[arg(long, value_name = "BADGE:NAME")]
    admin: Option<String>,
}

impl Given {
    /// Returns the policies among it, by their keys.
    pub(super) fn policies(&self) -> Vec<(String, String)> {
        let site = self.site.as_deref().map(|site| split(site).0.to_owned());
        let all = [
            (PolicyKey::Company, self.company.clone()),
            (PolicyKey::Currency, self.currency.clone()),
            (PolicyKey::DefaultSite, site),
        ];
        let set = all
            .into_iter()
            .filter_map(|(policy, value)| Some((policy, value?)));
        set.map(|(policy, value)| (policy.key().to_owned(), value))
            .collect()
    }

    /// Returns whether records are made besides, which only a new store takes.
    pub(super) const fn makes_records(&self) -> bool {
        self.site.is_some() || !self.bins.is_empty() || self.admin.is_some()
    }

    /// Returns whether an administrator is made.
    pub(super) const fn has_admin(&self) -> bool {
        self.admin.is_some()
    }

    /// Returns the site that the store begins with.
    pub(super) fn site(&self) -> Result<Site, Failure> {
        let Some(site) = &self.site else {
            return Ok(main_site());
        };
        let (code, name) = split(site);
        if code.is_empty() {
            return Err(Failure::Usage(format!(
                "expected --site CODE:NAME, found {site:?}"
            )));
        }
        Ok(Site {
            site: SiteCode::from(code),
            name: name.unwrap_or(code).to_owned(),
            entity: None,
        })
    }

    /// Returns the bins and the administrator at a site, with the keys under which they are logged.
    pub(super) fn records(
        &self,
        site: &Site,
        policies: &Policies,
        pins: &Pins,
    ) -> Result<Vec<(String, Master)>, Failure> {
        let mut records = Vec::new();
        let mut sequence = i64::try_from(bins(&site.site, "").len()).unwrap_or(0);
        for range in &self.bins {
            for bin in locations(range, &site.site, &mut sequence)? {
                records.push(bin_named(bin));
            }
        }
        if let Some(admin) = &self.admin {
            let (badge, name) = split(admin);
            let least = policies.pin_digits().map_err(StoreError::from)?;
            let pin = Chosen::of(least, &Badge::from(badge), &pin_of(badge)?)
                .map_err(|refusal| Failure::Usage(format!("{refusal} Nothing was made.")))?;
            let user = FirstUser {
                badge: Badge::from(badge),
                name: name.unwrap_or(badge).to_owned(),
                pin_hash: pins.hash(&pin).map_err(StoreError::from)?,
            };
            let user = user.user(site.site.clone());
            records.push(named("user", badge, Master::User(user)));
        }
        Ok(records)
    }
}

/// Returns the bins of a range, numbered in the order of the walk behind `sequence`.
fn locations(text: &str, site: &SiteCode, sequence: &mut i64) -> Result<Vec<Location>, Failure> {
    let (range, purpose) = split(text);
    let purpose = purpose.map_or(Ok(Purpose::Storage), str::parse);
    let wrong = |why: String| Failure::Usage(format!("--bins {text}: {why}"));
    let purpose: Purpose = purpose.map_err(wrong)?;
    let range = BinRange::read(range).map_err(|why| wrong(why.to_string()))?;
    let bin = |code: String| {
        *sequence += 1;
        Location {
            location: LocationCode::from(code),
            site: site.clone(),
            zone: String::new(),
            purpose,
            sequence: *sequence,
            capacity: None,
            check_digits: None,
            fixed_item: None,
        }
    };
    Ok(range.codes().map(bin).collect())
}

/// Returns what stands before and behind the first colon.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((code, rest)) => (code.trim(), Some(rest.trim()).filter(|rest| !rest.is_empty())),
        None => (text.trim(), None),
    }
}

/// Returns the administrator's PIN, which never stands on the command line, where others could see it.
fn pin_of(badge: &str) -> Result<String, Failure> {
    let typed = match std::env::var(PIN) {
        Ok(set) => set,
        Err(_) if stdin().is_terminal() => String::new(),
        Err(_) => {
            let mut line = String::new();
            stdin()
                .read_line(&mut line)
                .map_err(|why| Failure::Usage(format!("the PIN can't be read: {why}")))?;
            line
        }
    };
    let typed = typed.trim();
    if badge.is_empty() || !is_like_a_pin(typed) {
        return Err(Failure::Usage(format!(
            "expected --admin BADGE:NAME with a PIN of 4 to 8 digits on standard input or in {PIN}, found none for \
             {badge:?}"
        )));
    }
    Ok(typed.to_owned())
}
