//! Where a layer from a web map would lie without the map's shift: to look at, never to store or judge.

use geo::Coord;
use sanxian_review::data::Bounds;

use super::place::Declared;
use crate::import::intake::enclosing;
use crate::import::notes::Notes;
use crate::import::{ChosenSystem, CrsGuess, ShiftPreview};
use crate::lang::Text;
use crate::web_shift::{WebShift, metres};

/// Whether the source is one that shifts its coordinates in China: that can never be told from the numbers.
pub(super) fn is_of_the_web(declared: &Declared, epsg: Option<u32>, file: &str) -> bool {
    let kml = matches!(declared, Declared::As { by, .. } if by.eq_ignore_ascii_case("kml"));
    let name = file.to_lowercase();
    let named = ["gcj", "bd09", "bd-09", "火星", "高德", "百度", "腾讯", "amap"];
    kml || epsg == Some(3857) || named.iter().any(|word| name.contains(word))
}

/// One preview for each system of web maps; none for a layer that nothing makes suspect, or that lies nowhere.
pub(crate) fn previews(notes: &Notes, first: &CrsGuess, file: &str) -> Vec<ShiftPreview> {
    let declared = notes.declared.as_ref().unwrap_or(&Declared::Nothing);
    let epsg = match first.choice.system {
        ChosenSystem::Epsg(code) => Some(code),
        ChosenSystem::Meridian(_) | ChosenSystem::Declared => None,
    };
    match first.extent {
        Some(extent) if is_of_the_web(declared, epsg, file) => {
            WebShift::ALL.into_iter().map(|system| preview(system, extent, &first.dots)).collect()
        }
        _ => Vec::new(),
    }
}

fn preview(system: WebShift, extent: Bounds, dots: &[(f64, f64)]) -> ShiftPreview {
    let back = |(x, y): (f64, f64)| {
        let place = system.taken_back(Coord { x, y });
        (place.x, place.y)
    };
    let Bounds { west, south, east, north } = extent;
    let (lon, lat) = (extent.middle_lon(), south.midpoint(north));
    // The shift bends straight edges by millimetres: corners and the middles between them say where the box goes.
    let around = [
        (west, south),
        (lon, south),
        (east, south),
        (east, lat),
        (east, north),
        (lon, north),
        (west, north),
        (west, lat),
    ];
    let middle = system.taken_back(Coord { x: lon, y: lat });
    let far = metres(Coord { x: lon, y: lat }, middle);
    let name = system.name();
    let reason = Text::new(
        format!(
            "若坐标是 {name}，还原后整体移动约 {far:.0} 米，位于此处；按公开公式迭代反算，只供比对，不能选用，也不写入结果"
        ),
        format!(
            "if the coordinates are {name}, it lies here, about {far:.0} m away: the public formula, inverted by iteration; to compare only, it cannot be chosen and enters no result"
        ),
    );
    ShiftPreview {
        system: name.to_owned(),
        reason,
        extent: Some(enclosing(&around.map(back))),
        dots: dots.iter().copied().map(back).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::CrsChoice;

    fn guess(extent: Option<Bounds>) -> CrsGuess {
        CrsGuess {
            choice: CrsChoice::epsg(4490),
            name: String::new(),
            reason: Text::new("", ""),
            doubt: None,
            extent,
            dots: vec![(120.1, 30.8)],
        }
    }

    #[test]
    fn a_layer_of_a_web_map_is_shown_where_it_would_lie_and_others_are_not() {
        let extent = Some(Bounds { west: 120.0, south: 30.7, east: 120.2, north: 30.9 });
        let notes = Notes::default();
        let shown = previews(&notes, &guess(extent), "导出_高德.geojson");
        let systems: Vec<&str> = shown.iter().map(|one| one.system.as_str()).collect();
        assert_eq!(systems, ["GCJ-02", "BD-09"]);
        for one in &shown {
            let moved = metres(Coord { x: 120.1, y: 30.8 }, one.dots[0].into());
            assert!((400.0..1500.0).contains(&moved), "{moved}");
            assert!(
                one.extent.is_some_and(|to| to.west < 120.0 && to.east < 120.2) && one.reason.zh.contains("不能选用")
            );
        }
        assert!(previews(&notes, &guess(extent), "towns.geojson").is_empty());
        assert!(previews(&notes, &guess(None), "amap.geojson").is_empty());
    }
}
