//! The matrix of cells: which combinations a campaign runs, in which order.

use theseus_guards::{Optimisation, Policy, Recheck, Soundness, Strategy};

use crate::axes::{Arrival, measured};
use crate::row::{Period, Row};

/// One combination.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub opt: String,
    pub guards: String,
    pub recheck: String,
    pub backoff: String,
    pub probe: String,
    pub kind: String,
    pub period: Period,
    pub arrival: Arrival,
    /// Operations of a phase, in one process.
    pub calls: u64,
    pub unsound: bool,
    pub seed: u64,
}

impl Cell {
    /// What goes behind `-X guards=`: this optimisation alone, guarded so.
    pub fn setting(&self) -> String {
        let mut setting = format!("off,{}:{}", self.opt, self.guards);
        for (name, value) in [("backoff", &self.backoff), ("recheck", &self.recheck)] {
            if !value.is_empty() {
                setting.push_str(&format!(",{name}={value}"));
            }
        }
        setting
    }

    /// Calls before each mutation, and mutations at once; no calls where nothing mutates.
    pub fn schedule(&self) -> (Vec<u64>, u32) {
        match self.period {
            Period::Never => (Vec::new(), 1),
            Period::Calls(period) => self.arrival.schedule(period, self.seed),
        }
    }

    /// Whether a row is of this cell.
    pub fn is_of(&self, row: &Row) -> bool {
        let own = [&self.opt, &self.guards, &self.recheck, &self.backoff, &self.probe, &self.kind];
        let its = [&row.opt, &row.guards, &row.recheck, &row.backoff, &row.probe, &row.kind];
        own == its && self.period == row.period && self.arrival.to_string() == row.arrival
    }

    /// What the cell shares with its floor and its ceiling.
    pub fn place(&self) -> (&str, &str, &str, Period, String) {
        (&self.opt, &self.probe, &self.kind, self.period, self.arrival.to_string())
    }
}

/// What to run, as the options say.
#[derive(Clone, Debug)]
pub struct Choice {
    pub optimisations: Vec<Optimisation>,
    /// Beside the floor and the ceiling, which always run.
    pub strategies: Vec<Strategy>,
    /// None: those of each probe.
    pub kinds: Vec<String>,
    /// How many kinds a probe takes, the nastiest first.
    pub kinds_each: usize,
    pub periods: Vec<Period>,
    /// None: the engine's own policy.
    pub backoffs: Vec<String>,
    pub recheck: Recheck,
    pub arrival: Arrival,
    pub calls: u64,
    pub seed: u64,
}

/// A named size of the experiment.
pub struct Preset {
    pub name: &'static str,
    pub about: &'static str,
    pub optimisations: &'static [&'static str],
    pub kinds_each: usize,
    pub periods: &'static [&'static str],
    pub calls: u64,
    pub repeat: u32,
}

pub const PRESETS: &[Preset] = &[
    Preset {
        name: "smoke",
        about: "three optimisations, one kind each; a few seconds",
        optimisations: &["builtin-load", "call-py", "attr-load"],
        kinds_each: 1,
        periods: &["inf", "1000", "10"],
        calls: 100_000,
        repeat: 3,
    },
    Preset {
        name: "quick",
        about: "every optimisation, two kinds each; about half a minute",
        optimisations: &[],
        kinds_each: 2,
        periods: &["inf", "1e4", "100", "10"],
        calls: 100_000,
        repeat: 5,
    },
    Preset {
        name: "full",
        about: "every optimisation, kind and period",
        optimisations: &[],
        kinds_each: usize::MAX,
        periods: &["inf", "1e5", "1e4", "1e3", "100", "10", "1"],
        calls: 400_000,
        repeat: 9,
    },
    Preset {
        name: "fat",
        about: "original, guarded and unguarded as in FAT Python's published table, and under mutation; what exists of its optimisations",
        optimisations: &["call-fold", "builtin-load", "global-load", "inline"],
        kinds_each: 1,
        periods: &["inf", "1000"],
        calls: 1_000_000,
        repeat: 9,
    },
];

/// The words of a list as what they name; an unknown one makes an error that lists those known.
pub fn named<T: Copy>(what: &str, words: &[String], known: &[(&str, T)]) -> Result<Vec<T>, String> {
    let find = |word: &String| {
        let found = known.iter().find(|(name, _)| name == word).map(|(_, value)| *value);
        found.ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            format!("unknown {what} {word:?}; known: {}", names.join(", "))
        })
    };
    words.iter().map(find).collect()
}

