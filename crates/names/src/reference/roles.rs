//! Who is meant by what somebody is: "the minister", "the Turkish president", "the company".

use std::sync::LazyLock;

use dateline_layers::{EntityType, Mention};

use super::phrase::{Page, Phrase};
use super::things::Things;
use crate::{Table, Word, hash_word};

/// What the words of a phrase say of its bearer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description<'a> {
    /// The noun.
    pub(crate) noun: &'a str,
    /// Its hash.
    pub(crate) hash: u64,
    /// The word before it, where that belongs to the role: "prime" of "the prime minister".
    before: &'a str,
    /// The code of the state or body that its words name; "" where they name none.
    code: &'static str,
}

impl<'a> Description<'a> {
    /// What a phrase says.
    pub(crate) fn of(page: &Page<'a>, phrase: &Phrase) -> Description<'a> {
        let read = &page.read;
        let begins = |at: &usize| read.is_capital(*at) && read.word(*at).any(Word::ACTOR);
        let code = (phrase.first..phrase.last).filter(begins).find_map(|at| {
            let words = (at..=phrase.last.min(at + 3)).map(|at| read.str(at));
            dateline_data_actors::name_at(words).map(|named| named.actor.code)
        });
        let part = Word::ROLE | Word::TITLE | Word::ADJECTIVE;
        let before = phrase.last.checked_sub(1).filter(|at| *at >= phrase.first && read.word(*at).any(part));
        Description {
            noun: read.str(phrase.last),
            hash: read.hash(phrase.last),
            before: before.map_or("", |at| read.str(at)),
            code: code.unwrap_or(""),
        }
    }

    /// How well a stated role is what the phrase says, 0 to 1; none where it is another, or that of another state.
    pub(crate) fn fits(&self, mention: &Mention, role: &str) -> Option<f32> {
        if !self.code.is_empty() && !mention.actor.is_none() && mention.actor.as_str() != self.code {
            return None;
        }
        let words = || {
            let all = role.split([' ', ',', '\n', '\u{a0}']).flat_map(|word| word.split_inclusive('-'));
            all.take_while(|word| !matches!(*word, "of" | "at" | "for" | "to" | "in" | "who"))
        };
        let has = |one: &str| words().any(|word| word.trim_end_matches('-').eq_ignore_ascii_case(one));
        let known_state = !self.code.is_empty() && mention.actor.as_str() == self.code;
        let more = 0.1 * f32::from(u8::from(known_state)) + 0.1 * f32::from(u8::from(has(self.before)));
        if has(self.noun) {
            // "The foreign minister" is not the prime minister.
            let other = self.before.eq_ignore_ascii_case("prime") != has("prime") && !self.before.is_empty();
            return (!other).then_some(0.8 + more);
        }
        let kin = kin(self.hash).filter(|kin| kin.kind == EntityType::PERSON)?;
        kin.repeats.split(' ').any(|other| other.split('-').all(has)).then_some(0.6 + more)
    }
}

/// The body whose own last word is the noun ("the ministry"), or that is of the kind that the noun says ("the company").
pub(crate) fn body(
    page: &Page<'_>,
    things: &Things,
    sentence: usize,
    described: &Description<'_>,
) -> Option<(u32, f32)> {
    let noun = described.noun;
    let own = |at: u32| page.mentions[at as usize].span.of(page.read.text);
    let ends_in = |at: u32, word: &str| {
        // Most names end otherwise: the bytes tell it before a word is looked for.
        let ending = own(at).as_bytes().last_chunk::<2>().zip(word.as_bytes().last_chunk::<2>());
        let alike = ending.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
        alike && own(at).rsplit(char::is_whitespace).next().unwrap_or_default().eq_ignore_ascii_case(word)
    };
    let mut bodies = things.latest_named(EntityType::ORGANISATION);
    let named =
        bodies.find(|(_, thing)| thing.root.is_some_and(|root| ends_in(root, noun) && own(root).len() > noun.len()));
    if let Some((at, _)) = named {
        return Some((at, 0.85));
    }
    let kin = kin(described.hash).filter(|kin| kin.kind != EntityType::PERSON && described.code.is_empty())?;
    let fits = things.latest_named(kin.kind).filter(|(_, thing)| {
        sentence.saturating_sub(thing.sentence) <= 4
            && thing.root.is_some_and(|root| {
                // A country is what acts as one: a state by its code.
                let state = kin.kind != EntityType::PLACE || !page.mentions[root as usize].actor.is_none();
                state && (kin.repeats == "*" || kin.repeats.split(' ').any(|word| ends_in(root, word)))
            })
    });
    let best = fits.max_by(|a, b| a.1.presence(sentence).total_cmp(&b.1.presence(sentence)))?;
    Some((best.0, if kin.repeats == "*" { 0.6 } else { 0.75 }))
}

/// A noun that repeats what others say in other words.
#[derive(Clone, Copy, Debug)]
struct Kin {
    kind: EntityType,
    /// Roles, or last words of names, with a space between them; parts of one are joined by hyphens.
    repeats: &'static str,
}

/// What the noun with this hash repeats.
fn kin(noun: u64) -> Option<Kin> {
    KIN.get(noun)
}

static KIN: LazyLock<Table<Kin>> = LazyLock::new(|| {
    let mut table = Table::with_capacity(128);
    for [noun, class, repeats, _] in rows() {
        let kind = match class {
            "person" => EntityType::PERSON,
            "place" => EntityType::PLACE,
            _ => EntityType::ORGANISATION,
        };
        table.entry(hash_word(noun), Kin { kind, repeats });
    }
    table
});

/// The rows of the table: noun, class, what it repeats, example.
fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    include_str!("../../data/kin.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?, cells.next()?, cells.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::{kin, rows};
    use crate::hash_word;

    #[test]
    fn every_row_shows_itself() {
        let mut before = Vec::new();
        for [noun, class, repeats, example] in rows() {
            assert!(["person", "organisation", "place"].contains(&class), "{noun}: {class}");
            assert!(!before.contains(&noun) && kin(hash_word(noun)).is_some(), "{noun} stands twice");
            before.push(noun);
            let (first, second) = example.split_once(". The ").or_else(|| example.split_once(".The ")).unwrap();
            assert!(second.starts_with(noun), "{noun} is not in \"{example}\"");
            let first = first.to_lowercase().replace(' ', "-");
            let repeated =
                repeats == "*" || repeats.split(' ').any(|other| first.contains(other.trim_end_matches('.')));
            assert!(repeated, "nothing of {repeats} is in \"{example}\"");
        }
        assert!(before.len() > 40);
    }
}
