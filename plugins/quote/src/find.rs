//! Stage two: contents and cues. Every cue of a sentence is asked for its subject and its content.

use dateline_layers::{Mode, Token};
use dateline_names::Word;

use crate::complement::{self, Kind};
use crate::cue::{Cue, Form, Frames};
use crate::extent::{Clause, Side, extent};
use crate::grammar::Grammar;
use crate::phrase;
use crate::scene::{Run, Scene, step};
use crate::source::{according_to, as_reported, nominal, relays_ahead, second_hand};
use crate::subject::{self, Before, Subject};

/// A quotation whose speaker is not resolved yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft {
    /// The content, marks and edge punctuation still part of it.
    pub(crate) content: Run,
    /// The cue, where there is one.
    pub(crate) cue: Option<Run>,
    /// The words of the speaker, or whose words they share.
    pub(crate) subject: Subject,
    /// The clause of attribution.
    pub(crate) attribution: Option<Run>,
    /// The person spoken to.
    pub(crate) addressee: Option<Run>,
    /// The relaying source.
    pub(crate) via: Option<Run>,
    /// Speech, thought or stand.
    pub(crate) mode: Mode,
    /// 1, or 2 where another quotation quotes it.
    pub(crate) level: u32,
    /// The first piece of a split quotation, by its position among the drafts.
    pub(crate) group: Option<u32>,
    /// Which pattern found it.
    pub(crate) rule: &'static str,
}

/// How many tokens from its cue the content may begin or end: without it a text that is one sentence would take
/// quadratic time.
const REACH: usize = 500;

/// Finds what the cues of a sentence report. `range`: its tokens. Drafts of the sentence are appended.
pub(crate) fn in_sentence(scene: &Scene<'_>, range: std::ops::Range<usize>, out: &mut Vec<Draft>) {
    let begin = out.len();
    let last = content_end(scene, range.start, range.end);
    let mut free = range.start;
    for at in scene.spots_in(range.clone()) {
        let (start, end) = (range.start.max(at.saturating_sub(REACH)), last.min(at + REACH));
        if scene.is_quoted(at) {
            continue;
        }
        if let Some(found) = according_to(scene, at, start, end) {
            // "..., Petrov said, according to Interfax": another's words are relayed.
            let near = recent(begin, out.len());
            if let Some(relayed) = out[near..].iter_mut().find(|draft| is_attributed(draft, start, found.content)) {
                relayed.via = match found.subject {
                    Subject::Words(run) => Some(run),
                    _ => None,
                };
                free = free.max(found.attribution.map_or(at, |run| run.last) + 1);
                continue;
            }
            push_outer(found, begin, &mut free, out);
            continue;
        }
        let Some(cue) = scene.cues[at] else { continue };
        if at >= free
            && let Some(noun) = scene.noun_cue(at)
            // "their leader warning that" is a participle, "their warning that" a noun.
            && !(cue.form == Form::Ing && at > start && scene.word(at - 1).any(Word::ROLE))
            && let Some(draft) = nominal(scene, noun, at, start, end)
        {
            free = draft.content.last + 1;
            out.push(draft);
            continue;
        }
        if cue.noun {
            continue;
        }
        if relays_ahead(scene, at, end) {
            continue;
        }
        if let Some(draft) = second_hand(scene, at, start, end) {
            free = draft.content.last + 1;
            out.push(draft);
            continue;
        }
        if at == start
            && let Some(draft) = inverted(scene, cue, at, end)
        {
            free = draft.content.last + 1;
            out.push(draft);
            continue;
        }
        // "When asked why the envoy resigned, ...": what is asked is nobody's statement.
        if subject::is_asked(scene, at, start) {
            free = free.max((at..end.min(at + 40)).find(|at| scene.is_comma(*at)).unwrap_or(at));
            continue;
        }
        let before = subject::before(scene, at, start);
        if let Some(found) = content_before(scene, cue, at, before, start, end) {
            let second = content_behind(scene, &found, end);
            let first = push_outer(found, begin, &mut free, out);
            if let Some(second) = second {
                free = free.max(second.content.last + 1);
                out.push(Draft { group: Some(first), ..second });
                out[first as usize].group = Some(first);
            }
            continue;
        }
        if at >= free
            && let Some(draft) = as_reported(scene, cue, at, before, start, end)
        {
            free = draft.content.last + 1;
            out.push(draft);
            continue;
        }
        let Some(before) = before else { continue };
        if at < free {
            continue;
        }
        if let Some(draft) = content_after(scene, cue, at, before, start, end) {
            free = draft.content.last + 1;
            out.push(draft);
        }
    }
}

