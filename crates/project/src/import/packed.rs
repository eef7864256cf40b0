//! A small zip that lies in memory: the document of a KMZ, a workbook before a library opens it.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;
use crate::lang::Text;

/// Entries of one zip.
const MOST_ENTRIES: usize = 10_000;
/// Bytes unpacked of one zip.
const MOST_BYTES: u64 = 512 << 20;
/// Unpacked to packed bytes, once there is enough of it to matter.
const MOST_RATIO: u64 = 200;
const RATIO_MATTERS: u64 = 32 << 20;

/// A zip in memory.
pub(crate) struct Packed<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Its size.
    bytes: u64,
    file: &'a str,
}

impl<'a> Packed<'a> {
    /// Reads the directory.
    ///
    /// # Errors
    /// A damaged zip, or too many entries.
    pub(crate) fn open(bytes: &'a [u8], file: &'a str) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad(file, &error))?;
        if archive.len() > MOST_ENTRIES {
            let what = Text::new(format!("超过 {MOST_ENTRIES} 个文件"), format!("more than {MOST_ENTRIES} entries"));
            return Err(ImportError::ArchiveLimit { file: file.to_owned(), what });
        }
        Ok(Self { archive, bytes: bytes.len() as u64, file })
    }

    /// The names of its entries, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(Cow::into_owned).collect()
    }

    /// Unpacks one entry.
    ///
    /// # Errors
    /// A damaged entry, one with a password, or one that grows beyond the limits.
    pub(crate) fn unpack(&mut self, name: &str) -> Result<Vec<u8>, ImportError> {
        let index = self.archive.index_for_name(name);
        let mut whole = Vec::new();
        self.inflate(index.unwrap_or(usize::MAX), 0, &mut |piece| whole.extend_from_slice(piece))?;
        Ok(whole)
    }

    /// Unpacks everything and keeps nothing: what a library would unpack without looking is measured first.
    ///
    /// # Errors
    /// As [`unpack`](Self::unpack), over all entries together.
    pub(crate) fn measure(&mut self) -> Result<(), ImportError> {
        let mut total = 0;
        for index in 0..self.archive.len() {
            total = self.inflate(index, total, &mut |_| {})?;
        }
        Ok(())
    }

    /// Unpacks an entry piece by piece; gives how much was unpacked with it, `before` included.
    fn inflate(&mut self, index: usize, before: u64, take: &mut dyn FnMut(&[u8])) -> Result<u64, ImportError> {
        let Self { archive, bytes, file } = self;
        let mut entry = archive.by_index(index).map_err(|error| bad(file, &error))?;
        let mut piece = vec![0; 1 << 16];
        let mut total = before;
        loop {
            let read = entry.read(&mut piece).map_err(|error| bad(file, &ZipError::Io(error)))?;
            if read == 0 {
                return Ok(total);
            }
            total += read as u64;
            if total > MOST_BYTES || (total > RATIO_MATTERS && total / MOST_RATIO > *bytes) {
                let mib = MOST_BYTES >> 20;
                let what = Text::new(
                    format!("展开后超过 {mib} MiB 或压缩比超过 {MOST_RATIO}"),
                    format!("it unpacks to more than {mib} MiB or to {MOST_RATIO} times its size"),
                );
                return Err(ImportError::ArchiveLimit { file: (*file).to_owned(), what });
            }
            take(&piece[..read]);
        }
    }
}

fn bad(file: &str, error: &ZipError) -> ImportError {
    let what = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Text::new("有密码保护", "it is protected by a password")
        }
        other => Text::new(format!("已损坏({other})"), format!("it is damaged ({other})")),
    };
    ImportError::BadArchive { file: file.to_owned(), what }
}
