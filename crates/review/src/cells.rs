//! Which cells of a fixed net over the Earth some ground may touch: tells in a few steps that a parcel lies far from
//! every town and every line.
//!
//! Only "touches nothing" is an answer; cells say too much rather than too little. The net is the same for everybody, and
//! coarse cells are made of whole fine ones: what touches no coarse cell of all grounds touches no fine cell of some of
//! them. So whoever reads a file may leave out what no town will ask for, and no number depends on whether he did.

use geo::{Coord, LineString};
use serde::{Deserialize, Serialize};

use crate::data::{Bounds, Shape};

/// Cells a degree, as a power of two: 27 m from south to north.
const FINE: u32 = 12;
/// The coarsest: 7 km.
const COARSE: u32 = 4;
/// Cells of a town's window at most, where there is a choice: 128 kB.
const MOST_OF_TOWN: u64 = 1 << 20;
/// Cells of a region at most, where there is a choice: 4 MB.
const MOST_OF_REGION: u64 = 1 << 25;
/// Rows and columns at most that the edges of a shell run through, all edges together; of one with more, as nobody draws,
/// all of its box counts as ground.
const MOST_STEPS: u64 = 1 << 22;
/// How often an edge is halved at most, to be looked at in pieces.
const MOST_HALVINGS: u32 = 16;
/// Edges up to this size (degrees) south of 60° bow by less than the least padding of 1 m …
const SMALL: f64 = 0.01;
/// … which is less than this many degrees there: 1 m / (110,574 m · cos 60°) = 1.81e-5.
const PADDING: f64 = 2e-5;

/// The cells of a window that grounds touch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cells {
    window: Bounds,
    level: u32,
    /// First column and row, counted from far beyond the Earth's south-west.
    first: (u32, u32),
    columns: u32,
    rows: u32,
    /// A bit a cell, row by row.
    touched: Vec<u64>,
}

impl Cells {
    /// No ground yet, around a town: in the finest cells, unless the town is as large as a province.
    #[must_use]
    pub fn of_town(window: &Bounds) -> Self {
        Self::at(window, level(window, MOST_OF_TOWN))
    }

    /// No ground yet, in the windows of all towns together; `None` without one. Cells are no finer than any town's.
    #[must_use]
    pub fn of_region(windows: &[Bounds]) -> Option<Self> {
        let around = windows.iter().copied().reduce(Bounds::with)?;
        let coarsest = windows.iter().map(|window| level(window, MOST_OF_TOWN)).min()?;
        Some(Self::at(&around, coarsest.min(level(&around, MOST_OF_REGION))))
    }

    fn at(window: &Bounds, level: u32) -> Self {
        let (first, last) = (place(window.west, window.south, level), corner(window, level));
        let (columns, rows) = (last.0 - first.0 + 1, last.1 - first.1 + 1);
        let words = (u64::from(columns) * u64::from(rows)).div_ceil(64);
        Self { window: *window, level, first, columns, rows, touched: vec![0; usize::try_from(words).unwrap_or(0)] }
    }

    /// Adds ground: its outline wherever it is, and what its shells wind around; holes count as ground.
    ///
    /// Outside the window a shape may be shortened ([`clip`](crate::clip)): there nothing is added.
    pub fn add(&mut self, shape: &Shape) {
        for shell in shape.shells() {
            let shell = &shell.line();
            if self.steps(shell) > MOST_STEPS {
                self.add_box(shell);
                continue;
            }
            edges(shell).for_each(|(a, b)| self.add_edge(a, b));
            self.fill(shell);
        }
    }

    /// How many rows and columns the edges run through inside the window.
    fn steps(&self, shell: &LineString<f64>) -> u64 {
        let through = |(a, b)| {
            let span = self.span(&around(a, b));
            span.map_or(0, |((west, south), (east, north))| u64::from(east - west) + u64::from(north - south) + 1)
        };
        edges(shell).map(through).sum()
    }

    /// Everything in the box of a shell.
    fn add_box(&mut self, shell: &LineString<f64>) {
        let bounds = shell.0.iter().map(|c| around(*c, *c)).reduce(Bounds::with).map(|bounds| bounds.padded(0.0));
        if let Some(((west, south), (east, north))) = bounds.and_then(|bounds| self.span(&bounds)) {
            (south..=north).for_each(|row| self.mark(row, west, east));
        }
    }

