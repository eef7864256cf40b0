//! The review of the open project: the same towns, patches and terms as the command line would take, recorded as a
//! whole.

use std::path::Path;
use std::sync::Arc;

use sanxian_review::finding::Verdict;
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::Date;

use super::open::{Open, Seen, line};
use super::settings::today;
use super::{Desk, Onlooker, aside_unless_cancelled, lines, stale};
use crate::lang::Text;
use crate::ledger::LedgerFile;
use crate::run::{Gathered, RunError, Terms, review_all};
use crate::store::project::{ChosenPolicy, SubmittedLedger};
use crate::store::{MemoryStore, Recorded, TownCounties};
use crate::view::Failure;
use crate::watch::{Step, Watch};

impl Desk {
    /// Reviews the project. A cancel or a failure leaves the earlier results.
    ///
    /// # Errors
    /// No towns, a baseline that is gone or has changed, a cancel.
    pub async fn review(&self, watch: Onlooker) -> Result<(), Failure> {
        let open = self.to_change()?;
        let _writing = open.writing.lock().await;
        self.review_open(&open, watch).await
    }

    /// As [`review`](Self::review), for who holds the project already.
    pub(super) async fn review_open(&self, open: &Arc<Open>, watch: Onlooker) -> Result<(), Failure> {
        let seen = open.seen();
        if seen.glance.towns.is_empty() {
            return Err(Failure::other(
                Text::new("项目里没有小镇", "There are no towns in the project"),
                Text::new("请先导入特色小镇图层", "Import the towns first"),
            ));
        }
        let policy = seen.glance.project.as_ref().map(|project| project.policy.clone()).unwrap_or_default();
        let terms = terms(&policy)?;
        let folder = self.places.baselines.clone();
        let (looked, with) = (seen.clone(), stale::with(&seen.glance, &policy));
        let (recorded, counties) =
            aside_unless_cancelled(&watch, move |watch| make(&looked, &folder, &terms, watch)).await??;
        if watch.cancelled() {
            return Err(Failure::cancelled());
        }
        watch.progress(Step::Save);
        let own = seen.ledger.as_ref().map(|ledger| ledger.own.clone()).unwrap_or_default();
        open.store.put_reviewed(&recorded, &own, &with, &counties, &line(said(&recorded))).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }
}

/// What was chosen, as the review wants it.
pub(super) fn terms(policy: &ChosenPolicy) -> Result<Terms, Failure> {
    let day = policy.as_of.clone().unwrap_or_else(today);
    let as_of: Date = day.parse().map_err(|_| {
        Failure::other(
            Text::new(format!("“{day}”不是一个日期"), format!("“{day}” is not a day")),
            Text::new("请重新选择审查日", "Choose the day of the review again"),
        )
    })?;
    let near = policy.near_m.map(|metres| Millimetres(i64::from(metres) * 1000));
    Ok(Terms { packs: policy.packs.clone(), assume: Vec::new(), near, as_of })
}

/// Gathers and judges in memory: nothing of the project changes before all of it is there.
fn make(
    seen: &Arc<Seen>,
    folder: &Path,
    terms: &Terms,
    watch: &dyn Watch,
) -> Result<(Recorded, TownCounties), Failure> {
    let glance = &seen.glance;
    let towns_only = |role| role == sanxian_review::data::LayerKind::Towns;
    let mut towns = glance.towns.clone();
    if let Some(ledger) = &seen.ledger {
        ledger.take_apart(&mut towns);
    }
    let mut gathered = Gathered::with_kept_towns(
        towns,
        glance.sources.iter().filter(|one| towns_only(one.role)).cloned().collect(),
        glance.problems.iter().filter(|one| towns_only(one.role)).cloned().collect(),
    );
    if let Some(SubmittedLedger { ledger, source, problems }) = glance.ledger.clone() {
        gathered.join(LedgerFile { ledger, source, problems });
    }
    let policy = terms.bind(gathered.towns.iter().map(|town| &town.traits))?;
    gathered.decide_repairs(policy.repair());
    let near = gathered.near(&policy);
    let mut refs = glance.baselines.clone();
    refs.sort_by_key(|one| one.role); // those of one kind in the order they came
    for (done, one) in refs.iter().enumerate() {
        if watch.cancelled() {
            return Err(Failure::cancelled());
        }
        watch.progress(Step::Fetch { done, total: refs.len() });
        gathered.add(lines::open_referred(one, folder)?.imported(&near)?, policy.repair());
    }
    let counties = lines::counties(&glance.towns, &refs, folder);
    let work = async {
        let store = MemoryStore::new();
        gathered.put(&store, terms, &policy).await?;
        review_all(&store, &policy, 0, watch).await
    };
    // the store is memory: nothing in it waits for anything
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Failure::from(RunError::Threads(error.to_string())))?;
    Ok((runtime.block_on(work)?, counties))
}

fn said(recorded: &Recorded) -> Text {
    let review = &recorded.review;
    let breaches = review.towns.iter().filter(|row| row.verdict == Verdict::Breach).count();
    let (towns, findings) = (review.towns.len(), review.findings.len());
    Text::new(
        format!("审查（审查日 {}）：{towns} 个小镇，{breaches} 个不符合，{findings} 条结果", recorded.run.as_of),
        format!("review for {}: {towns} towns, {breaches} in breach, {findings} findings", recorded.run.as_of),
    )
}
