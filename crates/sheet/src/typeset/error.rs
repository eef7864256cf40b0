//! Why pages could not be laid out or written.

use std::fmt;

use sanxian_project::lang::Text;
use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use super::world::Desk;

/// Why pages could not be laid out or written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypesetError {
    /// The main template is not among the files.
    NoSuchFile {
        /// As asked for.
        name: String,
    },
    /// A template is wrong.
    Template {
        /// Which file, when it is known.
        file: Option<String>,
        /// Line, from 1.
        line: Option<usize>,
        /// What the typesetter says, in English, and its hints.
        what: String,
    },
    /// The pages stand, but cannot be written in a format.
    Write {
        /// `PDF` or `PNG`.
        format: &'static str,
        /// What the writer says.
        what: String,
    },
}

impl TypesetError {
    pub(super) fn template(desk: &Desk, faults: &[SourceDiagnostic]) -> Self {
        let Some(fault) = faults.first() else {
            return Self::Template { file: None, line: None, what: "unknown fault".into() };
        };
        let id = fault.span.id();
        let line = id.zip(desk.range(fault.span)).and_then(|(id, range)| {
            let source = desk.source(id).ok()?;
            source.lines().byte_to_line(range.start)
        });
        let hints = fault.hints.iter().map(|hint| format!("; {}", hint.v));
        Self::Template {
            file: id.map(|id| id.get().vpath().get_without_slash().to_owned()),
            line: line.map(|line| line + 1),
            what: std::iter::once(fault.message.to_string()).chain(hints).collect(),
        }
    }

    pub(super) fn write(format: &'static str, faults: &[SourceDiagnostic]) -> Self {
        Self::Write { format, what: faults.first().map_or_else(String::new, |fault| fault.message.to_string()) }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::NoSuchFile { name } => {
                Text::new(format!("没有模板“{name}”"), format!("there is no template {name:?}"))
            }
            Self::Template { file, line, what } => {
                let file = file.as_deref().unwrap_or("?");
                let (zh, en) = line.map_or_else(Default::default, |line| (format!("第 {line} 行"), format!(":{line}")));
                Text::new(format!("模板“{file}”{zh}有误：{what}"), format!("template {file}{en}: {what}"))
            }
            Self::Write { format, what } => {
                Text::new(format!("无法写成 {format}：{what}"), format!("cannot be written as {format}: {what}"))
            }
        }
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> Text {
        match self {
            Self::NoSuchFile { .. } | Self::Template { .. } => Text::new(
                "请改正模板，或改用软件自带的模板",
                "Correct the template, or use those that come with the program",
            ),
            Self::Write { .. } => Text::new("请换一种格式再试", "Try another format"),
        }
    }
}

impl fmt::Display for TypesetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for TypesetError {}
