//! 四、面积统计: totals, exclusive partition, by county, by land use, patches.

use std::collections::BTreeMap;

use super::page::{Cell, Table};
use super::view::View;
use super::{Pages, land_use, patches};
use crate::words;

pub(super) fn put(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "面积统计", "Areas");
    pages.say(view.say(
        "面积为 CGCS2000 椭球面积，单位平方米，程序内部以整平方毫米累计，印出时取整到 0.01 平方米；各镇四类面积取整后的差额计入面积\
         最大的一类（面积调平），使其和等于印出的小镇面积；合计为各行印出值之和。“—”表示未检查。",
        "Areas are ellipsoidal (CGCS2000), in square metres. They are added as whole mm² and rounded to 0.01 m² when \
         printed; what rounding the four classes of a town leaves goes to the largest of them, so that they add up to its \
         printed area; totals are sums of what is printed. “—” was not checked.",
    ));
    pages.part(view, "总表（单位：平方米）", "Totals (m²)");
    pages.table(totals(view));
    pages.part(view, "互斥分类表（单位：平方米）", "Exclusive partition (m²)");
    pages.table(partition(view));
    let counties = by_county(view);
    if counties.rows.len() > 1 || view.only().is_none() {
        pages.part(view, "按县（区）汇总（面积单位：平方米）", "By county (areas in m²)");
        pages.table(counties);
    }
    land_use::put(view, pages);
    patches::put(view, pages);
}

pub(super) fn m2(units: Option<i128>) -> Cell {
    units.map_or_else(|| Cell::text("—"), |units| Cell::Number { units, digits: 2 })
}

fn totals(view: &View<'_>) -> Table {
    let columns = [
        (view.say("编码", "Id"), 18, false),
        (view.say("小镇名称", "Name"), 28, false),
        (view.say("面积", "Area"), 24, true),
        (view.say("占生态保护红线", "In the red line"), 23, true),
        (view.say("占永久基本农田", "On farmland"), 23, true),
        (view.say("城镇开发边界外", "Outside the urban boundary"), 24, true),
        (view.say("结论", "Verdict"), 16, false),
    ];
    let mut table = Table::new(view.say("总表", "Totals"), &columns);
    for one in &view.towns {
        let of = &one.printed;
        table.rows.push(vec![
            Cell::text(&one.row.id.0),
            Cell::text(&one.row.name),
            m2(Some(of.area)),
            m2(of.eco_redline),
            m2(of.basic_farmland),
            m2(of.outside),
            Cell::text(words::verdict(one.effective, view.lang)),
        ]);
    }
    table.add_up(view.say("合计", "Total"), |at| (2..6).contains(&at));
    table.note = Some(
        view.say(
            "三项重叠面积分别量算，可能相互重叠，不能相加；互不重复的面积见互斥分类表。",
            "The three overlaps are measured each for itself, may share ground and do not add up; see the partition.",
        )
        .to_owned(),
    );
    table
}

fn partition(view: &View<'_>) -> Table {
    let columns = [
        (view.say("编码", "Id"), 14, false),
        (view.say("小镇名称", "Name"), 22, false),
        (view.say("红线内", "In the red line"), 24, true),
        (view.say("农田内、红线外", "On farmland, outside the red line"), 24, true),
        (view.say("边界外、不占二者", "Outside the boundary, in neither"), 24, true),
        (view.say("符合", "Compliant"), 24, true),
        (view.say("小镇面积", "Area"), 24, true),
    ];
    let mut table = Table::new(view.say("互斥分类", "Partition"), &columns);
    let mut without = 0;
    for one in &view.towns {
        let Some(classes) = one.printed.classes else {
            without += 1;
            continue;
        };
        let mut cells = vec![Cell::text(&one.row.id.0), Cell::text(&one.row.name)];
        cells.extend(classes.map(|units| m2(Some(units))));
        cells.push(m2(Some(one.printed.area)));
        table.rows.push(cells);
    }
    table.add_up(view.say("合计", "Total"), |at| at >= 2);
    if without > 0 {
        table.note = Some(match view.lang {
            crate::lang::Lang::Zh => format!("{without} 个小镇缺少控制线或分类未能闭合，未列入本表。"),
            crate::lang::Lang::En => {
                format!("{without} towns lack a control line, or their classes do not close: they are left out.")
            }
        });
    }
    table
}

fn by_county(view: &View<'_>) -> Table {
    let columns = [
        (view.say("县（区）", "County"), 32, false),
        (view.say("小镇数", "Towns"), 14, true),
        (view.say("面积", "Area"), 28, true),
        (view.say("占生态保护红线", "In the red line"), 27, true),
        (view.say("占永久基本农田", "On farmland"), 27, true),
        (view.say("城镇开发边界外", "Outside the urban boundary"), 28, true),
    ];
    let mut table = Table::new(view.say("按县（区）", "By county"), &columns);
    let mut counties: BTreeMap<&str, (i128, [Option<i128>; 4])> = BTreeMap::new();
    for one in &view.towns {
        let of = &one.printed;
        let (count, sums) = counties.entry(view.dossier.county_of(&one.row.id)).or_default();
        *count += 1;
        for (sum, units) in sums.iter_mut().zip([Some(of.area), of.eco_redline, of.basic_farmland, of.outside]) {
            *sum = units.map(|units| sum.unwrap_or(0) + units).or(*sum);
        }
    }
    for (county, (count, sums)) in counties {
        let name = if county.is_empty() { view.say("未注明", "not given") } else { county };
        let mut cells = vec![Cell::text(name), Cell::whole(count)];
        cells.extend(sums.map(m2));
        table.rows.push(cells);
    }
    table.add_up(view.say("合计", "Total"), |at| at >= 1);
    table
}
