//! The company's own accounts.

use super::view::View;
use crate::domain::code::AccountCode;
use crate::domain::company::Policy;
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::part::part;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::operations::pages::parts;
use crate::operations::request::{Master, Operation, Request};

part! {
    /// The kind of a logged operation, without the rest of its row.
    struct Asked of Logged {
        /// Its number.
        seq: i64,
        /// Its kind.
        op: String,
    }
}

/// Returns every version of the policies whose key begins with `prefix`, oldest first, each with the operation that set
/// it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn policies_ever(view: &dyn View, prefix: &str) -> Result<Vec<(i64, Policy)>, Fault> {
    let mut found = Vec::new();
    for asked in parts::<Logged, Asked>(view, |asked| asked.seq) {
        let Asked { seq, op } = asked?;
        if op != "define" {
            continue;
        }
        let logged: Option<Logged> = view.find(&[&seq])?;
        let request = logged.filter(|logged| logged.request.contains(prefix));
        let request: Option<Request> = request.and_then(|logged| serde_json::from_str(&logged.request).ok());
        if let Some(Operation::Define(asked)) = request.map(|request| request.operation)
            && let Master::Policy(policy) = asked.master
            && policy.key.starts_with(prefix)
        {
            found.push((seq, policy));
        }
    }
    Ok(found)
}

/// Returns every company account with each code that it may have posted to: a policy may have named another account
/// earlier, and until the first policy the default applied.
///
/// # Errors
/// Fails if the store can't be read.
pub fn company_accounts_ever(view: &dyn View) -> Result<Vec<(CompanyAccount, AccountCode)>, Fault> {
    let defined = policies_ever(view, CompanyAccount::PREFIX)?;
    let first: Option<Entry> = view.find(&[&1_i64])?;
    let first = first.map_or(i64::MAX, |entry| entry.operation);
    let mut accounts = Vec::new();
    for which in CompanyAccount::ALL.iter().copied() {
        let mut own = defined.iter().filter(|(_, policy)| policy.key == which.key());
        if own.clone().next().is_none_or(|(seq, _)| first < *seq) {
            accounts.push((which, AccountCode::from(which.unset())));
        }
        let code = |(_, policy): &(i64, Policy)| AccountCode::from(policy.value.as_str());
        accounts.extend(own.by_ref().map(|it| (which, code(it))));
    }
    Ok(accounts)
}
