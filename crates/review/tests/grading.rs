//! Noise, slivers and material ground, through whole reviews: what each does to a town's verdict.

#[path = "support/answers.rs"]
mod answers;
#[path = "support/county.rs"]
mod county;

use sanxian_review::data::{LayerKind, Shape};
use sanxian_review::finding::{Grade, Reason, Review, Verdict};
use sanxian_review::review;

use answers::{found, row};
use county::{Place, dataset, deqing, feature, policy, shape, town};

fn place() -> Place {
    Place::at(120.08, 30.65)
}

/// A town of 2 km × 1 km against these farmland patches, nothing else in its way.
fn with_farmland(patches: Vec<Shape>) -> Review {
    let towns = vec![town("T", deqing(), place().rectangle(0.0, 0.0, 2000.0, 1000.0))];
    let farm = patches.into_iter().map(|patch| feature("f", patch)).collect();
    // the boundary keeps away from the farmland that hangs over the town's south and west
    let around = place().rectangle(0.0, 0.0, 4000.0, 4000.0);
    review(&dataset(towns, Vec::new(), farm, vec![feature("u", around)]), &policy())
}

/// What the farmland rule says of one patch: grade, verdict.
fn graded(patch: Shape) -> (Option<Grade>, Verdict) {
    let review = with_farmland(vec![patch]);
    let finding = found(&review, "T", "basic_farmland_overlap")[0];
    assert_eq!(review.overlaps.first().map(|row| row.grade), finding.grade, "the row of the patch says the same");
    (finding.grade, finding.verdict)
}

/// A patch south of the town that reaches `depth` over its southern edge along `length`.
fn over_the_edge(length: f64, depth: f64) -> Shape {
    place().rectangle(500.0, -200.0, length, 200.0 + depth)
}

#[test]
fn less_than_a_square_metre_is_noise() {
    assert_eq!(graded(over_the_edge(0.9, 0.9)), (Some(Grade::Noise), Verdict::Pass));
    assert_eq!(graded(over_the_edge(1.2, 1.2)), (Some(Grade::Material), Verdict::Breach));
}

#[test]
fn a_strip_thinner_than_coordinates_can_tell_is_noise_whatever_its_length() {
    assert_eq!(graded(over_the_edge(1400.0, 0.009)), (Some(Grade::Noise), Verdict::Pass), "12.6 m² and 9 mm");
    assert_eq!(graded(over_the_edge(1400.0, 0.012)), (Some(Grade::Sliver), Verdict::Verify), "16.8 m² and 12 mm");
}

#[test]
fn a_thin_strip_along_both_boundaries_is_a_sliver_to_be_verified() {
    assert_eq!(graded(over_the_edge(1400.0, 0.5)), (Some(Grade::Sliver), Verdict::Verify));
    assert_eq!(graded(over_the_edge(1400.0, 4.9)), (Some(Grade::Sliver), Verdict::Verify), "6860 m², 4.9 m wide");
    assert_eq!(graded(over_the_edge(190.0, 5.1)), (Some(Grade::Sliver), Verdict::Verify), "5.1 m wide, 969 m²");
}

#[test]
fn wide_or_compact_ground_at_the_edge_is_material() {
    assert_eq!(graded(over_the_edge(1400.0, 12.0)), (Some(Grade::Material), Verdict::Breach), "12 m wide, 16 800 m²");
    assert_eq!(graded(over_the_edge(20.0, 20.0)), (Some(Grade::Material), Verdict::Breach), "400 m², but square");
}

#[test]
fn a_thin_strip_inside_the_town_is_material_because_it_lies_along_one_boundary_only() {
    let inside = place().rectangle(300.0, 400.0, 1000.0, 0.8);
    assert_eq!(graded(inside), (Some(Grade::Material), Verdict::Breach));
}

#[test]
fn farmland_that_only_touches_the_town_is_clear() {
    for beside in [place().rectangle(-300.0, 0.0, 300.0, 1000.0), place().rectangle(-300.0, -300.0, 300.0, 300.0)] {
        let review = with_farmland(vec![beside]);
        let finding = found(&review, "T", "basic_farmland_overlap")[0];
        assert_eq!((finding.verdict, &finding.reason), (Verdict::Pass, &Reason::Clear));
        assert!(finding.grade.is_none_or(|grade| grade == Grade::Noise));
        assert!(review.overlaps.iter().all(|row| row.area.0 < 1_000), "{:?}", review.overlaps);
        assert_eq!(row(&review, "T").verdict, Verdict::Pass);
    }
}

