//! The rules of the source tree: layers, sizes, headers, unsafe, the world.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which crates of ours each crate depends on, as ARCHITECTURE.md draws it.
const LAYERS: &[(&str, &[&str])] = &[
    ("object", &[]),
    ("bytecode", &[]),
    ("unicode", &[]),
    ("charsets", &[]),
    ("compiler", &["bytecode", "unicode"]),
    ("pylib", &["bytecode", "compiler"]),
    ("builtins", &["object", "unicode", "charsets"]),
    ("host", &["object"]),
    ("guards", &[]),
    ("replace", &["object"]),
    ("explore", &["object"]),
    ("vm", &["object", "bytecode", "compiler", "builtins", "guards", "pylib"]),
    ("runtime", &["vm", "host", "replace", "explore", "object"]),
    ("bench", &["guards"]),
    ("cli", &["runtime", "bench"]),
];

const LONGEST: usize = 1200;
const MAY_BE_UNSAFE: &[&str] = &["object", "vm", "host"];
const MAY_SEE_THE_WORLD: &[&str] = &["host", "cli", "bench"];
const WORLD: &[&str] = &["std::fs", "std::env", "std::process", "std::net", "SystemTime", "Instant"];

fn crates() -> PathBuf {
    common::root().join("crates")
}

/// The hand-written sources of all the crates.
fn sources() -> Vec<PathBuf> {
    common::files(&crates(), "rs")
}

/// The crate a source belongs to, and whether it is a test of that crate.
fn place(path: &Path) -> (String, bool) {
    let short = common::relative(path, &crates());
    let name = short.split('/').next().unwrap_or_default().to_string();
    let test = short.contains("/tests/") || short.contains("/benches/") || short.contains("/tests.rs");
    (name, test)
}

fn none(problems: Vec<String>, rule: &str) {
    assert!(problems.is_empty(), "{rule}:\n{}", problems.join("\n"));
}

#[test]
fn dependencies_follow_the_layers() {
    let mut problems = Vec::new();
    let folders = fs::read_dir(crates()).expect("list the crates");
    let folders = folders.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    for name in folders {
        let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            problems.push(format!("{name} stands in no layer"));
            continue;
        };
        let manifest = crates().join(&name).join("Cargo.toml");
        let used = dependencies(&fs::read_to_string(&manifest).expect("read a manifest"));
        let drawn: BTreeSet<String> = below.iter().map(ToString::to_string).collect();
        problems.extend(used.difference(&drawn).map(|other| format!("{name} depends on {other}")));
        problems.extend(drawn.difference(&used).map(|other| format!("{name} does not depend on {other}")));
    }
    none(problems, "dependencies other than the table of layers");
}

/// Our crates named in the `dependencies` tables of a manifest.
///
/// Development dependencies are free: they reach no user.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside = table.contains("dependencies") && !table.contains("dev-dependencies");
            used.extend(
                table.split_once("dependencies.theseus-").filter(|_| inside).map(|(_, n)| n.to_string()),
            );
        } else if let Some(rest) = line.strip_prefix("theseus-").filter(|_| inside) {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
            used.insert(rest[..end.unwrap_or(rest.len())].to_string());
        }
    }
    used
}

#[test]
fn sources_are_short() {
    let long = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("read a source");
        let lines = text.lines().count();
        let generated = text.lines().take(5).any(|line| line.contains("@generated"));
        (lines > LONGEST && !generated).then(|| format!("{} has {lines} lines", path.display()))
    };
    none(sources().iter().filter_map(long).collect(), "files over the limit of lines");
}

#[test]
fn sources_say_what_they_are() {
    let bare = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("read a source");
        (!text.starts_with("//!")).then(|| path.display().to_string())
    };
    none(sources().iter().filter_map(bare).collect(), "files without a first line `//!`");
}

