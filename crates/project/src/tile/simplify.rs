//! Takes out points that nobody would miss at this scale.

use geo::Coord;

/// What a line may be off, units: three eighths of a pixel.
const TOLERANCE: f64 = 3.0;
/// Longer rings are left as they are: they have been thinned to a quarter of a pixel, and looking at each point
/// against each other would take too long.
const LONGEST: usize = 50_000;

/// The ring (first point not repeated) by Douglas and Peucker, from its first point and the one farthest from it.
pub(super) fn simplified(ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    if ring.len() < 5 || ring.len() > LONGEST {
        return ring.to_vec();
    }
    let from_first = |c: &Coord<f64>| (c.x - ring[0].x).powi(2) + (c.y - ring[0].y).powi(2);
    let farthest = (1..ring.len()).max_by(|a, b| from_first(&ring[*a]).total_cmp(&from_first(&ring[*b]))).unwrap_or(1);
    let mut keep = vec![false; ring.len()];
    (keep[0], keep[farthest]) = (true, true);
    let mut open = vec![(0, farthest), (farthest, ring.len())];
    while let Some((from, to)) = open.pop() {
        let (a, b) = (ring[from], ring[to % ring.len()]);
        let mut worst = (TOLERANCE * TOLERANCE, None);
        for (k, c) in ring.iter().enumerate().take(to).skip(from + 1) {
            let off = squared_distance(*c, a, b);
            if off > worst.0 {
                worst = (off, Some(k));
            }
        }
        if let Some(k) = worst.1 {
            keep[k] = true;
            open.extend([(from, k), (k, to)]);
        }
    }
    ring.iter().zip(keep).filter_map(|(c, keep)| keep.then_some(*c)).collect()
}

/// Of a point from a stretch, squared.
fn squared_distance(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (p.x - a.x - t * dx).powi(2) + (p.y - a.y - t * dy).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_stay_and_small_bends_go() {
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
        let mut ring = Vec::new();
        for (k, (x, y)) in corners.iter().enumerate() {
            let (nx, ny) = corners[(k + 1) % 4];
            ring.push(Coord { x: *x, y: *y });
            ring.push(Coord { x: (x + nx) / 2.0 + 1.0, y: (y + ny) / 2.0 - 1.0 });
        }
        let left: Vec<_> = simplified(&ring).iter().map(|c| (c.x, c.y)).collect();
        assert_eq!(left, corners);
    }
}
