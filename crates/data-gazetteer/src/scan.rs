//! Look-up: one walk of the name automaton from where a name may begin.

use fst::raw::Output;

use crate::fold::{Step, step};
use crate::format::{Section, u32_at};
use crate::memo::{self, Known, look_up};
use crate::word::small;
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
    /// How a listed name is written: an abbreviation has points or is in capitals only; anything else is `usual`.
    ///
    /// ```
    /// use dateline_data_gazetteer::NameKind;
    /// assert_eq!(NameKind::of("W.Va.", NameKind::Name), NameKind::Initials);
    /// assert_eq!(NameKind::of("Calif.", NameKind::Name), NameKind::Pointed);
    /// assert_eq!(NameKind::of("UAE", NameKind::Name), NameKind::Capitals);
    /// assert_eq!(NameKind::of("Kyiv", NameKind::Alternate), NameKind::Alternate);
    /// ```
    pub fn of(name: &str, usual: Self) -> Self {
        let mut letters = name.chars().filter(|c| c.is_alphabetic());
        let inner = name.as_bytes().windows(2).any(|w| w[0] == b'.' && w[1].is_ascii_alphabetic());
        if inner && name.len() <= 8 {
            Self::Initials
        } else if name.len() <= 7 && name.ends_with('.') {
            Self::Pointed
        } else if name.len() <= 6 && letters.all(char::is_uppercase) {
            Self::Capitals
        } else {
            usual
        }
    }

    /// As it stands in the file.
    pub(crate) fn code(self) -> u32 {
        match self {
            Self::Name => 0,
            Self::Alternate => 1,
            Self::Pointed => 2,
            Self::Capitals => 3,
            Self::Initials => 4,
            Self::Demonym => 5,
        }
    }

    pub(crate) fn from_code(code: u32) -> Self {
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
    /// The first posting of the name in the file, and in what is laid over it; [`NONE`] where it is not there.
    posting: u32,
    over: u32,
}

const NONE: u32 = u32::MAX;

impl Match {
    /// A name of the file over which nothing is laid.
    fn listed(end: usize, posting: u32) -> Self {
        Match { end, posting, over: NONE }
    }

    /// What identifies the name: equal names have equal numbers within one gazetteer.
    #[inline]
    pub fn posting(&self) -> u64 {
        u64::from(self.over) << 32 | u64::from(self.posting)
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

/// The places that a name may mean: those laid over the file first, then the most populous first.
#[derive(Clone)]
pub struct Candidates<'g> {
    gazetteer: &'g Gazetteer,
    next: Option<u32>,
    over: Option<u32>,
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
    pub fn names_at(&self, text: &str, at: usize, found: impl FnMut(Match)) {
        self.walking(|| self.laid_and_listed(text, at, found));
    }

    /// The same for the word at `at..end`: words that this thread has asked for before are not looked up again.
    pub fn names_of_word(&self, text: &str, word: (usize, usize), found: impl FnMut(Match)) {
        self.walking(|| self.walk_words(text, word, found));
    }

    /// Asks memory for what the words lead to that are looked up next. Each look-up waits for memory, and what is asked for
    /// together comes together.
    #[inline]
    pub fn ahead<'t>(&self, words: impl Iterator<Item = &'t str>) {
        if let Some(table) = &self.first {
            let words = words.filter_map(|word| small(word.as_bytes()));
            std::hint::black_box(words.fold(0, |all, word| all ^ table.touch(word)));
        }
    }

