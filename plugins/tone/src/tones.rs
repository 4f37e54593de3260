//! The extractor `tone`: in what tone each statement and the headline are.

use dateline_core::{Ascii, Context, Extractor, Item, LayerKey, LayerView, List, Ref, RegionKind, Result, Span, Str};
use dateline_data_actors::Own;
use dateline_layers::{Actor, Event, Mention, Quote, Sentence, Status, Token, Tone, ToneLabel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actors::{self, Found, Known, OwnActor};
use crate::lexicon::{Lexicon, lexicon};
use crate::near::Near;
use crate::stance::{Evidence, score};
use crate::toward::{self, LONGEST, Person, Places};
use crate::words::{Word, by_sentence, within};

/// What an event adds to the tone where it stands beside phrases of stance.
const EVENT_SHARE: f32 = 0.5;

/// What is left, turned, of an event that did not happen.
const NOT_DONE: f32 = 0.5;

/// Finds the tone of every quotation, of the headline, and of the sentences between that take a stand.
pub struct Tones {
    lexicon: &'static Lexicon,
    own: Own,
}

/// The options of [`Tones`].
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TonesConfig {
    /// Actors of your own, laid over the tables (`--actors FILE.csv` reads them).
    pub actors: Vec<OwnActor>,
}

/// What [`Tones`] works with.
#[derive(Default)]
pub struct TonesScratch {
    /// The phrases of the statement at hand.
    evidence: Vec<Evidence>,
    actors: Vec<Found>,
    spans: Vec<Span>,
    persons: Vec<Person>,
    places: Places,
}

/// What others have found, asked for once a document.
#[derive(Clone, Copy)]
struct Layers<'a> {
    quotes: LayerView<'a, Quote>,
    events: LayerView<'a, Event>,
    mentions: LayerView<'a, Mention>,
}

impl Extractor for Tones {
    type Config = TonesConfig;
    type Output = Tone;
    type Scratch = TonesScratch;
    const NAME: &'static str = "tone";

    fn requires(_: &TonesConfig) -> Vec<LayerKey> {
        vec![Word::KEY, Evidence::KEY, Sentence::KEY, Mention::KEY, Quote::KEY, Event::KEY]
    }

    fn new(config: TonesConfig) -> Result<Self> {
        Ok(Tones { lexicon: lexicon(), own: actors::own(&config.actors)? })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let found = Layers { quotes: cx.layer(), events: cx.layer(), mentions: cx.layer() };
        let quotes = found.quotes;
        let (words, sentences, phrases) = (cx.layer::<Word>(), cx.layer::<Sentence>(), cx.layer::<Evidence>());
        let mut scratch = std::mem::take(cx.scratch());
        let headline = cx.meta().headline;
        if headline.is_some() {
            let range = within(&words, 0, headline);
            self.emit(cx, found, &mut scratch, (headline, &words[range]), None);
        }
        let mut from = 0;
        for (at, quote) in quotes.iter().enumerate() {
            let range = within(&words, from, quote.span);
            from = range.start;
            self.emit(cx, found, &mut scratch, (quote.span, &words[range]), Some((at, quote)));
        }
        let (mut next, mut phrases) = (0, Near::new(phrases));
        let (mut events, mut mentions) = (Near::new(found.events), Near::new(found.mentions));
        for (sentence, words) in by_sentence(&words, &sentences) {
            while quotes.get(next).is_some_and(|quote| quote.span.end <= sentence.span.start) {
                next += 1;
            }
            if !matches!(cx.region_at(sentence.span.start), RegionKind::LEAD | RegionKind::BODY) {
                continue;
            }
            phrases.move_to(sentence.span.start);
            let told = &phrases[phrases.starting_in(sentence.span)];
            let reported = quotes.get(next).is_some_and(|quote| quote.span.start < sentence.span.end);
            if !reported {
                Self::emit_told(cx, &mut events, &mut scratch, told, words, sentence.span);
            }
            Self::emit_persons(cx, &mut mentions, &mut scratch, told, words, sentence.span);
        }
        *cx.scratch() = scratch;
    }
}

