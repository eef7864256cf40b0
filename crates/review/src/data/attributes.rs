//! A feature's attributes: text under delivered names, packed.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// Attributes in delivered order, shared between clones.
///
/// Most features of a large layer are never asked for theirs: they stay packed, a tenth of what pairs of texts take, and
/// the names are kept once for features that follow each other.
#[derive(Clone, PartialEq, Eq)]
pub struct Attributes {
    /// Each text behind its length in groups of seven bits, the lowest first.
    names: Arc<[u8]>,
    /// The same, one for each name.
    values: Arc<[u8]>,
}

/// Bytes that are no packed attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no packed attributes")]
pub struct NotAttributes;

impl Attributes {
    /// Packs pairs of name and value.
    #[must_use]
    pub fn new<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let (mut names, mut values) = (Vec::with_capacity(128), Vec::with_capacity(128));
        for (name, value) in pairs {
            for (text, packed) in [(name.as_ref(), &mut names), (value.as_ref(), &mut values)] {
                push_length(text.len(), packed);
                packed.extend_from_slice(text.as_bytes());
            }
        }
        Self { names: known(&names), values: values.into() }
    }

    /// Takes what [`packed`](Self::packed) gave elsewhere.
    ///
    /// # Errors
    /// Any other bytes.
    pub fn from_packed(packed: &[u8]) -> Result<Self, NotAttributes> {
        let mut rest = packed;
        let length = length(&mut rest).ok_or(NotAttributes)?;
        let (names, values) = rest.split_at_checked(length).ok_or(NotAttributes)?;
        let texts = |mut rest: &[u8]| {
            let mut count = 0_usize;
            while !rest.is_empty() {
                next(&mut rest).ok_or(NotAttributes)?;
                count += 1;
            }
            Ok(count)
        };
        if texts(names)? != texts(values)? {
            return Err(NotAttributes);
        }
        Ok(Self { names: known(names), values: values.into() })
    }

    /// All of it as bytes: the length of the names, the names, the values.
    #[must_use]
    pub fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.names.len() + self.values.len() + 4);
        push_length(self.names.len(), &mut packed);
        packed.extend_from_slice(&self.names);
        packed.extend_from_slice(&self.values);
        packed
    }

    /// Name and value, one after the other.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let (mut names, mut values) = (&*self.names, &*self.values);
        std::iter::from_fn(move || Some((next(&mut names)?, next(&mut values)?)))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// The names; those that this thread saw last are not kept twice.
fn known(names: &[u8]) -> Arc<[u8]> {
    thread_local! {
        static LAST: RefCell<Arc<[u8]>> = RefCell::new(Arc::new([]));
    }
    LAST.with_borrow_mut(|last| {
        if **last != *names {
            *last = names.into();
        }
        Arc::clone(last)
    })
}

fn push_length(mut length: usize, packed: &mut Vec<u8>) {
    while length >= 0x80 {
        packed.push(length as u8 | 0x80);
        length >>= 7;
    }
    packed.push(length as u8);
}

/// The text at the beginning of `rest`, which goes on behind it.
fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = length(rest)?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok()
}

/// The length at the beginning of `rest`.
fn length(rest: &mut &[u8]) -> Option<usize> {
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        length |= usize::from(byte & 0x7F).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(length);
        }
    }
}

impl Default for Attributes {
    fn default() -> Self {
        Self::new::<&str, &str>([])
    }
}

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
        let again = Attributes::from_packed(&attributes.packed()).unwrap();
        assert_eq!(again, attributes);
        assert!(Arc::ptr_eq(&again.names, &attributes.names), "the names are kept once");
        assert_eq!(again.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>(), pairs);
        assert_eq!((again.len(), again.is_empty()), (3, false));
        assert_eq!(Attributes::from_packed(&Attributes::default().packed()), Ok(Attributes::default()));
        assert!(Attributes::default().is_empty());
    }

    #[test]
    fn other_bytes_are_refused() {
        let good = Attributes::from(vec![("a".to_owned(), "值".to_owned())]);
        for length in 0..good.packed().len() {
            assert_eq!(Attributes::from_packed(&good.packed()[..length]), Err(NotAttributes), "{length}");
        }
        for bytes in [&[0x80][..], &[0xFF; 30], &[2, 1, 0xFF, 0], &[1, 0], &[200, 1, 0], &[0, 0], &[1, 0, 0, 0]] {
            assert_eq!(Attributes::from_packed(bytes), Err(NotAttributes), "{bytes:?}");
        }
    }
}
