//! A campaign: runs the cells place by place, strategies interleaved, and makes rows of the answers.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::axes::{CEILING, Engine, FLOOR};
use crate::matrix::Cell;
use crate::row::{Begun, Detail, Phase, Row};
use crate::statistics::{deviation, least, typical};
use crate::worker::{self, Answer, PhaseAnswer, STEP};

/// What the caller decides about a campaign.
pub struct Plan {
    pub repeat: u32,
    pub timed: bool,
    /// Draw a progress line.
    pub progress: bool,
    pub seed: u64,
}

/// Cells of one batch, about: the repeats of a batch come one after the other, so that those of a cell
/// lie seconds apart, and what disturbs the machine for a moment does not hit all of them.
const BATCH: usize = 48;

/// What there is of a campaign at a moment.
pub struct Kept<'a> {
    /// Of the batches that are finished.
    pub rows: &'a [Detail],
    batch: &'a [Place],
}

impl Kept<'_> {
    /// A batch has just begun or ended.
    pub fn is_between(&self) -> bool {
        self.batch.is_empty()
    }

    /// What the processes said that ran cells of the batch at work.
    pub fn begun(&self) -> Vec<Begun> {
        let cells = self.batch.iter().flat_map(|place| place.cells.iter().zip(&place.answers));
        let begun = cells.filter(|(_, answers)| !answers.is_empty());
        begun.map(|(cell, answers)| Begun { cell: cell.key(), answers: answers.clone() }).collect()
    }
}

/// Runs all the cells but for what is among `begun` already; `keep` gets everything so far, before the first and after
/// each process. `Err` is a cell that failed, which means that the engine is broken, or what `keep` says.
pub fn run(
    engine: &Engine,
    cells: Vec<Cell>,
    plan: &Plan,
    rows: &mut Vec<Detail>,
    begun: Vec<Begun>,
    mut keep: impl FnMut(&Kept) -> Result<(), String>,
) -> Result<(), String> {
    let mut progress = Progress::new(plan.progress, cells.len() * plan.repeat as usize);
    let mut begun: HashMap<String, Vec<Answer>> = begun.into_iter().map(|b| (b.cell, b.answers)).collect();
    let mut rest = cells.into_iter().peekable();
    while rest.peek().is_some() {
        let mut batch: Vec<Place> = Vec::new();
        while batch.iter().map(|p| p.cells.len()).sum::<usize>() < BATCH
            && let Some(first) = rest.next()
        {
            let mut cells = vec![first];
            while let Some(next) = rest.next_if(|cell| cell.place() == cells[0].place()) {
                cells.push(next);
            }
            let answers = cells.iter().map(|cell| begun.remove(&cell.key()).unwrap_or_default());
            batch.push(Place { answers: answers.collect(), cells });
        }
        keep(&Kept { rows, batch: &batch })?;
        let mut random = fastrand::Rng::with_seed(plan.seed);
        for round in 0..plan.repeat as usize {
            for at in 0..batch.len() {
                for cell in batch[at].order(&mut random) {
                    if batch[at].answers[cell].len() <= round {
                        batch[at].run(engine, cell, plan.timed, &mut progress)?;
                        keep(&Kept { rows, batch: &batch })?;
                    }
                    progress.done += 1;
                }
            }
        }
        batch.iter().for_each(|place| rows.extend(place.rows()));
        keep(&Kept { rows, batch: &[] })?;
    }
    progress.clear();
    Ok(())
}

/// The cells that are measured against each other, with what their processes answered.
struct Place {
    cells: Vec<Cell>,
    answers: Vec<Vec<Answer>>,
}

impl Place {
    /// The order in which the cells run once, drawn anew.
    fn order(&self, random: &mut fastrand::Rng) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.cells.len()).collect();
        random.shuffle(&mut order);
        order
    }

    /// Runs a cell once.
    fn run(
        &mut self,
        engine: &Engine,
        at: usize,
        timed: bool,
        progress: &mut Progress,
    ) -> Result<(), String> {
        let cell = &self.cells[at];
        progress.show(cell);
        self.answers[at].push(worker::run(engine, cell, timed).map_err(|words| {
            let place = [&cell.opt, &cell.guards, &cell.probe, &cell.kind].map(String::as_str).join(" ");
            format!("{place} {}: {words}", cell.period)
        })?);
        progress.ran += 1;
        Ok(())
    }

    fn rows(&self) -> Vec<Detail> {
        let found: Vec<(&Cell, &Vec<Answer>)> = self.cells.iter().zip(&self.answers).collect();
        let anchor = |name: &str| found.iter().find(|(cell, _)| cell.guards == name).map(|(_, got)| *got);
        let (floor, ceiling) = (anchor(FLOOR), anchor(CEILING));
        let of = |(cell, got): &(&Cell, &Vec<Answer>)| {
            Phase::ALL.map(|phase| row(cell, phase, got.as_slice(), floor, ceiling))
        };
        found.iter().flat_map(of).collect()
    }
}

