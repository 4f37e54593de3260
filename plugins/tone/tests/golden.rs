//! The golden pages: the tone of statements, in whole reports, through the whole pipeline.

use dateline_date as _;
use dateline_language as _;
use dateline_location as _;
use dateline_names as _;
use dateline_quote as _;
use dateline_tone as _;

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}
