//! What is measured on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

/// A document to measure on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("this package stands two levels below the root").to_path_buf()
}

/// The project's own reports: the texts in `examples`, and the documents of the annotated pages there.
pub(crate) fn own() -> anyhow::Result<Vec<Document>> {
    let folder = root().join("examples");
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut texts: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    texts.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    texts.sort();
    let mut documents = Vec::new();
    for path in texts {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        documents.push(Document { name, text });
    }
    let pages = dateline_testkit::documents(folder.join("gold/reports.md"));
    documents.extend(pages.into_iter().map(|(name, text)| Document { name, text }));
    Ok(documents)
}

/// The texts of JSON Lines files below a folder, in the order of their paths, up to so many bytes.
pub(crate) fn of_folder(folder: &Path, most_bytes: usize) -> anyhow::Result<Vec<Document>> {
    let mut documents = Vec::new();
    let mut bytes = 0;
    for name in ["date/dev.jsonl", "location/dev.jsonl", "quote/dev.jsonl"] {
        let path = folder.join(name);
        let lines = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line).with_context(|| format!("{}: no JSON", path.display()))?;
            let text = record["text"].as_str().unwrap_or_default().to_owned();
            bytes += text.len();
            if bytes > most_bytes {
                return Ok(documents);
            }
            documents.push(Document { name: record["id"].as_str().unwrap_or_default().to_owned(), text });
        }
    }
    Ok(documents)
}

/// The project's own reports over and over, up to so many bytes, with other figures each time: caches of what was seen
/// before must not flatter the result.
pub(crate) fn varied(most_bytes: usize) -> anyhow::Result<Vec<Document>> {
    let own = own()?;
    let mut documents = Vec::new();
    let mut bytes = 0;
    for round in 0_u8.. {
        for document in &own {
            let text = turned(&document.text, round);
            bytes += text.len();
            if bytes > most_bytes {
                return Ok(documents);
            }
            documents.push(Document { name: format!("{} {round}", document.name), text });
        }
        if own.is_empty() || round == u8::MAX {
            break;
        }
    }
    Ok(documents)
}

/// The text with each digit from 1 to 8 moved on by `by`, so that days and years stay days and years.
pub(crate) fn turned(text: &str, by: u8) -> String {
    let turn = |c: char| match c {
        '1'..='2' => char::from(b'1' + (c as u8 - b'1' + by) % 2),
        '3'..='8' => char::from(b'3' + (c as u8 - b'3' + by) % 6),
        other => other,
    };
    text.chars().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_changes_figures_alone() {
        assert_eq!(turned("On 14 May 2019, 3 of 8", 1), "On 25 May 1029, 4 of 3");
        assert_eq!(turned("On 14 May", 0), "On 14 May");
    }

    #[test]
    fn varied_documents_fill_what_is_asked_for() {
        let documents = varied(50_000).unwrap();
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        assert!((40_000..=50_000).contains(&bytes), "{bytes}");
        assert!(
            documents.iter().enumerate().all(|(at, one)| !documents[..at].iter().any(|other| other.name == one.name))
        );
    }
}
