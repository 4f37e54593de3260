//! One kind of findings about one document, as rows of words with a pool for what has no fixed size.

use crate::item::{items_of, list_of, words_of, words_of_list};
use crate::{Field, Item, LayerKey, List, Schema, Span, Str, Type, check_row};

/// The findings of one extractor on one document.
///
/// A layer knows its items only by their [`Schema`]; typed access compares the key and then looks at the same words as
/// structs, without copying. It is reused from document to document, so that the steady state allocates nothing.
///
/// Extractors find hardly anything of it in the processor's cache: what they ask of it stands side by side.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Layer {
    rows: Vec<u32>,
    stride: usize,
    pool: Pool,
    whys: Vec<Why>,
    key: LayerKey,
    schema: &'static Schema,
    order: Option<Box<Order>>,
    lost: bool,
}

/// Strings and lists of one layer.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    pub(crate) bytes: String,
    pub(crate) words: Vec<u32>,
}

/// A borrowed look at the pool of a layer.
#[derive(Clone, Copy, Debug)]
pub struct PoolView<'a> {
    pub(crate) bytes: &'a str,
    pub(crate) words: &'a [u32],
}

/// Why an item was found: kept only when the user asked for it.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Why {
    /// The item, by its position in the layer.
    pub item: u32,
    /// The rule, frame or pattern, by name.
    pub rule: Str,
    /// What a person should know beside it.
    pub note: Str,
    /// Where in the text the evidence stands.
    pub evidence: List<Span>,
}

/// How much room the findings of a layer take.
#[derive(Clone, Copy, Debug, Default)]
pub struct Room {
    /// Words of its rows.
    pub rows: usize,
    /// Bytes of its strings.
    pub bytes: usize,
    /// Words of its lists.
    pub words: usize,
}

/// Scratch for sorting, which layers can be lent so that it is allocated once.
#[derive(Clone, Debug, Default)]
pub struct Order {
    by: Vec<u32>,
    to: Vec<u32>,
    rows: Vec<u32>,
}

/// The findings of a layer, typed and borrowed. It is a slice of items, with access to their strings and lists.
#[derive(Debug)]
pub struct LayerView<'a, T> {
    items: &'a [T],
    pool: PoolView<'a>,
}

/// The findings of a layer as raw columns: what crosses the border between images.
#[derive(Clone, Copy, Debug)]
pub struct RawLayer<'a> {
    /// The rows, `stride` words each.
    pub rows: &'a [u32],
    /// How many words an item takes.
    pub stride: usize,
    /// Strings and lists.
    pub pool: PoolView<'a>,
    /// Reasons, sorted by item.
    pub whys: &'a [Why],
}

impl Layer {
    /// An empty layer of this kind.
    pub fn new(schema: &'static Schema) -> Layer {
        Layer {
            rows: Vec::new(),
            stride: schema.words() as usize,
            pool: Pool::default(),
            whys: Vec::new(),
            key: schema.key(),
            schema,
            order: None,
            lost: false,
        }
    }

    /// What its items are made of.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Its name and the hash of its schema.
    pub fn key(&self) -> LayerKey {
        self.key
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.rows.len() / self.stride
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether its extractor failed on this document, which left it empty.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Empties it for the next document; its memory stays.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.pool.bytes.clear();
        self.pool.words.clear();
        self.whys.clear();
        self.lost = false;
    }

    /// Empties it because its extractor failed.
    pub fn lose(&mut self) {
        self.clear();
        self.lost = true;
    }

    /// How much room its findings take.
    pub fn taken(&self) -> Room {
        Room { rows: self.rows.len(), bytes: self.pool.bytes.len(), words: self.pool.words.len() }
    }

    /// Makes so much room at once, where a layer that is empty has less: growing with each finding costs more.
    pub fn make_room(&mut self, room: Room) {
        // What is replaced is empty: growing it would copy what does not count any more.
        if self.rows.capacity() < room.rows && self.rows.is_empty() {
            self.rows = Vec::with_capacity(room.rows);
        }
        if self.pool.bytes.capacity() < room.bytes && self.pool.bytes.is_empty() {
            self.pool.bytes = String::with_capacity(room.bytes);
        }
        if self.pool.words.capacity() < room.words && self.pool.words.is_empty() {
            self.pool.words = Vec::with_capacity(room.words);
        }
    }

