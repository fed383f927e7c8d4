//! Fuzzing: random programs that mutate, under all sound settings; a failure is made small.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use crate::axes::Engine;
use crate::difftest::{Output, difference, differences, run, settings};
use program::Program;

/// What to do.
pub struct Fuzz {
    pub seed: u64,
    pub cases: u32,
    pub steps: usize,
    pub shrink: bool,
    /// Where failing scripts go.
    pub save: PathBuf,
    /// Another Python for a third opinion.
    pub python: Option<PathBuf>,
}

/// A program that failed.
pub struct Failure {
    pub case: u32,
    pub script: PathBuf,
    pub differences: Vec<String>,
}

impl Fuzz {
    /// Runs the cases; each has a seed of its own, so that one can be run again alone.
    pub fn run(&self, engine: &Engine, mut told: impl FnMut(&Failure)) -> Result<u32, String> {
        let io = |e: std::io::Error| format!("{}: {e}", self.save.display());
        fs::create_dir_all(&self.save).map_err(io)?;
        let scratch = self.save.join(format!(".case-{}.py", std::process::id()));
        let settings = settings();
        let mut failed = 0;
        for case in 0..self.cases {
            let mut random = fastrand::Rng::with_seed(self.seed.wrapping_add(u64::from(case)));
            let mut program = Program::random(&mut random, self.steps);
            let mut found = self.failure(engine, &settings, &program, &scratch)?;
            if found.is_empty() {
                continue;
            }
            if self.shrink {
                (program, found) = self.shrunk(engine, &settings, program, found, &scratch)?;
            }
            failed += 1;
            let script = self.save.join(format!("seed-{}.py", self.seed.wrapping_add(u64::from(case))));
            fs::write(&script, program.text()).map_err(io)?;
            told(&Failure { case, script, differences: found });
        }
        drop(fs::remove_file(&scratch));
        Ok(failed)
    }

    /// How the settings disagree about a program; nothing if they agree.
    fn failure(
        &self,
        engine: &Engine,
        settings: &[String],
        program: &Program,
        scratch: &Path,
    ) -> Result<Vec<String>, String> {
        fs::write(scratch, program.text()).map_err(|e| format!("{}: {e}", scratch.display()))?;
        let mut found = differences(engine, settings, scratch, &[])?;
        if let (true, Some(python)) = (found.is_empty(), &self.python) {
            let other: Output = run(python, None, scratch, &[])?;
            let own = run(&engine.program, Some(&settings[0]), scratch, &[])?;
            if other != own {
                found.push(format!("{}: {}", python.display(), difference(&other, &own)));
            }
        }
        Ok(found)
    }

    /// The smallest failing program that single steps lead to.
    fn shrunk(
        &self,
        engine: &Engine,
        settings: &[String],
        mut program: Program,
        mut found: Vec<String>,
        scratch: &Path,
    ) -> Result<(Program, Vec<String>), String> {
        'again: loop {
            for less in program.smaller() {
                let still = self.failure(engine, settings, &less, scratch)?;
                if !still.is_empty() {
                    (program, found) = (less, still);
                    continue 'again;
                }
            }
            return Ok((program, found));
        }
    }
}
