//! The golden pages: a report with the turns of diplomatic news, joined.

use dateline_date as _;
use dateline_language as _;
use dateline_location as _;
use dateline_names as _;
use dateline_quote as _;
use dateline_statement as _;
use dateline_tone as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}
