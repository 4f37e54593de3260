//! Signs that stand within a line: its marks, its words.
#![allow(clippy::enum_glob_use, reason = "lists of signs are read as lists of words")]

use crate::lines::{End, Line};

use super::sign::Sign;
use super::words::{look_up, tells};

/// Signs of the marks within a line.
pub(crate) fn marks(words: &str, line: &Line, add: &mut impl FnMut(Sign, bool)) {
    use Sign::*;
    let bytes = words.as_bytes();
    let (mut figures, mut run, mut longest) = (0, 0, 0);
    let [mut mail, mut stop, mut tab, mut web, mut slashes] = [false; 5];
    let mut label = None;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                figures += 1;
                run += 1;
                longest = longest.max(run);
                continue;
            }
            b' ' | b'-' | b'(' | b')' | b'+' => continue,
            b'/' => {
                slashes |= at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
                continue;
            }
            b'@' => mail |= at > 0 && bytes[at - 1].is_ascii_alphanumeric(),
            b'\t' => tab = true,
            b'.' => {
                let rest = &bytes[at + 1..];
                stop |= rest.first() == Some(&b' ') && rest.get(1).is_some_and(u8::is_ascii_uppercase);
                web |= bytes[..at].ends_with(b"www");
            }
            b':' => {
                web |= bytes[..at].ends_with(b"http") || bytes[..at].ends_with(b"https");
                if label.is_none() && at <= 30 && bytes.get(at + 1) == Some(&b' ') {
                    label = Some(&words[..at]);
                }
            }
            _ => {}
        }
        run = 0;
    }
    add(Mail, mail);
    add(Tab, tab);
    add(InnerStop, stop);
    add(Phone, longest >= 7 && line.moment.covers == 0);
    add(Figures, figures * 3 >= words.len());
    add(Web, web);
    add(Slashes, slashes);
    let shouted = |label: &str| !label.bytes().any(|byte| byte.is_ascii_lowercase()) && label.len() >= 2;
    add(Speaker, label.is_some_and(shouted));
    add(Field, label.is_some() && line.words <= 12 && line.end == End::Open);
}

/// Signs of the words of a line. What a long one says of sites and of us is said of other things, unless it says little
/// else.
pub(crate) fn word_signs(words: &str, add: &mut impl FnMut(Sign, bool)) {
    use Sign::*;
    let (mut small, mut us, mut site, mut count) = (0, 0, 0, 0);
    let (mut told, mut called, mut quoted) = (0, false, false);
    let apart =
        |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'\'' | b'-' | b'.' | b'"');
    for word in words.as_bytes().split(apart) {
        // What people say of themselves between quotation marks is none of the site.
        quoted ^= word.iter().fold(false, |odd, byte| odd ^ (*byte == b'"'));
        quoted |= word.starts_with("“".as_bytes());
        let bare = word.iter().position(u8::is_ascii_alphanumeric).map_or(&[][..], |from| &word[from..]);
        let bare = &bare[..bare.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1)];
        if !bare.is_empty() {
            count += 1;
            let bits = look_up(bare);
            small += u32::from(bits & tells::SMALL != 0);
            us += u32::from(bits & tells::US != 0 && !quoted);
            site += u32::from(bits & tells::SITE != 0);
            told |= bits;
            called |= count == 1 && bits & tells::CALL != 0;
        }
        quoted &= !word.ends_with("”".as_bytes());
    }
    let short = count <= 20;
    add(
        match small {
            0 => Small0,
            1 => Small1,
            2 | 3 => Small2,
            _ => Small4,
        },
        true,
    );
    add(Us, us >= 1 && us * 24 >= count);
    add(UsTwice, us >= 2 && us * 12 >= count);
    add(Site, site >= 1 && site * 16 >= count);
    add(SiteTwice, site >= 2 && site * 10 >= count);
    add(SiteHalf, site >= 1 && site * 2 >= count);
    add(Call, called && short);
    add(Told, told & tells::TOLD != 0);
    add(AddressWord, told & tells::ADDRESS != 0 && short);
    add(Role, told & tells::ROLE != 0 && count <= 30);
}
