//! Boundary-point exchange files (界址点 TXT): header sections, parcel lines, points; or a plain list.

use super::deliver::{deliver, opened};
use super::fields::{places, row, split};
use super::{Deviation, Fault, Kind, Plot, Sheet, list};
use crate::import::ImportError;
use crate::import::item::Item;
use crate::import::pairs::Pairs;
use crate::import::read::Output;
use crate::import::text::{lines, narrowed, number};
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// Reads an exchange file.
///
/// # Errors
/// As [`deliver`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.name();
    let (text, origin) = opened(job, item, name, "txt")?;
    let sheet = sheet(&text);
    if sheet.plots.is_empty() {
        let what = Text::new("没有找到界址点", "no boundary points were found");
        return Err(ImportError::BadLine { file: name.to_owned(), line: 1, what });
    }
    deliver(job, origin, sheet, out)
}

/// Reads the text of a file.
pub(crate) fn sheet(text: &str) -> Sheet {
    let parcels = lines(text).any(|(_, line)| section(line).is_some() || is_parcel_line(line));
    if parcels { ministry(text) } else { plain(text) }
}

/// A list without sections or parcel lines.
fn plain(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let mut reader = list::Reader::default();
    for (number, line) in lines(text) {
        let (fields, wide) = split(line);
        if wide {
            sheet.note(Deviation::WideMarks, number);
        }
        reader.row(number, &fields);
    }
    sheet.plots = reader.finish();
    sheet
}

/// Where in a ministry file a line stands.
enum Within {
    Described,
    Parcels,
    Other,
}

fn ministry(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let mut within = Within::Parcels; // a file may begin with its parcels
    let mut plot: Option<Plot> = None;
    for (number, line) in lines(text) {
        if narrowed(line).is_empty() {
            continue;
        }
        if let Some(name) = section(line) {
            if line.contains(['【', '〔', '［']) {
                sheet.note(Deviation::WideMarks, number);
            }
            within = match name.as_str() {
                "属性描述" => Within::Described,
                "地块坐标" => Within::Parcels,
                _ => Within::Other,
            };
            continue;
        }
        match within {
            Within::Described => sheet.header.described.extend(pair(line)),
            Within::Other => sheet.header.project.extend(pair(line)),
            Within::Parcels => {
                let (fields, wide) = split(line);
                if wide {
                    sheet.note(Deviation::WideMarks, number);
                }
                let closed = is_parcel_line(line);
                if closed || kind(&fields).is_some_and(|(at, _)| at >= 2) {
                    if !closed {
                        sheet.note(Deviation::NoAt, number);
                    }
                    sheet.plots.extend(plot.replace(parcel(&fields, number)));
                } else {
                    point(&mut sheet, &mut plot, &fields, number);
                }
            }
        }
    }
    sheet.plots.extend(plot);
    sheet
}

/// Reads a line that should be a point.
fn point(sheet: &mut Sheet, plot: &mut Option<Plot>, fields: &[&str], line: u64) {
    let Some(places) = places(fields) else {
        if !fields.concat().chars().any(|c| c.is_ascii_digit()) {
            sheet.note(Deviation::StrangeLine, line);
            return;
        }
        let what = Text::new("列数不足,不是完整的界址点", "too few columns for a boundary point");
        let open = plot.get_or_insert_with(|| Plot { line, ..Plot::default() });
        open.add(Err(Fault { line, what }));
        return;
    };
    if plot.is_none() {
        sheet.note(Deviation::NoParcelLine, line);
    }
    let open = plot.get_or_insert_with(|| Plot { line, ..Plot::default() });
    open.add(row(fields, places, line));
}

/// The name in brackets of either width.
fn section(line: &str) -> Option<String> {
    let line = narrowed(line);
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    Some(name.trim().to_owned())
}

fn is_parcel_line(line: &str) -> bool {
    line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '\0')).ends_with(['@', '＠'])
}

/// `key=value`.
fn pair(line: &str) -> Option<(String, String)> {
    let (key, value) = line.split_once(['=', '＝', '：'])?;
    Some((key.trim_start_matches('\u{FEFF}').trim().to_owned(), value.trim().to_owned()))
}

/// What the parcel is, and in which field that stands.
fn kind(fields: &[&str]) -> Option<(usize, Kind)> {
    fields.iter().enumerate().find_map(|(at, field)| {
        let kind = match *field {
            "面" | "面状" => Kind::Area,
            "线" | "线状" => Kind::Line,
            "点" | "点状" => Kind::Point,
            _ => return None,
        };
        Some((at, kind))
    })
}

