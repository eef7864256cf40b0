//! The import cards: what files seem to be, what the reviewer chose, and what comes of it when confirmed.

mod confirm;
mod table;
mod view;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use sanxian_review::policy::Repair;

use super::{Desk, Onlooker, aside, aside_unless_cancelled, lock};
use crate::import::{BadShift, Choices, DatumShift, Fields, Inspected, Source, inspect, inspect_layer};
use crate::lang::Text;
use crate::packs;
use crate::view::{CardChoices, CardView, Failure};
use crate::watch::Watch;

/// The cards that wait.
#[derive(Debug, Default)]
pub(super) struct Cards {
    waiting: Mutex<Vec<Card>>,
    given: AtomicU64,
}

/// One layer that waits for the reviewer.
#[derive(Debug, Clone)]
pub(super) struct Card {
    id: String,
    found: Found,
    /// What the reviewer chose; what is absent is as guessed.
    choices: CardChoices,
}

/// What stands in a file.
#[derive(Debug, Clone)]
enum Found {
    Layer(Box<Inspected>),
    /// A ledger: there is nothing to choose about it.
    Ledger(Box<table::Table>),
    /// Nothing that can be imported: file name, reason.
    Nothing(String, Failure),
}

impl Cards {
    pub(super) fn any(&self) -> bool {
        !lock(&self.waiting).is_empty()
    }

    fn all(&self) -> Vec<Card> {
        lock(&self.waiting).clone()
    }

    fn find(&self, id: &str) -> Result<Card, Failure> {
        lock(&self.waiting).iter().find(|card| card.id == id).cloned().ok_or_else(|| {
            Failure::other(
                Text::new("这张导入卡已不存在", "This card is not there any more"),
                Text::new("请重新拖入文件", "Drop the file again"),
            )
        })
    }

    fn add(&self, found: Vec<Found>) -> Vec<Card> {
        let cards = found.into_iter().map(|found| {
            let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
            Card { id: format!("card-{number}"), found, choices: CardChoices::default() }
        });
        let cards: Vec<Card> = cards.collect();
        lock(&self.waiting).extend(cards.iter().cloned());
        cards
    }

    fn replace(&self, card: Card) {
        if let Some(known) = lock(&self.waiting).iter_mut().find(|known| known.id == card.id) {
            *known = card;
        }
    }

    fn discard(&self, id: &str) {
        lock(&self.waiting).retain(|card| card.id != id);
    }
}

impl Desk {
    /// Looks at files, folders and zips; gives the new cards.
    ///
    /// # Errors
    /// A cancel: then there are no new cards. What is wrong with a file stands on its card.
    pub async fn receive(&self, paths: &[PathBuf], watch: Onlooker) -> Result<Vec<CardView>, Failure> {
        let (paths, supervisor) = (main_files(paths), self.supervisor.clone());
        let first = Choices { repair: Some(self.repair()), ..Choices::default() };
        let looked = aside_unless_cancelled(&watch, move |watch| {
            let mut found: Vec<Found> = Vec::new();
            for path in &paths {
                let looked = inspect(&supervisor, path, &first, None, watch);
                found.extend(table::sorted(&supervisor, path, looked, watch)?);
            }
            Ok::<_, Failure>(found)
        });
        let cards = self.cards.add(once_each(looked.await??));
        self.changed();
        self.views(cards).await
    }

    /// All cards that wait.
    ///
    /// # Errors
    /// None so far.
    pub async fn cards(&self) -> Result<Vec<CardView>, Failure> {
        self.views(self.cards.all()).await
    }

    /// Changes the choices of a card and looks at the file again where that matters.
    ///
    /// # Errors
    /// A card that is not there, a choice that is none, a cancel; then the card is as it was.
    pub async fn change_card(&self, id: &str, choices: CardChoices, watch: Onlooker) -> Result<CardView, Failure> {
        let mut card = self.cards.find(id)?;
        if let Found::Layer(layer) = &card.found {
            let before = view::choices(layer, &card.choices);
            let again = (
                before.role,
                &before.crs,
                &before.encoding,
                &before.fields,
                &before.filter,
                &before.datum_shift,
                before.accept_repairs,
            ) != (
                choices.role,
                &choices.crs,
                &choices.encoding,
                &choices.fields,
                &choices.filter,
                &choices.datum_shift,
                choices.accept_repairs,
            );
            if again {
                let filter = choices.filter.clone().filter(|filter| !filter.trim().is_empty());
                let (source, role) = (Source { filter, ..layer.source.clone() }, choices.role.map(Into::into));
                let (wanted, supervisor) = (self.wanted(&choices)?, self.supervisor.clone());
                let look = move |watch: &dyn Watch| inspect_layer(&supervisor, &source, &wanted, role, watch);
                card.found = Found::Layer(Box::new(aside_unless_cancelled(&watch, look).await??));
            }
        }
        card.choices = choices;
        self.cards.replace(card.clone());
        let shown = self.views(vec![card]).await?.pop();
        shown.ok_or_else(Failure::cancelled)
    }

