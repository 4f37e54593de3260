//! The ledger of allocations: what each extractor asks for on the project's own reports when it is warm.
//!
//! Counts do not depend on the speed of a machine, so a change for the worse shows as a difference in a file. They are
//! those of the profile in which tests run.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::documents::{self, Document};
use crate::steps::{self, Steps};

/// Rewrites the ledger.
pub(crate) fn update() -> anyhow::Result<()> {
    fs::write(path(), current(&documents::own()?)?).with_context(|| format!("cannot write {}", path().display()))
}

fn path() -> PathBuf {
    documents::root().join("docs/allocations.md")
}

/// The ledger as it is now.
fn current(documents: &[Document]) -> anyhow::Result<String> {
    let mut steps = Steps::new(&steps::everything())?;
    // Scratch grows until it has seen the largest document; then the steady state begins.
    for _ in 0..2 {
        for document in documents {
            steps.run(&document.text);
        }
    }
    let mut page = String::from(HEAD);
    let names = steps.names().join(" | ");
    let _ = writeln!(page, "| document | bytes | page and engine | {names} |");
    let _ = writeln!(page, "| --- |{}", " ---: |".repeat(2 + steps.names().len()));
    for Document { name, text } in documents {
        let costs = steps.run(text);
        let counts: Vec<u64> = costs.steps.iter().map(|cost| cost.allocations.count).collect();
        let around = costs.all.allocations.count.saturating_sub(counts.iter().sum());
        let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
        let _ = writeln!(page, "| {name} | {} | {around} | {} |", text.len(), counts.join(" | "));
    }
    Ok(page)
}

const HEAD: &str = "# Allocations in the steady state

How often each extractor asks for memory on the project's own reports, once it has read all of them twice: what it needs
is in its scratch by then. The tests compare this page with what they count; `DATELINE_UPDATE=1 cargo test -p
xtask-measure` rewrites it. `cargo xtask bench` has bytes and times.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_the_extractors_allocates_nothing() {
        let documents = documents::own().unwrap();
        let mut steps = Steps::new(&steps::everything()).unwrap();
        for document in documents.iter().chain(&documents) {
            steps.run(&document.text);
        }
        for Document { name, text } in &documents {
            let costs = steps.run(text);
            let of_extractors: u64 = costs.steps.iter().map(|cost| cost.allocations.count).sum();
            assert_eq!(costs.all.allocations.count, of_extractors, "{name}");
        }
    }

    #[test]
    fn the_ledger_says_what_is_counted() {
        if std::env::var_os("DATELINE_UPDATE").is_some_and(|value| value == "1") {
            return update().unwrap();
        }
        let committed = fs::read_to_string(path()).unwrap_or_default().replace('\r', "");
        let counted = current(&documents::own().unwrap()).unwrap();
        let differs = |(old, new): &(&str, &str)| old != new;
        let lines = committed.lines().zip(counted.lines()).filter(differs);
        let shown: Vec<String> = lines.map(|(old, new)| format!("- {old}\n+ {new}")).collect();
        assert!(committed == counted, "docs/allocations.md is not what is counted:\n{}", shown.join("\n"));
    }
}
