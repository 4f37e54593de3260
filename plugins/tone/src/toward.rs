//! What a sentence says of a person: which of its phrases of stance are about whom.
//!
//! A phrase counts the more, the nearer it stands to the name, and less in another clause. What a person says is said of
//! others.

use std::ops::Range;

use dateline_core::{LayerView, Span};
use dateline_data_actors::name_at;
use dateline_layers::{EntityType, Gender, Mention, Token};

use crate::stance::Evidence;
use crate::vocabulary::{Form, Vocabulary, mark};
use crate::words::Word;

/// At how many words between them a phrase counts half.
const HALF: f32 = 20.0;
/// What a phrase keeps over a comma or a word that opens a clause.
const OVER_BORDER: f32 = 0.7;
/// What it keeps over so many of them; from the last on nothing more is lost.
const OVER_BORDERS: [f32; 9] = {
    let mut kept = [1.0; 9];
    let mut at = 1;
    while at < kept.len() {
        kept[at] = kept[at - 1] * OVER_BORDER;
        at += 1;
    }
    kept
};
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
const WORDS: [(u32, &str); 5] = [
    (mark::HE, "he him his himself"),
    (mark::SHE, "she her hers herself"),
    (
        mark::TIME,
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august \
         september october november december i",
    ),
    (
        mark::SAYS,
        "said says say told tells added adds wrote writes tweeted argued argues stated noted notes explained insisted \
         insists suggested believes thinks claimed claims announced acknowledged admitted replied responded asked declared \
         recalled",
    ),
    (mark::CLAUSE, ", ; : but while whereas although because who which that"),
];

/// Adds the words that the assignment looks at to the vocabulary.
pub(crate) fn compile(vocabulary: &mut Vocabulary) {
    for (mark, words) in WORDS {
        vocabulary.add_marked(mark, words);
    }
}

/// The persons of a sentence: those that the names layer knows, what is written as a name and nothing else is known of, and
/// pronouns, which stand for the last person before them that they can. `within` are the mentions in the sentence.
pub(crate) fn persons(
    text: &str,
    words: &[Word],
    mentions: LayerView<'_, Mention>,
    within: Range<usize>,
    persons: &mut Vec<Person>,
) {
    let mut near = within.map(|at| (at, mentions[at].span));
    let mut next = near.next();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        // Most words stand before the next mention, and are neither a pronoun nor written as a name.
        let is_before = next.is_none_or(|(_, span)| word.span.start < span.start);
        if is_before && !word.is(Token::CAPITALISED) && !word.any(mark::HE | mark::SHE) {
            at += 1;
            continue;
        }
        while next.is_some_and(|(_, span)| span.end <= word.span.start) {
            next = near.next();
        }
        if let Some((mention, span)) = next.filter(|(_, span)| span.start <= word.span.start) {
            if mentions[mention].entity_type == EntityType::PERSON {
                persons.push(Person { span, mention: Some(mention), named: true });
            }
            at += words[at..].iter().take_while(|word| word.span.start < span.end).count().max(1);
            continue;
        }
        if word.any(mark::HE | mark::SHE) {
            let gender = if word.any(mark::HE) { Gender::MALE } else { Gender::FEMALE };
            let mention = person_before(mentions, word.span.start, gender);
            persons.push(Person { span: word.span, mention, named: false });
            at += 1;
            continue;
        }
        let len = words[at..].iter().take_while(|word| is_name(text, word)).count();
        if len > 0 {
            let opens = at == 0 || words[at - 1].is(Token::MARK);
            let name = &words[at..at + len];
            if (!opens || word.form() == Form::UNKNOWN || len > 1) && !is_listed(text, &words[at..]) {
                let span = Span::new(word.span.start, name[len - 1].span.end);
                persons.push(Person { span, mention: None, named: true });
            }
        }
        at += len.max(1);
    }
}

