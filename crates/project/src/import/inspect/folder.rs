//! A folder that was dropped: the files in it that are layers, whole shapefiles counted once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::import::ImportError;
use crate::import::read::file_name;
use crate::lang::Text;

/// What is taken for a layer by its name; its bytes decide later.
const LAYERS: &[&str] =
    &["shp", "geojson", "zip", "kml", "kmz", "gpkg", "gdb", "dxf", "dwg", "fgb", "parquet", "mdb", "txt", "geojsonl"];
/// Folders inside folders.
const DEPTH: usize = 8;
/// Entries looked at.
const MOST: usize = 20_000;

/// The layers' files below `folder`, sorted.
///
/// # Errors
/// None there, or far too many entries to look at.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, ImportError> {
    if is_geodatabase(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let (mut found, mut others, mut seen) = (Vec::new(), BTreeSet::new(), 0);
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
            let layer = LAYERS.contains(&extension.as_str());
            match (kind.is_dir(), layer) {
                (true, _) if extension == "gdb" => found.push(path),
                (true, _) if depth < DEPTH => open.push((path, depth + 1)),
                (false, true) if kind.is_file() && !file_name(&path).starts_with("._") => found.push(path),
                (false, false) => drop(others.insert(extension)),
                _ => {}
            }
        }
    }
    if found.is_empty() {
        return Err(ImportError::NoLayer { file: file_name(folder), others: others.into_iter().collect() });
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
