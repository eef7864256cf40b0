//! The rings of one feature as delivered, flat and reusable, and what is structurally wrong with them.

use crate::lang::Text;

/// Polygons in the file's own coordinates. Reused from feature to feature: a million features, no million allocations.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outline {
    /// All positions, ring after ring.
    pub points: Vec<(f64, f64)>,
    /// Where each ring ends in `points`.
    pub rings: Vec<usize>,
    /// Where each polygon ends in `rings`; its first ring is the exterior.
    pub polygons: Vec<usize>,
}

/// The extent of raw coordinates, in the file's own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    pub min: (f64, f64),
    pub max: (f64, f64),
}

impl Extent {
    /// Around both.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self {
            min: (self.min.0.min(other.min.0), self.min.1.min(other.min.1)),
            max: (self.max.0.max(other.max.0), self.max.1.max(other.max.1)),
        }
    }

    /// Its middle.
    pub(crate) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.min.0, self.max.0), f64::midpoint(self.min.1, self.max.1))
    }

    /// Its corners and the middles of its edges.
    pub(crate) fn around(&self) -> [(f64, f64); 8] {
        let (x0, y0, x1, y1) = (self.min.0, self.min.1, self.max.0, self.max.1);
        let (xm, ym) = self.middle();
        [(x0, y0), (xm, y0), (x1, y0), (x1, ym), (x1, y1), (xm, y1), (x0, y1), (x0, ym)]
    }
}

/// A structural defect that was mended on the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mended {
    /// A ring's last point was not its first; the first was repeated.
    Closed { rings: u64 },
    /// Rings with fewer than four positions enclose nothing and were left out.
    TooShort { rings: u64 },
}

/// Why an outline cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unusable {
    pub code: &'static str,
    pub text: Text,
}

/// Nothing on Earth, in any unit, has a larger coordinate.
const LARGEST: f64 = 1e9;

impl Outline {
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.rings.clear();
        self.polygons.clear();
    }

    pub(crate) fn end_ring(&mut self) {
        self.rings.push(self.points.len());
    }

    pub(crate) fn end_polygon(&mut self) {
        self.polygons.push(self.rings.len());
    }

    /// The box of all positions; `None` for none at all, or for a number that is no coordinate.
    pub(crate) fn extent(&self) -> Option<Extent> {
        let first = *self.points.first()?;
        let (mut min, mut max, mut nan) = (first, first, false);
        // Comparisons instead of `f64::min`: one instruction each, and a NaN is looked for anyway.
        let (less, more) = (|a: f64, b: f64| if a < b { a } else { b }, |a: f64, b: f64| if a > b { a } else { b });
        for &(x, y) in &self.points {
            min = (less(x, min.0), less(y, min.1));
            max = (more(x, max.0), more(y, max.1));
            nan |= x.is_nan() | y.is_nan();
        }
        let fits = min.0 > -LARGEST && min.1 > -LARGEST && max.0 < LARGEST && max.1 < LARGEST;
        (fits && !nan).then_some(Extent { min, max })
    }

    /// Closes rings and leaves out those too short, on this copy; tells what was mended, and the box of what is left.
    ///
    /// # Errors
    /// When nothing is left, or a number is no coordinate.
    pub(crate) fn mend(&mut self) -> Result<(Vec<Mended>, Extent), Unusable> {
        if self.points.is_empty() {
            let text = Text::new(
                "几何没有坐标,未参与审查;请补全后重新导出",
                "The geometry has no coordinates and was left out; complete it",
            );
            return Err(Unusable { code: "empty_geometry", text });
        }
        let Some(mut extent) = self.extent() else {
            let &(x, y) = self
                .points
                .iter()
                .find(|(x, y)| !(x.abs() < LARGEST && y.abs() < LARGEST))
                .unwrap_or(&(f64::NAN, f64::NAN));
            let text = Text::new(
                format!("坐标 ({x:e}, {y:e}) 超出可能范围,未参与审查;请更正该坐标"),
                format!("The coordinate ({x:e}, {y:e}) is not possible; the feature was left out. Correct it"),
            );
            return Err(Unusable { code: "bad_coordinate", text });
        };
        let mut mended = Vec::new();
        if !self.is_sound() {
            self.rebuild(&mut mended);
            if self.polygons.is_empty() {
                let text = Text::new(
                    "环的点数少于 4 个,没有面积,未参与审查;请检查该要素",
                    "Its rings have fewer than four positions and enclose nothing; the feature was left out. Check it",
                );
                return Err(Unusable { code: "short_ring", text });
            }
            extent = self.extent().unwrap_or(extent); // every ring that is left has positions
        }
        Ok((mended, extent))
    }

    fn is_sound(&self) -> bool {
        let mut start = 0;
        self.rings.iter().all(|&end| {
            let ring = &self.points[start..end];
            start = end;
            ring.len() >= 4 && ring.first() == ring.last()
        }) && self.polygons.windows(2).all(|pair| pair[0] < pair[1])
            && self.polygons.first().is_some_and(|end| *end > 0)
    }

    fn rebuild(&mut self, mended: &mut Vec<Mended>) {
        let (mut closed, mut short) = (0, 0);
        let mut copy = Self::default();
        for polygon in self.polygons() {
            let before = copy.rings.len();
            for (index, ring) in polygon.iter().enumerate() {
                let unclosed = ring.first() != ring.last();
                if ring.len() + usize::from(unclosed) < 4 {
                    short += 1;
                    if index == 0 {
                        break; // without its shell a polygon's holes cut nothing
                    }
                    continue;
                }
                copy.points.extend_from_slice(ring);
                if unclosed {
                    closed += 1;
                    copy.points.extend(ring.first());
                }
                copy.end_ring();
            }
            if copy.rings.len() > before {
                copy.end_polygon();
            } else if polygon.is_empty() {
                short += 1;
            }
        }
        mended.extend((closed > 0).then_some(Mended::Closed { rings: closed }));
        mended.extend((short > 0).then_some(Mended::TooShort { rings: short }));
        *self = copy;
    }

    /// The rings of each polygon.
    pub(crate) fn polygons(&self) -> impl Iterator<Item = Vec<&[(f64, f64)]>> {
        let (mut point, mut ring) = (0, 0);
        self.polygons.iter().map(move |&end| {
            let rings = &self.rings[ring..end.max(ring)];
            ring = end;
            rings
                .iter()
                .map(|&end| {
                    let slice = &self.points[point..end.max(point)];
                    point = end;
                    slice
                })
                .collect()
        })
    }

    /// Polygons of rings of positions.
    #[cfg(test)]
    pub(crate) fn to_lists(&self) -> Vec<Vec<Vec<(f64, f64)>>> {
        self.polygons().map(|rings| rings.into_iter().map(<[_]>::to_vec).collect()).collect()
    }

    /// How many rings break the right-hand rule of RFC 7946 (exterior counter-clockwise, holes clockwise).
    pub(crate) fn left_handed_rings(&self) -> u64 {
        let (mut point, mut ring, mut wrong) = (0, 0, 0);
        for &end in &self.polygons {
            for (index, &stop) in self.rings[ring..end.max(ring)].iter().enumerate() {
                let area = twice_signed_area(&self.points[point..stop.max(point)]);
                wrong += u64::from(if index == 0 { area < 0.0 } else { area > 0.0 });
                point = stop;
            }
            ring = end;
        }
        wrong
    }
}

