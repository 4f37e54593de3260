//! Who is meant within a sentence: what stands in the place of a pronoun, and whether two clauses have one actor.

use super::clause::Clause;
use super::party::{Party, Quality, Scene};

/// Whether the subject of a clause is another actor than the subject of the clause over it.
pub(super) fn is_of_another(scene: Scene<'_>, clauses: &[Clause], inner: usize, over: usize) -> bool {
    let code = |clause: usize| Some(scene.party(clauses[clause].subject?.0)?.code).filter(|code| !code.is_empty());
    !clauses[inner].shared && code(inner).zip(code(over)).is_some_and(|(inner, over)| inner != over)
}

/// Puts the noun phrase in the place of a pronoun that is a target: the nearest party before it that is not the source.
pub(super) fn resolve_object(scene: Scene<'_>, source: Option<(usize, usize)>, target: &mut [Party]) {
    let [only] = target else { return };
    if only.quality != Quality::Pronoun {
        return;
    }
    let is_source = |at: usize| source.is_some_and(|(first, end)| first <= at && at < end);
    let before = (0..only.chunk).rev().filter(|at| !is_source(*at)).filter_map(|at| scene.party(at));
    if let Some(party) = before.into_iter().find(|party| party.quality >= Quality::Name) {
        *only = party;
    }
}

/// Puts the noun phrase in the place of a pronoun that is a subject: the subject of the verb that reports, or of the
/// first clause of the sentence.
pub(super) fn resolve(clauses: &[Clause], scene: Scene<'_>, at: usize, source: &mut Vec<Party>) {
    if !matches!(&source[..], [only] if only.quality == Quality::Pronoun) {
        return;
    }
    let governor = clauses[at].governor.filter(|governor| *governor != at);
    let pronoun = source[0];
    for other in governor.into_iter().chain(0..at) {
        let Some(subject) = clauses[other].subject else { continue };
        source.clear();
        scene.subject(subject, source);
        let known = source.iter().all(|party| party.quality >= Quality::Name);
        if known && clauses[at].subject.is_some_and(|own| own != subject) {
            break;
        }
        source.clear();
    }
    if source.is_empty() {
        source.push(pronoun);
    }
}
