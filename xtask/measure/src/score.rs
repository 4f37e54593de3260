//! Precision and recall on annotated reports.

use std::path::Path;

use dateline_testkit::Score;

/// Scores a page, or all pages of a folder, and prints the table.
pub(crate) fn run(path: &Path) {
    println!("{:<12} {:>6} {:>6} {:>6}   right, found, expected", "kind", "P", "R", "F1");
    for (kind, score) in dateline_testkit::score(path) {
        let [p, r, f1] = figures(score).map(|figure| format!("{figure:.1}"));
        println!("{kind:<12} {p:>6} {r:>6} {f1:>6}   {}, {}, {}", score.right, score.found, score.expected);
    }
}

/// Precision, recall and F1 in percent.
fn figures(score: Score) -> [f64; 3] {
    let share = |of: usize| if of == 0 { 0.0 } else { 100.0 * score.right as f64 / of as f64 };
    let (p, r) = (share(score.found), share(score.expected));
    [p, r, if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_field() {
        let shown = |score| figures(score).map(|figure| format!("{figure:.1}"));
        assert_eq!(shown(Score { expected: 4, found: 2, right: 1 }), ["50.0", "25.0", "33.3"]);
        assert_eq!(shown(Score::default()), ["0.0", "0.0", "0.0"]);
    }
}
