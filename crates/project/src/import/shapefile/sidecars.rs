//! The files of one shapefile, in any letter case, beside each other.

use std::ffi::OsStr;

use crate::import::item::Item;

/// The parts of a shapefile that are there.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub shp: Option<Item>,
    pub shx: Option<Item>,
    pub dbf: Option<Item>,
    pub prj: Option<Item>,
    pub cpg: Option<Item>,
}

impl Parts {
    /// Finds the parts beside `given`, which may be any of them.
    pub(crate) fn beside(given: &Item) -> Self {
        let mut parts = Self::default();
        let Some(stem) = given.as_path().file_stem() else { return parts };
        let mut files = given.beside();
        // Sorted, and the exact spelling of the stem last, so that it wins on every machine alike.
        let exact = |item: &Item| item.as_path().file_stem() == Some(stem);
        files.sort_by(|a, b| exact(a).cmp(&exact(b)).then_with(|| a.as_path().cmp(b.as_path())));
        for file in files {
            let same = file.as_path().file_stem().is_some_and(|other| other == stem || lower(other) == lower(stem));
            let extension = file.extension();
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
        let extension = given.extension();
        if !matches!(extension.as_str(), "dbf" | "shx" | "prj" | "cpg") {
            parts.shp = Some(given.clone());
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
            std::fs::write(at(name), b"").unwrap();
        }
        for given in ["县界.SHP", "县界.Dbf"] {
            let parts = Parts::beside(&Item::Disk(at(given)));
            let found = |part: Option<Item>| part.map(|item| item.name());
            let names = [parts.shp, parts.dbf, parts.prj, parts.cpg].map(found);
            assert_eq!(names.map(Option::unwrap), ["县界.SHP", "县界.Dbf", "县界.prj", "县界.cpg"]);
            assert!(parts.shx.is_none());
        }
    }
}
