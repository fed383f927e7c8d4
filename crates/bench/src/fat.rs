//! FAT Python's table, measured again: the published benchmarks through the `fat` API and through the
//! engine's own optimisations, with the column that the table lacks, under mutation.

use theseus_guards::{Optimisation, Strategy};

use crate::axes::{Arrival, CEILING, FLOOR};
use crate::matrix::Cell;
use crate::row::{Period, Phase, Results};

/// What the rows have in the place of an optimisation.
pub const OPT: &str = "fat";
/// Guarded by the `fat` API.
pub const API: &str = "fat";
/// The engine's own optimisation, guarded as by default; by versions where that is off.
pub const OWN: &str = "on";
/// Calls for one mutation in the last columns.
pub const PERIOD: u64 = 1000;

/// A row of the table.
pub struct Benchmark {
    /// In `python/fat.py`.
    pub probe: &'static str,
    pub about: &'static str,
    /// The engine's optimisation that does the same, if there is one.
    own: Option<&'static str>,
    kind: &'static str,
    /// Operations in one call, about.
    weight: u64,
    /// Published figures, ns: original, guarded, unguarded.
    pub published: [Option<f64>; 3],
}

const fn row(
    probe: &'static str,
    about: &'static str,
    own: Option<&'static str>,
    kind: &'static str,
    weight: u64,
    published: [Option<f64>; 3],
) -> Benchmark {
    Benchmark { probe, about, own, kind, weight, published }
}

const APPEND: Option<&str> = Some("method-load");

/// Patched CPython 3.6, 2015 and 2016. The figures of `append` and of the empty function are for one
/// call of the whole.
pub const BENCHMARKS: &[Benchmark] = &[
    row(
        "len_abc",
        "len(\"abc\") to 3",
        Some("call-fold"),
        "builtin_alt",
        1,
        [Some(116.0), Some(90.0), Some(79.0)],
    ),
    row(
        "len_obj",
        "len(obj), len a constant",
        Some("builtin-load"),
        "builtin_alt",
        1,
        [Some(121.0), Some(116.0), Some(105.0)],
    ),
    row(
        "global_function",
        "global function a constant",
        Some("global-load"),
        "func_rebind",
        1,
        [Some(115.0), Some(112.0), Some(105.0)],
    ),
    row(
        "isabs",
        "_get_sep inlined in isabs, 4 guards",
        Some("inline"),
        "sep_swap",
        3,
        [Some(488.0), Some(268.0), None],
    ),
    row(
        "append_1",
        "append hoisted, 1 item",
        APPEND,
        "unrelated_class",
        2,
        [Some(297.0), Some(310.0), Some(306.0)],
    ),
    row(
        "append_10",
        "append hoisted, 10 items",
        APPEND,
        "unrelated_class",
        10,
        [Some(972.0), Some(703.0), Some(701.0)],
    ),
    row(
        "append_1000",
        "append hoisted, 1000 items",
        APPEND,
        "unrelated_class",
        1000,
        [Some(72_200.0), Some(43_800.0), Some(43_700.0)],
    ),
    row(
        "append_100000",
        "append hoisted, 100000 items",
        APPEND,
        "unrelated_class",
        100_000,
        [Some(8_132_000.0), Some(5_290_000.0), Some(5_294_000.0)],
    ),
    row("guards_1", "empty function, 1 GuardDict", None, "dict_write", 1, [Some(82.0), Some(87.0), None]),
    row("guards_10", "empty function, 10 GuardDict", None, "dict_write", 1, [Some(82.0), Some(117.0), None]),
    row(
        "guards_100",
        "empty function, 100 GuardDict",
        None,
        "dict_write",
        10,
        [Some(82.0), Some(419.0), None],
    ),
    row(
        "guards_1000",
        "empty function, 1000 GuardDict",
        None,
        "dict_write",
        100,
        [Some(82.0), Some(3749.0), None],
    ),
    row(
        "unspecialised",
        "function no longer specialised",
        None,
        "unrelated_class",
        1,
        [Some(71.7), Some(73.4), None],
    ),
];

/// Published ratios of whole applications, for which there is nothing to run here.
pub const APPLICATIONS: &str = "2to3 1.02x, chameleon 1.02x, fastpickle 0.96x, fastunpickle 0.92x, \
    regex_v8 0.97x, tornado 0.96x (published 2016-01-22; not measured here)";

