//! Fast projection and area by local series: over a cell of a few kilometres the projection is a polynomial to far below
//! a nanometre, so a vertex costs some thirty multiplications instead of a dozen calls of sine and logarithm.
//!
//! A cell belongs to a fixed net over the Earth, never to a shape: the same vertex gives the same point whoever asks, in
//! whatever order and on whatever thread, so that boundaries that were delivered equal stay equal. The plain functions
//! of [`plane`](crate::plane) and [`measure`](crate::measure) fill the cells and are what the tests compare with; beyond
//! the range of the cells they answer themselves.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::measure::strip_m2;
use crate::plane::Plane;
use crate::shape::{Point, STEPS_PER_METRE, metres, point};

/// Degree of the series, and nodes along each side of a cell.
const DEGREE: usize = 4;
const NODES: usize = DEGREE + 1;
/// Terms uⁱvʲ with i + j ≤ 4.
const TERMS: usize = NODES * (NODES + 1) / 2;
/// Cells kept a thread and a kind: 0.4 MB.
const KEPT: usize = 1 << 10;

/// Cells of 1/32° (about 3.5 km): at 60° of latitude the first term left out is 2·10⁻¹¹ m.
const CELLS_PER_DEGREE: f64 = 32.0;
/// Beyond these the series converge too slowly: degrees of latitude, degrees off the central meridian.
const MOST_LATITUDE: f64 = 60.0;
const MOST_OFF_MERIDIAN: f64 = 4.0;
/// Cells of the plane, metres, and how far they reach east or west and north or south: within the range above.
const CELL_M: f64 = 4_096.0;
const MOST_EAST_M: f64 = 400_000.0;
const MOST_NORTH_M: f64 = 6_600_000.0;

/// Two functions of a place in a cell, each by its series in (u, v) ∈ [−1, 1]².
struct Pair {
    key: Key,
    /// Middle of the cell and 1 / half its side.
    middle: (f64, f64),
    inverse_half: f64,
    /// Coefficients of both functions, in the order of [`at`](Self::at).
    terms: [[f64; 2]; TERMS],
    /// What the functions are measured from.
    origin: Origin,
}

#[derive(Clone, Copy)]
struct Origin {
    point: Point,
    /// Radians in equal-area cells, else degrees.
    longitude: f64,
    latitude: f64,
}

/// A row a power or a term, a column a power or a node.
type Square = [[f64; NODES]; NODES];

/// Tₙ in powers of u, by Tₙ₊₁ = 2u·Tₙ − Tₙ₋₁; and the share of the k-th node's value in the coefficient of Tₙ.
static CHEBYSHEV: LazyLock<(Square, Square)> = LazyLock::new(|| {
    let mut powers = [[0.0; NODES]; NODES];
    powers[0][0] = 1.0;
    powers[1][1] = 1.0;
    for n in 2..NODES {
        for power in 0..NODES {
            let raised = if power > 0 { 2.0 * powers[n - 1][power - 1] } else { 0.0 };
            powers[n][power] = raised - powers[n - 2][power];
        }
    }
    let weight = |n: usize| if n == 0 { 1.0 } else { 2.0 } / count(NODES);
    let shares = std::array::from_fn(|n| std::array::from_fn(|k| (count(n) * angle(k)).cos() * weight(n)));
    (powers, shares)
});

#[expect(clippy::cast_precision_loss, reason = "at most six")]
fn count(n: usize) -> f64 {
    n as f64
}

/// The k-th Chebyshev node is the cosine of this.
fn angle(k: usize) -> f64 {
    std::f64::consts::PI * (2.0 * count(k) + 1.0) / (2.0 * count(NODES))
}

