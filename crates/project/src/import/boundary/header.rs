//! What stands above the parcels of a ministry file: datum, zone, and whatever else.

use crate::import::crs::{Crs, Declared, Magnitude, Zone};
use crate::import::pairs::Pairs;
use crate::import::text::narrowed;
use crate::import::{DatumShift, ImportError, OldDatum};
use crate::lang::Text;

/// Where a declaration stands, for messages.
const BY: &str = "[属性描述]";

/// The keys and values above the parcels.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Of `[属性描述]`.
    pub described: Pairs,
    /// Of every other section (`[项目信息]`, `[扩展…]`).
    pub project: Pairs,
}

/// A remark on the header: code and wording.
type Remark = (&'static str, Text);

impl Header {
    fn get(&self, keys: &[&str]) -> Option<String> {
        let found = self.described.iter().find(|(key, _)| keys.contains(&narrowed(key).as_str()));
        found.map(|(_, value)| narrowed(value)).filter(|value| !value.is_empty())
    }

    /// Whether coordinates are degrees, minutes and seconds in one number.
    pub(super) fn is_in_minutes_and_seconds(&self) -> bool {
        let unit = self.get(&["计量单位", "坐标单位"]).unwrap_or_default().to_lowercase();
        unit.contains("度分秒") || unit.contains("mmss") || unit.contains("dms")
    }

    /// The declared coordinate system, in the light of what the eastings look like (`seen`).
    ///
    /// # Errors
    /// A datum that needs parameters.
    pub(crate) fn system(
        &self,
        seen: Option<Magnitude>,
        shift: Option<&DatumShift>,
        file: &str,
    ) -> Result<(Declared, Vec<Remark>), ImportError> {
        let mut remarks = Vec::new();
        let old = self.old_datum(&mut remarks);
        let zone = self.zone(&mut remarks);
        let gauss = self.get(&["投影类型"]).is_some_and(|name| name.contains("高斯"));
        let code = match (seen, zone) {
            (Some(Magnitude::Zoned { zone: seen, .. }), Some(said)) if seen != said => {
                let text = Text::new(
                    format!(
                        "文件头带号为 {},而横坐标的带号是 {},按横坐标读取;请更正文件头",
                        said.number(),
                        seen.number()
                    ),
                    format!(
                        "The header says zone {}, the eastings are of zone {}; read by the eastings. Correct the header",
                        said.number(),
                        seen.number()
                    ),
                );
                remarks.push(("zone_disagrees", text));
                Some(seen.epsg())
            }
            (Some(Magnitude::Zoned { zone: seen, .. }), said) => (gauss || said.is_some()).then(|| seen.epsg()),
            // Without the number in the easting: the 3° series holds every central meridian.
            (Some(Magnitude::Plain { .. }), Some(said)) => Some(4509 + (said.meridian() / 3.0) as u32),
            _ => None,
        };
        let code = match (old, seen) {
            (None, _) => code,
            (Some(old), Some(Magnitude::Zoned { zone, .. })) => Some(old.of_zone(zone.number())),
            (Some(old), Some(Magnitude::Degrees { .. })) => Some(old.degrees()),
            (Some(old), _) => match zone {
                Some(said) => Some(old.of_meridian(said.meridian() as u32)),
                None => {
                    let (datum, file) = (old.name(), file.to_owned());
                    return Err(ImportError::DatumRefused { file, datum: format!("{} ({})", datum.zh, datum.en) });
                }
            },
        };
        let crs = code.and_then(|code| Crs::understand_old(&format!("EPSG:{code}"), shift).ok());
        Ok((crs.map_or(Declared::Nothing, |crs| Declared::As { crs, by: BY }), remarks))
    }

    /// The datum, when it is one that needs parameters.
    fn old_datum(&self, remarks: &mut Vec<Remark>) -> Option<OldDatum> {
        let name = self.get(&["坐标系", "坐标系统"])?;
        let upper = name.to_uppercase();
        if upper.contains("2000") || upper.contains("CGCS") {
            return None;
        }
        if upper.contains("80") || upper.contains("西安") || upper.contains("XIAN") {
            return Some(OldDatum::Xian80);
        }
        if upper.contains("54") || upper.contains("北京") || upper.contains("BEIJING") {
            return Some(OldDatum::Beijing54);
        }
        let text = if upper.contains("WGS") {
            Text::new(
                "文件头坐标系为 WGS 84,视同 CGCS2000(相差不到 1 米)",
                "The header says WGS 84, taken as CGCS2000 (they differ by less than 1 m)",
            )
        } else {
            Text::new(
                format!("文件头坐标系“{name}”无法识别,按 CGCS2000 读取;请核对"),
                format!("The header's coordinate system \"{name}\" is not known; read as CGCS2000. Check it"),
            )
        };
        remarks.push(("header_crs", text));
        None
    }

    fn zone(&self, remarks: &mut Vec<Remark>) -> Option<Zone> {
        let said = self.get(&["带号"])?;
        let digits: String = said.chars().filter(char::is_ascii_digit).collect();
        let zone = digits.parse().ok().and_then(Zone::new);
        let Some(zone) = zone else {
            let text = Text::new(
                format!("文件头带号“{said}”不是中国的带号(13–23、25–45),已忽略;请更正"),
                format!("The header's zone \"{said}\" is none of China's (13–23, 25–45); ignored. Correct it"),
            );
            remarks.push(("bad_zone", text));
            return None;
        };
        let width = self.get(&["几度分带", "分带"]);
        let width =
            width.and_then(|width| width.chars().find(char::is_ascii_digit)).and_then(|digit| digit.to_digit(10));
        if let Some(width) = width
            && width != u32::from(zone.width())
        {
            let text = Text::new(
                format!("文件头为 {width} 度分带,而 {} 带是 {} 度带,按带号读取;请更正", zone.number(), zone.width()),
                format!(
                    "The header says {width}-degree zones, but zone {} is {} degrees wide; read by the number. Correct it",
                    zone.number(),
                    zone.width()
                ),
            );
            remarks.push(("zone_width_disagrees", text));
        }
        Some(zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(pairs: &[(&str, &str)]) -> Header {
        let described = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Header { described, project: Vec::new() }
    }

    fn system(pairs: &[(&str, &str)], seen: Magnitude) -> Result<(Option<u32>, Vec<&'static str>), &'static str> {
        let (declared, remarks) = header(pairs).system(Some(seen), None, "a.txt").map_err(|error| error.code())?;
        let epsg = match declared {
            Declared::As { crs, .. } => crs.epsg,
            Declared::Nothing => None,
        };
        Ok((epsg, remarks.into_iter().map(|(code, _)| code).collect()))
    }

    const PLAIN: Magnitude = Magnitude::Plain { north_first: false };

    fn zoned(zone: u8) -> Magnitude {
        Magnitude::Zoned { zone: Zone::new(zone).unwrap(), north_first: false }
    }

    #[test]
    fn the_zone_number_gives_the_system() {
        assert_eq!(system(&[("带号", "40")], zoned(40)), Ok((Some(4528), vec![])));
        assert_eq!(system(&[("带号", "40")], PLAIN), Ok((Some(4549), vec![])));
        assert_eq!(system(&[("带号", "20带"), ("分带", "6度带")], PLAIN), Ok((Some(4548), vec![])));
        assert_eq!(system(&[("投影类型", "高斯克吕格")], zoned(13)), Ok((Some(4491), vec![])));
        assert_eq!(system(&[], PLAIN), Ok((None, vec![])));
    }

    #[test]
    fn contradictions_are_told_and_the_numbers_win() {
        assert_eq!(system(&[("带号", "39")], zoned(40)), Ok((Some(4528), vec!["zone_disagrees"])));
        assert_eq!(system(&[("带号", "40"), ("几度分带", "6")], PLAIN), Ok((Some(4549), vec!["zone_width_disagrees"])));
        assert_eq!(system(&[("带号", "99")], PLAIN), Ok((None, vec!["bad_zone"])));
    }

    #[test]
    fn old_datums_are_recognised_in_every_spelling() {
        for name in ["80国家大地坐标系", "1980西安坐标系", "西安８０"] {
            assert_eq!(system(&[("坐标系", name)], PLAIN), Err("datum_refused"), "{name} without a zone");
            assert_eq!(system(&[("坐标系", name), ("带号", "40")], PLAIN), Ok((Some(2385), vec![])), "{name}");
            assert_eq!(system(&[("坐标系", name)], zoned(40)), Ok((Some(2364), vec![])), "{name}");
        }
        for name in ["1954北京坐标系", "北京54坐标系"] {
            assert_eq!(system(&[("坐标系", name)], zoned(20)), Ok((Some(21420), vec![])), "{name}");
            assert_eq!(system(&[("坐标系", name), ("带号", "40")], PLAIN), Ok((Some(2437), vec![])), "{name}");
        }
        for name in ["2000国家大地坐标系", "CGCS2000", "２０００国家大地坐标系", ""] {
            assert_eq!(system(&[("坐标系", name)], zoned(40)), Ok((None, vec![])), "{name}");
        }
        assert_eq!(system(&[("坐标系", "WGS84坐标系")], zoned(40)), Ok((None, vec!["header_crs"])));
    }
}
