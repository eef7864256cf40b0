//! Harmless breaches of RFC 7946: counted and told once a file, the feature stays in.

use super::cursor::{Cursor, Fault};
use crate::lang::Text;

/// One kind of breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    DuplicateMember,
    BadId,
    BadBbox,
    ForeignMember,
    BadFeatureType,
    BareGeometry,
    BadProperties,
    NestedCollection,
    SingleCollection,
    LongPosition,
    LetterCase,
    NotUtf8,
}

impl Oddity {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::DuplicateMember => "duplicate_member",
            Self::BadId => "bad_id",
            Self::BadBbox => "bad_bbox",
            Self::ForeignMember => "foreign_member",
            Self::BadFeatureType => "bad_feature_type",
            Self::BareGeometry => "bare_geometry",
            Self::BadProperties => "bad_properties",
            Self::NestedCollection => "nested_collection",
            Self::SingleCollection => "single_collection",
            Self::LongPosition => "long_position",
            Self::LetterCase => "letter_case",
            Self::NotUtf8 => "not_utf8",
        }
    }

    pub(crate) fn text(self) -> Text {
        let (zh, en) = match self {
            Self::DuplicateMember => {
                ("对象中有重名成员,含义不明确,取最后一个", "An object has a member twice; the last one was taken")
            }
            Self::BadId => ("id 应为文本或数字,已忽略", "An id must be text or a number; ignored"),
            Self::BadBbox => ("bbox 应为 4 个或 6 个数字,已忽略", "A bbox must be 4 or 6 numbers; ignored"),
            Self::ForeignMember => (
                "对象带有属于其他类型的成员(如要素中的 coordinates),已忽略",
                "An object has members of another type (such as coordinates in a Feature); ignored",
            ),
            Self::BadFeatureType => {
                ("要素的 type 不是 Feature,仍按要素读取", "A feature's type is not Feature; read as one")
            }
            Self::BareGeometry => (
                "要素位置上直接写了几何,按没有属性的要素读取",
                "A geometry stands where a Feature should; read without attributes",
            ),
            Self::BadProperties => (
                "properties 缺失或不是对象,按没有属性读取",
                "properties is missing or no object; read without attributes",
            ),
            Self::NestedCollection => {
                ("GeometryCollection 不应嵌套,已展开", "GeometryCollections should not be nested; unfolded")
            }
            Self::SingleCollection => (
                "GeometryCollection 只含一个几何,已按该几何读取",
                "A GeometryCollection with one geometry; read as that geometry",
            ),
            Self::LongPosition => {
                ("坐标超过 3 个数字,多余的已忽略", "Positions with more than three numbers; the rest ignored")
            }
            Self::LetterCase => (
                "type 的大小写不符合规范,仍按其含义读取",
                "A type is written in the wrong letter case; understood all the same",
            ),
            Self::NotUtf8 => (
                "文本不是 UTF-8,按 GBK 读取;请以 UTF-8 重新导出",
                "Text is not UTF-8, read as GBK; export it again as UTF-8",
            ),
        };
        Text::new(zh, en)
    }
}

/// What is odd in one object; each kind is noted once.
#[derive(Debug, Default)]
pub(crate) struct Odd(Vec<Oddity>);

impl Odd {
    pub(crate) fn note(&mut self, oddity: Oddity) {
        if !self.0.contains(&oddity) {
            self.0.push(oddity);
        }
    }

    pub(crate) fn take(&mut self) -> impl Iterator<Item = Oddity> + '_ {
        self.0.drain(..)
    }
}

/// Consumes a `bbox` value and notes whether it is 4 or 6 numbers.
pub(crate) fn bbox(cursor: &mut Cursor<'_>, odd: &mut Odd) -> Result<(), Fault> {
    let value = cursor.skip_value(0)?;
    let mut inner = Cursor::new(value);
    let mut numbers = 0;
    let good = inner.elements(|c| c.number().map(|_| numbers += 1)).is_ok() && matches!(numbers, 4 | 6);
    if !good {
        odd.note(Oddity::BadBbox);
    }
    Ok(())
}

/// Notes a member that was there already; `seen` holds a bit for each known name.
pub(crate) fn note_twice(seen: &mut u32, names: &[&str], key: &super::cursor::Quoted<'_>, odd: &mut Odd) {
    if let Some(index) = names.iter().position(|name| key.is(name)) {
        if *seen & (1 << index) != 0 {
            odd.note(Oddity::DuplicateMember);
        }
        *seen |= 1 << index;
    }
}
