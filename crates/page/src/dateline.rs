//! The dateline at the head of a paragraph: place, agency, day.

use dateline_core::{Dateline, Day, Span};

use crate::gazette::{AGENCIES, CITIES, LABELS};
use crate::lines::head;
use crate::when::When;

/// A dateline as it was read, before the year of its day is settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Spans within the paragraph; the day with the year 0 where none is told.
    pub(crate) dateline: Dateline,
    /// Whether the year is told.
    pub(crate) has_year: bool,
    /// Whether agency or day stand in it, so that it can be nothing else.
    pub(crate) is_sure: bool,
    /// Whether nothing follows it in its paragraph.
    pub(crate) alone: bool,
}

/// How far into a paragraph a dateline may reach, in bytes.
const REACH: usize = 140;

/// What ends a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closer {
    /// A dash with a space before it, or a long one.
    Dash,
    /// A hyphen glued to the word before it.
    Hyphen,
    /// A colon.
    Colon,
    /// The full stop behind an agency between slashes, or behind one that is known by name.
    Stop,
    /// The bracket behind an agency, where no other mark follows.
    Bracket,
    /// The end of the paragraph.
    Nothing,
}

/// Reads the dateline that a paragraph begins with.
///
/// The head of the paragraph up to a dash, a colon or the like is a dateline when every word of it belongs to a place,
/// an agency or a day, and when enough of these are there to rule out a sentence or a label.
pub(crate) fn read(paragraph: &str, when: &mut When) -> Option<Reading> {
    let reach = head(paragraph, REACH);
    // Cheap: most paragraphs begin with no dateline at all.
    if !reach.starts_with(|c: char| c.is_uppercase() || c == '(' || c.is_ascii_digit()) {
        return None;
    }
    let mut from = 0;
    for _ in 0..3 {
        let Some((at, end, closer)) = next_closer(reach, from) else { break };
        let (head, rest) = (&reach[..at], &paragraph[end..]);
        if let Some(reading) = within_brackets(head, rest, when).or_else(|| judge(head, closer, rest, when)) {
            let reading = finish(reading, paragraph, end);
            return Some(if reading.dateline.place.is_none() { go_on(reading, paragraph, when) } else { reading });
        }
        from = end;
    }
    // "MOSCOW, February 16. /TASS/. Talks"; "Taipei, Jan. 16 (CNA) Talks"; "YEREVAN, MAY 7, ARMENPRESS. Talks".
    if let Some(at) = places_of("/. ", reach).next().map(|at| at + 1) {
        let reading = judge(&reach[..at], Closer::Stop, &paragraph[at + 1..], when)?;
        return Some(finish(reading, paragraph, at + 1));
    }
    // "Chisinau, November 16 /IPN/ The" too.
    for close in [") ", "/ "] {
        if let Some(at) = places_of(close, reach).next().map(|at| at + 1)
            && let Some(reading) = judge(&reach[..at], Closer::Bracket, &paragraph[at..], when)
        {
            return Some(finish(reading, paragraph, at));
        }
    }
    // "Lima, Mar. 21. The", where the city is known.
    for at in places_of(". ", reach) {
        let signed = reach[..at].rsplit([' ', ',']).next().is_some_and(|last| AGENCIES.has(last));
        let dated = || at <= 40 && reach[..at].split_once(',').is_some_and(|(city, _)| CITIES.has(city));
        if (signed || dated())
            && let Some(reading) = judge(&reach[..at], Closer::Stop, &paragraph[at + 1..], when)
            && (signed || reading.dateline.date.end as usize == at)
        {
            return Some(finish(reading, paragraph, at + 1));
        }
    }
    // "Dar es Salaam. Vice President …", where the city is known.
    if let Some(at) = places_of(". ", reach).next()
        && CITIES.has(&reach[..at])
        && let Some(reading) = judge(&reach[..at], Closer::Dash, &paragraph[at + 1..], when)
    {
        return Some(finish(reading, paragraph, at + 1));
    }
    // A dateline on a line of its own.
    if paragraph.len() <= 60 {
        let reading = judge(paragraph, Closer::Nothing, "", when)?;
        return Some(Reading { alone: true, ..finish(reading, paragraph, paragraph.len()) });
    }
    None
}

/// "(Nairobi, June 7, 2019) – The": a known city and a day, all of it within brackets.
fn within_brackets(head: &str, rest: &str, when: &mut When) -> Option<Reading> {
    let inner = head.trim_end().strip_prefix('(')?.strip_suffix(')')?;
    let (city, _) = inner.split_once(',').filter(|(city, _)| CITIES.has(city))?;
    let reading = judge(inner, Closer::Dash, rest, when)?;
    (reading.dateline.date.is_some() && reading.dateline.place.of(inner) == city).then(|| shifted(&reading, 1))
}

