//! What the language layers say of a name: what kind of thing the recogniser of names takes it for, and the parts of
//! speech around it. In the fast mode there are no such layers, and everything is silent.

use dateline_layers::{EntityType, Name, Tag, Xpos};

/// The layers of a document, in order.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hints<'a> {
    pub names: &'a [Name],
    pub tags: &'a [Tag],
}

/// What the recogniser takes a toponym for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Nobody was asked.
    #[default]
    Silent,
    /// For no name.
    Nothing,
    /// For a place of just these words.
    Place,
    /// For a part of the name of a longer place: "Salem" in "Salem Heights".
    InPlace,
    Person,
    /// For the first words of a longer name of a person, for the last, for some between.
    HeadOfPerson,
    TailOfPerson,
    InPerson,
    Body,
    InBody,
    Group,
}

impl Hints<'_> {
    /// What the name at `start..end` is taken for.
    pub(crate) fn taken(&self, start: u32, end: u32) -> Taken {
        if self.tags.is_empty() {
            return Taken::Silent;
        }
        let after = self.names.partition_point(|name| name.span.end <= start);
        let Some(name) = self.names.get(after).filter(|name| name.span.start < end) else { return Taken::Nothing };
        let longer = name.span.end > end || name.span.start + ARTICLE < start;
        match (name.entity_type, longer) {
            (EntityType::PLACE, false) => Taken::Place,
            (EntityType::PLACE, true) => Taken::InPlace,
            (EntityType::PERSON, false) => Taken::Person,
            (EntityType::PERSON, true) if name.span.start == start => Taken::HeadOfPerson,
            (EntityType::PERSON, true) if name.span.end == end => Taken::TailOfPerson,
            (EntityType::PERSON, true) => Taken::InPerson,
            (EntityType::ORGANISATION, false) => Taken::Body,
            (EntityType::ORGANISATION, true) => Taken::InBody,
            _ => Taken::Group,
        }
    }

    /// The part of speech of the token that begins at byte `start`.
    pub(crate) fn tag(&self, start: u32) -> Xpos {
        let at = self.tags.partition_point(|tag| tag.span.start < start);
        self.tags.get(at).filter(|tag| tag.span.start == start).map_or(Xpos::NONE, |tag| tag.xpos)
    }
}

/// As many bytes more before a name are an article or a compass point of one letter, not a longer name.
const ARTICLE: u32 = 4;

#[cfg(test)]
mod tests {
    use dateline_core::Span;
    use dateline_layers::Upos;

    use super::*;

    #[test]
    fn a_name_is_taken_for_what_covers_it() {
        let name = |start, end, entity_type| Name { span: Span::new(start, end), entity_type };
        let tag = |start, end, xpos| Tag { span: Span::new(start, end), xpos, upos: Upos::NONE };
        let names = [name(0, 6, EntityType::PLACE), name(10, 24, EntityType::PERSON)];
        let tags = [tag(0, 6, Xpos::NNP), tag(7, 9, Xpos::VBD)];
        let hints = Hints { names: &names, tags: &tags };
        let taken = [(0, 6), (0, 3), (10, 16), (18, 24), (30, 33)].map(|(start, end)| hints.taken(start, end));
        assert_eq!(taken, [Taken::Place, Taken::InPlace, Taken::HeadOfPerson, Taken::TailOfPerson, Taken::Nothing]);
        assert_eq!((hints.tag(7), hints.tag(8)), (Xpos::VBD, Xpos::NONE));
        assert_eq!(Hints::default().taken(0, 6), Taken::Silent);
    }
}
