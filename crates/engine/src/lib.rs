//! Plans extractors and runs them over documents: in parallel, in order, and past whatever fails.
//!
//! A [`Pipeline`] is what was chosen and all that it requires, in running order. A [`Worker`] takes
//! documents through it, some at a time, with memory of its own that it keeps. [`run`] feeds many documents to as many
//! workers as there are threads and hands the results on in the order of the input.

mod inputs;
mod parallel;
mod pipeline;
mod worker;

pub use inputs::{AtHand, Inputs};
pub use parallel::{Hands, run};
pub use pipeline::{Options, Pipeline, Step};
pub use worker::Worker;
