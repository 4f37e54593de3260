//! Stage one: which quotation marks belong together.
//!
//! One pass over the tokens, one stack of bounded depth, no look-back: linear on any input. Marks pair within their
//! block (a paragraph); one that is open when the block ends is closed by the end of the block if the next block opens
//! with a mark again (a quotation that goes on), or if it began the block or followed a cue; else it is no quotation.
//! An apostrophe is none: the tokenizer has made those part of words.

use dateline_core::Span;
use dateline_layers::Token;
use dateline_names::Reading;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The token that opens it.
    pub open: u32,
    /// The token that closes it, or one past the last token of its block where nothing does.
    pub close: u32,
    /// 1 for the outermost, 2 for one inside another.
    pub level: u32,
    /// Whether the next block goes on with it.
    pub goes_on: bool,
}

impl Marked {
    /// The tokens between the marks.
    pub fn inside(&self) -> std::ops::Range<usize> {
        self.open as usize + 1..self.close as usize
    }

    /// The text between the marks.
    pub fn span(&self, read: &Reading<'_>) -> Span {
        let inside = self.inside();
        if inside.is_empty() { Span::NONE } else { read.span(inside.start, inside.end - 1) }
    }
}

/// What kind of mark a token is: only marks of one family pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Double,
    Single,
    Guillemet,
}

/// Which way a mark may face.
#[derive(Clone, Copy, Debug)]
struct Facing {
    opens: bool,
    closes: bool,
}

/// Deeper nesting than this is no prose.
const DEEPEST: usize = 4;

/// Pairs the marks of a document, in the order of their opening. Returns how many steps it took: a few a token.
pub fn pair(read: &Reading<'_>, out: &mut Vec<Marked>) -> usize {
    out.clear();
    let mut open: [(Family, u32, usize); DEEPEST] = [(Family::Double, 0, 0); DEEPEST];
    // Where a single mark may have closed, if no better place follows: "'The lads' rooms are wet,' he said".
    let mut doubtful = [0; DEEPEST];
    let mut depth = 0;
    let mut steps = 0;
    for (at, token) in read.tokens.iter().enumerate() {
        steps += 1 + depth;
        if token.is(Token::BLOCK_START) && depth > 0 {
            end_block(read, settled(&open[..depth], &doubtful, out), at, out);
            depth = 0;
        }
        if !token.is(Token::QUOTE_MARK) {
            continue;
        }
        let Some(family) = family(read.str(at)) else { continue };
        let facing = facing(read, at);
        let innermost = (0..depth).rev().find(|level| open[*level].0 == family);
        match innermost {
            Some(level) if !facing.opens && may_possess(read, at, family) => {
                // The first of them counts.
                doubtful[level] = if doubtful[level] > 0 { doubtful[level] } else { at as u32 };
            }
            Some(level) if facing.closes || !facing.opens => {
                let index = open[level].2;
                out[index].close = at as u32;
                for unclosed in &open[level + 1..depth] {
                    out[unclosed.2].close = out[unclosed.2].open;
                }
                depth = level;
            }
            _ if facing.opens && depth < DEEPEST => {
                // The same mark again inside itself: the first was never closed, unless the two nest.
                if let Some(level) = innermost.filter(|_| family != Family::Guillemet) {
                    for (unclosed, close) in open[level..depth].iter().zip(&doubtful[level..depth]) {
                        out[unclosed.2].close = if *close > 0 { *close } else { out[unclosed.2].open };
                    }
                    depth = level;
                }
                open[depth] = (family, at as u32, out.len());
                doubtful[depth] = 0;
                depth += 1;
                out.push(Marked { open: at as u32, close: at as u32, level: depth as u32, goes_on: false });
            }
            _ => {}
        }
    }
    if depth > 0 {
        end_block(read, settled(&open[..depth], &doubtful, out), read.tokens.len(), out);
    }
    out.retain(|one| one.close > one.open + 1);
    steps
}

/// Whether a mark behind a plural may be the sign of its possessive: "the lads' rooms".
fn may_possess(read: &Reading<'_>, at: usize, family: Family) -> bool {
    family == Family::Single
        && matches!(read.str(at), "'" | "’")
        && read.str(at - 1).ends_with('s')
        && read.shape(at + 1, Token::WORD)
        && read.shape(at + 1, Token::SPACED)
        && read.str(at + 1).starts_with(|c: char| c.is_lowercase())
}

/// Closes the outermost mark that was open in doubt, and leaves the marks before it.
fn settled<'a>(
    open: &'a [(Family, u32, usize)],
    doubtful: &[u32; DEEPEST],
    out: &mut [Marked],
) -> &'a [(Family, u32, usize)] {
    let Some(level) = (0..open.len()).find(|level| doubtful[*level] > 0) else { return open };
    out[open[level].2].close = doubtful[level];
    for inner in &open[level + 1..] {
        out[inner.2].close = out[inner.2].open;
    }
    &open[..level]
}

/// Decides what becomes of the marks that are open where a block ends, one past whose last token is `end`.
fn end_block(read: &Reading<'_>, open: &[(Family, u32, usize)], end: usize, out: &mut [Marked]) {
    let Some(&(family, first, index)) = open.first() else { return };
    for inner in &open[1..] {
        out[inner.2].close = end as u32;
    }
    let again = self::family(read.str(end)) == Some(family) && read.shape(end, Token::QUOTE_MARK);
    let begins_block = read.shape(first as usize, Token::BLOCK_START);
    let introduced = first > 0 && matches!(read.str(first as usize - 1), ":" | ",");
    let kept = if family == Family::Single { begins_block && again } else { again || begins_block || introduced };
    if kept {
        out[index].close = end as u32;
        out[index].goes_on = again;
    }
}

