//! The extractor: the three stages in order, and what they find as findings.

use dateline_core::{Ascii, Context, Error, Extractor, Item, LayerKey, LayerView, Ref, RegionKind, Span, Str};
use dateline_layers::{EntityType, Mention, Party, Quote, QuoteType, Reference, Sentence, Speaker, Token};
use dateline_names::{Known, Reading};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::confidence;
use crate::cue::Cue;
use crate::find::{self, Draft};
use crate::grammar::Grammar;
use crate::leftover;
use crate::lexicon::{Entries, Row};
use crate::marks::{self, Marked};
use crate::scene::{Run, Scene};
use crate::script;
use crate::source::{ACCORDING, is_according};
use crate::speaker::{History, Resolver, UNKNOWN, Who};
use crate::subject::Subject;

/// Finds quotations, direct, mixed and indirect, with who said them.
///
/// Left out: titles, nicknames and scare quotes; what a quotation itself reports; headings that link to other stories.
///
/// Example in: `"It is a step," said Maria Lind, a spokeswoman. She added that talks would go on.`
/// Example out: two quotations of the speaker "Maria Lind", the second with the speaker's words "She".
pub struct Quotes(QuoteConfig);

/// The options of [`Quotes`].
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuoteConfig {
    /// For bulk work: without the layer of named persons. Speakers are named by the words at their place, surnames lead to
    /// full names of speakers before, and a pronoun to the last speaker.
    pub fast: bool,
    /// Whether stands on a topic that is no clause ("praised the deal") are found too, with the mode "attitude".
    pub attitudes: bool,
    /// Whether beliefs, hopes and plans are found too, with the mode "thought".
    pub thoughts: bool,
}

impl Default for QuoteConfig {
    fn default() -> Self {
        QuoteConfig { fast: false, attitudes: true, thoughts: true }
    }
}

/// What [`Quotes`] works with.
#[derive(Debug, Default)]
pub struct QuoteScratch {
    /// The words where they are not as the layer has them: with a state or a body that is spelt like a pronoun.
    words: Vec<Known>,
    /// Where those stand.
    spelt_alike: Vec<u32>,
    grammar: Vec<Grammar>,
    cues: Vec<Option<Cue>>,
    spots: Vec<u32>,
    inside: Vec<u32>,
    marks: Vec<Marked>,
    covered: Vec<bool>,
    tells: Vec<bool>,
    drafts: Vec<Draft>,
    order: Vec<u32>,
    emitted: Vec<u32>,
    history: History,
    name: String,
}

impl Extractor for Quotes {
    type Config = QuoteConfig;
    type Output = Quote;
    type Scratch = QuoteScratch;
    const NAME: &'static str = "quote";

    fn requires(config: &QuoteConfig) -> Vec<LayerKey> {
        let mut needs = vec![Token::KEY, Known::KEY, Sentence::KEY];
        if !config.fast {
            needs.extend([Mention::KEY, Reference::KEY]);
        }
        needs
    }

    fn new(config: QuoteConfig) -> Result<Quotes, Error> {
        Ok(Quotes(config))
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut scratch = std::mem::take(cx.scratch());
        scratch.run(&self.0, cx);
        *cx.scratch() = scratch;
    }
}

