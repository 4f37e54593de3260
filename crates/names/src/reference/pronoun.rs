//! Whom a pronoun means: what its form asks for, and which of the things of the document answers best.

use dateline_layers::{EntityType, Gender, Xpos};

use super::phrase::{Function, Page, Phrase};
use super::things::{Thing, Things};

// The weights below were set by hand and then by a search along each on GUM's training part and our own reports.

/// Added where pronoun and thing are both subjects.
const PARALLEL: f32 = 0.05;
/// Added where both speak and the thing spoke not long ago, and where it was the last to speak.
const SPOKE: [f32; 2] = [0.5, 2.0];
/// Times the root of how often the document names it: of whom a page tells most is meant where nobody is near.
const OFTEN: f32 = 0.03;
/// Added to what the sentence of the pronoun already spoke of.
const NEAR: f32 = 0.3;
/// Added to who says what the pronoun is part of ("X said he").
const SAID: f32 = 1.0;
/// What is left for the subject of the clause in which a preposition governs the pronoun.
const OWNER: f32 = 0.5;
/// A named person whose gender is not known.
const UNKNOWN: f32 = 0.9;
/// A person without a name, by whether its gender is known.
const NAMELESS: [f32; 2] = [0.45, 0.8];
/// "They" for one body, and for one state.
const THEY: [f32; 2] = [0.5, 0.3];

/// What the form of a pronoun asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    He,
    She,
    It,
    They,
    /// "Who": the noun before it.
    Who,
    /// "I": who is quoted.
    I,
}

impl Asks {
    pub(crate) fn of(word: &str) -> Option<Asks> {
        let mut small = [0; 10];
        let small = small.get_mut(..word.len())?;
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        Some(match &*small {
            b"he" | b"him" | b"his" | b"himself" => Asks::He,
            b"she" | b"her" | b"hers" | b"herself" => Asks::She,
            b"it" | b"its" | b"itself" => Asks::It,
            b"they" | b"them" | b"their" | b"theirs" | b"themselves" => Asks::They,
            b"who" | b"whom" | b"whose" => Asks::Who,
            b"i" | b"me" | b"my" | b"myself" => Asks::I,
            _ => return None,
        })
    }

    /// The gender that it tells of whom it means.
    pub(crate) const fn gender(self) -> Gender {
        match self {
            Asks::He => Gender::MALE,
            Asks::She => Gender::FEMALE,
            Asks::It => Gender::NEUTER,
            Asks::They => Gender::PLURAL,
            Asks::Who | Asks::I => Gender::NONE,
        }
    }
}

/// How well a thing fits what a pronoun asks for, 0 to 1; none where it cannot be meant.
fn fit(asks: Asks, thing: &Thing) -> Option<f32> {
    let named = thing.root.is_some();
    match asks {
        Asks::He | Asks::She => {
            if thing.kind != EntityType::PERSON {
                return None;
            }
            match thing.gender {
                gender if gender == asks.gender() => Some(if named { 1.0 } else { NAMELESS[1] }),
                Gender::NONE if named => Some(UNKNOWN),
                Gender::NONE => Some(NAMELESS[0]),
                _ => None,
            }
        }
        Asks::It => match thing.kind {
            EntityType::PERSON | EntityType::GROUP => None,
            _ => (thing.gender == Gender::NEUTER || thing.gender == Gender::NONE).then_some(1.0),
        },
        Asks::They => match thing.kind {
            _ if thing.gender == Gender::PLURAL => Some(1.0),
            EntityType::ORGANISATION => Some(THEY[0]),
            EntityType::PLACE if named => Some(THEY[1]),
            _ => None,
        },
        Asks::Who | Asks::I => None,
    }
}

/// What the sentence of a pronoun tells of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    /// The subject of its clause, where a preposition governs the pronoun.
    pub(crate) owner: Option<u32>,
    /// The subject of the verb of saying before its clause.
    pub(crate) speaker: Option<u32>,
}

