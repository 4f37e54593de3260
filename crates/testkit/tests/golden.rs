//! A plugin of a few lines, and the page that shows what it does.

use dateline_core::{Context, Error, Extractor, Flag, LayerKey, Span};

dateline_core::item! {
    /// A word that is written in capitals.
    pub struct Shout: "testkit/shout", "testkit/shout" {
        /// The word.
        pub span: Span,
        /// Whether it ends in an exclamation mark.
        pub loud: Flag,
    }
}

/// The options of the plugin.
#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How many letters it takes.
    least: usize,
}

/// Finds the words in capitals.
pub struct Shouts(Options);

impl Extractor for Shouts {
    type Config = Options;
    type Output = Shout;
    type Scratch = ();
    const NAME: &'static str = "shouts";

    fn requires(_: &Options) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(options: Options) -> Result<Shouts, Error> {
        Ok(Shouts(options))
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        for word in text.split_whitespace() {
            let letters = word.trim_end_matches(['!', '.', ',']);
            if letters.len() > self.0.least && letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                cx.emit(Shout {
                    span: Span::of_range(start..start + letters.len()),
                    loud: Flag::new(word.ends_with('!')),
                });
            }
        }
    }
}

dateline_core::register! { plugin: "shouts", readme: "Finds shouts.", extractors: [Shouts] }

#[test]
fn golden() {
    dateline_testkit::check("tests/golden");
}

#[test]
fn documents_are_listed_under_their_headings() {
    let documents = dateline_testkit::documents("tests/golden/shouts.md");
    assert_eq!(documents[0], ("Words in capitals".to_owned(), "He said NO! and left for the UN.".to_owned()));
}