    /// Gives it other scratch for [`Layer::finish`], and its own in return.
    pub fn swap_order(&mut self, order: &mut Option<Box<Order>>) {
        std::mem::swap(&mut self.order, order);
    }

    /// Its columns.
    pub fn raw(&self) -> RawLayer<'_> {
        RawLayer { rows: &self.rows, stride: self.stride, pool: self.pool.view(), whys: &self.whys }
    }

    /// Its items, if they are of this kind.
    pub fn view<T: Item>(&self) -> Option<LayerView<'_, T>> {
        (self.key == T::KEY).then(|| LayerView { items: items_of(&self.rows), pool: self.pool.view() })
    }

    /// Adds an item and returns its position in the order of emission.
    ///
    /// # Panics
    ///
    /// When the item is of another kind than the layer.
    pub fn push<T: Item>(&mut self, item: &T) -> u32 {
        assert!(
            const { T::SCHEMA.words() as usize } == self.stride,
            "a layer of {} holds no {}",
            self.schema.kind,
            T::KIND
        );
        let at = self.len() as u32;
        self.rows.extend_from_slice(words_of(item));
        at
    }

    /// Looks at the item at a position, to change it.
    pub(crate) fn get_mut<T: Item>(&mut self, at: u32) -> Option<&mut T> {
        assert!(
            const { T::SCHEMA.words() as usize } == self.stride,
            "a layer of {} holds no {}",
            self.schema.kind,
            T::KIND
        );
        let row = self.rows.chunks_exact_mut(self.stride).nth(at as usize)?;
        // SAFETY: the row has the size and alignment of `T`, which is valid whatever its bits.
        Some(unsafe { &mut *row.as_mut_ptr().cast::<T>() })
    }

    /// Takes the columns of a foreign library; the caller checks them afterwards.
    pub(crate) fn fill(&mut self, rows: &[u32], text: &str, lists: &[u32], whys: &[Why]) {
        self.clear();
        self.rows.extend_from_slice(rows);
        self.pool.bytes.push_str(text);
        self.pool.words.extend_from_slice(lists);
        self.whys.extend_from_slice(whys);
    }

    /// Adds a row of words; the caller vouches for its length.
    pub(crate) fn push_row(&mut self, row: &[u32]) {
        debug_assert_eq!(row.len(), self.stride);
        self.rows.extend_from_slice(row);
    }

    /// Its pool, to add strings and lists for items.
    pub fn pool_mut(&mut self) -> &mut Pool {
        &mut self.pool
    }

    /// Adds a reason.
    pub fn push_why(&mut self, why: Why) {
        self.whys.push(why);
    }

    /// Whether every item, as it came from elsewhere, is what its schema says it is; `len_of` tells how many items the
    /// other layers have.
    ///
    /// # Errors
    ///
    /// A sentence that names the item and the field, and what is wrong with it.
    pub fn check(&self, text: &str, len_of: &dyn Fn(&str) -> Option<u32>) -> Result<(), String> {
        let len_of = |kind: &str| if kind == self.schema.kind { Some(self.len() as u32) } else { len_of(kind) };
        for (at, row) in self.rows.chunks_exact(self.stride).enumerate() {
            check_row(self.schema, row, self.raw(), text, &len_of)
                .map_err(|problem| format!("item {at}: {problem}"))?;
        }
        Ok(())
    }

    /// Sorts the items by where they stand (start, then end, then the order of emission), and lets references within
    /// the layer and reasons follow. Every extractor's layer goes through this once.
    pub fn finish(&mut self) {
        let stride = self.stride;
        let place = |row: &[u32]| u64::from(row[0]) << 32 | u64::from(row[1]);
        if self.rows.chunks_exact(stride).is_sorted_by_key(place) {
            self.whys.sort_by_key(|why| why.item);
            return;
        }
        let count = self.len() as u32;
        let order = self.order.get_or_insert_default();
        order.by.clear();
        order.by.extend(0..count);
        let rows = &self.rows;
        let row = |at: u32| &rows[at as usize * stride..][..stride];
        order.by.sort_unstable_by_key(|at| (place(row(*at)), *at));
        order.to.clear();
        order.to.resize(count as usize, 0);
        order.rows.clear();
        for (new, old) in order.by.iter().enumerate() {
            order.to[*old as usize] = new as u32;
            order.rows.extend_from_slice(row(*old));
        }
        self.rows.copy_from_slice(&order.rows);
        for why in &mut self.whys {
            why.item = order.to.get(why.item as usize).copied().unwrap_or(u32::MAX);
        }
        self.whys.sort_by_key(|why| why.item);
        let kind = self.schema.kind;
        for row in self.rows.chunks_exact_mut(stride) {
            remap_fields(kind, self.schema.fields, row, &mut self.pool.words, &order.to);
        }
    }
}