impl Pair {
    fn fit(key: Key, side: f64, origin: Origin, of: impl Fn(f64, f64) -> [f64; 2]) -> Self {
        let half = side / 2.0;
        let middle = ((f64::from(key.1) + 0.5) * side, (f64::from(key.2) + 0.5) * side);
        let (powers, shares) = &*CHEBYSHEV;
        let mut coefficients = [[[0.0; 2]; NODES]; NODES];
        for i in 0..NODES {
            for k in 0..NODES {
                let value = of(middle.0 + half * angle(i).cos(), middle.1 + half * angle(k).cos());
                // terms of higher degree are left out here, where they are nothing but the rounding of `of`: in powers
                // of u and v it would grow a hundredfold
                for (n, row) in coefficients.iter_mut().enumerate() {
                    for (m, sum) in row[..NODES - n].iter_mut().enumerate() {
                        sum[0] += shares[n][i] * shares[m][k] * value[0];
                        sum[1] += shares[n][i] * shares[m][k] * value[1];
                    }
                }
            }
        }
        let mut terms = [[0.0; 2]; TERMS];
        let mut place = 0;
        for i in (0..NODES).rev() {
            for j in (0..NODES - i).rev() {
                for (n, row) in coefficients.iter().enumerate().skip(i) {
                    for (m, c) in row.iter().enumerate().skip(j) {
                        let share = powers[n][i] * powers[m][j];
                        terms[place][0] += share * c[0];
                        terms[place][1] += share * c[1];
                    }
                }
                place += 1;
            }
        }
        Self { key, middle, inverse_half: 1.0 / half, terms, origin }
    }

    /// Both functions at a place of the cell, by Horner's rule.
    #[inline(always)]
    fn at(&self, x: f64, y: f64) -> [f64; 2] {
        let (u, v) = ((x - self.middle.0) * self.inverse_half, (y - self.middle.1) * self.inverse_half);
        let mut place = 0;
        let (mut first, mut second) = (0.0, 0.0);
        for i in (0..NODES).rev() {
            let (mut a, mut b) = (0.0, 0.0);
            for _ in 0..NODES - i {
                let [s, t] = self.terms[place];
                (a, b) = (a * v + s, b * v + t);
                place += 1;
            }
            (first, second) = (first * u + a, second * u + b);
        }
        [first, second]
    }
}

/// Which kind of cell, and its place in the net, eastwards and northwards.
type Key = (u8, i32, i32);

/// No cell's key.
const NOWHERE: Key = (u8::MAX, 0, 0);

/// Cells by a number made of their key; a newcomer takes the place of who was there.
struct Cells(Vec<Option<Box<Pair>>>);

impl Cells {
    fn get(&mut self, key: Key, make: impl FnOnce() -> Pair) -> &Pair {
        #[expect(clippy::cast_sign_loss, reason = "a number to spread keys by")]
        let place = (key.1 as u32).wrapping_mul(31).wrapping_add(key.2 as u32).wrapping_add(u32::from(key.0)) as usize;
        let slot = &mut self.0[place % KEPT];
        if slot.as_ref().is_none_or(|cell| cell.key != key) {
            *slot = Some(Box::new(make()));
        }
        slot.as_ref().expect("just put")
    }
}

thread_local! {
    static FORWARD: RefCell<Cells> = RefCell::new(Cells((0..KEPT).map(|_| None).collect()));
    static INVERSE: RefCell<Cells> = RefCell::new(Cells((0..KEPT).map(|_| None).collect()));
    static AREAL: RefCell<Cells> = RefCell::new(Cells((0..KEPT).map(|_| None).collect()));
}

#[expect(clippy::cast_possible_truncation, reason = "a small number of cells")]
fn cell(x: f64) -> i32 {
    let towards_zero = x as i32; // `floor` is a call where the processor may be an old one
    towards_zero - i32::from(f64::from(towards_zero) > x)
}

/// Metres → grid steps, for a distance within a cell.
#[expect(clippy::cast_possible_truncation, reason = "kilometres are 2⁴² steps")]
#[inline]
fn steps(metres: f64) -> i64 {
    // half away from zero, as `point` does, without its care for the far side of the Earth
    let scaled = metres * STEPS_PER_METRE;
    (scaled + 0.5_f64.copysign(scaled)) as i64
}

