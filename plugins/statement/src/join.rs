//! The extractor `statement`: one record for each quotation, joined from what the other layers know of it.

use std::hash::{Hash, Hasher};

use dateline_core::{Context, Day, Extractor, Item, LayerKey, LayerView, Ref, RegionKind, Result, Str};
use dateline_layers::{
    Actor, Event, Place, Quote, SaidInFrom, SaidOnFrom, Statement, Temporal, Tone, ToneLabel, ToneSummary,
};
use rustc_hash::{FxHashMap, FxHasher};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::about::About;
use crate::{clause, day, place};

/// Joins quotations with days, places, tone and events.
pub struct Statements;

/// The options of [`Statements`]: there are none.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {}

/// What [`Statements`] works with.
#[derive(Default)]
pub struct Scratch {
    /// What each speaker last stated, by a hash of the name.
    stated: FxHashMap<u64, Stated>,
    actors: Vec<Actor>,
    events: Vec<Ref<Event>>,
    by_quote: ByQuote,
}

/// The day and place that a speaker last stated in the report.
#[derive(Clone, Copy)]
struct Stated {
    day: Day,
    place: Ref<Place>,
}

/// The first tone of each quotation, and the events of all as pairs of quotation and event, sorted.
#[derive(Default)]
struct ByQuote {
    tones: Vec<Option<u32>>,
    events: Vec<(usize, u32)>,
}

impl Extractor for Statements {
    type Config = Config;
    type Output = Statement;
    type Scratch = Scratch;
    const NAME: &'static str = "statement";

    fn requires(_: &Config) -> Vec<LayerKey> {
        vec![Quote::KEY, Temporal::KEY, Place::KEY, Tone::KEY, Event::KEY]
    }

    fn new(_: Config) -> Result<Self> {
        Ok(Statements)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut scratch = std::mem::take(cx.scratch());
        scratch.stated.clear();
        let found =
            Found { quotes: cx.layer(), dates: cx.layer(), places: cx.layer(), tones: cx.layer(), events: cx.layer() };
        scratch.by_quote.read(&found.tones, &found.events, found.quotes.len());
        let dateline = place::of_dateline(cx.meta(), &found.places);
        for (at, quote) in found.quotes.iter().enumerate() {
            join(cx, &mut scratch, found, at, quote, dateline);
        }
        *cx.scratch() = scratch;
    }
}

/// What others have found, asked for once a document.
#[derive(Clone, Copy)]
struct Found<'a> {
    quotes: LayerView<'a, Quote>,
    dates: LayerView<'a, Temporal>,
    places: LayerView<'a, Place>,
    tones: LayerView<'a, Tone>,
    events: LayerView<'a, Event>,
}

impl ByQuote {
    fn read(&mut self, tones: &[Tone], events: &[Event], quotes: usize) {
        self.tones.clear();
        self.tones.resize(quotes, None);
        for (at, tone) in tones.iter().enumerate() {
            let slot = tone.quote.get().and_then(|quote| self.tones.get_mut(quote));
            if let Some(slot @ None) = slot {
                *slot = Some(at as u32);
            }
        }
        self.events.clear();
        let reported = events.iter().enumerate().filter_map(|(at, event)| Some((event.quote.get()?, at as u32)));
        self.events.extend(reported);
        self.events.sort_unstable();
    }

    /// The events of a quotation.
    fn events(&self, quote: usize) -> impl Iterator<Item = u32> {
        let first = self.events.partition_point(|pair| pair.0 < quote);
        self.events[first..].iter().take_while(move |pair| pair.0 == quote).map(|pair| pair.1)
    }
}

fn join(
    cx: &mut Context<'_, Statements>,
    scratch: &mut Scratch,
    found: Found<'_>,
    at: usize,
    quote: &Quote,
    dateline: Ref<Place>,
) {
    let Found { quotes, dates, places, tones, events } = found;
    let name = quotes.str(quote.speaker.name);
    let who = name.map(hash);
    let stated = who.and_then(|who| scratch.stated.get(&who)).copied();
    let stated = stated.unwrap_or(Stated { day: Day::NONE, place: Ref::NONE });
    // Day and place of another story, or of the moment of a picture, are not those of this report.
    let of_this_report = !matches!(cx.region_at(quote.span.start), RegionKind::RELATED | RegionKind::CAPTION);

    let clause = clause::of(cx.text(), quote);
    let in_clause = day::in_clause(cx.text(), quote, clause, &dates);
    let meta = cx.meta();
    let (day, day_from) = if in_clause.is_some() {
        (in_clause, SaidOnFrom::CUE)
    } else if stated.day.is_some() && of_this_report {
        (stated.day, SaidOnFrom::SPEAKER)
    } else if meta.dateline.day.is_some() && of_this_report {
        (meta.dateline.day, SaidOnFrom::DATELINE)
    } else if meta.published.day.is_some() && of_this_report {
        (meta.published.day, SaidOnFrom::PUBLISHED)
    } else {
        (Day::NONE, SaidOnFrom::NONE)
    };

    let there = place::in_clause(cx.text(), quote, clause, &places);
    let (place, place_from) = if !there.is_none() {
        (there, SaidInFrom::CUE)
    } else if !stated.place.is_none() && of_this_report {
        (stated.place, SaidInFrom::SPEAKER)
    } else if !dateline.is_none() && of_this_report {
        (dateline, SaidInFrom::DATELINE)
    } else {
        (Ref::NONE, SaidInFrom::NONE)
    };

    if let Some(who) = who.filter(|_| of_this_report) {
        let last = Stated {
            day: if in_clause.is_some() { in_clause } else { stated.day },
            place: if there.is_none() { stated.place } else { there },
        };
        scratch.stated.insert(who, last);
    }

    let tone = scratch.by_quote.tones.get(at).copied().flatten().and_then(|tone| tones.get(tone as usize));
    scratch.events.clear();
    scratch.events.extend(scratch.by_quote.events(at).map(Ref::to));
    let mut about = About::of(quote.span);
    about.add_events(events, &scratch.events);
    if let Some(tone) = tone {
        about.add_list(tones, tone.target);
    }
    about.add_states(cx.text(), places);
    scratch.actors.clear();
    // Nobody's statement is about the speaker: "we" is not what it is about.
    for known in about.actors().filter(|known| known.name.is_none() || known.name != name) {
        let name = known.name.map_or(Str::NONE, |name| cx.intern(name));
        scratch.actors.push(Actor { span: known.span, name, code: known.code, sector: known.sector });
    }

    let speaker = name.map_or(Str::NONE, |name| cx.intern(name));
    let statement = Statement {
        span: quote.span,
        quote: Ref::to(at as u32),
        speaker,
        said_on: day,
        said_on_from: day_from,
        said_in: place,
        said_in_from: place_from,
        about: cx.list(&scratch.actors),
        tone: tone.map_or(ToneSummary { score: f32::NAN, label: ToneLabel::NONE }, |tone| ToneSummary {
            score: tone.score,
            label: tone.label,
        }),
        events: cx.list(&scratch.events),
    };
    let made = cx.emit(statement);
    if cx.explains() {
        let from = day_from.name().unwrap_or("nothing");
        cx.why(made, "said_on", &format_args!("the day is from: {from}"), &[quote.attribution]);
        let from = place_from.name().unwrap_or("nothing");
        cx.why(made, "said_in", &format_args!("the place is from: {from}"), &[quote.attribution]);
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}
