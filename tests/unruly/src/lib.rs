//! An extractor that misbehaves as its option `mode` says, for the tests of loading.

use dateline_core::{Context, Error, Extractor, Id, LayerKey, Result, Span, item, register};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

item! {
    /// Something found by misbehaving.
    pub struct Trouble: "test/trouble", "trouble" {
        /// Where.
        pub span: Span,
        /// How many before it.
        pub number: Id,
    }
}

/// What to do wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nothing: mark the first byte.
    #[default]
    Behave,
    /// Panic while being made.
    PanicInNew,
    /// Refuse to be made.
    RefuseToBeMade,
    /// Panic on a text that holds "boom".
    PanicInExtract,
    /// Panic while being dropped.
    PanicOnDrop,
    /// A finding beyond the end of the text.
    BeyondTheText,
    /// A finding that cuts a character in two.
    WithinACharacter,
    /// A million findings, on a text that holds "boom".
    AMillion,
    /// Recur until the stack is used up, on a text that holds "boom".
    OverflowTheStack,
    /// End the process, on a text that holds "boom".
    Exit,
    /// Never end, on a text that holds "boom".
    Hang,
}

/// The options.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What to do wrong.
    pub mode: Mode,
}

/// The extractor.
pub struct Unruly(Mode);

impl Drop for Unruly {
    fn drop(&mut self) {
        assert!(self.0 != Mode::PanicOnDrop, "it does not want to go");
    }
}

impl Extractor for Unruly {
    type Config = Config;
    type Output = Trouble;
    type Scratch = ();
    const NAME: &'static str = "unruly";

    fn requires(_: &Config) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(config: Config) -> Result<Unruly> {
        match config.mode {
            Mode::PanicInNew => panic!("it does not want to be made"),
            Mode::RefuseToBeMade => Err(Error::new("the moon is not full")),
            mode => Ok(Unruly(mode)),
        }
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let boom = text.contains("boom");
        let len = text.len() as u32;
        let one = |span: Span| Trouble { span, number: Id(1) };
        match self.0 {
            Mode::PanicInExtract if boom => panic!("it found a bomb"),
            Mode::OverflowTheStack if boom => {
                cx.emit(one(Span::new(0, recur(u64::from(len)) as u32 % 2)));
            }
            #[allow(clippy::exit, reason = "misbehaving is what it is for")]
            Mode::Exit if boom => std::process::exit(0),
            Mode::Hang if boom => loop {
                std::thread::sleep(std::time::Duration::from_secs(1));
            },
            Mode::BeyondTheText => {
                cx.emit(one(Span::new(0, len + 7)));
            }
            Mode::WithinACharacter => {
                let wide = text.char_indices().find(|(_, letter)| letter.len_utf8() > 1).map_or(0, |(at, _)| at as u32);
                cx.emit(one(Span::new(wide, wide + 1)));
            }
            Mode::AMillion if boom => {
                for number in 0..1_000_000 {
                    cx.emit(Trouble { span: Span::new(0, len.min(1)), number: Id(number + 1) });
                }
            }
            _ => {
                cx.emit(one(Span::new(0, len.min(1))));
            }
        }
    }
}

/// Uses up the stack: each call needs the result of the next, and room of its own.
fn recur(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 512]);
    if depth == u64::MAX { 0 } else { recur(depth + 1).wrapping_add(room[depth as usize % 512]) }
}

register! {
    plugin: "unruly",
    readme: "# unruly\n\nMisbehaves as its option `mode` says.\n",
    extractors: [Unruly],
}
