//! The one error of this crate.

use std::fmt;

/// What went wrong, in a sentence for a person: what, where, and what to do. One pointer in size.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// A result with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that says `message`.
    pub fn new(message: impl fmt::Display) -> Error {
        Error(Box::new(Inner { message: message.to_string(), source: None }))
    }

    /// An error that says `message` and was caused by `source`.
    pub fn caused(message: impl fmt::Display, source: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error(Box::new(Inner { message: message.to_string(), source: Some(Box::new(source)) }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The known names with the likeliest meant first: `"known: quote, date, tone"`, or `"did you mean quote? known: …"`.
///
/// ```
/// assert_eq!(dateline_core::suggest("quotes", ["date", "quote"]), "did you mean \"quote\"? known: quote, date");
/// ```
pub fn suggest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let unknown = unknown.to_lowercase();
    let mut known: Vec<(usize, &str)> =
        known.into_iter().map(|name| (strsim::damerau_levenshtein(&unknown, &name.to_lowercase()), name)).collect();
    known.sort_unstable();
    known.dedup();
    let names: Vec<&str> = known.iter().map(|(_, name)| *name).collect();
    match known.first() {
        None => "none is known".to_owned(),
        Some((distance, name)) if *distance <= 1 + unknown.len() / 3 => {
            format!("did you mean \"{name}\"? known: {}", names.join(", "))
        }
        Some(_) => {
            let mut names = names;
            names.sort_unstable();
            format!("known: {}", names.join(", "))
        }
    }
}
