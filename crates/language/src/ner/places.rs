//! What the gazetteer and the table of actors know of the tokens.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use dateline_data_actors::{Kind, name_at};
use dateline_data_gazetteer::{Gazetteer, Match, NameKind};
use dateline_layers::Token;

use super::features::Word;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::embedded);

/// Sets `known` of the words that are part of a known name: what it is, and whether the word begins it.
///
/// 0 nothing; then in pairs (first word, later word): state, people, capital or seat, organisation, armed group,
/// large place, small place, division.
pub(crate) fn mark(text: &str, tokens: &[Token], words: &mut [Word]) {
    GAZETTEER.ahead(tokens.iter().filter(|token| token.is(Token::CAPITALISED)).map(|token| token.span.of(text)));
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is(Token::CAPITALISED) {
            at += 1;
            continue;
        }
        let (kind, count) = longest(text, &tokens[at..]);
        for (n, word) in words[at..at + count].iter_mut().enumerate() {
            word.known = 2 * kind - u8::from(n == 0);
        }
        at += count.max(1);
    }
}

/// The longest known name that begins here: its kind and how many tokens it has; (0, 0) where there is none.
fn longest(text: &str, tokens: &[Token]) -> (u8, usize) {
    let words = tokens.iter().take(8).map(|token| token.span.of(text));
    let actor = name_at(words).map_or((0, 0), |found| {
        let kind = match found.actor.kind {
            Kind::State => 1,
            Kind::People => 2,
            Kind::Capital | Kind::Seat => 3,
            Kind::Organisation => 4,
            Kind::Group | Kind::Own => 5,
        };
        (kind, found.words.min(tokens.len()))
    });
    let word = tokens[0].span.range();
    let mut place = None;
    GAZETTEER.names_of_word(text, (word.start, word.end), |found| place = Some(found));
    let Some(found) = place else { return actor };
    let count = tokens.iter().take_while(|token| (token.span.start as usize) < found.end).count();
    if count <= actor.1 {
        return actor;
    }
    match kind_of(found) {
        0 => actor,
        kind => (kind, count),
    }
}

/// The kinds of names that were asked for last, by their postings: a posting with its kind in the lowest four bits, 0 where
/// nothing is known. What a name is lies in several places of the gazetteer, and reports name the same places again and again.
static KINDS: [AtomicU32; 4096] = [const { AtomicU32::new(0) }; 4096];

/// The kind of what a name means first of all; 0 for nothing.
fn kind_of(found: Match) -> u8 {
    let posting = found.posting() as u32;
    let known = &KINDS[posting as usize % KINDS.len()];
    let kept = known.load(Ordering::Relaxed);
    if kept >> 4 == posting && kept & 15 != 0 {
        return (kept & 15) as u8;
    }
    let Some(best) = GAZETTEER.candidates(found).next() else { return 0 };
    let feature = best.place.feature();
    let kind = match best.kind {
        NameKind::Demonym => 2,
        _ if feature.starts_with("A.PCL") || feature.starts_with("PCL") => 1,
        _ if best.place.population() >= 200_000 => 6,
        _ if feature.starts_with('P') => 7,
        _ => 8,
    };
    known.store(posting << 4 | u32::from(kind), Ordering::Relaxed);
    kind
}
