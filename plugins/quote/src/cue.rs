//! The lexicon of cues: verbs with what they may take, and nouns, read once from `data/*.tsv`.

use std::sync::LazyLock;

use dateline_core::table;
use dateline_layers::Mode;
use dateline_names::{Table, hash_word};

/// What a cue may take as its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u32);

impl Frames {
    /// A clause with or without "that".
    pub const CLAUSE: u32 = 1;
    /// A clause with "that".
    pub const THAT: u32 = 1 << 1;
    /// A quotation; or a clause before or around the cue.
    pub const QUOTE: u32 = 1 << 2;
    /// A question.
    pub const WHETHER: u32 = 1 << 3;
    /// An infinitive.
    pub const TO: u32 = 1 << 4;
    /// A noun phrase.
    pub const TOPIC: u32 = 1 << 5;
    /// A person between cue and content: "told reporters that".
    pub const ADDRESSEE: u32 = 1 << 6;
    /// A noun phrase between cue and infinitive or preposition: "urged Iran to".
    pub const OBJECT: u32 = 1 << 7;
    /// A noun phrase and its description: "called it a step".
    pub const NAME: u32 = 1 << 8;
    /// The verb looks like a noun in its forms without an ending of the past: "claims".
    pub const NOUN: u32 = 1 << 20;
    /// A party behind a preposition, then an infinitive: "called on Iran to".
    pub const PARTY: u32 = 1 << 21;
    /// The prepositions that may lead to a topic, one bit each, in the order of [`PREPOSITIONS`].
    const PREPOSITION: u32 = 1 << 9;

    /// Whether it is one of these.
    pub const fn any(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    /// Whether a topic may stand behind this preposition.
    pub fn takes(self, preposition: &str) -> bool {
        PREPOSITIONS
            .iter()
            .position(|known| *known == preposition)
            .is_some_and(|at| self.any(Frames::PREPOSITION << at))
    }

    /// Whether a topic may stand behind a preposition at all.
    pub const fn takes_preposition(self) -> bool {
        self.any(0xff * Frames::PREPOSITION)
    }
}

const PREPOSITIONS: [&str; 8] = ["of", "for", "about", "on", "as", "with", "against", "to"];

/// The form in which a verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said"
    Past,
    /// "spoken", where it is no past tense
    Participle,
    /// "saying"
    Ing,
}

/// A word that may be a cue.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// Its place in the lexicon: equal for all forms of a verb.
    pub lemma: u16,
    /// The form.
    pub form: Form,
    /// Whether it is a noun.
    pub noun: bool,
    /// What it reports.
    pub mode: Mode,
    /// What it may take.
    pub frames: Frames,
}

impl Cue {
    /// Whether it is a verb in the third person that nobody takes for a noun, and reports a clause: "says".
    pub fn says(&self) -> bool {
        let clause = self.frames.any(Frames::CLAUSE) && self.frames.any(Frames::QUOTE);
        self.form == Form::Third && !self.noun && clause && !self.frames.any(Frames::NOUN)
    }

    /// The noun with the hash of this word, if it reports.
    pub fn noun_of_hash(hash: u64) -> Option<Cue> {
        REPORTING.get(hash)
    }
}

const VERBS: &str = include_str!("../data/cues.tsv");
const NOUNS: &str = include_str!("../data/nouns.tsv");

static REPORTING: LazyLock<Table<Cue>> = LazyLock::new(|| {
    let mut nouns = Table::with_capacity(256);
    each_noun(|hash, cue| {
        nouns.entry(hash, cue);
    });
    nouns
});

/// Tells the hash of every word of the lexicon with a cue that it may be, the one that counts first.
pub(crate) fn each(mut tell: impl FnMut(u64, Cue)) {
    for (lemma, [verb, mode, frames, irregular, _]) in rows(VERBS).enumerate() {
        let cue = |form| Cue { lemma: lemma as u16, form, noun: false, mode: mode_of(mode), frames: frames_of(frames) };
        for (form, word) in forms(verb, irregular) {
            tell(hash_word(&word), cue(form));
        }
    }
    each_noun(tell);
}

fn each_noun(mut tell: impl FnMut(u64, Cue)) {
    for (lemma, [noun, mode, _]) in rows(NOUNS).enumerate() {
        let frames = Frames(Frames::THAT);
        let cue = Cue { lemma: lemma as u16, form: Form::Base, noun: true, mode: mode_of(mode), frames };
        tell(hash_word(noun), cue);
        tell(hash_word(&third(noun)), cue);
    }
}

/// The forms of a verb, the finite ones first: where two are alike ("said"), the first counts.
fn forms(verb: &str, irregular: &str) -> Vec<(Form, String)> {
    let mut forms = Vec::new();
    let mut columns = table::parts(irregular, b' ').filter(|column| !column.is_empty());
    match columns.next() {
        Some(past) => forms.extend(past.split('|').map(|past| (Form::Past, past.to_owned()))),
        None => forms.push((Form::Past, with_suffix(verb, "ed"))),
    }
    forms.push((Form::Base, verb.to_owned()));
    forms.push((Form::Third, third(verb)));
    let doubled = irregular
        .split([' ', '|'])
        .any(|form| form.len() == verb.len() + 3 && form.starts_with(verb) && form.ends_with("ed"));
    forms.push((
        Form::Ing,
        if doubled { format!("{verb}{}ing", &verb[verb.len() - 1..]) } else { with_suffix(verb, "ing") },
    ));
    if let Some(participle) = columns.next() {
        forms.push((Form::Participle, participle.to_owned()));
    }
    forms
}

