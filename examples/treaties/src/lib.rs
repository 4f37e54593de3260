#![doc = include_str!("../README.md")]

use dateline_core::{Context, Extractor, Item, LayerKey, Result, Span, code, item, register};
use dateline_layers::Token;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

code! {
    /// What kind of instrument it is.
    pub enum Form {
        /// It has a name.
        NAMED = "named",
        /// It has a number.
        NUMBERED = "numbered",
    }
}

item! {
    /// The name of a treaty, agreement or resolution.
    pub struct Treaty: "example/treaty", "treaty" {
        /// The name.
        pub span: Span,
        /// Whether it is named or numbered.
        pub form: Form,
    }
}

/// The options.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The words that a name may end in.
    pub instruments: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        let words = ["Treaty", "Agreement", "Accord", "Accords", "Convention", "Protocol", "Pact", "Charter"];
        Config { instruments: words.map(str::to_owned).to_vec() }
    }
}

/// Finds treaties.
pub struct Treaties(Config);

impl Extractor for Treaties {
    type Config = Config;
    type Output = Treaty;
    type Scratch = ();
    const NAME: &'static str = "treaties";

    fn requires(_: &Config) -> Vec<LayerKey> {
        vec![Token::KEY]
    }

    fn new(config: Config) -> Result<Treaties> {
        Ok(Treaties(config))
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let tokens = cx.layer::<Token>();
        for (at, token) in tokens.iter().enumerate() {
            let word = token.span.of(text);
            if word == "Resolution" {
                if let Some(number) = tokens.get(at + 1).filter(|next| next.is(Token::DIGIT)) {
                    let treaty = cx.emit(Treaty { span: token.span.hull(number.span), form: Form::NUMBERED });
                    cx.why(treaty, "numbered resolution", &"", &[number.span]);
                }
            } else if self.0.instruments.iter().any(|instrument| instrument == word) {
                let named = tokens[..at].iter().rev().take_while(|before| before.is(Token::CAPITALISED)).count();
                let follows = tokens.get(at + 1).is_some_and(|next| next.is(Token::CAPITALISED));
                if named > 0 && !follows {
                    let treaty = cx.emit(Treaty { span: tokens[at - named].span.hull(token.span), form: Form::NAMED });
                    cx.why(treaty, "capitals before an instrument", &"", &[token.span]);
                }
            }
        }
    }
}

register! {
    plugin: "treaties",
    readme: include_str!("../README.md"),
    extractors: [Treaties],
}
