//! Stance: what the words of a statement say about relations, phrase by phrase.
//!
//! Every phrase of `lexicon/stance.tsv` has a weight on the Goldstein scale. Shifters (`lexicon/shifters.tsv`) turn or
//! weaken the phrases that follow them within their scope: "without leaving any space for confrontation" is mildly
//! conciliatory, "despite mutual suspicions" hardly counts. What comes before "but" weighs half of what comes after.

use dateline_core::{Flag, Span, item};

use crate::phrase::{Phrase, Second};
use crate::table;
use crate::vocabulary::{Form, Vocabulary, mark};
use crate::words::Word;

const STANCE: &str = include_str!("../lexicon/stance.tsv");
const PERSONS: &str = include_str!("../lexicon/persons.tsv");
const SHIFTERS: &str = include_str!("../lexicon/shifters.tsv");

/// What a phrase before "but" keeps of its weight.
const BEFORE_BUT: f32 = 0.5;
/// How many shifters may act at once; more than these in one clause say nothing more.
const SHIFTERS_AT_ONCE: usize = 8;

item! {
    /// A phrase that was found, with what its surroundings make of it.
    pub(crate) struct Evidence: "tone-phrase", "" {
        /// Where it stands.
        pub(crate) span: Span,
        /// Its weight in the lexicon.
        pub(crate) weight: f32,
        /// What the shifters left of it: negative where they turned it.
        pub(crate) factor: f32,
        /// The number of its entry in the lexicon.
        entry: u32,
        /// Whether it counts toward persons only.
        personal: Flag,
    }
}

impl Evidence {
    /// Whether it counts toward persons only.
    pub(crate) fn is_personal(&self) -> bool {
        self.personal.get()
    }

    /// What it adds to the score.
    pub(crate) fn value(&self) -> f32 {
        self.weight * self.factor
    }
}

/// The lexicon of stance, compiled.
pub(crate) struct Stance {
    entries: Vec<Entry>,
    /// Where the entries that can begin with each form end in `starts`.
    ends: Vec<u32>,
    /// The entries by how they can begin, form by form, each with what it asks of the second word.
    starts: Vec<(Second, u32)>,
}

struct Entry {
    phrase: Phrase,
    effect: Effect,
}

impl Entry {
    /// The entries of a row: one for each of its phrases.
    fn of(vocabulary: &mut Vocabulary, phrases: &str, effect: Effect) -> Vec<Entry> {
        phrases.split(" / ").map(|phrase| Entry { phrase: Phrase::compile(vocabulary, phrase), effect }).collect()
    }
}

#[derive(Clone, Copy)]
enum Effect {
    Stance {
        weight: f32,
        class: &'static str,
        personal: bool,
    },
    Shift(Shift),
    /// Keeps a shifter from acting: "not only".
    Keep,
}

#[derive(Clone, Copy)]
struct Shift {
    factor: f32,
    scope: usize,
}

