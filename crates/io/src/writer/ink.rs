//! Colours and lines of the report for people.

use std::fmt::Display;
use std::io::Write;

use anstyle::{AnsiColor, Style};

pub(super) const PLAIN: Style = Style::new();
pub(super) const TITLE: Style = Style::new().bold();
pub(super) const SECTION: Style = AnsiColor::Cyan.on_default().bold();
pub(super) const NAME: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();
pub(super) const ALARM: Style = AnsiColor::Red.on_default().bold();

/// The widest line, in characters: what a person reads with ease.
const WIDTH: usize = 100;

/// Writes styled words into bytes.
pub(super) struct Ink<'a>(pub(super) &'a mut Vec<u8>);

impl Ink<'_> {
    /// Writes in a style.
    pub(super) fn put(&mut self, style: Style, what: impl Display) -> &mut Self {
        // Writing into memory cannot fail.
        let _ = write!(self.0, "{style}{what}{style:#}");
        self
    }

    /// Writes in a style, padded with spaces to a width in characters.
    pub(super) fn column(&mut self, style: Style, what: &str, width: usize) -> &mut Self {
        let pad = width.saturating_sub(what.chars().count());
        self.put(style, what).put(PLAIN, format_args!("{:pad$}", ""))
    }

    /// Ends the line.
    pub(super) fn line(&mut self) {
        self.0.push(b'\n');
    }

    /// Writes words, broken into lines with this indentation. White space of the text is shown as single spaces, and
    /// control characters are left out: what stands in a document must not steer the terminal.
    pub(super) fn wrapped(&mut self, style: Style, indent: usize, text: &str) {
        let mut column = 0;
        let _ = write!(self.0, "{:indent$}{style}", "");
        for word in text.split_whitespace() {
            let width = word.chars().count();
            if column > 0 && indent + column + 1 + width > WIDTH {
                let _ = write!(self.0, "{style:#}\n{:indent$}{style}", "");
                column = 0;
            } else if column > 0 {
                self.0.push(b' ');
                column += 1;
            }
            let _ = write!(self.0, "{}", Tame(word));
            column += width;
        }
        let _ = writeln!(self.0, "{style:#}");
    }
}

/// A text on one line and without control characters.
pub(super) struct Tame<'a>(pub(super) &'a str);

impl Display for Tame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, word) in self.0.split_whitespace().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            for part in word.split(char::is_control) {
                f.write_str(part)?;
            }
        }
        Ok(())
    }
}
