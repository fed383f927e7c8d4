//! The axes of the experiment: optimisations with the probe of each, kinds of mutation, strategies.

use theseus_guards::Optimisation;

/// The engine that is measured.
#[derive(Clone)]
pub struct Engine {
    /// The program to run cells with.
    pub program: std::path::PathBuf,
    pub version: String,
}

/// The strategy without any optimisation: what a gain is measured from.
pub const FLOOR: &str = "off";
/// The strategy without checks: the most there is to gain.
pub const CEILING: &str = "none";

/// A hot loop that one optimisation makes faster.
pub struct Probe {
    pub name: &'static str,
    pub optimisation: &'static str,
    /// The kinds of mutation that bear upon it, the nastiest first.
    pub kinds: &'static [&'static str],
}

const fn probe(name: &'static str, optimisation: &'static str, kinds: &'static [&'static str]) -> Probe {
    Probe { name, optimisation, kinds }
}

const BUILTIN: &[&str] = &[
    "builtin_alt",
    "builtin_flip",
    "builtin_same",
    "builtin_add",
    "global_add",
    "global_grow",
    "global_other",
    "global_shadow",
    "unrelated_class",
    "module_attr",
    "trace_on_off",
    "replace_everywhere",
    "mix",
];
const GLOBAL: &[&str] = &[
    "global_rebind",
    "global_other",
    "global_add",
    "global_grow",
    "builtin_add",
    "replace_everywhere",
    "mix",
];
const CALL: &[&str] = &[
    "code_swap",
    "code_same",
    "func_rebind",
    "defaults",
    "global_other",
    "global_add",
    "builtin_add",
    "trace_on_off",
    "replace_everywhere",
    "mix",
];
const METHOD: &[&str] = &[
    "method_swap",
    "class_attr",
    "base_attr",
    "bases",
    "class_assign",
    "unrelated_class",
    "inst_attr",
    "inst_add",
    "inst_shadow",
    "global_add",
    "replace_everywhere",
    "mix",
];
const ATTRIBUTE: &[&str] = &[
    "class_attr",
    "base_attr",
    "bases",
    "class_assign",
    "unrelated_class",
    "inst_attr",
    "inst_add",
    "replace_everywhere",
    "mix",
];
const TYPED: &[&str] = &["unrelated_class", "global_add", "builtin_add", "trace_on_off"];

/// Every probe of `python/probe.py`.
pub const PROBES: &[Probe] = &[
    probe("len", "builtin-load", BUILTIN),
    probe("global", "global-load", GLOBAL),
    probe("len_const", "call-fold", BUILTIN),
    probe("abs", "call-builtin", BUILTIN),
    probe("func", "call-py", CALL),
    probe("func", "inline", CALL),
    probe("method", "method-load", METHOD),
    probe("attr", "attr-load", ATTRIBUTE),
    probe("range", "range-unroll", BUILTIN),
    probe("binop", "binop-type", TYPED),
    probe("subscript", "subscr-type", TYPED),
    probe(
        "branch",
        "dead-branch",
        &["flag_flip", "global_other", "global_add", "global_grow", "builtin_add", "mix"],
    ),
    probe("closure", "global-load", &["closure_cell", "global_add"]),
    probe("store_global", "global-store", &["global_add", "global_grow", "global_rebind", "mix"]),
    probe("store_attr", "attr-store", ATTRIBUTE),
    probe("iterate", "iter-type", TYPED),
];

/// The probes of an optimisation that the engine has.
pub fn measured() -> impl Iterator<Item = (&'static Probe, Optimisation)> {
    PROBES.iter().filter_map(|probe| Some((probe, Optimisation::from_name(probe.optimisation)?)))
}

/// The mutation that changes nothing.
const CONTROL: &str = "none";

/// Every kind that some probe takes, in the order of the table, and the control.
pub fn kinds() -> Vec<&'static str> {
    let mut all: Vec<&str> = vec![CONTROL];
    for kind in PROBES.iter().flat_map(|p| p.kinds) {
        if !all.contains(kind) {
            all.push(kind);
        }
    }
    all
}

