//! What a line of a page shows to be: who wrote, who took the picture, a date, furniture of the site.

use crate::cues::Cue;
use crate::gazette::{AGENCIES, CITIES};
use crate::lines::{End, Line, tail};

/// The longest credit, in bytes.
const CREDIT: usize = 60;

/// Whether a line ends with who took a picture: "(Dan Katz/Flash)", "[Ali Noor/Reuters]", "(Example News: Dan Katz)".
pub(crate) fn ends_in_credit(line: &str) -> bool {
    if names_agency(line) {
        return true;
    }
    let credit = if let Some(inner) = line.strip_suffix([')', ']']) {
        inner.rfind(['(', '[']).map(|at| &inner[at + 1..])
    } else {
        last_of(". Source: ", 2, tail(line, 2 * CREDIT)).map(|(_, credit)| credit)
    };
    let capitals = |credit: &str| {
        credit.split(['/', ' ']).filter(|word| !word.is_empty()).all(|word| word.starts_with(char::is_uppercase))
    };
    credit.is_some_and(|credit| {
        (credit.contains('/') || credit.contains(": ")) && credit.len() <= CREDIT && capitals(credit)
    })
}

/// What stands before and behind the last place of a mark in a text. Hardly a line has the byte that is the mark's `rare`th,
/// and one byte is found faster than several.
fn last_of<'t>(mark: &str, rare: usize, text: &'t str) -> Option<(&'t str, &'t str)> {
    let starts = memchr::memrchr_iter(mark.as_bytes()[rare], text.as_bytes()).filter_map(|at| at.checked_sub(rare));
    let at = starts.into_iter().find(|at| text.as_bytes()[*at..].starts_with(mark.as_bytes()))?;
    Some((&text[..at], &text[at + mark.len()..]))
}

/// "Ana Ruiz | Pool | Reuters".
pub(crate) fn names_agency(line: &str) -> bool {
    last_of(" | ", 1, line).is_some_and(|(names, last)| AGENCIES.has(last) && names.split(' ').count() <= 6)
}

/// Whether a sentence is followed by who took the picture, which is none: "Researchers at the gate on Monday. Ana Ruiz",
/// "The gate in June. | AFP". So may a paragraph end that a mark is missing from; it is asked above the story only.
pub(crate) fn names_maker(line: &str) -> bool {
    const SMALL: [&str; 8] = ["for", "by", "of", "the", "and", "via", "|", "/"];
    let Some((sentence, maker)) = last_of(". ", 0, line) else { return false };
    let last = sentence.rsplit(' ').next().unwrap_or(sentence);
    let mut count = 0;
    let named = maker.split_whitespace().all(|word| {
        count += 1;
        word.starts_with(char::is_uppercase) || SMALL.contains(&word)
    });
    named
        && (1..=7).contains(&count)
        && sentence.split_whitespace().count() >= 4
        // No abbreviation: "in St. Louis".
        && (last.len() >= 4 || last.bytes().any(|byte| byte.is_ascii_digit()))
        && !maker.ends_with(['.', '!', '?', ':', '"', '”', '’'])
        && !maker.bytes().any(|byte| byte.is_ascii_digit())
}

/// "R. Milhem / Ghossoun" below a story: who wrote and who edited it, or the agency and who wrote. "kv/rt (dpa)": initials.
pub(crate) fn is_sign_off(line: &Line, words: &str) -> bool {
    let name = |part: &str| {
        let initials = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
        part.starts_with(char::is_uppercase) || initials
    };
    if line.end != End::Open || line.words > 6 || line.digits || !words.contains('/') || words.contains(": ") {
        return false;
    }
    let signed = words.split(" (").next().unwrap_or(words);
    signed.contains('/') && signed.split('/').all(|part| name(part.trim()))
}

