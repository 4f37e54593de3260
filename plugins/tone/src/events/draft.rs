//! From the verb groups of a sentence to its events: codes under their governors, sources, targets.

use dateline_core::Span;
use dateline_layers::Status;

use super::chunk::{Chunk, Kind as ChunkKind, Modal, Mood, Verb, chunk, reduce};
use super::clause::{Clause, Link, clauses};
use super::code::{Coded, modal, root, under};
use super::forms::Forms;
use super::frame::{Frames, Kind, Supply};
use super::gate::Gate;
use super::grammar::{Grammar, Lemma};
use super::matcher::{Match, Site};
use super::nouns::{Nouns, Told};
use super::parts::Parts;
use super::party::{Party, Quality, Roles, Scene};
use super::resolve::{is_of_another, resolve, resolve_object};
use super::tag::{Tag, mark_words, tag};
use crate::actors::{Found, Known};
use crate::vocabulary::{Form, Vocabulary};
use crate::words::Word;

/// How many governors a verb is looked at under: "said it would agree to try to meet" is deep enough.
const DEPTH: usize = 4;

/// What of the lexicons the events need.
pub(crate) struct Rules {
    pub(crate) grammar: Grammar,
    pub(crate) nouns: Nouns,
    pub(crate) frames: Frames,
    pub(crate) roles: Roles,
    forms: Forms,
    gate: Gate,
}

/// What others know of a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'d> {
    /// Its dates.
    pub(crate) dates: &'d [Span],
    /// The parts of speech of its tokens.
    pub(crate) parts: Parts<'d>,
}

/// An event of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) span: Span,
    pub(crate) source: Vec<Party>,
    pub(crate) target: Vec<Party>,
    pub(crate) coded: Coded,
    pub(crate) triggers: Vec<Span>,
    /// The governors that it has taken up.
    governors: Vec<usize>,
    /// The words that hedge it.
    pub(crate) hedges: Vec<Span>,
    pub(crate) reciprocal: bool,
    /// How its clause hangs on the sentence.
    pub(crate) link: Link,
    /// The position of its verb group.
    verb: usize,
}

/// What one sentence is parsed in, kept for the next.
#[derive(Default)]
pub(crate) struct Parse {
    tags: Vec<Tag>,
    chunks: Vec<Chunk>,
    verbs: Vec<Verb>,
    clauses: Vec<Clause>,
    actors: Vec<Found>,
    /// The words that rules ask for, and what frames may ask of them.
    told: Vec<Told>,
    supply: Supply,
    matches: Vec<Option<Match>>,
    consumed: Vec<bool>,
    headline: bool,
    /// Drafts that are not needed any more, for what they have allocated.
    spare: Vec<Draft>,
}

/// What a verb says under its governors.
struct Reading {
    coded: Coded,
    /// The chunks of the source and of the target, first and end.
    source: Option<(usize, usize)>,
    target: Option<(usize, usize)>,
    link: Link,
    agent: Option<usize>,
    passive: bool,
    both: bool,
}

impl Default for Draft {
    fn default() -> Draft {
        Draft {
            span: Span::NONE,
            source: Vec::new(),
            target: Vec::new(),
            coded: Coded { code: "", status: Status::OCCURRED },
            triggers: Vec::new(),
            governors: Vec::new(),
            hedges: Vec::new(),
            reciprocal: false,
            link: Link::Main,
            verb: 0,
        }
    }
}

impl Draft {
    /// Forgets what it holds, and keeps what it has allocated.
    fn clear(&mut self) {
        self.source.clear();
        self.target.clear();
        self.triggers.clear();
        self.governors.clear();
        self.hedges.clear();
    }
}

