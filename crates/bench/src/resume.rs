//! An interrupted campaign: what its file keeps of it, and how another run goes on with that.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::campaign::Kept;
use crate::matrix::Cell;
use crate::row::{Results, line_of};

/// Keeps the file of a campaign up to date, written whole or not at all.
pub struct Keeper<'a> {
    path: Option<&'a Path>,
    written: Instant,
    /// Until then nothing is written within a batch.
    pause: Duration,
}

/// Of a run at most so much is lost, or as much as keeps the share of time spent on writing below 5 %.
const PAUSE: Duration = Duration::from_secs(1);
const SHARE: u32 = 20;

impl Keeper<'_> {
    pub fn new(path: Option<&Path>) -> Keeper<'_> {
        Keeper { path, written: Instant::now(), pause: Duration::ZERO }
    }

    /// Writes what there is, if it is time.
    pub fn keep(&mut self, results: &mut Results, kept: &Kept) -> Result<(), String> {
        let Some(path) = self.path else { return Ok(()) };
        if !kept.is_between() && self.written.elapsed() < self.pause {
            return Ok(());
        }
        let began = Instant::now();
        (results.rows, results.begun) = (kept.rows.to_vec(), kept.begun());
        write(path, &results.json())?;
        self.written = Instant::now();
        self.pause = PAUSE.max(began.elapsed() * SHARE);
        Ok(())
    }
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut part = path.as_os_str().to_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| format!("{}: {e}", path.display()))
}

/// Takes from the file of an earlier run what that did of these cells: rows, which are not run again, and repeats of
/// cells that were begun. `Err` names the line of what makes the file another campaign's.
pub fn resume(from: &Path, results: &mut Results, cells: &mut Vec<Cell>) -> Result<(), String> {
    let text = Results::text(from)?;
    let old = Results::of_json(&text)?;
    is_same(&text, &old, results)?;
    let foreign = old.rows.iter().position(|d| !cells.iter().any(|cell| cell.is_of(&d.row)));
    if let Some(at) = foreign {
        let row = &old.rows[at].row;
        let line = line_of(&text, "opt", at);
        return Err(format!("line {line}: {} is no part of this run: made with other options", row.name()));
    }
    // A place is run whole, since its rows are measured against each other.
    let known = |cell: &Cell| old.rows.iter().any(|d| cell.is_of(&d.row));
    let missing: Vec<Cell> = cells.iter().filter(|cell| !known(cell)).cloned().collect();
    let again = |cell: &Cell| missing.iter().any(|m| m.place() == cell.place());
    let (rerun, done): (Vec<Cell>, Vec<Cell>) = std::mem::take(cells).into_iter().partition(again);
    *cells = rerun;
    results.rows = old.rows.into_iter().filter(|d| done.iter().any(|cell| cell.is_of(&d.row))).collect();
    results.begun = old.begun;
    Ok(())
}

/// Whether the rows of both can stand in one file.
fn is_same(text: &str, old: &Results, new: &Results) -> Result<(), String> {
    let (old, new) = (&old.meta, &new.meta);
    let settings = [
        ("version", "version", old.version.clone(), new.version.clone()),
        ("seed", "--seed", old.seed.to_string(), new.seed.to_string()),
        ("calls", "--calls", old.calls.to_string(), new.calls.to_string()),
        ("repeat", "--repeat", old.repeat.to_string(), new.repeat.to_string()),
        ("counts_only", "--counts-only", old.counts_only.to_string(), new.counts_only.to_string()),
    ];
    match settings.into_iter().find(|(_, _, old, new)| old != new) {
        None => Ok(()),
        Some((key, name, old, new)) => {
            let line = line_of(text, key, 0);
            Err(format!("line {line}: made with {name} {old}; this run has {new}"))
        }
    }
}
