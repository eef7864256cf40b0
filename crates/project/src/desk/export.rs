//! Writing results for others, and the folders they go to.

use std::path::{Path, PathBuf};

use super::open::line;
use super::{Desk, Onlooker, aside_unless_cancelled, life, lock, read_unless_cancelled, stale};
use crate::export::{Exported, Format, export_watched};
use crate::lang::Text;
use crate::store::Store;
use crate::view::{ExportChoice, ExportView, Failure, FolderView};
use crate::watch::Watch;

/// Says beside results that are older than the data that they are.
const NOTE: &str = "说明.txt";

impl Desk {
    /// Keeps a folder that was chosen in a native dialog behind a handle.
    pub fn remember_folder(&self, path: &Path) -> FolderView {
        let mut folders = lock(&self.folders);
        let at = folders.iter().position(|known| known == path).unwrap_or_else(|| {
            folders.push(path.into());
            folders.len() - 1
        });
        FolderView { id: format!("folder-{at}"), path: path.display().to_string() }
    }

    /// The folder behind a handle.
    ///
    /// # Errors
    /// `Missing` for a handle that was not given out, or a folder that is gone.
    pub fn folder_path(&self, id: &str) -> Result<PathBuf, Failure> {
        let at = id.strip_prefix("folder-").and_then(|number| number.parse::<usize>().ok());
        let path = at.and_then(|at| lock(&self.folders).get(at).cloned());
        match path {
            Some(path) if path.is_dir() => Ok(path),
            Some(path) => Err(Failure::missing(&path)),
            None => Err(Failure::missing(Path::new(id))),
        }
    }

    /// Writes results for others into a folder `<project>-审查结果-<day>` beside the project, or in the folder chosen.
    ///
    /// # Errors
    /// Nothing reviewed, a folder that cannot be written, a cancel; then nothing there has changed.
    pub async fn export(&self, choice: ExportChoice, watch: Onlooker) -> Result<ExportView, Failure> {
        let open = self.opened()?;
        let formats = Format::parse_list(&choice.formats.join(","))?;
        let parent = self.target(choice.folder.as_deref(), open.folder())?;
        let _writing = open.writing.lock().await;
        let seen = open.seen();
        let reading = open.clone();
        let recorded = read_unless_cancelled(&watch, async move { reading.store.recorded().await }).await??;
        let name = life::name_of(open.path());
        let folder = parent.join(format!("{name}-审查结果-{}", recorded.run.as_of));
        let stale = stale::reasons(&seen);
        let (target, reasons) = (folder.clone(), stale.clone());
        let write = move |watch: &dyn Watch| {
            let Exported { files, notes } = export_watched(&recorded, &formats, &target, watch)?;
            let noted = note(&target, &reasons)?;
            Ok::<_, Failure>((files.into_iter().chain(noted).collect::<Vec<_>>(), notes))
        };
        let (files, mut notes) = aside_unless_cancelled(&watch, write).await??;
        let files: Vec<String> =
            files.iter().filter_map(|file| file.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
        if open.read_only.is_none() {
            let said = Text::new(
                format!("导出到 {}：{}", folder.display(), files.join("、")),
                format!("exported to {}: {}", folder.display(), files.join(", ")),
            );
            open.store.note(&line(said)).await?;
        }
        let sample = seen.glance.project.as_ref().is_some_and(|project| project.sample);
        if !stale.is_empty() {
            notes.push(Text::new(
                "结果早于数据或参数，导出中附有说明",
                "The results are older than the data; a note lies beside them",
            ));
            notes.extend(stale);
        }
        if sample {
            notes.push(Text::new("示例数据均为虚构", "The demo's data are invented"));
        }
        Ok(ExportView { folder: self.remember_folder(&folder), files, notes })
    }

    /// Where to write: the folder behind a handle, else beside the project.
    pub(super) fn target(&self, folder: Option<&str>, beside: PathBuf) -> Result<PathBuf, Failure> {
        folder.map_or(Ok(beside), |id| self.folder_path(id))
    }
}

/// Puts the note beside results that need one, and takes an old one away from those that do not.
fn note(folder: &Path, reasons: &[Text]) -> Result<Option<PathBuf>, Failure> {
    let path = folder.join(NOTE);
    if reasons.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::io(&path, &error)),
            _ => Ok(None),
        };
    }
    let mut text = String::from("本文件夹中的结果早于项目的数据或参数，请重新审查后再使用。\r\n");
    text.push_str(
        "These results are older than the project's data or parameters: review again before using them.\r\n\r\n",
    );
    for reason in reasons {
        text.push_str(&format!("- {} / {}\r\n", reason.zh, reason.en));
    }
    super::picture::put(&path, text.as_bytes(), true)?;
    Ok(Some(path))
}
