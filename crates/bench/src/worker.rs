//! One cell, run in a process of its own: `python/probe.py` on the engine that is measured.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::axes::Engine;
use crate::fat;
use crate::matrix::Cell;

/// The loops, the mutations and the run; then who calls it.
const PROBES: &str = concat!(include_str!("../python/probe.py"), "\n\nmain()\n");
const FAT: &str = concat!(include_str!("../python/probe.py"), "\n\n", include_str!("../python/fat.py"));

/// What a process says about a phase.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PhaseAnswer {
    pub calls: u64,
    /// ns a call, by slice.
    pub ns: Vec<f64>,
    pub mutations: u64,
    pub counters: BTreeMap<String, u64>,
    pub digest: u64,
}

/// What a process says.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
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

/// Steps of the recovery.
const STEPS: u32 = 120;

/// Timed parts of a phase.
pub const SLICES: u32 = 6;

/// Runs a cell once; `Err` says what went wrong, which is the engine's or the probe's fault.
pub fn run(engine: &Engine, cell: &Cell, timed: bool) -> Result<Answer, String> {
    let (gaps, burst) = cell.schedule();
    let slices = if timed { SLICES } else { 0 };
    let (program, setting) = match fat::setting(cell) {
        Some(setting) => (FAT, setting),
        None => (PROBES, cell.setting()),
    };
    // A call of FAT's benchmarks may be long, and their table has no recovery.
    let steps = if timed && program == PROBES { STEPS } else { 0 };
    let argument = format!(
        "{{'probe':'{}','guards':'{}','kind':'{}','gaps':{gaps:?},'burst':{burst},'calls':{},\
         'slices':{slices},'recovery':{steps}}}",
        cell.probe, cell.guards, cell.kind, cell.calls
    );
    let mut command = Command::new(&engine.program);
    // Sites are counted one by one only where nothing is timed.
    let record = if timed { "" } else { ",record" };
    command.args(["-I", "-X", &format!("guards={setting}{record}")]);
    // Constants that are called make warnings.
    command.args(["-W", "ignore::SyntaxWarning", "-c", program, &argument]).stdin(Stdio::null());
    let output = command.output().map_err(|e| format!("{}: {e}", engine.program.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{}: {}", output.status, errors.lines().last().unwrap_or("no message")));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("the probe's answer: {e}"))
}