    /// Whether ground that lies in `bounds` may share a point with what was added, inside the window. The box must be
    /// padded for the bow of its edges ([`Bounds::padded`]).
    #[must_use]
    pub fn touches(&self, bounds: &Bounds) -> bool {
        let Some(((west, south), (east, north))) = self.span(bounds) else { return false };
        (south..=north).any(|row| self.any_in_row(row, west, east))
    }

    /// The cells of an edge, straight in any plane.
    fn add_edge(&mut self, a: Coord<f64>, b: Coord<f64>) {
        let whole = around(a, b);
        let size = (whole.east - whole.west).max(whole.north - whole.south);
        let small = size <= SMALL && whole.south >= -60.0 && whole.north <= 60.0;
        let grown = if small { grown(&whole, PADDING, PADDING) } else { whole.padded(0.0) };
        if !grown.touches(&self.window) {
            return;
        }
        self.add_piece((a, b), (grown.east - whole.east, grown.north - whole.north), 0);
    }

    /// Halves an edge until its pieces are no larger than a cell: pieces of a coarser net are made of whole pieces of a
    /// finer one.
    fn add_piece(&mut self, (a, b): (Coord<f64>, Coord<f64>), pad: (f64, f64), halved: u32) {
        let own = around(a, b);
        let piece = grown(&own, pad.0, pad.1);
        if !piece.touches(&self.window) {
            return; // may be a chord of a shortened outline
        }
        let size = (own.east - own.west).max(own.north - own.south) * f64::from(1_u32 << self.level);
        if size > 1.0 && halved < MOST_HALVINGS {
            let middle = Coord { x: a.x.midpoint(b.x), y: a.y.midpoint(b.y) };
            self.add_piece((a, middle), pad, halved + 1);
            self.add_piece((middle, b), pad, halved + 1);
        } else if let Some(((west, south), (east, north))) = self.span(&piece) {
            (south..=north).for_each(|row| self.mark(row, west, east));
        }
    }

    /// The cells whose middles a shell winds around: those that no edge touches lie wholly inside or wholly outside.
    fn fill(&mut self, shell: &LineString<f64>) {
        let mut crossings: Vec<(u32, f64, i32)> = Vec::new();
        for (a, b) in edges(shell) {
            let (south, north) = (place(0.0, a.y.min(b.y), self.level).1, place(0.0, a.y.max(b.y), self.level).1);
            for row in south.max(self.first.1)..=north.min(self.first.1 + self.rows - 1) {
                let y = self.middle_of_row(row);
                if (a.y > y) != (b.y > y) {
                    let x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
                    crossings.push((row, x, if a.y > y { -1 } else { 1 }));
                }
            }
        }
        crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut winding = 0;
        for pair in crossings.windows(2) {
            winding += pair[0].2;
            if pair[0].0 != pair[1].0 {
                winding = 0;
            } else if winding != 0 {
                self.mark_middles(pair[0].0, pair[0].1, pair[1].1);
            }
        }
    }

    /// The cells of a row whose middles lie between two longitudes.
    fn mark_middles(&mut self, row: u32, from: f64, to: f64) {
        let last = self.first.0 + self.columns - 1;
        let column = |x: f64| place(x, 0.0, self.level).0.clamp(self.first.0, last);
        let (mut west, mut east) = (column(from), column(to));
        while west <= east && self.middle_of_column(west) < from {
            west += 1;
        }
        while east >= west && self.middle_of_column(east) > to {
            east -= 1;
        }
        if west <= east {
            self.mark(row, west, east);
        }
    }

    /// Inside the window, for beyond it an outline may be shortened.
    fn middle_of_row(&self, row: u32) -> f64 {
        middle(row, self.level).clamp(self.window.south, self.window.north)
    }

    fn middle_of_column(&self, column: u32) -> f64 {
        middle(column, self.level).clamp(self.window.west, self.window.east)
    }

    /// First and last cell of a box, as far as they are in the window.
    fn span(&self, b: &Bounds) -> Option<((u32, u32), (u32, u32))> {
        let ((west, south), (east, north)) = (place(b.west, b.south, self.level), corner(b, self.level));
        let (west, south) = (west.max(self.first.0), south.max(self.first.1));
        let (east, north) = (east.min(self.first.0 + self.columns - 1), north.min(self.first.1 + self.rows - 1));
        (west <= east && south <= north).then_some(((west, south), (east, north)))
    }

