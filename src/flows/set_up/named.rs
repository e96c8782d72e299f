//! The company's name and its currency.

use super::Standing;
use super::entry::{Draft, Taken, name};
use crate::domain::company::Policy;
use crate::domain::policy::PolicyKey;
use crate::flows::scanned::Scanned;
use crate::operations::request::{Define, Master};
use serde::{Deserialize, Serialize};

/// Which of the two is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named {
    /// The name.
    Company,
    /// The currency.
    Currency,
}

impl Draft for Named {
    fn prompt(&self, standing: &Standing) -> String {
        match self {
            Self::Company => "Type the company's name".into(),
            Self::Currency => format!("Type the currency, or Enter for {}", standing.currency),
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        let prompt = self.prompt(standing);
        let text = match name(scanned, &prompt) {
            Ok(text) => text,
            Err(refused) => return refused,
        };
        match self {
            Self::Company => set(PolicyKey::Company, text, &prompt),
            Self::Currency => set(PolicyKey::Currency, text.to_uppercase(), &prompt),
        }
    }

    fn enter(&mut self, _standing: &Standing) -> Taken {
        match self {
            Self::Company => Taken::On,
            Self::Currency => Taken::Done,
        }
    }

    fn back(&mut self) -> bool {
        false
    }
}

/// Sets a policy, if it takes the value.
fn set(policy: PolicyKey, value: String, need: &str) -> Taken {
    if let Err(expected) = policy.check(&value) {
        return Taken::wrong(need, format!("{value} is not {expected}"));
    }
    let key = policy.key().to_owned();
    let told = format!("{key}: {value}");
    let master = Master::Policy(Policy { key, value });
    Taken::post(Define { master }, told)
}
