//! The workspace: where its root is, and the files under it.
//!
//! Shared by all the black-box tests; each of them uses only a part of it.
#![allow(dead_code)]

pub mod process;

use std::fs;
use std::path::{Path, PathBuf};

/// The directory which holds the workspace's `Cargo.toml`.
///
/// The tests are compiled as targets of a crate some levels below, so the
/// nearest ancestor with a `[workspace]` table is the one.
pub fn root() -> PathBuf {
    let start = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    start
        .ancestors()
        .find(|dir| is_workspace(dir))
        .unwrap_or_else(|| panic!("no workspace above {}", start.display()))
        .to_path_buf()
}

fn is_workspace(dir: &Path) -> bool {
    fs::read_to_string(dir.join("Cargo.toml")).is_ok_and(|text| text.contains("[workspace]"))
}

/// All the files below `dir` whose name ends with `.ext`, sorted.
pub fn files(dir: &Path, ext: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(dir, ext, &mut found);
    found.sort();
    found
}

fn collect(dir: &Path, ext: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            // Build products are not ours to judge.
            if path.file_name().is_none_or(|name| name != "target") {
                collect(&path, ext, found);
            }
        } else if path.extension().is_some_and(|found_ext| found_ext == ext) {
            found.push(path);
        }
    }
}

/// `path` without the directory `base` before it, with `/` between parts.
pub fn relative(path: &Path, base: &Path) -> String {
    let short = path.strip_prefix(base).unwrap_or(path);
    short.to_string_lossy().replace('\\', "/")
}
