//! Phrases that tell what a line of a page is: the table `data/cues.tsv`.

use std::sync::LazyLock;

use dateline_core::table;

use crate::lines::{head, tail};

/// What a phrase tells of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A menu entry or call of the site: "Sign in", "Share this article".
    Chrome,
    /// A label of the day of publication.
    Published,
    /// A label of the day of a change.
    Updated,
    /// A label of the clock of the site, whose day is that of the visit.
    Clock,
    /// Who wrote it.
    Byline,
    /// Who took a picture: the line is a caption.
    Credit,
    /// How people stand or act in a picture.
    Pose,
    /// The line links to another story.
    Related,
    /// The lines that follow link to other stories.
    List,
    /// The story is over.
    End,
    /// Points of a summary follow.
    Points,
    /// Who the author is, below the story.
    Writer,
    /// What was wrong with the story.
    Mended,
    /// A field of a mail or of an archive.
    Field,
    /// The title as a mail or an archive labels it.
    Subject,
}

const NAMES: [(&str, Cue); 15] = [
    ("chrome", Cue::Chrome),
    ("published", Cue::Published),
    ("updated", Cue::Updated),
    ("clock", Cue::Clock),
    ("byline", Cue::Byline),
    ("credit", Cue::Credit),
    ("pose", Cue::Pose),
    ("related", Cue::Related),
    ("list", Cue::List),
    ("end", Cue::End),
    ("points", Cue::Points),
    ("writer", Cue::Writer),
    ("mended", Cue::Mended),
    ("field", Cue::Field),
    ("subject", Cue::Subject),
];

/// The cues of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CueSet(u16);

impl CueSet {
    pub(crate) fn has(self, cue: Cue) -> bool {
        self.0 & 1 << cue as u16 != 0
    }

    pub(crate) fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    fn add(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u16;
    }
}

/// Where in a line a phrase must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Inside,
}

/// A phrase of the table.
struct Row {
    phrase: &'static str,
    place: Place,
    cue: Cue,
}

/// The phrases by the first two letters that they begin with.
struct Table {
    rows: Vec<Row>,
    /// By what [`bucket`] makes of two letters: the first of its rows; [`END`] where there is none.
    first: Vec<u16>,
    /// By row what tells most of them from a text.
    heads: Vec<Head>,
}

/// The first four letters of a row, and the next row of its bucket.
struct Head {
    letters: u32,
    /// Which bits of them count: all but those that tell capitals, and those behind the end of the row.
    mask: u32,
    next: u16,
}

const END: u16 = u16::MAX;

const DATA: &str = include_str!("../data/cues.tsv");

/// The rows of the table: cue, place, phrase, example.
fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    table::rows(DATA).map(|row| {
        let mut columns = table::parts(row, b'\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let places = [("whole", Place::Whole), ("start", Place::Start), ("end", Place::End), ("inside", Place::Inside)];
    let row = |[cue, place, phrase, _]: [&'static str; 4]| {
        let cue = NAMES.iter().find(|(name, _)| *name == cue).expect("the table names a cue").1;
        let place = places.iter().find(|(name, _)| *name == place).expect("the table names a place").1;
        Row { phrase, place, cue }
    };
    let mut rows = Vec::with_capacity(DATA.len() / 32);
    rows.extend(self::rows().map(row));
    // Each goes before those of its bucket: the shortest comes to be the first.
    rows.sort_by_key(|row: &Row| std::cmp::Reverse(row.phrase.len()));
    let (mut first, mut heads) = (vec![END; BUCKETS], Vec::with_capacity(rows.len()));
    for (at, row) in rows.iter().enumerate() {
        let [one, two, ..] = row.phrase.as_bytes() else { panic!("a phrase has two letters") };
        let mask = 0xdfdf_dfdf >> (8 * 4_usize.saturating_sub(row.phrase.len()));
        let next = std::mem::replace(&mut first[bucket(*one, *two)], at as u16);
        heads.push(Head { letters: four(row.phrase.as_bytes()) & mask, mask, next });
    }
    Table { rows, first, heads }
});

const BUCKETS: usize = 1024;

/// Two letters, whatever their case, as a number.
fn bucket(one: u8, two: u8) -> usize {
    let small = |byte: u8| usize::from(byte.to_ascii_lowercase());
    ((small(one) * 37) ^ small(two)) % BUCKETS
}

/// The first four bytes; zeros behind the end.
fn four(bytes: &[u8]) -> u32 {
    let four = bytes.first_chunk().copied();
    u32::from_le_bytes(four.unwrap_or_else(|| std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(0))))
}

