//! Two files of results against each other: what changed beyond the noise. And the parts of a campaign
//! made one.

use std::collections::{BTreeSet, HashMap};

use crate::row::{Detail, Key, Meta, Results};
use crate::statistics::{Interval, bar, median, ratio, scatter, typical};

/// A change smaller than this share is not told even if it is certain.
const LEAST: f64 = 0.03;

/// From so many rows on, how they scatter together says how much noise there is.
const MANY: usize = 10;

/// A row that changed.
pub struct Change {
    pub name: String,
    pub before: f64,
    pub after: f64,
    /// Of the ratio after / before, at 95 %.
    pub ratio: Interval,
}

/// What a comparison found.
pub struct Comparison {
    pub slower: Vec<Change>,
    pub faster: Vec<Change>,
    /// Cells that answer wrongly now and did not before.
    pub wrong: Vec<String>,
    pub same: usize,
    /// Rows that only one file has.
    pub unmatched: usize,
    /// The median ratio of all rows; NaN where nothing was timed.
    pub overall: f64,
    /// The share that a change must exceed, since so many rows scatter so much.
    pub bar: f64,
}

/// Compares the timed rows that both have. A row changed if the interval of its ratio leaves 1 out, the
/// change is worth telling, and it is greater than the greatest that chance would bring among so many
/// rows which scatter as these do.
pub fn compare(before: &Results, after: &Results) -> Comparison {
    let known: HashMap<Key<'_>, &Detail> = before.rows.iter().map(|d| (d.row.key(), d)).collect();
    let pairs: Vec<(&Detail, &Detail)> =
        after.rows.iter().filter_map(|new| Some((*known.get(&new.row.key())?, new))).collect();
    let logs: Vec<f64> = pairs.iter().filter_map(|(old, new)| log_ratio(old, new)).collect();
    let noise = if logs.len() < MANY { 0.0 } else { bar(scatter(&logs), logs.len()) };
    let bar = noise.exp().max(1.0 + LEAST) - 1.0;
    let mut found = Comparison {
        slower: Vec::new(),
        faster: Vec::new(),
        wrong: Vec::new(),
        same: 0,
        unmatched: before.rows.len() + after.rows.len() - 2 * pairs.len(),
        overall: median(&logs).exp(),
        bar,
    };
    for (old, new) in pairs {
        if old.row.output_ok && !new.row.output_ok {
            found.wrong.push(new.row.name());
        }
        match change(old, new, (1.0 + bar).ln()) {
            Some(change) if change.ratio.low > 1.0 => found.slower.push(change),
            Some(change) => found.faster.push(change),
            None => found.same += 1,
        }
    }
    for list in [&mut found.slower, &mut found.faster] {
        let size = |change: &Change| (change.after / change.before).ln().abs();
        list.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    found
}

fn log_ratio(old: &Detail, new: &Detail) -> Option<f64> {
    let (before, after) = (old.row.ns_call?, new.row.ns_call?);
    Some((after / before).ln()).filter(|log| log.is_finite())
}

/// The change of a row, if it is certain and larger than `least`, a logarithm.
fn change(old: &Detail, new: &Detail, least: f64) -> Option<Change> {
    let log = log_ratio(old, new)?;
    let (before, after) = (old.row.ns_call?, new.row.ns_call?);
    if log.abs() <= least {
        return None;
    }
    let interval = match old.samples.len().min(new.samples.len()) {
        // CSV has no samples: three deviations stand for the interval.
        0 | 1 => {
            let spread = |d: &Detail, ns: f64| 3.0 * d.row.ns_mad.unwrap_or(0.0) / ns;
            let noise = spread(old, before) + spread(new, after);
            let middle = after / before;
            Interval { low: middle * (1.0 - noise), high: middle * (1.0 + noise) }
        }
        _ => ratio(&old.samples, &new.samples, 0),
    };
    let certain = interval.low > 1.0 || interval.high < 1.0;
    certain.then(|| Change { name: new.row.name(), before, after, ratio: interval })
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (word, list) in [("slower", &self.slower), ("faster", &self.faster)] {
            for c in list {
                let (low, high) = (c.ratio.low, c.ratio.high);
                let (name, before, after) = (&c.name, c.before, c.after);
                writeln!(
                    f,
                    "{word}  {:.2} ({low:.2}–{high:.2})  {before:.2} → {after:.2} ns  {name}",
                    after / before
                )?;
            }
        }
        for name in &self.wrong {
            writeln!(f, "wrong   {name}")?;
        }
        let (slower, faster, wrong) = (self.slower.len(), self.faster.len(), self.wrong.len());
        write!(f, "{slower} slower, {faster} faster, {wrong} wrong, {} within noise", self.same)?;
        if self.unmatched > 0 {
            write!(f, ", {} in one file only", self.unmatched)?;
        }
        if self.overall.is_finite() {
            write!(f, "; all rows together {:.3}, told from {:.1} % on", self.overall, 100.0 * self.bar)?;
        }
        writeln!(f)
    }
}

