//! The best walk through the states of a page.

use super::{ALL, BODY, LEAD, Looks, STATES, Weights, rows};

/// No walk comes here.
const NEVER: i32 = i32::MIN / 2;

/// Whether a page may go from one state to another; none is its start or its end.
pub const fn may_follow(from: Option<usize>, to: Option<usize>) -> bool {
    match (from, to) {
        (None, None) => true,
        (None, Some(to)) => ALL[to].part <= 2,
        // What stands between the paragraphs of a story is followed by one of them.
        (Some(from), None) => ALL[from].part == 2 || ALL[from].part == 4 || from == BODY,
        (Some(from), Some(to)) => match (ALL[from].part, ALL[to].part) {
            (0, 0 | 1) | (1 | 2, 2) | (3, 3) | (4, 4) => true,
            (2, 3) => to == BODY,
            (3, 4) => from == BODY,
            (2, 4) => from == LEAD,
            _ => false,
        },
    }
}

/// From which states each may be reached, a bit each.
const BEFORE: [u32; STATES] = {
    let mut before = [0; STATES];
    let mut to = 0;
    while to < STATES {
        let mut from = 0;
        while from < STATES {
            if may_follow(Some(from), Some(to)) {
                before[to] |= 1 << from;
            }
            from += 1;
        }
        to += 1;
    }
    before
};

/// The best walk through a page, empty where there is none. `bias` is added to the weight of a state for a line.
pub fn best_walk(
    weights: &Weights,
    looks: &[Looks],
    bias: impl Fn(usize, usize) -> i32,
    back: &mut Vec<[u8; STATES]>,
    walk: &mut Vec<u8>,
) {
    back.clear();
    walk.clear();
    let mut score = [NEVER; STATES];
    for at in 0..looks.len() {
        let mut own = [0_i32; STATES];
        rows(looks, at, |row| {
            for (own, weight) in own.iter_mut().zip(&weights.signs[row]) {
                *own += weight;
            }
        });
        let mut next = [NEVER; STATES];
        let mut from = [0_u8; STATES];
        for to in 0..STATES {
            if at == 0 {
                if may_follow(None, Some(to)) {
                    next[to] = own[to] + weights.steps[STATES][to] + bias(at, to);
                }
                continue;
            }
            let mut candidates = BEFORE[to];
            while candidates != 0 {
                let before = candidates.trailing_zeros() as usize;
                candidates &= candidates - 1;
                let sum = score[before] + weights.steps[before][to];
                if score[before] > NEVER && sum > next[to] {
                    next[to] = sum;
                    from[to] = before as u8;
                }
            }
            if next[to] > NEVER {
                next[to] += own[to] + bias(at, to);
            }
        }
        score = next;
        back.push(from);
    }
    let ends = (0..STATES).filter(|state| may_follow(Some(*state), None));
    let Some(mut state) = ends.max_by_key(|state| score[*state]).filter(|state| score[*state] > NEVER) else { return };
    walk.resize(looks.len(), 0);
    for at in (0..looks.len()).rev() {
        walk[at] = state as u8;
        state = back[at][state] as usize;
    }
}
