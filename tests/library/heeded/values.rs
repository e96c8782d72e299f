//! What else a field may say, by the type of its value.

use serde_json::{Value, json};

/// What is kept with the operation where nothing moves: the log and `why` tell it.
pub const KEPT: &[&str] = &["reason", "document", "operator"];

/// Fields that may say one thing or the other where neither changes anything: by the id of their document.
pub const EITHER: &[(&str, &str)] = &[
    // All that lies there was counted.
    ("c-close", "rest_is_zero"),
    ("c-close2", "rest_is_zero"),
    // Nothing was exported before.
    ("ex-1", "again"),
];

/// Returns values of a type that are others than what stands where nothing is said.
pub fn others(kind: &str) -> Vec<Value> {
    let words: &[&str] = match kind {
        "AccountCode" => &["5300", "5310"],
        "Badge" => &["EMP-8"],
        "Basis" => &["quantity", "value", "weight"],
        "Channel" => &["fair"],
        "ComponentAct" => &["issue", "return", "scrap"],
        "CountNo" => &["CNT-999"],
        "Day" => &["2026-03-20"],
        "Disposition" => &["restock", "quarantine", "damaged", "scrap"],
        "EntityCode" => &["RETAIL", "NOBODY"],
        "Integration" => &["full", "none"],
        "ItemCode" => &["CUP", "TEA", "A", "LOT"],
        "Key" => &["r-1", "s-2", "f-1"],
        "LateBehindCount" => &["saw", "missed"],
        "LocationCode" => &["B-02-2", "L-01-1"],
        "LotCode" => &["L7", "NEW-1"],
        "Lpn" => &["LPN-7"],
        "Method" => &["fifo", "average", "standard"],
        "Amount" | "Money" => &["3.17"],
        "MoveKind" => &["putaway", "move"],
        "NaiveDate" => &["2027-07-31"],
        "OrderNo" => &["PO-1", "SO-1", "WO-1", "WO-2"],
        "OutputAct" => &["stock", "scrap"],
        "Paper" => &["DN-77"],
        "PartyCode" => &["V-9"],
        "Price" => &["7.3125"],
        "Purpose" => &["pick", "quarantine"],
        "Qty" => &["1", "3", "999"],
        "Reason" => &["because"],
        "Serial" => &["S-1", "S-9"],
        "Side" => &["supplier", "customer"],
        "SiteCode" => &["LUEB", "MAIN"],
        "Status" => &["available", "quarantine", "damaged", "returned"],
        "String" => &["USD", "2026-01"],
        "TaxCode" => &["V19", "NONE"],
        "TaskKind" => &["pick", "count", "replenish"],
        "Tracking" => &["none", "lot", "expiry", "serial"],
        "UomCode" => &["KG"],
        "bool" => return vec![json!(true), json!(false)],
        "i64" => return vec![json!(1), json!(2), json!(7)],
        "Dimensions" => return vec![json!({"project": "OTHER"})],
        "Vec<Key>" => return vec![json!(["r-2"]), json!([])],
        "Vec<i64>" => return vec![json!([2]), json!([])],
        "Vec<BillLine>" | "Vec<Component>" | "Vec<InvoiceLine>" | "Vec<OrderLine>" | "Vec<ShipLine>" => {
            return vec![json!([])];
        }
        "Master" | "Order" => &[],
        other => panic!("say what else a value of type {other} may be"),
    };
    words.iter().map(|word| json!(word)).collect()
}

/// Returns the place of every word, number and switch inside a value, each with another one.
pub fn leaves(value: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    gather(value, String::new(), &mut found);
    found
}

fn gather(value: &Value, path: String, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) if !path.is_empty() || fields.contains_key("record") || fields.len() > 1 => {
            for (name, value) in fields {
                gather(value, format!("{path}/{name}"), found);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                gather(value, format!("{path}/{at}"), found);
            }
        }
        Value::String(word) if !path.is_empty() => found.push((path, json!(otherwise(word)))),
        Value::Number(number) if !path.is_empty() => {
            found.push((path, json!(number.as_i64().unwrap_or_default() + 1)));
        }
        Value::Bool(is) if !path.is_empty() => found.push((path, json!(!is))),
        _ => {}
    }
}

/// Returns another word of the same form.
fn otherwise(word: &str) -> String {
    if let Ok(day) = word.parse::<chrono::NaiveDate>() {
        return day.succ_opt().expect("a day").to_string();
    }
    match word.parse::<i64>() {
        Ok(number) => (number + 1).to_string(),
        Err(_) if word.is_empty() => "web".to_owned(),
        Err(_) => format!("{word}x"),
    }
}
