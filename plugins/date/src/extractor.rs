//! The extractor: what the document says of its time, then one expression after the other.

use std::fmt::Write as _;
use std::sync::Arc;

use dateline_core::{Context, Day, Error, Extractor, LayerKey, Meta, Ref, RegionKind, RuleDoc, Span};
use dateline_layers::{Interval, Mod, Temporal, TemporalType};
use dateline_temporal::{Core, Grain, Grammar, Modifier, TimeOfDay, Token, Workspace};
use jiff::civil::Date;

use crate::config::{Config, Domain};
use crate::document;
use crate::resolve::{Resolved, Resolver};
use crate::tense::Words;
use crate::value::{Value, is_duration, is_time};

/// Finds temporal expressions and says what they mean.
pub struct DateExtractor {
    config: Config,
    grammar: Arc<Grammar>,
    words: Words,
}

/// What one worker keeps from document to document.
#[derive(Default)]
pub struct Scratch {
    work: Workspace,
    text: String,
    made: Vec<Made>,
}

/// An expression that was found, as it waits for its range.
#[derive(Clone, Copy)]
struct Made {
    at: usize,
    span: Span,
    item: u32,
    days: Option<(Date, Date)>,
}

impl Extractor for DateExtractor {
    type Config = Config;
    type Output = Temporal;
    type Scratch = Scratch;
    const NAME: &'static str = "date";

    fn requires(_: &Config) -> Vec<LayerKey> {
        Vec::new()
    }

    fn rules() -> Vec<RuleDoc> {
        let rule = |rule: &dateline_temporal::Rule| RuleDoc {
            name: rule.name.to_string(),
            pattern: rule.pattern.to_string(),
            example: rule.example.to_string(),
            doc: rule.doc.to_string(),
        };
        Grammar::shared().rules().iter().map(rule).collect()
    }

    fn new(config: Config) -> Result<DateExtractor, Error> {
        let grammar = if config.expressions.is_empty() {
            Grammar::shared()
        } else {
            let mut grammar = Grammar::new();
            for own in &config.expressions {
                grammar.add_own(&own.name, &own.pattern, &own.value).map_err(|what| {
                    Error::new(format_args!("the expression \"{}\" cannot be read: {what}", own.name))
                })?;
            }
            Arc::new(grammar)
        };
        let words = document::words(&grammar);
        Ok(DateExtractor { config, grammar, words })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let mut scratch = std::mem::take(cx.scratch());
        self.grammar.read(text, &mut scratch.work);
        let now = anchor(cx.meta());
        let from_dateline = cx.meta().dateline.day.is_some();
        let narrative = match self.config.domain {
            Domain::Auto => document::is_narrative(&scratch.work, now),
            Domain::News => false,
            Domain::Narrative => true,
        };
        let mut resolver = Resolver {
            work: &scratch.work,
            words: &self.words,
            now,
            narrative,
            future: self.config.future,
            day_first: document::day_first(self.config.locale, &scratch.work, cx.meta()),
            zone: self.config.timezone.map(|zone| zone.0),
            then: None,
            then_day: None,
            then_at: 0,
            ancient: document::is_ancient(&scratch.work),
            told: None,
            told_time: None,
            topic: None,
            quarter: None,
        };
        scratch.made.clear();
        for at in scratch.work.positions() {
            let token = &scratch.work.tokens[at];
            let reference = matches!(scratch.work.meaning(token).map(|meaning| meaning.core), Some(Core::Reference(_)));
            if reference && !self.config.reference_words {
                continue;
            }
            let story = (resolver.then, resolver.then_day);
            let Some(result) = resolver.resolve(at) else { continue };
            if tells_the_story(cx.region_at(token.span.start)) {
                if let (Value::Period(period, _), false) = (result.value, result.set)
                    && period.grain() == Grain::Day
                {
                    resolver.told = Some((at, period.first()));
                }
            } else {
                (resolver.then, resolver.then_day) = story;
            }
            if let Value::Period(period, TimeOfDay::Clock(_)) = result.value {
                resolver.told_time = Some(period.first());
            }
            let item = emit(cx, &mut scratch.text, token, &result);
            cx.why(item, self.rule(token), &Because { resolved: &result, now, from_dateline }, &[]);
            scratch.made.push(Made { at, span: token.span, item, days: result.days });
        }
        link_ranges(cx, &scratch.work, &self.words, &scratch.made);
        *cx.scratch() = scratch;
    }
}

