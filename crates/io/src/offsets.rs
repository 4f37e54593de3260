//! From UTF-8 bytes to what readers of the output count in.

dateline_core::code! {
    /// What offsets in the output count.
    pub enum OffsetUnit {
        /// Unicode code points, as `text[start:end]` of Python takes them.
        CODE_POINTS = "codepoints",
        /// Bytes of UTF-8.
        BYTES = "bytes",
        /// Code units of UTF-16, as JavaScript and Java take them.
        UTF16 = "utf16",
    }
}

/// Bytes a checkpoint: as many as are counted at once.
const STEP: usize = 8;

/// Turns byte offsets of one text into another unit. Made for each document in one pass, and used again for the next.
///
/// A look-up takes the count at the checkpoint before it and counts the rest; so spans may come in any order.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    /// The count before each block of [`STEP`] bytes; empty where bytes are what is counted.
    checkpoints: Vec<u32>,
    /// The bytes behind the last whole block, and zeros.
    last: [u8; STEP],
    wide: bool,
}

impl Offsets {
    /// Prepares for a text.
    pub(crate) fn index(&mut self, text: &str, unit: OffsetUnit) {
        self.checkpoints.clear();
        self.wide = unit == OffsetUnit::UTF16;
        if unit == OffsetUnit::BYTES || text.is_ascii() {
            return;
        }
        let mut count = 0;
        let (eights, rest) = text.as_bytes().as_chunks::<STEP>();
        for eight in eights {
            self.checkpoints.push(count);
            count += self.count(*eight, STEP);
        }
        // The end of the text is an offset, too.
        self.checkpoints.push(count);
        let mut last = [0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        self.last = last;
    }

    /// The offset of a byte of the text that was indexed.
    #[inline]
    pub(crate) fn of(&self, text: &str, byte: u32) -> u32 {
        let at = (byte as usize).min(text.len());
        match self.checkpoints.get(at / STEP) {
            Some(before) => {
                let eights = text.as_bytes().as_chunks::<STEP>().0;
                before + self.count(*eights.get(at / STEP).unwrap_or(&self.last), at % STEP)
            }
            None => at as u32,
        }
    }

    /// How many units begin in the first `len` of eight bytes. Continuation bytes begin none, and in UTF-16 a lead of four
    /// bytes begins two.
    #[inline]
    fn count(&self, eight: [u8; STEP], len: usize) -> u32 {
        const HIGH: u64 = 0x8080_8080_8080_8080;
        let eight = u64::from_le_bytes(eight);
        // A bit for each byte that counts, its highest.
        let counts = HIGH & !u64::MAX.checked_shl(8 * len as u32).unwrap_or(0);
        let sum = |highest: u64| (((highest & counts) >> 7).wrapping_mul(HIGH >> 7) >> 56) as u32;
        let points = sum(!eight | eight << 1);
        if self.wide { points + sum(eight & eight << 1 & eight << 2 & eight << 3) } else { points }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_of_every_unit() {
        let long = "a’\u{a0}🌍é".repeat(40);
        for text in ["", "plain", long.as_str()] {
            let mut offsets = Offsets::default();
            for (unit, count) in [
                (OffsetUnit::CODE_POINTS, (|text| text.chars().count()) as fn(&str) -> usize),
                (OffsetUnit::BYTES, str::len),
                (OffsetUnit::UTF16, |text| text.encode_utf16().count()),
            ] {
                offsets.index(text, unit);
                for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                    assert_eq!(offsets.of(text, at as u32) as usize, count(&text[..at]), "{unit:?} at {at}");
                }
            }
        }
    }
}