/// The last person before a place of the text that a pronoun of this gender can stand for.
fn person_before(mentions: LayerView<'_, Mention>, start: u32, gender: Gender) -> Option<usize> {
    let fits = |other: Gender| other == gender || other.is_none();
    let before = mentions.partition_point(|mention| mention.span.start < start);
    let mut before = (0..before).rev().take(LOOK_BACK);
    before.find(|at| mentions[*at].entity_type == EntityType::PERSON && fits(mentions[*at].gender))
}

/// Whether a word is written as part of a name.
fn is_name(text: &str, word: &Word) -> bool {
    word.is(Token::WORD | Token::CAPITALISED)
        && word.span.len() > 1
        && !word.any(mark::TIME)
        && !word.of(text).bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the words begin with the name of an actor of the tables.
fn is_listed(text: &str, words: &[Word]) -> bool {
    words[0].is(Word::ACTOR) && name_at(words.iter().map(|word| word.of(text))).is_some()
}

/// The phrases of a sentence by the places of their words, to be shared out among its persons.
#[derive(Default)]
pub(crate) struct Places {
    /// The first word of each phrase, and the one behind its last.
    phrases: Vec<(usize, usize)>,
    /// The words that open or bound a clause.
    borders: Vec<usize>,
}

impl Places {
    /// Looks for the phrases in the words of their sentence.
    pub(crate) fn read(&mut self, words: &[Word], found: &[Evidence]) {
        self.phrases.clear();
        self.phrases.extend(found.iter().map(|evidence| place_of(words, evidence.span)));
        self.borders.clear();
        self.borders.extend((0..words.len()).filter(|at| words[*at].any(mark::CLAUSE)));
    }

    /// The score toward the person whose name stands here; the phrases that count are added to `spans`.
    pub(crate) fn score(&self, words: &[Word], person: Span, found: &[Evidence], spans: &mut Vec<Span>) -> f32 {
        let (first, end) = place_of(words, person);
        let said = if speaks(words, first, end) { SPOKEN } else { 1.0 };
        let mut sum = 0.0;
        for (evidence, (from, to)) in found.iter().zip(self.phrases.iter().copied()) {
            if evidence.span.start < person.end && person.start < evidence.span.end {
                continue;
            }
            let between = if to <= first { to..first } else { end.min(from)..from };
            let borders = self.borders.iter().filter(|at| between.contains(at)).count();
            let near = HALF / (HALF + between.len() as f32) * OVER_BORDERS[borders.min(OVER_BORDERS.len() - 1)];
            let kind = if evidence.is_personal() { 1.0 } else { OF_RELATIONS };
            sum += near * said * kind * evidence.value();
            spans.push(evidence.span);
        }
        ((sum * SCALE).clamp(-10.0, 10.0) * 10.0).round() / 10.0
    }
}

/// The first word of a stretch, and the one behind its last.
fn place_of(words: &[Word], span: Span) -> (usize, usize) {
    let first = words.partition_point(|word| word.span.start < span.start);
    let end = first + words[first..].partition_point(|word| word.span.start < span.end);
    (first, end.max(first + 1).min(words.len()))
}

/// Whether the person is the subject of a verb of saying: "Berg said", "said Berg".
fn speaks(words: &[Word], first: usize, end: usize) -> bool {
    let says = |word: Option<&Word>| word.is_some_and(|word| word.any(mark::SAYS));
    says(words.get(end)) || says(words.get(end + 1)) || says(first.checked_sub(1).and_then(|at| words.get(at)))
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
        let mut places = Places::default();
        places.read(words, &found);
        places.score(words, Span::new(start, start + name.len() as u32), &found, &mut Vec::new())
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
        super::persons(text, words.within(all), nobody.view().expect("it is of mentions"), 0..0, &mut persons);
        let found: Vec<&str> = persons.iter().map(|person| person.span.of(text)).collect();
        assert_eq!(found, ["Tolliver", "she", "him"]);
    }
}
