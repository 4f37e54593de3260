#![doc = include_str!("../README.md")]

mod affiliation;
mod candidate;
mod capitals;
mod entities;
mod fixed;
mod known;
mod link;
mod reading;
mod recognised;
mod reference;
mod role;
mod table;
mod word;

pub use entities::{Entities, EntitiesConfig, EntitiesScratch};
pub use fixed::Fixed;
pub use known::{Known, Words};
pub use reading::Reading;
pub use reference::{References, ReferencesConfig, ReferencesScratch};
pub use table::{Table, hash_word};
pub use word::Word;

dateline_core::register! { plugin: "names", readme: include_str!("../README.md"), extractors: [Words, Entities, References] }
