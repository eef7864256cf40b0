//! What is wrong with a pack's file, in Chinese: the parser and the rules say it in English.

/// The reason in Chinese; what is not known stays as it was said.
pub(super) fn zh(reason: &str) -> String {
    let (key, said) = match reason.strip_prefix('`').and_then(|rest| rest.split_once("`: ")) {
        Some((key, said)) => (format!("{key}："), said),
        None => (String::new(), reason),
    };
    let told = unknown(said).or_else(|| missing(said)).or_else(|| kind(said)).or_else(|| number(said));
    let told = told.or_else(|| together(said)).or_else(|| form(said));
    format!("{key}{}", told.unwrap_or_else(|| said.to_owned()))
}

/// The words between backticks, in order.
fn named(said: &str) -> Vec<&str> {
    said.split('`').skip(1).step_by(2).collect()
}

fn unknown(said: &str) -> Option<String> {
    let what = if said.starts_with("unknown field") {
        "没有键"
    } else if said.starts_with("unknown variant") {
        "没有词"
    } else {
        return None;
    };
    let names = named(said);
    let (wrong, known) = names.split_first()?;
    let hint = if known.is_empty() { String::new() } else { format!("；可用的是 {}", known.join("、")) };
    Some(format!("{what} {wrong}{hint}"))
}

fn missing(said: &str) -> Option<String> {
    let rest = said.strip_prefix("missing field")?;
    Some(format!("缺少 {}", named(rest).first()?))
}

fn kind(said: &str) -> Option<String> {
    let (is, wanted) = said.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let wanted = match wanted {
        "f64" | "f32" => "数字",
        "u32" | "i64" | "u64" | "usize" => "整数",
        "a string" => "带引号的文字",
        "a boolean" => "true 或 false",
        "a sequence" => "方括号列出的多项",
        "a map" => "花括号里的键值",
        other => other,
    };
    Some(format!("类型不对，写的是 {is}，应为{wanted}"))
}

fn number(said: &str) -> Option<String> {
    let names = named(said);
    if said.ends_with("must be a finite number, 0 or more") {
        return Some(format!("{} 应为不小于 0 的数", names.first()?));
    }
    if said.ends_with("must not be above the whole") {
        return Some(format!("{} 不能超过 100", names.first()?));
    }
    let [low, high] = names[..] else { return None };
    match said {
        _ if said.contains("must not be above") => Some(format!("{low} 不能大于 {high}")),
        _ if said.contains("must not be below") => Some(format!("{low} 不能小于 {high}")),
        _ => None,
    }
}

fn together(said: &str) -> Option<String> {
    let names = named(said);
    if said.contains("stands twice under") {
        return Some(format!("{} 在 params、national、assume、reads 中写了两次", names.first()?));
    }
    if said.starts_with("exactly one") {
        return Some("应当且只能写一个限值".to_owned());
    }
    if said.starts_with("either") {
        let more = if said.contains("or none") { "，或都不写（只列出）" } else { "" };
        return Some(format!("应当且只能写其中一个：{}{more}", names.join("、")));
    }
    if said.ends_with("belong together") {
        return Some(format!("{} 要一起写", names.join(" 和 ")));
    }
    if said.contains("must be") {
        let (key, words) = names.split_first()?;
        return Some(format!("{key} 应为 {} 之一", words.join("、")));
    }
    None
}

/// What the grammar of TOML wants.
fn form(said: &str) -> Option<String> {
    let zh = match said {
        _ if said.starts_with("unclosed table") => "方括号没有闭合",
        _ if said.starts_with("key with no value") => "只有键，没有 = 和值",
        _ if said.contains("must be quoted") => "文字要用双引号括起来",
        _ if said.starts_with("duplicate key") => "同一个键写了两次",
        _ => return None,
    };
    Some(format!("{zh}（{said}）"))
}

#[cfg(test)]
mod tests {
    use super::zh;

    #[test]
    fn the_usual_slips_are_told_in_chinese_with_what_would_be_right() {
        for (said, told) in [
            (
                "unknown field `max_kn2`, expected one of `min_km2`, `max_km2`",
                "没有键 max_kn2；可用的是 min_km2、max_km2",
            ),
            ("unknown variant `shall`, expected one of `must`, `goal`", "没有词 shall；可用的是 must、goal"),
            ("missing field `quote`", "缺少 quote"),
            (
                "`min_km2`: invalid type: string \"one\", expected f64",
                "min_km2：类型不对，写的是 string \"one\"，应为数字",
            ),
            ("`red` must not be above `yellow`", "red 不能大于 yellow"),
            ("`tourism_level` must not be below `level`", "tourism_level 不能小于 level"),
            ("`x` must be a finite number, 0 or more", "x 应为不小于 0 的数"),
            ("either `max` or `min` is wanted", "应当且只能写其中一个：max、min"),
            ("`layer` must be `townships` or `development_zones`", "layer 应为 townships、development_zones 之一"),
            (
                "`a` stands twice under params, national, assume and reads",
                "a 在 params、national、assume、reads 中写了两次",
            ),
        ] {
            assert_eq!(zh(said), told);
        }
        assert_eq!(zh("something else"), "something else");
    }
}
