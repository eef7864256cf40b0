//! A folder that was dropped: the files in it that are layers, whole shapefiles counted once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::import::ImportError;
use crate::import::read::file_name;
use crate::lang::Text;

/// What is taken for a layer by its name; its bytes decide later.
const LAYERS: &[&str] =
    &["shp", "geojson", "zip", "kml", "kmz", "gpkg", "gdb", "dxf", "dwg", "fgb", "parquet", "mdb", "txt", "geojsonl"];
/// What may be a ledger, or hold one.
const TABLES: &[&str] = &["csv", "xlsx", "zip"];
/// Folders inside folders.
const DEPTH: usize = 8;
/// Entries looked at.
const MOST: usize = 20_000;

/// The layers' files below `folder`, sorted.
///
/// # Errors
/// None there, or far too many entries to look at.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let mut others = BTreeSet::new();
    let found = below(folder, LAYERS, &mut others)?;
    if found.is_empty() {
        return Err(ImportError::NoLayer { file: file_name(folder), others: others.into_iter().collect() });
    }
    Ok(found)
}

/// The files below `folder` that are tables or may hold some, sorted.
///
/// # Errors
/// As [`files`], but it may be none.
pub(super) fn tables(folder: &Path) -> Result<Vec<PathBuf>, ImportError> {
    below(folder, TABLES, &mut BTreeSet::new())
}

/// The files below `folder` whose names end so, sorted; the other endings there are go to `others`.
fn below(folder: &Path, wanted: &[&str], others: &mut BTreeSet<String>) -> Result<Vec<PathBuf>, ImportError> {
    if is_geodatabase(folder) {
        return Ok(if wanted.contains(&"gdb") { vec![folder.to_owned()] } else { Vec::new() });
    }
    let (mut found, mut seen) = (Vec::new(), 0);
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| crate::import::item::unreadable(&file_name(&folder), &error));
        for entry in entries?.flatten() {
            seen += 1;
            if seen > MOST {
                let reason = format!("more than {MOST} entries");
                return Err(ImportError::Unreadable { file: file_name(&folder), reason });
            }
            let path = entry.path();
            // Links are not followed: they may lead round in circles, or out of what was given.
            let Ok(kind) = entry.file_type() else { continue };
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            let is_wanted = wanted.contains(&extension.as_str());
            match (kind.is_dir(), is_wanted) {
                (true, _) if extension == "gdb" => found.extend(is_wanted.then_some(path)),
                (true, _) if depth < DEPTH => open.push((path, depth + 1)),
                // `._` and `~$` are what systems and spreadsheet programs leave beside a file
                (false, true)
                    if kind.is_file() && !["._", "~$"].iter().any(|mark| file_name(&path).starts_with(mark)) =>
                {
                    found.push(path);
                }
                (false, false) => drop(others.insert(extension)),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A FileGDB is a folder.
pub(super) fn is_geodatabase(path: &Path) -> bool {
    path.is_dir() && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gdb"))
}

/// What is said of one.
pub(crate) fn geodatabase(path: &Path) -> ImportError {
    ImportError::Unsupported {
        file: file_name(path),
        format: "FileGDB".to_owned(),
        convert: Text::new(
            "请在 ArcGIS 或 QGIS 中把各图层导出为 shapefile 或 GeoJSON",
            "Export its layers as shapefile or GeoJSON with ArcGIS or QGIS",
        ),
    }
}
