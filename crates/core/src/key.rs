//! The names of fields as JSON spells them, made while the program is compiled: writers only copy.

/// A name with what stands around it where it is a key: `,"name":`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name itself.
    pub name: &'static str,
    /// Padded, so that a copy is always as long; `len` is 0 where the name is too long for it or needs escaping.
    spelt: [u8; Key::ROOM],
    len: u8,
}

impl Key {
    /// How long a spelling is with its padding.
    pub const ROOM: usize = 32;

    /// The key of this name.
    pub const fn of(name: &'static str) -> Key {
        let bytes = name.as_bytes();
        let mut key = Key { name, spelt: [b' '; Key::ROOM], len: 0 };
        if bytes.len() + 4 > Key::ROOM {
            return key;
        }
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x20 || bytes[at] == b'"' || bytes[at] == b'\\' {
                return key;
            }
            key.spelt[at + 2] = bytes[at];
            at += 1;
        }
        key.spelt[0] = b',';
        key.spelt[1] = b'"';
        key.spelt[at + 2] = b'"';
        key.spelt[at + 3] = b':';
        key.len = at as u8 + 4;
        key
    }

    /// The spelling with its padding and how much of it counts, unless the name is long or needs escaping.
    #[inline]
    pub fn spelt(&self) -> Option<(&[u8; Key::ROOM], usize)> {
        (self.len > 0).then_some((&self.spelt, usize::from(self.len)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelt_as_json_spells_it() {
        let spelt =
            |name| Key::of(name).spelt().map(|(spelt, len)| String::from_utf8_lossy(&spelt[..len]).into_owned());
        assert_eq!(spelt("kind").as_deref(), Some(r#","kind":"#));
        assert_eq!(spelt("a \"quoted\" name"), None);
        let long = "a name that is far too long for a place";
        assert_eq!(spelt(&long[..28]), Some(format!(r#","{}":"#, &long[..28])));
        assert_eq!(spelt(&long[..29]), None);
    }
}
