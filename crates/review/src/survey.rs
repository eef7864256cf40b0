//! Measures one town against the layers: everything that rules judge, computed once.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::blocks::together;
use crate::cancel;
use crate::cells::Cells;
use crate::conflict::{Conflict, conflicts};
use crate::cut::cut;
use crate::data::{Bounds, LayerKind, PackedRing, Shape, Town};
use crate::edge_grid::Standing;
use crate::finding::{FourBounds, Grade, OverlapRow, Partition};
use crate::grade::{Grading, grade};
use crate::ground::Ground;
use crate::layers::{Layers, Patch, box_on};
use crate::measure::{SquareMillimetres, ellipsoidal_area, outline_bow, part_area_m2, rounded_m2};
use crate::nearby::Segments;
use crate::net::{NetPiece, net_area, net_factor};
use crate::overlay::Blade;
use crate::pieces::{Known, Pieces};
use crate::plane::Plane;
use crate::policy::Policy;
use crate::publish::drawn;
use crate::ring::DefectAt;
use crate::shape::PlaneShape;

/// What was measured of one town.
pub struct Survey {
    /// The town.
    pub town: Town,
    /// Box of its vertices, degrees.
    pub bounds: Bounds,
    /// Its ground.
    pub ground: PlaneShape,
    /// Ellipsoidal area.
    pub area: SquareMillimetres,
    /// Defects of the boundary as delivered.
    pub defects: Vec<DefectAt>,
    /// Its ground as it is handed out, drawn when first asked for.
    drawn: OnceLock<Option<Shape>>,
    /// Control lines that were given.
    pub lines: BTreeMap<LayerKind, LineSurvey>,
    /// What of it lies outside the urban boundary, when that was given.
    pub beyond: Option<PlaneShape>,
    /// Farmland of the town less what the patches deduct, when a patch says so.
    pub net_farmland: Option<SquareMillimetres>,
    /// Rows of `overlaps.csv`.
    pub overlaps: Vec<OverlapRow>,
    /// Control lines that cross near the town, within the largest margin that a clause asks for.
    pub conflicts: Vec<Conflict>,
    /// Internal checks that failed: the town must be looked at, what was measured stands.
    pub faults: Vec<String>,
    /// The exclusive partition, when all three lines were given.
    pub partition: Option<Partition>,
}

/// A town against one control line: what of it lies in the red line or farmland, or outside the urban boundary.
pub struct LineSurvey {
    /// Ellipsoidal area of that ground.
    pub area: SquareMillimetres,
    /// How serious its connected pieces are by size and form.
    pub grades: Vec<Grade>,
    /// The ground, as it is handed out.
    pub drawn: Option<Shape>,
}

/// What areas on one ground may miss each other by: the leftover of rounding, 0.1 m², or what the stretches of all the
/// outlines leave open where one shape is cut at a vertex and its neighbour is not (see [`outline_bow`]).
fn leftover_mm2(shapes: &[&PlaneShape]) -> i64 {
    const ROUNDING_MM2: i64 = 100_000;
    shapes.iter().map(|shape| outline_bow(shape).0).fold(0_i64, i64::saturating_add).max(ROUNDING_MM2)
}

