//! Between rows and values: text that is JSON, words of closed lists, bulk inserts.

use std::fmt;
use std::path::Path;

use sanxian_review::data::{Attributes, FeatureId};
use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, DeserializeOwned, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};
use sqlx::query_builder::Separated;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::super::StoreError;

/// Trouble inside one call, before the file's name is put to it.
#[derive(Debug)]
pub(crate) enum Fail {
    Sql(sqlx::Error),
    Damaged { table: &'static str, what: String },
    Refused(StoreError),
}

impl From<sqlx::Error> for Fail {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl std::fmt::Display for Fail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sql(error) => error.fmt(f),
            Self::Damaged { table, what } => write!(f, "table {table}: {what}"),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl Fail {
    pub(super) fn damaged(table: &'static str, what: impl ToString) -> Self {
        Self::Damaged { table, what: what.to_string() }
    }

    pub(super) fn at(self, path: &Path) -> StoreError {
        match self {
            Self::Sql(source) => StoreError::Sql { path: path.into(), source },
            Self::Damaged { table, what } => StoreError::Damaged { path: path.into(), table, what },
            Self::Refused(error) => error,
        }
    }
}

/// Reads JSON text.
pub(super) fn from_json<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, Fail> {
    serde_json::from_str(text).map_err(|error| Fail::damaged(table, format!("{error} in {text:.80}")))
}

/// Writes JSON text.
pub(super) fn to_json<T: Serialize>(table: &'static str, value: &T) -> Result<String, Fail> {
    serde_json::to_string(value).map_err(|error| Fail::damaged(table, error))
}

/// Reads a word of a closed list, `not_checked`.
pub(super) fn word<T: for<'de> Deserialize<'de>>(table: &'static str, text: &str) -> Result<T, Fail> {
    let from: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    T::deserialize(from).map_err(|error| Fail::damaged(table, error))
}

/// A count that SQLite can hold.
pub(super) fn count(what: &'static str, value: u64) -> Result<i64, Fail> {
    i64::try_from(value).map_err(|_| StoreError::TooLarge { what, value }.into())
}

/// A count as it was stored.
pub(super) fn uncount(table: &'static str, value: i64) -> Result<u64, Fail> {
    u64::try_from(value).map_err(|_| Fail::damaged(table, format!("{value} is negative")))
}

/// Attributes as a JSON object, which GIS expressions can look into; as a list of pairs when a name comes twice.
pub(crate) fn attributes_to_json<S: AsRef<str> + Serialize>(
    table: &'static str,
    attributes: &[(S, S)],
) -> Result<String, Fail> {
    let mut names: Vec<&str> = attributes.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return to_json(table, &attributes);
    }
    let pairs = attributes.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
    let mut bytes =
        Vec::with_capacity(16 + attributes.iter().map(|(n, v)| n.as_ref().len() + v.as_ref().len() + 6).sum::<usize>());
    let written = serde_json::Serializer::new(&mut bytes).collect_map(pairs);
    written.map_err(|error| Fail::damaged(table, error))?;
    String::from_utf8(bytes).map_err(|error| Fail::damaged(table, error))
}

/// Reads either form.
fn attributes_from_json(table: &'static str, text: &str) -> Result<Vec<(String, String)>, Fail> {
    if text.starts_with('[') {
        return from_json(table, text);
    }
    let object: serde_json::Map<String, serde_json::Value> = from_json(table, text)?;
    let pair = |(name, value)| match value {
        serde_json::Value::String(value) => Ok((name, value)),
        other => Err(Fail::damaged(table, format!("attribute {name:?} is not text: {other}"))),
    };
    object.into_iter().map(pair).collect()
}

/// The same, packed: texts that JSON did not have to alter are taken where they lie.
pub(crate) fn packed_from_json(table: &'static str, text: &str) -> Result<Attributes, Fail> {
    match serde_json::from_str::<Plain<'_>>(text) {
        Ok(Plain(pairs)) => Ok(Attributes::new(pairs)),
        Err(_) => Ok(attributes_from_json(table, text)?.into()), // a list, escapes, or damage, which it names
    }
}

/// An object of texts without escapes.
struct Plain<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Plain<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Plain<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("attributes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::with_capacity(16);
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Plain(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// An id as stored.
pub(super) fn id(text: String) -> FeatureId {
    FeatureId(text)
}

/// `INSERT INTO … (columns) VALUES (…), (…), …`, some hundred rows at a time.
pub(super) async fn insert<T: Sync>(
    conn: &mut SqliteConnection,
    into: impl Into<String>,
    rows: &[T],
    bind: fn(&mut Separated<'_, Sqlite, &'static str>, &T),
) -> Result<(), Fail> {
    // SQLite binds at most 32,766 values; the widest table has 21.
    let into = into.into();
    for chunk in rows.chunks(400) {
        let mut query = QueryBuilder::<Sqlite>::new(into.as_str());
        query.push(" ").push_values(chunk, |mut values, row| bind(&mut values, row));
        query.build().execute(&mut *conn).await?;
    }
    Ok(())
}

/// Says what makes a GeoPackage another's: a table of ours missing or a view in its place, or code (triggers) of
/// others that would run when we write.
pub(super) async fn foreign(pool: &SqlitePool) -> Result<Option<String>, Fail> {
    let found: Vec<(String, String)> =
        sqlx::query_as("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view', 'trigger') ORDER BY name")
            .fetch_all(pool)
            .await?;
    for ours in ["_sqlx_migrations", "towns", "findings", "run", "reviewed", "log"] {
        if !found.iter().any(|(kind, name)| kind == "table" && name == ours) {
            return Ok(Some(format!("it has no table {ours}")));
        }
    }
    let known = |name: &str| {
        name.starts_with("log_keeps_")
            || (name.starts_with("rtree_") && name.contains("_geom_"))
            || name.starts_with("trigger_insert_feature_count_") // GDAL's, after an edit in a GIS
            || name.starts_with("trigger_delete_feature_count_")
    };
    let strange = found.iter().find(|(kind, name)| kind == "view" || (kind == "trigger" && !known(name)));
    Ok(strange.map(|(kind, name)| format!("it has a {kind} {name:?} of its own")))
}
