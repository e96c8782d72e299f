//! Rows that were imported before. The same row does nothing, whatever became of its record since; another row changes
//! the record in what the row says otherwise than it did, as a new version under a key of its own.

use super::hashes::Hashes;
use super::problems::Problem;
use super::{Kind, Lined};
use crate::domain::code::Key;
use crate::domain::log::Logged;
use crate::domain::order::{OrderLine, ordered_as};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::operations::masters::{fields, known, names_of, value_of};
use crate::operations::request::{Define, Master, Operation, PlaceOrder, Request, Requester};
use crate::operations::view::View;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What a field of a row is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    /// The file has its column.
    Yes,
    /// The file does not have its column, or there is none: it stays as it is.
    No,
    /// It is not the row's to say.
    Fixed,
}

/// Returns the earlier request that had a key, if any.
pub fn first_time(view: &dyn View, key: &Key) -> Result<Option<Request>, Fault> {
    Ok(logged(view, key)?.and_then(|logged| serde_json::from_str(&logged.request).ok()))
}

fn logged(view: &dyn View, key: &Key) -> Result<Option<Logged>, Fault> {
    Ok(view.list(&Range::by(Logged::BY_KEY, &[key]).first(1))?.pop())
}

/// Returns what is asked for by a row: its last import again if it says the same, else its next version.
///
/// Inside, what is wrong with the row: a PIN that must not be chosen.
///
/// # Errors
/// A [`Fault`] if the store can't be read or a PIN can't be hashed.
pub(super) fn settled(
    view: &dyn View,
    line: &Lined<'_>,
    requester: &Requester,
    hashes: &Hashes,
) -> Result<Result<Request, Problem>, Fault> {
    let request = &Request {
        requester: requester.clone(),
        ..line.request.clone()
    };
    let last = last(view, &request.key)?;
    let operation = match &request.operation {
        Operation::Define(Define { master }) => {
            let base = last.as_ref().and_then(|(_, last)| master_of(last));
            let master = match with_hash(view, master.clone(), base, hashes)? {
                Ok(master) => master,
                Err(refusal) => return Ok(Err(line.wrong("pin", &refusal.to_string()))),
            };
            define(view, line, base, &master)?
        }
        Operation::PlaceOrder(order) => {
            let base = last.as_ref().and_then(|(_, last)| order_of(last));
            place_order(view, line, base, order)?
        }
        Operation::WorkOrder(_) => {
            let is_same = |(_, last): &(usize, Request)| {
                (&last.operation, &last.site) == (&request.operation, &request.site)
            };
            let same = last.as_ref().is_some_and(is_same);
            (!same).then(|| request.operation.clone())
        }
        // What was there once stays under its one key: figures that differ are refused.
        opening => {
            let known = last.map(|(_, first)| first);
            let same = known.filter(|first| first.operation == *opening && first.date == request.date);
            return Ok(Ok(same.unwrap_or_else(|| request.clone())));
        }
    };
    Ok(Ok(match (operation, last) {
        (None, Some((_, last))) => last,
        (Some(operation), Some((number, _))) => Request {
            key: version(&request.key, number + 1),
            document: Some(line.whence()),
            operation,
            ..request.clone()
        },
        (operation, None) => Request {
            operation: operation.unwrap_or_else(|| request.operation.clone()),
            ..request.clone()
        },
    }))
}

/// Returns the number and the request of the last version of a row; `None` if it was never imported.
fn last(view: &dyn View, key: &Key) -> Result<Option<(usize, Request)>, Fault> {
    let is_there = |number| Ok(logged(view, &version(key, number))?.is_some());
    let Some(number) = last_number(is_there)? else {
        return Ok(None);
    };
    let last = first_time(view, &version(key, number))?;
    Ok(last.map(|request| (number, request)))
}

