//! Lists what is wrong with delivered rings, and by how much reading them as ground changes the area.

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
    kinds
        .into_iter()
        .map(|(defect, all)| {
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
        })
        .collect()
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
