//! What the name recogniser of the language layer sees that no rule does: names by the words around them.

use dateline_layers::{EntityType, Name, Token};

use crate::candidate::{Candidate, gender, opens};
use crate::{Reading, Table, Word, hash_word};

/// Among how many tokens the next name is looked for first.
const AHEAD: usize = 32;

/// Lays the recogniser's names over the candidates: a run of which no rule knows what it names learns it, and a person
/// where no run stands becomes one. Candidates and names are in order; so is what comes out.
///
/// One word that is taken for a body is often a person or a thing: it needs a second place, and no place as a person.
/// `bodies` is room to count in.
pub(crate) fn lay_over(read: &Reading<'_>, names: &[Name], bodies: &mut Table<[u8; 2]>, found: &mut Vec<Candidate>) {
    bodies.clear();
    for name in names {
        let kind = match name.entity_type {
            EntityType::ORGANISATION => 0,
            EntityType::PERSON => 1,
            _ => continue,
        };
        let counts = bodies.entry(hash_word(name.span.of(read.text)), [0; 2]);
        counts[kind] = counts[kind].saturating_add(1);
    }
    let known = found.len();
    let (mut next, mut near) = (0, 0);
    for name in names {
        // Names are in order, and few tokens long.
        let (ahead, is_before) = (&read.tokens[near..], |token: &Token| token.span.start < name.span.start);
        let passed = ahead[..ahead.len().min(AHEAD)].partition_point(is_before);
        near += if passed < AHEAD { passed } else { ahead.partition_point(is_before) };
        let inside = read.tokens[near..].iter().take_while(|token| token.span.end <= name.span.end).count();
        let (first, last) = (near as u32, ((near + inside) as u32).saturating_sub(1));
        while next < known && found[next].last < first {
            next += 1;
        }
        let mut free = true;
        for one in found[next..known].iter_mut().take_while(|one| one.first <= last) {
            free = false;
            if one.kind == EntityType::NONE && one.first <= last && one.last >= first {
                let word = hash_word(name.span.of(read.text));
                let doubtful = name.entity_type == EntityType::ORGANISATION
                    && first == last
                    && !bodies.get(word).is_some_and(|[body, person]| body > 1 && person == 0);
                if !doubtful {
                    learn(read, one, name.entity_type, first, last);
                }
            }
        }
        if free && name.entity_type == EntityType::PERSON && last >= first {
            found.extend(person(read, first, last));
        }
    }
    found.sort_by_key(|one| one.first);
}

/// A run of which its own words say nothing takes the kind and, where they lie within it, the ends of the name.
fn learn(read: &Reading<'_>, one: &mut Candidate, kind: EntityType, first: u32, last: u32) {
    // What is a place or a group to the recogniser is left without a kind, but no rule may take it for a person.
    one.guessed = true;
    if kind != EntityType::PERSON && kind != EntityType::ORGANISATION {
        return;
    }
    if kind == EntityType::PERSON {
        let Some(bare) = person(read, first.max(one.first), last.min(one.last)) else { return };
        one.last = bare.last;
        if bare.first > one.first {
            (one.first, one.title) = (bare.first, bare.title.max(one.title));
        }
    }
    one.kind = kind;
}

/// A person's name without the titles and small words at its ends.
fn person(read: &Reading<'_>, mut first: u32, mut last: u32) -> Option<Candidate> {
    let opens = opens(read, first as usize);
    let title = first;
    let office = Word::TITLE | Word::ROLE | Word::ADDRESS | Word::FUNCTION | Word::DEMONYM;
    while first < last && read.word(first as usize).any(office) && !read.word(first as usize).any(Word::GIVEN) {
        first += 1;
    }
    while last > first && (read.is_possessive(last as usize) || !read.is_capital(last as usize)) {
        last -= 1;
    }
    let word = read.word(first as usize);
    let alone = Word::TITLE | Word::ROLE | Word::ADDRESS | Word::PLURAL | Word::PRONOUN | Word::CALENDAR;
    if !read.is_capital(first as usize) || first == last && word.any(alone) && !word.any(Word::GIVEN) {
        return None;
    }
    let titled = (title..first).fold(Word::default(), |all, at| all.with(read.word(at as usize).gender()));
    let gender = gender(titled).or_else(|| gender(word)).unwrap_or(dateline_layers::Gender::NONE);
    Some(Candidate { first, last, title, kind: EntityType::PERSON, opens, gender, guessed: true })
}
