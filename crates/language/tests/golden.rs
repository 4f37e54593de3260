//! The tokeniser and the splitter against the cases of `tokens.md` and `sentences.md`.

use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::{Sentence, Token};

/// Title, text and expected lines of each case: `>` lines hold tokens, `-` lines one sentence each.
fn cases(page: &str, lead: &str) -> Vec<(String, String, Vec<String>)> {
    page.split("\n## ")
        .skip(1)
        .map(|case| {
            let (title, rest) = case.split_once('\n').expect("a title line");
            let (_, rest) = rest.split_once("```text\n").expect("a text block");
            let (text, rest) = rest.split_once("\n```\n").expect("the end of the text block");
            let lines = rest.lines().filter_map(|line| line.strip_prefix(lead)).map(String::from).collect();
            (title.to_owned(), text.to_owned(), lines)
        })
        .collect()
}

fn read(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let mut tokens = Vec::new();
    tokenize(text, &mut tokens);
    split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
    let sentences = sentences(&tokens).collect();
    (tokens, sentences)
}

#[test]
fn tokens_are_as_the_page_says() {
    for (title, text, lines) in cases(include_str!("tokens.md"), "> ") {
        let found: Vec<&str> = read(&text).0.iter().map(|t| t.span.of(&text)).collect();
        assert_eq!(found.join(" | "), lines.join(" | "), "{title}");
    }
}

#[test]
fn sentences_are_as_the_page_says() {
    for (title, text, lines) in cases(include_str!("sentences.md"), "- ") {
        let found: Vec<String> = read(&text).1.iter().map(|s| s.span.of(&text).replace('\n', "⏎")).collect();
        assert_eq!(found, lines, "{title}");
    }
}

#[test]
fn sentences_cover_all_tokens_and_tokens_cover_all_but_white_space() {
    let nasty = [
        "",
        "\0",
        " \n\t ",
        "...",
        "((((((",
        "\"\"\"\"",
        "'''''''",
        "a.b.c.d@e@f://g",
        "\u{feff}A\u{200b}B\u{ad}",
        "1-1-1-1-",
        "-\u{301}-",
        "U.S.\r\n\r\nA",
        "日本語。英語。",
        "’s ’90s 'em' `",
        "3.4.5.6p.m.",
        "Mr.",
        "$",
        "#",
        "@",
        "😀👍🏽 ok.😀 Yes",
    ];
    for text in nasty {
        let (tokens, sentences) = read(text);
        let mut at = 0;
        for token in &tokens {
            assert!(token.span.start >= at && !token.span.is_empty(), "{text:?}");
            assert!(text.get(token.span.range()).is_some(), "{text:?} is cut inside a character");
            assert!(text[at as usize..token.span.start as usize].chars().all(is_blank), "{text:?}");
            at = token.span.end;
        }
        assert!(text[at as usize..].chars().all(is_blank), "{text:?}");
        let mut first = 0;
        for sentence in &sentences {
            assert_eq!(sentence.first, first, "{text:?}");
            assert!(sentence.tokens > 0);
            first += sentence.tokens;
        }
        assert_eq!(first as usize, tokens.len(), "{text:?}");
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}

#[test]
fn a_megabyte_of_one_mark_takes_linear_time() {
    for mark in
        ["(", "\"", "'", ".", "-", "a-", "a.", "a'", "1-", "@", "a@", "http://", "[1]", "\n", "A. ", "?", ":)", "a\n"]
    {
        let text = mark.repeat((1 << 20) / mark.len());
        let (tokens, _) = read(&text);
        assert!(mark == "\n" || !tokens.is_empty());
    }
}

#[test]
fn a_line_without_a_full_stop_is_no_sentence_without_end() {
    let (tokens, found) = read(&"Mr Long-term met a well-known man ".repeat(1000));
    let last: usize = found.iter().map(|sentence| sentence.tokens as usize).sum();
    assert_eq!(last, tokens.len());
    assert!(found.iter().all(|sentence| sentence.tokens <= 1000) && found.len() == tokens.len().div_ceil(1000));
}

#[test]
fn no_sentence_crosses_a_border() {
    let text = "Minister resigns after vote Envoys met on Friday";
    let mut tokens = Vec::new();
    tokenize(text, &mut tokens);
    split_sentences(text, &mut tokens, &[27], &mut SentenceScratch::default());
    let found: Vec<&str> = sentences(&tokens).map(|s| s.span.of(text)).collect();
    assert_eq!(found, ["Minister resigns after vote", "Envoys met on Friday"]);
}

#[test]
fn a_sentence_that_begins_inside_quotation_marks_says_so() {
    let (tokens, sentences) = read("He said: “We met. We agreed.” Then he left.");
    let quoted = |s: &Sentence| tokens[s.first as usize].is(Token::QUOTED);
    assert_eq!(sentences.iter().map(quoted).collect::<Vec<_>>(), [false, true, false]);
}
