//! One line for a defect of the input: which file, which feature, what is wrong, what to do.

use sanxian_review::data::LayerKind;

use crate::lang::Lang;
use crate::problem::Problem;

/// The problem with its whereabouts, as printed one by one; tables have columns for them.
#[must_use]
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let Problem { file, position, feature, zh, en, .. } = problem;
    let id = |open: &str, close: &str| feature.as_ref().map(|id| format!("{open}{id}{close}")).unwrap_or_default();
    // the words about a ledger name their line themselves: a row is no feature
    let position = position.filter(|_| problem.role != LayerKind::Ledger);
    match (lang, position) {
        (Lang::Zh, Some(position)) => format!("{file}：第 {position} 个要素{}：{zh}", id("（", "）")),
        (Lang::Zh, None) => format!("{file}：{zh}"),
        (Lang::En, Some(position)) => format!("{file}: feature {position}{}: {en}", id(" (", ")")),
        (Lang::En, None) => format!("{file}: {en}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_file_and_its_feature() {
        let mut told = Problem {
            role: LayerKind::Towns,
            file: "a.shp".into(),
            position: Some(3),
            feature: Some("T3".into()),
            place: None,
            code: "spike".into(),
            zh: "毛刺 1 处".into(),
            en: "spike × 1".into(),
            area_change_mm2: None,
            dropped: false,
        };
        assert_eq!(problem(&told, Lang::Zh), "a.shp：第 3 个要素（T3）：毛刺 1 处");
        assert_eq!(problem(&told, Lang::En), "a.shp: feature 3 (T3): spike × 1");
        told.feature = None;
        assert_eq!(problem(&told, Lang::En), "a.shp: feature 3: spike × 1");
        told.position = None;
        assert_eq!(problem(&told, Lang::Zh), "a.shp：毛刺 1 处");
    }
}
