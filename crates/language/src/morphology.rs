//! Grammatical features by rule: what Universal Dependencies says of English words follows from the part of speech, from the word
//! where it is a pronoun or the like (`data/features.tsv`), and from what the word depends on.

use std::sync::LazyLock;

use dateline_layers::{Relation, Tag, Token, Upos, Xpos};
use rustc_hash::FxHashMap;

use crate::tagger::{normalise, text_of};
use crate::tree::Tree;

/// A parsed sentence: its tokens, their tags and its tree.
#[derive(Clone, Copy, Debug)]
pub struct Parsed<'a> {
    /// The text of the document.
    pub text: &'a str,
    /// The tokens of the sentence.
    pub tokens: &'a [Token],
    /// Their tags, one for each.
    pub tags: &'a [Tag],
    /// Their tree.
    pub tree: &'a Tree,
}

/// How many children of a word are looked at: no more than that says anything new, and time stays linear.
const MOST_CHILDREN: usize = 32;

impl Parsed<'_> {
    /// Writes the features of a word as CoNLL-U has them ("Mood=Ind|Tense=Past|VerbForm=Fin") into `out`, which it empties; nothing
    /// where it has none.
    ///
    /// Number and person of a verb are those of its subject; a verb in its base form is an imperative where it has neither subject,
    /// auxiliary nor "to"; a participle is passive where it has no "have".
    pub fn features(&self, word: usize, out: &mut String) {
        out.clear();
        let (Some(tag), Some(token)) = (self.tags.get(word), self.tokens.get(word)) else { return };
        let form = text_of(self.text, token.span);
        if let Some(listed) = listed(form, tag.xpos) {
            self.write_listed(word, listed, out);
            return;
        }
        match tag.xpos {
            Xpos::NN | Xpos::NNP if tag.upos == Upos::ADJ => out.push_str("Degree=Pos"),
            Xpos::NN | Xpos::NNP => out.push_str("Number=Sing"),
            Xpos::NNS if form.bytes().all(|b| b.is_ascii_digit() || b == b's' || b == b'\'') => {
                out.push_str("Number=Ptan|NumForm=Combi|NumType=Card");
            }
            Xpos::NNS | Xpos::NNPS => out.push_str("Number=Plur"),
            Xpos::JJ if form.starts_with(|c: char| c.is_ascii_digit()) && is_ordinal(form) => {
                out.push_str("Degree=Pos|NumForm=Combi|NumType=Ord");
            }
            Xpos::JJ => out.push_str("Degree=Pos"),
            Xpos::JJR | Xpos::RBR => out.push_str("Degree=Cmp"),
            Xpos::JJS | Xpos::RBS => out.push_str("Degree=Sup"),
            Xpos::CD | Xpos::LS => out.push_str(number(form)),
            Xpos::MD => out.push_str("VerbForm=Fin"),
            Xpos::VBZ => out.push_str("Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
            Xpos::VBP | Xpos::VBD => self.finite(word, tag.xpos, form, out),
            Xpos::VB if self.is_imperative(word) => out.push_str("Mood=Imp|VerbForm=Fin"),
            Xpos::VB => out.push_str("VerbForm=Inf"),
            Xpos::VBG if self.is_gerund(word) => out.push_str("VerbForm=Ger"),
            Xpos::VBG => out.push_str("Tense=Pres|VerbForm=Part"),
            Xpos::VBN => {
                out.push_str("Tense=Past|VerbForm=Part");
                if self.is_passive(word) {
                    out.push_str("|Voice=Pass");
                }
            }
            _ => {}
        }
    }

    /// What depends on a word, and as what.
    fn children(&self, word: usize) -> impl Iterator<Item = (usize, Relation)> + '_ {
        let tree = self.tree;
        let known = |word: usize| word < tree.len();
        let children = known(word).then(|| tree.children(word)).into_iter().flatten();
        children.take(MOST_CHILDREN).map(move |child| (child, tree.relation(child)))
    }

    fn has(&self, word: usize, relations: &[Relation]) -> bool {
        self.children(word).any(|(_, relation)| relations.contains(&relation))
    }

    fn relation(&self, word: usize) -> Relation {
        if word < self.tree.len() { self.tree.relation(word) } else { Relation::DEP }
    }

    fn head(&self, word: usize) -> Option<usize> {
        if word < self.tree.len() { self.tree.head(word) } else { None }
    }

    fn write_listed(&self, word: usize, features: &str, out: &mut String) {
        if let Some(rest) = features.strip_prefix("Case=Nom|").filter(|rest| !self.is_nominative(word, rest)) {
            out.push_str("Case=Acc|");
            out.push_str(rest);
        } else if let Some(rest) = features.strip_suffix("Rel").filter(|_| !self.is_relative(word)) {
            out.push_str(rest);
            out.push_str("Int");
        } else {
            out.push_str(features);
        }
    }

    /// Whether a pronoun stands as a subject. Only "it" and "you" can be both.
    fn is_nominative(&self, word: usize, features: &str) -> bool {
        let both = features.starts_with("Gender=Neut") || features.starts_with("Person=2");
        !both || self.relation(word).is_subject() || self.relation(word) == Relation::EXPL
    }

    /// Whether a pronoun stands in a relative clause; "which" and "that" always do as far as this looks.
    fn is_relative(&self, word: usize) -> bool {
        if self.tags[word].xpos == Xpos::WDT && self.tags[word].upos == Upos::PRON {
            return true;
        }
        let mut at = word;
        for _ in 0..6 {
            match self.relation(at) {
                Relation::ACL_RELCL | Relation::ADVCL_RELCL => return true,
                relation if relation.is_clause() => return false,
                _ => {}
            }
            // "What they want": a free relative, which the clause depends on.
            if at == word && self.has(at, &[Relation::ACL_RELCL]) {
                return true;
            }
            let Some(head) = self.head(at) else { return false };
            at = head;
        }
        false
    }

    fn finite(&self, word: usize, xpos: Xpos, form: &str, out: &mut String) {
        let tense = if xpos == Xpos::VBP { "Pres" } else { "Past" };
        let past = xpos == Xpos::VBD;
        let form = normalise(form);
        let (plural, person) = match form.bytes() {
            b"am" | b"'m" | b"m" => (false, 1),
            bytes => {
                let subject = self.subject(word).map(|subject| self.agreement(subject));
                let (plural, person) = subject.unwrap_or((!past, 3));
                match bytes {
                    b"was" => (false, person),
                    b"were" | b"are" | b"'re" => (plural || person == 3, person),
                    _ => (plural || (!past && person == 3), person),
                }
            }
        };
        out.push_str("Mood=Ind|Number=");
        out.push_str(if plural { "Plur" } else { "Sing" });
        out.push_str(match person {
            1 => "|Person=1|Tense=",
            2 => "|Person=2|Tense=",
            _ => "|Person=3|Tense=",
        });
        out.push_str(tense);
        out.push_str("|VerbForm=Fin");
    }

    /// The subject of a verb: its own, that of the predicate it helps, or that of what it is coordinated with.
    fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..6 {
            if let Some((subject, _)) = self.children(at).find(|(_, relation)| relation.is_subject()) {
                return Some(subject);
            }
            match self.relation(at) {
                Relation::AUX | Relation::AUX_PASS | Relation::COP | Relation::CONJ => at = self.head(at)?,
                Relation::ACL_RELCL => return self.head(at),
                _ => return None,
            }
        }
        None
    }

    /// Whether a subject is plural, and its person.
    fn agreement(&self, subject: usize) -> (bool, u8) {
        let Some(tag) = self.tags.get(subject) else { return (false, 3) };
        if self.has(subject, &[Relation::CONJ]) {
            return (true, 3);
        }
        match tag.xpos {
            Xpos::WDT | Xpos::WP => {
                // The relative pronoun agrees with what the clause is about.
                let clause = self.tree.clause_of(subject, self.tags);
                match self.head(clause).filter(|_| self.relation(clause) == Relation::ACL_RELCL) {
                    Some(noun) if noun != subject && self.tags[noun].xpos != Xpos::WP => self.noun(noun),
                    _ => (false, 3),
                }
            }
            _ => self.noun(subject),
        }
    }

    fn noun(&self, word: usize) -> (bool, u8) {
        let (Some(tag), Some(token)) = (self.tags.get(word), self.tokens.get(word)) else { return (false, 3) };
        let Some(listed) = listed(text_of(self.text, token.span), tag.xpos) else { return (tag.xpos.is_plural(), 3) };
        let person = if listed.contains("Person=1") {
            1
        } else if listed.contains("Person=2") {
            2
        } else {
            3
        };
        (listed.contains("Number=Plur") || tag.xpos.is_plural(), person)
    }

    fn is_imperative(&self, word: usize) -> bool {
        let at = match self.relation(word) {
            Relation::COP | Relation::AUX | Relation::AUX_PASS => match self.head(word) {
                Some(head) => head,
                None => return false,
            },
            _ => word,
        };
        let free = |at: usize| {
            !self.children(at).any(|(child, relation)| {
                relation.is_subject()
                    || (matches!(relation, Relation::AUX | Relation::MARK) && child != word && child < at)
            })
        };
        match self.relation(at) {
            Relation::ROOT | Relation::PARATAXIS => free(at),
            Relation::CONJ => {
                let first = self.head(at);
                free(at)
                    && first
                        .is_some_and(|first| self.tags[first].xpos == Xpos::VB && self.is_main(first) && free(first))
            }
            _ => false,
        }
    }

    fn is_main(&self, word: usize) -> bool {
        matches!(self.relation(word), Relation::ROOT | Relation::PARATAXIS)
    }

    fn is_gerund(&self, word: usize) -> bool {
        if self.has(word, &[Relation::AUX, Relation::AUX_PASS]) {
            return false;
        }
        let at = if self.relation(word) == Relation::CONJ { self.head(word).unwrap_or(word) } else { word };
        matches!(
            self.relation(at),
            Relation::ACL | Relation::AMOD | Relation::XCOMP | Relation::CSUBJ | Relation::CCOMP | Relation::COMPOUND
        )
    }

    /// Whether a past participle is passive: it has the auxiliary of the passive, or none at all.
    fn is_passive(&self, word: usize) -> bool {
        if self.tags[word].upos == Upos::AUX {
            return false;
        }
        let mut at = word;
        for _ in 0..4 {
            if self.has(at, &[Relation::AUX_PASS]) {
                return true;
            }
            if self.has(at, &[Relation::AUX]) {
                return false;
            }
            match self.head(at).filter(|_| self.relation(at) == Relation::CONJ) {
                Some(first) if self.tags[first].xpos == Xpos::VBN => at = first,
                _ => break,
            }
        }
        true
    }
}

