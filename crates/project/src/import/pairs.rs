//! Attributes that a format has decoded already, packed as the bytes of a record.

use super::texts::Texts;

/// Name and value, in the order of the file.
pub(crate) type Pairs = Vec<(String, String)>;

/// Packs them.
pub(crate) fn pack(pairs: &Pairs) -> Vec<u8> {
    postcard::to_stdvec(pairs).unwrap_or_default()
}

/// Shows what [`pack`] packed.
pub(crate) fn unpack(raw: &[u8]) -> Texts<'_> {
    let pairs: Vec<(&str, &str)> = postcard::from_bytes(raw).unwrap_or_default();
    pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}
