//! Polygons on paper: projected, cut to the window, thinned, turned so that holes run against their shells.

use geo::LineString;
use sanxian_review::data::Shape;

use super::view::View;

/// Beyond the window's edge, so that the lines along the cut do not show.
const MARGIN_MM: f64 = 3.0;
/// Vertices nearer than this to the last one are not drawn.
const THIN_MM: f64 = 0.02;

type Ring = Vec<[f64; 2]>;

/// Ground on paper, millimetres from the window's upper left corner. Shells run one way, holes the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ground {
    /// Each a shell with its holes.
    pub polygons: Vec<Vec<Ring>>,
}

impl Ground {
    /// What of a shape lies in the window.
    #[must_use]
    pub fn of(shape: &Shape, view: &View) -> Self {
        let ring = |line: &LineString<f64>, shell| turned(thinned(cut(projected(line, view), view)), shell);
        let whole = shape.polygons();
        let polygons = whole.iter().filter_map(|polygon| {
            let shell = ring(polygon.exterior(), true);
            (shell.len() > 2).then(|| {
                let holes = polygon.interiors().iter().map(|line| ring(line, false)).filter(|hole| hole.len() > 2);
                std::iter::once(shell).chain(holes).collect()
            })
        });
        Self { polygons: polygons.collect() }
    }

    /// Whether nothing of it can be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.polygons.extend(other.polygons);
    }

    /// Least x, least y, greatest x, greatest y.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let points = self.polygons.iter().flatten().flatten();
        points.fold(None, |known, [x, y]| {
            let [a, b, c, d] = known.unwrap_or([*x, *y, *x, *y]);
            Some([x.min(a), y.min(b), x.max(c), y.max(d)])
        })
    }

    /// The box of each part: left, top, right, bottom.
    pub fn parts(&self) -> impl Iterator<Item = [f64; 4]> + '_ {
        self.polygons.iter().filter_map(|rings| {
            rings.first()?.iter().fold(None, |known: Option<[f64; 4]>, [x, y]| {
                let [a, b, c, d] = known.unwrap_or([*x, *y, *x, *y]);
                Some([x.min(a), y.min(b), x.max(c), y.max(d)])
            })
        })
    }

    /// Whether an edge of it runs through the window, and not only around it.
    #[must_use]
    pub fn crosses(&self, view: &View) -> bool {
        let window = [0.0, 0.0, view.width, view.height];
        self.polygons.iter().flatten().any(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).any(|(a, b)| stretch(*a, [b[0] - a[0], b[1] - a[1]], window, [0.0, 1.0]).is_some())
        })
    }

    /// As the `d` of a path, hundredths of a millimetre.
    #[must_use]
    pub fn path(&self) -> String {
        use std::fmt::Write;
        let mut out = String::new();
        for ring in self.polygons.iter().flatten() {
            for (at, [x, y]) in ring.iter().enumerate() {
                let command = if at == 0 { 'M' } else { 'L' };
                let _ = write!(out, "{command}{} {}", number(*x), number(*y));
            }
            out.push('Z');
        }
        out
    }
}