impl Table {
    /// The phrases that a text has, in any case and wherever a word begins, with where that is: from the left to the right, and of
    /// those that begin at one place the shortest first.
    fn find(&self, text: &str, mut found: impl FnMut(usize, &Row)) {
        let bytes = text.as_bytes();
        let mut within = false;
        for (at, two) in bytes.windows(2).enumerate() {
            let letter = two[0].is_ascii_alphabetic();
            if !(std::mem::replace(&mut within, letter) && letter) {
                let mut next = self.first[bucket(two[0], two[1])];
                while let Some(head) = self.heads.get(usize::from(next)) {
                    if (four(&bytes[at..]) ^ head.letters) & head.mask == 0 {
                        let row = &self.rows[usize::from(next)];
                        let phrase = row.phrase.as_bytes();
                        if bytes.get(at..at + phrase.len()).is_some_and(|it| it.eq_ignore_ascii_case(phrase)) {
                            found(at, row);
                        }
                    }
                    next = head.next;
                }
            }
        }
    }
}

/// The cues of a line. Of a long one only its head and its tail are looked at, where cues stand.
pub(crate) fn find(line: &str) -> CueSet {
    const ENDS: usize = 100;
    let mut cues = CueSet::default();
    if line.len() <= 2 * ENDS {
        scan(line, true, true, &mut cues);
    } else {
        scan(head(line, ENDS), true, false, &mut cues);
        scan(tail(line, ENDS), false, true, &mut cues);
    }
    cues
}

/// `first` and `last`: whether the ends of this piece are those of the line.
fn scan(piece: &str, first: bool, last: bool, cues: &mut CueSet) {
    let marks = |text: &str| text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let end = marks(piece);
    let start = piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').len();
    // How far a row of buttons reaches, one behind the other: "Share Save", "Facebook | Twitter | Email".
    let mut buttons = start;
    TABLE.find(piece, |at, &Row { phrase, place, cue }| {
        let behind = at + phrase.len();
        let words = char::is_alphabetic;
        let bounded =
            |inner: Option<char>, outer: Option<char>| !(inner.is_some_and(words) && outer.is_some_and(words));
        if !bounded(phrase.chars().next(), piece[..at].chars().next_back())
            || !bounded(phrase.chars().next_back(), piece[behind..].chars().next())
        {
            return;
        }
        let button = place == Place::Whole && cue == Cue::Chrome;
        if button && at >= buttons && !piece[buttons..at].contains(char::is_alphanumeric) {
            buttons = behind;
        }
        let at_start = first && at <= start;
        let at_end = last && behind >= end;
        let fits = match place {
            Place::Whole => at_start && at_end,
            Place::Start => at_start,
            // "85 shares" is a count of the site, "jumped on the comments" the end of a sentence.
            Place::End => at_end && (cue != Cue::Chrome || phrase.len() * 3 >= piece.len()),
            Place::Inside => true,
        };
        if fits {
            cues.add(cue);
        }
    });
    if first && last && buttons > start && buttons >= end {
        cues.add(Cue::Chrome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_fits_its_example() {
        for [cue, place, phrase, example] in rows() {
            let wanted = NAMES.iter().find(|(name, _)| *name == cue).expect("a known cue").1;
            assert!(find(example).has(wanted), "{cue} {place} {phrase}: {example}");
            assert!(example.to_lowercase().contains(&phrase.to_lowercase()), "{phrase}: {example}");
        }
    }

    #[test]
    fn phrases_are_found_in_any_case_and_the_shortest_first() {
        let mut found = Vec::new();
        TABLE.find("a SHARE THIS page, unshare", |at, row| found.push((at, row.phrase)));
        // "Share this" is a button, and more besides: it has two rows.
        assert_eq!(found, [(2, "Share"), (2, "Share this"), (2, "Share this"), (2, "Share this page")]);
        // What a row of buttons is does not depend on the order of phrases, where each begins with a letter.
        let mut buttons = rows().filter(|[cue, place, ..]| (*cue, *place) == ("chrome", "whole"));
        assert!(buttons.all(|[.., phrase, _]| phrase.starts_with(char::is_alphanumeric)));
    }

    #[test]
    fn a_row_of_buttons_is_chrome() {
        for line in ["Share Save", "Facebook | Twitter | Email | Print", "Print Email"] {
            assert!(find(line).has(Cue::Chrome), "{line}");
        }
        for line in ["Save the whales", "Home Office", "Facebook Email Scandal"] {
            assert_eq!(find(line), CueSet::default(), "{line}");
        }
    }

    #[test]
    fn prose_has_no_cues() {
        for line in [
            "The minister signed in the morning and left.",
            "His opponents jumped on the comments.",
            "By Monday the talks had moved to Geneva, officials said.",
            "Shares fell sharply after the menu of sanctions was announced.",
        ] {
            assert_eq!(find(line), CueSet::default(), "{line}");
        }
    }
}