/// Twice the planar area of a ring, positive when counter-clockwise; relative to its first point, for precision.
pub(crate) fn twice_signed_area(ring: &[(f64, f64)]) -> f64 {
    let Some(&(x0, y0)) = ring.first() else { return 0.0 };
    let cross = |p: &[(f64, f64)]| (p[0].0 - x0) * (p[1].1 - y0) - (p[1].0 - x0) * (p[0].1 - y0);
    ring.windows(2).map(cross).sum()
}

impl Mended {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Closed { .. } => "unclosed_ring",
            Self::TooShort { .. } => "short_ring",
        }
    }

    pub(crate) fn text(self) -> Text {
        match self {
            Self::Closed { rings } => Text::new(
                format!("{rings} 个环首尾不闭合,已在副本上闭合;请更正原数据"),
                format!("{rings} ring(s) not closed; closed on a copy. Correct the source"),
            ),
            Self::TooShort { rings } => Text::new(
                format!("{rings} 个环少于 4 个点、没有面积,已在副本上略去;请检查原数据"),
                format!(
                    "{rings} ring(s) with fewer than four positions enclose nothing and were left out on a copy. Check the source"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(polygons: &[&[&[(f64, f64)]]]) -> Outline {
        let mut outline = Outline::default();
        for polygon in polygons {
            for ring in *polygon {
                outline.points.extend_from_slice(ring);
                outline.end_ring();
            }
            outline.end_polygon();
        }
        outline
    }

    const SQUARE: &[(f64, f64)] = &[(0., 0.), (1., 0.), (1., 1.), (0., 1.), (0., 0.)];

    #[test]
    fn a_sound_outline_is_left_alone() {
        let mut o = outline(&[&[SQUARE], &[SQUARE]]);
        let before = o.clone();
        assert_eq!(o.mend(), Ok((vec![], Extent { min: (0., 0.), max: (1., 1.) })));
        assert_eq!(o, before);
        assert_eq!(o.left_handed_rings(), 0);
    }

    #[test]
    fn an_open_ring_is_closed_and_told() {
        let mut o = outline(&[&[&SQUARE[..4]]]);
        assert_eq!(o.mend().map(|(mended, _)| mended), Ok(vec![Mended::Closed { rings: 1 }]));
        assert_eq!(o, outline(&[&[SQUARE]]));
    }

    #[test]
    fn a_short_hole_goes_and_its_shell_stays() {
        let mut o = outline(&[&[SQUARE, &SQUARE[..2]]]);
        assert_eq!(o.mend().map(|(mended, _)| mended), Ok(vec![Mended::TooShort { rings: 1 }]));
        assert_eq!(o, outline(&[&[SQUARE]]));
    }

    #[test]
    fn nothing_but_short_rings_is_unusable() {
        assert_eq!(outline(&[&[&SQUARE[..2]]]).mend().map(drop).map_err(|u| u.code), Err("short_ring"));
        assert_eq!(outline(&[&[]]).mend().map(drop).map_err(|u| u.code), Err("empty_geometry"));
    }

    #[test]
    fn numbers_that_are_no_coordinates_are_unusable() {
        for bad in [f64::NAN, f64::INFINITY, 1e308, -1e300] {
            let mut ring = SQUARE.to_vec();
            ring[1].0 = bad;
            assert_eq!(outline(&[&[&ring]]).mend().map(drop).map_err(|u| u.code), Err("bad_coordinate"), "{bad}");
        }
    }

    #[test]
    fn clockwise_exteriors_and_counter_clockwise_holes_are_counted() {
        let reversed: Vec<_> = SQUARE.iter().rev().copied().collect();
        assert_eq!(outline(&[&[&reversed, SQUARE]]).left_handed_rings(), 2);
    }
}
