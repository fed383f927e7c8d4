//! Back-off policies as data: what a site does after its guard failed, and what is counted against it.

/// When a site whose guard failed is specialised again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backoff {
    /// At the next execution but one.
    Always,
    /// Not at all.
    Never,
    /// At once, but not after this many failures.
    Strikes(u32),
    /// After `first` executions, twice as many after each further failure, never more than `max`.
    Exp { first: u32, max: u32 },
    /// This many times in a million executions.
    Budget(u32),
    /// At once; after this many failures a name is read through a cell.
    Cell(u32),
    /// When this many executions have passed without another mutation of the kind that broke it: as many as
    /// pay for a specialisation and its failure.
    BreakEven(u32),
    /// A name is a constant; after a failure a cell whose value's type is constant; then any cell.
    Types,
}

/// What a site does next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// So many generic executions, then a new attempt.
    Wait(u32),
    /// So many generic executions, again and again until nothing mutated meanwhile.
    Probe(u32),
    GiveUp,
    /// A new attempt with a cell whose value keeps its type, if there is one.
    Typed,
    /// A new attempt with the strategy `cell`, if there is one.
    Cell,
}

impl Backoff {
    /// What follows the failure number `failures` (from 1) of a site.
    pub fn after(self, failures: u32) -> Decision {
        match self {
            Backoff::Always => Decision::Wait(1),
            Backoff::Never => Decision::GiveUp,
            Backoff::Strikes(most) if failures >= most => Decision::GiveUp,
            Backoff::Strikes(_) => Decision::Wait(1),
            Backoff::Exp { first, max } => {
                let doublings = failures.saturating_sub(1).min(31);
                let wait = (u64::from(first) << doublings).min(max.into());
                Decision::Wait(u32::try_from(wait).unwrap_or(max).max(1))
            }
            Backoff::Budget(count) if failures <= count => Decision::Wait(1),
            Backoff::Budget(count) => Decision::Wait(1_000_000 / count.max(1)),
            Backoff::Cell(most) if failures >= most => Decision::Cell,
            Backoff::Cell(_) => Decision::Wait(1),
            Backoff::BreakEven(period) => Decision::Probe(period),
            Backoff::Types if failures == 1 => Decision::Typed,
            Backoff::Types => Decision::Cell,
        }
    }

    /// The spelling that [`Policy::parse`] reads.
    pub fn spelling(self) -> String {
        match self {
            Backoff::Always => "always".to_string(),
            Backoff::Never => "never".to_string(),
            Backoff::Strikes(n) => format!("strikes:{n}"),
            Backoff::Exp { first, max } => format!("exp:{first}:{max}"),
            Backoff::Budget(n) => format!("budget:{n}/1e6"),
            Backoff::Cell(n) => format!("cell:{n}"),
            Backoff::BreakEven(n) => format!("breakeven:{n}"),
            Backoff::Types => "types".to_string(),
        }
    }
}

/// A policy: when to try again, and limits after which nothing is tried any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    pub name: &'static str,
    pub backoff: Backoff,
    /// Versions of dict keys that the process may hand out to sites.
    pub key_versions: Option<u64>,
    /// Versions that one class may be given.
    pub class_versions: Option<u32>,
    /// Assignments to a function's `__code__` or defaults after which its calls stay generic.
    pub code_changes: Option<u32>,
    /// Writes to the builtins after which their names stay generic.
    pub builtin_writes: Option<u32>,
    /// Writes to a module's globals after which its names stay generic.
    pub global_writes: Option<u32>,
    /// A plain value of a class that was rebound is read through a cell, and its class keeps its version.
    pub class_cells: bool,
    /// Failures after which a name is read through its cell, which no other name's coming or going touches.
    pub name_cells: Option<u32>,
}

const fn policy(name: &'static str, backoff: Backoff) -> Policy {
    Policy {
        name,
        backoff,
        key_versions: None,
        class_versions: None,
        code_changes: None,
        builtin_writes: None,
        global_writes: None,
        class_cells: false,
        name_cells: None,
    }
}

/// Executions that pay for one specialisation of a name and its failure.
const BREAK_EVEN: u32 = 64;

const CPYTHON_312: Policy =
    Policy { key_versions: Some(1 << 16), ..policy("cpython312", Backoff::Exp { first: 52, max: 52 }) };

