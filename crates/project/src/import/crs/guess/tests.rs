//! The detective before drawn evidence: every province, delivered rightly and wrongly.

use std::cell::RefCell;
use std::collections::HashMap;

use proj::Proj;

use super::super::declared::Crs;
use super::super::prefectures::{PREFECTURES, Prefecture};
use super::*;

/// One delivery.
struct Case {
    what: &'static str,
    place: &'static Prefecture,
    notes: Notes,
    /// The attributes hold the county's code.
    coded: bool,
}

fn projected(epsg: u32, place: (f64, f64)) -> (f64, f64) {
    thread_local! {
        static KNOWN: RefCell<HashMap<u32, Proj>> = RefCell::default();
    }
    let new = || Proj::new_known_crs("EPSG:4490", &format!("EPSG:{epsg}"), None).unwrap();
    KNOWN.with_borrow_mut(|known| known.entry(epsg).or_insert_with(new).convert(place).unwrap())
}

/// Notes of a layer with a square of about 2 km at each place, its numbers as `number` makes them.
fn notes(declared: Option<u32>, places: &[(f64, f64)], number: impl Fn((f64, f64)) -> (f64, f64)) -> Notes {
    let mut notes = Notes::default();
    notes.declared = Some(declared.map_or(Declared::Nothing, |epsg| Declared::As {
        crs: Crs::understand(&format!("EPSG:{epsg}")).unwrap(),
        by: ".prj",
    }));
    for (x, y) in places {
        let (a, b) = (number((x - 0.01, y - 0.01)), number((x + 0.01, y + 0.01)));
        let extent = Extent { min: (a.0.min(b.0), a.1.min(b.1)), max: (a.0.max(b.0), a.1.max(b.1)) };
        notes.votes.add(&extent);
        notes.polygons(&extent);
    }
    notes
}

fn swapped((x, y): (f64, f64)) -> (f64, f64) {
    (y, x)
}

/// Every way of delivering one place.
fn cases(place: &'static Prefecture) -> Vec<Case> {
    let at = place.at;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "25 to 45, 13 to 23")]
    let (three, six) = ((at.0 / 3.0).round() as u32, (at.0 / 6.0).floor() as u32 + 1);
    let (zoned, plain) = (4488 + three, 4509 + three);
    let (zoned6, plain6) = (4478 + six, 4489 + six);
    let neighbour = |zone: u32| if zone == 45 { 44 } else { zone + 1 };
    let case = |what, coded, notes| Case { what, place, notes, coded };
    let by = |epsg: u32| move |p| projected(epsg, p);
    let mixed = [at, at, (at.0 + if three == 45 { -3.0 } else { 3.0 }, at.1)];
    let own_zone = |p: (f64, f64)| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "25 to 45")]
        let zone = (p.0 / 3.0).round() as u32;
        projected(4488 + zone, p)
    };
    vec![
        case("degrees", false, notes(None, &[at], |p| p)),
        case("degrees declared", false, notes(Some(4490), &[at], |p| p)),
        case("degrees of GPS", false, notes(Some(4326), &[at], |p| p)),
        case("degrees, latitude first", false, notes(None, &[at], swapped)),
        case("degrees declared, latitude first", true, notes(Some(4490), &[at], swapped)),
        case("zone in the easting", false, notes(None, &[at], by(zoned))),
        case("zone in the easting, coded", true, notes(None, &[at], by(zoned))),
        case("zone declared", false, notes(Some(zoned), &[at], by(zoned))),
        case("zone, north first", false, notes(None, &[at], |p| swapped(projected(zoned, p)))),
        case("6° zone in the easting", true, notes(None, &[at], by(zoned6))),
        case("6° zone declared", false, notes(Some(zoned6), &[at], by(zoned6))),
        case("plain declared", false, notes(Some(plain), &[at], by(plain))),
        case("plain declared, coded", true, notes(Some(plain), &[at], by(plain))),
        case("plain declared, north first", true, notes(Some(plain), &[at], |p| swapped(projected(plain, p)))),
        case("6° plain declared", true, notes(Some(plain6), &[at], by(plain6))),
        case("plain, nothing declared, coded", true, notes(None, &[at], by(plain))),
        case("Mercator declared", false, notes(Some(3857), &[at], by(3857))),
        case("Mercator, nothing declared", true, notes(None, &[at], by(3857))),
        case("two zones in one file", false, notes(None, &mixed, own_zone)),
        case("declared degrees, but zones", true, notes(Some(4490), &[at], by(zoned))),
        case("declared zone, but degrees", false, notes(Some(zoned), &[at], |p| p)),
        case("declared plain, but zones", false, notes(Some(plain), &[at], by(zoned))),
        case("declared zone, but plain", true, notes(Some(zoned), &[at], by(plain))),
        case("declared the next zone", true, notes(Some(4488 + neighbour(three)), &[at], by(zoned))),
        case("declared Mercator, but zones", true, notes(Some(3857), &[at], by(zoned))),
    ]
}

