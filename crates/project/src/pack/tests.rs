use std::path::PathBuf;

use super::*;
use crate::opinion::Signed;
use crate::store::sample::recorded;
use crate::watch::Silent;

struct NoPress;

impl Press for NoPress {
    fn opinion(&self, opinion: &Opinion) -> Result<Vec<u8>, String> {
        Ok(opinion.title.clone().into_bytes())
    }

    fn sheets(&self, _: &Dossier, _: &serde_json::Value, _: &Path, _: &dyn Watch) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

fn recipe() -> Recipe {
    let opinion = OpinionRecipe {
        lang: "zh".to_owned(),
        town: None,
        signed: Signed::default(),
        formats: vec!["docx".into(), "pdf".into()],
    };
    Recipe { results: vec!["csv".into()], opinions: vec![opinion], sheets: serde_json::Value::Null }
}

fn packed(folder: &Path, key: Option<&key::Key>) -> PathBuf {
    let path = folder.join("a.zip");
    write(&Dossier::of(recorded(), Vec::new()), &recipe(), &NoPress, key, &path, &Silent).expect("packed");
    path
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("bytes")
}

#[test]
fn the_same_review_packs_to_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    assert!(bytes(&packed(one.path(), None)) == bytes(&packed(two.path(), None)));
    assert_eq!(std::fs::read_dir(one.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn another_reader_of_zips_opens_a_pack() {
    use std::io::Read;
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::File::open(packed(folder.path(), None)).expect("a file");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let mut names = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("an entry");
        names.push(entry.name().expect("a name").into_owned());
        std::io::copy(&mut entry, &mut std::io::sink()).expect("its sum holds");
    }
    assert_eq!(&names[..3], ["manifest.json", "manifest.check.json", "project.gpkg"]);
    let mut text = String::new();
    zip.by_name("manifest.json").expect("a manifest").read_to_string(&mut text).expect("text");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(manifest["files"].as_array().map(Vec::len), Some(names.len() - 2));
}

#[test]
fn every_byte_of_the_frame_is_watched() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = key::Key::create(&folder.path().join("key")).expect("a key");
    let path = packed(folder.path(), Some(&key));
    let whole = bytes(&path);
    let opened = container::open(&path, &|| false).expect("a pack");
    assert!(opened.cracks.is_empty());
    let inside = |at: u64| opened.members.iter().any(|one| (one.begins..one.begins + one.digest.bytes).contains(&at));
    let other = folder.path().join("b.zip");
    for at in (0..whole.len()).filter(|at| !inside(*at as u64)) {
        let mut changed = whole.clone();
        changed[at] ^= 0x15;
        std::fs::write(&other, &changed).expect("written");
        let read = container::open(&other, &|| false);
        let cracks = read.unwrap_or_else(|why| panic!("byte {at}: {why:?}")).cracks;
        assert!(cracks.iter().any(|crack| crack.at == at as u64), "byte {at}: {cracks:?}");
    }
}

#[test]
fn a_pack_that_ends_early_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = bytes(&packed(folder.path(), None));
    let other = folder.path().join("b.zip");
    for size in [0, 1, 3, 4, 20, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&other, &whole[..size]).expect("written");
        let error = container::open(&other, &|| false).expect_err("not whole");
        assert!(matches!(error, container::NotAPack::Truncated(_)), "{size}: {error:?}");
    }
    let longer = [whole.as_slice(), b"more"].concat();
    std::fs::write(&other, longer).expect("written");
    container::open(&other, &|| false).expect_err("something follows");
}

#[test]
fn what_other_programs_packed_is_refused() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bomb.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    zip.start_file("manifest.json", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(&vec![0; 50 << 20]).expect("written");
    zip.finish().expect("a zip");
    let error = container::open(&path, &|| false).expect_err("compressed");
    assert!(matches!(error, container::NotAPack::Repacked(_)), "{error:?}");
    std::fs::write(&path, b"GIF89a, and some more of it").expect("written");
    assert_eq!(container::open(&path, &|| false).expect_err("foreign"), container::NotAPack::Foreign);
}
