//! The words that names begin with, in a table that is made with the program: one look tells what a word leads to, where the
//! automaton takes one for each letter. Most capitalised words of a report are asked for once or twice.
//!
//! A line of memory has [`SLOTS`] slots; one that is full goes on in the next. A word is known by its line and [`MARK`] more
//! bits of its hash: one word in 10¹¹ that begins no name would be taken for another that does.

/// Slots that are looked at together.
pub(crate) const SLOTS: usize = 8;

/// Bits of a slot that say what the word leads to: the first posting of the name that it is, or, with [`ON`], the sum of
/// what is put out on the way there.
pub(crate) const VALUE: u32 = 24;

/// Whether names go on behind the word: the next slot has the node of the automaton in its lowest [`VALUE`] bits, and in
/// those from [`FOLLOWING`] on what may follow.
pub(crate) const ON: u64 = 1 << (VALUE - 1);

pub(crate) const FOLLOWING: u32 = 36;

/// What a slot keeps of the hash. The lowest bit of it is set in all hashes, so that what is no word is taken for none.
pub(crate) const MARK: u64 = !0 << VALUE;

/// Where a digit may follow, among the [`bit`]s.
const DIGIT: u32 = 1 << 26;

/// Beside the bits of what may follow: a name ends here.
pub(crate) const NAME: u32 = 1 << 27;

/// What a first word leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    /// No name begins with it.
    Nothing,
    /// It is a name, and begins no other: the first posting.
    Name(u32),
    /// Names go on behind it: from this node of the automaton, with this sum; the [`bit`]s of what may follow behind a
    /// space.
    On { addr: u32, out: u32, bits: u32 },
}

/// The table.
#[derive(Clone, Copy)]
pub(crate) struct Table(pub(crate) &'static [u8]);

impl Table {
    /// What a word in small letters leads to.
    #[inline]
    pub(crate) fn find(&self, word: [u64; 2]) -> First {
        let (lines, _) = self.0.as_chunks::<{ 8 * SLOTS }>();
        let hash = mix(word);
        let mut at = line(hash, lines.len());
        while let Some(slots) = lines.get(at) {
            let (slots, _) = slots.as_chunks();
            for (i, slot) in slots.iter().enumerate() {
                let slot = u64::from_le_bytes(*slot);
                if (slot ^ hash) & MARK == 0 {
                    return found(slot, slots.get(i + 1).map_or(0, |next| u64::from_le_bytes(*next)));
                }
            }
            if slots[SLOTS - 1] == [0; 8] {
                break;
            }
            at = (at + 1) % lines.len();
        }
        First::Nothing
    }

    /// A byte of the line where the word begins to be looked for.
    #[inline]
    pub(crate) fn touch(&self, word: [u64; 2]) -> u8 {
        let (lines, _) = self.0.as_chunks::<{ 8 * SLOTS }>();
        lines.get(line(mix(word), lines.len())).map_or(0, |slots| slots[0])
    }
}

#[inline]
fn found(slot: u64, next: u64) -> First {
    let value = (slot & !MARK & !ON) as u32;
    if slot & ON == 0 {
        First::Name(value)
    } else {
        First::On { addr: (next & !MARK) as u32, out: value, bits: (next >> FOLLOWING) as u32 }
    }
}

/// A bit for each letter, whatever its case, and one for all digits; none for what is no letter or digit of ASCII.
#[inline]
pub(crate) fn bit(byte: u8) -> Option<u32> {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(1 << (letter - b'a')),
        b'0'..=b'9' => Some(DIGIT),
        _ => None,
    }
}

/// The hash of a word.
#[inline]
pub(crate) fn mix([head, tail]: [u64; 2]) -> u64 {
    let product = u128::from(head ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(tail ^ 0x8bb8_4b93_962e_acc9);
    (product as u64 ^ (product >> 64) as u64) | 1 << VALUE
}

/// The line where a word begins to be looked for: told by the bits that no slot keeps.
#[inline]
pub(crate) fn line(hash: u64, lines: usize) -> usize {
    (((hash & !MARK) * lines as u64) >> VALUE) as usize
}
