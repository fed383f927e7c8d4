//! FAT Python's table beside what was measured here: as text, Markdown, HTML.

use super::{escaped, short};
use crate::fat::{APPLICATIONS, COLUMNS, PERIOD, lines};
use crate::row::Results;

/// The header, and a line for each benchmark; nothing where the table was not measured.
fn cells(results: &Results) -> Vec<Vec<String>> {
    let measured = lines(results);
    if measured.is_empty() {
        return Vec::new();
    }
    let mut header = vec!["benchmark".to_string()];
    header.extend(["original", "guarded", "unguarded"].map(|name| format!("FAT {name}")));
    header.extend(COLUMNS.iter().map(|(name, ..)| name.to_string()));
    let mut all = vec![header];
    for (benchmark, times) in measured {
        let mut line = vec![benchmark.about.to_string()];
        let figures = benchmark.published.iter().copied().chain(times);
        line.extend(figures.map(|ns| ns.map_or("-".to_string(), short)));
        all.push(line);
    }
    all
}

/// What the columns are.
fn notes() -> String {
    format!(
        "ns a call. FAT: as published, patched CPython 3.6. The others are measured here: original, nothing \
         optimised; guarded, the same function with specialised code behind guards of the module fat; \
         unguarded, that code called directly; own, the engine's optimisation that does the same, guarded as \
         by default. Mutated: what is guarded changes once in {PERIOD} calls (less where a call is long), the \
         mutation itself included; FAT's rule removes the specialised code at the first change.\n\
         Applications, with guards against without: {APPLICATIONS}"
    )
}

/// Columns aligned for a terminal.
pub fn text(results: &Results) -> String {
    let cells = cells(results);
    let Some(header) = cells.first() else { return String::new() };
    let width = |at: usize| cells.iter().map(|l| l[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut out = String::new();
    for line in &cells {
        let padded = line.iter().zip(&widths).enumerate().map(|(at, (cell, &width))| match at {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        out.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    format!("{out}\n{}\n", notes())
}

/// The same as Markdown.
pub fn markdown(results: &Results) -> String {
    let cells = cells(results);
    let Some(header) = cells.first() else { return String::new() };
    let row = |line: &Vec<String>| format!("| {} |\n", line.join(" | "));
    let rule: Vec<&str> = (0..header.len()).map(|at| if at == 0 { "---" } else { "--:" }).collect();
    let mut out = format!("{}|{}|\n", row(header), rule.join("|"));
    cells[1..].iter().for_each(|line| out.push_str(&row(line)));
    format!("{out}\n{}\n", notes().replace('\n', "\n\n"))
}

/// The same as a table of the page.
pub fn html(results: &Results) -> String {
    let cells = cells(results);
    let Some(header) = cells.first() else { return String::new() };
    let row = |line: &Vec<String>, tag: &str| {
        let all = line.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell)));
        format!("<tr>{}</tr>\n", all.collect::<String>())
    };
    let mut out =
        "<section><h2>FAT Python's table, measured again</h2>\n<div class='wide'><table>".to_string();
    out.push_str(&row(header, "th"));
    cells[1..].iter().for_each(|line| out.push_str(&row(line, "td")));
    format!("{out}</table></div>\n<p class='note'>{}</p></section>\n", escaped(&notes()))
}
