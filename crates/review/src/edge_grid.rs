//! The edges of a shape in the cells of a square grid: what comes near a box, and whether a place lies inside.

use crate::shape::{Part, Point};
use crate::simple::is_east;

/// Where a box lies relative to a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No edge of the shape comes into the box, and the box lies in the shape.
    Inside,
    /// No edge of the shape comes into the box, and the box lies out of the shape.
    Outside,
    /// An edge comes into the box: overlay decides.
    Open,
}

/// One directed edge and the ring it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridEdge {
    pub a: Point,
    pub b: Point,
    /// Ring, counted through all parts.
    pub ring: u32,
    /// Position in the ring of `a`.
    pub place: u32,
}

impl GridEdge {
    fn low(&self) -> Point {
        Point::new(self.a.x.min(self.b.x), self.a.y.min(self.b.y))
    }

    fn high(&self) -> Point {
        Point::new(self.a.x.max(self.b.x), self.a.y.max(self.b.y))
    }

    /// Least and greatest coordinates.
    pub fn corners(&self) -> (Point, Point) {
        (self.low(), self.high())
    }

    fn comes_into(&self, low: Point, high: Point) -> bool {
        let (own_low, own_high) = (self.low(), self.high());
        own_low.x <= high.x && low.x <= own_high.x && own_low.y <= high.y && low.y <= own_high.y
    }
}

/// Pairs of edges that are always looked at, and so many more for each edge of a long outline: what a survey draws needs
/// some tens.
const MOST_LOOKS: usize = 1 << 20;
const MOST_LOOKS_AN_EDGE: usize = 256;

/// Edges by cells. Cells are squares of 2^`shift` grid steps, about as many as edges.
#[derive(Debug, Clone)]
pub(crate) struct EdgeGrid {
    pub edges: Vec<GridEdge>,
    low: Point,
    high: Point,
    shift: u32,
    columns: i64,
    rows: i64,
    /// Where each cell's edges begin in `listed`.
    starts: Vec<u32>,
    listed: Vec<u32>,
}

impl EdgeGrid {
    /// All rings of `parts`.
    pub fn of(parts: &[Part]) -> Self {
        Self::of_rings(parts.iter().flatten().map(Vec::as_slice))
    }