/// Where a mark stands in a text, with what must follow it. Its first byte is rare, and found faster than the whole.
fn places_of<'a>(mark: &'a str, text: &'a str) -> impl Iterator<Item = usize> {
    let is_there = move |at: &usize| text.as_bytes()[*at..].starts_with(mark.as_bytes());
    memchr::memchr_iter(mark.as_bytes()[0], text.as_bytes()).filter(is_there)
}

/// The next mark that may end a dateline: where the words before it end, where it ends itself, and what it is.
fn next_closer(text: &str, from: usize) -> Option<(usize, usize, Closer)> {
    let bytes = text.as_bytes();
    // The first bytes of the marks: of what they are in a text of another script, the character tells.
    let begins = |at: &usize| matches!(bytes[*at], b':' | b'-' | b'_' | 0xe2);
    for at in (from..bytes.len()).filter(begins) {
        let c = text[at..].chars().next()?;
        if !matches!(c, ':' | '-' | '–' | '—' | '_') {
            continue;
        }
        let run = if c == '-' { bytes[at..].iter().take_while(|byte| **byte == b'-').count() } else { c.len_utf8() };
        let end = at + run;
        let before = text[..at].chars().next_back();
        let spaced = before.is_none_or(char::is_whitespace);
        let open = text[end..].starts_with(char::is_whitespace);
        let closer = match c {
            ':' if open => Closer::Colon,
            '—' => Closer::Dash,
            '–' | '-' | '_' if spaced && open => Closer::Dash,
            '–' | '-' if before == Some(')') || (open && run > 1) => Closer::Dash,
            '–' | '-' if open => Closer::Hyphen,
            _ => continue,
        };
        return Some((at, end, closer));
    }
    None
}

/// "Baku, Azerbaijan, Feb. 16 – Trend: …": an agency right behind the dash belongs to the dateline.
fn finish(mut reading: Reading, paragraph: &str, end: usize) -> Reading {
    let mut span = Span::new(0, end as u32);
    let rest = &paragraph[end..];
    let skipped = rest.len() - rest.trim_start().len();
    let behind = &rest[skipped..];
    // "QAMISHLI – ANHA: The": one that is not known by name.
    let letters = behind.bytes().take_while(u8::is_ascii_uppercase).count();
    let spelt = ((3..=8).contains(&letters) && behind[letters..].starts_with(": ")).then_some(letters);
    if reading.dateline.agency.is_none()
        && let Some(length) = AGENCIES.prefix(behind).or(spelt)
        && let Some(closer) =
            [": ", " - ", " – ", " — "].iter().find(|closer| rest[skipped + length..].starts_with(**closer))
    {
        let start = end + skipped;
        reading.dateline.agency = Span::of_range(start..start + length);
        reading.is_sure = true;
        span.end = (start + length + closer.trim_end().len()) as u32;
    }
    reading.dateline.span = span;
    reading
}

/// "(ANSA) - ROME, JUN 10 - Italy …": place and day may follow the agency.
fn go_on(signed: Reading, paragraph: &str, when: &mut When) -> Reading {
    let rest = paragraph[signed.dateline.span.end as usize..].trim_start();
    let start = (paragraph.len() - rest.len()) as u32;
    match (!rest.starts_with('(')).then(|| read(rest, when)).flatten() {
        Some(more) if more.dateline.place.is_some() && more.dateline.date.is_some() && !more.alone => {
            let mut whole = shifted(&more, start);
            whole.dateline.span.start = 0;
            whole.dateline.agency = signed.dateline.agency;
            whole
        }
        _ => signed,
    }
}

/// A reading whose spans begin further on.
pub(crate) fn shifted(reading: &Reading, by: u32) -> Reading {
    let shift = |span: Span| if span.is_none() { span } else { Span::new(span.start + by, span.end + by) };
    let mut moved = *reading;
    for span in
        [&mut moved.dateline.span, &mut moved.dateline.place, &mut moved.dateline.agency, &mut moved.dateline.date]
    {
        *span = shift(*span);
    }
    moved
}

