#![doc = include_str!("../README.md")]

mod chars;
mod dependencies;
mod extract;
mod lexicon;
mod lines;
mod marks;
pub mod morphology;
mod names;
pub mod ner;
pub mod parser;
pub mod rows;
mod sentence;
pub mod shortcuts;
pub mod slots;
pub mod tagger;
mod tags;
mod tokenize;
pub mod tree;
pub mod weights;

pub use dependencies::{Dependencies, DependenciesScratch, DependencyOptions};
pub use extract::{Sentences, Tokens, TokensScratch};
pub use lexicon::{Abbreviation, abbreviation};
pub use marks::scan_mark;
pub use names::{NameOptions, Names, NamesScratch};
pub use sentence::{SentenceScratch, sentences, split_sentences};
pub use tags::{Lemmas, TagOptions, Tags, TagsScratch};
pub use tokenize::{shape, tokenize, tokenize_within};
