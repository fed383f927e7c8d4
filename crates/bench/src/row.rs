//! A row of results: one cell in one phase. As CSV a line, in JSON an object with the same keys.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::worker::Answer;

/// One cell (optimisation, strategy, policy, probe, kind, period) in one phase, over its repeats.
/// Times are in ns, counts are those of the first repeat (they are the same in all).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub opt: String,
    pub guards: String,
    /// When `entry` looks again: `call`, `backedge` or `never`; empty for other strategies.
    pub recheck: String,
    pub backoff: String,
    pub probe: String,
    pub kind: String,
    /// Calls for one mutation; `inf`: none.
    pub period: Period,
    pub arrival: String,
    pub phase: Phase,
    /// How many processes ran the cell.
    pub repeat: u32,
    /// Calls of the probed operation in the phase, in one process.
    pub calls: u64,
    /// Median of the repeats; empty where nothing was timed.
    pub ns_call: Option<f64>,
    pub ns_mad: Option<f64>,
    /// The same cell without the optimisation.
    pub floor_ns: Option<f64>,
    /// The same cell without guards.
    pub ceiling_ns: Option<f64>,
    /// (floor − x) / (floor − ceiling): 1 is free guarding, 0 useless, below 0 harmful.
    pub gain_kept: Option<f64>,
    pub mutations: u64,
    /// What one mutation cost beyond the calls at rest, the mutation itself included.
    pub ns_per_mutation: Option<f64>,
    /// Calls for one mutation below which the optimisation loses.
    pub break_even_period: Option<f64>,
    pub guards_executed: Option<u64>,
    pub guards_failed: Option<u64>,
    pub deopts: Option<u64>,
    pub respecialised: Option<u64>,
    pub invalidations: Option<u64>,
    pub dependants_walked: Option<u64>,
    pub gave_up: Option<u64>,
    pub sites_live: Option<u64>,
    pub ops_generic: Option<u64>,
    pub ops_special: Option<u64>,
    pub dict_probes: Option<u64>,
    /// Calls after the last mutation until the speed was within 5 % of that before; empty if it
    /// did not come back, or nothing was timed.
    pub recover_calls: Option<u64>,
    /// The strategy may answer wrongly.
    pub unsound: bool,
    /// The probe's answers were those of the floor.
    pub output_ok: bool,
}

/// What a row is told apart by.
pub type Key<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, Period, &'a str, Phase);

impl Row {
    pub fn key(&self) -> Key<'_> {
        (
            &self.opt,
            &self.guards,
            &self.recheck,
            &self.backoff,
            &self.probe,
            &self.kind,
            self.period,
            &self.arrival,
            self.phase,
        )
    }

    /// The row's cell in a sentence.
    pub fn name(&self) -> String {
        let mut guards = self.guards.clone();
        for more in [&self.recheck, &self.backoff].into_iter().filter(|more| !more.is_empty()) {
            guards = format!("{guards}/{more}");
        }
        format!("{} {guards} {} {} {} {}", self.opt, self.probe, self.kind, self.period, self.phase.name())
    }
}

/// Calls between two mutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Calls(u64),
    /// No mutation.
    Never,
}