/// Projects vertices in degrees (longitude, latitude) to the grid of `plane`, in order.
pub(crate) fn forward(plane: Plane, vertices: impl Iterator<Item = (f64, f64)>, mut to: impl FnMut(Point)) {
    let meridian = f64::from(plane.central_meridian());
    FORWARD.with_borrow_mut(|cells| {
        for (lon, lat) in vertices {
            let east = lon - meridian;
            if !(east.abs() <= MOST_OFF_MERIDIAN && lat.abs() <= MOST_LATITUDE) {
                let (x, y) = plane.forward(lon, lat);
                to(point(x, y));
                continue;
            }
            let key = (0, cell(east * CELLS_PER_DEGREE), cell(lat * CELLS_PER_DEGREE));
            let cell = cells.get(key, || forward_cell(key));
            let [x, y] = cell.at(east, lat);
            let Point { x: x0, y: y0 } = cell.origin.point;
            to(Point::new(x0 + steps(x), y0 + steps(y)));
        }
    });
}

fn forward_cell(key: Key) -> Pair {
    let plane = Plane::with_central_meridian(0); // all planes are alike, counted from their meridian
    let side = 1.0 / CELLS_PER_DEGREE;
    let (x, y) = plane.forward((f64::from(key.1) + 0.5) * side, (f64::from(key.2) + 0.5) * side);
    let origin = Origin { point: point(x, y), longitude: 0.0, latitude: 0.0 };
    let (x0, y0) = (metres(origin.point.x), metres(origin.point.y));
    Pair::fit(key, side, origin, |lon, lat| {
        let (x, y) = plane.forward(lon, lat);
        [x - x0, y - y0]
    })
}

/// Places of a plane in the equal-area coordinates in which the survey formula is a sum of trapezoids: longitude in
/// radians, and m² between two parallels for each radian. Counted from the cell of the first place asked for.
pub(crate) struct EqualArea<'c> {
    cells: &'c mut Cells,
    from: Option<Origin>,
    /// The cell asked last, and how far its middle lies from the first one's.
    last: (Key, (f64, f64)),
}

impl EqualArea<'_> {
    /// Calls `work` with the coordinates of what lies in a box, metres; `None` beyond the range of the cells.
    pub fn within<T>(low: (f64, f64), high: (f64, f64), work: impl FnOnce(&mut EqualArea<'_>) -> T) -> Option<T> {
        let near = |(x, y): (f64, f64)| x.abs() <= MOST_EAST_M && y.abs() <= MOST_NORTH_M;
        (near(low) && near(high)).then(|| {
            AREAL.with_borrow_mut(|cells| work(&mut EqualArea { cells, from: None, last: (NOWHERE, (0.0, 0.0)) }))
        })
    }

    /// A place, metres → (radians, m² a radian).
    #[inline]
    pub fn at(&mut self, x: f64, y: f64) -> (f64, f64) {
        let key = (1, cell(x * (1.0 / CELL_M)), cell(y * (1.0 / CELL_M)));
        let cell = self.cells.get(key, || equal_area_cell(key));
        let [l, s] = cell.at(x, y);
        if self.last.0 != key {
            let (from, to) = (*self.from.get_or_insert(cell.origin), cell.origin);
            self.last = (key, (to.longitude - from.longitude, strip_m2(from.latitude, to.latitude)));
        }
        let (l0, s0) = self.last.1;
        (l + l0, s + s0)
    }
}

/// Places of `plane`, metres → degrees (longitude, latitude), in order.
pub(crate) fn inverse(plane: Plane, places: impl Iterator<Item = (f64, f64)>, mut to: impl FnMut(f64, f64)) {
    let meridian = f64::from(plane.central_meridian());
    INVERSE.with_borrow_mut(|cells| {
        for (x, y) in places {
            if !(x.abs() <= MOST_EAST_M && y.abs() <= MOST_NORTH_M) {
                let (lon, lat) = plane.inverse(x, y);
                to(lon, lat);
                continue;
            }
            let key = (2, cell(x * (1.0 / CELL_M)), cell(y * (1.0 / CELL_M)));
            let cell = cells.get(key, || inverse_cell(key));
            let [l, b] = cell.at(x, y);
            to(meridian + (cell.origin.longitude + l), cell.origin.latitude + b);
        }
    });
}

