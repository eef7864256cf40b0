//! Writes a pack: everything is made aside, weighed, packed, and put in place as a whole.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use sanxian_review::policy::Pack;

use super::container::{self, Part};
use super::digest;
use super::key::Key;
use super::manifest::{CHECK, Check, Listed, MANIFEST, Manifest, PROJECT, PackUsed, Recipe, Role, SIGNATURE};
use super::{PackError, Press};
use crate::dossier::Dossier;
use crate::export::{Format, export_watched};
use crate::opinion::files::{self, file_safe};
use crate::store::{GpkgStore, StoreError, Winding, put_all};
use crate::watch::{Step, Watch};

/// Steps that are told.
const STEPS: usize = 5;

/// Packs a review into the file `target`, which is replaced as a whole. Gives the SHA-256 of the manifest.
///
/// # Errors
/// An output that cannot be made, a place that cannot be written, a cancel; then nothing has changed.
pub fn write(
    dossier: &Dossier,
    recipe: &Recipe,
    press: &dyn Press,
    key: Option<&Key>,
    target: &Path,
    watch: &dyn Watch,
) -> Result<String, PackError> {
    let parent = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(PackError::io(parent))?;
    let aside = tempfile::Builder::new().prefix(".sanxian-").tempdir_in(parent).map_err(PackError::io(parent))?;
    let told = |done| {
        watch.progress(Step::Export { done, total: STEPS });
        if watch.cancelled() { Err(PackError::Cancelled) } else { Ok(()) }
    };
    told(0)?;
    write_project(dossier, &aside.path().join(PROJECT))?;
    told(1)?;
    let (used, policies) = write_policies(dossier, aside.path())?;
    let outputs = make_outputs(dossier, recipe, press, aside.path(), watch)?;
    told(2)?;
    let mut parts = vec![part(PROJECT.to_owned(), aside.path(), watch)?];
    for name in policies.into_iter().chain(outputs) {
        parts.push(part(name, aside.path(), watch)?);
    }
    told(3)?;
    let role = |name: &str| match name {
        PROJECT => Role::Project,
        name if name.starts_with("policy/") => Role::Policy,
        _ => Role::Output,
    };
    let listed = |part: &Part| Listed { name: part.name.clone(), role: role(&part.name), kept: part.digest.kept() };
    let manifest = Manifest::new(dossier, used, recipe.clone(), parts.iter().map(listed).collect());
    let own = |name: &str, bytes: serde_json::Result<Vec<u8>>| {
        let bytes = bytes.map_err(|error| PackError::Io { path: name.into(), source: error.into() })?;
        let place = aside.path().join(name);
        fs::write(&place, bytes).map_err(PackError::io(&place))?;
        part(name.to_owned(), aside.path(), watch)
    };
    let first = own(MANIFEST, Manifest::to_bytes(&manifest))?;
    let hash = first.digest.sha256.clone();
    let check = own(CHECK, Manifest::to_bytes(&Check { kept: first.digest.kept() }))?;
    let signature = key.map(|key| own(SIGNATURE, Manifest::to_bytes(&key.sign(&hash)))).transpose()?;
    let parts: Vec<Part> = [first, check].into_iter().chain(signature).chain(parts).collect();
    told(4)?;
    let packed = aside.path().join("packed");
    let file = File::create_new(&packed).map_err(PackError::io(&packed))?;
    container::write(&parts, &file).and_then(|()| file.sync_all()).map_err(PackError::io(target))?;
    watch.progress(Step::Save);
    fs::rename(&packed, target).map_err(PackError::io(target))?;
    Ok(hash)
}

