//! Who wrote, edited and photographed a report: "By Selam Tadesse", "(Reporting by Florence Wambui in Nairobi)", "Photo: Georgia
//! Lindqvist/AP". First names of the world are no list's, so it is the place of the name on the page that tells.

use crate::lexicon::{Class, Classes};
use crate::spots::Spot;
use crate::words::{Gap, Word};

/// Calls `found` with the first word of each name and the one behind its last.
pub(crate) fn find(text: &str, words: &[Word], classes: &Classes, spots: &[Spot], mut found: impl FnMut(usize, usize)) {
    for (head, two) in words.windows(2).enumerate() {
        // Most words are seen at once to announce nothing.
        if two[0].len() != 2 && two[1].gap != Gap::Mark {
            continue;
        }
        let Some(mut at) = behind_head(text, words, head) else { continue };
        // "By Selam Tadesse, Florence Wambui and Paris Hartwell in Nairobi".
        while let Some(behind) = name(text, words, classes, spots, at) {
            found(at, behind);
            let Some(next) = next_name(text, words, behind) else { break };
            at = next;
        }
    }
}

/// Where the names begin that a word announces: "By" at the head of a line, "Reporting by", "Photo:".
fn behind_head(text: &str, words: &[Word], head: usize) -> Option<usize> {
    let (word, next) = (&words[head], words.get(head + 1)?);
    if word.len() == 2 && next.capital && word.of(text).eq_ignore_ascii_case("by") {
        let before = head.checked_sub(1).map(|b| &words[b]);
        let heads_line = before.is_none_or(|b| is_new_line(text, b, word));
        let credits = before.is_some_and(|b| word.gap == Gap::Space && is_work(b.of(text)));
        return (heads_line || credits).then_some(head + 1);
    }
    let mark = word.capital && next.gap == Gap::Mark && text[word.end as usize..next.start as usize].starts_with(':');
    (mark && is_work(word.of(text))).then_some(head + 1)
}

/// Where the next name of a list may begin: behind a comma or "and", which may follow where the one before was.
fn next_name(text: &str, words: &[Word], behind: usize) -> Option<usize> {
    let is_in = |at: usize| words.get(at).is_some_and(|w| matches!(w.of(text), "in" | "at"));
    let mut at = behind;
    if is_in(at) {
        at += 1;
        while at < behind + 5
            && words.get(at).is_some_and(|w| w.capital && (w.gap == Gap::Space || w.gap == Gap::Hyphen))
        {
            at += 1;
        }
    }
    let word = words.get(at)?;
    match word.of(text) {
        "and" => Some(at + 1),
        _ => (word.gap == Gap::Comma).then_some(at),
    }
}

/// What is done by those whom a report names at its head and foot.
fn is_work(word: &str) -> bool {
    const WORKS: [&str; 15] = [
        "reporting",
        "reported",
        "editing",
        "edited",
        "writing",
        "written",
        "compiled",
        "translated",
        "photo",
        "photos",
        "photograph",
        "photography",
        "picture",
        "image",
        "credit",
    ];
    WORKS.iter().any(|work| work.eq_ignore_ascii_case(word))
}

/// The end of a name of two to four words, where something stands behind it that may stand behind a writer's name.
fn name(text: &str, words: &[Word], classes: &Classes, spots: &[Spot], at: usize) -> Option<usize> {
    const NO_NAME: Class =
        Class::INSTITUTION.or(Class::FEATURE).or(Class::COMPANY).or(Class::CALENDAR).or(Class::OFFICE).or(Class::PART);
    let mut end = at;
    while let Some(word) = words.get(end) {
        let joined = matches!(word.gap, Gap::Space | Gap::Point | Gap::Hyphen | Gap::Tight | Gap::Apostrophe);
        let other_case = end > at && word.shouted && !words[at].shouted;
        if end > at && (!joined || other_case || is_new_line(text, &words[end - 1], word)) {
            break;
        }
        let particle =
            matches!(word.of(text), "al" | "el" | "bin" | "ibn" | "van" | "von" | "der" | "de" | "di" | "da");
        let known = classes.of(text, words, end);
        if word.number || !(word.capital || particle && end > at) || known.has(NO_NAME) && !known.has(Class::SURNAME) {
            break;
        }
        end += 1;
    }
    // "By New York standards", "By Jane Doe, New York Times": a place of several words is no name of a person.
    let first = spots.partition_point(|s| (s.behind as usize) <= at);
    let place = spots.get(first).is_some_and(|s| s.first as usize == at && s.behind as usize > at + 1);
    let goes_on =
        words.get(end).filter(|w| matches!(w.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe)).is_some_and(|w| {
            !is_new_line(text, &words[end - 1], w)
                && !matches!(w.of(text), "and" | "in" | "for" | "at" | "with" | "from")
        });
    (!place && !goes_on && (2..=4).contains(&(end - at))).then_some(end)
}

fn is_new_line(text: &str, before: &Word, word: &Word) -> bool {
    text[before.end as usize..word.start as usize].contains('\n')
}

#[cfg(test)]
mod tests {
    use dateline_data_gazetteer::Gazetteer;

    use super::*;

    #[test]
    fn names_stand_behind_by() {
        let gazetteer = Gazetteer::embedded();
        for (text, names) in [
            ("By Selam Tadesse\nADDIS ABABA, April 3", &["Selam Tadesse"][..]),
            ("By Milan Kundrak in Bratislava and Paris Hartwell", &["Milan Kundrak", "Paris Hartwell"]),
            ("Reporting by Selam Tadesse in Addis Ababa, Jordan Mbeki in Kyiv", &["Selam Tadesse", "Jordan Mbeki"]),
            (
                "By Selam Tadesse, Florence Wambui and Paris Hartwell",
                &["Selam Tadesse", "Florence Wambui", "Paris Hartwell"],
            ),
            ("By Florence Adeyemi, Lagos", &["Florence Adeyemi"]),
            ("(Reporting by Selam Tadesse; editing by Aden Holt)", &["Selam Tadesse", "Aden Holt"]),
            ("Photo: Georgia Lindqvist/POOL", &["Georgia Lindqvist"]),
            ("By New York standards it was mild. By Lake Victoria, fishermen waited. By Tuesday, all left.", &[]),
            ("By Trend Iran's trade grew. (Picture: Slidell PD)", &[]),
            ("By", &[]),
        ] {
            let (mut words, mut spots, mut found) = (Vec::new(), Vec::new(), Vec::new());
            crate::words::split(text, &mut words);
            crate::spots::find(&gazetteer, text, &words, &mut spots);
            let mut name = |a: usize, b: usize| found.push(&text[words[a].start as usize..words[b - 1].end as usize]);
            let mut classes = Classes::default();
            classes.clear(words.len());
            find(text, &words, &classes, &spots, &mut name);
            assert_eq!(found, names, "{text}");
        }
    }
}
