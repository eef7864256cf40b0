//! Suspects coordinates of web maps: GCJ-02 and BD-09 lie some hundred metres off and look like any others.
//!
//! Nothing is ever stored or judged without the shift. A town that reaches over the edge of the county its own code names,
//! and would lie wholly inside once the shift is taken back, is told, with where it would lie.

mod formula;

pub(crate) use formula::{WebShift, metres};

use geo::{Coord, MultiPolygon};
use sanxian_review::data::{COUNTY_DIGITS, Feature, LayerKind, PackedRing, Town};

use crate::problem::Problem;

/// The code of its problems, which each review finds anew.
pub(crate) const CODE: &str = "web_shift";

/// Names of a county's code.
const CODES: [&str; 3] = ["XZQDM", "PAC", "admin_code"];

/// One problem for each suspect town.
pub(crate) fn suspects(towns: &[Town], counties: &[Feature], file: &str) -> Vec<Problem> {
    let found = towns.iter().filter_map(|town| {
        let code = town.traits.admin_code.as_deref()?.get(..COUNTY_DIGITS)?;
        let is_own = |county: &&Feature| county.attribute(&CODES).is_some_and(|own| own.starts_with(code));
        let own: Vec<&Feature> = counties.iter().filter(is_own).collect();
        let system = suspect(town, &own)?;
        Some(problem(town, file, system))
    });
    found.collect()
}

/// The system whose shift explains why the town reaches out of its county.
fn suspect(town: &Town, own: &[&Feature]) -> Option<WebShift> {
    let vertices: Vec<Coord<f64>> = town.feature.shape.shells().flat_map(PackedRing::vertices).collect();
    let own_ground: Vec<MultiPolygon<f64>> = own.iter().map(|county| county.shape.polygons()).collect();
    let inside = |place: &dyn Fn(Coord<f64>) -> Coord<f64>| {
        vertices.iter().all(|c| own_ground.iter().any(|county| holds(county, place(*c))))
    };
    if own.is_empty() || vertices.is_empty() || inside(&|c| c) {
        return None;
    }
    WebShift::ALL.into_iter().find(|system| inside(&|c| system.taken_back(c)))
}

fn problem(town: &Town, file: &str, system: WebShift) -> Problem {
    let place = town.feature.shape.bounds().map(|b| (b.middle_lon(), b.south.midpoint(b.north)));
    let (zh, en) = place.map(|(x, y)| moved(Coord { x, y }, system)).unwrap_or_default();
    let system = system.name();
    Problem {
        role: LayerKind::Towns,
        file: file.to_owned(),
        position: Some(town.feature.position),
        feature: Some(town.feature.id.0.clone()),
        place,
        code: CODE.to_owned(),
        zh: format!(
            "范围越出其行政区代码所指的县界，若按 {system}（网络地图偏移坐标）还原则全部在县内{zh}；疑为网络地图坐标，请向报送方确认来源。还原位置仅供预览，未作转换"
        ),
        en: format!(
            "It reaches over the edge of the county that its code names, and would lie inside without the shift of {system}{en}: it may come from a web map. Ask the sender; where it would lie is a preview, nothing was converted"
        ),
        area_change_mm2: None,
        dropped: false,
    }
}

/// How far a place moves when the shift is taken back, and where to.
fn moved(from: Coord<f64>, system: WebShift) -> (String, String) {
    let to = system.taken_back(from);
    let metres = metres(from, to);
    (
        format!("（中心移动约 {metres:.0} 米，至 {:.5}°E {:.5}°N）", to.x, to.y),
        format!(" (its middle moves by about {metres:.0} m, to {:.5}°E {:.5}°N)", to.x, to.y),
    )
}

/// Whether a point lies in the ground, by the number of edges to its east.
fn holds(ground: &MultiPolygon<f64>, c: Coord<f64>) -> bool {
    let rings = ground.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let crossings = rings.flat_map(|ring| ring.0.windows(2)).filter(|edge| {
        let (a, b) = (edge[0], edge[1]);
        (a.y > c.y) != (b.y > c.y) && c.x < (b.x - a.x) * (c.y - a.y) / (b.y - a.y) + a.x
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {

    use geo::{LineString, Polygon};
    use sanxian_review::data::{FeatureId, Shape, TownTraits};

    use super::*;

    fn feature(id: &str, attributes: &[(&str, &str)], [w, s, e, n]: [f64; 4]) -> Feature {
        let ring = LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]);
        let attributes: Vec<_> = attributes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Feature {
            id: FeatureId(id.to_owned()),
            position: 1,
            attributes: attributes.into(),
            shape: Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap(),
        }
    }

    #[test]
    fn a_shifted_town_is_suspected_and_one_that_is_merely_outside_is_not() {
        let county = feature("c", &[("XZQDM", "330521")], [120.0, 30.0, 120.5, 30.5]);
        let town = |bounds: [f64; 4], code: &str| Town {
            feature: feature("t", &[], bounds),
            name: String::new(),
            traits: TownTraits { admin_code: Some(code.to_owned()), ..TownTraits::default() },
        };
        let edge = [120.48, 30.2, 120.4995, 30.22];
        let at = Coord { x: 120.49, y: 30.21 };
        let by = WebShift::Gcj02.put_on(at) - at;
        let shifted = [edge[0] + by.x, edge[1] + by.y, edge[2] + by.x, edge[3] + by.y];
        let problems = |town: Town| suspects(&[town], std::slice::from_ref(&county), "f");
        let told = |town: Town| problems(town).len();
        assert!(by.x > 0.001, "the shift leads over the edge");
        assert_eq!(told(town(shifted, "330521")), 1);
        let said = problems(town(shifted, "330521")).pop().map(|problem| problem.en).unwrap_or_default();
        assert!(said.contains("GCJ-02") && said.contains("120.489") && said.contains("preview"), "{said}");
        assert_eq!(told(town(edge, "330521")), 0);
        assert_eq!(told(town([120.48, 30.2, 120.55, 30.22], "330521")), 0, "5 km outside is no shift");
        assert_eq!(told(town(shifted, "330522")), 0, "its county is not at hand");
    }
}
