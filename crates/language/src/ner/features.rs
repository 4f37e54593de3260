//! The templates of the name recogniser: what of a token, its neighbours and its document becomes a feature.

use dateline_core::Span;
use dateline_layers::{Token, Xpos};

use super::model::BEGIN;
use super::places;
use crate::tagger::features::shape_of;
use crate::tagger::{Ends, Seen};

/// Changes whenever the templates do: a model trained with others is refused.
pub const VERSION: u64 = 5;

/// A token as the templates see it. What is told by its letters is read where it is asked for ([`Word::see`],
/// [`Word::read`]): most words stand beside no name.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    token: Token,
    sentence: Manner,
    is_first: bool,
    /// The hash of its normalised form; 0 until it is seen.
    pub hash: u64,
    /// Its first and last bytes.
    ends: Ends,
    /// Its letters and whether it is the first of its sentence.
    pub shape: u8,
    /// Its part of speech.
    pub xpos: u8,
    /// What the gazetteer and the table of actors have that it is part of: [`places::mark`].
    pub known: u8,
    /// Which lists of people's names it stands on: 1 given names, 2 surnames, 3 both.
    pub listed: u8,
    /// The cluster of words that are used alike, and the larger one around it; 0 where it is in none.
    clusters: [u16; 2],
    /// Its number among the words whose features were summed: [`super::model::OfWord`]; 0 where it is none of them,
    /// the largest number until it is read.
    pub id: u16,
    /// What the rest of the document says of it: [`super::votes`].
    pub vote: u8,
    /// Whether it may be part of a name at all.
    pub candidate: bool,
    /// Whether a name may begin with it. While a recogniser is trained, any candidate may: what is never right is learnt
    /// better where it is seen.
    pub begins: bool,
}

/// The [`Word::id`] of a word that [`Word::read`] has not been at.
const UNREAD: u16 = u16::MAX;

impl Word {
    /// What stands before the first and after the last token of a sentence.
    pub const BOUNDARY: Word = Word {
        token: Token { span: Span::new(0, 0), shape: 0 },
        sentence: Manner::Usual,
        is_first: false,
        hash: 1,
        ends: Ends::NONE,
        shape: 0,
        xpos: u8::MAX,
        known: 0,
        listed: 0,
        clusters: [u16::MAX; 2],
        id: 1,
        vote: 0,
        candidate: false,
        begins: false,
    };
}

impl Word {
    /// Looks at its letters, if that was not done before.
    #[inline]
    pub fn see(&mut self, text: &str) {
        if self.hash == 0 {
            let seen = Seen::at(text, self.token.span);
            self.hash = seen.hash;
            self.ends = seen.ends;
            self.shape = shape_of(&seen, self.token, self.is_first) + self.sentence as u8;
        }
    }

    /// Reads it, if it was not read before. `entry` is what the weights say of a word by its hash.
    #[inline]
    pub fn read(&mut self, text: &str, entry: impl Fn(u64) -> Entry) {
        if self.id != UNREAD {
            return;
        }
        self.see(text);
        let token = self.token;
        let known = entry(self.hash);
        // What has no letters is on no list and in no cluster.
        let of_word = if token.is(Token::WORD) { known } else { Entry::default() };
        let is_listed = token.is(Token::CAPITALISED) || self.sentence == Manner::Small;
        self.listed = if is_listed { of_word.listed() } else { 0 };
        self.clusters = of_word.clusters();
        self.id = known.id();
    }

    /// Whether it is by itself the name of a people, or its adjective.
    pub(super) const fn is_people(&self) -> bool {
        self.known == 3
    }
}

/// What the file of weights says of a word by itself, in one number.
#[derive(Clone, Copy, Default, Debug)]
pub struct Entry(pub u32);

impl Entry {
    /// The largest [`Word::id`].
    pub const LAST_ID: u16 = (1 << 13) - 1;

