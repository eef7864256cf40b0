//! `review.json`: everything, with numbers in plain decimal: m² and m with 3 digits, and the whole mm² and mm.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use sanxian_review::data::FeatureId;
use sanxian_review::finding::{Finding, Measure, Review, Subject, TownRow};
use sanxian_review::measure::{Millimetres, SquareMillimetres};
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter};
use serde_json::value::RawValue;

use super::ExportError;
use crate::checklist::checklist;
use crate::lang::Lang;
use crate::store::Recorded;
use crate::store::decision::{Decision, MadeOn};
use crate::words;

/// Writes the file.
pub(super) fn write(recorded: &Recorded, path: &Path) -> Result<(), ExportError> {
    let file = File::create_new(path).map_err(ExportError::io(path))?;
    let mut out = BufWriter::new(file);
    let document = document(recorded).map_err(|error| ExportError::content("review.json", error))?;
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Plain(PrettyFormatter::new()));
    document.serialize(&mut serializer).map_err(|error| match error.io_error_kind() {
        Some(_) => ExportError::Io { path: path.into(), source: error.into() },
        None => ExportError::content("review.json", error),
    })?;
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(ExportError::io(path))
}

/// What the file says, as a value: what is read back from it.
///
/// # Errors
/// When something cannot be said in JSON.
pub(super) fn value(recorded: &Recorded) -> Result<Value, ExportError> {
    let content = |error| ExportError::content("review.json", error);
    // through the text, so that every number is the one that a reader of the file gets
    let text = document(recorded).and_then(|document| serde_json::to_string(&document)).map_err(content)?;
    serde_json::from_str(&text).map_err(content)
}

/// An object that keeps the order in which it is built.
#[derive(Default)]
struct Object(Vec<(String, Field)>);

enum Field {
    Value(Value),
    Decimal(String),
    List(Vec<Object>),
    Object(Object),
}

impl Object {
    fn put(self, name: &str, value: impl Into<Value>) -> Self {
        self.field(name, Field::Value(value.into()))
    }

    fn list(self, name: &str, list: impl Iterator<Item = Object>) -> Self {
        self.field(name, Field::List(list.collect()))
    }

    fn object(self, name: &str, object: Option<Object>) -> Self {
        self.field(name, object.map_or(Field::Value(Value::Null), Field::Object))
    }

    fn area(self, name: &str, area: impl Into<Option<SquareMillimetres>>) -> Self {
        let area = area.into();
        self.decimal(&format!("{name}_m2"), area.map(SquareMillimetres::to_m2_text))
            .put(&format!("{name}_mm2"), area.map(|area| area.0))
    }

    fn length(self, name: &str, length: impl Into<Option<Millimetres>>) -> Self {
        let length = length.into();
        self.decimal(&format!("{name}_m"), length.map(Millimetres::to_m_text))
            .put(&format!("{name}_mm"), length.map(|length| length.0))
    }

    fn decimal(self, name: &str, text: Option<String>) -> Self {
        self.field(name, text.map_or(Field::Value(Value::Null), Field::Decimal))
    }

    fn field(mut self, name: &str, field: Field) -> Self {
        self.0.push((name.into(), field));
        self
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in &self.0 {
            match field {
                Field::Value(value) => map.serialize_entry(name, value)?,
                Field::Decimal(text) => {
                    let raw = RawValue::from_string(text.clone()).map_err(S::Error::custom)?;
                    map.serialize_entry(name, &raw)?;
                }
                Field::List(list) => map.serialize_entry(name, list)?,
                Field::Object(object) => map.serialize_entry(name, object)?,
            }
        }
        map.end()
    }
}

