//! Errors of the desk's neighbours as the window shows them.

use std::path::Path;

use sqlx::Error as Sql;
use sqlx::migrate::MigrateError;

use crate::export::ExportError;
use crate::import::ImportError;
use crate::lang::{Lang, Text};
use crate::packs::{PackError, policy_message};
use crate::run::RunError;
use crate::store::StoreError;
use crate::view::{Failure, FailureCode};

impl Failure {
    /// Something that the window only shows.
    #[must_use]
    pub fn other(message: Text, hint: Text) -> Self {
        Self { code: FailureCode::Other, message, hint }
    }

    /// The reviewer stopped it.
    #[must_use]
    pub fn cancelled() -> Self {
        let message = Text::new("已取消", "Cancelled");
        let hint = Text::new("一切保持原样", "Everything is as it was");
        Self { code: FailureCode::Cancelled, message, hint }
    }

    /// No project is open.
    #[must_use]
    pub fn no_project() -> Self {
        let message = Text::new("没有打开项目", "No project is open");
        let hint = Text::new("请先打开或新建项目", "Open a project or make a new one first");
        Self { code: FailureCode::NoProject, message, hint }
    }

    /// The project cannot be changed, for this reason.
    #[must_use]
    pub fn read_only(why: &Text) -> Self {
        let message =
            Text::new(format!("项目不能修改：{}", why.zh), format!("The project cannot be changed: {}", why.en));
        let hint = Text::new("请另存一份副本，在副本中继续", "Save a copy and go on in the copy");
        Self { code: FailureCode::ReadOnly, message, hint }
    }

    /// A file or folder is gone.
    #[must_use]
    pub fn missing(path: &Path) -> Self {
        let path = path.display();
        let message = Text::new(format!("{path} 不存在"), format!("{path} is not there"));
        let hint = Text::new(
            "可能已移动、改名，或所在磁盘没有连接",
            "It may have been moved or renamed, or its disk is not connected",
        );
        Self { code: FailureCode::Missing, message, hint }
    }

    /// The system refused to read or write a file.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        if error.kind() == Kind::NotFound {
            return Self::missing(path);
        }
        let path = path.display();
        let (zh, en) = match error.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => ("没有权限", "no permission"),
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => ("磁盘已满", "the disk is full"),
            _ => ("系统拒绝", "the system refused"),
        };
        let message = Text::new(format!("{path}：{zh}（{error}）"), format!("{path}: {en} ({error})"));
        let hint = match error.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
                Text::new("请修改权限，或另选位置", "Change its permissions, or choose another place")
            }
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Text::new(
                "请清理磁盘后重试；已保存的内容没有丢失",
                "Free some space and try again; nothing saved is lost",
            ),
            _ => Text::new("请检查磁盘或网络位置后重试", "Check the disk or the network share and try again"),
        };
        Self::other(message, hint)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Io { path, source } => Self::io(path, source),
            StoreError::Sql { path, source } => sql(path, source),
            StoreError::Exists { path } => Self::other(
                Text::new(format!("{} 已存在", path.display()), format!("{} exists already", path.display())),
                Text::new("请换一个名称", "Choose another name"),
            ),
            StoreError::NotGeoPackage { path, what } => Self::other(
                Text::new(
                    format!("{} 不是项目文件，或已损坏", path.display()),
                    format!("{} is not a project file, or is damaged ({what})", path.display()),
                ),
                Text::new(
                    "请选择三线保存的 .gpkg；文件若曾经可用，请用备份恢复",
                    "Choose a .gpkg that Sanxian saved; if it worked before, restore it from a copy",
                ),
            ),
            StoreError::NotOurs { path, what } => Self::other(
                Text::new(
                    format!("{} 是 GeoPackage，但不是三线的项目", path.display()),
                    format!("{} is a GeoPackage, but not a project of Sanxian ({what})", path.display()),
                ),
                Text::new("请把它作为图层导入", "Import it as a layer instead"),
            ),
            // bringing the structure up to date met the disk, not another structure
            StoreError::Structure {
                path,
                source: MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _),
            } if code(error).is_some_and(|code| code & 0xff != PLAIN_ERROR) => sql(path, error),
            StoreError::Structure { path, .. } => Self::other(
                Text::new(
                    format!("{} 由更新的版本保存，或结构被改动过", path.display()),
                    format!("{} was saved by a newer version, or its structure was changed", path.display()),
                ),
                Text::new(
                    "请用保存它的版本打开；文件没有被改动",
                    "Open it with the version that saved it; the file is unchanged",
                ),
            ),
            StoreError::Older { path } => Self::other(
                Text::new(
                    format!("{} 由较早的版本保存，又是只读的，无法更新", path.display()),
                    format!("{} was saved by an older version and is read-only", path.display()),
                ),
                Text::new("请把它复制到可写的位置，再打开副本", "Copy it to where it can be written and open the copy"),
            ),
            StoreError::Damaged { path, table, what } => damaged(path, &format!("{table}: {what}")),
            StoreError::NotReviewed => Self::other(
                Text::new("还没有审查结果", "Nothing has been reviewed yet"),
                Text::new("请先运行审查", "Run the review first"),
            ),
            _ => Self::other(
                Text::new(format!("项目无法读写：{error}"), format!("The project cannot be read or written: {error}")),
                Text::new("请按所述改正后重试", "Correct what is said and try again"),
            ),
        }
    }
}

