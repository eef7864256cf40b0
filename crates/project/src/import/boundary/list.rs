//! Plain lists of points, with a header row or without one: which column is what, and where a plot ends.

use super::fields::{Places, looks_like_a_coordinate, places, row};
use super::{Fault, Plot};
use crate::import::pairs::Pairs;
use crate::import::text::narrowed;
use crate::lang::Text;

/// Columns that are looked at.
pub(crate) const WIDEST: usize = 256;

/// Takes rows one by one.
#[derive(Default)]
pub(crate) struct Reader {
    columns: Columns,
    plots: Vec<Plot>,
    open: Option<Plot>,
    /// The plot that the last row belongs to.
    key: String,
    /// Values of a column `id`, which may number points or plots.
    ids: Vec<String>,
}

#[derive(Default)]
enum Columns {
    /// No row with points yet.
    #[default]
    Unknown,
    /// No header: each row by its looks.
    Bare,
    Named(Named),
}

/// A header row.
struct Named {
    names: Vec<String>,
    places: Places,
    /// The label column is called `id` and there is no plot column.
    vague: bool,
}

impl Reader {
    /// Takes one row; an empty one ends a plot.
    pub(crate) fn row(&mut self, line: u64, fields: &[&str]) {
        let used = fields.iter().rposition(|field| !narrowed(field).is_empty()).map_or(0, |last| last + 1);
        let fields = &fields[..used.min(WIDEST)];
        if fields.is_empty() {
            self.plots.extend(self.open.take());
            return;
        }
        if let Columns::Unknown = self.columns {
            if let Some(named) = Named::of(fields) {
                self.columns = Columns::Named(named);
                return;
            }
            let starts_with_digit = |at: usize| narrowed(fields[at]).starts_with(|c: char| c.is_ascii_digit());
            let points = places(fields).is_some_and(|p| {
                fields.iter().any(|field| looks_like_a_coordinate(field))
                    || (p.second < fields.len() && starts_with_digit(p.first) && starts_with_digit(p.second))
            });
            if !points {
                return; // a title above the list
            }
            self.columns = Columns::Bare;
        }
        let (places, names) = match &self.columns {
            Columns::Named(named) => (Some(named.places), named.names.as_slice()),
            _ => (places(fields), [].as_slice()),
        };
        let Some(places) = places else {
            if fields.concat().chars().any(|c| c.is_ascii_digit()) {
                let what = Text::new("列数不足,不是完整的界址点", "too few columns for a boundary point");
                self.open.get_or_insert_with(|| Plot { line, ..Plot::default() }).add(Err(Fault { line, what }));
            }
            return;
        };
        let key = places.plot.and_then(|at| fields.get(at)).map_or("", |key| key.trim());
        // Merged cells give the number of a plot only in its first row.
        if !key.is_empty() && key != self.key {
            self.plots.extend(self.open.take());
            key.clone_into(&mut self.key);
        }
        let open = self.open.get_or_insert_with(|| Plot {
            line,
            id: places.plot.map(|_| self.key.clone()).filter(|id| !id.is_empty()),
            attributes: attributes(names, fields, places),
            ..Plot::default()
        });
        let before = open.rows.len();
        open.add(row(fields, places, line));
        if let (Columns::Named(Named { vague: true, .. }), true) = (&self.columns, open.rows.len() > before) {
            self.ids
                .push(places.label.and_then(|at| fields.get(at)).map_or_else(String::new, |id| id.trim().to_owned()));
        }
    }

    /// Ends the list.
    pub(crate) fn finish(mut self) -> Vec<Plot> {
        self.plots.extend(self.open.take());
        match <[Plot; 1]>::try_from(std::mem::take(&mut self.plots)) {
            Ok([only]) => by_id(only, &self.ids),
            Err(plots) => plots,
        }
    }
}

/// A column `id` that mostly repeats itself numbers plots, not points.
fn by_id(plot: Plot, ids: &[String]) -> Vec<Plot> {
    let same = ids.windows(2).filter(|pair| pair[0] == pair[1]).count();
    if plot.fault.is_some() || ids.len() != plot.rows.len() || 2 * same < ids.len() {
        return vec![plot];
    }
    let mut plots: Vec<Plot> = Vec::new();
    for (row, id) in plot.rows.iter().zip(ids) {
        let row = super::Row { number: None, ..*row };
        match plots.last_mut().filter(|open| open.id.as_deref() == Some(id)) {
            Some(open) => open.rows.push(row),
            None => plots.push(Plot {
                line: row.line,
                id: Some(id.clone()),
                attributes: plot.attributes.clone(),
                rows: vec![row],
                ..Plot::default()
            }),
        }
    }
    plots
}

