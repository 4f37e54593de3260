//! Which of the names that sources list are names in running text.

/// The short name of a division: "Donetsk Oblast" is "Donetsk" in running text as well. What would be left as a word of
/// its own ("Western Province", "Delta State", "Red Sea State") has no short name.
///
/// ```
/// use dateline_data_gazetteer::without_type;
/// assert_eq!((without_type("Donetsk Oblast"), without_type("Texas")), (Some("Donetsk"), None));
/// assert_eq!((without_type("Zamfara State"), without_type("Delta State")), (Some("Zamfara"), None));
/// ```
pub fn without_type(name: &str) -> Option<&str> {
    const TYPES: [&str; 15] = [
        " Province",
        " Oblast",
        " Oblast’",
        " Region",
        " Governorate",
        " Department",
        " Prefecture",
        " Republic",
        " Sheng",
        " District",
        " Municipality",
        " Voivodeship",
        " State",
        " County",
        " Division",
    ];
    const WORDS: [&str; 26] = [
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Central",
        "Upper",
        "Lower",
        "Middle",
        "New",
        "Capital",
        "Metropolitan",
        "Delta",
        "Rivers",
        "Plateau",
        "Red Sea",
        "River Nile",
        "Lakes",
        "Unity",
        "Niger",
        "Free",
        "Federal",
        "Coast",
    ];
    let left = TYPES.iter().find_map(|t| name.strip_suffix(t)).filter(|n| n.len() > 2)?;
    let other_type = left.ends_with(" Regional") || left.ends_with(" City");
    (!WORDS.contains(&left) && !other_type).then_some(left)
}

/// The short name of a second-level division of which the source puts before it what it is: "Province of Davao del Sur".
///
/// ```
/// use dateline_data_gazetteer::behind_type;
/// assert_eq!((behind_type("Province of Davao del Sur"), behind_type("Davao City")), (Some("Davao del Sur"), None));
/// ```
pub fn behind_type(name: &str) -> Option<&str> {
    const TYPES: [&str; 6] =
        ["Province of ", "Provincia de ", "Provincia di ", "Departamento de ", "Departamento del ", "Kabupaten "];
    TYPES.iter().find_map(|t| name.strip_prefix(t)).filter(|n| n.len() > 2)
}

/// The other way to write the first word: "Mt Vernon" for "Mount Vernon", "Saint Paul" for "St. Paul".
///
/// ```
/// use dateline_data_gazetteer::other_writing;
/// assert_eq!(other_writing("Mount Vernon").as_deref(), Some("Mt Vernon"));
/// assert_eq!(other_writing("St. Paul").as_deref(), Some("Saint Paul"));
/// assert_eq!(other_writing("Stanford"), None);
/// ```
pub fn other_writing(name: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 6] = [
        ("Saint ", "St "),
        ("Mount ", "Mt "),
        ("Fort ", "Ft "),
        ("St. ", "Saint "),
        ("Mt. ", "Mount "),
        ("Ft. ", "Fort "),
    ];
    PAIRS.iter().find_map(|(one, other)| Some(format!("{other}{}", name.strip_prefix(one)?)))
}

/// Whether an alternate name may occur in English text: Latin script, capitalised, no code.
///
/// ```
/// use dateline_data_gazetteer::is_findable;
/// assert!(is_findable("Teheran") && !is_findable("طهران") && !is_findable("THR"));
/// ```
pub fn is_findable(name: &str) -> bool {
    let mut letters = name.chars();
    let (Some(first), Some(_), Some(_)) = (letters.next(), letters.next(), letters.next()) else { return false };
    let latin = |c: char| c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c);
    let mark = |c: char| "'’‘ʻʼ‐–".contains(c);
    first.is_uppercase()
        && name.chars().all(|c| (latin(c) || mark(c)) && !",()/\"".contains(c) && !c.is_ascii_digit())
        && name.chars().any(char::is_lowercase)
}
