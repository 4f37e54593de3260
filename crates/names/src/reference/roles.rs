//! Who is meant by what somebody is: "the minister", "the Turkish president", "the company".

use dateline_layers::{EntityType, Mention};

use super::phrase::{Page, Phrase};
use super::things::Things;
use crate::Word;

/// What the words of a phrase say of its bearer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description<'a> {
    /// The noun.
    pub(crate) noun: &'a str,
    pub(crate) word: Word,
    /// The code of the state or body that its words name; "" where they name none.
    pub(crate) code: &'static str,
}

impl<'a> Description<'a> {
    /// What a phrase says, when its noun is one that persons or bodies are called by.
    pub(crate) fn of(page: &Page<'a>, phrase: &Phrase) -> Description<'a> {
        let read = &page.read;
        let code = (phrase.first..=phrase.last).filter(|at| read.is_capital(*at)).find_map(|at| {
            let words = (at..=phrase.last.min(at + 3)).map(|at| read.str(at));
            dateline_data_actors::name_at(words).map(|named| named.actor.code)
        });
        Description { noun: read.str(phrase.last), word: read.word(phrase.last), code: code.unwrap_or("") }
    }
}

/// Whether a stated role is what the phrase says: the noun among the words that head it, and no other state.
pub(crate) fn bears(page: &Page<'_>, mention: &Mention, role: &str, described: &Description<'_>) -> bool {
    let noun = described.noun;
    let same = role
        .split([' ', ',', '-'])
        .take_while(|part| !matches!(*part, "of" | "at" | "for" | "to" | "in" | "who"))
        .any(|part| part.eq_ignore_ascii_case(noun));
    let other = !described.code.is_empty() && !mention.actor.is_none() && mention.actor.as_str() != described.code;
    let _ = page;
    same && !other
}

/// The body whose own last word is the noun ("the ministry"), or that is of the kind that the noun says ("the company").
pub(crate) fn body(page: &Page<'_>, things: &Things, sentence: usize, noun: &str) -> Option<(u32, f32)> {
    let last_word = |at: u32| {
        let own = page.mentions[at as usize].span.of(page.read.text);
        (own.len() > noun.len()).then(|| own.rsplit(char::is_whitespace).next().unwrap_or(own))
    };
    let named = things.latest().find(|(_, thing)| {
        thing.kind == EntityType::ORGANISATION
            && thing.root.is_some_and(|root| last_word(root).is_some_and(|word| word.eq_ignore_ascii_case(noun)))
    });
    if let Some((at, _)) = named {
        return Some((at, 0.85));
    }
    let kind = kind_of(noun)?;
    let fits = things.latest().filter(|(_, thing)| {
        thing.root.is_some() && thing.kind == kind && sentence.saturating_sub(thing.sentence) <= 4
    });
    let best = fits.max_by(|a, b| a.1.presence(sentence).total_cmp(&b.1.presence(sentence)))?;
    Some((best.0, 0.6))
}

/// What kind of thing a noun says.
fn kind_of(noun: &str) -> Option<EntityType> {
    let is = |words: &[&str]| words.iter().any(|one| noun.eq_ignore_ascii_case(one));
    if is(&["company", "firm", "group", "organisation", "organization", "agency", "party", "union", "bloc", "alliance"]) {
        Some(EntityType::ORGANISATION)
    } else if is(&["country", "nation"]) {
        Some(EntityType::PLACE)
    } else {
        None
    }
}
