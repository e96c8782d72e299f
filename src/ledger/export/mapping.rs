//! What our accounts are called in another accounting system.

use super::safe::is_formula;
use crate::domain::code::AccountCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What one of our accounts is called there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// Its code, number or id there, by which that system finds it.
    pub account: String,
    /// Its name there; empty where that is not needed.
    pub name: String,
}

/// Our accounts and what each is called there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(BTreeMap<AccountCode, Mapped>);

/// A mapping as written in TOML: `1300 = "630"`, or `1300 = { account = "84", name = "Inventory asset" }`.
pub type Table = BTreeMap<String, Cell>;

/// One account of a [`Table`].
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(
    untagged,
    expecting = "expected the account there, such as \"630\", or { account = \"84\", name = \"Inventory asset\" }"
)]
pub enum Cell {
    /// The account there.
    Account(String),
    /// The account there, where it is a number.
    Number(u32),
    /// The account there and its name.
    Named {
        /// The account there.
        account: String,
        /// Its name there.
        name: Option<String>,
    },
}

impl Mapping {
    /// Returns the mapping of a table.
    ///
    /// # Errors
    /// What is wrong with each account.
    pub fn of(table: &Table) -> Result<Self, Vec<String>> {
        let rows = table.iter().map(|(code, cell)| {
            let (account, name) = match cell {
                Cell::Number(account) => (account.to_string(), String::new()),
                Cell::Account(account) => (account.clone(), String::new()),
                Cell::Named { account, name } => (account.clone(), name.clone().unwrap_or_default()),
            };
            (format!("account {code}"), code.clone(), Mapped { account, name })
        });
        Self::collect(rows)
    }

    /// Reads a TOML table.
    ///
    /// # Errors
    /// What is wrong with the file or with each account.
    pub fn read_toml(text: &str) -> Result<Self, Vec<String>> {
        let table: Table = toml::from_str(text).map_err(|why| vec![why.to_string()])?;
        Self::of(&table)
    }

    /// Reads a CSV file with the columns `account`, `target_account` and, where the target needs it, `name`.
    ///
    /// # Errors
    /// What is wrong with the file or with each line.
    pub fn read_csv(text: &str) -> Result<Self, Vec<String>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = ::csv::ReaderBuilder::new()
            .trim(::csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|why| vec![why.to_string()])?.clone();
        let column = |name: &str| header.iter().position(|known| known.eq_ignore_ascii_case(name));
        let (Some(ours), Some(theirs)) = (column("account"), column("target_account")) else {
            let found = header.iter().collect::<Vec<_>>().join(",");
            let found = if found.is_empty() {
                "nothing"
            } else {
                found.as_str()
            };
            return Err(vec![format!(
                "line 1: expected the columns account,target_account[,name], found {found}"
            )]);
        };
        let name = column("name");
        let (mut rows, mut wrong) = (Vec::new(), Vec::new());
        for (line, record) in (2..).zip(reader.records()) {
            match record {
                Err(why) => wrong.push(format!("line {line}: {why}")),
                Ok(record) => {
                    let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
                    let (account, name) = (cell(theirs), name.map(cell).unwrap_or_default());
                    rows.push((format!("line {line}"), cell(ours), Mapped { account, name }));
                }
            }
        }
        match Self::collect(rows.into_iter()) {
            Ok(mapping) if wrong.is_empty() => Ok(mapping),
            Ok(_) => Err(wrong),
            Err(more) => Err([wrong, more].concat()),
        }
    }

    fn collect(rows: impl Iterator<Item = (String, String, Mapped)>) -> Result<Self, Vec<String>> {
        let (mut known, mut wrong) = (BTreeMap::new(), Vec::new());
        for (place, code, mapped) in rows {
            let texts = [&code, &mapped.account, &mapped.name];
            if code.is_empty() || mapped.account.is_empty() {
                wrong.push(format!(
                    "{place}: expected our account and the target's, found an empty one"
                ));
            } else if texts.iter().any(|text| text.contains(char::is_control)) {
                wrong.push(format!(
                    "{place}: expected printable text, found a control character"
                ));
            } else if is_formula(&mapped.account) || is_formula(&mapped.name) {
                wrong.push(format!(
                    "{place}: expected the name of an account, found {}, which a spreadsheet would run",
                    mapped.account
                ));
            } else if known.insert(AccountCode::from(code.clone()), mapped).is_some() {
                wrong.push(format!("{place}: account {code} is mapped twice"));
            }
        }
        if wrong.is_empty() {
            Ok(Self(known))
        } else {
            Err(wrong)
        }
    }

    /// Returns what an account is called there.
    pub fn get(&self, account: &AccountCode) -> Option<&Mapped> {
        self.0.get(account)
    }

    /// Returns whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns every account that is mapped.
    pub fn iter(&self) -> impl Iterator<Item = (&AccountCode, &Mapped)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_and_toml_say_the_same() {
        let csv =
            Mapping::read_csv("\u{feff}Account,target_account,name\n1300,84,Inventory asset\n2100,630,\n")
                .unwrap();
        let toml =
            Mapping::read_toml("1300 = { account = \"84\", name = \"Inventory asset\" }\n2100 = \"630\"\n");
        assert_eq!(Ok(csv), toml);
    }

    #[test]
    fn every_bad_line_is_named() {
        let text = "account,target_account\n1300,\n1301,=1+1\n1302,6\n1302,7\n";
        let wrong = Mapping::read_csv(text).unwrap_err();
        let places: Vec<&str> = wrong.iter().map(|line| &line[..6]).collect();
        assert_eq!(places, ["line 2", "line 3", "line 5"], "{wrong:?}");
        assert!(Mapping::read_csv("a,b\n1,2\n").is_err_and(|why| why[0].contains("account,target_account")));
        assert!(Mapping::read_csv("").is_err_and(|why| why[0].ends_with("found nothing")));
        for cell in ["true", "{ acount = \"84\" }"] {
            let wrong = Mapping::read_toml(&format!("1300 = \"630\"\n1301 = {cell}\n")).unwrap_err();
            let named = ["line 2", cell, "{ account = \"84\", name = "];
            assert!(named.iter().all(|part| wrong[0].contains(part)), "{wrong:?}");
        }
    }
}
