//! Finds the situations in which a model nearly always says the same.

use dateline_language::shortcuts::lay_out;
use dateline_language::weights::{Weights, Writer};
use rustc_hash::FxHashMap;

use crate::evaluate::Aligned;

/// A situation that was met more seldom is none.
const SELDOM: u32 = 5;
/// This share of its labels are one.
const SHARE: f64 = 0.99;

/// Finishes a file of weights with the shortcuts of its model, which are its tables from `first` on. `read` reads the data
/// with the model, which has none yet, and counts what it says.
pub(crate) fn finish(
    writer: &Writer,
    first: usize,
    templates: u64,
    say: &mut dyn FnMut(String),
    read: impl FnOnce(&Weights<'_>, &mut Tally),
) -> Vec<u8> {
    let with = |shortcuts: &[(u64, u8)]| {
        let mut writer = writer.clone();
        let (places, labels) = lay_out(shortcuts);
        assert_eq!(writer.add(&places), first);
        assert_eq!(writer.add(&labels), first + 1);
        writer.finish(templates)
    };
    let file = Aligned::new(&with(&[]));
    let mut tally = Tally::default();
    read(&Weights::read(file.bytes(), templates).expect("a file of this program"), &mut tally);
    let shortcuts = tally.shortcuts();
    say(format!("{} shortcuts", shortcuts.len()));
    with(&shortcuts)
}

/// How often a model said each label in each situation.
#[derive(Default)]
pub(crate) struct Tally(FxHashMap<u64, FxHashMap<u8, u32>>);

impl Tally {
    /// Counts a label that was weighed.
    pub(crate) fn note(&mut self, situation: u64, label: u8) {
        *self.0.entry(situation).or_default().entry(label).or_default() += 1;
    }

    /// The situations in which one label is enough, in order.
    fn shortcuts(&self) -> Vec<(u64, u8)> {
        let one = |labels: &FxHashMap<u8, u32>| {
            let all: u32 = labels.values().sum();
            let (label, most) = labels.iter().max_by_key(|(label, count)| (**count, u8::MAX - **label))?;
            (all >= SELDOM && f64::from(*most) >= SHARE * f64::from(all)).then_some(*label)
        };
        let mut found: Vec<(u64, u8)> = self.0.iter().filter_map(|(key, labels)| Some((*key, one(labels)?))).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn what_is_nearly_always_said_is_enough() {
        let mut tally = Tally::default();
        for n in 0..200 {
            tally.note(1, if n % 150 == 7 { 4 } else { 3 });
            tally.note(2, if n % 20 == 7 { 4 } else { 3 });
        }
        for _ in 0..4 {
            tally.note(3, 9);
        }
        assert_eq!(tally.shortcuts(), [(1, 3)]);
    }
}
