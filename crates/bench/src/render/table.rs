//! The table: a line for each optimisation, kind and period, a column for each strategy.

use theseus_guards::Strategy;

use super::{fat, short};
use crate::axes::{CEILING, PROBES};
use crate::row::{Period, Results};
use crate::statistics::CLIFF;
use crate::summary::{Curve, Group, groups, rounded, sentences, warnings};

/// Cells of the table, the header first; `|` stands between the blocks of columns.
struct Table {
    lines: Vec<Vec<String>>,
    /// How many of the columns, the first ones, are words.
    words: usize,
}

const BREAK: &str = "|";

/// The strategies that have a column: all, but the check of types where nothing was guarded so.
fn strategies(groups: &[Group<'_>]) -> Vec<&'static str> {
    let used = |name: &str| groups.iter().flat_map(|g| &g.curves).any(|c| c.guards == name);
    let always = |s: &&Strategy| **s != Strategy::Kind || used(s.name());
    Strategy::ALL.iter().filter(always).map(|s| s.name()).collect()
}

fn table(results: &Results) -> Table {
    let groups = groups(results);
    let strategies = strategies(&groups);
    let has_policies = groups.iter().flat_map(|g| &g.curves).any(|c| !c.backoff.is_empty());
    let mut header: Vec<String> = ["opt", "kind"].map(str::to_string).into();
    if has_policies {
        header.push("backoff".to_string());
    }
    let words = header.len();
    header.extend(["period", BREAK].map(str::to_string));
    header.extend(strategies.iter().map(|name| name.to_string()));
    header.extend([BREAK, "best", "N*", "cliff"].map(str::to_string));
    let mut lines = vec![header];
    for group in &groups {
        for policy in policies(group) {
            for period in periods(group) {
                let mut line = vec![title(group), group.kind.to_string()];
                if has_policies {
                    line.push(policy.to_string());
                }
                line.extend([period.to_string(), BREAK.to_string()]);
                let of = |name: &&str| {
                    let mut all = group.curves.iter().filter(|c| c.guards == *name);
                    all.find(|c| c.is_anchor() || c.backoff == policy)
                };
                line.extend(
                    strategies.iter().map(|name| of(name).map_or("n/a".into(), |c| entry(c, period))),
                );
                line.push(BREAK.to_string());
                let best = group.best(period, policy);
                line.push(best.map_or(String::new(), |c| c.guards.to_string()));
                let own = best.and_then(|c| c.during.iter().find(|d| d.row.period == period));
                line.push(own.and_then(|d| d.row.break_even_period).map_or(String::new(), rounded));
                let cliff = best.and_then(|c| c.fit).filter(|fit| fit.worst.0 > CLIFF);
                line.push(cliff.map_or(String::new(), |fit| rounded(fit.worst.1)));
                lines.push(line);
            }
        }
    }
    Table { lines, words }
}

/// The optimisation, with its probe where that is not its first.
fn title(group: &Group<'_>) -> String {
    let first = PROBES.iter().find(|p| p.optimisation == group.opt);
    match first.is_some_and(|p| p.name == group.probe) {
        true => group.opt.to_string(),
        false => format!("{} ({})", group.opt, group.probe),
    }
}

/// The policies of a group's curves; one without a name stands for the default.
fn policies<'a>(group: &'a Group<'a>) -> Vec<&'a str> {
    let mut all: Vec<&str> = group.curves.iter().filter(|c| !c.is_anchor()).map(|c| c.backoff).collect();
    all.sort();
    all.dedup();
    if all.is_empty() { vec![""] } else { all }
}

/// Periods of the group's rows, timed or not, longest first.
fn periods(group: &Group<'_>) -> Vec<Period> {
    let mut all: Vec<Period> =
        group.curves.iter().flat_map(|c| c.during.iter().map(|d| d.row.period)).collect();
    all.sort_by_key(|period| std::cmp::Reverse(*period));
    all.dedup();
    all
}

/// ns a call, `!` behind wrong answers; where nothing was timed, how many guards failed.
fn entry(curve: &Curve<'_>, period: Period) -> String {
    let Some(detail) = curve.during.iter().find(|d| d.row.period == period) else {
        return "n/a".to_string();
    };
    let wrong = if detail.row.output_ok { "" } else { "!" };
    match (detail.row.ns_call, detail.row.guards_failed) {
        (Some(ns), _) => format!("{}{wrong}", short(ns)),
        (None, Some(failed)) => format!("{failed}{wrong}"),
        (None, None) => format!("-{wrong}"),
    }
}

/// What the numbers of the table are.
fn unit(results: &Results) -> &'static str {
    match results.rows.iter().any(|d| d.row.ns_call.is_some()) {
        true => {
            "ns a call while mutating, lower quartile of the repeats; ! = a wrong answer (unsound strategy)"
        }
        false => {
            "guards that failed while mutating; nothing was timed; ! = a wrong answer (unsound strategy)"
        }
    }
}

/// Columns aligned for a terminal.
pub fn text(results: &Results) -> String {
    let Table { lines, words } = table(results);
    let mut out = String::new();
    if lines.len() > 1 {
        let width = |at: usize| lines.iter().map(|l| l[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
        out.push_str(&format!("{}\n\n", unit(results)));
        for line in &lines {
            let cells = line.iter().zip(&widths).enumerate().map(|(at, (cell, &width))| match at < words {
                true => format!("{cell:<width$}"),
                false => format!("{cell:>width$}"),
            });
            out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            out.push('\n');
        }
    }
    out.push_str(&fat::text(results));
    for group in groups(results) {
        let said = sentences(&group);
        if !said.is_empty() {
            out.push_str(&format!("\n{}: {}\n", group.title(), said.join("; ")));
        }
    }
    for warning in warnings(results) {
        out.push_str(&format!("\nwarning: {warning}\n"));
    }
    out
}

/// The same as Markdown.
pub fn markdown(results: &Results) -> String {
    let Table { lines, words } = table(results);
    let mut out = String::new();
    if lines.len() > 1 {
        let is_column = |at: usize| lines[0][at] != BREAK;
        let row = |line: &Vec<String>| {
            let cells =
                line.iter().enumerate().filter(|(at, _)| is_column(*at)).map(|(_, cell)| cell.as_str());
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        out.push_str(&format!("{}\n\n{}", unit(results), row(&lines[0])));
        let rule = |at: usize| if at < words { "---" } else { "--:" };
        let rules: Vec<&str> = (0..lines[0].len()).filter(|at| is_column(*at)).map(rule).collect();
        out.push_str(&format!("|{}|\n", rules.join("|")));
        lines[1..].iter().for_each(|line| out.push_str(&row(line)));
    }
    out.push_str(&fat::markdown(results));
    for group in groups(results) {
        let said = sentences(&group);
        if !said.is_empty() {
            out.push_str(&format!("\n**{}**\n\n", group.title()));
            said.iter().for_each(|sentence| out.push_str(&format!("- {sentence}\n")));
        }
    }
    for warning in warnings(results) {
        out.push_str(&format!("\n> {warning}\n"));
    }
    out
}

/// What each strategy costs at rest and for a mutation: `x(N) = ceiling + guard + mutation / N`.
pub fn fits(results: &Results) -> String {
    let mut out = String::new();
    for group in groups(results) {
        let ceiling = group.curves.iter().find(|c| c.guards == CEILING).and_then(|c| c.fit);
        for curve in &group.curves {
            let Some(fit) = curve.fit else { continue };
            let guard = ceiling.map_or(String::new(), |c| format!("guard {:.2} ns, ", fit.rest - c.rest));
            let (share, period) = (fit.worst.0 * 100.0, rounded(fit.worst.1));
            let cliff = if fit.worst.0 > CLIFF { ": a cliff" } else { "" };
            out.push_str(&format!(
                "{} {}: at rest {:.2} ns, {guard}mutation {:.0} ns, residual {share:.0} % at N = {period}{cliff}\n",
                group.title(),
                curve.name,
                fit.rest,
                fit.mutation
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{Detail, Phase, Row};

    fn results(backoffs: &[&str]) -> Results {
        let row = |guards: &str, backoff: &str| Row {
            opt: "builtin-load".into(),
            guards: guards.into(),
            backoff: backoff.into(),
            probe: "len".into(),
            kind: "builtin_alt".into(),
            period: Period::Calls(10),
            phase: Phase::During,
            ns_call: Some(12.0),
            ..Row::empty()
        };
        let rows = ["off", "none"].iter().map(|g| row(g, "")).chain(backoffs.iter().map(|b| row("cell", b)));
        Results { rows: rows.map(Detail::from).collect(), ..Results::default() }
    }

    #[test]
    fn the_header_has_every_strategy_in_its_order() {
        let text = text(&results(&[""]));
        let header = text.lines().nth(2).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
        let wanted = "opt kind period | off none entry epoch dictver keysver cell watch-dict watch-key watch-keyset | best N* cliff";
        assert_eq!(header.as_deref(), Some(wanted));
        assert!(text.lines().nth(3).is_some_and(|l| l.contains("n/a")));
    }

    #[test]
    fn policies_have_lines_of_their_own() {
        let text = text(&results(&["fat", "always"]));
        assert!(text.lines().nth(2).is_some_and(|l| l.contains("backoff")));
        assert_eq!(text.lines().skip(3).take_while(|l| !l.is_empty()).count(), 2);
    }
}
