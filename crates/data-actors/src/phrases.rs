//! Looking phrases up word by word: a hash of the first word, then the longest continuation.

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Phrases with what they stand for.
pub(crate) struct Phrases<T> {
    /// The first of the phrases that begin with a word.
    by_first: FxHashMap<&'static str, u32>,
    all: Vec<Phrase<T>>,
    /// The words behind the first one of all phrases, one phrase after another.
    words: Vec<&'static str>,
}

struct Phrase<T> {
    /// Where its words behind the first one begin and end.
    rest: (u32, u32),
    /// The next one that begins with the same word, which is not longer; [`LAST`] where there is none.
    next: u32,
    value: T,
}

const LAST: u32 = u32::MAX;

impl<T> Phrase<T> {
    fn rest(&self) -> std::ops::Range<usize> {
        self.rest.0 as usize..self.rest.1 as usize
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { by_first: FxHashMap::default(), all: Vec::new(), words: Vec::new() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Indexes the phrases. Where one is listed twice, the first row wins.
    pub(crate) fn new(rows: Vec<(&'static str, T)>) -> Phrases<T> {
        let size = rows.len();
        let by_first = FxHashMap::with_capacity_and_hasher(size, FxBuildHasher);
        let mut phrases = Phrases { by_first, all: Vec::with_capacity(size), words: Vec::with_capacity(size) };
        for (phrase, value) in rows {
            let (mut first, start) = (None, phrases.words.len() as u32);
            split(phrase, |word| match first {
                Some(_) => phrases.words.push(word),
                None => first = Some(word),
            });
            if let Some(first) = first {
                phrases.add(first, (start, phrases.words.len() as u32), value);
            }
        }
        phrases
    }

    /// Puts a phrase behind those with the same first word that are not shorter.
    fn add(&mut self, first: &'static str, rest: (u32, u32), value: T) {
        let Phrases { by_first, all, .. } = self;
        let head = by_first.entry(first).or_insert(LAST);
        let (mut before, mut next) = (None, *head);
        while let Some(phrase) = all.get(next as usize)
            && phrase.rest.1 - phrase.rest.0 >= rest.1 - rest.0
        {
            (before, next) = (Some(next as usize), phrase.next);
        }
        let at = all.len() as u32;
        all.push(Phrase { rest, next, value });
        *before.map_or(head, |before| &mut all[before].next) = at;
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
        let first = *self.by_first.get(words.next()?)?;
        let next = |phrase: &&Phrase<T>| self.all.get(phrase.next as usize);
        let phrases = std::iter::successors(self.all.get(first as usize), next);
        let found = phrases.filter(|phrase| wanted(&phrase.value)).find(|phrase| {
            let mut rest = words.clone();
            self.words[phrase.rest()].iter().all(|word| rest.next() == Some(*word))
        })?;
        Some((1 + found.rest().len(), found.value))
    }
}

/// Tells the words of a phrase as a tokenizer parts them: at spaces, at hyphens, before a possessive.
fn split(phrase: &'static str, mut tell: impl FnMut(&'static str)) {
    for word in phrase.split([' ', '-']).filter(|word| !word.is_empty()) {
        let stem = word.strip_suffix("'s").filter(|stem| !stem.is_empty()).unwrap_or(word);
        tell(stem);
        if stem.len() < word.len() {
            tell(&word[stem.len()..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_the_first_row() {
        let phrases = Phrases::new(vec![("Korea", 1), ("North Korea", 2), ("North", 3), ("North Korea", 4)]);
        assert_eq!(phrases.longest(["North", "Korea", "said"].into_iter()), Some((2, 2)));
        assert_eq!(phrases.longest(["North", "Pole"].into_iter()), Some((1, 3)));
        assert_eq!(phrases.longest(["South"].into_iter()), None);
        assert_eq!(phrases.longest([].into_iter()), None);
    }

    #[test]
    fn hyphens_and_possessives_part_words() {
        let mut words = Vec::new();
        split("People's Guinea-Bissau", |word| words.push(word));
        assert_eq!(words, ["People", "'s", "Guinea", "Bissau"]);
    }
}
