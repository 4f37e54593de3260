//! Which field of a record is its text, its id, its day: names, paths and presets.

use dateline_core::suggest;
use serde_json::Value;

use crate::Record;

/// Where the parts of a document stand in a record.
///
/// Each part has names in the order of preference; a name with dots is a path (`headlines.value`), and a list on the way
/// stands for its first element that has something.
///
/// ```
/// use dateline_io::FieldMap;
///
/// assert!(FieldMap::parse("text=maintext,published=date_publish|date").is_ok());
/// assert!(FieldMap::parse("news-please").is_ok());
/// let error = FieldMap::parse("body=text").unwrap_err();
/// assert!(error.starts_with("there is no part \"body\""), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMap(Vec<Source>);

/// One name for one part, in the order of preference within the part.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    part: Part,
    path: Vec<String>,
}

/// The parts of a document that a record may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Text,
    Id,
    Published,
    Headline,
    Url,
}

const PARTS: [(&str, Part); 5] = [
    ("text", Part::Text),
    ("id", Part::Id),
    ("published", Part::Published),
    ("headline", Part::Headline),
    ("url", Part::Url),
];

const PRESETS: &str = include_str!("../data/presets.tsv");

impl Default for FieldMap {
    /// `text`, `id`, `published`, `headline` or `title`, `url`.
    fn default() -> FieldMap {
        let mut map = FieldMap(Vec::new());
        for (name, part) in PARTS {
            map.set(part, if part == Part::Headline { "headline|title" } else { name });
        }
        map
    }
}

impl FieldMap {
    /// Understands the name of a preset (`news-please`), or parts with their names (`text=body|content,published=date`);
    /// parts that are not named keep their usual ones.
    ///
    /// # Errors
    ///
    /// When a preset or part is unknown: the known ones, the likeliest meant first.
    pub fn parse(spec: &str) -> Result<FieldMap, String> {
        let mut map = FieldMap::default();
        if !spec.contains('=') {
            let (_, preset, _) = presets().find(|(name, ..)| *name == spec).ok_or_else(|| {
                format!("there is no preset \"{spec}\": {}", suggest(spec, presets().map(|(name, ..)| name)))
            })?;
            return FieldMap::parse(preset);
        }
        for pair in spec.split(',') {
            let (name, paths) = pair.split_once('=').ok_or_else(|| format!("\"{pair}\" should be PART=FIELD"))?;
            let known = PARTS.iter().find(|(known, _)| *known == name.trim());
            let (_, part) = known.ok_or_else(|| {
                format!("there is no part \"{name}\": {}", suggest(name, PARTS.iter().map(|(name, _)| *name)))
            })?;
            map.set(*part, paths);
        }
        Ok(map)
    }

    /// The names of the presets.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        presets().map(|(name, ..)| name)
    }

    fn set(&mut self, part: Part, paths: &str) {
        self.0.retain(|source| source.part != part);
        self.0.extend(
            paths.split('|').map(|path| Source { part, path: path.trim().split('.').map(str::to_owned).collect() }),
        );
    }

    /// Whether any part may stand in the field of this name.
    pub(crate) fn wants(&self, field: &str) -> bool {
        self.0.iter().any(|source| source.path[0] == field)
    }

    /// Begins a record.
    pub(crate) fn collect(&self) -> Collected<'_> {
        Collected { map: self, record: Record::default(), ranks: [usize::MAX; PARTS.len()] }
    }
}

/// A record of which some fields have been seen.
pub(crate) struct Collected<'a> {
    map: &'a FieldMap,
    record: Record,
    /// By which of its names each part was found so far.
    ranks: [usize; PARTS.len()],
}

