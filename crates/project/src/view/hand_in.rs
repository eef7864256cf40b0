//! Handing in: sheets, the opinion, the evidence pack.

use serde::{Deserialize, Serialize};

/// What to make; what is empty is not made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct HandInChoice {
    /// Kinds of sheets: `atlas`, `town`, `finding`, `index`.
    pub sheets: Vec<String>,
    /// `a3` or `a4`.
    pub paper: String,
    /// Tall instead of wide.
    pub portrait: bool,
    /// Formats of the sheets: `pdf`, `svg`, `png`.
    pub sheet_formats: Vec<String>,
    /// Formats of the opinion: `docx`, `pdf`, `xlsx`.
    pub opinion: Vec<String>,
    /// An opinion on each town, beside that on all.
    pub each_town: bool,
    /// Whether to pack the evidence.
    pub pack: bool,
    /// Opaque handle of the key that signs it; absent = not signed.
    pub key: Option<String>,
    /// Who signs; empty leaves room for the pen.
    pub office: String,
    /// Who reviewed; empty leaves room for the pen.
    pub reviewer: String,
    /// 密级 on sheets and opinion; empty leaves room for the pen.
    #[serde(default)]
    pub secrecy: String,
    /// Who drew the sheets; empty leaves room for the pen.
    #[serde(default)]
    pub author: String,
    /// Who checked the sheets; empty leaves room for the pen.
    #[serde(default)]
    pub checker: String,
    /// Control lines farther than this from a sheet's town are left out of it, metres, at most 100,000; absent = all are drawn.
    #[serde(default)]
    pub around: Option<u32>,
    /// Language of the papers: `zh` or `en`.
    pub lang: String,
    /// Opaque handle of a folder chosen in a native dialog; absent = beside the project.
    pub folder: Option<String>,
}

/// A key that the reviewer chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct KeyView {
    /// Opaque.
    pub id: String,
    /// Its file's name, to be shown only.
    pub file: String,
    /// Of the public key.
    pub fingerprint: String,
}
