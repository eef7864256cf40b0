//! Lists what is wrong with delivered rings, and by how much reading them as ground changes the area.

mod stated;

use std::collections::BTreeMap;

use rayon::prelude::*;
use sanxian_review::data::Feature;
use sanxian_review::finding::Defect;
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::plane::Plane;
use sanxian_review::ring::{DefectAt, is_sound};

use crate::import::Imported;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::words;

/// One problem for each kind of defect of each feature: self-crossings, needles, repeated points, stray holes, parts
/// that overlap. The rings stay as they were delivered; the review reads a mended copy (each ring for itself).
#[must_use]
pub fn ring_problems(imported: &Imported) -> Vec<Problem> {
    imported.features.par_iter().flat_map_iter(|feature| of_feature(imported, feature)).collect()
}

fn of_feature(imported: &Imported, feature: &Feature) -> Vec<Problem> {
    if is_sound(&feature.shape) {
        return Vec::new(); // most are: the proof costs a twentieth of reading
    }
    let Some(bounds) = feature.shape.bounds() else { return Vec::new() };
    let reading = Plane::of(&bounds).read(&feature.shape);
    let change = SquareMillimetres(reading.shape.planar_area_mm2().saturating_sub(reading.delivered_mm2));
    let mut kinds: BTreeMap<Defect, Vec<DefectAt>> = BTreeMap::new();
    for defect in reading.defects {
        kinds.entry(defect.defect).or_default().push(defect);
    }
    let empty = reading.shape.is_empty();
    let told = Told { imported, feature, place: kinds.values().flatten().find_map(|defect| defect.at) };
    let more = [
        is_large(change.0, reading.delivered_mm2).then(|| told.large_repair(change)),
        told.stated_area(reading.shape.planar_area_mm2()),
    ];
    let listed = kinds.into_iter().map(|(defect, all)| {
        let said = |lang| sentence(defect, all.len(), change, lang);
        Problem {
            role: imported.source.role,
            file: imported.source.file.clone(),
            position: Some(feature.position),
            feature: Some(feature.id.0.clone()),
            place: all.first().and_then(|d| d.at),
            code: code(defect).to_owned(),
            zh: said(Lang::Zh),
            en: said(Lang::En),
            area_change_mm2: Some(change.0),
            dropped: empty && defect == Defect::NoArea,
        }
    });
    listed.chain(more.into_iter().flatten()).collect()
}

/// A repair that changes the area by more needs the reviewer's decision, mm²: what passes for a sliver.
const LARGE_MM2: i64 = 1_000_000_000;
/// … or by more than this share of what was delivered, from 10 m² on.
const LARGE_SHARE: i64 = 100;
const LARGE_SHARE_FROM_MM2: i64 = 10_000_000;

/// Whether a change of area by a repair is one to decide on.
fn is_large(change: i64, delivered: i64) -> bool {
    let change = change.saturating_abs();
    change > LARGE_MM2 || (change > LARGE_SHARE_FROM_MM2 && change > delivered.saturating_abs() / LARGE_SHARE)
}

/// A feature that something is said about.
struct Told<'a> {
    imported: &'a Imported,
    feature: &'a Feature,
    /// The first defect's.
    place: Option<(f64, f64)>,
}

impl Told<'_> {
    fn problem(&self, code: &str, zh: String, en: String, change: Option<i64>) -> Problem {
        Problem {
            role: self.imported.source.role,
            file: self.imported.source.file.clone(),
            position: Some(self.feature.position),
            feature: Some(self.feature.id.0.clone()),
            place: self.place,
            code: code.to_owned(),
            zh,
            en,
            area_change_mm2: change,
            dropped: false,
        }
    }

    fn large_repair(&self, change: SquareMillimetres) -> Problem {
        let metres = words::square_metres(change);
        if self.imported.accept_repairs {
            return self.problem(
                "repair_accepted",
                format!("修复使面积变化 {metres} 平方米，审查人已认可修复副本"),
                format!("The repair changes the area by {metres} m²; the reviewer accepted the mended copy"),
                Some(change.0),
            );
        }
        self.problem(
            "large_repair",
            format!("修复使面积变化 {metres} 平方米，超过 1000 平方米或 1%，须由审查人决定：更正原图，或认可修复（--accept-repairs，或导入卡）"),
            format!("The repair changes the area by {metres} m², more than 1000 m² or 1 %: correct the drawing, or accept the mended copy (--accept-repairs, or on the card)"),
            Some(change.0),
        )
    }

    /// An area among the attributes that differs from the ground in every unit.
    fn stated_area(&self, planar_mm2: i64) -> Option<Problem> {
        let txt = self.imported.source.format == "txt"; // has said so of its own field already
        let (name, value) = self
            .feature
            .attributes
            .iter()
            .find(|(name, value)| stated::is_area(name) && !value.trim().is_empty() && (!txt || name != "面积"))?;
        #[expect(clippy::cast_precision_loss, reason = "compared within a tenth")]
        let ground = planar_mm2 as f64 / 1e6;
        if !stated::differs(name, value, ground) {
            return None;
        }
        let value: String = value.trim().chars().take(40).collect();
        let measured = words::square_metres(SquareMillimetres(planar_mm2));
        Some(self.problem(
            "stated_area",
            format!("属性 {name} 的面积 {value} 与图形面积 {measured} 平方米相差 10% 以上（平方米、公顷、亩、平方公里都不符）；请核对"),
            format!("The area {value} in {name} differs by more than 10 % from the {measured} m² of the ground in every unit. Check it"),
            None,
        ))
    }
}

fn sentence(defect: Defect, count: usize, change: SquareMillimetres, lang: Lang) -> String {
    let (what, change) = (words::defect(defect, lang), words::square_metres(change));
    match lang {
        Lang::Zh => format!("{what} {count} 处；审查按修复副本量算，面积变化 {change} 平方米，请核对原图"),
        Lang::En => {
            format!("{what} × {count}; reviewed as a mended copy, area changed by {change} m²; check the drawing")
        }
    }
}

/// The stable machine name of a defect.
fn code(defect: Defect) -> &'static str {
    match defect {
        Defect::SelfCrossing => "self_crossing",
        Defect::Spike => "spike",
        Defect::RepeatedPoint => "repeated_point",
        Defect::NoArea => "no_area",
        Defect::HoleAstray => "hole_astray",
        Defect::PartsOverlap => "parts_overlap",
        Defect::SeveralParts => "several_parts",
        Defect::TinyHole => "tiny_hole",
    }
}
