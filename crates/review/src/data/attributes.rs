//! A feature's attributes: text under delivered names, packed until somebody looks at them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Attributes in delivered order, shared between clones.
///
/// Most features of a large layer are never asked for theirs: they stay packed in one piece of memory, a tenth of what
/// pairs of texts take. Looked at as a slice, they are unpacked once.
#[derive(Clone)]
pub struct Attributes(Arc<Inner>);

struct Inner {
    packed: Box<[u8]>,
    pairs: OnceLock<Box<[(String, String)]>>,
}

/// Bytes that are no packed attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no packed attributes")]
pub struct NotAttributes;

impl Attributes {
    /// Packs pairs of name and value.
    #[must_use]
    pub fn new<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut packed = Vec::with_capacity(256);
        for (name, value) in pairs {
            for text in [name.as_ref(), value.as_ref()] {
                let mut length = text.len();
                while length >= 0x80 {
                    packed.push(length as u8 | 0x80);
                    length >>= 7;
                }
                packed.push(length as u8);
                packed.extend_from_slice(text.as_bytes());
            }
        }
        Self(Arc::new(Inner { packed: packed.into(), pairs: OnceLock::new() }))
    }

    /// Takes what [`packed`](Self::packed) gave elsewhere.
    ///
    /// # Errors
    /// Any other bytes.
    pub fn from_packed(packed: &[u8]) -> Result<Self, NotAttributes> {
        let mut rest = packed;
        let mut texts = 0_usize;
        while !rest.is_empty() {
            next(&mut rest).ok_or(NotAttributes)?;
            texts += 1;
        }
        if !texts.is_multiple_of(2) {
            return Err(NotAttributes);
        }
        Ok(Self(Arc::new(Inner { packed: packed.into(), pairs: OnceLock::new() })))
    }

    /// The bytes: each text behind its length in groups of seven bits, the lowest first.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.0.packed
    }

    /// Name and value, one after the other, without unpacking.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.packed();
        std::iter::from_fn(move || Some((next(&mut rest)?, next(&mut rest)?)))
    }
}

/// The text at the beginning of `rest`, which goes on behind it.
fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        length |= usize::from(byte & 0x7F).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok()
}

impl Deref for Attributes {
    type Target = [(String, String)];

    fn deref(&self) -> &Self::Target {
        self.0.pairs.get_or_init(|| self.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

impl Default for Attributes {
    fn default() -> Self {
        Self::new::<&str, &str>([])
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        self.packed() == other.packed()
    }
}

impl Eq for Attributes {}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.texts()).finish()
    }
}

impl From<Vec<(String, String)>> for Attributes {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self::new(pairs)
    }
}

impl<const N: usize> From<[(String, String); N]> for Attributes {
    fn from(pairs: [(String, String); N]) -> Self {
        Self::new(pairs)
    }
}

impl FromIterator<(String, String)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self::new(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        let long = "长".repeat(20_000);
        let pairs = vec![("BSM".to_owned(), "1".to_owned()), (String::new(), long), ("BSM".to_owned(), String::new())];
        let attributes = Attributes::from(pairs.clone());
        assert_eq!(*attributes, *pairs);
        let again = Attributes::from_packed(attributes.packed()).unwrap();
        assert_eq!(again, attributes);
        assert_eq!(again.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>(), pairs);
        assert!(Attributes::default().is_empty());
    }

    #[test]
    fn other_bytes_are_refused() {
        let good = Attributes::from(vec![("a".to_owned(), "值".to_owned())]);
        for length in 1..good.packed().len() {
            assert_eq!(Attributes::from_packed(&good.packed()[..length]), Err(NotAttributes), "{length}");
        }
        for bytes in [&[0x80][..], &[0xFF; 30], &[1, 0xFF, 0], &[0], &[200, 1, 0]] {
            assert_eq!(Attributes::from_packed(bytes), Err(NotAttributes), "{bytes:?}");
        }
    }
}
