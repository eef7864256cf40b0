//! Which attribute is the id, the name, a trait: exact spelling first, then without case.

use sanxian_review::data::LayerKind;

use super::Fields;

const TOWN_ID: &[&str] = &["XZBM", "id", "BSM", "code"];
const FARMLAND_ID: &[&str] = &["YJJBNTTBBH", "BSM", "id", "code"];
const FEATURE_ID: &[&str] = &["BSM", "id", "code"];

/// A town's name.
pub(crate) const TOWN_NAME: &[&str] = &["XZMC", "name", "名称", "小镇名称", "地块名称"];

const COUNTY_NAME: &[&str] = &["XZQMC", "name", "名称", "NAME"];
const FEATURE_NAME: &[&str] = &["HXMC", "name", "名称", "MC"];

/// What to call a feature on the map; `None` = by its id.
pub(crate) fn label<S: AsRef<str>>(role: LayerKind, attributes: &[(S, S)]) -> Option<&str> {
    let names = match role {
        LayerKind::Towns | LayerKind::EarlierTowns => TOWN_NAME,
        LayerKind::Counties | LayerKind::Townships => COUNTY_NAME,
        _ => FEATURE_NAME,
    };
    first(attributes, names)
}

/// The first of `names` that has a value; only if none has, the first when case is ignored.
pub(crate) fn first<'a, S: AsRef<str>>(attributes: &'a [(S, S)], names: &[&str]) -> Option<&'a str> {
    let value = |test: &dyn Fn(&str) -> bool| {
        let found = attributes.iter().filter(|(key, _)| test(key.as_ref())).map(|(_, value)| value.as_ref().trim());
        found.into_iter().find(|value| !value.is_empty())
    };
    let exact = names.iter().find_map(|name| value(&|key| key == *name));
    exact.or_else(|| names.iter().find_map(|name| value(&|key| key.eq_ignore_ascii_case(name))))
}

/// The value of the chosen field. A usual name that was chosen only goes first, so that confirming what would be taken
/// anyway changes nothing; any other name is the only one asked. Without a choice, as [`first`].
pub(crate) fn chosen<'a, S: AsRef<str>>(
    attributes: &'a [(S, S)],
    chosen: Option<&String>,
    names: &[&str],
) -> Option<&'a str> {
    let Some(name) = chosen else { return first(attributes, names) };
    let usual = names.iter().any(|usual| usual.eq_ignore_ascii_case(name));
    first(attributes, &[name.as_str()]).or_else(|| first(attributes, names).filter(|_| usual))
}

/// The names that hold the id of a layer's features, in their order.
pub(crate) fn id_names(role: LayerKind) -> &'static [&'static str] {
    match role {
        LayerKind::Towns | LayerKind::EarlierTowns => TOWN_ID,
        LayerKind::BasicFarmland => FARMLAND_ID,
        _ => FEATURE_ID,
    }
}

/// A feature's id: by attribute, else as its format gives it, else its position.
pub(crate) fn id<S: AsRef<str>>(
    role: LayerKind,
    fields: &Fields,
    attributes: &[(S, S)],
    own: Option<&str>,
    position: u64,
) -> String {
    known_id(role, fields, attributes, own).map_or_else(|| position.to_string(), str::to_owned)
}

/// The id without falling back to the position.
pub(crate) fn known_id<'a, S: AsRef<str>>(
    role: LayerKind,
    fields: &Fields,
    attributes: &'a [(S, S)],
    own: Option<&'a str>,
) -> Option<&'a str> {
    let found = chosen(attributes, fields.id.as_ref(), id_names(role));
    found.or_else(|| own.map(str::trim).filter(|own| !own.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn id(role: LayerKind, a: &[(String, String)], own: Option<&str>, position: u64) -> String {
        super::id(role, &Fields::default(), a, own, position)
    }

    #[test]
    fn a_chosen_field_is_the_only_one_asked() {
        let a = attributes(&[("XZBM", "usual"), ("NO", "7a"), ("EMPTY", " ")]);
        let with = |name: &str| Fields { id: Some(name.to_owned()), ..Fields::default() };
        assert_eq!(super::id(LayerKind::Towns, &with("NO"), &a, None, 3), "7a");
        assert_eq!(super::id(LayerKind::Towns, &with("EMPTY"), &a, None, 3), "3");
        let b = attributes(&[("XZBM", " "), ("BSM", "b"), ("id", "i")]);
        assert_eq!(super::id(LayerKind::Towns, &with("XZBM"), &b, None, 3), id(LayerKind::Towns, &b, None, 3));
        assert_eq!(super::id(LayerKind::Towns, &with("BSM"), &b, None, 3), "b");
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
