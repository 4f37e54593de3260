#![doc = include_str!("../README.md")]

mod chars;
mod extract;
mod lexicon;
mod lines;
mod marks;
mod names;
pub mod ner;
mod sentence;
pub mod tagger;
mod tags;
mod tokenize;
pub mod weights;

pub use extract::{Sentences, Tokens, TokensScratch};
pub use lexicon::{Abbreviation, abbreviation};
pub use marks::scan_mark;
pub use names::{NameOptions, Names, NamesScratch};
pub use sentence::{SentenceScratch, sentences, split_sentences};
pub use tags::{TagOptions, Tags, TagsScratch};
pub use tokenize::{shape, tokenize, tokenize_within};