/// Returns the last of the numbers from 1 that are there, which have no gap; `None` if there is not one. The number is
/// doubled until it misses, then halved.
fn last_number(is_there: impl Fn(usize) -> Result<bool, Fault>) -> Result<Option<usize>, Fault> {
    let (mut there, mut missing) = (0, 1);
    while is_there(missing)? {
        (there, missing) = (missing, missing * 2);
    }
    while there + 1 < missing {
        let between = there.midpoint(missing);
        if is_there(between)? {
            there = between;
        } else {
            missing = between;
        }
    }
    Ok(Some(there).filter(|there| 0 < *there))
}

/// Returns the key of a version of a row. The first one's is `import:KIND:CODE`, and no kind is a number.
fn version(key: &Key, number: usize) -> Key {
    match key.as_str().split_once(':') {
        Some((first, rest)) if 1 < number => Key::from(format!("{first}:{number}:{rest}")),
        _ => key.clone(),
    }
}

fn master_of(request: &Request) -> Option<&Master> {
    match &request.operation {
        Operation::Define(Define { master }) => Some(master),
        _ => None,
    }
}

fn order_of(request: &Request) -> Option<&PlaceOrder> {
    match &request.operation {
        Operation::PlaceOrder(order) => Some(order),
        _ => None,
    }
}

