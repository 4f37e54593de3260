//! Phrases of the stance lexicons: a small pattern language over words, and its matcher.
//!
//! `word` is itself, `word~` any inflection of it, `a|b~` alternatives, `?word` may be missing, `*` is a gap of up to five
//! words within the clause.

use crate::table;
use crate::vocabulary::{Form, Vocabulary};
use crate::words::Word;

/// How many words a gap may take.
const GAP: usize = 5;

/// A compiled phrase.
#[derive(Debug)]
pub(crate) struct Phrase {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// One of these forms; whether it may be missing.
    Word(Forms, bool),
    Gap,
}

/// What the second word of a phrase has to be, as far as a look at its form tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Second(u64);

impl Second {
    /// Anything, or nothing.
    pub(crate) const ANY: Second = Second(u64::MAX);

    /// Whether the words may go on with it.
    #[inline]
    pub(crate) fn may_be_in(self, words: &[Word]) -> bool {
        self.0 == u64::MAX || words.get(1).is_some_and(|word| self.0 & Forms::end_of(word.form()) != 0)
    }
}

/// The forms of a part of a phrase.
#[derive(Debug)]
struct Forms {
    /// Which of the last six bits of a form some of them have: what has others is none of them, and that is nearly every word.
    ends: u64,
    sorted: Box<[Form]>,
}

impl Forms {
    fn new(forms: &mut Vec<Form>) -> Forms {
        forms.sort_unstable();
        forms.dedup();
        let ends = forms.iter().fold(0, |ends, form| ends | Forms::end_of(*form));
        Forms { ends, sorted: forms.as_slice().into() }
    }

    fn end_of(form: Form) -> u64 {
        1 << (form.0 % 64)
    }

    #[inline]
    fn has(&self, form: Form) -> bool {
        self.ends & Forms::end_of(form) != 0 && self.sorted.binary_search(&form).is_ok()
    }
}

impl Phrase {
    /// Compiles a phrase, and adds its words to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary, phrase: &str) -> Phrase {
        let part = |part: &str| {
            if part == "*" {
                return Part::Gap;
            }
            let (optional, words) = part.strip_prefix('?').map_or((false, part), |words| (true, words));
            Part::Word(forms(vocabulary, words), optional)
        };
        Phrase { parts: table::parts(phrase, b' ').map(part).collect() }
    }

    /// Tells the forms that a text which holds the phrase can begin it with, each once.
    pub(crate) fn starts(&self, mut tell: impl FnMut(Form)) {
        for (at, part) in self.parts.iter().enumerate() {
            let Part::Word(forms, optional) = part else { return };
            let has = |part: &Part, form: &Form| matches!(part, Part::Word(forms, _) if forms.has(*form));
            let told = |form: &Form| self.parts[..at].iter().any(|part| has(part, form));
            forms.sorted.iter().filter(|form| !told(form)).for_each(|form| tell(*form));
            if !optional {
                return;
            }
        }
    }

    /// What the word behind the first one must be, if the phrase asks for it there.
    pub(crate) fn second(&self) -> Second {
        match &self.parts[..] {
            [Part::Word(_, false), Part::Word(forms, false), ..] => Second(forms.ends),
            _ => Second::ANY,
        }
    }

    /// How many words the phrase takes at the start of `words`, where it stands there: the longest reading. They begin with
    /// one of the forms that [`Phrase::starts`] tells.
    #[inline]
    pub(crate) fn matches(&self, words: &[Word], ends: impl Fn(&Word) -> bool + Copy) -> Option<usize> {
        match &self.parts[..] {
            [Part::Word(_, false), rest @ ..] => longest(rest, &words[1..], ends).map(|len| len + 1),
            parts => longest(parts, words, ends),
        }
    }
}

fn longest(parts: &[Part], words: &[Word], ends: impl Fn(&Word) -> bool + Copy) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(0) };
    match part {
        Part::Word(forms, optional) => {
            let first = words.first().filter(|word| forms.has(word.form()));
            let taken = first.and_then(|_| longest(rest, &words[1..], ends)).map(|len| len + 1);
            taken.or_else(|| if *optional { longest(rest, words, ends) } else { None })
        }
        Part::Gap => {
            let clause = words.iter().take(GAP).take_while(|word| !ends(word)).count();
            (0..=clause).find_map(|gap| longest(rest, &words[gap..], ends).map(|len| len + gap))
        }
    }
}

/// The forms of `a|b~`.
fn forms(vocabulary: &mut Vocabulary, words: &str) -> Forms {
    let mut forms = std::mem::take(&mut vocabulary.forms_of_part);
    forms.clear();
    for word in table::parts(words, b'|') {
        match word.strip_suffix('~') {
            Some(base) => {
                vocabulary.add_verb(base, |form, _| forms.push(form));
                vocabulary.add_noun(base, |form, _| forms.push(form));
            }
            None => forms.push(vocabulary.add(word)),
        }
    }
    let part = Forms::new(&mut forms);
    vocabulary.forms_of_part = forms;
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    fn found(phrase: &str, text: &str) -> Option<usize> {
        let mut vocabulary = Vocabulary::default();
        let phrase = Phrase::compile(&mut vocabulary, phrase);
        let comma = vocabulary.add(",");
        let words = read(&vocabulary.fixed(), text);
        let words = words.sentences().next().expect("a sentence");
        phrase.matches(words, |word| word.form() == comma)
    }

    #[test]
    fn phrases_match_inflections_gaps_and_what_may_be_missing() {
        assert_eq!(found("step~ forward", "Steps forward"), Some(2));
        assert_eq!(found("ease~ ?the tension~", "easing tensions"), Some(2));
        assert_eq!(found("ease~ ?the tension~", "eased the tension"), Some(3));
        assert_eq!(found("trust * low", "trust between the two of them is low"), None);
        assert_eq!(found("trust * low", "trust stays very low"), Some(4));
        assert_eq!(found("trust * low", "trust, low"), None);
        assert_eq!(found("a|b~ c", "b d"), None);
    }

    #[test]
    fn a_phrase_starts_with_what_may_be_missing_too() {
        let mut vocabulary = Vocabulary::default();
        let phrase = Phrase::compile(&mut vocabulary, "?no|little trust here");
        let mut starts = Vec::new();
        phrase.starts(|form| starts.push(form));
        let expected: Vec<Form> = ["no", "little", "trust"].iter().map(|word| vocabulary.get(word)).collect();
        assert_eq!(starts, expected);
    }
}
