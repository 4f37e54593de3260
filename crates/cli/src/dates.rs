//! The options of dates that have names of their own on the command line.

use clap::Args;
use serde_json::{Map, Value, json};

/// How dates are read: short for `--option date.NAME=VALUE`, which goes before these
#[derive(Args)]
#[command(next_help_heading = "Dates")]
pub(crate) struct Dates {
    /// Leave out words that name no day: now, recently, the future
    #[arg(long)]
    no_reference_words: bool,
    /// Which time open dates lean on: news (the day of writing), narrative (the last date told) or auto [default: auto]
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// The zone of clock times that name none: +03:00, UTC-5, EST [default: none]
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    timezone: Option<String>,
    /// How 3/4/2017 is read: day-first, month-first, or auto, as the document shows [default: auto]
    #[arg(long, value_name = "ORDER")]
    locale: Option<String>,
    /// Weekdays and months that nothing decides lie ahead: for those who plan
    #[arg(long)]
    future: bool,
}

impl Dates {
    /// As options of the extractor "date".
    pub(crate) fn options(&self) -> Map<String, Value> {
        let mut options = Map::new();
        if self.no_reference_words {
            options.insert("reference_words".to_owned(), json!(false));
        }
        if self.future {
            options.insert("future".to_owned(), json!(true));
        }
        for (name, value) in [("domain", &self.domain), ("timezone", &self.timezone), ("locale", &self.locale)] {
            if let Some(value) = value {
                options.insert(name.to_owned(), json!(value));
            }
        }
        options
    }
}
