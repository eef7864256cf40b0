//! A file in pieces, read ahead and hashed on a thread of its own.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};

use super::hashed::told;

/// Bytes a piece.
const SIZE: usize = 1 << 20;
/// Pieces read ahead.
const AHEAD: usize = 4;
/// What part of a piece is the room before it, for what is left of the one before: most features are smaller.
const ROOM_PART: usize = 16;

/// A window over a file: bytes come at its end and are taken from its beginning.
pub(crate) struct Chunks {
    /// Pieces in order, each behind its room.
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Pieces that were read, to be filled again: fresh memory costs more than the reading.
    spent: Sender<Vec<u8>>,
    /// The window lies in here, from `from` to the end.
    held: Vec<u8>,
    from: usize,
    room: usize,
    reader: JoinHandle<(u64, String)>,
}

impl Chunks {
    /// Begins to read; `hash` says whether the SHA-256 is wanted.
    pub(crate) fn of(file: impl Read + Send + 'static, hash: bool) -> io::Result<Self> {
        let size = size();
        let room = size / ROOM_PART;
        // Some pieces ahead: reading and hashing overlap with parsing, memory stays bounded.
        let (give, pieces) = sync_channel(AHEAD);
        let (spent, empty) = channel();
        let reader = std::thread::Builder::new()
            .name("read ahead".to_owned())
            .spawn(move || ahead(file, (size, room), hash, give, empty))?;
        Ok(Self { pieces, spent, held: Vec::new(), from: 0, room, reader })
    }

    /// Brings the next piece into the window; gives its size, 0 at the end.
    pub(crate) fn more(&mut self) -> io::Result<usize> {
        let Ok(piece) = self.pieces.recv() else { return Ok(0) };
        let room = self.room;
        let mut piece = piece?;
        let (read, left) = (piece.len() - room, self.held.len() - self.from);
        if left > room {
            self.held.drain(..self.from);
            self.held.extend_from_slice(&piece[room..]);
            self.from = 0;
        } else {
            piece[room - left..room].copy_from_slice(&self.held[self.from..]);
            std::mem::swap(&mut self.held, &mut piece);
            self.from = room - left;
        }
        if piece.capacity() <= 2 * SIZE {
            let _ = self.spent.send(piece); // the reader may have ended
        }
        Ok(read)
    }

    /// The bytes in the window.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.held[self.from..]
    }

    /// Takes bytes from its beginning.
    pub(crate) fn taken(&mut self, bytes: usize) {
        self.from = (self.from + bytes).min(self.held.len());
    }

    /// Size and SHA-256 (lower-case hexadecimal, empty if not wanted) of what was read.
    pub(crate) fn close(self) -> io::Result<(u64, String)> {
        drop(self.pieces);
        self.reader.join().map_err(|_| io::Error::other("the reading thread failed"))
    }
}

/// Bytes a piece; tests cut finer.
fn size() -> usize {
    #[cfg(test)]
    if let Some(size) = tests::SIZE.get() {
        return size;
    }
    SIZE
}

/// Reads pieces until the file ends or nobody listens; gives its size and hash.
fn ahead(
    mut file: impl Read,
    (size, room): (usize, usize),
    hash: bool,
    give: SyncSender<io::Result<Vec<u8>>>,
    empty: Receiver<Vec<u8>>,
) -> (u64, String) {
    let (mut hash, mut total) = (hash.then(Sha256::new), 0);
    loop {
        let mut piece = empty.try_recv().unwrap_or_else(|_| Vec::with_capacity(room + size));
        piece.resize(room, 0);
        match file.by_ref().take(size as u64).read_to_end(&mut piece) {
            Ok(0) => break,
            Ok(read) => {
                if let Some(hash) = &mut hash {
                    hash.update(&piece[room..]);
                }
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
    (total, told(hash))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;
    use std::io::{Seek, Write};

    thread_local! {
        /// Another size of pieces, for what is read from this thread.
        pub(crate) static SIZE: Cell<Option<usize>> = const { Cell::new(None) };
    }

    #[test]
    fn what_is_not_taken_stays_in_the_window() {
        let whole: Vec<u8> = (0..5 * super::SIZE + 77).map(|k| (k % 251) as u8).collect();
        for step in [super::SIZE / 3, super::SIZE - 5, super::SIZE] {
            let mut chunks = super::Chunks::of(std::io::Cursor::new(whole.clone()), false).unwrap();
            let mut got = Vec::new();
            while chunks.more().unwrap() > 0 {
                let length = chunks.bytes().len().min(step);
                got.extend_from_slice(&chunks.bytes()[..length]);
                chunks.taken(length);
            }
            got.extend_from_slice(chunks.bytes());
            assert!(got == whole, "{step}");
            assert_eq!(chunks.close().unwrap().0, whole.len() as u64);
        }
    }

    #[test]
    fn the_hash_is_that_of_the_whole_file() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"abc").unwrap();
        file.rewind().unwrap();
        let mut chunks = super::Chunks::of(file, true).unwrap();
        assert_eq!(chunks.more().unwrap(), 3);
        assert_eq!(chunks.bytes(), b"abc");
        assert_eq!(chunks.more().unwrap(), 0);
        let (bytes, hash) = chunks.close().unwrap();
        assert_eq!(bytes, 3);
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
