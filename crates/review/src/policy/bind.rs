//! Binds clauses to rules and finds the clauses that govern a town.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{LayerKind, TownTraits};
use crate::finding::Card;
use crate::grade::Grading;
use crate::ledger::Entry;
use crate::measure::Millimetres;
use crate::policy::{Clause, ClauseId, Date, Effective, Origin, Pack, PolicyError, Repair};
use crate::portfolio::Tally;
use crate::roster::Roster;
use crate::rules::{CATALOG, Check, Count, Rule};

/// Packs bound to rules, for one day.
pub struct Policy {
    packs: Vec<Pack>,
    bound: Vec<Bound>,
    grading: Grading,
    repair: Repair,
    as_of: Date,
    near: Millimetres,
}

struct Bound {
    pack: usize,
    clause: usize,
    rule: &'static Rule,
    check: Box<dyn Check>,
}

/// A clause that governs a town in one rule.
pub struct Governing<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// The rule that measures it.
    pub rule: &'static Rule,
    /// Bound to its parameters.
    pub check: &'a dyn Check,
    /// The matters it decides; other matters of the rule are decided by another clause.
    pub matters: Vec<&'static str>,
    /// Clauses that gave way to it, cited beside it.
    pub also: Vec<ClauseId>,
    /// Prefix of the codes that its document holds for; `None` = the whole country.
    pub place: Option<&'a str>,
}

impl Governing<'_> {
    /// The layers, or the ledger, without which the clause is not checked.
    #[must_use]
    pub fn needs(&self) -> &[LayerKind] {
        self.check.needs().unwrap_or(self.rule.needs)
    }
}

impl Policy {
    /// Binds `packs` for a review on the day `as_of`; pairs of towns nearer than `near` are listed as neighbours.
    ///
    /// # Errors
    /// The first clause that cannot be bound, with pack and clause in the message.
    pub fn new(packs: Vec<Pack>, as_of: Date, near: Millimetres) -> Result<Self, PolicyError> {
        let mut bound = Vec::new();
        let (mut packs_seen, mut clauses_seen) = (BTreeMap::new(), BTreeMap::new());
        for (p, pack) in packs.iter().enumerate() {
            let grading = pack.grading.as_ref().and_then(|grading| toml::Table::try_from(grading).ok());
            if let Some(key) = grading.as_ref().and_then(impossible) {
                let reason = format!("`{key}` must be a finite number, 0 or more");
                return Err(PolicyError::Grading { pack: pack.pack.id.clone(), reason });
            }
            let repair = pack.repair.as_ref().and_then(|repair| toml::Table::try_from(repair).ok());
            if let Some(key) = repair.as_ref().and_then(impossible) {
                let reason = format!("`{key}` must be a finite number, 0 or more");
                return Err(PolicyError::Repair { pack: pack.pack.id.clone(), reason });
            }
            let spans = pack.clauses.iter().map(|clause| clause.applies.effective).chain([pack.pack.effective]);
            if let Some((from, to)) = spans.flatten().filter_map(|e| Some((e.from, e.to?))).find(|(from, to)| to < from)
            {
                return Err(PolicyError::Never { pack: pack.pack.id.clone(), from, to });
            }
            if packs_seen.insert(&pack.pack.id, p).is_some() {
                return Err(PolicyError::Twice { what: "pack", id: pack.pack.id.clone() });
            }
            for (c, clause) in pack.clauses.iter().enumerate() {
                if clauses_seen.insert(&clause.id, c).is_some() {
                    return Err(PolicyError::Twice { what: "clause", id: clause.id.0.clone() });
                }
                if clause.rules.is_empty() && !clause.manual {
                    let error = PolicyError::Unserved { pack: pack.pack.id.clone(), clause: clause.id.clone() };
                    return Err(error.at(pack));
                }
                let words = [("quote", &clause.quote), ("article", &clause.article)];
                if let Some((key, _)) = words.into_iter().find(|(_, words)| words.trim().is_empty()) {
                    let (pack_id, clause) = (pack.pack.id.clone(), clause.id.clone());
                    return Err(PolicyError::NoWords { pack: pack_id, clause, key }.at(pack));
                }
                for name in &clause.rules {
                    let (rule, check) = bind(&pack.pack.id, clause, name).map_err(|error| error.at(pack))?;
                    bound.push(Bound { pack: p, clause: c, rule, check });
                }
                let mut lifted = clause.except.iter().flat_map(|except| &except.lifts);
                if let Some(parameter) = lifted.find(|lifted| !clause.params.contains_key(*lifted)).cloned() {
                    let (pack_id, clause) = (pack.pack.id.clone(), clause.id.clone());
                    return Err(PolicyError::LiftsNothing { pack: pack_id, clause, parameter }.at(pack));
                }
            }
        }
        let grading = packs.iter().rev().find_map(|pack| pack.grading.clone()).ok_or(PolicyError::NoGrading)?;
        let repair = packs.iter().rev().find_map(|pack| pack.repair.clone()).unwrap_or_default();
        Ok(Self { packs, bound, grading, repair, as_of, near })
    }

