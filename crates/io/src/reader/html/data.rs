//! What a page says of itself in JSON-LD: when it was published, its headline, its address.

use dateline_core::Published;
use serde_json::Value;

use super::dates;

/// What one object in JSON-LD says of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object {
    /// Whether it is an article, and not the page or the site around it.
    pub(super) is_article: bool,
    pub(super) headline: String,
    pub(super) published: String,
    pub(super) created: String,
    pub(super) modified: Option<Published>,
    /// The addresses that it names as its own.
    pub(super) urls: Vec<String>,
    pub(super) language: String,
}

/// Objects within a page are few; a list of ten thousand is none of ours.
const MOST: usize = 200;

/// The objects that a script in JSON-LD describes the page with. What it only mentions (other stories, comments, the
/// entries of a live blog) is passed over. A script that is broken, as some are, is searched for its dates.
pub(super) fn objects(script: &str, found: &mut Vec<Object>) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script =
        script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    let script = script.trim_end().trim_end_matches("//").trim_end_matches(';');
    match serde_json::from_str(script).or_else(|_| serde_json::from_str(&mended(script))) {
        Ok(value) => collect(&value, found),
        Err(_) => found.extend(searched(script)),
    }
}

fn collect(root: &Value, found: &mut Vec<Object>) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        if found.len() >= MOST {
            return;
        }
        match value {
            Value::Array(values) => open.extend(values.iter().rev().take(MOST)),
            Value::Object(fields) => {
                for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    open.extend(fields.get(inner));
                }
                let text = |name: &str| first_text(fields.get(name)).unwrap_or_default().to_owned();
                let kind = text("@type");
                let is_article = ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end));
                if !is_article && !kind.ends_with("Page") && !kind.is_empty() {
                    continue;
                }
                if kind.is_empty() && text("datePublished").is_empty() {
                    continue;
                }
                let modified = dates::read(&text("dateModified"));
                let own = ["url", "@id", "mainEntityOfPage"].map(text);
                found.push(Object {
                    is_article,
                    headline: text("headline"),
                    published: text("datePublished"),
                    created: text("dateCreated"),
                    modified,
                    urls: own.into_iter().filter(|url| url.contains("//")).collect(),
                    language: text("inLanguage"),
                });
            }
            _ => {}
        }
    }
}

/// A string, or the first of a list of them, or the name of what stands there.
fn first_text(value: Option<&Value>) -> Option<&str> {
    match value? {
        Value::String(text) => Some(text.trim()),
        Value::Array(values) => values.iter().find_map(|value| match value {
            Value::String(text) => Some(text.trim()),
            _ => None,
        }),
        Value::Object(fields) => ["@value", "@id", "alternateName"].iter().find_map(|name| fields.get(*name)?.as_str()),
        _ => None,
    }
}

/// A script without the faults that are met most: line breaks within strings, a comma before a closing bracket.
fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let (mut inside, mut escaped) = (false, false);
    for c in script.chars() {
        if inside {
            let ends = c == '"' && !escaped;
            inside = !ends;
            escaped = c == '\\' && !escaped;
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        if matches!(c, '}' | ']') {
            let kept = out.trim_end().len();
            if out[..kept].ends_with(',') {
                out.truncate(kept - 1);
            }
        }
        inside = c == '"';
        out.push(c);
    }
    out
}

/// The first dates in a script that is no JSON.
fn searched(script: &str) -> Option<Object> {
    let value = |name: &str| {
        let (_, rest) = script.split_once(&format!("\"{name}\""))?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        rest.split_once('"').map(|(value, _)| value.trim().to_owned())
    };
    let published = value("datePublished")?;
    let modified = value("dateModified").and_then(|value| dates::read(&value));
    let headline = value("headline").unwrap_or_default();
    Some(Object { is_article: true, headline, published, modified, ..Object::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates_in(script: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        objects(script, &mut found);
        found.into_iter().map(|object| (object.headline, object.published)).collect()
    }

    #[test]
    fn graphs_lists_and_what_is_only_mentioned() {
        let one = |headline: &str, day: &str| (headline.to_owned(), day.to_owned());
        let article = r#"{"@type": "NewsArticle", "headline": "Talks", "datePublished": "2017-02-16"}"#;
        assert_eq!(dates_in(article), [one("Talks", "2017-02-16")]);
        assert_eq!(dates_in(&format!("[{article}]")), [one("Talks", "2017-02-16")]);
        let graph = format!(r#"{{"@graph": [{{"@type": "Organization"}}, {{"@type": ["WebPage"]}}, {article}]}}"#);
        assert_eq!(dates_in(&graph), [one("", ""), one("Talks", "2017-02-16")]);
        let page = format!(r#"{{"@type": "WebPage", "mainEntity": {article}}}"#);
        assert_eq!(dates_in(&page), [one("", ""), one("Talks", "2017-02-16")]);
        let list = format!(r#"{{"@type": "ItemList", "itemListElement": [{article}]}}"#);
        assert_eq!(dates_in(&list), []);
        let live =
            format!(r#"{{"@type": "LiveBlogPosting", "datePublished": "2017-02-15", "liveBlogUpdate": [{article}]}}"#);
        assert_eq!(dates_in(&live), [one("", "2017-02-15")]);
    }

    #[test]
    fn broken_scripts_still_tell() {
        let day = |script: &str| dates_in(script).first().map(|(_, day)| day.clone());
        let expected = Some("2017-02-16".to_owned());
        for script in [
            "//<![CDATA[\n{\"@type\": \"Article\", \"datePublished\": \"2017-02-16\"}\n//]]>",
            "{\"@type\": \"Article\", \"datePublished\": \"2017-02-16\",}",
            "{\"@type\": \"Article\", \"description\": \"two\nlines\", \"datePublished\": \"2017-02-16\"};",
            "{\"@type\": \"Article\", \"author\": {\"name\": \"A\"}, } \"datePublished\" : \"2017-02-16\"",
        ] {
            assert_eq!(day(script), expected, "{script}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(dates_in(&deep), []);
    }
}
