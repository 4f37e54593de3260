//! The frames of verbs, compiled from `lexicon/verbs.tsv` and `lexicon/kinds.tsv`.

use std::ops::Range;

use super::grammar::{Grammar, Lemma};
use super::nouns::{Nouns, Told};
use crate::table;
use crate::vocabulary::{Form, Vocabulary};

const VERBS: &str = include_str!("../../lexicon/verbs.tsv");
const KINDS: &str = include_str!("../../lexicon/kinds.tsv");

/// Where the target of a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// It is the direct object.
    Object,
    /// It follows this preposition.
    Prep(Form),
    /// It is the subject of the clause that follows.
    Clause,
}

/// The words of which a part of the clause has to hold one; nothing is asked where there is none.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// The nouns of these classes, as bits.
    classes: u64,
    /// These words, sorted.
    words: Vec<Form>,
    /// A bit for each of the words, which others share.
    bits: u64,
}

/// What the words of a sentence can meet, in few bits.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Supply {
    classes: u64,
    bits: u64,
}

impl Supply {
    /// That of these words.
    pub(crate) fn of(told: &[Told]) -> Supply {
        let and =
            |all: Supply, word: &Told| Supply { classes: all.classes | word.classes, bits: all.bits | bit(word.form) };
        told.iter().fold(Supply::default(), and)
    }

    /// Whether another has some of it, or it is nothing.
    fn may_be_met_by(self, other: Supply) -> bool {
        (self.classes & other.classes) | (self.bits & other.bits) != 0 || self.classes | self.bits == 0
    }
}

const fn bit(form: Form) -> u64 {
    1 << (form.0 % 64)
}

impl Needs {
    /// Whether nothing is asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes | self.bits == 0
    }

    /// Whether a word is one of them.
    pub(crate) fn are_met_by(&self, word: &Told) -> bool {
        self.classes & word.classes != 0
            || (self.bits & bit(word.form) != 0 && self.words.binary_search(&word.form).is_ok())
    }

    /// Whether a sentence with this supply may have one of them, or nothing is asked.
    fn may_be_met_by(&self, supply: Supply) -> bool {
        Supply { classes: self.classes, bits: self.bits }.may_be_met_by(supply)
    }

    /// Adds a column: classes behind "$", or else words with their plurals.
    fn add(&mut self, vocabulary: &mut Vocabulary, nouns: &Nouns, column: &str) {
        for need in table::parts(column, b';').filter(|need| !matches!(*need, "" | "-" | "!" | "=")) {
            if let Some(class) = need.strip_prefix('$') {
                self.classes |= 1 << nouns.named(class).expect("the tests read every class");
            } else {
                let last = need.rsplit(' ').next().unwrap_or(need);
                vocabulary.add_noun(last, |form, _| self.words.push(form));
            }
        }
        self.words.sort_unstable();
        self.bits = self.words.iter().fold(0, |bits, form| bits | bit(*form));
    }
}

/// What a frame asks of its object as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing.
    #[default]
    Any,
    /// There is none: "struck on Friday".
    Absent,
    /// Nothing is said of it: "called Berg on Friday", not "called Berg a liar".
    Bare,
}

/// A frame of a verb.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The words that make the verb a phrase: "call ON", "set FIRE".
    pub(crate) particles: Vec<Form>,
    /// Where the target is looked for, in this order.
    pub(crate) slots: Vec<Slot>,
    /// One of these stands in the object; nothing is asked where this is empty.
    pub(crate) needs: Needs,
    /// One of these stands behind the verb as well.
    pub(crate) also: Needs,
    /// One of these stands in the subject.
    pub(crate) subject: Needs,
    /// What is asked of the object as a whole.
    pub(crate) object: Shape,
    /// Whether the target is who did it: "received aid from".
    pub(crate) swap: bool,
    /// Whether it holds only where the target stands in its place.
    pub(crate) strict: bool,
    /// Whether a plural subject alone acts on each other.
    pub(crate) both: bool,
    /// The CAMEO code.
    pub(crate) code: &'static str,
}

impl Frame {
    /// Whether it asks for no noun anywhere.
    pub(crate) fn needs_nothing(&self) -> bool {
        self.all_needs().all(Needs::is_empty)
    }

    /// The single words that it asks for, wherever it does.
    pub(crate) fn all_words(&self) -> impl Iterator<Item = Form> {
        self.all_needs().flat_map(|needs| needs.words.iter().copied())
    }

    /// Whether a sentence with this supply may have what it asks for beside its needs.
    fn may_fit(&self, supply: Supply) -> bool {
        self.also.may_be_met_by(supply) && self.subject.may_be_met_by(supply)
    }

    fn all_needs(&self) -> impl Iterator<Item = &Needs> {
        [&self.needs, &self.also, &self.subject].into_iter()
    }
}

/// What a verb does to an event noun or to another verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Do,
    End,
    Intend,
    Offer,
    Consider,
    Claim,
    Refuse,
    Threaten,
    Ask,
    Demand,
    Pass,
    Try,
}