/// Deliveries whose declaration nothing in the numbers can contradict: they must be doubted.
fn undetectable(place: &'static Prefecture) -> Vec<Case> {
    let at = place.at;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "25 to 45")]
    let three = (at.0 / 3.0).round() as u32;
    let wrong = if three == 45 { 4553 } else { 4510 + three };
    let case = |what, coded, notes| Case { what, place, notes, coded };
    vec![
        case("declared the next meridian, coded", true, notes(Some(wrong), &[at], |p| projected(4509 + three, p))),
        case("declared the next meridian", false, notes(Some(wrong), &[at], |p| projected(4509 + three, p))),
    ]
}

/// What the detective made of a case.
#[derive(Debug, PartialEq)]
enum Outcome {
    Right,
    Doubted,
    Silent,
}

fn outcome(case: &Case) -> Outcome {
    let code = format!("{}23", case.place.code);
    let rows = [vec![("XZQDM".to_owned(), if case.coded { code } else { String::new() })]];
    let home = Home::of(&rows, "layer.shp");
    assert_eq!(home.is_some(), case.coded);
    let guesses = guesses(&case.notes, home.as_ref(), None, "layer.shp");
    let taken = decide(case.notes.declared.as_ref().unwrap(), &case.notes.votes, "layer.shp").is_ok();
    let right = guesses.first().is_some_and(|first| {
        first.dots.len() == case.notes.spread.boxes().len()
            && (first.dots[0].0 - case.place.at.0).hypot(first.dots[0].1 - case.place.at.1) < 0.001
    });
    match guesses.first() {
        _ if right => Outcome::Right,
        Some(first) if taken && first.doubt.is_none() => Outcome::Silent,
        _ => Outcome::Doubted,
    }
}

/// One prefecture of each province, and a few from its ends.
fn places() -> impl Iterator<Item = &'static Prefecture> {
    let (mut last, mut within) = (0, 0);
    PREFECTURES.iter().filter(move |place| {
        within = if place.code / 100 == last { within + 1 } else { 0 };
        last = place.code / 100;
        within % 3 == 0
    })
}

#[test]
fn the_first_guess_is_nearly_always_right_and_never_silently_wrong() {
    let mut cases: Vec<Case> = places().flat_map(cases).collect();
    cases.extend(places().step_by(3).flat_map(undetectable));
    assert!(cases.len() >= 2000, "{}", cases.len());
    let mut right = 0;
    let mut missed = Vec::new();
    for case in &cases {
        match outcome(case) {
            Outcome::Right => right += 1,
            Outcome::Doubted => missed.push(format!("{} {}", case.place.name, case.what)),
            Outcome::Silent => panic!("{} {} is silently wrong", case.place.name, case.what),
        }
    }
    assert!(100 * right >= 95 * cases.len(), "{right} of {}: {missed:#?}", cases.len());
}

