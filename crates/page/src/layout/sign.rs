//! The signs that the kind of a line is learned from, and which of them go together.
#![allow(clippy::enum_glob_use, reason = "lists of signs are read as lists of words")]

use dateline_core::RegionKind;

use Sign::*;

macro_rules! signs {
    ($($sign:ident)*) => {
        /// A sign that a line has or has not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(clippy::enum_variant_names, reason = "a signature is a sign too")]
        pub(crate) enum Sign { $($sign),* }

        /// The names of all signs, in their order.
        pub const SIGNS: &[&str] = &[$(stringify!($sign)),*];
    };
}

signs! {
    Always
    Words0 Words1 Words2 Words3 Words4 Words5 Words8 Words12 Words17 Words25 Words40
    Stop Asking Quote Colon Open
    Prose TitleCase Capitals Digits Bar Bars AfterBlank BeforeBlank
    CueChrome CuePublished CueUpdated CueClock CueByline CueCredit CuePose CueRelated CueList CueEnd CuePoints CueWriter CueMended CueField CueSubject
    Dated HasDay MostlyDate ClockOnly
    Byline Names Maker EndsInCredit Agency Furniture SignOff Address Mark Signature NamesDay
    StartsSmall StartsFigure StartsBullet StartsQuote StartsBracket StartsHash
    Mail Web Tab Phone Slashes Field Speaker Figures InnerStop
    Small0 Small1 Small2 Small4
    Us UsTwice Site SiteTwice SiteHalf Call Told AddressWord Role
    ShareNone Share0 ShareLow ShareMid ShareHigh
    First Last LastThree
    Above0 Above1 Above2 Below0 Below1 Below2
    Repeats Title
    Subhead Block LongTitle BeforeProse BetweenProse
    RuleHeader RuleHeadline RuleByline RuleLead RuleBody RuleCaption RuleRelated RuleBoilerplate
    RuleAbove RuleLeadLine
    SignedSoon Headed ListAbove MostShared PlainProse RuleStory
}

/// The signs of a line, a bit each.
pub type Looks = u128;

const _: () = assert!(SIGNS.len() <= 128);

impl Sign {
    /// Its bit in [`Looks`].
    pub(crate) const fn bit(self) -> Looks {
        1 << self as u8
    }
}

/// Several signs at once.
const fn set(signs: &[Sign]) -> Looks {
    let (mut set, mut at) = (0, 0);
    while at < signs.len() {
        set |= signs[at].bit();
        at += 1;
    }
    set
}

/// The signs of a line that its neighbours are told by too.
pub(crate) const SEEN_BY_NEIGHBOURS: Looks = set(&[
    Words1,
    Words2,
    Words3,
    Prose,
    Colon,
    Asking,
    TitleCase,
    Capitals,
    AfterBlank,
    CueChrome,
    CuePublished,
    CueUpdated,
    CueByline,
    CueCredit,
    CueRelated,
    CueList,
    CueEnd,
    CuePoints,
    CueWriter,
    CueField,
    Dated,
    MostlyDate,
    Byline,
    Names,
    Maker,
    Furniture,
    Field,
    Speaker,
    Us,
    Site,
    Call,
    AddressWord,
    Share0,
    ShareHigh,
    StartsFigure,
    StartsBullet,
    Tab,
    Small0,
]);

/// What the rules hold a line for.
pub(crate) fn rule_of(looks: Looks) -> RegionKind {
    let kinds = [
        (RuleHeader, RegionKind::HEADER),
        (RuleByline, RegionKind::BYLINE),
        (RuleBody, RegionKind::BODY),
        (RuleCaption, RegionKind::CAPTION),
        (RuleRelated, RegionKind::RELATED),
        (RuleBoilerplate, RegionKind::BOILERPLATE),
    ];
    kinds.iter().find(|(sign, _)| looks & sign.bit() != 0).map_or(RegionKind::NONE, |(_, kind)| *kind)
}

/// The signs that say what the rules hold a line for.
pub const RULES: Looks = set(&[
    RuleHeader,
    RuleHeadline,
    RuleByline,
    RuleLead,
    RuleBody,
    RuleCaption,
    RuleRelated,
    RuleBoilerplate,
    RuleAbove,
    RuleLeadLine,
    RuleStory,
]);

/// What a sentence shows that is none of the story: it speaks to the reader, of the site or of who wrote.
pub(crate) const ASIDE: Looks = set(&[
    CueChrome,
    CueByline,
    CueCredit,
    CueRelated,
    CueList,
    CueEnd,
    CueWriter,
    CueMended,
    Us,
    SiteTwice,
    Call,
    Mail,
    Web,
    Phone,
    AddressWord,
    Repeats,
    StartsBracket,
    StartsHash,
    EndsInCredit,
    Maker,
    Role,
]);

/// The same, of a long one.
pub(crate) const ASIDE_AT_LENGTH: Looks = set(&[
    CueChrome, CueByline, CueCredit, CueEnd, CueMended, CueWriter, UsTwice, SiteTwice, Mail, Web, Phone, Repeats,
    StartsHash,
]);

/// What a paragraph shows that is none but of the story.
pub(crate) const PLAIN: Looks = set(&[PlainProse, RuleStory]);

/// What a caption shows that names who took the picture.
pub(crate) const CREDITED: Looks = set(&[RuleCaption, CueCredit]);

/// What a line shows that says who wrote.
pub(crate) const SIGNED: Looks =
    set(&[Byline, CueByline, CueWriter, SignOff, Names, NamesDay, Signature, Role, RuleByline]);

/// The author or the day.
pub(crate) const SIGNS_OF_HEAD: Looks = set(&[Dated, Byline, CueByline, CuePublished, CueUpdated]);
