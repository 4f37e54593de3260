//! The one place that links extractors in: naming a crate here is enough, since each registers itself.

#[cfg(feature = "date")]
use dateline_date as _;
#[cfg(feature = "language")]
use dateline_language as _;
#[cfg(feature = "location")]
use dateline_location as _;
#[cfg(feature = "names")]
use dateline_names as _;
#[cfg(feature = "quote")]
use dateline_quote as _;
#[cfg(feature = "statement")]
use dateline_statement as _;
#[cfg(feature = "tone")]
use dateline_tone as _;
