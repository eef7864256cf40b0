//! What can go wrong with a store.

use std::path::PathBuf;

use crate::run_info::NotADay;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be reached.
    #[error("{}: {source}; check that it is a file and may be read and written", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A new file was asked for where one is.
    #[error("{}: exists already; choose another name or remove it first", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// Not SQLite, or SQLite that is no GeoPackage.
    #[error("{}: is not a GeoPackage ({what}); choose a .gpkg that Sanxian wrote", path.display())]
    NotGeoPackage {
        /// Which file.
        path: PathBuf,
        /// How it was seen.
        what: &'static str,
    },
    /// A GeoPackage of somebody else.
    #[error("{}: is a GeoPackage, but not a Sanxian project ({what}); import it as a layer instead", path.display())]
    NotOurs {
        /// Which file.
        path: PathBuf,
        /// How it was seen.
        what: String,
    },
    /// Made by a newer version, or its structure was changed.
    #[error("{}: has another structure than this version writes ({source}); open it with the version that made it", path.display())]
    Structure {
        /// Which file.
        path: PathBuf,
        /// What differs.
        source: sqlx::migrate::MigrateError,
    },
    /// Made by an older version, and cannot be brought up to date because it is read-only.
    #[error("{}: was saved by an older version and is read-only; copy it to where it can be written and open the copy", path.display())]
    Older {
        /// Which file.
        path: PathBuf,
    },
    /// A value that no version of this program writes.
    #[error("{}: table {table} is damaged: {what}; restore the file from a copy or run the check again", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Which table.
        table: &'static str,
        /// What was read.
        what: String,
    },
    /// SQLite refused.
    #[error("{}: {source}; check the free space and that no other program holds the file", path.display())]
    Sql {
        /// Which file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// A number that the file format cannot hold.
    #[error("{what} {value} is too large to store; correct it in the source")]
    TooLarge {
        /// Which number.
        what: &'static str,
        /// Its value.
        value: u64,
    },
    /// Two towns share an id.
    #[error("two towns have the id {id:?}; give each its own")]
    TwoTowns {
        /// The id.
        id: String,
    },
    /// A review speaks of a town that was not put in.
    #[error("the review speaks of a town {id:?} that is not in the submission; review again")]
    UnknownTown {
        /// The id.
        id: String,
    },
    /// No such unit.
    #[error("there is no review unit {name:?}")]
    UnknownUnit {
        /// The name asked for.
        name: String,
    },
    /// Towns were put in as a layer.
    #[error("towns are not a layer: use put_towns")]
    TownsAreNotALayer,
    /// Nothing to export yet.
    #[error("nothing has been reviewed yet; run the check first")]
    NotReviewed,
    /// The as-of date cannot be used.
    #[error(transparent)]
    AsOf(#[from] NotADay),
}
