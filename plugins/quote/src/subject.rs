//! The subject of a cue: the noun phrase that speaks, before the cue or, where verb and subject change places, after it.

use dateline_layers::Token;
use dateline_names::Word;

use crate::cue::{Cue, Form, Frames};
use crate::grammar::Grammar;
use crate::phrase::{LONGEST, phrase_ending_at};
use crate::scene::{Run, Scene};

/// Who speaks, as far as the clause of the cue tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// These words.
    Words(Run),
    /// The relative pronoun at a token, for the words before it: "the minister, | who said".
    Relative(Run, usize),
    /// The subject of the clause before: "..., adding that", "and said that".
    Shared,
    /// Whoever spoke last: a quotation without any attribution.
    Running,
    /// Nobody: "is expected to".
    Nobody,
}

/// A subject with the place where its clause begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) subject: Subject,
    /// The first token of the clause of attribution.
    pub(crate) begins: usize,
    /// The cue is passive: its subject is told, not telling.
    pub(crate) passive: bool,
    /// The clause is relative ("who said").
    pub(crate) relative: bool,
}

/// The subject before the cue at `at`, within the tokens from `lowest`.
pub(crate) fn before(scene: &Scene<'_>, at: usize, lowest: usize) -> Option<Before> {
    let cue = scene.cues[at]?;
    let verbal = Grammar::AUX | Grammar::MODAL | Grammar::ADVERB | Grammar::NEGATION;
    let mut begins = at;
    let mut be = false;
    let mut helped = false;
    while begins > lowest && (is_helper(scene, begins - 1, verbal) || floats(scene, begins - 1, lowest)) {
        begins -= 1;
        be |= scene.is(begins, Grammar::BE) && !helped && !scene.read.is_possessive(begins)
            || scene.is(begins, Grammar::BE) && cue.form != Form::Ing;
        // "he's predicting"
        be |= cue.form == Form::Ing && scene.read.is_possessive(begins);
        helped |= scene.is(begins, Grammar::AUX | Grammar::MODAL);
    }
    let passive = be && matches!(cue.form, Form::Past | Form::Participle);
    let shared = |begins| Some(Before { subject: Subject::Shared, begins, passive, relative: false });
    if begins == lowest || scene.shape(begins, Token::SENTENCE_START) {
        return (cue.form == Form::Ing).then_some(()).and_then(|()| shared(begins));
    }
    let near = before_time(scene, begins - 1, lowest);
    if matches!(cue.form, Form::Participle) && !helped {
        return None;
    }
    // "a disputed shoal", "their proposed law"
    let possessive = ["his", "her", "its", "their", "our", "my"].iter().any(|word| scene.read.is_word(near, word));
    let article = ["a", "an", "the"].iter().any(|word| scene.read.is_word(near, word));
    if (article || possessive && cue.form != Form::Ing) && !helped && near == at - 1 {
        return None;
    }
    if cue.form == Form::Ing && !be {
        let participial = scene.is_comma(near)
            || scene.is(near, Grammar::PREPOSITION | Grammar::CONJUNCTION | Grammar::SUBORDINATOR)
            || scene.is_quote_mark(near)
            || scene.shape(near, Token::DASH);
        if !participial && let Some(run) = absolute(scene, near, lowest) {
            return Some(Before { subject: Subject::Words(run), begins: run.first, passive, relative: false });
        }
        return if participial { shared(near) } else { bare_participle(scene, near).and_then(|()| shared(begins)) };
    }
    if scene.str(near).eq_ignore_ascii_case("to") {
        return (cue.form == Form::Base).then(|| {
            let subject = intends(scene, near, lowest).unwrap_or(Subject::Shared);
            Before { subject, begins: near, passive, relative: false }
        });
    }
    if !helped && matches!(cue.form, Form::Base | Form::Third) && is_noun_here(scene, at, near, cue, lowest) {
        return None;
    }
    if scene.is(near, Grammar::RELATIVE)
        && !scene.is(near, Grammar::DETERMINER)
        && !matches!(scene.str(near), "which" | "when" | "where")
    {
        let who = Subject::Words(Run::new(near, near));
        let subject = antecedent(scene, near, lowest).map_or(who, |run| Subject::Relative(run, near));
        return Some(Before { subject, begins: near, passive, relative: true });
    }
    if scene.is(near, Grammar::SUBJECT) {
        return Some(Before { subject: Subject::Words(Run::new(near, near)), begins: near, passive, relative: false });
    }
    if scene.is(near, Grammar::CONJUNCTION) {
        return shared(near);
    }
    if scene.is_comma(near)
        || scene.str(near) == ")"
        || scene.shape(near, Token::DASH) && scene.shape(near, Token::SPACED)
    {
        return match parenthesis(scene, near, lowest) {
            Some(run) => Some(Before { subject: Subject::Words(run), begins: run.first, passive, relative: false }),
            None if scene.is_comma(near) => shared(near),
            None => None,
        };
    }
    let run = phrase_ending_at(scene, near, lowest)?;
    let run = described(scene, run, lowest).or_else(|| restricted(scene, run, lowest)).unwrap_or(run);
    Some(Before { subject: Subject::Words(run), begins: run.first, passive, relative: false })
}