#[test]
fn unsafe_stays_in_its_crates() {
    let mut problems = Vec::new();
    for path in sources() {
        let (name, _) = place(&path);
        if !MAY_BE_UNSAFE.contains(&name.as_str()) {
            problems.extend(uses(&path, &["unsafe"]));
        }
    }
    none(problems, "unsafe code outside its crates");
}

#[test]
fn the_world_is_seen_by_few() {
    let mut problems = Vec::new();
    for path in sources() {
        let (name, test) = place(&path);
        if !test && !MAY_SEE_THE_WORLD.contains(&name.as_str()) {
            problems.extend(uses(&path, WORLD));
        }
    }
    none(problems, "files, environment, processes or clocks outside host, cli and bench");
}

/// The lines of code of a source which contain one of `words`.
fn uses(path: &Path, words: &[&str]) -> Vec<String> {
    let code = code(&fs::read_to_string(path).expect("read a source"));
    // What the compiler knows of its target is a constant, not the world.
    let hit = |line: &str| {
        let line = line.replace("std::env::consts", "consts");
        words.iter().any(|word| has_word(&line, word))
    };
    let lines = code.lines().enumerate().take_while(|(_, line)| !line.contains("#[cfg(test)]"));
    lines
        .filter(|(_, line)| hit(line))
        .map(|(number, line)| format!("{}:{}: {}", path.display(), number + 1, line.trim()))
        .collect()
}

/// `word` in `line`, not as a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part);
        let after = line[at + word.len()..].chars().next().is_some_and(part);
        !before && !after
    })
}

/// A source with the insides of comments and strings blanked, roughly.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = skip(rest);
        if skipped == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // Line ends stay, so that line numbers do.
        out.extend(rest[..skipped].chars().filter(|&c| c == '\n'));
        rest = &rest[skipped..];
    }
    out
}

/// The length of the comment, string or character at the start of `text`.
fn skip(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    for hashes in ["##", "#", ""] {
        let (open, close) = (format!("r{hashes}\""), format!("\"{hashes}"));
        if text.starts_with(&open) {
            let body = &text[open.len()..];
            return open.len() + body.find(&close).map_or(body.len(), |end| end + close.len());
        }
    }
    match text.as_bytes()[0] {
        b'"' => 1 + quoted(&text[1..], b'"'),
        // Not a lifetime: a character has its second quote at once.
        b'\'' if text[1..].starts_with('\\') => 1 + quoted(&text[1..], b'\''),
        b'\'' if text[1..].chars().nth(1) == Some('\'') => {
            2 + text[1..].chars().next().map_or(0, char::len_utf8)
        }
        _ => 0,
    }
}

/// The length up to and with the closing `quote`, backslashes minded.
fn quoted(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

#[test]
fn the_map_names_real_files() {
    let root = common::root();
    let Ok(text) = fs::read_to_string(root.join("ARCHITECTURE.md")) else {
        return;
    };
    // Every second part between backticks is quoted.
    let quoted = text.split('`').skip(1).step_by(2);
    let files = quoted.filter(|name| name.contains('/') && !name.contains(char::is_whitespace));
    let files = files.filter(|name| name.ends_with(".rs") || name.ends_with('/'));
    let missing = |name: &&str| !root.join(name).exists();
    none(files.filter(missing).map(str::to_string).collect(), "files in ARCHITECTURE.md which do not exist");
}

#[test]
fn blanking_knows_strings_and_lifetimes() {
    let text = "fn f<'a>(c: &'a str) { '\"'; '\\''; \"un\\\"safe\"; r#\"un\"safe\"#; } // unsafe\nunsafe {}";
    let code = code(text);
    assert_eq!(code.lines().count(), 2);
    assert!(!has_word(code.lines().next().unwrap_or_default(), "safe"), "{code}");
    assert!(has_word(code.lines().nth(1).unwrap_or_default(), "unsafe"), "{code}");
    assert!(!has_word("unsafe_code", "unsafe"));
}
