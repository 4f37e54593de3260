//! The golden pages: one phenomenon a case.

use dateline_language as _;
use dateline_names as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}

/// The thirty annotated reports of `examples/gold`: what is found may change, but not become worse.
#[test]
fn references_in_reports_are_found() {
    let scores = dateline_testkit::score("../../examples/gold/references.md");
    let score = scores["reference"];
    let percent = |of: usize| 100 * score.right / of.max(1);
    let (precision, recall) = (percent(score.found), percent(score.expected));
    assert!(precision >= 80 && recall >= 80, "precision {precision}, recall {recall}: {score:?}");
}