/// The noun before a relative clause whose own object stands before the cue: "officials who met the envoy | say".
fn restricted(scene: &Scene<'_>, run: Run, lowest: usize) -> Option<Run> {
    let floor = lowest.max(run.first.saturating_sub(10));
    let parts = |at: usize| scene.is_break(at) || scene.is(at, Grammar::CONJUNCTION | Grammar::SUBORDINATOR);
    let who = (floor..run.first).rev().find(|at| scene.str(*at) == "who" || parts(*at))?;
    let clause = scene.str(who) == "who" && who > lowest && who + 1 < run.first;
    (clause && scene.has_finite(who + 1, run.first)).then(|| antecedent(scene, who, lowest)).flatten()
}

/// "When asked about the plan,": the one who is asked answers behind the comma.
pub(crate) fn is_asked(scene: &Scene<'_>, at: usize, lowest: usize) -> bool {
    let near = at.wrapping_sub(1);
    let asked = matches!(scene.str(at), "asked" | "questioned" | "pressed" | "challenged");
    asked && at > lowest && scene.is(near, Grammar::SUBORDINATOR) && !scene.is(near, Grammar::DETERMINER)
}

/// The noun before a relative clause that ends at the cue: "the part that was not overturned | says".
fn described(scene: &Scene<'_>, run: Run, lowest: usize) -> Option<Run> {
    let participle = run.len() == 1 && scene.str(run.first).ends_with("ed") && !scene.read.is_capital(run.first);
    let helper = Grammar::AUX | Grammar::NEGATION | Grammar::ADVERB;
    let mut at = run.first;
    while at > lowest && is_helper(scene, at - 1, helper) {
        at -= 1;
    }
    let relative = at.checked_sub(1).filter(|that| *that > lowest && at < run.first && participle)?;
    matches!(scene.str(relative), "that" | "which" | "who").then(|| antecedent(scene, relative, lowest)).flatten()
}

/// The subject of the verb that an infinitive hangs on: "the doctor, who tried | to warn", "the envoy went on | to say".
fn intends(scene: &Scene<'_>, to: usize, lowest: usize) -> Option<Subject> {
    let mut verb = to.checked_sub(1).filter(|verb| *verb > lowest)?;
    if matches!(scene.str(verb), "on" | "not") && verb > lowest + 1 {
        verb -= 1;
    }
    // "which led Weber | to say"
    let made = |at: usize| matches!(scene.str(at), "led" | "prompted" | "forced" | "caused" | "allowed" | "pushed");
    if (lowest.max(verb.saturating_sub(3))..verb).any(made) && scene.is_nominal(verb) {
        let floor = (lowest..verb).rfind(|at| made(*at)).map_or(lowest, |at| at + 1);
        return phrase_ending_at(scene, verb, floor).map(Subject::Words);
    }
    let finite = scene.is(verb, Grammar::PAST | Grammar::PRESENT)
        || matches!(scene.str(verb), "tried" | "used" | "failed" | "managed" | "hastened" | "continued" | "refused");
    if !finite || scene.capital_inside(verb) {
        return None;
    }
    let helper = Grammar::AUX | Grammar::MODAL | Grammar::ADVERB | Grammar::NEGATION;
    let mut near = verb - 1;
    while near > lowest && is_helper(scene, near, helper) {
        near -= 1;
    }
    if scene.is(near, Grammar::RELATIVE) && !scene.is(near, Grammar::DETERMINER) && scene.str(near) == "who" {
        return antecedent(scene, near, lowest).map(|run| Subject::Relative(run, near));
    }
    if scene.is(near, Grammar::SUBJECT) {
        return Some(Subject::Words(Run::new(near, near)));
    }
    let noun = scene.is_nominal(near) && scene.shape(near, Token::WORD);
    noun.then(|| phrase_ending_at(scene, near, lowest)).flatten().map(Subject::Words)
}

