//! Outlines of equal cells: one polygon for each group of cells that share sides.

use geo::Coord;

/// Corners of cells, y upwards; the first point is not repeated. Shells run counter-clockwise, holes clockwise.
pub(super) type Outline = Vec<Coord<f64>>;

/// Steps along a straight side after which a point is set all the same: sides of cells are curves in the plane.
const STEPS: usize = 16;

const EAST: usize = 0;
const NORTH: usize = 1;
const WEST: usize = 2;
const SOUTH: usize = 3;

/// Cells of one kind: `width` columns, row after row from the south.
pub(super) struct Cells {
    pub width: usize,
    pub height: usize,
    pub set: Vec<bool>,
}

impl Cells {
    fn is_set(&self, x: isize, y: isize) -> bool {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return false };
        x < self.width && y < self.height && self.set[y * self.width + x]
    }

    /// One polygon a group: its shell, then its holes.
    pub(super) fn polygons(&self) -> Vec<Vec<Outline>> {
        let (groups, count) = self.groups();
        let sides = self.sides();
        let mut open = sides.clone();
        let mut shells: Vec<Option<Outline>> = vec![None; count];
        let mut holes: Vec<Vec<Outline>> = vec![Vec::new(); count];
        let across = self.width + 1;
        for start in 0..sides.len() {
            while let Some(direction) = (0..4).find(|d| open[start] & 1 << d != 0) {
                let (x, y) = (start % across, start / across);
                let cell = match direction {
                    EAST => (x, y),
                    NORTH => (x.wrapping_sub(1), y),
                    WEST => (x.wrapping_sub(1), y.wrapping_sub(1)),
                    _ => (x, y.wrapping_sub(1)),
                };
                let group = groups[cell.1 * self.width + cell.0] as usize - 1;
                let (outline, is_shell) = walk(&sides, &mut open, across, start, direction);
                if is_shell {
                    shells[group] = Some(outline);
                } else {
                    holes[group].push(outline);
                }
            }
        }
        let polygon = |(shell, holes): (Option<Outline>, Vec<Outline>)| Some([vec![shell?], holes].concat());
        shells.into_iter().zip(holes).filter_map(polygon).collect()
    }

    /// The group of each cell, from 1; 0 where none is set. Cells that only touch at a corner are two groups.
    fn groups(&self) -> (Vec<u32>, usize) {
        let mut group = vec![0_u32; self.set.len()];
        let mut count = 0;
        let mut open = Vec::new();
        for start in 0..self.set.len() {
            if !self.set[start] || group[start] != 0 {
                continue;
            }
            count += 1;
            group[start] = count;
            open.push(start);
            while let Some(at) = open.pop() {
                let (x, y) = (at % self.width, at / self.width);
                let mut look = |there: bool, next: usize| {
                    if there && self.set[next] && group[next] == 0 {
                        group[next] = count;
                        open.push(next);
                    }
                };
                look(x > 0, at.wrapping_sub(1));
                look(x + 1 < self.width, at + 1);
                look(y > 0, at.wrapping_sub(self.width));
                look(y + 1 < self.height, at + self.width);
            }
        }
        (group, count as usize)
    }

    /// Directions in which an outline leaves each corner, one bit each; the set cell lies to the left.
    fn sides(&self) -> Vec<u8> {
        let across = self.width + 1;
        let mut sides = vec![0_u8; across * (self.height + 1)];
        for y in 0..self.height {
            for x in 0..self.width {
                if !self.set[y * self.width + x] {
                    continue;
                }
                let (cx, cy) = (x as isize, y as isize);
                let mut side = |free: bool, x: usize, y: usize, direction: usize| {
                    if free {
                        sides[y * across + x] |= 1 << direction;
                    }
                };
                side(!self.is_set(cx, cy - 1), x, y, EAST);
                side(!self.is_set(cx + 1, cy), x + 1, y, NORTH);
                side(!self.is_set(cx, cy + 1), x + 1, y + 1, WEST);
                side(!self.is_set(cx - 1, cy), x, y + 1, SOUTH);
            }
        }
        sides
    }
}

/// Follows one outline and crosses its sides off; tells whether it is a shell.
fn walk(sides: &[u8], open: &mut [u8], across: usize, start: usize, first: usize) -> (Outline, bool) {
    let (mut at, mut direction) = (start, first);
    let mut outline = Vec::new();
    let mut straight = 0;
    let mut doubled = 0_isize;
    loop {
        open[at] &= !(1 << direction);
        let (x, y) = (at % across, at / across);
        if straight % STEPS == 0 {
            outline.push(Coord { x: x as f64, y: y as f64 });
        }
        let (dx, dy): (isize, isize) = [(1, 0), (0, 1), (-1, 0), (0, -1)][direction];
        doubled += x as isize * dy - y as isize * dx;
        at = at.wrapping_add_signed(dx + dy * across as isize);
        // to the left if there is a side, so that cells touching at a corner stay apart, then on, then right
        let next = [1, 0, 3].map(|turn| (direction + turn) % 4).into_iter().find(|d| sides[at] & 1 << d != 0);
        match next {
            Some(next) if (at, next) != (start, first) => {
                straight = if next == direction { straight + 1 } else { 0 };
                direction = next;
            }
            _ => return (outline, doubled > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &[&str]) -> Cells {
        let (width, height) = (rows[0].len(), rows.len());
        // written from the north, kept from the south
        let set = rows.iter().rev().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
        Cells { width, height, set }
    }

    fn area(outline: &[Coord<f64>]) -> f64 {
        let next = outline.iter().cycle().skip(1);
        outline.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
    }

    #[test]
    fn a_ring_of_cells_is_one_shell_with_one_hole() {
        let polygons = cells(&["###", "#.#", "###"]).polygons();
        assert_eq!(polygons.len(), 1);
        let areas: Vec<f64> = polygons[0].iter().map(|outline| area(outline)).collect();
        assert_eq!(areas, [9.0, -1.0]);
        assert_eq!(polygons[0][0].len(), 4, "straight sides have no points between");
    }

    #[test]
    fn cells_that_touch_at_a_corner_are_apart_and_holes_stay_with_their_own_group() {
        let polygons = cells(&["#####", "#.#.#", "##.##", "#.#.#", "#####"]).polygons();
        let mut areas: Vec<Vec<f64>> =
            polygons.iter().map(|outlines| outlines.iter().map(|outline| area(outline)).collect()).collect();
        areas.iter_mut().for_each(|areas| areas.sort_by(f64::total_cmp));
        let total: f64 = areas.iter().flatten().sum();
        assert!((total - 20.0).abs() < 1e-9, "{areas:?}");
        let apart = cells(&["#.", ".#"]).polygons();
        assert_eq!(apart.len(), 2);
        assert!(apart.iter().all(|outlines| outlines.len() == 1 && (area(&outlines[0]) - 1.0).abs() < 1e-9));
    }

    #[test]
    fn any_pattern_gives_back_its_area() {
        let mut seed = 7_u32;
        for _ in 0..200 {
            let set: Vec<bool> = (0..12 * 9)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    seed >> 31 == 1
                })
                .collect();
            let count = set.iter().filter(|set| **set).count();
            let polygons = Cells { width: 12, height: 9, set }.polygons();
            let sum: f64 = polygons.iter().flatten().map(|outline| area(outline)).sum();
            assert!((sum - count as f64).abs() < 1e-9);
            assert!(polygons.iter().all(|outlines| area(&outlines[0]) > 0.0));
            assert!(polygons.iter().all(|outlines| outlines[1..].iter().all(|hole| area(hole) < 0.0)));
        }
    }
}