/// Lets references to `kind` within a row follow its sorting.
fn remap_fields(kind: &str, fields: &[crate::FieldSchema], row: &mut [u32], pool: &mut [u32], to: &[u32]) {
    let mut at = 0;
    for field in fields {
        let width = field.words as usize;
        remap(kind, &field.ty, &mut row[at..at + width], pool, to);
        at += width;
    }
}

fn remap(kind: &str, ty: &Type, words: &mut [u32], pool: &mut [u32], to: &[u32]) {
    match ty {
        Type::Ref(target) if *target == kind => {
            if let Some(new) = to.get(words[0] as usize) {
                words[0] = *new;
            }
        }
        Type::Object(fields) => remap_fields(kind, fields, words, pool, to),
        Type::List(Type::Ref(target)) if *target == kind => {
            let (start, len) = (words[0] as usize, words[1] as usize);
            for word in pool.get_mut(start..start.saturating_add(len)).unwrap_or_default() {
                if let Some(new) = to.get(*word as usize) {
                    *word = *new;
                }
            }
        }
        _ => {}
    }
}

impl Pool {
    /// A look at it.
    pub fn view(&self) -> PoolView<'_> {
        PoolView { bytes: &self.bytes, words: &self.words }
    }

    /// Adds a string.
    pub fn intern(&mut self, text: &str) -> Str {
        let start = self.bytes.len() as u32;
        self.bytes.push_str(text);
        Str { start, len: text.len() as u32 }
    }

    /// Adds a list.
    pub fn list<T: Field>(&mut self, values: &[T]) -> List<T> {
        if values.is_empty() {
            return List::EMPTY;
        }
        let start = self.words.len() as u32;
        self.words.extend_from_slice(words_of_list(values));
        List::at(start, values.len() as u32)
    }
}

impl<'a> PoolView<'a> {
    /// A pool without anything.
    pub const EMPTY: PoolView<'static> = PoolView { bytes: "", words: &[] };

    /// The string, or none.
    pub fn str(&self, text: Str) -> Option<&'a str> {
        if text.is_none() { None } else { self.bytes.get(text.start as usize..text.start as usize + text.len as usize) }
    }

    /// The values of a list.
    pub fn list<T: Field>(&self, list: List<T>) -> &'a [T] {
        let width = size_of::<T>() / 4;
        let start = list.start as usize;
        self.words.get(start..start + list.len as usize * width).map_or(&[], list_of)
    }
}

impl<'a, T: 'static> LayerView<'a, T> {
    /// A view of nothing.
    pub const EMPTY: LayerView<'static, T> = LayerView { items: &[], pool: PoolView::EMPTY };

    /// Columns as items. The caller has compared the key.
    pub(crate) fn of_raw(raw: RawLayer<'a>) -> LayerView<'a, T>
    where
        T: Item,
    {
        LayerView { items: items_of(raw.rows), pool: raw.pool }
    }

    /// The items; they live as long as the document, not only as long as this view.
    pub fn items(&self) -> &'a [T] {
        self.items
    }

    /// A string of an item, or none.
    pub fn str(&self, text: Str) -> Option<&'a str> {
        self.pool.str(text)
    }

    /// A list of an item.
    pub fn list<U: Field>(&self, list: List<U>) -> &'a [U] {
        self.pool.list(list)
    }
}

/// How many items are counted one by one.
const FEW: usize = 8;

impl<T: Item> LayerView<'_, T> {
    /// The positions of the items that begin in `span` (items are sorted by their start).
    pub fn starting_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.items.partition_point(|item| item.span().start < span.start);
        // Most stretches hold few items, which are counted sooner than searched.
        let (rest, begins) = (&self.items[first..], |item: &T| item.span().start < span.end);
        let few = rest.iter().take(FEW).take_while(|item| begins(item)).count();
        first..first + if few < FEW { few } else { rest.partition_point(begins) }
    }
}

impl<T> Clone for LayerView<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for LayerView<'_, T> {}

impl<T> std::ops::Deref for LayerView<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.items
    }
}
