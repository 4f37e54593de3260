//! Which line breaks end a block: a paragraph, heading, caption or list line.
//!
//! A blank line always does. A single line break does on a page that has one paragraph a line, and does not in
//! text wrapped at a margin; both come as plain text, often on one page. The wrap gives itself away: the first
//! word of the next line would not have fitted, and no line of the page is longer than a margin could be.

use dateline_layers::Token;

/// The widest margin that text is wrapped at, and the narrowest, in bytes.
const WIDEST: u32 = 100;
const NARROWEST: u32 = 36;

/// A line of the text, by its tokens.
#[derive(Clone, Copy, Debug)]
struct Line {
    first: u32,
    last: u32,
    /// The white space before its first token.
    indent: u32,
    width: u32,
}

/// What [`mark_blocks`] works in, kept between documents.
#[derive(Default, Debug)]
pub(crate) struct LineScratch {
    group: Vec<Line>,
}

/// Sets [`Token::BLOCK_START`] on each token that begins a block.
pub(crate) fn mark_blocks(text: &str, tokens: &mut [Token], scratch: &mut LineScratch) {
    scratch.group.clear();
    let mut first = 0;
    let wrapped = widest_line(tokens) <= WIDEST;
    while first < tokens.len() {
        let mut end = first + 1;
        while end < tokens.len() && !tokens[end].is(Token::LINE_START) {
            end += 1;
        }
        if !wrapped {
            tokens[first].shape |= Token::BLOCK_START;
            first = end;
            continue;
        }
        if tokens[first].is(Token::PARAGRAPH_START) || first == 0 {
            close_group(text, tokens, &mut scratch.group);
            tokens[first].shape |= Token::BLOCK_START;
        }
        let indent = indent_before(text, tokens[first].span.start);
        let width = tokens[end - 1].span.end - tokens[first].span.start + indent;
        scratch.group.push(Line { first: first as u32, last: end as u32 - 1, indent, width });
        first = end;
    }
    close_group(text, tokens, &mut scratch.group);
}

/// The width of the widest line, without its indentation.
fn widest_line(tokens: &[Token]) -> u32 {
    let (mut start, mut end, mut widest) = (0, 0, 0);
    for token in tokens {
        if token.is(Token::LINE_START) {
            widest = widest.max(end - start);
            start = token.span.start;
        }
        end = token.span.end;
    }
    widest.max(end - start)
}

/// Decides each break between the lines of a group, which single line breaks part.
fn close_group(text: &str, tokens: &mut [Token], group: &mut Vec<Line>) {
    if group.len() > 1 {
        let widest = group.iter().map(|line| line.width).max().unwrap_or(0);
        for pair in group.windows(2) {
            if !continues(text, tokens, pair[0], pair[1], widest) {
                tokens[pair[1].first as usize].shape |= Token::BLOCK_START;
            }
        }
    }
    group.clear();
}

/// Whether the text runs on from `line` into `next`.
fn continues(text: &str, tokens: &[Token], line: Line, next: Line, widest: u32) -> bool {
    let head = tokens[next.first as usize];
    let tail = tokens[line.last as usize];
    let word = &text[head.span.range()];
    if is_bullet(tokens, next.first as usize, word) || next.indent > line.indent + 1 {
        return false;
    }
    let lower = word.chars().next().is_some_and(char::is_lowercase);
    lower && !tail.is(Token::STOP) || widest >= NARROWEST && line.width + 1 + first_chunk(text, head) > widest
}

fn is_bullet(tokens: &[Token], at: usize, word: &str) -> bool {
    let token = tokens[at];
    let spaced = tokens.get(at + 1).is_none_or(|next| next.is(Token::SPACED));
    let mark = token.is(Token::MARK)
        && spaced
        && matches!(word, "-" | "*" | "\u{2022}" | "\u{b7}" | "\u{2013}" | "\u{2014}" | "+" | ">" | "o");
    let listed = token.is(Token::DIGIT) && word.ends_with('.');
    mark || listed
}

/// The bytes up to the first white space of the line that `head` begins.
fn first_chunk(text: &str, head: Token) -> u32 {
    let rest = &text[head.span.start as usize..];
    rest.char_indices().take(64).find(|(_, c)| c.is_whitespace()).map_or(rest.len().min(64), |(at, _)| at) as u32
}

/// The blanks between the line start and byte `at`.
fn indent_before(text: &str, at: u32) -> u32 {
    let before = &text[..at as usize];
    before.chars().rev().take(200).take_while(|c| c.is_whitespace() && !matches!(c, '\n' | '\r')).count() as u32
}
