//! What results say: curves by strategy, crossovers between them in words, cliffs, recovery.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::axes::{CEILING, FLOOR};
use crate::compare::{compare, halves};
use crate::fat;
use crate::row::{Detail, Period, Phase, Results};
use crate::statistics::{CLIFF, Fit, Interval, bootstrap, fit};

/// ns a call by period, of one strategy with one policy.
pub struct Curve<'a> {
    pub name: String,
    pub guards: &'a str,
    pub backoff: &'a str,
    pub unsound: bool,
    /// Longest period first.
    pub points: Vec<(Period, f64)>,
    /// Of each point.
    intervals: Vec<Interval>,
    pub during: Vec<&'a Detail>,
    pub after: Vec<&'a Detail>,
    pub fit: Option<Fit>,
}

impl Curve<'_> {
    /// The floor or the ceiling, which know no policy.
    pub fn is_anchor(&self) -> bool {
        [FLOOR, CEILING].contains(&self.guards)
    }

    fn at(&self, period: Period) -> Option<f64> {
        self.points.iter().find(|(p, _)| *p == period).map(|(_, ns)| *ns)
    }
}

/// A pair of strategies that change places.
pub struct Crossover {
    /// Faster for periods above `period`.
    pub above: String,
    /// Faster below.
    pub below: String,
    /// Calls for a mutation where both are equally fast.
    pub period: f64,
    /// ns a call there.
    pub ns: f64,
}

/// One optimisation under one kind of mutation of one probe.
pub struct Group<'a> {
    pub opt: &'a str,
    pub probe: &'a str,
    pub kind: &'a str,
    pub arrival: &'a str,
    /// Floor first, ceiling second, where they are there.
    pub curves: Vec<Curve<'a>>,
    pub crossovers: Vec<Crossover>,
}

impl Group<'_> {
    pub fn title(&self) -> String {
        let arrival = if self.arrival == "even" { String::new() } else { format!(", {}", self.arrival) };
        format!("{} ({}) under {}{arrival}", self.opt, self.probe, self.kind)
    }

    /// Every period, longest first.
    pub fn periods(&self) -> Vec<Period> {
        let all: BTreeSet<Period> =
            self.curves.iter().flat_map(|c| c.points.iter().map(|(p, _)| *p)).collect();
        all.into_iter().rev().collect()
    }

    /// ns a call with nothing optimised.
    pub fn floor(&self, period: Period) -> Option<f64> {
        self.curves.iter().find(|c| c.guards == FLOOR)?.at(period)
    }

    /// The fastest sound strategy at a period with any policy, and its ns a call.
    pub fn fastest(&self, period: Period) -> Option<(&Curve<'_>, f64)> {
        let sound = self.curves.iter().filter(|c| !c.unsound);
        let timed = sound.filter_map(|c| Some((c, c.at(period)?)));
        timed.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The fastest sound strategy at a period with one policy.
    pub fn best(&self, period: Period, policy: &str) -> Option<&Curve<'_>> {
        let sound = self.curves.iter().filter(|c| !c.unsound && (c.is_anchor() || c.backoff == policy));
        let timed = sound.filter_map(|c| Some((c, c.at(period)?)));
        timed.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(curve, _)| curve)
    }
}

/// The groups of results, in their order.
pub fn groups(results: &Results) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for detail in results.rows.iter().filter(|d| d.row.opt != fat::OPT) {
        let row = &detail.row;
        let found = groups.iter_mut().position(|g| {
            g.opt == row.opt && g.probe == row.probe && g.kind == row.kind && g.arrival == row.arrival
        });
        let at = found.unwrap_or_else(|| {
            let (opt, probe, kind, arrival) = (&row.opt, &row.probe, &row.kind, &row.arrival);
            groups.push(Group { opt, probe, kind, arrival, curves: Vec::new(), crossovers: Vec::new() });
            groups.len() - 1
        });
        let mut name = row.guards.clone();
        for more in [row.recheck.strip_prefix("call").unwrap_or(&row.recheck), row.backoff.as_str()] {
            if !more.is_empty() {
                name = format!("{name}/{more}");
            }
        }
        let curves = &mut groups[at].curves;
        let place = curves.iter().position(|c| c.name == name).unwrap_or_else(|| {
            curves.push(Curve {
                name,
                guards: &row.guards,
                backoff: &row.backoff,
                unsound: row.unsound,
                points: Vec::new(),
                intervals: Vec::new(),
                during: Vec::new(),
                after: Vec::new(),
                fit: None,
            });
            curves.len() - 1
        });
        match row.phase {
            Phase::Before => {}
            Phase::During => {
                curves[place].points.extend(row.ns_call.map(|ns| (row.period, ns)));
                curves[place].during.push(detail);
            }
            Phase::After => curves[place].after.push(detail),
        }
    }
    for group in &mut groups {
        let rank = |c: &Curve<'_>| [FLOOR, CEILING].iter().position(|n| *n == c.guards).unwrap_or(2);
        group.curves.sort_by_key(rank);
        for curve in &mut group.curves {
            curve.points.sort_by_key(|(period, _)| std::cmp::Reverse(*period));
            let points: Vec<(f64, f64)> = curve.points.iter().map(|(p, ns)| (p.number(), *ns)).collect();
            curve.intervals = curve.points.iter().map(|(p, ns)| interval(&curve.during, *p, *ns)).collect();
            curve.fit = fit(&points);
        }
        group.crossovers = crossovers(&group.curves);
    }
    groups
}

