//! `sanxian policy`: the packs, their clauses and parameters.

use std::fmt::Write;
use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use sanxian_project::lang::Lang;
use sanxian_project::packs;
use sanxian_review::policy::{Clause, Force, Pack};

use crate::args::PolicyVerb;
use crate::clauses;
use crate::out;
use crate::tongue::{Trouble, say};

/// `list` or `show`.
pub fn run(verb: &PolicyVerb, lang: Lang) -> Result<ExitCode, Trouble> {
    match verb {
        PolicyVerb::List => list(lang)?,
        PolicyVerb::Show { pack } => {
            let pack = packs::open(pack).map_err(|e| Trouble::new(e.message(lang)))?;
            out::print(&shown(&pack, lang), lang)?;
        }
        PolicyVerb::New { id, jurisdiction } => out::print(&packs::draft(id, jurisdiction.as_deref()), lang)?,
        PolicyVerb::Check { pack } => check(pack, lang)?,
        PolicyVerb::Schema => out::print(packs::SCHEMA, lang)?,
        PolicyVerb::Clauses { cases } => {
            let text = clauses::markdown(cases.as_deref()).map_err(|e| Trouble::new(e.message(lang)))?;
            out::print(&text, lang)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A pack of one's own beside national law: parses, binds, and is of use.
fn check(pack: &str, lang: Lang) -> Result<(), Trouble> {
    let bound = packs::check(pack).map_err(|e| Trouble::new(e.message(lang)))?;
    let what = say(lang, "条条文，可以使用", "clauses, can be used");
    out::print(&format!("{}: {} {what}\n", bound.pack.id, bound.clauses.len()), lang)
}

fn list(lang: Lang) -> Result<(), Trouble> {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["ID", say(lang, "文号", "number"), say(lang, "名称", "title"), say(lang, "条文", "clauses")]);
    for (id, _) in packs::BUILT_IN {
        let pack = packs::built_in(id).map_err(|e| Trouble::new(e.message(lang)))?;
        let clauses = pack.clauses.len().to_string();
        table.add_row([id, number(&pack, lang), &pack.pack.title, &clauses]);
    }
    out::print(&format!("{table}\n"), lang)
}

fn number(pack: &Pack, lang: Lang) -> &str {
    pack.pack.doc_number.as_deref().unwrap_or(say(lang, "文号未载", "no number"))
}

fn shown(pack: &Pack, lang: Lang) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}\n{} · {}", pack.pack.title, number(pack, lang), pack.pack.issuer);
    if let Some(note) = &pack.pack.text_note {
        let _ = writeln!(text, "{note}");
    }
    for clause in &pack.clauses {
        let _ = writeln!(text, "\n{} {} [{}]", clause.id, clause.article, force(clause, lang));
        let _ = writeln!(text, "  “{}”", clause.quote);
        for (name, value) in &clause.params {
            let _ = writeln!(text, "  {name} = {value}");
        }
        for (name, value) in &clause.assume {
            let _ = writeln!(
                text,
                "  {name} = {value}  ({})",
                say(lang, "审查参数，非条文数值", "reviewer's parameter, not in the clause")
            );
        }
        for (name, value) in &clause.national {
            let _ =
                writeln!(text, "  {name} = {value}  ({})", say(lang, "国家文件数值", "number of a national document"));
        }
        if let Some(why) = &clause.why {
            let _ = writeln!(text, "  {}{why}", say(lang, "人工审查：", "for people: "));
        }
        for exception in &clause.except {
            let _ = writeln!(text, "  {}“{}”", say(lang, "例外：", "except: "), exception.quote);
        }
        if !clause.rules.is_empty() {
            let _ = writeln!(text, "  {}{}", say(lang, "规则：", "rules: "), clause.rules.join(", "));
        }
        if let Some(advice) = &clause.advice {
            let _ = writeln!(text, "  {}{advice}", say(lang, "应提交：", "hand in: "));
        }
    }
    if let Some(grading) = &pack.grading {
        let _ = writeln!(
            text,
            "\n{}",
            say(lang, "图斑分级（审查参数，非条文数值）", "grading (reviewer's parameters, not in a clause)")
        );
        let _ = writeln!(
            text,
            "  noise < {} m² / {} m · sliver ≤ {} m² / {} m",
            grading.noise_m2, grading.noise_width_m, grading.sliver_area_m2, grading.sliver_width_m
        );
    }
    if let Some(repair) = &pack.repair {
        let _ = writeln!(
            text,
            "\n{}\n  > {} m² / {} %, > {} m²",
            say(
                lang,
                "修复须由审查人决定的限值（审查参数，非条文数值）",
                "repairs that a reviewer decides on (reviewer's parameters, not in a clause)"
            ),
            repair.repair_area_m2,
            repair.repair_share_percent,
            repair.repair_share_from_m2
        );
    }
    text
}

fn force(clause: &Clause, lang: Lang) -> &'static str {
    if clause.manual {
        return say(lang, "人工审查项", "for a person to judge");
    }
    match clause.force {
        Force::Must => say(lang, "必须", "must"),
        Force::InPrinciple => say(lang, "原则上", "in principle"),
        Force::Goal => say(lang, "目标", "goal"),
        Force::Advisory => say(lang, "提示", "advisory"),
    }
}