fn document(recorded: &Recorded) -> serde_json::Result<Object> {
    let (run, review) = (&recorded.run, &recorded.review);
    let towns: BTreeMap<_, _> = review.towns.iter().map(|row| (&row.id, row)).collect();
    let decisions: BTreeMap<_, _> = recorded.decisions.iter().map(|one| (&one.finding, one)).collect();
    let findings = review.findings.iter().map(|found| {
        let decision = decisions.get(&found.fingerprint).map(|one| decision(one, found));
        Ok(finding(found, &towns)?.object("decision", decision))
    });
    let findings = findings.collect::<serde_json::Result<Vec<_>>>()?;
    let mut layers: Vec<_> = recorded.layers.keys().map(|kind| kind.key()).collect();
    layers.sort_unstable();
    Ok(Object::default()
        .put("software", run.software.as_str())
        .put("proj", run.proj.as_str())
        .put("as_of", run.as_of.as_str())
        .length("near", run.near)
        .put("area_method", "ellipsoidal, CGCS2000, 国土调查办发〔2008〕32号 with stretches of at most 40 m; planar areas are for comparison only")
        .put("layers", layers)
        .put("sources", serde_json::to_value(&recorded.sources)?)
        .put("packs", run.packs.clone())
        .put("parameters", serde_json::to_value(&run.parameters)?)
        .list("towns", review.towns.iter().map(town))
        .list("overlaps", overlaps(review))
        .list("neighbours", neighbours(review))
        .list("findings", findings.into_iter())
        .list("not_checked", not_checked(review))
        .list("faults", faults(review))
        .put("checklist", serde_json::to_value(checklist(recorded))?)
        .put("problems", serde_json::to_value(&recorded.problems)?))
}

fn town(row: &TownRow) -> Object {
    let four = row.four_bounds;
    let corner = |object: Object, name: &str, (lon, lat): (i64, i64)| {
        object
            .object(name, Some(Object::default().decimal("lon", Some(degrees(lon))).decimal("lat", Some(degrees(lat)))))
    };
    let four = [("east", four.east), ("south", four.south), ("west", four.west), ("north", four.north)]
        .into_iter()
        .fold(Object::default(), |object, (name, at)| corner(object, name, at));
    let partition = row.partition.map(|classes| {
        Object::default()
            .area("eco_redline", classes.eco_redline)
            .area("basic_farmland", classes.basic_farmland)
            .area("outside_urban_boundary", classes.outside_urban_boundary)
            .area("compliant", classes.compliant)
    });
    Object::default()
        .put("town_id", row.id.0.as_str())
        .put("name", row.name.as_str())
        .put("verdict", row.verdict.key())
        .put("central_meridian", row.central_meridian)
        .area("area", row.area)
        .area("planar_area", row.planar_area)
        .area("eco_redline", row.eco_redline)
        .area("basic_farmland", row.basic_farmland)
        .area("outside_urban_boundary", row.outside_urban_boundary)
        .area("compliant", row.partition.map(|classes| classes.compliant))
        .object("partition", partition)
        .object("four_bounds", Some(four))
}

fn overlaps(review: &Review) -> impl Iterator<Item = Object> {
    review.overlaps.iter().map(|row| {
        Object::default()
            .put("town_id", row.town.0.as_str())
            .put("layer", row.layer.key())
            .put("feature_id", row.feature.0.as_str())
            .put("position", row.position)
            .area("area", row.area)
            .put("grade", row.grade.key())
    })
}

fn neighbours(review: &Review) -> impl Iterator<Item = Object> {
    review.neighbours.iter().map(|row| {
        Object::default()
            .put("town_a", row.town_a.0.as_str())
            .put("town_b", row.town_b.0.as_str())
            .length("distance", row.distance)
    })
}

/// What a reviewer decided, and what it makes of the verdict; `severity` stays as derived.
fn decision(decision: &Decision, found: &Finding) -> Object {
    let exemption = decision.exemption.as_ref().map(|exemption| {
        Object::default()
            .put("activity", exemption.activity.as_str())
            .put("document", exemption.document.as_str())
            .put("date", exemption.date.as_str())
    });
    Object::default()
        .put("kind", decision.kind.key())
        .put("effective_severity", decision.effective(found.effective()).key())
        .put("comment", decision.comment.as_str())
        .put("reviewer", decision.reviewer.as_str())
        .object("exemption", exemption)
        .put("at", decision.at.as_str())
        .put("outdated", decision.made_on != MadeOn::of(found))
}

