//! 七、审查人意见 · 八、审查方法与参数 · 九、数据来源 and the signature.

use sanxian_review::finding::Fingerprint;

use super::Pages;
use super::page::{Block, Cell, Table, harmless};
use super::view::View;
use crate::store::decision::{Decision, MadeOn};
use crate::words;

pub(super) fn decisions(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "审查人意见", "The reviewer's decisions");
    let columns = [
        (view.say("小镇", "Town"), 26, false),
        (view.say("事项", "Matter"), 38, false),
        (view.say("意见", "Decision"), 14, false),
        (view.say("说明和依据", "Words and basis"), 42, false),
        (view.say("审查人、时间", "Who and when"), 22, false),
        (view.say("计入后结论", "Verdict after it"), 14, false),
    ];
    let mut table = Table::new(view.say("审查人意见", "Decisions"), &columns);
    for judged in &view.findings {
        let Some(decision) = judged.decision else { continue };
        let row = view.row(judged.found);
        let outdated = decision.made_on != MadeOn::of(judged.found);
        let mut cells = vec![
            Cell::text(view.whom(&judged.found.subject)),
            Cell::text(words::finding(judged.found, row, view.lang)),
        ];
        cells.extend(said(view, decision, outdated));
        cells.push(Cell::text(words::verdict(judged.effective, view.lang)));
        table.rows.push(cells);
    }
    if view.only().is_none() {
        let gone = |id: &Fingerprint| view.findings.iter().all(|judged| judged.found.fingerprint != *id);
        for decision in view.dossier.recorded.decisions.iter().filter(|one| gone(&one.finding)) {
            let what = view.say("所针对的结果在本次审查中已不存在", "what it was made on is no longer found");
            let mut cells = vec![Cell::Empty, Cell::text(what)];
            cells.extend(said(view, decision, false));
            cells.push(Cell::Empty);
            table.rows.push(cells);
        }
    }
    match table.rows.is_empty() {
        true => pages.say(view.say("审查人未登记意见。", "No decision is on record.")),
        false => pages.table(table),
    }
}

fn said(view: &View<'_>, decision: &Decision, outdated: bool) -> [Cell; 3] {
    let exemption = decision.exemption.as_ref().map(|one| words::exemption(one, view.lang));
    let old =
        outdated.then(|| view.say("作出意见后结果已变化", "the result has changed since the decision").to_owned());
    let words: Vec<String> = [Some(decision.comment.clone()), exemption, old]
        .into_iter()
        .flatten()
        .filter(|said| !said.is_empty())
        .collect();
    [
        Cell::text(words::decision_kind(decision.kind, view.lang)),
        Cell::text(words.join(view.say("；", "; "))),
        Cell::text(format!("{} {}", decision.reviewer, decision.at).trim()),
    ]
}

pub(super) fn method(view: &View<'_>, pages: &mut Pages) {
    let run = &view.dossier.recorded.run;
    pages.section(view, "审查方法与参数", "Method and parameters");
    pages.say(view.say(
        "各图层顶点投影到小镇所在的 CGCS2000 3 度带高斯-克吕格平面，边在该平面内为直线，不加密；重叠图斑先合并再求交。面积为椭球面积，\
         按国土调查办发〔2008〕32号公式计算，步长不大于 40 米；平面面积仅供对照。压占按面积和形状分为实质、细碎、误差三级：实质\
         压占按条文认定，仅有细碎的须核实，误差级不作认定。缺少控制线的，相应条文为“未检查”，不视为符合。",
        "Vertices of every layer are projected into the town's CGCS2000 3-degree Gauss-Krüger plane, edges are straight \
         there and not densified; overlapping patches are united before they are cut. Areas are ellipsoidal by the formula \
         of 国土调查办发〔2008〕32号, with stretches of at most 40 m; planar areas are for comparison. Overlaps are graded by \
         size and form: material ones are judged by the clause, slivers alone are to be verified, noise does not count. \
         A control line that is not given is not checked, never passed.",
    ));
    let columns = [
        (view.say("参数", "Parameter"), 58, false),
        (view.say("取值", "Value"), 44, false),
        (view.say("单位", "Unit"), 14, false),
        (view.say("来源", "Origin"), 40, false),
    ];
    let mut table = Table::new(view.say("参数", "Parameters"), &columns);
    let of_run = [
        (view.say("审查基准日", "day of review"), run.as_of.clone(), ""),
        (view.say("邻近距离", "neighbours within"), run.near.to_m_text(), "m"),
        (view.say("软件", "software"), run.software.clone(), ""),
        ("PROJ", run.proj.clone(), ""),
    ];
    for (name, value, unit) in of_run {
        table.rows.push(vec![Cell::text(name), Cell::text(value), Cell::text(unit), Cell::Empty]);
    }
    for parameter in &run.parameters {
        table.rows.push(vec![
            Cell::text(words::parameter(&parameter.name, view.lang)),
            Cell::text(words::parameter_value(&parameter.value, view.lang)),
            Cell::text(words::parameter_unit(&parameter.unit, view.lang)),
            Cell::text(words::provenance(parameter.provenance, view.lang)),
        ]);
    }
    pages.table(table);
}