/// The even and the odd repeats of results, as if they were two runs of the same.
pub fn halves(results: &Results) -> [Results; 2] {
    [0, 1].map(|parity| {
        let half = |detail: &Detail| {
            let samples: Vec<f64> = detail.samples.iter().copied().skip(parity).step_by(2).collect();
            let mut row = detail.row.clone();
            row.ns_call = Some(typical(&samples));
            Detail { row, samples, recovery: Vec::new() }
        };
        let rows = results.rows.iter().filter(|d| d.samples.len() >= 4).map(half).collect();
        Results { rows, ..results.clone() }
    })
}

/// A campaign whose parts were joined.
pub struct Merged {
    pub whole: Results,
    /// Parts of which there was no file, as `2/3`.
    pub missing: Vec<String>,
}

/// Files of a campaign's parts as one; `Err` where a row is in two of them, or they were made with
/// different settings.
pub fn merge(parts: Vec<(String, Results)>) -> Result<Merged, String> {
    let Some((first, _)) = parts.first() else { return Err("no files to merge".to_string()) };
    let first = first.clone();
    let mut whole = Results { format: crate::row::FORMAT, ..Results::default() };
    let mut shards: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut machines: Vec<String> = Vec::new();
    let mut rows: HashMap<String, String> = HashMap::new();
    for (at, (name, part)) in parts.into_iter().enumerate() {
        let settings = |r: &Results| (r.meta.calls, r.meta.repeat, r.meta.seed, r.meta.counts_only);
        if at == 0 {
            whole.meta = Meta { cells: 0, ..part.meta.clone() };
        } else if settings(&whole) != settings(&part) {
            return Err(format!(
                "{name}: made with other --calls, --repeat, --seed or --counts-only than {first}"
            ));
        }
        shards.extend(part.meta.shard);
        whole.meta.cells += part.meta.cells;
        if !machines.contains(&part.meta.cpu) {
            machines.push(part.meta.cpu.clone());
        }
        whole.meta.load = [whole.meta.load, part.meta.load].into_iter().flatten().reduce(f64::max);
        for detail in part.rows {
            let known = rows.insert(format!("{:?}", detail.row.key()), name.clone());
            if let Some(known) = known {
                return Err(format!("{name}: {} is in {known}, too", detail.row.name()));
            }
            whole.rows.push(detail);
        }
    }
    whole.meta.cpu = machines.join("; ");
    whole.meta.shard = None;
    let parts = shards.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let missing = (1..=parts).filter(|i| !shards.contains(&(*i, parts)));
    Ok(Merged { whole, missing: missing.map(|i| format!("{i}/{parts}")).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{Period, Row};

    fn detail(period: u64, samples: &[f64], ok: bool) -> Detail {
        let row = Row {
            opt: "inline".into(),
            period: Period::Calls(period),
            ns_call: Some(typical(samples)),
            output_ok: ok,
            ..Row::empty()
        };
        Detail { row, samples: samples.into(), recovery: vec![] }
    }

    fn results(samples: &[f64], ok: bool) -> Results {
        Results { rows: vec![detail(1, samples, ok)], ..Results::default() }
    }

    #[test]
    fn noise_is_no_change() {
        let found = compare(&results(&[10.0, 10.5, 11.0], true), &results(&[10.2, 10.6, 10.9], true));
        assert_eq!((found.slower.len(), found.faster.len(), found.same), (0, 0, 1));
    }

    #[test]
    fn a_regression_is_told() {
        let found = compare(&results(&[10.0, 10.1, 10.2], true), &results(&[12.0, 12.1, 12.2], false));
        assert_eq!((found.slower.len(), found.wrong.len()), (1, 1));
        assert!(found.to_string().starts_with("slower  1.20"), "{found}");
    }

    /// Many rows whose two runs differ by `spread` at random, the first of them by `factor`.
    fn runs(spread: f64, factor: f64) -> Comparison {
        let mut random = fastrand::Rng::with_seed(3);
        let mut run = |first: f64| {
            let rows = (1..200u64).map(|period| {
                let own = 1.0 + spread * (random.f64() - 0.5);
                let own = if period == 1 { own * first } else { own };
                // Repeats agree with each other, as they do when they are made in one go.
                detail(period, &[1.0, 1.001, 1.002, 1.003, 1.004].map(|s| 10.0 * s * own), true)
            });
            Results { rows: rows.collect(), ..Results::default() }
        };
        compare(&run(1.0), &run(factor))
    }

    #[test]
    fn rows_that_scatter_change_by_chance() {
        let quiet = runs(0.1, 1.0);
        assert_eq!((quiet.slower.len(), quiet.faster.len()), (0, 0), "{quiet}");
        let slower = runs(0.1, 1.5);
        assert_eq!((slower.slower.len(), slower.faster.len()), (1, 0), "{slower}");
    }

    #[test]
    fn what_is_slower_everywhere_is_told() {
        let rows = |factor: f64| -> Vec<Detail> {
            (1..50u64).map(|p| detail(p, &[1.0, 1.01, 1.02].map(|s| s * factor), true)).collect()
        };
        let of = |factor| Results { rows: rows(factor), ..Results::default() };
        assert_eq!(compare(&of(1.0), &of(1.2)).slower.len(), 49);
    }

    #[test]
    fn halves_take_turns() {
        let [even, odd] = halves(&results(&[1.0, 5.0, 1.1, 5.1], true));
        assert_eq!((&even.rows[0].samples[..], &odd.rows[0].samples[..]), (&[1.0, 1.1][..], &[5.0, 5.1][..]));
        assert!(!compare(&even, &odd).slower.is_empty());
    }

    #[test]
    fn parts_join_once() {
        let part = |name: &str, period, shard| {
            let meta = Meta { shard: Some(shard), ..Meta::default() };
            (
                name.to_string(),
                Results { rows: vec![detail(period, &[1.0], true)], meta, format: 1, ..Results::default() },
            )
        };
        let twice = merge(vec![part("a.json", 1, (1, 3)), part("b.json", 1, (2, 3))]);
        assert!(twice.err().is_some_and(|e| e.contains("is in a.json, too")));
        let joined = merge(vec![part("a.json", 1, (1, 3)), part("c.json", 2, (3, 3))]).expect("two parts");
        assert_eq!((joined.whole.rows.len(), joined.missing), (2, vec!["2/3".to_string()]));
        let mut other = part("d.json", 3, (2, 3));
        other.1.meta.seed = 9;
        let unlike = merge(vec![part("a.json", 1, (1, 3)), other]);
        assert!(unlike.err().is_some_and(|e| e.contains("other --calls")));
    }
}
