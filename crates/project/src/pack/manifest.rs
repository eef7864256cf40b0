//! `manifest.json`: what is in a pack, what it was made of and with, and how its outputs are made again.

use sanxian_review::data::{FeatureId, LayerKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::digest::Kept;
use crate::dossier::{DataYear, Dossier};
use crate::lang::Lang;
use crate::opinion::{Asked, Signed};
use crate::run_info::Parameter;
use crate::source::SourceInfo;
use crate::store::TownCounties;
use crate::store::decision::Decision;

/// Names the form.
pub(super) const FORMAT: &str = "sanxian-pack";
/// Of the form; a later one is refused.
pub(super) const VERSION: u32 = 1;
/// Members with a place of their own.
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const CHECK: &str = "manifest.check.json";
pub(super) const SIGNATURE: &str = "signature.json";
pub(super) const PROJECT: &str = "project.gpkg";
/// A manifest is read into memory.
pub(super) const LARGEST_MANIFEST: u64 = 64 << 20;

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub format: String,
    pub version: u32,
    /// For people.
    pub about: About,
    pub software: String,
    pub proj: String,
    pub as_of: String,
    pub near_mm: i64,
    pub parameters: Vec<Parameter>,
    pub packs: Vec<PackUsed>,
    pub inputs: Vec<Input>,
    pub decisions: Vec<Decision>,
    /// Numbers of towns by verdict, as derived.
    pub verdicts: std::collections::BTreeMap<String, usize>,
    pub surroundings: Surroundings,
    pub recipe: Recipe,
    pub files: Vec<Listed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackUsed {
    pub id: String,
    pub title: String,
    pub doc_number: Option<String>,
    /// SHA-256 of the text that its quotations were compared with.
    pub text_sha256: Option<String>,
    pub file: String,
}

/// One input as it was read, and how much of it is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Input {
    #[serde(flatten)]
    pub source: SourceInfo,
    pub data_year: Option<u16>,
    pub in_pack: InPack,
}

/// How much of an input a pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InPack {
    /// Every feature or row that could be read, in `project.gpkg`; not the file itself.
    AllFeatures,
    /// Only the features near the towns, which the review read, in `project.gpkg`.
    FeaturesNearTowns,
}

/// What the project knew beside the review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Surroundings {
    pub years: Vec<DataYear>,
    pub counties: TownCounties,
    pub sample: bool,
}

/// What was made of the review, so that it can be made again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// `csv`, `geojson`, `json`, `xlsx`
    pub results: Vec<String>,
    /// Opinions.
    pub opinions: Vec<OpinionRecipe>,
    /// What the maker of sheets wants to know; `null` = none.
    #[serde(default)]
    pub sheets: Value,
}

/// One opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionRecipe {
    /// `zh` or `en`
    pub lang: String,
    /// One town, or all.
    pub town: Option<FeatureId>,
    /// Who signs.
    pub signed: Signed,
    /// `docx`, `pdf`, `xlsx`
    pub formats: Vec<String>,
}

impl OpinionRecipe {
    /// As the writer wants it.
    #[must_use]
    pub fn asked(&self) -> Asked {
        let lang = if self.lang == "en" { Lang::En } else { Lang::Zh };
        Asked { lang, town: self.town.clone(), signed: self.signed.clone() }
    }
}

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub name: String,
    pub role: Role,
    #[serde(flatten)]
    pub kept: Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// Towns, the features near them, ledger, findings, decisions.
    Project,
    /// A policy pack.
    Policy,
    /// Made of the review.
    Output,
}

/// `manifest.check.json`: hash and sums of the manifest itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Check {
    #[serde(flatten)]
    pub kept: Kept,
}

impl Manifest {
    pub fn new(dossier: &Dossier, packs: Vec<PackUsed>, recipe: Recipe, files: Vec<Listed>) -> Self {
        let (recorded, run) = (&dossier.recorded, &dossier.recorded.run);
        let input = |source: &SourceInfo| Input {
            source: source.clone(),
            data_year: dossier.year_of(source),
            in_pack: match source.role {
                LayerKind::Towns | LayerKind::Ledger => InPack::AllFeatures,
                _ => InPack::FeaturesNearTowns,
            },
        };
        let mut verdicts = std::collections::BTreeMap::new();
        for town in &recorded.review.towns {
            *verdicts.entry(town.verdict.key().to_owned()).or_default() += 1;
        }
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            about: about(),
            software: run.software.clone(),
            proj: run.proj.clone(),
            as_of: run.as_of.clone(),
            near_mm: run.near.0,
            parameters: run.parameters.clone(),
            packs,
            inputs: recorded.sources.iter().map(input).collect(),
            decisions: recorded.decisions.clone(),
            verdicts,
            surroundings: Surroundings {
                years: dossier.years.clone(),
                counties: dossier.counties.clone(),
                sample: dossier.sample,
            },
            recipe,
            files,
        }
    }

    /// Pretty JSON with a line end.
    pub fn to_bytes<T: Serialize>(value: &T) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(value)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn about() -> About {
    About {
        zh: "证据包。project.gpkg 中小镇范围和台账为全部要素，控制线等图层只含小镇附近、实际参与审查的要素（features_near_towns）；\
             原始文件不在包内，其文件名、大小和 SHA-256 列于 inputs。用 sanxian verify 核对：检查每个文件，仅凭本包重新审查并逐项比较。"
            .to_owned(),
        en: "An evidence pack. In project.gpkg the towns and the ledger are whole; of control lines and other layers it \
             holds only the features near the towns, which the review read (features_near_towns). The source files \
             themselves are not in the pack: their names, sizes and SHA-256 stand under inputs. `sanxian verify` checks \
             every file, reviews again from this pack alone and compares."
            .to_owned(),
    }
}
