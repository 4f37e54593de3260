//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): which steps cost no arc of the gold tree that
//! could still be had.

use dateline_language::parser::state::{NOBODY, State, Step};

/// A gold tree: the head of each word, counted from 1; 0 is the head of the root. The first entry is of no word.
pub(crate) type Heads = [u32];

/// How many gold arcs a step that can be taken makes unreachable.
pub(crate) fn cost(state: &State, heads: &Heads, step: Step) -> u32 {
    let top = state.stack(0);
    let next = state.next(0);
    let behind = |word: u32, from: u32| from != NOBODY && word >= from;
    // Words from the next on that depend on the top of the stack.
    let children_to_come = || {
        if next == NOBODY {
            return 0;
        }
        heads[next as usize..].iter().filter(|head| **head == top).count() as u32
    };
    match step {
        Step::Shift => {
            let stack = state.whole_stack();
            let lower = &stack[..stack.len().saturating_sub(1)];
            let head = heads[next as usize];
            let lost_head = lower.contains(&head) || (head == 0 && !stack.is_empty());
            u32::from(lost_head) + stack.iter().filter(|word| heads[**word as usize] == next).count() as u32
        }
        Step::Left => {
            let head = heads[top as usize];
            let lost_head = head == 0 || (head != next && (head == state.stack(1) || behind(head, next)));
            u32::from(lost_head) + children_to_come()
        }
        Step::Right => {
            let head = heads[top as usize];
            let lost_head = head == 0 || behind(head, next);
            u32::from(lost_head) + children_to_come()
        }
    }
}

/// Lifts arcs that cross others to the head of their head until none crosses (Nivre and Nilsson 2005).
/// Returns how many were lifted.
pub(crate) fn make_projective(heads: &mut [u32]) -> u32 {
    let mut lifted = 0;
    while let Some(child) = shortest_crossing(heads) {
        heads[child] = heads[heads[child] as usize];
        lifted += 1;
        if lifted > 10_000 {
            break;
        }
    }
    lifted
}

/// The child of the shortest arc under which a word stands that does not depend on its head, however remotely.
fn shortest_crossing(heads: &Heads) -> Option<usize> {
    let mut found: Option<(usize, usize)> = None;
    for child in 1..heads.len() {
        let head = heads[child] as usize;
        if head == 0 {
            continue;
        }
        let (from, to) = (child.min(head), child.max(head));
        let crosses = (from + 1..to).any(|word| !is_under(heads, word, head));
        if crosses && found.is_none_or(|(length, _)| to - from < length) {
            found = Some((to - from, child));
        }
    }
    found.map(|(_, child)| child)
}

fn is_under(heads: &Heads, mut word: usize, ancestor: usize) -> bool {
    for _ in 0..heads.len() {
        if word == ancestor {
            return true;
        }
        if word == 0 {
            return false;
        }
        word = heads[word] as usize;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{State, Step, cost, make_projective};

    #[test]
    fn a_tree_is_built_from_steps_that_cost_nothing_and_no_other_is_free() {
        // "The envoys met reporters in Geneva."
        let heads = [0, 2, 3, 0, 3, 6, 3, 3];
        let mut state = State::default();
        state.begin(7);
        let mut steps = 0;
        while !state.is_done() {
            let free: Vec<Step> =
                Step::ALL.into_iter().filter(|step| state.can(*step) && cost(&state, &heads, *step) == 0).collect();
            state.take(*free.last().expect("a gold tree can be reached"), 0);
            steps += 1;
        }
        assert_eq!(steps, 13);
        for word in 1..=7 {
            assert_eq!(state.node(word).head, heads[word as usize], "{word}");
        }
    }

    #[test]
    fn crossing_arcs_are_lifted() {
        // 4 depends on 2 across the root 3.
        let mut heads = [0, 2, 3, 0, 2];
        assert_eq!(make_projective(&mut heads), 1);
        assert_eq!(heads, [0, 2, 3, 0, 3]);
        assert_eq!(make_projective(&mut heads), 0);
    }
}
