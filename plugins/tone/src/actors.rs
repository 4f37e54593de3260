//! Which actors the words of a statement name.

use dateline_core::{Ascii, Day, Error, Meta, Result, Span};
use dateline_data_actors::{Actor as Entry, Kind, Own, OwnRow, name_at};
use dateline_layers::Token;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::Word;

/// An actor that the words name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// The position of its first word.
    pub(crate) first: usize,
    /// How many words name it.
    pub(crate) words: usize,
    /// Where they stand.
    pub(crate) span: Span,
    /// Who it is.
    pub(crate) actor: Entry,
}

impl Found {
    /// The code for the field of an item.
    pub(crate) fn code(&self) -> Ascii<2> {
        Ascii::new(self.actor.code)
    }

    /// The sector for the field of an item; a people or a whole state has none.
    pub(crate) fn sector(&self) -> Ascii<1> {
        Ascii::new(self.actor.sector)
    }

    /// Whether the name alone may be no more than a place.
    pub(crate) fn is_capital(&self) -> bool {
        self.actor.kind == Kind::Capital
    }
}

/// A row of a user's own table of actors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OwnActor {
    /// Its name.
    pub name: String,
    /// Its code, up to eight capital letters and digits.
    pub code: String,
    /// Its CAMEO sector.
    pub sector: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The first day on which it is this actor, as 2017-02-16.
    pub from: Option<String>,
    /// The last such day.
    pub to: Option<String>,
}

/// The actors that are known on a day.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    own: &'a Own,
    day: Day,
}

impl<'a> Known<'a> {
    /// Those of the tables and of the user on the day of a document.
    pub(crate) fn on(own: &'a Own, meta: &Meta) -> Known<'a> {
        let day = if meta.dateline.day.is_some() { meta.dateline.day } else { meta.published.day };
        Known::on_day(own, day)
    }

    /// Those on a day, which may be unknown.
    pub(crate) fn on_day(own: &'a Own, day: Day) -> Known<'a> {
        Known { own, day }
    }

    /// Finds the actors among words, in their order: the longest name from the left.
    pub(crate) fn find(self, text: &str, words: &[Word], found: &mut Vec<Found>) {
        let has_own = !self.own.is_empty();
        let asked = if has_own { Token::WORD } else { Token::WORD | Token::CAPITALISED | Word::ACTOR };
        let mut at = 0;
        while let Some(passed) = words[at..].iter().position(|word| word.is(asked)) {
            at += passed;
            let rest = words[at..].iter().map(|word| word.of(text));
            let named = if has_own {
                self.own.name_at(rest, self.day).filter(|named| {
                    // A name in small letters is one only where the user has it so.
                    named.actor.kind == Kind::Own || words[at].is(Token::CAPITALISED)
                })
            } else {
                name_at(rest)
            };
            let Some(named) = named else {
                at += 1;
                continue;
            };
            let span = Span::new(words[at].span.start, words[at + named.words - 1].span.end);
            found.push(Found { first: at, words: named.words, span, actor: named.actor });
            at += named.words;
        }
    }
}

/// The user's actors, compiled.
pub(crate) fn own(rows: &[OwnActor]) -> Result<Own> {
    let mut own = Vec::new();
    for row in rows {
        let short = |text: &str, most: usize| text.len() <= most && text.is_ascii();
        if row.name.trim().is_empty() || row.code.is_empty() || !short(&row.code, 8) || !short(&row.sector, 4) {
            return Err(Error::new(format!(
                "actors: \"{}\" needs a name, a code of up to eight ASCII characters and a sector of up to four",
                row.name
            )));
        }
        let (from, to) = (day(row.from.as_deref())?, day(row.to.as_deref())?);
        own.push(OwnRow { name: &row.name, aliases: &row.aliases, code: &row.code, sector: &row.sector, from, to });
    }
    Ok(Own::new(own))
}

/// A day as 2017-02-16.
fn day(text: Option<&str>) -> Result<Day> {
    let Some(text) = text else { return Ok(Day::NONE) };
    let mut parts = text.split('-');
    let day = (|| {
        let (year, month, day) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Day::new(year, month, day)).filter(|day| day.is_plausible() && parts.next().is_none())
    })();
    day.ok_or_else(|| Error::new(format!("actors: \"{text}\" is no day: write it as 2017-02-16")))
}