fn benchmark(probe: &str) -> Option<&'static Benchmark> {
    BENCHMARKS.iter().find(|b| b.probe == probe)
}

impl Benchmark {
    fn own(&self) -> Option<Optimisation> {
        self.own.and_then(Optimisation::from_name)
    }

    /// Calls of a phase: fewer where one call does much, but enough for a mutation.
    fn calls(&self, calls: u64) -> u64 {
        (calls / self.weight).max(6)
    }

    /// Calls for a mutation, so that some come where few calls are made.
    fn period(&self, calls: u64) -> u64 {
        PERIOD.min(self.calls(calls) / 6).max(1)
    }
}

/// The cells of the table.
pub fn cells(calls: u64, seed: u64) -> Vec<Cell> {
    let mut cells = Vec::new();
    for b in BENCHMARKS {
        for period in [Period::Never, Period::Calls(b.period(calls))] {
            for guards in [FLOOR, API, CEILING, OWN] {
                if guards == OWN && b.own().is_none() {
                    continue;
                }
                cells.push(Cell {
                    opt: OPT.to_string(),
                    guards: guards.to_string(),
                    recheck: String::new(),
                    backoff: String::new(),
                    probe: b.probe.to_string(),
                    kind: b.kind.to_string(),
                    period,
                    arrival: Arrival::Even,
                    calls: b.calls(calls),
                    unsound: guards == CEILING,
                    seed,
                });
            }
        }
    }
    cells
}

/// What goes behind `-X guards=` for a cell of the table; nothing for any other cell.
pub fn setting(cell: &Cell) -> Option<String> {
    if cell.opt != OPT {
        return None;
    }
    let own = benchmark(&cell.probe).and_then(Benchmark::own).filter(|_| cell.guards == OWN);
    Some(own.map_or("off".to_string(), |o| {
        let strategy = match o.default_strategy() {
            Strategy::Off => Strategy::KeysVer,
            default => default,
        };
        format!("off,{}:{}", o.name(), strategy.name())
    }))
}

/// The measured columns: the guards of a cell, and whether it mutates.
pub const COLUMNS: &[(&str, &str, bool)] = &[
    ("original", FLOOR, false),
    ("guarded", API, false),
    ("unguarded", CEILING, false),
    ("own", OWN, false),
    ("original, mutated", FLOOR, true),
    ("guarded, mutated", API, true),
    ("own, mutated", OWN, true),
];

/// ns a call of each benchmark in each column; no lines where the table was not measured.
pub fn lines(results: &Results) -> Vec<(&'static Benchmark, Vec<Option<f64>>)> {
    let time = |b: &Benchmark, guards: &str, mutates: bool| {
        let found = results.rows.iter().map(|d| &d.row).find(|row| {
            row.opt == OPT
                && row.probe == b.probe
                && row.guards == guards
                && row.phase == Phase::During
                && (row.period != Period::Never) == mutates
        });
        found.and_then(|row| row.ns_call)
    };
    let line = |b| (b, COLUMNS.iter().map(|(_, guards, mutates)| time(b, guards, *mutates)).collect());
    let lines: Vec<(_, Vec<Option<f64>>)> = BENCHMARKS.iter().map(line).collect();
    lines.into_iter().filter(|(_, times)| times.iter().any(Option::is_some)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = concat!(include_str!("../python/probe.py"), include_str!("../python/fat.py"));

    #[test]
    fn every_benchmark_is_in_the_program() {
        for b in BENCHMARKS {
            let head = b.probe.trim_end_matches(|c: char| c.is_ascii_digit());
            assert!(SOURCE.contains(&format!("\"{head}")), "{}", b.probe);
            assert!(SOURCE.contains(&format!("\ndef {}(i):", b.kind)), "{}", b.kind);
        }
    }

    #[test]
    fn cells_have_their_own_settings() {
        let cells = cells(1000, 0);
        let of = |probe: &str, guards: &str| {
            let cell = cells.iter().find(|c| c.probe == probe && c.guards == guards);
            cell.and_then(setting)
        };
        assert_eq!(of("len_obj", OWN).as_deref(), Some("off,builtin-load:watch-keyset"));
        assert_eq!(of("len_obj", API).as_deref(), Some("off"));
        assert_eq!(of("guards_10", OWN), None);
        assert!(cells.iter().all(|c| c.calls >= 6));
    }
}