impl Survey {
    /// Reads the town's boundary and measures it against every layer.
    ///
    /// # Errors
    /// An internal check that failed, in words: the town's numbers must not be used.
    pub(crate) fn of(town: &Town, layers: &Layers<'_>, policy: &Policy) -> Result<Self, String> {
        let grading = policy.grading();
        let bounds = town.feature.shape.bounds().ok_or("the boundary has no vertices")?;
        let plane = Plane::of(&bounds);
        let reading = plane.read(&town.feature.shape);
        let ground = reading.shape;
        let edges = Segments::of(&ground);
        let mut survey = Self {
            town: town.clone(),
            bounds,
            area: ellipsoidal_area(&ground),
            ground,
            defects: reading.defects,
            drawn: OnceLock::new(),
            lines: BTreeMap::new(),
            beyond: None,
            net_farmland: None,
            overlaps: Vec::new(),
            conflicts: Vec::new(),
            faults: Vec::new(),
            partition: None,
        };
        #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
        let window = bounds.padded(policy.margin().unwrap_or_default().0 as f64 / 1e3);
        let mut near: BTreeMap<LayerKind, Vec<Patch<'_>>> = BTreeMap::new();
        let mut blades: BTreeMap<LayerKind, Blade> = BTreeMap::new();
        let mut covered: BTreeMap<LayerKind, Vec<Arc<Ground>>> = BTreeMap::new();
        let mut cells = Cells::of_town(&window);
        cells.add(&town.feature.shape);
        for kind in [LayerKind::EcoRedline, LayerKind::UrbanBoundary] {
            let Some(patches) = layers.near(kind, plane, &window) else { continue };
            let blocks = layers.blocks(kind, plane, &patches);
            if policy.margin().is_some() {
                patches.iter().for_each(|patch| cells.add(&patch.outline));
                blades.insert(kind, Blade::of(together(plane, &blocks)));
            }
            covered.insert(kind, blocks);
            near.insert(kind, patches);
        }
        // of the many patches of farmland only those that meet the town or another line are read at all; the cells come
        // first, for by them some were left out of the data already
        let may_meet = |low, high| {
            edges.0.standing(low, high) != Standing::Outside || blades.values().any(|blade| blade.may_meet(low, high))
        };
        let wanted = |bounds: &Bounds| {
            cells.touches(bounds) && box_on(plane, bounds).is_none_or(|(low, high)| may_meet(low, high))
        };
        if let Some(patches) = layers.near_where(LayerKind::BasicFarmland, plane, &window, wanted) {
            covered.insert(LayerKind::BasicFarmland, layers.blocks(LayerKind::BasicFarmland, plane, &patches));
            near.insert(LayerKind::BasicFarmland, patches);
        }
        let mut covers: BTreeMap<LayerKind, Blade> = BTreeMap::new();
        for (kind, patches) in &near {
            let meeting = covered[kind].iter().filter(|block| {
                let (low, high) = block.corners;
                edges.0.standing(low, high) != Standing::Outside
            });
            let meeting: Vec<&Arc<Ground>> = meeting.collect();
            let cover = Blade::of(together(plane, meeting.iter().copied()));
            let mut pieces = Pieces::along(&edges, grading, plane);
            if *kind == LayerKind::UrbanBoundary {
                pieces.add_alone(cover.taken_from(&survey.ground));
                survey.beyond = Some(pieces.ground().clone());
            } else {
                survey.cut(&mut pieces, *kind, patches, &meeting, (&edges, grading));
            }
            let line = survey.line(pieces);
            covers.insert(*kind, cover);
            survey.lines.insert(*kind, line);
        }
        if policy.margin().is_some() {
            let (window, town) = (plane.project(&window.to_shape()), (&survey.ground, &edges));
            survey.conflicts = conflicts(&window, town, &covered, &blades, grading);
        }
        survey.overlaps.sort();
        match survey.exclusive_partition(&covers) {
            Ok(partition) => survey.partition = partition,
            Err(fault) => survey.faults.push(fault),
        }
        Ok(survey)
    }

