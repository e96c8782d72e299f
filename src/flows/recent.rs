//! Lists whose oldest entries are forgotten.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A list whose oldest entries are forgotten. Each entry is saved under a number of its own that it keeps, so that two
/// states of a list differ by what changed between them, and not by the place of every entry.
#[derive(Clone, Debug)]
pub struct Recent<T>(BTreeMap<u32, T>);

impl<T> Recent<T> {
    /// Adds an entry; returns its number.
    pub fn push(&mut self, entry: T) -> u32 {
        let number = self.0.last_key_value().map_or(0, |(last, _)| last + 1);
        self.0.insert(number, entry);
        number
    }

    /// Removes the newest entry.
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop_last().map(|(_, entry)| entry)
    }

    /// Forgets the oldest entries, so that no more than so many are left.
    pub fn shorten(&mut self, most: usize) {
        while most < self.0.len() {
            self.0.pop_first();
        }
    }

    /// Keeps the entries for which `keeps` says so, each asked by its number.
    pub fn retain(&mut self, mut keeps: impl FnMut(u32, &T) -> bool) {
        self.0.retain(|number, entry| keeps(*number, entry));
    }

    /// Moves all entries of another list behind those of this one.
    pub fn append(&mut self, other: &mut Self) {
        for entry in std::mem::take(&mut other.0).into_values() {
            self.push(entry);
        }
    }

    /// Returns how many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the entry of a number.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.0.get(&number)
    }

    /// Returns the entry at a place, the oldest being at 0.
    pub fn at_mut(&mut self, place: usize) -> Option<&mut T> {
        self.0.values_mut().nth(place)
    }

    /// Returns the entries with their numbers, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &T)> {
        self.0.iter().map(|(number, entry)| (*number, entry))
    }
}

impl<T: PartialEq> Recent<T> {
    /// Returns the number of an equal entry.
    pub fn number_of(&self, entry: &T) -> Option<u32> {
        self.iter()
            .find(|(_, known)| *known == entry)
            .map(|(number, _)| number)
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: PartialEq> PartialEq for Recent<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.values().eq(other.0.values())
    }
}

impl<T: Eq> Eq for Recent<T> {}

impl<T> FromIterator<T> for Recent<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self((0..).zip(entries).collect())
    }
}

impl<T: Serialize> Serialize for Recent<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A plain list is taken as well: it is how older programs saved one.
impl<'de, T: for<'t> Deserialize<'t>> Deserialize<'de> for Recent<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Value::deserialize(deserializer)?;
        if saved.is_array() {
            let entries: Vec<T> = serde_json::from_value(saved).map_err(D::Error::custom)?;
            return Ok(entries.into_iter().collect());
        }
        serde_json::from_value(saved).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_keeps_its_number_when_older_ones_are_forgotten() {
        let mut list: Recent<&str> = ["a", "b", "c"].into_iter().collect();
        list.shorten(2);
        assert_eq!(list.push("d"), 3);
        let saved = serde_json::to_string(&list).unwrap();
        assert_eq!(saved, r#"{"1":"b","2":"c","3":"d"}"#);
        let read: Recent<String> = serde_json::from_str(&saved).unwrap();
        assert_eq!(read.get(2).map(String::as_str), Some("c"));
        assert_eq!(read, serde_json::from_str(r#"["b","c","d"]"#).unwrap());
    }
}