/// "argue", "deny", "begin" with "ed" or "ing".
fn with_suffix(verb: &str, suffix: &str) -> String {
    let vowel = |back: usize| verb.len() > back && "aeiou".contains(&verb[verb.len() - 1 - back..verb.len() - back]);
    if verb.ends_with('e') && !(suffix == "ing" && (verb.ends_with("ee") || verb.ends_with("oe"))) {
        if verb.ends_with("ie") && suffix == "ing" {
            return format!("{}ying", &verb[..verb.len() - 2]);
        }
        return format!("{}{suffix}", &verb[..verb.len() - 1]);
    }
    if verb.ends_with('y') && !vowel(1) && suffix == "ed" {
        return format!("{}ied", &verb[..verb.len() - 1]);
    }
    // Verbs of one syllable that end in one vowel and one consonant double it ("bet", "beg", "swear" does not).
    let double = verb.len() <= 4
        && verb.len() >= 3
        && !vowel(0)
        && vowel(1)
        && !vowel(2)
        && !verb.ends_with(['w', 'x', 'y', 'r', 'l', 'k', 'd', 'n'])
        || matches!(verb, "begin" | "forget" | "put" | "let" | "chat" | "admit" | "swear_off");
    if double { format!("{verb}{}{suffix}", &verb[verb.len() - 1..]) } else { format!("{verb}{suffix}") }
}

/// "says", "denies", "stresses".
fn third(verb: &str) -> String {
    let before = verb.as_bytes()[verb.len().saturating_sub(2)];
    if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("sh") || verb.ends_with("ch") {
        format!("{verb}es")
    } else if verb.ends_with('y') && !b"aeiou".contains(&before) {
        format!("{}ies", &verb[..verb.len() - 1])
    } else {
        format!("{verb}s")
    }
}

fn mode_of(mode: &str) -> Mode {
    match mode {
        "thought" => Mode::THOUGHT,
        "attitude" => Mode::ATTITUDE,
        _ => Mode::SPEECH,
    }
}

fn frames_of(frames: &str) -> Frames {
    Frames(table::parts(frames, b' ').fold(0, |bits, frame| {
        bits | match frame {
            "clause" => Frames::CLAUSE,
            "that" => Frames::THAT,
            "quote" => Frames::QUOTE,
            "whether" => Frames::WHETHER,
            "to" => Frames::TO,
            "topic" => Frames::TOPIC,
            "addressee" => Frames::ADDRESSEE,
            "object" => Frames::OBJECT,
            "name" => Frames::NAME,
            "noun" => Frames::NOUN,
            "party" => Frames::PARTY,
            "topic-to" => Frames::PREPOSITION << 7,
            _ => PREPOSITIONS[..7].iter().position(|known| *known == frame).map_or(0, |at| Frames::PREPOSITION << at),
        }
    }))
}

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table::rows(table).filter_map(|row| {
        let mut columns = table::parts(row, b'\t');
        let mut row = [""; N];
        for cell in &mut row {
            *cell = columns.next()?;
        }
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use dateline_names::hash_word;

    use super::{Form, Frames, NOUNS, VERBS, frames_of, rows};
    use crate::lexicon::Entries;

    /// The form that a word has as a cue.
    fn form(word: &str) -> Option<Form> {
        let entries = Entries::all();
        entries.cue(entries.row(hash_word(word))).map(|cue| cue.form)
    }

    #[test]
    fn every_row_says_what_it_takes_and_shows_its_verb() {
        for [verb, mode, frames, _, example] in rows(VERBS) {
            assert!(["speech", "thought", "attitude"].contains(&mode), "{verb}: {mode}");
            assert!(frames.split(' ').all(|frame| frames_of(frame) != Frames::default()), "{verb}: {frames}");
            let shown = example
                .split(|c: char| !c.is_alphabetic())
                .any(|word| form(word) == Some(Form::Past) && word.starts_with(&verb[..1]));
            assert!(shown, "{verb} is not in \"{example}\"");
        }
        for [noun, _, example] in rows(NOUNS) {
            assert!(example.contains(noun), "{noun}: {example}");
        }
    }

    #[test]
    fn forms_are_spelt() {
        for (word, expected) in [
            ("said", Form::Past),
            ("denies", Form::Third),
            ("denied", Form::Past),
            ("arguing", Form::Ing),
            ("stresses", Form::Third),
            ("admitting", Form::Ing),
            ("quipped", Form::Past),
            ("begging", Form::Ing),
            ("written", Form::Participle),
            ("agreeing", Form::Ing),
            ("lying", Form::Ing),
            ("beginning", Form::Ing),
            ("vowing", Form::Ing),
            ("adding", Form::Ing),
            ("referring", Form::Ing),
            ("read", Form::Past),
        ] {
            assert_eq!(form(word), Some(expected), "{word}");
        }
        assert_eq!(form("sayed"), None);
    }
}
