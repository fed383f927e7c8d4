//! The matrix of cells: which combinations a campaign runs, in which order.

use theseus_guards::{Optimisation, Policy, Recheck, Soundness, Strategy};

use crate::axes::{Arrival, Probe, measured};
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

    /// What tells it apart, in one word.
    pub fn key(&self) -> String {
        let own = [&self.opt, &self.guards, &self.recheck, &self.backoff, &self.probe, &self.kind];
        own.map(|word| format!("{word}/")).concat() + &format!("{}/{}", self.period, self.arrival)
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
    /// What single optimisations have in their place.
    pub own_strategies: Vec<(Optimisation, Strategy)>,
    /// Nothing but the floor.
    pub floor_only: bool,
    /// None: those of each probe.
    pub kinds: Vec<String>,
    /// Every kind meets every probe, also where it cannot matter.
    pub all_pairs: bool,
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
        about: "three optimisations, one kind each: under 10 s",
        optimisations: &["builtin-load", "call-py", "attr-load"],
        kinds_each: 1,
        periods: &["inf", "1000", "10"],
        calls: 100_000,
        repeat: 3,
    },
    Preset {
        name: "quick",
        about: "every optimisation, two kinds each: about 2 minutes",
        optimisations: &[],
        kinds_each: 2,
        periods: &["inf", "1e4", "1e3", "100", "10"],
        calls: 100_000,
        repeat: 5,
    },
    Preset {
        name: "full",
        about: "every optimisation, kind and period: about 30 minutes",
        optimisations: &[],
        kinds_each: usize::MAX,
        periods: &["inf", "1e5", "1e4", "1e3", "100", "10", "1"],
        calls: 100_000,
        repeat: 5,
    },
    Preset {
        name: "fat",
        about: "FAT Python's published table, measured here: original, guarded, unguarded, and under mutation",
        optimisations: &[],
        kinds_each: 0,
        periods: &[],
        calls: 100_000,
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
            for kind in self.kinds_of(probe) {
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
                            calls: capped(self.calls, kind, period),
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

    /// The kinds of mutation that a probe meets.
    fn kinds_of<'a>(&'a self, probe: &Probe) -> Vec<&'a str> {
        if self.all_pairs {
            return self.kinds.iter().map(String::as_str).collect();
        }
        let chosen = |kind: &&&str| self.kinds.is_empty() || self.kinds.iter().any(|k| k == *kind);
        probe.kinds.iter().filter(chosen).take(self.kinds_each).copied().collect()
    }

    /// Whether a strategy is asked for, beside the anchors.
    fn takes(&self, optimisation: Optimisation, strategy: Strategy) -> bool {
        let mut own = self.own_strategies.iter().filter(|(o, _)| *o == optimisation).peekable();
        match own.peek() {
            Some(_) => own.any(|(_, s)| *s == strategy),
            None => self.strategies.contains(&strategy),
        }
    }

    /// The cells of one strategy at a place: one for each policy, none where it is not applicable.
    fn add(&self, cells: &mut Vec<Cell>, place: Cell, optimisation: Optimisation, strategy: Strategy) {
        let anchor = matches!(strategy, Strategy::Off | Strategy::Unchecked);
        let soundness = strategy.soundness(optimisation.assumption(), self.recheck);
        if !(anchor || self.takes(optimisation, strategy))
            || matches!(soundness, Soundness::NotApplicable(_))
            || (self.floor_only && strategy != Strategy::Off)
        {
            return;
        }
        let recheck = match (strategy, self.recheck) {
            (Strategy::Entry, recheck) => recheck.name(),
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

/// Mutations of a phase, at the most: of those that walk the whole heap, and of others.
const MOST: [u64; 2] = [300, 20_000];

/// Calls of a phase in which not too much mutates.
fn capped(calls: u64, kind: &str, period: Period) -> u64 {
    let most = MOST[usize::from(kind != "replace_everywhere")];
    match period {
        Period::Calls(n) => calls.min(n.saturating_mul(most)),
        Period::Never => calls,
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
            own_strategies: Vec::new(),
            floor_only: false,
            all_pairs: false,
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
    fn one_optimisation_has_strategies_of_its_own() {
        let own = vec![(Optimisation::BuiltinLoad, Strategy::Cell)];
        let cells = Choice { own_strategies: own, backoffs: Vec::new(), ..choice() }.cells().expect("cells");
        assert!(cells.iter().all(|c| ["off", "none", "cell"].contains(&c.guards.as_str())));
        assert_eq!(cells.len(), 6);
        let floor = Choice { floor_only: true, ..choice() }.cells().expect("cells");
        assert!(floor.iter().all(|c| c.guards == "off"));
    }

    #[test]
    fn costly_mutations_are_few() {
        assert_eq!(capped(100_000, "replace_everywhere", Period::Calls(1)), 300);
        assert_eq!(capped(100_000, "builtin_alt", Period::Calls(1)), 20_000);
        assert_eq!(capped(100_000, "builtin_alt", Period::Calls(100)), 100_000);
        assert_eq!(capped(100_000, "replace_everywhere", Period::Never), 100_000);
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
