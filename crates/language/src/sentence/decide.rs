//! Whether a mark ends its sentence.

use super::pairs::Pairs;
use crate::lexicon::{Abbreviation, abbreviation, is_report, is_starter};
use dateline_layers::Token;

/// A mark that may end a sentence, with its surroundings.
pub(crate) struct Place<'a> {
    pub(crate) text: &'a str,
    pub(crate) block: &'a [Token],
    pub(crate) pairs: &'a Pairs,
    /// The first token of the sentence.
    pub(crate) first: usize,
    /// The mark, or the abbreviation with its full stop.
    pub(crate) at: usize,
    /// The token after the mark and the closing marks that go with it; there is one.
    pub(crate) next: usize,
}

impl<'a> Place<'a> {
    fn word(&self, at: usize) -> &'a str {
        &self.text[self.block[at].span.range()]
    }

    fn mark(&self) -> Token {
        self.block[self.at]
    }

    /// The next token, past opening marks.
    fn head(&self) -> Token {
        let mut at = self.next;
        while self.block[at].is(Token::OPENS) && at + 1 < self.block.len() {
            at += 1;
        }
        self.block[at]
    }

    /// Whether a capital on the next word shows that a sentence begins.
    fn starts(&self) -> bool {
        let head = self.head();
        head.is(Token::CAPITALISED) && is_starter(&self.text[head.span.range()])
    }

    /// Whether the closing marks after the stop hold a quotation mark.
    fn closes_quotation(&self) -> bool {
        self.block[self.at + 1..self.next].iter().any(|t| t.is(Token::QUOTE_MARK | Token::CLOSES))
    }
}

/// Whether the sentence ends before `place.next`.
pub(crate) fn ends(place: &Place<'_>) -> bool {
    let (mark, next) = (place.mark(), place.block[place.next]);
    // A bracket inside the sentence goes with it, whatever it holds; one that is the whole sentence parts.
    if place.pairs.bracket(place.next).is_some_and(|open| open > place.first) {
        return false;
    }
    if mark.is(Token::ABBREVIATION) {
        return abbreviation_ends(place);
    }
    let text = place.word(place.at);
    let head = place.head();
    let glued = !next.is(Token::SPACED);
    if glued && !(head.is(Token::CAPITALISED) && word_before(place).is_some_and(|t| t.is(Token::WORD))) {
        return false;
    }
    if text.starts_with(['?', '!']) {
        return question_ends(place, head);
    }
    if text.len() > 1 {
        return ellipsis_ends(place, head, next);
    }
    full_stop_ends(place, head)
}

/// The token before the mark.
fn word_before(place: &Place<'_>) -> Option<Token> {
    (place.at > place.first).then(|| place.block[place.at - 1])
}

fn full_stop_ends(place: &Place<'_>, head: Token) -> bool {
    let Some(before) = word_before(place) else { return false };
    if opens_block_in_capitals(place) && head.is_any(Token::CAPITALISED | Token::DIGIT) {
        return false;
    }
    if head.is(Token::WORD) && !head.is(Token::CAPITALISED) && !head.is(Token::DIGIT) {
        // A small letter after a full stop: the abbreviation is one we do not know, or the writer is careless.
        let quoted = place.closes_quotation();
        return !quoted
            && (before.is(Token::WORD) && before.span.len() > 3 && !before.is(Token::CAPITALISED)
                || particle_follows(place));
    }
    // ") ." and "...". alone: a mark with nothing before it but marks ends what stands before.
    !head.is(Token::STOP) || head.is(Token::OPENS)
}

/// Whether the next word is the particle of a name: "al-Jaafari".
fn particle_follows(place: &Place<'_>) -> bool {
    let has = |n: usize, mask: u32| place.block.get(place.next + n).is_some_and(|t| t.is(mask));
    has(1, Token::DASH) && !has(1, Token::SPACED) && has(2, Token::CAPITALISED) && !has(2, Token::SPACED)
}

/// "MOSCOW. February 16. INTERFAX - ...": the place and day of some agencies' datelines.
fn opens_block_in_capitals(place: &Place<'_>) -> bool {
    let sentence = &place.block[place.first..place.at];
    if !sentence.first().is_some_and(|t| t.is(Token::BLOCK_START | Token::CAPITALS)) || sentence.len() > 6 {
        return false;
    }
    let after = |n: usize, mask: u32| place.block.get(place.next + n).is_some_and(|t| t.is(mask));
    let place_name =
        sentence.iter().all(|t| t.is(Token::CAPITALS)) && (after(0, Token::DIGIT) || after(1, Token::DIGIT));
    let day = sentence.iter().any(|t| t.is(Token::STOP)) && sentence.iter().any(|t| t.is(Token::NUMBER));
    place_name || day && (after(0, Token::CAPITALS) || after(0, Token::OPENS))
}

fn question_ends(place: &Place<'_>, head: Token) -> bool {
    let small = head.is(Token::WORD) && !head.is_any(Token::CAPITALISED | Token::DIGIT);
    if small {
        return !place.closes_quotation() && !place.block[place.next].is(Token::QUOTED);
    }
    if head.is(Token::MARK)
        && !head.is_any(Token::QUOTE_MARK | Token::OPENS)
        && !place.block[place.next].is_any(Token::QUOTE_MARK | Token::OPENS)
    {
        return false;
    }
    // "Who knows?" Petrov asked.
    !(place.closes_quotation() && report_follows(place))
}

/// Whether the next words are a name and a verb of saying: the speaker of the quotation that closed here.
fn report_follows(place: &Place<'_>) -> bool {
    let end = place.block.len().min(place.next + 5);
    for at in place.next..end {
        let token = place.block[at];
        if !token.is(Token::CAPITALISED) {
            return at > place.next && is_report(place.word(at));
        }
        if is_starter(place.word(at)) {
            return false;
        }
    }
    false
}

fn ellipsis_ends(place: &Place<'_>, head: Token, next: Token) -> bool {
    let capital = head.is(Token::CAPITALISED) || head.is(Token::NUMBER) && !place.mark().is(Token::SPACED);
    let spaced = place.mark().is(Token::SPACED) && next.is(Token::SPACED);
    // Inside a quotation " ... " leaves something out; after a word it trails off.
    capital
        && !(spaced && place.block[place.next].is(Token::QUOTED))
        && !(place.closes_quotation() && report_follows(place))
}

fn abbreviation_ends(place: &Place<'_>) -> bool {
    let head = place.head();
    let next = place.block[place.next];
    if !next.is(Token::SPACED) && place.next == place.at + 1 {
        return false;
    }
    if place.next > place.at + 1 && place.closes_quotation() && head.is(Token::CAPITALISED) {
        return !report_follows(place) && (place.starts() || !next.is(Token::SINGLE));
    }
    let word = place.word(place.at);
    let bare = word.strip_suffix('.').unwrap_or(word);
    if !head.is(Token::CAPITALISED) && !head.is(Token::QUOTE_MARK) {
        return false;
    }
    match abbreviation(bare) {
        Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Leading) => false,
        Some(Abbreviation::Calendar | Abbreviation::Measure) => place.starts(),
        Some(Abbreviation::Trailing) if bare == "etc" => true,
        _ => place.starts() || next.is(Token::QUOTE_MARK | Token::OPENS),
    }
}
