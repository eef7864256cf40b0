//! What to draw, and how.

use std::path::PathBuf;

use sanxian_project::lang::Lang;

/// A kind of sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// All towns on one map, with a table of the sheets.
    Index,
    /// One sheet a town.
    Town,
    /// One sheet a finding that has ground and is no pass.
    Finding,
    /// The other three in one PDF, with bookmarks.
    Atlas,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Index, Self::Town, Self::Finding, Self::Atlas];

    /// The name used in lists.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Town => "town",
            Self::Finding => "finding",
            Self::Atlas => "atlas",
        }
    }
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Vectors and selectable text, one file a sheet.
    Pdf,
    /// Vectors, one file a page.
    Svg,
    /// 300 dots an inch, one file a page.
    Png,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Svg, Self::Png];

    /// The name used in lists, and the file's ending.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 420 × 297 mm
    A3,
    /// 297 × 210 mm
    A4,
}

/// How the paper is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Wide.
    Landscape,
    /// Tall.
    Portrait,
}

/// What people write on a sheet; an empty one leaves room for the pen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imprint {
    /// 制图单位
    pub office: String,
    /// 制图人
    pub author: String,
    /// 审核人
    pub checker: String,
    /// 密级
    pub secrecy: String,
}

/// What to draw, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRequest {
    /// Which kinds; each once, in any order.
    pub kinds: Vec<Kind>,
    /// Towns by id; none = all.
    pub towns: Vec<String>,
    /// Size of the paper.
    pub paper: Paper,
    /// How it is turned.
    pub orientation: Orientation,
    /// Which formats; an atlas is a PDF whatever is asked for.
    pub formats: Vec<Format>,
    /// Ground of control lines farther than this from a sheet's towns is left out of its files, metres.
    pub around: Option<f64>,
    /// What people write on it.
    pub imprint: Imprint,
    /// The language of everything that the program writes.
    pub lang: Lang,
    /// A folder whose files replace the program's templates, settings and styles of the same name.
    pub template: Option<PathBuf>,
    /// Where the files go; made if need be.
    pub out: PathBuf,
}

impl SheetRequest {
    /// A town's sheets for all towns: A3, landscape, PDF, Chinese.
    #[must_use]
    pub fn new(out: PathBuf) -> Self {
        Self {
            kinds: vec![Kind::Town],
            towns: Vec::new(),
            paper: Paper::A3,
            orientation: Orientation::Landscape,
            formats: vec![Format::Pdf],
            around: None,
            imprint: Imprint::default(),
            lang: Lang::Zh,
            template: None,
            out,
        }
    }
}