impl QuoteScratch {
    fn run(&mut self, config: &QuoteConfig, cx: &mut Context<'_, Quotes>) {
        let (tokens, sentences) = (cx.layer::<Token>(), cx.layer::<Sentence>());
        let (mentions, references) = if config.fast {
            (LayerView::EMPTY, LayerView::EMPTY)
        } else {
            (cx.layer::<Mention>(), cx.layer::<Reference>())
        };
        let text = cx.text();
        let known = cx.layer::<Known>();
        self.look_up(text, tokens.items(), known.items(), |at| cx.region_at(at) == RegionKind::HEADLINE);
        let mut drafts = std::mem::take(&mut self.drafts);
        drafts.clear();
        let words = if self.spelt_alike.is_empty() { known.items() } else { &self.words };
        let read = Reading { text, tokens: tokens.items(), sentences: sentences.items(), words };
        marks::pair(&read, &mut self.marks);
        refill(&mut self.inside, tokens.len());
        for (at, mark) in self.marks.iter().enumerate().filter(|(_, mark)| mark.level == 1) {
            self.inside[mark.inside()].fill(at as u32 + 1);
        }
        let (grammar, cues, spots) = (&self.grammar, &self.cues[..tokens.len()], &self.spots);
        let scene = Scene { read, grammar, cues, spots, inside: &self.inside, marks: &self.marks };
        let named = |label: Span, body: bool| {
            mentions.starting_in(label).any(|index| {
                let kind = mentions[index].entity_type;
                kind == EntityType::PERSON || body && kind == EntityType::ORGANISATION
            })
        };
        let mut rest = sentences.items();
        while let Some(first) = rest.first() {
            let count = passage(&scene, rest);
            let range = first.range().start..rest[count - 1].range().end;
            let begins = tokens[range.start].is(Token::BLOCK_START) || range.start == 0;
            if begins && let Some(draft) = script::labelled(&scene, range.start, cx.region_at(first.span.start), named)
            {
                // What is reported within the line is the speaker's.
                let stop = draft.content.last;
                drafts.push(draft);
                rest = &rest[rest.partition_point(|sentence| sentence.range().start <= stop)..];
                continue;
            }
            if speaks(cx.region_at(first.span.start)) && range.len() > 1 {
                find::in_sentence(&scene, range, &mut drafts);
            }
            rest = &rest[count..];
        }
        refill(&mut self.covered, tokens.len() + 1);
        for draft in &drafts {
            self.covered[draft.content.first..=draft.content.last].fill(true);
        }
        leftover::unclaimed(&scene, &self.covered, |at| speaks(cx.region_at(tokens[at].span.start)), &mut drafts);
        self.tells.clear();
        self.tells.extend(mentions.iter().map(|mention| tells(cx.region_at(mention.span.start))));
        self.order.clear();
        self.order.extend(0..drafts.len() as u32);
        self.order.sort_unstable_by_key(|at| (drafts[*at as usize].content.first, *at));
        let resolver = Resolver { scene, mentions, references, tells: &self.tells };
        self.emitted.clear();
        self.emitted.resize(drafts.len(), u32::MAX);
        self.history.clear();
        let mut last = (UNKNOWN, 0);
        for at in 0..self.order.len() {
            let index = self.order[at] as usize;
            let draft = &drafts[index];
            let place = draft.cue.map_or(draft.content.first, |cue| cue.first);
            let who = match draft.subject {
                // "She said" under a picture is somebody in it.
                Subject::Words(run)
                    if cx.region_at(tokens[place].span.start) == RegionKind::CAPTION && resolver.is_pronoun(run) =>
                {
                    Who { span: scene.read.span(run.first, run.last), ..UNKNOWN }
                }
                Subject::Words(run) if draft.rule == script::TRANSCRIPT && script::is_nobody(&scene, run) => {
                    Who { span: scene.read.span(run.first, run.last), ..UNKNOWN }
                }
                Subject::Words(run) => resolver.resolve(run, &self.history),
                // "who" is a pronoun like any other: its own words, the name of whom it stands for.
                Subject::Relative(run, who) => {
                    Who { span: scene.read.span(who, who), ..resolver.resolve(run, &self.history) }
                }
                Subject::Shared => {
                    Who { confidence: confidence::SHARED, ..shared(&resolver, draft, last, &self.history) }
                }
                Subject::Running if last.1 > 0 && same_block(&scene, last.1, place) => {
                    Who { confidence: confidence::NEAR, ..last.0 }
                }
                Subject::Running => {
                    let who = self.history.last().unwrap_or(UNKNOWN);
                    // A source without a name keeps its words, from wherever they are.
                    let named = who.mention.is_some() || who.named.is_some();
                    Who { span: if named { Span::NONE } else { who.span }, confidence: confidence::RUNNING, ..who }
                }
                Subject::Nobody => UNKNOWN,
            };
            // Who speaks on is known by the words that "who" stood for.
            let span = match draft.subject {
                Subject::Relative(run, _) => scene.read.span(run.first, run.last),
                _ => who.span,
            };
            let known = Who { span, ..who };
            // Whom an agency quotes is the one to speak on, but not whom a person quotes.
            let speaks_on = draft.level == 1 || !resolver.may_be_person(&last.0);
            if speaks_on && tells(cx.region_at(tokens[place].span.start)) && draft.subject != Subject::Nobody {
                self.history.note(known, place);
            }
            if speaks_on {
                last = (known, place);
            }
            let wanted = match draft.mode {
                dateline_layers::Mode::ATTITUDE => config.attitudes,
                dateline_layers::Mode::THOUGHT => config.thoughts,
                _ => true,
            };
            if !wanted {
                continue;
            }
            let span = content_span(&scene, draft.content);
            if span.is_none() {
                continue;
            }
            let kind = match draft.rule {
                script::TRANSCRIPT => QuoteType::DIRECT,
                _ => quote_type(&scene, draft.content),
            };
            let group = draft.group.map(|first| self.emitted[first as usize]).filter(|first| *first != u32::MAX);
            let quote = Quote {
                span,
                quote_type: kind,
                mode: draft.mode,
                level: draft.level,
                speaker: speaker(&who, &resolver, &mut self.name, cx),
                via: party(&scene, draft.via, cx),
                cue: draft.cue.map_or(Span::NONE, |cue| scene.read.span(cue.first, cue.last)),
                attribution: draft.attribution.map_or(Span::NONE, |run| scene.read.span(run.first, run.last)),
                addressee: party(&scene, draft.addressee, cx),
                group: group.map_or(Ref::NONE, Ref::to),
                confidence: who.confidence * confidence::of_content(draft.rule, draft.mode, kind),
            };
            let emitted = cx.emit(quote);
            self.emitted[index] = emitted;
            if draft.group == Some(index as u32) {
                cx.emitted(emitted).group = Ref::to(emitted);
            }
            let known = who.mention.is_some() || who.named.is_some();
            cx.why(
                emitted,
                draft.rule,
                &if known { "" } else { unnamed(draft.subject, &who, &resolver) },
                &[quote.cue, quote.attribution],
            );
        }
        self.drafts = drafts;
    }

