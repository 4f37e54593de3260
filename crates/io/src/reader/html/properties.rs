//! Whatever bytes come: a page is read or refused, in one way, and what it says of the text is true.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{About, page};
use crate::Record;

/// Pieces that pages are made of, whole, broken, and where they do not belong.
const PIECES: [&str; 64] = [
    "<!DOCTYPE html>",
    "<html lang=de>",
    "<head>",
    "</head>",
    "<body>",
    "<title>Talks | Example</title>",
    "<title>",
    "<h1>Talks on the river resume</h1>",
    "<h2>",
    "</h2>",
    "<p>",
    "</p>",
    "<P CLASS=byline>By Ana Ruiz</P>",
    "<div>",
    "<div class=\"article-body\">",
    "<div class='comments related'>",
    "</div>",
    "</div></div>",
    "<article>",
    "</article>",
    "<section hidden>",
    "</section>",
    "<table><tr><td>",
    "</td>",
    "</table>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<a href=/x>",
    "</a>",
    "<a name=top>",
    "<b>",
    "</b>",
    "<span itemprop=datePublished content=2017-02-16>",
    "</span>",
    "<br>",
    "<br/><br>",
    "<figure><figcaption>",
    "</figure>",
    "<time datetime=2017-02-16T19:35:00Z>",
    "</time>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>{\"@type\": \"Article\", \"datePublished\": \"2017-02-16\"",
    "}</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<svg><title>",
    "</svg>",
    "<pre>\n",
    "</pre>",
    "<p",
    " class=\"",
    "\"",
    "&amp;",
    "&#x2014;",
    "&#0;",
    "&nosuch;",
    "<meta charset=utf-16>",
    "<meta property=article:published_time content=\"",
];

/// Words of a story, in several scripts, and marks.
const WORDS: [&str; 12] = [
    "Talks on the river went on for a third day, officials of both sides said on Monday.",
    "\u{201c}We are ready,\u{201d} the minister told reporters in the capital after the meeting had ended.",
    " ",
    "\n\n",
    "\u{0}",
    "\u{a0}\u{200b}\u{ad}",
    "Москва",
    "北京",
    "\u{1f600}",
    "\u{301}",
    "9 March 2017",
    "Updated:",
];

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let about = About { charset: "", url: "https://example.com/2017/02/16/talks", fetched: None };
    let found = page(bytes, about);
    prop_assert_eq!(&found, &page(bytes, about));
    let Ok(Record { text, regions, published, title, .. }) = found else { return Ok(()) };
    prop_assert!(!text.trim().is_empty() && !text.contains('\0'));
    prop_assert!(published.is_empty() || crate::parse_published(&published).is_some(), "{}", published);
    prop_assert!(title.len() <= bytes.len() * 3);
    let mut end = 0;
    for region in regions {
        prop_assert!(region.span.start >= end && region.span.end > region.span.start);
        prop_assert!(text.get(region.span.range()).is_some_and(|line| line.trim() == line));
        end = region.span.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn pieces_in_any_order(pieces in vec(prop_oneof![3 => 0..PIECES.len(), 1 => Just(64_usize), 1 => Just(65)], 0..120),
                           words in vec(0..WORDS.len(), 120), cut in 0.0..1.0_f64) {
        let mut html = String::new();
        for (piece, word) in pieces.iter().zip(&words) {
            match piece {
                64 => html.push_str(WORDS[0]),
                65 => html.push_str(WORDS[*word]),
                piece => html.push_str(PIECES[*piece]),
            }
        }
        let length = (html.len() as f64 * if cut > 0.7 { cut } else { 1.0 }) as usize;
        check(&html.as_bytes()[..length])?;
    }

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        check(&bytes)?;
    }

    #[test]
    fn moments_of_any_kind(text in "[0-9TZ:+./ -]{0,30}|\\PC{0,40}") {
        let meta = format!("<meta property=article:published_time content=\"{text}\"><p>{}</p>", WORDS[0]);
        check(meta.as_bytes())?;
    }
}

/// Pages that are made to take long, or to fill the stack: each is read in a moment.
#[test]
fn what_is_made_to_harm() {
    let story = format!("<p>{}</p>", WORDS[0]);
    let many = |piece: &str, count: usize| piece.repeat(count);
    let cases = [
        many("<div>", 100_000) + &story + &many("</div>", 100_000),
        many("<b>", 100_000) + &story,
        many("<ul><li>", 100_000) + &story,
        many("<table><tr><td>", 50_000) + &story,
        many("<i>", 250) + &many("</b>", 200_000) + &story,
        format!("<div class=\"{}\">{story}</div>", many("a-b c ", 300_000)),
        format!("<div {}>{story}</div>", many("a=1 ", 200_000)),
        format!("<script type=application/ld+json>{}</script>{story}", many("[", 500_000)),
        many("<h1>Talks on the river</h1>", 30_000) + &story,
        many("<time datetime=2017-01-01>1</time>", 30_000) + &story,
        many("<p class=byline>By A</p>", 30_000) + &story,
        format!("<p>{}</p>", many("The talks went on, he said. ", 50_000)),
        format!("{story}<p>{}", many("<br>", 200_000)),
    ];
    for html in cases {
        let record = page(html.as_bytes(), About::default()).unwrap_or_else(|why| panic!("{why}: {}", &html[..40]));
        assert!(record.text.contains("went on"), "{}", &html[..40]);
    }
    for (html, expected) in [
        ("", "no text was found in the page"),
        ("<html><body> &nbsp; </body></html>", "no text was found in the page"),
        (
            "<div id=app></div><script src=app.js></script>",
            "no text was found in the page; its text may come from scripts, which are not run",
        ),
        (
            "\u{89}PNG\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}",
            "it is no page: it is binary, or in a charset that it does not name",
        ),
    ] {
        assert_eq!(page(html.as_bytes(), About::default()), Err(expected.to_owned()), "{html}");
    }
    let cut = page(format!("<title>Talks</title>{story}<p class=\"a").as_bytes(), About::default()).expect("a story");
    assert_eq!((cut.title.as_str(), cut.text.trim_end()), ("Talks", WORDS[0]));
}