fn of(answer: &Answer, phase: Phase) -> &PhaseAnswer {
    match phase {
        Phase::Before => &answer.before,
        Phase::During => &answer.during,
        Phase::After => &answer.after,
    }
}

/// ns a call, by repeat: the least of the slices, since noise only adds.
fn samples(answers: &[Answer], phase: Phase) -> Vec<f64> {
    answers.iter().map(|a| least(&of(a, phase).ns)).filter(|ns| ns.is_finite()).collect()
}

fn middle(answers: Option<&[Answer]>, phase: Phase) -> Option<f64> {
    let samples = samples(answers?, phase);
    (!samples.is_empty()).then(|| typical(&samples))
}

/// The row of a cell in a phase.
fn row(
    cell: &Cell,
    phase: Phase,
    answers: &[Answer],
    floor: Option<&Vec<Answer>>,
    ceiling: Option<&Vec<Answer>>,
) -> Detail {
    let samples = samples(answers, phase);
    let ns = (!samples.is_empty()).then(|| typical(&samples));
    let (floor, ceiling) = (floor.map(Vec::as_slice), ceiling.map(Vec::as_slice));
    let (floor_ns, ceiling_ns) = (middle(floor, phase), middle(ceiling, phase));
    let first = answers.first().map(|a| of(a, phase));
    let calls = first.map_or(0, |p| p.calls);
    let mutations = first.map_or(0, |p| p.mutations);
    let before = middle(Some(answers), Phase::Before);
    let ns_per_mutation = match (ns, before) {
        (Some(ns), Some(before)) if mutations > 0 && phase == Phase::During => {
            Some((ns - before) * calls as f64 / mutations as f64)
        }
        _ => None,
    };
    let gained = |at: f64| Some(floor_ns? - at);
    let room = ceiling_ns.and_then(gained).filter(|room| *room > 0.0);
    let rest_gain = before.and_then(|rest| Some(middle(floor, Phase::Before)? - rest));
    let count = |name: &str| first.and_then(|p| p.counters.get(name).copied());
    let right = |answer: &Answer| {
        floor.and_then(|f| f.first()).is_none_or(|f| of(f, phase).digest == of(answer, phase).digest)
    };
    let (recovery, recover_calls) =
        if phase == Phase::After { recovered(answers) } else { (Vec::new(), None) };
    let row = Row {
        opt: cell.opt.clone(),
        guards: cell.guards.clone(),
        recheck: cell.recheck.clone(),
        backoff: cell.backoff.clone(),
        probe: cell.probe.clone(),
        kind: cell.kind.clone(),
        period: cell.period,
        arrival: cell.arrival.to_string(),
        phase,
        repeat: answers.len() as u32,
        calls,
        ns_call: ns,
        ns_mad: ns.map(|_| deviation(&samples)),
        floor_ns,
        ceiling_ns,
        gain_kept: ns.and_then(gained).zip(room).map(|(gain, room)| gain / room),
        mutations,
        ns_per_mutation,
        break_even_period: ns_per_mutation
            .zip(rest_gain)
            .filter(|(cost, gain)| *cost > 0.0 && *gain > 0.0)
            .map(|(cost, gain)| cost / gain),
        guards_executed: count("guards_executed"),
        guards_failed: count("guards_failed"),
        deopts: count("deopts"),
        respecialised: count("respecialised"),
        invalidations: count("invalidations"),
        dependants_walked: count("dependants_walked"),
        gave_up: count("gave_up"),
        sites_live: count("sites_live"),
        ops_generic: count("ops_generic"),
        ops_special: count("ops_special"),
        dict_probes: count("dict_probes"),
        recover_calls,
        unsound: cell.unsound,
        output_ok: answers.iter().all(right),
    };
    Detail { row, samples, recovery }
}

/// How near to the speed before counts as recovered, and for how many steps in a row.
const NEAR: f64 = 1.05;
const STEADY: usize = 3;

