//! The settings of a run: a strategy for each optimisation, a policy, modes; and their spelling in
//! the option `-X guards=…`.

use crate::optimisation::Optimisation;
use crate::policy::Policy;
use crate::strategy::{Soundness, Strategy};

/// When the strategy `entry` looks again at what it checked on entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Recheck {
    /// Never, as FAT Python: a mutation inside the activation is missed.
    Never,
    /// At the next jump backwards or call after anything was written: a mutation is missed until then.
    Backedge,
    /// At a use after anything was written to a namespace.
    #[default]
    Call,
}

impl Recheck {
    pub const ALL: &[(&'static str, Recheck)] =
        &[("never", Recheck::Never), ("backedge", Recheck::Backedge), ("call", Recheck::Call)];

    /// Its name in options and results.
    pub fn name(self) -> &'static str {
        Recheck::ALL.iter().find(|(_, r)| *r == self).map_or("", |(name, _)| name)
    }
}

/// How a machine optimises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    strategies: Vec<Strategy>,
    pub recheck: Recheck,
    /// Guards that are proved to hold are left out.
    pub analysis: bool,
    pub policy: Policy,
    /// Every guard fails every time.
    pub stress: bool,
    /// Each site is counted and causes are kept.
    pub record: bool,
    /// A file for events, one JSON object a line.
    pub trace: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            strategies: Optimisation::ALL.iter().map(|o| o.default_strategy()).collect(),
            recheck: Recheck::default(),
            analysis: true,
            policy: Policy::default(),
            stress: false,
            record: false,
            trace: None,
        }
    }
}

impl Settings {
    /// Nothing is optimised.
    pub fn off() -> Settings {
        let mut all = Settings::default();
        all.strategies.fill(Strategy::Off);
        all
    }

    pub fn strategy(&self, optimisation: Optimisation) -> Strategy {
        self.strategies[optimisation as usize]
    }

    /// The optimisations that are on, as bits.
    pub fn mask(&self) -> u32 {
        let on = Optimisation::ALL.iter().filter(|&&o| self.strategy(o) != Strategy::Off);
        on.fold(0, |mask, o| mask | o.bit())
    }

    /// Guards one optimisation in this way; refused where there is no such combination.
    pub fn set(&mut self, optimisation: Optimisation, strategy: Strategy) -> Result<(), String> {
        if let Soundness::NotApplicable(why) = strategy.soundness(optimisation.assumption(), self.recheck) {
            return Err(format!("{}:{}: not applicable: {why}", optimisation.name(), strategy.name()));
        }
        self.strategies[optimisation as usize] = strategy;
        Ok(())
    }

    /// Guards everything in this way that can be; the rest is guarded as by default.
    pub fn set_all(&mut self, strategy: Strategy) {
        for &o in Optimisation::ALL {
            let own = if self.set(o, strategy).is_ok() { strategy } else { o.default_strategy() };
            self.strategies[o as usize] = own;
        }
    }

    /// Whether some answer may be that from before a mutation.
    pub fn is_unsound(&self) -> bool {
        Optimisation::ALL
            .iter()
            .any(|&o| self.strategy(o).soundness(o.assumption(), self.recheck) == Soundness::Unsound)
    }

    /// Reads items separated by commas: `on`, `off`, a strategy for everything, `OPT:STRATEGY`,
    /// `OPT:on`, `stress`, `record`, `backoff=POLICY`, `recheck=never|backedge|call`, `analysis=on|off`, `trace=FILE`. Later items
    /// prevail. Errors list what is known.
    pub fn parse(text: &str) -> Result<Settings, String> {
        let mut settings = Settings::default();
        settings.apply(text)?;
        Ok(settings)
    }

    /// Reads items, as [`Settings::parse`], on top of these settings.
    pub fn apply(&mut self, text: &str) -> Result<(), String> {
        text.split(',').try_for_each(|item| self.read(item))
    }

    /// Switches off every optimisation that a list does not name; `all` and `none` are lists, too.
    pub fn keep_only(&mut self, list: &str) -> Result<(), String> {
        let kept = match list {
            "all" => return Ok(()),
            "none" => Vec::new(),
            names => names.split(',').map(optimisation).collect::<Result<Vec<_>, _>>()?,
        };
        for o in Optimisation::ALL.iter().filter(|o| !kept.contains(o)) {
            self.strategies[*o as usize] = Strategy::Off;
        }
        Ok(())
    }

