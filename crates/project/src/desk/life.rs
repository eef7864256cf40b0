//! Projects come and go: the first screen, new, open, copy, close.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::open::{self, Open};
use super::settings::{Recent, now, stem};
use super::{Desk, Onlooker, lock, read_unless_cancelled};
use crate::lang::Text;
use crate::store::GpkgStore;
use crate::view::{CardView, Failure, ProjectView, StartView};

/// What became of files that were given to the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// One of them was a project: it is open now.
    Opened,
    /// They wait on the import card.
    Cards(Vec<CardView>),
}

impl Desk {
    /// The first screen.
    ///
    /// # Errors
    /// None so far: settings that cannot be read count as empty.
    pub async fn start(&self) -> Result<StartView, Failure> {
        Ok(StartView {
            software: crate::SOFTWARE.to_owned(),
            recents: self.settings.recents(),
            project_open: self.at_hand().is_some(),
            cards_waiting: self.cards.any(),
            failure: lock(&self.refused).take(),
        })
    }

    /// Files given as argument or dropped: a single project is opened, anything else becomes cards.
    ///
    /// # Errors
    /// A project that cannot be opened; the next [`start`](Self::start) tells it too.
    pub async fn arrive(&self, paths: &[PathBuf], watch: Onlooker) -> Result<Arrival, Failure> {
        let arrived = match paths {
            [path] if GpkgStore::is_project(path).await => self.open_project(path).await.map(|()| Arrival::Opened),
            _ => self.receive(paths, watch).await.map(Arrival::Cards),
        };
        if let Err(failure) = &arrived {
            *lock(&self.refused) = Some(failure.clone());
        }
        arrived
    }

    /// An empty project, saved from the first moment. A name that is taken gets a number.
    ///
    /// # Errors
    /// A name that no file can have, or a disk that refuses.
    pub async fn new_project(&self, name: &str) -> Result<(), Failure> {
        let path = self.make_project(name, false).await?;
        self.open_project(&path).await
    }

    /// Makes an empty project and gives its file.
    pub(super) async fn make_project(&self, name: &str, sample: bool) -> Result<PathBuf, Failure> {
        let name = file_name(name)?;
        for number in 1_u32..1000 {
            let more = if number == 1 { String::new() } else { format!(" {number}") };
            let path = self.places.projects.join(format!("{name}{more}.gpkg"));
            if !path.exists() {
                open::make(&path, sample, Text::new("新建项目", "project made")).await?;
                return Ok(path);
            }
        }
        Err(Failure::other(
            Text::new(format!("名为“{name}”的项目太多"), format!("There are too many projects named “{name}”")),
            Text::new("请换一个名称", "Choose another name"),
        ))
    }

    /// Opens a project file; the one that was open is closed.
    ///
    /// # Errors
    /// Anything that is not a project that can be read, in words; then the one that was open stays.
    pub async fn open_project(&self, path: &Path) -> Result<(), Failure> {
        let path = std::path::absolute(path).map_err(|error| Failure::io(path, &error))?;
        let real = path.canonicalize().ok();
        if let Some(open) = self.at_hand().filter(|open| real.as_deref() == Some(open.path())) {
            return open.look_again().await;
        }
        let open = Arc::new(Open::at(&path).await?);
        self.close_project().await?;
        let (towns, breaches) = open.seen().counts();
        let recent = Recent { path: open.path().to_owned(), opened: now(), towns, breaches };
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        self.changed();
        // a list of recent projects that cannot be written is no reason to refuse the project
        let _ = self.settings.opened(recent);
        Ok(())
    }

    /// Opens a project of the first screen.
    ///
    /// # Errors
    /// As [`open_project`](Self::open_project); `Missing` when the file is gone.
    pub async fn open_recent(&self, id: &str) -> Result<(), Failure> {
        let path = self.settings.path_of(id).ok_or_else(|| Failure::missing(Path::new(id)))?;
        self.open_project(&path).await
    }

    /// Takes a project off the first screen; its file stays.
    ///
    /// # Errors
    /// When the settings cannot be written.
    pub async fn forget_recent(&self, id: &str) -> Result<(), Failure> {
        self.settings.forget(id)
    }