/// ns a call by calls since the last mutation, and the calls until the speed was back.
fn recovered(answers: &[Answer]) -> (Vec<(u64, f64)>, Option<u64>) {
    let steps = answers.iter().map(|a| a.recovery.len()).min().unwrap_or(0);
    let curve: Vec<(u64, f64)> = (0..steps)
        .map(|k| (k as u64 * STEP, typical(&answers.iter().map(|a| a.recovery[k]).collect::<Vec<_>>())))
        .collect();
    let calm = typical(&answers.iter().filter_map(|a| a.calm).collect::<Vec<_>>());
    let back = curve.windows(STEADY).find(|steps| steps.iter().all(|(_, ns)| *ns <= calm * NEAR));
    let back = back.map(|steps| steps[0].0);
    (curve, back)
}

/// The progress line: on a terminal only, on stderr.
struct Progress {
    shown: bool,
    done: usize,
    /// Of these in this run.
    ran: usize,
    total: usize,
    started: Instant,
    /// When the line was drawn last.
    drawn: Option<Instant>,
}

const BAR: usize = 24;
/// A line a moment is enough.
const MOMENT: Duration = Duration::from_millis(100);

impl Progress {
    fn new(wanted: bool, total: usize) -> Progress {
        let shown = wanted && std::io::stderr().is_terminal();
        Progress { shown, done: 0, ran: 0, total, started: Instant::now(), drawn: None }
    }

    fn show(&mut self, cell: &Cell) {
        if !self.shown || self.drawn.is_some_and(|at| at.elapsed() < MOMENT) {
            return;
        }
        self.drawn = Some(Instant::now());
        eprint!("\r\x1b[K{}", self.line(self.started.elapsed(), cell));
        drop(std::io::stderr().flush());
    }

    /// How far it is, how long it will take, what runs.
    fn line(&self, elapsed: Duration, cell: &Cell) -> String {
        let share = self.done as f64 / self.total.max(1) as f64;
        let full = (BAR as f64 * share) as usize;
        let left = match self.ran {
            0 => String::new(),
            ran => {
                let seconds = elapsed.as_secs_f64() / ran as f64 * (self.total - self.done) as f64;
                format!(", {}:{:02} left", seconds as u64 / 60, seconds as u64 % 60)
            }
        };
        let bar = format!("{}{}", "━".repeat(full), "╌".repeat(BAR - full));
        let place = format!("{} {} {} {}", cell.opt, cell.guards, cell.kind, cell.period);
        format!("{bar} {:3.0} %{left}  {place}", share * 100.0)
    }

    fn clear(&self) {
        if self.shown {
            eprint!("\r\x1b[K");
            drop(std::io::stderr().flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(ns: f64, digest: u64) -> PhaseAnswer {
        PhaseAnswer { calls: 1000, ns: vec![ns], mutations: 10, counters: Default::default(), digest }
    }

    fn answer(before: f64, during: f64, digest: u64) -> Answer {
        Answer {
            before: phase(before, 1),
            during: phase(during, digest),
            after: phase(before, 1),
            calm: Some(10.0),
            recovery: vec![30.0, 20.0, 10.0, 10.2, 10.1, 10.0],
        }
    }

    fn cell(guards: &str) -> Cell {
        Cell {
            opt: "inline".into(),
            guards: guards.into(),
            recheck: String::new(),
            backoff: String::new(),
            probe: "func".into(),
            kind: "code_swap".into(),
            period: crate::row::Period::Calls(100),
            arrival: crate::axes::Arrival::Even,
            calls: 1000,
            unsound: false,
            seed: 0,
        }
    }

    #[test]
    fn the_progress_line_tells_what_is_left() {
        let progress = Progress { done: 25, ran: 25, total: 100, ..Progress::new(false, 0) };
        let line = progress.line(Duration::from_secs(30), &cell("cell"));
        assert!(line.starts_with("━━━━━━╌"), "{line}");
        assert!(line.ends_with(" 25 %, 1:30 left  inline cell code_swap 100"), "{line}");
    }

    #[test]
    fn figures_of_a_row() {
        let (floor, ceiling) = (vec![answer(20.0, 22.0, 5)], vec![answer(8.0, 8.0, 6)]);
        let own = vec![answer(10.0, 15.0, 5)];
        let made = row(&cell("keysver"), Phase::During, &own, Some(&floor), Some(&ceiling));
        assert_eq!(made.row.ns_call, Some(15.0));
        assert_eq!(made.row.gain_kept, Some(0.5));
        assert_eq!(made.row.ns_per_mutation, Some(500.0));
        assert_eq!(made.row.break_even_period, Some(50.0));
        assert!(made.row.output_ok);
        let wrong = row(&cell("none"), Phase::During, &ceiling, Some(&floor), Some(&ceiling));
        assert!(!wrong.row.output_ok);
        let after = row(&cell("keysver"), Phase::After, &own, Some(&floor), Some(&ceiling));
        assert_eq!(after.row.recover_calls, Some(2 * STEP));
    }
}
