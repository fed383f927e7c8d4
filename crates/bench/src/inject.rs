//! Injection: a script is mutated at one event of the language after the other, under every setting.
//! Exhaustive for small programs, it finds windows between check and use that chance misses.

use std::path::Path;
use std::process::Command;

use crate::axes::Engine;
use crate::difftest::{Output, difference, output};
use crate::matrix::named;

const PROGRAM: &str = include_str!("../python/inject.py");

/// The mutations that can be made in any program.
pub const KINDS: &[&str] = &[
    "builtin_same",
    "builtin_flip",
    "builtin_alt",
    "builtin_add",
    "global_add",
    "global_grow",
    "global_other",
    "global_rebind",
    "global_shadow",
    "code_same",
    "code_swap",
    "func_rebind",
    "defaults",
    "class_attr",
    "base_attr",
    "method_swap",
    "inst_attr",
    "inst_shadow",
    "inst_add",
    "closure_cell",
    "module_attr",
    "bases",
    "class_assign",
    "trace_on_off",
    "replace_everywhere",
];

const EVENTS: &[&str] = &["line", "call", "backedge"];

/// One kind of mutation, at one event or at all in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Injection {
    kind: &'static str,
    /// The number of the event, from 1.
    at: Option<u64>,
    event: &'static str,
}

/// What injecting found.
pub struct Found {
    /// How many runs there were under each setting: events that were reached.
    pub events: usize,
    pub differences: Vec<String>,
}

impl std::fmt::Display for Injection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at {
            Some(k) => write!(f, "{} at {} {k}", self.kind, self.event),
            None => write!(f, "{} at every {}", self.kind, self.event),
        }
    }
}

impl Injection {
    /// What words such as `builtin_alt`, `code_swap@17` and `all` ask for.
    pub fn all(words: &[String], event: &[String]) -> Result<Vec<Injection>, String> {
        let pairs = |names: &[&'static str]| names.iter().map(|n| (*n, *n)).collect::<Vec<_>>();
        let event = named("event", event, &pairs(EVENTS))?.pop().unwrap_or(EVENTS[0]);
        let mut all = Vec::new();
        for word in words {
            let (name, at) = match word.split_once('@') {
                Some((name, k)) => {
                    let k = k.parse().ok().filter(|k| *k > 0);
                    (
                        name,
                        Some(k.ok_or_else(|| {
                            format!("{word:?}: an event's number from 1 on belongs behind @")
                        })?),
                    )
                }
                None => (word.as_str(), None),
            };
            let kinds = match name {
                "all" => KINDS.to_vec(),
                name => named("kind", &[name.to_string()], &pairs(KINDS))?,
            };
            all.extend(kinds.into_iter().map(|kind| Injection { kind, at, event }));
        }
        Ok(all)
    }

    /// Where settings differ from the first one.
    pub fn differences(
        &self,
        engine: &Engine,
        settings: &[String],
        script: &Path,
        arguments: &[String],
    ) -> Result<Found, String> {
        let mut outputs: Vec<Output> = Vec::new();
        for setting in settings {
            let mut command = Command::new(&engine.program);
            command.args(["-X", &format!("guards={setting}"), "-c", PROGRAM, self.event, self.kind]);
            command.arg(self.at.unwrap_or(0).to_string()).arg(script).args(arguments);
            outputs.push(output(&mut command, &script.display().to_string())?);
        }
        let Some(expected) = outputs.first() else {
            return Ok(Found { events: 0, differences: Vec::new() });
        };
        if expected.code != Some(0) {
            return Err(format!("{self}: {}", expected.error));
        }
        let unlike = settings.iter().zip(&outputs).filter(|(_, output)| *output != expected);
        let events = String::from_utf8_lossy(&expected.stdout);
        Ok(Found {
            events: events.lines().filter(|line| !line.starts_with("no event")).count(),
            differences: unlike.map(|(s, output)| format!("{s}: {}", difference(expected, output))).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_kinds_and_events() {
        let of = |words: &[&str], event: &str| {
            let words: Vec<String> = words.iter().map(|w| w.to_string()).collect();
            Injection::all(&words, &[event.to_string()])
        };
        let one = of(&["code_swap@17"], "call").expect("an injection");
        assert_eq!(one, [Injection { kind: "code_swap", at: Some(17), event: "call" }]);
        assert_eq!(of(&["all"], "line").expect("injections").len(), KINDS.len());
        assert!(of(&["code_swap@0"], "line").unwrap_err().contains("from 1 on"));
        assert!(of(&["sabotage"], "line").unwrap_err().contains("builtin_alt"));
        assert!(of(&["all"], "night").unwrap_err().contains("backedge"));
    }

    #[test]
    fn the_program_knows_every_kind() {
        for kind in KINDS {
            assert!(PROGRAM.contains(&format!("\ndef {kind}(w):")), "{kind}");
        }
    }
}