impl Rules {
    /// Compiles the rules, and adds their words to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Rules {
        let mut grammar = Grammar::compile(vocabulary);
        let nouns = Nouns::compile(vocabulary, &mut grammar);
        let frames = Frames::compile(vocabulary, &mut grammar, &nouns);
        let roles = Roles::compile(vocabulary);
        let forms = Forms::compile(vocabulary, &mut grammar);
        grammar.finish();
        mark_words(vocabulary, &grammar);
        let gate = Gate::new(vocabulary, &grammar, &nouns, &frames, &forms);
        Rules { grammar, nouns, frames, roles, forms, gate }
    }

    /// Finds the events of a sentence that [may tell some](Gate::lets); dates in it are no actors.
    pub(crate) fn read(
        &self,
        text: &str,
        words: &[Word],
        known: Known<'_>,
        hints: Hints<'_>,
        parse: &mut Parse,
        drafts: &mut Vec<Draft>,
    ) {
        parse.spare.append(drafts);
        parse.headline = tag(&self.grammar, text, words, hints.parts, &mut parse.tags);
        for date in hints.dates {
            let dated = parse.tags.iter_mut().zip(words).skip_while(|(_, word)| word.span.start < date.start);
            dated.take_while(|(_, word)| word.span.end <= date.end).for_each(|(tag, _)| *tag = Tag::Time);
        }
        self.nouns.find(words, &mut parse.told);
        parse.supply = Supply::of(&parse.told);
        let is_of = |at: usize| words[at].form() == self.forms.of;
        let is_timely = |at: usize| self.forms.timely.contains(&words[at].form());
        chunk(&parse.tags, is_of, is_timely, &mut parse.chunks, &mut parse.verbs);
        if !(0..parse.verbs.len()).any(|at| parse.verbs[at].modal == Modal::Should || self.may_tell(parse, at)) {
            return;
        }
        let by = |at: usize| words[at].form() == self.forms.by;
        reduce(&parse.tags, by, |lemma| self.grammar.says(lemma), &parse.chunks, &mut parse.verbs);
        clauses(&self.grammar, parse.headline, &parse.chunks, &parse.verbs, &mut parse.clauses);
        parse.actors.clear();
        known.find(text, words, &mut parse.actors);
        let mut matches = std::mem::take(&mut parse.matches);
        matches.clear();
        matches.extend((0..parse.verbs.len()).map(|at| {
            let lemma = self.lemma(parse, at).filter(|_| self.may_tell(parse, at))?;
            self.site(words, parse, at, lemma)?.best()
        }));
        parse.matches = matches;
        parse.consumed.clear();
        parse.consumed.resize(parse.verbs.len(), false);
        for at in 0..parse.verbs.len() {
            // What no frame fits tells nothing, unless somebody says that it must be done.
            if parse.matches[at].is_none() && parse.verbs[at].modal != Modal::Should {
                continue;
            }
            let mut draft = parse.spare.pop().unwrap_or_default();
            if self.draft(words, parse, at, &mut draft).is_none() {
                parse.spare.push(draft);
                continue;
            }
            // "lifted a ban on India after accusing it": the target of the clause before.
            if let ([only], Some(before)) = (&draft.target[..], drafts.last())
                && only.quality == Quality::Pronoun
                && draft.link == Link::Beside
                && before.target.iter().any(|party| party.quality == Quality::Actor)
            {
                draft.target.clone_from(&before.target);
            }
            draft.governors.iter().for_each(|governor| parse.consumed[*governor] = true);
            drafts.push(draft);
        }
        // What a governor says by itself gives way to what its content says.
        parse.spare.extend(drafts.extract_if(.., |draft| parse.consumed[draft.verb]));
        drafts.sort_by_key(|draft| draft.link);
    }

    /// Writes the event that a verb tells; nothing is said where it tells none, and what was written means nothing then.
    fn draft(&self, words: &[Word], parse: &Parse, at: usize, draft: &mut Draft) -> Option<()> {
        draft.clear();
        let Draft { source, target, triggers, hedges, governors, .. } = draft;
        let (verb, clause) = (&parse.verbs[at], &parse.clauses[at]);
        if clause.link == Link::Condition || self.is_content_gerund(words, parse, verb) {
            return None;
        }
        let site = self.site(words, parse, at, self.lemma(parse, at)?)?;
        let scene = site.scene;
        let demanded = self.demanded(words, parse, scene, at);
        let found = match parse.matches[at] {
            Some(found) => found,
            None => demanded.filter(|(_, named)| *named).map(|_| Match::bare("100"))?,
        };
        let reading = self.governed(words, parse, at, &site, found, governors)?;
        let Reading { coded, source: source_range, target: target_chunk, link, agent, passive, both } = reading;
        if passive {
            if let Some(agent) = agent {
                scene.parties_from(agent, parse.chunks.len(), source);
            }
        } else if let Some(range) = source_range {
            scene.subject(range, source);
        }
        let tail = found.tail.filter(|_| target_chunk == found.target);
        let tail = tail.and_then(|noun| scene.tail(target_chunk?.0, noun));
        if let Some(party) = tail {
            target.push(party);
        } else if let Some((first, end)) = target_chunk {
            scene.parties_from(first, end, target);
            if let [only] = &mut target[..]
                && only.quality < Quality::Actor
            {
                if parse.chunks.get(first + 1).is_some_and(|next| next.kind == ChunkKind::Prep) {
                    scene.lend(only, first + 1, first + 3);
                } else {
                    scene.explain(only, first + 1);
                }
            }
        }
        resolve(&parse.clauses, scene, at, source);
        resolve_object(scene, source_range, target);
        source.retain(|party| party.quality > Quality::Thing);
        target.retain(|party| !source.iter().any(|other| other.chunk == party.chunk));
        if found.swap {
            std::mem::swap(source, target);
            source.retain(|party| party.quality > Quality::Thing);
        }
        // "We" is who speaks, which the quotation knows.
        let nobody =
            source.iter().all(|party| party.quality == Quality::Pronoun && !self.is_speaker(words, parse, party));
        if nobody && target.is_empty() {
            return None;
        }
        let behind = |mutual: &Vec<Form>| {
            let object = words[verb.head + 1..].iter().map(Word::form).take(mutual.len());
            object.eq(mutual.iter().copied())
        };
        let mutual = self.forms.mutual.iter().any(behind);
        if mutual {
            target.clear();
        }
        let both = both || mutual;
        let mut reciprocal = both;
        if both && source.len() > 1 && (target.is_empty() || !found.placed) {
            target.clone_from(source);
        } else if target.is_empty() {
            reciprocal = false;
        }
        let first = clause.subject.filter(|_| !clause.shared).map_or(verb.chunk, |subject| subject.0.min(verb.chunk));
        let last = clause.after.1.max(verb.chunk + 1) - 1;
        let span = Span::new(words[parse.chunks[first].first].span.start, words[parse.chunks[last].end - 1].span.end);
        let clause_words = &words[parse.chunks[first].first..parse.chunks[last].end];
        hedges
            .extend(clause_words.iter().filter(|word| self.forms.hedges.contains(&word.form())).map(|word| word.span));
        triggers.extend(governors.iter().rev().map(|governor| words[parse.verbs[*governor].head].span));
        triggers.push(words[verb.head].span);
        triggers.extend(found.object.map(|object| words[object].span));
        triggers.sort_unstable_by_key(|span| span.start);
        (draft.span, draft.coded, draft.reciprocal, draft.link, draft.verb) = (span, coded, reciprocal, link, at);
        Some(())
    }

    /// What a verb says under its governors: "said it would agree to try to meet". Nothing where it is no act of its own.
    fn governed(
        &self,
        words: &[Word],
        parse: &Parse,
        at: usize,
        site: &Site<'_>,
        found: Match,
        taken: &mut Vec<usize>,
    ) -> Option<Reading> {
        let (verb, clause, scene) = (&parse.verbs[at], &parse.clauses[at], site.scene);
        let plain = Coded { code: found.code, status: Status::OCCURRED };
        let mut reading = Reading {
            coded: modal(verb.modal, verb.negated, plain),
            source: clause.subject,
            target: found.target,
            link: clause.link,
            agent: site.agent(),
            passive: verb.passive,
            both: found.both,
        };
        let demanded = self.demanded(words, parse, scene, at);
        let mut inner = at;
        for _ in 0..DEPTH {
            let Some(governor) = parse.clauses[inner].governor.filter(|_| parse.clauses[inner].link == Link::Content)
            else {
                break;
            };
            let above = self.lemma(parse, governor).and_then(|lemma| self.site(words, parse, governor, lemma));
            let Some(above) = above else { break };
            if parse.matches[governor].is_some_and(|own| own.code == "016") {
                // What is denied is told by the denial.
                return None;
            }
            if let Some((by, _)) = demanded.filter(|(by, _)| *by == governor) {
                let kind = if self.is_must(words, parse, verb) { Kind::Demand } else { Kind::Ask };
                reading.coded = if verb.negated { Coded { code: "105", ..plain } } else { under(kind, plain) };
                taken.push(by);
                reading.link = parse.clauses[by].link;
                reading.target = clause.subject;
                reading.source = parse.clauses[by].subject;
                reading.agent = None;
                reading.passive = false;
                reading.both = false;
                break;
            }
            let told = parse.clauses[inner].subject.and_then(|subject| scene.party(subject.0));
            let by_itself = told.is_some_and(|party| party.quality == Quality::Pronoun);
            let kind = above.kind(|kind| match kind {
                Kind::Do => false,
                Kind::End => verb.mood == Mood::Ing,
                Kind::Claim => by_itself,
                // "The German envoy warned that Russia could attack" is no threat.
                Kind::Threaten => !is_of_another(scene, &parse.clauses, inner, governor),
                _ => true,
            });
            // "repeated its demand that Mali withdraw".
            let kind = kind.or(parse.matches[governor].and_then(|own| match own.code {
                "020" if own.object.is_some() => Some(Kind::Ask),
                "100" if own.object.is_some() => Some(Kind::Demand),
                _ => None,
            }));
            let Some(kind) = kind else {
                if parse.verbs[inner].mood == Mood::Infinitive {
                    // A purpose: "sent troops to protect".
                    if parse.matches[governor].is_some() || parse.consumed[governor] {
                        return None;
                    }
                    reading.coded = under(Kind::Try, reading.coded);
                    reading.link = reading.link.max(Link::Beside);
                } else {
                    reading.link = parse.clauses[governor].link;
                }
                break;
            };
            if kind == Kind::Refuse && parse.verbs[inner].mood == Mood::Infinitive && above.object().is_some() {
                // "rejected Berg's decision to leave": nobody refuses somebody to do a thing.
                return None;
            }
            let apart = parse.verbs[inner].mood == Mood::Infinitive && parse.verbs[inner].chunk > above.verb.chunk + 1;
            if apart && parse.matches[governor].is_some_and(|own| own.object.is_some()) {
                // "rejected a call to release": the infinitive belongs to the noun.
                return None;
            }
            reading.coded = under(kind, reading.coded);
            let (modality, negated) = (parse.verbs[governor].modal, parse.verbs[governor].negated);
            reading.coded = modal(if modality == Modal::Will { Modal::None } else { modality }, negated, reading.coded);
            taken.push(governor);
            reading.link = parse.clauses[governor].link;
            if let Some(own) = parse.matches[governor].filter(|_| matches!(kind, Kind::Offer | Kind::Intend)) {
                // "agreed with Berg to exchange files", "Norway and Iceland agreed to exchange files".
                if own.placed && !found.placed {
                    reading.target = own.target;
                }
                reading.both |= own.both && !found.placed;
            }
            if matches!(kind, Kind::Ask | Kind::Demand) {
                let of_clause = parse.clauses[inner].subject.filter(|_| !parse.clauses[inner].shared);
                let own = parse.matches[governor].filter(|own| own.placed).and_then(|own| own.target);
                reading.target =
                    of_clause.or(own).or_else(|| above.object().map(|object| (object, object + 1))).or(reading.target);
                reading.source = parse.clauses[governor].subject;
                reading.agent = above.agent();
                reading.passive = above.verb.passive;
                reading.both = false;
            } else if parse.clauses[inner].shared || kind == Kind::Claim {
                reading.source = parse.clauses[governor].subject.or(reading.source);
            }
            inner = governor;
        }
        if matches!(root(reading.coded.code), 3 | 13)
            && reading.coded.status == Status::OCCURRED
            && self.is_conditional(words, parse, at, taken)
        {
            reading.coded.status = Status::CONDITIONAL;
        }
        Some(reading)
    }

    /// The verb of saying over a clause that tells what somebody must do, where the two are not the same, and whether
    /// who must is an actor of the tables: "Mali said Niger MUST withdraw".
    fn demanded(&self, words: &[Word], parse: &Parse, scene: Scene<'_>, at: usize) -> Option<(usize, bool)> {
        let (verb, clause) = (&parse.verbs[at], &parse.clauses[at]);
        if verb.modal != Modal::Should || verb.mood != Mood::Finite || clause.link != Link::Content {
            return None;
        }
        let by = clause.governor.filter(|by| parse.verbs[*by].lemma.is_some_and(|lemma| self.grammar.says(lemma)))?;
        let party = scene.party(clause.subject?.0).filter(|party| party.quality >= Quality::Role)?;
        let speaker = scene.party(parse.clauses[by].subject?.0)?;
        let other = speaker.code.is_empty() || speaker.code != party.code;
        (speaker.quality > Quality::Thing && other)
            .then_some((by, party.quality == Quality::Actor && self.is_must(words, parse, verb)))
    }

    /// Whether what is promised or threatened hangs on a condition.
    fn is_conditional(&self, words: &[Word], parse: &Parse, at: usize, taken: &[usize]) -> bool {
        let behind = parse.clauses.iter().enumerate().any(|(other, clause)| {
            let opener = clause.subject.and_then(|subject| subject.0.checked_sub(1));
            let whether = opener.is_some_and(|opener| words[parse.chunks[opener].first].form() == self.forms.whether);
            let hangs = clause.governor.map_or(other < at, |by| by == at || taken.contains(&by));
            clause.link == Link::Condition && !whether && hangs
        });
        let after = &words[parse.verbs[at].head..];
        behind
            || self
                .forms
                .conditions
                .iter()
                .any(|forms| after.windows(forms.len()).any(|run| run.iter().map(Word::form).eq(forms.iter().copied())))
    }

    /// Whether a party is "we" or "I".
    fn is_speaker(&self, words: &[Word], parse: &Parse, party: &Party) -> bool {
        let chunk = &parse.chunks[party.chunk];
        party.quality == Quality::Pronoun && self.forms.speakers.contains(&words[chunk.first].form())
    }

    /// Whether the modal of a verb group is "must".
    fn is_must(&self, words: &[Word], parse: &Parse, verb: &Verb) -> bool {
        let chunk = &parse.chunks[verb.chunk];
        words[chunk.first..chunk.end].iter().any(|word| word.form() == self.forms.must)
    }

    /// The main verb of a group, which may be an auxiliary by itself.
    fn lemma(&self, parse: &Parse, at: usize) -> Option<Lemma> {
        let verb = &parse.verbs[at];
        verb.lemma.or(match parse.tags[verb.head] {
            Tag::Be => Some(self.forms.be),
            Tag::Have => Some(self.forms.have),
            Tag::Do => Some(self.forms.do_),
            _ => None,
        })
    }

    /// Whether a verb may tell an event with the nouns of its sentence.
    fn may_tell(&self, parse: &Parse, at: usize) -> bool {
        self.lemma(parse, at).is_some_and(|lemma| self.gate.lets_verb(lemma, !parse.told.is_empty()))
    }

    fn site<'a>(&'a self, words: &'a [Word], parse: &'a Parse, at: usize, lemma: Lemma) -> Option<Site<'a>> {
        let verb = &parse.verbs[at];
        let scene = Scene {
            roles: &self.roles,
            words,
            tags: &parse.tags,
            chunks: &parse.chunks,
            actors: &parse.actors,
            of: self.forms.of,
            headline: parse.headline,
        };
        let clause = parse.clauses.get(at)?;
        let content = parse.clauses[at + 1..].iter().find(|other| other.governor == Some(at) && !other.shared);
        let content = content.and_then(|other| other.subject);
        Some(Site {
            frames: &self.frames,
            nouns: &self.nouns,
            told: &parse.told,
            supply: parse.supply,
            scene,
            verb,
            clause,
            lemma,
            content,
            by: self.forms.by,
            scenes: &self.forms.scenes,
            froms: &self.forms.froms,
        })
    }

    /// Whether a gerund is what somebody was accused of, or the like, rather than an act of the subject.
    fn is_content_gerund(&self, words: &[Word], parse: &Parse, verb: &Verb) -> bool {
        if verb.mood != Mood::Ing || verb.chunk == 0 {
            return false;
        }
        let before = &parse.chunks[verb.chunk - 1];
        before.kind == ChunkKind::Prep && self.forms.content.contains(&words[before.first].form())
    }
}
