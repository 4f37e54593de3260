//! How far the words of a text lead into the names, kept from look-up to look-up.
//!
//! A report says the same capitalised words again and again ("The", "He", "Monday", the names themselves), and bulk work
//! reads many reports. A word of ASCII letters always leads to the same node of the automaton, so it is walked once:
//! each thread keeps what it knows, for whoever asks.

use std::cell::RefCell;

use fst::raw::Output;

use crate::Gazetteer;

/// What a word leads to.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) start: Start,
    /// The first posting of the name that is this word alone.
    pub(crate) alone: Option<u32>,
    /// Which letters and digits a second word may begin with: bit 0 is `a`, bit 26 is `0`.
    after_space: u64,
}

impl Known {
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

/// Where a walk goes on.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    /// A node of the automaton; [`DEAD`] where no name begins with the word.
    pub(crate) addr: usize,
    pub(crate) out: u64,
    /// How many letters lie behind it.
    pub(crate) letters: usize,
}

pub(crate) const DEAD: usize = usize::MAX;
/// A longer word is walked each time.
const LONGEST: usize = 16;
const CELLS: usize = 4096;

/// How many gazetteers a thread keeps words of: the one inside, and one from a file.
const MOST: usize = 2;

thread_local! {
    static MEMOS: RefCell<Vec<Memo>> = const { RefCell::new(Vec::new()) };
}

/// What is known of the words that were looked up before in one gazetteer: 230 kB, made at the first look-up.
struct Memo {
    /// Where the bytes of the gazetteer lie.
    of: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    /// In small letters, filled with zeros; of zeros only where nothing is known.
    word: [u8; LONGEST],
    known: Known,
}

const EMPTY: Cell = Cell {
    word: [0; LONGEST],
    known: Known { start: Start { addr: DEAD, out: 0, letters: 0 }, alone: None, after_space: 0 },
};

/// Where the walk over `word` ends; none for a word that is not kept here.
pub(crate) fn look_up(gazetteer: &Gazetteer, word: &[u8]) -> Option<Known> {
    if word.is_empty() || word.len() > LONGEST || !word.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mut key = [0; LONGEST];
    for (small, byte) in key.iter_mut().zip(word) {
        *small = byte.to_ascii_lowercase();
    }
    MEMOS.with_borrow_mut(|memos| {
        let of = gazetteer.bytes.as_ptr().addr();
        let at = memos.iter().position(|memo| memo.of == of).unwrap_or_else(|| {
            if memos.len() == MOST {
                memos.remove(0);
            }
            memos.push(Memo { of, cells: vec![EMPTY; CELLS] });
            memos.len() - 1
        });
        let cell = &mut memos[at].cells[slot(&key)];
        if cell.word != key {
            *cell = Cell { word: key, known: walk(gazetteer, &key[..word.len()]).unwrap_or(EMPTY.known) };
        }
        Some(cell.known)
    })
}

fn walk(gazetteer: &Gazetteer, word: &[u8]) -> Option<Known> {
    let names = &gazetteer.names;
    let (mut node, mut out) = (names.root(), Output::zero());
    for &byte in word {
        let transition = node.transition(node.find_input(byte)?);
        out = out.cat(transition.out);
        node = names.node(transition.addr);
    }
    let alone = node.is_final().then(|| out.cat(node.final_output()).value() as u32);
    let space = node.find_input(b' ').map(|at| names.node(node.transition_addr(at)));
    let after = space.iter().flat_map(|node| node.transitions()).filter_map(|transition| bit(transition.inp));
    Some(Known {
        start: Start { addr: node.addr(), out: out.value(), letters: word.len() },
        alone,
        after_space: after.fold(0, |all, bit| all | bit),
    })
}

fn slot(key: &[u8; LONGEST]) -> usize {
    let whole = u128::from_le_bytes(*key);
    let mixed = (whole as u64 ^ ((whole >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 52) as usize
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
