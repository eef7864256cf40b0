//! Lists what is wrong with delivered rings, and by how much reading them as ground changes the area.

mod rough;
mod stated;

use std::collections::BTreeMap;

use rayon::prelude::*;
use sanxian_review::data::{Bounds, Feature, Shape};
use sanxian_review::finding::Defect;
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::plane::Plane;
use sanxian_review::policy::Repair;
use sanxian_review::ring::{DefectAt, Reading, is_sound};

use crate::import::Imported;
use crate::lang::{Lang, Text};
use crate::problem::{LARGE_REPAIR, Problem, REPAIR_ACCEPTED};
use crate::source::SourceInfo;
use crate::words;
use stated::Stated;

/// One problem for each kind of defect of each feature: self-crossings, needles, repeated points, stray holes, parts
/// that overlap. The rings stay as they were delivered; the review reads a mended copy (each ring for itself).
///
/// `limits` say which repairs a reviewer decides on; `None` = nobody is asked yet ([`repair_decisions`] does it later).
#[must_use]
pub fn ring_problems(imported: &Imported, limits: Option<&Repair>) -> Vec<Problem> {
    let layer = Delivered { source: &imported.source, accepted: imported.accept_repairs };
    imported.features.par_iter().flat_map_iter(|feature| layer.defects(feature, limits)).collect()
}

/// Whether [`ring_problems`] surely says nothing of a feature with this ground and these attributes.
#[must_use]
pub(crate) fn is_plain<'t>(shape: &Shape, mut texts: impl Iterator<Item = (&'t str, &'t str)>) -> bool {
    let Some(bounds) = shape.bounds() else { return false };
    let doubted =
        |(name, value)| Stated::of(name, value).is_some_and(|stated| stated.differs(rough::area_m2(shape, &bounds)));
    is_sound(shape) && !texts.any(doubted)
}

/// What is to be decided, or was, about the repairs of these features of one source.
#[must_use]
pub fn repair_decisions<'a>(
    features: impl Iterator<Item = &'a Feature>,
    source: &SourceInfo,
    accepted: bool,
    limits: &Repair,
) -> Vec<Problem> {
    let layer = Delivered { source, accepted };
    features
        .filter(|feature| !is_sound(&feature.shape))
        .filter_map(|feature| {
            let reading = Plane::of(&feature.shape.bounds()?).read(&feature.shape);
            let told = Told { layer: &layer, feature, place: reading.defects.iter().find_map(|defect| defect.at) };
            told.decision(change(&reading), reading.delivered_mm2, limits)
        })
        .collect()
}

/// Whether a problem is one of [`repair_decisions`].
#[must_use]
pub fn is_decision(problem: &Problem) -> bool {
    problem.code == LARGE_REPAIR || problem.code == REPAIR_ACCEPTED
}

/// Where features come from.
struct Delivered<'a> {
    source: &'a SourceInfo,
    /// The reviewer accepted mended copies.
    accepted: bool,
}

/// By how much a mended copy is larger than what was delivered.
fn change(reading: &Reading) -> SquareMillimetres {
    SquareMillimetres(reading.shape.planar_area_mm2().saturating_sub(reading.delivered_mm2))
}

