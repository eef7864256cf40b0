//! Outlines whose edges crowd: what no survey draws, and what every overlay looks at pair by pair without end.

use super::outline::Outline;

/// Pairs of edges side by side that are still looked at: some seconds of the overlay engine.
const MOST_PAIRS: u64 = 1 << 32;
/// Fewer edges cannot make more pairs.
const LONG: usize = 92_000;

/// Whether so many edges of a ring lie beside each other that it cannot be measured in reasonable time. Outlines as they
/// are drawn, of any number of vertices, lie far below: there an edge lies beside some tens of others.
pub(super) fn is_crowded(outline: &Outline) -> bool {
    let starts = std::iter::once(0).chain(outline.rings.iter().copied());
    let rings = starts.zip(&outline.rings).filter_map(|(from, to)| outline.points.get(from..*to));
    rings.filter(|ring| ring.len() > LONG).map(pairs).fold(0, u64::saturating_add) > MOST_PAIRS
}

/// How many pairs of edges have boxes in one cell, of cells some edges large.
fn pairs(ring: &[(f64, f64)]) -> u64 {
    const EDGES_A_CELL: f64 = 4.0;
    /// In mean edges. Longer ones take many cells, and are too few to make the pairs that are looked for.
    const LONGEST: f64 = 64.0;
    /// Of more edges every second, every third … stands for the others: their cells take 80 MB at most.
    const MOST_PLACED: usize = 4 << 20;
    let edges = || ring.windows(2).map(|ends| (ends[0], ends[1])).filter(|(a, b)| a != b);
    let length = |(a, b): ((f64, f64), (f64, f64))| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let (count, sum) = edges().fold((0.0, 0.0), |(count, sum), edge| (count + 1.0, sum + length(edge)));
    let mean = sum / count;
    let low = ring.iter().fold(ring[0], |low, p| (low.0.min(p.0), low.1.min(p.1)));
    let stride = edges().count().div_ceil(MOST_PLACED).max(1);
    let short = edges().step_by(stride).filter(|edge| length(*edge) <= mean * LONGEST);
    let mut cells: Vec<(u32, u32)> = short.flat_map(|edge| cells_of(edge, low, mean * EDGES_A_CELL)).collect();
    cells.sort_unstable();
    let together = cells.chunk_by(|one, other| one == other).map(|cell| cell.len() as u64);
    let pairs = together.map(|edges| edges * (edges - 1) / 2).fold(0, u64::saturating_add);
    pairs.saturating_mul((stride * stride) as u64)
}

/// The cells that the box of an edge reaches into, by column and row.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates: the farthest cells are one")]
fn cells_of((a, b): ((f64, f64), (f64, f64)), low: (f64, f64), side: f64) -> impl Iterator<Item = (u32, u32)> {
    let cell = |at: f64, low: f64| ((at - low) / side) as u32;
    let columns = cell(a.0.min(b.0), low.0)..=cell(a.0.max(b.0), low.0);
    let rows = cell(a.1.min(b.1), low.1)..=cell(a.1.max(b.1), low.1);
    columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(ring: Vec<(f64, f64)>) -> Outline {
        Outline { rings: vec![ring.len()], polygons: vec![1], points: ring }
    }

    /// A closed ring around a place, with this radius at each of its vertices.
    fn around(vertices: u32, radius: impl Fn(u32) -> f64) -> Outline {
        let at = |k: u32| {
            let angle = std::f64::consts::TAU * f64::from(k) / f64::from(vertices);
            (120.0 + radius(k) * angle.cos(), 30.0 + radius(k) * angle.sin())
        };
        outline((0..=vertices).map(|k| at(k % vertices)).collect())
    }

    #[test]
    fn teeth_beside_teeth_are_crowded() {
        assert!(is_crowded(&around(400_000, |k| if k % 2 == 0 { 0.02 } else { 0.04 })));
    }

    #[test]
    fn a_long_coast_is_not_nor_one_with_a_far_island_in_the_same_ring() {
        let coast = |k: u32| 0.5 + 0.01 * f64::from(k % 100) / 100.0 + 0.05 * (f64::from(k) / 500.0).sin();
        assert!(!is_crowded(&around(400_000, coast)));
        assert!(!is_crowded(&around(400_000, |k| if k == 7 { 9.0 } else { coast(k) })), "an edge to far away");
    }

    #[test]
    fn one_place_again_and_again_is_but_one_place() {
        assert!(!is_crowded(&outline(vec![(120.0, 30.0); 100_000])));
        assert!(is_crowded(&around(100_000, |k| if k % 2 == 0 { 0.0 } else { 1.0 })), "every edge to the middle");
    }
}
