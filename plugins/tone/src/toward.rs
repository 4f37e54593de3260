//! What a sentence says of a person: which of its phrases of stance are about whom.
//!
//! A phrase counts the more, the nearer it stands to the name, and less in another clause. What a person says is said of
//! others.

use dateline_core::{LayerView, Span};
use dateline_data_actors::name_at;
use dateline_layers::{EntityType, Gender, Mention, Token};

use crate::stance::Evidence;
use crate::vocabulary::{Form, Lists, Vocabulary};
use crate::words::Word;

/// At how many words between them a phrase counts half.
const HALF: f32 = 20.0;
/// What a phrase keeps over a comma or a word that opens a clause.
const OVER_BORDER: f32 = 0.7;
/// What a phrase keeps toward who speaks in the sentence.
const SPOKEN: f32 = 0.15;
/// What a phrase about relations keeps toward a person.
const OF_RELATIONS: f32 = 0.7;
/// From shares of phrases to the scale of scores: a sentence has one or two, at some distance.
const SCALE: f32 = 3.0;

/// A sentence of more words is a list or no prose: nobody is looked for in it.
pub(crate) const LONGEST: usize = 400;
/// How many mentions a pronoun looks back for its person.
const LOOK_BACK: usize = 50;

/// A person in a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    /// The name or pronoun.
    pub(crate) span: Span,
    /// The mention that it is, or that a pronoun stands for.
    pub(crate) mention: Option<usize>,
    /// Whether the words are a name.
    pub(crate) named: bool,
}

/// The words that the assignment looks at.
pub(crate) struct Toward {
    words: Lists,
}

/// The lists of those words.
mod list {
    pub(super) const HE: u8 = 1;
    pub(super) const SHE: u8 = 1 << 1;
    /// Capitalised, and no name of anybody.
    pub(super) const TIME: u8 = 1 << 2;
    pub(super) const SAYS: u8 = 1 << 3;
    /// What opens or bounds a clause.
    pub(super) const CLAUSE: u8 = 1 << 4;
}

/// The words of each list.
const LISTS: [(u8, &str); 5] = [
    (list::HE, "he him his himself"),
    (list::SHE, "she her hers herself"),
    (
        list::TIME,
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august \
         september october november december i",
    ),
    (
        list::SAYS,
        "said says say told tells added adds wrote writes tweeted argued argues stated noted notes explained insisted \
         insists suggested believes thinks claimed claims announced acknowledged admitted replied responded asked declared \
         recalled",
    ),
    (list::CLAUSE, ", ; : but while whereas although because who which that"),
];

