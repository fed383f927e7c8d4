//! What CPython 3.12 has and Theseus lacks: the page `docs/missing.md`, kept fresh.
//!
//! `tests/coverage/names.py` lists the names of the interpreter that runs it; what CPython 3.12 printed is
//! kept beside it. `THESEUS_RECORD=1` writes the page anew, `THESEUS_RECORD=python3.12` the list too.

mod common;

use common::process;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(120);
const HEADER: &str = "# What CPython 3.12 has and Theseus lacks

Made by `tests/coverage.rs`; do not edit. `THESEUS_RECORD=1 cargo test -p theseus-cli --test coverage`
writes it anew. A name that raises NotImplementedError when it is read counts as lacking. What Theseus
has beyond CPython is not listed.
";

fn path(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(below)
}

/// The lines that `names.py` prints.
fn names(python: &str) -> BTreeSet<String> {
    let mut command = Command::new(python);
    process::clean(&mut command).arg(path("tests/coverage/names.py"));
    let outcome = process::run(&mut command, b"", LIMIT);
    assert!(outcome.code == 0 && !outcome.timed_out, "{python} names.py: {}", outcome.err());
    outcome.out().lines().map(str::to_string).collect()
}

/// The missing names by group; of a missing module only its name is listed.
fn missing(wanted: &BTreeSet<String>, present: &BTreeSet<String>) -> BTreeMap<String, Vec<String>> {
    let absent: BTreeSet<&str> = wanted
        .difference(present)
        .filter_map(|line| line.strip_prefix("modules ").or_else(|| line.strip_prefix("builtins ")))
        .collect();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in wanted.difference(present) {
        let Some((group, name)) = line.rsplit_once(' ') else { continue };
        let of = group.split_once(' ').map_or("", |(_, of)| of);
        let owner = of.split('.').next().unwrap_or_default();
        let class_is_absent = of
            .split_once('.')
            .is_some_and(|(module, class)| !present.contains(&format!("module {module} {class}")));
        if absent.contains(owner) || absent.contains(of) || class_is_absent {
            continue;
        }
        groups.entry(group.to_string()).or_default().push(name.to_string());
    }
    groups
}

fn page(wanted: &BTreeSet<String>, present: &BTreeSet<String>) -> String {
    let groups = missing(wanted, present);
    let lacking: usize = groups.values().map(Vec::len).sum();
    let mut out = String::from(HEADER);
    let _ = writeln!(out, "\nOf {} names, {lacking} are missing.\n", wanted.len());
    let _ = writeln!(out, "| where | missing |\n|---|---|");
    for (group, names) in &groups {
        let list: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        let _ = writeln!(out, "| {group} | {} |", list.join(" "));
    }
    out
}

#[test]
fn the_page_is_fresh() {
    let list = path("tests/coverage/cpython-3.12.txt");
    let page_path = path("docs/missing.md");
    let record = std::env::var("THESEUS_RECORD").ok();
    if let Some(python) = record.as_deref().filter(|r| *r != "1") {
        let text: Vec<String> = names(python).into_iter().collect();
        fs::write(&list, text.join("\n") + "\n").expect("the list can be written");
    }
    let wanted: BTreeSet<String> =
        fs::read_to_string(&list).expect("the list of names").lines().map(str::to_string).collect();
    let made = page(&wanted, &names(env!("CARGO_BIN_EXE_theseus")));
    if record.is_some() {
        fs::write(&page_path, &made).expect("docs/missing.md can be written");
    }
    let stored = fs::read_to_string(&page_path).unwrap_or_default();
    assert!(stored == made, "docs/missing.md is stale; run with THESEUS_RECORD=1");
}