    /// What of the town red line or farmland cover, cut block by block: blocks are made of patches uncut, for pieces that
    /// were cut before lie a grid step beside the edges they were cut along, and uniting them would leave hairlines.
    /// Each patch also becomes a row of its own.
    fn cut(
        &mut self,
        pieces: &mut Pieces<'_>,
        kind: LayerKind,
        patches: &[Patch<'_>],
        blocks: &[&Arc<Ground>],
        (edges, grading): (&Segments, &Grading),
    ) {
        let mut net: Vec<(*const Ground, SquareMillimetres, Option<f64>)> = Vec::new();
        let mut cuts: HashMap<*const Ground, (Cow<'_, PlaneShape>, Option<Known>)> = HashMap::new();
        for patch in patches {
            cancel::look();
            let piece = cut(&self.ground, &edges.0, &patch.ground.shape, patch.ground.corners);
            if piece.is_empty() {
                continue;
            }
            let m2 = match &piece {
                Cow::Borrowed(_) => patch.ground.area_m2(),
                Cow::Owned(piece) => piece.parts.iter().map(|part| part_area_m2(piece.plane, part)).sum(),
            };
            let area = self.within_town(&piece, rounded_m2(m2), || format!("{kind} feature {}", patch.feature.id));
            let at = Arc::as_ptr(&patch.ground);
            if kind == LayerKind::BasicFarmland {
                net.push((at, area, net_factor(patch)));
            }
            let mut known = None;
            if area.0 > 0 {
                let grade = worst(edges, &piece, area, grading);
                known = Some((m2, grade));
                self.overlaps.push(OverlapRow {
                    town: self.town.feature.id.clone(),
                    layer: kind,
                    feature: patch.feature.id.clone(),
                    area,
                    grade,
                    position: patch.feature.position,
                });
            }
            cuts.insert(at, (piece, known));
        }
        let deducts = net.iter().any(|(_, _, factor)| factor.is_some());
        for block in blocks {
            // most patches are blocks of their own, and cut by now
            let at = Arc::as_ptr(block);
            let own = if deducts { cuts.get(&at).cloned() } else { cuts.remove(&at) };
            let (piece, known) =
                own.unwrap_or_else(|| (cut(&self.ground, &edges.0, &block.shape, block.corners), None));
            pieces.add(piece, block, known);
        }
        if deducts {
            let net: Vec<NetPiece<'_>> = net
                .into_iter()
                .map(|(at, area, factor)| NetPiece { ground: &cuts[&at].0, area, factor: factor.unwrap_or(1.0) })
                .collect();
            self.net_farmland = Some(net_area(&net, pieces.ground()));
        }
    }

    fn line(&mut self, pieces: Pieces<'_>) -> LineSurvey {
        let area = self.within_town(pieces.ground(), pieces.area(), || "a control line".to_owned());
        LineSurvey { area, grades: pieces.grades().collect(), drawn: pieces.drawn() }
    }

    /// Its edges, indexed anew: for a thousand towns they would take as much memory as their findings.
    #[must_use]
    pub fn edges(&self) -> Segments {
        Segments::of(&self.ground)
    }

    /// Its ground as it is handed out: many findings may show it.
    pub(crate) fn drawn(&self) -> Option<Shape> {
        self.drawn.get_or_init(|| drawn(&self.ground)).clone()
    }

    /// The area of ground within the town, at most the town's own: an outline cut many times measures a little more.
    /// More than that is an internal fault (guards against an area of "the rest of the Earth").
    fn within_town(
        &mut self,
        ground: &PlaneShape,
        area: SquareMillimetres,
        of: impl Fn() -> String,
    ) -> SquareMillimetres {
        let beyond = || self.area.0.saturating_add(leftover_mm2(&[&self.ground, ground])) < area.0;
        if area.0 < 0 || (area > self.area && beyond()) {
            let (of, area, town) = (of(), area.to_m2_text(), self.area.to_m2_text());
            self.faults.push(format!("the overlap with {of} measures {area} m², the town {town} m²"));
        }
        SquareMillimetres(area.0.clamp(0, self.area.0.max(0)))
    }

    /// Red line; farmland outside it; outside the urban boundary and in neither; the rest. Sums to the area exactly:
    /// the leftover of rounding goes to the largest class (面积调平).
    fn exclusive_partition(&self, covers: &BTreeMap<LayerKind, Blade>) -> Result<Option<Partition>, String> {
        let cover = |kind| covers.get(&kind);
        let (Some(red_cover), Some(farm_cover), Some(urban_cover)) =
            (cover(LayerKind::EcoRedline), cover(LayerKind::BasicFarmland), cover(LayerKind::UrbanBoundary))
        else {
            return Ok(None);
        };
        // each class is cut with the uncut layers: classes that were cut before share edges with the town all along
        let (red, beside_red) = red_cover.split(&self.ground);
        let (farm_only, beside_both) = farm_cover.split(&beside_red);
        let (rest, outside_only) = urban_cover.split(&beside_both);
        let shapes = [&red, &farm_only, &outside_only, &rest];
        let mut classes = shapes.map(|shape| ellipsoidal_area(shape).0);
        let sum = classes.iter().try_fold(0_i64, |sum, class| sum.checked_add(*class)).ok_or("areas overflow")?;
        let leftover = self.area.0 - sum;
        if leftover.abs() >= leftover_mm2(&shapes) {
            return Err(format!("the four classes of the partition miss the town's area by {leftover} mm²"));
        }
        let largest = (0..4).rev().max_by_key(|k| classes[*k]).unwrap_or(3);
        classes[largest] += leftover;
        let [eco_redline, basic_farmland, outside_urban_boundary, compliant] = classes.map(SquareMillimetres);
        Ok(Some(Partition { eco_redline, basic_farmland, outside_urban_boundary, compliant }))
    }

    /// 四至: the outermost vertices, degrees × 1e9.
    #[must_use]
    pub fn four_bounds(&self) -> FourBounds {
        let vertices = || self.town.feature.shape.shells().flat_map(PackedRing::vertices);
        let outermost = |far: &dyn Fn(&geo::Coord<f64>) -> f64| {
            let best = vertices().max_by(|a, b| far(a).total_cmp(&far(b)).then(b.x.total_cmp(&a.x)));
            best.map_or((0, 0), |c| nanodegrees((c.x, c.y)))
        };
        FourBounds {
            east: outermost(&|c| c.x),
            south: outermost(&|c| -c.y),
            west: outermost(&|c| -c.x),
            north: outermost(&|c| c.y),
        }
    }
}

/// The worst grade among the parts of a piece of known area, beside a town with these edges.
fn worst(edges: &Segments, piece: &PlaneShape, area: SquareMillimetres, grading: &Grading) -> Grade {
    if piece.part_count() == 1 {
        return grade(piece, area, edges, grading);
    }
    grades(edges, piece, grading).max().unwrap_or(Grade::Noise)
}

/// Of each connected piece.
fn grades(edges: &Segments, ground: &PlaneShape, grading: &Grading) -> impl Iterator<Item = Grade> {
    ground.split().map(|piece| grade(&piece, ellipsoidal_area(&piece), edges, grading))
}

/// Degrees → whole nanodegrees (0.1 mm).
#[must_use]
pub fn nanodegrees(place: (f64, f64)) -> (i64, i64) {
    (crate::shape::round_to_i64(place.0 * 1e9), crate::shape::round_to_i64(place.1 * 1e9))
}
