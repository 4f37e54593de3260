//! Reads a golden page: its cases, their settings, and where their expectations stand in the file.

use std::collections::BTreeMap;
use std::ops::Range;

/// The keys of settings.
const KEYS: [&str; 7] = ["plugins", "kinds", "fields", "published", "title", "url", "options"];

/// Settings of a case: those of its page, and its own over them.
pub(crate) type Settings = BTreeMap<&'static str, String>;

/// One heading with a document under it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The text of the heading.
    pub(crate) title: String,
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    pub(crate) settings: Settings,
    /// The document.
    pub(crate) text: String,
    /// The list after the document, without its marks.
    pub(crate) expected: Vec<String>,
    /// Where that list stands in the page, in bytes; empty at the end of the document when there is no list.
    pub(crate) place: Range<usize>,
}

/// The cases of a page.
pub(crate) fn cases(page: &str) -> Result<Vec<Case>, String> {
    let mut reader = Reader { lines: lines(page), at: 0 };
    let (mut of_page, mut own) = (Settings::new(), Settings::new());
    let mut heading = None;
    let mut headings = 0;
    let mut cases = Vec::new();
    while let Some(line) = reader.peek() {
        let number = reader.at + 1;
        let explain = |what| format!("line {number}: {what}");
        if line.starts_with('#') {
            heading = Some((line.trim_start_matches('#').trim().to_owned(), number));
            headings += 1;
            own.clone_from(&of_page);
            reader.at += 1;
        } else if line.starts_with('>') || line.starts_with("```") {
            let text = reader.document().map_err(explain)?;
            // A second block under one heading is prose.
            if let Some((title, line)) = heading.take() {
                let (expected, place) = reader.list(page.len());
                cases.push(Case { title, line, settings: own.clone(), text, expected, place });
            }
        } else {
            if let Some((key, value)) = setting(line).map_err(explain)? {
                own.insert(key, value.to_owned());
                // Under the title of the page they hold for all of it.
                if headings <= 1 {
                    of_page.insert(key, value.to_owned());
                }
            }
            reader.at += 1;
        }
    }
    Ok(cases)
}

/// A line `key: value` with a key in lower case; another key than the known ones is an error, so no slip goes unseen.
fn setting(line: &str) -> Result<Option<(&'static str, &str)>, String> {
    let Some((key, value)) = line.split_once(": ") else { return Ok(None) };
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(None);
    }
    match KEYS.into_iter().find(|known| *known == key) {
        Some(known) => Ok(Some((known, value.trim()))),
        None => Err(format!("there is no setting \"{key}\"; there are {}", KEYS.join(", "))),
    }
}

/// Where each line stands, without its end.
fn lines(page: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    page.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end_matches(['\n', '\r']))
        })
        .collect()
}

struct Reader<'a> {
    lines: Vec<(usize, &'a str)>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).map(|(_, line)| *line)
    }

    /// The block quote or fenced block that begins here.
    fn document(&mut self) -> Result<String, String> {
        let mut text = Vec::new();
        if let Some(info) = self.peek().and_then(|line| line.strip_prefix("```")) {
            self.at += 1;
            while let Some(line) = self.peek().filter(|line| !line.starts_with("```")) {
                text.push(line);
                self.at += 1;
            }
            if self.peek().is_none() {
                return Err("the fenced block is not closed".to_owned());
            }
            self.at += 1;
            let text = text.join("\n");
            return if info.trim() == "escaped" { unescape(&text) } else { Ok(text) };
        }
        while let Some(line) = self.peek().and_then(|line| line.strip_prefix('>')) {
            text.push(line.strip_prefix(' ').unwrap_or(line));
            self.at += 1;
        }
        Ok(text.join("\n"))
    }

    /// The list that follows, after blank lines at most.
    fn list(&mut self, end: usize) -> (Vec<String>, Range<usize>) {
        let offset = |at: usize| self.lines.get(at).map_or(end, |(start, _)| *start);
        let blank = self.lines[self.at..].iter().take_while(|(_, line)| line.trim().is_empty()).count();
        let first = self.at + blank;
        let items: Vec<String> =
            self.lines[first..].iter().map_while(|(_, line)| line.strip_prefix("- ")).map(str::to_owned).collect();
        let place = if items.is_empty() {
            offset(self.at)..offset(self.at)
        } else {
            offset(first)..offset(first + items.len())
        };
        if !items.is_empty() {
            self.at = first + items.len();
        }
        (items, place)
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mark = after.chars().next().ok_or("a backslash at the end")?;
        rest = &after[mark.len_utf8()..];
        match mark {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '\\' => out.push('\\'),
            'u' => {
                let code = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let (code, after) = code.ok_or("`\\u` without `{...}`")?;
                let number = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                out.push(number.ok_or_else(|| format!("`\\u{{{code}}}` is no character"))?);
                rest = after;
            }
            other => return Err(format!("there is no escape `\\{other}`")),
        }
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r"# Days

kinds: date
fields: type

Prose. Note: more prose.

## Past

published: 2017-02-16

> They met
>
> on Tuesday.

- Tuesday -> type=DATE

## Nothing

fields: value

```escaped
a\u{a0}b\\
```

More prose.

- not a list of ours
";

    #[test]
    fn a_case_is_a_heading_with_a_document() {
        let cases = cases(PAGE).unwrap();
        assert_eq!(cases.len(), 2);
        assert_eq!((cases[0].title.as_str(), cases[0].line), ("Past", 8));
        assert_eq!(cases[0].text, "They met\n\non Tuesday.");
        assert_eq!(cases[0].expected, ["Tuesday -> type=DATE"]);
        assert_eq!(&PAGE[cases[0].place.clone()], "- Tuesday -> type=DATE\n");
        assert_eq!(cases[1].text, "a\u{a0}b\\");
        assert!(cases[1].expected.is_empty() && cases[1].place.is_empty());
        assert!(PAGE[..cases[1].place.start].ends_with("\n```\n"));
    }

    #[test]
    fn settings_of_the_page_hold_unless_the_case_has_its_own() {
        let cases = cases(PAGE).unwrap();
        let of = |case: usize| ["kinds", "fields", "published"].map(|key| cases[case].settings.get(key).cloned());
        assert_eq!(of(0), [Some("date".into()), Some("type".into()), Some("2017-02-16".into())]);
        assert_eq!(of(1), [Some("date".into()), Some("value".into()), None]);
    }

    #[test]
    fn slips_are_named_with_their_line() {
        let error = |page| cases(page).unwrap_err();
        assert!(error("# A\n\nkind: date\n").starts_with("line 3: there is no setting \"kind\""));
        assert_eq!(error("# A\n```text\nb\n"), "line 2: the fenced block is not closed");
        assert_eq!(error("# A\n```escaped\n\\q\n```\n"), "line 2: there is no escape `\\q`");
    }

    #[test]
    fn a_page_of_one_case_needs_no_second_heading() {
        let cases = cases("# Noon\n\nkinds: date\n\n> At noon.\n- noon -> type=TIME").unwrap();
        assert_eq!(cases[0].settings["kinds"], "date");
        assert_eq!(cases[0].expected, ["noon -> type=TIME"]);
    }
}
