//! Tables of features for weights that are read at every step: whatever a feature gives lies in one cache line, which is
//! chosen by its hash and read whole, without a branch.
//!
//! A line is 32 numbers of 16 bits: the marks of its features, then what they give. A mark is 16 bits of the hash; a feature that
//! is not there is taken for one that is once in some thousand times, which costs nothing that can be measured. What does not
//! fit into its line is left out when the table is made, the least important first.

use super::features::MOST;

/// A cache line.
pub type Line = [u16; 32];

/// How many features a line of steps holds: a mark and two weights each.
pub const STEP_SLOTS: usize = 16;

/// How many features a line of arcs holds: a mark and a value of 32 bits each.
pub const ARC_SLOTS: usize = 10;

/// Adds what the features of a state, [`MOST`] at most, give the arc to the left and the one to the right.
#[inline]
pub(crate) fn add_steps(lines: &[Line], keys: &[u64], sums: &mut [i32; 2]) {
    let mut places = [(0, 0); MOST];
    let places = &mut places[..keys.len()];
    fetch(lines, keys, places);
    for &mut (at, mark) in places {
        let line = &lines[at];
        let mut here = 0;
        for slot in 0..STEP_SLOTS {
            here |= line[STEP_SLOTS + slot] & mask(line[slot] == mark);
        }
        let [left, right] = here.to_le_bytes();
        sums[0] += i32::from(left as i8);
        sums[1] += i32::from(right as i8);
    }
}

/// The values of the features of an arc, [`MOST`] at most, in `values`; 0 where one has none.
#[inline]
pub(crate) fn find_arcs(lines: &[Line], keys: &[u64], values: &mut [u32]) {
    let mut places = [(0, 0); MOST];
    let places = &mut places[..keys.len()];
    fetch(lines, keys, places);
    for (&mut (at, mark), value) in places.iter_mut().zip(values) {
        let line = &lines[at];
        let (mut low, mut high) = (0, 0);
        for slot in 0..ARC_SLOTS {
            let here = mask(line[slot] == mark);
            low |= line[ARC_SLOTS + slot] & here;
            high |= line[2 * ARC_SLOTS + slot] & here;
        }
        *value = u32::from(low) | u32::from(high) << 16;
    }
}

/// All bits or none.
#[inline]
const fn mask(all: bool) -> u16 {
    0_u16.wrapping_sub(all as u16)
}

/// Looks where the features lie, and reads a number of each of those lines: all of them are then on their way from memory at
/// once, and none is waited for.
#[inline]
fn fetch(lines: &[Line], keys: &[u64], places: &mut [(usize, u16)]) {
    let mut touched = 0;
    for (&key, found) in keys.iter().zip(places) {
        *found = place(key, lines.len());
        touched |= lines[found.0][0];
    }
    std::hint::black_box(touched);
}

/// Lays out features with their two weights; the most important come first. Returns how many found no room.
pub fn lay_out_steps(features: &[(u64, [i8; 2])]) -> (Vec<Line>, usize) {
    lay_out(features, STEP_SLOTS, |[left, right]| [u16::from_le_bytes([*left as u8, *right as u8]), 0])
}

/// Lays out features with their values, which are never 0; the most important come first. Returns how many found no room.
pub fn lay_out_arcs(features: &[(u64, u32)]) -> (Vec<Line>, usize) {
    lay_out(features, ARC_SLOTS, |value| [*value as u16, (*value >> 16) as u16])
}

fn lay_out<T>(features: &[(u64, T)], slots: usize, split: impl Fn(&T) -> [u16; 2]) -> (Vec<Line>, usize) {
    // Three quarters full.
    let mut lines = vec![[0; 32]; features.len() * 4 / (3 * slots) + 1];
    let mut used = vec![0; lines.len()];
    let mut left_out = 0;
    for (key, value) in features {
        let (at, mark) = place(*key, lines.len());
        let slot = used[at];
        if slot == slots || lines[at][..slot].contains(&mark) {
            left_out += 1;
            continue;
        }
        used[at] += 1;
        lines[at][slot] = mark;
        let parts = split(value);
        for part in 1..32 / slots {
            lines[at][part * slots + slot] = parts[part - 1];
        }
    }
    (lines, left_out)
}

/// The line of a feature among so many, and its mark, which is never 0: that of empty slots.
#[inline]
fn place(key: u64, lines: usize) -> (usize, u16) {
    let mixed = (key ^ key >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mark = (mixed ^ mixed >> 32) as u16;
    ((((mixed >> 32) * lines as u64) >> 32) as usize, mark.max(1))
}

#[cfg(test)]
mod tests {
    use super::{add_steps, find_arcs, lay_out_arcs, lay_out_steps};

    #[test]
    fn what_is_laid_out_is_found() {
        let keys: Vec<u64> = (0..1000).map(|n| n * 0x1234_5678_9abc + 1).collect();
        let steps: Vec<(u64, [i8; 2])> = keys.iter().map(|key| (*key, [*key as i8 | 1, -3])).collect();
        let (lines, left_out) = lay_out_steps(&steps);
        assert!(left_out < 50, "{left_out} of 1000 are left out");
        let found = steps.iter().filter(|(key, [left, right])| {
            let mut sums = [0; 2];
            add_steps(&lines, &[*key], &mut sums);
            sums == [i32::from(*left), i32::from(*right)]
        });
        assert!(found.count() >= 1000 - left_out);
        let arcs: Vec<(u64, u32)> = keys.iter().map(|key| (*key, *key as u32 | 1 << 31)).collect();
        let (lines, left_out) = lay_out_arcs(&arcs);
        let mut values = vec![0; keys.len()];
        for (keys, values) in keys.chunks(50).zip(values.chunks_mut(50)) {
            find_arcs(&lines, keys, values);
        }
        let found = values.iter().zip(&arcs).filter(|(found, (_, value))| *found == value).count();
        assert!(found >= 1000 - left_out && left_out < 50, "{left_out} are left out");
        find_arcs(&lines, &[7 << 57], &mut values[..1]);
        assert_eq!(values[0], 0, "a feature that is not there");
    }
}