    /// `listed`: 1 given names, 2 surnames, 3 both. Clusters are counted from 1, 1,023 small ones and 127 larger ones at
    /// most; 0 is none.
    pub const fn new(listed: u32, fine: u32, coarse: u32) -> Entry {
        Entry(listed & 3 | (fine & 0x3ff) << 2 | (coarse & 0x7f) << 12)
    }

    /// The same for the word with this number.
    #[must_use]
    pub const fn with_id(self, id: u16) -> Entry {
        Entry(self.0 & 0x7_ffff | (id as u32) << 19)
    }

    /// Which lists of people's names have it.
    pub const fn listed(self) -> u8 {
        self.0 as u8 & 3
    }

    /// Its cluster and the larger one around it.
    pub const fn clusters(self) -> [u16; 2] {
        [(self.0 >> 2) as u16 & 0x3ff, (self.0 >> 12) as u16 & 0x7f]
    }

    /// Its number among the words whose features were summed.
    pub const fn id(self) -> u16 {
        (self.0 >> 19) as u16
    }
}

/// How a sentence is written, by what it adds to the shapes of its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Manner {
    Usual = 0,
    /// Headlines and lines in capitals: a capital says little there.
    Shouted = 40,
    /// Who writes no capital but "I" writes none in names either.
    Small = 80,
}

impl Manner {
    fn of(text: &str, tokens: &[Token]) -> Manner {
        let count = |bit: u32| tokens.iter().filter(|token| token.is(bit)).count();
        let (capitals, letters) = (count(Token::CAPITALISED), count(Token::WORD));
        if letters > 2 && capitals * 10 > letters * 7 {
            Manner::Shouted
        } else if !tokens.iter().any(|t| t.is(Token::CAPITALISED) && t.span.of(text) != "I") {
            Manner::Small
        } else {
            Manner::Usual
        }
    }
}

/// Appends the words of one sentence to `words`, unread, two boundaries before and after them.
pub fn read_sentence(text: &str, tokens: &[Token], tags: &[Xpos], words: &mut Vec<Word>) {
    let start = words.len();
    words.extend([Word::BOUNDARY; 2]);
    let sentence = Manner::of(text, tokens);
    let small = sentence == Manner::Small;
    // Whether only marks stand in the three places before.
    let mut marks = 3;
    words.extend(tokens.iter().zip(tags).map(|(token, xpos)| {
        let is_first = marks == 3;
        marks = if token.is(Token::MARK) { (marks + 1).min(3) } else { 0 };
        let candidate = small && matches!(*xpos, Xpos::NN | Xpos::NNP | Xpos::NNS | Xpos::NNPS | Xpos::FW);
        let xpos = xpos.index() as u8;
        Word { token: *token, sentence, is_first, id: UNREAD, hash: 0, xpos, candidate, ..Word::BOUNDARY }
    }));
    words.extend([Word::BOUNDARY; 2]);
    places::mark(text, tokens, &mut words[start + 2..]);
    let here = &mut words[start + 2..start + 2 + tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        if token.is(Token::CAPITALISED) || here[at].known != 0 {
            // Small words between capitals belong to names ("of", "bin"), and digits after them.
            here[at.saturating_sub(1)..(at + 3).min(tokens.len())].iter_mut().for_each(|w| w.candidate = true);
        }
    }
    let mut before_name = false;
    for at in (0..tokens.len()).rev() {
        let looks = tokens[at].is(Token::CAPITALISED) || here[at].known != 0;
        here[at].begins = match (looks, before_name) {
            (true, true) => true,
            // "The talks", but not "The Hague".
            (true, false) => here[at].known != 0 || !is_closed(tags[at]),
            (false, true) => !is_closed(tags[at]) || tags[at] == Xpos::DT,
            (false, false) => small && here[at].candidate,
        };
        before_name = looks;
    }
}

/// A determiner, preposition, pronoun or conjunction.
const fn is_closed(tag: Xpos) -> bool {
    matches!(
        tag,
        Xpos::DT
            | Xpos::IN
            | Xpos::TO
            | Xpos::CC
            | Xpos::PRP
            | Xpos::PRPS
            | Xpos::WP
            | Xpos::WDT
            | Xpos::WRB
            | Xpos::EX
            | Xpos::PDT
    )
}

