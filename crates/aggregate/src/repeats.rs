//! Reports that repeat an earlier one, found by min-wise hashing.
//!
//! A report is the set of its runs of four words. Sixty-four hash functions each keep the least value of the set; the
//! share of values that two reports have in common estimates the share of runs that they have in common (Broder 1997,
//! "On the resemblance and containment of documents"). Pairs of values serve as keys under which a report is found again.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

/// How many words a run has.
const RUN: usize = 4;
/// How many values a sketch has.
const VALUES: usize = 64;
/// How many values make a key.
const BAND: usize = 2;
/// The share of common runs from which a report repeats another one.
const SHARE: f64 = 0.5;
/// Texts with fewer runs are too short to tell.
const FEWEST: usize = 20;

/// A report that repeats an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// The id of the earlier one.
    pub of: String,
    /// The share of runs of four words that they have in common, estimated, 0 to 1.
    pub share: f64,
}

/// The sketches of the last reports.
pub(crate) struct Repeats {
    window: usize,
    kept: VecDeque<Kept>,
    /// The number of the first that is kept.
    first: u64,
    /// The last report with each key.
    keys: FxHashMap<u64, u64>,
}

struct Kept {
    id: String,
    sketch: [u32; VALUES],
}

impl Repeats {
    pub(crate) fn new(window: usize) -> Repeats {
        Repeats { window, kept: VecDeque::new(), first: 0, keys: FxHashMap::default() }
    }

    /// Keeps a report, and tells which earlier one it repeats: the likest of those that share a key with it.
    pub(crate) fn add(&mut self, id: &str, text: &str) -> Option<Repeat> {
        let sketch = sketch(text)?;
        let mut likest: Option<(u64, f64)> = None;
        for key in keys(&sketch) {
            let Some(at) = self.keys.get(&key).copied().filter(|at| *at >= self.first) else { continue };
            let share = share(&self.kept[(at - self.first) as usize].sketch, &sketch);
            if share >= SHARE && likest.is_none_or(|(_, best)| share > best) {
                likest = Some((at, share));
            }
        }
        let repeat = likest.map(|(at, share)| Repeat { of: self.kept[(at - self.first) as usize].id.clone(), share });
        self.keep(id, sketch);
        repeat
    }

    fn keep(&mut self, id: &str, sketch: [u32; VALUES]) {
        if self.window == 0 {
            return;
        }
        if self.kept.len() == self.window
            && let Some(oldest) = self.kept.pop_front()
        {
            for key in keys(&oldest.sketch) {
                if self.keys.get(&key) == Some(&self.first) {
                    self.keys.remove(&key);
                }
            }
            self.first += 1;
        }
        let number = self.first + self.kept.len() as u64;
        for key in keys(&sketch) {
            self.keys.insert(key, number);
        }
        self.kept.push_back(Kept { id: id.to_owned(), sketch });
    }
}

/// The least value of each hash function over the runs of a text; none where it is too short.
fn sketch(text: &str) -> Option<[u32; VALUES]> {
    let mut sketch = [u32::MAX; VALUES];
    let mut last = [0u64; RUN];
    let mut words = 0;
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        last.rotate_left(1);
        last[RUN - 1] = hash(word);
        words += 1;
        if words < RUN {
            continue;
        }
        let run = last.iter().fold(0, |run, word| mix(run ^ word));
        let mut value = run;
        for least in &mut sketch {
            value = mix(value);
            *least = (*least).min(value as u32);
        }
    }
    (words >= FEWEST + RUN).then_some(sketch)
}

/// FNV-1a over the letters in lower case.
fn hash(word: &str) -> u64 {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3))
}

/// A step of the generator by Steele, Lea and Flood (2014), which spreads every bit over all.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn keys(sketch: &[u32; VALUES]) -> impl Iterator<Item = u64> {
    let bands = sketch.chunks_exact(BAND).enumerate();
    bands.map(|(at, band)| band.iter().fold(at as u64, |key, value| mix(key ^ u64::from(*value))))
}

fn share(one: &[u32; VALUES], other: &[u32; VALUES]) -> f64 {
    one.iter().zip(other).filter(|(one, other)| one == other).count() as f64 / VALUES as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(first: usize, last: usize) -> String {
        (first..last).map(|at| format!("w{at}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_shares_most_of_its_words_is_a_repeat() {
        let mut repeats = Repeats::new(100);
        assert_eq!(repeats.add("a", &text(0, 200)), None);
        assert_eq!(repeats.add("b", &text(1000, 1200)), None);
        let same = repeats.add("c", &text(0, 200).to_uppercase()).expect("only the case differs");
        assert_eq!((same.of.as_str(), same.share), ("a", 1.0));
        assert!(repeats.add("d", &text(20, 220)).is_some_and(|repeat| repeat.share > 0.6));
        assert_eq!(repeats.add("e", &text(190, 390)), None);
        assert_eq!(repeats.add("f", "too short to tell"), None);
        assert_eq!(repeats.add("g", "too short to tell"), None);
    }

    #[test]
    fn the_window_bounds_what_is_kept() {
        let mut repeats = Repeats::new(2);
        for at in 0..50 {
            assert_eq!(repeats.add(&at.to_string(), &text(at * 1000, at * 1000 + 100)), None);
        }
        assert!(repeats.kept.len() == 2 && repeats.keys.len() <= 2 * VALUES / BAND);
        assert!(repeats.add("again", &text(49_000, 49_100)).is_some());
        assert_eq!(repeats.add("gone", &text(0, 100)), None);
    }
}
