//! Why no sheet was drawn.

use std::fmt;
use std::path::PathBuf;

use sanxian_project::lang::Text;
use sanxian_project::view::{Failure, FailureCode};

use crate::typeset::TypesetError;

/// Why no sheet was drawn. The folder is as it was before.
#[derive(Debug)]
#[non_exhaustive]
pub enum SheetError {
    /// A page could not be laid out or written.
    Typeset(TypesetError),
    /// A file of the templates' folder is wrong.
    Template {
        /// Its name.
        file: String,
        /// What is wrong with it.
        what: String,
    },
    /// The project has no such town.
    NoSuchTown {
        /// As asked for.
        id: String,
    },
    /// Nothing of what was asked for is in the project.
    Nothing,
    /// More than one document can hold.
    TooMany {
        /// As many would be drawn.
        sheets: usize,
        /// As many may be.
        most: usize,
    },
    /// The system refused.
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The reviewer stopped it.
    Cancelled,
}

impl SheetError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn template(file: &str, what: impl fmt::Display) -> Self {
        Self::Template { file: file.to_owned(), what: what.to_string() }
    }

    /// A short name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Typeset(_) => "sheet_typeset",
            Self::Template { .. } => "sheet_template",
            Self::NoSuchTown { .. } => "sheet_no_such_town",
            Self::Nothing => "sheet_nothing",
            Self::TooMany { .. } => "sheet_too_many",
            Self::Io { .. } => "sheet_io",
            Self::Cancelled => "cancelled",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Typeset(error) => error.message(),
            Self::Template { file, what } => {
                Text::new(format!("图件模板文件“{file}”有误：{what}"), format!("sheet template {file}: {what}"))
            }
            Self::NoSuchTown { id } => {
                Text::new(format!("项目中没有小镇“{id}”"), format!("the project has no town {id:?}"))
            }
            Self::Nothing => Text::new(
                "没有可以出图的内容：所选小镇没有范围，或没有在图上能画出的意见",
                "there is nothing to draw: the towns chosen have no ground, or no finding with ground",
            ),
            Self::TooMany { sheets, most } => Text::new(
                format!("要出 {sheets} 幅图，一次最多 {most} 幅"),
                format!("{sheets} sheets were asked for; at most {most} can be drawn at once"),
            ),
            Self::Io { path, source } => {
                Text::new(format!("{}：{source}", path.display()), format!("{}: {source}", path.display()))
            }
            Self::Cancelled => Text::new("已取消，未写出任何图件", "cancelled; no sheet was written"),
        }
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> Text {
        match self {
            Self::Typeset(error) => error.hint(),
            Self::Template { .. } => Text::new(
                "请改正该文件，或不用 --template 而用软件自带的模板",
                "Correct the file, or leave --template out to use the templates of the program",
            ),
            Self::NoSuchTown { .. } => Text::new("请按小镇编码选择", "Choose by the town's id"),
            Self::Nothing => Text::new("请换一种图件或另选小镇", "Choose another kind of sheet, or other towns"),
            Self::TooMany { .. } => {
                Text::new("请分批选择小镇，或只出小镇图", "Choose fewer towns, or the towns' sheets only")
            }
            Self::Io { .. } => Text::new(
                "请检查文件夹能否写入、磁盘是否已满",
                "Check that the folder can be written and the disk is not full",
            ),
            Self::Cancelled => Text::new("可以随时重新出图", "Draw them again at any time"),
        }
    }

    /// As the window shows it.
    #[must_use]
    pub fn failure(&self) -> Failure {
        let code = if matches!(self, Self::Cancelled) { FailureCode::Cancelled } else { FailureCode::Other };
        Failure { code, message: self.message(), hint: self.hint() }
    }
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for SheetError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Typeset(error) => Some(error),
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<TypesetError> for SheetError {
    fn from(error: TypesetError) -> Self {
        Self::Typeset(error)
    }
}
