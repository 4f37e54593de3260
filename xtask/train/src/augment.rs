//! More texts to train names on, made from those at hand: other persons in place of the named ones, small letters
//! throughout, and our own letters and posts with their slots filled.

use anyhow::{Context, Result, bail};
use dateline_core::Span;

use crate::bio::Named;
use crate::perceptron::Random;

/// How often each text with slots is filled.
const FILLINGS: usize = 6;

/// Given names and surnames as they are written.
pub(crate) struct Persons {
    lists: [Vec<String>; 2],
}

impl Persons {
    /// One name a line, in any case.
    pub(crate) fn new(lists: &[String; 2]) -> Persons {
        let read = |list: &String| {
            let names = list.lines().filter(|line| !line.starts_with('#') && line.len() > 2);
            names.map(capitalised).collect()
        };
        Persons { lists: [read(&lists[0]), read(&lists[1])] }
    }

    fn given(&self, random: &mut Random) -> &str {
        pick(&self.lists[0], random)
    }

    fn surname(&self, random: &mut Random) -> &str {
        pick(&self.lists[1], random)
    }
}

fn pick<'l>(list: &'l [String], random: &mut Random) -> &'l str {
    &list[random.below(list.len())]
}

/// "mcdonald" as it begins a name.
fn capitalised(name: &str) -> String {
    let mut letters = name.trim().chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// The document with other persons: each word of a person's name becomes another, the same one throughout.
pub(crate) fn others(document: &Named, persons: &Persons, random: &mut Random) -> Named {
    let mut known: Vec<(&str, String)> = Vec::new();
    rebuilt(document, |text, kind| {
        if kind != 0 {
            return text.to_owned();
        }
        let words: Vec<&str> = text.split(' ').collect();
        let mut name = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let plain = word.len() > 2 && word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase);
            if !plain {
                name.push((*word).to_owned());
                continue;
            }
            if let Some((_, other)) = known.iter().find(|(one, _)| one == word) {
                name.push(other.clone());
                continue;
            }
            let other = if at + 1 < words.len() { persons.given(random) } else { persons.surname(random) };
            known.push((word, other.to_owned()));
            name.push(other.to_owned());
        }
        name.join(" ")
    })
}

/// The document with what `name` makes of each name.
fn rebuilt<'d>(document: &'d Named, mut name: impl FnMut(&'d str, usize) -> String) -> Named {
    let mut made = Named { id: document.id.clone(), ..Named::default() };
    let mut ends = document.ends.iter().peekable();
    let mut at = 0;
    for &(span, kind) in &document.names {
        if (span.start as usize) < at {
            continue;
        }
        let mut copy = |to: usize, made: &mut Named| {
            while let Some(end) = ends.next_if(|end| **end as usize <= to) {
                made.ends.push(made.text.len() as u32 + *end - at as u32);
            }
            made.text.push_str(&document.text[at..to]);
        };
        copy(span.start as usize, &mut made);
        let start = made.text.len() as u32;
        made.text.push_str(&name(span.of(&document.text), kind));
        made.names.push((Span::new(start, made.text.len() as u32), kind));
        at = span.end as usize;
    }
    for end in ends {
        made.ends.push(made.text.len() as u32 + *end - at as u32);
    }
    made.text.push_str(&document.text[at..]);
    made
}

/// The document in small letters. Only letters of ASCII change, so that every offset stays.
pub(crate) fn small(document: &Named) -> Named {
    Named {
        id: document.id.clone(),
        text: document.text.to_ascii_lowercase(),
        names: document.names.clone(),
        ends: document.ends.clone(),
    }
}

