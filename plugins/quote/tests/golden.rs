//! The golden pages: one phenomenon a case.

use dateline_language as _;
use dateline_quote as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}
