//! A zip full of layers: listed, and read member by member as a stream. Nothing is ever unpacked to disk.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use encoding_rs::GBK;
use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;
use super::read::{file_name, open};
use crate::lang::Text;

/// Entries of one zip.
const MOST_ENTRIES: usize = 10_000;
/// Unpacked bytes of everything in it that can belong to a layer.
const MOST_BYTES: u64 = 2 << 30;
/// Unpacked to packed bytes, when there is enough of it to matter (blank tables pack very well).
const MOST_RATIO: u64 = 200;
const RATIO_MATTERS: u64 = 64 << 20;
/// Bytes that travel at once.
const PIECE: usize = 1 << 20;

/// Files that a layer may consist of; everything else in a zip is left alone.
const PARTS: &[&str] = &[
    "shp", "shx", "dbf", "prj", "cpg", "gpkg", "geojson", "json", "kml", "kmz", "dxf", "txt", "csv", "xlsx", "fgb",
    "parquet", "geojsonl", "geojsons", "ndjson",
];
/// Those that are a layer.
const LAYERS: &[&str] =
    &["shp", "gpkg", "geojson", "kml", "kmz", "dxf", "fgb", "parquet", "geojsonl", "geojsons", "ndjson"];
/// Those that count only where nothing else does: they are as often notes and ledgers.
const PERHAPS: &[&str] = &["json", "txt", "csv", "xlsx"];
/// Those that may be ledgers.
const TABLES: &[&str] = &["csv", "xlsx"];

/// A zip whose directory was read and found harmless.
#[derive(Debug)]
pub(crate) struct Archive {
    pub path: PathBuf,
    /// What can belong to a layer, sorted by name.
    pub members: Vec<Member>,
    /// Extensions of the other files, to name what is not read.
    pub others: Vec<String>,
}

/// A file in it.
#[derive(Debug)]
pub(crate) struct Member {
    /// With its folders, divided by `/`.
    pub name: String,
    index: usize,
    /// Unpacked, as declared.
    pub bytes: u64,
}

/// What is wrong with a zip, on its way through an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub(crate) struct ArchiveFault(pub Text);

impl Archive {
    /// Reads the directory.
    ///
    /// # Errors
    /// No zip, a damaged one, or one beyond the limits.
    pub(crate) fn open_file(path: &Path) -> Result<Self, ImportError> {
        let file = file_name(path);
        let source = open(path)?;
        let packed_size = source.metadata().map_err(|error| super::item::unreadable(&file, &error))?.len();
        let mut zip = ZipArchive::new(BufReader::new(source))
            .map_err(|error| ImportError::BadArchive { file: file.clone(), what: fault(&error) })?;
        let limit = |zh: String, en: String| ImportError::ArchiveLimit { file: file.clone(), what: Text::new(zh, en) };
        if zip.len() > MOST_ENTRIES {
            return Err(limit(format!("条目超过 {MOST_ENTRIES} 个"), format!("more than {MOST_ENTRIES} entries")));
        }
        let mut raw = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(|error| bad(&file, &error))?;
            if entry.is_file() {
                raw.push((entry.name_raw().to_vec(), index, entry.size(), entry.compressed_size()));
            }
        }
        let utf8 = raw.iter().all(|(name, ..)| std::str::from_utf8(name).is_ok());
        let mut archive = Self { path: path.to_owned(), members: Vec::new(), others: Vec::new() };
        let (mut bytes, mut packed) = (0_u64, 0_u64);
        for (name, index, size, compressed) in raw {
            let name = readable(&name, utf8);
            let extension = Path::new(&name).extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            if name.starts_with("__MACOSX/") {
                continue; // resource forks, named like the files they belong to
            }
            if !PARTS.contains(&extension.as_str()) {
                archive.others.push(extension);
                continue;
            }
            (bytes, packed) = (bytes.saturating_add(size), packed.saturating_add(compressed));
            archive.members.push(Member { name, index, bytes: size });
        }
        if bytes > MOST_BYTES {
            return Err(limit(
                format!("解压后共 {} MiB,超过 {} MiB", bytes >> 20, MOST_BYTES >> 20),
                format!("{} MiB unpacked, more than {} MiB", bytes >> 20, MOST_BYTES >> 20),
            ));
        }
        if bytes > RATIO_MATTERS && bytes / MOST_RATIO > packed {
            return Err(limit(
                format!("压缩比超过 {MOST_RATIO},疑为压缩炸弹"),
                format!("packed more than {MOST_RATIO} to 1, as a bomb is"),
            ));
        }
        if packed > packed_size || zip.has_overlapping_files().map_err(|error| bad(&file, &error))? {
            return Err(limit("条目互相重叠,疑为压缩炸弹".to_owned(), "its entries overlap, as in a bomb".to_owned()));
        }
        archive.members.sort_by(|a, b| a.name.cmp(&b.name).then(a.index.cmp(&b.index)));
        archive.members.dedup_by(|later, first| later.name == first.name);
        archive.others.sort();
        archive.others.dedup();
        Ok(archive)
    }

    /// Places of the members that are layers.
    pub(crate) fn layers(&self) -> Vec<usize> {
        let layers: Vec<usize> = self.ending(LAYERS).collect();
        if layers.is_empty() { self.ending(PERHAPS).collect() } else { layers }
    }

    /// Places of the members that are tables.
    pub(crate) fn tables(&self) -> impl Iterator<Item = usize> {
        self.ending(TABLES)
    }

    fn ending(&self, wanted: &'static [&str]) -> impl Iterator<Item = usize> {
        let is = |name: &str| {
            let name = name.to_ascii_lowercase();
            wanted.iter().any(|end| name.strip_suffix(end).is_some_and(|stem| stem.ends_with('.')))
        };
        (0..self.members.len()).filter(move |at| is(&self.members[*at].name))
    }

    /// The member of this name, whichever its letter case.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let exact = self.members.iter().position(|member| member.name == name);
        exact.or_else(|| self.members.iter().position(|m| m.name.to_lowercase() == name.to_lowercase()))
    }

    /// Unpacks one member as a stream, on a thread of its own.
    pub(crate) fn open(&self, at: usize) -> io::Result<Stream> {
        let Member { index, bytes, .. } = self.members[at];
        let file = File::open(&self.path)?;
        let (give, pieces) = sync_channel(2);
        std::thread::Builder::new().name("unpack".to_owned()).spawn(move || {
            if let Err(error) = unpack(file, index, bytes, |piece| give.send(Ok(piece)).is_ok()) {
                let _ = give.send(Err(error)); // nobody may be listening any more
            }
        })?;
        Ok(Stream { pieces, piece: io::Cursor::new(Vec::new()) })
    }
}

