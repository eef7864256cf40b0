//! The table of what was found: number, clause, line, areas.

use sanxian_project::numbered::Numbered;
use sanxian_project::words;
use sanxian_review::finding::Measure;
use sanxian_review::policy::ClauseId;
use serde_json::{Value, json};

use super::Desk;

impl Desk<'_> {
    /// A row of the table.
    pub fn finding_row(&self, one: &Numbered<'_>) -> Value {
        let Numbered { number, finding, verdict } = one;
        let [m2, ha, mu] = match finding.measured {
            Some(Measure::AreaMm2(area)) => [words::square_metres(area), words::hectares(area), words::mu(area)],
            Some(measure) => [words::measured_short(measure), "–".into(), "–".into()],
            None => ["–".into(), "–".into(), "–".into()],
        };
        json!({
            "number": number,
            "clause": self.clause(&finding.clause),
            "line": words::rule(finding.rule, self.lang()),
            "m2": m2, "ha": ha, "mu": mu,
            "verdict": words::verdict(*verdict, self.lang()),
            "verdict_key": verdict.key(),
            "exempt": *verdict != finding.verdict,
        })
    }

    /// `青政办〔2021〕5号（十四）`; the clause's id where its pack is not known.
    pub fn clause(&self, id: &ClauseId) -> String {
        let packs = &self.source.packs;
        let found = packs.iter().find_map(|pack| Some((pack, pack.clauses.iter().find(|clause| clause.id == *id)?)));
        found.map_or_else(
            || id.to_string(),
            |(pack, clause)| {
                format!("{} {}", pack.pack.doc_number.as_ref().unwrap_or(&pack.pack.title), clause.article)
            },
        )
    }
}