/// Whether a line is there to state a date: it is most of it, or the line is short and labels it.
pub(crate) fn is_dated(line: &Line) -> bool {
    let labelled = line.cues.any(&[Cue::Published, Cue::Updated, Cue::Clock]);
    let leads = line.moment.first == 0 && line.moment.covers >= 10 && line.words <= 14 && line.end == End::Open;
    line.moment.covers > 0
        && line.end != End::Quote
        && (line.moment.covers * 2 >= line.span.len() || (labelled && line.words <= 25) || line.words <= 8 || leads)
}

/// "By Ana Ruiz", "by ANA RUIZ and TOM REED, Example Agency", "Ana Ruiz | Vienna 14 July 2010".
pub(crate) fn is_byline(line: &str) -> bool {
    // "(By Ana Ruiz)".
    let line = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    for label in ["By ", "by ", "BY ", "By: ", "By\u{a0}"] {
        if let Some(rest) = line.strip_prefix(label) {
            // "By Monday the talks had moved" goes on in small letters.
            return is_name(undated(rest)) && !line.ends_with('.');
        }
    }
    if line.contains('|')
        && let Some((name, rest)) = line.split_once(" | ")
    {
        let words = name.split_whitespace().count();
        let dated = rest.bytes().any(|byte| byte.is_ascii_digit());
        return (2..=4).contains(&words) && is_name(name) && dated;
    }
    false
}

/// "Ana Ruiz on January 15, 2021 - 15:02": what comes before the day.
fn undated(byline: &str) -> &str {
    let Some(figure) = byline.find(|c: char| c.is_ascii_digit()) else { return byline };
    let mut name = byline[..figure].trim_end_matches(|c: char| !c.is_alphabetic());
    while let Some((before, last)) = name.rsplit_once(' ') {
        if last != "on" && last != "at" && !names_time(last) {
            break;
        }
        name = before.trim_end_matches(|c: char| !c.is_alphabetic());
    }
    // All of it is a date: "By May 2".
    if names_time(name) { byline } else { name }
}

/// "Ana Ruiz in London and Tom Reed in Brussels DECEMBER 24 2020".
pub(crate) fn names_then_day(line: &Line, words: &str) -> bool {
    let names = undated(words);
    line.moment.at.day.is_some()
        && line.end == End::Open
        && line.words <= 16
        && !words.contains(" on ")
        && !words.contains(['#', '@', '—'])
        && names.len() < words.len()
        && names.split_whitespace().count() >= 2
        && is_name(names)
}