#[test]
fn the_worst_piece_decides_and_all_are_counted() {
    let patches = vec![
        over_the_edge(0.5, 0.5),
        place().rectangle(-200.0, 100.0, 200.3, 700.0),
        place().rectangle(1000.0, -300.0, 250.0, 400.0),
    ];
    let review = with_farmland(patches);
    let finding = found(&review, "T", "basic_farmland_overlap")[0];
    assert_eq!(finding.reason, Reason::Overlap { material: 1, slivers: 1, noise: 1 });
    assert_eq!((finding.grade, finding.verdict), (Some(Grade::Material), Verdict::Breach));
    let raw: i64 = review.overlaps.iter().map(|row| row.area.0).sum();
    assert!((raw - row(&review, "T").basic_farmland.unwrap().0).abs() < 1_000, "nothing is dropped");
    assert_eq!(finding.shape.as_ref().unwrap().polygons().0.len(), 3, "all pieces are on the map");
}

#[test]
fn two_noise_strips_that_meet_are_judged_as_the_ground_they_make() {
    // each patch alone is below the limit; delivered side by side they are one strip of 12 mm
    let halves = vec![over_the_edge(1400.0, 0.006), place().rectangle(500.0, 0.006, 1400.0, 0.006)];
    let review = with_farmland(halves);
    assert!(review.overlaps.iter().all(|row| row.grade == Grade::Noise));
    assert_eq!(found(&review, "T", "basic_farmland_overlap")[0].grade, Some(Grade::Sliver));
}

#[test]
fn ground_outside_the_urban_boundary_is_graded_in_the_same_way() {
    for (gap, grade, verdict) in [
        (0.004, Grade::Noise, Verdict::Pass),
        (0.8, Grade::Sliver, Verdict::Verify),
        (60.0, Grade::Material, Verdict::Breach),
    ] {
        let towns = vec![town("T", deqing(), place().rectangle(0.0, 0.0, 2000.0, 1000.0))];
        let around = place().rectangle(gap, -500.0, 4000.0, 4000.0);
        let review = review(&dataset(towns, Vec::new(), Vec::new(), vec![feature("u", around)]), &policy());
        let finding = found(&review, "T", "beyond_urban_boundary")[0];
        assert_eq!(
            (finding.grade, finding.verdict, finding.layer),
            (Some(grade), verdict, Some(LayerKind::UrbanBoundary))
        );
        assert_eq!(row(&review, "T").verdict, verdict);
    }
}

#[test]
fn a_town_without_any_urban_boundary_near_it_lies_outside_altogether() {
    let towns = vec![town("T", deqing(), place().rectangle(0.0, 0.0, 2000.0, 1000.0))];
    let review = review(&dataset(towns, Vec::new(), Vec::new(), Vec::new()), &policy());
    let row = row(&review, "T");
    assert_eq!((row.outside_urban_boundary, row.verdict), (Some(row.area), Verdict::Breach));
    assert_eq!(row.partition.unwrap().outside_urban_boundary, row.area);
}

#[test]
fn overlap_with_a_town_of_several_parts_is_graded_part_by_part() {
    let parts = [(0.0, 0.0), (3000.0, 0.0)]
        .map(|(x, y)| place().polygon(&[(x, y), (x + 1000.0, y), (x + 1000.0, y + 1000.0), (x, y + 1000.0)]));
    let towns = vec![town("T", deqing(), shape(parts.to_vec()))];
    let red = feature("r", place().rectangle(900.0, 100.0, 2300.0, 300.0));
    let around = place().rectangle(-500.0, -500.0, 6000.0, 4000.0);
    let review = review(&dataset(towns, vec![red], Vec::new(), vec![feature("u", around)]), &policy());
    let finding = found(&review, "T", "eco_redline_overlap")[0];
    assert_eq!(finding.reason, Reason::Overlap { material: 2, slivers: 0, noise: 0 });
    let area = row(&review, "T").eco_redline.unwrap().0;
    assert!((area - 90_000_000_000).abs() < 10_000_000, "100 m and 200 m of 300 m: {area}");
}
