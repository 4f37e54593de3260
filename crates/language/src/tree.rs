//! The tree of a parsed sentence, and what is read off it: noun chunks and clauses.

use std::ops::Range;

use dateline_layers::{Relation, Tag, Upos};

/// What a word of a sentence depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arc {
    /// The position of its head in the sentence; its own for the root.
    pub head: u32,
    /// What it is to its head.
    pub relation: Relation,
}

/// A noun with what belongs to it on its left, and later parts of a name: "the Kazakh foreign minister".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// Its words, as positions in the sentence.
    pub words: Range<usize>,
    /// The noun or pronoun that it is about.
    pub head: usize,
}

/// A predicate with everything that depends on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// The word of the predicate that all others depend on; a noun or adjective where the verb is "be".
    pub head: usize,
    /// What the clause is to the one that it stands in: [`Relation::ROOT`] for the main clause.
    pub relation: Relation,
    /// All of its words, those of clauses within it included, without marks at the edges.
    pub words: Range<usize>,
}

/// No word.
const NOBODY: u32 = u32::MAX;

/// The arcs of one sentence. Kept and filled again from sentence to sentence, it allocates nothing.
///
/// Words are positions in the sentence, from 0. Every word has one head but for the root, and no arc crosses another, so
/// that what depends on a word, however remotely, stands together.
#[derive(Clone, Default, Debug)]
pub struct Tree {
    arcs: Vec<Arc>,
    /// The first and last word of what each word heads.
    edges: Vec<[u32; 2]>,
    /// The first child of each word, and the next child of the same head.
    links: Vec<[u32; 2]>,
}

impl Tree {
    /// Reads the arcs of another sentence.
    pub(crate) fn fill(&mut self, arcs: impl Iterator<Item = Arc>) {
        self.arcs.clear();
        self.arcs.extend(arcs);
        let words = self.arcs.len();
        self.links.clear();
        self.links.resize(words, [NOBODY; 2]);
        for at in (0..words).rev() {
            if let Some(head) = self.head(at) {
                self.links[at][1] = std::mem::replace(&mut self.links[head][0], at as u32);
            }
        }
        self.edges.clear();
        self.edges.extend((0..words as u32).map(|at| [at, at]));
        // A word is the edge of all its ancestors up to the first that has one farther out: each is set but once a side.
        for at in 0..words {
            self.widen(at, 0, |edge, at| edge > at);
        }
        for at in (0..words).rev() {
            self.widen(at, 1, |edge, at| edge < at);
        }
    }

    fn widen(&mut self, at: usize, side: usize, inside: impl Fn(u32, u32) -> bool) {
        let mut up = at;
        while let Some(head) = self.head(up) {
            if !inside(self.edges[head][side], at as u32) {
                break;
            }
            self.edges[head][side] = at as u32;
            up = head;
        }
    }

    /// The arcs, one a word.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// How many words the sentence has.
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    /// Whether the sentence has no words.
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The word that a word depends on; none for the root.
    pub fn head(&self, word: usize) -> Option<usize> {
        let head = self.arcs[word].head as usize;
        (head != word).then_some(head)
    }

    /// What a word is to its head.
    pub fn relation(&self, word: usize) -> Relation {
        self.arcs[word].relation
    }

    /// The words that depend on a word, in order.
    pub fn children(&self, word: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let next = |at: u32| (at != NOBODY).then_some(at as usize);
        std::iter::successors(next(self.links[word][0]), move |at| next(self.links[*at][1]))
    }

    /// The first child that is this to a word.
    pub fn child(&self, word: usize, relation: Relation) -> Option<usize> {
        self.children(word).find(|child| self.relation(*child) == relation)
    }

    /// A word and everything that depends on it.
    pub fn subtree(&self, word: usize) -> Range<usize> {
        let [first, last] = self.edges[word];
        first as usize..last as usize + 1
    }

    /// The noun chunks of the sentence, in order: nouns, names and pronouns with their determiners, adjectives, numbers,
    /// possessors and nouns before them, and later parts of names. Prepositions, relative clauses, appositions and what hangs on by
    /// a preposition stay outside, so chunks never overlap. `tags` are those of the sentence.
    pub fn chunks<'t>(&'t self, tags: &'t [Tag]) -> impl Iterator<Item = Chunk> + 't {
        let mut end = 0;
        (0..self.len().min(tags.len())).filter_map(move |head| {
            if head < end || !matches!(tags[head].upos, Upos::NOUN | Upos::PROPN | Upos::PRON) || self.is_inner(head) {
                return None;
            }
            let mut words = head..head + 1;
            for child in self.children(head) {
                let whole = self.subtree(child);
                if child < head && is_before_noun(self.relation(child)) && whole.start >= end {
                    words.start = words.start.min(whole.start);
                } else if child > head && is_after_noun(self.relation(child)) {
                    words.end = words.end.max(whole.end);
                }
            }
            end = words.end;
            Some(Chunk { words, head })
        })
    }

    /// Whether a noun is part of the chunk of another.
    fn is_inner(&self, word: usize) -> bool {
        let Some(head) = self.head(word) else { return false };
        let relation = self.relation(word);
        if word < head { is_before_noun(relation) } else { is_after_noun(relation) }
    }

    /// The clauses of the sentence, in the order of their heads: the main clause, clauses as subjects and objects (those with "to"
    /// and "-ing" too), adverbial and relative clauses, and what is coordinated with any of them and has a verb.
    /// `tags` are those of the sentence.
    pub fn clauses<'t>(&'t self, tags: &'t [Tag]) -> impl Iterator<Item = Clause> + 't {
        (0..self.len()).filter(move |at| self.heads_clause(*at, tags)).map(move |head| {
            let mut words = self.subtree(head);
            let is_mark = |at: usize| tags.get(at).is_some_and(|tag| tag.upos == Upos::PUNCT);
            while words.start < head && is_mark(words.start) {
                words.start += 1;
            }
            while words.end - 1 > head && is_mark(words.end - 1) {
                words.end -= 1;
            }
            Clause { head, relation: self.relation(head), words }
        })
    }

    /// The head of the clause that a word stands in: its nearest ancestor that heads one, or itself.
    pub fn clause_of(&self, word: usize, tags: &[Tag]) -> usize {
        let mut at = word;
        while let Some(head) = self.head(at).filter(|_| !self.heads_clause(at, tags)) {
            at = head;
        }
        at
    }

    fn heads_clause(&self, word: usize, tags: &[Tag]) -> bool {
        let relation = self.relation(word);
        if relation.is_clause() || relation == Relation::ROOT {
            return true;
        }
        let is_verb = |at: usize| tags.get(at).is_some_and(|tag| matches!(tag.upos, Upos::VERB | Upos::AUX));
        matches!(relation, Relation::CONJ | Relation::PARATAXIS)
            && (is_verb(word) || self.children(word).any(|c| self.relation(c) == Relation::COP))
    }
}

/// What stands before a noun and belongs to its chunk.
const fn is_before_noun(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::DET
            | Relation::DET_PREDET
            | Relation::AMOD
            | Relation::NUMMOD
            | Relation::NMOD_POSS
            | Relation::NMOD_DESC
            | Relation::COMPOUND
            | Relation::FLAT
    )
}

/// What stands behind a noun and belongs to its chunk.
const fn is_after_noun(relation: Relation) -> bool {
    matches!(relation, Relation::FLAT | Relation::NUMMOD | Relation::COMPOUND | Relation::GOESWITH)
}
