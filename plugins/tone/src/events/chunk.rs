//! Chunks: noun phrases, verb groups and what parts them.

use super::grammar::Lemma;
use super::grammar::form;
use super::tag::Tag;

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A noun phrase, with the phrases that "of" hangs on it.
    Noun,
    /// A stretch of time, which is never an actor.
    Time,
    /// A pronoun.
    Pronoun,
    /// A verb group; the number is its position among the verbs.
    Verb(u16),
    Prep,
    Conj,
    But,
    Rel,
    That,
    Sub,
    If,
    Comma,
    Quote,
    End,
}

/// A run of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk {
    pub(crate) kind: Kind,
    /// The position of its first word.
    pub(crate) first: usize,
    /// The position after its last word.
    pub(crate) end: usize,
}

/// How a verb group stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// With a tense of its own.
    Finite,
    /// Behind "to".
    Infinitive,
    /// Ending in -ing, without an auxiliary.
    Ing,
    /// A participle without an auxiliary: "the man arrested in Paris".
    Participle,
}

/// What a modal adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modal {
    None,
    Will,
    Could,
    Should,
}

/// A verb group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verb {
    /// Its position among the chunks.
    pub(crate) chunk: usize,
    /// The position of its main verb among the words.
    pub(crate) head: usize,
    /// Its main verb; `None` for a bare auxiliary.
    pub(crate) lemma: Option<Lemma>,
    pub(crate) mood: Mood,
    pub(crate) passive: bool,
    pub(crate) negated: bool,
    pub(crate) modal: Modal,
    /// Whether it is a bare base form, which takes the mood of what it is coordinated with.
    pub(crate) base: bool,
}

/// Chunks a tagged sentence.
pub(crate) fn chunk(
    tags: &[Tag],
    is_of: impl Fn(usize) -> bool,
    is_timely: impl Fn(usize) -> bool,
    chunks: &mut Vec<Chunk>,
    verbs: &mut Vec<Verb>,
) {
    chunks.clear();
    verbs.clear();
    let mut at = 0;
    while at < tags.len() {
        let first = at;
        let kind = match tags[at] {
            Tag::Det | Tag::Poss | Tag::Number | Tag::Noun => {
                at = noun_end(tags, at, &is_of);
                push_noun(tags, first, at, &is_timely, chunks);
                continue;
            }
            Tag::Not
                if !tags
                    .get(at + 1)
                    .is_some_and(|tag| tag.is_auxiliary() || matches!(tag, Tag::Verb(..) | Tag::To)) =>
            {
                at += 1;
                continue;
            }
            Tag::To
            | Tag::Be
            | Tag::Have
            | Tag::Do
            | Tag::Will
            | Tag::Could
            | Tag::Should
            | Tag::Verb(..)
            | Tag::Not => {
                let (verb, end) = verb_group(tags, at, chunks.len());
                at = end;
                verbs.push(verb);
                chunks.push(Chunk { kind: Kind::Verb(verbs.len() as u16 - 1), first, end });
                continue;
            }
            Tag::Adverb => {
                at += 1;
                continue;
            }
            Tag::Prep => Kind::Prep,
            Tag::Conj => Kind::Conj,
            Tag::But => Kind::But,
            Tag::Rel => Kind::Rel,
            Tag::That => Kind::That,
            Tag::Sub => Kind::Sub,
            Tag::If => Kind::If,
            Tag::Pronoun => Kind::Pronoun,
            Tag::Time => Kind::Time,
            Tag::Comma => Kind::Comma,
            Tag::Quote => Kind::Quote,
            Tag::End => Kind::End,
        };
        at += 1;
        chunks.push(Chunk { kind, first, end: at });
    }
}

