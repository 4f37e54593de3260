//! From one JSON object to a record.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::fields::Collected;
use crate::{FieldMap, Record};

/// What is wrong with a value that should be a record.
pub(super) struct BadRecord {
    /// Line and column within the value, from 1; the line is 0 where there is no place to name.
    pub(super) place: (u64, u64),
    pub(super) message: String,
}

/// Makes a record of a JSON object. Fields that the map does not name are skipped unread, whatever their size.
pub(super) fn record_of(
    value: &[u8],
    map: &FieldMap,
    unnamed: impl FnOnce() -> String,
    limit: u64,
) -> Result<Record, BadRecord> {
    let mut json = serde_json::Deserializer::from_slice(value.trim_ascii_end());
    let read = Seed(map).deserialize(&mut json).and_then(|collected| json.end().map(|()| collected));
    let collected = read.map_err(|error| BadRecord {
        place: (error.line() as u64, error.column().max(1) as u64),
        message: without_place(&error),
    })?;
    collected.finish(unnamed, limit).map_err(|message| BadRecord { place: (0, 0), message })
}

/// The message of `serde_json` without the place at its end, which is told beside it.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(before, _)| before);
    format!("it is not a record in JSON: {message}")
}

struct Seed<'m>(&'m FieldMap);

impl<'de, 'm> DeserializeSeed<'de> for Seed<'m> {
    type Value = Collected<'m>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Collected<'m>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, 'm> Visitor<'de> for Seed<'m> {
    type Value = Collected<'m>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a field \"text\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Collected<'m>, A::Error> {
        let mut collected = self.0.collect();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if self.0.wants(&key) {
                collected.take(&key, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(collected)
    }
}
