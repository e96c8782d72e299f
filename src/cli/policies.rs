//! `policies`: every setting of the company.

use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use crate::domain::policy::{CompanyAccount, PolicyKey, Takes};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    policy: &'static str,
    value: &'a str,
    default: &'static str,
    takes: String,
    decides: String,
}

/// Prints every policy with its value, its default and what it decides.
pub fn run(place: &Place, format: Format) -> Result<(), Failure> {
    let set = place.open_to_read()?.read(|view| view.policies())?;
    let mut printer = Printer::new(format);
    for policy in PolicyKey::ALL.iter().copied() {
        printer.row(&Row {
            policy: policy.key(),
            value: set.text(policy),
            default: policy.unset(),
            takes: takes(policy.takes()),
            decides: policy.decides().to_owned(),
        })?;
    }
    for which in CompanyAccount::ALL.iter().copied() {
        printer.row(&Row {
            policy: which.key(),
            value: set.account(which).as_str(),
            default: which.unset(),
            takes: "an account".to_owned(),
            decides: format!("the account for {}", which.words()),
        })?;
    }
    printer.finish()
}

fn takes(kind: Takes) -> String {
    match kind {
        Takes::Word(words) => words.join(" or "),
        Takes::Count => "a whole number".to_owned(),
        Takes::Decimal => "a number".to_owned(),
        Takes::Site => "the code of a site".to_owned(),
        Takes::Patterns => "patterns of codes".to_owned(),
        Takes::Currency => "a currency code".to_owned(),
        Takes::Name => "a name".to_owned(),
        Takes::Anchors => "none or syslog or file:PATH".to_owned(),
    }
}
