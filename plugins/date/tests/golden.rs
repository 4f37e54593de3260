//! The golden pages: one phenomenon a paragraph.

use dateline_date as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}