/// What each kind does, for people.
const ABOUT: &[(&str, &str)] = &[
    ("none", "nothing is mutated"),
    ("builtin_same", "the builtin is bound to itself again"),
    ("builtin_flip", "the builtin is rebound and put back at once"),
    ("builtin_alt", "the builtin alternates between two functions"),
    ("builtin_add", "an unrelated builtin comes, and goes the next time"),
    ("global_add", "an unrelated global comes, and goes the next time"),
    ("global_grow", "ever more unrelated globals come, up to 1,000"),
    ("global_other", "an unrelated global is rebound"),
    ("global_rebind", "the global that is read is rebound"),
    ("global_shadow", "a global named like the builtin comes and goes"),
    ("flag_flip", "the constant that is branched on changes"),
    ("code_same", "the function's code is assigned to itself"),
    ("code_swap", "the function alternates between two codes"),
    ("func_rebind", "the name alternates between two functions"),
    ("defaults", "the function gets and loses a default"),
    ("class_attr", "another attribute of the class is rebound"),
    ("base_attr", "another attribute of its base is rebound"),
    ("unrelated_class", "an attribute of an unrelated class is rebound"),
    ("method_swap", "the class alternates between two methods"),
    ("inst_attr", "an attribute of the instance is rebound"),
    ("inst_add", "an unrelated attribute of the instance comes, and goes the next time"),
    ("inst_shadow", "an attribute of the instance hides the method, and goes at once"),
    ("closure_cell", "the cell that is read gets another value"),
    ("module_attr", "an unrelated attribute of a module is rebound"),
    ("bases", "the class alternates between two bases"),
    ("class_assign", "the instance alternates between two classes"),
    ("trace_on_off", "tracing is switched on and off"),
    ("replace_everywhere", "a function and an instance are replaced in all the heap"),
    ("mix", "one of nine kinds, values more often than code"),
];

/// What a kind does; empty for what is none.
pub fn about(kind: &str) -> &'static str {
    ABOUT.iter().find(|(name, _)| *name == kind).map_or("", |(_, about)| about)
}

/// When mutations come, for a mean period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival {
    Even,
    /// At random, independent of each other.
    Poisson,
    /// So many at once.
    Burst(u32),
}

impl std::fmt::Display for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Arrival::Even => f.write_str("even"),
            Arrival::Poisson => f.write_str("poisson"),
            Arrival::Burst(many) => write!(f, "burst:{many}"),
        }
    }
}

impl std::str::FromStr for Arrival {
    type Err = String;

    fn from_str(text: &str) -> Result<Arrival, String> {
        match text {
            "even" => Ok(Arrival::Even),
            "poisson" => Ok(Arrival::Poisson),
            _ => text
                .strip_prefix("burst:")
                .and_then(|many| many.parse().ok())
                .filter(|many| (1..=10_000).contains(many))
                .map(Arrival::Burst)
                .ok_or_else(|| {
                    format!("unknown arrival {text:?}; known: even, poisson, burst:K (K from 1 to 10000)")
                }),
        }
    }
}

/// Random gaps are made once and used over and over.
const GAPS: usize = 1024;

impl Arrival {
    /// Calls before each mutation (over and over), and mutations at once.
    pub fn schedule(self, period: u64, seed: u64) -> (Vec<u64>, u32) {
        match self {
            Arrival::Even => (vec![period], 1),
            Arrival::Burst(many) => (vec![period.saturating_mul(many.into())], many),
            Arrival::Poisson => {
                let mut random = fastrand::Rng::with_seed(seed);
                let gap = |_| {
                    let wait = -(1.0 - random.f64()).ln() * period as f64;
                    (wait.round() as u64).max(1)
                };
                ((0..GAPS).map(gap).collect(), 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use theseus_guards::Strategy;

    const SOURCE: &str = include_str!("../python/probe.py");

    #[test]
    fn every_probe_and_kind_is_in_the_program() {
        for probe in PROBES {
            assert!(SOURCE.contains(&format!("hot_{}(n)", probe.name)), "{}", probe.name);
        }
        for kind in kinds() {
            assert!(SOURCE.contains(&format!("\ndef {kind}(i):")), "{kind}");
            assert!(!about(kind).is_empty(), "{kind}");
        }
    }

    #[test]
    fn every_optimisation_has_a_probe_and_the_anchors_their_names() {
        for optimisation in Optimisation::ALL {
            assert!(measured().any(|(_, o)| o == *optimisation), "{}", optimisation.name());
        }
        assert_eq!((FLOOR, CEILING), (Strategy::Off.name(), Strategy::Unchecked.name()));
    }

    #[test]
    fn arrivals_keep_the_rate() {
        let (gaps, many) = Arrival::Poisson.schedule(1000, 7);
        let mean = gaps.iter().sum::<u64>() as f64 / gaps.len() as f64;
        assert_eq!(many, 1);
        assert!((900.0..1100.0).contains(&mean), "{mean}");
        assert_eq!(Arrival::Burst(10).schedule(100, 0), (vec![1000], 10));
        assert_eq!("burst:3".parse(), Ok(Arrival::Burst(3)));
        assert!("burst:0".parse::<Arrival>().is_err());
    }
}
