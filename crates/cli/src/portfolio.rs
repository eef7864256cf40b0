//! `sanxian portfolio`: the towns of a ledger together, and what would be if some were added.

use std::collections::BTreeMap;
use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use sanxian_project::lang::Lang;
use sanxian_project::portfolio::{Asked, take_together};
use sanxian_project::words;
use sanxian_project::worker::Supervisor;
use sanxian_review::data::LayerKind;
use sanxian_review::finding::Side;
use sanxian_review::policy::Force;
use sanxian_review::portfolio::{Portfolio, Tally};

use crate::args;
use crate::check::{day, in_words, run_trouble};
use crate::ledger::tell_problems;
use crate::out::{self, harmless};
use crate::tongue::{Trouble, say};

/// Prints tables, or JSON.
pub fn run(args: &args::Portfolio, lang: Lang) -> Result<ExitCode, Trouble> {
    let supervisor = Supervisor::this_executable().map_err(|e| in_words(lang, "sanxian", &e))?;
    let counties = args.counties.iter().map(|file| (LayerKind::Counties, file.clone()));
    let zones = args.functional_zones.iter().map(|file| (LayerKind::FunctionalZones, file.clone()));
    let asked = Asked {
        ledger: args.ledger.clone(),
        towns: args.towns.clone(),
        layers: counties.chain(zones).collect(),
        add: args.add.clone(),
        packs: args.policy.clone(),
        as_of: day(args.as_of.as_deref(), lang)?,
    };
    let taken = take_together(&supervisor, &asked).map_err(|error| run_trouble(error, lang))?;
    tell_problems(&taken.problems, lang);
    if args.json {
        let both = serde_json::json!({ "now": taken.now, "then": taken.then });
        out::print(&format!("{both:#}\n"), lang)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = towns(&taken.now, lang);
    text += &numbers(&taken.now, taken.then.as_ref(), lang);
    for group in &taken.then.as_ref().unwrap_or(&taken.now).clusters {
        let ids: Vec<&str> = group.iter().map(|id| id.0.as_str()).collect();
        text += &format!("{}{}\n", say(lang, "邻近成组：", "near each other: "), ids.join("、"));
    }
    out::print(&harmless(&text), lang)?;
    Ok(ExitCode::SUCCESS)
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    table
}

fn towns(portfolio: &Portfolio, lang: Lang) -> String {
    let mut table = table(match lang {
        Lang::Zh => &["编码", "名称", "级别", "阶段", "类别", "辖区", "图形所在", "亮牌"],
        Lang::En => &["id", "name", "level", "stage", "category", "declared", "lies in", "card"],
    });
    for town in &portfolio.towns {
        let text = |text: Option<&str>| text.unwrap_or("–").to_owned();
        table.add_row([
            town.who.0.clone(),
            town.name.clone(),
            text(town.level.map(|level| words::level(level, lang))),
            text(town.stage.map(|stage| words::stage(stage, lang))),
            text(town.category.map(|category| words::category(category, lang))),
            text(town.declared.as_deref()),
            text(town.lies_in.as_deref()),
            text(town.card.map(|card| words::card(card, lang))),
        ]);
    }
    format!("{table}\n")
}

/// Every number now, and what it would be.
fn numbers(now: &Portfolio, then: Option<&Portfolio>, lang: Lang) -> String {
    let key = |tally: &Tally| (tally.clause.clone(), tally.whose.clone(), tally.category);
    let later: BTreeMap<_, &Tally> = then.iter().flat_map(|p| &p.tallies).map(|tally| (key(tally), tally)).collect();
    let mut table = table(match lang {
        Lang::Zh => &["条文", "辖区", "限值", "现有", "余额", "增加后", "结果"],
        Lang::En => &["clause", "place", "limit", "now", "free", "then", "kept"],
    });
    let mut rows: Vec<&Tally> = now.tallies.iter().collect();
    let known: Vec<_> = rows.iter().map(|tally| key(tally)).collect();
    rows.extend(later.values().filter(|tally| !known.contains(&key(tally))));
    for tally in rows {
        let is_new = !known.contains(&key(tally));
        let after = later.get(&key(tally)).copied();
        let last = after.unwrap_or(tally);
        let place = tally
            .category
            .map(|category| words::category(category, lang))
            .map_or_else(|| tally.whose.clone(), |category| format!("{} {category}", tally.whose));
        table.add_row([
            tally.clause.0.clone(),
            place,
            limit(tally),
            if is_new { "0".to_owned() } else { counted(tally) },
            tally.free.to_string(),
            after.map_or_else(|| "–".to_owned(), counted),
            kept(last, lang).to_owned(),
        ]);
    }
    format!("{table}\n")
}

/// What the number means: a goal that is not reached breaks nothing.
fn kept(tally: &Tally, lang: Lang) -> &'static str {
    match (tally.met, tally.force) {
        (true, _) => say(lang, "符合", "kept"),
        (false, Force::Must) => say(lang, "不符合", "breach"),
        (false, Force::InPrinciple) => say(lang, "需说明", "justify"),
        (false, Force::Goal) => say(lang, "未达目标", "goal missed"),
        (false, Force::Advisory) => say(lang, "提示", "note"),
    }
}

fn counted(tally: &Tally) -> String {
    tally.of.map_or_else(|| tally.count.to_string(), |of| format!("{}/{of}", tally.count))
}

fn limit(tally: &Tally) -> String {
    let sign = if tally.side == Side::AtMost { "≤" } else { "≥" };
    match tally.of {
        None => format!("{sign} {}", tally.limit),
        Some(_) => format!("{sign} {}%", tally.limit / 100),
    }
}