/// Whether a draft is what a quotation itself quotes, all of it: "[X said that ...], the agency reports".
fn is_second(draft: &Draft, stretch: Run) -> bool {
    let spoken = draft.mode == Mode::SPEECH && matches!(draft.rule, "cue that clause" | "cue clause");
    let begins = draft.attribution.is_some_and(|attribution| attribution.first <= stretch.first + 1);
    spoken && begins && draft.content.last + 1 >= stretch.last
}

/// Whether a draft with its attribution is all of this stretch.
fn is_attributed(draft: &Draft, start: usize, stretch: Run) -> bool {
    let spoken = draft.mode == Mode::SPEECH && matches!(draft.rule, "content speaker cue" | "content cue speaker");
    let ends = draft.attribution.is_some_and(|attribution| attribution.last + 2 >= stretch.last);
    spoken && ends && draft.content.first <= start + 1
}

/// From where on the drafts of a sentence are near enough to lie inside one that ends it: without this bound a sentence of
/// nothing but cues would take quadratic time.
fn recent(begin: usize, len: usize) -> usize {
    begin.max(len.saturating_sub(64))
}

/// Adds a draft whose content may hold drafts found before: theirs lie inside a quotation and are dropped.
fn push_outer(draft: Draft, begin: usize, free: &mut usize, out: &mut Vec<Draft>) -> u32 {
    let kept = (recent(begin, out.len())..out.len()).find(|at| {
        step();
        draft.content.first <= out[*at].content.first && out[*at].content.last <= draft.content.last
    });
    if let Some(kept) = kept {
        let mut index = kept;
        for at in kept..out.len() {
            let mut inner = out[at];
            let nested = draft.content.first <= inner.content.first && inner.content.last <= draft.content.last;
            let second = nested && is_second(&inner, draft.content);
            inner.level += u32::from(second);
            if !nested || second {
                out[index] = inner;
                index += 1;
            }
        }
        out.truncate(index);
    }
    *free = (*free).max(draft.content.last + 1).max(draft.attribution.map_or(0, |run| run.first));
    out.push(draft);
    out.len() as u32 - 1
}

/// One past the last token of a sentence that can be content: its closing marks are left out.
fn content_end(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && scene.shape(end - 1, Token::STOP) && !scene.is_quoted(end - 1) {
        end -= 1;
    }
    end
}

/// "said that ...", "told reporters ...", "praised ...".
fn content_after(scene: &Scene<'_>, cue: Cue, at: usize, before: Before, start: usize, end: usize) -> Option<Draft> {
    // "called off the search", "riots related to the vote"
    if matches!(
        (scene.str(at), scene.str(at + 1)),
        ("called" | "calling" | "call" | "calls", "off") | ("related", "to")
    ) {
        return None;
    }
    if before.passive && !cue.frames.any(Frames::TO) {
        return None;
    }
    let found = complement::after(scene, at, end).or_else(|| complement::gap(scene, at, before, start, end))?;
    let passive_plan =
        before.passive && (found.kind != Kind::Infinitive || !cue.frames.any(Frames::OBJECT | Frames::TO));
    if passive_plan || cue.form == Form::Participle && found.kind == Kind::Topic {
        return None;
    }
    // "rejected the ministry's claim that ...": the claim is what is reported.
    let noun = |at: usize| scene.noun_cue(at).is_some_and(|cue| nominal(scene, cue, at, found.first, end).is_some());
    if found.kind == Kind::Topic && (found.first..end.min(found.first + 10)).any(noun) {
        return None;
    }
    let side = if before.relative {
        Side::Relative
    } else if is_fronted(scene, before, start, at) {
        Side::Fronted
    } else {
        Side::Main
    };
    let last = extent(scene, found.first, end, Clause { kind: found.kind, side, form: cue.form, frames: cue.frames });
    if last <= found.first || !scene.shape(found.first, Token::WORD | Token::SPACED) && found.first + 1 >= last {
        return None;
    }
    let mode = match found.kind {
        Kind::Topic if cue.mode != Mode::THOUGHT => Mode::ATTITUDE,
        Kind::Infinitive if cue.mode == Mode::ATTITUDE => Mode::SPEECH,
        Kind::Topic | Kind::Infinitive => cue.mode,
        _ if cue.mode == Mode::ATTITUDE => Mode::SPEECH,
        _ => cue.mode,
    };
    Some(Draft {
        content: Run::new(found.first, last - 1),
        cue: Some(Run::new(at, at)),
        subject: if before.passive { Subject::Nobody } else { before.subject },
        attribution: Some(Run::new(before.begins, found.first - 1)),
        addressee: found.addressee,
        via: None,
        mode,
        group: None,
        level: 1,
        rule: match found.kind {
            Kind::That => "cue that clause",
            Kind::Bare => "cue clause",
            Kind::Quoted => "cue quotation",
            Kind::Question => "cue question",
            Kind::Infinitive => "cue infinitive",
            Kind::Topic => "cue topic",
        },
    })
}

