//! Matching the frames of a verb group against its clause.

use dateline_layers::Status;

use super::chunk::{Chunk, Kind as ChunkKind, Verb};
use super::clause::Clause;
use super::code::{Coded, root, under};
use super::frame::{Frame, Frames, Kind, Needs, Shape, Slot, Supply};
use super::grammar::Lemma;
use super::nouns::{Class, Nouns, Told};
use super::party::{Party, Quality, Scene};
use super::tag::Tag;
use crate::vocabulary::Form;

/// How far behind its verb a particle may stand, in words.
const PARTICLE_REACH: usize = 5;

/// The code of frames that code nothing: "released a statement".
pub(super) const NOTHING: &str = "-";

/// What a verb group says by itself: the code and the target, and which words say it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) code: &'static str,
    /// The chunk of the target, and the one after the last that may be coordinated with it.
    pub(crate) target: Option<(usize, usize)>,
    /// The event noun that the target hangs on by "of".
    pub(crate) tail: Option<usize>,
    pub(crate) both: bool,
    /// Whether the target is who did it.
    pub(crate) swap: bool,
    /// Whether the target stands where the frame has it, and not just somewhere behind the verb.
    pub(crate) placed: bool,
    /// The word of the object that the code needs.
    pub(crate) object: Option<usize>,
    /// What the frame asks for: the more, the surer.
    pub(crate) weight: u32,
}

impl Match {
    /// What somebody demands or asks that no frame knows: "Mali said Niger must act".
    pub(crate) fn bare(code: &'static str) -> Match {
        Match { code, target: None, tail: None, both: false, swap: false, placed: false, object: None, weight: 1 }
    }
}

/// A clause with everything that frames look at.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) frames: &'a Frames,
    pub(crate) nouns: &'a Nouns,
    /// The words of the sentence that rules ask for.
    pub(crate) told: &'a [Told],
    /// What they can meet.
    pub(crate) supply: Supply,
    pub(crate) scene: Scene<'a>,
    pub(crate) verb: &'a Verb,
    pub(crate) clause: &'a Clause,
    pub(crate) lemma: Lemma,
    /// The subject of the clause that is the content of this verb.
    pub(crate) content: Option<(usize, usize)>,
    /// The form of "by".
    pub(crate) by: Form,
    /// The prepositions before the place of an act.
    pub(crate) scenes: &'a [Form],
    /// The prepositions before whom something is asked of, or whose offer is refused.
    pub(crate) froms: &'a [Form],
}

/// What a verb of this kind says with an event noun; "" where that is nothing.
pub(super) fn code_on(kind: Kind, class: &Class) -> &'static str {
    match kind {
        Kind::Do => class.code,
        Kind::End => class.end,
        // "promised aid", "rejected talks", "threatened sanctions": as with a verb under the verb.
        _ if class.code.is_empty() => "",
        kind => {
            let coded = under(kind, Coded { code: class.code, status: Status::OCCURRED });
            if coded.status == Status::OCCURRED && coded.code != class.code { coded.code } else { "" }
        }
    }
}

/// Those words that stand between two positions.
fn within(told: &[Told], first: usize, end: usize) -> &[Told] {
    let from = told.partition_point(|told| told.at < first);
    let len = told[from..].partition_point(|told| told.at < end);
    &told[from..from + len]
}