impl Tones {
    /// Emits the tone of one statement.
    fn emit(
        &self,
        cx: &mut Context<'_, Self>,
        found: Layers<'_>,
        scratch: &mut TonesScratch,
        (span, words): (Span, &[Word]),
        quote: Option<(usize, &Quote)>,
    ) {
        scratch.evidence.clear();
        self.lexicon.stance.read(words, &mut scratch.evidence);
        scratch.evidence.retain(|evidence| !evidence.is_personal());
        scratch.actors.clear();
        // Whom it is toward is asked of its phrases.
        if !scratch.evidence.is_empty() {
            Known::on(&self.own, cx.meta()).find(cx.text(), words, &mut scratch.actors);
        }
        scratch.spans.clear();
        scratch.spans.extend(scratch.evidence.iter().map(|evidence| evidence.span));
        let mut score = score(&scratch.evidence);
        if scratch.evidence.is_empty() {
            score = of_events(&found.events, span);
        }
        let [positive_word_percent, negative_word_percent] = word_percents(words, &scratch.evidence);
        let source = quote.map_or(List::EMPTY, |(_, quote)| speaker(cx, &found.quotes, quote));
        let said_by = quote.map_or(Ascii::NONE, |(_, quote)| quote.speaker.actor);
        let target = target(cx, scratch, said_by);
        let tone = Tone {
            span,
            score,
            label: label(score),
            source,
            target,
            evidence: cx.list(&scratch.spans),
            positive_word_percent,
            negative_word_percent,
            quote: quote.map_or(Ref::NONE, |(at, _)| Ref::to(at as u32)),
            confidence: confidence(&scratch.evidence),
        };
        let at = cx.emit(tone);
        if cx.explains() {
            for evidence in &scratch.evidence {
                let note = format!(
                    "{} {:+.1} of {:+.1}",
                    self.lexicon.stance.class(evidence),
                    evidence.value(),
                    evidence.weight
                );
                cx.why(at, "stance", &note, &[evidence.span]);
            }
        }
    }
}

impl Tones {
    /// Emits the tone of a sentence that nobody is quoted with: that of its event between the parties, or else what its
    /// phrases say of nobody in particular.
    fn emit_told(
        cx: &mut Context<'_, Self>,
        events: &mut Near<'_, Event>,
        scratch: &mut TonesScratch,
        told: &[Evidence],
        words: &[Word],
        span: Span,
    ) {
        scratch.evidence.clear();
        scratch.evidence.extend(told.iter().filter(|evidence| !evidence.is_personal()));
        events.move_to(span.start);
        let between =
            events.starting_in(span).find(|at| !events[*at].source.is_empty() && !events[*at].target.is_empty());
        if scratch.evidence.is_empty() && between.is_none() {
            return;
        }
        scratch.spans.clear();
        scratch.spans.extend(scratch.evidence.iter().map(|evidence| evidence.span));
        let said = score(&scratch.evidence);
        let [positive_word_percent, negative_word_percent] = word_percents(words, &scratch.evidence);
        let (mut source, mut target, mut score) = (List::EMPTY, List::EMPTY, said);
        if let Some(event) = between.map(|at| events[at]) {
            source = actors_of(cx, events, event.source);
            target = actors_of(cx, events, event.target);
            scratch.spans.extend(events.list(event.triggers));
            score = (event.goldstein * EVENT_SHARE + said * (1.0 - EVENT_SHARE)).clamp(-10.0, 10.0);
        }
        let tone = Tone {
            span,
            score,
            label: label(score),
            source,
            target,
            evidence: cx.list(&scratch.spans),
            positive_word_percent,
            negative_word_percent,
            quote: Ref::NONE,
            confidence: confidence(&scratch.evidence),
        };
        cx.emit(tone);
    }
}