impl Stance {
    /// Compiles the lexicon, and adds its words to the vocabulary; [`Stance::index`] completes it.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Stance {
        let mut entries = Vec::new();
        for (table, personal) in [(STANCE, false), (PERSONS, true)] {
            for row in table::rows(table) {
                let [phrase, weight, class, _] = table::columns(row);
                let weight = weight.parse().expect("the tests read every weight");
                let effect = Effect::Stance { weight, class, personal };
                entries.extend(Entry::of(vocabulary, phrase, effect));
            }
        }
        for row in table::rows(SHIFTERS) {
            let [kind, factor, scope, phrase, _] = table::columns(row);
            let shift = Shift {
                factor: factor.parse().expect("the tests read every factor"),
                scope: scope.parse().expect("the tests read every scope"),
            };
            let effect = if kind == "keep" { Effect::Keep } else { Effect::Shift(shift) };
            entries.extend(Entry::of(vocabulary, phrase, effect));
        }
        vocabulary.add_marked(mark::END, ". ! ? ; : … ... — – --");
        vocabulary.add_marked(mark::BUT, "but yet however nevertheless nonetheless");
        vocabulary.add_marked(mark::COMMA, ",");
        Stance { entries, ends: Vec::new(), starts: Vec::new() }
    }

    /// Indexes the entries by how they begin, once the vocabulary is complete.
    pub(crate) fn index(&mut self, vocabulary: &mut Vocabulary) {
        // How many entries begin with each form, where those of a form begin, and at last where they end.
        self.ends = vec![0; vocabulary.len()];
        self.entries.iter().for_each(|entry| entry.phrase.starts(|form| self.ends[form.0 as usize] += 1));
        let mut all = 0;
        for end in &mut self.ends {
            all += std::mem::replace(end, all);
        }
        self.starts = vec![(Second::ANY, 0); all as usize];
        for (entry, at) in self.entries.iter().zip(0..) {
            let second = entry.phrase.second();
            entry.phrase.starts(|form| {
                vocabulary.mark(form, mark::BEGINS);
                let end = &mut self.ends[form.0 as usize];
                self.starts[*end as usize] = (second, at);
                *end += 1;
            });
        }
    }

    /// Finds the phrases in the words of a statement, in their order, and adds them to `found`.
    pub(crate) fn read(&self, words: &[Word], found: &mut Vec<Evidence>) {
        let mut active = Active::default();
        let mut sentence = found.len();
        let mut at = 0;
        while at < words.len() {
            let marks = words[at].marks();
            if marks & mark::BEGINS != 0
                && let Some((len, entry)) = self.longest(&words[at..])
            {
                match self.entries[entry as usize].effect {
                    Effect::Stance { weight, personal, .. } => {
                        let span = Span::new(words[at].span.start, words[at + len - 1].span.end);
                        let (factor, personal) = (active.factor(at), Flag::new(personal));
                        found.push(Evidence { span, weight, factor, entry, personal });
                    }
                    Effect::Shift(shift) => active.push(shift.factor, at + len + shift.scope),
                    Effect::Keep => {}
                }
                at += len;
                continue;
            }
            if marks & mark::BOUND != 0 {
                active.clear();
                if marks & mark::BUT != 0 {
                    found[sentence..].iter_mut().for_each(|evidence| evidence.factor *= BEFORE_BUT);
                } else if marks & mark::END != 0 {
                    sentence = found.len();
                }
            }
            at += 1;
        }
    }

    /// The class of a phrase in the lexicon.
    pub(crate) fn class(&self, evidence: &Evidence) -> &'static str {
        match self.entries[evidence.entry as usize].effect {
            Effect::Stance { class, .. } => class,
            _ => "",
        }
    }

    /// The entries that can begin with a form.
    fn starting_with(&self, form: Form) -> &[(Second, u32)] {
        let at = form.0 as usize;
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.starts[first as usize..self.ends[at] as usize]
    }

    /// The entry that the words begin with, and how many of them it takes.
    fn longest(&self, words: &[Word]) -> Option<(usize, u32)> {
        let ends = |word: &Word| word.any(mark::BOUND);
        let mut best: Option<(usize, u32)> = None;
        for (_, at) in self.starting_with(words[0].form()).iter().filter(|(second, _)| second.may_be_in(words)) {
            let entry = &self.entries[*at as usize];
            // Between equals the first entry of the tables wins: stance before shifters. What is said of persons only
            // gives way to both.
            let personal = |at: u32| matches!(self.entries[at as usize].effect, Effect::Stance { personal: true, .. });
            if let Some(len) = entry.phrase.matches(words, ends)
                && best.is_none_or(|(longest, of)| {
                    let (new, old) = (personal(*at), personal(of));
                    if new == old { len > longest } else { old }
                })
            {
                best = Some((len, *at));
            }
        }
        best.filter(|(len, _)| *len > 0)
    }
}

/// The score of a statement, -10 to 10: the sum of what its phrases add, over the root of their number, so that saying a
/// thing twice weighs more than once, but not double.
pub(crate) fn score(found: &[Evidence]) -> f32 {
    if found.is_empty() {
        return 0.0;
    }
    let sum: f32 = found.iter().map(Evidence::value).sum();
    let score = sum / (found.len() as f32).sqrt();
    (score.clamp(-10.0, 10.0) * 10.0).round() / 10.0
}