impl Site<'_> {
    /// The best frame of the verb, or what it does to an event noun.
    pub(crate) fn best(&self) -> Option<Match> {
        let mut best: Option<Match> = None;
        for frame in self.frames.fitting(self.lemma, self.supply) {
            if let Some(found) = self.frame(frame)
                && best.is_none_or(|best| found.weight > best.weight)
            {
                best = Some(found);
            }
        }
        if best.is_none_or(|best| best.weight < 4) {
            best = self.on_noun().or(best);
        }
        best.filter(|best| best.code != NOTHING)
    }

    /// The kinds that this verb has here.
    pub(crate) fn kind(&self, wanted: impl Fn(Kind) -> bool) -> Option<Kind> {
        let kinds = self.frames.kinds(self.lemma);
        kinds
            .iter()
            .find(|(particles, kind)| wanted(*kind) && self.particles(particles).is_some())
            .map(|(_, kind)| *kind)
    }

    /// The chunk of the direct object, which is the subject of a passive.
    pub(crate) fn object(&self) -> Option<usize> {
        if self.verb.passive {
            return self.clause.subject.map(|subject| subject.0);
        }
        let (first, end) = self.clause.after;
        (first..end)
            .find(|at| !matches!(self.kind_of(*at), ChunkKind::Time | ChunkKind::Quote))
            .filter(|at| matches!(self.kind_of(*at), ChunkKind::Noun | ChunkKind::Pronoun))
    }

    /// The chunk behind "by" in a passive.
    pub(crate) fn agent(&self) -> Option<usize> {
        if self.verb.passive { self.behind(self.by) } else { None }
    }

    fn frame(&self, frame: &Frame) -> Option<Match> {
        let after_particles = self.particles(&frame.particles)?;
        let object = self.object_behind(after_particles);
        let (needed, direct) = if frame.needs.is_empty() {
            (None, false)
        } else {
            let in_object = object.and_then(|object| self.needed(object, &frame.needs));
            (Some(in_object.or_else(|| self.needed_behind(&frame.needs))?), in_object.is_some())
        };
        let end = self.clause.after.1;
        if frame.both && self.verb.passive
            || !match frame.object {
                Shape::Any => true,
                Shape::Absent => object.is_none(),
                Shape::Bare => object.is_some_and(|object| !self.is_complemented(object)),
            }
        {
            return None;
        }
        if !(frame.also.is_empty() || self.needed_behind(&frame.also).is_some())
            || !(frame.subject.is_empty() || self.needed_in_subject(&frame.subject))
        {
            return None;
        }
        // "rejected Berg's plan on withdrawal from": what is rejected, demanded or praised is Berg's.
        let verbal = matches!(root(frame.code), 2 | 5 | 10..=12);
        let owned = object.filter(|object| verbal && direct && self.scene.owner(&self.scene.chunks[*object]).is_some());
        let mut target = owned;
        for slot in frame.slots.iter().take(if owned.is_some() { 0 } else { usize::MAX }) {
            target = match slot {
                Slot::Object => object.filter(|object| self.may_be_target(*object)),
                Slot::Prep(prep) => self.behind(*prep),
                Slot::Clause => self.content.map(|content| content.0),
            };
            if target.is_some() {
                break;
            }
        }
        let placed = target.is_some();
        if frame.strict && !placed {
            return None;
        }
        if target.is_none() && !frame.slots.is_empty() {
            target = self.any_target(object);
            if target.is_none() && needed.is_none() && frame.slots.contains(&Slot::Object) {
                // What is condemned or seized may be a thing.
                target = object;
            }
        }
        let weight = 1
            + 4 * u32::from(needed.is_some())
            + u32::from(direct)
            + u32::from(placed)
            + 4 * u32::from(!frame.also.is_empty())
            + 4 * u32::from(!frame.subject.is_empty())
            + u32::from(frame.object != Shape::Any)
            + 3 * frame.particles.len() as u32;
        Some(Match {
            code: frame.code,
            tail: None,
            target: target.map(|at| (at, end.max(at + 1))),
            both: frame.both,
            swap: frame.swap,
            placed,
            object: needed,
            weight,
        })
    }

    /// What the verb does to the event noun in its object: "launched an attack on", "lifted sanctions against".
    fn on_noun(&self) -> Option<Match> {
        let kind = self.kind(|kind| matches!(kind, Kind::Do | Kind::End)).or_else(|| self.kind(|_| true))?;
        let object = self.object()?;
        let (word, class) = self.event_noun(&self.scene.chunks[object])?;
        let class = &self.nouns.classes[class as usize];
        let code = code_on(kind, class);
        if code.is_empty() {
            return None;
        }
        let asked = if matches!(kind, Kind::Do | Kind::End) { &[][..] } else { self.froms };
        let placed = asked.iter().chain(&class.to).find_map(|prep| self.behind(*prep));
        // "demanded the withdrawal of the rebels".
        let tail = placed.is_none() && class.to.contains(&self.scene.of) && self.scene.tail(object, word).is_some();
        let target = placed
            .or(tail.then_some(object))
            .or_else(|| self.any_target(Some(object)).filter(|at| root(code) != 4 || !self.is_scene(*at)));
        let end = self.clause.after.1;
        Some(Match {
            code,
            tail: tail.then_some(word),
            target: target.map(|at| (at, end.max(at + 1))),
            both: matches!(
                class.name,
                "talks" | "meeting" | "agreement" | "exercise" | "cooperation" | "relations" | "war"
            ),
            swap: false,
            placed: placed.is_some() || tail,
            object: Some(word),
            weight: 5,
        })
    }

    /// The last event noun of a noun phrase, before "of" where it has one.
    pub(crate) fn event_noun(&self, chunk: &Chunk) -> Option<(usize, u8)> {
        let noun = |told: &Told| Some((told.at, told.class?));
        let told = within(self.told, chunk.first, chunk.end);
        if told.is_empty() {
            return None;
        }
        let words = self.scene.words;
        let of = (chunk.first..chunk.end).find(|at| words[*at].form() == self.scene.of).unwrap_or(chunk.end);
        let (head, tail) = told.split_at(told.partition_point(|told| told.at < of));
        head.iter().rev().find_map(noun).or_else(|| tail.iter().find_map(noun))
    }

    /// Whether a preposition makes a noun phrase the place of the act: "held IN Vienna".
    fn is_scene(&self, at: usize) -> bool {
        at > 0
            && self.kind_of(at - 1) == ChunkKind::Prep
            && self.scenes.contains(&self.scene.words[self.scene.chunks[at - 1].first].form())
    }

    /// Where the particles end, if all of them stand behind the verb; the position after the verb where there are none.
    fn particles(&self, particles: &[Form]) -> Option<usize> {
        let words = self.scene.words;
        let mut at = self.verb.head + 1;
        for particle in particles {
            let reach = (at + PARTICLE_REACH).min(words.len());
            let found = (at..reach).find(|at| words[*at].form() == *particle)?;
            // "called on Mali", but not "called Mali on Friday".
            if self.scene.tags[found] == Tag::Prep && self.scene.tags[at..found].iter().any(|tag| *tag != Tag::Adverb) {
                return None;
            }
            at = found + 1;
        }
        Some(at)
    }

    /// The object behind the particles of a phrase verb, or between verb and particle.
    fn object_behind(&self, word: usize) -> Option<usize> {
        if self.verb.passive || word == self.verb.head + 1 {
            return self.object();
        }
        let (first, end) = self.clause.after;
        let is_noun = |at: &usize| matches!(self.kind_of(*at), ChunkKind::Noun | ChunkKind::Pronoun);
        (first..end)
            .filter(|at| self.scene.chunks[*at].end > word || self.scene.chunks[*at].first > self.verb.head)
            .find(is_noun)
    }

    /// The last needed word of a chunk.
    fn needed(&self, at: usize, needs: &Needs) -> Option<usize> {
        let chunk = &self.scene.chunks[at];
        let told = within(self.told, chunk.first, chunk.end);
        told.iter().rev().find(|told| needs.are_met_by(told)).map(|told| told.at)
    }

    /// A needed word in what prepositions hang on the verb: "asked China for HELP".
    fn needed_behind(&self, needs: &Needs) -> Option<usize> {
        let (first, end) = self.clause.after;
        (first..end).filter(|at| self.kind_of(*at) == ChunkKind::Noun).find_map(|at| self.needed(at, needs))
    }

    /// Whether something is said of the object right behind it.
    fn is_complemented(&self, object: usize) -> bool {
        let next = self.scene.chunks.get(object + 1).map(|chunk| chunk.kind);
        matches!(next, Some(ChunkKind::Noun | ChunkKind::Pronoun | ChunkKind::Quote))
    }

    /// Whether a needed word stands in the subject.
    fn needed_in_subject(&self, needs: &Needs) -> bool {
        let (first, end) = self.clause.subject.unwrap_or((0, 0));
        (first..end).filter(|at| self.kind_of(*at) == ChunkKind::Noun).any(|at| self.needed(at, needs).is_some())
    }

    /// The chunk of the first party behind this preposition.
    fn behind(&self, prep: Form) -> Option<usize> {
        let (first, end) = self.clause.after;
        (first..end.saturating_sub(1)).find_map(|at| {
            let chunk = self.scene.chunks[at];
            let fits = chunk.kind == ChunkKind::Prep && self.scene.words[chunk.first].form() == prep;
            (fits && self.may_be_target(at + 1)).then_some(at + 1)
        })
    }

    /// An actor anywhere behind the verb, the object last: what a frame acts on where its own slots are empty.
    fn any_target(&self, object: Option<usize>) -> Option<usize> {
        let (first, end) = self.clause.after;
        let is_actor = |at: &usize| self.party(*at).is_some_and(|party| party.quality == Quality::Actor);
        let not_agent = |at: &usize| Some(*at) != self.agent();
        object.filter(is_actor).or_else(|| (first..end).filter(not_agent).find(is_actor))
    }

    fn may_be_target(&self, at: usize) -> bool {
        self.party(at).is_some_and(|party| {
            if self.scene.chunks.get(at).is_some_and(|chunk| self.scene.owner(chunk).is_some()) {
                return party.quality >= Quality::Name;
            }
            let event = self.scene.chunks.get(at).and_then(|chunk| self.event_noun(chunk)).is_some();
            party.quality >= Quality::Role || (party.quality >= Quality::Pronoun && !event)
        })
    }

    fn party(&self, at: usize) -> Option<Party> {
        self.scene.party(at)
    }

    fn kind_of(&self, at: usize) -> ChunkKind {
        self.scene.chunks[at].kind
    }
}