/// Whether the clause of a cue opens the sentence and depends on what follows: "Noting that ...,", "While he said ...,".
fn is_fronted(scene: &Scene<'_>, before: Before, start: usize, at: usize) -> bool {
    let opener = if scene.is_quote_mark(start) { start + 1 } else { start };
    let participle = at <= opener + 1 && scene.cues[at].is_some_and(|cue| cue.form == Form::Ing);
    let subordinator = scene.is(opener, Grammar::SUBORDINATOR) && before.begins == opener + 1;
    let preposition = scene.is(opener, Grammar::PREPOSITION) && at == opener + 1;
    participle || subordinator || preposition
}

/// "..., X said", "“...,” said X": the content before a cue that has nothing behind it.
fn content_before(
    scene: &Scene<'_>,
    cue: Cue,
    at: usize,
    before: Option<Before>,
    start: usize,
    end: usize,
) -> Option<Draft> {
    if !cue.frames.any(Frames::QUOTE) || matches!(cue.form, Form::Participle | Form::Ing) {
        return None;
    }
    let direct_before =
        |begins: usize| begins > start && (scene.is_comma(begins - 1) || scene.closed_at(begins - 1).is_some());
    // Inverted: the verb follows the content directly.
    let own_subject = before.is_some_and(|before| {
        matches!(before.subject, Subject::Words(_)) && direct_before(before.begins) && before.begins < at
    });
    if direct_before(at)
        && !own_subject
        && !matches!(cue.form, Form::Base)
        && (!cue.frames.any(Frames::ADDRESSEE)
            || scene.closed_at(at - 1).is_some() && matches!(scene.str(at), "asked" | "asks"))
        && let Some(run) = phrase::phrase_beginning_at(scene, at + 1, end)
    {
        let run_closes = run.last + 1 >= end
            || scene.is_break(run.last + 1)
            || scene.is(
                run.last + 1,
                Grammar::PREPOSITION | Grammar::TIME | Grammar::SUBORDINATOR | Grammar::ADVERB | Grammar::RELATIVE,
            );
        let marked = scene.closed_at(at - 1).is_some();
        // "the senator, Ana Lind, announced her choice": what may be a topic must look like a speaker.
        let speaks = (run.first..=run.last).any(|at| {
            scene.read.is_capital(at) || scene.word(at).any(Word::ROLE | Word::PLURAL | Word::PEOPLE | Word::PRONOUN)
        });
        let topic = !marked && cue.frames.any(Frames::TOPIC) && !speaks;
        if run_closes
            && !topic
            && (marked
                || cue.mode == Mode::SPEECH
                    && scene.has_sure_finite(start, at)
                    && complement::after(scene, at, end).is_none_or(|found| found.kind == Kind::Topic))
        {
            return piece_before(scene, cue, at, at, Subject::Words(run), run.last, start, "content cue speaker");
        }
    }
    let before = before?;
    if before.passive || before.relative || before.subject == Subject::Shared || !direct_before(before.begins) {
        return None;
    }
    let Subject::Words(run) = before.subject else { return None };
    // The comma may stand inside of the marks or, in the British manner, behind them.
    let marked = run.first > start + 1
        && (scene.closed_at(run.first - 1).is_some()
            || scene.is_comma(run.first - 1) && scene.closed_at(run.first - 2).is_some());
    let after = complement::after(scene, at, end);
    let clause_follows = after.is_some_and(|found| match found.kind {
        Kind::Topic | Kind::Infinitive => false,
        Kind::Quoted => !marked && (!scene.is_comma(found.first - 1) || opens_clause(scene, start, run.first)),
        // Behind a fragment of the author's clause: "to chants of “More!,” she said the race was on".
        Kind::Bare => !marked || !opens_with_marks(scene, start, run.first),
        Kind::That | Kind::Question => true,
    });
    if clause_follows {
        return None;
    }
    // Without marks the clause must be over: "On Monday, he said | nothing" is no parenthesis.
    if !marked {
        let stop = complement::skip_adverbials(scene, at + 1, end);
        let over = stop >= end
            || scene.is_break(stop)
            || scene.is(stop, Grammar::PREPOSITION | Grammar::SUBORDINATOR)
            || cue.frames.any(Frames::ADDRESSEE)
            || matches!(scene.str(stop), "reporters" | "journalists");
        let goes_on = scene.is_comma(stop) && scene.has_sure_finite(stop + 1, end);
        // Whole words of the speaker open it: "“It comes down to trust” in the end, he said".
        let quoted = scene.opened_at(start).is_some_and(|mark| mark.inside().len() > 4);
        let fronted = !goes_on && !quoted && !scene.has_sure_finite(start, run.first);
        if !over || fronted || cue.mode == Mode::ATTITUDE {
            return None;
        }
    }
    piece_before(scene, cue, at, before.begins, before.subject, at, start, "content speaker cue")
}