/// SQLite's code for a file that was moved or deleted while it was open.
const MOVED: u32 = 1032;

/// SQLite's code for a statement that does not fit what is there.
const PLAIN_ERROR: u32 = 1;

/// SQLite's result code, where it gave one.
fn code(error: &Sql) -> Option<u32> {
    match error {
        Sql::Database(inner) => inner.code().and_then(|code| code.parse().ok()),
        _ => None,
    }
}

/// What SQLite said, by its primary result code.
fn sql(path: &Path, error: &Sql) -> Failure {
    let shown = path.display();
    let code = match error {
        Sql::Io(inner) => return Failure::io(path, inner),
        // the reviewer closed the project under a job: nothing of it was written
        Sql::PoolClosed => return Failure::cancelled(),
        other => code(other),
    };
    // an open connection says that the file was moved, a new one that it cannot be opened
    if code == Some(MOVED) || (code.is_some_and(|code| code & 0xff == 14) && !path.exists()) {
        return Failure::missing(path);
    }
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => Failure::other(
            Text::new(format!("{shown} 正被其他程序占用"), format!("{shown} is held by another program")),
            Text::new(
                "请关闭占用它的程序（如 QGIS）后重试",
                "Close the program that holds it (such as QGIS) and try again",
            ),
        ),
        Some(8) => Failure::read_only(&Text::new("文件或文件夹不可写", "the file or its folder cannot be written")),
        Some(13) => Failure::other(
            Text::new(format!("{shown}：磁盘已满"), format!("{shown}: the disk is full")),
            Text::new("请清理磁盘后重试；已保存的内容没有丢失", "Free some space and try again; nothing saved is lost"),
        ),
        Some(11 | 26) => damaged(path, &error.to_string()),
        Some(14) => Failure::other(
            Text::new(format!("{shown} 无法打开"), format!("{shown} cannot be opened")),
            Text::new("请检查路径和权限", "Check the path and its permissions"),
        ),
        _ => Failure::other(
            Text::new(format!("{shown} 无法读写：{error}"), format!("{shown} cannot be read or written: {error}")),
            Text::new("请检查磁盘空间和连接后重试", "Check the space and the connection of the disk and try again"),
        ),
    }
}

fn damaged(path: &Path, what: &str) -> Failure {
    let shown = path.display();
    Failure::other(
        Text::new(format!("{shown} 已损坏（{what}）"), format!("{shown} is damaged ({what})")),
        Text::new(
            "请用备份恢复；其中的图层和结果多半仍可用 QGIS 读出",
            "Restore it from a copy; most of its layers and results can probably still be read with QGIS",
        ),
    )
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        if matches!(error, ImportError::Cancelled { .. }) {
            return Self::cancelled();
        }
        let code =
            if matches!(error, ImportError::NotFound { .. }) { FailureCode::Missing } else { FailureCode::Other };
        let hint = error.hint();
        let whole = error.message(Lang::Zh);
        let zh = whole.strip_suffix(&format!("。{}", hint.zh)).unwrap_or(&whole);
        Self { code, message: Text::new(zh, error.to_string()), hint }
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        let hint = Text::new("请另选规则包", "Choose other policy packs");
        Self::other(Text::new(error.message(Lang::Zh), error.message(Lang::En)), hint)
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Import(error) => error.into(),
            RunError::Pack(error) => error.into(),
            RunError::Store(error) => error.into(),
            RunError::Cancelled => Self::cancelled(),
            RunError::Policy(error) => Self::other(
                Text::new(policy_message(&error, Lang::Zh), policy_message(&error, Lang::En)),
                Text::new("请另选规则包", "Choose other policy packs"),
            ),
            RunError::Threads(what) => Self::other(
                Text::new(format!("无法启动计算线程：{what}"), format!("No threads could be started: {what}")),
                Text::new("请关闭其他程序后重试", "Close other programs and try again"),
            ),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Io { path, source } => Self::io(&path, &source),
            ExportError::Store(error) => error.into(),
            ExportError::Cancelled => Self::cancelled(),
            ExportError::Refused { what, hint } => Self::other(what, hint),
            ExportError::NotRestored { kept, .. } => Self::other(
                Text::new(
                    format!("结果未能写出，原有结果保存在 {}", kept.display()),
                    format!("The results could not be written; the earlier ones are kept in {}", kept.display()),
                ),
                Text::new("请手工移回，并检查磁盘", "Move them back by hand and check the disk"),
            ),
            _ => Self::other(
                Text::new(format!("结果未能写出：{error}"), format!("The results could not be written: {error}")),
                Text::new("请少选几种格式后重试", "Leave some formats out and try again"),
            ),
        }
    }
}
