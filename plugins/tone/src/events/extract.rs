//! From drafts to items of the layer `event`.

use dateline_core::{
    Ascii, Context, Extractor, Flag, Id, Item, LayerKey, LayerView, List, Ref, RegionKind, Result, Span, Str,
};
use dateline_data_actors::{Own, alpha3, name_of};
use dateline_layers::{Actor, Event, EventDate, Mention, Place, Quote, Reference, Sentence, Status, Tag, Temporal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clause::Link;
use super::code::root;
use super::draft::{Draft, Hints, Parse};
use super::gate::Gate;
use super::parts::Parts;
use super::party::{Party, Quality};
use super::scheme::{Goldstein, quad, row};
use crate::actors::{self, Known, OwnActor};
use crate::lexicon::{Lexicon, lexicon};
use crate::near::Near;
use crate::words::{Word, by_sentence};

/// How many bytes a determiner before a role takes at most: "their ".
const DETERMINER: u32 = 6;

/// Finds who did what to whom.
pub struct Events {
    lexicon: &'static Lexicon,
    goldstein: Goldstein,
    own: Own,
    fast: bool,
}

/// The options of [`Events`].
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EventsConfig {
    /// Whose table of Goldstein values is used.
    pub goldstein: Goldstein,
    /// Actors of your own, laid over the tables (`--actors FILE.csv` reads them).
    pub actors: Vec<OwnActor>,
    /// Find the verbs by rules alone, without the trained tagger.
    pub fast: bool,
}

/// What [`Events`] works with.
#[derive(Default)]
pub struct EventsScratch {
    parse: Parse,
    drafts: Vec<Draft>,
    seen: Vec<Seen>,
    actors: Vec<Actor>,
    /// The dates of the sentence.
    dates: Vec<Span>,
}

/// What makes an event distinct.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    source: Option<(Span, &'static str)>,
    target: Option<(Span, &'static str)>,
    root: u32,
}

/// What others have found, around the sentence at hand.
struct Found<'a> {
    quotes: Near<'a, Quote>,
    temporal: Near<'a, Temporal>,
    places: Near<'a, Place>,
    mentions: Near<'a, Mention>,
    references: Near<'a, Reference>,
}

impl Extractor for Events {
    type Config = EventsConfig;
    type Output = Event;
    type Scratch = EventsScratch;
    const NAME: &'static str = "events";

    fn requires(config: &EventsConfig) -> Vec<LayerKey> {
        let mut layers =
            vec![Word::KEY, Sentence::KEY, Mention::KEY, Reference::KEY, Quote::KEY, Temporal::KEY, Place::KEY];
        layers.extend((!config.fast).then_some(Tag::KEY));
        layers
    }

    fn new(config: EventsConfig) -> Result<Self> {
        let own = actors::own(&config.actors)?;
        Ok(Events { lexicon: lexicon(), goldstein: config.goldstein, own, fast: config.fast })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let sentences = cx.layer::<Sentence>();
        let mut scratch = std::mem::take(cx.scratch());
        let all = cx.layer::<Word>();
        let known = Known::on(&self.own, cx.meta());
        let mut found = Found {
            quotes: Near::new(cx.layer()),
            temporal: Near::new(cx.layer()),
            places: Near::new(cx.layer()),
            mentions: Near::new(cx.layer()),
            references: Near::new(cx.layer()),
        };
        let parts = if self.fast { LayerView::EMPTY } else { cx.layer::<Tag>() };
        let EventsScratch { parse, drafts, seen, actors, dates } = &mut scratch;
        for (sentence, words) in by_sentence(&all, &sentences) {
            if words.is_empty() || !Gate::lets(words) {
                continue;
            }
            if matches!(
                cx.region_at(words[0].span.start),
                RegionKind::BOILERPLATE | RegionKind::HEADER | RegionKind::BYLINE
            ) {
                continue;
            }
            let within = Span::new(words[0].span.start, words[words.len() - 1].span.end);
            dates.clear();
            let written = |span: &Span| span.of(cx.text()).bytes().any(|byte| byte.is_ascii_digit());
            found.temporal.move_to(within.start);
            dates.extend(found.temporal.starting_in(within).map(|at| found.temporal[at].span).filter(written));
            let parts = Parts::new(parts.items(), sentence.first as usize);
            self.lexicon.rules.read(cx.text(), words, known, Hints { dates, parts }, parse, drafts);
            seen.clear();
            let Some(best) = drafts.first().map(|draft| draft.link) else { continue };
            found.move_to(within.start);
            for draft in drafts.iter() {
                if best <= Link::Content && draft.link > Link::Content && !is_sure(draft) {
                    continue;
                }
                let this = Seen::of(draft);
                if !seen.contains(&this) {
                    seen.push(this);
                    self.emit(cx, &found, draft, actors);
                }
            }
        }
        *cx.scratch() = scratch;
    }
}

