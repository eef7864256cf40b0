//! Which coordinate systems the numbers may be in, ranked, each with its reason and its doubts in words.

use sanxian_review::data::Bounds;

use super::choose::settle;
use super::declared::plain_epsg;
use super::magnitude::Magnitude;
use super::place::{Declared, Reading, decide};
use super::preview::is_of_the_web;
use super::witness::{Home, neighbourhood, remoteness};
use crate::import::intake::enclosing;
use crate::import::notes::Notes;
use crate::import::outline::Extent;
use crate::import::{ChosenSystem, CrsChoice, CrsGuess};
use crate::lang::Text;

/// Guesses shown.
const MOST: usize = 3;
/// China with a margin, degrees.
const CHINA: Bounds = Bounds { west: 73.0, south: 3.0, east: 136.0, north: 54.0 };

/// The ranked guesses. The first is what an import takes of itself, if it takes any; the chosen one is among them.
pub(crate) fn guesses(notes: &Notes, home: Option<&Home>, chosen: Option<CrsChoice>, file: &str) -> Vec<CrsGuess> {
    let nothing = Declared::Nothing;
    let declared = notes.declared.as_ref().unwrap_or(&nothing);
    let scene = Scene { notes, home, declared, file };
    let mut guesses: Vec<CrsGuess> = scene.taken().into_iter().collect();
    let mut more = scene.others(guesses.first().map(|guess| guess.choice));
    more.extend(chosen);
    for choice in more {
        let known = guesses.iter().any(|guess| guess.choice == choice);
        let keep = chosen == Some(choice);
        if known || (guesses.len() == MOST && !keep) {
            continue;
        }
        if let Some(guess) = scene.candidate(choice) {
            guesses.truncate(MOST - 1);
            guesses.push(guess);
        }
    }
    guesses
}

/// All that is known of a layer.
struct Scene<'a> {
    notes: &'a Notes,
    home: Option<&'a Home>,
    declared: &'a Declared,
    file: &'a str,
}