    /// The bits of a row's cells: word, and which of its bits.
    fn words(&self, row: u32, west: u32, east: u32) -> impl Iterator<Item = (usize, u64)> + use<> {
        let at =
            |column: u32| u64::from(row - self.first.1) * u64::from(self.columns) + u64::from(column - self.first.0);
        let (from, to) = (at(west), at(east));
        (from / 64..=to / 64).map(move |word| {
            let low = if word == from / 64 { from % 64 } else { 0 };
            let high = if word == to / 64 { to % 64 } else { 63 };
            (usize::try_from(word).unwrap_or(usize::MAX), (u64::MAX << low) & (u64::MAX >> (63 - high)))
        })
    }

    fn mark(&mut self, row: u32, west: u32, east: u32) {
        for (word, bits) in self.words(row, west, east) {
            if let Some(word) = self.touched.get_mut(word) {
                *word |= bits;
            }
        }
    }

    /// Also where a broken message left too few words.
    fn any_in_row(&self, row: u32, west: u32, east: u32) -> bool {
        self.words(row, west, east).any(|(word, bits)| self.touched.get(word).is_none_or(|word| word & bits != 0))
    }
}

/// The finest level of which a window has no more cells, else the coarsest.
fn level(window: &Bounds, most: u64) -> u32 {
    let cells = |level: u32| {
        let ((west, south), (east, north)) = (place(window.west, window.south, level), corner(window, level));
        (u64::from(east - west) + 1) * (u64::from(north - south) + 1)
    };
    (COARSE..=FINE).rev().find(|level| cells(*level) <= most).unwrap_or(COARSE)
}

/// What is added to degrees so that none is negative.
const OFFSET: f64 = 512.0;

/// Padded boxes of the largest shapes reach far beyond the Earth; their places are taken at its edge.
const MOST_LON: f64 = 190.0;
const MOST_LAT: f64 = 100.0;

/// Column and row of a place. Monotonous, and a coarser cell is that of the finer one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn place(lon: f64, lat: f64, level: u32) -> (u32, u32) {
    let at = |degrees: f64, most: f64| {
        (((degrees.clamp(-most, most) + OFFSET) * f64::from(1_u32 << FINE)) as u32) >> (FINE - level)
    };
    (at(lon, MOST_LON), at(lat, MOST_LAT))
}

/// Column and row of a box's north-east.
fn corner(b: &Bounds, level: u32) -> (u32, u32) {
    place(b.east, b.north, level)
}

/// The middle of a column or row, degrees.
fn middle(number: u32, level: u32) -> f64 {
    (f64::from(number) + 0.5) / f64::from(1_u32 << level) - OFFSET
}

/// The edges of a ring, closed or not.
fn edges(ring: &LineString<f64>) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> + '_ {
    let closing = ring.0.last().copied().zip(ring.0.first().copied());
    ring.0.windows(2).map(|edge| (edge[0], edge[1])).chain(closing.filter(|(a, b)| a != b))
}

fn around(a: Coord<f64>, b: Coord<f64>) -> Bounds {
    Bounds { west: a.x.min(b.x), south: a.y.min(b.y), east: a.x.max(b.x), north: a.y.max(b.y) }
}