/// Makes the outputs of a recipe in `folder`; their names, with strokes between folders.
///
/// # Errors
/// What cannot be made.
pub fn make_outputs(
    dossier: &Dossier,
    recipe: &Recipe,
    press: &dyn Press,
    folder: &Path,
    watch: &dyn Watch,
) -> Result<Vec<String>, PackError> {
    let mut names = Vec::new();
    let formats: Vec<Format> =
        Format::ALL.into_iter().filter(|format| recipe.results.iter().any(|name| name == format.key())).collect();
    if !formats.is_empty() {
        export_watched(&dossier.recorded, &formats, &folder.join("results"), watch)?;
        names.extend(formats.iter().flat_map(|format| format.files()).map(|name| format!("results/{name}")));
    }
    for opinion in &recipe.opinions {
        let known = files::Format::ALL.into_iter();
        let formats: Vec<files::Format> =
            known.filter(|format| opinion.formats.iter().any(|name| name == format.key())).collect();
        let typeset = |opinion: &crate::opinion::Opinion, watch: &dyn Watch| press.opinion(opinion, watch);
        let asked = [opinion.asked()];
        // those in other languages lie in a folder of their own
        let into =
            if opinion.lang == "zh" { "opinion".to_owned() } else { format!("opinion/{}", file_safe(&opinion.lang)) };
        files::write(dossier, &asked, &formats, &typeset, &folder.join(&into), watch)?;
        names.extend(formats.iter().map(|format| format!("{into}/{}", files::name(&asked[0], *format))));
    }
    if !recipe.sheets.is_null() {
        let into = folder.join("sheets");
        fs::create_dir_all(&into).map_err(PackError::io(&into))?;
        let made = press.sheets(dossier, &recipe.sheets, &into, watch);
        names.extend(made.map_err(|what| PackError::Press { what })?.into_iter().map(|name| format!("sheets/{name}")));
    }
    names.sort();
    names.dedup();
    Ok(names)
}

fn part(name: String, folder: &Path, watch: &dyn Watch) -> Result<Part, PackError> {
    let place = folder.join(&name);
    let file = File::open(&place).map_err(PackError::io(&place))?;
    let digest = digest::of(&mut BufReader::new(file), &|| watch.cancelled()).map_err(|error| match error.kind() {
        std::io::ErrorKind::Interrupted => PackError::Cancelled,
        _ => PackError::Io { path: place.clone(), source: error },
    })?;
    Ok(Part { name, place, digest })
}

/// The review as it is, rings as they were delivered: reviewing them again must give the same millimetres.
pub(super) fn write_project(dossier: &Dossier, path: &Path) -> Result<(), PackError> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|source| StoreError::Io { path: path.into(), source })?.block_on(async {
            let store = GpkgStore::create(path, Winding::AsDelivered).await?;
            put_all(&store, &dossier.recorded).await?;
            store.finish().await
        })
    };
    // on a thread of its own: the caller may be inside a runtime, where blocking is refused
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    Ok(done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?)
}

/// The policy packs as TOML files, which `--policy` takes.
fn write_policies(dossier: &Dossier, folder: &Path) -> Result<(Vec<PackUsed>, Vec<String>), PackError> {
    let packs: Vec<Pack> = serde_json::from_value(dossier.recorded.run.packs.clone()).unwrap_or_default();
    let into = folder.join("policy");
    fs::create_dir_all(&into).map_err(PackError::io(&into))?;
    let (mut used, mut names) = (Vec::new(), Vec::new());
    for pack in &packs {
        let name = format!("policy/{}.toml", file_safe(&pack.pack.id));
        let place = folder.join(&name);
        fs::write(&place, policy_text(pack)?).map_err(PackError::io(&place))?;
        used.push(PackUsed {
            id: pack.pack.id.clone(),
            title: pack.pack.title.clone(),
            doc_number: pack.pack.doc_number.clone(),
            text_sha256: pack.pack.text_sha256.clone(),
            file: name.clone(),
        });
        names.push(name);
    }
    Ok((used, names))
}

/// A policy pack as a TOML file.
pub(super) fn policy_text(pack: &Pack) -> Result<String, PackError> {
    let text = toml::to_string_pretty(pack).map_err(|error| PackError::Press { what: error.to_string() })?;
    Ok(format!("# As the review used it, its parameters included.\n{text}"))
}