/// The presets. The first is the default: no failure costs a site its speed for good.
const PRESETS: &[Policy] = &[
    Policy {
        class_cells: true,
        name_cells: Some(3),
        ..policy("theseus", Backoff::Exp { first: 30, max: 1920 })
    },
    policy("cpython311", Backoff::Exp { first: 31, max: 31 }),
    CPYTHON_312,
    Policy { name: "cpython313", class_versions: Some(1000), code_changes: Some(1), ..CPYTHON_312 },
    Policy { builtin_writes: Some(3), global_writes: Some(6), ..policy("tier2", Backoff::Always) },
    policy("pypy", Backoff::Cell(1)),
    policy("v8", Backoff::Types),
    policy("fat", Backoff::Never),
    policy("hotspot", Backoff::Strikes(100)),
    policy("breakeven", Backoff::BreakEven(BREAK_EVEN)),
];

/// How the parametrised policies are spelled.
const FORMS: &[&str] =
    &["always", "never", "strikes:K", "exp:FIRST:MAX", "budget:K/1e6", "cell:K", "breakeven:K", "types"];

impl Policy {
    /// Whether it has a limit for the writes to a namespace.
    pub fn counts_writes(&self) -> bool {
        self.builtin_writes.is_some() || self.global_writes.is_some()
    }

    pub const PRESETS: &[Policy] = PRESETS;

    /// A preset by name, or a policy spelled out; the error lists what is known.
    pub fn parse(text: &str) -> Result<Policy, String> {
        if let Some(preset) = PRESETS.iter().find(|p| p.name == text) {
            return Ok(*preset);
        }
        match backoff(text) {
            Some(b) => Ok(policy("own", b)),
            None => {
                let presets = PRESETS.iter().map(|p| p.name);
                let known: Vec<&str> = presets.chain(FORMS.iter().copied()).collect();
                Err(format!("unknown back-off policy '{text}'; known: {}", known.join(" ")))
            }
        }
    }
}

fn backoff(text: &str) -> Option<Backoff> {
    let number = |s: &str| s.parse::<u32>().ok().filter(|&n| n > 0);
    let mut parts = text.split(':');
    let head = parts.next()?;
    let numbers: Vec<&str> = parts.collect();
    Some(match (head, numbers.as_slice()) {
        ("always", []) => Backoff::Always,
        ("never", []) => Backoff::Never,
        ("strikes", [k]) => Backoff::Strikes(number(k)?),
        ("exp", [first, max]) => Backoff::Exp { first: number(first)?, max: number(max)? },
        ("budget", [k]) => Backoff::Budget(number(k.strip_suffix("/1e6")?)?),
        ("cell", [k]) => Backoff::Cell(number(k)?),
        ("breakeven", [k]) => Backoff::BreakEven(number(k)?),
        ("types", []) => Backoff::Types,
        _ => return None,
    })
}

impl Default for Policy {
    fn default() -> Policy {
        PRESETS[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        for text in
            ["always", "never", "strikes:3", "exp:31:4095", "budget:7/1e6", "cell:2", "breakeven:9", "types"]
        {
            assert_eq!(Policy::parse(text).expect("a policy").backoff.spelling(), text);
        }
        assert!(Policy::parse("exp:0:5").is_err());
        assert!(Policy::parse("sometimes").expect_err("unknown").contains("cpython312"));
    }

    #[test]
    fn waiting_doubles_up_to_a_limit() {
        let exp = Backoff::Exp { first: 30, max: 100 };
        let waits: Vec<Decision> = (1..5).map(|n| exp.after(n)).collect();
        assert_eq!(waits, [30, 60, 100, 100].map(Decision::Wait));
        assert_eq!(exp.after(u32::MAX), Decision::Wait(100));
    }

    #[test]
    fn strikes_end() {
        assert_eq!(Backoff::Strikes(2).after(1), Decision::Wait(1));
        assert_eq!(Backoff::Strikes(2).after(2), Decision::GiveUp);
        assert_eq!(Backoff::Cell(1).after(1), Decision::Cell);
        assert_eq!(Backoff::Never.after(1), Decision::GiveUp);
        let steps: Vec<Decision> = (1..4).map(|n| Backoff::Types.after(n)).collect();
        assert_eq!(steps, [Decision::Typed, Decision::Cell, Decision::Cell]);
    }
}
