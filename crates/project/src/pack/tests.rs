use std::path::PathBuf;

use super::*;
use crate::opinion::Signed;
use crate::store::sample::recorded;
use crate::watch::Silent;

struct NoPress;

impl Press for NoPress {
    fn opinion(&self, opinion: &Opinion, _: &dyn Watch) -> Result<Vec<u8>, String> {
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

/// A real review of the sample's towns and layers, so that reviewing again gives the same.
fn reviewed() -> Dossier {
    use crate::run::{Gathered, Terms, review_all};
    use crate::store::MemoryStore;
    let sample = recorded();
    let mut gathered = Gathered::with_kept_towns(sample.towns, sample.sources, sample.problems);
    gathered.layers = sample.layers;
    let terms =
        Terms { packs: Vec::new(), assume: Vec::new(), near: None, as_of: "2026-01-01".parse().expect("a day") };
    let policy = terms.bind(gathered.towns.iter().map(|town| &town.traits)).expect("a policy");
    let work = async {
        let store = MemoryStore::new();
        gathered.put(&store, &terms, &policy).await.expect("stored");
        review_all(&store, &policy, 1, &Silent).await.expect("reviewed")
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    Dossier::of(runtime.block_on(work), Vec::new())
}

fn real_pack(folder: &Path) -> PathBuf {
    let path = folder.join("real.zip");
    write(&reviewed(), &recipe(), &NoPress, None, &path, &Silent).expect("packed");
    path
}

/// A pack with one member replaced and every hash made to fit: what a careful forger would hand in.
fn forged(pack: &Path, name: &str, change: impl Fn(&mut Vec<u8>)) {
    let opened = container::open(pack, &|| false).expect("a pack");
    let folder = tempfile::tempdir().expect("a folder");
    let member = |name: &str| opened.member(name).expect("a member");
    let mut manifest: manifest::Manifest =
        serde_json::from_slice(&opened.small(member(manifest::MANIFEST), 1 << 30).expect("bytes")).expect("a manifest");
    let part = |name: &str, bytes: &[u8]| {
        let place = folder.path().join(name.replace('/', "+"));
        std::fs::write(&place, bytes).expect("written");
        let digest = digest::of(&mut &*bytes, &|| false).expect("a digest");
        container::Part { name: name.to_owned(), place, digest }
    };
    let mut parts = Vec::new();
    for one in opened.members.iter().filter(|one| !one.name.starts_with("manifest")) {
        let mut bytes = opened.small(one, 1 << 30).expect("bytes");
        if one.name == name {
            change(&mut bytes);
        }
        let part = part(&one.name, &bytes);
        if let Some(listed) = manifest.files.iter_mut().find(|listed| listed.name == one.name) {
            listed.kept = part.digest.kept();
        }
        parts.push(part);
    }
    let first = part("manifest.json", &manifest::Manifest::to_bytes(&manifest).expect("bytes"));
    let check = manifest::Check { kept: first.digest.kept() };
    let check = part("manifest.check.json", &manifest::Manifest::to_bytes(&check).expect("bytes"));
    let parts: Vec<_> = [first, check].into_iter().chain(parts).collect();
    container::write(&parts, &std::fs::File::create(pack).expect("a file")).expect("written");
}

#[test]
fn a_fresh_pack_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = verify(&real_pack(folder.path()), &NoPress, &Silent).expect("a pack");
    assert_eq!(report.differences, []);
    assert_eq!(report.towns, Some(recorded().towns.len()));
    assert!(report.remade >= 5, "{report:?}");
}

#[test]
fn an_output_that_was_forged_with_its_hashes_is_found_by_making_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = real_pack(folder.path());
    forged(&pack, "results/towns.csv", |bytes| bytes[120] ^= 1);
    let report = verify(&pack, &NoPress, &Silent).expect("a pack");
    let found: Vec<_> = report.differences.iter().map(|one| (one.file.as_deref(), one.byte)).collect();
    assert_eq!(found, [(Some("results/towns.csv"), Some(120))]);
}

#[test]
fn a_verdict_that_was_forged_in_the_project_is_found_by_reviewing_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("forged.zip");
    let mut dossier = reviewed();
    dossier.recorded.review.towns[0].verdict = sanxian_review::finding::Verdict::Pass;
    dossier.recorded.review.findings.remove(0);
    write(&dossier, &recipe(), &NoPress, None, &path, &Silent).expect("packed");
    let report = verify(&path, &NoPress, &Silent).expect("a pack");
    assert!(
        report.differences.iter().any(|one| one.about == "review" && one.text.en.contains("found anew")),
        "{report:?}"
    );
    assert!(
        report.differences.iter().any(|one| one.about == "output" && one.file.as_deref() == Some("results/towns.csv"))
    );
}
