//! Areas among the attributes: which fields hold one, and whether it agrees with the ground in any unit.

/// Relative difference that is worth a line.
const TOLERANCE: f64 = 0.1;
const HECTARE: f64 = 1e4;
const MU: f64 = 2e3 / 3.0;
const SQUARE_KILOMETRE: f64 = 1e6;
/// Fields that hold an area in a unit that nobody keeps to. Net areas (YJJBNTMJ) and what programs compute themselves in
/// the units of the file (Shape_Area) are none of them.
const NAMES: [&str; 15] = [
    "MJ",
    "GHMJ",
    "TBMJ",
    "YDMJ",
    "ZDMJ",
    "DKMJ",
    "JSYDMJ",
    "HXMJ",
    "PZMJ",
    "QYMJ",
    "DCMJ",
    "YJJBNTTBMJ",
    "AREA",
    "面积",
    "规划面积",
];

/// An area that stands in an attribute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated<'a> {
    /// The field.
    pub name: &'a str,
    /// As delivered.
    pub value: &'a str,
}

impl<'a> Stated<'a> {
    /// The attribute, if it is an area that is not empty.
    pub(super) fn of(name: &'a str, value: &'a str) -> Option<Self> {
        (!value.trim().is_empty() && is_area(name)).then_some(Self { name, value })
    }

    /// Whether it agrees with `ground` (m²) in none of the units that it may be in.
    pub(super) fn differs(&self, ground: f64) -> bool {
        differs(self.name, self.value, ground)
    }
}

/// Whether a field holds the area of its feature.
fn is_area(name: &str) -> bool {
    let bare = name.split(['(', '（', '_', '[']).next().unwrap_or(name).trim();
    NAMES.iter().any(|known| bare.eq_ignore_ascii_case(known))
        || ["用地面积", "图斑面积", "总面积", "规划面积", "地块面积"].iter().any(|known| name.trim().starts_with(known))
}

fn differs(name: &str, value: &str, ground: f64) -> bool {
    let text = value.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let Ok(stated) = text[..end].replace(',', "").parse::<f64>() else { return false };
    if stated <= 0.0 || ground <= 0.0 {
        return false; // left out, or nothing to compare with
    }
    let said = format!("{name} {}", &text[end..]).to_lowercase();
    let units: &[f64] = if ["平方公里", "平方千米", "km2", "km²"].iter().any(|unit| said.contains(unit)) {
        &[SQUARE_KILOMETRE]
    } else if ["公顷", "_ha", "(ha", "hm2", "hm²"].iter().any(|unit| said.contains(unit)) || said.ends_with(" ha") {
        &[HECTARE]
    } else if said.contains('亩') || said.ends_with("mu") {
        &[MU]
    } else if ["平方米", "m2", "m²", "㎡"].iter().any(|unit| said.contains(unit)) {
        &[1.0]
    } else {
        &[1.0, HECTARE, MU, SQUARE_KILOMETRE]
    };
    units.iter().all(|unit| (stated * unit - ground).abs() > TOLERANCE * ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_agrees_in_the_unit_it_names_or_in_any() {
        let ground = 2_400_000.0;
        for (name, value) in [
            ("GHMJ", "2399999.78"),
            ("GHMJ", "240"),
            ("mj", "3600"),
            ("面积", "2.4"),
            ("面积(公顷)", "239.9"),
            ("规划面积（平方公里）", "2.5"),
            ("面积", "3,600亩"),
            ("area_ha", "250"),
            ("area_km2", "2.4"),
            ("MJ", "0"),
            ("MJ", "不详"),
        ] {
            assert!(is_area(name) && !differs(name, value, ground), "{name}={value}");
        }
        for (name, value) in
            [("GHMJ", "1900000"), ("面积(公顷)", "2400000"), ("面积", "240亩"), ("area_km2", "240"), ("MJ", "270")]
        {
            assert!(is_area(name) && differs(name, value, ground), "{name}={value}");
        }
        for name in ["YJJBNTMJ", "Shape_Area", "XZMC", "mjlx"] {
            assert!(!is_area(name), "{name}");
        }
    }
}
