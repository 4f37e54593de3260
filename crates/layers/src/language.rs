//! What the language layer finds: words, sentences, names.

use dateline_core::{Ascii, Ref, Span, Str, code, item};

item! {
    /// A word, number or mark, by the conventions of Universal Dependencies.
    pub struct Token: "token", "" {
        /// Where it stands.
        pub span: Span,
        /// Its shape: the bits that are constants of this type.
        pub shape: u32,
    }
}

impl Token {
    /// White space, or the start of the text, stands before it.
    pub const SPACED: u32 = 1;
    /// A line break stands before it, or the start of the text.
    pub const LINE_START: u32 = 1 << 1;
    /// Its first letter is a capital.
    pub const CAPITALISED: u32 = 1 << 2;
    /// All of its letters are capitals, and it has two or more.
    pub const CAPITALS: u32 = 1 << 3;
    /// It holds a letter.
    pub const WORD: u32 = 1 << 4;
    /// It holds a digit.
    pub const DIGIT: u32 = 1 << 5;
    /// It holds neither letter nor digit: punctuation, or with [`Token::SYMBOL`] another sign.
    pub const MARK: u32 = 1 << 6;
    /// It is a quotation mark of any kind; with [`Token::OPENS`] or [`Token::CLOSES`].
    pub const QUOTE_MARK: u32 = 1 << 7;
    /// It ends a sentence where it stands: the last token of one.
    pub const SENTENCE_END: u32 = 1 << 8;
    /// It is glued to the token before it, of which it is a clitic ("n't", "'s").
    pub const CLITIC: u32 = 1 << 9;
    /// It is the first of its sentence.
    pub const SENTENCE_START: u32 = 1 << 10;
    /// It begins a block: a paragraph, heading, caption or list line.
    pub const BLOCK_START: u32 = 1 << 11;
    /// A blank line, a page break or the start of the text stands before it.
    pub const PARAGRAPH_START: u32 = 1 << 12;
    /// It has a capital after a small letter ("eBay", "d'Estaing").
    pub const MIXED_CASE: u32 = 1 << 13;
    /// It holds digits and number marks alone ("1,200", "3.4", "10:38", "24/7").
    pub const NUMBER: u32 = 1 << 14;
    /// A mark that can end a sentence: full stops, question and exclamation marks, ellipses.
    pub const STOP: u32 = 1 << 15;
    /// A comma, semicolon or colon.
    pub const PAUSE: u32 = 1 << 16;
    /// A dash or hyphen that stands as a token.
    pub const DASH: u32 = 1 << 17;
    /// A bracket.
    pub const BRACKET: u32 = 1 << 18;
    /// A bracket or quotation mark that opens.
    pub const OPENS: u32 = 1 << 19;
    /// A bracket or quotation mark that closes.
    pub const CLOSES: u32 = 1 << 20;
    /// A quotation mark of one stroke, which may be an apostrophe.
    pub const SINGLE: u32 = 1 << 21;
    /// A currency sign or another sign that is no punctuation ("$", "%", "&").
    pub const SYMBOL: u32 = 1 << 22;
    /// Its full stop belongs to it: an abbreviation or initial ("Gen.", "J.", "U.S.").
    pub const ABBREVIATION: u32 = 1 << 23;
    /// A web or e-mail address, handle or hashtag.
    pub const ADDRESS: u32 = 1 << 24;
    /// Double quotation marks that opened in its block are open before it.
    pub const QUOTED: u32 = 1 << 25;

    /// Whether all these bits are set.
    pub const fn is(&self, bits: u32) -> bool {
        self.shape & bits == bits
    }

    /// Whether any of these bits is set.
    pub const fn is_any(&self, bits: u32) -> bool {
        self.shape & bits != 0
    }
}

item! {
    /// A sentence, or a line that stands for one (a headline, a caption).
    pub struct Sentence: "sentence", "" {
        /// Where it stands.
        pub span: Span,
        /// The position of its first token.
        pub first: u32,
        /// How many tokens it has.
        pub tokens: u32,
    }
}

impl Sentence {
    /// The positions of its tokens.
    pub const fn range(&self) -> std::ops::Range<usize> {
        self.first as usize..self.first as usize + self.tokens as usize
    }
}

code! {
    /// What kind of thing a name names.
    pub enum EntityType {
        /// A human being.
        PERSON = "person",
        /// A body: ministry, company, party, agency.
        ORGANISATION = "organisation",
        /// A place.
        PLACE = "place",
        /// A people, or those who share a faith or a cause.
        GROUP = "group",
    }
}

item! {
    /// A name as the words around it show it, before anything is known of who bears it.
    pub struct Name: "name", "" {
        /// The words of the name.
        pub span: Span,
        /// What kind of thing it names.
        pub entity_type as "type": EntityType,
    }
}

code! {
    /// What a pronoun for a mention would be.
    pub enum Gender {
        /// He.
        MALE = "male",
        /// She.
        FEMALE = "female",
        /// It.
        NEUTER = "neuter",
        /// They.
        PLURAL = "plural",
    }
}

item! {
    /// A named mention of a person, organisation, place or group.
    pub struct Mention: "entity", "n" {
        /// The words of the name, without title and role.
        pub span: Span,
        /// What kind of thing it names.
        pub entity_type as "type": EntityType,
        /// The full name, resolved within the document ("Lavrentyev" to "Alexander Lavrentyev").
        pub name: Str,
        /// The role that the text states beside it ("Russia's chief negotiator").
        pub role: Str,
        /// What a pronoun for it would be, where known.
        pub gender: Gender,
        /// ISO 3166-1 alpha-3 or organisation code, where it is an actor of one.
        pub actor: Ascii<2>,
        /// The CAMEO sector that its name or role tells ("Ministry of Defence": GOV, "army spokesman": MIL).
        pub sector: Ascii<1>,
        /// The first mention of the same one.
        pub coreferent: Ref<Mention>,
    }
}
