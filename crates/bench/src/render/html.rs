//! The page: one file with everything in it, that opens without a network.

use theseus_guards::Optimisation;

use super::{escaped, fat, short, svg};
use crate::axes::about;
use crate::row::{Detail, Phase, Results};
use crate::statistics::{bootstrap, least, median};
use crate::summary::{Group, groups, rounded, sentences, warnings};

const STYLE: &str = "
:root{color-scheme:light dark;--ink:#222;--soft:#666;--line:#ddd;--ground:#fff;--band:#f5f6f8;--alarm:#c43d00;--good:0,128,96}
@media(prefers-color-scheme:dark){:root{--ink:#ddd;--soft:#999;--line:#33363d;--ground:#16181c;--band:#1f2228;--alarm:#ff8a4c;--good:47,199,155}}
body{font:15px/1.55 system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:var(--ink);background:var(--ground);
max-width:60rem;margin:2.5rem auto 5rem;padding:0 1.2rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .6rem}
h2{font-size:1.2rem;margin:3rem 0 .3rem;padding-top:.8rem;border-top:1px solid var(--line)}
p{margin:.5rem 0;max-width:46rem}.lead{font-size:1.02rem}.note,.run{color:var(--soft);font-size:.86rem}
a{color:inherit}nav{font-size:.88rem;color:var(--soft);margin:1rem 0}nav a{margin-right:.9rem}
figure{margin:1.6rem 0 2.2rem}figure h3{font-size:.95rem;margin:0 0 .5rem}figure h3 span{font-weight:400;color:var(--soft)}
svg.f{width:100%;min-width:42rem;height:auto;display:block}
figcaption{font-size:.86rem;margin:.6rem 0 0}figcaption ul{margin:.2rem 0 .4rem;padding-left:1.1rem;columns:3 15rem;column-gap:1.6rem}
figcaption b{font-weight:600}.alarm{color:var(--alarm)}
.warning{border-left:3px solid var(--alarm);padding:.25rem .8rem;background:var(--band)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.82rem;margin:.6rem 0;white-space:nowrap}
th{font-weight:600;color:var(--soft);vertical-align:bottom}th,td{padding:.16rem .6rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child,.w{text-align:left}.overview td small{color:var(--soft)}
summary{cursor:pointer;color:var(--soft);font-size:.86rem}tr.wrong td{color:var(--alarm)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1.2rem;font-size:.88rem}dt{color:var(--soft)}dd{margin:0}
@media print{body{max-width:none;margin:0}details{display:none}figure{break-inside:avoid}}
";

/// What the charts show.
const READING: &str = "<p>Each point is a loop in processes of its own, which is mutated once every N calls; \
    higher is faster. The dotted line has nothing optimised (the floor), the dashed one is optimised without \
    guards, so that its answers may be wrong (the ceiling); a hollow mark had wrong answers. Numbered dots are \
    where two strategies change places, bars the 95 % intervals. The small panel is the speed after the last \
    mutation. By the legend's figures a call takes x(N) = ceiling + guard + mutation / N.</p>\n";

/// The whole page.
pub fn page(results: &Results) -> String {
    let meta = &results.meta;
    let mut out = format!(
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>\
         <meta name='viewport' content='width=device-width,initial-scale=1'>\
         <title>Guarded optimisations against mutation</title>\
         <style>{STYLE}{}</style></head><body>\n<h1>Guarded optimisations against mutation</h1>\n\
         <p class='lead'>From which rate of mutation on does an optimisation stop paying, for each way of \
         guarding it, and does its speed come back?</p>\n<p class='run'>{} · {}, {} cores · {} · seed {} · {}</p>\n",
        svg::style(),
        escaped(&meta.version),
        escaped(&meta.cpu),
        meta.cores,
        escaped(&meta.system),
        meta.seed,
        day(meta.started),
    );
    for warning in warnings(results) {
        out.push_str(&format!("<p class='warning'>{}</p>\n", escaped(&warning)));
    }
    let groups = groups(results);
    let mut sections: Vec<&str> = Vec::new();
    for group in &groups {
        if !sections.contains(&group.opt) {
            sections.push(group.opt);
        }
    }
    if sections.len() > 1 {
        let link = |name: &&str| format!("<a href='#{0}'>{0}</a>", escaped(name));
        out.push_str(&format!("<nav>{}</nav>\n", sections.iter().map(link).collect::<String>()));
    }
    out.push_str(READING);
    out.push_str(&overview(&groups));
    out.push_str(&fat::html(results));
    for name in sections {
        let about = Optimisation::from_name(name).map_or("", Optimisation::doc);
        out.push_str(&format!("<section id='{0}'><h2>{0}</h2>\n<p>{1}</p>\n", escaped(name), escaped(about)));
        groups.iter().filter(|g| g.opt == name).for_each(|g| out.push_str(&figure(g)));
        out.push_str("</section>\n");
    }
    out.push_str(&machine(results));
    out + "</body></html>\n"
}

/// Where each optimisation stands: the best strategy at each rate, and how much faster it is than the floor.
fn overview(groups: &[Group<'_>]) -> String {
    let mut periods: Vec<_> = groups.iter().flat_map(Group::periods).collect();
    periods.sort_by_key(|period| std::cmp::Reverse(*period));
    periods.dedup();
    if periods.is_empty() {
        return String::new();
    }
    let mut out = "<h2>The best sound strategy at each rate</h2>\n<p class='note'>N calls for one mutation; \
                   times faster than the same loop with nothing optimised.</p>\n<div class='wide'>\
                   <table class='overview'><tr><th>optimisation</th><th class='w'>mutation</th>"
        .to_string();
    for period in &periods {
        out.push_str(&format!(
            "<th>N = {}</th>",
            if period.number().is_finite() { period.to_string() } else { "∞".into() }
        ));
    }
    out.push_str("</tr>\n");
    for group in groups {
        out.push_str(&format!(
            "<tr><td>{} <small>{}</small></td><td class='w'>{}</td>",
            escaped(group.opt),
            escaped(group.probe),
            escaped(group.kind)
        ));
        for &period in &periods {
            let best = group.fastest(period);
            let gain = best.and_then(|(_, ns)| Some(group.floor(period)? / ns));
            out.push_str(&match (best, gain) {
                (Some((curve, _)), Some(gain)) => format!(
                    "<td style='background:rgba(var(--good),{:.2})'>{gain:.2} <small>{}</small></td>",
                    ((gain - 1.0) * 0.35).clamp(0.0, 0.45),
                    escaped(&curve.name)
                ),
                (Some((curve, _)), None) => format!("<td>{}</td>", escaped(&curve.name)),
                _ => "<td></td>".to_string(),
            });
        }
        out.push_str("</tr>\n");
    }
    out + "</table></div>\n"
}

/// The chart of a group, what it says in words, and its figures folded away.
fn figure(group: &Group<'_>) -> String {
    let arrival =
        if group.arrival == "even" { String::new() } else { format!(", arriving {}", group.arrival) };
    let mut out = format!(
        "<figure><h3>{} <span>under {}{}{}</span></h3>\n<div class='wide'>{}</div><figcaption>",
        escaped(group.probe),
        escaped(group.kind),
        if about(group.kind).is_empty() { String::new() } else { format!(": {}", about(group.kind)) },
        escaped(&arrival),
        svg::group(group, false).unwrap_or_default()
    );
    let crossed = group.crossovers.len();
    let said = sentences(group);
    let (crossovers, rest) = said.split_at(crossed.min(said.len()));
    for (title, words, class) in [("Crossovers", crossovers, ""), ("Beware", rest, " class='alarm'")] {
        if !words.is_empty() {
            let items: String = words.iter().map(|w| format!("<li{class}>{}</li>", escaped(w))).collect();
            out.push_str(&format!("<b>{title}</b><ul>{items}</ul>"));
        }
    }
    format!("{out}</figcaption>{}</figure>\n", figures(group))
}

/// A column of the table of figures.
type Column = (&'static str, fn(&Detail) -> Option<f64>);

const COLUMNS: &[Column] = &[
    ("least ns", |d| Some(least(&d.samples)).filter(|ns| ns.is_finite())),
    ("quartile ns", |d| d.row.ns_call),
    ("median ns", |d| Some(median(&d.samples)).filter(|ns| ns.is_finite())),
    ("± MAD", |d| d.row.ns_mad),
    ("95 % from", |d| (d.samples.len() > 2).then(|| bootstrap(&d.samples, 0).low)),
    ("to", |d| (d.samples.len() > 2).then(|| bootstrap(&d.samples, 0).high)),
    ("gain kept", |d| d.row.gain_kept),
    ("ns a mutation", |d| d.row.ns_per_mutation),
    ("N*", |d| d.row.break_even_period),
    ("guards", |d| d.row.guards_executed.map(|n| n as f64)),
    ("failed", |d| d.row.guards_failed.map(|n| n as f64)),
    ("respecialised", |d| d.row.respecialised.map(|n| n as f64)),
    ("invalidations", |d| d.row.invalidations.map(|n| n as f64)),
];

/// The figures of a group, folded away; columns that say nothing are left out.
fn figures(group: &Group<'_>) -> String {
    let all = || group.curves.iter().flat_map(|c| &c.during);
    let columns: Vec<&Column> =
        COLUMNS.iter().filter(|(_, value)| all().any(|d| value(d).is_some())).collect();
    let mut out =
        "<details><summary>Figures</summary><div class='wide'><table><tr><th>strategy</th><th>N</th>"
            .to_string();
    for (name, _) in &columns {
        out.push_str(&format!("<th>{name}</th>"));
    }
    out.push_str("<th>back after</th></tr>\n");
    for curve in &group.curves {
        for detail in &curve.during {
            let class = if detail.row.output_ok { "" } else { " class='wrong'" };
            let (name, period) = (escaped(&curve.name), detail.row.period);
            out.push_str(&format!("<tr{class}><td>{name}</td><td>{period}</td>"));
            for (name, value) in &columns {
                let shown = |v| if *name == "N*" { rounded(v) } else { short(v) };
                out.push_str(&format!("<td>{}</td>", value(detail).map_or(String::new(), shown)));
            }
            let same = |d: &&&Detail| d.row.period == detail.row.period && d.row.phase == Phase::After;
            let back = curve.after.iter().find(same).and_then(|d| d.row.recover_calls);
            let back = back.map_or(String::new(), |n| format!("{n} calls"));
            out.push_str(&format!("<td>{back}</td></tr>\n"));
        }
    }
    out + "</table></div></details>\n"
}

/// How the figures were made, and what they are.
fn machine(results: &Results) -> String {
    let meta = &results.meta;
    let rows = [
        ("version", meta.version.clone()),
        ("machine", format!("{}, {} cores, {}", meta.cpu, meta.cores, meta.system)),
        ("load at the start", meta.load.map_or("unknown".to_string(), |load| format!("{load:.2}"))),
        ("started", day(meta.started)),
        ("seed", meta.seed.to_string()),
        ("calls of a phase", meta.calls.to_string()),
        ("processes for a cell", meta.repeat.to_string()),
        ("cells", cells(results)),
        ("command", format!("theseus {}", meta.options.join(" "))),
    ];
    let mut out =
        "<section><h2>How it was made</h2>\n<p>A figure is the lower quartile of the repeats, each of \
         which is the least of its slices, since noise only adds.</p>\n<dl>"
            .to_string();
    for (name, value) in rows {
        out.push_str(&format!("<dt>{name}</dt><dd>{}</dd>", escaped(&value)));
    }
    out + "</dl></section>\n"
}

/// How many cells there are, and whether that is all.
fn cells(results: &Results) -> String {
    match results.interrupted() {
        Some((done, all)) => format!("{done} of {all}: the campaign was interrupted"),
        None => (results.rows.len() / Phase::ALL.len()).to_string(),
    }
}

/// A second of the epoch as a day and a time, UTC.
fn day(second: u64) -> String {
    // Years begin in March here, so that leap days come last.
    let shifted = second / 86_400 + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let (hour, minute) = (second % 86_400 / 3600, second % 3600 / 60);
    format!("{year}-{month:02}-{date:02} {hour:02}:{minute:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0), "1970-01-01 00:00 UTC");
        assert_eq!(day(951_782_400 + 3660), "2000-02-29 01:01 UTC");
        assert_eq!(day(1_798_761_599), "2026-12-31 23:59 UTC");
    }
}
