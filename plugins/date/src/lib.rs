#![doc = include_str!("../README.md")]

mod config;
mod document;
mod extractor;
mod names;
mod quoted;
mod resolve;
mod tense;
mod topic;
mod value;

pub use config::{Config, Domain, Locale, Own};
pub use extractor::{DateExtractor, Scratch};

dateline_core::register! {
    plugin: "date",
    readme: include_str!("../README.md"),
    extractors: [DateExtractor],
}