/// Our own texts with their slots filled. `slots`: a line a slot, its name, a tab, its fillers between semicolons.
pub(crate) fn letters(texts: &str, slots: &str, persons: &Persons, random: &mut Random) -> Result<Vec<Named>> {
    let mut fillers: Vec<(&str, Vec<String>)> = Vec::new();
    for line in slots.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (slot, list) = line.split_once('\t').with_context(|| format!("no tab in the slot \"{line}\""))?;
        fillers.push((slot, list.split(';').map(str::to_owned).collect()));
    }
    let texts: Vec<&str> =
        texts.split("\n\n").map(str::trim).filter(|t| !t.starts_with('#') && !t.is_empty()).collect();
    let mut made = Vec::new();
    for n in 0..FILLINGS * texts.len() {
        // Several texts make a document, so that names of one say nothing of the next.
        if n % 8 == 0 {
            made.push(Named { id: format!("own-{n}"), ..Named::default() });
        }
        let document = made.last_mut().expect("one was just made");
        fill(texts[random.below(texts.len())], &fillers, persons, random, document)?;
    }
    Ok(made)
}

fn fill(
    text: &str,
    fillers: &[(&str, Vec<String>)],
    persons: &Persons,
    random: &mut Random,
    document: &mut Named,
) -> Result<()> {
    if !document.text.is_empty() {
        document.text.push('\n');
    }
    let begins_small = text.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_lowercase);
    for (n, piece) in text.split('<').enumerate() {
        let Some((slot, rest)) = piece.split_once('>').filter(|_| n > 0) else {
            document.text.push_str(piece);
            continue;
        };
        let (name, kind) = match slot {
            "GIVEN" => (persons.given(random).to_owned(), 0),
            "LAST" => (persons.surname(random).to_owned(), 0),
            "FULL" => (format!("{} {}", persons.given(random), persons.surname(random)), 0),
            _ => {
                let Some((_, list)) = fillers.iter().find(|(known, _)| *known == slot) else {
                    bail!("there is no slot <{slot}>");
                };
                (pick(list, random).to_owned(), if matches!(slot, "FIRM" | "BODY") { 1 } else { 2 })
            }
        };
        // An article is no part of the name.
        let (article, name) = match name.strip_prefix("the ") {
            Some(bare) if document.text.ends_with("The ") || document.text.ends_with("the ") => ("", bare),
            Some(bare) => ("the ", bare),
            None => ("", name.as_str()),
        };
        document.text.push_str(article);
        let start = document.text.len() as u32;
        // Who writes small letters mostly writes names so too.
        if begins_small && !random.one_in(3) {
            document.text.push_str(&name.to_lowercase());
        } else {
            document.text.push_str(name);
        }
        document.names.push((Span::new(start, document.text.len() as u32), kind));
        document.text.push_str(rest);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persons() -> Persons {
        Persons::new(&["EVE\n".to_owned(), "STONE\n".to_owned()])
    }

    #[test]
    fn persons_are_replaced_alike_and_offsets_follow() {
        let text = "Ana Berg met Berg. Rome.";
        let names = vec![(Span::new(0, 8), 0), (Span::new(13, 17), 0), (Span::new(19, 23), 2)];
        let document = Named { text: text.into(), names, ends: vec![18, 24], ..Named::default() };
        let made = others(&document, &persons(), &mut Random::new(1));
        assert_eq!(made.text, "Eve Stone met Stone. Rome.");
        let shown: Vec<_> = made.names.iter().map(|(span, kind)| (span.of(&made.text), *kind)).collect();
        assert_eq!(shown, [("Eve Stone", 0), ("Stone", 0), ("Rome", 2)]);
        assert_eq!(made.ends, [20, 26]);
    }

    #[test]
    fn slots_are_filled_and_unknown_ones_refused() {
        let fill = |text: &str| letters(text, "CITY\tthe Hague", &persons(), &mut Random::new(1));
        let made = fill("Hi <GIVEN>, see <CITY>.").unwrap();
        assert!(made[0].text.starts_with("Hi Eve, see the Hague."), "{}", made[0].text);
        assert_eq!(made[0].names[1].0.of(&made[0].text), "Hague");
        assert!(fill("<TOWN>").is_err());
    }
}
