//! What the desk remembers between starts: the projects opened last.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::view::{Failure, RecentView};

/// Projects on the first screen.
const RECENTS: usize = 20;

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recent {
    pub path: PathBuf,
    /// `YYYY-MM-DD HH:MM`.
    pub opened: String,
    pub towns: u32,
    pub breaches: Option<u32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Content {
    /// Newest first.
    recents: Vec<Recent>,
}

/// The settings file. One that cannot be read counts as empty: nothing in it is the reviewer's work.
#[derive(Debug)]
pub(super) struct Settings {
    path: PathBuf,
    content: Mutex<Content>,
}

impl Settings {
    pub(super) fn open(path: &Path) -> Self {
        let text = std::fs::read(path).unwrap_or_default();
        let content = serde_json::from_slice(&text).unwrap_or_default();
        Self { path: path.into(), content: Mutex::new(content) }
    }

    pub(super) fn recents(&self) -> Vec<RecentView> {
        self.content().recents.iter().map(view).collect()
    }

    /// The path of a recent project.
    pub(super) fn path_of(&self, id: &str) -> Option<PathBuf> {
        self.content().recents.iter().find(|recent| id_of(&recent.path) == id).map(|recent| recent.path.clone())
    }

    /// Puts a project on top.
    pub(super) fn opened(&self, recent: Recent) -> Result<(), Failure> {
        self.change(|content| {
            content.recents.retain(|known| known.path != recent.path);
            content.recents.insert(0, recent);
            content.recents.truncate(RECENTS);
        })
    }

    /// Brings the numbers of a project up to date, wherever it stands.
    pub(super) fn counted(&self, path: &Path, towns: u32, breaches: Option<u32>) -> Result<(), Failure> {
        self.change(|content| {
            for recent in content.recents.iter_mut().filter(|recent| recent.path == path) {
                (recent.towns, recent.breaches) = (towns, breaches);
            }
        })
    }

    /// Takes a project off the list.
    pub(super) fn forget(&self, id: &str) -> Result<(), Failure> {
        self.change(|content| content.recents.retain(|recent| id_of(&recent.path) != id))
    }

    fn change(&self, work: impl FnOnce(&mut Content)) -> Result<(), Failure> {
        let mut content = self.content();
        work(&mut content);
        write(&self.path, &content).map_err(|error| Failure::io(&self.path, &error))
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Aside, to the disk, in place: a crash leaves the old or the new file.
fn write(path: &Path, content: &Content) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, content)?;
    file.flush()?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn view(recent: &Recent) -> RecentView {
    let Recent { path, opened, towns, breaches } = recent;
    RecentView {
        id: id_of(path),
        name: stem(path),
        folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
        opened: opened.clone(),
        missing: !path.is_file(),
        towns: *towns,
        breaches: *breaches,
    }
}

/// A handle that tells nothing of the path.
pub(super) fn id_of(path: &Path) -> String {
    let hash = Sha256::digest(path.as_os_str().as_encoded_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A file's name without folder and ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Now, as every list shows it.
pub(super) fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string()
}

/// Today, `YYYY-MM-DD`.
pub(super) fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(path: &str) -> Recent {
        Recent { path: path.into(), opened: "2026-08-01 09:00".into(), towns: 3, breaches: None }
    }

    #[test]
    fn recent_projects_are_kept_newest_first_and_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.json");
        let settings = Settings::open(&path);
        for name in ["/a.gpkg", "/b.gpkg", "/a.gpkg"] {
            settings.opened(recent(name)).unwrap();
        }
        settings.counted(Path::new("/b.gpkg"), 7, Some(2)).unwrap();
        let again = Settings::open(&path).recents();
        let seen: Vec<_> = again.iter().map(|r| (r.name.as_str(), r.towns, r.breaches, r.missing)).collect();
        assert_eq!(seen, [("a", 3, None, true), ("b", 7, Some(2), true)]);
        settings.forget(&again[0].id).unwrap();
        assert_eq!(Settings::open(&path).recents().len(), 1);
        assert_eq!(settings.path_of(&again[1].id).unwrap(), Path::new("/b.gpkg"));
    }

    #[test]
    fn damaged_settings_count_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, b"{\"recents\": [{]").unwrap();
        assert_eq!(Settings::open(&path).recents(), []);
    }
}
