#![doc = include_str!("../README.md")]

mod actors;
mod aggregate;
mod events;
mod inflect;
mod lexicon;
mod near;
mod phrase;
mod stance;
mod table;
#[cfg(test)]
mod testing;
mod told;
mod tones;
mod toward;
mod vocabulary;
mod words;

pub use actors::OwnActor;
pub use aggregate::{Aggregates, AggregatesScratch};
pub use events::{Events, EventsConfig, EventsScratch, Goldstein};
use told::Told;
pub use tones::{Tones, TonesConfig, TonesScratch};
use words::Words;

dateline_core::register! { plugin: "tone", readme: include_str!("../README.md"), extractors: [Words, Told, Events, Tones, Aggregates] }
