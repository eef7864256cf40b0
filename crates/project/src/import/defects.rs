//! Collects what is wrong with a file's features, without drowning in it.

use std::collections::BTreeMap;

use sanxian_review::data::LayerKind;

use super::read::Output;
use crate::lang::Text;
use crate::problem::Problem;
use crate::worker::wire::Frame;

/// Problems of one code that are listed singly; the rest are counted in one more.
const LISTED: u64 = 1000;

/// Which feature a problem concerns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Whom<'a> {
    /// 1-based position.
    pub position: Option<u64>,
    pub id: Option<&'a str>,
    /// CGCS2000 degrees.
    pub place: Option<(f64, f64)>,
}

/// The defects of one file.
#[derive(Default)]
pub(crate) struct Defects {
    /// By code: how many were listed or cut off, and whether features were left out.
    listed: BTreeMap<&'static str, (u64, bool)>,
    /// Harmless ones, by code: how many, the first position, the wording.
    counted: BTreeMap<&'static str, (u64, Option<u64>, Text)>,
    /// The reason of the first dropped feature.
    pub first_dropped: Option<Text>,
}

/// Where problems go.
pub(crate) struct Desk<'a> {
    pub role: LayerKind,
    /// File name without directories.
    pub file: &'a str,
    pub out: &'a mut dyn Output,
}

impl Desk<'_> {
    fn problem(&mut self, code: &str, whom: Whom<'_>, text: Text, dropped: bool) {
        self.out.frame(Frame::Problem(Problem {
            role: self.role,
            file: self.file.to_owned(),
            position: whom.position,
            feature: whom.id.map(str::to_owned),
            place: whom.place,
            code: code.to_owned(),
            zh: text.zh,
            en: text.en,
            area_change_mm2: None,
            dropped,
        }));
    }
}

impl Defects {
    /// Lists one defect.
    pub(crate) fn list(&mut self, desk: &mut Desk<'_>, code: &'static str, whom: Whom<'_>, text: Text, dropped: bool) {
        if dropped && self.first_dropped.is_none() {
            self.first_dropped = Some(text.clone());
        }
        let (count, any_dropped) = self.listed.entry(code).or_default();
        *count += 1;
        *any_dropped |= dropped;
        if *count <= LISTED {
            desk.problem(code, whom, text, dropped);
        }
    }

    /// Counts a harmless defect that is told once a file.
    pub(crate) fn count(&mut self, code: &'static str, position: Option<u64>, text: impl FnOnce() -> Text) {
        let entry = self.counted.entry(code).or_insert_with(|| (0, position, text()));
        entry.0 += 1;
    }

    /// Tells what was only counted.
    pub(crate) fn close(self, desk: &mut Desk<'_>) {
        for (code, (count, dropped)) in self.listed {
            if count > LISTED {
                let more = count - LISTED;
                let text = Text::new(
                    format!("另有 {more} 个要素有同样的问题({code}),不再逐一列出。"),
                    format!("{more} more features have the same problem ({code}) and are not listed singly."),
                );
                desk.problem(code, Whom::default(), text, dropped);
            }
        }
        for (code, (count, position, text)) in self.counted {
            let text = if count > 1 {
                Text::new(format!("{}(共 {count} 处)", text.zh), format!("{} ({count} times)", text.en))
            } else {
                text
            };
            desk.problem(code, Whom { position, ..Whom::default() }, text, false);
        }
    }
}

/// Drawn and empty may well be, but it is also what a wrong filter exports.
pub(super) fn empty_layer() -> Text {
    Text::new(
        "图层中没有任何要素，按“此线在这里没有图斑”审查；请确认导出时没有误筛选",
        "The layer has no features and is taken as drawn and empty; make sure that no filter left them out",
    )
}

/// Numbers that the file's coordinate system has no place for.
pub(super) fn misfit((x, y): (f64, f64)) -> Text {
    Text::new(
        format!("坐标 ({x:.3}, {y:.3}) 与本文件的坐标系不符,未参与审查;请统一坐标系后重新导出"),
        format!(
            "The coordinates ({x:.3}, {y:.3}) do not fit the file's coordinate system; left out. Export all features in one system"
        ),
    )
}

/// Told once a file.
pub(super) fn ring_direction() -> Text {
    Text::new(
        "有要素的环方向不符合右手规则(外环应为逆时针),不影响审查",
        "Features with rings against the right-hand rule (exteriors should be counter-clockwise); harmless for the review",
    )
}

/// A line may well spare the towns, but one in another part of the country is what a wrong coordinate system looks like.
pub(crate) fn far_from_towns() -> Text {
    Text::new(
        "整个图层与所有小镇相距 2 度以上，没有任何要素位于小镇附近；坐标系很可能有误，或是别处的图层，请核对",
        "The whole layer lies more than 2 degrees from every town: its coordinate system is probably wrong, or it belongs to another place. Check both",
    )
}

/// An outline that cannot be measured in reasonable time.
pub(super) fn crowded(vertices: usize) -> Text {
    Text::new(
        format!(
            "图形有 {vertices} 个顶点,边界线在极小范围内反复来回,无法在合理时间内量算,未参与审查;请抽稀或更正该图斑后重新导出"
        ),
        format!(
            "The outline has {vertices} vertices and runs to and fro so closely that it cannot be measured in reasonable time; left out. Simplify or correct it"
        ),
    )
}
