//! Reviews again what a pack holds, and says what came out otherwise, finding by finding.

use std::collections::BTreeMap;

use sanxian_review::finding::{Finding, Review, TownRow};
use sanxian_review::policy::{Date, Pack, Policy};

use super::report::Difference;
use crate::lang::{Lang, Text};
use crate::packs::parameters;
use crate::run::{RunError, review_all};
use crate::store::{MemoryStore, Recorded, StoreError, put_all};
use crate::watch::Watch;
use crate::words;

/// The same data by the same packs, judged by this program.
pub(super) fn again(recorded: &Recorded, watch: &dyn Watch) -> Result<Recorded, RunError> {
    let packs: Vec<Pack> = serde_json::from_value(recorded.run.packs.clone()).unwrap_or_default();
    let day = recorded.run.day().map_err(StoreError::from)?;
    let as_of = Date::new(day.year, day.month, day.day)
        .ok_or_else(|| StoreError::from(crate::run_info::NotADay(recorded.run.as_of.clone())))?;
    let policy = Policy::new(packs, as_of, recorded.run.near)?;
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.map_err(|error| RunError::Threads(error.to_string()))?.block_on(async {
            let store = MemoryStore::new();
            put_all(&store, recorded).await?;
            review_all(&store, &policy, 0, watch).await
        })
    };
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What the second review says otherwise.
pub(super) fn compare(first: &Recorded, second: &Recorded) -> Vec<Difference> {
    let mut found = Vec::new();
    let packs: Vec<Pack> = serde_json::from_value(first.run.packs.clone()).unwrap_or_default();
    if parameters(&packs) != first.run.parameters {
        found.push(said(
            "记录的参数与规则包中的数值不一致",
            "the recorded parameters are not those of the policy packs",
        ));
    }
    towns(&first.review, &second.review, &mut found);
    findings(&first.review, &second.review, &mut found);
    let lists = [
        (first.review.overlaps == second.review.overlaps, "重叠图斑", "patches overlapped"),
        (first.review.neighbours == second.review.neighbours, "邻近小镇", "neighbouring towns"),
        (first.review.not_checked == second.review.not_checked, "未检查的条文", "clauses not checked"),
        (first.review.faults == second.review.faults, "未完成的审查", "rules that failed"),
    ];
    for (same, zh, en) in lists {
        if !same {
            found.push(said(format!("重新审查后{zh}不同"), format!("reviewed again, the {en} differ")));
        }
    }
    found
}

fn said(zh: impl Into<String>, en: impl Into<String>) -> Difference {
    Difference::new("review", None, None, Text::new(zh, en))
}

fn towns(first: &Review, second: &Review, found: &mut Vec<Difference>) {
    let again: BTreeMap<_, _> = second.towns.iter().map(|row| (&row.id, row)).collect();
    for row in &first.towns {
        match again.get(&row.id) {
            None => found.push(said(
                format!("重新审查后没有小镇 {}", row.id),
                format!("reviewed again, there is no town {}", row.id),
            )),
            Some(other) if *other != row => found.push(town(row, other)),
            Some(_) => {}
        }
    }
}

fn town(first: &TownRow, second: &TownRow) -> Difference {
    let line = |lang: Lang| {
        let of = |row: &TownRow| format!("{} m² {}", row.area.to_m2_text(), words::verdict(row.verdict, lang));
        (of(first), of(second))
    };
    let ((a, b), (c, d)) = (line(Lang::Zh), line(Lang::En));
    let id = &first.id;
    said(
        format!("小镇 {id}：记录为 {a}，重新审查为 {b}，或其重叠面积、分类不同"),
        format!("town {id}: recorded {c}, reviewed again {d}, or its overlaps or classes differ"),
    )
}

fn findings(first: &Review, second: &Review, found: &mut Vec<Difference>) {
    let by_key = |review: &'_ Review| {
        review.findings.iter().map(|one| (one.fingerprint.0.clone(), one.clone())).collect::<BTreeMap<_, _>>()
    };
    let (before, after) = (by_key(first), by_key(second));
    let rows: BTreeMap<_, _> = first.towns.iter().map(|row| (&row.id, row)).collect();
    let sentence = |one: &Finding, lang| {
        let row = one.subject.town().and_then(|id| rows.get(id)).copied();
        format!("{} {}（{}）", one.subject, words::finding(one, row, lang), words::verdict(one.verdict, lang))
    };
    for (key, one) in &before {
        match after.get(key) {
            None => found.push(said(
                format!("重新审查后不再有：{}", sentence(one, Lang::Zh)),
                format!("reviewed again, no longer found: {}", sentence(one, Lang::En)),
            )),
            Some(other) if other != one => found.push(said(
                format!("记录为：{}；重新审查为：{}", sentence(one, Lang::Zh), sentence(other, Lang::Zh)),
                format!("recorded: {}; reviewed again: {}", sentence(one, Lang::En), sentence(other, Lang::En)),
            )),
            Some(_) => {}
        }
    }
    for (_, one) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        found.push(said(
            format!("重新审查后新出现：{}", sentence(one, Lang::Zh)),
            format!("reviewed again, found anew: {}", sentence(one, Lang::En)),
        ));
    }
}
