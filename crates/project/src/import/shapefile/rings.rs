//! Which ring is a shell and which a hole: by winding, and by what lies in what.

use crate::import::nesting::{Span, side};
use crate::import::outline::{Outline, twice_signed_area};

type Point = (f64, f64);

/// Puts the rings of one record into `outline` as polygons, each shell before its holes.
///
/// A ring in no other is a shell, whichever way it winds (shells should wind clockwise; files exist that do not).
/// A ring in another one is its hole, or an island in that hole, when it winds the other way round; when it winds the
/// same way it is one more part of the same sort, and overlaps it.
pub(crate) fn arrange(rings: &[&[Point]], outline: &mut Outline) {
    outline.clear();
    if let [ring] = rings {
        add(outline, ring);
        outline.end_polygon();
        return;
    }
    let areas: Vec<f64> = rings.iter().map(|ring| twice_signed_area(ring)).collect();
    let boxes: Vec<_> = rings.iter().map(|ring| Span::of(ring)).collect();
    let mut by_size: Vec<usize> = (0..rings.len()).collect();
    by_size.sort_by(|a, b| areas[*b].abs().total_cmp(&areas[*a].abs()).then(a.cmp(b)));
    // Whose hole each ring is; `None` is a shell.
    let mut hole_of: Vec<Option<usize>> = vec![None; rings.len()];
    for (rank, &ring) in by_size.iter().enumerate() {
        let around = by_size[..rank].iter().rev(); // the smallest first
        let parent = around.copied().find(|&o| boxes[o].holds(&boxes[ring]) && lies_in(rings[ring], rings[o]));
        hole_of[ring] = parent.and_then(|parent| {
            let same_way = (areas[ring] > 0.0) == (areas[parent] > 0.0);
            match hole_of[parent] {
                shell_of_parent if same_way => shell_of_parent,
                None => Some(parent),
                Some(_) => None,
            }
        });
    }
    let mut holes: Vec<Vec<usize>> = vec![Vec::new(); rings.len()];
    for (ring, shell) in hole_of.iter().enumerate() {
        shell.iter().for_each(|shell| holes[*shell].push(ring));
    }
    for shell in (0..rings.len()).filter(|ring| hole_of[*ring].is_none()) {
        add(outline, rings[shell]);
        holes[shell].iter().for_each(|hole| add(outline, rings[*hole]));
        outline.end_polygon();
    }
}

fn add(outline: &mut Outline, ring: &[Point]) {
    outline.points.extend_from_slice(ring);
    outline.end_ring();
}

/// Whether `inner` lies in `outer`: its first vertex that is not on the boundary decides.
fn lies_in(inner: &[Point], outer: &[Point]) -> bool {
    inner.iter().find_map(|point| side(*point, outer)).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64) -> Vec<Point> {
        vec![(x, y), (x, y + size), (x + size, y + size), (x + size, y), (x, y)] // clockwise
    }

    fn reversed(ring: &[Point]) -> Vec<Point> {
        ring.iter().rev().copied().collect()
    }

    fn arranged(rings: &[Vec<Point>]) -> Vec<Vec<Vec<Point>>> {
        let mut outline = Outline::default();
        let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
        arrange(&rings, &mut outline);
        outline.to_lists()
    }

    #[test]
    fn a_hole_goes_to_the_shell_around_it() {
        let (left, right) = (square(0., 0., 10.), square(20., 0., 10.));
        let hole = reversed(&square(22., 2., 3.));
        let rings = [left.clone(), hole.clone(), right.clone()];
        assert_eq!(arranged(&rings), [vec![left], vec![right, hole]]);
    }

    #[test]
    fn an_island_in_a_lake_holds_its_own_pond() {
        let (land, lake) = (square(0., 0., 10.), reversed(&square(1., 1., 8.)));
        let (island, pond) = (square(3., 3., 4.), reversed(&square(4., 4., 1.)));
        let rings = [land.clone(), lake.clone(), island.clone(), pond.clone()];
        assert_eq!(arranged(&rings), [vec![land, lake], vec![island, pond]]);
    }

    #[test]
    fn a_shell_wound_the_wrong_way_is_still_a_shell() {
        let (shell, hole) = (reversed(&square(0., 0., 10.)), square(2., 2., 3.));
        let other = reversed(&square(20., 0., 10.));
        let rings = [shell.clone(), hole.clone(), other.clone()];
        assert_eq!(arranged(&rings), [vec![shell, hole], vec![other]]);
    }

    #[test]
    fn parts_that_wind_alike_are_parts_even_where_one_lies_in_another() {
        let rings = [square(0., 0., 10.), square(2., 2., 3.), square(0., 0., 10.)];
        assert_eq!(arranged(&rings).len(), 3);
    }

    #[test]
    fn a_hole_that_touches_its_shell_in_a_point_is_a_hole() {
        let shell = square(0., 0., 10.);
        let hole = vec![(0., 0.), (4., 1.), (1., 4.), (0., 0.)];
        assert!(twice_signed_area(&hole) > 0.0);
        assert_eq!(arranged(&[shell.clone(), hole.clone()]), [vec![shell, hole]]);
    }
}