/// Whether a word is the name of a month or of a weekday, cut short or not.
pub(crate) fn names_time(word: &str) -> bool {
    const NAMES: [&str; 19] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.trim_end_matches('.');
    word.len() >= 3
        && word.is_ascii()
        && NAMES.iter().any(|name| {
            name.eq_ignore_ascii_case(word)
                || (word.len() <= 4 && name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
        })
}

/// Whether every word is one of a name, of several, or of what stands between them.
fn is_name(text: &str) -> bool {
    const SMALL: [&str; 20] = [
        "and", "of", "for", "in", "de", "van", "von", "der", "den", "al", "bin", "del", "la", "the", "with", "e",
        "news", "agencies", "staff", "wires",
    ];
    let text = text.split(['|', '(', '/']).next().unwrap_or(text);
    let mut count = 0;
    let fits = text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).all(|word| {
        count += 1;
        word.starts_with(char::is_uppercase) || SMALL.contains(&word) || word.starts_with("al-")
    });
    fits && (1..=14).contains(&count) && !text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A name on a line of its own, or several: "Ana Ruiz", "Ana Ruiz and Tom Reed".
pub(crate) fn is_names(line: &Line, text: &str) -> bool {
    // "Political reporter".
    let role = ["reporter", "correspondent", "editor", "writer"].iter().any(|role| text.ends_with(role));
    if role && line.end == End::Open && (line.words <= 3 || (line.words <= 8 && text.contains(", "))) {
        return true;
    }
    if text.split_once(',').is_some_and(|(city, _)| CITIES.has(city)) {
        return false;
    }
    let most = if text.contains([',', '&']) || text.contains(" and ") { 7 } else { 4 };
    let spelt = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    // "FB TW IN" are buttons, "SECTION: NEWS" is a field of the site.
    let is_spelt = text.split_whitespace().any(|word| word.len() >= 4)
        && text.split_whitespace().filter(|it| spelt(it)).count() >= 2;
    line.end == End::Open
        && (2..=most).contains(&line.words)
        && is_spelt
        && !text.contains(": ")
        && (line.words > 2 || !text.starts_with("The "))
        && is_name(text)
}

/// Whether a short line is of the site: without letters or but single ones, a tag in small letters, a field with a count,
/// the weather; above the headline also capitals.
pub(crate) fn is_furniture(line: &Line, words: &str, above: bool) -> bool {
    let spelt = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let field = words.rsplit_once(": ").is_some_and(|(_, value)| value.bytes().all(|byte| byte.is_ascii_digit()));
    let count = words.bytes().all(|byte| byte.is_ascii_digit());
    let unspelt = !line.digits && !words.split_whitespace().any(spelt) && !words.contains('/');
    let tag = !line.digits && !words.chars().any(char::is_uppercase) && !words.starts_with('@');
    let shouted = line.capitals && (words.contains(": ") || (above && !words.contains(':')));
    let host = line.words == 1 && words.trim_end_matches('.').contains('.');
    let short = count || unspelt || tag || field || shouted || host;
    line.moment.covers == 0 && ((line.words <= 4 && short) || (line.words <= 8 && line.cues.has(Cue::Clock)))
}

/// "N.E", "=====R.H.": capitals of an agency, below all of it.
pub(crate) fn is_mark(line: &Line, words: &str) -> bool {
    if line.words > 2 || line.digits {
        return false;
    }
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters) && !words.chars().any(|c| c.is_lowercase() || c == '/')
}

/// The agency alone below a story, or with the day: "GNA", "MAP 22 December 2020".
pub(crate) fn is_signature(line: &Line, words: &str) -> bool {
    // "-- BERNAMA", "//Petra// AJ".
    let marked = words.starts_with(['-', '–', '—', '/']);
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    line.words <= 5
        && ((marked && words.starts_with(char::is_uppercase) && line.end == End::Open)
            || AGENCIES
                .prefix(words)
                .is_some_and(|length| length == words.len() || (is_dated(line) && line.end == End::Open)))
}

/// An address of the web, or a number of the site.
pub(crate) fn is_address(words: &str) -> bool {
    let single = !words.contains(' ');
    let mail = words.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let tags = words.split_whitespace().all(|word| word.len() > 1 && word.starts_with('#'));
    (single && (words.starts_with("http") || mail)) || tags || !words.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wrote() {
        for line in [
            "By Ana Ruiz",
            "by ANA RUIZ and TOM REED, Example Agency",
            "Ana Ruiz | Vienna 14 July 2010",
            "By Ana Ruiz on January 15, 2021 - 15:02",
            "by Ana Ruiz August 25, 2016",
            "By Lin Yu-ting / Staff Reporter",
        ] {
            assert!(is_byline(line), "{line}");
        }
        for line in ["By Monday the talks had moved", "By May 2", "By 2020 all was over", "Talks end | Example"] {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn who_took_the_picture() {
        for line in [
            "Researchers outside the Senate on Saturday. Ana Ruiz",
            "Supporters wait at the gate. | AFP",
            "The president explains the plan in Bern. Keystone / Peter Graf",
            "Voters wait at a station on Thursday. PHOTO | FILE",
        ] {
            assert!(names_maker(line), "{line}");
        }
        for line in [
            "The talks began in the city of St. Louis",
            "The talks ended on Friday. They will go on.",
            "He stepped down on Monday. [Reuters, Kathimerini]",
            "Talks end",
        ] {
            assert!(!names_maker(line), "{line}");
        }
        assert!(names_agency("Ana Ruiz | Pool | Reuters") && !names_agency("Talks resume on river | Example News"));
        assert!(ends_in_credit("People wait at a crossing [Ali Noor/Reuters]"));
    }
}
