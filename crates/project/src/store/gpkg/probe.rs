//! Tells a project from other GeoPackages without opening it for good.

use std::path::Path;

use super::{GpkgStore, is_geopackage, options};
use crate::store::Winding;

impl GpkgStore {
    /// Whether this is a file that [`create`](Self::create) made, as far as one can see; anything that is wrong with
    /// it is told when it is opened.
    pub async fn is_project(path: &Path) -> bool {
        let looks = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg")) && path.is_file();
        if !looks || is_geopackage(path).is_err() {
            return false;
        }
        let Ok(store) = Self::with(path, options(path).read_only(true), Winding::AsDelivered).await else {
            return false;
        };
        let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('towns', 'reviewed', 'decision', 'log')";
        let found = sqlx::query_scalar::<_, i64>(tables).fetch_one(&store.pool).await;
        store.close().await;
        // a damaged project is to be refused as one, not taken for a layer
        found.map_or(true, |found| found == 4)
    }

    /// Behaves from now on as if the disk had no more room.
    #[cfg(test)]
    pub(crate) async fn limit_pages(&self) {
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&self.pool).await.expect("a count");
        let limit = format!("PRAGMA max_page_count = {pages}");
        sqlx::query(sqlx::AssertSqlSafe(limit)).execute(&self.pool).await.expect("limited");
    }
}