/// Every column that is no part of the point, by its header.
fn attributes(names: &[String], fields: &[&str], places: Places) -> Pairs {
    let point = [places.label, places.ring, Some(places.first), Some(places.second)];
    // The length of an edge belongs to its point, not to the plot.
    let of_plot = |name: &str| !name.is_empty() && plain(name) != "边长";
    let named = names.iter().enumerate().filter(|(at, name)| !point.contains(&Some(*at)) && of_plot(name));
    named
        .filter_map(|(at, name)| Some((name.clone(), fields.get(at)?.trim().to_owned())))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

impl Named {
    /// Understands a header row: it must name both coordinates.
    fn of(fields: &[&str]) -> Option<Self> {
        let names: Vec<String> = fields.iter().map(|field| narrowed(field)).collect();
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        if fields.iter().any(|field| looks_like_a_coordinate(field)) {
            return None;
        }
        let find = |words: &[&str]| plain.iter().position(|name| words.contains(&name.as_str()));
        let first = find(&[
            "x",
            "x坐标",
            "坐标x",
            "纵坐标",
            "纵坐标x",
            "x纵坐标",
            "北坐标",
            "北",
            "n",
            "north",
            "northing",
            "纬度",
            "lat",
            "latitude",
            "b",
        ])?;
        let second = find(&[
            "y",
            "y坐标",
            "坐标y",
            "横坐标",
            "横坐标y",
            "y横坐标",
            "东坐标",
            "东",
            "e",
            "east",
            "easting",
            "经度",
            "lon",
            "lng",
            "long",
            "longitude",
            "l",
        ])?;
        let plot = find(&[
            "地块号",
            "地块编号",
            "地块序号",
            "地块",
            "宗地号",
            "图斑编号",
            "小镇编码",
            "xzbm",
            "bsm",
            "plot",
            "parcel",
            "code",
        ]);
        let ring = find(&["圈号", "环号", "圈", "环", "ring", "地块圈号"]);
        let label =
            find(&["点号", "界址点号", "界址点", "点名", "点", "拐点", "拐点号", "拐点编号", "label", "point", "pt"]);
        let id = find(&["id", "序号", "no", "编号"]);
        let vague = label.is_none() && plot.is_none() && id.is_some();
        Some(Self { names, places: Places { label: label.or(id), ring, plot, first, second }, vague })
    }
}

/// A header without its unit, in lower case.
fn plain(name: &str) -> String {
    let bare = name.split(['(', '[']).next().unwrap_or(name);
    bare.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::boundary::fields::split;

    fn plots(text: &str) -> Vec<(Option<String>, usize)> {
        let mut reader = Reader::default();
        for (line, text) in crate::import::text::lines(text) {
            reader.row(line, &split(text).0);
        }
        reader.finish().into_iter().map(|plot| (plot.id, plot.rows.len())).collect()
    }

    #[test]
    fn an_empty_line_or_another_parcel_number_ends_a_plot() {
        let zhejiang = "1,7,1,J1,3347932.8,40548122.1\n2,7,1,J2,3347932.8,40548122.1\n\n3,8,1,J1,3347932.8,40548122.1\n4,9,1,J1,3347932.8,40548122.1";
        assert_eq!(plots(zhejiang), [(Some("7".into()), 2), (Some("8".into()), 1), (Some("9".into()), 1)]);
        assert_eq!(plots("3347932.8,548122.1\n3347932.9,548122.1\n\n\n3347933.8,548122.1\n"), [(None, 2), (None, 1)]);
    }

    #[test]
    fn a_header_row_in_any_language_and_order_is_understood() {
        for header in ["id,x,y", "点号,X坐标(m),Y坐标(m)", "Label,Northing,Easting", "界址点号，纵坐标X，横坐标Y"]
        {
            assert_eq!(
                plots(&format!("{header}\n1,3347932.8,548122.1\n2,3347933.8,548122.1\n")),
                [(None, 2)],
                "{header}"
            );
        }
        let merged = "地块编号,经度,纬度,名称\nA,120.1,30.1,甲\n,120.2,30.1,\nB,120.3,30.1,乙\n";
        assert_eq!(plots(merged), [(Some("A".into()), 2), (Some("B".into()), 1)]);
        let repeated = "id,x,y\nA,3347932.8,548122.1\nA,3347933.8,548122.1\nA,3347933.8,548122.2\nB,3347933.8,548122.3\nB,3347933.8,548122.4";
        assert_eq!(plots(repeated), [(Some("A".into()), 3), (Some("B".into()), 2)]);
    }

    #[test]
    fn titles_are_skipped_and_broken_points_are_not() {
        let mut reader = Reader::default();
        for (line, text) in [(1, "某镇界址点成果表"), (2, "2024年,测绘院"), (3, "J1,1,33479E2.8,4O548122")]
        {
            reader.row(line, &split(text).0);
        }
        let plots = reader.finish();
        assert_eq!(plots[0].fault.as_ref().map(|fault| fault.line), Some(3));
    }
}
