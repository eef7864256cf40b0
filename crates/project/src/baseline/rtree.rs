//! An R*Tree written packed, leaf by leaf, instead of a million single inserts.
//!
//! SQLite's R*Tree keeps its nodes in ordinary tables (<https://www.sqlite.org/rtree.html>, "shadow tables"): node 1 is
//! the root, a node is its height (root only), its number of cells, and the cells, all big-endian. Boxes are sorted into
//! tiles (sort-tile-recursive), so that nodes are full and compact.

use rusqlite::{Connection, params};
use sanxian_review::data::Bounds;

/// Most cells of a node of two dimensions.
const CELLS: usize = 51;
/// Bytes of a node: a header of 4, cells of 24.
const NODE: usize = 4 + 24 * CELLS;

/// One box with the feature, or node, that it is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub id: i64,
    /// West, east, south, north, rounded outwards.
    pub sides: [f32; 4],
}

impl Entry {
    pub(super) fn of(id: i64, bounds: &Bounds) -> Self {
        Self { id, sides: [below(bounds.west), above(bounds.east), below(bounds.south), above(bounds.north)] }
    }

    fn middle(&self) -> (f32, f32) {
        (self.sides[0] + self.sides[1], self.sides[2] + self.sides[3])
    }
}

fn below(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) > value { near.next_down() } else { near }
}

fn above(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

/// Makes the virtual table `name` and fills it with `entries`.
pub(super) fn write(conn: &Connection, name: &str, entries: Vec<Entry>) -> rusqlite::Result<()> {
    conn.execute_batch(&format!("CREATE VIRTUAL TABLE {name} USING rtree(id, minx, maxx, miny, maxy)"))?;
    if entries.is_empty() {
        return Ok(());
    }
    let mut node = conn.prepare(&format!("INSERT OR REPLACE INTO {name}_node (nodeno, data) VALUES (?, ?)"))?;
    let mut parent = conn.prepare(&format!("INSERT INTO {name}_parent (nodeno, parentnode) VALUES (?, ?)"))?;
    let mut leaf_of: Vec<(i64, i64)> = Vec::with_capacity(entries.len());
    let mut level = entries;
    let (mut next, mut height) = (2_i64, 0_u16);
    loop {
        if level.len() <= CELLS {
            node.execute(params![1, bytes(height, &level)])?;
            keep(&level, 1, height, &mut leaf_of, &mut parent)?;
            break;
        }
        tile(&mut level);
        let mut above = Vec::with_capacity(level.len() / CELLS + 1);
        for cells in level.chunks(CELLS) {
            node.execute(params![next, bytes(0, cells)])?;
            keep(cells, next, height, &mut leaf_of, &mut parent)?;
            above.push(Entry { id: next, sides: around(cells) });
            next += 1;
        }
        level = above;
        height += 1;
    }
    leaf_of.sort_unstable();
    let mut rowid = conn.prepare(&format!("INSERT INTO {name}_rowid (rowid, nodeno) VALUES (?, ?)"))?;
    for (id, leaf) in leaf_of {
        rowid.execute([id, leaf])?;
    }
    Ok(())
}

/// Notes where these cells are kept.
fn keep(
    cells: &[Entry],
    node: i64,
    height: u16,
    leaf_of: &mut Vec<(i64, i64)>,
    parent: &mut rusqlite::Statement<'_>,
) -> rusqlite::Result<()> {
    if height == 0 {
        leaf_of.extend(cells.iter().map(|cell| (cell.id, node)));
        return Ok(());
    }
    cells.iter().try_for_each(|cell| parent.execute([cell.id, node]).map(|_| ()))
}

fn bytes(height: u16, cells: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(NODE);
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&(cells.len() as u16).to_be_bytes());
    for cell in cells {
        bytes.extend_from_slice(&cell.id.to_be_bytes());
        cell.sides.iter().for_each(|side| bytes.extend_from_slice(&side.to_be_bytes()));
    }
    bytes.resize(NODE, 0);
    bytes
}

fn around(cells: &[Entry]) -> [f32; 4] {
    cells.iter().fold([f32::MAX, f32::MIN, f32::MAX, f32::MIN], |all, cell| {
        let [west, east, south, north] = cell.sides;
        [all[0].min(west), all[1].max(east), all[2].min(south), all[3].max(north)]
    })
}

/// Sorts into columns of √(number of nodes), each from south to north.
fn tile(entries: &mut [Entry]) {
    let nodes = entries.len().div_ceil(CELLS);
    let columns = (nodes as f64).sqrt().ceil() as usize;
    let column = nodes.div_ceil(columns) * CELLS;
    entries.sort_unstable_by(|a, b| a.middle().0.total_cmp(&b.middle().0).then(a.id.cmp(&b.id)));
    for part in entries.chunks_mut(column) {
        part.sort_unstable_by(|a, b| a.middle().1.total_cmp(&b.middle().1).then(a.id.cmp(&b.id)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_finds_the_packed_tree_sound_and_answers_from_it_as_from_its_own() {
        for count in [0_u32, 1, 51, 52, 2601, 2602, 20_000] {
            let conn = Connection::open_in_memory().unwrap();
            let boxes: Vec<Bounds> = (0..count)
                .map(|k| {
                    let (x, y) =
                        (100.0 + f64::from(k * 7919 % 1000) / 50.0, 20.0 + f64::from(k * 104_729 % 997) / 40.0);
                    Bounds { west: x, south: y, east: x + 0.03, north: y + 0.01 }
                })
                .collect();
            let entries = (1..).zip(&boxes).map(|(id, b)| Entry::of(id, b)).collect();
            write(&conn, "packed", entries).unwrap();
            let verdict: String = conn.query_row("SELECT rtreecheck('packed')", [], |row| row.get(0)).unwrap();
            assert_eq!(verdict, "ok", "{count}");
            let found: Vec<i64> = conn
                .prepare(
                    "SELECT id FROM packed WHERE minx <= 110 AND maxx >= 105 AND miny <= 30 AND maxy >= 25 ORDER BY id",
                )
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let asked = Bounds { west: 105.0, south: 25.0, east: 110.0, north: 30.0 };
            let expected: Vec<i64> = (1..).zip(&boxes).filter(|(_, b)| b.touches(&asked)).map(|(id, _)| id).collect();
            assert!(expected.iter().all(|id| found.contains(id)), "{count}");
            assert!(found.len() - expected.len() <= 2 + found.len() / 500, "{count}: rounding finds few more");
        }
    }
}
