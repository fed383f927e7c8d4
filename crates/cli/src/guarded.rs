//! The word `run`: a script, with its guards chosen by options of their own.

use theseus_runtime::guards::Settings;

use crate::flags::{Command, Program, usage};

/// What an option of `run` takes.
enum Takes {
    Value(fn(&mut Settings, &str) -> Result<(), String>),
    Nothing(fn(&mut Command)),
}

const OPTIONS: &[(&str, Takes)] = &[
    ("--opt", Takes::Value(|s, v| s.keep_only(v))),
    ("--guards", Takes::Value(|s, v| s.apply(v))),
    ("--backoff", Takes::Value(|s, v| s.apply(&format!("backoff={v}")))),
    ("--recheck", Takes::Value(|s, v| s.apply(&format!("recheck={v}")))),
    ("--guard-trace", Takes::Value(|s, v| s.apply(&format!("trace={v}")))),
    ("--guard-stats", Takes::Nothing(|c| (c.guard_stats, c.guards.record) = (true, true))),
];

/// What follows the word `run`: options before or right behind the file, then the file's arguments,
/// after `--` if they look like options.
pub fn parse(command: &mut Command, words: Vec<String>) -> Result<(), String> {
    let mut words = words.into_iter().peekable();
    let mut file = None;
    // The choice of optimisations is read last: it switches off what strategies were given for.
    let mut chosen: Vec<(usize, String)> = Vec::new();
    while let Some(word) = words.next_if(|w| w.starts_with("--") || file.is_none()) {
        if word == "--" {
            break;
        }
        let (name, attached) = match word.split_once('=') {
            Some((name, value)) if word.starts_with("--") => (name, Some(value.to_string())),
            _ => (word.as_str(), None),
        };
        if !name.starts_with("--") {
            file = Some(word);
            continue;
        }
        let Some(at) = OPTIONS.iter().position(|(known, _)| *known == name) else {
            let known: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
            return Err(usage(&format!("unknown option {name}; known: {}", known.join(" "))));
        };
        match (&OPTIONS[at].1, attached) {
            (Takes::Nothing(_), Some(_)) => return Err(usage(&format!("{name} takes no value"))),
            (Takes::Nothing(set), None) => set(command),
            (Takes::Value(_), attached) => {
                let value = attached.or_else(|| words.next());
                let missing = || usage(&format!("Argument expected for the {name} option"));
                chosen.push((at, value.ok_or_else(missing)?));
            }
        }
    }
    chosen.sort_by_key(|(at, _)| *at == 0);
    for (at, value) in chosen {
        let (name, takes) = &OPTIONS[at];
        if let Takes::Value(set) = takes {
            set(&mut command.guards, &value).map_err(|e| usage(&format!("{name} {value}: {e}")))?;
        }
    }
    let file = file.or_else(|| words.next());
    command.program = Program::File(file.ok_or_else(|| usage("Argument expected for run"))?);
    command.arguments = words.collect();
    Ok(())
}
