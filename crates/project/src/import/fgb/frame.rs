//! The pieces of a file: magic bytes, header, index, features; no length is believed that the file cannot hold.

use std::io::{self, Read};

use crate::import::ImportError;
use crate::import::hashed::Hashed;
use crate::import::item::{Item, Opened, unreadable};
use crate::lang::Text;
use crate::source::SourcePart;

/// Bytes of the largest header and of the largest feature.
const LARGEST_HEADER: u64 = 16 << 20;
const LARGEST_FEATURE: u64 = 1 << 30;
/// Bytes of a node of the index.
const NODE: u64 = 40;

/// A file being read from its beginning to its end.
pub(super) struct Frames {
    source: Hashed<Opened>,
    name: String,
    done: u64,
    total: u64,
}

impl Frames {
    pub(super) fn open(item: &Item, hash: bool) -> Result<Self, ImportError> {
        let opened = item.open()?;
        let total = opened.bytes;
        Ok(Self { source: Hashed::new(opened, hash), name: item.name(), done: 0, total })
    }

    pub(super) fn done(&self) -> u64 {
        self.done
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Magic bytes and header, with its length before it.
    pub(super) fn header(&mut self) -> Result<Vec<u8>, ImportError> {
        let mut magic = [0; 8];
        self.exactly(&mut magic)?;
        if !(magic.starts_with(b"fgb\x03") && magic[4..7] == *b"fgb") {
            return Err(damaged(&self.name, "版本无法识别(只读第 3 版)", "its version is not known (only 3 is read)"));
        }
        let mut header = Vec::new();
        if !self.table(LARGEST_HEADER, &mut header)? {
            return Err(self.cut_off());
        }
        Ok(header)
    }

    /// Steps over the index.
    pub(super) fn skip_index(&mut self, features: u64, node_size: u16) -> Result<(), ImportError> {
        if features == 0 || node_size == 0 {
            return Ok(());
        }
        let wrong = |name: &str| damaged(name, "索引长度与文件不符", "the length of its index does not fit the file");
        if node_size < 2 {
            return Err(wrong(&self.name));
        }
        let (mut level, mut nodes) = (features, features);
        while level > 1 {
            level = level.div_ceil(u64::from(node_size));
            nodes = nodes.checked_add(level).ok_or_else(|| wrong(&self.name))?;
        }
        // A tree over one feature still has a root.
        let nodes = if features == 1 { 2 } else { nodes };
        let bytes = nodes.checked_mul(NODE).filter(|bytes| *bytes <= self.total - self.done);
        let bytes = bytes.ok_or_else(|| wrong(&self.name))?;
        let skipped = io::copy(&mut self.source.by_ref().take(bytes), &mut io::sink());
        if skipped.map_err(|error| unreadable(&self.name, &error))? < bytes {
            return Err(self.cut_off());
        }
        self.done += bytes;
        Ok(())
    }

    /// The next feature, with its length before it; false at the end.
    pub(super) fn feature(&mut self, into: &mut Vec<u8>) -> Result<bool, ImportError> {
        self.table(LARGEST_FEATURE, into)
    }

    /// A table with its length before it.
    fn table(&mut self, limit: u64, into: &mut Vec<u8>) -> Result<bool, ImportError> {
        into.clear();
        let read = self.source.by_ref().take(4).read_to_end(into).map_err(|error| unreadable(&self.name, &error))?;
        self.done += read as u64;
        let length = match into.as_slice() {
            [] => return Ok(false),
            [a, b, c, d] => u64::from(u32::from_le_bytes([*a, *b, *c, *d])),
            _ => return Err(self.cut_off()),
        };
        if length > self.total.saturating_sub(self.done) {
            return Err(self.cut_off());
        }
        if length > limit {
            return Err(ImportError::TooLarge { file: self.name.clone(), offset: self.done, limit });
        }
        let read =
            self.source.by_ref().take(length).read_to_end(into).map_err(|error| unreadable(&self.name, &error))?;
        self.done += read as u64;
        if (read as u64) < length { Err(self.cut_off()) } else { Ok(true) }
    }

    fn exactly(&mut self, into: &mut [u8]) -> Result<(), ImportError> {
        self.source.read_exact(into).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.cut_off(),
            _ => unreadable(&self.name, &error),
        })?;
        self.done += into.len() as u64;
        Ok(())
    }

    fn cut_off(&self) -> ImportError {
        let at = self.done;
        damaged(
            &self.name,
            &format!("第 {at} 字节处中断或长度不符"),
            &format!("cut off, or a wrong length, at byte {at}"),
        )
    }

    /// Size and hash.
    pub(super) fn finish(self, item: &Item) -> Result<SourcePart, ImportError> {
        let (bytes, sha256) = self.source.finish().map_err(|error| unreadable(&self.name, &error))?;
        Ok(SourcePart { name: item.file().name(), bytes, sha256 })
    }
}

pub(super) fn damaged(file: &str, zh: &str, en: &str) -> ImportError {
    ImportError::Damaged { file: file.to_owned(), format: "FlatGeobuf".to_owned(), what: Text::new(zh, en) }
}
