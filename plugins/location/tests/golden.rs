//! The golden pages: one phenomenon a case.

use dateline_language as _;
use dateline_location as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}
