//! What the map asks: its planes, its tiles, what lies at a place, how long and how large.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sanxian_review::data::{Feature, LayerKind};
use sanxian_review::plane::Plane;

use super::open::{Open, Seen};
use super::{Desk, aside, layers, lines};
use crate::baseline::Baseline;
use crate::lang::{Lang, Text};
use crate::locate::{Asked, LocateError, identify, measure};
use crate::store::Store;
use crate::tile::{Ground, Layer, Planes, Sketch, Sketched, TileError, tile};
use crate::view::{Failure, IdentifiedView, IdentifyQuery, MeasureQuery, MeasureView, PlaneView};
use crate::words;

/// Where a project without anything in it is looked at: the middle of the country's east.
const NOWHERE: i16 = 120;

/// The layers of the map as they are now.
pub(super) struct Mapped {
    /// Unlike any other, so that tiles of two states are never mixed up.
    state: u64,
    seen: Arc<Seen>,
    planes: Planes,
    layers: Vec<Asked>,
    /// The findings, made when they are first looked at; their ground stays in the file until a tile shows it.
    findings: tokio::sync::OnceCell<Asked>,
}

/// Name of the layer of findings.
const FINDINGS: &str = "findings";

impl From<TileError> for Failure {
    fn from(error: TileError) -> Self {
        match error {
            TileError::Baseline(error) => error.into(),
            TileError::Findings(error) => error.into(),
            other => Self::other(
                Text::new(format!("图块无法生成：{other}"), other.to_string()),
                Text::new("请移动或缩放地图后重试", "Move or zoom the map and try again"),
            ),
        }
    }
}

impl From<LocateError> for Failure {
    fn from(error: LocateError) -> Self {
        match error {
            LocateError::Baseline(error) => error.into(),
            LocateError::Findings(error) => error.into(),
        }
    }
}

impl Desk {
    /// The project's Gauss-Krüger plane, then Mercator.
    ///
    /// # Errors
    /// No project.
    pub async fn planes(&self) -> Result<Vec<PlaneView>, Failure> {
        Ok(self.mapped().await?.planes.views())
    }

    /// Bytes of a vector tile; empty when nothing is there.
    ///
    /// # Errors
    /// No project, an unknown plane, an address outside its grid.
    pub async fn tile(&self, plane: &str, layer: &str, z: u8, x: u32, y: u32) -> Result<Vec<u8>, Failure> {
        let (mapped, recent) = (self.mapped().await?, self.tiles.clone());
        let layer = match layer {
            FINDINGS => Some(self.findings_layer(&mapped).await?),
            _ => mapped.layers.iter().find(|asked| asked.id == layer).cloned(),
        };
        let Some(layer) = layer else { return Ok(Vec::new()) };
        let grid = mapped.planes.grid(plane).cloned().ok_or_else(|| {
            Failure::other(
                Text::new(format!("没有名为“{plane}”的平面"), format!("There is no plane “{plane}”")),
                Text::new("请重新打开项目", "Open the project again"),
            )
        })?;
        aside(move || {
            let make = || tile(&layer.id, &layer.layer, &grid, z, x, y);
            Ok(recent.get((&grid.id, &layer.id, mapped.state), (z, x, y), make)?.to_vec())
        })
        .await?
        .map_err(|error: TileError| error.into())
    }

    /// What lies at a place.
    ///
    /// # Errors
    /// No project, a baseline that cannot be read.
    pub async fn identify(&self, query: IdentifyQuery) -> Result<Vec<IdentifiedView>, Failure> {
        let mapped = self.mapped().await?;
        let mut layers = mapped.layers.clone();
        if query.layers.iter().any(|layer| layer == FINDINGS) {
            layers.push(self.findings_layer(&mapped).await?);
        }
        Ok(aside(move || identify(&query, &layers)).await??)
    }

    /// How long and how large: the engine's own numbers.
    ///
    /// # Errors
    /// Points that are no places on Earth, or too few.
    pub async fn measure(&self, query: MeasureQuery) -> Result<MeasureView, Failure> {
        aside(move || measure(&query)).await?
    }

    /// The findings with where their ground lies.
    async fn findings_layer(&self, mapped: &Mapped) -> Result<Asked, Failure> {
        let make = || async {
            let (ground, seen) = (self.opened()?.store.findings_ground(), mapped.seen.clone());
            let sketch = aside(move || Sketch::stored(findings(&seen), ground)).await?;
            Ok::<_, Failure>(Asked { id: FINDINGS.to_owned(), role: None, layer: Layer::Sketch(Arc::new(sketch)) })
        };
        mapped.findings.get_or_try_init(make).await.cloned()
    }