/// Whether the words from `start` on open a clause of the author rather than state something: "In a statement,", "Speaking
/// in Oslo,", "Asked whether it was over,".
fn opens_clause(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let dependent = scene.is(start, Grammar::SUBORDINATOR | Grammar::PREPOSITION)
        || scene.str(start).len() > 4 && scene.str(start).ends_with("ing")
        || matches!(scene.str(start), "Asked" | "Questioned" | "Pressed");
    dependent || !scene.has_sure_finite(start, end)
}

/// Whether the marks that close before `begins` hold more than a fragment of the author's sentence.
fn opens_with_marks(scene: &Scene<'_>, start: usize, begins: usize) -> bool {
    let mark = (1..=2).find_map(|back| scene.closed_at(begins.checked_sub(back)?));
    mark.is_none_or(|mark| own_words(scene, start, mark.open as usize))
}

/// The draft of a content that ends before `begins`.
#[expect(clippy::too_many_arguments, reason = "the parts of one finding, each of its own kind")]
fn piece_before(
    scene: &Scene<'_>,
    cue: Cue,
    at: usize,
    begins: usize,
    subject: Subject,
    last: usize,
    start: usize,
    rule: &'static str,
) -> Option<Draft> {
    let mut close = begins - 1;
    while close > start && (scene.is_comma(close) || scene.is_quote_mark(close)) && scene.closed_at(close).is_none() {
        close -= 1;
    }
    let first = match scene.closed_at(close) {
        // The quotation alone, unless the sentence before it is the speaker's too: "It was, he said, “over”".
        Some(mark) if own_words(scene, start, mark.open as usize) => mark.open as usize,
        _ => start,
    };
    let attribution = Run::new(begins, last.max(at));
    (close >= first).then_some(Draft {
        content: Run::new(first, close),
        cue: Some(Run::new(at, at)),
        subject,
        attribution: Some(attribution),
        addressee: None,
        via: None,
        mode: if cue.mode == Mode::ATTITUDE { Mode::SPEECH } else { cue.mode },
        group: None,
        level: 1,
        rule,
    })
}