/// Before what says when: "The ministry last week | said", "X on Friday | warned", "X less than two weeks ago | said".
fn before_time(scene: &Scene<'_>, near: usize, lowest: usize) -> usize {
    let time = |at: usize| scene.is(at, Grammar::TIME) && !scene.is(at, Grammar::MODAL);
    if !time(near) && scene.str(near) != "ago" {
        return near;
    }
    let counted = |at: usize| {
        scene.shape(at, Token::NUMBER)
            || matches!(
                scene.str(at),
                "ago" | "last" | "this" | "late" | "early" | "earlier" | "less" | "more" | "than"
            )
            || matches!(scene.str(at), "a" | "few" | "two" | "three" | "four" | "five" | "six" | "several")
    };
    let mut at = near;
    while at > lowest && (time(at) || counted(at)) {
        at -= 1;
    }
    if at > lowest && matches!(scene.str(at), "on" | "in" | "by" | "since") {
        at -= 1;
    }
    // "The envoy, Ana Lind, on Tuesday | urged": a comma may close an apposition.
    let speaker = scene.is_nominal(at) || scene.str(at) == ")" || scene.is_comma(at);
    if speaker && !time(at) && !counted(at) { at } else { near }
}

/// A helper between subject and verb; no possessive, and no adverb that is capitalised inside a name.
fn is_helper(scene: &Scene<'_>, at: usize, verbal: u16) -> bool {
    let possessor = scene.read.is_possessive(at) && !scene.is(at.wrapping_sub(1), Grammar::SUBJECT);
    let determiner = scene.is(at, Grammar::DETERMINER) && !scene.is(at, Grammar::ADVERB);
    scene.is(at, verbal) && !scene.capital_inside(at) && !possessor && !determiner
}

/// "have long | worried", "have both | urged", "they all | said": a word between subject and verb that is neither.
fn floats(scene: &Scene<'_>, at: usize, lowest: usize) -> bool {
    let helped = at > lowest && scene.is(at - 1, Grammar::AUX) && !scene.read.is_possessive(at - 1);
    match scene.str(at) {
        "long" => helped,
        "both" | "all" => helped || at > lowest && scene.is(at - 1, Grammar::SUBJECT),
        _ => false,
    }
}

/// The subject of its own that a participle may have: "with the union's leader | warning that".
fn absolute(scene: &Scene<'_>, near: usize, lowest: usize) -> Option<Run> {
    let run = phrase_ending_at(scene, near, lowest)?;
    // The phrase takes in a preposition before it.
    let with = (run.first.saturating_sub(1)..near).find(|at| scene.str(*at) == "with" && *at >= lowest)?;
    (with < near).then(|| Run::new(with + 1, near))
}

/// "a letter saying that", "in remarks warning that": the noun before a participle is what says it.
fn bare_participle(scene: &Scene<'_>, near: usize) -> Option<()> {
    (scene.is_nominal(near) && scene.read.tokens[near].is(Token::WORD)).then_some(())
}

