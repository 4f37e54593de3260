//! The day on which something quoted was said: what "today" within the quotation is counted from.

use dateline_temporal::{Classes, Token};

/// How far a quotation is followed to its marks, in tokens.
const LONG: usize = 80;
/// How far from the marks the saying and its day may stand.
const NEAR: usize = 9;

/// The position of the day beside the verb that reports the quotation around `tokens[at]`: "..., he said Tuesday", "On
/// Tuesday he told reporters: ...". None outside quotations, and where no day is told.
pub(crate) fn saying_day(tokens: &[Token], at: usize) -> Option<usize> {
    if !tokens[at].has(Token::QUOTED) {
        return None;
    }
    let inside = |token: &&Token| token.has(Token::QUOTED);
    let end = at + tokens[at..].iter().take(LONG).take_while(inside).count();
    let start = at - tokens[..at].iter().rev().take(LONG).take_while(inside).count();
    let behind = end..tokens.len().min(end + NEAR);
    let before = start.saturating_sub(NEAR)..start;
    [behind, before].into_iter().find_map(|near| {
        // Of a stretch that ends in the middle, only the sentence that touches the quotation counts.
        let stop = |i: &usize| tokens[*i].is(Classes::STOP) && !tokens[*i].is(Classes::QUOTE);
        let near = if near.start >= end {
            near.start..near.clone().find(stop).unwrap_or(near.end)
        } else {
            near.clone().rev().find(stop).map_or(near.start, |i| i + 1)..near.end
        };
        let said = tokens[near.clone()].iter().any(|token| token.is(Classes::SAYING));
        let day = |i: &usize| tokens[*i].is(Classes::BAREDAY.with(Classes::DAYDATE)) && !tokens[*i].has(Token::QUOTED);
        if said { near.clone().find(day) } else { None }
    })
}
