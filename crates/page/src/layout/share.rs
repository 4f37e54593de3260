//! Which words the lines of a page share: a headline speaks of what the story speaks of, a menu does not.

use crate::lines::{Line, head};

/// Which part of a line's longer words other paragraphs have too.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shared {
    /// How many longer words it has, and how many of them stand in another paragraph.
    pub(crate) all: u16,
    pub(crate) known: u16,
}

/// What comparing works in, and what came of it for each line.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    stems: Vec<u64>,
    pub(crate) shared: Vec<Shared>,
}

/// How many long paragraphs are compared with.
const PARAGRAPHS: u32 = 6;
/// How many lines of a page are compared with each other.
const COMPARED: usize = 200;

impl Scratch {
    /// Compares the longer words of all lines with those of the paragraphs.
    pub(crate) fn compare(&mut self, text: &str, lines: &[Line]) {
        self.stems.clear();
        self.shared.clear();
        self.shared.resize(lines.len(), Shared::default());
        let mut paragraphs = 0;
        for (at, line) in lines.iter().enumerate().take(COMPARED) {
            // The first paragraphs tell what the story is about.
            paragraphs += u32::from(line.is_prose());
            if line.is_prose() && paragraphs > PARAGRAPHS && line.words >= 25 {
                continue;
            }
            let line_of = (at as u64) << 1 | u64::from(line.is_prose());
            let words = head(line.span.of(text), Line::LOOK / 2).as_bytes();
            let words = words.split(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
            self.stems.extend(words.filter(|word| word.len() >= 5).map(|word| {
                let word = &word[..word.len().min(6)];
                let word = word.strip_suffix(b"s").filter(|head| head.len() == 5).unwrap_or(word);
                word.iter().take(6).fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase())) << 16
                    | line_of
            }));
        }
        self.stems.sort_unstable();
        self.stems.dedup();
        for same in self.stems.chunk_by(|one, other| one >> 16 == other >> 16) {
            let prose = same.iter().filter(|stem| **stem & 1 == 1).count();
            for stem in same {
                let shared = &mut self.shared[(stem & 0xffff) as usize >> 1];
                shared.all += 1;
                shared.known += u16::from(prose > (stem & 1) as usize);
            }
        }
    }
}
