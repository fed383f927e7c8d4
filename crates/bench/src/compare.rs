//! Two files of results against each other: what changed beyond the noise.

use crate::row::{Detail, Results};
use crate::statistics::{Interval, ratio};

/// A change smaller than this share is not told even if it is certain.
const LEAST: f64 = 0.03;

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
}

/// Compares the timed rows that both have.
pub fn compare(before: &Results, after: &Results) -> Comparison {
    let mut found =
        Comparison { slower: Vec::new(), faster: Vec::new(), wrong: Vec::new(), same: 0, unmatched: 0 };
    for new in &after.rows {
        let Some(old) = before.rows.iter().find(|old| old.row.key() == new.row.key()) else {
            found.unmatched += 1;
            continue;
        };
        if old.row.output_ok && !new.row.output_ok {
            found.wrong.push(new.row.name());
        }
        match change(old, new) {
            Some(change) if change.ratio.low > 1.0 => found.slower.push(change),
            Some(change) => found.faster.push(change),
            None => found.same += 1,
        }
    }
    let gone = |old: &&Detail| !after.rows.iter().any(|new| new.row.key() == old.row.key());
    found.unmatched += before.rows.iter().filter(gone).count();
    for list in [&mut found.slower, &mut found.faster] {
        let size = |change: &Change| (change.after / change.before).ln().abs();
        list.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    found
}

/// The change of a row, if it is certain and large enough.
fn change(old: &Detail, new: &Detail) -> Option<Change> {
    let (before, after) = (old.row.ns_call?, new.row.ns_call?);
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
    let large = (after / before - 1.0).abs() > LEAST;
    (certain && large).then(|| Change { name: new.row.name(), before, after, ratio: interval })
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
        match self.unmatched {
            0 => writeln!(f),
            n => writeln!(f, ", {n} in one file only"),
        }
    }
}

/// Files of a campaign's parts as one; `Err` where a row is in two of them.
pub fn merge(parts: Vec<(String, Results)>) -> Result<Results, String> {
    let mut parts = parts.into_iter();
    let Some((_, mut whole)) = parts.next() else { return Err("no files to merge".to_string()) };
    whole.meta.shard = None;
    for (name, part) in parts {
        for detail in part.rows {
            if whole.rows.iter().any(|known| known.row.key() == detail.row.key()) {
                return Err(format!("{name}: {} is in an earlier file, too", detail.row.name()));
            }
            whole.rows.push(detail);
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Row;

    fn results(samples: &[f64], ok: bool) -> Results {
        let row = Row {
            opt: "inline".into(),
            ns_call: Some(crate::statistics::median(samples)),
            output_ok: ok,
            ..Row::empty()
        };
        Results {
            rows: vec![Detail { row, samples: samples.into(), recovery: vec![] }],
            ..Results::default()
        }
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

    #[test]
    fn parts_join_once() {
        let one = || ("a.json".to_string(), results(&[1.0], true));
        assert!(merge(vec![one(), one()]).unwrap_err().contains("earlier file"));
        assert_eq!(merge(vec![one()]).expect("one part").rows.len(), 1);
    }
}
