//! Ground by land class and by ownership, where land use was given: measured in the planes of the review.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sanxian_review::clip::near_window;
use sanxian_review::data::{Feature, LayerKind};
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::nearby::BoxIndex;
use sanxian_review::overlay::{intersect, unite};
use sanxian_review::plane::Plane;

use super::Pages;
use super::areas::m2;
use super::page::{Cell, Table};
use super::rounding::{nearest, parts};
use super::view::{Looked, PER_UNIT, View};

/// Attributes that say a class: code, then name.
const CLASS: [[&str; 3]; 2] = [["DLBM", "地类编码", "YDYHFLDM"], ["DLMC", "地类名称", "YDYHFLMC"]];
/// 权属性质
const OWNERSHIP: [&str; 2] = ["QSXZ", "权属性质"];

/// Rows of a table: printed units by class.
type ByClass = BTreeMap<String, i128>;

pub(super) fn put(view: &View<'_>, pages: &mut Pages) {
    let Some(layer) = view.dossier.recorded.layers.get(&LayerKind::LandUse) else { return };
    let class = |patch: &Feature| {
        let said: Vec<&str> = CLASS.iter().filter_map(|names| patch.attribute(names)).collect();
        said.join(" ")
    };
    pages.part(view, "按地类统计（面积单位：平方米）", "By land class (areas in m²)");
    pages.table(table(view, view.say("按地类", "By land class"), view.say("地类", "Land class"), layer, &class));
    if layer.iter().any(|patch| patch.attribute(&OWNERSHIP).is_some()) {
        let owner = |patch: &Feature| patch.attribute(&OWNERSHIP).map(|code| ownership(view, code)).unwrap_or_default();
        pages.part(view, "按权属统计（面积单位：平方米）", "By ownership (areas in m²)");
        pages.table(table(view, view.say("按权属", "By ownership"), view.say("权属性质", "Ownership"), layer, &owner));
    }
}

/// 国有 or 集体 by the first digit of QSXZ (10, 20, … state; 30, 31, … collective); as delivered otherwise.
fn ownership(view: &View<'_>, code: &str) -> String {
    let named = match code.as_bytes() {
        [b'1' | b'2', b'0'..=b'9'] => view.say("国有", "state"),
        [b'3' | b'4', b'0'..=b'9'] => view.say("集体", "collective"),
        _ => return code.to_owned(),
    };
    format!("{code} {named}")
}

fn table(
    view: &View<'_>,
    name: &str,
    title: &str,
    layer: &[Feature],
    class: &(dyn Fn(&Feature) -> String + Sync),
) -> Table {
    let index = BoxIndex::new(layer.iter().map(|patch| patch.shape.bounds().map(|b| b.padded(0.0))));
    let uncovered = view.say("无现状图斑", "not covered by the layer");
    let doubled = view.say("图斑相互重叠（扣减）", "covered twice (taken off)");
    let each = view.towns.par_iter().map(|one| of_town(one, layer, &index, class, [uncovered, doubled]));
    let mut all: ByClass = BTreeMap::new();
    for rows in each.collect::<Vec<_>>() {
        for (class, units) in rows {
            *all.entry(class).or_default() += units;
        }
    }
    let columns = [(title, 90, false), (view.say("面积", "Area"), 66, true)];
    let mut table = Table::new(name, &columns);
    let rest = |class: &str| [uncovered, doubled].iter().position(|name| *name == class).map_or(0, |at| at + 1);
    let mut rows: Vec<_> = all.into_iter().filter(|(_, units)| *units != 0).collect();
    rows.sort_by_key(|(class, units)| (rest(class), std::cmp::Reverse(*units)));
    for (class, units) in rows {
        let said = if class.is_empty() { view.say("未注明", "not said").to_owned() } else { class };
        table.rows.push(vec![Cell::text(said), m2(Some(units))]);
    }
    table.add_up(view.say("合计（小镇面积）", "Total (area of the towns)"), |at| at == 1);
    table
}

/// The town's ground by class, in printed units that add up to its printed area.
fn of_town(
    one: &Looked<'_>,
    layer: &[Feature],
    index: &BoxIndex,
    class: &(dyn Fn(&Feature) -> String + Sync),
    [uncovered, doubled]: [&str; 2],
) -> ByClass {
    let Some(bounds) = one.town.feature.shape.bounds() else { return ByClass::new() };
    let (plane, window) = (Plane::of(&bounds), bounds.padded(0.0));
    let town = plane.project(&one.town.feature.shape);
    let mut classes: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for at in index.near(&window) {
        let patch = &layer[at];
        let near = near_window(&patch.shape, &window);
        let ground = plane.project(near.as_ref().unwrap_or(&patch.shape));
        classes.entry(class(patch)).or_default().push(ground);
    }
    let of = |grounds: &mut dyn Iterator<Item = &_>| ellipsoidal_area(&intersect(&town, &unite(plane, grounds))).0;
    let mut exact: Vec<(String, i128)> =
        classes.iter().map(|(class, grounds)| (class.clone(), of(&mut grounds.iter()).into())).collect();
    let covered = i128::from(of(&mut classes.values().flatten()));
    let sum: i128 = exact.iter().map(|(_, area)| area).sum();
    // cuts have other stretches than the whole: what differs by less than a square metre is nobody's ground
    let rest = i128::from(one.row.area.0) - covered;
    let twice = sum - covered;
    let slack = |mm2: i128| if mm2.abs() < 1_000_000 { 0 } else { mm2 };
    exact.push((uncovered.to_owned(), slack(rest)));
    exact.push((doubled.to_owned(), -slack(twice)));
    let left = i128::from(one.row.area.0) - exact.iter().map(|(_, area)| area).sum::<i128>();
    if let Some(largest) = exact.iter_mut().max_by_key(|(_, area)| *area) {
        largest.1 += left;
    }
    let units = parts(&exact.iter().map(|(_, area)| *area).collect::<Vec<_>>(), PER_UNIT);
    debug_assert_eq!(units.iter().sum::<i128>(), nearest(one.row.area.0.into(), PER_UNIT));
    exact.into_iter().zip(units).map(|((class, _), units)| (class, units)).collect()
}
