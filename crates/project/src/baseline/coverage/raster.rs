//! Exact coverage of cells by one feature: signed areas to the left of its edges, swept row by row.

use geo::Coord;
use sanxian_review::data::Shape;

use crate::store::winding::doubled_area;

/// Cells that one feature's outline may touch before it is taken at a coarser level: 160 MB.
const MOST: usize = 8 << 20;
/// Cells around one feature that are kept in rows, without sorting.
const FEW: usize = 4096;

/// One cell that an edge passes.
#[derive(Debug, Clone, Copy)]
struct Touched {
    row: i32,
    column: i32,
    /// Height of the edges in this cell, signed.
    height: f32,
    /// The same times their mean distance from the cell's west side.
    area: f32,
}

/// Gathers the outline of one feature, in cells.
#[derive(Debug, Default)]
pub(super) struct Raster {
    /// By row, then column, once the outline is complete.
    touched: Vec<Touched>,
    /// Most features are small: their cells lie in rows here before they go to `touched`.
    rows: Rows,
    /// Vertices of the rings one after the other, in cells.
    vertices: Vec<Coord<f64>>,
    /// Where each ring ends in `vertices`, and whether it is a shell.
    ends: Vec<(usize, bool)>,
}

/// All cells around a small feature.
#[derive(Debug, Default)]
struct Rows {
    /// South-western cell: column, row.
    first: (i32, i32),
    /// Cells a row; 0 while not in use.
    width: usize,
    /// Height and area of each, as in [`Touched`].
    cells: Vec<(f32, f32)>,
}

/// The outline touches more cells than memory should hold.
#[derive(Debug)]
pub(super) struct TooFine;

impl Raster {
    /// Takes the outline of a shape; `to_cell` turns degrees into cells.
    ///
    /// Shells count up and holes down, whichever way they were drawn.
    pub(super) fn outline(&mut self, shape: &Shape, to_cell: impl Fn(Coord<f64>) -> Coord<f64>) -> Result<(), TooFine> {
        self.touched.clear();
        self.vertices.clear();
        self.ends.clear();
        for ring in shape.rings() {
            self.vertices.extend(ring.vertices().map(&to_cell));
            self.ends.push((self.vertices.len(), ring.is_shell));
        }
        self.rows.around(&self.vertices);
        let (vertices, ends) = (std::mem::take(&mut self.vertices), std::mem::take(&mut self.ends));
        let mut start = 0;
        let done = ends.iter().try_for_each(|&(end, is_shell)| {
            let ring = &vertices[start..end];
            start = end;
            self.ring(ring, if (doubled_area(ring) < 0.0) == is_shell { -1.0 } else { 1.0 })
        });
        (self.vertices, self.ends) = (vertices, ends);
        done?;
        if self.rows.width == 0 {
            self.merge();
        } else {
            self.rows.tell(&mut self.touched);
        }
        Ok(())
    }

    fn ring(&mut self, vertices: &[Coord<f64>], sign: f64) -> Result<(), TooFine> {
        for edge in vertices.windows(2) {
            self.edge(edge[0], edge[1], sign);
            if self.touched.len() > MOST {
                self.merge();
                if self.touched.len() > MOST / 2 {
                    return Err(TooFine);
                }
            }
        }
        Ok(())
    }

    /// Tells every covered run: row, first column, one past the last, share from 0 to 1.
    pub(super) fn sweep(&self, mut tell: impl FnMut(i32, i32, i32, f32)) {
        for row in self.touched.chunk_by(|a, b| a.row == b.row) {
            let mut height = 0.0_f32;
            let mut next = row[0].column;
            for cell in row {
                // rounding leaves a trace beyond the last edge, far below any class
                if cell.column > next && height.abs() > 1e-3 {
                    tell(cell.row, next, cell.column, height.abs().min(1.0));
                }
                tell(cell.row, cell.column, cell.column + 1, (height + cell.height - cell.area).abs().min(1.0));
                height += cell.height;
                next = cell.column + 1;
            }
        }
    }

    /// Sorts and adds up what was noted for the same cell.
    fn merge(&mut self) {
        self.touched.sort_unstable_by_key(|cell| (cell.row, cell.column));
        self.touched.dedup_by(|next, kept| {
            let same = (next.row, next.column) == (kept.row, kept.column);
            if same {
                kept.height += next.height;
                kept.area += next.area;
            }
            same
        });
    }

    fn edge(&mut self, from: Coord<f64>, to: Coord<f64>, sign: f64) {
        if from.y == to.y {
            return;
        }
        let (low, high, sign) = if from.y < to.y { (from, to, sign) } else { (to, from, -sign) };
        let slope = (high.x - low.x) / (high.y - low.y);
        let Coord { mut x, mut y } = low;
        let cut = high.y as i32;
        let last = if f64::from(cut) == high.y { cut - 1 } else { cut };
        for row in y as i32..=last {
            let top = f64::from(row + 1).min(high.y);
            let end = if row == last { high.x } else { low.x + (top - low.y) * slope };
            self.row(row, (x, end), (top - y) * sign);
            (x, y) = (end, top);
        }
    }

