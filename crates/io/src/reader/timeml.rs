//! TimeML: one document a file; its marks are taken off, so that a corpus can be read as it is.

use super::{Name, ReadError, Source, text, whole};
use crate::{Raw, Record};

/// Reads a TimeML document: the content of `TEXT` without tags and outer white space, the name in `DOCID`, the day in
/// `DCT`, the title in `TITLE`.
pub(super) fn read(source: Source, name: Name, limit: u64) -> Result<Raw, ReadError> {
    let bytes = whole(source, &name, limit)?;
    // Its name stands in it.
    Ok(Raw::new("", bytes, move |bytes| document(bytes, &name, limit)))
}

fn document(bytes: Vec<u8>, name: &Name, limit: u64) -> Result<Record, ReadError> {
    let record = text::text(bytes, name, limit, true)?;
    let xml = record.text.as_str();
    let Some(content) = element(xml, "TEXT") else {
        return Err(ReadError::new(&name.shown, "it is no TimeML: there is no element TEXT in it"));
    };
    if xml.matches("<TimeML>").nth(1).is_some() {
        let what = "it holds several documents of TimeML, and one a file is read: split it at each <TimeML>";
        return Err(ReadError::new(&name.shown, what));
    }
    let plain = |tag: &str| element(xml, tag).map(|content| plain(content).trim().to_owned()).unwrap_or_default();
    let id = plain("DOCID");
    let published = element(xml, "DCT").and_then(|dct| attribute(dct, "value")).unwrap_or_default();
    let text = self::plain(content);
    Ok(Record {
        id: if id.is_empty() { record.id.clone() } else { id },
        title: plain("TITLE"),
        text: text.trim().to_owned(),
        published,
        ..Record::default()
    })
}

/// The content of the first element of this name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = xml;
    let content = loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        let Some(behind) = rest.strip_prefix(name) else { continue };
        if behind.starts_with('>') || behind.starts_with(char::is_whitespace) {
            break behind.split_once('>')?.1;
        }
    };
    let mut from = 0;
    loop {
        let at = from + content[from..].find("</")?;
        let closing = content[at + 2..].strip_prefix(name);
        if closing.is_some_and(|behind| behind.trim_start().starts_with('>')) {
            return Some(&content[..at]);
        }
        from = at + 2;
    }
}

/// The value of an attribute of the first tag that has it.
fn attribute(xml: &str, name: &str) -> Option<String> {
    let (_, behind) = xml.split_once(&format!(" {name}=\""))?;
    behind.split_once('"').map(|(value, _)| plain(value))
}

/// Content without tags, comments and processing instructions; references to characters become these.
fn plain(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(raw) = rest.strip_prefix("<![CDATA[") {
            let (inside, behind) = raw.split_once("]]>").unwrap_or((raw, ""));
            out.push_str(inside);
            rest = behind;
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
        } else if rest.starts_with('<') {
            rest = rest.split_once('>').map_or("", |(_, behind)| behind);
        } else {
            rest = reference(rest, &mut out);
        }
    }
    out.push_str(rest);
    out
}

/// Appends the character that a reference at the head of `rest` names; what names none stays as it is.
fn reference<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let inside = rest.bytes().take(12).position(|byte| byte == b';').map(|end| (&rest[1..end], &rest[end + 1..]));
    let character = inside.and_then(|(name, _)| match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => digits.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    });
    match (character, inside) {
        (Some(character), Some((_, behind))) => {
            out.push(character);
            behind
        }
        _ => {
            out.push('&');
            &rest[1..]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(xml: &'static str) -> Result<Record, ReadError> {
        let name = Name { shown: "a.tml".into(), id: "a".into() };
        read(Box::new(xml.as_bytes()), name, 1000).and_then(Raw::record)
    }

    #[test]
    fn marks_come_off_and_the_day_is_kept() {
        let read = record(
            "<?xml version=\"1.0\" ?>\n<TimeML>\n<DOCID>wire 7</DOCID>\n<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" \
             value=\"1998-02-13\">02/13/1998</TIMEX3></DCT>\n<TITLE>Talks &amp; truce</TITLE>\n<TEXT>\n\nHe <EVENT \
             eid=\"e1\">left</EVENT> on <TIMEX3 tid=\"t1\">Friday</TIMEX3><!-- sic -->, A&amp;B &#233;t&#xe9; &bogus; \
             <![CDATA[a < b]]>.\n</TEXT>\n</TimeML>",
        )
        .expect("TimeML");
        assert_eq!(read.text, "He left on Friday, A&B été &bogus; a < b.");
        assert_eq!(
            (read.id.as_str(), read.published.as_str(), read.title.as_str()),
            ("wire 7", "1998-02-13", "Talks & truce")
        );
    }

    #[test]
    fn what_is_no_timeml_is_refused() {
        assert!(record("<html>TEXT</html>").expect_err("refused").message.contains("no element TEXT"));
        let two = record("<corpus><TimeML><TEXT>a</TEXT></TimeML><TimeML><TEXT>b</TEXT></TimeML></corpus>");
        assert!(two.expect_err("refused").message.contains("several documents"));
        assert!(record("<TEXT>never closed").is_err());
        assert_eq!(record("<TEXT>a &</TEXT>").expect("read").text, "a &");
    }
}