impl Kind {
    /// The kinds by their names in `kinds.tsv`.
    const NAMES: [(&'static str, Kind); 12] = [
        ("do", Kind::Do),
        ("end", Kind::End),
        ("intend", Kind::Intend),
        ("offer", Kind::Offer),
        ("consider", Kind::Consider),
        ("claim", Kind::Claim),
        ("refuse", Kind::Refuse),
        ("threaten", Kind::Threaten),
        ("ask", Kind::Ask),
        ("demand", Kind::Demand),
        ("pass", Kind::Pass),
        ("try", Kind::Try),
    ];

    /// Every kind.
    pub(crate) fn all() -> impl Iterator<Item = Kind> {
        Kind::NAMES.iter().map(|(_, kind)| *kind)
    }
}

/// The frames and kinds of all verbs.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    /// Verb by verb, in the order of the table.
    listed: Vec<Frame>,
    /// What each of them needs, apart from the rest: most of them are told by it to fit no word of a sentence.
    needs: Vec<Supply>,
    /// Where the frames of each verb end.
    ends: Vec<u32>,
    kinds: Vec<Vec<(Vec<Form>, Kind)>>,
}

impl Frames {
    /// Reads the tables, and adds their words to vocabulary and grammar.
    pub(crate) fn compile(vocabulary: &mut Vocabulary, grammar: &mut Grammar, nouns: &Nouns) -> Frames {
        let mut frames = Frames::default();
        let mut by_verb: Vec<Vec<Frame>> = Vec::new();
        for row in table::rows(VERBS) {
            let [verbs, target, object, code, _, _] = table::columns(row);
            let (target, both) = target.strip_suffix(" both").map_or((target, false), |target| (target, true));
            let (target, only) = target.strip_suffix(" only").map_or((target, false), |target| (target, true));
            let (target, swap) = target.strip_suffix(" swap").map_or((target, false), |target| (target, true));
            for verb in table::parts(verbs, b';') {
                let (lemma, particles) = phrase(vocabulary, grammar, verb);
                let slots = table::parts(target, b',').filter_map(|slot| slot_of(vocabulary, slot)).collect();
                let mut frame = Frame { particles, slots, swap, strict: only || swap, both, code, ..Frame::default() };
                for group in table::parts(object, b'&') {
                    let (words, list) = match group.strip_prefix('@') {
                        Some(words) => (words, &mut frame.subject),
                        None if frame.needs.is_empty() => (group, &mut frame.needs),
                        None => (group, &mut frame.also),
                    };
                    match words {
                        "!" => frame.object = Shape::Absent,
                        "=" => frame.object = Shape::Bare,
                        _ => {}
                    }
                    list.add(vocabulary, nouns, words);
                }
                at(&mut by_verb, lemma).push(frame);
            }
        }
        for of_verb in by_verb {
            frames.listed.extend(of_verb);
            frames.ends.push(frames.listed.len() as u32);
        }
        let needed = |frame: &Frame| Supply { classes: frame.needs.classes, bits: frame.needs.bits };
        frames.needs = frames.listed.iter().map(needed).collect();
        for row in table::rows(KINDS) {
            let [name, verbs, _, _, _] = table::columns(row);
            let kind = Kind::NAMES.iter().find(|(of, _)| *of == name).expect("the tests read every kind").1;
            for verb in table::parts(verbs, b';') {
                let (lemma, particles) = phrase(vocabulary, grammar, verb);
                at(&mut frames.kinds, lemma).push((particles, kind));
            }
        }
        frames
    }

    /// The frames of all verbs.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Frame> {
        self.listed.iter()
    }

    /// The frames of a verb.
    pub(crate) fn of(&self, lemma: Lemma) -> &[Frame] {
        &self.listed[self.range(lemma)]
    }

    /// The frames of a verb of which a sentence with this supply may have all that they ask for, wherever it stands.
    pub(crate) fn fitting(&self, lemma: Lemma, supply: Supply) -> impl Iterator<Item = &Frame> {
        let range = self.range(lemma);
        let near = self.needs[range.clone()].iter().zip(&self.listed[range]);
        let fits = move |needs: &Supply, frame: &Frame| needs.may_be_met_by(supply) && frame.may_fit(supply);
        near.filter(move |(needs, frame)| fits(needs, frame)).map(|(_, frame)| frame)
    }

    fn range(&self, lemma: Lemma) -> Range<usize> {
        let at = lemma.0 as usize;
        let Some(end) = self.ends.get(at) else { return 0..0 };
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        first as usize..*end as usize
    }

    /// The kinds of a verb, with the particles that each needs.
    pub(crate) fn kinds(&self, lemma: Lemma) -> &[(Vec<Form>, Kind)] {
        self.kinds.get(lemma.0 as usize).map_or(&[], Vec::as_slice)
    }
}

/// The verb and the particles of "carry out".
fn phrase(vocabulary: &mut Vocabulary, grammar: &mut Grammar, verb: &str) -> (Lemma, Vec<Form>) {
    let mut words = table::parts(verb, b' ');
    let lemma = grammar.add_verb(vocabulary, words.next().unwrap_or_default());
    (lemma, words.map(|word| vocabulary.add(word)).collect())
}

fn slot_of(vocabulary: &mut Vocabulary, slot: &str) -> Option<Slot> {
    match slot {
        "obj" => Some(Slot::Object),
        "that" => Some(Slot::Clause),
        "none" => None,
        prep => Some(Slot::Prep(vocabulary.add(prep))),
    }
}

fn at<T: Default>(list: &mut Vec<T>, lemma: Lemma) -> &mut T {
    let at = lemma.0 as usize;
    if at >= list.len() {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}
