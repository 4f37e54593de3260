//! How far the words of a text lead into the names, kept from look-up to look-up.
//!
//! A report says the same capitalised words again and again ("The", "He", "Monday", the names themselves), and bulk work
//! reads many reports. A word of ASCII letters always leads from one node of the automaton to the same other one, so it
//! is walked once: each thread keeps what it knows, for whoever asks.

use std::cell::RefCell;

use fst::raw::Output;

use crate::Gazetteer;
use crate::first::{First, NAME, bit};
use crate::word::small;

/// What a word leads to.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) place: Place,
    /// The [`bit`]s of what the next word may begin with; [`NAME`] where a name ends with this word.
    bits: u32,
}

/// A place in the automaton.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The node; [`DEAD`] for none.
    pub(crate) addr: u32,
    /// The sum of what was put out on the way there. Postings are numbered in the order of names, and a name comes before
    /// those that go on from it: where one ends, this is its first posting.
    pub(crate) out: u32,
}

const DEAD: u32 = u32::MAX;

impl Known {
    const NOTHING: Self = Known { place: Place { addr: DEAD, out: 0 }, bits: 0 };

    /// Whether no name goes on from here.
    #[inline]
    pub(crate) fn is_dead(&self) -> bool {
        self.place.addr == DEAD
    }

    /// The first posting of the name that ends here.
    #[inline]
    pub(crate) fn posting(&self) -> Option<u32> {
        (self.bits & NAME != 0).then_some(self.place.out)
    }

    /// Whether a name may go on behind a space with this byte.
    #[inline]
    pub(crate) fn goes_on(&self, byte: u8) -> bool {
        bit(byte).is_none_or(|bit| self.bits & bit != 0)
    }
}

impl From<First> for Known {
    #[inline]
    fn from(first: First) -> Self {
        let (addr, out, bits) = match first {
            First::Nothing => (DEAD, 0, 0),
            First::Name(posting) => (DEAD, posting, NAME),
            First::On { addr, out, bits } => (addr, out, bits),
        };
        Known { place: Place { addr, out }, bits }
    }
}

/// A thread keeps twice as many words, two for each remainder of their hashes.
const PAIRS: usize = 2048;

/// How many gazetteers a thread keeps words of: the one inside, and one from a file.
const MOST: usize = 2;

thread_local! {
    static MEMOS: RefCell<Vec<Memo>> = const { RefCell::new(Vec::new()) };
}

/// What is known of the words that were looked up before in one gazetteer: 128 KB, made at the first look-up.
struct Memo {
    /// Where the bytes of the gazetteer lie.
    of: usize,
    pairs: Vec<Pair>,
}

/// Two words that share a line of memory, the one that was asked for last first.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Pair([Cell; 2]);

#[derive(Clone, Copy)]
struct Cell {
    /// In small letters; zeros only where nothing is known.
    word: [u64; 2],
    /// The node that the word was looked up from.
    from: u32,
    known: Known,
}

const EMPTY: Cell = Cell { word: [0; 2], from: DEAD, known: Known::NOTHING };

/// What `word`, which is not empty, leads to: at the beginning of a name, or behind the words that led to `behind` and a space. None for a
/// word that is not kept here: one that is long, or not of letters and digits of ASCII.
#[inline]
pub(crate) fn look_up(gazetteer: &Gazetteer, behind: Option<Place>, word: &[u8]) -> Option<Known> {
    let word = small(word)?;
    let from = behind.map_or(DEAD, |place| place.addr);
    MEMOS.with_borrow_mut(|memos| {
        let of = gazetteer.bytes.as_ptr().addr();
        let memo = match memos.iter().position(|memo| memo.of == of) {
            Some(at) => &mut memos[at],
            None => begin(memos, of),
        };
        let Pair(cells) = &mut memo.pairs[slot(word, from)];
        let is_of = |cell: &Cell| cell.word == word && cell.from == from;
        if !is_of(&cells[0]) {
            cells.swap(0, 1);
            if !is_of(&cells[0]) {
                cells[0] = Cell { word, from, known: walk(gazetteer, behind, word) };
            }
        }
        let mut known = cells[0].known;
        // One node may be reached on several ways, with other sums.
        known.place.out = known.place.out.wrapping_add(behind.map_or(0, |place| place.out));
        Some(known)
    })
}

#[cold]
fn begin(memos: &mut Vec<Memo>, of: usize) -> &mut Memo {
    if memos.len() == MOST {
        memos.remove(0);
    }
    memos.push(Memo { of, pairs: vec![Pair([EMPTY; 2]); PAIRS] });
    memos.last_mut().expect("one was pushed")
}

/// What a word leads to, with sums that begin at zero.
#[cold]
fn walk(gazetteer: &Gazetteer, behind: Option<Place>, word: [u64; 2]) -> Known {
    gazetteer.follow(behind, word).unwrap_or(Known::NOTHING)
}

impl Gazetteer {
    fn follow(&self, behind: Option<Place>, word: [u64; 2]) -> Option<Known> {
        let names = &self.names;
        let space = behind.map(|_| b' ');
        let mut node = behind.map_or(names.root(), |place| names.node(place.addr as usize));
        let mut out = Output::zero();
        for byte in space.into_iter().chain(word.into_iter().flat_map(u64::to_le_bytes).take_while(|&byte| byte != 0)) {
            let transition = node.transition(node.find_input(byte)?);
            out = out.cat(transition.out);
            node = names.node(transition.addr);
        }
        let space = node.find_input(b' ').map(|at| names.node(node.transition_addr(at)));
        let after = space.iter().flat_map(|node| node.transitions()).filter_map(|transition| bit(transition.inp));
        let name = if node.is_final() { NAME } else { 0 };
        Some(Known {
            place: Place { addr: node.addr() as u32, out: out.value() as u32 },
            bits: after.fold(name, |all, bit| all | bit),
        })
    }
}

fn slot([head, tail]: [u64; 2], from: u32) -> usize {
    let mixed = (head ^ tail.rotate_left(29) ^ u64::from(from).rotate_left(13)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - PAIRS.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_up_before_changes_nothing() {
        let gazetteer = Gazetteer::embedded();
        let text = "In New York and Geneva the Frankfurt (Oder) mayor met Xqzzt of Geneva, Paris-based, in O'Fallon.";
        let names = |of_word: bool| {
            let mut all = Vec::new();
            for (at, word) in text.match_indices(|c: char| c.is_ascii_uppercase()) {
                let end = text[at + word.len()..]
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .map_or(text.len(), |n| at + 1 + n);
                let found = |found: crate::Match| all.push((at, found.end, found.posting()));
                if of_word {
                    gazetteer.names_of_word(text, (at, end), found);
                } else {
                    gazetteer.names_at(text, at, found);
                }
            }
            all
        };
        let plain = names(false);
        assert!(plain.len() > 6, "{plain:?}");
        assert_eq!((names(true), names(true)), (plain.clone(), plain));
    }

    #[test]
    fn nothing_is_put_out_where_a_name_ends() {
        let gazetteer = Gazetteer::embedded();
        let (mut count, mut names) = (0, Vec::new());
        gazetteer.each_name(|name, _, _| {
            count += 1;
            if count % 100 == 0 {
                names.push(name.to_owned());
            }
        });
        assert!(names.len() > 1000);
        for name in names {
            let mut node = gazetteer.names.root();
            for byte in name.bytes() {
                let at = node.find_input(byte).expect("the name is there");
                node = gazetteer.names.node(node.transition_addr(at));
            }
            assert!(node.is_final() && node.final_output().is_zero(), "{name}");
        }
    }
}
