//! The scale as a number and as a bar.

use sanxian_project::lang::Lang;
use serde_json::{Value, json};

use crate::map::View;

/// The bar is at most this long, mm.
const LONGEST: f64 = 64.0;

/// `1:10 000` and a bar of four parts, round in metres.
pub fn scale(view: &View, lang: Lang) -> Value {
    let unit = [5e5, 2e5, 1e5, 5e4, 2e4, 1e4, 5e3, 2e3, 1e3, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0]
        .into_iter()
        .find(|unit| unit * 4.0 / view.metres() <= LONGEST)
        .unwrap_or(1.0);
    let (per, name) = match (unit * 4.0 >= 4000.0, lang) {
        (true, Lang::Zh) => (1000.0, "千米"),
        (true, Lang::En) => (1000.0, "km"),
        (false, Lang::Zh) => (1.0, "米"),
        (false, Lang::En) => (1.0, "m"),
    };
    let stops: Vec<Value> = (0..=4)
        .map(|k| {
            let metres = unit * f64::from(k);
            json!({"at": metres / view.metres(), "text": format!("{}", metres / per)})
        })
        .collect();
    json!({"ratio": format!("1:{}", grouped(view.denominator())), "stops": stops, "unit": name})
}

fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}