    /// One look at each token.
    fn look_up(&mut self, text: &str, tokens: &[Token], known: &[Known], is_heading: impl Fn(u32) -> bool) {
        refill(&mut self.grammar, tokens.len());
        // Few of the tokens before were cues.
        self.spots.drain(..).for_each(|at| self.cues[at as usize] = None);
        self.cues.resize(self.cues.len().max(tokens.len()), None);
        let (bytes, entries) = (text.as_bytes(), Entries::all());
        self.spelt_alike.clear();
        for (at, ((token, known), grammar)) in tokens.iter().zip(known).zip(&mut self.grammar).enumerate() {
            let (start, end, is_word) = (token.span.start as usize, token.span.end as usize, token.is(Token::WORD));
            let row = std::hint::select_unpredictable(is_word, entries.row(known.hash()), Row::default());
            *grammar = row.grammar;
            // Of most words that is all. What asks for a second look is found in one question, which is rarely answered yes.
            let unknown = !row.grammar.any(u16::MAX);
            let small = !token.is(Token::CAPITALISED);
            let ending = end.checked_sub(2).and_then(|last| bytes.get(last..end)).unwrap_or_default();
            let tells = unknown & small & Grammar::may_tell(ending);
            let capitals = token.is(Token::CAPITALS) && end - start <= 3;
            let according = (end - start == ACCORDING.len()) & matches!(bytes.get(start), Some(b'a' | b'A'));
            let looks = tells | capitals | according;
            if !(row.is_cue() || looks && is_word) {
                continue;
            }
            let word = || token.span.of(text);
            if capitals && matches!(word(), "US" | "WHO") {
                *grammar = Grammar::default();
                self.spelt_alike.push(at as u32);
                continue;
            }
            if tells {
                *grammar = Grammar::of_ending(word());
            }
            let capital = token.is(Token::CAPITALISED) && !token.is(Token::SENTENCE_START);
            // "Envoy Says Talks Have Failed": a heading may capitalise every word.
            let heading = |cue: &Cue| cue.says() && is_heading(token.span.start);
            if let Some(cue) = entries.cue(row).filter(|cue| !capital || heading(cue)) {
                self.cues[at] = Some(cue);
                self.spots.push(at as u32);
            } else if according && is_according(word()) {
                self.spots.push(at as u32);
            }
        }
        if !self.spelt_alike.is_empty() {
            self.words.clear();
            self.words.extend_from_slice(known);
            self.spelt_alike.iter().for_each(|at| self.words[*at as usize].forget());
        }
    }
}

