use geo::LineString;
use proptest::prelude::*;

use super::*;

/// Closed rings of a polygon and its hole: everywhere or close together, with nine decimals, fewer, or as they come.
fn polygons() -> impl Strategy<Value = MultiPolygon<f64>> {
    let place = (-180.0..180.0_f64, -90.0..90.0_f64);
    let reach = prop::sample::select(vec![1e-5, 0.001, 0.01, 1.0, 3.0, 90.0]);
    let decimals = prop::sample::select(vec![Some(0), Some(6), Some(9), None]);
    let offs = || prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 0..9);
    (place, reach, decimals, offs(), offs()).prop_map(|((lon, lat), reach, decimals, shell, hole)| {
        let rounded = |number: f64, limit: f64| {
            let number = number.clamp(-limit, limit);
            decimals.map_or(number, |n| format!("{number:.n$}").parse().unwrap())
        };
        let ring = |offs: Vec<(f64, f64)>| -> LineString<f64> {
            offs.into_iter()
                .map(|(x, y)| Coord { x: rounded(lon + reach * x, 180.0), y: rounded(lat + reach * y, 90.0) })
                .collect()
        };
        MultiPolygon(vec![Polygon::new(ring(shell), vec![ring(hole)])])
    })
}

fn bits(polygons: &MultiPolygon<f64>) -> Vec<Vec<(u64, u64)>> {
    let rings = polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.map(|ring| ring.0.iter().map(|c| (c.x.to_bits(), c.y.to_bits())).collect()).collect()
}

fn ring(corners: &[(f64, f64)]) -> Shape {
    Shape::from_rings([[corners.iter().map(|&(x, y)| Coord { x, y })]]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_in_comes_out_to_the_last_bit(polygons in polygons()) {
        let shape = Shape::new(polygons.clone()).unwrap();
        prop_assert_eq!(bits(&shape.polygons()), bits(&polygons));
        prop_assert_eq!(shape.vertices().count(), shape.vertex_count());
        let shell = &polygons.0[0].exterior().0;
        let most = |pick: fn(&Coord<f64>) -> f64, of: fn(f64, f64) -> f64| shell.iter().map(pick).reduce(of);
        let around = [most(|c| c.x, f64::min), most(|c| c.y, f64::min), most(|c| c.x, f64::max), most(|c| c.y, f64::max)];
        let found = shape.bounds().map(|b| [b.west, b.south, b.east, b.north]);
        prop_assert_eq!(found, (!shell.is_empty()).then(|| around.map(Option::unwrap)));
        prop_assert_eq!(&Shape::new(shape.polygons()).unwrap(), &shape);
        for ring in shape.rings() {
            let one_by_one: Vec<_> = (0..ring.len()).map(|k| ring.vertex(k)).collect();
            prop_assert_eq!(&one_by_one, &ring.line().0);
        }
    }
}

#[test]
fn nine_decimals_near_each_other_take_six_bytes_a_vertex() {
    let (x, y) = (120.123_456_789, 30.987_654_321);
    let bytes = |shape: &Shape| shape.0.len() - 1 - HEAD;
    assert_eq!(
        bytes(&ring(&[(x, y), (x + 1e-3, y), (x, y + 1e-3), (x, y)])),
        PLACE + 4 * 12,
        "a sum has other last digits"
    );
    assert_eq!(bytes(&ring(&[(x, y), (120.124_456_789, y), (x, 30.988_654_321), (x, y)])), PLACE + 4 * 6);
    assert_eq!(bytes(&ring(&[(x, y), (121.124_456_789, y), (x, 30.988_654_321), (x, y)])), PLACE + 4 * 8);
    assert_eq!(bytes(&ring(&[(x, y), (-20.1, y + 1e-3), (x, 30.988_654_321), (x, y)])), 4 * 16);
    assert_eq!(bytes(&ring(&[(x, y), (-20.124_456_789, y), (x, 30.988_654_321), (x, y)])), 4 * 16);
}

#[test]
fn steps_at_the_edge_of_their_width_come_back() {
    for off in [0x7F_FFFF_u32, 0x80_0000, 0x80_0001, 0x7FFF_FFFF] {
        let far = f64::from(off) / 1e9;
        for far in [far, -far] {
            let corners = [(0.0, 0.0), (far, 0.0), (0.0, far), (0.0, 0.0)];
            let back: Vec<_> = ring(&corners).vertices().map(|c| (c.x, c.y)).collect();
            assert_eq!(back, corners);
        }
    }
}

#[test]
fn an_open_ring_is_closed_and_a_place_off_the_earth_is_told() {
    assert_eq!(ring(&[(1.0, 2.0), (3.0, 2.0), (3.0, 4.0)]), ring(&[(1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 2.0)]));
    let corners = [(120.0, 30.0), (f64::NAN, 30.0)].map(|(x, y)| Coord { x, y });
    assert!(Shape::from_rings([[corners]]).is_err());
    let corners = [(120.0, 30.0), (120.0, 90.5)].map(|(x, y)| Coord { x, y });
    assert_eq!(Shape::from_rings([[corners]]).unwrap_err(), NotOnEarth { lon: 120.0, lat: 90.5 });
}

#[test]
fn a_shape_without_vertices_has_no_box() {
    let nothing = Shape::new(MultiPolygon(Vec::new())).unwrap();
    assert_eq!((nothing.bounds(), nothing.vertex_count(), nothing.polygons().0.len()), (None, 0, 0));
}