/// The thing that a pronoun means, and how sure that is. `not` are things that it cannot mean.
pub(crate) fn choose(
    things: &Things,
    asks: Asks,
    phrase: &Phrase,
    not: [Option<u32>; 2],
    clause: Clause,
) -> Option<(u32, f32)> {
    let person = matches!(asks, Asks::He | Asks::She);
    let reach = if person { 60 } else { 3 };
    // Who is the subject of the sentence before takes the place of who spoke before that.
    let turned = person.then(|| {
        let before = |thing: &Thing| thing.sentence + 1 == phrase.sentence && thing.function == Function::Subject;
        let near = things.latest().map(|(_, thing)| thing).take_while(|thing| thing.sentence + 1 >= phrase.sentence);
        near.into_iter().find(|thing| before(thing) && fit(asks, thing).is_some())
    });
    let turned = turned.flatten().map(|thing| thing.sentence);
    let mut best: Option<(u32, f32)> = None;
    let mut rest = 0.0_f32;
    // Who was used last comes first: behind one that is too far away all are.
    let near = things.latest().take_while(|(_, thing)| phrase.sentence.saturating_sub(thing.sentence) <= reach);
    for (at, thing) in near {
        if not.contains(&Some(at)) {
            continue;
        }
        let Some(fit) = fit(asks, thing) else { continue };
        let mut score = thing.presence(phrase.sentence);
        if phrase.function == Function::Subject && thing.function == Function::Subject {
            score += PARALLEL;
        }
        if phrase.speaks && thing.spoke.is_some_and(|spoke| phrase.sentence - spoke <= 3) {
            let last = things.speaker == Some(at) && turned.is_none_or(|turned| thing.sentence >= turned);
            score += SPOKE[usize::from(last)];
        }
        // Of whom the document tells most is meant where nobody is near.
        score += OFTEN * (thing.names.min(30) as f32).sqrt();
        if thing.sentence == phrase.sentence {
            score += NEAR;
        }
        // "X said he": who says it is told of.
        if clause.speaker == Some(at) {
            score += SAID;
        }
        if clause.owner == Some(at) {
            score *= OWNER;
        }
        score *= fit;
        match best {
            Some((_, most)) if most >= score => rest = rest.max(score),
            _ => {
                rest = best.map_or(rest, |(_, most)| rest.max(most));
                best = Some((at, score));
            }
        }
    }
    best.map(|(at, score)| (at, score / (score + rest).max(f32::MIN_POSITIVE)))
}

/// How much a use in this function makes a thing present.
pub(crate) const fn weight(function: Function) -> f32 {
    match function {
        Function::Subject => 1.1,
        Function::Object => 1.0,
        Function::Oblique | Function::Possessor => 0.9,
        Function::Modifier => 0.4,
        Function::Other => 1.2,
    }
}

/// Whether an "it" at a token stands for nothing: "it is clear that", "it seems", "makes it hard to".
pub(crate) fn is_empty_it(page: &Page<'_>, at: usize) -> bool {
    let read = &page.read;
    if !read.is_word(at, "it") {
        return false;
    }
    let mut next = at + 1;
    while matches!(page.tag(next), Xpos::MD | Xpos::RB) || read.is_word(next, "been") || read.is_word(next, "has") {
        next += 1;
    }
    let word = read.str(next);
    if ["seems", "seemed", "appears", "appeared", "rains", "rained", "snowed", "turns", "turned", "takes", "took"]
        .iter()
        .any(|one| word.eq_ignore_ascii_case(one))
    {
        return true;
    }
    let be = matches!(word, "is" | "was" | "be" | "been" | "’s" | "'s" | "makes" | "made" | "remains" | "became");
    let verb_before = at > 0 && matches!(read.str(at - 1), "make" | "makes" | "made" | "find" | "finds" | "found");
    if !(be || verb_before) {
        return false;
    }
    // Behind it: a word of quality, then "that", "to", "for", "if", "when", or the one who is put in front.
    let from = if verb_before { at + 1 } else { next + 1 };
    let quality = (from..from + 8)
        .take_while(|at| !matches!(page.tag(*at), Xpos::STOP | Xpos::COMMA | Xpos::COLON | Xpos::NONE))
        .find(|at| ["that", "to", "who", "whether", "when", "if", "because"].iter().any(|one| read.is_word(*at, one)));
    quality.is_some_and(|end| {
        (from..end)
            .any(|at| matches!(page.tag(at), Xpos::JJ | Xpos::VBN | Xpos::JJR | Xpos::NN | Xpos::NNP | Xpos::PRP))
    })
}