/// Returns the record with its PIN as a hash: the known one if it is that of the same PIN, because a new salt would
/// make another one. Inside, why the PIN must not be chosen.
fn with_hash(
    view: &dyn View,
    mut master: Master,
    base: Option<&Master>,
    hashes: &Hashes,
) -> Result<Result<Master, Refusal>, Fault> {
    if let Master::User(user) = &mut master {
        let known = match base {
            Some(Master::User(known)) => known.pin_hash.as_deref(),
            _ => None,
        };
        if let Some(pin) = user.pin_hash.take() {
            let least = view.policies()?.pin_digits()?;
            match hashes.of(least, &user.badge, &pin, known)? {
                Ok(hash) => user.pin_hash = Some(hash),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
    }
    Ok(Ok(master))
}

/// Returns the record that a row makes of what is known; `None` if it says what it said before.
fn define(
    view: &dyn View,
    line: &Lined<'_>,
    base: Option<&Master>,
    row: &Master,
) -> Result<Option<Operation>, Fault> {
    let given = |field: &str| match column_of(line.sheet.kind.name, field) {
        None => Given::Fixed,
        Some(column) if line.sheet.columns.contains(&column) => Given::Yes,
        Some(_) => Given::No,
    };
    if is_same(base, row, given)? {
        return Ok(None);
    }
    let current = known(view, row)?;
    let master = merged(base, row, current.as_ref(), given)?;
    Ok(Some(Define { master }.into()))
}

/// Returns the column of a field in a kind of file; `None` for what tells the record itself.
fn column_of(kind: &str, field: &str) -> Option<&'static str> {
    let column = match (kind, field) {
        (_, "record") | ("vendors" | "customers", "kind" | "party") => return None,
        ("accounts", "kind") => "type",
        ("taxes", "rate_ppm") => "rate",
        ("channel_fees" | "transfer_prices", "rate_ppm") => "percent",
        ("groups", "number") | ("items" | "group_accounts", "group_number") => "group",
        ("locations", "check_digits") => "check",
        ("users", "pin_hash") => "pin",
        _ => {
            let kind = Kind::of(kind);
            // What has no column at all, such as a locked badge, is left as it is.
            kind.and_then(|kind| kind.column(field))
                .map_or("", |column| column.name)
        }
    };
    Some(column)
}

/// Returns the order that its rows make of what is known; `None` if they say what they said before.
fn place_order(
    view: &dyn View,
    line: &Lined<'_>,
    base: Option<&PlaceOrder>,
    row: &PlaceOrder,
) -> Result<Option<Operation>, Fault> {
    let has = |column: &str| line.sheet.columns.contains(&column);
    let of_head = |field: &str| match field {
        "kind" | "order_no" | "state" => Given::Fixed,
        "party" | "due" => Given::Yes,
        other if has(other) => Given::Yes,
        _ => Given::No,
    };
    let of_line = |field: &str| match field {
        "item" | "qty" | "price" | "price_per" => Given::Yes,
        "lot" if has("lot") => Given::Yes,
        "lot" => Given::No,
        _ => Given::Fixed,
    };
    let before = |number: i64| base.and_then(|base| base.lines.iter().find(|line| line.line == number));
    let there: Vec<OrderLine> = view.all(&[&row.order.kind, &row.order.order_no])?;
    // What was taken off by hand since is gone already.
    let is_gone = |number: &i64| {
        !row.lines.iter().any(|line| line.line == *number) && !ordered_as(&there, *number).is_empty()
    };
    let imported = base.iter().flat_map(|base| &base.lines);
    let gone: Vec<i64> = imported.map(|line| line.line).filter(is_gone).collect();
    let mut same = gone.is_empty() && is_same(base.map(|base| &base.order), &row.order, of_head)?;
    let mut lines = Vec::new();
    for line in &row.lines {
        same = same && is_same(before(line.line), line, of_line)?;
        let current: Option<OrderLine> = view.find(&[&line.kind, &line.order_no, &line.line])?;
        lines.push(merged(before(line.line), line, current.as_ref(), of_line)?);
    }
    if same {
        return Ok(None);
    }
    let current = view.find(&[&row.order.kind, &row.order.order_no])?;
    let order = merged(
        base.map(|base| &base.order),
        &row.order,
        current.as_ref(),
        of_head,
    )?;
    let without = Some(gone).filter(|gone| !gone.is_empty());
    Ok(Some(
        PlaceOrder {
            order,
            lines,
            without,
        }
        .into(),
    ))
}

/// Returns whether a row says what it said at its last import, as far as the file has columns.
fn is_same<R: Serialize>(base: Option<&R>, row: &R, given: impl Fn(&str) -> Given) -> Result<bool, Fault> {
    let Some(base) = base else { return Ok(false) };
    let (base, row) = (fields(base)?, fields(row)?);
    let mut told = names_of([&base, &row])
        .into_iter()
        .filter(|name| given(name) == Given::Yes);
    Ok(told.all(|name| value_of(&base, name) == value_of(&row, name)))
}

/// Returns the record with what a row says otherwise than at its last import; everything else stays as it is now.
fn merged<R: Serialize + DeserializeOwned>(
    base: Option<&R>,
    row: &R,
    current: Option<&R>,
    given: impl Fn(&str) -> Given,
) -> Result<R, Fault> {
    let read = |record: Option<&R>| record.map(fields).transpose();
    let (base, current): (Option<Map<_, _>>, Option<Map<_, _>>) = (read(base)?, read(current)?);
    let row = fields(row)?;
    let said = |name: &str| {
        let before = base.as_ref().map(|base| value_of(base, name));
        before == Some(value_of(&row, name))
    };
    let names = names_of([&row].into_iter().chain(&current));
    let merged = names.into_iter().map(|name| {
        let is_rows = match given(name) {
            Given::Fixed => true,
            Given::Yes => !said(name),
            Given::No => false,
        };
        let value = match &current {
            Some(current) if !is_rows => value_of(current, name),
            _ => value_of(&row, name),
        };
        (name.to_owned(), value.clone())
    });
    let wrong = |why| Fault::caused("a row can't be laid over its record", why);
    serde_json::from_value(Value::Object(merged.collect())).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_last_of_many_versions_is_found_with_few_looks() {
        for last in 0..300 {
            let looks = Cell::new(0);
            let found = last_number(|number| {
                looks.set(looks.get() + 1);
                Ok(number <= last)
            });
            assert_eq!(found.unwrap(), Some(last).filter(|last| 0 < *last));
            assert!(looks.get() <= 2 * last.max(1).ilog2() + 2, "{last}: {looks:?}");
        }
    }
}
