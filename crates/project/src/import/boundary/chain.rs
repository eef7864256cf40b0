//! Rows in rings: where one ring ends and the next begins.

use super::{Fault, Row};
use crate::lang::Text;

/// The rings of a plot, closed, in the coordinate order of the file.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Rings {
    pub rings: Vec<Vec<(f64, f64)>>,
    /// Rings whose closing point was missing.
    pub unclosed: u64,
}

/// Chains rows. A ring ends where its first point comes again, whatever label and ring number that row has; else where
/// the ring number changes or the labels begin anew.
///
/// # Errors
/// A ring of fewer than three points, with its line.
pub(crate) fn chain(rows: &[Row]) -> Result<Rings, Fault> {
    let mut done = Rings::default();
    let mut open: &[Row] = &[];
    for (index, row) in rows.iter().enumerate() {
        let begin = index - open.len();
        let Some(first) = open.first() else {
            open = &rows[index..=index];
            continue;
        };
        let closes = open.len() >= 3 && (row.first, row.second) == (first.first, first.second);
        let restarts = open.len() >= 3 && row.number.is_some() && row.number == first.number;
        if closes {
            done.close(&rows[begin..index], true)?;
            open = &[];
        } else if row.ring != first.ring || restarts {
            done.close(open, false)?;
            open = &rows[index..=index];
        } else {
            open = &rows[begin..=index];
        }
    }
    done.close(open, false)?;
    Ok(done)
}

impl Rings {
    fn close(&mut self, rows: &[Row], closed: bool) -> Result<(), Fault> {
        let Some(first) = rows.first() else { return Ok(()) };
        let mut ring: Vec<(f64, f64)> = rows.iter().map(|row| (row.first, row.second)).collect();
        let before = self.rings.last().and_then(|ring| ring.first());
        if ring.len() == 1 && before == ring.first() {
            return Ok(()); // the closing point stands twice
        }
        let mut distinct: Vec<_> = ring.iter().map(|(x, y)| (x.to_bits(), y.to_bits())).collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 3 {
            let what = match (ring.len(), before) {
                (1, Some((x, y))) => Text::new(
                    format!("闭合点与该圈第一点 ({x}, {y}) 不同"),
                    format!("the closing point differs from the ring's first point ({x}, {y})"),
                ),
                _ => Text::new("该圈少于 3 个点", "a ring with fewer than three points"),
            };
            return Err(Fault { line: first.line, what });
        }
        ring.extend(ring.first().copied());
        self.unclosed += u64::from(!closed);
        self.rings.push(ring);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Label number, ring number, point.
    fn rows(rows: &[(u32, u32, f64, f64)]) -> Vec<Row> {
        let row = |(at, &(number, ring, first, second)): (usize, &(u32, u32, f64, f64))| Row {
            line: at as u64 + 1,
            number: Some(number),
            ring,
            first,
            second,
        };
        rows.iter().enumerate().map(row).collect()
    }

    const A: [(f64, f64); 4] = [(0., 1.), (0., 9.), (8., 9.), (0., 1.)];
    const B: [(f64, f64); 4] = [(20., 1.), (20., 9.), (28., 9.), (20., 1.)];

    /// The rows of both triangles, with the labels and ring numbers given.
    fn both(labels: [(u32, u32); 8]) -> Vec<Row> {
        let points = A.iter().chain(&B);
        rows(&labels.iter().zip(points).map(|((n, r), (x, y))| (*n, *r, *x, *y)).collect::<Vec<_>>())
    }

    #[test]
    fn closing_points_end_rings_whatever_they_are_called() {
        let expected = Rings { rings: vec![A.to_vec(), B.to_vec()], unclosed: 0 };
        for labels in [
            [(1, 1), (2, 1), (3, 1), (1, 1), (1, 2), (2, 2), (3, 2), (1, 2)],
            [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2), (8, 2)], // renumbered, running on
            [(1, 1), (2, 1), (3, 1), (1, 1), (1, 1), (2, 1), (3, 1), (1, 1)], // ring 1 for each part
            [(1, 1), (2, 1), (3, 1), (1, 2), (1, 2), (2, 2), (3, 2), (1, 1)], // closing rows in the wrong ring
        ] {
            assert_eq!(chain(&both(labels)), Ok(Rings { rings: expected.rings.clone(), ..expected }), "{labels:?}");
        }
    }

    #[test]
    fn missing_closing_points_are_put_in_and_counted() {
        let mut open = both([(1, 1), (2, 1), (3, 1), (4, 1), (1, 1), (2, 1), (3, 1), (4, 1)]);
        open.remove(7);
        open.remove(3);
        assert_eq!(chain(&open), Ok(Rings { rings: vec![A.to_vec(), B.to_vec()], unclosed: 2 }));
        let renumbered: Vec<Row> =
            open.iter().enumerate().map(|(n, r)| Row { number: Some(n as u32), ring: n as u32 / 3, ..*r }).collect();
        assert_eq!(chain(&renumbered), Ok(Rings { rings: vec![A.to_vec(), B.to_vec()], unclosed: 2 }));
    }

    #[test]
    fn too_few_points_and_a_false_closing_point_are_told_with_their_line() {
        assert_eq!(chain(&rows(&[(1, 1, 0., 1.), (2, 1, 0., 9.), (1, 1, 0., 1.)])).unwrap_err().line, 1);
        let fault = chain(&rows(&[(1, 1, 0., 1.), (2, 1, 0., 9.), (3, 1, 8., 9.), (1, 1, 0., 2.)])).unwrap_err();
        assert_eq!((fault.line, fault.what.en.contains("closing point")), (4, true));
    }

    #[test]
    fn a_closing_point_that_stands_twice_is_one() {
        let doubled = rows(&[(1, 1, 0., 1.), (2, 1, 0., 9.), (3, 1, 8., 9.), (1, 1, 0., 1.), (1, 1, 0., 1.)]);
        assert_eq!(chain(&doubled), Ok(Rings { rings: vec![A.to_vec()], unclosed: 0 }));
    }
}