fn finding(found: &Finding, towns: &BTreeMap<&FeatureId, &TownRow>) -> serde_json::Result<Object> {
    let town = found.subject.town().and_then(|id| towns.get(id)).copied();
    let words = |lang| words::finding(found, town, lang);
    let also: Vec<_> = found.also.iter().map(|clause| clause.0.as_str()).collect();
    let limit = found.limit.map(|limit| {
        Ok::<_, serde_json::Error>(
            measure(Object::default(), Some(limit.value)).put("provenance", serde_json::to_value(limit.from)?),
        )
    });
    let object = Object::default()
        .put("finding_id", found.fingerprint.0.as_str())
        .put("rule", found.rule)
        .put("clause", found.clause.0.as_str())
        .put("also", also);
    let object = about(object, &found.subject)
        .put("against", found.against.as_ref().map(|other| other.0.as_str()))
        .put("layer", found.layer.map(|layer| layer.key()))
        .put("severity", found.verdict.key())
        .put("grade", found.grade.map(|grade| grade.key()));
    // an exemption that the ledger has on record: what was derived stays
    let object = match found.effective() == found.verdict {
        true => object,
        false => object.put("effective_severity", found.effective().key()),
    };
    Ok(measure(object, found.measured)
        .object("limit", limit.transpose()?)
        .put("reason", serde_json::to_value(&found.reason)?)
        .put("has_shape", found.shape.is_some())
        .object("explanation", Some(Object::default().put("zh", words(Lang::Zh)).put("en", words(Lang::En)))))
}

/// The town; or no town, and the place whose towns are taken together.
fn about(object: Object, subject: &Subject) -> Object {
    let object = object.put("town_id", subject.town().map(|id| id.0.as_str()));
    match subject.place() {
        Some(place) => object.put("place", place),
        None => object,
    }
}

fn measure(object: Object, measure: Option<Measure>) -> Object {
    match measure {
        Some(Measure::AreaMm2(area)) => object.area("area", area),
        Some(Measure::LengthMm(length)) => object.length("distance", length),
        Some(Measure::Count(count)) => object.put("count", count),
        Some(Measure::Share { part, whole }) => {
            object.object("share", Some(Object::default().put("part", part).put("whole", whole)))
        }
        Some(Measure::Yuan(yuan)) => object.put("yuan", yuan),
        None => object,
    }
}

fn not_checked(review: &Review) -> impl Iterator<Item = Object> {
    review.not_checked.iter().map(|not| {
        let missing: Vec<_> = not.missing.iter().map(|layer| layer.key()).collect();
        Object::default()
            .put("clause", not.clause.as_ref().map(|clause| clause.0.as_str()))
            .put("rule", not.rule.as_str())
            .put("missing", missing)
    })
}

fn faults(review: &Review) -> impl Iterator<Item = Object> {
    review.faults.iter().map(|fault| {
        about(Object::default(), &fault.subject).put("rule", fault.rule.as_str()).put("what", fault.what.as_str())
    })
}

/// Degrees × 1e9 as degrees with 9 decimals.
fn degrees(nano: i64) -> String {
    let (sign, size) = (if nano < 0 { "-" } else { "" }, nano.unsigned_abs());
    format!("{sign}{}.{:09}", size / 1_000_000_000, size % 1_000_000_000)
}

/// Pretty, but never `1e-7`: some readers of tables take that for text.
struct Plain(PrettyFormatter<'static>);

impl Formatter for Plain {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        let text = value.to_string(); // `Display` has no exponents
        out.write_all(text.as_bytes())?;
        if text.contains('.') { Ok(()) } else { out.write_all(b".0") }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
