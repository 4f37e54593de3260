//! The extractor `events`: who did or said what to whom, in CAMEO and PLOVER codes.

mod chunk;
mod clause;
mod code;
mod draft;
#[cfg(test)]
mod examples;
mod extract;
mod forms;
mod frame;
mod gate;
mod grammar;
mod matcher;
mod nouns;
mod parts;
mod party;
mod resolve;
mod scheme;
mod tag;

pub(crate) use draft::Rules;
pub use extract::{Events, EventsConfig, EventsScratch};
pub use scheme::Goldstein;
