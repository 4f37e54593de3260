//! What an extractor tells its users of its rules.

use serde::{Deserialize, Serialize};

/// A rule of an extractor, as `dateline plugins show` lists it and `--explain` names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleDoc {
    /// Its name.
    pub name: String,
    /// What it looks for, in the language of the extractor's rules.
    pub pattern: String,
    /// A sentence with what it finds in square brackets; empty where it only keeps others from finding something.
    pub example: String,
    /// What it is for, in a sentence.
    pub doc: String,
}
