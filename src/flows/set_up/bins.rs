//! Bins by a range: which, what for, and where in the walk.

use super::entry::{Draft, Taken, line, no_number};
use super::{Bins, Question, Standing};
use crate::domain::catalog::Purpose;
use crate::flows::event::{self, Command, Effect};
use crate::flows::goods::counted;
use crate::flows::scanned::Scanned;
use crate::operations::request::AddBins;
use serde::{Deserialize, Serialize};

/// Bins, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinsDraft {
    bins: Option<Bins>,
    purpose: Option<Purpose>,
    /// The place of the first in the walk.
    place: Option<i64>,
}

impl BinsDraft {
    /// Returns the range.
    pub const fn bins(&self) -> Option<&Bins> {
        self.bins.as_ref()
    }

    /// Returns what they are for.
    pub const fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// Returns the places in the walk of the first and the last that would be made.
    pub fn walk(&self) -> Option<(i64, i64)> {
        let (first, bins) = (self.place?, self.bins.as_ref()?);
        let more = i64::try_from(bins.count - bins.known).unwrap_or(0);
        Some((first, first + more - 1))
    }

    /// Takes what a range would make; returns what is told about it.
    ///
    /// # Errors
    /// If all of it is known.
    pub(super) fn told(&mut self, bins: Bins) -> Result<String, String> {
        let span = format!("{} to {}", bins.first, bins.last);
        if bins.known == bins.count {
            return Err(format!("{span} are known already"));
        }
        let mut text = format!("{} from {span}", counted(bins.count, "bin"));
        if let Some(known) = &bins.first_known {
            text = format!("{text}; {} known already, such as {known}", bins.known);
        }
        self.bins = Some(bins);
        Ok(text)
    }

    fn make(&self, standing: &Standing) -> Taken {
        let (Some(bins), Some(purpose), Some(place)) = (&self.bins, self.purpose, self.place) else {
            return Taken::On;
        };
        let asked = AddBins {
            first: bins.first.as_str().into(),
            last: bins.last.as_str().into(),
            purpose,
            sequence: Some(place),
            site: Some(standing.site_code()),
        };
        Taken::post(asked, format!("{} made", counted(bins.count - bins.known, "bin")))
    }
}

impl Draft for BinsDraft {
    fn prompt(&self, standing: &Standing) -> String {
        match (&self.bins, self.purpose, self.place) {
            (None, ..) => format!("Type first..last bin at {}: A-01-1..A-12-6", standing.site_code()),
            (Some(_), None, _) => "Choose what the bins are for".into(),
            (Some(_), Some(_), None) => {
                format!(
                    "Pickers walk the bins by number. Type the number of the first, or press Enter for {}, after all others",
                    standing.behind
                )
            }
            (Some(bins), Some(purpose), Some(_)) => {
                let made = counted(bins.count - bins.known, "bin");
                format!("CONFIRM makes {made} for {purpose}")
            }
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        let prompt = self.prompt(standing);
        match (&self.bins, self.purpose, self.place) {
            (None, ..) => {
                let asked = Question::Bins(scanned.text.clone(), standing.site_code());
                Taken::Told(Effect::Ask(event::Question::SetUp(asked)))
            }
            (Some(_), None, _) => {
                let word = scanned.text.to_lowercase().parse().ok();
                let number = line(scanned, Purpose::ALL.len()).map(|line| Purpose::ALL[line]);
                self.purpose = number.or(word);
                match self.purpose {
                    Some(_) => Taken::On,
                    None => Taken::wrong(prompt, scanned.is_not("a line")),
                }
            }
            (Some(_), Some(_), None) => {
                let whole = scanned.number().filter(|place| place.is_whole());
                match whole.and_then(|place| place.to_string().parse().ok()) {
                    Some(place) => {
                        self.place = Some(place);
                        Taken::On
                    }
                    None => Taken::wrong(prompt, no_number(scanned, "such a number")),
                }
            }
            _ => Taken::wrong(prompt, scanned.is_not("a command")),
        }
    }

    fn enter(&mut self, standing: &Standing) -> Taken {
        if self.purpose.is_some() && self.place.is_none() {
            self.place = Some(standing.behind);
        }
        Taken::On
    }

    fn command(&mut self, command: &Command, standing: &Standing) -> Taken {
        match command {
            Command::Confirm => self.make(standing),
            _ => Taken::On,
        }
    }

    fn commands(&self) -> Vec<Command> {
        self.place.map(|_| Command::Confirm).into_iter().collect()
    }

    fn lines(&self, _standing: &Standing) -> usize {
        match (&self.bins, self.purpose) {
            (Some(_), None) => Purpose::ALL.len(),
            _ => 0,
        }
    }

    fn choose(&mut self, line: usize, _standing: &Standing) -> Taken {
        self.purpose = Purpose::ALL.get(line).copied();
        Taken::On
    }

    fn back(&mut self) -> bool {
        self.place.take().is_some() || self.purpose.take().is_some() || self.bins.take().is_some()
    }
}
