//! Polylines with their arcs as points.

use dxf::entities::EntityType;

/// Metres between an arc and its chords.
const SAGITTA: f64 = 0.001;
/// Chords of one arc.
const MOST_CHORDS: f64 = 2_000.0;

/// A polyline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The first is repeated at the end when it is closed.
    pub points: Vec<(f64, f64)>,
    pub closed: bool,
    /// How many of its stretches were arcs.
    pub arcs: u64,
}

/// The polyline of an entity, if it is one.
pub(super) fn of_entity(entity: &EntityType) -> Option<Line> {
    match entity {
        EntityType::LwPolyline(line) => {
            let mirrored = line.extrusion_direction.z < 0.0;
            let vertices: Vec<_> = line.vertices.iter().map(|v| (v.x, v.y, v.bulge)).collect();
            Some(of_vertices(&vertices, line.is_closed(), mirrored))
        }
        EntityType::Polyline(line) if !line.is_3d_polygon_mesh() && !line.is_polyface_mesh() => {
            let flat = !line.is_3d_polyline();
            let vertices: Vec<_> =
                line.vertices().map(|v| (v.location.x, v.location.y, if flat { v.bulge } else { 0.0 })).collect();
            Some(of_vertices(&vertices, line.is_closed(), flat && line.normal.z < 0.0))
        }
        _ => None,
    }
}

/// From vertices, each with the bulge of the stretch behind it. In a mirrored plane x runs westwards.
fn of_vertices(vertices: &[(f64, f64, f64)], flagged: bool, mirrored: bool) -> Line {
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(vertices.len() + 1);
    let ends_meet = vertices.len() > 3
        && vertices.first().zip(vertices.last()).is_some_and(|(first, last)| (first.0, first.1) == (last.0, last.1));
    let closed = (flagged && vertices.len() > 1) || ends_meet;
    let next = |index: usize| vertices.get(index + 1).or_else(|| vertices.first().filter(|_| closed));
    let mut arcs = 0;
    for (index, &(x, y, bulge)) in vertices.iter().enumerate() {
        points.push((x, y));
        if let Some(&(x2, y2, _)) = next(index).filter(|_| bulge != 0.0 && bulge.is_finite()) {
            arcs += u64::from((x, y) != (x2, y2));
            arc((x, y), (x2, y2), bulge, &mut points);
        }
    }
    if closed && points.first() != points.last() {
        points.extend(points.first().copied());
    }
    if mirrored {
        points.iter_mut().for_each(|point| point.0 = -point.0);
    }
    Line { points, closed, arcs }
}

/// Points between the ends of an arc; the bulge is the tangent of a quarter of its angle, positive when it turns left.
fn arc(from: (f64, f64), to: (f64, f64), bulge: f64, into: &mut Vec<(f64, f64)>) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let chord = dx.hypot(dy);
    let angle = 4.0 * bulge.atan();
    let radius = chord / (2.0 * (angle / 2.0).sin().abs());
    if !(chord > 0.0 && radius.is_finite()) {
        return;
    }
    let step = 2.0 * (1.0 - (SAGITTA / radius).min(1.0)).acos();
    let chords = (angle.abs() / step.max(1e-9)).ceil().clamp(1.0, MOST_CHORDS);
    // The centre lies on the left of the chord for a small left turn.
    let height = chord / 2.0 / (angle / 2.0).tan();
    let centre = ((from.0 + to.0) / 2.0 - dy / chord * height, (from.1 + to.1) / 2.0 + dx / chord * height);
    let start = (from.1 - centre.1).atan2(from.0 - centre.0);
    for k in 1..chords as u32 {
        let at = start + angle * f64::from(k) / chords;
        into.push((centre.0 + radius * at.cos(), centre.1 + radius * at.sin()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::outline::twice_signed_area;

    #[test]
    fn two_half_circles_are_a_circle() {
        let line = of_vertices(&[(500_100.0, 3e6, 1.0), (500_300.0, 3e6, 1.0)], true, false);
        let area = twice_signed_area(&line.points) / 2.0;
        assert!((area - std::f64::consts::PI * 1e4).abs() < 1.0, "{area}");
        assert_eq!((line.arcs, line.closed), (2, true));
        let other = of_vertices(&[(500_100.0, 3e6, -1.0), (500_300.0, 3e6, -1.0)], true, false);
        assert!(twice_signed_area(&other.points) < 0.0);
        let mirrored = of_vertices(&[(-500_100.0, 3e6, 0.), (-500_300.0, 3e6, 0.), (-500_300.0, 4e6, 0.)], true, true);
        assert_eq!(mirrored.points[0], (500_100.0, 3e6));
    }

    #[test]
    fn a_shallow_bulge_bows_to_the_right_of_a_left_turn() {
        let line = of_vertices(&[(0., 0., 0.1), (100., 0., 0.), (100., 100., 0.), (0., 100., 0.)], true, false);
        let lowest = line.points.iter().map(|p| p.1).fold(0.0, f64::min);
        assert!((lowest + 5.0).abs() < 0.01, "{lowest}"); // bulge × half the chord
    }

    #[test]
    fn ends_that_meet_close_a_polyline_without_the_flag() {
        let square = [(0., 0., 0.), (1., 0., 0.), (1., 1., 0.), (0., 0., 0.)];
        assert!(of_vertices(&square, false, false).closed);
        assert!(!of_vertices(&square[..3], false, false).closed);
        assert_eq!(of_vertices(&square[..3], true, false).points.len(), 4);
    }
}
