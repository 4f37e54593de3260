//! TimeML has one root a file: where a run writes several documents, a root around them.

use crate::output::Output;

/// What stands before and behind several documents.
const OPEN: &[u8] = b"<corpus>\n";
const CLOSE: &[u8] = b"</corpus>\n";

/// How many documents of TimeML were written, and the first one until a second one comes: alone it is its own root, as
/// the scorers of the field want it.
#[derive(Default)]
pub(crate) enum Corpus {
    #[default]
    Empty,
    One(Vec<u8>),
    Many,
}

impl Corpus {
    /// Writes a document, or keeps it for now.
    pub(crate) fn write(&mut self, document: &[u8], output: &mut Output) -> std::io::Result<()> {
        // A record that failed has nothing to write.
        if document.is_empty() {
            return Ok(());
        }
        match std::mem::replace(self, Corpus::Many) {
            Corpus::Empty => {
                *self = Corpus::One(document.to_owned());
                Ok(())
            }
            Corpus::One(first) => {
                output.write(OPEN)?;
                output.write(&first)?;
                output.write(document)
            }
            Corpus::Many => output.write(document),
        }
    }

    /// Writes what was kept and what is open.
    pub(crate) fn finish(&mut self, output: &mut Output) -> std::io::Result<()> {
        match std::mem::take(self) {
            // Still one root, so that it can be read.
            Corpus::Empty => output.write(OPEN).and_then(|()| output.write(CLOSE)),
            Corpus::One(document) => output.write(&document),
            Corpus::Many => output.write(CLOSE),
        }
    }
}
