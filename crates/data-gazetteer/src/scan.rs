//! Look-up: one walk of the name automaton from where a name may begin.

use fst::raw::Output;

use crate::fold::{Step, step};
use crate::format::{Section, u32_at};
use crate::{Gazetteer, Place};

/// How a name names its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// Its usual or official name.
    Name,
    /// Another name of it: a variant, an older name, another language's.
    Alternate,
    /// An abbreviation that ends in a point: "Calif.", "Pa.".
    Pointed,
    /// An abbreviation that is written in capitals: "US", "TX", "UAE".
    Capitals,
    /// An abbreviation with points inside: "U.S.", "N.Y.", "W.Va.".
    Initials,
    /// Its adjective or its people: "Syrian", "Texans".
    Demonym,
}

impl NameKind {
    fn from_code(code: u32) -> Self {
        match code & 7 {
            1 => Self::Alternate,
            2 => Self::Pointed,
            3 => Self::Capitals,
            4 => Self::Initials,
            5 => Self::Demonym,
            _ => Self::Name,
        }
    }
}

/// A name of the gazetteer in the text.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// Byte just behind the name; the final point of an abbreviation is not in it.
    pub end: usize,
    pub(crate) posting: u32,
}

impl Match {
    /// What identifies the name: equal names have equal numbers within one gazetteer.
    pub fn posting(&self) -> u32 {
        self.posting
    }
}

/// A place that a name may mean.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'g> {
    /// The place.
    pub place: Place<'g>,
    /// How the name names it.
    pub kind: NameKind,
}

/// The places that a name may mean, the most populous first.
#[derive(Clone)]
pub struct Candidates<'g> {
    gazetteer: &'g Gazetteer,
    next: Option<u32>,
}

impl Gazetteer {
    /// The longest name that begins at byte `at` of `text` and ends where a word ends.
    ///
    /// `at` must be the start of a word; a shorter name that also fits is left to [`Gazetteer::names_at`].
    pub fn name_at(&self, text: &str, at: usize) -> Option<Match> {
        let mut longest = None;
        self.names_at(text, at, |found| longest = Some(found));
        longest
    }

    /// Every name that begins at byte `at` and ends where a word ends, the shortest first.
    pub fn names_at(&self, text: &str, at: usize, mut found: impl FnMut(Match)) {
        let mut node = self.names.root();
        let (mut out, mut pos, mut word) = (Output::zero(), at, 0);
        loop {
            let next = step(text, pos, word);
            let (letters, len) = match next {
                Step::Letters(letters, len) => (letters, len),
                Step::Space(len) => ([b' ', 0], len),
                Step::Skip(len) => ([0, 0], len),
                Step::Stop => ([0, 0], 0),
            };
            let point = text.as_bytes().get(pos) == Some(&b'.');
            // A word ends here unless a letter follows; the "'s" of a possessive lies outside a name that lacks it.
            let inside = match next {
                Step::Letters([b, _], _) => b != b'\'',
                Step::Skip(_) => !point,
                Step::Space(_) | Step::Stop => false,
            };
            if !inside && word > 0 && node.is_final() && !after_is_word(text, pos) {
                found(Match { end: pos, posting: out.cat(node.final_output()).value() as u32 });
            }
            if len == 0 {
                return;
            }
            for b in letters.into_iter().filter(|&b| b != 0) {
                let Some(i) = node.find_input(b) else { return };
                let transition = node.transition(i);
                out = out.cat(transition.out);
                node = self.names.node(transition.addr);
            }
            word = match next {
                Step::Letters(..) => word + 1,
                Step::Skip(_) if !point => word,
                _ => 0,
            };
            pos += len;
        }
    }

    /// What a name in the text may mean.
    pub fn candidates(&self, found: Match) -> Candidates<'_> {
        Candidates { gazetteer: self, next: Some(found.posting) }
    }

    /// What a name by itself may mean; empty for a name that is not listed.
    ///
    /// ```
    /// use dateline_data_gazetteer::Gazetteer;
    /// let gazetteer = Gazetteer::embedded();
    /// let georgia: Vec<_> = gazetteer.find("Georgia").map(|c| c.place.feature()).collect();
    /// assert!(georgia.contains(&"A.PCLI") && georgia.contains(&"A.ADM1"));
    /// ```
    pub fn find(&self, name: &str) -> Candidates<'_> {
        let next = crate::key(name).and_then(|k| self.names.get(k)).map(|o| o.value() as u32);
        Candidates { gazetteer: self, next }
    }
}

/// Whether a letter stands at `at` that the walk could not take (another script).
fn after_is_word(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(b) if b.is_ascii() => false,
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphanumeric),
    }
}

impl<'g> Iterator for Candidates<'g> {
    type Item = Candidate<'g>;

    fn next(&mut self) -> Option<Candidate<'g>> {
        let at = self.next?;
        let postings = self.gazetteer.section(Section::Postings);
        if at as usize * 4 + 4 > postings.len() {
            return None;
        }
        let posting = u32_at(postings, at as usize * 4);
        self.next = (posting >> 31 == 0).then_some(at + 1);
        let place = self.gazetteer.place(posting & 0xff_ffff)?;
        Some(Candidate { place, kind: NameKind::from_code(posting >> 24) })
    }
}
