//! What users can choose.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which time an expression without a day of its own leans on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// Decided for each document: narrative where it tells of years that are long past and never of today.
    #[default]
    Auto,
    /// The day of publication.
    News,
    /// The last date told.
    Narrative,
}

/// How figures are read where day and month could be either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Locale {
    /// By what other dates of the document show; the day first where nothing does and the page has a zone east of
    /// the Atlantic, else the month first.
    #[default]
    Auto,
    /// 3/4/2017 is the third of April.
    #[serde(alias = "dmy")]
    DayFirst,
    /// 3/4/2017 is the fourth of March.
    #[serde(alias = "mdy")]
    MonthFirst,
}

/// The zone of clock times that name none: minutes ahead of UTC, or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "i16")]
pub struct Zone(pub i16);

/// A zone as it can be written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Written {
    /// Minutes ahead of UTC: 180.
    Minutes(i16),
    /// An offset or a name: "+03:00", "UTC+3", "EST".
    Name(String),
}

impl TryFrom<Written> for Zone {
    type Error = String;

    fn try_from(written: Written) -> Result<Zone, String> {
        let found = match &written {
            Written::Minutes(minutes) => Some(*minutes).filter(|minutes| minutes.abs() <= 15 * 60),
            Written::Name(name) => dateline_temporal::zone::minutes(name),
        };
        found.map(Zone).ok_or_else(|| {
            let given = match written {
                Written::Minutes(minutes) => minutes.to_string(),
                Written::Name(name) => format!("\"{name}\""),
            };
            format!(
                "{given} is no time zone: write an offset (+03:00, UTC-5), a name (GMT, EST), or minutes ahead of UTC"
            )
        })
    }
}

impl From<Zone> for i16 {
    fn from(zone: Zone) -> i16 {
        zone.0
    }
}

/// An expression of a user's own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// What `--explain` calls it.
    pub name: String,
    /// What to look for: words, marks and classes of words, as the rules of `dateline plugins show date` have them.
    pub pattern: String,
    /// The TIMEX3 date it means, or an action as the rules have them.
    pub value: String,
}

/// The options of the date extractor.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Whether words that name no day (now, recently, the future) are found.
    pub reference_words: bool,
    /// Which time relative expressions lean on.
    pub domain: Domain,
    /// How figures are read where day and month could be either.
    pub locale: Locale,
    /// Whether a weekday or month that nothing decides is the next one rather than the last.
    pub future: bool,
    /// The zone of clock times that name none: "+03:00", "UTC-5", "EST", or minutes ahead of UTC; left out, they stay
    /// without one.
    #[schemars(with = "Option<Written>")]
    pub timezone: Option<Zone>,
    /// Expressions of your own.
    pub expressions: Vec<Own>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            reference_words: true,
            domain: Domain::Auto,
            locale: Locale::Auto,
            future: false,
            timezone: None,
            expressions: Vec::new(),
        }
    }
}
