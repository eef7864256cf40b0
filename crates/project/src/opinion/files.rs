//! Writes opinions into a folder, all of them or none.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Asked, Opinion, OpinionError, docx::docx, xlsx::xlsx};
use crate::dossier::Dossier;
use crate::export::{ExportError, Staged};
use crate::watch::{Step, Watch};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a word processor.
    Docx,
    /// To be handed in.
    Pdf,
    /// The tables as a workbook.
    Xlsx,
}

/// Sets an opinion as PDF, or stops when the watch says so: the typesetter lives beside this crate.
pub type Typeset<'a> = &'a (dyn Fn(&Opinion, &dyn Watch) -> Result<Vec<u8>, String> + Sync);

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Docx, Self::Pdf, Self::Xlsx];

    /// Ending of the file, and the name in lists.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// Reads `docx,pdf`.
    #[must_use]
    pub fn parse_list(list: &str) -> Option<Vec<Self>> {
        let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
        let mut formats = words
            .map(|word| Self::ALL.into_iter().find(|format| format.key().eq_ignore_ascii_case(word)))
            .collect::<Option<Vec<_>>>()?;
        formats.sort();
        formats.dedup();
        (!formats.is_empty()).then_some(formats)
    }

    /// The bytes of an opinion.
    ///
    /// # Errors
    /// What the writer said.
    pub fn bytes(self, opinion: &Opinion, typeset: Typeset<'_>, watch: &dyn Watch) -> Result<Vec<u8>, OpinionError> {
        match self {
            Self::Docx => docx(opinion),
            Self::Xlsx => xlsx(opinion),
            Self::Pdf => typeset(opinion, watch).map_err(|what| OpinionError::Content { file: "opinion.pdf", what }),
        }
    }
}

/// Name of an opinion's file: `opinion.docx` for all towns, `opinion-TS01.docx` for one. Signs of an id that could
/// mean something to a file system are written `%XX`; a very long id is cut and told apart by its hash.
#[must_use]
pub fn name(asked: &Asked, format: Format) -> String {
    let ending = format.key();
    asked
        .town
        .as_ref()
        .map_or_else(|| format!("opinion.{ending}"), |id| format!("opinion-{}.{ending}", file_safe(&id.0)))
}

/// A text as a part of a file's name.
#[must_use]
pub fn file_safe(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let sign = |c: char| match c {
        c if c.is_alphanumeric() || c == '-' || c == '_' => c.to_string(),
        c => c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
    };
    let safe: String = text.chars().map(sign).collect();
    if safe.len() <= 100 {
        return safe;
    }
    let cut: String = safe.chars().take(24).collect();
    let hash: String = Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{cut}-{hash}")
}

/// Writes an opinion for each of `asked` in every format into `dir`, which is made if need be.
///
/// # Errors
/// A town that is not there, a file that cannot be written, a cancel; then nothing has changed.
pub fn write(
    dossier: &Dossier,
    asked: &[Asked],
    formats: &[Format],
    typeset: Typeset<'_>,
    dir: &Path,
    watch: &dyn Watch,
) -> Result<Vec<PathBuf>, ExportError> {
    let staged = Staged::new(dir)?;
    let total = asked.len() * formats.len();
    let mut written: Vec<String> = Vec::new();
    for one in asked {
        let opinion = Opinion::of(dossier, one)?;
        for format in formats {
            watch.progress(Step::Export { done: written.len(), total });
            if watch.cancelled() {
                return Err(ExportError::Cancelled);
            }
            let name = name(one, *format);
            let path = staged.folder().join(&name);
            let io = |source| ExportError::Io { path: path.clone(), source };
            let bytes = format.bytes(&opinion, typeset, watch);
            if watch.cancelled() {
                return Err(ExportError::Cancelled);
            }
            std::fs::write(&path, bytes?).map_err(io)?;
            File::open(&path).and_then(|file| file.sync_all()).map_err(io)?;
            written.push(name);
        }
    }
    watch.progress(Step::Save);
    let names: Vec<&str> = written.iter().map(String::as_str).collect();
    staged.put_in_place(&names, &[])?;
    Ok(written.iter().map(|name| dir.join(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_becomes_a_path() {
        assert_eq!(file_safe("TS-01_甲"), "TS-01_甲");
        assert_eq!(file_safe("../a b"), "%2E%2E%2Fa%20b");
        assert_eq!(file_safe("C:\\x"), "C%3A%5Cx");
        let long = "长".repeat(300);
        assert!(file_safe(&long).len() < 100 && file_safe(&long) != file_safe(&"长".repeat(301)));
    }

    #[test]
    fn formats_are_read_from_a_list() {
        assert_eq!(Format::parse_list("xlsx, DOCX,docx"), Some(vec![Format::Docx, Format::Xlsx]));
        assert_eq!(Format::parse_list("doc"), None);
        assert_eq!(Format::parse_list(""), None);
    }
}
