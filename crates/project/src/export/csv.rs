//! `towns.csv`, `overlaps.csv`, `neighbours.csv`: UTF-8, LF, RFC 4180 quoting, areas in m² and lengths in m.

use std::borrow::Cow;
use std::path::Path;

use csv::{Terminator, Writer, WriterBuilder};
use sanxian_review::finding::{NeighbourRow, OverlapRow, Review, TownRow};
use sanxian_review::measure::SquareMillimetres;

use super::ExportError;

/// Writes the three files into `folder`.
pub(super) fn write(review: &Review, folder: &Path) -> Result<(), ExportError> {
    towns(&review.towns, &folder.join("towns.csv"))?;
    overlaps(&review.overlaps, &folder.join("overlaps.csv"))?;
    neighbours(&review.neighbours, &folder.join("neighbours.csv"))
}

fn towns(rows: &[TownRow], path: &Path) -> Result<(), ExportError> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    let header = [
        "town_id",
        "name",
        "area_m2",
        "planar_area_m2",
        "eco_redline_m2",
        "basic_farmland_m2",
        "outside_urban_boundary_m2",
        "compliant_m2",
        "verdict",
    ];
    table(path, header, rows, |row| {
        [
            text(&row.id.0),
            text(&row.name),
            row.area.to_m2_text().into(),
            row.planar_area.to_m2_text().into(),
            m2(row.eco_redline),
            m2(row.basic_farmland),
            m2(row.outside_urban_boundary),
            m2(row.partition.map(|classes| classes.compliant)),
            row.verdict.key().into(),
        ]
    })
}

fn overlaps(rows: &[OverlapRow], path: &Path) -> Result<(), ExportError> {
    let mut rows: Vec<_> = rows.iter().collect();
    // Patches with one number by what is printed, not by their position, which depends on the file's order.
    rows.sort_unstable_by(|a, b| {
        let patch = |row: &'_ OverlapRow| (row.area, row.grade, row.position);
        let key = (&a.town, a.layer, &a.feature).cmp(&(&b.town, b.layer, &b.feature));
        key.then_with(|| patch(a).cmp(&patch(b)))
    });
    table(path, ["town_id", "layer", "feature_id", "area_m2", "grade"], rows, |row| {
        [
            text(&row.town.0),
            row.layer.key().into(),
            text(&row.feature.0),
            row.area.to_m2_text().into(),
            row.grade.key().into(),
        ]
    })
}

fn neighbours(rows: &[NeighbourRow], path: &Path) -> Result<(), ExportError> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort();
    table(path, ["town_a", "town_b", "distance_m"], rows, |row| {
        [text(&row.town_a.0), text(&row.town_b.0), row.distance.to_m_text().into()]
    })
}

fn table<R, const N: usize>(
    path: &Path,
    header: [&str; N],
    rows: Vec<&R>,
    cells: impl for<'r> Fn(&'r R) -> [Cow<'r, str>; N],
) -> Result<(), ExportError> {
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(source) => ExportError::Io { path: path.into(), source },
        other => ExportError::content("csv", format!("{other:?}")),
    };
    let mut writer: Writer<_> =
        WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_path(path).map_err(failed)?;
    writer.write_record(header).map_err(failed)?;
    for row in rows {
        writer.write_record(cells(row).iter().map(|cell| cell.as_bytes())).map_err(failed)?;
    }
    writer.flush().map_err(ExportError::io(path))
}

/// A text that no spreadsheet takes for a formula (CWE-1236). Numbers do not pass here.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}").into() } else { text.into() }
}

fn m2(area: Option<SquareMillimetres>) -> Cow<'static, str> {
    area.map(SquareMillimetres::to_m2_text).unwrap_or_default().into()
}