fn family(mark: &str) -> Option<Family> {
    match mark {
        "\"" | "“" | "”" | "„" | "‟" | "＂" | "''" | "``" | "’’" | "‘‘" | "´´" => {
            Some(Family::Double)
        }
        "'" | "‘" | "’" | "‚" | "`" | "´" | "‹" | "›" => Some(Family::Single),
        "«" | "»" => Some(Family::Guillemet),
        _ => None,
    }
}

/// A mark typed the wrong way round: it clings to the word before it and white space follows.
fn ends_word(read: &Reading<'_>, at: usize) -> bool {
    let after = at + 1 >= read.tokens.len() || read.shape(at + 1, Token::SPACED) || read.shape(at + 1, Token::STOP);
    after && read.tokens[at - 1].is_any(Token::WORD | Token::DIGIT | Token::STOP | Token::PAUSE)
}

/// The way a mark faces: by its form where that tells, else by the white space around it.
fn facing(read: &Reading<'_>, at: usize) -> Facing {
    let token = &read.tokens[at];
    match read.str(at) {
        "“" | "‘" if !read.shape(at, Token::SPACED) && at > 0 && ends_word(read, at) => {
            Facing { opens: false, closes: true }
        }
        "”" if read.shape(at, Token::SPACED) && !read.shape(at + 1, Token::SPACED) => {
            Facing { opens: true, closes: false }
        }
        "“" | "„" | "«" | "``" | "‘‘" | "‘" | "‚" | "`" | "‹" => Facing { opens: true, closes: false },
        "”" | "»" | "›" | "’’" => Facing { opens: false, closes: true },
        _ => {
            let spaced = token.is(Token::SPACED) || at == 0;
            let after = read.shape(at + 1, Token::SPACED) || at + 1 >= read.tokens.len();
            let opened = at > 0 && read.tokens[at - 1].is_any(Token::OPENS | Token::DASH);
            match (spaced || opened, after) {
                (true, false) => Facing { opens: true, closes: false },
                (false, true) => Facing { opens: false, closes: true },
                (false, false) => {
                    let closes = read.shape(at + 1, Token::MARK) || read.shape(at + 1, Token::CLITIC);
                    Facing { opens: !closes, closes }
                }
                // A mark that floats between spaces pairs with whatever is open.
                (true, true) => Facing { opens: true, closes: true },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use dateline_language::{SentenceScratch, split_sentences, tokenize};
    use dateline_layers::Token;
    use dateline_names::Reading;

    use super::{Marked, pair};

    /// The tokens of a text, its pairs, and the steps it took to find them.
    fn pairs(text: &str) -> (Vec<Token>, Vec<Marked>, usize) {
        let mut tokens = Vec::new();
        tokenize(text, &mut tokens);
        split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
        let mut marks = Vec::new();
        let steps = pair(&Reading { text, tokens: &tokens, sentences: &[], words: &[] }, &mut marks);
        (tokens, marks, steps)
    }

    /// What stands between the marks, outermost first, each with its level.
    fn marked(text: &str) -> Vec<(u32, String)> {
        let (tokens, marks, _) = pairs(text);
        let read = Reading { text, tokens: &tokens, sentences: &[], words: &[] };
        marks.iter().map(|mark| (mark.level, mark.span(&read).of(text).to_owned())).collect()
    }

    #[test]
    fn families_pair_and_nest() {
        assert_eq!(
            marked("\"One,\" he said. “Two.” «Three.»"),
            [(1, "One,".into()), (1, "Two.".into()), (1, "Three.".into())]
        );
        assert_eq!(marked("“He said ‘no’ twice.”"), [(1, "He said ‘no’ twice.".into()), (2, "no".into())]);
        assert_eq!(marked("``Four,'' she said."), [(1, "Four,".into())]);
    }

    #[test]
    fn apostrophes_and_lonely_marks_are_none() {
        assert_eq!(marked("The ministers’ talks didn't fail."), []);
        assert_eq!(marked("A pipe of 5\" and no more."), []);
        assert_eq!(marked("He called the plan “a farce“ twice."), [(1, "a farce".into())]);
        assert_eq!(marked("'The lads' rooms are wet,' he said."), [(1, "The lads' rooms are wet,".into())]);
        assert_eq!(marked("The 'fat cats' of 'the bank' left."), [(1, "fat cats".into()), (1, "the bank".into())]);
        assert_eq!(marked("The 'fat cats' of the bank left."), [(1, "fat cats".into())]);
    }

    #[test]
    fn a_quotation_goes_on_where_the_next_paragraph_opens_again() {
        let (_, marks, _) = pairs("“We came to talk.\n\n“We will talk again.”");
        assert_eq!(marks.iter().map(|mark| mark.goes_on).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn a_megabyte_of_unbalanced_marks_takes_a_few_steps_a_token() {
        for unit in ["\"", "“", "”", "« ", "'", "`` ", "\" a ", "“‘\"«", "“a\n\n", "x’ ‘y "] {
            let text = unit.repeat((1 << 20) / unit.len());
            let (tokens, marks, steps) = pairs(&text);
            assert!(steps <= 5 * tokens.len(), "{unit:?}: {steps} steps for {} tokens", tokens.len());
            assert!(marks.len() <= tokens.len());
        }
    }
}
