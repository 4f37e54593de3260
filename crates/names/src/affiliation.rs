//! Whose a mention is: the state or body that its name or role tells, as a code, and the CAMEO sector.

use dateline_core::{Ascii, Context, Span};
use dateline_data_actors::{Actor, Kind, sector_of};
use dateline_layers::{EntityType, Mention, Token};

use crate::candidate::Candidate;
use crate::{Entities, Reading, Word};

/// An actor of the tables with the first and the last of the tokens that name it.
pub(crate) type Named = (u32, u32, Actor);

/// The code of the mention itself, or of the state or body that the role names.
pub(crate) fn actor(read: &Reading<'_>, actors: &[Named], one: &Candidate, role: Option<Span>) -> Ascii<2> {
    let name = read.span(one.first as usize, one.last as usize);
    let own = actors_within(read, actors, name).next().filter(|_| one.kind != EntityType::PERSON);
    let found = own.or_else(|| role.and_then(|role| actors_within(read, actors, role).next()));
    found.map_or(Ascii::NONE, |actor| Ascii::new(actor.code))
}

/// The states and bodies that the words of a stretch name.
fn actors_within<'s>(read: &'s Reading<'_>, actors: &'s [Named], span: Span) -> impl Iterator<Item = &'s Actor> {
    let from = actors.partition_point(|(first, ..)| read.tokens[*first as usize].span.start < span.start);
    let inside = move |(_, last, _): &&Named| read.tokens[*last as usize].span.end <= span.end;
    actors[from..].iter().take_while(inside).map(|(_, _, actor)| actor)
}

/// The sector that the name of a body, the role of a person, or the tables of actors tell.
pub(crate) fn sector(
    read: &Reading<'_>,
    actors: &[Named],
    one: &Candidate,
    role: Option<Span>,
    lower: &mut String,
) -> Ascii<1> {
    let span = match one.kind {
        EntityType::PERSON => role,
        EntityType::ORGANISATION => Some(read.span(one.first as usize, one.last as usize)),
        _ => None,
    };
    let Some(span) = span else { return Ascii::NONE };
    // A body is what the tables say; whoever speaks for an international organisation belongs to it.
    let named = actors_within(read, actors, span).find(|actor| match one.kind {
        EntityType::PERSON => actor.sector == "IGO",
        _ => actor.kind != Kind::Capital && !actor.sector.is_empty(),
    });
    if let Some(actor) = named {
        return Ascii::new(actor.sector);
    }
    // Hardly any name of a body has such a word, and few need a second look for want of plain letters.
    let may_tell = |at: usize| {
        read.word(at).any(Word::OFFICE)
            || !read.bytes(at).iter().all(u8::is_ascii_alphabetic) && !read.shape(at, Token::MARK)
    };
    if one.kind == EntityType::ORGANISATION && !(one.first..=one.last).any(|at| may_tell(at as usize)) {
        return Ascii::NONE;
    }
    lower.clear();
    for word in span.of(read.text).split(|letter: char| letter.is_whitespace() || letter == '-') {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if word.is_ascii() {
            lower.push_str(word);
            let start = lower.len() - word.len();
            lower[start..].make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        lower.push(' ');
    }
    let told = sector_of(lower.split(' ').filter(|word| !word.is_empty()));
    Ascii::new(told.unwrap_or_default())
}

/// Gives all mentions of one the code and the sector that any of them shows: the role stands beside one name only.
pub(crate) fn share(cx: &mut Context<'_, Entities>) {
    for at in (0..cx.emitted_len()).chain((0..cx.emitted_len()).rev()) {
        let Mention { actor, sector, coreferent, .. } = *cx.emitted(at);
        let Some(first) = coreferent.get() else { continue };
        let first = cx.emitted(first as u32);
        if first.actor.is_none() {
            first.actor = actor;
        }
        if first.sector.is_none() {
            first.sector = sector;
        }
        let known = *first;
        let mention = cx.emitted(at);
        if mention.actor.is_none() {
            mention.actor = known.actor;
        }
        if mention.sector.is_none() {
            mention.sector = known.sector;
        }
    }
}