    /// Throws a card away.
    ///
    /// # Errors
    /// None so far.
    pub async fn discard_card(&self, id: &str) -> Result<(), Failure> {
        self.cards.discard(id);
        self.changed();
        Ok(())
    }

    /// How much ground a repair may move before the reviewer is asked: by the packs of the open project.
    fn repair(&self) -> Repair {
        let seen = self.at_hand().map(|open| open.seen());
        let project = seen.as_ref().and_then(|seen| seen.glance.project.as_ref());
        packs::repair(project.map_or(&[], |project| &project.policy.packs))
    }

    /// What an import is told to take.
    ///
    /// # Errors
    /// As [`wanted`].
    fn wanted(&self, choices: &CardChoices) -> Result<Choices, Failure> {
        Ok(Choices { repair: Some(self.repair()), ..wanted(choices)? })
    }

    async fn views(&self, cards: Vec<Card>) -> Result<Vec<CardView>, Failure> {
        let folder = self.places.baselines.clone();
        let seen = self.at_hand().map(|open| open.seen());
        aside(move || view::all(&cards, &folder, seen.as_deref())).await
    }
}

/// What the choices of a card mean.
///
/// # Errors
/// An id that is no coordinate system, or a name that is no encoding.
fn wanted(choices: &CardChoices) -> Result<Choices, Failure> {
    let no = |what: &str| {
        Failure::other(
            Text::new(format!("“{what}”不能选用"), format!("“{what}” cannot be chosen")),
            Text::new("请从列出的选项中选择", "Choose one of those that are listed"),
        )
    };
    let shift = choices.datum_shift.as_deref().filter(|text| !text.trim().is_empty());
    let datum_shift = shift.map(DatumShift::parse).transpose().map_err(|BadShift(why)| {
        Failure::other(why, Text::new("请核对参数及其单位", "Check the parameters and their units"))
    })?;
    Ok(Choices {
        datum_shift,
        accept_repairs: choices.accept_repairs,
        repair: None,
        crs: choices.crs.as_deref().map(|id| id.parse().map_err(|_| no(id))).transpose()?,
        encoding: choices.encoding.as_deref().map(|name| name.parse().map_err(|_| no(name))).transpose()?,
        fields: Fields {
            id: choices.fields.id.clone(),
            name: choices.fields.name.clone(),
            level: choices.fields.level.clone(),
            town_type: choices.fields.town_type.clone(),
            county: choices.fields.county.clone(),
        },
    })
}

/// Without the companions of a shapefile that was given itself, and each path once.
fn main_files(paths: &[PathBuf]) -> Vec<PathBuf> {
    const COMPANIONS: [&str; 9] = ["shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix", "qmd", "qpj"];
    let ending = |path: &Path| path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_shp = |path: &Path| ending(path) == "shp";
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in paths {
        let xml = path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().ends_with(".shp.xml"));
        let companion = (xml || COMPANIONS.contains(&ending(path).as_str()))
            && paths.iter().any(|other| is_shp(other) && same_layer(other, path));
        if !companion && !kept.contains(path) {
            kept.push(path.clone());
        }
    }
    kept
}

fn same_layer(shp: &Path, other: &Path) -> bool {
    let own = shp.file_stem().unwrap_or_default();
    let name = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
    shp.parent() == other.parent()
        && name.strip_prefix(&*own.to_string_lossy()).is_some_and(|rest| rest.starts_with('.'))
}

/// A layer may be reached through several of its files: it waits once.
fn once_each(found: Vec<Found>) -> Vec<Found> {
    let mut sources = BTreeSet::new();
    let mut new = |found: &Found| match found {
        Found::Ledger(table) => sources.insert(table.source.clone()),
        Found::Layer(layer) => sources.insert(layer.source.clone()),
        Found::Nothing(..) => true,
    };
    found.into_iter().filter(|one| new(one)).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_one_shapefile_are_one_layer() {
        let paths: Vec<PathBuf> = ["a/x.shp", "a/x.dbf", "a/x.shp.xml", "a/x.PRJ", "a/y.dbf", "a/x.shp", "b/x.dbf"]
            .into_iter()
            .map(PathBuf::from)
            .collect();
        let kept: Vec<_> = main_files(&paths).iter().map(|path| path.display().to_string()).collect();
        assert_eq!(kept, ["a/x.shp", "a/y.dbf", "b/x.dbf"]);
    }
}
