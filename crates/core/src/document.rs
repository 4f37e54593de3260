//! The document: its text, never changed, and what is known of it before any extractor runs.

use crate::{Day, Diagnostic, Item, Layer, LayerKey, LayerView, RawLayer, Schema, Span};

crate::code! {
    /// What a stretch of a page is.
    pub enum RegionKind {
        /// A line around the story that carries its date, its source or the like; a section of the site is boilerplate.
        HEADER = "header",
        /// The title of the story.
        HEADLINE = "headline",
        /// Who wrote it.
        BYLINE = "byline",
        /// Place, agency and day at the head of the first paragraph.
        DATELINE = "dateline",
        /// The first paragraph.
        LEAD = "lead",
        /// The rest of the story.
        BODY = "body",
        /// The text under a picture.
        CAPTION = "caption",
        /// The headline of another story, linked from this one.
        RELATED = "related",
        /// Menus, copyright lines, calls to subscribe.
        BOILERPLATE = "boilerplate",
    }
}

crate::code! {
    /// How the day of publication was found.
    pub enum PublishedFrom {
        /// It stands on the page.
        PAGE = "page",
        /// The record gave it.
        METADATA = "metadata",
        /// The user gave it.
        OPTION = "option",
        /// It stands in the address of the page.
        URL = "url",
        /// It is the day of the dateline.
        DATELINE = "dateline",
        /// The page says so in JSON-LD.
        JSON_LD = "json-ld",
        /// The page says so in a `<meta>`.
        META = "meta",
        /// The page says so in microdata.
        MICRODATA = "microdata",
        /// A `<time>` beside the headline says so.
        TIME = "time",
    }
}

crate::record! {
    /// A stretch of the text that is one kind of thing.
    pub struct Region {
        /// Where it stands.
        pub span: Span,
        /// What it is.
        pub kind: RegionKind,
    }
}

crate::record! {
    /// A point in time as a page states it. The zone and the clock may be unknown; the day is none when all of it is.
    pub struct Published {
        /// The day, in the zone of the page.
        pub day: Day,
        /// Seconds since midnight, or -1.
        pub clock: i32,
        /// Minutes ahead of UTC, or [`Published::NO_ZONE`].
        pub zone: i32,
    }
}

crate::record! {
    /// "ASTANA (Agency) —" at the head of the first paragraph.
    pub struct Dateline {
        /// All of it.
        pub span: Span,
        /// The place.
        pub place: Span,
        /// The agency.
        pub agency: Span,
        /// The day it names.
        pub date: Span,
        /// That day, with the year settled.
        pub day: Day,
    }
}

crate::record! {
    /// What is known of a document before any extractor runs.
    pub struct Meta {
        /// When it was published.
        pub published: Published,
        /// How that was found.
        pub published_from: PublishedFrom,
        /// The headline, where it stands in the text.
        pub headline: Span,
        /// The byline.
        pub byline: Span,
        /// The dateline.
        pub dateline: Dateline,
    }
}

impl Published {
    /// The zone that is not known.
    pub const NO_ZONE: i32 = i32::MIN;

    /// Nothing is known.
    pub const NONE: Published = Published { day: Day::NONE, clock: -1, zone: Published::NO_ZONE };

    /// A day without clock and zone.
    pub const fn on(day: Day) -> Published {
        Published { day, clock: -1, zone: Published::NO_ZONE }
    }
}

impl Meta {
    /// Nothing is known.
    pub const NONE: Meta = Meta {
        published: Published::NONE,
        published_from: PublishedFrom::NONE,
        headline: Span::NONE,
        byline: Span::NONE,
        dateline: Dateline {
            span: Span::NONE,
            place: Span::NONE,
            agency: Span::NONE,
            date: Span::NONE,
            day: Day::NONE,
        },
    };

    /// Its words, for crossing a border.
    pub(crate) fn words(&self) -> &[u32] {
        // SAFETY: a record is `repr(C)`, 4-aligned and made of whole words without padding (asserted by `record!`).
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), size_of::<Meta>() / 4) }
    }

    /// What words from across a border say; what they leave out is not known, and what they add is not understood.
    pub(crate) fn of_words(words: &[u32]) -> Meta {
        let mut meta = Meta::NONE;
        let known = words.len().min(size_of::<Meta>() / 4);
        // SAFETY: as in `words`; a record is valid whatever its bits, and no more than its own size is written.
        unsafe { std::ptr::copy_nonoverlapping(words.as_ptr(), std::ptr::from_mut(&mut meta).cast::<u32>(), known) };
        meta
    }
}

impl std::fmt::Display for Published {
    /// ISO 8601, as far as it is known: `2017-02-16`, `2017-02-16T19:35:00`, `2017-02-16T19:35:00+03:00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.day)?;
        if self.clock >= 0 {
            write!(f, "T{:02}:{:02}:{:02}", self.clock / 3600, self.clock / 60 % 60, self.clock % 60)?;
            match self.zone {
                Published::NO_ZONE => {}
                0 => f.write_str("Z")?,
                zone => {
                    let sign = if zone < 0 { '-' } else { '+' };
                    write!(f, "{sign}{:02}:{:02}", zone.unsigned_abs() / 60, zone.unsigned_abs() % 60)?;
                }
            }
        }
        Ok(())
    }
}