    fn read(&mut self, item: &str) -> Result<(), String> {
        if let Some((name, value)) = item.split_once('=') {
            match (name, value) {
                ("backoff", v) => self.policy = Policy::parse(v)?,
                ("recheck", v) => match Recheck::ALL.iter().find(|(name, _)| *name == v) {
                    Some((_, recheck)) => self.recheck = *recheck,
                    None => {
                        let known: Vec<&str> = Recheck::ALL.iter().map(|(name, _)| *name).collect();
                        return Err(format!("unknown recheck '{v}'; known: {}", known.join(" ")));
                    }
                },
                ("analysis", "on" | "off") => self.analysis = value == "on",
                ("analysis", v) => return Err(format!("unknown analysis '{v}'; known: on off")),
                ("trace", file) => {
                    self.trace = Some(file.to_string());
                    self.record = true;
                }
                _ => return Err(format!("unknown setting '{name}'; known: analysis backoff recheck trace")),
            }
            return Ok(());
        }
        if let Some((name, strategy)) = item.split_once(':') {
            let optimisation = optimisation(name)?;
            let own = optimisation.own_strategy();
            let strategy = if strategy == "on" { own } else { named(strategy, &["on"])? };
            return self.set(optimisation, strategy);
        }
        match item {
            "on" => self.strategies = Settings::default().strategies,
            "stress" => self.stress = true,
            "record" => self.record = true,
            _ => self.set_all(named(item, &["on", "stress", "record", "OPTIMISATION:STRATEGY"])?),
        }
        Ok(())
    }
}

/// An optimisation by name.
fn optimisation(name: &str) -> Result<Optimisation, String> {
    Optimisation::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Optimisation::ALL.iter().map(|o| o.name()).collect();
        format!("unknown optimisation '{name}'; known: {}", known.join(" "))
    })
}

/// A strategy by name; `others` are known in its place, too.
fn named(name: &str, others: &[&str]) -> Result<Strategy, String> {
    Strategy::from_name(name).ok_or_else(|| {
        let strategies = Strategy::ALL.iter().map(|s| s.name());
        let known: Vec<&str> = strategies.chain(others.iter().copied()).collect();
        format!("unknown strategy '{name}'; known: {}", known.join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_optimisation_alone() {
        let s = Settings::parse("off,builtin-load:watch-key").expect("settings");
        assert_eq!(s.mask(), Optimisation::BuiltinLoad.bit());
        assert_eq!(s.strategy(Optimisation::BuiltinLoad), Strategy::WatchKey);
        let s = Settings::parse("global-load:off,backoff=pypy").expect("settings");
        assert_eq!(s.mask() & Optimisation::GlobalLoad.bit(), 0);
        assert_eq!(s.policy.name, "pypy");
    }

    #[test]
    fn a_list_switches_the_rest_off() {
        let mut s = Settings::default();
        s.keep_only("binop-type,call-py").expect("a list");
        assert_eq!(s.mask(), Optimisation::BinopType.bit() | Optimisation::CallPy.bit());
        s.keep_only("all").expect("a list");
        assert_ne!(s.mask(), 0);
        s.keep_only("none").expect("a list");
        assert_eq!(s.mask(), 0);
        assert!(s.keep_only("inlining").expect_err("unknown").contains("builtin-load"));
    }

    #[test]
    fn a_strategy_reaches_what_it_can() {
        for &strategy in Strategy::ALL {
            let s = Settings::parse(strategy.name()).expect("settings");
            if strategy != Strategy::Kind {
                assert_eq!(s.strategy(Optimisation::GlobalLoad), strategy);
            }
            assert_eq!(s.is_unsound(), strategy == Strategy::Unchecked);
        }
        assert!(Settings::parse("entry,recheck=never").expect("settings").is_unsound());
        assert!(Settings::parse("entry,recheck=backedge").expect("settings").is_unsound());
    }

    #[test]
    fn errors_list_what_is_known() {
        for (text, known) in [
            ("sometimes", "watch-key"),
            ("inlining:off", "builtin-load"),
            ("builtin-load:maybe", "keysver"),
            ("backoff=soon", "hotspot"),
            ("recheck=often", "never"),
            ("colour=red", "trace"),
            ("binop-type:cell", "operand's type"),
        ] {
            let error = Settings::parse(text).expect_err(text);
            assert!(error.contains(known), "{error}");
        }
    }
}
