//! Sources that no main verb of the sentence introduces: "according to X", "As X reported,", "X's claim that".

use dateline_layers::Mode;

use crate::complement::{self, Kind};
use crate::cue::{Cue, Frames};
use crate::extent::{Clause, extent};
use crate::find::Draft;
use crate::grammar::Grammar;
use crate::phrase;
use crate::scene::{Run, Scene};
use crate::subject::{self, Before, Subject};

/// "As the paper reported, ...", "As reported by X, ...": the content behind the comma.
pub(crate) fn as_reported(
    scene: &Scene<'_>,
    cue: Cue,
    at: usize,
    before: Option<Before>,
    start: usize,
    end: usize,
) -> Option<Draft> {
    let opener = if scene.is(start, Grammar::CONJUNCTION) { start + 1 } else { start };
    if !scene.str(opener).eq_ignore_ascii_case("as") || !cue.frames.any(Frames::QUOTE) || cue.mode != Mode::SPEECH {
        return None;
    }
    let (speaker, from) = match before.map(|before| (before.subject, before.begins)) {
        Some((Subject::Words(run), begins)) if begins == opener + 1 => (run, at + 1),
        _ if at == opener + 1 && scene.str(at + 1) == "by" => {
            let run = phrase::phrase_beginning_at(scene, at + 2, end)?;
            (run, run.last + 1)
        }
        _ => return None,
    };
    let comma = (from..end.min(from + 12)).find(|at| scene.is_break(*at) || scene.cues[*at].is_some())?;
    if !scene.is_comma(comma) || scene.opened_at(comma + 1).is_some() {
        return None;
    }
    let first = if scene.str(comma + 1) == "that" { comma + 2 } else { comma + 1 };
    let last = extent(scene, first, end, Clause::main(Kind::Bare));
    (last > first + 2 && scene.has_finite(first, last)).then_some(Draft {
        content: Run::new(first, last - 1),
        cue: Some(Run::new(at, at)),
        subject: Subject::Words(speaker),
        attribution: Some(Run::new(opener, comma - 1)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "as reported",
    })
}

/// The word that opens most of them.
pub(crate) const ACCORDING: &str = "according";

/// Whether a word is "according".
pub(crate) fn is_according(word: &str) -> bool {
    word.eq_ignore_ascii_case(ACCORDING)
}

/// "according to X": before, behind or around the content.
pub(crate) fn according_to(scene: &Scene<'_>, at: usize, start: usize, end: usize) -> Option<Draft> {
    if !is_according(scene.str(at)) || scene.str(at + 1) != "to" {
        return None;
    }
    let limit = end;
    let mut stop = at + 2;
    while stop < limit && (!scene.is_break(stop) || scene.is_quote_mark(stop)) {
        stop += 1;
    }
    // "According to Reuters | the convoy was turned back": no comma parts a name from the clause.
    let bare = at <= start + 1 && scene.read.is_capital(at + 2) && !scene.is(at + 2, Grammar::DETERMINER);
    let clause = bare.then(|| {
        (at + 3..stop).find(|at| {
            scene.is(*at, Grammar::DETERMINER | Grammar::SUBJECT)
                && !scene.is(*at - 1, Grammar::PREPOSITION | Grammar::CONJUNCTION)
        })
    });
    let clause = clause.flatten().filter(|first| scene.has_finite(*first, stop));
    let stop = clause.map_or(stop, |first| first - 1);
    let run =
        Run::new(at + 2, if clause.is_some() { stop } else { stop.checked_sub(1).filter(|last| *last >= at + 2)? });
    let speaker = head_phrase(scene, run);
    let opens = at <= start + 1 || at > start && scene.is(at - 1, Grammar::CONJUNCTION) && at < start + 3;
    let stop = if opens { past_apposition(scene, stop, end) } else { stop };
    let content = if opens {
        let last = extent(scene, stop + 1, end, Clause::main(Kind::Bare));
        (stop + 2 < last).then(|| Run::new(stop + 1, last - 1))?
    } else if scene.is_comma(stop) && stop + 3 < end && !scene.has_sure_finite(start, at) {
        // "But the next day, according to X, | the rebels withdrew".
        let last = extent(scene, stop + 1, end, Clause::main(Kind::Bare));
        (stop + 2 < last).then(|| Run::new(stop + 1, last - 1))?
    } else {
        let mut last = at - 1;
        while last > start && (scene.is_comma(last) || matches!(scene.str(last), "—" | "–" | "--" | "and" | "(")) {
            last -= 1;
        }
        Run::new(start, last)
    };
    Some(Draft {
        content,
        cue: Some(Run::new(at, at + 1)),
        subject: Subject::Words(speaker),
        attribution: Some(Run::new(at, run.last)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "according to",
    })
}

/// The comma that closes an apposition to the source: "According to Nordwatt, a research firm, | prices fell".
fn past_apposition(scene: &Scene<'_>, comma: usize, end: usize) -> usize {
    let opens = scene.is_comma(comma) && matches!(scene.str(comma + 1), "a" | "an" | "who" | "which");
    let close = (comma + 2..end.min(comma + 16)).find(|at| scene.is_break(*at));
    let over = close.filter(|close| opens && scene.is_comma(*close) && close + 3 < end);
    let relative = !matches!(scene.str(comma + 1), "a" | "an");
    // A verb before the second comma makes it the clause: "a third of voters left, ...".
    over.filter(|close| relative || !scene.has_finite(comma + 1, *close)).unwrap_or(comma)
}

/// "The agency quoted the ministry | as saying", "X was quoted by the agency as saying": who relays and who says.
pub(crate) fn second_hand(scene: &Scene<'_>, at: usize, start: usize, end: usize) -> Option<Draft> {
    let joint = at.checked_sub(1).filter(|joint| *joint > start && scene.str(*joint) == "as")?;
    let quoted = (start.max(joint.saturating_sub(16))..joint).rev().find(|at| relays(scene, *at))?;
    let before = subject::before(scene, quoted, start)?;
    let Subject::Words(subject) = before.subject else { return None };
    let phrase = |first: usize| (first < joint).then(|| phrase::phrase_beginning_at(scene, first, joint)).flatten();
    let (speaker, via) = if before.passive {
        (subject, if scene.str(quoted + 1) == "by" { phrase(quoted + 2) } else { None })
    } else {
        let object = phrase(quoted + 1).unwrap_or(Run::new(quoted + 1, joint - 1));
        (object, Some(subject))
    };
    let found = complement::after(scene, at, end)?;
    let last = extent(scene, found.first, end, Clause::main(found.kind));
    (last > found.first + 1).then_some(Draft {
        content: Run::new(found.first, last - 1),
        cue: Some(Run::new(at, at)),
        subject: Subject::Words(speaker),
        attribution: Some(Run::new(before.begins, found.first - 1)),
        addressee: None,
        via,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "quoted as saying",
    })
}

/// Whether this word says that another's words are relayed.
pub(crate) fn relays(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.str(at), "quoted" | "quotes" | "quoting" | "cited" | "cites" | "citing")
}

/// Whether "as saying" follows.
pub(crate) fn relays_ahead(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    relays(scene, at)
        && (at + 1..end.min(at + 16))
            .any(|at| scene.str(at) == "as" && matches!(scene.str(at + 1), "saying" | "telling"))
}

/// The noun phrase at the beginning of a run, without the clause that a participle or relative hangs on it.
fn head_phrase(scene: &Scene<'_>, run: Run) -> Run {
    let cut = (run.first + 1..=run.last).find(|at| {
        scene.is(*at, Grammar::RELATIVE) && !scene.is(*at, Grammar::DETERMINER)
            || scene.is(*at, Grammar::PAST) && !scene.capital_inside(*at)
            || scene.is_quote_mark(*at)
            // "officials on Saturday"
            || scene.is(*at, Grammar::PREPOSITION) && scene.is(*at + 1, Grammar::TIME)
    });
    Run::new(run.first, cut.map_or(run.last, |cut| cut - 1).min(run.first + 24))
}

/// "his claim that ...", "a warning from X that ...".
pub(crate) fn nominal(scene: &Scene<'_>, cue: Cue, at: usize, start: usize, end: usize) -> Option<Draft> {
    let mut that = at + 1;
    let mut by = None;
    if matches!(scene.str(that), "by" | "from" | "of") {
        let run = phrase::phrase_beginning_at(scene, that + 1, end)?;
        by = Some(run);
        that = run.last + 1;
    }
    if scene.str(that) != "that" || that + 2 >= end {
        return None;
    }
    let possessor = (start.max(at.saturating_sub(5))..at).rev().find(|at| {
        scene.read.is_possessive(*at)
            || matches!(
                scene.str(*at),
                "his" | "her" | "its" | "their" | "my" | "our" | "His" | "Her" | "Its" | "Their"
            )
    });
    let subject = match (by, possessor) {
        (Some(run), _) => Subject::Words(run),
        (None, Some(at)) if scene.read.is_possessive(at) => {
            Subject::Words(phrase::phrase_ending_at(scene, at.checked_sub(1)?, start)?)
        }
        (None, Some(at)) => Subject::Words(Run::new(at, at)),
        (None, None) => return None,
    };
    let last = extent(scene, that + 1, end, Clause::main(Kind::That));
    let begins = match subject {
        Subject::Words(run) => run.first.min(at),
        _ => at,
    };
    (last > that + 2).then_some(Draft {
        content: Run::new(that + 1, last - 1),
        cue: Some(Run::new(at, at)),
        subject,
        attribution: Some(Run::new(begins, that)),
        addressee: None,
        via: None,
        mode: cue.mode,
        group: None,
        level: 1,
        rule: "noun that clause",
    })
}
