//! Which attribute is the id, the name, a trait: exact spelling first, then without case.

use sanxian_review::data::LayerKind;

const TOWN_ID: &[&str] = &["XZBM", "id", "BSM", "code"];
const FARMLAND_ID: &[&str] = &["YJJBNTTBBH", "BSM", "id", "code"];
const FEATURE_ID: &[&str] = &["BSM", "id", "code"];

/// A town's name.
pub(crate) const TOWN_NAME: &[&str] = &["XZMC", "name", "名称", "小镇名称"];

/// The first of `names` that has a value; only if none has, the first when case is ignored.
pub(crate) fn first<'a>(attributes: &'a [(String, String)], names: &[&str]) -> Option<&'a str> {
    let value = |test: &dyn Fn(&str) -> bool| {
        let found = attributes.iter().filter(|(key, _)| test(key)).map(|(_, value)| value.trim());
        found.into_iter().find(|value| !value.is_empty())
    };
    let exact = names.iter().find_map(|name| value(&|key| key == *name));
    exact.or_else(|| names.iter().find_map(|name| value(&|key| key.eq_ignore_ascii_case(name))))
}

/// A feature's id: by attribute, else as its format gives it, else its position.
pub(crate) fn id(role: LayerKind, attributes: &[(String, String)], own: Option<&str>, position: u64) -> String {
    known_id(role, attributes, own).map_or_else(|| position.to_string(), str::to_owned)
}

/// The id without falling back to the position.
pub(crate) fn known_id<'a>(
    role: LayerKind,
    attributes: &'a [(String, String)],
    own: Option<&'a str>,
) -> Option<&'a str> {
    let names = match role {
        LayerKind::Towns | LayerKind::EarlierTowns => TOWN_ID,
        LayerKind::BasicFarmland => FARMLAND_ID,
        _ => FEATURE_ID,
    };
    first(attributes, names).or_else(|| own.map(str::trim).filter(|own| !own.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_order_of_the_contract_decides_not_the_order_in_the_file() {
        let a = attributes(&[("code", "c"), ("BSM", "b"), ("XZBM", " ")]);
        assert_eq!(id(LayerKind::Towns, &a, Some("own"), 7), "b");
    }

    #[test]
    fn an_exact_name_goes_before_one_in_another_case() {
        let a = attributes(&[("bsm", "lower"), ("Code", "other"), ("code", "exact")]);
        assert_eq!(id(LayerKind::EcoRedline, &a, None, 7), "exact");
    }

    #[test]
    fn without_attributes_the_own_id_then_the_position_is_taken() {
        assert_eq!(id(LayerKind::BasicFarmland, &[], Some("f9"), 7), "f9");
        assert_eq!(id(LayerKind::BasicFarmland, &[], Some(""), 7), "7");
    }

    #[test]
    fn only_farmland_asks_for_the_patch_number() {
        let a = attributes(&[("YJJBNTTBBH", "p"), ("BSM", "b")]);
        assert_eq!(id(LayerKind::BasicFarmland, &a, None, 1), "p");
        assert_eq!(id(LayerKind::EcoRedline, &a, None, 1), "b");
    }
}