pub(super) fn sources(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "数据来源", "Sources");
    let columns = [
        (view.say("图层", "Layer"), 22, false),
        (view.say("文件", "File"), 30, false),
        (view.say("年份", "Year"), 13, false),
        (view.say("要素数", "Features"), 14, true),
        (view.say("取用数", "Used"), 13, true),
        (view.say("坐标系", "Coordinate system"), 28, false),
        ("SHA-256", 36, false),
    ];
    let mut table = Table::new(view.say("数据来源", "Sources"), &columns);
    for source in &view.dossier.recorded.sources {
        let year = view.dossier.year_of(source).map(|year| year.to_string());
        for (at, part) in source.parts.iter().enumerate() {
            let first = at == 0;
            table.rows.push(vec![
                Cell::text(words::layer(source.role, view.lang)),
                Cell::text(&part.name),
                Cell::text(year.clone().unwrap_or_else(|| view.say("未注明", "not given").to_owned())),
                if first { Cell::whole(source.features) } else { Cell::Empty },
                if first { Cell::whole(source.kept) } else { Cell::Empty },
                if first { Cell::text(&source.crs.name) } else { Cell::Empty },
                Cell::text(&part.sha256),
            ]);
        }
    }
    table.note = Some(
        view.say(
            "“取用数”为小镇附近、参与审查的要素数。数据年份由审查人提供。",
            "Used are the features near the towns. Years are as the reviewer gave them.",
        )
        .to_owned(),
    );
    pages.table(table);
    problems(view, pages);
}

/// Defects of the towns' own boundaries, and how many of the layers.
fn problems(view: &View<'_>, pages: &mut Pages) {
    let all = &view.dossier.recorded.problems;
    if all.is_empty() {
        return;
    }
    pages.part(view, "输入数据的问题", "Defects of the input");
    let columns = [(view.say("图层", "Layer"), 26, false), (view.say("问题", "Defect"), 130, false)];
    let mut table = Table::new(view.say("数据问题", "Defects"), &columns);
    for problem in all {
        table.rows.push(vec![
            Cell::text(words::layer(problem.role, view.lang)),
            Cell::text(words::problem(problem, view.lang)),
        ]);
    }
    pages.table(table);
}

pub(super) fn signature(view: &View<'_>, pages: &mut Pages) {
    let signed = &view.asked.signed;
    let open = "　　　　　　　　";
    let line = |what: &str, who: &Option<String>| {
        harmless(&format!("{what}{}", who.as_deref().unwrap_or(open)).replace('\n', " "))
    };
    pages.blocks.push(Block::Signature(vec![
        // never a page with a signature alone
        view.say("以上内容以审查人签署为准。", "What is said above holds as signed by the reviewer.").to_owned(),
        line(view.say("审查单位（盖章）：", "Office (seal): "), &signed.office),
        line(view.say("审查人：", "Reviewer: "), &signed.reviewer),
        line(view.say("日期：", "Date: "), &None),
    ]));
}