/// Whether a word that may be noun or verb ("claims", "report") is a noun after the token `near`.
fn is_noun_here(scene: &Scene<'_>, at: usize, near: usize, cue: Cue, lowest: usize) -> bool {
    let quantity =
        matches!(scene.str(near), "many" | "some" | "all" | "both" | "others" | "most" | "few" | "that" | "this");
    if scene.read.is_possessive(near) || scene.is(near, Grammar::DETERMINER) && !quantity {
        return true;
    }
    // "believes that ..., and hopes to"
    if scene.is(near, Grammar::CONJUNCTION) && matches!(scene.str(at + 1), "to" | "that") {
        return false;
    }
    if !cue.frames.any(Frames::NOUN) {
        return false;
    }
    let adjective = Word::DEMONYM | Word::ADJECTIVE;
    if scene.is(near, Grammar::PREPOSITION) && !scene.is(near, Grammar::SUBORDINATOR)
        || scene.word(near).any(adjective) && !scene.word(near).any(Word::ROLE | Word::PLACE)
    {
        return true;
    }
    let pronoun = scene.is(near, Grammar::SUBJECT | Grammar::RELATIVE);
    if cue.form == Form::Third {
        // "X, head of the union, claims"
        if scene.is_comma(near) && parenthesis(scene, near, lowest).is_some() {
            return false;
        }
        // A singular subject has a determiner or a capital: "the union demands", not "battleground states".
        let singular = phrase_ending_at(scene, near, lowest).is_some_and(|run| {
            (run.first..=run.last).any(|at| scene.is(at, Grammar::DETERMINER) || scene.read.is_capital(at))
        });
        return !(pronoun || scene.str(at + 1) == "that" || singular && !scene.word(near).any(Word::PLURAL));
    }
    let text = scene.str(near);
    let plural = scene.word(near).any(Word::PLURAL | Word::PEOPLE)
        || text.len() > 3 && text.ends_with('s') && !text.ends_with("ss")
        || quantity
        || scene.is_comma(near);
    !(plural || pronoun && !matches!(text, "he" | "she" | "it" | "He" | "She" | "It"))
}

/// The noun phrase before "who": its antecedent.
fn antecedent(scene: &Scene<'_>, who: usize, lowest: usize) -> Option<Run> {
    let near = who.checked_sub(1)?;
    let end = if scene.is_comma(near) { near.checked_sub(1)? } else { near };
    if end < lowest {
        return None;
    }
    phrase_ending_at(scene, end, lowest)
}

/// The noun phrase before a parenthesis that closes at `close`: "X, who heads the delegation, |", "X (R-Texas) |".
fn parenthesis(scene: &Scene<'_>, close: usize, lowest: usize) -> Option<Run> {
    let opener = |at: usize| match scene.str(close) {
        "," => scene.is_comma(at),
        ")" => scene.str(at) == "(",
        _ => scene.shape(at, Token::DASH) && scene.shape(at, Token::SPACED),
    };
    let floor = lowest.max(close.saturating_sub(2 * LONGEST));
    let mut open = close;
    // Several appositions may follow each other; each must look like one.
    for _ in 0..3 {
        open = (floor..open).rev().find(|at| opener(*at) && !scene.is_quoted(*at))?;
        if open + 1 >= close || open <= lowest || scene.is_quoted(open - 1) {
            return None;
        }
        if scene.str(close) == "," && !appositive(scene, open + 1) {
            return None;
        }
        let end = open - 1;
        let run =
            if scene.is_nominal(end) || scene.str(end) == ")" { phrase_ending_at(scene, end, lowest) } else { None };
        match run {
            // "Ana Lind, 34, from Oslo, said"
            Some(run)
                if run.first > lowest && scene.shape(run.first, Token::DIGIT) && scene.is_comma(run.first - 1) => {}
            // "Ana Lind, of the union, a driver, said": the phrase behind a comma is no subject.
            Some(run)
                if run.first > lowest + 1
                    && scene.is(run.first - 1, Grammar::PREPOSITION)
                    && scene.is_comma(run.first - 2)
                    && (floor..run.first - 1).any(opener) => {}
            Some(run)
                if run.first > lowest
                    && scene.is_comma(run.first - 1)
                    && !scene.word(run.last).any(Word::GIVEN)
                    && appositive(scene, run.first)
                    && !scene.read.is_capital(run.last)
                    && (floor..run.first - 1).any(opener) => {}
            other => return other,
        }
    }
    None
}

/// Whether an apposition or relative clause may begin here.
fn appositive(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.word(at);
    scene.is(at, Grammar::DETERMINER | Grammar::RELATIVE)
        || scene.shape(at, Token::DIGIT)
        || word.any(Word::ROLE | Word::ADJECTIVE | Word::TITLE | Word::DEMONYM | Word::PLURAL | Word::HEADING)
        || scene.read.is_capital(at)
        || scene.is(at, Grammar::PREPOSITION) && !scene.is(at, Grammar::SUBORDINATOR)
        || matches!(
            scene.str(at),
            "speaking" | "writing" | "citing" | "asked" | "referring" | "now" | "then" | "once" | "himself" | "herself"
        )
}
