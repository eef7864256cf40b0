//! 压占图斑清单: every patch overlapped, a place on the ground where it is, and the sheet that shows it.

use std::collections::BTreeMap;

use sanxian_review::data::{FeatureId, LayerKind};
use sanxian_review::finding::{OverlapRow, Reason};

use super::Pages;
use super::areas::m2;
use super::page::{Cell, Table};
use super::rounding::nearest;
use super::view::{PER_UNIT, View};
use crate::numbered::sheet_number;
use crate::overlapped::Overlapped;
use crate::words;

/// Decimals of a printed degree: about a metre.
const DEGREE_DIGITS: u8 = 5;

pub(super) fn put(view: &View<'_>, pages: &mut Pages) {
    pages.part(view, "压占图斑清单（面积单位：平方米）", "Patches overlapped (areas in m²)");
    let own = |id: &FeatureId| view.towns.iter().any(|one| one.row.id == *id);
    let all = &view.dossier.recorded.review.overlaps;
    let rows: Vec<_> = all.iter().filter(|row| view.only().is_none() || own(&row.town)).collect();
    if rows.is_empty() {
        return pages.say(view.say(
            "未压占生态保护红线和永久基本农田的图斑。",
            "No patch of the red line or of basic farmland is overlapped.",
        ));
    }
    pages.table(table(view, &rows));
}

fn table(view: &View<'_>, rows: &[&OverlapRow]) -> Table {
    let columns = [
        (view.say("小镇编码", "Town"), 17, false),
        (view.say("控制线", "Line"), 23, false),
        (view.say("图斑编号", "Patch"), 36, false),
        (view.say("图斑名称", "Name"), 24, false),
        (view.say("重叠面积", "Overlap"), 25, true),
        (view.say("等级", "Grade"), 15, false),
        (view.say("中心经度", "Longitude"), 20, true),
        (view.say("中心纬度", "Latitude"), 18, true),
        (view.say("图号", "Sheet"), 16, false),
    ];
    let mut table = Table::new(view.say("压占图斑", "Patches"), &columns).dense();
    let sheets = sheets(view);
    for one in Overlapped::of(&view.dossier.recorded, rows) {
        let row = one.row;
        let (lon, lat) = one.place.map_or((Cell::Empty, Cell::Empty), |(lon, lat)| (degrees(lon), degrees(lat)));
        table.rows.push(vec![
            Cell::text(&row.town.0),
            Cell::text(words::layer(row.layer, view.lang)),
            Cell::text(&row.feature.0),
            Cell::text(one.name.unwrap_or_default()),
            m2(Some(nearest(row.area.0.into(), PER_UNIT))),
            Cell::text(words::grade(row.grade, view.lang)),
            lon,
            lat,
            Cell::text(sheet_number(&row.town, sheets.get(&(&row.town, row.layer)).copied())),
        ]);
    }
    table.add_up(view.say("图斑合计", "Sum of patches"), |at| at == 4);
    table.note = Some(
        view.say(
            "逐图斑量算；图斑相互重叠或重复交付时，图斑合计大于总表中合并后的面积。中心为重叠部分最大一块内的一点，CGCS2000 \
             经纬度，单位为度；图号为绘有该处的图件编号。",
            "Patch by patch; where patches overlap or were delivered twice, their sum exceeds the united area of the totals. \
             The centre is a place inside the largest part of the overlap, CGCS2000, degrees; the sheet is the one that shows it.",
        )
        .to_owned(),
    );
    table
}

/// The sheets that show the overlaps of a town with a line, where one is drawn.
fn sheets<'v>(view: &'v View<'_>) -> BTreeMap<(&'v FeatureId, LayerKind), usize> {
    let mut sheets = BTreeMap::new();
    for one in &view.towns {
        for found in view.numbered(&one.row.id) {
            let overlap = matches!(found.finding.reason, Reason::Overlap { .. }) && found.finding.shape.is_some();
            if let Some(layer) = found.finding.layer.filter(|_| overlap) {
                sheets.entry((&one.row.id, layer)).or_insert(found.number);
            }
        }
    }
    sheets
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees")]
fn degrees(value: f64) -> Cell {
    let units = (value * 10_f64.powi(i32::from(DEGREE_DIGITS))).round() as i64;
    Cell::Number { units: units.into(), digits: DEGREE_DIGITS }
}
