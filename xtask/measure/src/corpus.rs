//! A corpus to measure long runs on: as many reports as are asked for, none of them twice.
//!
//! Reports are put together from paragraphs of the project's own reports and, where they lie beside the tree, of open
//! news texts. In each report other names stand for those of the paragraphs, and other figures, so that no cache of what
//! was seen before flatters the result. The same call makes the same corpus.

use std::collections::BTreeSet;
use std::path::Path;

use dateline_io::{Input, ReadOptions, open};

use crate::documents;

/// Words with a capital that are not names.
const NO_NAMES: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What reports are made of.
pub(crate) struct Corpus {
    paragraphs: Vec<String>,
    names: Vec<String>,
}

/// A report.
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) text: String,
}

impl Corpus {
    /// Gathers paragraphs; those of `folder` (JSON Lines, packed or not) where it is there.
    pub(crate) fn new(folder: &Path) -> anyhow::Result<Corpus> {
        let mut texts: Vec<String> = documents::own()?.into_iter().map(|document| document.text).collect();
        if folder.is_dir() {
            let mut files: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
            files.sort();
            for file in files {
                let records = open(&Input::file(file), &ReadOptions::default());
                texts.extend(records.into_iter().flatten().flatten().map(|record| record.text));
            }
        }
        let parts = texts.iter().flat_map(|text| text.split('\n')).map(str::trim);
        let paragraphs: BTreeSet<String> = parts.filter(|part| part.len() > 80).map(str::to_owned).collect();
        let mut names = BTreeSet::new();
        for paragraph in &paragraphs {
            swap(paragraph, |name| {
                names.insert(name.to_owned());
                None
            });
        }
        Ok(Corpus { paragraphs: paragraphs.into_iter().collect(), names: names.into_iter().collect() })
    }

    /// How many paragraphs and names there are.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.paragraphs.len(), self.names.len())
    }

    /// The report of this number.
    pub(crate) fn report(&self, number: u64) -> Report {
        let mut draw = Draw(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let seed = draw.next();
        let mut text = String::new();
        let count = 4 + draw.below(16);
        for _ in 0..count {
            let paragraph = &self.paragraphs[draw.below(self.paragraphs.len())];
            let by = (draw.next() % 12) as u8;
            text.push_str(&documents::turned(&self.renamed(paragraph, seed), by));
            text.push_str("\n\n");
        }
        let title = text.split(['.', '\n']).next().unwrap_or_default().to_owned();
        let published = format!("20{:02}-{:02}-{:02}", 10 + draw.below(15), 1 + draw.below(12), 1 + draw.below(28));
        Report { id: format!("report-{number}"), title, published, text }
    }

    /// The paragraph with other names, the same one for each within a report.
    fn renamed(&self, paragraph: &str, seed: u64) -> String {
        swap(paragraph, |name| {
            let hash = name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
            self.names.get((Draw(hash).next() % self.names.len().max(1) as u64) as usize).map(String::as_str)
        })
    }
}

/// Copies a text; each name in it, which is a word with a capital behind one without, may be exchanged.
fn swap<'n>(text: &str, mut other: impl FnMut(&str) -> Option<&'n str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_within = false;
    for word in text.split_inclusive(' ') {
        let length = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
        let (name, rest) = word.split_at(length);
        let is_name = is_within
            && name.len() > 3
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name[1..].bytes().all(|byte| byte.is_ascii_lowercase())
            && !NO_NAMES.contains(&name);
        out.push_str(if is_name { other(name).unwrap_or(name) } else { name });
        out.push_str(rest);
        is_within = rest == " " && name.starts_with(|c: char| c.is_ascii_lowercase());
    }
    out
}

/// Numbers that look drawn (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_differ_and_stay_what_they_are() {
        let corpus = Corpus::new(Path::new("nowhere")).unwrap();
        let texts: Vec<String> = (0..200).map(|number| corpus.report(number).text).collect();
        let mut different = texts.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), texts.len());
        assert_eq!(corpus.report(7).text, texts[7]);
        assert!(texts.iter().all(|text| text.len() > 300));
    }

    #[test]
    fn names_within_sentences_are_exchanged() {
        let swapped = swap("Ministers met Petrov on Monday in Geneva, as the UN said. Talks end.", |_| Some("Other"));
        assert_eq!(swapped, "Ministers met Other on Monday in Other, as the UN said. Talks end.");
    }
}
