#![doc = include_str!("../README.md")]

mod about;
mod clause;
mod day;
mod join;
mod place;

pub use join::{Config, Scratch, Statements};

dateline_core::register! { plugin: "statement", readme: include_str!("../README.md"), extractors: [Statements] }
