//! 界址点 TXT: the ministry's form with its header, or Zhejiang's bare rows.
//!
//! North stands first, eastings as the system has them, lines end in CR LF. A parcel that came with the code of its
//! place goes into the ten-comma form, every other into the eight-comma one.

use std::fmt::Write;

use sanxian_review::data::Shape;
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::plane::Plane;

use super::numbered::{Parcel, parcels};
use super::{Layer, Manner, Row, TextAs, TxtForm, gbk};
use crate::export::ExportError;
use crate::lang::Text;

/// An area that the source states is kept when it agrees with the ground this well.
const AGREES: f64 = 0.01;

/// The file.
pub(super) fn bytes(layer: &Layer, manner: &Manner, notes: &mut Vec<Text>) -> Result<Vec<u8>, ExportError> {
    if manner.system.is_degrees() {
        return Err(ExportError::refused(
            Text::new(
                "界址点 TXT 用高斯平面坐标,不能写成经纬度",
                "A boundary-point TXT holds Gauss-Krueger metres, no degrees",
            ),
            Text::new("请选带号坐标系,如 --crs 4528", "Choose a zone, such as --crs 4528"),
        ));
    }
    let (parcels, decimals) = parcels(layer, manner.system)?;
    let mut page = Page { layer, decimals, text: String::new(), changed: 0 };
    match manner.form {
        TxtForm::Ministry => page.ministry(&parcels, manner),
        TxtForm::Zhejiang => page.zhejiang(&parcels),
    }
    if page.changed > 0 {
        let count = page.changed;
        notes.push(Text::new(
            format!("{count} 处文字含逗号等分隔符或换行,已改为空格"),
            format!("{count} texts with commas, other separators or line ends: these became blanks"),
        ));
    }
    match manner.encoding {
        TextAs::Utf8 => Ok(page.text.into_bytes()),
        TextAs::Gbk => gbk(&page.text),
    }
}

struct Page<'a> {
    layer: &'a Layer,
    decimals: usize,
    text: String,
    /// Texts that had to change.
    changed: u64,
}

impl Page<'_> {
    fn ministry(&mut self, parcels: &[Parcel<'_>], manner: &Manner) {
        let system = manner.system;
        let precision = if self.decimals == 3 { "0.001" } else { "0.0001" };
        self.text.push_str("[属性描述]\r\n格式版本号=1.01\r\n数据产生单位=\r\n");
        let _ = write!(self.text, "数据产生日期={}\r\n坐标系=2000国家大地坐标系\r\n", manner.day);
        let _ = write!(self.text, "几度分带={}\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n", system.width().unwrap_or(3));
        let _ = write!(
            self.text,
            "带号={}\r\n精度={precision}\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n",
            system.zone().unwrap_or(0)
        );
        for parcel in parcels {
            self.parcel_line(parcel);
            for (ring, points) in (1..).zip(&parcel.rings) {
                for point in points.iter().chain(points.first()) {
                    self.point(point.number, ring, point.north, point.east);
                }
            }
        }
    }

    fn point(&mut self, number: usize, ring: usize, north: f64, east: f64) {
        let d = self.decimals;
        let _ = write!(self.text, "J{number},{ring},{north:.d$},{east:.d$}\r\n");
    }

    fn parcel_line(&mut self, parcel: &Parcel<'_>) {
        let (layer, row) = (self.layer, parcel.row);
        let value = |names: &[&str]| layer.value(row, names).unwrap_or_default();
        let count: usize = parcel.rings.iter().map(|ring| ring.len() + 1).sum();
        let id = self.field(layer.value(row, &["地块编号"]).unwrap_or(&row.id));
        let name = self.field(layer.value(row, &["地块名称"]).unwrap_or(&row.name));
        let behind = ["图幅号", "地块用途", "地类编码"].map(|key| self.field(value(&[key])));
        let place = ["行政区代码", "行政区名称"].map(|key| self.field(value(&[key])));
        let before =
            if place.iter().all(String::is_empty) { String::new() } else { format!("{},{},", place[0], place[1]) };
        let area = area(layer, row);
        let _ = write!(self.text, "{count},{area},{before}{id},{name},面,{},@\r\n", behind.join(","));
    }

    fn zhejiang(&mut self, parcels: &[Parcel<'_>]) {
        let mut running = 0;
        for (at, parcel) in parcels.iter().enumerate() {
            if at > 0 {
                self.text.push_str("\r\n");
            }
            let id = self.field(self.layer.value(parcel.row, &["地块编号"]).unwrap_or(&parcel.row.id));
            for (ring, points) in (1..).zip(&parcel.rings) {
                for point in points.iter().chain(points.first()) {
                    running += 1;
                    let _ = write!(self.text, "{running},{id},");
                    let (number, north, east) = (point.number, point.north, point.east);
                    let d = self.decimals;
                    let _ = write!(self.text, "{ring},J{number},{north:.d$},{east:.d$}\r\n");
                }
            }
        }
    }

    /// A text that stays one field when the line is read.
    fn field(&mut self, text: &str) -> String {
        let divides = |c: char| matches!(c, ',' | '，' | ';' | '；' | '、' | '@' | '＠') || c.is_control();
        if text.contains(divides) {
            self.changed += 1;
        }
        text.replace(divides, " ").trim().to_owned()
    }
}

/// 公顷 with 4 decimals: as the source states it where it agrees with the ground, else the ellipsoidal area.
fn area(layer: &Layer, row: &Row) -> String {
    let measured = Shape::new(row.ground.clone()).ok().and_then(|shape| {
        let plane = Plane::of(&shape.bounds()?);
        Some(ellipsoidal_area(&plane.project(&shape)))
    });
    let Some(measured) = measured else { return String::new() };
    #[expect(clippy::cast_precision_loss, reason = "compared within a hundredth")]
    let hectares = measured.0 as f64 / 1e10;
    let stated = layer
        .value(row, &["面积"])
        .filter(|text| text.parse::<f64>().is_ok_and(|stated| (stated - hectares).abs() <= AGREES * hectares));
    stated.map_or_else(|| crate::words::hectares(measured), str::to_owned)
}
