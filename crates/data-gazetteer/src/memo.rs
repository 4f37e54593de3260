//! How far the words of a text lead into the names, kept from look-up to look-up.
//!
//! A report says the same capitalised words again and again ("The", "He", "Monday", the names themselves), and bulk work
//! reads many reports. A word of ASCII letters always leads from one node of the automaton to the same other one, so it
//! is walked once: each thread keeps what it knows, for whoever asks.

use std::cell::RefCell;

use fst::raw::Output;

use crate::Gazetteer;
use crate::word::{as_numbers, is_alphanumeric, made_small};

/// What a word leads to.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) place: Place,
    /// The first posting of the name that ends with this word; [`NO_NAME`] where none does.
    pub(crate) posting: u32,
    /// Which letters and digits the next word may begin with: bit 0 is `a`, bit 26 is `0`.
    after_space: u64,
}

impl Known {
    /// Whether no name begins so.
    pub(crate) fn is_dead(&self) -> bool {
        self.place.addr == DEAD
    }

    /// Whether a name may go on behind a space with this byte.
    pub(crate) fn goes_on(&self, byte: u8) -> bool {
        bit(byte).is_none_or(|bit| self.after_space & bit != 0)
    }
}

/// None for what is no letter or digit of ASCII.
fn bit(byte: u8) -> Option<u64> {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(1 << (letter - b'a')),
        digit @ b'0'..=b'9' => Some(1 << (26 + digit - b'0')),
        _ => None,
    }
}

/// A place in the automaton.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The node; [`DEAD`] for none.
    pub(crate) addr: usize,
    /// The sum of what was put out on the way there.
    pub(crate) out: u32,
}

pub(crate) const NO_NAME: u32 = u32::MAX;
const DEAD: usize = usize::MAX;
const CELLS: usize = 8192;

/// How many gazetteers a thread keeps words of: the one inside, and one from a file.
const MOST: usize = 2;

thread_local! {
    static MEMOS: RefCell<Vec<Memo>> = const { RefCell::new(Vec::new()) };
}

/// What is known of the words that were looked up before in one gazetteer: 390 kB, made at the first look-up.
struct Memo {
    /// Where the bytes of the gazetteer lie.
    of: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    /// In small letters; zeros only where nothing is known.
    word: [u64; 2],
    /// The node that the word was looked up from.
    from: usize,
    known: Known,
}

const EMPTY: Cell = Cell {
    word: [0; 2],
    from: DEAD,
    known: Known { place: Place { addr: DEAD, out: 0 }, posting: NO_NAME, after_space: 0 },
};

/// What `word`, which is not empty, leads to: at the beginning of a name, or behind the words that led to `behind` and a space. None for a
/// word that is not kept here: one that is long, or not of letters and digits of ASCII.
#[inline]
pub(crate) fn look_up(gazetteer: &Gazetteer, behind: Option<Place>, word: &[u8]) -> Option<Known> {
    let word = as_numbers(word).filter(|&numbers| is_alphanumeric(numbers, word.len()))?.map(made_small);
    let from = behind.map_or(DEAD, |place| place.addr);
    MEMOS.with_borrow_mut(|memos| {
        let of = gazetteer.bytes.as_ptr().addr();
        let memo = match memos.iter().position(|memo| memo.of == of) {
            Some(at) => &mut memos[at],
            None => begin(memos, of),
        };
        let cell = &mut memo.cells[slot(word, from)];
        if cell.word != word || cell.from != from {
            *cell = Cell { word, from, known: walk(gazetteer, behind, word) };
        }
        let mut known = cell.known;
        // One node may be reached on several ways, with other sums.
        let before = behind.map_or(0, |place| place.out);
        known.place.out = known.place.out.wrapping_add(before);
        known.posting = if known.posting == NO_NAME { NO_NAME } else { known.posting.wrapping_add(before) };
        Some(known)
    })
}

#[cold]
fn begin(memos: &mut Vec<Memo>, of: usize) -> &mut Memo {
    if memos.len() == MOST {
        memos.remove(0);
    }
    memos.push(Memo { of, cells: vec![EMPTY; CELLS] });
    memos.last_mut().expect("one was pushed")
}

/// What a word leads to, with sums that begin at zero.
#[cold]
fn walk(gazetteer: &Gazetteer, behind: Option<Place>, word: [u64; 2]) -> Known {
    gazetteer.follow(behind, word).unwrap_or(EMPTY.known)
}

impl Gazetteer {
    fn follow(&self, behind: Option<Place>, word: [u64; 2]) -> Option<Known> {
        let names = &self.names;
        let space = behind.map(|_| b' ');
        let mut node = behind.map_or(names.root(), |place| names.node(place.addr));
        let mut out = Output::zero();
        for byte in space.into_iter().chain(word.into_iter().flat_map(u64::to_le_bytes).take_while(|&byte| byte != 0)) {
            let transition = node.transition(node.find_input(byte)?);
            out = out.cat(transition.out);
            node = names.node(transition.addr);
        }
        let posting = node.is_final().then(|| out.cat(node.final_output()).value() as u32);
        let space = node.find_input(b' ').map(|at| names.node(node.transition_addr(at)));
        let after = space.iter().flat_map(|node| node.transitions()).filter_map(|transition| bit(transition.inp));
        Some(Known {
            place: Place { addr: node.addr(), out: out.value() as u32 },
            posting: posting.unwrap_or(NO_NAME),
            after_space: after.fold(0, |all, bit| all | bit),
        })
    }
}

fn slot([head, tail]: [u64; 2], from: usize) -> usize {
    let mixed = (head ^ tail.rotate_left(29) ^ (from as u64).rotate_left(13)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - CELLS.trailing_zeros())) as usize
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
}
