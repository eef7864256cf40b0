//! Places writing on the map so that nothing is written over something else.

use serde::Serialize;

use crate::typeset::width;

/// Writing on the map, its middle in millimetres from the upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Label {
    /// Middle.
    pub x: f64,
    /// Middle.
    pub y: f64,
    /// What is written; lines are broken at `\n`.
    pub text: String,
    /// Size of the letters, millimetres.
    pub size: f64,
    /// Heavy letters.
    pub bold: bool,
    /// `#rrggbb`
    pub colour: String,
    /// A white edge around the letters.
    pub halo: bool,
}

/// What is taken already.
#[derive(Debug, Clone)]
pub struct Taken {
    boxes: Vec<[f64; 4]>,
    avoided: Vec<[f64; 4]>,
    width: f64,
    height: f64,
}

impl Taken {
    /// An empty map.
    pub fn new(width: f64, height: f64) -> Self {
        Self { boxes: Vec::new(), avoided: Vec::new(), width, height }
    }

    /// Takes a box: left, top, right, bottom.
    pub fn take(&mut self, at: [f64; 4]) {
        self.boxes.push(at);
    }

    /// A box that writing keeps off where it can.
    pub fn avoid(&mut self, at: [f64; 4]) {
        self.avoided.push(at);
    }

    /// The first free place that keeps off what is to be avoided; else the first that is free. Taken at once.
    pub fn first_clear(&mut self, size: [f64; 2], places: &[[f64; 2]]) -> Option<[f64; 2]> {
        let [w, h] = size;
        let clear = |[x, y]: &&[f64; 2]| {
            let (l, t, r, d) = (x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0);
            self.avoided.iter().all(|b| r <= b[0] || b[2] <= l || d <= b[1] || b[3] <= t)
        };
        let kept: Vec<_> = places.iter().filter(clear).copied().collect();
        self.first(size, kept).or_else(|| self.first(size, places.iter().copied()))
    }

    /// Whether a box lies on the map and on nothing that is taken.
    pub fn free(&self, at: [f64; 4]) -> bool {
        let inside = at[0] >= 0.5 && at[1] >= 0.5 && at[2] <= self.width - 0.5 && at[3] <= self.height - 0.5;
        let apart = |b: &[f64; 4]| at[2] <= b[0] || b[2] <= at[0] || at[3] <= b[1] || b[3] <= at[1];
        inside && self.boxes.iter().all(apart)
    }

    /// The first place that is free, taken at once.
    pub fn first(&mut self, [w, h]: [f64; 2], places: impl IntoIterator<Item = [f64; 2]>) -> Option<[f64; 2]> {
        let around = |[x, y]: [f64; 2]| [x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0];
        let found = places.into_iter().find(|place| self.free(around(*place)))?;
        self.take(around(found));
        Some(found)
    }
}

/// Width and height of a text on the map, with a little room.
pub fn extent(text: &str, size: f64, bold: bool) -> [f64; 2] {
    let widest = text.lines().map(|line| width(line, bold)).fold(0.0, f64::max);
    [widest * size + 0.6, text.lines().count().max(1) as f64 * size * 1.2 + 0.3]
}

/// Places around one, nearest first: right, left, above, below, and the corners, ring by ring.
pub fn around([x, y]: [f64; 2], [w, h]: [f64; 2], rings: u32) -> impl Iterator<Item = [f64; 2]> {
    const WAYS: [[f64; 2]; 8] =
        [[1.0, 0.0], [-1.0, 0.0], [0.0, -1.0], [0.0, 1.0], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]];
    (1..=rings).flat_map(move |ring| {
        let far = f64::from(ring);
        WAYS.into_iter().map(move |[dx, dy]| [x + dx * (w * 0.5 + 2.2 * far), y + dy * (h * 0.5 + 2.2 * far)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_labels_share_room_and_none_leaves_the_map() {
        let mut taken = Taken::new(100.0, 60.0);
        let size = extent("小镇", 4.0, true);
        let mut placed = Vec::new();
        for _ in 0..60 {
            let centre = [50.0, 30.0];
            placed.extend(taken.first(size, std::iter::once(centre).chain(around(centre, size, 8))));
        }
        assert!(placed.len() > 8, "{}", placed.len());
        for (at, a) in placed.iter().enumerate() {
            for b in &placed[..at] {
                assert!((a[0] - b[0]).abs() >= size[0] - 1e-9 || (a[1] - b[1]).abs() >= size[1] - 1e-9);
            }
        }
    }
}
