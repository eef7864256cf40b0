//! A town's ground split by the classes of an optional layer.

use std::collections::BTreeMap;

use crate::data::LayerKind;
use crate::finding::ClassArea;
use crate::layers::{Layers, Patch};
use crate::measure::{SquareMillimetres, ellipsoidal_area};
use crate::overlay::{intersect, unite};
use crate::shape::PlaneShape;
use crate::survey::Survey;

/// Ground of one class inside a town.
pub(crate) struct Lot {
    pub class: String,
    pub ground: PlaneShape,
    pub area: SquareMillimetres,
}

/// What the town shares with each class of the layer, by class; patches of one class are united first.
/// `class` names a patch; `None` leaves it out.
pub(crate) fn lots(
    survey: &Survey,
    layers: &Layers<'_>,
    kind: LayerKind,
    class: impl Fn(&Patch<'_>) -> Option<String>,
) -> Vec<Lot> {
    let patches = layers.near(kind, survey.ground.plane(), &survey.bounds.padded(0.0)).unwrap_or_default();
    let mut classes: BTreeMap<String, Vec<&PlaneShape>> = BTreeMap::new();
    for patch in &patches {
        if let Some(name) = class(patch) {
            classes.entry(name).or_default().push(&patch.ground.shape);
        }
    }
    let lot = |(class, grounds): (String, Vec<&PlaneShape>)| {
        let ground = intersect(&survey.ground, &unite(survey.ground.plane, grounds));
        let area = ellipsoidal_area(&ground);
        (area.0 > 0).then_some(Lot { class, ground, area })
    };
    classes.into_iter().filter_map(lot).collect()
}

/// The lots as rows, largest first.
pub(crate) fn rows(lots: &[Lot]) -> Vec<ClassArea> {
    let mut rows: Vec<ClassArea> =
        lots.iter().map(|lot| ClassArea { class: lot.class.clone(), area: lot.area }).collect();
    rows.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.class.cmp(&b.class)));
    rows
}

/// All ground of the lots.
pub(crate) fn together(survey: &Survey, lots: &[Lot]) -> PlaneShape {
    unite(survey.ground.plane(), lots.iter().map(|lot| &lot.ground))
}

/// The county or zone in which most of the town lies: its code.
pub(crate) fn majority(survey: &Survey, layers: &Layers<'_>, kind: LayerKind) -> Option<(String, Vec<ClassArea>)> {
    if !layers.has(kind) {
        return None;
    }
    let rows = rows(&lots(survey, layers, kind, |patch| Some(unit_code(patch))));
    rows.first().map(|row| row.class.clone()).map(|first| (first, rows))
}

/// A county's or zone's code, else its id.
fn unit_code(patch: &Patch<'_>) -> String {
    let code = patch.feature.attribute(&["XZQDM", "admin_code", "行政区代码", "辖区", "jurisdiction", "code"]);
    code.map_or_else(|| patch.feature.id.0.clone(), str::to_owned)
}
