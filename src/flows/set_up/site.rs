//! The name of the site, or one more site.

use super::Standing;
use super::entry::{Draft, Taken, name, new_code};
use crate::domain::catalog::Site;
use crate::domain::code::SiteCode;
use crate::flows::scanned::Scanned;
use crate::operations::request::{Define, Master};
use serde::{Deserialize, Serialize};

/// A site, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteDraft {
    code: Option<SiteCode>,
    /// Whether it has a name already, which Enter keeps.
    #[serde(default)]
    is_known: bool,
}

impl SiteDraft {
    /// Returns a site whose name is wanted.
    pub(super) const fn of(code: SiteCode) -> Self {
        Self {
            code: Some(code),
            is_known: false,
        }
    }

    /// Returns the code of the site.
    pub const fn code(&self) -> Option<&SiteCode> {
        self.code.as_ref()
    }
}

impl Draft for SiteDraft {
    fn prompt(&self, standing: &Standing) -> String {
        match &self.code {
            None => format!("Enter names site {}; or type a code for another", standing.home),
            Some(code) if self.is_known => format!("Type the name of site {code}, or Enter to keep it"),
            Some(code) => format!("Type the name of site {code}"),
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        let prompt = self.prompt(standing);
        let Some(site) = self.code.clone() else {
            self.is_known = scanned.site().is_some();
            let code = match scanned.site() {
                Some(site) => Ok(site.site.to_string()),
                None => new_code(scanned, "a site", &prompt),
            };
            return match code {
                Ok(code) => {
                    self.code = Some(SiteCode::from(code));
                    Taken::On
                }
                Err(refused) => refused,
            };
        };
        let name = match name(scanned, &prompt) {
            Ok(name) => name,
            Err(refused) => return refused,
        };
        let mut told = format!("site {site} is {name}");
        if site != standing.site_code() {
            told = format!("{told}; bins are made there now");
        }
        let master = Master::Site(Site {
            site,
            name,
            entity: None,
        });
        Taken::post(Define { master }, told)
    }

    fn enter(&mut self, standing: &Standing) -> Taken {
        if self.code.is_none() {
            *self = Self {
                code: Some(standing.home.clone()),
                is_known: true,
            };
            return Taken::On;
        }
        if self.is_known { Taken::Done } else { Taken::On }
    }

    fn back(&mut self) -> bool {
        self.is_known = false;
        self.code.take().is_some()
    }
}
