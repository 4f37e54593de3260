//! How the words of a sentence hang together.

use dateline_core::{Ref, Span, Str, code, item};

use crate::Token;

code! {
    /// What a word is to the word that it depends on: the relations of Universal Dependencies 2 as the English
    /// treebanks use them.
    pub enum Relation {
        /// It depends on none: the head of its sentence.
        ROOT = "root",
        /// Subject.
        NSUBJ = "nsubj",
        /// Subject of a passive verb.
        NSUBJ_PASS = "nsubj:pass",
        /// Subject of a clause whose predicate is a clause.
        NSUBJ_OUTER = "nsubj:outer",
        /// Clause as subject.
        CSUBJ = "csubj",
        /// Object.
        OBJ = "obj",
        /// Second object.
        IOBJ = "iobj",
        /// Clause as object, with a subject of its own.
        CCOMP = "ccomp",
        /// Clause as object, whose subject stands outside of it.
        XCOMP = "xcomp",
        /// Noun under a verb, mostly with a preposition.
        OBL = "obl",
        /// Who did what is told in the passive.
        OBL_AGENT = "obl:agent",
        /// Noun under a verb that has no preposition: times and measures.
        OBL_UNMARKED = "obl:unmarked",
        /// Adverbial clause.
        ADVCL = "advcl",
        /// Relative clause about a whole clause.
        ADVCL_RELCL = "advcl:relcl",
        /// Adverb.
        ADVMOD = "advmod",
        /// Clause under a noun.
        ACL = "acl",
        /// Relative clause.
        ACL_RELCL = "acl:relcl",
        /// Adjective under a noun.
        AMOD = "amod",
        /// Noun under a noun, mostly with a preposition.
        NMOD = "nmod",
        /// Possessor.
        NMOD_POSS = "nmod:poss",
        /// Noun under a noun that has no preposition.
        NMOD_UNMARKED = "nmod:unmarked",
        /// Title or description before a name.
        NMOD_DESC = "nmod:desc",
        /// Number.
        NUMMOD = "nummod",
        /// Determiner.
        DET = "det",
        /// Determiner before another.
        DET_PREDET = "det:predet",
        /// Noun beside a noun that names the same.
        APPOS = "appos",
        /// Noun before a noun.
        COMPOUND = "compound",
        /// Particle of a phrasal verb.
        COMPOUND_PRT = "compound:prt",
        /// Later part of a name.
        FLAT = "flat",
        /// Later part of a fixed phrase ("as well as").
        FIXED = "fixed",
        /// Auxiliary.
        AUX = "aux",
        /// Auxiliary of the passive.
        AUX_PASS = "aux:pass",
        /// The verb "be" between subject and predicate.
        COP = "cop",
        /// Preposition or possessive ending.
        CASE = "case",
        /// Word that opens a clause ("that", "if", "to").
        MARK = "mark",
        /// Conjunct after the first.
        CONJ = "conj",
        /// Conjunction.
        CC = "cc",
        /// Conjunction before the first conjunct ("both").
        CC_PRECONJ = "cc:preconj",
        /// Clause or phrase set beside without a conjunction: parentheses, speech and its tag.
        PARATAXIS = "parataxis",
        /// Item of a list.
        LIST = "list",
        /// What stands before its clause and is taken up in it.
        DISLOCATED = "dislocated",
        /// Who is addressed.
        VOCATIVE = "vocative",
        /// "There" and "it" that stand for nothing.
        EXPL = "expl",
        /// Interjection.
        DISCOURSE = "discourse",
        /// What is left of a clause whose verb is not said again.
        ORPHAN = "orphan",
        /// Later part of a word that was written apart.
        GOESWITH = "goeswith",
        /// What the speaker corrects.
        REPARANDUM = "reparandum",
        /// Mark.
        PUNCT = "punct",
        /// Anything else.
        DEP = "dep",
    }
}

impl Relation {
    /// The universal relation, without what English adds to it ("nsubj" of "nsubj:pass").
    pub fn base(self) -> &'static str {
        let name = self.name().unwrap_or("dep");
        name.split_once(':').map_or(name, |(base, _)| base)
    }

    /// Whether it is the subject of its head.
    pub const fn is_subject(self) -> bool {
        self.index() >= Relation::NSUBJ.index() && self.index() <= Relation::CSUBJ.index()
    }

    /// Whether what bears it is a clause of its own: complement, adverbial or relative.
    pub const fn is_clause(self) -> bool {
        matches!(
            self,
            Relation::CSUBJ
                | Relation::CCOMP
                | Relation::XCOMP
                | Relation::ADVCL
                | Relation::ADVCL_RELCL
                | Relation::ACL
                | Relation::ACL_RELCL
        )
    }
}

item! {
    /// What a token depends on. There is one for each token, in the same order.
    pub struct Dependency: "dependency", "" {
        /// Where the token stands.
        pub span: Span,
        /// The token that it depends on; none for the head of a sentence.
        pub head: Ref<Token>,
        /// What it is to that token.
        pub relation: Relation,
        /// Its grammatical features as CoNLL-U writes them ("Mood=Ind|Tense=Past").
        pub features: Str,
    }
}
