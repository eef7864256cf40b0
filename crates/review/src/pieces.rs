//! What was cut out of ground that lies block by block: each part is measured and graded once for all that is asked of it.

use std::borrow::Cow;

use crate::data::Shape;
use crate::finding::Grade;
use crate::grade::{Grading, grade_parts};
use crate::ground::Ground;
use crate::measure::{SquareMillimetres, part_area_m2, rounded_m2};
use crate::nearby::Segments;
use crate::plane::Plane;
use crate::publish::{are_apart, drawn, drawn_apart};
use crate::shape::{PlaneShape, Ring};
use crate::weave::arrange;

/// What is known of a part: its ellipsoidal area in m², and its grade.
pub(crate) type Known = (f64, Grade);

/// Parts that neither meet nor hold each other, cut along `edges`.
pub(crate) struct Pieces<'e> {
    ground: PlaneShape,
    known: Vec<Known>,
    /// Whether it is proven that no ring touches another, or itself.
    apart: bool,
    edges: &'e Segments,
    limits: &'e Grading,
}

impl<'e> Pieces<'e> {
    /// Nothing yet, in this plane.
    pub fn along(edges: &'e Segments, limits: &'e Grading, plane: Plane) -> Self {
        Self { ground: PlaneShape::empty(plane), known: Vec::new(), apart: true, edges, limits }
    }

    /// Adds what was cut out of a block (borrowed = all of it), which lies apart from all others; `known` of it where it
    /// is one part and that was told before.
    pub fn add(&mut self, piece: Cow<'_, PlaneShape>, block: &Ground, known: Option<Known>) {
        let whole = matches!(piece, Cow::Borrowed(_));
        self.apart = self.apart && if whole { block.is_apart() } else { are_apart(&piece.parts) };
        match (&piece.parts[..], known) {
            ([_], Some(known)) => self.known.push(known),
            ([alone], None) if whole => self.look_at(alone, block.area_m2()),
            (parts, _) => parts.iter().for_each(|part| self.look_at(part, part_area_m2(piece.plane, part))),
        }
        match piece {
            Cow::Borrowed(whole) => self.ground.parts.extend(whole.parts.iter().cloned()),
            Cow::Owned(piece) => self.ground.parts.extend(piece.parts),
        }
    }

    /// Adds ground that is all there is.
    pub fn add_alone(&mut self, ground: PlaneShape) {
        self.apart = are_apart(&ground.parts);
        ground.parts.iter().for_each(|part| self.look_at(part, part_area_m2(ground.plane, part)));
        self.ground = ground;
    }

    fn look_at(&mut self, part: &Vec<Ring>, m2: f64) {
        let grade = grade_parts(std::slice::from_ref(part), rounded_m2(m2), self.edges, self.limits);
        self.known.push((m2, grade));
    }

    /// The ground.
    pub fn ground(&self) -> &PlaneShape {
        &self.ground
    }

    /// Ellipsoidal area of all parts.
    pub fn area(&self) -> SquareMillimetres {
        rounded_m2(self.known.iter().map(|(m2, _)| m2).sum())
    }

    /// The grade of each part.
    pub fn grades(&self) -> impl Iterator<Item = Grade> {
        self.known.iter().map(|(_, grade)| *grade)
    }

    /// Only the parts of a grade.
    pub fn of_grade(self, wanted: Grade) -> Self {
        let plane = self.ground.plane;
        let kept = self.ground.parts.into_iter().zip(self.known).filter(|(_, (_, grade))| *grade == wanted);
        let (parts, known) = kept.unzip();
        Self { ground: PlaneShape { plane, parts }, known, ..self }
    }

    /// As it is handed out, in the order in which overlay gives parts and rings.
    pub fn drawn(self) -> Option<Shape> {
        let plane = self.ground.plane;
        if !self.apart {
            return drawn(&self.ground);
        }
        let rings = self.ground.parts.iter().flatten().cloned().collect();
        drawn_apart(PlaneShape { plane, parts: arrange(rings).unwrap_or(self.ground.parts) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::blocks::{blocks, together};
    use crate::cut::cut;
    use crate::grade::grade;
    use crate::measure::ellipsoidal_area;
    use crate::overlay::intersect;
    use crate::weave::tests::ground;

    const LIMITS: Grading = Grading {
        noise_m2: 1.0,
        noise_width_m: 0.01,
        sliver_area_m2: 100.0,
        sliver_width_m: 2.0,
        sliver_elongation: 10.0,
        sliver_compactness: 0.2,
        sliver_perimeter_ratio: 2.2,
        sliver_p2a: 60.0,
        sliver_share: 0.3,
    };

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pieces_of_blocks_are_what_the_town_shares_with_all_of_them(
            town in ground(),
            patches in prop::collection::vec(ground(), 1..5),
        ) {
            let plane = Plane::with_central_meridian(120);
            let shape = |parts| PlaneShape { plane, parts };
            let (town, edges) = (shape(town.clone()), Segments::of(&shape(town)));
            let grounds: Vec<Arc<Ground>> =
                patches.into_iter().filter_map(|parts| Ground::of(shape(parts), None).map(Arc::new)).collect();
            let blocks = blocks(plane, grounds.iter(), None);
            let mut pieces = Pieces::along(&edges, &LIMITS, plane);
            for block in &blocks {
                pieces.add(cut(&town, &edges.0, &block.shape, block.corners), block, None);
            }
            let plain = intersect(&town, &together(plane, &blocks));
            let (own, all) = (pieces.area(), ellipsoidal_area(&plain));
            prop_assert!((own.0 - all.0).abs() <= 1, "{own:?} {all:?}");
            let (mut grades, graded) = (pieces.grades().collect::<Vec<_>>(), |part| {
                grade(&part, ellipsoidal_area(&part), &edges, &LIMITS)
            });
            let mut plain_grades: Vec<Grade> = plain.split().map(graded).collect();
            grades.sort();
            plain_grades.sort();
            prop_assert_eq!(grades, plain_grades);
            prop_assert_eq!(pieces.drawn(), drawn(&plain));
        }
    }
}