/// Whether the words before a closer are a dateline.
fn judge(text: &str, closer: Closer, rest: &str, when: &mut When) -> Option<Reading> {
    let mut dateline =
        Dateline { span: Span::NONE, place: Span::NONE, agency: Span::NONE, date: Span::NONE, day: Day::NONE };
    let mut has_year = false;
    if let Some(date) = when.head_date(text) {
        dateline.date = date.span;
        dateline.day = date.day;
        has_year = date.has_year;
    }
    dateline.agency = agency(text, dateline.date);
    // "NNA - The": the agency alone.
    let alone = closer == Closer::Dash && AGENCIES.has(text.trim()) && !CITIES.has(text.trim());
    if alone {
        dateline.agency = Span::of_range(0..text.trim_end().len());
    }
    let mut bracketed = false;
    let mut words = 0;
    let mut capitals = true;
    let mut place_over = false;
    for (at, word) in words_of(text) {
        let span = Span::of_range(at..at + word.len());
        let inside = |outer: Span| outer.is_some() && outer.overlaps(span);
        // "28/2020(ENA)" too.
        let glued = word.find('(').is_some_and(|at| word[..at].ends_with(|c: char| c.is_ascii_digit()));
        bracketed |= glued || word.starts_with(['(', '/']);
        if inside(dateline.date) || inside(dateline.agency) || is_filler(word, dateline.date) {
            place_over |= dateline.place.is_some();
            continue;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // "New Delhi [India]": what a bracket adds is none of the place.
        let glossed = word.starts_with('[') && dateline.place.is_some();
        // "Abha, Safar 7, 1435, Dec 10, 2013, SPA": beside a full date and an agency, another calendar's figures.
        let counted = place_over && dateline.date.is_some() && dateline.agency.is_some();
        if bare.is_empty() || glossed || (counted && bare.bytes().all(|byte| byte.is_ascii_digit())) {
            place_over |= dateline.place.is_some();
            continue;
        }
        words += 1;
        let particle = is_particle(bare) && dateline.place.is_some();
        if words > 8 || bracketed || word.contains(['|', ':']) || !(particle || bare.starts_with(char::is_uppercase)) {
            return None;
        }
        if !place_over {
            let lead = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let bare = Span::of_range(at + lead..at + lead + bare.len());
            // "ST. PAUL", "N'DJAMENA": a stop within a place is part of it.
            dateline.place = dateline.place.hull(bare);
            capitals &= particle || !word.bytes().any(|byte| byte.is_ascii_lowercase());
            place_over = word.ends_with([',', ';']) || (word.ends_with('.') && word.len() > 4) || word.contains('/');
        }
    }
    cut_at_slash(text, &mut dateline.place);
    let place = dateline.place.of(text);
    let is_sure = dateline.agency.is_some() || dateline.date.is_some();
    let known = CITIES.has(place);
    let opens = rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘'«".contains(c));
    let accepted = if place.is_empty() {
        // "(Reuters) - Talks": the agency alone.
        dateline.agency.is_some() && (alone || text.starts_with('(')) && opens && closer != Closer::Bracket
    } else if closer == Closer::Nothing {
        (known && words <= 4 && (capitals || is_sure)) || (capitals && is_sure)
    } else if closer == Closer::Bracket {
        let (dated, signed) = (dateline.date.is_some(), AGENCIES.has(dateline.agency.of(text)));
        let whole = dated && signed && place.split(' ').count() <= 3;
        opens
            && bracketed
            && dateline.agency.is_some()
            && (dated || signed)
            && (capitals || known || whole)
            && !is_label(place)
    } else if is_sure {
        let dash = closer != Closer::Colon;
        opens
            && (dash || dateline.agency.is_some() || capitals || known)
            && (capitals || known || bracketed || dateline.agency.is_some() || place.split(' ').count() <= 2)
    } else if closer == Closer::Colon {
        capitals && known && opens
    } else {
        let capitals = capitals && !is_label(place) && place.len() >= 4 && words <= 6;
        opens && if closer == Closer::Hyphen { known && capitals } else { known || capitals }
    };
    accepted.then_some(Reading { dateline, has_year, is_sure, alone: false })
}

/// The agency in brackets or slashes, or one that is known by name.
fn agency(text: &str, date: Span) -> Span {
    let spot = |from: usize, to: usize| {
        let name = &text[from..to];
        let name = name.split([',', ';']).next().unwrap_or(name);
        let lead = name.len() - name.trim_start().len();
        let span = Span::of_range(from + lead..from + lead + name.trim().len());
        let short = name.split_whitespace().count() <= 5 && name.contains(char::is_alphabetic);
        (short && !(date.is_some() && date.overlaps(span)) && !span.is_empty()).then_some(span)
    };
    for (open, close) in [('(', ')'), ('/', '/'), ('[', ']')] {
        if let Some(from) = text.find(open).map(|at| at + 1)
            && let Some(length) = text[from..].find(close)
            && let Some(span) = spot(from, from + length)
            && (open != '/' || AGENCIES.has(span.of(text)))
        {
            return span;
        }
    }
    let starts = words_of(text).filter(|(at, word)| *at > 0 && word.starts_with(char::is_uppercase));
    starts
        .filter_map(|(at, _)| AGENCIES.prefix(&text[at..]).map(|length| Span::of_range(at..at + length)))
        .find(|span| !(date.is_some() && date.overlaps(*span)))
        .unwrap_or(Span::NONE)
}

/// "GENEVA/MOSCOW" names two places: the first is the place of the dateline.
fn cut_at_slash(text: &str, place: &mut Span) {
    if let Some(at) = place.of(text).find(" / ").or_else(|| place.of(text).find('/')) {
        place.end = place.start + at as u32;
    }
}

/// Words that stand between the parts.
fn is_filler(word: &str, date: Span) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(bare, "" | "on" | "and" | "at") && date.is_some()
}