impl Tones {
    /// Emits the tone of a sentence toward each person in it, where its words say anything of persons.
    fn emit_persons(
        cx: &mut Context<'_, Self>,
        mentions: &mut Near<'_, Mention>,
        scratch: &mut TonesScratch,
        evidence: &[Evidence],
        words: &[Word],
        span: Span,
    ) {
        let TonesScratch { spans, persons, places, .. } = scratch;
        if evidence.is_empty() || words.len() > LONGEST {
            return;
        }
        mentions.move_to(span.start);
        persons.clear();
        toward::persons(cx.text(), words, **mentions, mentions.starting_in(span), persons);
        if persons.is_empty() {
            return;
        }
        places.read(words, evidence);
        let [positive_word_percent, negative_word_percent] = word_percents(words, evidence);
        for person in persons.iter() {
            spans.clear();
            let score = places.score(words, person.span, evidence, spans);
            // That a pronoun without a name is spoken of neutrally tells nobody anything.
            let nobody = !person.named && person.mention.is_none();
            if spans.is_empty() || (nobody && label(score) == ToneLabel::NEUTRAL) {
                continue;
            }
            let who = person.mention.map(|at| mentions[at]);
            let name = who.and_then(|who| mentions.str(who.name)).or(person.named.then(|| person.span.of(cx.text())));
            let name = name.map_or(Str::NONE, |name| cx.intern(name));
            let code = who.map_or(Ascii::NONE, |who| who.actor);
            let target = cx.list(&[Actor { span: person.span, name, code, sector: Ascii::NONE }]);
            let tone = Tone {
                span,
                score,
                label: label(score),
                source: List::EMPTY,
                target,
                evidence: cx.list(spans),
                positive_word_percent,
                negative_word_percent,
                quote: Ref::NONE,
                confidence: confidence(evidence),
            };
            cx.emit(tone);
        }
    }
}

/// The mean Goldstein value of the events within a stretch, by their share.
fn of_events(events: &LayerView<'_, Event>, span: Span) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for event in events.starting_in(span).map(|at| events[at]).filter(|event| event.span.end <= span.end) {
        // What is not done, or is only thought of, tells the reverse or nothing.
        sum += match event.status {
            Status::NEGATED | Status::DENIED => -event.goldstein * NOT_DONE,
            Status::HYPOTHETICAL => 0.0,
            _ => event.goldstein,
        };
        count += 1;
    }
    if count == 0 { 0.0 } else { sum / count as f32 * EVENT_SHARE }
}

/// The actors of an event as actors of this layer.
fn actors_of(cx: &mut Context<'_, Tones>, events: &LayerView<'_, Event>, actors: List<Actor>) -> List<Actor> {
    let mut copies = [Actor { span: Span::NONE, name: Str::NONE, code: Ascii::NONE, sector: Ascii::NONE }; 4];
    let actors = events.list(actors);
    let count = actors.len().min(copies.len());
    for (copy, actor) in copies.iter_mut().zip(actors) {
        let name = events.str(actor.name).map_or(Str::NONE, |name| cx.intern(name));
        *copy = Actor { name, ..*actor };
    }
    cx.list(&copies[..count])
}

/// The speaker of a quotation as an actor.
fn speaker(cx: &mut Context<'_, Tones>, quotes: &LayerView<'_, Quote>, quote: &Quote) -> List<Actor> {
    let speaker = quote.speaker;
    let name = quotes.str(speaker.name);
    if name.is_none() && speaker.span.is_none() {
        return List::EMPTY;
    }
    let name = name.map_or(Str::NONE, |name| cx.intern(name));
    cx.list(&[Actor { span: speaker.span, name, code: speaker.actor, sector: Ascii::NONE }])
}