impl Events {
    fn emit(&self, cx: &mut Context<'_, Self>, found: &Found<'_>, draft: &Draft, actors: &mut Vec<Actor>) {
        let code = draft.coded.code;
        let Some(row) = row(code) else { return };
        let trigger = draft.triggers.first().copied().unwrap_or(draft.span);
        let quote = innermost(&found.quotes, trigger);
        let source = match speaker(cx, &found.quotes, draft, quote) {
            Some(speaker) => cx.list(&[speaker]),
            None if is_nobody(draft) => return,
            None => parties(cx, found, &draft.source, actors),
        };
        let target =
            if draft.target.is_empty() { scene(cx, found, draft) } else { parties(cx, found, &draft.target, actors) };
        let triggers = cx.list(&draft.triggers);
        let hedges = cx.list(&draft.hedges);
        let mut said = |text: &str| if text.is_empty() { Str::NONE } else { cx.intern(text) };
        let (mode, context) = (said(row.mode), said(row.context));
        let event = Event {
            span: draft.span,
            source,
            target,
            cameo: Ascii::new(code),
            root: Ascii::new(&code[..2]),
            plover: row.plover,
            mode,
            context,
            quad: Id(quad(&code[..2])),
            goldstein: row.goldstein(self.goldstein),
            status: draft.coded.status,
            triggers,
            hedges,
            reciprocal: Flag::new(draft.reciprocal),
            date: date(cx, found, draft.span),
            place: place(found, draft),
            quote,
            confidence: confidence(draft),
        };
        let at = cx.emit(event);
        if cx.explains() {
            let note = format!("{} {}, {} cues", row.code, row.name, draft.triggers.len());
            cx.why(at, "frame", &note, &draft.triggers);
        }
    }
}

impl Found<'_> {
    /// Moves on to the sentence that begins here.
    fn move_to(&mut self, start: u32) {
        self.quotes.move_to(start);
        self.places.move_to(start);
        self.mentions.move_to(start);
        // What refers may begin with a determiner before the sentence's first word.
        self.references.move_to(start.saturating_sub(DETERMINER));
    }
}

impl Seen {
    fn of(draft: &Draft) -> Seen {
        let key = |parties: &[Party]| {
            parties.first().map(|party| if party.code.is_empty() { (party.span, "") } else { (Span::NONE, party.code) })
        };
        Seen { source: key(&draft.source), target: key(&draft.target), root: root(draft.coded.code) }
    }
}

/// The parties as a list of actors.
fn parties(cx: &mut Context<'_, Events>, found: &Found<'_>, parties: &[Party], actors: &mut Vec<Actor>) -> List<Actor> {
    actors.clear();
    for party in parties {
        let name = if party.name.is_empty() { party.span.of(cx.text()) } else { party.name };
        let (known, code) =
            if party.code.is_empty() { meant(cx, found, party) } else { (Str::NONE, Ascii::new(party.code)) };
        // A pronoun names nobody, nor does a thing.
        let name = match party.quality {
            _ if !known.is_none() => known,
            Quality::Thing | Quality::Pronoun => Str::NONE,
            _ => cx.intern(name),
        };
        actors.push(Actor { span: party.span, name, code, sector: Ascii::new(party.sector) });
    }
    cx.list(actors)
}

/// The state on whose ground something is done that is done to nobody named: "sent doctors to Accra". Where people talk,
/// the ground is nobody's part in it.
fn scene(cx: &mut Context<'_, Events>, found: &Found<'_>, draft: &Draft) -> List<Actor> {
    let code = draft.coded.code;
    let deed = matches!(root(code), 6..=9 | 14..=20) || matches!(code, "030" | "031" | "033" | "035" | "138");
    let at = if deed { place(found, draft) } else { Ref::NONE };
    let Some(place) = at.get().and_then(|at| found.places.get(at)) else { return List::EMPTY };
    let Some(code) = alpha3(place.country.as_str()) else { return List::EMPTY };
    let name = cx.intern(name_of(code).unwrap_or_default());
    cx.list(&[Actor { span: place.span, name, code: Ascii::new(code), sector: Ascii::NONE }])
}

/// Who "we" and "I" are in a quotation: its speaker.
fn speaker(
    cx: &mut Context<'_, Events>,
    quotes: &LayerView<'_, Quote>,
    draft: &Draft,
    quote: Ref<Quote>,
) -> Option<Actor> {
    let [only] = draft.source[..] else { return None };
    let first_person = matches!(only.span.of(cx.text()), "We" | "we" | "I");
    let by = quotes.get(quote.get()?)?.speaker;
    let name = quotes.str(by.name).filter(|_| first_person && only.quality == Quality::Pronoun)?;
    Some(Actor { span: only.span, name: cx.intern(name), code: by.actor, sector: Ascii::NONE })
}

