//! What lies in what: rings inside rings.

use super::outline::Outline;

type Point = (f64, f64);

/// The box of a ring.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    min: Point,
    max: Point,
}

impl Span {
    pub(crate) fn of(ring: &[Point]) -> Self {
        let none = Self { min: (f64::MAX, f64::MAX), max: (f64::MIN, f64::MIN) };
        ring.iter().fold(none, |b, &(x, y)| Self {
            min: (b.min.0.min(x), b.min.1.min(y)),
            max: (b.max.0.max(x), b.max.1.max(y)),
        })
    }

    pub(crate) fn holds(&self, inner: &Self) -> bool {
        self.min.0 <= inner.min.0 && self.min.1 <= inner.min.1 && self.max.0 >= inner.max.0 && self.max.1 >= inner.max.1
    }
}

/// Inside, outside, or (`None`) on the boundary of a closed ring.
pub(crate) fn side((x, y): Point, ring: &[Point]) -> Option<bool> {
    let mut inside = false;
    for pair in ring.windows(2) {
        let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
        let within = |a: f64, b: f64, v: f64| a.min(b) <= v && v <= a.max(b);
        let turn = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
        if turn == 0.0 && within(x1, x2, x) && within(y1, y2, y) {
            return None;
        }
        if (y1 > y) != (y2 > y) && (turn > 0.0) == (y2 > y1) {
            inside = !inside;
        }
    }
    Some(inside)
}

/// Puts closed rings into `outline` as polygons by containment alone, whatever their order, number or winding: a ring
/// in no other is a shell, one in a shell its hole, one in a hole a shell again.
///
/// A ring lies in another when no vertex of it is outside and at least one is inside: doubled rings and rings that
/// cross are parts that overlap, not holes.
pub(crate) fn by_containment(rings: &[&[Point]], outline: &mut Outline) {
    outline.clear();
    let spans: Vec<Span> = rings.iter().map(|ring| Span::of(ring)).collect();
    let inside = |inner: usize, outer: usize| {
        inner != outer && spans[outer].holds(&spans[inner]) && lies_in(rings[inner], rings[outer])
    };
    let around: Vec<Vec<usize>> =
        (0..rings.len()).map(|ring| (0..rings.len()).filter(|other| inside(ring, *other)).collect()).collect();
    let is_hole = |ring: usize| around[ring].len() % 2 == 1;
    let mut holes: Vec<Vec<usize>> = vec![Vec::new(); rings.len()];
    for hole in (0..rings.len()).filter(|ring| is_hole(*ring)) {
        // The innermost shell around it is the one with the most rings around itself.
        let shell = around[hole].iter().filter(|ring| !is_hole(**ring)).max_by_key(|ring| around[**ring].len());
        if let Some(shell) = shell {
            holes[*shell].push(hole);
        }
    }
    for shell in (0..rings.len()).filter(|ring| !is_hole(*ring)) {
        for ring in std::iter::once(&shell).chain(&holes[shell]) {
            outline.points.extend_from_slice(rings[*ring]);
            outline.end_ring();
        }
        outline.end_polygon();
    }
}

fn lies_in(inner: &[Point], outer: &[Point]) -> bool {
    let mut some = false;
    inner.iter().all(|point| match side(*point, outer) {
        Some(inside) => {
            some |= inside;
            inside
        }
        None => true,
    }) && some
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64) -> Vec<Point> {
        vec![(x, y), (x, y + size), (x + size, y + size), (x + size, y), (x, y)]
    }

    fn arranged(rings: &[Vec<Point>]) -> Vec<Vec<Vec<Point>>> {
        let mut outline = Outline::default();
        let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
        by_containment(&rings, &mut outline);
        outline.to_lists()
    }

    #[test]
    fn five_parts_one_of_them_with_a_hole() {
        let parts: Vec<_> = (0..5).map(|n| square(f64::from(n) * 20.0, 0., 10.)).collect();
        let hole = square(42., 2., 3.); // wound like the shells
        let rings = [&parts[..3], std::slice::from_ref(&hole), &parts[3..]].concat();
        let expected: Vec<Vec<_>> = parts
            .iter()
            .enumerate()
            .map(|(n, part)| if n == 2 { vec![part.clone(), hole.clone()] } else { vec![part.clone()] })
            .collect();
        assert_eq!(arranged(&rings), expected);
    }

    #[test]
    fn an_island_in_a_hole_is_a_part() {
        let (land, lake, island) = (square(0., 0., 10.), square(1., 1., 8.), square(3., 3., 4.));
        let rings = [island.clone(), lake.clone(), land.clone()];
        assert_eq!(arranged(&rings), [vec![island], vec![land, lake]]);
    }

    #[test]
    fn doubled_and_crossing_rings_are_parts() {
        let rings = [square(0., 0., 10.), square(0., 0., 10.), square(5., 5., 10.)];
        assert_eq!(arranged(&rings).len(), 3);
    }

    #[test]
    fn a_hole_that_touches_its_shell_is_a_hole() {
        let shell = square(0., 0., 10.);
        let hole = vec![(0., 0.), (4., 1.), (1., 4.), (0., 0.)];
        assert_eq!(arranged(&[shell.clone(), hole.clone()]), [vec![shell, hole]]);
    }
}
