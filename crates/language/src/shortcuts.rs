//! What a model nearly always says in a situation, said without weighing anything.
//!
//! A model weighs dozens of features of a word, each of which is asked of memory, where a few of them often settle the
//! matter: after a determiner a word that may be a noun or a verb is a noun. Such a few are a situation, a number. Where a
//! model, reading the data it was trained on, met one often enough and said nearly always the same, that is what it says
//! there at once; the other words are weighed. Nothing is trained for it: the weights are as they were.

use dateline_core::Result;

use crate::slots::{self, Slots};
use crate::weights::Weights;

/// The labels of situations.
#[derive(Clone, Copy, Debug)]
pub struct Shortcuts<'m> {
    /// Each is one more than its label.
    labels: Slots<'m, 2>,
}

impl<'m> Shortcuts<'m> {
    /// The shortcuts that lie in this table of the file and the one behind it.
    ///
    /// # Errors
    ///
    /// When they are none.
    pub fn read(weights: &Weights<'m>, first: usize) -> Result<Shortcuts<'m>> {
        Ok(Shortcuts { labels: Slots::read(weights, first, first + 1)? })
    }

    /// What is nearly always said in this situation.
    #[inline]
    pub fn find(&self, situation: u64) -> Option<u8> {
        let [_, label] = self.labels.find(situation);
        label.checked_sub(1).map(|label| label as u8)
    }
}

/// Lays out situations, each of which comes once, with their labels, as the two tables that [`Shortcuts::read`] reads.
pub fn lay_out(situations: &[(u64, u8)]) -> (Vec<u16>, Vec<[u32; 2]>) {
    let pairs: Vec<(u64, [u32; 2])> =
        situations.iter().map(|(key, label)| (*key, [0, u32::from(*label) + 1])).collect();
    slots::lay_out(&pairs)
}

#[cfg(test)]
mod tests {
    use super::{Shortcuts, lay_out};
    use crate::weights::{Weights, Writer};

    #[test]
    fn a_situation_has_its_label_and_another_has_none() {
        for all in [&[][..], &[(7, 0), (1 << 40, 254), (9, 3)]] {
            let mut writer = Writer::default();
            let (places, labels) = lay_out(all);
            writer.add(&places);
            writer.add(&labels);
            let file = writer.finish(1);
            let mut lines = vec![[0_u64; 8]; file.len().div_ceil(64)];
            bytemuck::cast_slice_mut(&mut lines)[..file.len()].copy_from_slice(&file);
            let weights = Weights::read(bytemuck::cast_slice(&lines), 1).unwrap();
            let shortcuts = Shortcuts::read(&weights, 0).unwrap();
            for (situation, label) in all {
                assert_eq!(shortcuts.find(*situation), Some(*label));
            }
            assert_eq!(shortcuts.find(8), None);
        }
    }
}
