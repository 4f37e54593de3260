//! The inflections of English verbs and nouns: by rule, and for irregular verbs by `lexicon/irregular.tsv`.
//!
//! Where spelling leaves a choice (travelled, traveled) both forms are made: a form that nobody writes does no harm.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::table;

/// What an inflected form can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tag {
    /// The base of a verb: "attack".
    Base,
    /// Third person of the present: "attacks".
    Third,
    /// The past: "attacked", "withdrew".
    Past,
    /// The past participle: "attacked", "withdrawn".
    Participle,
    /// The present participle: "attacking".
    Ing,
    /// A noun in the singular: "attack".
    Noun,
    /// A noun in the plural: "attacks".
    Plural,
}

const IRREGULAR: &str = include_str!("../lexicon/irregular.tsv");

static IRREGULARS: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    table::rows(IRREGULAR)
        .map(|row| {
            let [base, past, participle] = table::columns(row);
            (base, (past, participle))
        })
        .collect()
});

/// Tells every form of a verb; the buffer is room for one.
pub(crate) fn verb(base: &str, buffer: &mut String, mut tell: impl FnMut(&str, Tag)) {
    tell(base, Tag::Base);
    tell(with_s(base, buffer), Tag::Third);
    ing(base, buffer, |form| tell(form, Tag::Ing));
    match IRREGULARS.get(base) {
        Some((past, participle)) => {
            past.split(';').for_each(|form| tell(form, Tag::Past));
            participle.split(';').for_each(|form| tell(form, Tag::Participle));
        }
        None => ed(base, buffer, |form| {
            tell(form, Tag::Past);
            tell(form, Tag::Participle);
        }),
    }
}

/// Tells both forms of a noun; the buffer is room for one.
pub(crate) fn noun(base: &str, buffer: &mut String, mut tell: impl FnMut(&str, Tag)) {
    tell(base, Tag::Noun);
    let plural = match base {
        "crisis" => "crises",
        "man" => "men",
        "woman" => "women",
        "child" => "children",
        "life" => "lives",
        _ => with_s(base, buffer),
    };
    tell(plural, Tag::Plural);
}

/// A stem with an ending, in the buffer.
fn join<'b>(buffer: &'b mut String, parts: &[&str]) -> &'b str {
    buffer.clear();
    for part in parts {
        buffer.push_str(part);
    }
    buffer
}

fn with_s<'b>(base: &str, buffer: &'b mut String) -> &'b str {
    if let Some(stem) = stem_before_y(base) {
        return join(buffer, &[stem, "ies"]);
    }
    let hisses = matches!(base.as_bytes(), [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h']);
    if hisses || matches!(base, "veto" | "go" | "do" | "torpedo" | "embargo" | "hero" | "echo") {
        join(buffer, &[base, "es"])
    } else {
        join(buffer, &[base, "s"])
    }
}

fn ed(base: &str, buffer: &mut String, mut tell: impl FnMut(&str)) {
    if base.ends_with('e') {
        tell(join(buffer, &[base, "d"]));
    } else if let Some(stem) = stem_before_y(base) {
        tell(join(buffer, &[stem, "ied"]));
    } else {
        with_doubled(base, "ed", buffer, tell);
    }
}

fn ing(base: &str, buffer: &mut String, mut tell: impl FnMut(&str)) {
    let keeps_e = base.len() <= 2 || matches!(base.as_bytes(), [.., b'e' | b'y' | b'o', b'e']);
    if let Some(stem) = base.strip_suffix("ie") {
        tell(join(buffer, &[stem, "ying"]));
    } else if let Some(stem) = base.strip_suffix('e').filter(|_| !keeps_e) {
        tell(join(buffer, &[stem, "ing"]));
    } else {
        with_doubled(base, "ing", buffer, tell);
    }
}

/// The form with the last consonant as it is, and doubled where it may be (stop, stopped).
fn with_doubled(base: &str, suffix: &str, buffer: &mut String, mut tell: impl FnMut(&str)) {
    tell(join(buffer, &[base, suffix]));
    let mut letters = base.char_indices().rev();
    if let (Some((at, last)), Some((_, vowel)), Some((_, before))) = (letters.next(), letters.next(), letters.next())
        && !is_vowel(last)
        && !matches!(last, 'w' | 'x' | 'y')
        && is_vowel(vowel)
        && (!is_vowel(before) || base.ends_with("quit") || base.ends_with("quip"))
    {
        tell(join(buffer, &[base, &base[at..], suffix]));
    }
    if base.ends_with('c') {
        tell(join(buffer, &[base, "k", suffix]));
    }
}

fn stem_before_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| stem.chars().next_back().is_some_and(|letter| !is_vowel(letter)))
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str, tag: Tag) -> Vec<String> {
        let mut forms = Vec::new();
        verb(base, &mut String::new(), |form, of| {
            if of == tag {
                forms.push(form.to_owned());
            }
        });
        forms
    }

    #[test]
    fn verbs_inflect() {
        assert_eq!(forms("accuse", Tag::Past), ["accused"]);
        assert_eq!(forms("veto", Tag::Third), ["vetoes"]);
        assert_eq!(forms("deny", Tag::Participle), ["denied"]);
        assert_eq!(forms("withdraw", Tag::Participle), ["withdrawn"]);
        assert_eq!(forms("lie", Tag::Ing), ["lying"]);
        assert_eq!(forms("free", Tag::Ing), ["freeing"]);
        assert_eq!(forms("agree", Tag::Past), ["agreed"]);
        assert!(forms("ban", Tag::Ing).contains(&"banning".to_owned()));
        assert!(forms("attack", Tag::Past) == ["attacked"]);
    }

    #[test]
    fn nouns_inflect() {
        let mut forms = Vec::new();
        noun("crisis", &mut String::new(), |form, tag| forms.push((form.to_owned(), tag)));
        assert_eq!(forms, [("crisis".to_owned(), Tag::Noun), ("crises".to_owned(), Tag::Plural)]);
    }

    #[test]
    fn the_table_of_irregular_verbs_is_whole() {
        for row in table::rows(IRREGULAR) {
            assert_eq!(row.split('\t').count(), 3, "{row}");
        }
    }
}
