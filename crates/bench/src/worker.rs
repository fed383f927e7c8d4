//! One cell, run in a process of its own: `python/probe.py` on the engine that is measured.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::axes::Engine;
use crate::matrix::Cell;

const PROGRAM: &str = include_str!("../python/probe.py");

/// What a process says about a phase.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct PhaseAnswer {
    pub calls: u64,
    /// ns a call, by slice.
    pub ns: Vec<f64>,
    pub mutations: u64,
    pub counters: BTreeMap<String, u64>,
    pub digest: u64,
}

/// What a process says.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Answer {
    pub before: PhaseAnswer,
    pub during: PhaseAnswer,
    pub after: PhaseAnswer,
    /// ns a call before the first mutation, in steps as those of `recovery`.
    #[serde(default)]
    pub calm: Option<f64>,
    /// ns a call after the last mutation, in steps of [`STEP`] calls.
    #[serde(default)]
    pub recovery: Vec<f64>,
}

/// Calls in one step of the recovery.
pub const STEP: u64 = 250;

/// Timed parts of a phase.
pub const SLICES: u32 = 6;

/// Runs a cell once; `Err` says what went wrong, which is the engine's or the probe's fault.
pub fn run(engine: &Engine, cell: &Cell, timed: bool) -> Result<Answer, String> {
    let (gaps, burst) = cell.schedule();
    let slices = if timed { SLICES } else { 0 };
    let argument = format!(
        "{{'probe':'{}','kind':'{}','gaps':{gaps:?},'burst':{burst},'calls':{},'slices':{slices}}}",
        cell.probe, cell.kind, cell.calls
    );
    let mut command = Command::new(&engine.program);
    // Sites are counted one by one only where nothing is timed.
    let record = if timed { "" } else { ",record" };
    command.args(["-I", "-X", &format!("guards={}{record}", cell.setting())]);
    command.args(["-c", PROGRAM, &argument]).stdin(Stdio::null());
    let output = command.output().map_err(|e| format!("{}: {e}", engine.program.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{}: {}", output.status, errors.lines().last().unwrap_or("no message")));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("the probe's answer: {e}"))
}
