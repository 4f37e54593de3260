//! The clause of an attribution, with the adverbials behind its cue: where day and place of the saying stand.

use dateline_core::Span;
use dateline_layers::Quote;

/// How far behind the cue its clause is followed, in bytes.
const REACH: usize = 160;

/// The clause: the attribution, and what follows it up to the content or the next mark that ends a clause.
pub(crate) fn of(text: &str, quote: &Quote) -> Span {
    let attribution = quote.attribution;
    if attribution.is_none() {
        return Span::NONE;
    }
    let start = attribution.end as usize;
    let mut end = (start + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if quote.span.start >= attribution.end {
        end = end.min(quote.span.start as usize);
    }
    let rest = text.get(start..end).unwrap_or("");
    let mark = rest.char_indices().find(|(at, mark)| match mark {
        '\n' | '"' | '“' | '”' | ';' | '«' | ':' | '!' | '?' => true,
        // A full stop before a small letter or a number is an abbreviation ("Jan. 24").
        '.' => {
            let next = rest[at + 1..].trim_start_matches([' ', '\u{a0}']).chars().next();
            rest[at + 1..].starts_with(char::is_whitespace) && next.is_none_or(char::is_uppercase)
        }
        _ => false,
    });
    Span::new(attribution.start, (start + mark.map_or(rest.len(), |(at, _)| at)) as u32)
}