/// Whether what stands before a quotation is another's: nothing, or a clause that ends in a colon or a cue.
fn own_words(scene: &Scene<'_>, start: usize, open: usize) -> bool {
    open == start
        || matches!(scene.str(open - 1), ":" | "—" | "–" | ";")
        || open == start + 1 && !scene.is_nominal(start)
        || scene.is_comma(open - 1)
            && scene.cues[start..open].iter().any(|cue| cue.is_some_and(|cue| cue.frames.any(Frames::QUOTE)))
}

/// "Said Petrov: “...”": the cue opens the sentence and its subject stands before the quotation.
fn inverted(scene: &Scene<'_>, cue: Cue, at: usize, end: usize) -> Option<Draft> {
    if !cue.frames.any(Frames::QUOTE) || !matches!(cue.form, Form::Past | Form::Third) {
        return None;
    }
    let run = phrase::phrase_beginning_at(scene, at + 1, end)?;
    let limit = end.min(run.last + 24);
    let mark = (run.last + 1..limit).find_map(|at| scene.opened_at(at))?;
    let open = mark.open as usize;
    let closed = scene.is_comma(open - 1) || scene.str(open - 1) == ":";
    if !closed || scene.has_sure_finite(run.last + 1, open) {
        return None;
    }
    let last = extent(scene, open, end, Clause::main(Kind::Quoted));
    (last > open + 1).then_some(Draft {
        content: Run::new(open, last - 1),
        cue: Some(Run::new(at, at)),
        subject: Subject::Words(run),
        attribution: Some(Run::new(at, open - 1)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "cue quotation",
    })
}

/// The second piece of a content that an attribution parts: "Instead, she said, | her boss ...".
fn content_behind(scene: &Scene<'_>, found: &Draft, end: usize) -> Option<Draft> {
    let attribution = found.attribution?;
    let mut comma = complement::skip_adverbials(scene, attribution.last + 1, end);
    let limit = end.min(attribution.last + 12);
    let marked = scene.closed_at(found.content.last).is_some();
    if marked {
        // Not past another attribution: "..., he said, adding that it was “...”".
        let stop = (comma..limit).find(|at| scene.cues[*at].is_some_and(|cue| !cue.noun)).unwrap_or(limit);
        comma = (comma..stop)
            .find(|at| scene.opened_at(*at + 1).is_some() || scene.opened_at(*at).is_some())
            .unwrap_or(comma);
    } else {
        while comma < limit && !scene.is_break(comma) {
            comma += 1;
        }
    }
    let first = if scene.opened_at(comma).is_some() { comma } else { comma + 1 };
    if first + 1 >= end || !(scene.is_comma(comma) || first == comma || marked && scene.opened_at(first).is_some()) {
        return None;
    }
    let quoted = scene.opened_at(first).is_some();
    if marked && !quoted {
        return None;
    }
    let inverted = matches!(found.subject, Subject::Words(run) if run.first > found.cue.map_or(0, |cue| cue.last));
    if !quoted && (inverted || not_content(scene, first, end)) {
        return None;
    }
    let kind = if quoted { Kind::Quoted } else { Kind::Bare };
    let last = extent(scene, first, end, Clause::main(kind));
    (last > first + 1).then_some(Draft { content: Run::new(first, last - 1), rule: "second piece", ..*found })
}

/// What follows an attribution without being content: "..., he said, adding that", ", according to".
fn not_content(scene: &Scene<'_>, first: usize, end: usize) -> bool {
    let cue = scene.cues[first]
        .or_else(|| scene.is(first, Grammar::ADVERB).then(|| scene.cues.get(first + 1).copied().flatten()).flatten());
    cue.is_some_and(|cue| cue.form == Form::Ing)
        || scene.str(first).len() > 4 && scene.str(first).ends_with("ing") && !scene.is(first, Grammar::PREPOSITION)
        || matches!(
            scene.str(first),
            "who"
                | "which"
                | "according"
                | "as"
                | "after"
                | "when"
                | "while"
                | "citing"
                | "in"
                | "at"
                | "before"
                | "a"
                | "during"
                | "on"
                | "with"
                | "whose"
        )
        || (matches!(scene.str(first), "and" | "but")
            && (first + 1..end.min(first + 4)).any(|at| scene.cues[at].is_some()))
        || !scene.has_finite(first, end) && end - first < 4
}
