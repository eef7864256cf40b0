//! What a reviewer sees on the terminal: the towns, worst first, then what is wrong by which clause.

use std::collections::BTreeMap;
use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, Table, presets};
use sanxian_project::checklist::checklist;
use sanxian_project::lang::Lang;
use sanxian_project::store::Recorded;
use sanxian_project::words;
use sanxian_review::finding::{Subject, TownRow, Verdict};
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::policy::Standing;

use crate::out::harmless;
use crate::tongue::say;

/// Rows of the table and lines of findings that fit a look; the files hold all.
const TOWNS_SHOWN: usize = 30;
const FINDINGS_SHOWN: usize = 25;

/// The table of towns and the list of findings.
pub fn text(recorded: &Recorded, lang: Lang) -> String {
    let mut towns: Vec<&TownRow> = recorded.review.towns.iter().collect();
    towns.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.id.cmp(&b.id)));
    let mut text = table(&towns[..towns.len().min(TOWNS_SHOWN)], lang);
    if towns.len() > TOWNS_SHOWN {
        let _ = write!(
            text,
            "\n… {} {}",
            towns.len() - TOWNS_SHOWN,
            say(lang, "个小镇见 towns.csv", "more towns in towns.csv")
        );
    }
    let _ = write!(text, "\n\n{}\n", counts(&towns, lang));
    let _ = writeln!(text, "{}", documents(recorded, lang));
    let _ = writeln!(text, "{}", clauses(recorded, lang));
    text + &findings(recorded, lang)
}

/// The documents whose clauses judged, so that a reviewer sees which were chosen.
fn documents(recorded: &Recorded, lang: Lang) -> String {
    let title = |pack: &serde_json::Value| {
        let head = &pack["pack"];
        let number = head["doc_number"].as_str().map(str::to_owned);
        number.unwrap_or_else(|| format!("《{}》", head["title"].as_str().unwrap_or_default()))
    };
    let titles: Vec<String> = recorded.run.packs.as_array().into_iter().flatten().map(title).collect();
    format!("{}{}", say(lang, "依据：", "judged by: "), titles.join(say(lang, "、", ", ")))
}

/// How many clauses were checked, and how many wait for input or for people.
fn clauses(recorded: &Recorded, lang: Lang) -> String {
    let rows = checklist(recorded);
    let count = |standing| rows.iter().filter(|row| row.standing == standing).count();
    let all = [Standing::Judged, Standing::NotChecked, Standing::Manual];
    let parts: Vec<String> = all.map(|s| format!("{} {}", words::standing(s, lang), count(s))).to_vec();
    let place = say(lang, "（逐条见 review.json 的 checklist）", " (one by one: checklist in review.json)");
    format!("{}{}{place}", say(lang, "条文：", "clauses: "), parts.join(" · "))
}

fn table(towns: &[&TownRow], lang: Lang) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    let header = match lang {
        Lang::Zh => ["编码", "名称", "面积", "占生态红线", "占永久农田", "开发边界外", "合规", "结论"],
        Lang::En => ["id", "name", "area", "red line", "farmland", "outside", "compliant", "verdict"],
    };
    table.set_header(header);
    for town in towns {
        let area = |area: Option<SquareMillimetres>| {
            let text = area.map_or_else(|| say(lang, "未检查", "–").to_owned(), words::hectares);
            Cell::new(text).set_alignment(CellAlignment::Right)
        };
        let verdict = Cell::new(words::verdict(town.verdict, lang)).fg(colour(town.verdict));
        table.add_row(vec![
            Cell::new(harmless(&town.id.0)),
            Cell::new(harmless(&town.name)),
            area(Some(town.area)),
            area(town.eco_redline),
            area(town.basic_farmland),
            area(town.outside_urban_boundary),
            area(town.partition.map(|p| p.compliant)),
            verdict,
        ]);
    }
    format!(
        "{table}\n{}",
        say(lang, "面积单位：公顷（椭球面积，CGCS2000）", "areas in hectares, ellipsoidal (CGCS2000)")
    )
}

fn colour(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Breach => Color::Red,
        Verdict::Verify | Verdict::Justify => Color::Yellow,
        Verdict::NotChecked => Color::Grey,
        Verdict::Pass => Color::Green,
    }
}

fn counts(towns: &[&TownRow], lang: Lang) -> String {
    let all = [Verdict::Breach, Verdict::Verify, Verdict::Justify, Verdict::NotChecked, Verdict::Pass];
    let count = |verdict| towns.iter().filter(|town| town.verdict == verdict).count();
    let parts: Vec<String> = all.map(|v| format!("{} {}", words::verdict(v, lang), count(v))).to_vec();
    format!("{} {}{}", towns.len(), say(lang, "个小镇：", "towns: "), parts.join(" · "))
}

fn findings(recorded: &Recorded, lang: Lang) -> String {
    let sources = citations(recorded, lang);
    let rows: BTreeMap<_, _> = recorded.review.towns.iter().map(|row| (&row.id, row)).collect();
    let mut found: Vec<_> = recorded.review.findings.iter().filter(|f| f.verdict > Verdict::NotChecked).collect();
    found.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.subject.cmp(&b.subject)).then(a.rule.cmp(b.rule)));
    let mut text = String::new();
    for finding in found.iter().take(FINDINGS_SHOWN) {
        let row = finding.subject.town().and_then(|id| rows.get(id)).copied();
        let who = match &finding.subject {
            Subject::Town(id) => {
                [id.0.as_str(), row.map_or("", |row| row.name.as_str())].join(" ").trim_end().to_owned()
            }
            Subject::Place(code) => words::place(code, lang),
        };
        let source = sources.get(&finding.clause.0).map_or(finding.clause.0.as_str(), String::as_str);
        let verdict = words::standing_verdict(finding, lang);
        let sentence = words::finding(finding, row, lang);
        let _ = writeln!(text, "{verdict}  {who}{}{sentence}〔{source}〕", say(lang, "：", ": "));
    }
    if found.len() > FINDINGS_SHOWN {
        let _ = writeln!(
            text,
            "… {} {}",
            found.len() - FINDINGS_SHOWN,
            say(lang, "条见 review.xlsx", "more in review.xlsx")
        );
    }
    harmless(&text)
}

/// Clause id → document and article, as printed beside a finding.
fn citations(recorded: &Recorded, lang: Lang) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for pack in recorded.run.packs.as_array().into_iter().flatten() {
        let none = say(lang, "文号未载", "no number");
        let title = pack["pack"]["title"].as_str().unwrap_or_default();
        let document = pack["pack"]["doc_number"].as_str().map_or_else(|| format!("《{title}》{none}"), str::to_owned);
        for clause in pack["clause"].as_array().into_iter().flatten() {
            let (id, article) = (clause["id"].as_str(), clause["article"].as_str().unwrap_or_default());
            all.extend(id.map(|id| (id.to_owned(), format!("{document} {article}"))));
        }
    }
    all
}
