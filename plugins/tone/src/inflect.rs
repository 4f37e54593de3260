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

/// Tells every form of a verb.
pub(crate) fn verb(base: &str, mut tell: impl FnMut(String, Tag)) {
    tell(base.to_owned(), Tag::Base);
    tell(with_s(base), Tag::Third);
    for form in ing(base) {
        tell(form, Tag::Ing);
    }
    match IRREGULARS.get(base) {
        Some((past, participle)) => {
            past.split(';').for_each(|form| tell(form.to_owned(), Tag::Past));
            participle.split(';').for_each(|form| tell(form.to_owned(), Tag::Participle));
        }
        None => {
            for form in ed(base) {
                tell(form.clone(), Tag::Past);
                tell(form, Tag::Participle);
            }
        }
    }
}

/// Tells both forms of a noun.
pub(crate) fn noun(base: &str, mut tell: impl FnMut(String, Tag)) {
    tell(base.to_owned(), Tag::Noun);
    let plural = match base {
        "crisis" => "crises".to_owned(),
        "man" => "men".to_owned(),
        "woman" => "women".to_owned(),
        "child" => "children".to_owned(),
        "life" => "lives".to_owned(),
        _ => with_s(base),
    };
    tell(plural, Tag::Plural);
}

fn with_s(base: &str) -> String {
    if let Some(stem) = stem_before_y(base) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end));
    if hisses || matches!(base, "veto" | "go" | "do" | "torpedo" | "embargo" | "hero" | "echo") {
        format!("{base}es")
    } else {
        format!("{base}s")
    }
}

fn ed(base: &str) -> Vec<String> {
    if base.ends_with('e') {
        return vec![format!("{base}d")];
    }
    if let Some(stem) = stem_before_y(base) {
        return vec![format!("{stem}ied")];
    }
    with_doubled(base, "ed")
}

fn ing(base: &str) -> Vec<String> {
    if let Some(stem) = base.strip_suffix("ie") {
        return vec![format!("{stem}ying")];
    }
    let keeps_e = base.len() <= 2 || ["ee", "ye", "oe"].iter().any(|end| base.ends_with(end));
    match base.strip_suffix('e') {
        Some(stem) if !keeps_e => vec![format!("{stem}ing")],
        _ => with_doubled(base, "ing"),
    }
}

/// The form with the last consonant as it is, and doubled where it may be (stop, stopped).
fn with_doubled(base: &str, suffix: &str) -> Vec<String> {
    let mut forms = vec![format!("{base}{suffix}")];
    let mut letters = base.chars().rev();
    if let (Some(last), Some(vowel), Some(before)) = (letters.next(), letters.next(), letters.next())
        && !is_vowel(last)
        && !matches!(last, 'w' | 'x' | 'y')
        && is_vowel(vowel)
        && (!is_vowel(before) || base.ends_with("quit") || base.ends_with("quip"))
    {
        forms.push(format!("{base}{last}{suffix}"));
    }
    if base.ends_with('c') {
        forms.push(format!("{base}k{suffix}"));
    }
    forms
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
        verb(base, |form, of| {
            if of == tag {
                forms.push(form);
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
        noun("crisis", |form, tag| forms.push((form, tag)));
        assert_eq!(forms, [("crisis".to_owned(), Tag::Noun), ("crises".to_owned(), Tag::Plural)]);
    }

    #[test]
    fn the_table_of_irregular_verbs_is_whole() {
        for row in table::rows(IRREGULAR) {
            assert_eq!(row.split('\t').count(), 3, "{row}");
        }
    }
}
