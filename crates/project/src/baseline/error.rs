//! What can go wrong with a baseline, in words.

use std::path::{Path, PathBuf};

use crate::import::ImportError;
use crate::lang::{Lang, Text};
use crate::view::{Failure, FailureCode};

/// Why a baseline could not be made, opened or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// The source gives no layer, or the import was cancelled.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Towns belong to a project.
    #[error("towns are not a baseline: put them into a project")]
    Towns,
    /// The ledger is a table without ground.
    #[error("the ledger is a table without ground, not a baseline")]
    Ledger,
    /// There is no such file.
    #[error("{}: no such baseline", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The file or folder cannot be reached.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a baseline of this program.
    #[error("{}: is not a Sanxian baseline ({})", path.display(), .what.en)]
    NotOurs {
        /// Which file.
        path: PathBuf,
        /// How it was seen.
        what: Text,
    },
    /// Made by a newer version.
    #[error("{}: is of format {format}, newer than this version reads", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: i64,
    },
    /// A value that no version of this program writes.
    #[error("{}: is damaged: {what}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was read.
        what: String,
    },
    /// SQLite refused to read or write.
    #[error("{}: {source}", path.display())]
    Sql {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl BaselineError {
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| match source.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { path: path.into() },
            _ => Self::Io { path: path.into(), source },
        }
    }

    /// SQLite's errors, sorted into damage, a full disk and the rest.
    pub(super) fn sql(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase};
        move |source| match &source {
            rusqlite::Error::SqliteFailure(error, _) if matches!(error.code, DatabaseCorrupt | NotADatabase) => {
                Self::Damaged { path: path.into(), what: source.to_string() }
            }
            // told of the folder: the file itself has no name yet
            rusqlite::Error::SqliteFailure(error, _) if error.code == DiskFull => Self::Io {
                path: path.parent().unwrap_or(path).into(),
                source: std::io::Error::new(std::io::ErrorKind::StorageFull, source.to_string()),
            },
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::QueryReturnedNoRows => Self::Damaged { path: path.into(), what: source.to_string() },
            _ => Self::Sql { path: path.into(), source },
        }
    }

    /// As it crosses the bridge.
    #[must_use]
    pub fn failure(&self) -> Failure {
        if let Self::Io { path, source } = self {
            return Failure::io(path, source);
        }
        let code = match self {
            Self::Import(ImportError::Cancelled { .. }) => FailureCode::Cancelled,
            Self::Missing { .. } => FailureCode::Missing,
            _ => FailureCode::Other,
        };
        Failure { code, message: self.message(), hint: self.hint() }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Text {
        if let Self::Import(error) = self {
            // without what to do, which `hint` tells
            let hint = error.hint();
            let zh = error.message(Lang::Zh);
            let zh = zh.strip_suffix(hint.zh.as_str()).unwrap_or(&zh);
            return Text::new(zh.trim_end_matches('。'), error.to_string());
        }
        let zh = match self {
            Self::Import(_) => String::new(), // told above
            Self::Ledger => "台账没有图形,不是底图数据".to_owned(),
            Self::Towns => "特色小镇不是底图数据".to_owned(),
            Self::Missing { path } => format!("{}:底图数据不存在", path.display()),
            Self::Io { path, source } => format!("{}:{source}", path.display()),
            Self::NotOurs { path, what } => format!("{}:不是三线底图数据({})", path.display(), what.zh),
            Self::Newer { path, format } => format!("{}:格式 {format} 比本版本能读的新", path.display()),
            Self::Damaged { path, what } => format!("{}:文件已损坏:{what}", path.display()),
            Self::Sql { path, source } => format!("{}:{source}", path.display()),
        };
        Text::new(zh, self.to_string())
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> Text {
        match self {
            Self::Import(error) => error.hint(),
            Self::Ledger => Text::new(
                "请在命令行审查时用 --ledger 给出台账",
                "Give the ledger to the command line's check with --ledger",
            ),
            Self::Towns => Text::new("请把小镇导入项目", "Import the towns into the project"),
            Self::Missing { .. } => {
                Text::new("文件可能已被移走或删除;请重新导入该图层", "It was moved or deleted; import the layer again")
            }
            Self::Io { .. } => Text::new(
                "请检查文件夹是否存在、可读写,磁盘是否有空间",
                "Check that the folder exists, may be read and written, and has free space",
            ),
            Self::NotOurs { .. } => {
                Text::new("如需使用其中的数据,请把它作为图层导入", "To use what is in it, import it as a layer")
            }
            Self::Newer { .. } => Text::new(
                "请用建立它的版本打开,或重新导入原始文件",
                "Use the version that made it, or import the source file again",
            ),
            Self::Damaged { .. } => {
                Text::new("请从副本恢复,或重新导入原始文件", "Restore a copy, or import the source again")
            }
            Self::Sql { .. } => Text::new(
                "请检查磁盘空间,并确认没有其他程序占用该文件",
                "Check the free space and that no other program holds the file",
            ),
        }
    }
}
