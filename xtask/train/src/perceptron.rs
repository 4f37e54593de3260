//! The averaged perceptron (Freund and Schapire 1999; Collins 2002): training for every model here.

/// Weights of all features while they are trained: a row of `LABELS` for each.
pub(crate) struct Perceptron<const LABELS: usize> {
    weights: Vec<[i32; LABELS]>,
    /// The sum that each weight has run up until its `since`.
    totals: Vec<[i64; LABELS]>,
    since: Vec<[u32; LABELS]>,
    clock: u32,
}

impl<const LABELS: usize> Perceptron<LABELS> {
    pub(crate) fn new(features: usize) -> Perceptron<LABELS> {
        Perceptron {
            weights: vec![[0; LABELS]; features],
            totals: vec![[0; LABELS]; features],
            since: vec![[0; LABELS]; features],
            clock: 0,
        }
    }

    /// What these features give each label.
    pub(crate) fn score(&self, features: &[u32]) -> [i32; LABELS] {
        let mut sum = [0_i32; LABELS];
        for &feature in features {
            for (sum, weight) in sum.iter_mut().zip(&self.weights[feature as usize]) {
                *sum += weight;
            }
        }
        sum
    }

    /// The best of the first `labels` labels for these features; the first of equals.
    pub(crate) fn best(&self, features: &[u32], labels: usize) -> u8 {
        let sum = self.score(features);
        (1..labels).fold(0, |best, label| if sum[label] > sum[best] { label } else { best }) as u8
    }

    /// Learns that `right` was meant where `found` was said.
    pub(crate) fn learn(&mut self, features: &[u32], right: u8, found: u8) {
        self.clock += 1;
        if right != found {
            for &feature in features {
                self.change(feature as usize, usize::from(right), 1);
                self.change(feature as usize, usize::from(found), -1);
            }
        }
    }

    fn change(&mut self, feature: usize, label: usize, by: i32) {
        let passed = i64::from(self.clock - self.since[feature][label]);
        self.totals[feature][label] += passed * i64::from(self.weights[feature][label]);
        self.since[feature][label] = self.clock;
        self.weights[feature][label] += by;
    }

    /// The weights, each the mean of all that it has been.
    pub(crate) fn averaged(&self) -> Vec<[f32; LABELS]> {
        let clock = f64::from(self.clock.max(1));
        (0..self.weights.len())
            .map(|feature| {
                std::array::from_fn(|label| {
                    let passed = i64::from(self.clock - self.since[feature][label]);
                    let total = self.totals[feature][label] + passed * i64::from(self.weights[feature][label]);
                    (total as f64 / clock) as f32
                })
            })
            .collect()
    }
}

/// A small generator of pseudo-random numbers (xorshift64*), so that every training runs alike.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed | 1)
    }

    /// Puts the items in another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let pick = self.below(at + 1);
            items.swap(at, pick);
        }
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n.max(1)
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }
}