fn grown(b: &Bounds, dx: f64, dy: f64) -> Bounds {
    Bounds { west: b.west - dx, south: b.south - dy, east: b.east + dx, north: b.north + dy }
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, Polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::clip::near_window;
    use crate::overlay::intersect;
    use crate::plane::Plane;

    /// A jagged ring around a place, up to `reach` degrees wide.
    fn star(reach: f64) -> impl Strategy<Value = Shape> {
        let radii = prop::collection::vec(0.02..1.0_f64, 5..200);
        ((119.98..120.12_f64, 29.98..30.12_f64), 0.001..reach, radii).prop_map(|((lon, lat), reach, radii)| {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let corner = |(k, r): (usize, &f64)| {
                let angle = std::f64::consts::TAU * k as f64 / radii.len() as f64;
                Coord { x: lon + reach * r * angle.cos(), y: lat + reach * r * angle.sin() }
            };
            let shell: LineString<f64> = radii.iter().enumerate().map(corner).collect();
            Shape::new(MultiPolygon(vec![Polygon::new(shell, Vec::new())])).unwrap()
        })
    }

    fn window() -> impl Strategy<Value = Bounds> {
        (119.98..120.1_f64, 29.98..30.1_f64, 0.005..0.08_f64, 0.005..0.08_f64)
            .prop_map(|(west, south, width, height)| Bounds { west, south, east: west + width, north: south + height })
    }

    fn cells(mut cells: Cells, shapes: &[Shape]) -> Cells {
        shapes.iter().for_each(|shape| cells.add(shape));
        cells
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_touches_no_cell_shares_nothing_in_the_window(
            lines in prop::collection::vec(star(0.5), 1..4),
            window in window(),
            parcels in prop::collection::vec(star(0.004), 20),
        ) {
            let plane = Plane::of(&window);
            let pane = plane.project(&window.to_shape());
            for cells in [cells(Cells::of_town(&window), &lines), cells(Cells::of_region(&[window]).unwrap(), &lines)] {
                for parcel in parcels.iter().filter(|p| !cells.touches(&p.bounds().unwrap().padded(0.0))) {
                    let inside = intersect(&plane.project(parcel), &pane);
                    for line in &lines {
                        prop_assert!(intersect(&inside, &plane.project(line)).is_empty());
                    }
                }
            }
        }

        #[test]
        fn what_touches_nothing_of_the_region_touches_nothing_of_a_shortened_part_of_it(
            lines in prop::collection::vec(star(0.5), 1..6),
            window in window(),
            level in COARSE..=FINE,
            parcels in prop::collection::vec(star(0.004), 40),
        ) {
            let region = Bounds { west: 119.9, south: 29.9, east: 120.3, north: 30.3 };
            let all = cells(Cells::at(&region, level), &lines);
            let near = lines.iter().skip(1).map(|line| near_window(line, &window).unwrap_or_else(|| line.clone()));
            let some = cells(Cells::of_town(&window), &near.collect::<Vec<_>>());
            for parcel in &parcels {
                let bounds = parcel.bounds().unwrap().padded(0.0);
                prop_assert!(all.touches(&bounds) || !some.touches(&bounds));
            }
        }
    }

    #[test]
    fn a_town_as_large_as_the_earth_and_an_outline_that_crosses_every_row_take_little_memory() {
        let earth = Bounds { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
        let window = earth.padded(500.0).padded(0.0);
        assert!(window.east > 10_000.0, "the bow of such edges is not of this world");
        let cells = cells(Cells::of_town(&window), &[earth.to_shape()]);
        assert!(
            cells.touched.len() < 1 << 20 && cells.touches(&Bounds { west: 7.0, south: 7.0, east: 7.1, north: 7.1 })
        );
        let zigzag: LineString<f64> =
            (0..6_000_u32).map(|k| Coord { x: 120.0 + f64::from(k % 7) / 100.0, y: 30.0 + f64::from(k % 2) }).collect();
        let window = Bounds { west: 120.0, south: 30.0, east: 120.1, north: 31.0 };
        let zigzag = Shape::new(MultiPolygon(vec![Polygon::new(zigzag, Vec::new())])).unwrap();
        assert!(self::cells(Cells::of_town(&window), &[zigzag]).touches(&window));
    }

    #[test]
    fn ground_inside_beside_and_half_a_metre_from_a_line_is_told_apart() {
        let line = Bounds { west: 120.0, south: 30.0, east: 120.1, north: 30.1 };
        let window = Bounds { west: 120.05, south: 29.9, east: 120.3, north: 30.2 };
        let cells = cells(Cells::of_town(&window), &[line.to_shape()]);
        let at = |west: f64, south: f64| {
            cells.touches(&Bounds { west, south, east: west + 0.0001, north: south + 0.0001 }.padded(0.0))
        };
        assert!(at(120.07, 30.05), "inside");
        assert!(at(120.100_005, 30.05), "half a metre beside");
        assert!(!at(120.101, 30.05), "a hundred metres beside");
        assert!(!at(120.02, 30.05), "out of the window");
    }
}