    /// A stretch within one row from `x.0` to `x.1`, of this signed height.
    fn row(&mut self, row: i32, x: (f64, f64), height: f64) {
        let (west, east) = if x.0 <= x.1 { x } else { (x.1, x.0) };
        // Cells are counted from 180° west and south, so that cutting off is rounding down (`floor` is a call).
        let (first, last) = (f64::from(west as i32), f64::from(east as i32));
        let mut note = |column: f64, height: f64, mean: f64| {
            let (column, height, area) = (column as i32, height as f32, (height * mean) as f32);
            if self.rows.width == 0 {
                self.touched.push(Touched { row, column, height, area });
            } else {
                self.rows.add(row, column, height, area);
            }
        };
        if first == last {
            note(first, height, (west + east) / 2.0 - first);
            return;
        }
        let per_cell = height / (east - west);
        let (mut column, mut at) = (first, west);
        while column <= last {
            let until = (column + 1.0).min(east);
            note(column, (until - at) * per_cell, (at + until) / 2.0 - column);
            (column, at) = (column + 1.0, until);
        }
    }
}

impl Rows {
    /// Makes ready for a feature with these vertices; stays out of use when it is not small.
    fn around(&mut self, vertices: &[Coord<f64>]) {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for &Coord { x, y } in vertices {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        self.width = 0;
        self.cells.clear();
        let (width, height) = (high.0.floor() - low.0.floor() + 1.0, high.1.floor() - low.1.floor() + 1.0);
        if width >= 1.0 && height >= 1.0 && width * height <= FEW as f64 {
            self.first = (low.0.floor() as i32, low.1.floor() as i32);
            self.width = width as usize;
            self.cells.resize(self.width * height as usize, (0.0, 0.0));
        }
    }

    fn add(&mut self, row: i32, column: i32, height: f32, area: f32) {
        let at = (row - self.first.1) as usize * self.width + (column - self.first.0) as usize;
        if let Some(cell) = self.cells.get_mut(at) {
            cell.0 += height;
            cell.1 += area;
        }
    }

    fn tell(&self, touched: &mut Vec<Touched>) {
        for (row, cells) in (self.first.1..).zip(self.cells.chunks_exact(self.width)) {
            for (column, &(height, area)) in (self.first.0..).zip(cells) {
                if height != 0.0 || area != 0.0 {
                    touched.push(Touched { row, column, height, area });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, LineString, MultiPolygon, Polygon};

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    fn covered(polygon: Polygon<f64>) -> Vec<((i32, i32), f32)> {
        let mut raster = Raster::default();
        raster.outline(&Shape::new(MultiPolygon(vec![polygon])).unwrap(), |c| c).unwrap();
        let mut cells = Vec::new();
        raster.sweep(|row, from, to, share| cells.extend((from..to).map(|column| ((row, column), share))));
        cells.retain(|(_, share)| *share > 1e-4);
        cells
    }

    #[test]
    fn a_square_covers_its_cells_by_their_share() {
        let square = Polygon::new(ring(&[(0.5, 0.5), (2.5, 0.5), (2.5, 1.5), (0.5, 1.5), (0.5, 0.5)]), vec![]);
        let expected = [((0, 0), 0.25), ((0, 1), 0.5), ((0, 2), 0.25), ((1, 0), 0.25), ((1, 1), 0.5), ((1, 2), 0.25)];
        assert_eq!(covered(square), expected);
    }

    #[test]
    fn the_shares_add_up_to_the_area_whichever_way_rings_run() {
        let shell = ring(&[(1.3, 0.2), (9.7, 3.1), (8.2, 9.9), (4.1, 5.5), (0.3, 8.8), (1.3, 0.2)]);
        let hole = ring(&[(3.0, 2.0), (5.0, 3.0), (4.0, 4.0), (3.0, 2.0)]);
        let turned = |line: &LineString<f64>| LineString(line.0.iter().rev().copied().collect());
        let area = Polygon::new(shell.clone(), vec![hole.clone()]).unsigned_area();
        for polygon in [
            Polygon::new(shell.clone(), vec![hole.clone()]),
            Polygon::new(turned(&shell), vec![hole.clone()]),
            Polygon::new(shell.clone(), vec![turned(&hole)]),
        ] {
            let sum: f64 = covered(polygon).iter().map(|(_, share)| f64::from(*share)).sum();
            assert!((sum - area).abs() < 1e-3, "{sum} {area}");
        }
    }
}
