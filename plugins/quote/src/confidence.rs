//! How sure a quotation is: the speaker's share, times that of its content. The shares are round numbers set by hand; `cargo
//! xtask eval quote` prints how often each step of confidence is right.

use dateline_layers::{Mode, QuoteType};

/// A name stands at the place.
pub(crate) const NAMED: f32 = 0.95;
/// A name that the layer of names does not know.
pub(crate) const UNKNOWN_NAME: f32 = 0.85;
/// A pronoun, or the speaker of the sentence before in the same paragraph.
pub(crate) const NEAR: f32 = 0.95;
/// A source without a name, in its own words.
pub(crate) const NAMELESS: f32 = 0.85;
/// A role that somebody before bears.
pub(crate) const BEARER: f32 = 0.75;
/// The subject of the clause before.
pub(crate) const SHARED: f32 = 0.7;
/// The last speaker, from another paragraph.
pub(crate) const RUNNING: f32 = 0.5;
/// Nobody is known.
pub(crate) const NOBODY: f32 = 0.5;

/// How sure it is that the content is one and ends where it does.
pub(crate) fn of_content(rule: &str, mode: Mode, kind: QuoteType) -> f32 {
    let marked = kind != QuoteType::INDIRECT;
    let beside = matches!(
        rule,
        "content speaker cue"
            | "content cue speaker"
            | "second piece"
            | "running speaker"
            | "announced by a colon"
            | "signed with a name"
            | "line of a transcript"
    );
    match () {
        () if kind == QuoteType::DIRECT && beside => 1.0,
        () if mode != Mode::SPEECH => {
            if marked {
                0.8
            } else {
                0.65
            }
        }
        () if kind == QuoteType::DIRECT => 0.95,
        () if matches!(rule, "cue that clause" | "according to" | "quoted as saying") => {
            if marked {
                0.95
            } else {
                0.85
            }
        }
        () if matches!(rule, "cue infinitive" | "cue question" | "noun that clause") => {
            if marked {
                0.8
            } else {
                0.65
            }
        }
        () => {
            if marked {
                0.85
            } else {
                0.8
            }
        }
    }
}
