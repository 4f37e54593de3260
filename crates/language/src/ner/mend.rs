//! What the labels of the recogniser get wrong by their nature, put right by rule: each rule holds for any name.

use dateline_core::Span;
use dateline_layers::{EntityType, Name, Token, Xpos};

use super::features::Word;

/// A document's tokens with their tags and what the recogniser read of each.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) tags: &'a [Xpos],
}

impl<'a> Read<'a> {
    fn str(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn tag(&self, at: usize) -> Xpos {
        self.tags.get(at).copied().unwrap_or(Xpos::NONE)
    }

    /// The name or names that labels from the first token to the last stand for.
    ///
    /// An address is none. A name does not end in a word of a closed class ("Springfield We"), takes the form of a
    /// company behind its comma with it ("Zeiss, Inc."), and is two where a stroke parts it ("Zeiss / Bosch") or a line
    /// break was lost between who signs and who is greeted next ("Ana Silva Bo, This is"). A people is a group whatever
    /// stands around it.
    pub(super) fn names(&self, first: usize, last: usize, kind: EntityType, word: &Word, mut found: impl FnMut(Name)) {
        if kind == EntityType::PERSON {
            self.persons(first, last, word, &mut found);
        } else if let Some(stroke) = (first + 1..last).find(|at| self.str(*at) == "/") {
            self.name(first, stroke - 1, kind, word, &mut found);
            self.name(stroke + 1, last, kind, word, &mut found);
        } else {
            self.name(first, last, kind, word, &mut found);
        }
    }

    /// A person's name ends before a dash or quotation mark, and before its own first word comes again, which is where
    /// the next one begins ("Ana Silva Ana Silva").
    fn persons(&self, first: usize, last: usize, word: &Word, found: &mut impl FnMut(Name)) {
        let mark = (first + 1..=last).find(|at| {
            let token = &self.tokens[*at];
            token.is(Token::DASH | Token::SPACED) || token.is(Token::QUOTE_MARK) || self.str(*at) == "/"
        });
        let end = mark.map_or(last, |mark| mark - 1);
        let again = (first + 2..=end).find(|at| self.str(*at) == self.str(first));
        if let Some(again) = again {
            self.name(first, again - 1, EntityType::PERSON, word, found);
            self.persons(again, last, word, found);
        } else if mark.is_none() && self.greets(first, last) {
            self.name(first, last - 1, EntityType::PERSON, word, found);
            self.name(last, last, EntityType::PERSON, word, found);
        } else {
            self.name(first, end, EntityType::PERSON, word, found);
            // What a stroke parts is another name; what stands behind a dash is what the person is.
            if mark.is_some_and(|mark| self.str(mark) == "/" && mark < last) {
                self.persons(end + 2, last, word, found);
            }
        }
    }

    fn name(&self, mut first: usize, mut last: usize, kind: EntityType, word: &Word, found: &mut impl FnMut(Name)) {
        if (first..=last).any(|at| self.tokens[at].is(Token::ADDRESS)) {
            return;
        }
        let person = kind == EntityType::PERSON;
        let ends_none = |at| {
            let verb = self.tag(at).is_verb() && (person || !self.tokens[at].is(Token::CAPITALISED));
            verb || self.is_closed(at)
        };
        while last > first && ends_none(last) {
            last -= 1;
        }
        while person && first < last && is_title(self.str(first)) {
            first += 1;
        }
        if kind == EntityType::ORGANISATION {
            let behind = last + 1 + usize::from(self.str(last + 1) == ",");
            if is_company(self.str(behind)) && !self.tokens[behind].is(Token::LINE_START) {
                last = behind;
            }
        }
        let people = first == last && word.is_people() && kind != EntityType::PLACE;
        let entity_type = if people { EntityType::GROUP } else { kind };
        found(Name { span: Span::new(self.tokens[first].span.start, self.tokens[last].span.end), entity_type });
    }

    /// Whether the last word of a person's name opens a letter: behind its comma a sentence begins, which no comma
    /// within a sentence allows.
    fn greets(&self, first: usize, last: usize) -> bool {
        let next = last + 2;
        let begins = self.tokens.get(next).is_some_and(|token| token.is(Token::CAPITALISED))
            && self.str(next) != "I"
            && (self.is_closed(next) || self.tag(next).is_verb());
        first < last && self.str(last + 1) == "," && begins
    }

    /// A pronoun, determiner, preposition or the like that no name ends in; "I" in capitals may count kings.
    fn is_closed(&self, at: usize) -> bool {
        matches!(
            self.tag(at),
            Xpos::DT
                | Xpos::PRP
                | Xpos::PRPS
                | Xpos::IN
                | Xpos::TO
                | Xpos::MD
                | Xpos::WP
                | Xpos::WRB
                | Xpos::WDT
                | Xpos::CC
                | Xpos::PDT
        )
    }
}

/// Whether a word is the form of a company.
fn is_company(word: &str) -> bool {
    matches!(
        word,
        "Inc." | "Inc" | "Ltd." | "Ltd" | "Corp." | "Corp" | "LLC" | "PLC" | "plc" | "GmbH" | "Co." | "LP" | "L.P."
    )
}

/// Whether a word addresses whom the name behind it names, and is no part of that.
fn is_title(word: &str) -> bool {
    matches!(word, "Mr." | "Mr" | "Mrs." | "Mrs" | "Ms." | "Ms" | "Dr." | "Dr" | "Drs." | "Doctor" | "Sheikh" | "Sheik")
}

#[cfg(test)]
mod tests {
    use dateline_layers::{EntityType, Xpos};

