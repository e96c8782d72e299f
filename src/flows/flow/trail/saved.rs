//! How the trail is saved: the work before the newest read as it stood, and the work before each older read by what
//! differs from that before the next one, as a JSON patch (RFC 6902). So a read costs what it changed, however much the
//! job knows.

use super::{Done, Step, Trail};
use crate::flows::work::Work;
use json_patch::{Patch, diff, patch};
use serde::de::Error;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::cell::OnceCell;

/// What leads from the work before the next read back to that before this one, found out once; `None` where the work
/// itself is shorter.
#[derive(Clone, Debug, Default)]
pub(super) struct Back(OnceCell<Option<Patch>>);

impl Back {
    fn between(&self, next: &Work, this: &Work) -> serde_json::Result<Option<&Patch>> {
        if self.0.get().is_none() {
            let (next, this) = (serde_json::to_value(next)?, serde_json::to_value(this)?);
            let back = diff(&next, &this);
            let is_short = serde_json::to_string(&back)?.len() < this.to_string().len();
            let _ = self.0.set(is_short.then_some(back));
        }
        Ok(self.0.get().and_then(Option::as_ref))
    }
}

/// It follows from the reads.
impl PartialEq for Back {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Back {}

#[derive(Serialize)]
struct Older<'s> {
    back: &'s Patch,
    #[serde(flatten)]
    done: &'s Done,
}

impl Serialize for Trail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        let mut steps = serializer.serialize_seq(Some(self.0.len()))?;
        for (at, step) in self.0.iter().enumerate() {
            let back = match self.0.get(at + 1) {
                Some(next) => step
                    .back
                    .between(&next.before, &step.before)
                    .map_err(S::Error::custom)?,
                None => None,
            };
            match back {
                Some(back) => steps.serialize_element(&Older {
                    back,
                    done: &step.done,
                })?,
                None => steps.serialize_element(step)?,
            }
        }
        steps.end()
    }
}

/// A trail that holds the work before each read is taken as well: it is how older programs saved one.
impl<'de> Deserialize<'de> for Trail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Vec::<Value>::deserialize(deserializer)?;
        let mut steps = Vec::with_capacity(saved.len());
        let mut next = Value::Null;
        for mut step in saved.into_iter().rev() {
            if let Some(back) = step.get_mut("back").map(Value::take) {
                let back: Patch = serde_json::from_value(back).map_err(D::Error::custom)?;
                patch(&mut next, &back).map_err(D::Error::custom)?;
            } else {
                next = step.get_mut("before").map(Value::take).unwrap_or_default();
            }
            steps.push(step_of(next.clone(), step).map_err(D::Error::custom)?);
        }
        steps.reverse();
        Ok(Self(steps))
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut saved = Value::deserialize(deserializer)?;
        let before = saved.get_mut("before").map(Value::take).unwrap_or_default();
        step_of(before, saved).map_err(D::Error::custom)
    }
}

fn step_of(before: Value, done: Value) -> serde_json::Result<Step> {
    Ok(Step {
        before: serde_json::from_value(before)?,
        done: serde_json::from_value(done)?,
        back: Back::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::job::Job;
    use crate::flows::flow::trail::Turn;

    /// Notes a read before which this bin was counted on this sheet.
    fn note(trail: &mut Trail, bin: &str, sheet: &str) {
        let mut work = serde_json::to_value(Work::of(Job::Count)).unwrap();
        work["Count"]["location"] = bin.into();
        work["Count"]["count"] = sheet.into();
        let mut turn = Turn::begin(&serde_json::from_value(work).unwrap(), None);
        turn.done.held = true;
        trail.note(turn, &Work::default());
    }

    #[test]
    fn a_read_that_took_the_place_of_another_is_saved_as_it_stood() {
        let mut trail = Trail::default();
        note(&mut trail, "A-01", "CNT-1");
        note(&mut trail, "A-02", "CNT-1");
        let both = serde_json::to_string(&trail).unwrap();
        assert!(both.contains("\"back\""), "{both}");
        assert_eq!(serde_json::from_str::<Trail>(&both).unwrap(), trail);
        trail.pop();
        note(&mut trail, "A-02", "CNT-2");
        let other = serde_json::to_string(&trail).unwrap();
        assert_eq!(serde_json::from_str::<Trail>(&other).unwrap(), trail, "{other}");
    }
}
