//! The files of one shapefile, in any letter case, beside each other.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of a shapefile that are there.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts {
    pub shp: Option<PathBuf>,
    pub shx: Option<PathBuf>,
    pub dbf: Option<PathBuf>,
    pub prj: Option<PathBuf>,
    pub cpg: Option<PathBuf>,
}

impl Parts {
    /// Finds the parts beside `given`, which may be any of them.
    pub(crate) fn beside(given: &Path) -> Self {
        let mut parts = Self::default();
        let Some(stem) = given.file_stem() else { return parts };
        let folder = given.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder).map(|entries| entries.flatten().map(|e| e.path()).collect()).unwrap_or_default();
        // Sorted, and the exact spelling of the stem last, so that it wins on every machine alike.
        files.sort_by(|a, b| (a.file_stem() == Some(stem)).cmp(&(b.file_stem() == Some(stem))).then_with(|| a.cmp(b)));
        for file in files {
            let same = file.file_stem().is_some_and(|other| other == stem || lower(other) == lower(stem));
            let extension = file.extension().map(lower).unwrap_or_default();
            if !same {
                continue;
            }
            match extension.as_str() {
                "shp" => parts.shp = Some(file),
                "shx" => parts.shx = Some(file),
                "dbf" => parts.dbf = Some(file),
                "prj" => parts.prj = Some(file),
                "cpg" => parts.cpg = Some(file),
                _ => {}
            }
        }
        // What was named outright is taken, whatever it is called.
        let extension = given.extension().map(lower).unwrap_or_default();
        if !matches!(extension.as_str(), "dbf" | "shx" | "prj" | "cpg") {
            parts.shp = Some(given.to_owned());
        }
        parts
    }
}

fn lower(text: &OsStr) -> String {
    text.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_in_any_letter_case_and_from_any_part() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["县界.SHP", "县界.Dbf", "县界.prj", "县界.cpg", "other.shx", "县界.shp.xml"] {
            fs::write(at(name), b"").unwrap();
        }
        let expected = Parts {
            shp: Some(at("县界.SHP")),
            shx: None,
            dbf: Some(at("县界.Dbf")),
            prj: Some(at("县界.prj")),
            cpg: Some(at("县界.cpg")),
        };
        assert_eq!(Parts::beside(&at("县界.SHP")), expected);
        assert_eq!(Parts::beside(&at("县界.Dbf")), expected);
    }
}
