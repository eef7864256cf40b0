//! Choosing policy packs, and the numbers they bring.

use sanxian_review::data::Town;
use sanxian_review::policy::Pack;

use super::open::{Seen, line};
use super::{Desk, aside};
use crate::lang::Text;
use crate::packs::{BUILT_IN, built_in, parameters, select};
use crate::run_info::is_day;
use crate::store::project::ChosenPolicy;
use crate::view::{Failure, PackView, PolicyChoice};

/// Metres between neighbours that anybody can mean.
const FARTHEST_M: u32 = 1_000_000;

impl Desk {
    /// Policy packs with their numbers, those suggested and those chosen. Without a project nothing is suggested.
    ///
    /// # Errors
    /// None so far.
    pub async fn packs(&self) -> Result<Vec<PackView>, Failure> {
        let seen = self.at_hand().map(|open| open.seen());
        aside(move || {
            let towns = seen.as_deref().map_or(&[][..], |seen: &Seen| &seen.glance.towns);
            let chosen = seen.as_deref().and_then(|seen| seen.glance.project.as_ref()).map(|p| p.policy.packs.clone());
            let chosen = chosen.unwrap_or_default();
            let used: Vec<String> =
                select(&chosen, towns.iter().map(|town| &town.traits))?.into_iter().map(|pack| pack.pack.id).collect();
            BUILT_IN.iter().map(|(id, _)| Ok(view(built_in(id)?, towns, &used))).collect()
        })
        .await?
    }

    /// What the next review uses.
    ///
    /// # Errors
    /// No project, read-only, an unknown pack, a day that is none.
    pub async fn choose_policy(&self, choice: PolicyChoice) -> Result<(), Failure> {
        let open = self.to_change()?;
        let PolicyChoice { packs, as_of, near_m } = choice;
        for id in &packs {
            built_in(id)?;
        }
        let as_of = as_of.trim().to_owned();
        if !as_of.is_empty() && !is_day(&as_of) {
            return Err(Failure::other(
                Text::new(format!("“{as_of}”不是一个日期"), format!("“{as_of}” is not a day")),
                Text::new("请按 2026-08-01 的形式填写审查日", "Write the day of the review like 2026-08-01"),
            ));
        }
        if near_m.is_some_and(|near| near > FARTHEST_M) {
            return Err(Failure::other(
                Text::new("邻近距离太大", "The distance between neighbours is too large"),
                Text::new("请填写 0 到 1000000 之间的米数", "Give metres between 0 and 1000000"),
            ));
        }
        let _writing = open.writing.lock().await;
        let before = open.seen().glance.project.as_ref().map(|project| project.policy.clone()).unwrap_or_default();
        let policy = ChosenPolicy { packs, as_of: Some(as_of).filter(|day| !day.is_empty()), near_m };
        if policy == before {
            return Ok(());
        }
        open.store.put_policy(&policy, &line(said(&policy))).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }
}

fn said(policy: &ChosenPolicy) -> Text {
    let packs = policy.packs.join("、");
    let packs_en = policy.packs.join(", ");
    let day = policy.as_of.as_deref();
    let near = policy.near_m.map(|near| near.to_string());
    Text::new(
        format!(
            "审查依据：规则包 {}，审查日 {}，邻近 {}",
            if packs.is_empty() { "按小镇编码建议" } else { &packs },
            day.unwrap_or("当日"),
            near.as_ref().map_or_else(|| "按规则包".to_owned(), |near| format!("{near} 米")),
        ),
        format!(
            "to judge by: packs {}, day {}, near {}",
            if packs_en.is_empty() { "by the towns' codes" } else { &packs_en },
            day.unwrap_or("of the review"),
            near.as_ref().map_or_else(|| "as packs say".to_owned(), |near| format!("{near} m")),
        ),
    )
}

fn view(pack: Pack, towns: &[Town], used: &[String]) -> PackView {
    let head = &pack.pack;
    PackView {
        id: head.id.clone(),
        title: head.title.clone(),
        doc_number: head.doc_number.clone().unwrap_or_else(|| "文号未载".to_owned()),
        issuer: head.issuer.clone(),
        dated: head.dated.map(|day| day.to_string()).unwrap_or_default(),
        always: head.jurisdiction.is_none(),
        suggested: suggested(&pack, towns),
        chosen: used.contains(&head.id),
        clauses: super::open::count(pack.clauses.len()),
        parameters: parameters(std::slice::from_ref(&pack)).into_iter().map(Into::into).collect(),
    }
}

/// Why a pack is suggested: how many towns lie where it holds.
fn suggested(pack: &Pack, towns: &[Town]) -> Option<Text> {
    let Some(prefix) = pack.pack.jurisdiction.as_deref() else {
        return Some(Text::new("全国适用", "Holds for the whole country"));
    };
    let here = |town: &&Town| town.traits.admin_code.as_ref().is_some_and(|code| code.starts_with(prefix));
    let here = towns.iter().filter(here).count();
    (here > 0).then(|| {
        Text::new(
            format!("{here} 个小镇的行政区代码以 {prefix} 开头"),
            format!("the codes of {here} towns begin with {prefix}"),
        )
    })
}