/// Whom the statement is toward: the actor that stands nearest to what weighs most, other than the speaker's own.
fn target(cx: &mut Context<'_, Tones>, scratch: &TonesScratch, speaker: Ascii<2>) -> List<Actor> {
    let heaviest = scratch.evidence.iter().max_by(|a, b| a.value().abs().total_cmp(&b.value().abs()));
    let Some(heaviest) = heaviest else { return List::EMPTY };
    let others = scratch.actors.iter().filter(|actor| !actor.is_capital() && actor.code() != speaker);
    let nearest = others.min_by_key(|actor| distance(actor.span, heaviest.span));
    let Some(found) = nearest else { return List::EMPTY };
    let name = cx.intern(found.actor.name);
    cx.list(&[Actor { span: found.span, name, code: found.code(), sector: found.sector() }])
}

/// How far two stretches stand apart, in bytes.
fn distance(a: Span, b: Span) -> u32 {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

/// The five steps, cut on the Goldstein scale: at 1, where a comment becomes a stand, and at 5, where words become deeds.
pub(crate) fn label(score: f32) -> ToneLabel {
    match score {
        score if score <= -5.0 => ToneLabel::HOSTILE,
        score if score <= -1.0 => ToneLabel::CRITICAL,
        score if score < 1.0 => ToneLabel::NEUTRAL,
        score if score < 5.0 => ToneLabel::CONCILIATORY,
        _ => ToneLabel::COOPERATIVE,
    }
}

/// How many percent of the words stand in phrases of good and of ill will, by their weight in the lexicon alone.
fn word_percents(words: &[Word], found: &[Evidence]) -> [f32; 2] {
    let (all, counts) = word_counts(words, found);
    percents(all, counts)
}

/// How many words there are, and how many of them stand in phrases of good and of ill will.
pub(crate) fn word_counts(words: &[Word], found: &[Evidence]) -> (usize, [usize; 2]) {
    let is_word = |word: &&Word| word.is(Token::WORD);
    let mut counts = [0usize; 2];
    for evidence in found {
        let first = words.partition_point(|word| word.span.start < evidence.span.start);
        let inside = words[first..].iter().take_while(|word| word.span.end <= evidence.span.end);
        counts[usize::from(evidence.weight < 0.0)] += inside.filter(is_word).count();
    }
    (words.iter().filter(is_word).count(), counts)
}

/// Counts as percent of all, to one place.
pub(crate) fn percents(all: usize, counts: [usize; 2]) -> [f32; 2] {
    counts.map(|count| if all == 0 { 0.0 } else { (count as f32 * 1000.0 / all as f32).round() / 10.0 })
}

/// How sure a tone is: the more phrases agree in sign, the surer.
fn confidence(found: &[Evidence]) -> f32 {
    let sum: f32 = found.iter().map(Evidence::value).sum();
    let all: f32 = found.iter().map(|evidence| evidence.value().abs()).sum();
    if all == 0.0 { 0.4 } else { 0.5 + 0.4 * sum.abs() / all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_whatever_turns_them() {
        let lexicon = lexicon();
        let text = "They met without any confrontation and praised the friendship.";
        let words = crate::testing::read(&lexicon.forms, text);
        let words = words.within(Span::new(0, text.len() as u32));
        let mut found = Vec::new();
        lexicon.stance.read(words, &mut found);
        let [good, bad] = word_percents(words, &found);
        assert!(good > bad && bad > 0.0, "{good} {bad}");
        assert_eq!(word_percents(&[], &[]).map(f32::to_bits), [0, 0]);
    }

    #[test]
    fn labels_are_cut_on_the_goldstein_scale() {
        let labels = [-9.0, -5.0, -4.9, -1.0, -0.9, 0.9, 1.0, 4.9, 5.0].map(label);
        let names = labels.map(|label| label.name().unwrap_or_default());
        let expected = [
            "hostile",
            "hostile",
            "critical",
            "critical",
            "neutral",
            "neutral",
            "conciliatory",
            "conciliatory",
            "cooperative",
        ];
        assert_eq!(names, expected);
    }
}