impl Toward {
    /// Adds its words to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Toward {
        let mut words = Lists::default();
        for (list, members) in LISTS {
            members.split(' ').for_each(|word| words.put(list, vocabulary.add(word)));
        }
        Toward { words }
    }

    /// The persons of a sentence: those that the names layer knows, what is written as a name and nothing else is known
    /// of, and pronouns, which stand for the last person before them that they can.
    pub(crate) fn persons(
        &self,
        text: &str,
        words: &[Word],
        mentions: LayerView<'_, Mention>,
        sentence: Span,
        persons: &mut Vec<Person>,
    ) {
        let mut near = mentions.starting_in(sentence).peekable();
        let mut at = 0;
        while at < words.len() {
            let word = &words[at];
            while near.next_if(|at| mentions[*at].span.end <= word.span.start).is_some() {}
            if let Some(mention) = near.peek().copied().filter(|at| mentions[*at].span.start <= word.span.start) {
                let span = mentions[mention].span;
                if mentions[mention].entity_type == EntityType::PERSON {
                    persons.push(Person { span, mention: Some(mention), named: true });
                }
                at += words[at..].iter().take_while(|word| word.span.start < span.end).count().max(1);
                continue;
            }
            let gender = match self.words.of(word.form()) {
                lists if lists & list::HE != 0 => Some(Gender::MALE),
                lists if lists & list::SHE != 0 => Some(Gender::FEMALE),
                _ => None,
            };
            if let Some(gender) = gender {
                let before = mentions.starting_in(Span::new(0, word.span.start)).rev().take(LOOK_BACK);
                let fits = |other: Gender| other == gender || other.is_none();
                let mention = before
                    .into_iter()
                    .find(|at| mentions[*at].entity_type == EntityType::PERSON && fits(mentions[*at].gender));
                persons.push(Person { span: word.span, mention, named: false });
                at += 1;
                continue;
            }
            let len = words[at..].iter().take_while(|word| self.is_name(text, word)).count();
            let opens = at == 0 || words[at - 1].is(Token::MARK);
            let listed = len > 0 && name_at(words[at..].iter().map(|word| word.of(text))).is_some();
            if len > 0 && !listed && (!opens || word.form() == Form::UNKNOWN || len > 1) {
                let span = Span::new(word.span.start, words[at + len - 1].span.end);
                persons.push(Person { span, mention: None, named: true });
            }
            at += len.max(1);
        }
    }

    /// Whether a word is written as part of a name.
    fn is_name(&self, text: &str, word: &Word) -> bool {
        word.is(Token::WORD | Token::CAPITALISED)
            && word.span.len() > 1
            && !self.words.any(word.form(), list::TIME)
            && !word.of(text).bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// The score toward the person whose name stands here; the phrases that count are added to `spans`.
    pub(crate) fn score(&self, words: &[Word], person: Span, found: &[Evidence], spans: &mut Vec<Span>) -> f32 {
        let at = |span: Span| {
            let first = words.partition_point(|word| word.span.start < span.start);
            let end = words.partition_point(|word| word.span.start < span.end);
            (first, end.max(first + 1).min(words.len()))
        };
        let (first, end) = at(person);
        let speaks = self.speaks(words, first, end);
        let mut sum = 0.0;
        for evidence in found {
            if evidence.span.start < person.end && person.start < evidence.span.end {
                continue;
            }
            let (from, to) = at(evidence.span);
            let between = if to <= first { to..first } else { end.min(from)..from };
            let distance = between.len() as f32;
            let borders = words[between].iter().filter(|word| self.words.any(word.form(), list::CLAUSE)).count();
            let near = HALF / (HALF + distance) * OVER_BORDER.powi(borders.min(8) as i32);
            let said = if speaks { SPOKEN } else { 1.0 };
            let kind = if evidence.is_personal() { 1.0 } else { OF_RELATIONS };
            sum += near * said * kind * evidence.value();
            spans.push(evidence.span);
        }
        ((sum * SCALE).clamp(-10.0, 10.0) * 10.0).round() / 10.0
    }

    /// Whether the person is the subject of a verb of saying: "Berg said", "said Berg".
    fn speaks(&self, words: &[Word], first: usize, end: usize) -> bool {
        let says = |word: Option<&Word>| word.is_some_and(|word| self.words.any(word.form(), list::SAYS));
        says(words.get(end)) || says(words.get(end + 1)) || says(first.checked_sub(1).and_then(|at| words.get(at)))
    }
}

#[cfg(test)]
mod tests {
    use dateline_core::{Item, Layer};
    use dateline_layers::Mention;

    use super::*;
    use crate::lexicon::lexicon;
    use crate::testing::read;

    /// The score toward a name in a sentence.
    fn toward(text: &str, name: &str) -> f32 {
        let lexicon = lexicon();
        let words = read(&lexicon.forms, text);
        let words = words.within(Span::new(0, text.len() as u32));
        let mut found = Vec::new();
        lexicon.stance.read(words, &mut found);
        let start = text.find(name).expect("it is named") as u32;
        lexicon.toward.score(words, Span::new(start, start + name.len() as u32), &found, &mut Vec::new())
    }

    #[test]
    fn what_stands_near_a_name_is_about_it() {
        assert!(toward("Lund lied to the inquiry", "Lund") <= -1.0);
        assert!(toward("Lund was not corrupt", "Lund") > 0.0);
        let text = "Everybody praised Berg for her courage, while the panel called Lund a liar";
        assert!(toward(text, "Berg") > toward(text, "Lund"));
    }

    #[test]
    fn what_somebody_says_is_said_of_others() {
        let text = "\"He is a liar and a crook,\" Berg said";
        assert!(toward(text, "He") <= -3.0 && toward(text, "Berg") > -3.0);
    }

    #[test]
    fn names_that_no_table_has_and_pronouns_are_persons() {
        let text = "On Monday Tolliver met the Kenyan envoy and she thanked him";
        let lexicon = lexicon();
        let words = read(&lexicon.forms, text);
        let all = Span::new(0, text.len() as u32);
        let mut persons = Vec::new();
        let nobody = Layer::new(&Mention::SCHEMA);
        lexicon.toward.persons(text, words.within(all), nobody.view().expect("it is of mentions"), all, &mut persons);
        let found: Vec<&str> = persons.iter().map(|person| person.span.of(text)).collect();
        assert_eq!(found, ["Tolliver", "she", "him"]);
    }
}