impl Delivered<'_> {
    /// The area that a feature says it has.
    fn stated<'a>(&self, feature: &'a Feature) -> Option<Stated<'a>> {
        let txt = self.source.format == "txt"; // has said so of its own field already
        let mut texts = feature.attributes.texts();
        texts.find_map(|(name, value)| Stated::of(name, value).filter(|_| !txt || name != "面积"))
    }

    /// What is said of the area of a feature with nothing wrong in its rings.
    fn of_sound(&self, feature: &Feature, bounds: &Bounds) -> Option<Problem> {
        let place = Some((bounds.middle_lon(), bounds.south.midpoint(bounds.north)));
        let planar_mm2 = Plane::of(bounds).read(&feature.shape).shape.planar_area_mm2();
        Told { layer: self, feature, place }.stated_area(planar_mm2)
    }

    fn defects(&self, feature: &Feature, limits: Option<&Repair>) -> Vec<Problem> {
        let Some(bounds) = feature.shape.bounds() else { return Vec::new() };
        if is_sound(&feature.shape) {
            // most are: the proof costs a twentieth of reading
            let doubted = self.stated(feature).filter(|stated| stated.differs(rough::area_m2(&feature.shape, &bounds)));
            return doubted.and_then(|_| self.of_sound(feature, &bounds)).into_iter().collect();
        }
        let reading = Plane::of(&bounds).read(&feature.shape);
        let change = change(&reading);
        let place = reading.defects.iter().find_map(|defect| defect.at);
        let told = Told { layer: self, feature, place };
        let more = [
            limits.and_then(|limits| told.decision(change, reading.delivered_mm2, limits)),
            told.stated_area(reading.shape.planar_area_mm2()),
        ];
        let empty = reading.shape.is_empty();
        let mut kinds: BTreeMap<Defect, Vec<DefectAt>> = BTreeMap::new();
        for defect in reading.defects {
            kinds.entry(defect.defect).or_default().push(defect);
        }
        let listed = kinds.into_iter().map(|(defect, all)| {
            let said = |lang| sentence(defect, all.len(), change, lang);
            Problem {
                place: all.first().and_then(|d| d.at),
                dropped: empty && defect == Defect::NoArea,
                ..told.problem(code(defect), Text::new(said(Lang::Zh), said(Lang::En)), Some(change.0))
            }
        });
        listed.chain(more.into_iter().flatten()).collect()
    }
}

/// A feature that something is said about.
struct Told<'a> {
    layer: &'a Delivered<'a>,
    feature: &'a Feature,
    /// The first defect's.
    place: Option<(f64, f64)>,
}

impl Told<'_> {
    fn problem(&self, code: &str, text: Text, change: Option<i64>) -> Problem {
        Problem {
            role: self.layer.source.role,
            file: self.layer.source.file.clone(),
            position: Some(self.feature.position),
            feature: Some(self.feature.id.0.clone()),
            place: self.place,
            code: code.to_owned(),
            zh: text.zh,
            en: text.en,
            area_change_mm2: change,
            dropped: false,
        }
    }

    /// What a reviewer decides about the repair, or decided; `None` where nobody is asked.
    fn decision(&self, change: SquareMillimetres, delivered_mm2: i64, limits: &Repair) -> Option<Problem> {
        if !limits.asks(change, SquareMillimetres(delivered_mm2)) {
            return None;
        }
        let metres = words::square_metres(change);
        let (code, text) = if self.layer.accepted {
            let text = Text::new(
                format!("修复使面积变化 {metres} 平方米，审查人已认可修复副本"),
                format!("The repair changes the area by {metres} m²; the reviewer accepted the mended copy"),
            );
            (REPAIR_ACCEPTED, text)
        } else {
            let limits = words::repair_limits(limits);
            let text = Text::new(
                format!(
                    "修复使面积变化 {metres} 平方米，超过 {}，须由审查人决定：更正原图，或认可修复（--accept-repairs，或导入卡）",
                    limits.zh
                ),
                format!(
                    "The repair changes the area by {metres} m², more than {}: correct the drawing, or accept the mended copy (--accept-repairs, or on the card)",
                    limits.en
                ),
            );
            (LARGE_REPAIR, text)
        };
        Some(self.problem(code, text, Some(change.0)))
    }

    /// An area among the attributes that differs from the ground in every unit.
    fn stated_area(&self, planar_mm2: i64) -> Option<Problem> {
        #[expect(clippy::cast_precision_loss, reason = "compared within a tenth")]
        let ground = planar_mm2 as f64 / 1e6;
        let stated = self.layer.stated(self.feature).filter(|stated| stated.differs(ground))?;
        let value: String = stated.value.trim().chars().take(40).collect();
        let (name, measured) = (stated.name, words::square_metres(SquareMillimetres(planar_mm2)));
        let text = Text::new(
            format!(
                "属性 {name} 的面积 {value} 与图形面积 {measured} 平方米相差 10% 以上（平方米、公顷、亩、平方公里都不符）；请核对"
            ),
            format!(
                "The area {value} in {name} differs by more than 10 % from the {measured} m² of the ground in every unit. Check it"
            ),
        );
        Some(self.problem("stated_area", text, None))
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
