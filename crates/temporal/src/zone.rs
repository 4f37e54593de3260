//! Time zones by offset or by name.

use crate::{Classes, Lexicon};

/// The minutes ahead of UTC of a zone as people write it: "+03:00", "-0530", "UTC+3", "GMT", "Z", or an abbreviation that
/// the word list has ("EST", "MSK").
///
/// ```
/// use dateline_temporal::zone::minutes;
///
/// assert_eq!(["+03:00", "UTC-3:30", "GMT +3", "EST", "Z"].map(minutes), [Some(180), Some(-210), Some(180), Some(-300), Some(0)]);
/// assert_eq!(["", "+", "+25", "Mars", "3 pm"].map(minutes), [None; 5]);
/// ```
pub fn minutes(text: &str) -> Option<i16> {
    let text = text.trim();
    let name = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let base = match &text[..name] {
        "" | "Z" | "z" => 0,
        name => Lexicon::new().number_of(&name.to_ascii_uppercase(), Classes::ZONE)? as i16,
    };
    let rest = text[name..].trim_start();
    if rest.is_empty() {
        return (name > 0).then_some(base);
    }
    let (sign, figures) = rest
        .strip_prefix('+')
        .map(|rest| (1, rest))
        .or_else(|| rest.strip_prefix(['-', '\u{2212}']).map(|rest| (-1, rest)))?;
    let (hours, minutes) = match figures.trim_start().split_once(':') {
        Some(parts) => parts,
        None if figures.len() == 4 && figures.is_ascii() => figures.split_at(2),
        None => (figures.trim_start(), "0"),
    };
    let figure = |text: &str, limit: i16| {
        let plain = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i16>().ok().filter(|number| plain && *number <= limit)
    };
    let zone = base + sign * (figure(hours, 15)? * 60 + figure(minutes, 59)?);
    (zone.abs() <= 15 * 60).then_some(zone)
}