fn inverse_cell(key: Key) -> Pair {
    let plane = Plane::with_central_meridian(0);
    let (longitude, latitude) = plane.inverse((f64::from(key.1) + 0.5) * CELL_M, (f64::from(key.2) + 0.5) * CELL_M);
    let origin = Origin { point: Point::new(0, 0), longitude, latitude };
    Pair::fit(key, CELL_M, origin, |x, y| {
        let (lon, lat) = plane.inverse(x, y);
        [lon - longitude, lat - latitude]
    })
}

fn equal_area_cell(key: Key) -> Pair {
    let plane = Plane::with_central_meridian(0);
    let of = |x: f64, y: f64| {
        let (lon, lat) = plane.inverse(x, y);
        (lon.to_radians(), lat.to_radians())
    };
    let (longitude, latitude) = of((f64::from(key.1) + 0.5) * CELL_M, (f64::from(key.2) + 0.5) * CELL_M);
    let origin = Origin { point: Point::new(0, 0), longitude, latitude };
    Pair::fit(key, CELL_M, origin, |x, y| {
        let (lon, lat) = of(x, y);
        [lon - longitude, strip_m2(latitude, lat)]
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Metres. The worst of 6,000,000 places were 4.7 nm forwards, 4.8 nm back and 6.7 nm between two places: at a northing
    /// of 7,000 km a double is good to 0.9 nm, and both the series and the plain function round several times.
    const NANOMETRES: f64 = 1e-8;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_series_project_to_within_nanometres(off in -4.5..4.5_f64, lat in -65.0..65.0_f64) {
            let plane = Plane::with_central_meridian(120);
            let mut got = None;
            forward(plane, std::iter::once((120.0 + off, lat)), |p| got = Some(p));
            let got = got.unwrap();
            let (x, y) = plane.forward(120.0 + off, lat);
            let (dx, dy) = (metres(got.x) - x, metres(got.y) - y);
            prop_assert!(dx.hypot(dy) < NANOMETRES, "{dx} {dy}");
        }

        #[test]
        fn the_series_return_to_degrees_to_within_nanometres(
            x in -450_000.0..450_000.0_f64,
            y in -7_000_000.0..7_000_000.0_f64,
        ) {
            let plane = Plane::with_central_meridian(120);
            let mut got = None;
            inverse(plane, std::iter::once((x, y)), |lon, lat| got = Some((lon, lat)));
            let ((lon, lat), plain) = (got.unwrap(), plane.inverse(x, y));
            let (east, north) = ((lon - plain.0) * 111e3 * lat.to_radians().cos(), (lat - plain.1) * 111e3);
            prop_assert!(east.hypot(north) < NANOMETRES, "{east} {north}");
        }

        #[test]
        fn the_series_give_equal_area_coordinates_to_within_nanometres(
            x in -400_000.0..400_000.0_f64,
            y in -6_600_000.0..6_600_000.0_f64,
            step in (-9_000.0..9_000.0_f64, -9_000.0..9_000.0_f64),
        ) {
            let plane = Plane::with_central_meridian(0);
            let (x2, y2) = (x + step.0, y + step.1);
            let Some((from, to)) = EqualArea::within((x, y), (x2, y2), |chart| (chart.at(x, y), chart.at(x2, y2))) else {
                return Ok(());
            };
            let radians = |x, y| {
                let (lon, lat): (f64, f64) = plane.inverse(x, y);
                (lon.to_radians(), lat.to_radians())
            };
            let (a, b) = (radians(x, y), radians(x2, y2));
            let radius = crate::plane::SEMI_MAJOR_M * b.1.cos();
            let east_m = ((to.0 - from.0) - (b.0 - a.0)) * radius;
            let north_m = ((to.1 - from.1) - strip_m2(a.1, b.1)) / radius;
            prop_assert!(east_m.hypot(north_m) < NANOMETRES, "{east_m} {north_m}");
        }
    }
}
