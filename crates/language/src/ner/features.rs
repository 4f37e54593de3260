//! The templates of the name recogniser: what of a token, its neighbours and its document becomes a feature.

use dateline_layers::{Token, Xpos};

use super::model::BEGIN;
use super::places;
use crate::tagger::features::shape_of;
use crate::tagger::normalise;

/// Changes whenever the templates do: a model trained with others is refused.
pub const VERSION: u64 = 2;

/// A token as the templates see it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The hash of its normalised form.
    pub hash: u64,
    /// Its first bytes, two to four, and its last.
    affixes: [u64; 6],
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
    /// What the rest of the document says of it: [`super::votes`].
    pub vote: u8,
    /// Whether it may be part of a name at all.
    pub candidate: bool,
}

impl Word {
    /// What stands before the first and after the last token of a sentence.
    pub const BOUNDARY: Word = Word {
        hash: 1,
        affixes: [0; 6],
        shape: 0,
        xpos: u8::MAX,
        known: 0,
        listed: 0,
        clusters: [u16::MAX; 2],
        vote: 0,
        candidate: false,
    };
}

impl Word {
    /// Whether it is by itself the name of a people, or its adjective.
    pub(super) const fn is_people(&self) -> bool {
        self.known == 3
    }
}

/// What the file of weights says of a word by itself, in one number.
#[derive(Clone, Copy, Default, Debug)]
pub struct Entry(pub u32);

impl Entry {
    /// `listed`: 1 given names, 2 surnames, 3 both. Clusters are counted from 1; 0 is none.
    pub const fn new(listed: u32, fine: u32, coarse: u32) -> Entry {
        Entry(listed & 3 | fine << 2 | coarse << 18)
    }

    /// Which lists of people's names have it.
    pub const fn listed(self) -> u8 {
        self.0 as u8 & 3
    }

    /// Its cluster and the larger one around it.
    pub const fn clusters(self) -> [u16; 2] {
        [(self.0 >> 2) as u16, (self.0 >> 18) as u16]
    }
}

/// Appends the words of one sentence to `words`, two boundaries before and after them.
/// `entry` is what the weights say of a word by its hash.
pub fn read_sentence(text: &str, tokens: &[Token], tags: &[Xpos], entry: impl Fn(u64) -> Entry, words: &mut Vec<Word>) {
    let start = words.len();
    words.extend([Word::BOUNDARY; 2]);
    let capitals = tokens.iter().filter(|t| t.is(Token::CAPITALISED)).count() * 10;
    let letters = tokens.iter().filter(|t| t.is(Token::WORD)).count();
    // Headlines and lines in capitals: a capital says little there.
    let shouted = letters > 2 && capitals > letters * 7;
    // Who writes no capital but "I" writes none in names either.
    let small = !tokens.iter().any(|t| t.is(Token::CAPITALISED) && t.span.of(text) != "I");
    for (at, (token, xpos)) in tokens.iter().zip(tags).enumerate() {
        let word = token.span.of(text);
        let normal = normalise(word);
        let hash = normal.hash();
        let of_word = if token.is(Token::WORD) { entry(hash) } else { Entry::default() };
        let first = at == 0 || tokens[..at].iter().rev().take(3).all(|t| t.is(Token::MARK));
        words.push(Word {
            hash,
            affixes: [
                normal.prefix(2),
                normal.prefix(3),
                normal.prefix(4),
                normal.suffix(2),
                normal.suffix(3),
                normal.suffix(4),
            ],
            shape: shape_of(word, token.shape, first)
                + if shouted {
                    40
                } else if small {
                    80
                } else {
                    0
                },
            xpos: xpos.index() as u8,
            known: 0,
            listed: if token.is(Token::CAPITALISED) || small { of_word.listed() } else { 0 },
            clusters: of_word.clusters(),
            vote: 0,
            candidate: small && matches!(*xpos, Xpos::NN | Xpos::NNP | Xpos::NNS | Xpos::NNPS | Xpos::FW),
        });
    }
    words.extend([Word::BOUNDARY; 2]);
    places::mark(text, tokens, &mut words[start + 2..]);
    let here = &mut words[start + 2..start + 2 + tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        if token.is(Token::CAPITALISED) || here[at].known != 0 {
            // Small words between capitals belong to names ("of", "bin"), and digits after them.
            here[at.saturating_sub(1)..(at + 3).min(tokens.len())].iter_mut().for_each(|w| w.candidate = true);
        }
    }
}