/// Small words within the names of places.
fn is_particle(word: &str) -> bool {
    let particles = ["of", "the", "de", "del", "la", "las", "al", "am", "upon", "sur", "es", "da", "do", "au", "and"];
    particles.contains(&word)
}

/// Whether words before a dash are a label and no place: "BREAKING — ", "WATCH LIVE — "; a sentence begins with "On".
fn is_label(place: &str) -> bool {
    let mut words = place.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    words.any(|word| LABELS.has(word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// The words of a text with where they begin.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Place, agency and date of the dateline that a paragraph begins with, and how long it is.
    fn parts(text: &str) -> Option<(&str, &str, &str, &str)> {
        let Dateline { span, place, agency, date, .. } = read(text, &mut When::default())?.dateline;
        Some((span.of(text), place.of(text), agency.of(text), date.of(text)))
    }

    #[test]
    fn forms_of_many_agencies() {
        let cases = [
            ("GENEVA, May 2 (Agency) - Talks", "GENEVA, May 2 (Agency) -", "GENEVA", "Agency", "May 2"),
            ("ASTANA (Sputnik)\u{a0}— He", "ASTANA (Sputnik)\u{a0}—", "ASTANA", "Sputnik", ""),
            ("(Reuters) - Talks", "(Reuters) -", "", "Reuters", ""),
            ("WASHINGTON — The", "WASHINGTON —", "WASHINGTON", "", ""),
            ("ST. PAUL, Minn. (AP) _ The", "ST. PAUL, Minn. (AP) _", "ST. PAUL", "AP", ""),
            ("NEW DELHI: The", "NEW DELHI:", "NEW DELHI", "", ""),
            ("GENEVA/MOSCOW (Reuters) - The", "GENEVA/MOSCOW (Reuters) -", "GENEVA", "Reuters", ""),
            (
                "BAKU, Azerbaijan, Feb. 16 – Trend: The",
                "BAKU, Azerbaijan, Feb. 16 – Trend:",
                "BAKU",
                "Trend",
                "Feb. 16",
            ),
            ("MOSCOW, February 16. /TASS/. The", "MOSCOW, February 16. /TASS/.", "MOSCOW", "TASS", "February 16"),
            ("PARIS, Feb 16, 2017 (AFP) - The", "PARIS, Feb 16, 2017 (AFP) -", "PARIS", "AFP", "Feb 16, 2017"),
            ("Damascus, SANA – The", "Damascus, SANA –", "Damascus", "SANA", ""),
            ("TEHRAN, Feb. 16 (MNA) – The", "TEHRAN, Feb. 16 (MNA) –", "TEHRAN", "MNA", "Feb. 16"),
            ("PORT-AU-PRINCE, Haiti — The", "PORT-AU-PRINCE, Haiti —", "PORT-AU-PRINCE", "", ""),
            ("Berlin (dpa) - The", "Berlin (dpa) -", "Berlin", "dpa", ""),
            ("BUENOS AIRES, Argentina (AP) — The", "BUENOS AIRES, Argentina (AP) —", "BUENOS AIRES", "AP", ""),
            ("BEIJING, Feb. 16 (Xinhua) -- The", "BEIJING, Feb. 16 (Xinhua) --", "BEIJING", "Xinhua", "Feb. 16"),
            ("ANKARA", "ANKARA", "ANKARA", "", ""),
            ("Taipei, Jan. 16 (CNA) The", "Taipei, Jan. 16 (CNA)", "Taipei", "CNA", "Jan. 16"),
            ("Abuja, June 8, 2021 (NAN) The", "Abuja, June 8, 2021 (NAN)", "Abuja", "NAN", "June 8, 2021"),
            ("YEREVAN, MAY 7, ARMENPRESS. The", "YEREVAN, MAY 7, ARMENPRESS.", "YEREVAN", "ARMENPRESS", "MAY 7"),
            ("(ANSA) - ROME, JUN 10 - The", "(ANSA) - ROME, JUN 10 -", "ROME", "ANSA", "JUN 10"),
            (
                "New Delhi [India], June 17 (ANI): The",
                "New Delhi [India], June 17 (ANI):",
                "New Delhi",
                "ANI",
                "June 17",
            ),
            ("WASHINGTON\u{2014}The", "WASHINGTON\u{2014}", "WASHINGTON", "", ""),
            ("QAMISHLI – ANHA: The", "QAMISHLI – ANHA:", "QAMISHLI", "ANHA", ""),
            ("NNA - The", "NNA -", "", "NNA", ""),
            ("Dar es Salaam. The", "Dar es Salaam.", "Dar es Salaam", "", ""),
            ("ALGIERS- The", "ALGIERS-", "ALGIERS", "", ""),
            (
                "Addis Ababa November 28/2020(ENA) The",
                "Addis Ababa November 28/2020(ENA)",
                "Addis Ababa",
                "ENA",
                "November 28/2020",
            ),
            ("BEIJING, Feb. 16 (Xinhua)--The", "BEIJING, Feb. 16 (Xinhua)--", "BEIJING", "Xinhua", "Feb. 16"),
            ("Nashik, Jul 19 (PTI) Onion", "Nashik, Jul 19 (PTI)", "Nashik", "PTI", "Jul 19"),
            (
                "Pinar del Rio, Cuba, Jul 16 (Prensa Latina) The",
                "Pinar del Rio, Cuba, Jul 16 (Prensa Latina)",
                "Pinar del Rio",
                "Prensa Latina",
                "Jul 16",
            ),
            (
                "AJMAN, 5th March, 2022 (WAM) -- The",
                "AJMAN, 5th March, 2022 (WAM) --",
                "AJMAN",
                "WAM",
                "5th March, 2022",
            ),
            (
                "Tabuk, Safar 7, 1435, Dec 10, 2013, SPA -- The",
                "Tabuk, Safar 7, 1435, Dec 10, 2013, SPA --",
                "Tabuk",
                "SPA",
                "Dec 10, 2013",
            ),
            ("KABUL, Afghanistan", "KABUL, Afghanistan", "KABUL", "", ""),
            ("PESHAWAR: The", "PESHAWAR:", "PESHAWAR", "", ""),
            ("Lima, Mar. 21. The", "Lima, Mar. 21.", "Lima", "", "Mar. 21"),
            ("(Nairobi, June 7, 2019) – The", "(Nairobi, June 7, 2019) –", "Nairobi", "", "June 7, 2019"),
        ];
        for (text, span, place, agency, date) in cases {
            assert_eq!(parts(text), Some((span, place, agency, date)), "{text}");
        }
    }

    #[test]
    fn what_is_no_dateline() {
        for text in [
            "BREAKING — The talks have failed.",
            "The minister — who is ill — did not come.",
            "Ministers - among them three new ones - met.",
            "BLITZER: What do you make of it?",
            "Smith (Labour) - the member for the north - said so.",
            "((Ana Lind)) We think that the dam is safe.",
            "(Reuters) Talks go on.",
            "Smith (Labour) The member for the north said so.",
            "The World Health Organization (WHO) Ministers met.",
            "He works for Reuters. The house is old.",
            "It was Paris. The house is old.",
            "Smith. The house is old.",
            "Talks - The house is old.",
            "On Monday, July 19 (Reuters) The house fell.",
            "In Cairo, July 19 (Reuters) The house fell.",
            "\u{201c}GENEVA — it is over,\u{201d} he said.",
            "He said: The talks go on.",
            "Source: Agency| 2018-04-26 19:35:21|Editor: Li",
            "",
            "-",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn every_row_of_the_tables_fits_its_example() {
        for (agency, example) in AGENCIES.rows() {
            assert_eq!(parts(example).map(|found| found.2), Some(agency), "{example}");
        }
        for (city, example) in CITIES.rows() {
            assert_eq!(parts(example).map(|found| found.1), Some(city), "{example}");
        }
        for (label, example) in LABELS.rows() {
            assert_eq!(parts(example), None, "{label}: {example}");
        }
    }
}
