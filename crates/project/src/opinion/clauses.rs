//! 三、逐条审查情况 · 五、需补正和说明的事项 · 六、人工审查项

use std::collections::BTreeMap;

use sanxian_review::data::FeatureId;
use sanxian_review::finding::Verdict;
use sanxian_review::policy::{ClauseId, Standing};

use super::Pages;
use super::page::{Cell, Table};
use super::view::{Judged, View};
use crate::words;

pub(super) fn put(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "逐条审查情况", "Clause by clause");
    let table = match view.only() {
        Some(_) => of_one(view),
        None => of_all(view),
    };
    if table.rows.is_empty() {
        pages.say(view.say("没有可据以审查的条文。", "No clause could be judged."));
    } else {
        pages.table(table);
    }
    of_places(view, pages);
}

/// What is found of the city, its counties and zones: their towns taken together.
fn of_places(view: &View<'_>, pages: &mut Pages) {
    if view.about(true).next().is_none() {
        return;
    }
    pages.part(view, "辖区整体的数量和结构", "Places as a whole");
    pages.say(view.say(
        "下列条文按台账对市、县区、功能区的全部小镇合并计算，结论属于辖区整体，不计入单个小镇的结论。",
        "These clauses count all towns of a city, county or zone by the ledger. What they find is a matter of the place and \
         enters no single town's verdict.",
    ));
    let columns = [
        (view.say("辖区", "Place"), 24, false),
        (view.say("审查内容", "Matter"), 18, false),
        (view.say("依据文件", "Document"), 22, false),
        (view.say("条款", "Article"), 12, false),
        (view.say("审查情况", "Result"), 64, false),
        (view.say("结论", "Verdict"), 16, false),
    ];
    let mut table = Table::new(view.say("辖区整体", "Places"), &columns);
    let mut worst_first: Vec<&Judged<'_>> = view.about(true).collect();
    worst_first.sort_by_key(|judged| std::cmp::Reverse(judged.effective));
    for judged in worst_first {
        let [document, article, _] = basis(view, &judged.found.clause);
        table.rows.push(vec![
            Cell::text(view.whom(&judged.found.subject)),
            Cell::text(words::rule(judged.found.rule, view.lang)),
            document,
            article,
            Cell::text(sentence(view, judged)),
            Cell::text(verdict(view, judged)),
        ]);
    }
    pages.table(table);
}

/// Document, article and words of a clause.
fn basis(view: &View<'_>, id: &ClauseId) -> [Cell; 3] {
    match view.clause(id) {
        Some((pack, clause)) => [
            Cell::text(view.document_short(pack)),
            Cell::text(&clause.article),
            Cell::text(format!("“{}”", clause.quote)),
        ],
        None => [Cell::text(&id.0), Cell::Empty, Cell::Empty],
    }
}

/// The sentence with its number; a number that no clause gives says so.
fn sentence(view: &View<'_>, judged: &Judged<'_>) -> String {
    let mut said = words::finding(judged.found, view.row(judged.found), view.lang);
    let also: Vec<String> = judged
        .found
        .also
        .iter()
        .filter_map(|id| {
            view.clause(id).map(|(pack, clause)| format!("{}{}", view.document_short(pack), clause.article))
        })
        .collect();
    if !also.is_empty() {
        said.push_str(view.say("；并见", "; see also "));
        said.push_str(&also.join(view.say("、", ", ")));
    }
    said
}

/// `不符合` or, where a decision counts, `需说明（原为不符合）`.
fn verdict(view: &View<'_>, judged: &Judged<'_>) -> String {
    let (now, was) = (words::verdict(judged.effective, view.lang), words::verdict(judged.found.verdict, view.lang));
    match now == was {
        true => now.to_owned(),
        false => format!("{now}{}{was}{}", view.say("（原为", " (derived: "), view.say("）", ")")),
    }
}

fn of_one(view: &View<'_>) -> Table {
    let columns = [
        (view.say("审查内容", "Matter"), 20, false),
        (view.say("依据文件", "Document"), 25, false),
        (view.say("条款", "Article"), 13, false),
        (view.say("条文要求", "Words"), 36, false),
        (view.say("审查情况", "Result"), 46, false),
        (view.say("结论", "Verdict"), 16, false),
    ];
    let mut table = Table::new(view.say("逐条审查", "Clauses"), &columns);
    let mut worst_first: Vec<&Judged<'_>> = view.about(false).collect();
    worst_first.sort_by_key(|judged| std::cmp::Reverse(judged.effective));
    for judged in worst_first {
        let [document, article, quote] = basis(view, &judged.found.clause);
        table.rows.push(vec![
            Cell::text(words::rule(judged.found.rule, view.lang)),
            document,
            article,
            quote,
            Cell::text(sentence(view, judged)),
            Cell::text(verdict(view, judged)),
        ]);
    }
    table
}

