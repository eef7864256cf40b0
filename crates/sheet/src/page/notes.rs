//! What a reader must know to trust a sheet: coordinate system, data and its age, method, parameters, what is missing.

use std::collections::{BTreeMap, BTreeSet};

use sanxian_project::lang::Lang;
use sanxian_project::run_info::Parameter;
use sanxian_project::words;
use sanxian_review::data::LayerKind;
use sanxian_review::finding::Provenance;
use sanxian_review::plane::Plane;
use serde_json::{Value, json};

use super::Desk;
use super::text::shortened;

/// Names and lists longer than this are cut on a sheet; the review's files hold all.
const NAME: usize = 48;
const PARAMETERS: usize = 8;
/// Parameters of measuring; those of single clauses stand with the clauses.
const MEASURING: [&str; 4] = ["noise", "sliver", "near", "outside"];

impl Desk<'_> {
    /// Heading and text, note by note.
    pub fn notes(&self, plane: Plane) -> Vec<Value> {
        let notes = [
            ("crs", self.crs(plane)),
            ("sources", self.sources()),
            ("method", self.method()),
            ("basis", self.basis()),
            ("not_checked", self.not_checked()),
        ];
        let full = notes.into_iter().filter(|(_, text)| !text.is_empty());
        full.map(|(name, text)| json!({"head": self.word(name), "text": text})).collect()
    }

    /// `CGCS2000 · 3° … 120°E`, in one line.
    pub fn crs(&self, plane: Plane) -> String {
        let meridian = plane.central_meridian();
        match self.lang() {
            Lang::Zh => {
                let zone = plane.zone().map(|zone| format!("（第 {zone} 带）")).unwrap_or_default();
                format!(
                    "2000 国家大地坐标系，高斯—克吕格 3° 带投影，中央经线 {meridian}°E{zone}；平面坐标单位为米，东坐标加 500 km，不加带号。"
                )
            }
            Lang::En => {
                let zone = plane.zone().map(|zone| format!(" (zone {zone})")).unwrap_or_default();
                format!(
                    "CGCS2000, 3° Gauss–Krüger, central meridian {meridian}°E{zone}; metres, false easting 500 km without zone number."
                )
            }
        }
    }

    /// Layer by layer: each file, or the name that the reviewer gave it, with the year of its data.
    fn sources(&self) -> String {
        let dossier = &self.source.dossier;
        let (zh, mut layers) = (self.lang() == Lang::Zh, BTreeMap::<LayerKind, Vec<String>>::new());
        for source in &dossier.recorded.sources {
            let name = shortened(dossier.name_of(source), NAME);
            let said = match (source.role, dossier.year_of(source), zh) {
                (LayerKind::Towns | LayerKind::Ledger, ..) => name,
                (_, Some(year), true) => format!("{name}（{year} 年）"),
                (_, Some(year), false) => format!("{name} ({year})"),
                (_, None, true) => format!("{name}（{}）", self.word("no_year")),
                (_, None, false) => format!("{name} ({})", self.word("no_year")),
            };
            layers.entry(source.role).or_default().push(said);
        }
        let (colon, comma, semicolon, stop) = if zh { ("：", "、", "；", "。") } else { (": ", ", ", "; ", ".") };
        let lines = layers
            .into_iter()
            .map(|(role, files)| format!("{}{colon}{}", words::layer(role, self.lang()), files.join(comma)));
        let text = lines.collect::<Vec<_>>().join(semicolon);
        if text.is_empty() { text } else { text + stop }
    }

    fn method(&self) -> String {
        let run = &self.source.recorded().run;
        let zh = self.lang() == Lang::Zh;
        let named = |name: &str| {
            let last = name.rsplit('/').next().unwrap_or(name);
            // the number alone says what the clause is about
            let meaning = || words::parameter(&format!("-/grading/{last}"), self.lang());
            MEASURING.iter().any(|known| last.starts_with(known)).then(meaning)
        };
        let mut seen = BTreeSet::new();
        let parameters: Vec<String> = run
            .parameters
            .iter()
            .filter(|p| p.provenance == Provenance::Reviewer)
            .filter_map(|p| Some(self.parameter(&named(&p.name)?, p)))
            .filter(|text| seen.insert(text.clone()))
            .take(PARAMETERS)
            .collect();
        let list = parameters.join(if zh { "，" } else { ", " });
        let around = self.request.around.map(|metres| match self.lang() {
            Lang::Zh => format!("控制线只绘出小镇外 {metres} 米以内的部分。"),
            Lang::En => format!(" Control lines are drawn within {metres} m of the town only."),
        });
        let around = around.unwrap_or_default();
        match self.lang() {
            Lang::Zh => {
                let list =
                    if list.is_empty() { list } else { format!("审查参数（非条文数值）：{list}。") };
                format!(
                    "面积为椭球面积（国土调查办发〔2008〕32号公式），叠加在高斯平面上按直线边进行，先合并图斑再量算。{list}{around}"
                )
            }
            Lang::En => {
                let list = if list.is_empty() { list } else { format!(" Reviewer's parameters: {list}.") };
                format!(
                    "Ellipsoidal areas by the survey formula; edges are straight in the plane; patches are united before they are measured.{list}{around}"
                )
            }
        }
    }

    /// `误差级：面积小于 1 m²`
    fn parameter(&self, meaning: &str, of: &Parameter) -> String {
        let value = words::parameter_value(&of.value, self.lang());
        format!("{meaning} {value} {}", words::parameter_unit(&of.unit, self.lang())).trim_end().to_owned()
    }

    fn basis(&self) -> String {
        let zh = self.lang() == Lang::Zh;
        let names = self.source.packs.iter().map(|pack| {
            let head = &pack.pack;
            head.doc_number.clone().unwrap_or_else(|| format!("《{}》", shortened(&head.title, NAME)))
        });
        names.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    }

    fn not_checked(&self) -> String {
        let missing: BTreeSet<LayerKind> =
            self.source.recorded().review.not_checked.iter().flat_map(|not| not.missing.iter().copied()).collect();
        let names: Vec<&str> = missing.into_iter().map(|kind| words::layer(kind, self.lang())).collect();
        names.join(if self.lang() == Lang::Zh { "、" } else { ", " })
    }
}
