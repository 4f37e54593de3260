//! The lexicons of this crate, compiled once.

use std::sync::LazyLock;

use dateline_names::Fixed;

use crate::events::Rules;
use crate::stance::Stance;
use crate::toward::Toward;
use crate::vocabulary::{Form, Vocabulary};

/// Everything that is compiled from `lexicon/`.
pub(crate) struct Lexicon {
    /// Every word of it.
    pub(crate) forms: Fixed<Form>,
    /// The phrases of stance.
    pub(crate) stance: Stance,
    /// What assigns them to persons.
    pub(crate) toward: Toward,
    /// The rules of events.
    pub(crate) rules: Rules,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    let mut stance = Stance::compile(&mut vocabulary);
    let toward = Toward::compile(&mut vocabulary);
    let rules = Rules::compile(&mut vocabulary);
    stance.index(&vocabulary);
    Lexicon { forms: vocabulary.fixed(), stance, toward, rules }
});

/// The lexicons; compiled when they are first asked for.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}