/// What a word stands in, as far as its label most often follows from it: its letters, its part of speech, what is known
/// of it, what the rest of the document says of it, the label before it, and whether a name may begin behind it.
#[inline]
pub const fn situation(word: &Word, last_label: u8, behind: Behind) -> u64 {
    let of_word = (word.vote as u64) << 24 | (word.known as u64) << 16 | (word.xpos as u64) << 8 | word.shape as u64;
    of_word << 16 | (last_label as u64) << 8 | behind as u64
}

/// What stands behind a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Behind {
    /// A word that no name begins with.
    Other,
    /// One that a name may begin with.
    Name,
    /// Nothing: the sentence ends.
    Nothing,
}

/// A feature that holds a word, or letters of one.
#[inline]
const fn key(template: u64, what: u64) -> u64 {
    mixed(template, what) | 1
}

/// A feature that holds only kinds of words.
#[inline]
const fn kinds(template: u64, what: u64) -> u64 {
    mixed(template, what) & !1
}

/// Whether the feature holds only kinds of words.
#[inline]
pub const fn is_of_kinds(feature: u64) -> bool {
    feature & 1 == 0
}

#[inline]
const fn mixed(template: u64, what: u64) -> u64 {
    ((what ^ template.wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(29)
}

#[inline]
fn pair(template: u64, one: u64, other: u64) -> u64 {
    key(template, one.rotate_left(21).wrapping_mul(0xa076_1d64_78bd_642f) ^ other)
}

/// What a feature of [`of_words`] holds, each a bit: what holds one word, or one and the shape of the middle one, is told
/// by a row of that word where it has one. 0 is a feature of more than that.
pub mod holds {
    /// The words at the five positions, and nothing else.
    pub const FAR: u8 = 1;
    /// The word before.
    pub const LAST: u8 = 1 << 1;
    /// The word itself.
    pub const WORD: u8 = 1 << 2;
    /// The word behind.
    pub const NEXT: u8 = 1 << 3;
    /// The word two behind.
    pub const BEYOND: u8 = 1 << 4;
    /// The word before and the shape.
    pub const LAST_SHAPE: u8 = 1 << 5;
    /// The word itself and the shape, or that alone.
    pub const WORD_SHAPE: u8 = 1 << 6;
    /// The word behind and the shape.
    pub const NEXT_SHAPE: u8 = 1 << 7;
}
use holds::{BEYOND, FAR, LAST, LAST_SHAPE, NEXT, NEXT_SHAPE, WORD, WORD_SHAPE};

/// The shape of most words that are weighed: a capital, small letters, and not at the beginning of a sentence. What words
/// give together with it was summed too.
pub const PLAIN: u8 = 15;

/// The features that hold but a word, or with it the shape [`PLAIN`]: none of them is asked for where it has a number.
pub fn of_hash(hash: u64) -> [u64; 8] {
    let shape = u64::from(PLAIN);
    let alone = [0, 3, 4, 5, 6].map(|template| key(template, hash));
    let shaped = [1, 15, 16].map(|template| pair(template, hash, shape));
    std::array::from_fn(|n| if n < 5 { alone[n] } else { shaped[n - 5] })
}

/// The features of the middle one of five words that neither a label nor the rest of the document enters, each behind
/// what it [`holds`].
#[inline]
pub fn of_words(words: &[Word; 5], mut feature: impl FnMut(u8, u64)) {
    let [far, last, word, next, beyond] = words;
    let shape = u64::from(word.shape);
    feature(WORD, key(0, word.hash));
    feature(WORD_SHAPE, pair(1, word.hash, shape));
    feature(WORD_SHAPE, kinds(2, shape));
    feature(LAST, key(3, last.hash));
    feature(NEXT, key(4, next.hash));
    feature(FAR, key(5, far.hash));
    feature(BEYOND, key(6, beyond.hash));
    for n in [2, 4] {
        feature(WORD, pair(7, u64::from(n - 2), word.ends.prefix(n)));
        feature(WORD, pair(7, u64::from(n + 1), word.ends.suffix(n)));
    }
    feature(0, kinds(8, u64::from(last.shape) << 16 | shape << 8 | u64::from(next.shape)));
    feature(0, kinds(9, shape << 8 | u64::from(word.xpos)));
    feature(0, kinds(10, u64::from(last.xpos) << 8 | u64::from(word.xpos)));
    feature(0, kinds(11, u64::from(word.xpos) << 8 | u64::from(next.xpos)));
    feature(0, pair(13, last.hash, word.hash));
    feature(0, pair(14, word.hash, next.hash));
    feature(LAST_SHAPE, pair(15, last.hash, shape));
    feature(NEXT_SHAPE, pair(16, next.hash, shape));
    feature(0, kinds(17, u64::from(word.known)));
    feature(0, kinds(18, u64::from(word.known) << 8 | shape));
    feature(0, kinds(19, u64::from(last.known) << 16 | u64::from(word.known) << 8 | u64::from(next.known)));
    feature(0, pair(20, last.hash, u64::from(word.known)));
    feature(0, pair(21, next.hash, u64::from(word.known)));
    feature(LAST_SHAPE, pair(26, last.ends.suffix(3), shape));
    feature(NEXT_SHAPE, pair(27, next.ends.suffix(3), shape));
    feature(0, pair(28, far.hash, last.hash));
    let listed = u64::from(last.listed) << 16 | u64::from(word.listed) << 8 | u64::from(next.listed);
    feature(0, kinds(31, listed << 8 | shape));
    feature(0, kinds(32, u64::from(word.listed) << 16 | u64::from(word.xpos) << 8 | u64::from(word.known)));
    let [fine, coarse] = word.clusters.map(u64::from);
    feature(WORD, kinds(33, fine));
    feature(WORD_SHAPE, kinds(34, fine << 8 | shape));
    feature(WORD_SHAPE, kinds(35, coarse << 8 | shape));
    feature(LAST, kinds(36, u64::from(last.clusters[0])));
    feature(NEXT, kinds(37, u64::from(next.clusters[0])));
    feature(LAST_SHAPE, kinds(38, u64::from(last.clusters[0]) << 8 | shape));
    feature(NEXT_SHAPE, kinds(39, u64::from(next.clusters[0]) << 8 | shape));
    let around = u64::from(last.clusters[1]) << 32 | coarse << 16 | u64::from(next.clusters[1]);
    feature(0, kinds(60, around));
}

/// The features of what the rest of the document says of the middle one of five words.
#[inline]
pub fn of_votes(words: &[Word; 5], mut feature: impl FnMut(u64)) {
    let [_, _, word, _, _] = words;
    if word.vote != 0 {
        feature(kinds(22, u64::from(word.vote)));
        feature(kinds(23, u64::from(word.vote) << 8 | u64::from(word.shape)));
    }
}

/// The features with the label of the token before, each behind whether it holds what the rest of the document says.
#[inline]
pub fn with_label(words: &[Word; 5], last_label: u8, mut feature: impl FnMut(bool, u64)) {
    let [_, last, word, next, _] = words;
    let label = u64::from(last_label);
    feature(false, pair(42, label, word.hash));
    feature(false, kinds(43, label << 16 | u64::from(word.xpos) << 8 | u64::from(next.xpos)));
    feature(false, kinds(45, label << 16 | u64::from(word.known) << 8 | u64::from(next.known)));
    feature(false, pair(46, label, next.hash));
    feature(true, kinds(47, label << 8 | u64::from(word.vote)));
    feature(false, kinds(50, label << 16 | u64::from(word.listed) << 8 | u64::from(next.listed)));
    feature(false, kinds(51, label << 16 | u64::from(word.clusters[0])));
    if last_label != BEGIN {
        feature(false, pair(49, label, last.hash));
    }
}