    /// All of the rings.
    pub fn of_rings<'r>(rings: impl Iterator<Item = &'r [Point]>) -> Self {
        let mut edges = Vec::new();
        for (number, ring) in (0_u32..).zip(rings) {
            for (place, k) in (0_u32..).zip(0..ring.len()) {
                let b = ring[if k + 1 == ring.len() { 0 } else { k + 1 }];
                edges.push(GridEdge { a: ring[k], b, ring: number, place });
            }
        }
        let first = edges.first().map_or(Point::new(0, 0), |edge| edge.a);
        let (low, high) = edges.iter().fold((first, first), |(low, high), GridEdge { a, .. }| {
            (Point::new(low.x.min(a.x), low.y.min(a.y)), Point::new(high.x.max(a.x), high.y.max(a.y)))
        });
        let mut grid = Self { edges, low, high, shift: 0, columns: 1, rows: 1, starts: Vec::new(), listed: Vec::new() };
        grid.choose_cells();
        grid.fill();
        grid
    }

    /// The smallest cells that neither outnumber the edges by far, nor hold each edge many times.
    fn choose_cells(&mut self) {
        let (width, height) = (self.high.x - self.low.x, self.high.y - self.low.y);
        let most = i64::try_from(self.edges.len()).unwrap_or(i64::MAX).saturating_mul(2).saturating_add(4);
        let widest = 63 - u64::leading_zeros(width.max(height).max(1).unsigned_abs()).min(63);
        for shift in widest.saturating_sub(16)..=widest + 1 {
            (self.shift, self.columns, self.rows) = (shift, (width >> shift) + 1, (height >> shift) + 1);
            if self.columns.saturating_mul(self.rows) > most {
                continue;
            }
            let cells_of = |edge: &GridEdge| {
                let (low, high) = (edge.low(), edge.high());
                let across = ((high.x - self.low.x) >> shift) - ((low.x - self.low.x) >> shift) + 1;
                let along = ((high.y - self.low.y) >> shift) - ((low.y - self.low.y) >> shift) + 1;
                across.saturating_mul(along)
            };
            let entries = self.edges.iter().map(cells_of).fold(0_i64, i64::saturating_add);
            if entries <= most.saturating_mul(4) {
                return;
            }
        }
    }

    fn fill(&mut self) {
        let index = |c: i64| usize::try_from(c).unwrap_or(0);
        let mut starts = vec![0_u32; index(self.columns * self.rows) + 1];
        let each = |edge: &GridEdge, visit: &mut dyn FnMut(usize)| {
            let ((west, south), (east, north)) = (self.cell(edge.low()), self.cell(edge.high()));
            for row in south..=north {
                for column in west..=east {
                    visit(index(row * self.columns + column));
                }
            }
        };
        for edge in &self.edges {
            each(edge, &mut |cell| starts[cell + 1] += 1);
        }
        for k in 1..starts.len() {
            starts[k] += starts[k - 1];
        }
        let mut next = starts.clone();
        let mut listed = vec![0_u32; starts.last().map_or(0, |n| *n as usize)];
        for (k, edge) in (0_u32..).zip(&self.edges) {
            each(edge, &mut |cell| {
                listed[next[cell] as usize] = k;
                next[cell] += 1;
            });
        }
        (self.starts, self.listed) = (starts, listed);
    }

    /// Column and row of a point, held within the grid.
    fn cell(&self, p: Point) -> (i64, i64) {
        let column = (p.x.clamp(self.low.x, self.high.x) - self.low.x) >> self.shift;
        let row = (p.y.clamp(self.low.y, self.high.y) - self.low.y) >> self.shift;
        (column, row)
    }

    fn in_cell(&self, column: i64, row: i64) -> impl Iterator<Item = usize> + '_ {
        let cell = usize::try_from(row * self.columns + column).unwrap_or(0);
        self.listed[self.starts[cell] as usize..self.starts[cell + 1] as usize].iter().map(|k| *k as usize)
    }

    /// Calls `visit` once with every edge whose box shares a point with the box `low`–`high`, until it returns `false`;
    /// returns whether it never did.
    pub fn near(&self, low: Point, high: Point, mut visit: impl FnMut(&GridEdge) -> bool) -> bool {
        if low.x > self.high.x || high.x < self.low.x || low.y > self.high.y || high.y < self.low.y {
            return true;
        }
        let ((west, south), (east, north)) = (self.cell(low), self.cell(high));
        for row in south..=north {
            for column in west..=east {
                for k in self.in_cell(column, row) {
                    let edge = &self.edges[k];
                    // an edge in many cells is told in the first of them
                    let (first_column, first_row) = self.cell(edge.low());
                    if (first_column.max(west), first_row.max(south)) == (column, row)
                        && edge.comes_into(low, high)
                        && !visit(edge)
                    {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Calls `visit` once with every two edges whose boxes share a point, until it returns `false`; returns whether it
    /// never did. Outlines whose edges crowd (millions of vertices, each as near to thousands of edges) are not gone
    /// through pair by pair: then this returns `false` at once.
    pub fn pairs(&self, mut visit: impl FnMut(&GridEdge, &GridEdge) -> bool) -> bool {
        if self.looks() > MOST_LOOKS.max(self.edges.len().saturating_mul(MOST_LOOKS_AN_EDGE)) {
            return false;
        }
        let mut here: Vec<(Point, Point, usize)> = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                here.clear();
                here.extend(self.in_cell(column, row).map(|k| (self.edges[k].low(), self.edges[k].high(), k)));
                for (n, (low, high, one)) in here.iter().enumerate() {
                    for (other_low, other_high, other) in &here[n + 1..] {
                        let common = Point::new(low.x.max(other_low.x), low.y.max(other_low.y));
                        let meet = common.x <= high.x.min(other_high.x) && common.y <= high.y.min(other_high.y);
                        // two edges in many common cells are told in the first of them
                        if meet && self.cell(common) == (column, row) && !visit(&self.edges[*one], &self.edges[*other])
                        {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    /// How many pairs of edges stand in a cell together.
    fn looks(&self) -> usize {
        let in_cells = self.starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize);
        in_cells.map(|edges| edges * edges.saturating_sub(1) / 2).fold(0, usize::saturating_add)
    }

    /// How the box `low`–`high` stands to the shape.
    pub fn standing(&self, low: Point, high: Point) -> Standing {
        if !self.near(low, high, |_| false) {
            return Standing::Open;
        }
        if self.holds(low) { Standing::Inside } else { Standing::Outside }
    }

    /// How often the rings that count wind around a place, counter-clockwise, by a ray to the east; edges are counted
    /// half-open in y.
    pub fn winding(&self, p: Point, counts: impl Fn(u32) -> bool) -> i32 {
        if p.x < self.low.x || p.x > self.high.x || p.y < self.low.y || p.y > self.high.y {
            return 0;
        }
        let (west, row) = self.cell(p);
        let mut winding = 0;
        for column in west..self.columns {
            for k in self.in_cell(column, row) {
                let GridEdge { a, b, ring, .. } = self.edges[k];
                if (a.y > p.y) != (b.y > p.y)
                    && self.cell(self.edges[k].low()).0.max(west) == column
                    && counts(ring)
                    && is_east(p, a, b)
                {
                    winding += if b.y > a.y { 1 } else { -1 };
                }
            }
        }
        winding
    }

    /// Whether the point lies in the shape: rings wind around it an odd number of times.
    pub fn holds(&self, p: Point) -> bool {
        self.winding(p, |_| true) % 2 != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::simple::ring_holds;

    fn point() -> impl Strategy<Value = Point> {
        (-40_i64..40, -40_i64..40).prop_map(|(x, y)| Point::new(x, y))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_grid_tells_what_looking_at_every_edge_tells(
            rings in prop::collection::vec(prop::collection::vec(point(), 3..40), 1..4),
            corners in (point(), point()),
        ) {
            let grid = EdgeGrid::of_rings(rings.iter().map(Vec::as_slice));
            let (a, b) = corners;
            let (low, high) = (Point::new(a.x.min(b.x), a.y.min(b.y)), Point::new(a.x.max(b.x), a.y.max(b.y)));
            let mut found: Vec<(u32, u32)> = Vec::new();
            grid.near(low, high, |edge| { found.push((edge.ring, edge.place)); true });
            found.sort_unstable();
            let all = grid.edges.iter().filter(|edge| edge.comes_into(low, high));
            prop_assert_eq!(found, all.map(|edge| (edge.ring, edge.place)).collect::<Vec<_>>());
            let mut pairs: Vec<[(u32, u32); 2]> = Vec::new();
            grid.pairs(|p, q| {
                let mut pair = [(p.ring, p.place), (q.ring, q.place)];
                pair.sort_unstable();
                pairs.push(pair);
                true
            });
            pairs.sort_unstable();
            let mut all = Vec::new();
            for (k, p) in grid.edges.iter().enumerate() {
                let others = grid.edges[k + 1..].iter().filter(|q| q.comes_into(p.low(), p.high()));
                all.extend(others.map(|q| [(p.ring, p.place), (q.ring, q.place)]));
            }
            prop_assert_eq!(pairs, all);
            let inside = rings.iter().filter(|ring| ring_holds(ring, a)).count() % 2 == 1;
            prop_assert_eq!(grid.holds(a), inside);
        }
    }
}