/// One document with everything found in it. It belongs to a worker and is used again for the next document.
#[derive(Debug)]
pub struct Document {
    /// Its name in the output.
    pub id: String,
    /// Its address, or "".
    pub url: String,
    /// The title that the record gave, or "": used where no headline stands in the text.
    pub title: String,
    /// The text as it was given; findings point into it.
    pub text: String,
    /// What is known of it.
    pub meta: Meta,
    /// What is what on the page: sorted, not overlapping; what lies in none is body.
    pub regions: Vec<Region>,
    /// One layer an extractor that ran, in the order in which they ran.
    pub layers: Vec<Layer>,
    /// What went wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Default for Document {
    fn default() -> Self {
        Document {
            id: String::new(),
            url: String::new(),
            title: String::new(),
            text: String::new(),
            meta: Meta::NONE,
            regions: Vec::new(),
            layers: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

impl Document {
    /// Forgets the document, keeps the memory.
    pub fn clear(&mut self) {
        self.id.clear();
        self.url.clear();
        self.title.clear();
        self.text.clear();
        self.meta = Meta::NONE;
        self.regions.clear();
        self.layers.iter_mut().for_each(Layer::clear);
        self.diagnostics.clear();
    }

    /// What an extractor may look at, given the layers that ran before it.
    pub fn view<'a>(&'a self, layers: &'a dyn LayerSource, explain: bool) -> DocView<'a> {
        DocView {
            id: &self.id,
            url: &self.url,
            title: &self.title,
            text: &self.text,
            meta: &self.meta,
            regions: &self.regions,
            layers,
            explain,
        }
    }

    /// The layer of this name.
    pub fn layer(&self, kind: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.key().name == kind)
    }

    /// The items of one kind; none when its extractor did not run.
    pub fn items<T: Item>(&self) -> LayerView<'_, T> {
        self.layers.iter().find_map(Layer::view).unwrap_or(LayerView::EMPTY)
    }

    /// The headline: where it stands in the text, else as the record gave it.
    pub fn headline(&self) -> Option<&str> {
        headline(&self.text, &self.meta, &self.title)
    }
}

/// Where the layers of a document come from: the document itself, or the other side of a border.
pub trait LayerSource {
    /// The columns of a layer, if there is one of this name and schema.
    fn raw(&self, key: LayerKey) -> Option<RawLayer<'_>>;

    /// The columns of a layer with what they mean, for readers that do not know its schema. A source that only passes
    /// on what it was asked for has none.
    fn described(&self, name: &str) -> Option<(&'static Schema, RawLayer<'_>)> {
        let _ = name;
        None
    }
}

impl LayerSource for &[Layer] {
    fn raw(&self, key: LayerKey) -> Option<RawLayer<'_>> {
        // The number tells nearly all of them apart.
        let is_it = |layer: &&Layer| layer.key().schema == key.schema && layer.key().name == key.name;
        self.iter().find(is_it).map(Layer::raw)
    }

    fn described(&self, name: &str) -> Option<(&'static Schema, RawLayer<'_>)> {
        self.iter().find(|layer| layer.key().name == name).map(|layer| (layer.schema(), layer.raw()))
    }
}

/// Layers whose keys stand side by side and elsewhere: who looks for one among those of many documents has the keys at hand.
#[derive(Clone, Copy, Debug)]
pub struct KeyedLayers<'a> {
    /// The keys, in the order of the layers; there may be more.
    pub keys: &'a [LayerKey],
    /// The layers.
    pub layers: &'a [Layer],
}

impl LayerSource for KeyedLayers<'_> {
    #[inline]
    fn raw(&self, key: LayerKey) -> Option<RawLayer<'_>> {
        let is_named = |name: &'static str| std::ptr::eq(name, key.name) || name == key.name;
        let at = self.keys.iter().position(|one| one.schema == key.schema && is_named(one.name))?;
        self.layers.get(at).map(Layer::raw)
    }

    fn described(&self, name: &str) -> Option<(&'static Schema, RawLayer<'_>)> {
        self.layers.described(name)
    }
}

/// What an extractor sees of a document: borrowed, and the same whether it is linked or loaded.
#[derive(Clone, Copy)]
pub struct DocView<'a> {
    /// The name of the document.
    pub id: &'a str,
    /// Its address, or "".
    pub url: &'a str,
    /// The title that the record gave, or "".
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What is known of it.
    pub meta: &'a Meta,
    /// What is what on the page.
    pub regions: &'a [Region],
    /// The layers that ran before.
    pub layers: &'a dyn LayerSource,
    /// Whether reasons are to be kept.
    pub explain: bool,
}

impl<'a> DocView<'a> {
    /// The kind of the region that a position lies in; body where it lies in none.
    pub fn region_at(&self, at: u32) -> RegionKind {
        let after = self.regions.partition_point(|region| region.span.start <= at);
        match after.checked_sub(1).map(|i| self.regions[i]) {
            Some(region) if at < region.span.end => region.kind,
            _ => RegionKind::BODY,
        }
    }

    /// The headline: where it stands in the text, else as the record gave it.
    pub fn headline(&self) -> Option<&'a str> {
        headline(self.text, self.meta, self.title)
    }
}

fn headline<'a>(text: &'a str, meta: &Meta, title: &'a str) -> Option<&'a str> {
    let stated = if meta.headline.is_some() { meta.headline.of(text) } else { title };
    (!stated.is_empty()).then_some(stated)
}
