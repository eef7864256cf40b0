//! Attributes on their way from the bytes of a record to a feature.

use std::borrow::Cow;

/// Attributes of a record, as far as possible where they lie in its bytes.
pub(crate) type Texts<'r> = Vec<(Cow<'r, str>, Cow<'r, str>)>;

/// Turns a record's bytes into attributes.
pub(crate) type Decode<'a> = &'a dyn for<'r> Fn(&'r [u8]) -> Texts<'r>;

/// Attributes to keep.
pub(crate) fn owned(texts: Texts<'_>) -> Vec<(String, String)> {
    texts.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Attributes that had to be made.
pub(crate) fn made(pairs: Vec<(String, String)>) -> Texts<'static> {
    pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}
