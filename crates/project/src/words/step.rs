//! What a long job is doing, in a few words.

use sanxian_review::finding::TownRow;

use super::{hectares, layer};
use crate::lang::{Lang, Text};
use crate::watch::Step;

/// `德清地理信息小镇：红线 0.0000、基本农田 1.2000、边界外 0.5000 公顷`: what a town measures against the lines that were
/// given; its area without any. Short, because it stands beside a progress bar.
#[must_use]
pub fn first_town(row: &TownRow) -> Text {
    let name = if row.name.is_empty() { &row.id.0 } else { &row.name };
    let lines = [
        (row.eco_redline, ("红线", "red line")),
        (row.basic_farmland, ("基本农田", "farmland")),
        (row.outside_urban_boundary, ("边界外", "outside the boundary")),
    ];
    let mut said: Vec<_> = lines.into_iter().filter_map(|(area, words)| Some((hectares(area?), words))).collect();
    if said.is_empty() {
        said.push((hectares(row.area), ("面积", "area")));
    }
    let zh: Vec<String> = said.iter().map(|(area, (zh, _))| format!("{zh} {area}")).collect();
    let en: Vec<String> = said.iter().map(|(area, (_, en))| format!("{en} {area}")).collect();
    Text::new(format!("{name}：{} 公顷", zh.join("、")), format!("{name}: {} ha", en.join(", ")))
}

/// `正在读取永久基本农田`.
#[must_use]
pub fn step(step: Step) -> Text {
    match step {
        Step::Import { role, .. } => {
            Text::new(format!("正在读取{}", layer(role, Lang::Zh)), format!("Reading {}", layer(role, Lang::En)))
        }
        Step::Inspect { .. } => Text::new("正在查看文件", "Looking into the files"),
        Step::Review { done, total } => {
            Text::new(format!("正在审查小镇 {done}/{total}"), format!("Reviewing towns {done}/{total}"))
        }
        Step::Fetch { .. } => Text::new("正在取小镇周边的控制线", "Fetching control lines near the towns"),
        Step::Index { role } => Text::new(
            format!("正在建立{}的索引并写盘", layer(role, Lang::Zh)),
            format!("Indexing {} and writing it to disk", layer(role, Lang::En)),
        ),
        Step::Draw { done, total } => {
            Text::new(format!("正在绘制图件 {done}/{total}"), format!("Drawing sheets {done}/{total}"))
        }
        Step::Save => Text::new("正在保存", "Saving"),
        Step::Export { .. } => Text::new("正在写出结果", "Writing results"),
    }
}
