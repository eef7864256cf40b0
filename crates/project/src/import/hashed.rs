//! A file that is hashed while it is read, if anybody wants to know.

use std::io::{self, BufReader, Read};

use sha2::{Digest, Sha256};

/// Reads through a large buffer and keeps the SHA-256 of what passed, if it is wanted.
pub(crate) struct Hashed<R> {
    source: BufReader<Tap<R>>,
}

struct Tap<R> {
    source: R,
    hash: Option<Sha256>,
    bytes: u64,
}

impl<R: Read> Hashed<R> {
    pub(crate) fn new(source: R, wanted: bool) -> Self {
        let tap = Tap { source, hash: wanted.then(Sha256::new), bytes: 0 };
        Self { source: BufReader::with_capacity(1 << 20, tap) }
    }

    /// Reads what is left; size and SHA-256 (lower-case hexadecimal, empty if not wanted) of the whole.
    pub(crate) fn finish(mut self) -> io::Result<(u64, String)> {
        io::copy(&mut self.source, &mut io::sink())?;
        let tap = self.source.into_inner();
        Ok((tap.bytes, told(tap.hash)))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.source.read(into)
    }
}

impl<R: Read> Read for Tap<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&into[..read]);
        }
        self.bytes += read as u64;
        Ok(read)
    }
}

/// A hash in lower-case hexadecimal; nothing if it was not wanted.
pub(crate) fn told(hash: Option<Sha256>) -> String {
    hash.map(|hash| hex(&hash.finalize())).unwrap_or_default()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
