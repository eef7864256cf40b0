//! What comes of the cards: towns go into the project, control lines and counties become baselines it refers to.

use std::sync::Arc;

use sanxian_review::data::LayerKind;

use super::table::Table;
use super::{Card, Found, view, wanted};
use crate::baseline::{Baseline, Request};
use crate::desk::open::{Open, line};
use crate::desk::{Desk, Onlooker, aside, aside_unless_cancelled, lines};
use crate::import::{Choices, Source, import};
use crate::lang::Text;
use crate::run::{Gathered, RunError};
use crate::source::SourceInfo;
use crate::store::StoreError;
use crate::store::project::SubmittedLedger;
use crate::view::{CardChoices, Failure, LayerRole};
use crate::watch::{Step, Watch};

/// A card that may be imported.
struct Ready {
    id: String,
    file: String,
    source: Source,
    /// The rows, where the card holds a ledger.
    ledger: Option<SubmittedLedger>,
    wanted: Choices,
    role: LayerKind,
    name: String,
    data_year: Option<u16>,
}

impl Desk {
    /// Imports the cards as they stand; makes a project when none is open. Each card is imported whole or not at all;
    /// those that are done are gone from the list even when a later one fails.
    ///
    /// # Errors
    /// A card that is not ready, two layers of towns at once, a file that cannot be read, a cancel.
    pub async fn confirm_cards(&self, ids: &[String], watch: Onlooker) -> Result<(), Failure> {
        let ready = ids
            .iter()
            .map(|id| ready(&self.cards.find(id)?).map(|card| self.with_limits(card)))
            .collect::<Result<Vec<_>, Failure>>()?;
        if ready.iter().filter(|card| card.role == LayerKind::Ledger).count() > 1 {
            return Err(Failure::other(
                Text::new("一次只能导入一份台账", "Only one ledger can be imported at a time"),
                Text::new(
                    "请分开确认；后导入的会替换先导入的",
                    "Confirm one of them; a later one replaces the earlier",
                ),
            ));
        }
        if ready.iter().filter(|card| card.role == LayerKind::Towns).count() > 1 {
            return Err(Failure::other(
                Text::new("一次只能导入一个特色小镇图层", "Only one layer of towns can be imported at a time"),
                Text::new(
                    "请分开确认；后导入的会替换先导入的",
                    "Confirm one of them; a later one replaces the earlier",
                ),
            ));
        }
        let open = self.project_for(&ready).await?;
        for card in ready {
            match card.role {
                LayerKind::Ledger => match &card.ledger {
                    Some(ledger) => self.put_ledger(&open, ledger).await?,
                    None => return Err(no_ledger(&card.file)),
                },
                LayerKind::Towns => self.import_towns(&open, &card.source, &card.wanted, &watch).await?,
                _ => self.import_line(&open, &request(&card), &watch).await?,
            }
            self.cards.discard(&card.id);
            self.changed();
        }
        Ok(())
    }

    /// The card, to be imported by what the open project takes for a large repair.
    fn with_limits(&self, card: Ready) -> Ready {
        let wanted = Choices { repair: Some(self.repair()), ..card.wanted };
        Ready { wanted, ..card }
    }

    /// The open project, or a new one named after the towns.
    async fn project_for(&self, ready: &[Ready]) -> Result<Arc<Open>, Failure> {
        if self.at_hand().is_none() {
            let named = ready.iter().find(|card| card.role == LayerKind::Towns).or(ready.first());
            let name = named.map(|card| view::name_of(&card.file)).unwrap_or_default();
            let made = self.new_project(&name).await;
            // a file may be called what no project can be
            if made.is_err() {
                self.new_project("新项目").await?;
            }
        }
        self.to_change()
    }

    /// Replaces the project's towns.
    pub(in crate::desk) async fn import_towns(
        &self,
        open: &Arc<Open>,
        source: &Source,
        choices: &Choices,
        watch: &Onlooker,
    ) -> Result<(), Failure> {
        let _writing = open.writing.lock().await;
        let seen = open.seen();
        let (supervisor, folder) = (self.supervisor.clone(), self.places.baselines.clone());
        let (source, choices, looked) = (source.clone(), choices.clone(), seen.clone());
        let limits = choices.repair();
        let read = move |watch: &dyn Watch| {
            let read = import(&supervisor, &source, &choices, LayerKind::Towns, None, watch)?;
            let mut gathered = Gathered::with_towns(read)?;
            gathered.decide_repairs(&limits);
            let gathered = gathered.in_order();
            let counties = lines::counties(&gathered.towns, &looked.glance.baselines, &folder);
            Ok::<_, RunError>((gathered, counties))
        };
        let (gathered, counties) = aside_unless_cancelled(watch, read).await??;
        let Gathered { towns, sources, problems, .. } = gathered;
        if watch.cancelled() {
            return Err(Failure::cancelled());
        }
        watch.progress(Step::Save);
        let source = sources.into_iter().next().ok_or(StoreError::NotReviewed)?;
        let said = imported(&source, towns.len(), seen.glance.towns.len());
        open.store.submit_towns(&towns, &source, &problems, &counties, &line(said)).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }

    /// Makes a baseline and refers to it; without the reference there is no baseline either.
    pub(in crate::desk) async fn import_line(
        &self,
        open: &Arc<Open>,
        request: &Request,
        watch: &Onlooker,
    ) -> Result<(), Failure> {
        let (folder, supervisor) = (self.places.baselines.clone(), self.supervisor.clone());
        let (request, onlooker) = (request.clone(), watch.clone());
        // watched over by the import itself: a cancel ends it within a moment and leaves nothing
        let made = aside(move || Baseline::create(&folder, &request, &supervisor, &*onlooker)).await??;
        let place = made.path.clone();
        let referred = match watch.cancelled() {
            true => Err(Failure::cancelled()),
            false => self.refer_to(open, made).await,
        };
        if referred.is_err() {
            let _ = std::fs::remove_file(&place);
        }
        referred
    }
}

/// # Errors
/// What the card still lacks.
fn ready(card: &Card) -> Result<Ready, Failure> {
    let layer = match &card.found {
        Found::Layer(layer) => layer,
        Found::Ledger(table) => return ready_ledger(card, table),
        Found::Nothing(_, failure) => return Err(failure.clone()),
    };
    if let Some(error) = &layer.failure {
        return Err(error.clone().into());
    }
    let choices: CardChoices = view::choices(layer, &card.choices);
    if let Some(missing) = view::missing(layer, &choices).first() {
        return Err(Failure::other(
            Text::new(format!("{}：{}", layer.file, missing.zh), format!("{}: {}", layer.file, missing.en)),
            Text::new("请在导入卡上补充后再确认", "Complete the card, then confirm it"),
        ));
    }
    let role = choices.role.unwrap_or(LayerRole::Towns);
    let name = choices.baseline_name.clone().unwrap_or_default().trim().to_owned();
    Ok(Ready {
        id: card.id.clone(),
        file: layer.file.clone(),
        source: layer.source.clone(),
        ledger: None,
        wanted: wanted(&card.choices)?,
        role: role.into(),
        name: if name.is_empty() { view::name_of(&layer.file) } else { name },
        data_year: choices.data_year,
    })
}

/// # Errors
/// A ledger without a row.
fn ready_ledger(card: &Card, table: &Table) -> Result<Ready, Failure> {
    let read = &table.read;
    if read.ledger.entries.is_empty() {
        return Err(Failure::other(
            Text::new(format!("{}：台账中没有小镇", read.source.file), format!("{}: no towns", read.source.file)),
            Text::new("请填写后再导入", "Fill it in, then import it"),
        ));
    }
    Ok(Ready {
        id: card.id.clone(),
        file: read.source.file.clone(),
        source: Source::file(&read.source.file),
        ledger: Some(read.clone()),
        wanted: Choices::default(),
        role: LayerKind::Ledger,
        name: view::name_of(&read.source.file),
        data_year: None,
    })
}

/// A layer with ground was called a ledger.
fn no_ledger(file: &str) -> Failure {
    Failure::other(
        Text::new(format!("{file} 不是台账"), format!("{file} is no ledger")),
        Text::new("台账请用 XLSX 或 CSV，可先导出模板", "A ledger is XLSX or CSV; export the template"),
    )
}

fn request(card: &Ready) -> Request {
    Request {
        source: card.source.clone(),
        choices: card.wanted.clone(),
        role: card.role,
        name: card.name.clone(),
        data_year: card.data_year,
    }
}

/// The line of the log for towns that came in.
fn imported(source: &SourceInfo, towns: usize, before: usize) -> Text {
    let file = &source.file;
    match before {
        0 => Text::new(format!("导入特色小镇 {file}：{towns} 个"), format!("imported {towns} towns from {file}")),
        _ => Text::new(
            format!("导入特色小镇 {file}：{towns} 个，替换原有的 {before} 个；意见保留"),
            format!("imported {towns} towns from {file} in the place of {before}; decisions stay"),
        ),
    }
}