impl Period {
    /// As a number, for axes and fits.
    pub fn number(self) -> f64 {
        match self {
            Period::Calls(n) => n as f64,
            Period::Never => f64::INFINITY,
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::Calls(n) => write!(f, "{n}"),
            Period::Never => f.write_str("inf"),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = String;

    /// A number of calls from 1 on, also as `1e5`; or `inf`.
    fn from_str(text: &str) -> Result<Period, String> {
        let wrong = || format!("{text:?} is no period: a number of calls from 1 on, or inf");
        if text == "inf" {
            return Ok(Period::Never);
        }
        let calls: f64 = text.parse().map_err(|_| wrong())?;
        if !(1.0..=1e15).contains(&calls) || calls.fract() != 0.0 {
            return Err(wrong());
        }
        Ok(Period::Calls(calls as u64))
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Period, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A part of a cell's run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Warm, nothing mutates.
    Before,
    During,
    /// Nothing mutates any more.
    After,
}

impl Phase {
    pub const ALL: [Phase; 3] = [Phase::Before, Phase::During, Phase::After];

    pub fn name(self) -> &'static str {
        match self {
            Phase::Before => "before",
            Phase::During => "during",
            Phase::After => "after",
        }
    }
}

/// A row with what only JSON keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    #[serde(flatten)]
    pub row: Row,
    /// ns a call, by repeat.
    #[serde(default)]
    pub samples: Vec<f64>,
    /// Phase `after`: calls since the last mutation and ns a call there, lower quartiles over repeats.
    #[serde(default)]
    pub recovery: Vec<(u64, f64)>,
}

impl From<Row> for Detail {
    fn from(row: Row) -> Detail {
        Detail { row, samples: Vec::new(), recovery: Vec::new() }
    }
}

/// Where, how and with which options results were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    pub version: String,
    pub cpu: String,
    pub cores: usize,
    pub system: String,
    /// Load of the machine when the run began, of one minute.
    pub load: Option<f64>,
    pub seed: u64,
    pub calls: u64,
    pub repeat: u32,
    pub counts_only: bool,
    /// Options as given.
    pub options: Vec<String>,
    /// Part and number of parts, for a campaign split over machines.
    pub shard: Option<(usize, usize)>,
    /// A second of the epoch.
    pub started: u64,
    /// How many cells there are when the campaign has ended; 0 if the file does not say.
    #[serde(default)]
    pub cells: usize,
}

/// A cell of a batch that was not finished: what the processes said that ran it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// As [`crate::matrix::Cell::key`].
    pub cell: String,
    pub answers: Vec<Answer>,
}

/// A file of results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Of the format.
    pub format: u32,
    pub meta: Meta,
    pub rows: Vec<Detail>,
    /// What a campaign left that was interrupted, to go on with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<Begun>,
}

/// The format that this version reads and writes.
pub const FORMAT: u32 = 1;

impl Results {
    /// Reads a file of either kind; `Err` names the file and the line.
    pub fn read(path: &Path) -> Result<Results, String> {
        let told = |problem: String| format!("{}: {problem}", path.display());
        let text = Results::text(path).map_err(told)?;
        let read = if text.trim_start().starts_with('{') { Results::of_json } else { Results::of_csv };
        read(&text).map_err(told)
    }

    /// The text of a file.
    pub fn text(path: &Path) -> Result<String, String> {
        String::from_utf8(std::fs::read(path).map_err(|e| e.to_string())?).map_err(|e| {
            let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
            format!("line {}: no text in UTF-8", 1 + good.iter().filter(|&&b| b == b'\n').count())
        })
    }

    /// How many cells are finished, of how many; nothing for a whole campaign.
    pub fn interrupted(&self) -> Option<(usize, usize)> {
        let done = self.rows.len() / Phase::ALL.len();
        (done < self.meta.cells).then_some((done, self.meta.cells))
    }

