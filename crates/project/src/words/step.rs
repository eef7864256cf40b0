//! What a long job is doing, in a few words.

use super::layer;
use crate::lang::{Lang, Text};
use crate::watch::Step;

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