/// Hundredths, as short as they can be written.
pub(super) fn number(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn projected(line: &LineString<f64>, view: &View) -> Ring {
    let points = line.0.len().saturating_sub(1); // the last repeats the first
    line.0.iter().take(points.max(1)).map(|c| view.place(c.x, c.y)).collect()
}

/// Cuts a ring to the window, side by side (Sutherland and Hodgman).
fn cut(ring: Ring, view: &View) -> Ring {
    let (low, right, lower) = (-MARGIN_MM, view.width + MARGIN_MM, view.height + MARGIN_MM);
    let inside = |ring: &Ring| ring.iter().all(|[x, y]| (low..=right).contains(x) && (low..=lower).contains(y));
    if inside(&ring) {
        return ring;
    }
    let sides = [(0, low, 1.0), (0, right, -1.0), (1, low, 1.0), (1, lower, -1.0)];
    sides.into_iter().fold(ring, |ring, (axis, at, sign)| {
        let depth = |p: &[f64; 2]| (p[axis] - at) * sign;
        let mut kept = Ring::with_capacity(ring.len() + 4);
        for (index, here) in ring.iter().enumerate() {
            let before = &ring[(index + ring.len() - 1) % ring.len()];
            let (was, is) = (depth(before), depth(here));
            if (was >= 0.0) != (is >= 0.0) {
                let share = was / (was - is);
                let mut crossing = [0, 1].map(|k| before[k] + (here[k] - before[k]) * share);
                crossing[axis] = at;
                kept.push(crossing);
            }
            if is >= 0.0 {
                kept.push(*here);
            }
        }
        kept
    })
}

/// Without vertices that no print shows: nearer to their neighbour, or to the line between the kept ones around them
/// (Douglas and Peucker), than [`THIN_MM`].
fn thinned(ring: Ring) -> Ring {
    let mut apart = Ring::with_capacity(ring.len());
    for point in ring {
        let near = |last: &[f64; 2]| (last[0] - point[0]).abs() < THIN_MM && (last[1] - point[1]).abs() < THIN_MM;
        if !apart.last().is_some_and(near) {
            apart.push(point);
        }
    }
    // the vertex farthest from the first splits the ring in two lines
    let from_first = |at: usize| (apart[at][0] - apart[0][0]).hypot(apart[at][1] - apart[0][1]);
    let Some(far) = (1..apart.len()).max_by(|a, b| from_first(*a).total_cmp(&from_first(*b))) else { return apart };
    let mut kept = vec![false; apart.len() + 1];
    (kept[0], kept[far]) = (true, true);
    let mut open = vec![(0, far), (far, apart.len())];
    while let Some((from, to)) = open.pop() {
        let (a, b) = (apart[from], apart[to % apart.len()]);
        let beside = |at: usize| distance(apart[at], a, b);
        let Some(most) = (from + 1..to).max_by(|a, b| beside(*a).total_cmp(&beside(*b))) else { continue };
        if beside(most) >= THIN_MM {
            kept[most] = true;
            open.extend([(from, most), (most, to)]);
        }
    }
    // ground that is thinner than a line still shows as one
    if kept.iter().filter(|kept| **kept).count() < 3 {
        return apart;
    }
    apart.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| point).collect()
}

/// Of a point from a stretch.
fn distance(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let length = along[0].hypot(along[1]);
    let share =
        if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length.powi(2)).clamp(0.0, 1.0) } else { 0.0 };
    (to[0] - along[0] * share).hypot(to[1] - along[1] * share)
}

fn turned(mut ring: Ring, shell: bool) -> Ring {
    if (signed_area(&ring) > 0.0) != shell {
        ring.reverse();
    }
    ring
}

fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// Places inside the parts of a ground where something may stand, the roomiest part first: (place, area of the part).
/// A part of less than `least` mm² has none, except the first of all.
#[must_use]
pub fn anchors(ground: &Ground, least: f64) -> Vec<([f64; 2], f64)> {
    let mut found: Vec<_> = ground
        .polygons
        .iter()
        .filter_map(|rings| {
            let area: f64 = rings.iter().map(|ring| signed_area(ring)).sum();
            Some((roomiest(rings)?, area))
        })
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let first = found.len().min(1);
    found.into_iter().enumerate().filter(|(at, (_, area))| *at < first || *area >= least).map(|(_, one)| one).collect()
}

/// More places inside, the roomiest first.
#[must_use]
pub fn spots(ground: &Ground) -> Vec<[f64; 2]> {
    let mut all: Vec<_> = ground.polygons.iter().flat_map(|rings| rooms(rings)).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.truncate(60);
    // beside the middles where something else may stand
    let ways = [0.0, -0.5, 0.5];
    ways.into_iter().flat_map(|way| all.iter().map(move |([x, y], room)| [x + way * room, *y])).collect()
}

/// The middle of the stretch inside that is farthest from the edge.
fn roomiest(rings: &[Ring]) -> Option<[f64; 2]> {
    let first = |best: Option<([f64; 2], f64)>, next: ([f64; 2], f64)| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    };
    rooms(rings).into_iter().fold(None, first).map(|(at, _)| at)
}

