//! The layers of the open project, as the panel and the map list them.

use std::path::Path;

use sanxian_review::data::{Bounds, LayerKind};

use super::lines;
use super::open::{Seen, count};
use crate::lang::{Lang, Text};
use crate::source::SourceInfo;
use crate::view::{LayerView, SourceView};
use crate::words;

/// From the lowest to the highest: areas below, what is looked for on top.
const ORDER: [LayerKind; 13] = [
    LayerKind::Counties,
    LayerKind::Townships,
    LayerKind::LandUse,
    LayerKind::FunctionalZones,
    LayerKind::EcoUnits,
    LayerKind::UrbanBoundary,
    LayerKind::DevelopmentZones,
    LayerKind::BasicFarmland,
    LayerKind::EcoRedline,
    LayerKind::Hazards,
    LayerKind::Heritage,
    LayerKind::EarlierTowns,
    LayerKind::Towns,
];

/// All layers that hold something, then the findings once there are any.
pub(super) fn of(seen: &Seen, folder: &Path) -> Vec<LayerView> {
    let mut layers: Vec<LayerView> = ORDER
        .into_iter()
        .filter_map(|kind| if kind == LayerKind::Towns { towns(seen) } else { line(kind, seen, folder) })
        .collect();
    if let Some(reviewed) = &seen.glance.reviewed {
        let placed = reviewed.placed.iter().flatten().map(|placed| placed.bounds);
        layers.push(LayerView {
            id: "findings".to_owned(),
            role: None,
            name: Text::new("审查结果", "Findings"),
            features: count(placed.clone().count()),
            extent: whole(placed).map(lines::corners),
            sources: Vec::new(),
            baselines: Vec::new(),
        });
    }
    layers
}

fn towns(seen: &Seen) -> Option<LayerView> {
    let glance = &seen.glance;
    let sources: Vec<SourceView> =
        glance.sources.iter().filter(|one| one.role == LayerKind::Towns).map(source).collect();
    if glance.towns.is_empty() && sources.is_empty() {
        return None;
    }
    let boxes = glance.towns.iter().filter_map(|town| town.feature.shape.bounds());
    Some(LayerView {
        id: LayerKind::Towns.key().to_owned(),
        role: Some(LayerKind::Towns.into()),
        name: name(LayerKind::Towns),
        features: count(glance.towns.len()),
        extent: whole(boxes).map(lines::corners),
        sources,
        baselines: Vec::new(),
    })
}

/// A control line, the counties or an optional layer: what its baselines hold. An exported review has only the patches near its towns.
fn line(kind: LayerKind, seen: &Seen, folder: &Path) -> Option<LayerView> {
    let glance = &seen.glance;
    let refs: Vec<_> = glance.baselines.iter().filter(|one| one.role == kind).collect();
    let kept = glance.layers.get(&kind).filter(|_| glance.project.is_none());
    if refs.is_empty() && kept.is_none() {
        return None;
    }
    let (mut sources, mut baselines, mut boxes) = (Vec::new(), Vec::new(), Vec::new());
    let mut features = kept.copied().unwrap_or_default();
    for one in refs {
        features = features.saturating_add(one.features);
        match lines::open_referred(one, folder) {
            Ok(baseline) => {
                let info = baseline.info();
                sources.push(source(&info.source));
                boxes.extend(info.extent);
                baselines.push(lines::view(info, true));
            }
            Err(failure) => baselines.push(lines::view_of_ref(one, failure)),
        }
    }
    if kept.is_some() {
        sources.extend(glance.sources.iter().filter(|one| one.role == kind).map(source));
    }
    Some(LayerView {
        id: kind.key().to_owned(),
        role: Some(kind.into()),
        name: name(kind),
        features: u32::try_from(features).unwrap_or(u32::MAX),
        extent: whole(boxes.into_iter()).map(lines::corners),
        sources,
        baselines,
    })
}

fn name(kind: LayerKind) -> Text {
    let en = words::layer(kind, Lang::En);
    let en = en.strip_prefix("the ").unwrap_or(en);
    let mut letters = en.chars();
    let capital: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    Text::new(words::layer(kind, Lang::Zh), capital)
}

/// One box around all.
pub(super) fn whole(boxes: impl Iterator<Item = Bounds>) -> Option<Bounds> {
    boxes.reduce(|a, b| Bounds {
        west: a.west.min(b.west),
        south: a.south.min(b.south),
        east: a.east.max(b.east),
        north: a.north.max(b.north),
    })
}

/// As the window shows an input file.
fn source(info: &SourceInfo) -> SourceView {
    SourceView {
        file: info.file.clone(),
        format: words::format(&info.format),
        crs: info.crs.name.clone(),
        crs_reason: Text::new(info.crs.reason_zh.clone(), info.crs.reason_en.clone()),
        encoding: info.encoding.clone(),
        features: u32::try_from(info.features).unwrap_or(u32::MAX),
        sha256: info.parts.first().map(|part| part.sha256.clone()).unwrap_or_default(),
    }
}