/// Whether nobody is known who did it, nor to whom.
fn is_nobody(draft: &Draft) -> bool {
    draft.target.is_empty() && draft.source.iter().all(|party| party.quality == Quality::Pronoun)
}

/// Who is meant by a pronoun, a role or a name that no table has, where the rest of the report tells: the full name, and
/// the code of the actor.
fn meant(cx: &mut Context<'_, Events>, found: &Found<'_>, party: &Party) -> (Str, Ascii<2>) {
    let Found { mentions, references, .. } = found;
    // A determiner before the words belongs to what refers, and not to the party.
    let near = Span::new(party.span.start.saturating_sub(DETERMINER), party.span.end);
    let overlaps = |span: Span| span.start < party.span.end && party.span.start < span.end;
    let actor = |at: usize| {
        let first = mentions[at].coreferent.get().and_then(|first| mentions.get(first));
        if mentions[at].actor.is_none() { first.map_or(Ascii::NONE, |first| first.actor) } else { mentions[at].actor }
    };
    let (name, code) = match party.quality {
        Quality::Thing | Quality::Actor => (None, Ascii::NONE),
        Quality::Name => {
            let at = mentions.starting_in(party.span).find(|at| !actor(*at).is_none());
            // The name stays the one in the text: what is known of its owner is the code.
            (None, at.map_or(Ascii::NONE, actor))
        }
        Quality::Pronoun | Quality::Role => {
            let named = mentions.starting_in(party.span).find(|at| !actor(*at).is_none());
            let at = references.starting_in(near).find(|at| overlaps(references[*at].span));
            match (named, at) {
                (Some(at), _) => (mentions.str(mentions[at].name), actor(at)),
                (None, Some(at)) => (references.str(references[at].name), references[at].actor),
                (None, None) => (None, Ascii::NONE),
            }
        }
    };
    (name.map_or(Str::NONE, |name| cx.intern(name)), code)
}

/// Whether a backgrounded event is worth telling beside the main one: both parties are actors of the tables.
fn is_sure(draft: &Draft) -> bool {
    let known = |parties: &[Party]| parties.iter().any(|party| party.quality == Quality::Actor);
    draft.link == Link::Beside && draft.coded.status == Status::OCCURRED && known(&draft.source) && known(&draft.target)
}

/// The innermost quotation that holds a stretch.
fn innermost(quotes: &Near<'_, Quote>, span: Span) -> Ref<Quote> {
    let after = quotes.position(span.start + 1);
    let near = quotes[..after].iter().enumerate().rev().take(8);
    near.filter(|(_, quote)| quote.span.end >= span.end)
        .min_by_key(|(_, quote)| quote.span.len())
        .map_or(Ref::NONE, |(at, _)| Ref::to(at as u32))
}

/// The first day or longer date within a clause.
fn date(cx: &mut Context<'_, Events>, found: &Found<'_>, span: Span) -> EventDate {
    let dates = &found.temporal;
    let within = dates.starting_in(span).find(|at| dates[*at].begin.is_some());
    let Some(at) = within else { return EventDate { value: Str::NONE, id: Ref::NONE } };
    let value = dates.str(dates[at].value).map_or(Str::NONE, |value| cx.intern(value));
    EventDate { value, id: Ref::to(at as u32) }
}

/// The first place within a clause that is neither of its parties.
fn place(found: &Found<'_>, draft: &Draft) -> Ref<Place> {
    let places = &found.places;
    let is_party = |span: Span| {
        let overlaps = |party: &Party| party.span.start < span.end && span.start < party.span.end;
        draft.source.iter().chain(&draft.target).any(overlaps)
    };
    let literal =
        |at: &usize| places[*at].toponym_type == dateline_layers::ToponymType::LITERAL && !is_party(places[*at].span);
    places.starting_in(draft.span).find(literal).map_or(Ref::NONE, |at| Ref::to(at as u32))
}

/// How sure an event is. Whether both parties are known says nearly all of it: `cargo xtask eval tone` shows how many of
/// the events at each step of confidence are right.
fn confidence(draft: &Draft) -> f32 {
    let best = |parties: &[Party]| parties.iter().map(|party| party.quality).max();
    let (source, target) = (best(&draft.source), best(&draft.target));
    let named = |quality: Option<Quality>| quality >= Some(Quality::Name);
    let complete: f32 = if named(source) && named(target) {
        0.8
    } else if named(source) && target.is_some() {
        0.5
    } else if source == Some(Quality::Pronoun) && named(target) {
        0.4
    } else {
        0.2
    };
    let main = if draft.link <= Link::Content { 0.05 } else { -0.1 };
    let hedged = if draft.hedges.is_empty() { 0.0 } else { -0.1 };
    ((complete + main + hedged) * 100.0).round() / 100.0
}
