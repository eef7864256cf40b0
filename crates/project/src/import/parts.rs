//! A geometry of unknown kind on its way to the intake: its polygons count, whatever else is in it is told.

use super::ImportError;
use super::intake::{Given, Intake};
use super::outline::Outline;
use crate::lang::Text;

/// What a geometry consists of besides the polygons, which are in an outline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// There were polygons.
    pub polygons: bool,
    /// How many points and lines there were.
    pub others: u64,
    /// The kind of the last of them.
    pub other: Option<Other>,
}

/// A geometry that encloses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    Point,
    Line,
}

impl Parts {
    /// Counts a point or line.
    pub(crate) fn add(&mut self, other: Other) {
        self.others += 1;
        self.other = Some(other);
    }
}

impl Other {
    fn kind(self) -> (&'static str, Text) {
        match self {
            Self::Point => ("Point", Text::new("点", "points")),
            Self::Line => ("LineString", Text::new("线", "lines")),
        }
    }
}

/// Hands one feature over.
///
/// # Errors
/// As [`Intake::polygons`].
pub(crate) fn hand_over(
    intake: &mut Intake<'_>,
    given: Given<'_>,
    outline: &mut Outline,
    parts: Parts,
) -> Result<(), ImportError> {
    hand_over_named(intake, given, outline, parts.polygons, (parts.others, parts.other.map(Other::kind)))
}

/// As [`hand_over`], for a format with its own words: how many geometries are no polygons, and what the last of them is.
///
/// # Errors
/// As [`Intake::polygons`].
pub(crate) fn hand_over_named(
    intake: &mut Intake<'_>,
    given: Given<'_>,
    outline: &mut Outline,
    polygons: bool,
    (others, other): (u64, Option<(&'static str, Text)>),
) -> Result<(), ImportError> {
    match (polygons, other) {
        (true, other) => {
            if let Some((_, name)) = other {
                let text = Text::new(
                    format!("要素中还有 {} 个非面几何({}),只取其中的面", others, name.zh),
                    format!(
                        "The feature also has {} geometries that are {}; only its polygons are used",
                        others, name.en
                    ),
                );
                intake.remark(given, "part_not_polygon", text);
            }
            intake.polygons(given, outline)
        }
        (false, Some((kind, name))) => {
            intake.not_polygon(given, kind, name);
            Ok(())
        }
        (false, None) => {
            let text = Text::new(
                "要素的几何为空,未参与审查;如应有范围请补全",
                "The feature's geometry is null and was left out; complete it if it should have one",
            );
            intake.no_geometry(given, "null_geometry", text);
            Ok(())
        }
    }
}
