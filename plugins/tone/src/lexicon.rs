//! The lexicons of this crate, compiled once.

use std::sync::LazyLock;

use dateline_names::Fixed;

use crate::events::Rules;
use crate::stance::Stance;
use crate::toward;
use crate::vocabulary::{Marked, Vocabulary};

/// Everything that is compiled from `lexicon/`.
pub(crate) struct Lexicon {
    /// Every word of it.
    pub(crate) forms: Fixed<Marked>,
    /// The phrases of stance.
    pub(crate) stance: Stance,
    /// The rules of events.
    pub(crate) rules: Rules,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    // The words of closed classes come first: what is known of them lies together, and texts ask for little else.
    let rules = Rules::compile(&mut vocabulary);
    let mut stance = Stance::compile(&mut vocabulary);
    toward::compile(&mut vocabulary);
    stance.index(&mut vocabulary);
    Lexicon { forms: vocabulary.fixed(), stance, rules }
});

/// The lexicons; compiled when they are first asked for.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}