/// A member that is being unpacked.
pub(crate) struct Stream {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.piece.read(into)? {
                0 if !into.is_empty() => match self.pieces.recv() {
                    Ok(piece) => self.piece = io::Cursor::new(piece?),
                    Err(_) => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}

/// Gives the pieces of a member until `take` wants no more; the check sum is compared at the end.
fn unpack(file: File, index: usize, declared: u64, mut take: impl FnMut(Vec<u8>) -> bool) -> io::Result<()> {
    let failed = |error: ZipError| match error {
        ZipError::Io(error) => error,
        other => io::Error::other(ArchiveFault(fault(&other))),
    };
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(failed)?;
    let mut member = zip.by_index(index).map_err(failed)?;
    let mut total = 0;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let read = member.by_ref().take(PIECE as u64).read_to_end(&mut piece);
        read.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                io::Error::other(ArchiveFault(Text::new(
                    format!("解压出错({error})"),
                    format!("it cannot be unpacked ({error})"),
                )))
            }
            _ => error,
        })?;
        total += piece.len() as u64;
        if total > declared || (piece.is_empty() && total < declared) {
            let text = Text::new("解压后的大小与目录所记不符", "its unpacked size is not what the directory says");
            return Err(io::Error::other(ArchiveFault(text)));
        }
        if piece.is_empty() || !take(piece) {
            return Ok(());
        }
    }
}

/// A name as text: UTF-8 when all names of the zip are, else GBK, as older Chinese programs write.
fn readable(name: &[u8], utf8: bool) -> String {
    let text = if utf8 { String::from_utf8_lossy(name) } else { GBK.decode_without_bom_handling(name).0 };
    text.replace('\\', "/").trim_start_matches('/').chars().filter(|c| !c.is_control()).collect()
}

fn bad(file: &str, error: &ZipError) -> ImportError {
    ImportError::BadArchive { file: file.to_owned(), what: fault(error) }
}

fn fault(error: &ZipError) -> Text {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Text::new("有密码保护", "it is protected by a password")
        }
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => Text::new(
            format!("压缩方法不受支持({error})"),
            format!("it is packed by a method that is not read ({error})"),
        ),
        other => Text::new(format!("已损坏({other})"), format!("it is damaged ({other})")),
    }
}
