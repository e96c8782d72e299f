//! Journal entries of QuickBooks Online
//! (<https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/journalentry>): requests to its
//! interface, and the table that its import takes. Amounts are never negative; a word or a column says the side.

use super::chunk::{Chunk, Leg};
use super::mapping::Mapping;
use super::safe::{cut, one_line};
use super::sheet::Sheet;
use super::{described, id, mapped};
use crate::domain::amount::Money;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The longest number of a journal entry.
pub const LONGEST_NUMBER: usize = 21;

#[derive(Serialize)]
struct Request {
    method: &'static str,
    path: &'static str,
    query: Query,
    body: Body,
}

#[derive(Serialize)]
struct Query {
    requestid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    doc_number: String,
    txn_date: NaiveDate,
    private_note: String,
    line: Vec<Line>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line {
    id: String,
    description: String,
    #[serde(serialize_with = "number")]
    amount: Money,
    detail_type: &'static str,
    journal_entry_line_detail: Detail,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    posting_type: &'static str,
    account_ref: Account,
}

#[derive(Serialize)]
struct Account {
    value: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
}

/// Returns one request a line: a journal entry for each part, with the id of the part as its request id.
pub fn requests(parts: &[Chunk<'_>], mapping: &Mapping) -> String {
    let mut text = String::new();
    for part in parts {
        let line = |(at, leg): (usize, &Leg<'_>)| {
            let (value, name) = mapped(mapping, leg.line);
            let (value, name) = (value.to_owned(), name.to_owned());
            Line {
                id: at.to_string(),
                description: described(leg),
                amount: leg.amount.abs(),
                detail_type: "JournalEntryLineDetail",
                journal_entry_line_detail: Detail {
                    posting_type: if leg.amount < Money::ZERO {
                        "Credit"
                    } else {
                        "Debit"
                    },
                    account_ref: Account { value, name },
                },
            }
        };
        let request = Request {
            method: "POST",
            path: "/v3/company/{realmId}/journalentry",
            query: Query {
                requestid: id::uuid(part),
            },
            body: Body {
                doc_number: id::number(part, LONGEST_NUMBER),
                txn_date: part.head.day,
                private_note: note(part),
                line: (0..).zip(&part.legs).map(line).collect(),
            },
        };
        text += &serde_json::to_string(&request).unwrap_or_default();
        text.push('\n');
    }
    text
}

/// The header row of the import.
pub const HEADER: &str = "*JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description";

/// Returns the table of the import: MM/DD/YYYY, the account by its name there, or by its number where it has no name.
pub fn table(parts: &[Chunk<'_>], mapping: &Mapping) -> String {
    let mut sheet = Sheet::new(HEADER);
    for part in parts {
        for leg in &part.legs {
            let (account, name) = mapped(mapping, leg.line);
            let amount = leg.amount.abs().to_string();
            let (debit, credit) = if leg.amount < Money::ZERO {
                ("", amount.as_str())
            } else {
                (amount.as_str(), "")
            };
            sheet
                .cell(&id::number(part, LONGEST_NUMBER))
                .cell(&part.head.day.format("%m/%d/%Y"))
                .text(if name.is_empty() { account } else { name })
                .cell(debit)
                .cell(credit)
                .text(&described(leg))
                .end();
        }
    }
    sheet.into_text()
}

fn note(part: &Chunk<'_>) -> String {
    cut(
        &one_line(&format!("{}, hash {}", id::title(part), part.head.hash)),
        4000,
    )
}

/// Writes money as a JSON number with its decimals, exactly.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
pub(super) fn number<S: Serializer>(amount: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    let exact = RawValue::from_string(amount.to_string()).map_err(serde::ser::Error::custom)?;
    exact.serialize(serializer)
}