/// What the table says of a word.
fn listed(form: &str, xpos: Xpos) -> Option<&'static str> {
    static WORDS: LazyLock<FxHashMap<(u64, u32), &'static str>> = LazyLock::new(|| {
        let rows = rows().flat_map(|(word, tags, features, _)| {
            let hash = normalise(word).hash();
            tags.split(',').filter_map(Xpos::named).map(move |xpos| ((hash, xpos.index() as u32), features))
        });
        rows.collect()
    });
    // Nouns are many and listed ones short.
    if matches!(xpos, Xpos::NN) && form.len() > 10 || matches!(xpos, Xpos::NNP | Xpos::NNS | Xpos::IN) {
        return None;
    }
    WORDS.get(&(normalise(form).hash(), xpos.index() as u32)).copied()
}

/// Word, parts of speech, features and example of each row of the table.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let lines = include_str!("../data/features.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?, columns.next()?))
    })
}

fn is_ordinal(form: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| form.ends_with(ending))
}

fn number(form: &str) -> &'static str {
    let roman = form.len() > 1 || form == "I" || form == "V" || form == "X";
    if form.bytes().any(|b| b.is_ascii_digit()) {
        if form.contains('.') { "NumForm=Digit|NumType=Frac" } else { "NumForm=Digit|NumType=Card" }
    } else if roman && form.bytes().all(|b| b"IVXLCDM".contains(&b)) {
        "NumForm=Roman|NumType=Card"
    } else {
        "NumForm=Word|NumType=Card"
    }
}

