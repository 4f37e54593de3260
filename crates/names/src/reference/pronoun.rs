//! Whom a pronoun means: what its form asks for, and which of the things of the document answers best.

use dateline_layers::{EntityType, Gender, Xpos};

use super::phrase::{Function, Page, Phrase};
use super::things::{Thing, Things};

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
        let is = |words: &[&str]| words.iter().any(|one| word.eq_ignore_ascii_case(one));
        Some(if is(&["he", "him", "his", "himself"]) {
            Asks::He
        } else if is(&["she", "her", "hers", "herself"]) {
            Asks::She
        } else if is(&["it", "its", "itself"]) {
            Asks::It
        } else if is(&["they", "them", "their", "theirs", "themselves"]) {
            Asks::They
        } else if is(&["who", "whom", "whose"]) {
            Asks::Who
        } else if is(&["i", "me", "my", "myself"]) {
            Asks::I
        } else {
            return None;
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
                gender if gender == asks.gender() => Some(1.0),
                Gender::NONE if named => Some(tune(10)),
                Gender::NONE => Some(tune(11)),
                _ => None,
            }
        }
        Asks::It => match thing.kind {
            EntityType::PERSON | EntityType::GROUP => None,
            _ => (thing.gender == Gender::NEUTER || thing.gender == Gender::NONE).then_some(1.0),
        },
        Asks::They => match thing.kind {
            _ if thing.gender == Gender::PLURAL => Some(1.0),
            EntityType::ORGANISATION => Some(tune(12)),
            EntityType::PLACE if named => Some(tune(13)),
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
pub(crate) fn choose(things: &Things, asks: Asks, phrase: &Phrase, not: [Option<u32>; 2], clause: Clause) -> Option<(u32, f32)> {
    let person = matches!(asks, Asks::He | Asks::She);
    let reach = if person { 60 } else { 3 };
    let mut best: Option<(u32, f32)> = None;
    let mut rest = 0.0_f32;
    for (at, thing) in things.latest() {
        if not.contains(&Some(at)) || phrase.sentence.saturating_sub(thing.sentence) > reach {
            continue;
        }
        let Some(fit) = fit(asks, thing) else { continue };
        let mut score = thing.presence(phrase.sentence);
        if phrase.function == Function::Subject && thing.function == Function::Subject {
            score += tune(0);
        }
        if phrase.speaks && thing.spoke.is_some_and(|spoke| phrase.sentence - spoke <= 3) {
            score += tune(1);
        }
        // Of whom the document tells most is meant where nobody is near.
        score += tune(2) * (thing.names.min(30) as f32).sqrt();
        if thing.sentence == phrase.sentence {
            score += tune(16);
        }
        // "X said he": who says it is told of.
        if clause.speaker == Some(at) {
            score += tune(17);
        }
        if clause.owner == Some(at) {
            score *= tune(15);
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

pub(crate) fn tune(n: usize) -> f32 {
    static T: std::sync::LazyLock<Vec<f32>> = std::sync::LazyLock::new(|| {
        let d = [0.12, 1.0, 0.03, 1.4, 1.0, 0.9, 0.9, 0.4, 1.2, 0.6, 0.9, 0.45, 0.7, 0.3, 0.8, 0.65, 0.3, 1.0, 3.0];
        let mut d = d.to_vec();
        if let Ok(t) = std::env::var("TUNE") {
            for (d, t) in d.iter_mut().zip(t.split(',')) { *d = t.parse().unwrap(); }
        }
        d
    });
    T[n]
}


/// How much a use in this function makes a thing present.
pub(crate) fn weight(function: Function) -> f32 {
    match function {
        Function::Subject => tune(3),
        Function::Object => tune(4),
        Function::Oblique => tune(5),
        Function::Possessor => tune(6),
        Function::Modifier => tune(7),
        Function::Other => tune(8),
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
        (from..end).any(|at| matches!(page.tag(at), Xpos::JJ | Xpos::VBN | Xpos::JJR | Xpos::NN | Xpos::NNP | Xpos::PRP))
    })
}
