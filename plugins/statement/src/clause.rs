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

/// Whether `inner` stands in a relative clause about the speaker, which tells of something else than the saying: "France,
/// which condemned a strike near Marib last month, said ...". One that tells of speaking does belong to the saying.
pub(crate) fn is_aside(text: &str, attribution: Span, cue: Span, inner: Span) -> bool {
    if attribution.is_none() || cue.is_none() || inner.start < attribution.start || inner.start >= cue.start {
        return false;
    }
    let Some(before) = text.get(attribution.start as usize..inner.start as usize) else { return false };
    // All of them begin alike, and hardly any clause has that.
    if !before.as_bytes().windows(4).any(|letters| letters == b", wh") {
        return false;
    }
    let opened =
        RELATIVES.iter().filter_map(|word| before.rfind(word).map(|at| &before[at + word.len()..])).next_back();
    // A comma behind the pronoun has closed its clause.
    opened.is_some_and(|clause| !clause.contains(',') && !tells_of_speaking(clause))
}

const RELATIVES: [&str; 5] = [", who ", ", which ", ", whose ", ", whom ", ", where "];

fn tells_of_speaking(clause: &str) -> bool {
    clause.split_whitespace().any(|word| ["speaking", "spoke", "talking", "addressed", "addressing"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aside(text: &str, inner: &str) -> bool {
        let span = |part: &str| {
            let start = text.rfind(part).expect("it stands in the text");
            Span::of_range(start..start + part.len())
        };
        is_aside(text, Span::new(0, text.len() as u32), span("said"), span(inner))
    }

    #[test]
    fn what_a_relative_clause_tells_of_the_speaker_is_an_aside() {
        assert!(aside("France, which condemned a strike near Marib last month, said", "Marib"));
        assert!(aside("Jane Doe, who heads the mission in Kabul, said", "Kabul"));
        assert!(!aside("Jane Doe, who was speaking in Kabul, said", "Kabul"));
        assert!(!aside("In Kabul, Jane Doe, who heads the mission, said", "Kabul"));
        assert!(!aside("Jane Doe, who heads the mission, said in Kabul", "Kabul"));
    }
}
