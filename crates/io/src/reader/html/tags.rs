//! The elements and attributes that are told apart.

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($variant:ident = $($name:literal)|+,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $kind {
            $($variant,)*
            /// Any other.
            Other,
        }

        impl $kind {
            /// What bears this name, written small.
            pub(super) fn of(name: &[u8]) -> $kind {
                match std::str::from_utf8(name).unwrap_or_default() {
                    $($($name)|+ => $kind::$variant,)*
                    _ => $kind::Other,
                }
            }
        }
    };
}

names! {
    /// An element.
    Tag {
        Text = "#text",
        A = "a",
        Address = "address",
        Article = "article",
        Aside = "aside",
        Blockquote = "blockquote",
        Amp = "amp-ad" | "amp-consent" | "amp-list" | "amp-sidebar" | "amp-social-share" | "amp-user-notification",
        Body = "body",
        Br = "br",
        Button = "button",
        Canvas = "canvas",
        Center = "center",
        Dd = "dd",
        Details = "details",
        Dialog = "dialog",
        Div = "div",
        Dl = "dl",
        Dt = "dt",
        Fieldset = "fieldset",
        Figcaption = "figcaption",
        Figure = "figure",
        Footer = "footer",
        Form = "form",
        H1 = "h1",
        H2 = "h2",
        H3 = "h3",
        H4 = "h4" | "h5" | "h6",
        Head = "head",
        Header = "header",
        Hr = "hr",
        Html = "html",
        Iframe = "iframe",
        Link = "link",
        Li = "li",
        Main = "main",
        Meta = "meta",
        Nav = "nav",
        Noscript = "noscript",
        Object = "object" | "embed" | "applet",
        Ol = "ol",
        Option = "option",
        P = "p",
        Pre = "pre" | "listing" | "xmp",
        Script = "script",
        Section = "section",
        Select = "select",
        Style = "style",
        Svg = "svg" | "math",
        Table = "table",
        Tbody = "tbody" | "thead" | "tfoot",
        Td = "td",
        Template = "template",
        Textarea = "textarea",
        Th = "th",
        Time = "time",
        Title = "title",
        Tr = "tr",
        Ul = "ul",
        Void = "area" | "base" | "col" | "img" | "input" | "param" | "source" | "track" | "wbr",
        Media = "audio" | "video" | "picture",
    }
}

names! {
    /// An attribute.
    Attribute {
        AriaHidden = "aria-hidden",
        Charset = "charset",
        Class = "class",
        Content = "content",
        Data = "data-testid" | "data-component" | "data-module" | "data-type" | "data-qa",
        Datetime = "datetime",
        Hidden = "hidden",
        Href = "href",
        Id = "id",
        Itemprop = "itemprop",
        Lang = "lang" | "xml:lang",
        Name = "name",
        Property = "property",
        Pubdate = "pubdate",
        Rel = "rel",
        Role = "role",
        Style = "style",
        Title = "title",
        Type = "type",
    }
}

impl Tag {
    /// Whether it has no content.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Tag::Br | Tag::Hr | Tag::Link | Tag::Meta | Tag::Void)
    }

    /// Whether its content is nothing to read.
    pub(super) fn is_skipped(self) -> bool {
        matches!(
            self,
            Tag::Script
                | Tag::Amp
                | Tag::Style
                | Tag::Template
                | Tag::Noscript
                | Tag::Iframe
                | Tag::Svg
                | Tag::Canvas
                | Tag::Object
                | Tag::Select
                | Tag::Option
                | Tag::Textarea
                | Tag::Media
        )
    }

    /// Whether it is a part of a table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self, Tag::Table | Tag::Tbody | Tag::Tr | Tag::Td | Tag::Th)
    }

    /// Whether it is a heading.
    pub(super) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4)
    }

    /// Whether its text stands on lines of its own.
    pub(super) fn is_block(self) -> bool {
        self.closes_paragraph()
            || self.is_table_part()
            || matches!(
                self,
                Tag::Body | Tag::Li | Tag::Dd | Tag::Dt | Tag::Button | Tag::Title | Tag::Select | Tag::Option
            )
    }

    /// Whether an open paragraph ends where it begins.
    pub(super) fn closes_paragraph(self) -> bool {
        self.is_heading()
            || matches!(
                self,
                Tag::Address
                    | Tag::Article
                    | Tag::Aside
                    | Tag::Blockquote
                    | Tag::Center
                    | Tag::Details
                    | Tag::Dialog
                    | Tag::Div
                    | Tag::Dl
                    | Tag::Dd
                    | Tag::Dt
                    | Tag::Fieldset
                    | Tag::Figcaption
                    | Tag::Figure
                    | Tag::Footer
                    | Tag::Form
                    | Tag::Header
                    | Tag::Hr
                    | Tag::Li
                    | Tag::Main
                    | Tag::Nav
                    | Tag::Ol
                    | Tag::P
                    | Tag::Pre
                    | Tag::Section
                    | Tag::Table
                    | Tag::Ul
            )
    }
}
