#![doc = include_str!("../README.md")]

mod complement;
mod confidence;
#[cfg(test)]
mod cost;
pub mod cue;
mod extent;
mod extractor;
mod find;
mod grammar;
mod leftover;
mod lexicon;
pub mod marks;
mod phrase;
mod scene;
mod script;
mod source;
mod speaker;
mod subject;

pub use extractor::{QuoteConfig, QuoteScratch, Quotes};

dateline_core::register! { plugin: "quote", readme: include_str!("../README.md"), extractors: [Quotes] }
