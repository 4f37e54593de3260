//! How far the words of a text lead into the names, kept from look-up to look-up.
//!
//! A report says the same capitalised words again and again ("The", "He", "Monday", the names themselves), and bulk work
//! reads many reports. A word of ASCII letters always leads to the same node of the automaton, so it is walked once.

use fst::raw::Output;

use crate::Gazetteer;

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

/// What is known of the words that were looked up before: 128 kB, made at the first look-up. What it knows of another
/// gazetteer it forgets.
#[derive(Default)]
pub struct Memo {
    cells: Vec<Cell>,
    /// Where the bytes of the gazetteer lie.
    of: usize,
}

#[derive(Clone, Copy)]
struct Cell {
    /// In small letters, filled with zeros; of zeros only where nothing is known.
    word: [u8; LONGEST],
    addr: usize,
    out: u64,
}

impl Memo {
    /// Where the walk over `word` ends; none for a word that is not kept here.
    pub(crate) fn start(&mut self, gazetteer: &Gazetteer, word: &[u8]) -> Option<Start> {
        if word.is_empty() || word.len() > LONGEST || !word.iter().all(u8::is_ascii_alphanumeric) {
            return None;
        }
        let at = gazetteer.bytes.as_ptr().addr();
        if self.of != at {
            self.of = at;
            self.cells.clear();
            self.cells.resize(CELLS, Cell { word: [0; LONGEST], addr: DEAD, out: 0 });
        }
        let mut key = [0; LONGEST];
        for (small, byte) in key.iter_mut().zip(word) {
            *small = byte.to_ascii_lowercase();
        }
        let cell = &mut self.cells[slot(&key)];
        if cell.word != key {
            let (addr, out) = walk(gazetteer, &key[..word.len()]);
            *cell = Cell { word: key, addr, out };
        }
        Some(Start { addr: cell.addr, out: cell.out, letters: word.len() })
    }
}

fn walk(gazetteer: &Gazetteer, word: &[u8]) -> (usize, u64) {
    let (mut node, mut out) = (gazetteer.names.root(), Output::zero());
    for &byte in word {
        let Some(i) = node.find_input(byte) else { return (DEAD, 0) };
        let transition = node.transition(i);
        out = out.cat(transition.out);
        node = gazetteer.names.node(transition.addr);
    }
    (node.addr(), out.value())
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
        let names = |memo: &mut Option<Memo>| {
            let mut all = Vec::new();
            for (at, word) in text.match_indices(|c: char| c.is_ascii_uppercase()) {
                let end = text[at + word.len()..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(text.len(), |n| at + 1 + n);
                let found = |found: crate::Match| all.push((at, found.end, found.posting()));
                match memo {
                    Some(memo) => gazetteer.names_of_word(memo, text, (at, end), found),
                    None => gazetteer.names_at(text, at, found),
                }
            }
            all
        };
        let plain = names(&mut None);
        assert!(plain.len() > 6, "{plain:?}");
        let mut memo = Some(Memo::default());
        assert_eq!((names(&mut memo), names(&mut memo)), (plain.clone(), plain));
    }
}
