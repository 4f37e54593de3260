//! Whom and what a document has spoken of so far, and how present each still is.

use dateline_layers::{EntityType, Gender};

use super::phrase::Function;

/// Somebody or something that was mentioned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thing {
    /// The first mention by name; none for what only nouns name.
    pub(crate) root: Option<u32>,
    /// The latest mention by name.
    pub(crate) mention: u32,
    /// The hash of the noun, for what has no name.
    pub(crate) noun: u64,
    pub(crate) kind: EntityType,
    pub(crate) gender: Gender,
    /// How present it was at `sentence`.
    salience: f32,
    /// The sentence of its last use.
    pub(crate) sentence: usize,
    /// What it did there.
    pub(crate) function: Function,
    /// The sentence in which it last spoke.
    pub(crate) spoke: Option<usize>,
    /// The hashes of nouns that it was said to be, the last ones; 0 is none.
    pub(crate) nouns: [u64; 4],
    /// How often the document names it, what is still to come included.
    pub(crate) names: u32,
}

/// The things of one document.
#[derive(Debug, Default)]
pub(crate) struct Things {
    pub(crate) all: Vec<Thing>,
    /// The latest ones, the last used last, behind others that are out of reach.
    recent: Vec<Recent>,
    /// Who spoke last.
    pub(crate) speaker: Option<u32>,
}

/// One of the latest things, with what is asked of all of them at each noun.
#[derive(Clone, Copy, Debug)]
struct Recent {
    thing: u32,
    /// The lower half of the hash of its noun; 0 where it has a name.
    noun: u32,
    /// What kind of thing it is where it has a name.
    named: EntityType,
}

/// How many things are in reach of a pronoun.
const REACH: usize = 40;

/// What is left of a thing's presence after so many sentences: 0.6 to that power, squared and multiplied as `powi` does.
const FADING: [f32; 101] = {
    let mut fading = [1.0; 101];
    let mut passed = 1;
    while passed < fading.len() {
        let (mut square, mut bits, mut left) = (0.6, passed, 1.0);
        while bits > 0 {
            if bits % 2 == 1 {
                left *= square;
            }
            (square, bits) = (square * square, bits / 2);
        }
        fading[passed] = left;
        passed += 1;
    }
    fading
};

/// No thing becomes more present than this, however often it was spoken of.
const MOST: f32 = 3.0;

impl Things {
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.recent.clear();
        self.speaker = None;
    }

    /// Adds a thing that has not been used yet.
    pub(crate) fn add(&mut self, root: Option<u32>, noun: u64, kind: EntityType, gender: Gender) -> u32 {
        let mention = root.unwrap_or(u32::MAX);
        let function = Function::Other;
        let (salience, sentence, spoke, names) = (0.0, 0, None, 0);
        self.all.push(Thing {
            root,
            mention,
            noun,
            kind,
            gender,
            salience,
            sentence,
            function,
            spoke,
            names,
            nouns: [0; 4],
        });
        self.all.len() as u32 - 1
    }

    /// The latest ones, the last used first.
    pub(crate) fn latest(&self) -> impl Iterator<Item = (u32, &Thing)> {
        self.recent().iter().rev().map(|one| (one.thing, &self.all[one.thing as usize]))
    }

    /// Of the latest ones those of this kind that have a name, the last used first.
    pub(crate) fn latest_named(&self, kind: EntityType) -> impl Iterator<Item = (u32, &Thing)> {
        let recent = self.recent().iter().rev().filter(move |one| one.named == kind);
        recent.map(|one| (one.thing, &self.all[one.thing as usize]))
    }

    /// The last used thing without a name that this noun stood for.
    pub(crate) fn latest_of_noun(&self, noun: u64) -> Option<u32> {
        let alike = self.recent().iter().rev().filter(|one| one.noun == noun as u32).map(|one| one.thing);
        alike.into_iter().find(|thing| {
            let thing = &self.all[*thing as usize];
            thing.root.is_none() && thing.noun == noun
        })
    }

    /// The thing is spoken of at a token.
    pub(crate) fn touch(&mut self, at: u32, sentence: usize, function: Function, weight: f32) {
        let thing = &mut self.all[at as usize];
        let is_new = thing.salience == 0.0;
        thing.salience = (thing.presence(sentence) + weight).min(MOST);
        (thing.sentence, thing.function) = (sentence, function);
        // What is new stands nowhere yet, and what is spoken of again was spoken of lately.
        let recent = match thing.root {
            Some(_) => Recent { thing: at, noun: 0, named: thing.kind },
            None => Recent { thing: at, noun: thing.noun as u32, named: EntityType::NONE },
        };
        let back = if is_new { None } else { self.recent().iter().rev().position(|one| one.thing == at) };
        match back {
            Some(back) => {
                let place = self.recent.len() - 1 - back;
                self.recent[place..].rotate_left(1);
            }
            None => self.recent.push(recent),
        }
    }

    /// The latest ones that are in reach.
    fn recent(&self) -> &[Recent] {
        &self.recent[self.recent.len().saturating_sub(REACH)..]
    }
}

impl Thing {
    /// It is said to be this.
    pub(crate) fn learn(&mut self, noun: u64) {
        if !self.nouns.contains(&noun) {
            self.nouns.rotate_right(1);
            self.nouns[0] = noun;
        }
    }

    /// How present it is in a sentence: every use adds, every sentence takes some away.
    pub(crate) fn presence(&self, sentence: usize) -> f32 {
        self.salience * FADING[sentence.saturating_sub(self.sentence).min(FADING.len() - 1)]
    }
}
