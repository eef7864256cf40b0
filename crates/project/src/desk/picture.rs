//! Pictures of the map, as the window drew them.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Desk, aside, life};
use crate::lang::Text;
use crate::view::{ExportView, Failure};

/// Bytes of a picture: an A3 sheet at 600 dpi stays far below.
const MOST_BYTES: usize = 128 << 20;

impl Desk {
    /// Saves a picture of the map, `png` or `svg`; `folder` is a handle, absent = beside the project. A file that
    /// stands there is never replaced.
    ///
    /// # Errors
    /// Bytes that are no such picture, or a folder that cannot be written.
    pub async fn save_picture(
        &self,
        kind: &str,
        bytes: Vec<u8>,
        folder: Option<String>,
    ) -> Result<ExportView, Failure> {
        let open = self.opened()?;
        let ending = checked(kind, &bytes)?;
        let folder = self.target(folder.as_deref(), open.folder())?;
        let name = life::name_of(open.path());
        let target = folder.clone();
        let path = aside(move || put_free(&target, &format!("{name}-地图"), ending, &bytes)).await??;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(ExportView { folder: self.remember_folder(&folder), files: vec![file], notes: Vec::new() })
    }
}

/// # Errors
/// When the bytes are not the picture they are said to be.
fn checked(kind: &str, bytes: &[u8]) -> Result<&'static str, Failure> {
    let refused = |zh: &str, en: &str| {
        Err(Failure::other(Text::new(zh, en), Text::new("请重新导出地图", "Export the map again")))
    };
    if bytes.len() > MOST_BYTES {
        return refused("图片太大", "The picture is too large");
    }
    match kind {
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.windows(4).rev().take(64).any(|w| w == b"IEND") => {
            Ok("png")
        }
        "svg" => {
            let text = std::str::from_utf8(bytes).unwrap_or_default().trim_start_matches('\u{feff}').trim();
            let begins = text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
            // a picture draws, it does not run
            let runs = text.to_ascii_lowercase().contains("<script");
            if begins && text.ends_with("</svg>") && !runs {
                Ok("svg")
            } else {
                refused("不是 SVG 图片", "This is no SVG picture")
            }
        }
        "png" => refused("不是完整的 PNG 图片", "This is no complete PNG picture"),
        _ => refused("只能保存 PNG 或 SVG", "Only PNG and SVG can be saved"),
    }
}

/// Writes a file under the first name that is free.
pub(super) fn put_free(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    for number in 1_u32.. {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{stem}{more}.{ending}"));
        if !path.exists() {
            put(&path, bytes, false)?;
            return Ok(path);
        }
    }
    Err(Failure::missing(folder)) // four thousand million pictures
}

/// Writes a file aside and puts it in place as a whole.
pub(super) fn put(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".sanxian-").tempfile_in(folder).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // as any other program would write it, not as a secret
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(io)?;
    }
    let placed = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    placed.map(drop).map_err(|refused| io(refused.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_picture_that_was_named_is_taken() {
        let png = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 200], b"IEND\xaeB`\x82"].concat();
        assert_eq!(checked("png", &png).unwrap(), "png");
        assert!(checked("png", &png[..100]).is_err());
        assert_eq!(checked("svg", b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><path/></svg>\n").unwrap(), "svg");
        assert!(checked("svg", b"<svg><SCRIPT>x</SCRIPT></svg>").is_err());
        assert!(checked("svg", &png).is_err());
        assert!(checked("exe", b"MZ").is_err());
    }

    #[test]
    fn no_picture_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let name = |n: usize| put_free(folder.path(), "甲-地图", "svg", &[b'x'; 3][..n]).unwrap();
        let names: Vec<_> = (0..3).map(|n| name(n).file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["甲-地图.svg", "甲-地图-2.svg", "甲-地图-3.svg"]);
    }
}