    /// Saves a copy of the open project there and opens the copy. A file that stands there is replaced: the dialog
    /// has asked.
    ///
    /// # Errors
    /// No project, a place that cannot be written, or a cancel; then nothing there has changed.
    pub async fn save_copy(&self, path: &Path, watch: Onlooker) -> Result<(), Failure> {
        let open = self.opened()?;
        let path = with_ending(path);
        let path = std::path::absolute(&path).map_err(|error| Failure::io(&path, &error))?;
        if path.canonicalize().is_ok_and(|real| real == open.path()) {
            return Err(Failure::other(
                Text::new("副本不能与打开的项目同名同位置", "A copy cannot take the place of the open project"),
                Text::new(
                    "请另选名称或文件夹；项目已自动保存",
                    "Choose another name or folder; the project is saved already",
                ),
            ));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let io = |error: std::io::Error| Failure::io(&path, &error);
        let aside = tempfile::Builder::new().prefix(".sanxian-").tempdir_in(folder).map_err(io)?;
        let copy = aside.path().join("copy.gpkg");
        let (reading, to) = (open.clone(), copy.clone());
        read_unless_cancelled(&watch, async move { reading.store.copy_to(&to).await }).await??;
        if watch.cancelled() {
            return Err(Failure::cancelled());
        }
        if path.exists() {
            // nobody may have it open in another window
            drop(super::hold::take(&path)?);
        }
        std::fs::rename(&copy, &path).map_err(io)?;
        drop(aside);
        self.open_project(&path).await
    }

    /// Closes the project; everything is saved already.
    ///
    /// # Errors
    /// None so far.
    pub async fn close_project(&self) -> Result<(), Failure> {
        let open = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        let Some(open) = open else { return Ok(()) };
        let (towns, breaches) = open.seen().counts();
        let _ = self.settings.counted(open.path(), towns, breaches);
        open.close().await;
        self.changed();
        Ok(())
    }

    /// The open project at a glance.
    ///
    /// # Errors
    /// When its file cannot be read any more.
    pub async fn project(&self) -> Result<Option<ProjectView>, Failure> {
        let Some(open) = self.at_hand() else { return Ok(None) };
        let folder = self.places.baselines.clone();
        Ok(Some(super::aside(move || super::project_view::of(&open, &folder)).await?))
    }
}

/// A name as a file can have it on every system.
///
/// # Errors
/// When nothing is left of it.
fn file_name(name: &str) -> Result<String, Failure> {
    let kept: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c }).collect();
    let kept: String = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept: String = kept.trim_matches(|c| c == '.' || c == ' ').chars().take(60).collect();
    let reserved = ["CON", "PRN", "AUX", "NUL"].iter().any(|word| kept.eq_ignore_ascii_case(word));
    if kept.is_empty() || reserved {
        return Err(Failure::other(
            Text::new(format!("“{name}”不能作项目名称"), format!("“{name}” cannot be a project's name")),
            Text::new("请用汉字、字母或数字命名", "Use characters, letters or digits"),
        ));
    }
    Ok(kept)
}

fn with_ending(path: &Path) -> PathBuf {
    let ours = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
    if ours {
        path.into()
    } else {
        path.with_file_name(format!("{}.gpkg", path.file_name().unwrap_or_default().to_string_lossy()))
    }
}

/// A project's name: its file's.
pub(super) fn name_of(path: &Path) -> String {
    stem(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_named_as_any_file_can_be() {
        assert_eq!(file_name(" 2026/安吉: 第一批?.. ").unwrap(), "2026 安吉 第一批");
        assert_eq!(file_name(&"长".repeat(500)).unwrap().chars().count(), 60);
        for bad in ["", "  ", "../..", "con", "\u{0}\n"] {
            assert!(file_name(bad).is_err(), "{bad:?}");
        }
        assert_eq!(with_ending(Path::new("/a/b.c")), Path::new("/a/b.c.gpkg"));
        assert_eq!(with_ending(Path::new("/a/b.GPKG")), Path::new("/a/b.GPKG"));
    }
}
