//! Looking phrases up word by word: a hash of the first word, then the longest continuation.

use rustc_hash::FxHashMap;

/// Phrases with what they stand for.
pub(crate) struct Phrases<T> {
    by_first: FxHashMap<&'static str, Vec<Phrase<T>>>,
}

struct Phrase<T> {
    rest: Vec<&'static str>,
    value: T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { by_first: FxHashMap::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Indexes the phrases. Where one is listed twice, the first row wins.
    pub(crate) fn new(rows: impl IntoIterator<Item = (&'static str, T)>) -> Phrases<T> {
        let mut by_first: FxHashMap<&'static str, Vec<Phrase<T>>> = FxHashMap::default();
        for (phrase, value) in rows {
            let mut words = split(phrase);
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push(Phrase { rest: words.collect(), value });
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is sorted by itself; the order of lists means nothing"
        )]
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        Phrases { by_first }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// The words that phrases begin with.
    pub(crate) fn first_words(&self) -> impl Iterator<Item = &'static str> {
        self.by_first.keys().copied()
    }

    /// The longest phrase that `words` begin with: its number of words and its value.
    pub(crate) fn longest<'t>(&self, words: impl Iterator<Item = &'t str> + Clone) -> Option<(usize, T)> {
        self.longest_of(words, |_| true)
    }

    /// The same among the phrases whose value is wanted.
    pub(crate) fn longest_of<'t>(
        &self,
        mut words: impl Iterator<Item = &'t str> + Clone,
        wanted: impl Fn(&T) -> bool,
    ) -> Option<(usize, T)> {
        let phrases = self.by_first.get(words.next()?)?;
        let found = phrases.iter().filter(|phrase| wanted(&phrase.value)).find(|phrase| {
            let mut rest = words.clone();
            phrase.rest.iter().all(|word| rest.next() == Some(*word))
        })?;
        Some((1 + found.rest.len(), found.value))
    }
}

/// The words of a phrase as a tokenizer parts them: at spaces, at hyphens, before a possessive.
fn split(phrase: &'static str) -> impl Iterator<Item = &'static str> {
    phrase.split([' ', '-']).filter(|word| !word.is_empty()).flat_map(|word| {
        let stem = word.strip_suffix("'s").filter(|stem| !stem.is_empty());
        [Some(stem.unwrap_or(word)), stem.map(|stem| &word[stem.len()..])].into_iter().flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_the_first_row() {
        let phrases = Phrases::new([("Korea", 1), ("North Korea", 2), ("North", 3), ("North Korea", 4)]);
        assert_eq!(phrases.longest(["North", "Korea", "said"].into_iter()), Some((2, 2)));
        assert_eq!(phrases.longest(["North", "Pole"].into_iter()), Some((1, 3)));
        assert_eq!(phrases.longest(["South"].into_iter()), None);
        assert_eq!(phrases.longest([].into_iter()), None);
    }

    #[test]
    fn hyphens_and_possessives_part_words() {
        assert_eq!(split("People's Guinea-Bissau").collect::<Vec<_>>(), ["People", "'s", "Guinea", "Bissau"]);
    }
}
