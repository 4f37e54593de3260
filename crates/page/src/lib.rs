//! What is what on a plain-text news page, before any extractor looks at it.
//!
//! A page that was saved as text holds more than a story: menus, the clock of the site, captions, headlines of other
//! stories. [`Analyser::analyse`] gives each stretch of it a [`RegionKind`](dateline_core::RegionKind) and finds what
//! the page says of itself: headline, byline, dateline, and the day and hour of publication. It never changes the text,
//! and prefers to say nothing over a guess: plain prose is a lead and a body, whatever its first words look like.
//!
//! It works in five steps, a module each: `lines` (the paragraphs and what they look like), `story` (where the story
//! begins, and the headline above it, which `headline` chooses), `body` (what stands between its paragraphs), `layout` (a
//! second reading of the whole page by weights that were learned from the golden pages, where the rules cannot give a
//! reason for every line), `published` (the day). `dateline` reads the head of a paragraph, `when` the dates of a line,
//! `signs` tells credits and names, `cues` finds the phrases of `data/cues.tsv`. `cargo xtask train layout` learns the
//! weights anew.

mod analyser;
mod body;
mod cues;
mod dateline;
mod gazette;
mod headline;
#[doc(hidden)]
pub mod layout;
mod lines;
mod published;
mod signs;
mod story;
mod when;

pub use analyser::Analyser;
pub use headline::same_words;
pub use published::{day_number, day_of_url};
pub use when::read_date;
