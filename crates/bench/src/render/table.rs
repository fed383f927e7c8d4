//! The table: a line for each optimisation, kind and period, a column for each strategy.

use super::short;
use crate::axes::CEILING;
use crate::row::{Period, Results};
use crate::statistics::CLIFF;
use crate::summary::{Curve, Group, groups, rounded, sentences, warnings};

/// Cells as text, the header first.
fn lines(results: &Results) -> Vec<Vec<String>> {
    let groups = groups(results);
    let mut strategies: Vec<String> = Vec::new();
    for curve in groups.iter().flat_map(|g| &g.curves) {
        if !strategies.contains(&curve.name) {
            strategies.push(curve.name.clone());
        }
    }
    let mut header: Vec<String> = ["opt", "probe", "kind", "period"].map(str::to_string).into();
    header.extend(strategies.iter().cloned());
    header.extend(["best", "N*", "cliff"].map(str::to_string));
    let mut lines = vec![header];
    for group in &groups {
        for period in periods(group) {
            let mut line: Vec<String> = [group.opt, group.probe, group.kind].map(str::to_string).into();
            line.push(period.to_string());
            for name in &strategies {
                let curve = group.curves.iter().find(|c| c.name == *name);
                line.push(curve.map_or("n/a".to_string(), |c| entry(c, period)));
            }
            let best = group.best(period);
            line.push(best.map_or(String::new(), |c| c.name.clone()));
            let own = best.and_then(|c| c.during.iter().find(|d| d.row.period == period));
            line.push(own.and_then(|d| d.row.break_even_period).map_or(String::new(), rounded));
            let cliff = best.and_then(|c| c.fit).filter(|fit| fit.worst.0 > CLIFF);
            line.push(cliff.map_or(String::new(), |fit| rounded(fit.worst.1)));
            lines.push(line);
        }
    }
    lines
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
        true => "ns a call while mutating, median of the repeats; ! = a wrong answer (unsound strategy)",
        false => {
            "guards that failed while mutating; nothing was timed; ! = a wrong answer (unsound strategy)"
        }
    }
}

/// Columns aligned for a terminal.
pub fn text(results: &Results) -> String {
    let lines = lines(results);
    let width = |at: usize| lines.iter().map(|l| l[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let mut out = format!("{}\n\n", unit(results));
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(at, (cell, &width))| match at {
            0..=2 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
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
    let lines = lines(results);
    let row = |line: &Vec<String>| format!("| {} |\n", line.join(" | "));
    let mut out = format!("{}\n\n", unit(results));
    out.push_str(&row(&lines[0]));
    let rule = |at: usize| if at < 3 { "---" } else { "--:" };
    out.push_str(&format!("|{}|\n", (0..lines[0].len()).map(rule).collect::<Vec<_>>().join("|")));
    lines[1..].iter().for_each(|line| out.push_str(&row(line)));
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
