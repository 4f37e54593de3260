//! What the head of a page says of it: title, address, language, dates.

use super::data::{self, Object};
use super::dates::Evidence;
use super::tags::{Attribute, Tag};
use super::tree::Tree;

/// What a page says of itself beside its story.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Its title in Open Graph, in JSON-LD, on cards, and in `<title>`, as far as there are any.
    pub(super) titles: Vec<String>,
    /// What the site calls itself.
    pub(super) site: String,
    /// The address that it gives as its own.
    pub(super) url: String,
    /// Its language, as `en-GB`.
    pub(super) language: String,
    /// When it was published.
    pub(super) dates: Evidence,
    objects: Vec<Object>,
}

/// Reads what the head, the scripts and the attributes of a page say. `known` is the address that it was fetched from.
pub(super) fn gather(tree: &Tree, known: &str) -> Facts {
    let mut facts = Facts { language: tree.language.clone(), ..Facts::default() };
    let (mut canonical, mut og_url) = (String::new(), String::new());
    let [mut og, mut card, mut title] = [String::new(), String::new(), String::new()];
    let first = |place: &mut String, value: &str| {
        if place.is_empty() {
            value.trim().clone_into(place);
        }
    };
    for (at, node) in tree.nodes.iter().enumerate() {
        match node.tag {
            Tag::Meta => {
                let Some(content) = tree.attribute(at, Attribute::Content) else { continue };
                for attribute in [Attribute::Property, Attribute::Name, Attribute::Itemprop] {
                    let Some(name) = tree.attribute(at, attribute) else { continue };
                    match name.to_ascii_lowercase().as_str() {
                        "og:title" => first(&mut og, content),
                        "twitter:title" => first(&mut card, content),
                        "og:site_name" | "application-name" => first(&mut facts.site, content),
                        "og:url" => first(&mut og_url, content),
                        "og:locale" | "content-language" if facts.language.is_empty() => {
                            content.clone_into(&mut facts.language);
                        }
                        _ => {}
                    }
                    if attribute == Attribute::Itemprop {
                        facts.dates.microdata(tree, at, name);
                    }
                    facts.dates.meta(name, content);
                }
            }
            Tag::Link
                if tree.attribute(at, Attribute::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                first(&mut canonical, tree.attribute(at, Attribute::Href).unwrap_or_default());
            }
            Tag::Title => first(&mut title, &tree.text_within(at)),
            Tag::Script => {
                for inner in tree.within(at) {
                    data::objects(tree.text(inner), &mut facts.objects);
                }
            }
            Tag::Text => {}
            _ => {
                if let Some(property) = tree.attribute(at, Attribute::Itemprop) {
                    facts.dates.microdata(tree, at, property);
                }
                if let Some(moment) = tree.attribute(at, Attribute::Title)
                    && let Some(class) = tree.attribute(at, Attribute::Class)
                {
                    facts.dates.microformat(class, moment);
                }
            }
        }
    }
    // A canonical address of the front page is a mistake of the site.
    let is_story = |url: &&String| url.contains("//") && url.split('/').filter(|part| !part.is_empty()).count() > 2;
    let own = [&canonical, &og_url].into_iter().find(is_story).cloned().unwrap_or_default();
    facts.url = if known.is_empty() { own } else { known.to_owned() };
    if let Some(object) = facts.objects.iter().find(|object| facts.language.is_empty() && !object.language.is_empty()) {
        facts.language.clone_from(&object.language);
    }
    let urls: Vec<String> = [known.to_owned(), canonical, og_url].into_iter().filter(|url| !url.is_empty()).collect();
    let said: Vec<String> = [&og, &card, &title].into_iter().filter(|text| !text.is_empty()).cloned().collect();
    facts.dates.data(&facts.objects, &urls, &said);
    let headline = facts.objects.iter().find(|object| object.is_article && !object.headline.is_empty());
    let headline = headline.map(|object| object.headline.clone()).unwrap_or_default();
    facts.titles = [og, headline, card, title].into_iter().filter(|text| !text.is_empty()).collect();
    for title in &mut facts.titles {
        *title = without_entities(title);
    }
    facts
}

/// Titles in scripts and attributes are at times escaped twice.
fn without_entities(title: &str) -> String {
    if !title.contains('&') {
        return title.to_owned();
    }
    let tree = Tree::new(title);
    (0..tree.nodes.len()).map(|at| tree.text(at)).collect::<String>().trim().to_owned()
}

impl Facts {
    /// The title of the story: what the page gives as its title, without the name of the site.
    ///
    /// The heading of the page is preferred where the title in its head has the same words and more: then the rest is
    /// the site's. `headings` are those of the page, the likeliest first.
    pub(super) fn title(&self, headings: &[String]) -> String {
        let Some(best) = self.titles.first() else { return headings.first().cloned().unwrap_or_default() };
        let is_within = |heading: &&String| dateline_page::same_words(best, heading) || is_behind(best, heading);
        if let Some(heading) = headings.iter().find(is_within) {
            return heading.clone();
        }
        without_site(best, &self.site).to_owned()
    }
}

/// Whether a title is a heading with the name of the site before it: "Example News: Talks end in Geneva".
fn is_behind(title: &str, heading: &str) -> bool {
    let at = title.len().checked_sub(heading.len()).filter(|at| title.is_char_boundary(*at));
    let rest = at.map(|at| title.split_at(at));
    rest.is_some_and(|(site, rest)| {
        rest.eq_ignore_ascii_case(heading) && heading.contains(' ') && !site.ends_with(char::is_alphanumeric)
    })
}

/// A title without the name of the site behind its last bar or dash: "Talks end | Example News", "Talks end - Example".
fn without_site<'a>(title: &'a str, site: &str) -> &'a str {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · "] {
        let Some((before, after)) = title.rsplit_once(mark) else { continue };
        let is_site =
            !site.is_empty() && (same_name(after, site) || site.to_lowercase().contains(&after.to_lowercase()));
        let words = |text: &str| text.split_whitespace().count();
        // "Talks end | World | Example News": sections are short.
        if is_site
            || (mark != " - " && words(after) <= 4 && words(before) >= 4)
            || (words(after) <= 3 && words(before) >= 5)
        {
            return without_site(before.trim_end(), site);
        }
    }
    title.trim()
}

fn same_name(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_the_site() {
        for (title, site, expected) in [
            ("Talks on river end without accord | Example News", "", "Talks on river end without accord"),
            ("Talks on river end without accord | World | Example", "", "Talks on river end without accord"),
            ("Talks end - Example News Agency", "Example News Agency", "Talks end"),
            ("Talks on river end in fourth round - Example News", "", "Talks on river end in fourth round"),
            ("Talks end - minister says more are to come soon", "", "Talks end - minister says more are to come soon"),
            ("Talks", "", "Talks"),
        ] {
            assert_eq!(without_site(title, site), expected, "{title}");
        }
    }
}
