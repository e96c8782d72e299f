//! Manual journals of Xero (<https://developer.xero.com/documentation/api/accounting/manualjournals>): requests to its
//! interface, and the table that its import takes. Both make drafts, which somebody approves there.

use super::chunk::{Chunk, Leg};
use super::mapping::Mapping;
use super::quickbooks::number;
use super::safe::{cut, one_line};
use super::sheet::Sheet;
use super::{Way, described, id, mapped};
use crate::domain::amount::Money;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Request {
    method: &'static str,
    path: &'static str,
    headers: Headers,
    body: Body,
}

#[derive(Serialize)]
struct Headers {
    #[serde(rename = "Idempotency-Key")]
    key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    manual_journals: [Journal; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Journal {
    narration: String,
    date: NaiveDate,
    status: &'static str,
    line_amount_types: &'static str,
    #[serde(rename = "JournalLines")]
    lines: Vec<Line>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line {
    #[serde(rename = "LineAmount", serialize_with = "number")]
    amount: Money,
    account_code: String,
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tracking: Vec<Tracking>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tracking {
    name: &'static str,
    option: String,
}

/// Returns one request a line: a manual journal for each part, debits positive, with the id of the part as its key.
pub fn requests(parts: &[Chunk<'_>], mapping: &Mapping) -> String {
    let mut text = String::new();
    for part in parts {
        let line = |leg: &Leg<'_>| Line {
            amount: leg.amount,
            account_code: mapped(mapping, leg.line).0.to_owned(),
            description: described(leg),
            tracking: tracking(part, leg)
                .into_iter()
                .map(|(name, option)| Tracking { name, option })
                .collect(),
        };
        let journal = Journal {
            narration: narration(part),
            date: part.head.day,
            status: "DRAFT",
            line_amount_types: "NoTax",
            lines: part.legs.iter().map(line).collect(),
        };
        let request = Request {
            method: "PUT",
            path: "/api.xro/2.0/ManualJournals",
            headers: Headers { key: id::uuid(part) },
            body: Body {
                manual_journals: [journal],
            },
        };
        text += &serde_json::to_string(&request).unwrap_or_default();
        text.push('\n');
    }
    text
}

/// The header row of the import.
pub const HEADER: &str = "*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,\
                          TrackingName1,TrackingOption1,TrackingName2,TrackingOption2";

/// Returns the files of the import, none longer than it takes (<https://help.xero.com/nz/ManualJournalsImport>). A
/// narration with its date is one journal; the month is a word, so that no country takes it for the day.
pub fn tables(parts: &[Chunk<'_>], way: &Way<'_>) -> Vec<String> {
    let most = way.target.most_rows().unwrap_or(usize::MAX);
    let (mut files, mut sheet, mut rows) = (Vec::new(), Sheet::new(HEADER), 0);
    for part in parts {
        if most < rows + part.legs.len() {
            files.push(std::mem::replace(&mut sheet, Sheet::new(HEADER)).into_text());
            rows = 0;
        }
        rows += part.legs.len();
        for leg in &part.legs {
            let (code, _) = mapped(way.mapping, leg.line);
            sheet
                .text(&narration(part))
                .cell(&part.head.day.format("%d %b %Y"));
            sheet
                .text(&described(leg))
                .text(code)
                .text(way.tax_rate)
                .cell(&leg.amount);
            let tracking = tracking(part, leg);
            for at in 0..2 {
                let (name, option) = tracking
                    .get(at)
                    .map_or(("", ""), |(name, option)| (*name, option.as_str()));
                sheet.cell(name).text(option);
            }
            sheet.end();
        }
    }
    files.push(sheet.into_text());
    files
}

/// Returns what a person finds the journal by: number, what it is, and the beginning of its hash.
fn narration(part: &Chunk<'_>) -> String {
    one_line(&format!("{} {}", id::number(part, usize::MAX), id::title(part)))
}

/// Returns the dimensions, where lines are told apart by them: Xero knows two, and they must be set up there by these
/// names.
fn tracking(part: &Chunk<'_>, leg: &Leg<'_>) -> Vec<(&'static str, String)> {
    let Some(share) = leg.share else {
        return Vec::new();
    };
    let mut tracking = vec![("Site", cut(&one_line(part.head.site.as_str()), 100))];
    if !share.channel.is_empty() {
        tracking.push(("Channel", cut(&one_line(&share.channel), 100)));
    }
    tracking
}