impl Collected<'_> {
    /// Takes what a wanted field of a JSON record holds.
    pub(crate) fn take(&mut self, field: &str, mut value: Value) {
        for rank in 0..self.map.0.len() {
            let Source { part, path } = &self.map.0[rank];
            if path[0] == field && rank < self.ranks[*part as usize] {
                let is_last = || self.map.0[rank + 1..].iter().all(|source| source.path[0] != field);
                let found = if path.len() == 1 && is_last() {
                    text_of(std::mem::take(&mut value))
                } else {
                    resolve(&value, &path[1..])
                };
                if let Some(text) = found.filter(|text| !text.is_empty()) {
                    self.put(rank, text);
                }
            }
        }
    }

    /// Takes what a cell of a table holds.
    pub(crate) fn take_text(&mut self, field: &str, text: &str) {
        for rank in 0..self.map.0.len() {
            let Source { part, path } = &self.map.0[rank];
            if path.len() == 1 && path[0] == field && rank < self.ranks[*part as usize] && !text.is_empty() {
                self.put(rank, text.to_owned());
            }
        }
    }

    fn put(&mut self, rank: usize, text: String) {
        let part = self.map.0[rank].part;
        self.ranks[part as usize] = rank;
        let place = match part {
            Part::Text => &mut self.record.text,
            Part::Id => &mut self.record.id,
            Part::Published => &mut self.record.published,
            Part::Headline => &mut self.record.title,
            Part::Url => &mut self.record.url,
        };
        *place = text;
    }

    /// The record, if it is one that can be read.
    pub(crate) fn finish(self, unnamed: impl FnOnce() -> String, limit: u64) -> Result<Record, String> {
        let mut record = self.record;
        let names = || {
            let texts = self.map.0.iter().filter(|source| source.part == Part::Text);
            texts.map(|source| format!("\"{}\"", source.path.join("."))).collect::<Vec<_>>().join(" or ")
        };
        if record.text.trim().is_empty() {
            return Err(format!("the record has no text: it needs a field {} with one (--map)", names()));
        }
        let bytes = record.text.len();
        if bytes as u64 > limit {
            return Err(format!(
                "the text has {bytes} bytes, more than {limit}, the longest a document may be (--max-bytes)"
            ));
        }
        if record.id.is_empty() {
            record.id = unnamed();
        }
        Ok(record)
    }
}

/// What stands at the end of a path.
fn resolve(value: &Value, path: &[String]) -> Option<String> {
    match (value, path) {
        (Value::Array(values), _) => {
            values.iter().find_map(|value| resolve(value, path).filter(|text| !text.is_empty()))
        }
        (Value::Object(fields), [first, rest @ ..]) => resolve(fields.get(first)?, rest),
        (value, []) => text_of(value.clone()),
        _ => None,
    }
}

/// A string, or a number as one. Null, and what is neither, says nothing.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(_) => resolve(&value, &[]),
        _ => None,
    }
}

/// The presets: name, map, example.
fn presets() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let rows = PRESETS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(map: &FieldMap, json: &str) -> Record {
        let Ok(Value::Object(fields)) = serde_json::from_str(json) else { panic!("no object: {json}") };
        let mut collected = map.collect();
        for (field, value) in fields {
            if map.wants(&field) {
                collected.take(&field, value);
            }
        }
        collected.finish(|| "unnamed".to_owned(), 1000).expect("a record with a text")
    }

    #[test]
    fn every_preset_reads_its_example() {
        for (name, _, example) in presets() {
            let record = read(&FieldMap::parse(name).expect("a known preset"), example);
            assert_eq!((record.text.as_str(), record.title.as_str()), ("Talks go on.", "Talks"), "{name}");
            assert!(record.published.starts_with("2017-02-16"), "{name}: {record:?}");
            assert!(crate::parse_published(&record.published).is_some(), "{name}: {record:?}");
        }
    }

    #[test]
    fn the_first_name_that_has_something_counts() {
        let map = FieldMap::parse("text=a|b.c").expect("a map");
        assert_eq!(read(&map, r#"{"b": {"c": "second"}, "a": ""}"#).text, "second");
        assert_eq!(read(&map, r#"{"b": {"c": "second"}, "a": "first"}"#).text, "first");
        assert_eq!(read(&map, r#"{"b": [{"c": null}, {"c": "in a list"}], "id": 7}"#).id, "7");
    }
}