    use super::{Read, Word};
    use crate::tokenize;

    /// The names that a run stands for: all of `text` up to the mark `|`, whose words have these tags.
    fn names(text: &str, tags: &str, kind: EntityType) -> Vec<String> {
        let run = text.find('|').unwrap();
        let text = text.replace('|', "");
        let mut tokens = Vec::new();
        tokenize(&text, &mut tokens);
        let tags: Vec<Xpos> = tags.split(' ').map(|tag| Xpos::named(tag).expect(tag)).collect();
        assert_eq!(tags.len(), tokens.len(), "{text}");
        let last = tokens.iter().rposition(|token| token.span.end as usize <= run).unwrap();
        let mut found = Vec::new();
        let read = Read { text: &text, tokens: &tokens, tags: &tags };
        read.names(0, last, kind, &Word::BOUNDARY, |name| found.push(name.span.of(&text).to_owned()));
        found
    }

    #[test]
    fn names_end_where_they_must() {
        let person = |text, tags| names(text, tags, EntityType::PERSON);
        assert_eq!(person("Ana Silva We| left", "NNP NNP PRP VBD"), ["Ana Silva"]);
        assert_eq!(person("Ana Silva retired|.", "NNP NNP VBD ."), ["Ana Silva"]);
        assert_eq!(person("Ana Silva - Director|", "NNP NNP , NN"), ["Ana Silva"]);
        assert_eq!(person("Dr. Ana Silva| left", "NNP NNP NNP VBD"), ["Ana Silva"]);
        assert_eq!(person("Will| left", "MD VBD"), ["Will"]);
    }

    #[test]
    fn no_place_ends_in_a_small_verb() {
        assert_eq!(names("Rogun dam filled|.", "NNP NN VBN .", EntityType::PLACE), ["Rogun dam"]);
        assert_eq!(names("Turning Point| won", "VBG NNP VBD", EntityType::ORGANISATION), ["Turning Point"]);
    }

    #[test]
    fn two_names_are_two() {
        let person = |text, tags| names(text, tags, EntityType::PERSON);
        assert_eq!(person("Ana Silva Ana Silva|", "NNP NNP NNP NNP"), ["Ana Silva", "Ana Silva"]);
        assert_eq!(person("Ana Silva Bo|, This is it", "NNP NNP NNP , DT VBZ PRP"), ["Ana Silva", "Bo"]);
        assert_eq!(person("Ana Silva|, this is it", "NNP NNP , DT VBZ PRP"), ["Ana Silva"]);
        assert_eq!(person("Boutros Boutros-Ghali|", "NNP NNP HYPH NNP"), ["Boutros Boutros-Ghali"]);
        assert_eq!(names("Zeiss / Bosch|", "NNP , NNP", EntityType::ORGANISATION), ["Zeiss", "Bosch"]);
    }

    #[test]
    fn a_company_has_its_form_and_an_address_is_no_name() {
        assert_eq!(names("Zeiss|, Inc. won", "NNP , NNP VBD", EntityType::ORGANISATION), ["Zeiss, Inc."]);
        assert!(names("www.example.com| won", "ADD VBD", EntityType::ORGANISATION).is_empty());
    }
}