/// A line for each clause and rule, with how the towns fared.
fn of_all(view: &View<'_>) -> Table {
    let columns = [
        (view.say("审查内容", "Matter"), 22, false),
        (view.say("依据文件", "Document"), 26, false),
        (view.say("条款", "Article"), 13, false),
        (view.say("条文要求", "Words"), 37, false),
        (view.say("不符合", "Breach"), 11, true),
        (view.say("需核实", "Verify"), 11, true),
        (view.say("需说明", "Justify"), 11, true),
        (view.say("未检查", "Open"), 11, true),
        (view.say("符合", "Pass"), 11, true),
    ];
    let mut table = Table::new(view.say("逐条审查", "Clauses"), &columns);
    // (clause, rule) → worst verdict of each town
    let mut towns: BTreeMap<(&ClauseId, &str), BTreeMap<&str, Verdict>> = BTreeMap::new();
    for judged in view.about(false) {
        let of = towns.entry((&judged.found.clause, judged.found.rule)).or_default();
        let worst = of.entry(judged.found.subject.key()).or_insert(judged.effective);
        *worst = (*worst).max(judged.effective);
    }
    let mut rows: Vec<_> = towns.into_iter().collect();
    rows.sort_by_key(|(key, of)| (std::cmp::Reverse(of.values().copied().max()), *key));
    for ((clause, rule), of) in rows {
        let count = |verdict| Cell::whole(of.values().filter(|found| **found == verdict).count() as i128);
        let [document, article, quote] = basis(view, clause);
        table.rows.push(vec![
            Cell::text(words::rule(rule, view.lang)),
            document,
            article,
            quote,
            count(Verdict::Breach),
            count(Verdict::Verify),
            count(Verdict::Justify),
            count(Verdict::NotChecked),
            count(Verdict::Pass),
        ]);
    }
    table.note = Some(
        view.say(
            "各栏为小镇数，一个小镇按一条取最差结论；已计入审查人意见。",
            "Numbers of towns, each at its worst under the clause, after the reviewer's decisions.",
        )
        .to_owned(),
    );
    table
}

/// What the applicant has to do, worst first.
pub(super) fn to_correct(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "需补正和说明的事项", "What to correct or explain");
    let mut open: Vec<&Judged<'_>> = view.findings.iter().filter(|one| one.effective > Verdict::NotChecked).collect();
    open.sort_by(|a, b| b.effective.cmp(&a.effective).then_with(|| a.found.subject.cmp(&b.found.subject)));
    let gaps: std::collections::BTreeSet<String> =
        view.not_checked().iter().map(|not| words::not_checked(not, view.lang)).collect();
    let failed: Vec<String> = {
        let of = |id: &FeatureId| view.towns.iter().any(|one| one.row.id == *id);
        let faults = view.dossier.recorded.review.faults.iter().filter(|fault| fault.subject.town().is_none_or(of));
        faults.map(|fault| words::fault(fault, view.lang)).collect()
    };
    if open.is_empty() && gaps.is_empty() && failed.is_empty() {
        return pages.say(view.say("无。", "Nothing."));
    }
    let columns = [
        (view.say("序号", "No."), 10, true),
        (view.say("小镇", "Town"), 28, false),
        (view.say("事项", "Matter"), 46, false),
        (view.say("补正要求", "What to do"), 38, false),
        (view.say("依据", "Basis"), 22, false),
        (view.say("结论", "Verdict"), 14, false),
    ];
    let mut table = Table::new(view.say("需补正和说明", "To correct"), &columns);
    for judged in open {
        let clause = view.clause(&judged.found.clause);
        let advice = words::advice(judged.found, clause.and_then(|(_, clause)| clause.advice.as_deref()));
        let basis = clause.map(|(pack, clause)| format!("{}{}", view.document_short(pack), clause.article));
        table.rows.push(vec![
            Cell::whole(table.rows.len() as i128 + 1),
            Cell::text(view.whom(&judged.found.subject)),
            Cell::text(sentence(view, judged)),
            Cell::text(advice.get(view.lang)),
            Cell::text(basis.unwrap_or_default()),
            Cell::text(words::verdict(judged.effective, view.lang)),
        ]);
    }
    let hand_in = view.say("补充资料后重新审查", "Hand in what is missing and review again");
    let look = view.say("人工核实", "Look at it");
    let whole = gaps.iter().map(|gap| (gap, hand_in, Verdict::NotChecked));
    for (said, advice, verdict) in whole.chain(failed.iter().map(|fault| (fault, look, Verdict::Verify))) {
        table.rows.push(vec![
            Cell::whole(table.rows.len() as i128 + 1),
            Cell::text(view.say("全部", "all")),
            Cell::text(said),
            Cell::text(advice),
            Cell::Empty,
            Cell::text(words::verdict(verdict, view.lang)),
        ]);
    }
    pages.table(table);
}

/// Clauses that no program can judge, and those that lack an optional layer or the ledger: left to people.
pub(super) fn for_people(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "人工审查项", "Left to people");
    let columns = [
        (view.say("依据文件", "Document"), 28, false),
        (view.say("条款", "Article"), 14, false),
        (view.say("条文要求", "Words"), 54, false),
        (view.say("须人工审查的原因", "Why"), 36, false),
        (view.say("审查人意见", "Reviewer"), 24, false),
    ];
    let mut table = Table::new(view.say("人工审查项", "For people"), &columns);
    for row in view.checklist() {
        let Some((pack, clause)) = view.clause(&row.clause) else { continue };
        let why = match row.standing {
            Standing::Manual => clause.why.clone().unwrap_or_default(),
            Standing::NotChecked => {
                let missing: Vec<_> = row.missing.iter().map(|kind| words::layer(*kind, view.lang)).collect();
                format!("{}{}", view.say("未提供", "not given: "), missing.join(view.say("、", ", ")))
            }
            Standing::Judged | Standing::GaveWay | Standing::Silent => continue,
        };
        table.rows.push(vec![
            Cell::text(view.document_short(pack)),
            Cell::text(&clause.article),
            Cell::text(format!("“{}”", clause.quote)),
            Cell::text(why),
            Cell::Empty,
        ]);
    }
    if table.rows.is_empty() {
        return pages.say(view.say("无。", "None."));
    }
    pages.say(view.say(
        "下列条文不能由程序判定，或缺少所需资料，由审查人逐项填写意见。",
        "No program can judge these clauses, or what they need was not given: the reviewer fills in what holds.",
    ));
    pages.table(table);
}