/// Names of the fields behind the kind.
const BEHIND: [&str; 3] = ["图幅号", "地块用途", "地类编码"];

/// Reads a parcel line: count and area stand first, number and name before the kind, the rest behind it.
fn parcel(fields: &[&str], line: u64) -> Plot {
    let mut fields = fields.to_vec();
    while fields.last().is_some_and(|field| matches!(*field, "" | "@" | "＠")) {
        fields.pop();
    }
    if let Some(last) = fields.last_mut() {
        *last = last.trim_end_matches(['@', '＠']).trim();
    }
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let (at, kind) = kind(&fields).unwrap_or((4, Kind::Area));
    let mut attributes = Pairs::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            attributes.push((name.to_owned(), value.to_owned()));
        }
    };
    let (id, name) = if at >= 4 { (field(at - 2), field(at - 1)) } else { (field(2), "") };
    add("地块编号", id);
    add("地块名称", name);
    add("面积", field(1));
    // Between area and number stand, in the provincial form, the code and the name of the place.
    for between in 2..at.saturating_sub(2) {
        let code = (6..=12).contains(&field(between).len()) && field(between).bytes().all(|b| b.is_ascii_digit());
        let other = format!("属性{}", between + 1);
        add(
            if code {
                "行政区代码"
            } else if between == 3 {
                "行政区名称"
            } else {
                &other
            },
            field(between),
        );
    }
    for behind in at + 1..fields.len() {
        let other = format!("属性{}", behind + 1);
        add(BEHIND.get(behind - at - 1).copied().unwrap_or(&other), field(behind));
    }
    let area = Some(field(1)).filter(|area| !area.is_empty());
    Plot {
        line,
        id: Some(id).filter(|id| !id.is_empty()).map(str::to_owned),
        attributes,
        kind,
        area: area.map(str::to_owned),
        count: number(field(0)).filter(|count| *count >= 0.0 && *count < 1e9).map(|count| count as u64),
        rows: Vec::new(),
        fault: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Plot {
        parcel(&split(line).0, 3)
    }

    #[test]
    fn parcel_lines_of_every_form_give_number_name_and_kind() {
        for (line, id, name, kind) in [
            ("67,5.1234,1,某单元A-01地块,面,,,,@", Some("1"), "某单元A-01地块", Kind::Area),
            ("0,0,330106104,某村,D8-003,地块4,面,,,,@", Some("D8-003"), "地块4", Kind::Area),
            ("6,,FID_0,DKMC,面, , , ,@", Some("FID_0"), "DKMC", Kind::Area),
            ("6,,FID_0,DKMC,线,,,@", Some("FID_0"), "DKMC", Kind::Line),
            ("5，0.7655公顷，A1，北地块，面，，，，＠", Some("A1"), "北地块", Kind::Area),
            ("4,1.2,7,田,面,H50,耕地,0101,水田,1,2,3,@", Some("7"), "田", Kind::Area),
            ("4,1.2,,,,,,,@", None, "", Kind::Area),
            ("@", None, "", Kind::Area),
        ] {
            let plot = of(line);
            let found = plot.attributes.iter().find(|(key, _)| key == "地块名称").map_or("", |(_, value)| value);
            assert_eq!((plot.id.as_deref(), found, plot.kind), (id, name, kind), "{line}");
        }
        let zhejiang = of("0,0,330106104,某村,D8-003,地块4,面,,,,@");
        assert!(zhejiang.attributes.contains(&("行政区代码".to_owned(), "330106104".to_owned())));
        assert_eq!((zhejiang.count, zhejiang.area.as_deref()), (Some(0), Some("0")));
    }

    #[test]
    fn sections_in_any_order_and_brackets_are_kept() {
        let text = "[项目信息]\n项目名称=某项目\n【扩展A】\nx＝1\n [属性描述]\n带号=40\n［地块坐标］\n3,,1,a,面,,,,@\nJ1,1,1.5,2.5\n";
        let sheet = sheet(text);
        assert_eq!(sheet.header.described, [("带号".to_owned(), "40".to_owned())]);
        assert_eq!(sheet.header.project.len(), 2);
        assert_eq!((sheet.plots.len(), sheet.plots[0].rows.len()), (1, 1));
    }
}