/// Where curves are nearer than this share to each other they count as equal.
const APART: f64 = 0.03;

/// What a point may be for all that its repeats say; a share where there are too few of them.
fn interval(details: &[&Detail], period: Period, ns: f64) -> Interval {
    match details.iter().find(|d| d.row.period == period) {
        Some(detail) if detail.samples.len() > 2 => bootstrap(&detail.samples, 0),
        _ => Interval { low: ns, high: ns },
    }
}

/// A point of two curves: 1/N, ns a call of each, and which is faster beyond noise.
struct Shared {
    x: f64,
    ns: [f64; 2],
    faster: Ordering,
}

fn shared(a: &Curve<'_>, b: &Curve<'_>) -> Vec<Shared> {
    let of = |((period, own), interval): (&(Period, f64), &Interval)| {
        let place = b.points.iter().position(|(p, _)| p == period)?;
        let (other, its) = (b.points[place].1, &b.intervals[place]);
        let near = (own - other).abs() <= APART * own || interval.overlaps(its);
        let faster = if near { Ordering::Equal } else { own.total_cmp(&other) };
        Some(Shared { x: 1.0 / period.number(), ns: [*own, other], faster })
    };
    a.points.iter().zip(&a.intervals).filter_map(of).collect()
}

/// Where the curves of two sound strategies cross: between two neighbouring periods, a straight line
/// in 1/N, since that is how the cost of a mutation is spread. Both must be apart beyond noise, one way
/// on the one side and the other way on the other.
fn crossovers(curves: &[Curve<'_>]) -> Vec<Crossover> {
    let mut found = Vec::new();
    let sound: Vec<&Curve<'_>> = curves.iter().filter(|c| !c.unsound).collect();
    for (i, a) in sound.iter().enumerate() {
        for b in &sound[i + 1..] {
            let points = shared(a, b);
            let apart: Vec<usize> = (0..points.len()).filter(|k| points[*k].faster.is_ne()).collect();
            for pair in apart.windows(2).filter(|pair| points[pair[0]].faster != points[pair[1]].faster) {
                // Between them they may meet more than once; the first time counts.
                let gap = |p: &Shared| p.ns[0] - p.ns[1];
                let segment = points[pair[0]..=pair[1]].windows(2).find(|s| gap(&s[0]) * gap(&s[1]) <= 0.0);
                let Some([from, to]) = segment else { continue };
                let share = if gap(from) == gap(to) { 0.0 } else { gap(from) / (gap(from) - gap(to)) };
                let (above, below) = if points[pair[0]].faster.is_lt() { (a, b) } else { (b, a) };
                found.push(Crossover {
                    above: above.name.clone(),
                    below: below.name.clone(),
                    period: 1.0 / (from.x + share * (to.x - from.x)),
                    ns: from.ns[0] + share * (to.ns[0] - from.ns[0]),
                });
            }
        }
    }
    found
}

/// A period in few digits.
pub fn rounded(period: f64) -> String {
    if !period.is_finite() {
        return "inf".to_string();
    }
    let unit = 10f64.powf(period.max(1.0).log10().floor() - 1.0).max(1.0);
    format!("{}", (period / unit).round() * unit)
}

/// The group in sentences: crossovers, losses, cliffs, wrong answers, what did not recover.
pub fn sentences(group: &Group<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for cross in &group.crossovers {
        said.push(format!("{} > {} for N > {}", cross.above, cross.below, rounded(cross.period)));
    }
    let floor = group.curves.iter().find(|c| c.guards == FLOOR);
    for curve in group.curves.iter().filter(|c| c.guards != FLOOR) {
        let behind = |period| {
            let apart =
                |f| shared(curve, f).iter().any(|s| s.x == 1.0 / Period::number(period) && s.faster.is_gt());
            floor.is_some_and(apart)
        };
        let lost = |(period, ns): &(Period, f64)| {
            floor.and_then(|f| f.at(*period)).is_some_and(|f| *ns > f * 1.1) && behind(*period)
        };
        if let Some((period, ns)) = curve.points.iter().find(|p| lost(p))
            && let Some(floor) = floor.and_then(|f| f.at(*period))
        {
            let share = (ns / floor - 1.0) * 100.0;
            said.push(format!("{} loses {share:.0} % against {FLOOR} at N = {period}", curve.name));
        }
        if let Some(fit) = curve.fit.filter(|fit| fit.worst.0 > CLIFF) {
            said.push(format!("{} has a cliff near N = {}", curve.name, rounded(fit.worst.1)));
        }
        if curve.during.iter().any(|d| !d.row.output_ok) {
            said.push(format!("{} answered wrongly", curve.name));
        }
        let lost = |d: &&&Detail| {
            d.row.period != Period::Never && !d.recovery.is_empty() && d.row.recover_calls.is_none()
        };
        if let Some(detail) = curve.after.iter().find(lost) {
            let calls = detail.recovery.last().map_or(0, |(calls, _)| *calls);
            said.push(format!(
                "{} was not back after {calls} calls at N = {}",
                curve.name, detail.row.period
            ));
        }
    }
    said
}

/// Noise above this share hides what guards cost.
const LOUD: f64 = 0.1;

/// Warnings about the measurement itself.
pub fn warnings(results: &Results) -> Vec<String> {
    let [even, odd] = halves(results);
    let same = compare(&even, &odd);
    let unlike = same.slower.len() + same.faster.len();
    let mut said = Vec::new();
    if unlike > 0 {
        let all = unlike + same.same;
        said.push(format!("A/A: {unlike} of {all} cells differ from themselves; the machine was not quiet"));
    }
    if same.overall.is_finite() && same.bar > LOUD {
        let share = 100.0 * same.bar;
        said.push(format!("noise: the same cell measured twice may differ by {share:.0} %"));
    }
    if results.meta.load.is_some_and(|load| load > 0.5 * results.meta.cores as f64) {
        let load = results.meta.load.unwrap_or_default();
        said.push(format!("load was {load:.1} on {} cores when the run began", results.meta.cores));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Row;

    fn results() -> Results {
        let mut rows = Vec::new();
        for (guards, rest, cost) in [("off", 20.0, 10.0), ("keysver", 10.0, 1000.0), ("cell", 12.0, 100.0)] {
            for period in ["inf", "1000", "100", "10"] {
                let period: Period = period.parse().expect("a period");
                rows.push(Detail::from(Row {
                    opt: "builtin-load".into(),
                    guards: guards.into(),
                    probe: "len".into(),
                    kind: "builtin_alt".into(),
                    arrival: "even".into(),
                    period,
                    phase: Phase::During,
                    ns_call: Some(rest + cost / period.number()),
                    ..Row::empty()
                }));
            }
        }
        Results { rows, ..Results::default() }
    }

    #[test]
    fn crossovers_are_where_the_lines_meet() {
        let results = results();
        let groups = groups(&results);
        assert_eq!(groups.len(), 1);
        let words = sentences(&groups[0]);
        // 10 + 1000/N = 20 + 10/N at N = 99; 10 + 1000/N = 12 + 100/N at N = 450.
        assert!(words.contains(&"keysver > off for N > 99".to_string()), "{words:?}");
        assert!(words.contains(&"keysver > cell for N > 450".to_string()), "{words:?}");
        assert!(words.iter().any(|w| w.starts_with("keysver loses")), "{words:?}");
        let best = groups[0].best(Period::Calls(100), "").map(|c| c.name.clone());
        assert_eq!(best.as_deref(), Some("cell"));
    }

    #[test]
    fn few_digits() {
        assert_eq!(rounded(1234.0), "1200");
        assert_eq!(rounded(7.4), "7");
        assert_eq!(rounded(f64::INFINITY), "inf");
    }
}
