//! Attributes that a format has decoded already, packed as the bytes of a record.

/// Name and value, in the order of the file.
pub(crate) type Pairs = Vec<(String, String)>;

/// Packs them.
pub(crate) fn pack(pairs: &Pairs) -> Vec<u8> {
    postcard::to_stdvec(pairs).unwrap_or_default()
}

/// Unpacks what [`pack`] made.
pub(crate) fn unpack(raw: &[u8]) -> Pairs {
    postcard::from_bytes(raw).unwrap_or_default()
}