/// Where a noun phrase that begins here ends: over nouns and their modifiers, and over "of" with what follows.
fn noun_end(tags: &[Tag], mut at: usize, is_of: &impl Fn(usize) -> bool) -> usize {
    let first = at;
    let inside = |tag: Tag| matches!(tag, Tag::Det | Tag::Poss | Tag::Number | Tag::Noun);
    while let Some(tag) = tags.get(at) {
        let goes_on = match tag {
            // "called the president a liar": another noun phrase begins.
            Tag::Det => at == first || !matches!(tags[at - 1], Tag::Noun),
            Tag::Adverb => tags.get(at + 1).is_some_and(|tag| inside(*tag)),
            Tag::Prep => is_of(at) && tags.get(at + 1).is_some_and(|tag| inside(*tag)),
            tag => inside(*tag),
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

/// Pushes a noun phrase, with the words that belong to a following time ("last" week) parted from it.
fn push_noun(tags: &[Tag], first: usize, end: usize, is_timely: &impl Fn(usize) -> bool, chunks: &mut Vec<Chunk>) {
    let mut cut = end;
    if tags.get(end) == Some(&Tag::Time) {
        while cut > first && (is_timely(cut - 1) || matches!(tags[cut - 1], Tag::Number | Tag::Det)) {
            cut -= 1;
        }
    }
    if cut > first {
        chunks.push(Chunk { kind: Kind::Noun, first, end: cut });
    }
    if cut < end {
        chunks.push(Chunk { kind: Kind::Time, first: cut, end });
    }
}

/// The verb group that begins here, and where it ends.
fn verb_group(tags: &[Tag], first: usize, chunk: usize) -> (Verb, usize) {
    let mut verb = Verb {
        chunk,
        head: first,
        lemma: None,
        mood: Mood::Finite,
        passive: false,
        negated: false,
        modal: Modal::None,
        base: false,
    };
    let (mut be, mut have) = (false, false);
    let mut at = first;
    while at < tags.len() {
        match tags[at] {
            Tag::To if at == first => verb.mood = Mood::Infinitive,
            Tag::Not => verb.negated = true,
            Tag::Will => verb.modal = Modal::Will,
            Tag::Could => verb.modal = Modal::Could,
            Tag::Should => verb.modal = Modal::Should,
            Tag::Be => be = true,
            Tag::Have => have = true,
            Tag::Do | Tag::Adverb => {}
            Tag::Verb(lemma, forms) => {
                verb.head = at;
                verb.lemma = Some(lemma);
                verb.passive = be && forms & form::PARTICIPLE != 0;
                verb.base = at == first && forms == form::BASE;
                let bare = !be && !have && verb.modal == Modal::None && verb.mood == Mood::Finite;
                if bare && forms & form::ING != 0 {
                    verb.mood = Mood::Ing;
                } else if bare && forms == form::PARTICIPLE {
                    verb.mood = Mood::Participle;
                    verb.passive = true;
                }
                return (verb, at + 1);
            }
            _ => break,
        }
        verb.head = at;
        at += 1;
    }
    // Adverbs at the end belong to what follows.
    while at > first + 1 && tags[at - 1] == Tag::Adverb {
        at -= 1;
    }
    verb.head = at - 1;
    (verb, at)
}

/// Finds the participles among what looks like verbs in the past: "sanctions imposed by", "arrested a man wanted in".
///
/// `by` says whether a word is "by", `says` whether a verb reports; the content of a report has a tense of its own.
pub(crate) fn reduce(
    tags: &[Tag],
    by: impl Fn(usize) -> bool,
    says: impl Fn(Lemma) -> bool,
    chunks: &[Chunk],
    verbs: &mut [Verb],
) {
    for at in 0..verbs.len() {
        let verb = verbs[at];
        let Tag::Verb(_, forms) = tags[verb.head] else { continue };
        let bare = verb.mood == Mood::Finite && verb.head == chunks[verb.chunk].first && forms & form::PARTICIPLE != 0;
        let after_noun = verb.chunk > 0 && chunks[verb.chunk - 1].kind == Kind::Noun;
        if !bare || !after_noun || forms & form::PAST == 0 {
            continue;
        }
        let next = chunks.get(verb.chunk + 1).filter(|next| next.kind == Kind::Prep);
        let before_by = next.is_some_and(|next| by(next.first));
        let in_object = at.checked_sub(1).is_some_and(|before| {
            let other = verbs[before];
            let reports = other.lemma.is_some_and(&says);
            let between = &chunks[other.chunk + 1..verb.chunk];
            let run = between.iter().all(|chunk| matches!(chunk.kind, Kind::Noun | Kind::Prep | Kind::Time));
            !reports && run && other.mood != Mood::Participle && next.is_some()
        });
        if before_by || in_object {
            verbs[at].mood = Mood::Participle;
            verbs[at].passive = true;
        }
    }
}
