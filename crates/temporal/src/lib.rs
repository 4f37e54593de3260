//! Calendar expressions of English and their algebra.
//!
//! [`Grammar::read`] finds temporal expressions in a text and says what each means before anybody knows when it was
//! said: a [`Meaning`], which a resolver makes concrete in its context. The rules are tables under `data/`, and
//! [`Grammar::rules`] lists them. [`Period`], [`Amount`] and [`Fields`] are the algebra: civil dates by `jiff`.
//! [`line::dates`] reads the absolute dates and clock times of one line, for those who need no more.

mod action;
mod amount;
mod apply;
pub mod calendar;
mod captures;
mod class;
mod compose;
pub mod festival;
mod figures;
mod grain;
mod lexer;
mod lexicon;
pub mod line;
mod meaning;
mod pattern;
mod period;
mod recognise;
mod rules;
mod token;
pub mod value;
pub mod zone;

pub use amount::Amount;
pub use class::Classes;
pub use grain::Grain;
pub use lexicon::{Entry, Lexicon, WordId};
pub use meaning::{Clock, Core, Fields, Meaning, Modifier, Order, Origin, TimeOfDay, Toward};
pub use period::Period;
pub use recognise::Workspace;
pub use rules::{Grammar, Rule};
pub use token::Token;
