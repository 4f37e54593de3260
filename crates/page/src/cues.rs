//! Phrases that tell what a line of a page is: the table `data/cues.tsv`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

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

struct Table {
    finder: AhoCorasick,
    rows: Vec<(Place, Cue)>,
}

const DATA: &str = include_str!("../data/cues.tsv");

/// The rows of the table: cue, place, phrase, example.
fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let places = [("whole", Place::Whole), ("start", Place::Start), ("end", Place::End), ("inside", Place::Inside)];
    let rows_of = |[cue, place, ..]: [&str; 4]| {
        let cue = NAMES.iter().find(|(name, _)| *name == cue).expect("the table names a cue").1;
        let place = places.iter().find(|(name, _)| *name == place).expect("the table names a place").1;
        (place, cue)
    };
    Table {
        finder: AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            // A DFA reads a little faster and takes a fifth of the time of a whole start to build.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(rows().map(|row| row[2]))
            .expect("the phrases of the table make an automaton"),
        rows: rows().map(rows_of).collect(),
    }
});

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
    for found in TABLE.finder.find_overlapping_iter(piece) {
        let phrase = &piece[found.range()];
        let (place, cue) = TABLE.rows[found.pattern().as_usize()];
        let words = char::is_alphabetic;
        let bounded =
            |inner: Option<char>, outer: Option<char>| !(inner.is_some_and(words) && outer.is_some_and(words));
        if !bounded(phrase.chars().next(), piece[..found.start()].chars().next_back())
            || !bounded(phrase.chars().next_back(), piece[found.end()..].chars().next())
        {
            continue;
        }
        let button = place == Place::Whole && cue == Cue::Chrome;
        if button && found.start() >= buttons && !piece[buttons..found.start()].contains(char::is_alphanumeric) {
            buttons = found.end();
        }
        let at_start = first && found.start() <= start;
        let at_end = last && found.end() >= end;
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
    }
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
