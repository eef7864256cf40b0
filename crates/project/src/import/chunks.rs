//! A file in pieces, read ahead and hashed on a thread of its own.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};

use super::hashed::hex;

/// Bytes a piece.
const SIZE: usize = 4 << 20;

/// The pieces of a file, in order.
pub(crate) struct Chunks {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Pieces that were read, to be filled again: fresh memory costs more than the reading.
    spent: Sender<Vec<u8>>,
    reader: JoinHandle<(u64, String)>,
}

impl Chunks {
    pub(crate) fn of(mut file: impl Read + Send + 'static) -> io::Result<Self> {
        // Two pieces ahead: reading and hashing overlap with parsing, memory stays bounded.
        let (give, pieces) = sync_channel(2);
        let (spent, empty) = channel::<Vec<u8>>();
        let reader = std::thread::Builder::new().name("read ahead".to_owned()).spawn(move || {
            let (mut hash, mut total) = (Sha256::new(), 0);
            loop {
                let mut piece = empty.try_recv().unwrap_or_else(|_| Vec::with_capacity(SIZE));
                piece.clear();
                match file.by_ref().take(SIZE as u64).read_to_end(&mut piece) {
                    Ok(0) => break,
                    Ok(read) => {
                        hash.update(&piece);
                        total += read as u64;
                        if give.send(Ok(piece)).is_err() {
                            break; // nobody listens any more
                        }
                    }
                    Err(error) => {
                        let _ = give.send(Err(error));
                        break;
                    }
                }
            }
            (total, hex(&hash.finalize()))
        })?;
        Ok(Self { pieces, spent, reader })
    }

    /// The next piece; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        self.pieces.recv().ok()
    }

    /// Gives a piece back.
    pub(crate) fn recycle(&self, piece: Vec<u8>) {
        let _ = self.spent.send(piece); // the reader may have ended
    }

    /// Size and SHA-256 (lower-case hexadecimal) of what was read.
    pub(crate) fn close(self) -> io::Result<(u64, String)> {
        drop(self.pieces);
        self.reader.join().map_err(|_| io::Error::other("the reading thread failed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek, Write};

    #[test]
    fn the_hash_is_that_of_the_whole_file() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"abc").unwrap();
        file.rewind().unwrap();
        let mut chunks = Chunks::of(file).unwrap();
        assert_eq!(chunks.next().unwrap().unwrap(), b"abc");
        assert!(chunks.next().is_none());
        let (bytes, hash) = chunks.close().unwrap();
        assert_eq!(bytes, 3);
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