impl Choice {
    /// All cells, those of one place side by side, floor and ceiling among them.
    pub fn cells(&self) -> Result<Vec<Cell>, String> {
        self.backoffs.iter().try_for_each(|text| Policy::parse(text).map(drop))?;
        let mut cells = Vec::new();
        for (probe, optimisation) in measured().filter(|(_, o)| self.optimisations.contains(o)) {
            let chosen = |kind: &&&str| self.kinds.is_empty() || self.kinds.iter().any(|k| k == *kind);
            for kind in probe.kinds.iter().filter(chosen).take(self.kinds_each) {
                for &period in &self.periods {
                    for strategy in Strategy::ALL {
                        let place = Cell {
                            opt: optimisation.name().to_string(),
                            guards: strategy.name().to_string(),
                            recheck: String::new(),
                            backoff: String::new(),
                            probe: probe.name.to_string(),
                            kind: kind.to_string(),
                            period,
                            arrival: self.arrival,
                            calls: self.calls,
                            unsound: false,
                            seed: self.seed,
                        };
                        self.add(&mut cells, place, optimisation, *strategy);
                    }
                }
            }
        }
        match cells.is_empty() {
            true => Err("no cell has these optimisations, strategies and kinds together".to_string()),
            false => Ok(cells),
        }
    }

    /// The cells of one strategy at a place: one for each policy, none where it is not applicable.
    fn add(&self, cells: &mut Vec<Cell>, place: Cell, optimisation: Optimisation, strategy: Strategy) {
        let anchor = matches!(strategy, Strategy::Off | Strategy::Unchecked);
        let soundness = strategy.soundness(optimisation.assumption(), self.recheck);
        if !(anchor || self.strategies.contains(&strategy))
            || matches!(soundness, Soundness::NotApplicable(_))
        {
            return;
        }
        let recheck = match (strategy, self.recheck) {
            (Strategy::Entry, Recheck::Never) => "never",
            (Strategy::Entry, Recheck::Call) => "call",
            _ => "",
        };
        let own = [String::new()];
        let backoffs: &[String] = if anchor || self.backoffs.is_empty() { &own } else { &self.backoffs };
        cells.extend(backoffs.iter().map(|backoff| Cell {
            recheck: recheck.to_string(),
            backoff: backoff.clone(),
            unsound: soundness == Soundness::Unsound,
            ..place.clone()
        }));
    }
}

/// The part `index` (from 0) of `parts`: whole places, so that each part has its floors.
pub fn shard(cells: Vec<Cell>, index: usize, parts: usize) -> Vec<Cell> {
    let mut places: Vec<String> = Vec::new();
    cells
        .into_iter()
        .filter(|cell| {
            let place = format!("{:?}", cell.place());
            let at = places.iter().position(|p| *p == place).unwrap_or_else(|| {
                places.push(place);
                places.len() - 1
            });
            at % parts == index
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice() -> Choice {
        Choice {
            optimisations: vec![Optimisation::BuiltinLoad],
            strategies: vec![Strategy::WatchKey],
            kinds: vec!["builtin_alt".into()],
            kinds_each: 1,
            periods: vec![Period::Never, Period::Calls(10)],
            backoffs: vec!["fat".into(), "always".into()],
            recheck: Recheck::Call,
            arrival: Arrival::Even,
            calls: 10,
            seed: 0,
        }
    }

    #[test]
    fn anchors_run_once_and_strategies_with_each_policy() {
        let cells = choice().cells().expect("cells");
        let names: Vec<String> = cells.iter().map(|c| format!("{}/{}", c.guards, c.backoff)).collect();
        assert_eq!(names[..4], ["off/", "none/", "watch-key/fat", "watch-key/always"]);
        assert_eq!(cells.len(), 8);
        assert_eq!(cells[2].setting(), "off,builtin-load:watch-key,backoff=fat");
        assert!(cells[1].unsound && !cells[2].unsound);
    }

    #[test]
    fn parts_are_whole_places_and_together_everything() {
        let cells = choice().cells().expect("cells");
        let parts: Vec<_> = (0..2).map(|k| shard(cells.clone(), k, 2)).collect();
        assert_eq!(parts[0].len() + parts[1].len(), cells.len());
        assert!(parts[0].iter().all(|c| c.period == Period::Never));
    }

    #[test]
    fn unknown_words_list_the_known() {
        let known = [("a", 1), ("b", 2)];
        assert_eq!(named("kind", &["b".to_string()], &known), Ok(vec![2]));
        let error = named("kind", &["c".to_string()], &known).unwrap_err();
        assert_eq!(error, "unknown kind \"c\"; known: a, b");
        let wrong = Choice { backoffs: vec!["sometimes".into()], ..choice() };
        assert!(wrong.cells().unwrap_err().contains("cpython312"));
    }
}
