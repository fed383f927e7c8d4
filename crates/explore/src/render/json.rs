//! Answers as JSON.

use std::fmt::Write;

use super::picture::{Picture, Shape};
use crate::partition::Row;

fn quoted(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 32 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|i| format!("    {i}")).collect();
    if items.is_empty() { "[]".to_string() } else { format!("[\n{}\n  ]", items.join(",\n")) }
}

/// A partition: sums, and a record for each row.
pub fn partition(header: &str, rows: &[Row]) -> String {
    let count: usize = rows.iter().map(|r| r.count).sum();
    let size: usize = rows.iter().map(|r| r.size).sum();
    let rows = list(rows.iter().map(|r| {
        format!("{{\"kind\": {}, \"count\": {}, \"size\": {}}}", quoted(&r.label), r.count, r.size)
    }));
    format!(
        "{{\n  \"by\": {},\n  \"count\": {count},\n  \"size\": {size},\n  \"rows\": {rows}\n}}\n",
        quoted(header)
    )
}

/// Pictures: nodes, and arrows by the places of nodes.
pub fn pictures(pictures: &[Picture]) -> String {
    let one = |p: &Picture| {
        let nodes = list(p.nodes.iter().map(|n| {
            let shape = match n.shape {
                Shape::Name => "name",
                Shape::Object => "object",
                Shape::Target => "target",
                Shape::More => "more",
            };
            let [id, title, text] = [&n.id, &n.title, &n.text].map(|s| quoted(s));
            format!("{{\"id\": {id}, \"shape\": \"{shape}\", \"kind\": {title}, \"text\": {text}}}")
        }));
        let arrows = list(p.arrows.iter().map(|a| {
            let (label, changed) = (quoted(&a.label), a.changed);
            format!("{{\"from\": {}, \"to\": {}, \"label\": {label}, \"changed\": {changed}}}", a.from, a.to)
        }));
        let caption = quoted(&p.caption);
        format!("{{\n  \"caption\": {caption},\n  \"nodes\": {nodes},\n  \"arrows\": {arrows}\n}}")
    };
    let all: Vec<String> = pictures.iter().map(one).collect();
    if all.len() == 1 { format!("{}\n", all[0]) } else { format!("[{}]\n", all.join(", ")) }
}