impl Scene<'_> {
    /// What an import takes.
    fn taken(&self) -> Option<CrsGuess> {
        let (mut reading, remarks) = decide(self.declared, &self.notes.votes, self.file).ok()?;
        let choice = reading.choice()?;
        let mut doubts: Vec<Text> = remarks.into_iter().map(|(_, text)| text).collect();
        doubts.extend(self.doubts(&mut reading));
        let reason = Text::new(reading.found.reason_zh.clone(), reading.found.reason_en.clone());
        Some(self.guess(choice, &mut reading, reason, doubts))
    }

    /// What else it may be, the likeliest first.
    fn others(&self, taken: Option<CrsChoice>) -> Vec<CrsChoice> {
        let Some((magnitude, _)) = self.notes.votes.winner() else { return Vec::new() };
        let epsg = |code, swapped| CrsChoice { system: ChosenSystem::Epsg(code), swapped };
        let mut others = match magnitude {
            Magnitude::Degrees { north_first } => vec![epsg(4490, north_first), epsg(4326, north_first)],
            Magnitude::Zoned { zone, north_first } => {
                let by_number = epsg(zone.epsg(), north_first);
                let mercator = epsg(3857, north_first);
                if zone.may_be_web_mercator() { vec![mercator, by_number] } else { vec![by_number] }
            }
            Magnitude::Plain { north_first } => self.meridians(north_first, taken),
            Magnitude::Other => vec![epsg(3857, false), epsg(3857, true)],
        };
        // A place in the layer's own home, or at least in the country, goes before one at sea.
        others.sort_by_key(|choice| {
            let at = self.reading(*choice).and_then(|mut reading| self.middle(&mut reading));
            match (at, self.home) {
                (None, _) => 3,
                (Some(at), Some(home)) => u8::from(!home.holds(at)),
                (Some(at), None) => u8::from(!is_chinese(at)) * 2,
            }
        });
        // Once something is taken, what leads abroad only distracts.
        others.retain(|choice| {
            let at = || self.reading(*choice).and_then(|mut reading| self.middle(&mut reading));
            taken.is_none() || at().is_some_and(is_chinese)
        });
        others
    }

    /// The meridians at which plain eastings make the most sense.
    fn meridians(&self, north_first: bool, taken: Option<CrsChoice>) -> Vec<CrsChoice> {
        let at = |meridian: u32| CrsChoice {
            system: ChosenSystem::Epsg(plain_epsg(f64::from(meridian)).unwrap_or(4490)),
            swapped: north_first,
        };
        let taken = (75..=135).step_by(3).find(|meridian| Some(at(*meridian)) == taken);
        // A meridian only turns the Earth: one projection serves for all.
        let middle = self.reading(at(120)).and_then(|mut reading| self.middle(&mut reading));
        let Some((lon, lat)) = middle else { return Vec::new() };
        let far = |meridian: u32| {
            let place = (lon - 120.0 + f64::from(meridian), lat);
            match (self.home, taken) {
                (Some(home), _) => home.distance(place),
                (None, Some(taken)) => f64::from(taken.abs_diff(meridian)),
                (None, None) => remoteness(place),
            }
        };
        let mut meridians: Vec<u32> = (75..=135).step_by(3).collect();
        meridians.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
        meridians.into_iter().take(MOST).map(at).collect()
    }

    /// A guess that an import would not take of itself.
    fn candidate(&self, choice: CrsChoice) -> Option<CrsGuess> {
        let mut reading = self.reading(choice)?;
        let at = self.middle(&mut reading);
        let mut doubts = self.doubts(&mut reading);
        let reason = match (self.home.zip(at), at.and_then(neighbourhood)) {
            (Some((home, at)), _) if home.holds(at) => {
                let words = home.words();
                Text::new(format!("位置与此相符:{}", words.zh), format!("the place agrees: {}", words.en))
            }
            (_, Some(near)) => Text::new(format!("如此则位于{near}附近"), format!("then it lies near {near}")),
            (_, None) => Text::new("数值上可能", "the numbers allow it"),
        };
        let more = match (self.notes.votes.winner().map(|w| w.0), choice.system) {
            (Some(Magnitude::Plain { .. }), _) => self.prefixless(&choice),
            (_, ChosenSystem::Epsg(3857)) => {
                Some(Text::new("数值像 Web 墨卡托(网络地图)", "the numbers look like Web Mercator (web maps)"))
            }
            (_, ChosenSystem::Epsg(4326)) => Some(Text::new(
                "如来自 GPS 或国外软件;与 CGCS2000 相差不到 1 米,读法相同",
                "if it comes from GPS or foreign software; CGCS2000 differs by less than 1 m and reads the same",
            )),
            (Some(Magnitude::Zoned { zone, .. }), _) => Some(Text::new(
                format!("横坐标带号 {}", zone.number()),
                format!("zone {} in the eastings", zone.number()),
            )),
            _ => None,
        };
        let reason = more.map_or(reason.clone(), |more| {
            Text::new(format!("{};{}", more.zh, reason.zh), format!("{}; {}", more.en, reason.en))
        });
        if let Declared::As { crs, by } = self.declared
            && crs.epsg.map(ChosenSystem::Epsg) != Some(choice.system)
        {
            let words = Text::new(format!("{by} 声明为 {}", crs.name), format!("{by} says {}", crs.name));
            doubts.push(words);
        }
        Some(self.guess(choice, &mut reading, reason, doubts))
    }

    fn prefixless(&self, choice: &CrsChoice) -> Option<Text> {
        let ChosenSystem::Epsg(code @ 4534..=4554) = choice.system else { return None };
        let meridian = (code - 4509) * 3;
        Some(Text::new(
            format!("横坐标不带带号,设中央经线为 {meridian}°"),
            format!("eastings without zone number, central meridian {meridian}° supposed"),
        ))
    }

    fn reading(&self, choice: CrsChoice) -> Option<Reading> {
        settle(Some(choice), self.notes.shift.as_ref(), self.declared, &self.notes.votes, self.file)
            .ok()
            .map(|(reading, _)| reading)
    }

    fn guess(&self, choice: CrsChoice, reading: &mut Reading, reason: Text, doubts: Vec<Text>) -> CrsGuess {
        let boxes = self.notes.spread.boxes();
        let dots = boxes.iter().filter_map(|extent| placed(reading, extent, &[extent.middle()])?.first().copied());
        let dots: Vec<_> = dots.collect();
        let doubt =
            doubts.into_iter().reduce(|a, b| Text::new(format!("{};{}", a.zh, b.zh), format!("{}; {}", a.en, b.en)));
        CrsGuess { choice, name: reading.found.name.clone(), reason, doubt, extent: self.extent(reading), dots }
    }

    /// Where all of it would lie.
    fn extent(&self, reading: &mut Reading) -> Option<Bounds> {
        let wholes = self.notes.all.extents().values();
        let corners: Vec<_> = wholes.filter_map(|whole| placed(reading, whole, &whole.around())).flatten().collect();
        (!corners.is_empty()).then(|| enclosing(&corners))
    }

    /// The middle of what most of it looks like; the layer may have strays.
    fn middle(&self, reading: &mut Reading) -> Option<(f64, f64)> {
        let (winner, _) = self.notes.votes.winner()?;
        let whole = self.notes.votes.extents().get(&winner)?;
        placed(reading, whole, &[whole.middle()])?.first().copied()
    }

    /// What speaks against a reading, or is not spoken for by anything.
    fn doubts(&self, reading: &mut Reading) -> Vec<Text> {
        let mut doubts = Vec::new();
        let at = self.middle(reading);
        if let Some((x, y)) = at.filter(|at| !is_chinese(*at)) {
            doubts.push(Text::new(
                format!("位于中国之外({x:.2}°, {y:.2}°)"),
                format!("it lies outside China ({x:.2}°, {y:.2}°)"),
            ));
        }
        let at_home = self.home.zip(at).map(|(home, at)| (home, home.holds(at)));
        if let Some((home, false)) = at_home {
            let words = home.words();
            doubts.push(Text::new(
                format!("{},此坐标系下却不在那里", words.zh),
                format!("{}, but in this system it does not lie there", words.en),
            ));
        }
        let Some((magnitude, _)) = self.notes.votes.winner() else { return doubts };
        if let (Some((home, true)), Some((lon, lat)), Magnitude::Plain { .. }) = (at_home, at, magnitude) {
            doubts.extend(next_meridian(home, (lon, lat)));
        }
        let undeclared = *self.declared == Declared::Nothing;
        match magnitude {
            Magnitude::Plain { .. } if at_home.is_none() => doubts.push(Text::new(
                "中央经线没有旁证(属性中没有行政区代码),请在小图上核对位置",
                "nothing else confirms the central meridian (no administrative code in the attributes); check the place on the map",
            )),
            Magnitude::Zoned { .. } if undeclared => doubts.push(Text::new(
                "没有 .prj 或 crs 声明基准:西安80、北京54 的数值看起来一样,相差约百米",
                "no .prj or crs declares the datum: Xi'an 80 and Beijing 54 look the same and differ by about 100 m",
            )),
            _ => {}
        }
        doubts.extend(self.strays(magnitude));
        if is_of_the_web(self.declared, reading.found.epsg, self.file) {
            doubts.push(Text::new(
                "可能来自网络地图:GCJ-02(火星坐标)或 BD-09 偏移 200 至 1000 米而数值上看不出,请向报送方确认来源",
                "it may come from a web map: GCJ-02 or BD-09 lie 200 to 1000 m off and look the same; ask the sender where it comes from",
            ));
        }
        doubts
    }

    /// Features that look unlike the most.
    fn strays(&self, magnitude: Magnitude) -> Vec<Text> {
        let mut doubts = Vec::new();
        let counts = self.notes.all.counts();
        let same = |other: &Magnitude| std::mem::discriminant(other) == std::mem::discriminant(&magnitude);
        let others: u64 = counts.iter().filter(|(other, _)| !same(other)).map(|(_, count)| count).sum();
        if others > 0 {
            doubts.push(Text::new(
                format!("另有 {others} 个要素的数值是别的坐标系"),
                format!("{others} features have numbers of another system"),
            ));
        }
        let zone = |magnitude: &Magnitude| match magnitude {
            Magnitude::Zoned { zone, .. } => Some(zone.number()),
            _ => None,
        };
        let mut zones: Vec<u8> = counts.keys().filter_map(zone).collect();
        zones.dedup();
        if zones.len() > 1 && zone(&magnitude).is_some() {
            let listed = zones.iter().map(u8::to_string).collect::<Vec<_>>();
            doubts.push(Text::new(
                format!("要素分属 {} 带,各按自己的带号读取", listed.join("、")),
                format!("features are in zones {}, each read in its own", listed.join(", ")),
            ));
        }
        doubts
    }
}

/// Plain eastings whose home lies nearer at the next meridian may be read at the wrong one.
fn next_meridian(home: &Home, (lon, lat): (f64, f64)) -> Option<Text> {
    let nearer = [-3.0, 3.0].into_iter().find(|turn| home.distance((lon + turn, lat)) < home.distance((lon, lat)))?;
    let words = home.words();
    let (zh, en) = if nearer < 0.0 { ("西", "west") } else { ("东", "east") };
    Some(Text::new(
        format!("{},中央经线再偏{zh} 3° 时离那里更近,请核对", words.zh),
        format!("{}, which lies nearer with a central meridian 3° further {en}: check it", words.en),
    ))
}

/// Points of a feature with this extent, in degrees.
fn placed(reading: &mut Reading, extent: &Extent, points: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let mut points = points.to_vec();
    reading.orient(&mut points);
    let extent = reading.oriented(*extent);
    reading.place(&extent, &mut points).then_some(points)
}

fn is_chinese((lon, lat): (f64, f64)) -> bool {
    (CHINA.west..=CHINA.east).contains(&lon) && (CHINA.south..=CHINA.north).contains(&lat)
}

#[cfg(test)]
mod tests;
