//! What is written: features as they were delivered, towns with their results, findings with their ground.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use sanxian_review::data::{Feature, LayerKind, Shape};
use sanxian_review::finding::{Measure, Verdict};
use sanxian_review::measure::SquareMillimetres;

use super::{Column, Kind, Layer, Row};
use crate::import::label;
use crate::store::Recorded;

/// More digits than a double keeps exactly.
const MOST_DIGITS: usize = 15;

impl Layer {
    /// Features with all their attributes, under their delivered names in delivered order.
    ///
    /// A column whose every value is a plain decimal, at least one of them with decimals, is one of numbers; whole
    /// numbers stay text, for most of them are codes. An id that is no attribute becomes the column `id`.
    #[must_use]
    pub fn of_features(name: &str, role: LayerKind, features: &[Feature]) -> Self {
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names: Vec<&str> = Vec::new();
        for (key, _) in features.iter().flat_map(|feature| feature.attributes.texts()) {
            at.entry(key).or_insert_with(|| {
                names.push(key);
                names.len() - 1
            });
        }
        let mut rows: Vec<Row> = features.iter().map(|feature| row(role, feature, &at, names.len())).collect();
        let mut columns: Vec<Column> = names
            .iter()
            .enumerate()
            .map(|(at, name)| Column {
                name: (*name).to_owned(),
                kind: kind(rows.iter().filter_map(|row| row.values.get(at)?.as_deref())),
            })
            .collect();
        let is_counted = |feature: &Feature| feature.id.0 == feature.position.to_string();
        let is_attribute = |feature: &Feature| feature.attributes.texts().any(|(_, value)| value == feature.id.0);
        let hidden = features.iter().any(|feature| !is_counted(feature) && !is_attribute(feature));
        if (hidden || columns.is_empty()) && !columns.iter().any(|column| column.name.eq_ignore_ascii_case("id")) {
            columns.insert(0, Column { name: "id".to_owned(), kind: Kind::Text });
            rows.iter_mut().for_each(|row| row.values.insert(0, Some(row.id.clone())));
        }
        Self { name: name.to_owned(), columns, rows }
    }
}

fn row(role: LayerKind, feature: &Feature, at: &BTreeMap<&str, usize>, columns: usize) -> Row {
    let mut values = vec![None; columns];
    let texts: Vec<(&str, &str)> = feature.attributes.texts().collect();
    for (key, value) in &texts {
        if let Some(place) = at.get(key).and_then(|at| values.get_mut(*at)) {
            place.get_or_insert_with(|| (*value).to_owned());
        }
    }
    Row {
        id: feature.id.0.clone(),
        name: label(role, &texts).unwrap_or_default().to_owned(),
        values,
        ground: feature.shape.polygons(),
    }
}

fn kind<'a>(values: impl Iterator<Item = &'a str>) -> Kind {
    let mut decimals = 0;
    for value in values.filter(|value| !value.is_empty()) {
        let Some(own) = decimals_of(value) else { return Kind::Text };
        decimals = decimals.max(own);
    }
    if decimals == 0 { Kind::Text } else { Kind::Number { decimals } }
}

/// Decimals of a number written as a double is printed; `None` for any other text (`007`, `+1`, `1.50`, `1e3`).
fn decimals_of(value: &str) -> Option<u8> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let plain = value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let number: f64 = value.parse().ok().filter(|_| plain && digits <= MOST_DIGITS)?;
    (format!("{number}") == value && value != "-0")
        .then(|| value.split_once('.').map_or(0, |(_, d)| u8::try_from(d.len()).unwrap_or(15)))
}

/// The towns of a review with what was measured and judged.
#[must_use]
pub fn towns(recorded: &Recorded) -> Layer {
    let number = |name: &str| Column { name: name.to_owned(), kind: Kind::Number { decimals: 3 } };
    let text = |name: &str| Column { name: name.to_owned(), kind: Kind::Text };
    let columns = vec![
        text("town_id"),
        text("name"),
        number("area_m2"),
        number("eco_m2"),
        number("farm_m2"),
        number("outside_m2"),
        number("compl_m2"),
        text("verdict"),
    ];
    let m2 = |area: Option<SquareMillimetres>| area.map(SquareMillimetres::to_m2_text);
    let shapes: BTreeMap<_, _> = recorded.towns.iter().map(|town| (&town.feature.id, &town.feature.shape)).collect();
    let mut found: Vec<_> = recorded.review.towns.iter().collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let rows = found.into_iter().filter_map(|town| {
        Some(Row {
            id: town.id.0.clone(),
            name: town.name.clone(),
            values: vec![
                Some(town.id.0.clone()),
                Some(town.name.clone()),
                Some(town.area.to_m2_text()),
                m2(town.eco_redline),
                m2(town.basic_farmland),
                m2(town.outside_urban_boundary),
                m2(town.partition.map(|classes| classes.compliant)),
                Some(town.verdict.key().to_owned()),
            ],
            ground: shapes.get(&town.id)?.polygons(),
        })
    });
    Layer { name: "towns".to_owned(), columns, rows: rows.collect() }
}

/// The ground of every finding worse than a pass, with the columns of `findings.geojson`.
#[must_use]
pub fn findings(recorded: &Recorded) -> Layer {
    let names = ["finding_id", "rule", "clause", "town_id", "layer", "severity", "area_m2"];
    let columns = names.into_iter().map(|name| Column {
        name: name.to_owned(),
        kind: if name == "area_m2" { Kind::Number { decimals: 3 } } else { Kind::Text },
    });
    let worse = |verdict| matches!(verdict, Verdict::Justify | Verdict::Verify | Verdict::Breach);
    let mut found: Vec<_> = recorded.review.findings.iter().filter(|found| worse(found.verdict)).collect();
    found.sort_by(|a, b| a.subject.cmp(&b.subject)); // stable: the rest keeps the review's order
    let rows = found.into_iter().filter_map(|found| {
        let area = match found.measured {
            Some(Measure::AreaMm2(area)) => Some(area.to_m2_text()),
            _ => None,
        };
        Some(Row {
            id: found.fingerprint.0.clone(),
            name: format!("{} {}", found.subject, found.clause.0),
            values: vec![
                Some(found.fingerprint.0.clone()),
                Some(found.rule.to_owned()),
                Some(found.clause.0.clone()),
                Some(found.subject.key().to_owned()),
                found.layer.map(|layer| layer.key().to_owned()),
                Some(found.verdict.key().to_owned()),
                area,
            ],
            ground: without_empty_parts(found.shape.as_ref()?)?,
        })
    });
    Layer { name: "findings".to_owned(), columns: columns.collect(), rows: rows.collect() }
}

fn without_empty_parts(shape: &Shape) -> Option<MultiPolygon<f64>> {
    let mut ground = shape.polygons();
    ground.0.retain(|polygon| !polygon.exterior().0.is_empty());
    Some(ground).filter(|ground| !ground.0.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stay_text_and_only_decimals_are_numbers() {
        let of = |values: &[&str]| kind(values.iter().copied());
        assert_eq!(of(&["330523", "330522"]), Kind::Text);
        assert_eq!(of(&["1.5", "2", "", "0.25"]), Kind::Number { decimals: 2 });
        for odd in ["007", "1.50", "+1", "1e3", "12345678901234567890.5", "甲", " 1.5", "-0"] {
            assert_eq!(of(&["1.5", odd]), Kind::Text, "{odd}");
        }
        assert_eq!(of(&[]), Kind::Text);
    }
}
