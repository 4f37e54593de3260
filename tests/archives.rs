//! Web archives and feeds: pages out of them, with what is broken told and the rest done.

use crate::common::{dateline, file, folder, lines};

fn page(at: usize) -> String {
    format!(
        "<html><head><title>Talks, day {at}</title><meta property=\"article:published_time\" content=\"2021-05-{:02}\"></head>\
         <body><nav><a href=/>Home</a></nav><article><h1>Talks, day {at}</h1><p>VIENNA (Agency) - Talks will go on until \
         Friday, envoy Anna Petrov said on Monday.</p><p>\"This is round {at},\" she told reporters.</p></article></body></html>",
        at % 28 + 1
    )
}

fn record(at: usize, page: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{at}>\r\nWARC-Target-URI: https://example.org/{at}\r\n\
         WARC-Date: 2021-06-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n\
         {block}\r\n\r\n",
        block.len()
    )
}

#[test]
fn an_archive_gives_its_pages_with_address_and_day() {
    let here = folder("warc");
    let broken = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\nlost\r\n\r\n";
    let archive = [record(1, &page(1)), broken.to_owned(), record(2, &page(2)), record(3, "<html></html>")].concat();
    file(&here, "crawl.warc", archive.as_bytes());
    let run = dateline(&here, &["extract", "crawl.warc", "--plugins", "quote,date"]);
    let found = lines(&run.stdout);
    assert_eq!(found.len(), 2, "{}", run.stdout);
    assert_eq!(found[0]["id"], "urn:uuid:1");
    assert_eq!(found[1]["url"], "https://example.org/2");
    assert_eq!(found[1]["published"]["value"].as_str().or(found[1]["published"].as_str()), Some("2021-05-03"));
    assert_eq!(found[1]["headline"].as_str().or(found[1]["headline"]["text"].as_str()), Some("Talks, day 2"));
    let errors: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors[0].contains("crawl.warc: the record at byte") && errors[0].contains("\"-1\""), "{}", errors[0]);
    assert!(errors[1].contains("no text was found in the page (https://example.org/3)"), "{}", errors[1]);
    assert_eq!(run.code, 1);
}

#[test]
fn parts_of_an_archive_are_all_of_it() {
    let here = folder("warc-parts");
    let archive: String = (0..40).map(|at| record(at, &page(at))).collect();
    file(&here, "crawl.warc", archive.as_bytes());
    let whole = dateline(&here, &["extract", "crawl.warc", "--plugins", "date", "--no-text"]);
    let mut parts: Vec<String> = ["1/3", "2/3", "3/3"]
        .iter()
        .flat_map(|part| {
            let run = dateline(&here, &["extract", "crawl.warc", "--plugins", "date", "--no-text", "--shard", part]);
            run.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let mut all: Vec<String> = whole.stdout.lines().map(str::to_owned).collect();
    assert_eq!(all.len(), 40);
    parts.sort();
    all.sort();
    assert_eq!(parts, all);
}

#[test]
fn a_feed_gives_its_entries() {
    let here = folder("feed");
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>House</title>\
        <item><title>Talks</title><link>https://example.org/1</link><pubDate>Mon, 03 May 2021 10:00:00 GMT</pubDate>\
        <description>&lt;p&gt;Talks will resume on Friday, the ministry said.&lt;/p&gt;</description></item></channel></rss>";
    file(&here, "news.xml", feed.as_bytes());
    let run = dateline(&here, &["extract", "news.xml", "--plugins", "date"]);
    let found = lines(&run.stdout);
    assert_eq!((found.len(), run.code), (1, 0), "{}", run.stderr);
    assert_eq!(found[0]["url"], "https://example.org/1");
    assert_eq!(found[0]["annotations"][0]["value"], "2021-05-07");
}
