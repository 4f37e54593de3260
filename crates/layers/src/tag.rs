//! Parts of speech and lemmas.

use dateline_core::{Span, Str, code, item};

code! {
    /// Parts of speech by the Penn Treebank, as the English treebanks of Universal Dependencies extend them.
    pub enum Xpos {
        /// Noun, singular or mass.
        NN = "NN",
        /// Noun, plural.
        NNS = "NNS",
        /// Proper noun, singular.
        NNP = "NNP",
        /// Proper noun, plural.
        NNPS = "NNPS",
        /// Adjective.
        JJ = "JJ",
        /// Adjective, comparative.
        JJR = "JJR",
        /// Adjective, superlative.
        JJS = "JJS",
        /// Adverb.
        RB = "RB",
        /// Adverb, comparative.
        RBR = "RBR",
        /// Adverb, superlative.
        RBS = "RBS",
        /// Particle of a phrasal verb.
        RP = "RP",
        /// Verb, base form.
        VB = "VB",
        /// Verb, past tense.
        VBD = "VBD",
        /// Verb, gerund or present participle.
        VBG = "VBG",
        /// Verb, past participle.
        VBN = "VBN",
        /// Verb, present, not third person singular.
        VBP = "VBP",
        /// Verb, present, third person singular.
        VBZ = "VBZ",
        /// Modal.
        MD = "MD",
        /// "to".
        TO = "TO",
        /// Preposition or subordinating conjunction.
        IN = "IN",
        /// Coordinating conjunction.
        CC = "CC",
        /// Determiner.
        DT = "DT",
        /// Predeterminer.
        PDT = "PDT",
        /// Determiner that asks or relates.
        WDT = "WDT",
        /// Pronoun that asks or relates.
        WP = "WP",
        /// Possessive pronoun that asks or relates.
        WPS = "WP$",
        /// Adverb that asks or relates.
        WRB = "WRB",
        /// Personal pronoun.
        PRP = "PRP",
        /// Possessive pronoun.
        PRPS = "PRP$",
        /// Possessive ending.
        POS = "POS",
        /// Existential "there".
        EX = "EX",
        /// Number.
        CD = "CD",
        /// Interjection.
        UH = "UH",
        /// Foreign word.
        FW = "FW",
        /// Symbol.
        SYM = "SYM",
        /// List mark.
        LS = "LS",
        /// Address.
        ADD = "ADD",
        /// A piece of a word that was written apart.
        GW = "GW",
        /// Prefix standing alone.
        AFX = "AFX",
        /// Superfluous mark.
        NFP = "NFP",
        /// Hyphen.
        HYPH = "HYPH",
        /// Currency sign.
        DOLLAR = "$",
        /// Comma.
        COMMA = ",",
        /// Mark that ends a sentence.
        STOP = ".",
        /// Colon, semicolon, dash.
        COLON = ":",
        /// Opening bracket.
        LRB = "-LRB-",
        /// Closing bracket.
        RRB = "-RRB-",
        /// Opening quotation mark.
        OPEN_QUOTE = "``",
        /// Closing quotation mark.
        CLOSE_QUOTE = "''",
    }
}

impl Xpos {
    /// Whether it is a verb of any form; modals are not.
    pub const fn is_verb(self) -> bool {
        self.index() >= Xpos::VB.index() && self.index() <= Xpos::VBZ.index()
    }

    /// Whether it is a verb that carries tense, or a modal: one that makes a clause.
    pub const fn is_finite(self) -> bool {
        matches!(self, Xpos::VBD | Xpos::VBP | Xpos::VBZ | Xpos::MD)
    }

    /// Whether it is a common or proper noun.
    pub const fn is_noun(self) -> bool {
        self.index() <= Xpos::NNPS.index()
    }

    /// Whether it is a proper noun.
    pub const fn is_name(self) -> bool {
        matches!(self, Xpos::NNP | Xpos::NNPS)
    }

    /// Whether it is a noun in the plural.
    pub const fn is_plural(self) -> bool {
        matches!(self, Xpos::NNS | Xpos::NNPS)
    }
}

code! {
    /// Parts of speech by Universal Dependencies, version 2.
    pub enum Upos {
        ADJ = "ADJ",
        ADP = "ADP",
        ADV = "ADV",
        AUX = "AUX",
        CCONJ = "CCONJ",
        DET = "DET",
        INTJ = "INTJ",
        NOUN = "NOUN",
        NUM = "NUM",
        PART = "PART",
        PRON = "PRON",
        PROPN = "PROPN",
        PUNCT = "PUNCT",
        SCONJ = "SCONJ",
        SYM = "SYM",
        VERB = "VERB",
        X = "X",
    }
}

item! {
    /// The part of speech of a token. There is one for each token, in the same order.
    pub struct Tag: "tag", "" {
        /// Where the token stands.
        pub span: Span,
        /// Its part of speech by the Penn Treebank.
        pub xpos: Xpos,
        /// Its part of speech by Universal Dependencies.
        pub upos: Upos,
    }
}

item! {
    /// The lemma of a token. There is one for each token, in the same order.
    pub struct Lemma: "lemma", "" {
        /// Where the token stands.
        pub span: Span,
        /// Its lemma: small letters, but for proper nouns.
        pub lemma: Str,
    }
}