/// Makes it as many defaults.
fn refill<T: Clone + Default>(list: &mut Vec<T>, len: usize) {
    list.clear();
    list.resize(len, T::default());
}

/// Why a speaker has no name.
fn unnamed(subject: Subject, who: &Who, resolver: &Resolver<'_>) -> &'static str {
    match subject {
        Subject::Nobody => "the clause names no source",
        Subject::Running | Subject::Shared if who.role.is_none() => "nobody is known to have spoken before",
        Subject::Words(run) if resolver.is_pronoun(run) && who.role.is_none() => "no speaker before fits the pronoun",
        Subject::Words(_) | Subject::Relative(..) if who.role.is_none() => "the words name nobody",
        _ => "a source without a name",
    }
}

/// A speaker as the output has it. `buffer` is room to work in.
fn speaker(who: &Who, resolver: &Resolver<'_>, buffer: &mut String, cx: &mut Context<'_, Quotes>) -> Speaker {
    let text = cx.text();
    let mention = who.mention.map(|index| &resolver.mentions[index as usize]);
    let name = match mention {
        Some(mention) => resolver.mentions.str(mention.name).map_or(Str::NONE, |name| cx.intern(name)),
        None if who.named.is_some() => squeezed(who.named.of(text), buffer, cx),
        None => Str::NONE,
    };
    let role = if who.role.is_some() {
        squeezed(who.role.of(text), buffer, cx)
    } else {
        mention.and_then(|mention| resolver.mentions.str(mention.role)).map_or(Str::NONE, |role| cx.intern(role))
    };
    let actor = mention.map_or(Ascii::NONE, |mention| mention.actor);
    Speaker { span: who.span, name, role, actor }
}

/// A stretch of text with every run of white space as one space.
fn squeezed(text: &str, buffer: &mut String, cx: &mut Context<'_, Quotes>) -> Str {
    buffer.clear();
    for word in text.split_whitespace() {
        if !buffer.is_empty() {
            buffer.push(' ');
        }
        buffer.push_str(word);
    }
    cx.intern(buffer)
}

/// How far from its cue the subject that a clause shares may stand.
const FARTHEST: usize = 200;

/// The speaker that a clause shares with the one before it, or the subject of its own sentence.
fn shared(resolver: &Resolver<'_>, draft: &Draft, last: (Who, usize), history: &History) -> Who {
    let scene = &resolver.scene;
    let at = draft.cue.map_or(draft.content.first, |cue| cue.first);
    let sentence = scene.read.sentences.partition_point(|sentence| sentence.first as usize <= at).saturating_sub(1);
    let start = (scene.read.sentences[sentence].first as usize).max(at.saturating_sub(FARTHEST));
    if last.1 >= start && last.1 > 0 && (last.0.span.is_some() || last.0.mention.is_some()) {
        return last.0;
    }
    // "Noting that ..., X said": the subject stands behind the clause.
    if at <= start + 1 && scene.is_comma(draft.content.last + 1) {
        let end = scene.read.tokens.len().min(draft.content.last + 26);
        if let Some(run) = crate::phrase::phrase_beginning_at(scene, draft.content.last + 2, end) {
            return resolver.resolve(run, history);
        }
    }
    // The first noun phrase of the sentence, behind the phrase that may open it: "In a report, the agency ...".
    let opener = start + usize::from(scene.is(start, Grammar::CONJUNCTION));
    let participle = scene.str(opener).len() > 5 && scene.str(opener).ends_with("ing") && !scene.is(opener, u16::MAX);
    let clause = participle || scene.is(opener, Grammar::SUBORDINATOR);
    let opens = clause || scene.is(opener, Grammar::PREPOSITION) && !scene.is(opener, Grammar::DETERMINER);
    let comma = (opener..at).find(|at| opens && scene.is_break(*at)).filter(|comma| {
        let begins = scene.is(*comma + 1, Grammar::DETERMINER | Grammar::SUBJECT) || scene.read.is_capital(*comma + 1);
        scene.is_comma(*comma) && comma + 2 < at && (clause || begins || !scene.has_sure_finite(start, *comma))
    });
    let start = comma.map_or(start, |comma| comma + 1);
    let first = (start..at).find(|from| {
        (scene.is_nominal(*from) || scene.is(*from, Grammar::DETERMINER | Grammar::SUBJECT))
            && !scene.is(*from, Grammar::TIME)
            && (*from == start || !scene.is(*from - 1, Grammar::PREPOSITION))
    });
    let run = first.and_then(|first| crate::phrase::phrase_beginning_at(scene, first, at));
    run.map_or_else(|| history.last().unwrap_or(UNKNOWN), |run| resolver.resolve(run, history))
}

/// Whether no paragraph begins between two tokens.
fn same_block(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    from <= to && !scene.read.tokens[from + 1..=to].iter().any(|token| token.is(Token::BLOCK_START))
}

/// How many of these sentences belong together because a quotation spans them: one where none does.
fn passage(scene: &Scene<'_>, sentences: &[Sentence]) -> usize {
    let spans = |last: usize| {
        let end = sentences[last].range().end;
        scene.is_quoted(end) && scene.is_quoted(end - 1) && scene.inside[end] == scene.inside[end - 1]
            || scene.closed_at(end).is_some()
    };
    (0..sentences.len()).find(|last| !spans(*last)).map_or(sentences.len(), |last| last + 1)
}

/// Where people speak: not in the chrome of a page, not in the headings that link to other stories.
fn speaks(region: RegionKind) -> bool {
    !matches!(region, RegionKind::HEADER | RegionKind::BYLINE | RegionKind::RELATED | RegionKind::BOILERPLATE)
}

/// Where the story is told, so that a pronoun may refer there.
fn tells(region: RegionKind) -> bool {
    speaks(region) && !matches!(region, RegionKind::CAPTION | RegionKind::HEADLINE | RegionKind::DATELINE)
}

/// The content without its outer marks and without a comma at its end.
fn content_span(scene: &Scene<'_>, run: Run) -> Span {
    let (mut first, mut last) = (run.first, run.last);
    loop {
        let before = (first, last);
        if first < last && matches!(scene.str(first), "," | ":" | ";" | "—" | "–" | "--") {
            first += 1;
        }
        if first < last && matches!(scene.str(last), "," | ":" | ";" | "—" | "–" | "--" | "(") {
            last -= 1;
        }
        if let Some(mark) = scene.opened_at(first).filter(|mark| mark.close as usize >= last) {
            last = last.min(mark.close as usize - 1);
            first += 1;
        }
        if first < last
            && scene.shape(last, Token::QUOTE_MARK)
            && scene.closed_at(last).is_none_or(|mark| (mark.open as usize) < first)
            && !scene.read.is_possessive(last)
            && scene.shape(last, Token::MARK)
            && !scene.is_quoted(last)
        {
            last -= 1;
        }
        if (first, last) == before {
            break;
        }
    }
    if first > last { Span::NONE } else { scene.read.span(first, last) }
}

fn quote_type(scene: &Scene<'_>, run: Run) -> QuoteType {
    let (mut words, mut marked) = (0, 0);
    for at in run.first..=run.last {
        if scene.read.tokens[at].is_any(Token::WORD | Token::DIGIT) {
            words += 1;
            marked += usize::from(scene.is_quoted(at));
        }
    }
    if marked == 0 {
        QuoteType::INDIRECT
    } else if marked * 50 >= words * 49 {
        QuoteType::DIRECT
    } else {
        QuoteType::MIXED
    }
}

fn party(scene: &Scene<'_>, run: Option<Run>, cx: &mut Context<'_, Quotes>) -> Party {
    match run {
        Some(run) => {
            let span = scene.read.span(run.first, run.last);
            Party { span, name: cx.intern(span.of(scene.read.text)) }
        }
        None => Party { span: Span::NONE, name: Str::NONE },
    }
}
