//! One document as its source gives it.

use dateline_core::{Diagnostic, Document, PublishedFrom, Region, Severity, Span};

use crate::parse_published;

/// One document as its source gives it, before anything is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its name in the output.
    pub id: String,
    /// Its address, or "".
    pub url: String,
    /// Its title as a field beside the text, or "".
    pub title: String,
    /// Its text, unchanged; only a byte-order mark at the head of a file is left out.
    pub text: String,
    /// When it was published, as the source says it, or "".
    pub published: String,
    /// How that was found; NONE for a field of the record.
    pub published_from: PublishedFrom,
    /// Its language, as `en-GB`, or "".
    pub language: String,
    /// What the source knows of stretches of the text: sorted, not overlapping.
    pub regions: Vec<Region>,
}

impl Record {
    /// Makes this the document, which is cleared first. What `published` says is understood here; where it cannot be,
    /// the document says so in its diagnostics.
    ///
    /// ```
    /// use dateline_core::Document;
    /// use dateline_io::Record;
    ///
    /// let record = Record { text: "Talks go on.".into(), published: "2017-02-16".into(), ..Record::default() };
    /// let mut document = Document::default();
    /// record.fill(&mut document);
    /// assert_eq!(document.meta.published.day.to_string(), "2017-02-16");
    /// ```
    pub fn fill(self, document: &mut Document) {
        document.clear();
        document.id = self.id;
        document.url = self.url;
        document.title = self.title;
        document.text = self.text;
        document.regions.extend_from_slice(&self.regions);
        let is_english = self.language.is_empty() || self.language.to_ascii_lowercase().starts_with("en");
        if !is_english {
            warn(document, format!("it says that it is in the language \"{}\"; dateline reads English", self.language));
        }
        if self.published.is_empty() {
            return;
        }
        if let Some(published) = parse_published(&self.published) {
            document.meta.published = published;
            let is_known = !self.published_from.is_none();
            document.meta.published_from = if is_known { self.published_from } else { PublishedFrom::METADATA };
        } else {
            warn(document, format!("the day of publication is not understood: \"{}\"", self.published));
        }
    }
}

fn warn(document: &mut Document, message: String) {
    let extractor = "reader".to_owned();
    document.diagnostics.push(Diagnostic { severity: Severity::WARNING, extractor, message, span: Span::NONE });
}
