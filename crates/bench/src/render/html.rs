//! The page: one file with everything in it, that opens without a network.

use super::{escaped, short, svg};
use crate::row::{Detail, Phase, Results};
use crate::summary::{Group, groups, sentences, warnings};

const STYLE: &str = "
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:2.2rem 0 .4rem}
svg{width:100%;height:auto;display:block}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.86rem;margin:.6rem 0}
th,td{padding:.15rem .7rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child{text-align:left}
.warning{border-left:4px solid #d55e00;padding:.2rem .8rem}
.wrong{color:#d55e00}summary{cursor:pointer}ul{margin:.3rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;font-size:.9rem}dd{margin:0}
";

/// The whole page.
pub fn page(results: &Results) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>\
         <meta name='viewport' content='width=device-width'><title>Guards against mutation</title>\
         <style>{STYLE}</style></head><body>\n<h1>Guarded optimisations against mutation</h1>\n\
         <p>From which rate of mutation on does an optimisation stop paying, for each way of guarding it, \
         and does its speed come back? Higher is faster. The dotted line is the program without the \
         optimisation, the dashed one the optimisation without guards, whose answers may be wrong.</p>\n"
    );
    for warning in warnings(results) {
        out.push_str(&format!("<p class='warning'>{}</p>\n", escaped(&warning)));
    }
    let groups = groups(results);
    out.push_str("<h2>In words</h2>\n<ul>\n");
    for group in &groups {
        let said = sentences(group);
        if !said.is_empty() {
            let words = escaped(&said.join("; "));
            out.push_str(&format!("<li><b>{}</b>: {words}</li>\n", escaped(&group.title())));
        }
    }
    out.push_str("</ul>\n");
    for group in &groups {
        out.push_str(&format!("<h2>{}</h2>\n", escaped(&group.title())));
        out.push_str(&svg::group(group).unwrap_or_default());
        out.push_str(&figures(group));
    }
    out.push_str(&machine(results));
    out + "</body></html>\n"
}

/// A column of the table of figures.
type Column = (&'static str, fn(&Detail) -> Option<f64>);

const COLUMNS: &[Column] = &[
    ("ns a call", |d| d.row.ns_call),
    ("± MAD", |d| d.row.ns_mad),
    ("gain kept", |d| d.row.gain_kept),
    ("ns a mutation", |d| d.row.ns_per_mutation),
    ("break-even N", |d| d.row.break_even_period),
    ("guards", |d| d.row.guards_executed.map(|n| n as f64)),
    ("failed", |d| d.row.guards_failed.map(|n| n as f64)),
    ("deopts", |d| d.row.deopts.map(|n| n as f64)),
    ("respecialised", |d| d.row.respecialised.map(|n| n as f64)),
    ("invalidations", |d| d.row.invalidations.map(|n| n as f64)),
];

/// The figures of a group, folded away.
fn figures(group: &Group<'_>) -> String {
    let mut out = "<details><summary>Figures</summary><table><tr><th>strategy</th><th>N</th>".to_string();
    for (name, _) in COLUMNS {
        out.push_str(&format!("<th>{name}</th>"));
    }
    out.push_str("<th>back after</th></tr>\n");
    for curve in &group.curves {
        for detail in &curve.during {
            let class = if detail.row.output_ok { "" } else { " class='wrong'" };
            out.push_str(&format!(
                "<tr{class}><td>{}</td><td>{}</td>",
                escaped(&curve.name),
                detail.row.period
            ));
            for (_, value) in COLUMNS {
                out.push_str(&format!("<td>{}</td>", value(detail).map_or(String::new(), short)));
            }
            let same = |d: &&&Detail| d.row.period == detail.row.period && d.row.phase == Phase::After;
            let back = curve.after.iter().find(same).and_then(|d| d.row.recover_calls);
            out.push_str(&format!(
                "<td>{}</td></tr>\n",
                back.map_or(String::new(), |n| format!("{n} calls"))
            ));
        }
    }
    out + "</table></details>\n"
}

/// Where the figures come from.
fn machine(results: &Results) -> String {
    let meta = &results.meta;
    let rows = [
        ("version", meta.version.clone()),
        ("machine", format!("{}, {} cores, {}", meta.cpu, meta.cores, meta.system)),
        ("seed", meta.seed.to_string()),
        ("calls of a phase", meta.calls.to_string()),
        ("repeats", meta.repeat.to_string()),
        ("options", meta.options.join(" ")),
    ];
    let mut out = "<h2>The run</h2>\n<dl>".to_string();
    for (name, value) in rows {
        out.push_str(&format!("<dt>{name}</dt><dd>{}</dd>", escaped(&value)));
    }
    out + "</dl>\n"
}