/// Middles of stretches inside, on a few lines across, with their distance from the edge, roughly.
fn rooms(rings: &[Ring]) -> Vec<([f64; 2], f64)> {
    const LINES: u32 = 15;
    let Some(shell) = rings.first() else { return Vec::new() };
    let (top, bottom) = shell.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p[1]), b.max(p[1])));
    let mut found = Vec::new();
    for line in 0..LINES {
        let y = top + (bottom - top) * (f64::from(line) + 0.5) / f64::from(LINES);
        let mut crossings: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, y)).collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let room = ((pair[1] - pair[0]) / 2.0).min((y - top).min(bottom - y) * 1.5);
            found.push(([f64::midpoint(pair[0], pair[1]), y], room));
        }
    }
    found
}

/// The stretch inside a box of `start + t·along`, t within some bounds (Liang and Barsky).
pub(super) fn stretch(
    start: [f64; 2],
    along: [f64; 2],
    [left, top, right, bottom]: [f64; 4],
    [mut from, mut to]: [f64; 2],
) -> Option<[[f64; 2]; 2]> {
    for (axis, low, high) in [(0, left, right), (1, top, bottom)] {
        if along[axis].abs() < 1e-9 {
            if !(low..=high).contains(&start[axis]) {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - start[axis]) / along[axis], (high - start[axis]) / along[axis]);
        (from, to) = (from.max(a.min(b)), to.min(a.max(b)));
    }
    (from < to).then(|| [from, to].map(|t| [start[0] + along[0] * t, start[1] + along[1] * t]))
}

fn crossings(ring: &[[f64; 2]], y: f64) -> Vec<f64> {
    let next = ring.iter().cycle().skip(1);
    let crossing = |(a, b): (&[f64; 2], &[f64; 2])| {
        ((a[1] > y) != (b[1] > y)).then(|| a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]))
    };
    ring.iter().zip(next).filter_map(crossing).collect()
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};
    use sanxian_review::plane::Plane;

    use super::*;

    fn view() -> View {
        let plane = Plane::with_central_meridian(120);
        let (x, y) = plane.forward(120.0, 30.0);
        View { plane, scale: 10_000.0, west: x, north: y, width: 100.0, height: 100.0 }
    }

    fn square(size: f64) -> Shape {
        let view = view();
        let corner = |x: f64, y: f64| view.degrees([x, y]);
        let ring =
            [(0.5, 0.5), (0.5, 0.5 + size), (0.5 + size, 0.5 + size), (0.5 + size, 0.5)].map(|(x, y)| corner(x, y));
        let [a, b, c, d] = ring;
        Shape::new(MultiPolygon(vec![polygon![a.into(), b.into(), c.into(), d.into()]])).expect("on Earth")
    }

    #[test]
    fn ground_inside_the_window_keeps_its_corners() {
        let bounds = Ground::of(&square(50.0), &view()).bounds().expect("ground").map(number);
        assert_eq!(bounds, [0.5, 0.5, 50.5, 50.5]);
    }

    #[test]
    fn ground_beyond_the_window_is_not_in_the_picture() {
        let bounds = Ground::of(&square(500_000.0), &view()).bounds().expect("ground").map(number);
        assert_eq!(bounds, [0.5, 0.5, 103.0, 103.0]);
        let far = View { west: view().west - 90_000.0, ..view() };
        assert!(Ground::of(&square(50.0), &far).is_empty());
    }

    #[test]
    fn a_vertex_that_no_print_shows_is_left_out() {
        let [a, b, c, d] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        let ring = vec![a, [5.0, 0.015], [5.01, 0.0], b, [10.019, 5.0], c, [9.0, 10.03], d];
        assert_eq!(thinned(ring), [a, b, c, [9.0, 10.03], d]);
        let thin = vec![a, [10.0, 0.0], [10.0, 0.01], [5.0, 0.01]];
        assert!(thinned(thin).len() > 2, "it would not show at all");
        assert_eq!(thinned(vec![a]), [a]);
        assert_eq!(thinned(Ring::new()), Ring::new());
    }

    #[test]
    fn an_anchor_lies_inside_its_part() {
        let ground = Ground::of(&square(50.0), &view());
        let found = anchors(&ground, 10.0);
        let [([x, y], area)] = found[..] else { panic!("{found:?}") };
        assert!((10.0..41.0).contains(&x) && (10.0..41.0).contains(&y), "at the edge: {x} {y}");
        assert!((area - 2500.0).abs() < 0.1, "{area}");
    }
}