#[cfg(test)]
mod tests {
    use dateline_layers::Xpos;

    use super::{listed, number, rows};

    #[test]
    fn every_row_is_read_and_shown_in_its_example() {
        let mut seen = 0;
        for (word, tags, features, example) in rows() {
            seen += 1;
            assert!(example.to_lowercase().contains(&word.to_lowercase()), "{word}: {example}");
            for tag in tags.split(',') {
                let xpos = Xpos::named(tag).unwrap_or_else(|| panic!("{word}: there is no tag {tag}"));
                assert_eq!(listed(word, xpos), Some(features), "{word} as {tag} has two rows");
            }
            let mut sorted: Vec<&str> = features.split('|').collect();
            sorted.sort_by_key(|feature| feature.to_lowercase());
            assert_eq!(sorted.join("|"), features, "{word}: features stand in the order of their names");
        }
        let lines = include_str!("../data/features.tsv").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        assert_eq!(seen, lines.count(), "every line has four columns");
    }

    #[test]
    fn numbers_say_how_they_are_written() {
        assert_eq!(number("1,200"), "NumForm=Digit|NumType=Card");
        assert_eq!(number("3.4"), "NumForm=Digit|NumType=Frac");
        assert_eq!(number("XIV"), "NumForm=Roman|NumType=Card");
        assert_eq!(number("three"), "NumForm=Word|NumType=Card");
    }
}
