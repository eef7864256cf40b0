//! Baselines: those at hand, and those that a project refers to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sanxian_review::data::{Bounds, LayerKind, Town};

use super::open::{Open, line};
use super::{Desk, aside, county};
use crate::baseline::{Baseline, BaselineInfo, list};
use crate::lang::{Lang, Text};
use crate::store::project::BaselineRef;
use crate::store::{LogLine, TownCounties};
use crate::view::{BaselineView, Failure};
use crate::words;

impl From<crate::baseline::BaselineError> for Failure {
    fn from(error: crate::baseline::BaselineError) -> Self {
        error.failure()
    }
}

/// Opens the baseline that a project refers to: where it was last, else one with the same source in `folder`.
///
/// # Errors
/// When it is gone; when another one stands in its place.
pub(super) fn open_referred(one: &BaselineRef, folder: &Path) -> Result<Baseline, Failure> {
    match Baseline::open(&one.place) {
        Ok(baseline) if is_it(baseline.info(), one) => return Ok(baseline),
        Ok(_) => return Err(changed(one)),
        Err(crate::baseline::BaselineError::Missing { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let named = one.place.file_name().map(|name| folder.join(name));
    let here = named.and_then(|path| Baseline::open(&path).ok()).filter(|baseline| is_it(baseline.info(), one));
    match here {
        Some(baseline) => Ok(baseline),
        None => Err(Failure::missing(&one.place)),
    }
}

fn is_it(info: &BaselineInfo, one: &BaselineRef) -> bool {
    info.hash == one.hash && info.role == one.role
}

fn changed(one: &BaselineRef) -> Failure {
    let name = &one.name;
    Failure::other(
        Text::new(
            format!("基准图层“{name}”的内容与项目记录的不同（{}）", one.place.display()),
            format!("The baseline “{name}” is not the one that the project knows ({})", one.place.display()),
        ),
        Text::new(
            "请先从项目中移除它，再选用现有的图层，然后重新审查",
            "Take it out of the project, choose the layer that is there now, and review again",
        ),
    )
}

/// A reference to a baseline.
pub(super) fn refer(info: &BaselineInfo) -> BaselineRef {
    BaselineRef {
        role: info.role,
        name: info.name.clone(),
        data_year: info.data_year,
        hash: info.hash.clone(),
        place: info.path.clone(),
        features: info.features,
    }
}

/// Its handle: the name of its file tells nothing of the folder.
pub(super) fn id_of(place: &Path) -> String {
    super::settings::stem(place)
}

/// As the window shows a baseline.
pub(super) fn view(info: &BaselineInfo, used: bool) -> BaselineView {
    BaselineView {
        id: id_of(&info.path),
        name: info.name.clone(),
        role: info.role.into(),
        data_year: info.data_year,
        hash: info.hash.chars().take(12).collect(),
        features: u32::try_from(info.features).unwrap_or(u32::MAX),
        extent: info.extent.map(corners),
        used,
        failure: None,
    }
}

/// As the window shows a reference whose baseline cannot be used.
pub(super) fn view_of_ref(one: &BaselineRef, failure: Failure) -> BaselineView {
    BaselineView {
        id: id_of(&one.place),
        name: one.name.clone(),
        role: one.role.into(),
        data_year: one.data_year,
        hash: one.hash.chars().take(12).collect(),
        features: u32::try_from(one.features).unwrap_or(u32::MAX),
        extent: None,
        used: true,
        failure: Some(failure),
    }
}

/// West, south, east, north.
pub(super) fn corners(bounds: Bounds) -> [f64; 4] {
    [bounds.west, bounds.south, bounds.east, bounds.north]
}

/// Counties of the towns by the county layers among `refs`; a layer that cannot be read says nothing.
pub(super) fn counties(towns: &[Town], refs: &[BaselineRef], folder: &Path) -> TownCounties {
    let boxes: Vec<Bounds> = towns.iter().filter_map(|town| town.feature.shape.bounds()).collect();
    let mut features = Vec::new();
    for one in refs.iter().filter(|one| one.role == LayerKind::Counties) {
        if let Ok(near) = open_referred(one, folder).and_then(|baseline| Ok(baseline.near(&boxes)?)) {
            features.extend(near);
        }
    }
    if features.is_empty() { TownCounties::new() } else { county::by_ground(towns, &features) }
}

impl Desk {
    /// All baselines known here, and those that the project refers to.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn baselines(&self) -> Result<Vec<BaselineView>, Failure> {
        let refs = self.at_hand().map(|open| open.seen().glance.baselines.clone()).unwrap_or_default();
        let folder = self.places.baselines.clone();
        aside(move || {
            let mut all: BTreeMap<String, BaselineView> = BTreeMap::new();
            for listed in list(&folder)? {
                // what lies in the folder and is no baseline is nobody's business
                if let Ok(info) = listed.info {
                    all.insert(id_of(&info.path), view(&info, false));
                }
            }
            for one in &refs {
                let shown = match open_referred(one, &folder) {
                    Ok(baseline) => view(baseline.info(), true),
                    Err(failure) => view_of_ref(one, failure),
                };
                all.insert(shown.id.clone(), shown);
            }
            let mut all: Vec<_> = all.into_values().collect();
            all.sort_by(|a, b| (a.role, &a.name, &a.id).cmp(&(b.role, &b.name, &b.id)));
            Ok(all)
        })
        .await?
    }

    /// Takes a baseline into the project, or out of it.
    ///
    /// # Errors
    /// No project, read-only, or a baseline that is gone.
    pub async fn use_baseline(&self, id: &str, wanted: bool) -> Result<(), Failure> {
        let open = self.to_change()?;
        let refs = open.seen().glance.baselines.clone();
        if !wanted {
            let Some(gone) = refs.iter().find(|one| id_of(&one.place) == id) else { return Ok(()) };
            let said = taken_out(gone);
            return self.change_baselines(&open, said, |refs| refs.retain(|one| id_of(&one.place) != id)).await;
        }
        if refs.iter().any(|one| id_of(&one.place) == id) {
            return Ok(());
        }
        let (folder, wanted_id) = (self.places.baselines.clone(), id.to_owned());
        let info = aside(move || {
            let known = list(&folder)?.into_iter().find(|listed| id_of(&listed.path) == wanted_id);
            let known = known.ok_or_else(|| Failure::missing(&folder.join(&wanted_id)))?;
            Ok::<_, Failure>(known.info?)
        });
        self.refer_to(&open, info.await??).await
    }

    /// Takes a layer (by role) out of the project.
    ///
    /// # Errors
    /// No project, read-only, or no such layer.
    pub async fn remove_layer(&self, id: &str) -> Result<(), Failure> {
        let open = self.to_change()?;
        let Some(role) = LayerKind::from_key(id) else { return Ok(()) };
        if role == LayerKind::Towns {
            let said = Text::new("移除特色小镇图层", "took out the towns");
            let _writing = open.writing.lock().await;
            open.store.withdraw_towns(&line(said)).await?;
            open.look_again().await?;
            self.changed();
            return Ok(());
        }
        let refs = open.seen().glance.baselines.clone();
        if refs.iter().all(|one| one.role != role) {
            return Ok(());
        }
        let said = Text::new(
            format!("移除{}图层", words::layer(role, Lang::Zh)),
            format!("took out {}", words::layer(role, Lang::En)),
        );
        self.change_baselines(&open, said, |refs| refs.retain(|one| one.role != role)).await
    }

    /// Makes the project refer to one more baseline.
    pub(super) async fn refer_to(&self, open: &Arc<Open>, info: BaselineInfo) -> Result<(), Failure> {
        let one = refer(&info);
        let year = one.data_year.map(|year| year.to_string());
        let (zh, en) = (year.as_deref().unwrap_or("年份未填"), year.as_deref().unwrap_or("year not given"));
        let said = Text::new(
            format!("选用{}“{}”（{zh}，{} 个要素）", words::layer(one.role, Lang::Zh), one.name, one.features),
            format!("uses {} “{}” ({en}, {} features)", words::layer(one.role, Lang::En), one.name, one.features),
        );
        let add = |refs: &mut Vec<BaselineRef>| {
            // an import of the same source takes the place of the earlier one
            refs.retain(|known| known.place != one.place && !(known.role == one.role && known.hash == one.hash));
            refs.push(one);
            refs.sort_by_key(|one| one.role); // those of one kind in the order they came
        };
        self.change_baselines(open, said, add).await
    }

    async fn change_baselines(
        &self,
        open: &Arc<Open>,
        said: Text,
        change: impl FnOnce(&mut Vec<BaselineRef>) + Send,
    ) -> Result<(), Failure> {
        let _writing = open.writing.lock().await;
        let (seen, folder): (_, PathBuf) = (open.seen(), self.places.baselines.clone());
        let told: LogLine = line(said);
        let mut refs = seen.glance.baselines.clone();
        change(&mut refs);
        let counted = refs.clone();
        let counties = aside(move || counties(&seen.glance.towns, &counted, &folder)).await?;
        open.store.put_baselines(&refs, &counties, &told).await?;
        open.look_again().await?;
        self.changed();
        Ok(())
    }
}

fn taken_out(one: &BaselineRef) -> Text {
    Text::new(
        format!("不再使用{}“{}”", words::layer(one.role, Lang::Zh), one.name),
        format!("no longer uses {} “{}”", words::layer(one.role, Lang::En), one.name),
    )
}