    /// Goes from word to word: most words are no name, and most names are one word, so that the automaton need not be
    /// looked at.
    #[inline]
    fn walk_words(&self, text: &str, (at, end): (usize, usize), mut found: impl FnMut(Match)) {
        let bytes = text.as_bytes();
        let mut laid = false;
        if let Some(over) = &self.over {
            over.places.walk(text, at, over.places.root(), |_, _| laid = true);
        }
        let first = if laid { None } else { self.first_word(&bytes[at..end]) };
        let Some(mut known) = first else { return self.laid_and_listed(text, at, found) };
        if known.is_dead() {
            // The table has whole words: what goes on without a space ("O'Fallon") begins anew.
            let may_go_on = matches!(bytes.get(end), Some(b'.' | b'\'' | b'`' | b'&' | 128..));
            let goes_on = || match step(text, end, end - at) {
                Step::Letters([letter, _], _) => letter != b'\'',
                // "Gov. Smith": only what goes on behind a space could follow.
                Step::Skip(_) => bytes[end] != b'.' || !text[end + 1..].starts_with(char::is_whitespace),
                Step::Space(_) | Step::Stop => false,
            };
            if may_go_on && goes_on() {
                self.walk(text, at, self.root(), |end, posting| found(Match::listed(end, posting)));
            } else if let Some(posting) = known.posting().filter(|_| !after_is_word(text, end)) {
                found(Match::listed(end, posting));
            }
            return;
        }
        let (mut end, mut letters) = (end, end - at);
        while !known.is_dead() {
            let next = match step(text, end, letters) {
                Step::Stop => None,
                Step::Space(len) if bytes.get(end + len).is_none_or(|&next| !known.goes_on(next)) => None,
                Step::Space(len) => Some(end + len),
                Step::Letters(..) | Step::Skip(_) => {
                    return self
                        .walk(text, end, (known.place, letters), |end, posting| found(Match::listed(end, posting)));
                }
            };
            let further = next.map(|next| {
                let len = bytes[next..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                (next + len, len, look_up(self, Some(known.place), &bytes[next..next + len]))
            });
            if let Some((.., None)) = further {
                return self.walk(text, end, (known.place, letters), |end, posting| found(Match::listed(end, posting)));
            }
            if let Some(posting) = known.posting().filter(|_| !after_is_word(text, end)) {
                found(Match::listed(end, posting));
            }
            let Some((next_end, len, Some(next))) = further else { return };
            (known, end, letters) = (next, next_end, len);
        }
    }

    /// What a word leads to at the beginning of a name; none for one that is long, or not of letters and digits of ASCII.
    #[inline]
    fn first_word(&self, word: &[u8]) -> Option<Known> {
        match &self.first {
            Some(table) => small(word).map(|word| table.find(word).into()),
            None => look_up(self, None, word),
        }
    }

    /// Every name that begins at byte `at`, among the places laid over the file too.
    fn laid_and_listed(&self, text: &str, at: usize, mut found: impl FnMut(Match)) {
        let Some(over) = &self.over else {
            return self.walk(text, at, self.root(), |end, posting| found(Match::listed(end, posting)));
        };
        let mut laid = Vec::new();
        over.places.walk(text, at, over.places.root(), |end, posting| laid.push((end, posting)));
        let mut laid = laid.into_iter().peekable();
        self.walk(text, at, self.root(), |end, posting| {
            while let Some((end, over)) = laid.next_if(|l| l.0 < end) {
                found(Match { end, posting: NONE, over });
            }
            found(Match { end, posting, over: laid.next_if(|l| l.0 == end).map_or(NONE, |l| l.1) });
        });
        for (end, over) in laid {
            found(Match { end, posting: NONE, over });
        }
    }

    /// Where every walk begins: no letter of a word lies behind it.
    fn root(&self) -> (memo::Place, usize) {
        (memo::Place { addr: self.names.root().addr() as u32, out: 0 }, 0)
    }

    /// Calls `found` with the end and the first posting of every name of this file that goes on at `pos` from a place in
    /// the automaton, behind so many letters of a word.
    fn walk(
        &self,
        text: &str,
        mut pos: usize,
        (place, mut word): (memo::Place, usize),
        mut found: impl FnMut(usize, u32),
    ) {
        let (mut node, mut out) = (self.names.node(place.addr as usize), Output::new(place.out.into()));
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
                found(pos, out.cat(node.final_output()).value() as u32);
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
        let place = |at: u32| (at != NONE).then_some(at);
        Candidates { gazetteer: self, next: place(found.posting), over: place(found.over) }
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
        let key = crate::key(name);
        let first =
            |of: &Gazetteer| of.walking(|| key.as_ref().and_then(|k| of.names.get(k)).map(|o| o.value() as u32));
        Candidates { gazetteer: self, next: first(self), over: self.over.as_ref().and_then(|over| first(&over.places)) }
    }

    pub(crate) fn postings_from(&self, next: Option<u32>) -> Candidates<'_> {
        Candidates { gazetteer: self, next, over: None }
    }

    /// A posting: its row, its kind, and whether another one of the name follows.
    fn posting(&self, at: u32) -> Option<(u32, NameKind, bool)> {
        let postings = self.section(Section::Postings);
        let posting = (at as usize * 4 + 4 <= postings.len()).then(|| u32_at(postings, at as usize * 4))?;
        Some((posting & 0xff_ffff, NameKind::from_code(posting >> 24), posting >> 31 == 0))
    }
}

/// Whether a letter stands at `at` that the walk could not take (another script).
fn after_is_word(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(b) if b.is_ascii() => false,
        // The tables of letters are slow to say that a quotation mark is none.
        Some(_) => {
            text[at..].chars().next().is_some_and(|c| !('\u{2000}'..='\u{206f}').contains(&c) && c.is_alphanumeric())
        }
    }
}

impl<'g> Iterator for Candidates<'g> {
    type Item = Candidate<'g>;

    fn next(&mut self) -> Option<Candidate<'g>> {
        let base = self.gazetteer;
        if let (Some(at), Some(over)) = (self.over, &base.over) {
            let (row, kind, more) = over.places.posting(at)?;
            self.over = more.then_some(at + 1);
            return Some(Candidate { place: base.place(base.rows + row)?, kind });
        }
        loop {
            let at = self.next?;
            let (row, kind, more) = base.posting(at)?;
            self.next = more.then_some(at + 1);
            let place = base.place(row)?;
            if !base.is_replaced(place) {
                return Some(Candidate { place, kind });
            }
        }
    }
}
