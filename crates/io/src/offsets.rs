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

/// Bytes a checkpoint. A look-up counts at most so many, and the index takes a sixteenth of the text.
const STEP: usize = 64;

/// Turns byte offsets of one text into another unit. Made for each document in one pass, and used again for the next.
///
/// A look-up takes the count at the checkpoint before it and counts the rest; so spans may come in any order.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    /// The count before each block of [`STEP`] bytes; empty where bytes are what is counted.
    checkpoints: Vec<u32>,
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
        for block in text.as_bytes().chunks(STEP) {
            self.checkpoints.push(count);
            count += self.count(block);
        }
        // For the offset at the very end of a text whose length is a multiple of the step.
        self.checkpoints.push(count);
    }

    /// The offset of a byte of the text that was indexed.
    pub(crate) fn of(&self, text: &str, byte: u32) -> u32 {
        let at = (byte as usize).min(text.len());
        match self.checkpoints.get(at / STEP) {
            Some(before) => before + self.count(&text.as_bytes()[at / STEP * STEP..at]),
            None => at as u32,
        }
    }

    /// How many units begin in a block. Continuation bytes begin none, and in UTF-16 a lead of four bytes begins two.
    fn count(&self, block: &[u8]) -> u32 {
        let points = block.iter().map(|byte| u32::from((*byte as i8) >= -64)).sum::<u32>();
        if self.wide { points + block.iter().map(|byte| u32::from(*byte >= 0xf0)).sum::<u32>() } else { points }
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
