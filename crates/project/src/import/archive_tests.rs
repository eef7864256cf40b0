//! Layers in a zip: found, read as if they lay on the disk, and refused when the zip is broken or made to hurt.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::shapefile_tests::{prj, write};
use super::tests::{Random, read_near};
use super::{ImportError, Imported, read};

/// Packs `(name, bytes)`.
pub(super) fn pack(path: &Path, files: &[(&str, Vec<u8>)]) {
    let mut zip = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// The files of a small shapefile, each under `stem`.
fn shapefile(stem: &str, west: f64) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &[(west, 30.0, 0.01), (west + 0.1, 30.0, 0.01)]);
    fs::write(path.with_extension("prj"), prj("D_China_2000")).unwrap();
    let bytes = |extension: &str| fs::read(path.with_extension(extension)).unwrap();
    ["shp", "shx", "dbf", "prj"].iter().map(|e| (format!("{stem}.{e}"), bytes(e))).collect()
}

fn packed(path: &Path, files: &[(String, Vec<u8>)]) {
    let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    pack(path, &files);
}

fn towns(path: &Path) -> Result<Imported, ImportError> {
    read_near(path, LayerKind::Towns, None)
}

fn code(path: &Path) -> Result<(), &'static str> {
    towns(path).map(drop).map_err(|error| error.code())
}

fn names(path: &Path) -> Vec<String> {
    read::layers(path).unwrap().into_iter().map(Option::unwrap).collect()
}

#[test]
fn a_zipped_layer_reads_as_if_it_lay_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files = shapefile("layer", 120.0);
    files.iter().for_each(|(name, bytes)| fs::write(at(name), bytes).unwrap());
    packed(&at("one.zip"), &files);
    let (loose, zipped) = (towns(&at("layer.shp")).unwrap(), towns(&at("one.zip")).unwrap());
    assert_eq!(loose.features, zipped.features);
    assert_eq!(zipped.source.file, "one.zip/layer.shp");
    assert_eq!(loose.source.crs, zipped.source.crs);
    let hashes = |imported: &Imported| imported.source.parts.iter().map(|p| p.sha256.clone()).collect::<Vec<_>>();
    assert_eq!(hashes(&loose), hashes(&zipped)[..4]);
    assert_eq!(zipped.source.parts[4].name, "one.zip");
}

#[test]
fn several_layers_in_folders_are_listed_and_read_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("all.zip");
    let mut files = shapefile("甲/towns", 120.0);
    files.extend(shapefile("乙/towns", 121.0));
    files.push(("丙.geojson".to_owned(), br#"{"type":"FeatureCollection","features":[]}"#.to_vec()));
    files.push(("说明.txt".to_owned(), b"...".to_vec()));
    files.push(("note.json".to_owned(), b"{}".to_vec()));
    files.push(("__MACOSX/甲/._towns.shp".to_owned(), b"fork".to_vec()));
    packed(&zip, &files);
    assert_eq!(names(&zip), ["丙.geojson", "乙/towns.shp", "甲/towns.shp"]);
    let error = towns(&zip).unwrap_err();
    assert_eq!(error.code(), "several_layers");
    assert!(error.hint().zh.contains("all.zip!丙.geojson"), "{}", error.hint().zh);
    let west = |inner: &str| {
        let imported = towns(&folder.path().join(format!("all.zip!{inner}"))).unwrap();
        imported.features[0].shape.bounds().unwrap().west
    };
    assert_eq!((west("甲/towns.shp"), west("乙/TOWNS.SHP")), (120.0, 121.0));
    assert_eq!(code(&folder.path().join("all.zip!none.shp")), Err("no_member"));
}

#[test]
fn names_of_older_programs_are_read_as_gbk() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("a.zip");
    packed(&zip, &shapefile("XXXXYYYY/ZZZZ", 120.0));
    let mut bytes = fs::read(&zip).unwrap();
    // 数据库/红线 in GBK, as long as the name that stands for it, is put in its place.
    for (ascii, gbk) in [(&b"XXXXYYYY"[..], &b"\xca\xfd\xbe\xdd\xbf\xe2\xb1\xbe"[..]), (b"ZZZZ", b"\xba\xec\xcf\xdf")] {
        for at in 0..bytes.len() - ascii.len() {
            if bytes[at..].starts_with(ascii) {
                bytes[at..at + ascii.len()].copy_from_slice(gbk);
            }
        }
    }
    fs::write(&zip, bytes).unwrap();
    assert_eq!(names(&zip), ["数据库本/红线.shp"]);
    let imported = towns(&folder.path().join("a.zip!数据库本/红线.shp")).unwrap();
    assert_eq!((imported.features.len(), imported.source.parts.len()), (2, 5), "its companions are found too");
}

#[test]
fn a_zip_without_layers_says_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("a.zip");
    pack(&zip, &[("inner.zip", b"PK".to_vec()), ("a.docx", b"x".to_vec())]);
    let error = towns(&zip).unwrap_err();
    assert_eq!(error.code(), "no_layer");
    assert!(error.to_string().contains(".docx, .zip"), "{error}");
    assert_eq!(error.code(), read::layers(&zip).unwrap_err().code());
    pack(&zip, &[("a.geojson", b"PK\x03\x04 a zip that calls itself a layer".to_vec())]);
    assert_eq!(code(&zip), Err("no_layer"));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("a.zip");
    pack(&zip, &[("a.geojson", vec![b' '; 80 << 20])]);
    assert_eq!(code(&zip), Err("archive_limit"));
    let names: Vec<String> = (0..10_001).map(|n| format!("{n}.txt")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    pack(&zip, &many);
    assert_eq!(code(&zip), Err("archive_limit"));
}

#[test]
fn a_member_that_is_not_what_the_directory_says_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("a.zip");
    let text = r#"{"type":"FeatureCollection","features":[]}"#.repeat(1000).into_bytes();
    pack(&zip, &[("a.geojson", text.clone())]);
    let whole = fs::read(&zip).unwrap();
    let size = u32::try_from(text.len()).unwrap().to_le_bytes();
    for lie in [size[0] - 1, size[0] + 1] {
        let mut bytes = whole.clone();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(&size)).collect();
        assert!(!places.is_empty());
        places.iter().for_each(|at| bytes[*at] = lie);
        fs::write(&zip, bytes).unwrap();
        assert!(matches!(code(&zip), Err("bad_archive" | "bad_json")), "{:?}", towns(&zip));
    }
    // In the middle of the packed bytes: the text or the check sum goes wrong.
    let mut bytes = whole;
    bytes[60] ^= 0x55;
    fs::write(&zip, bytes).unwrap();
    assert!(code(&zip).is_err());
}

#[test]
fn a_damaged_zip_never_panics_and_is_always_answered() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("a.zip");
    packed(&zip, &shapefile("layer", 120.0));
    let whole = fs::read(&zip).unwrap();
    let mut random = Random(7);
    let answered = |path: &PathBuf, bytes: &[u8]| {
        fs::write(path, bytes).unwrap();
        if let Err(error) = towns(path) {
            assert!(!error.hint().zh.is_empty() && !error.hint().en.is_empty());
        }
    };
    (0..whole.len()).step_by(37).for_each(|length| answered(&zip, &whole[..length]));
    for _ in 0..100 {
        let mut bytes = whole.clone();
        random.mutate(&mut bytes);
        answered(&zip, &bytes);
    }
}