    /// The layers as they are now; made when the project has changed since.
    async fn mapped(&self) -> Result<Arc<Mapped>, Failure> {
        let open = self.opened()?;
        let mut mapped = open.mapped.lock().await;
        let seen = open.seen();
        if let Some(known) = mapped.as_ref().filter(|known| Arc::ptr_eq(&known.seen, &seen)) {
            return Ok(known.clone());
        }
        let made = Arc::new(self.map(&open, seen, mapped.as_deref()).await?);
        *mapped = Some(made.clone());
        Ok(made)
    }

    async fn map(&self, open: &Open, seen: Arc<Seen>, before: Option<&Mapped>) -> Result<Mapped, Failure> {
        static STATES: AtomicU64 = AtomicU64::new(1);
        // an exported review has its lines in itself
        let kept = match seen.glance.project {
            Some(_) => Vec::new(),
            None => open.store.recorded().await?.layers.into_iter().collect(),
        };
        let known: Vec<Arc<Baseline>> = before.into_iter().flat_map(|before| baselines_in(&before.layers)).collect();
        let folder = self.places.baselines.clone();
        aside(move || {
            let layers = all(&seen, kept, &known, &folder);
            let boxes = seen.glance.towns.iter().filter_map(|town| town.feature.shape.bounds());
            let extent = layers::whole(boxes).or_else(|| layers::whole(extents(&layers)));
            let meridian = extent.map_or(NOWHERE, |extent| Plane::of(&extent).central_meridian());
            let state = STATES.fetch_add(1, Ordering::Relaxed);
            let findings = tokio::sync::OnceCell::new();
            Mapped { state, planes: Planes::of(meridian, extent), layers, findings, seen }
        })
        .await
    }
}

fn baselines_in(layers: &[Asked]) -> Vec<Arc<Baseline>> {
    let of = |asked: &Asked| match &asked.layer {
        Layer::Baselines(baselines) => baselines.clone(),
        Layer::Sketch(_) => Vec::new(),
    };
    layers.iter().flat_map(of).collect()
}

fn extents(layers: &[Asked]) -> impl Iterator<Item = sanxian_review::data::Bounds> {
    baselines_in(layers).into_iter().filter_map(|baseline| baseline.info().extent)
}

fn all(seen: &Seen, kept: Vec<(LayerKind, Vec<Feature>)>, known: &[Arc<Baseline>], folder: &Path) -> Vec<Asked> {
    let mut layers = Vec::new();
    for kind in LayerKind::ALL.into_iter().filter(|kind| *kind != LayerKind::Towns) {
        let refs = seen.glance.baselines.iter().filter(|one| one.role == kind);
        let open = refs.filter_map(|one| {
            let same = |b: &&Arc<Baseline>| b.info().path == one.place && b.info().hash == one.hash;
            known.iter().find(same).cloned().or_else(|| lines::open_referred(one, folder).ok().map(Arc::new))
        });
        let open: Vec<_> = open.collect();
        if !open.is_empty() {
            layers.push(Asked { id: kind.key().to_owned(), role: Some(kind), layer: Layer::Baselines(open) });
        }
    }
    for (kind, features) in kept {
        let sketch = Sketch::new(features.into_iter().map(patch).collect());
        layers.push(Asked { id: kind.key().to_owned(), role: Some(kind), layer: Layer::Sketch(Arc::new(sketch)) });
    }
    let towns = seen.glance.towns.iter().map(|town| {
        let at = seen.index.towns().binary_search_by(|known| known.id.cmp(&town.feature.id)).ok();
        Sketched::town(town, at.map(|at| seen.standing.towns[at].into()))
    });
    let towns = Layer::Sketch(Arc::new(Sketch::new(towns.collect())));
    layers.push(Asked { id: LayerKind::Towns.key().to_owned(), role: Some(LayerKind::Towns), layer: towns });
    layers
}

fn patch(feature: Feature) -> Sketched {
    Sketched {
        label: feature.id.0.clone(),
        id: feature.id.0,
        tags: Vec::new(),
        attributes: feature.attributes,
        ground: Ground::Here(feature.shape),
    }
}

/// Findings with ground, the worst on top.
fn findings(seen: &Seen) -> Vec<Sketched> {
    let Some(reviewed) = &seen.glance.reviewed else { return Vec::new() };
    let mut order: Vec<usize> = (0..reviewed.review.findings.len()).collect();
    order.sort_by_key(|at| seen.standing.effective[*at]);
    let sketched = order.into_iter().filter_map(|at| {
        let (found, placed) = (&reviewed.review.findings[at], reviewed.placed.get(at).copied().flatten()?);
        let town = seen.index.subject(&seen.index.entries[at]);
        let label = format!("{} {}", town.label, words::rule(found.rule, Lang::Zh));
        Some(Sketched::finding(found, seen.standing.effective[at].into(), label, placed))
    });
    sketched.collect()
}
