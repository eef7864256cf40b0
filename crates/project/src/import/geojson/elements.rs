//! Who takes the elements that a stream is cut into, and who reads them before they are cut out.

/// Whoever takes the elements.
pub(crate) trait Elements<E> {
    /// An element with its byte offset and the skeleton so far.
    fn element(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<(), E>;

    /// The bytes from the beginning of an element on, whose end is not known: who can read it at once takes it, and
    /// spares looking for its end.
    fn leading(&mut self, _offset: u64, _bytes: &[u8], _skeleton: &[u8]) -> Result<Leading, E> {
        Ok(Leading::Unknown)
    }
}

/// What came of an element whose end is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leading {
    /// It was taken and has this many bytes.
    Taken(usize),
    /// It seems to go on behind the bytes that are there.
    Cut,
    /// Its end must be looked for.
    Unknown,
}

impl<E, F: FnMut(u64, &[u8], &[u8]) -> Result<(), E>> Elements<E> for F {
    fn element(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<(), E> {
        self(offset, bytes, skeleton)
    }
}
