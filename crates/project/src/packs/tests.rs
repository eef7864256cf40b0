use super::*;
use sanxian_review::measure::Millimetres;

fn in_place(code: &str) -> Vec<String> {
    let town = TownTraits { admin_code: Some(code.to_owned()), ..TownTraits::default() };
    let packs = select(&[], [&town].into_iter()).expect("built-in packs parse");
    packs.into_iter().map(|pack| pack.pack.id).collect()
}

#[test]
fn every_built_in_pack_parses_and_binds_and_its_id_is_its_file_name() {
    let packs: Vec<Pack> = BUILT_IN.iter().map(|(id, _)| built_in(id).expect("parses")).collect();
    for ((id, _), pack) in BUILT_IN.iter().zip(&packs) {
        assert_eq!(*id, pack.pack.id);
    }
    let as_of = "2026-01-01".parse().expect("a date");
    Policy::new(packs, as_of, Millimetres(1_000_000)).map(drop).expect("binds");
}

#[test]
fn the_towns_codes_choose_the_packs() {
    assert_eq!(
        in_place("330523"),
        ["national", "national-guide-2021", "national-lines-2019", "zhejiang-2022-73", "huzhou"]
    );
    assert_eq!(in_place("630102"), ["national", "national-guide-2021", "national-lines-2019", "qinghai-2021-5"]);
    assert_eq!(in_place("110101"), ["national", "national-guide-2021", "national-lines-2019"]);
}

#[test]
fn an_unknown_pack_is_refused_with_the_names_that_exist() {
    let error = open("zhejiang").expect_err("no such pack").to_string();
    assert!(error.contains("zhejiang-2022-73"), "{error}");
}

/// A JSON schema as far as ours goes: types, keys, words, references to nothing.
fn fits(schema: &serde_json::Value, value: &serde_json::Value, place: &str) -> Result<(), String> {
    use serde_json::Value;
    if let Some(all) = schema["anyOf"].as_array() {
        return if all.iter().any(|one| fits(one, value, place).is_ok()) {
            Ok(())
        } else {
            Err(format!("{place}: fits none"))
        };
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Err(format!("{place}: {value} is not allowed"));
    }
    let right = match schema["type"].as_str() {
        Some("string") => {
            value.as_str().is_some_and(|text| text.len() as u64 >= schema["minLength"].as_u64().unwrap_or(0))
        }
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    if !right {
        return Err(format!("{place}: {value} is not {}", schema["type"]));
    }
    for (k, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(&schema["items"], item, &format!("{place}[{k}]"))?;
    }
    for wanted in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(wanted).is_none() {
            return Err(format!("{place}: {wanted} is missing"));
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(known) => fits(known, inner, &format!("{place}.{key}"))?,
            None if schema["additionalProperties"] == Value::Bool(false) => {
                return Err(format!("{place}: unknown {key}"));
            }
            None => {}
        }
    }
    Ok(())
}

#[test]
fn every_built_in_pack_and_a_new_one_fit_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
    let packs = BUILT_IN.iter().map(|(id, _)| built_in(id).expect("parses"));
    let drafted = Pack::parse("own.toml", &draft("own", Some("3307"))).expect("a draft can be used");
    for pack in packs.chain([drafted]) {
        let json = serde_json::to_value(&pack).expect("JSON");
        fits(&schema, &json, &pack.pack.id).expect("fits");
    }
    let wrong =
        serde_json::json!({"pack": {"id": "x", "title": "t", "issuer": "i"}, "clause": [{"id": "X", "artikel": 1}]});
    assert!(fits(&schema, &wrong, "x").is_err());
}

#[test]
fn a_pack_survives_being_printed_as_json() {
    for (id, _) in BUILT_IN {
        let pack = built_in(id).expect("parses");
        let back: Pack = serde_json::from_value(serde_json::to_value(&pack).expect("JSON")).expect("a pack");
        assert_eq!(Pack { origin: pack.origin.clone(), ..back }, pack);
    }
}