#[inline]
fn key(template: u64, what: u64) -> u64 {
    ((what ^ template.wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(29) | 1
}

#[inline]
fn pair(template: u64, one: u64, other: u64) -> u64 {
    key(template, one.rotate_left(21).wrapping_mul(0xa076_1d64_78bd_642f) ^ other)
}

/// Features that share what they are made of: whoever knows the [`group_key`] of one group knows them all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Of a word alone.
    Own,
    /// Of the word before it and its own looks.
    Last,
    /// Of the word behind it and its own looks.
    Next,
    /// Of the looks of three words.
    Looks,
    /// Of the parts of speech of three words.
    Tags,
    /// Of what the rest of the document says of three words.
    Votes,
    /// Of a word and the label before it.
    LabelOwn,
    /// Of the looks of two words and the labels before them.
    LabelLooks,
    /// Of the parts of speech of two words and the label before them.
    LabelTags,
    /// Of rarer things, each by itself.
    Single,
}

/// A number that is the same for five words where the features of a group are the same. It says nothing of
/// [`Group::Single`].
#[inline]
pub(super) fn group_key(group: Group, words: &[Word], before: u8, label: u8) -> u64 {
    let [_, last, word, next, _] = words else { return 1 };
    let bytes = |bytes: [u8; 8]| u64::from_le_bytes(bytes);
    let template = 64 + group as u64;
    match group {
        Group::Own => pair(template, word.hash, bytes([word.shape, word.xpos, word.known, word.listed, 0, 0, 0, 0])),
        Group::Last => beside(template, last, word),
        Group::Next => beside(template, next, word),
        Group::Looks => {
            let known = u64::from(last.known) << 16 | u64::from(word.known) << 8 | u64::from(next.known);
            let looks = [last.shape, word.shape, next.shape, last.listed, word.listed, next.listed, 0, 0];
            pair(template, known, bytes(looks))
        }
        Group::Tags => key(template, bytes([last.xpos, word.xpos, next.xpos, 0, 0, 0, 0, 0])),
        Group::Votes => key(template, bytes([last.vote, word.vote, next.vote, word.shape, 0, 0, 0, 0])),
        Group::LabelOwn => {
            pair(template, word.hash, u64::from(word.clusters[0]) << 16 | bytes([word.shape, label, 0, 0, 0, 0, 0, 0]))
        }
        Group::LabelLooks => {
            let looks =
                [before, label, word.shape, next.shape, word.known, next.known, word.listed << 2 | next.listed, 0];
            key(template, bytes(looks))
        }
        Group::LabelTags => key(template, bytes([label, word.vote, word.xpos, next.xpos, 0, 0, 0, 0])),
        Group::Single => 1,
    }
}

#[inline]
fn beside(template: u64, other: &Word, word: &Word) -> u64 {
    let looks = u64::from(word.shape) << 8 | u64::from(word.known);
    pair(template, other.hash, u64::from(other.clusters[0]) << 16 | looks)
}

/// The features of the middle one of five words that neither a label nor the rest of the document enters.
#[inline]
pub fn of_words(words: &[Word], mut feature: impl FnMut(Group, u64)) {
    let [far, last, word, next, beyond] = words else { return };
    let shape = u64::from(word.shape);
    feature(Group::Own, key(0, word.hash));
    feature(Group::Own, pair(1, word.hash, shape));
    feature(Group::Own, key(2, shape));
    feature(Group::Last, key(3, last.hash));
    feature(Group::Next, key(4, next.hash));
    feature(Group::Single, key(5, far.hash));
    feature(Group::Single, key(6, beyond.hash));
    for (n, affix) in word.affixes.iter().enumerate() {
        feature(Group::Own, pair(7, n as u64, *affix));
    }
    feature(Group::Looks, key(8, u64::from(last.shape) << 16 | shape << 8 | u64::from(next.shape)));
    feature(Group::Own, key(9, shape << 8 | u64::from(word.xpos)));
    feature(Group::Tags, key(10, u64::from(last.xpos) << 8 | u64::from(word.xpos)));
    feature(Group::Tags, key(11, u64::from(word.xpos) << 8 | u64::from(next.xpos)));
    feature(Group::Tags, key(12, u64::from(last.xpos) << 16 | u64::from(word.xpos) << 8 | u64::from(next.xpos)));
    feature(Group::Single, pair(13, last.hash, word.hash));
    feature(Group::Single, pair(14, word.hash, next.hash));
    feature(Group::Last, pair(15, last.hash, shape));
    feature(Group::Next, pair(16, next.hash, shape));
    feature(Group::Own, key(17, u64::from(word.known)));
    feature(Group::Own, key(18, u64::from(word.known) << 8 | shape));
    feature(Group::Looks, key(19, u64::from(last.known) << 16 | u64::from(word.known) << 8 | u64::from(next.known)));
    feature(Group::Last, pair(20, last.hash, u64::from(word.known)));
    feature(Group::Next, pair(21, next.hash, u64::from(word.known)));
    feature(Group::Last, pair(26, last.affixes[4], shape));
    feature(Group::Next, pair(27, next.affixes[4], shape));
    feature(Group::Single, pair(28, far.hash, last.hash));
    feature(Group::Single, pair(29, next.hash, beyond.hash));
    let listed = u64::from(last.listed) << 16 | u64::from(word.listed) << 8 | u64::from(next.listed);
    feature(Group::Looks, key(30, listed));
    feature(Group::Looks, key(31, listed << 8 | shape));
    feature(Group::Own, key(32, u64::from(word.listed) << 16 | u64::from(word.xpos) << 8 | u64::from(word.known)));
    let [fine, coarse] = word.clusters.map(u64::from);
    feature(Group::Own, key(33, fine));
    feature(Group::Own, key(34, fine << 8 | shape));
    feature(Group::Own, key(35, coarse << 8 | shape));
    feature(Group::Last, key(36, u64::from(last.clusters[0])));
    feature(Group::Next, key(37, u64::from(next.clusters[0])));
    feature(Group::Last, key(38, u64::from(last.clusters[0]) << 8 | shape));
    feature(Group::Next, key(39, u64::from(next.clusters[0]) << 8 | shape));
    let around = u64::from(last.clusters[1]) << 32 | coarse << 16 | u64::from(next.clusters[1]);
    feature(Group::Single, key(60, around));
}

/// The features of what the rest of the document says of the middle one of five words.
#[inline]
pub fn of_votes(words: &[Word], mut feature: impl FnMut(Group, u64)) {
    let [_, last, word, next, _] = words else { return };
    let shape = u64::from(word.shape);
    if word.vote != 0 {
        feature(Group::Votes, key(22, u64::from(word.vote)));
        feature(Group::Votes, key(23, u64::from(word.vote) << 8 | shape));
        feature(Group::Votes, key(24, u64::from(word.vote) << 8 | u64::from(next.vote)));
        feature(Group::Votes, key(25, u64::from(word.vote) << 8 | u64::from(last.vote)));
    }
}

/// The features with the labels of the two tokens before.
#[inline]
pub fn with_labels(words: &[Word], before: u8, last_label: u8, mut feature: impl FnMut(Group, u64)) {
    let [_, last, word, next, _] = words else { return };
    let (before, label) = (u64::from(before), u64::from(last_label));
    feature(Group::LabelOwn, key(40, label));
    feature(Group::LabelLooks, key(41, before << 8 | label));
    feature(Group::LabelOwn, pair(42, label, word.hash));
    feature(Group::LabelTags, key(43, label << 16 | u64::from(word.xpos) << 8 | u64::from(next.xpos)));
    feature(Group::LabelOwn, key(44, label << 8 | u64::from(word.shape)));
    feature(Group::LabelLooks, key(45, label << 16 | u64::from(word.known) << 8 | u64::from(next.known)));
    feature(Group::Single, pair(46, label, next.hash));
    feature(Group::LabelTags, key(47, label << 8 | u64::from(word.vote)));
    feature(Group::LabelLooks, key(50, label << 16 | u64::from(word.listed) << 8 | u64::from(next.listed)));
    feature(Group::LabelLooks, key(48, label << 16 | u64::from(word.shape) << 8 | u64::from(next.shape)));
    feature(Group::LabelOwn, key(51, label << 16 | u64::from(word.clusters[0])));
    feature(Group::Single, key(52, label << 32 | u64::from(word.clusters[1]) << 16 | u64::from(next.clusters[1])));
    if last_label != BEGIN {
        feature(Group::Single, pair(49, label, last.hash));
    }
}
