//! Farmland less what its patches deduct themselves (扣除系数 KCXS, or 永久基本农田面积 YJJBNTMJ of the patch).

use crate::cut::corners;
use crate::layers::Patch;
use crate::measure::{SquareMillimetres, ellipsoidal_area};
use crate::overlay::{subtract, unite};
use crate::shape::{PlaneShape, round_to_i64};

/// Ground of one patch inside the town, and how much of it counts as farmland.
pub(crate) struct NetPiece<'p> {
    pub ground: &'p PlaneShape,
    pub area: SquareMillimetres,
    /// 0 to 1; 1 where the patch deducts nothing.
    pub factor: f64,
}

/// How much of its ground a patch says to be farmland, 0 to 1; `None` where it says nothing.
pub(crate) fn net_factor(patch: &Patch<'_>) -> Option<f64> {
    let number = |names: &[&str]| patch.feature.attribute(names)?.parse::<f64>().ok().filter(|n| n.is_finite());
    let deducted = number(&["KCXS", "扣除系数"]).filter(|share| (0.0..=1.0).contains(share));
    deducted.map(|share| 1.0 - share).or_else(|| {
        let net_m2 = number(&["YJJBNTMJ", "永久基本农田面积"]).filter(|net| *net > 0.0)?;
        let whole = match patch.is_whole() {
            true => patch.ground.area().0,
            false => ellipsoidal_area(&patch.ground.shape.plane().project(&patch.feature.shape)).0,
        };
        #[expect(clippy::cast_precision_loss, reason = "an area of a patch")]
        let whole_m2 = whole as f64 / 1e6;
        (whole > 0).then_some((net_m2 / whole_m2).min(1.0))
    })
}

/// The net area; ground that several patches cover counts once, by the first of them.
/// `united` is what they cover together.
pub(crate) fn net_area(pieces: &[NetPiece<'_>], united: &PlaneShape) -> SquareMillimetres {
    // pieces that add up to what they cover together share nothing: a mm² is more than outlines on one grid can hide
    let sum_m2: f64 = pieces.iter().map(|piece| piece.ground.planar_area_m2()).sum();
    let disjoint = sum_m2 - united.planar_area_m2() < 1e-6;
    let boxes: Vec<_> = pieces.iter().map(|piece| corners(piece.ground)).collect();
    let meet = |i: usize, j: usize| match (boxes[i], boxes[j]) {
        (Some((a, b)), Some((c, d))) => a.x < d.x && c.x < b.x && a.y < d.y && c.y < b.y,
        _ => false,
    };
    let sum = pieces.iter().enumerate().fold(0_i64, |sum, (i, piece)| {
        let covering = (0..if disjoint { 0 } else { i }).filter(|j| meet(i, *j));
        let before: Vec<&PlaneShape> = covering.map(|j| pieces[j].ground).collect();
        let own = if before.is_empty() {
            piece.area
        } else {
            ellipsoidal_area(&subtract(piece.ground, &unite(piece.ground.plane, before)))
        };
        #[expect(clippy::cast_precision_loss, reason = "an area of a piece")]
        let net = round_to_i64(own.0 as f64 * piece.factor);
        sum.saturating_add(net)
    });
    SquareMillimetres(sum)
}