/// The shifters whose scope is open.
#[derive(Default)]
struct Active {
    shifts: [(f32, usize); SHIFTERS_AT_ONCE],
    len: usize,
}

impl Active {
    fn push(&mut self, factor: f32, until: usize) {
        if self.len < SHIFTERS_AT_ONCE {
            self.shifts[self.len] = (factor, until);
            self.len += 1;
        }
    }

    fn clear(&mut self) {
        self.len = 0;
    }

    /// What the shifters leave of a phrase at this position.
    fn factor(&self, at: usize) -> f32 {
        self.shifts[..self.len].iter().filter(|(_, until)| at < *until).map(|(factor, _)| factor).product()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    fn lexicon() -> (Vocabulary, Stance) {
        let mut vocabulary = Vocabulary::default();
        let mut stance = Stance::compile(&mut vocabulary);
        stance.index(&mut vocabulary);
        (vocabulary, stance)
    }

    fn evidence(text: &str) -> Vec<Evidence> {
        let (mut vocabulary, stance) = lexicon();
        let words = read(&vocabulary.fixed(), text);
        let mut found = Vec::new();
        stance.read(words.within(Span::new(0, text.len() as u32)), &mut found);
        found
    }

    /// Reads every example of a table, and lists those in which `acts` finds nothing.
    fn silent(table: &'static str, example: usize, acts: impl Fn(&[&str], &[Evidence]) -> bool) -> Vec<String> {
        let silent = table::rows(table).filter_map(|row| {
            let columns: Vec<&str> = row.split('\t').collect();
            let found = evidence(columns[example]);
            (columns.len() != example + 1 || !acts(&columns, &found)).then(|| format!("{row}: {found:?}"))
        });
        silent.collect()
    }

    fn class_of(evidence: &Evidence) -> &'static str {
        crate::lexicon::lexicon().stance.class(evidence)
    }

    fn number(column: &str) -> f32 {
        column.parse().unwrap_or_else(|_| panic!("{column} is no number"))
    }

    #[test]
    fn every_stance_phrase_is_found_in_its_example() {
        let silent = silent(STANCE, 3, |columns, found| {
            found.iter().any(|one| class_of(one) == columns[2] && (one.weight - number(columns[1])).abs() < 0.01)
        });
        assert!(silent.is_empty(), "not found:\n{}", silent.join("\n"));
    }

    #[test]
    fn every_phrase_toward_persons_is_found_in_its_example() {
        let silent = silent(PERSONS, 3, |columns, found| {
            found.iter().any(|one| class_of(one) == columns[2] && (one.weight - number(columns[1])).abs() < 0.01)
        });
        assert!(silent.is_empty(), "not found:\n{}", silent.join("\n"));
    }

    #[test]
    fn every_shifter_acts_in_its_example() {
        let silent = silent(SHIFTERS, 4, |columns, found| {
            found.iter().any(|one| (one.factor - number(columns[1])).abs() < 0.01)
        });
        assert!(silent.is_empty(), "does not act:\n{}", silent.join("\n"));
    }

    #[test]
    fn what_the_word_lists_get_wrong_comes_out_right() {
        for (text, sign) in [
            ("Tensions ease as the government and the rebels return to the negotiating table", 1),
            ("We must go on, without leaving any room for a confrontation", 1),
            ("It is no breakthrough but it is a step forward", 1),
            ("The level of trust between the sides remains low", -1),
            ("Mutual distrust is high and accusations remain", -1),
            ("The council lifted the embargo", 1),
            ("They did not cooperate", -1),
            ("The decision to come back to the table despite the gaps is a sign that tensions are easing", 1),
        ] {
            let score = score(&evidence(text));
            assert!(score * sign as f32 >= 1.0, "{text}: {score}");
        }
    }

    #[test]
    fn a_score_stays_on_its_scale() {
        let text = "massacre genocide terror ".repeat(50);
        assert_eq!(score(&evidence(&text)).to_bits(), (-10.0f32).to_bits());
        assert_eq!(score(&[]).to_bits(), 0.0f32.to_bits());
    }
}
