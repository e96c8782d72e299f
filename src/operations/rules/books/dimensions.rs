//! What a document says of dimensions, and whether it may.

use super::Books;
use crate::domain::code::text_flaw;
use crate::domain::dimension::{Dimension, DimensionValue, Dimensions};
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::Operation;
use chrono::NaiveDate;

/// Bytes that a value may have.
const LONGEST: usize = 60;

impl Books<'_, '_> {
    /// Returns the dimensions of the company, which are read once.
    pub fn dimensions(&self) -> Result<&[Dimension], Fault> {
        if let Some(dimensions) = self.settings.dimensions.get() {
            return Ok(dimensions);
        }
        let dimensions = self.view().all::<Dimension>(&[])?;
        Ok(self.settings.dimensions.get_or_init(|| dimensions))
    }

    /// Refuses what is said of a dimension that there is not, and a value that it does not have on the day.
    pub fn may_say(&self, said: &Dimensions) -> Result<(), Halt> {
        if said.is_empty() {
            return Ok(());
        }
        let known = self.dimensions()?;
        for (code, value) in said.iter() {
            let Some(dimension) = known.iter().find(|known| known.dimension == *code) else {
                let names: Vec<&str> = known.iter().map(|known| known.dimension.as_str()).collect();
                let (dimension, known) = (code.to_string(), names.join(", "));
                return Err(Refusal::UnknownDimension { dimension, known }.into());
            };
            let found = value.to_string();
            let wrong = |expected: String| -> Halt {
                let (dimension, found) = (code.to_string(), found.clone());
                Refusal::WrongDimension {
                    dimension,
                    expected,
                    found,
                }
                .into()
            };
            let is_plain = text_flaw(&found).is_none() && found.trim() == found;
            if found.is_empty() || LONGEST < found.len() || !is_plain {
                return Err(wrong(format!("a text of 1 to {LONGEST} bytes on one line")));
            }
            let own: Option<DimensionValue> = self.view().find(&[code, value])?;
            let day = self.request.date;
            match own {
                None if dimension.free => {}
                None => return Err(wrong("one of the values that are defined".into())),
                Some(own) if own.holds_on(day) => {}
                Some(own) => {
                    let told =
                        |day: Option<NaiveDate>| day.map_or_else(|| "any day".into(), |day| day.to_string());
                    let (since, until) = (told(own.since), told(own.until));
                    return Err(wrong(format!(
                        "a value that holds on {day}; {found} does from {since} to {until}"
                    )));
                }
            }
        }
        Ok(())
    }

    /// Notes what the line of the document says that is worked on.
    pub(in crate::operations::rules) fn says_line(&mut self, line: Option<&Dimensions>) -> Result<(), Halt> {
        let own = line.cloned().unwrap_or_default();
        self.may_say(&own)?;
        self.said = own.or(&self.request.dimensions);
        Ok(())
    }

    /// Refuses a document that says something of dimensions where nothing moves that could keep it, and one that takes
    /// something back, which says what that said.
    pub(in crate::operations::rules) fn says_nothing_in_vain(&self) -> Result<(), Halt> {
        if self.request.dimensions.is_empty() {
            return Ok(());
        }
        let why = match &self.request.operation {
            Operation::PlaceOrder(_) => return Ok(()),
            Operation::Reverse(_) => "what takes something back says what that said",
            _ if self.draft.written::<Movement>()?.is_empty() => "nothing moves with it",
            _ => return Ok(()),
        };
        let (field, why) = ("dimensions".to_owned(), why.to_owned());
        Err(Refusal::NotSaid { field, why }.into())
    }
}