    /// The packs, as parsed.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// When a piece is noise or a sliver.
    #[must_use]
    pub fn grading(&self) -> &Grading {
        &self.grading
    }

    /// When the repair of broken rings needs a decision.
    #[must_use]
    pub fn repair(&self) -> &Repair {
        &self.repair
    }

    /// The day of the review.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Towns nearer than this are listed as neighbours.
    #[must_use]
    pub fn near(&self) -> Millimetres {
        self.near
    }

    /// The largest distance that any clause asks about, or the listing of neighbours.
    #[must_use]
    pub fn reach(&self) -> Millimetres {
        self.bound.iter().map(|b| b.check.reach()).max().unwrap_or_default().max(self.near)
    }

    /// The largest distance from a town at which a clause looks at the layers: what an import must keep.
    #[must_use]
    pub fn margin(&self) -> Option<Millimetres> {
        self.bound.iter().filter_map(|b| b.check.margin()).max()
    }

    /// Whether a pack speaks of a town with these traits on the day of the review. A town without a code is
    /// spoken of by every pack that was chosen.
    #[must_use]
    pub fn pack_applies(&self, pack: &Pack, traits: &TownTraits) -> bool {
        let here = match (&pack.pack.jurisdiction, &traits.admin_code) {
            (Some(prefix), Some(code)) => code.starts_with(prefix.as_str()),
            _ => true,
        };
        let now = pack.pack.effective.is_none_or(|effective| effective.holds(self.as_of));
        here && now
    }

    /// The clauses that govern a town, rule by rule: a clause gives way, matter by matter, to one of a pack that
    /// overrides its pack.
    #[must_use]
    pub fn governing(&self, traits: &TownTraits) -> Vec<Governing<'_>> {
        let applicable: Vec<&Bound> = self
            .bound
            .iter()
            .filter(|b| self.pack_applies(&self.packs[b.pack], traits) && self.clause(b).applies.to(traits, self.as_of))
            .collect();
        let overrides = |winner: &Bound, loser: &Bound| {
            winner.rule.id == loser.rule.id
                && loser.check.gives_way()
                && self.packs[winner.pack].pack.overrides.contains(&self.packs[loser.pack].pack.id)
        };
        // only clauses of one rule can override each other
        let mut of_rule: BTreeMap<&str, Vec<&Bound>> = BTreeMap::new();
        for &b in &applicable {
            of_rule.entry(b.rule.id).or_default().push(b);
        }
        let beside = |b: &Bound| of_rule.get(b.rule.id).map_or(&[][..], Vec::as_slice);
        let governs = |b: &Bound, matter: &&'static str| {
            !beside(b).iter().any(|other| overrides(other, b) && other.check.matters().contains(matter))
        };
        let mut all = Vec::new();
        for &b in &applicable {
            let matters: Vec<&'static str> =
                b.check.matters().iter().copied().filter(|matter| governs(b, matter)).collect();
            if matters.is_empty() {
                continue;
            }
            let also = beside(b)
                .iter()
                .filter(|other| overrides(b, other) && other.check.matters().iter().any(|m| matters.contains(m)))
                .map(|other| self.clause(other).id.clone())
                .collect();
            let place = self.packs[b.pack].pack.jurisdiction.as_deref();
            all.push(Governing { clause: self.clause(b), rule: b.rule, check: &*b.check, matters, also, place });
        }
        all
    }

    /// The numbers of towns that the clauses in force count on a list.
    #[must_use]
    pub fn tallies(&self, roster: &Roster<'_>) -> Vec<Tally> {
        let of_one = |b: &Bound| {
            let place = self.packs[b.pack].pack.jurisdiction.as_deref().unwrap_or_default();
            b.check.tallies(&Count { roster, clause: self.clause(b), place, as_of: self.as_of })
        };
        self.bound.iter().filter(|b| self.in_force(b)).flat_map(of_one).collect()
    }

    /// The clauses in force with the list as each counts it, where the list has a town of the document's place.
    pub(crate) fn counted<'a>(
        &'a self,
        roster: &'a Roster<'a>,
    ) -> impl Iterator<Item = (Governing<'a>, Count<'a>)> + 'a {
        self.bound.iter().filter(|b| self.in_force(b)).filter_map(move |b| {
            let (clause, place) = (self.clause(b), self.packs[b.pack].pack.jurisdiction.as_deref());
            let count = Count { roster, clause, place: place.unwrap_or_default(), as_of: self.as_of };
            count.here().next()?;
            let matters = b.check.matters().to_vec();
            let governing = Governing { clause, rule: b.rule, check: &*b.check, matters, also: Vec::new(), place };
            Some((governing, count))
        })
    }

    /// Whether a clause and its document are in force on the day of the review.
    fn in_force(&self, bound: &Bound) -> bool {
        let holds = |effective: &Option<Effective>| effective.is_none_or(|effective| effective.holds(self.as_of));
        holds(&self.packs[bound.pack].pack.effective) && holds(&self.clause(bound).applies.effective)
    }

    /// The card of a town of the ledger, where a clause that governs it gives cards.
    #[must_use]
    pub fn card(&self, entry: &Entry) -> Option<Card> {
        self.governing(&entry.traits).into_iter().find_map(|governing| governing.check.card(entry))
    }

    fn clause(&self, bound: &Bound) -> &Clause {
        &self.packs[bound.pack].clauses[bound.clause]
    }
}

