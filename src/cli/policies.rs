//! `policies`: every setting of the company.

use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use crate::domain::company::{COMPANY_ACCOUNTS, Choice, POLICIES, Policy};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    policy: String,
    value: &'a str,
    default: &'a str,
    takes: String,
    decides: String,
}

/// Prints every policy with its value, its default and what it decides.
pub fn run(place: &Place, format: Format) -> Result<(), Failure> {
    let set: Vec<Policy> = place.open()?.all()?;
    let value = |key: &str| {
        set.iter()
            .find(|policy| policy.key == key)
            .map(|policy| policy.value.as_str())
    };
    let mut printer = Printer::new(format);
    for (key, default, decides, choice) in POLICIES {
        printer.row(&Row {
            policy: (*key).to_owned(),
            value: value(key).unwrap_or(default),
            default,
            takes: takes(*choice),
            decides: (*decides).to_owned(),
        })?;
    }
    for (name, default) in COMPANY_ACCOUNTS {
        let policy = format!("account.{name}");
        let (takes, decides) = (
            "an account".to_owned(),
            format!("the account for {}", name.replace('_', " ")),
        );
        printer.row(&Row {
            value: value(&policy).unwrap_or(default),
            default,
            takes,
            decides,
            policy,
        })?;
    }
    printer.finish()
}

fn takes(choice: Choice) -> String {
    match choice {
        Choice::Word(words) => words.join(" or "),
        Choice::Count => "a whole number".to_owned(),
        Choice::Decimal => "a number".to_owned(),
        Choice::Site => "the code of a site".to_owned(),
        Choice::Currency => "a currency code".to_owned(),
    }
}
