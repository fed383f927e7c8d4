//! What is told of a plan or a replacement: counts by category, conflicts, text like a diff, JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::draft::Draft;
use crate::words::plural;

/// The numbers of a draft.
#[derive(Clone, Default)]
pub struct Summary {
    /// Places of each category.
    pub places: BTreeMap<&'static str, usize>,
    pub dicts: usize,
    pub sets: usize,
    pub weak: usize,
    pub conflicts: Vec<String>,
    pub pinned: usize,
    pub pinned_by: Vec<String>,
}

impl Summary {
    pub fn of(draft: &Draft) -> Summary {
        Summary {
            places: draft.places.clone(),
            dicts: draft.dicts,
            sets: draft.sets,
            weak: draft.weak.iter().map(|(_, list)| list.len()).sum(),
            conflicts: draft.conflicts.iter().map(|c| c.text.clone()).collect(),
            pinned: draft.pinned,
            pinned_by: draft.pinned_by.clone(),
        }
    }

    pub fn count(&self) -> usize {
        self.places.values().sum()
    }

    /// One line for each category, each kind of container hashed anew, and each conflict.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        for (category, n) in &self.places {
            lines.push(format!("+ {n} {}", plural(category, *n)));
        }
        for (n, what) in [(self.dicts, "dict"), (self.sets, "set")] {
            if n > 0 {
                lines.push(format!("~ {n} {} re-indexed", plural(what, n)));
            }
        }
        if self.weak > 0 {
            lines.push(format!("~ {} {} redirected", self.weak, plural("weak reference", self.weak)));
        }
        if self.pinned > 0 {
            lines.push(format!("= {} pinned by {}", self.pinned, self.pinned_by.join(", ")));
        }
        lines.extend(self.conflicts.iter().map(|c| format!("! refused: {c}")));
        if lines.is_empty() {
            return "= no references".into();
        }
        lines.join("\n")
    }

    /// The same as JSON, with the places: what holds them, and where.
    pub fn json(&self, places: &[(String, String)]) -> String {
        let mut out = String::from("{");
        let _ = write!(out, "\"count\": {}, \"by_relation\": {{", self.count());
        for (i, (category, n)) in self.places.iter().enumerate() {
            let _ = write!(out, "{}{}: {n}", comma(i), quote(category));
        }
        let _ = write!(out, "}}, \"reindexed\": {{\"dicts\": {}, \"sets\": {}}}", self.dicts, self.sets);
        let _ =
            write!(out, ", \"weak_references\": {}, \"pinned\": {}, \"pinned_by\": ", self.weak, self.pinned);
        list(&mut out, &self.pinned_by);
        out.push_str(", \"conflicts\": ");
        list(&mut out, &self.conflicts);
        out.push_str(", \"edges\": [");
        for (i, (holder, relation)) in places.iter().enumerate() {
            let _ = write!(out, "{}[{}, {}]", comma(i), quote(holder), quote(relation));
        }
        out.push_str("]}");
        out
    }
}

fn comma(i: usize) -> &'static str {
    if i > 0 { ", " } else { "" }
}

fn list(out: &mut String, items: &[String]) {
    let items: Vec<String> = items.iter().map(|s| quote(s)).collect();
    let _ = write!(out, "[{}]", items.join(", "));
}

/// A JSON string.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