#[test]
fn an_error_points_into_the_line() {
    let own = |from: &str, to: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("own.toml");
        let text = draft("own", None);
        assert!(text.contains(from), "{from}");
        std::fs::write(&file, text.replacen(from, to, 1)).expect("written");
        let error = check(&file.display().to_string()).expect_err(to);
        let line = text.lines().position(|line| line.contains(from.lines().next().unwrap_or(from))).expect("there") + 1;
        (error.message(Lang::En), error.message(Lang::Zh), line)
    };
    for (from, to, why) in [
        ("max_km2 = 5.0", "max_kn2 = 5.0", "unknown field `max_kn2`"),
        ("min_km2 = 1.0", "min_km2 = 9.0", "must not be above"),
        ("min_km2 = 1.0", "min_km2 = -1.0", "0 or more"),
        ("min_km2 = 1.0", "min_km2 = \"one\"", "`min_km2`: invalid type"),
        ("max_km2 = 5.0", "max_km2 = 6.0", "does not stand in the quote"),
        ("\"town_size\" ", "\"town_sise\" ", "does not exist"),
        ("quote   = \"产业特色鲜明\"", "quote   = \"\"", "`quote` is empty"),
        ("force   = \"goal\"", "force   = \"shall\"", "unknown variant `shall`"),
        ("advice  = \"说明理由\"", "advise  = \"说明理由\"", "unknown field `advise`"),
    ] {
        let (en, zh, line) = own(from, to);
        assert!(en.contains(why), "{en}");
        let near = [format!("line {line}"), format!("第 {line} 行")];
        assert!(
            en.contains(&near[0]) && (zh.contains(&near[0]) || zh.contains(&near[1])),
            "{to} (line {line}): {en} / {zh}"
        );
    }
    let (en, zh, _) = own("quote   = \"产业特色鲜明\"\n", "");
    assert!(en.contains("missing field `quote`") && zh.contains("缺少 quote"), "{en} / {zh}");
    let except =
        "\n[[clause.except]]\ntypes = [\"sports\"]\nlifts = [\"max_kn2\"]\nthen = \"justify\"\nquote = \"体育\"\n";
    let advice = "advice  = \"说明理由\"\n";
    let (en, zh, _) = own(advice, &format!("{advice}{except}"));
    assert!(en.contains("lifts `max_kn2`") && zh.contains("max_kn2"), "{en} / {zh}");
    let (en, zh, _) = own("overrides =", "effective = { from = 2026-01-01, to = 2025-01-01 }\noverrides =");
    assert!(en.contains("before it begins") && zh.contains("早于起日"), "{en} / {zh}");
}

#[test]
fn a_file_that_is_no_pack_at_all_is_told_in_a_few_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.toml");
    for bytes in [&b"\0".repeat(300_000)[..], b"[pack", b"\xff\xfe", &b"a = \"".repeat(9_000)] {
        std::fs::write(&file, bytes).expect("written");
        let error = check(&file.display().to_string()).expect_err("no pack");
        for lang in [Lang::Zh, Lang::En] {
            let text = error.message(lang);
            assert!(text.chars().count() < 600 && text.contains("own.toml"), "{}", text.chars().count());
        }
    }
}

#[test]
fn limits_of_repairs_are_shown_with_their_origin_and_replaced_like_other_parameters() {
    let mut pack = built_in("national").unwrap();
    let found = parameters(std::slice::from_ref(&pack));
    let area = found.iter().find(|one| one.name == "national/repair/repair_area_m2").unwrap();
    assert_eq!((area.value.as_str(), area.unit.as_str(), area.provenance), ("1000.0", "m2", Provenance::Reviewer));
    pack.assume("repair_area_m2", 250.0);
    assert_eq!(pack.repair.as_ref().map(|repair| repair.repair_area_m2), Some(250.0));
    assert_eq!(repair(&[]).repair_share_percent, 1.0);
}
