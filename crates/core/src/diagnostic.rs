//! What went wrong with a document, for people.

use crate::Span;

crate::code! {
    /// How bad it is.
    pub enum Severity {
        /// Good to know.
        INFO = "info",
        /// Something may be missing or wrong.
        WARNING = "warning",
        /// A layer was lost.
        ERROR = "error",
    }
}

/// One message about a document. It goes into its output, and never stops a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Who says so: the name of an extractor, or of a stage such as `page`.
    pub extractor: String,
    /// What is the matter.
    pub message: String,
    /// Where, or [`Span::NONE`].
    pub span: Span,
}