fn bind(pack: &str, clause: &Clause, name: &str) -> Result<(&'static Rule, Box<dyn Check>), PolicyError> {
    let rule = CATALOG.iter().find(|rule| rule.id == name).ok_or_else(|| PolicyError::NoSuchRule {
        pack: pack.to_owned(),
        clause: clause.id.clone(),
        rule: name.to_owned(),
    })?;
    let refuse = |reason: String| PolicyError::Parameters {
        pack: pack.to_owned(),
        clause: clause.id.clone(),
        rule: name.to_owned(),
        reason,
    };
    let mut parameters = clause.params.clone();
    for (key, value) in clause.national.iter().chain(&clause.assume).chain(&clause.reads) {
        if parameters.insert(key.clone(), value.clone()).is_some() {
            return Err(refuse(format!("`{key}` stands twice under params, national, assume and reads")));
        }
    }
    if let Some(key) = impossible(&parameters) {
        return Err(refuse(format!("`{key}` must be a finite number, 0 or more")));
    }
    let check = (rule.bind)(parameters).map_err(|error| {
        // a wrong kind of value names its key only at the end
        let whole = error.to_string();
        let key = whole.rsplit_once("in `").and_then(|(_, key)| key.split('`').next());
        let message = error.message();
        refuse(match key.filter(|_| !message.contains('`')) {
            Some(key) => format!("`{key}`: {message}"),
            None => message.to_owned(),
        })
    })?;
    Ok((rule, check))
}

/// The decimal numbers of quoted words; wide digits are narrow ones, 1/2 is 0.5.
fn numbers(quote: &str) -> BTreeSet<String> {
    let narrow = |c: char| match c {
        '０'..='９' | '．' | '／' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    let text: String = quote.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let words = text.split(|c: char| !c.is_ascii_digit() && !['.', '/'].contains(&c));
    let plain = |word: &str| word.parse::<f64>().ok().map(|number| number.to_string());
    let mut all = BTreeSet::new();
    for word in words {
        if let Some((part, whole)) = word.split_once('/')
            && let (Ok(part), Ok(whole)) = (part.parse::<f64>(), whole.parse::<f64>())
        {
            all.insert((part / whole).to_string());
        }
        all.extend(word.split('/').filter_map(plain));
    }
    all
}

/// The first number of a table that no area, length or count can be.
fn impossible(table: &toml::Table) -> Option<&str> {
    let wrong = |value: &toml::Value| match value {
        toml::Value::Float(number) => !(number.is_finite() && *number >= 0.0),
        toml::Value::Integer(number) => *number < 0,
        _ => false,
    };
    table.iter().find(|(_, value)| wrong(value)).map(|(key, _)| key.as_str())
}

impl Pack {
    /// Parses a pack; `file` is for messages.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, PolicyError> {
        let mut pack: Self = toml::from_str(text).map_err(|error| PolicyError::toml(file, text, &error))?;
        pack.origin = Origin { file: file.to_owned(), text: text.into() };
        Ok(pack)
    }

    /// The first number under `params` that does not stand in the words of its clause.
    ///
    /// # Errors
    /// That number, with its place in the file.
    pub fn numbers_stand_in_quotes(&self) -> Result<(), PolicyError> {
        for clause in &self.clauses {
            let numbers = numbers(&clause.quote);
            for (parameter, value) in &clause.params {
                let number = value.as_float().map(|f| f.to_string()).or(value.as_integer().map(|i| i.to_string()));
                let Some(number) = number.filter(|number| !numbers.contains(number)) else { continue };
                let (pack, clause) = (self.pack.id.clone(), clause.id.clone());
                return Err(PolicyError::NotInQuote { pack, clause, parameter: parameter.clone(), number }.at(self));
            }
        }
        Ok(())
    }

    /// Replaces a number that no clause gives, wherever a clause of this pack assumes it.
    pub fn assume(&mut self, name: &str, value: f64) {
        if let Some(repair) = &mut self.repair {
            repair.assume(name, value);
        }
        for clause in &mut self.clauses {
            if let Some(assumed) = clause.assume.get_mut(name) {
                #[expect(clippy::cast_possible_truncation, reason = "a whole number stays one where it can")]
                let whole = value as i64;
                #[expect(clippy::cast_precision_loss, reason = "compared, not kept")]
                let is_whole = assumed.is_integer() && whole as f64 == value;
                *assumed = if is_whole { toml::Value::Integer(whole) } else { toml::Value::Float(value) };
            }
        }
    }
}

#[cfg(test)]
mod tests;
