//! Which line above the story is its headline.

use dateline_core::RegionKind;

use crate::lines::{End, Line, head};
use crate::signs::is_names;
use crate::story::Story;

/// The line above the story that is most likely its headline, if one is likely at all.
///
/// A headline speaks of what the story speaks of, which a menu does not; so the words that a line shares with the head
/// of the story weigh most.
pub(crate) fn headline_of(
    text: &str,
    title: &str,
    lines: &[Line],
    story: &Story,
    known: &mut Vocabulary,
) -> Option<usize> {
    let given = lines.iter().position(|line| line.is_given() && line.kind == RegionKind::HEADLINE);
    if given.is_some() {
        return given;
    }
    let above = &lines[..story.lead];
    let candidate = |line: &Line| line.kind.is_none() && line.words >= 2 && line.words <= 35 && line.span.len() <= 250;
    if !above.iter().any(candidate) {
        return None;
    }
    known.learn(lines[story.lead..].iter().take(8).map(|line| head(line.span.of(text), Line::LOOK)));
    let dates = |line: &Line| matches!(line.kind, RegionKind::BYLINE | RegionKind::HEADER);
    // The author or the day stand below a headline, and what stands below these is none.
    let signed = |at: usize| !lines[at].capitals && (at + 1..story.lead).take(3).any(|below| dates(&lines[below]));
    let titled_before = |at: usize| {
        let last = (0..at).rev().find(|above| dates(&lines[*above])).unwrap_or(0);
        lines[..last].iter().any(|line| candidate(line) && line.words >= 4)
    };
    let score = |at: usize| {
        let line = &lines[at];
        let words = line.span.of(text);
        let shared = known.share(words);
        let mut score = 4.0 * shared;
        score += if line.words >= 4 {
            1.0
        } else if shared > 0.6 {
            -0.5
        } else {
            -1.5
        };
        score += if matches!(line.end, End::Stop | End::Colon) && !line.is_title_case() { -1.0 } else { 0.5 };
        score += if line.is_title_case() { 0.5 } else { 0.0 };
        score -= f64::from(line.bars);
        score += if !title.is_empty() && same_words(words, title) { 4.0 } else { 0.0 };
        score += if line.after_blank { 0.3 } else { 0.0 };
        score += if signed(at) { 0.8 } else { 0.0 };
        score -= if shared == 0.0 && is_names(line, words) { 1.0 } else { 0.0 };
        score -= if titled_before(at) { 1.5 } else { 0.0 };
        score += if line.words < 4 && shared == 0.0 { -2.0 } else { 0.0 };
        score
    };
    let best = (0..story.lead).filter(|at| candidate(&lines[*at])).map(score).fold(f64::MIN, f64::max);
    // Below the headline often stands a deck, which shares as much with the story: the first of the good ones counts,
    // but of repetitions the last.
    // Short ones are sections more often, and must be better than all that are longer.
    let is_long = |at: usize| candidate(&lines[at]) && lines[at].words >= 4;
    let longer = (0..story.lead).filter(|at| is_long(*at)).map(score).fold(f64::MIN, f64::max);
    let least = |at: usize| if is_long(at) { best.min(longer) - 1.2 } else { best.max(longer + 0.8) };
    let first = (0..story.lead).find(|&at| candidate(&lines[at]) && score(at) >= least(at))?;
    let repeated = (first + 1..story.lead).rev().find(|at| {
        candidate(&lines[*at])
            && lines[*at].bars == 0
            && same_words(lines[first].span.of(text), lines[*at].span.of(text))
    });
    let chosen = repeated.unwrap_or(first);
    (best >= if story.lead == 1 { 1.0 } else { 1.8 }).then_some(chosen)
}

/// What the search for a headline works in.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(Vec<u64>);

/// Whether two titles are the same but for marks and what a site adds to one of them.
///
/// ```
/// assert!(dateline_page::same_words("Talks on river resume", "Talks on River Resume | Example News"));
/// ```
pub fn same_words(one: &str, other: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    let (mut shared, mut count) = (0, 0);
    let mut others = words(other);
    for word in words(one) {
        count += 1;
        shared += usize::from(others.next().is_some_and(|other| other.eq_ignore_ascii_case(word)));
    }
    let least = count.min(words(other).count());
    least >= 3 && shared == least
}

impl Vocabulary {
    /// Remembers the longer words of a text by how they begin.
    pub(crate) fn learn<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.0.clear();
        for text in texts {
            self.0.extend(stems(text));
        }
        self.0.sort_unstable();
        self.0.dedup();
    }

    /// Which part of the longer words of a line it knows, 0 to 1.
    pub(crate) fn share(&self, line: &str) -> f64 {
        let (mut all, mut known) = (0.0_f64, 0.0);
        for stem in stems(line) {
            all += 1.0;
            known += f64::from(u8::from(self.0.binary_search(&stem).is_ok()));
        }
        // One word alone proves little.
        if all == 0.0 { 0.0 } else { known / all.max(3.0) }
    }
}

/// The first five letters of each word of four and more, small, packed in one number. Bytes beyond ASCII are letters.
fn stems(text: &str) -> impl Iterator<Item = u64> {
    let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
    words.filter(|word| word.len() >= 4).map(|word| {
        let head = &word[..word.len().min(5)];
        // "rates" is the word "rate".
        let head = head.strip_suffix(b"s").filter(|head| head.len() >= 4).unwrap_or(head);
        head.iter().fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase()))
    })
}