#[test]
fn a_wrong_meridian_is_doubted_and_the_right_one_offered() {
    for place in places() {
        let [coded, _] = undetectable(place).try_into().ok().unwrap();
        assert_eq!(outcome(&coded), Outcome::Doubted, "{}", place.name);
    }
    let huzhou = PREFECTURES.iter().find(|place| place.name == "湖州").unwrap();
    let [coded, _] = undetectable(huzhou).try_into().ok().unwrap();
    let home = Home::of(&[vec![("XZQDM".to_owned(), "330523".to_owned())]], "");
    let guesses = guesses(&coded.notes, home.as_ref(), None, "layer.shp");
    let ids: Vec<String> = guesses.iter().map(|guess| guess.choice.to_string()).collect();
    assert_eq!(ids[..2], ["epsg:4550", "epsg:4549"], "taken as declared, then by the code");
    assert!(guesses[0].doubt.as_ref().unwrap().zh.contains("湖州"));
    assert!(guesses[1].reason.zh.contains("湖州"), "{}", guesses[1].reason.zh);
}

#[test]
fn what_may_come_from_a_web_map_is_doubted() {
    let doubt = |notes: &Notes, file: &str| {
        let first = guesses(notes, None, None, file).swap_remove(0);
        first.doubt.is_some_and(|text| text.zh.contains("GCJ-02") && text.en.contains("GCJ-02"))
    };
    let degrees = notes(None, &[(120.1, 30.9)], |p| p);
    assert!(!doubt(&degrees, "towns.geojson") && doubt(&degrees, "高德导出.geojson"));
    assert!(doubt(&notes(None, &[(120.1, 30.9)], |p| projected(3857, p)), "towns.geojson"));
    let mut kml = degrees;
    kml.declared = Some(Declared::As { crs: Crs::understand("EPSG:4326").unwrap(), by: "KML" });
    assert!(doubt(&kml, "towns.kml"));
}

#[test]
fn a_chosen_system_is_always_among_the_guesses() {
    let notes = notes(None, &[(120.1, 30.9)], |p| projected(4549, p));
    let chosen = "epsg:4546".parse().unwrap();
    let found = guesses(&notes, None, Some(chosen), "layer.shp");
    assert!(found.len() <= MOST && found.iter().any(|guess| guess.choice == chosen));
}

#[test]
fn what_the_numbers_contradict_cannot_be_chosen() {
    let zoned = notes(None, &[(120.1, 30.9)], |p| projected(4528, p));
    let plain = notes(None, &[(120.1, 30.9)], |p| projected(4549, p));
    let degrees = notes(None, &[(120.1, 30.9)], |p| p);
    for (notes, choice, code) in [
        (&zoned, "epsg:4549", "choice_refused"),
        (&zoned, "epsg:4527", "choice_refused"),
        (&zoned, "epsg:4490", "choice_refused"),
        (&zoned, "epsg:3857", "choice_refused"),
        (&zoned, "epsg:4528/swapped", "choice_refused"),
        (&plain, "epsg:4528", "choice_refused"),
        (&plain, "epsg:99999", "choice_refused"),
        (&plain, "declared", "choice_refused"),
        (&degrees, "epsg:4549", "choice_refused"),
        (&degrees, "epsg:4490/swapped", "choice_refused"),
    ] {
        let settled = settle(Some(choice.parse().unwrap()), None, &Declared::Nothing, &notes.votes, "f");
        assert_eq!(settled.map(drop).map_err(|error| error.code()), Err(code), "{choice}");
    }
    for (notes, choice) in [(&plain, "epsg:2370"), (&degrees, "epsg:4610")] {
        let (_, told) = settle(Some(choice.parse().unwrap()), None, &Declared::Nothing, &notes.votes, "f").unwrap();
        assert!(told.iter().any(|(code, _)| *code == "datum_unshifted"), "{choice}: for a preview only");
    }
    for (notes, choice) in [(&plain, "epsg:4546"), (&plain, "meridian:119.5"), (&degrees, "epsg:4326")] {
        assert!(settle(Some(choice.parse().unwrap()), None, &Declared::Nothing, &notes.votes, "f").is_ok(), "{choice}");
    }
}