    pub fn of_json(text: &str) -> Result<Results, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let line = |e: serde_json::Error| format!("line {}: {e}", e.line());
        let head: Head = serde_json::from_str(text).map_err(line)?;
        if head.format != FORMAT {
            let line = line_of(text, "format", 0);
            let format = head.format;
            return Err(format!("line {line}: results of format {format}; this version reads {FORMAT}"));
        }
        serde_json::from_str(text).map_err(line)
    }

    fn of_csv(text: &str) -> Result<Results, String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| format!("line 1: {e}"))?.clone();
        if !text.ends_with('\n') {
            return Err(format!(
                "line {}: the file ends in the middle of a line",
                text.lines().count().max(1)
            ));
        }
        let expected = Results::csv_header();
        if header.iter().collect::<Vec<_>>() != expected {
            let unlike = header.iter().zip(&expected).find(|(found, wanted)| found != *wanted);
            return Err(match unlike {
                Some((found, wanted)) => format!("line 1: column {found:?} where {wanted:?} is due"),
                None => format!("line 1: {} columns where {} are due", header.len(), expected.len()),
            });
        }
        let mut rows = Vec::new();
        for row in reader.deserialize::<Row>() {
            let row = row.map_err(|e| {
                let line = e.position().map_or(0, csv::Position::line);
                format!("line {line}: {e}")
            })?;
            rows.push(Detail::from(row));
        }
        Ok(Results { format: FORMAT, rows, ..Results::default() })
    }

    /// The names of the columns.
    pub fn csv_header() -> Vec<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        drop(writer.serialize(Row::empty()));
        let bytes = writer.into_inner().unwrap_or_default();
        let line = String::from_utf8_lossy(&bytes);
        line.lines().next().unwrap_or("").split(',').map(str::to_string).collect()
    }

    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for detail in &self.rows {
            drop(writer.serialize(&detail.row));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        match String::from_utf8_lossy(&bytes).into_owned() {
            nothing if nothing.is_empty() => Results::csv_header().join(",") + "\n",
            text => text,
        }
    }

    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The line on which a key stands in JSON, after so many others of the same name; 1 where it is all on one line.
pub fn line_of(text: &str, key: &str, nth: usize) -> usize {
    let key = format!("\"{key}\":");
    let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with(&key));
    lines.map(|(at, _)| at + 1).nth(nth).unwrap_or(1)
}

impl Row {
    /// A row of nothing.
    pub fn empty() -> Row {
        Row {
            opt: String::new(),
            guards: String::new(),
            recheck: String::new(),
            backoff: String::new(),
            probe: String::new(),
            kind: String::new(),
            period: Period::Never,
            arrival: String::new(),
            phase: Phase::Before,
            repeat: 0,
            calls: 0,
            ns_call: None,
            ns_mad: None,
            floor_ns: None,
            ceiling_ns: None,
            gain_kept: None,
            mutations: 0,
            ns_per_mutation: None,
            break_even_period: None,
            guards_executed: None,
            guards_failed: None,
            deopts: None,
            respecialised: None,
            invalidations: None,
            dependants_walked: None,
            gave_up: None,
            sites_live: None,
            ops_generic: None,
            ops_special: None,
            dict_probes: None,
            recover_calls: None,
            unsound: false,
            output_ok: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Results {
        let row =
            Row { opt: "inline".into(), period: Period::Calls(100), ns_call: Some(1.5), ..Row::empty() };
        Results { format: FORMAT, rows: vec![row.into()], ..Results::default() }
    }

    #[test]
    fn both_forms_come_back() {
        let results = some();
        assert_eq!(Results::of_csv(&results.csv()).expect("own CSV"), results);
        assert_eq!(Results::of_json(&results.json()).expect("own JSON"), results);
    }

    #[test]
    fn broken_files_name_the_line() {
        let csv = some().csv();
        assert!(Results::of_csv(&csv[..csv.len() - 9]).unwrap_err().starts_with("line 2"));
        assert!(Results::of_csv("a,b\n1,2\n").unwrap_err().contains("\"a\""));
        let json = some().json();
        assert!(Results::of_json(&json[..json.len() / 2]).unwrap_err().starts_with("line "));
        let later = json.replacen("\"format\": 1", "\"format\": 9", 1);
        assert!(Results::of_json(&later).unwrap_err().contains("format 9"));
    }

    #[test]
    fn periods() {
        assert_eq!("1e5".parse(), Ok(Period::Calls(100_000)));
        assert_eq!("inf".parse(), Ok(Period::Never));
        assert!("0".parse::<Period>().is_err() && "1.5".parse::<Period>().is_err());
    }
}