impl DateExtractor {
    fn rule(&self, token: &Token) -> &str {
        self.grammar.rules().get(usize::from(token.rule)).map_or("", |rule| rule.name.as_ref())
    }
}

/// The day that relative expressions are counted from: that of the dateline, else that of publication.
fn anchor(meta: &Meta) -> Option<Date> {
    let day = if meta.dateline.day.is_some() { meta.dateline.day } else { meta.published.day };
    if day.is_none() {
        return None;
    }
    Date::new(day.year(), day.month() as i8, day.day() as i8).ok()
}

/// Whether a date in such a region is one that the story may lean on.
fn tells_the_story(region: RegionKind) -> bool {
    !matches!(
        region,
        RegionKind::HEADER | RegionKind::CAPTION | RegionKind::RELATED | RegionKind::BOILERPLATE | RegionKind::BYLINE
    )
}

fn emit(cx: &mut Context<'_, DateExtractor>, scratch: &mut String, token: &Token, resolved: &Resolved) -> u32 {
    scratch.clear();
    let _ = write!(scratch, "{}", resolved.value);
    let value = cx.intern(scratch);
    let temporal_type = if resolved.set {
        TemporalType::SET
    } else if is_duration(&resolved.value) {
        TemporalType::DURATION
    } else if is_time(&resolved.value) {
        TemporalType::TIME
    } else {
        TemporalType::DATE
    };
    let (begin, end_date) = resolved.days.map_or((Day::NONE, Day::NONE), |(first, last)| (day(first), day(last)));
    cx.emit(Temporal {
        span: token.span,
        temporal_type,
        value,
        modifier: modifier(resolved.modifier),
        range: Interval { begin: Day::NONE, end: Day::NONE, with: Ref::NONE },
        begin,
        end_date,
        anchor: resolved.anchor.filter(|anchor| anchor.year() > 0).map_or(Day::NONE, day),
    })
}

fn day(date: Date) -> Day {
    Day::new(date.year(), date.month() as u8, date.day() as u8)
}

const fn modifier(modifier: Modifier) -> Mod {
    match modifier {
        Modifier::None => Mod::NONE,
        Modifier::Start => Mod::START,
        Modifier::Mid => Mod::MID,
        Modifier::End => Mod::END,
        Modifier::Approx => Mod::APPROX,
        Modifier::Before => Mod::BEFORE,
        Modifier::After => Mod::AFTER,
        Modifier::OnOrBefore => Mod::ON_OR_BEFORE,
        Modifier::OnOrAfter => Mod::ON_OR_AFTER,
        Modifier::LessThan => Mod::LESS_THAN,
        Modifier::MoreThan => Mod::MORE_THAN,
        Modifier::EqualOrLess => Mod::EQUAL_OR_LESS,
        Modifier::EqualOrMore => Mod::EQUAL_OR_MORE,
    }
}

/// Two dates with nothing but "to", "through", "-" between them, or "and" after "between", are the ends of one range.
fn link_ranges(cx: &mut Context<'_, DateExtractor>, work: &Workspace, words: &Words, made: &[Made]) {
    for pair in made.windows(2) {
        let (one, two) = (pair[0], pair[1]);
        let (Some((begin, first_last)), Some((second_first, end))) = (one.days, two.days) else { continue };
        let between = &cx.text()[one.span.end as usize..two.span.start as usize];
        let between = between.trim_matches(|c: char| c.is_whitespace());
        let joined = matches!(between, "-" | "–" | "—" | "/" | "to" | "through" | "until" | "till")
            || (between == "and" && one.at > 0 && work.tokens[one.at - 1].word == words.between);
        if joined && first_last < second_first {
            let interval = |with: u32| Interval { begin: day(begin), end: day(end), with: Ref::to(with) };
            cx.emitted(one.item).range = interval(two.item);
            cx.emitted(two.item).range = interval(one.item);
        }
    }
}

/// Why a value is what it is: the day it was counted from, and where that stands.
struct Because<'a> {
    resolved: &'a Resolved,
    now: Option<Date>,
    from_dateline: bool,
}

impl std::fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.resolved.anchor, &self.resolved.value) {
            (Some(anchor), _) => {
                let place = match self.now == Some(anchor) {
                    false => "told in the text",
                    true if self.from_dateline => "the day of the dateline",
                    true => "the day of publication",
                };
                write!(f, "counted from {anchor}, {place}")
            }
            (None, Value::Period(period, _)) if period.grain() <= Grain::Millennium => f.write_str("told in full"),
            _ => Ok(()),
        }
    }
}
