//! The commands `bench`, `difftest` and `fuzz`: what they do.

use std::fs;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::axes::Engine;
use crate::campaign::{self, Plan};
use crate::compare::{compare, merge};
use crate::fuzz::Fuzz;
use crate::matrix::{Cell, shard};
use crate::options::{choice, is_given, number, part, preset, program, words};
use crate::render::{html, svg, table};
use crate::resume::{Keeper, resume, write};
use crate::row::{FORMAT, Results};
use crate::{difftest, fat, inject, machine};

/// The words of the command line that come here.
pub const WORDS: &[&str] = &["bench", "difftest", "fuzz"];

/// Nothing to complain of.
const FINE: i32 = 0;
/// A script or a program behaves differently, or the engine is broken.
const WRONG: i32 = 1;
/// The command line makes no sense.
const USAGE: i32 = 2;
/// Something got slower.
const REGRESSION: i32 = 3;

/// Runs the command line (the word first); the exit code.
pub fn main(arguments: &[String], engine: &Engine) -> i32 {
    let name = ["theseus".to_string()];
    let matches = match program().try_get_matches_from(name.iter().chain(arguments)) {
        Ok(matches) => matches,
        Err(e) => {
            drop(e.print());
            return e.exit_code();
        }
    };
    let ended = match matches.subcommand() {
        Some(("bench", m)) => match m.subcommand() {
            Some(("mutation", m)) => mutation(m, &chosen(m, engine)),
            Some(("report", m)) => report(m),
            Some(("compare", m)) => compare_files(m),
            Some(("merge", m)) => merge_files(m),
            _ => Ok(USAGE),
        },
        Some(("difftest", m)) => difftest_script(m, &chosen(m, engine)),
        Some(("fuzz", m)) => match m.subcommand() {
            Some(("mutation", m)) => fuzz(m, &chosen(m, engine)),
            _ => Ok(USAGE),
        },
        _ => Ok(USAGE),
    };
    ended.unwrap_or_else(|message| {
        eprintln!("theseus: {message}");
        USAGE
    })
}

/// The engine that `--engine` names, or this one.
fn chosen(matches: &ArgMatches, own: &Engine) -> Engine {
    let Some(program) = matches.get_one::<PathBuf>("engine") else { return own.clone() };
    Engine { program: program.clone(), version: format!("{}, driven by {}", program.display(), own.version) }
}

fn mutation(matches: &ArgMatches, engine: &Engine) -> Result<i32, String> {
    let preset = preset(matches)?;
    let timed = !matches.get_flag("counts-only");
    let quiet = matches.get_flag("quiet");
    let choice = choice(matches, preset)?;
    let repeat = match number(matches, "repeat")?.unwrap_or(if timed { preset.repeat } else { 1 }) {
        0 => return Err("--repeat wants 1 or more".to_string()),
        n => n,
    };
    if choice.calls == 0 {
        return Err("--calls wants 1 or more".to_string());
    }
    let mut cells = match preset.name {
        "fat" => fat_cells(matches, choice.calls, choice.seed)?,
        _ => choice.cells()?,
    };
    let part = part(matches)?;
    if let Some((index, parts)) = part {
        cells = shard(cells, index, parts);
    }
    let mut results = Results { format: FORMAT, meta: machine::meta(&engine.version), ..Results::default() };
    let meta = &mut results.meta;
    (meta.seed, meta.calls, meta.repeat) = (choice.seed, choice.calls, repeat);
    (meta.counts_only, meta.shard) = (!timed, part.map(|(index, parts)| (index + 1, parts)));
    meta.options = std::env::args().skip(1).collect();
    meta.cells = cells.len();
    let json = matches.get_one::<PathBuf>("json");
    if matches.get_flag("resume") {
        let from = json.ok_or("--resume wants --json FILE")?;
        if from.exists() {
            resume(from, &mut results, &mut cells).map_err(|words| format!("{}: {words}", from.display()))?;
        }
    }
    let plan = Plan { repeat, timed, progress: !quiet, seed: choice.seed };
    let mut rows = std::mem::take(&mut results.rows);
    let begun = std::mem::take(&mut results.begun);
    let mut keeper = Keeper::new(json.map(PathBuf::as_path));
    campaign::run(engine, cells, &plan, &mut rows, begun, |kept| keeper.keep(&mut results, kept))?;
    results.begun.clear();
    results.rows = rows;
    write_outputs(matches, &results)?;
    if !quiet || matches.get_flag("table") {
        print!("{}", table::text(&results));
    }
    let wrong = results.rows.iter().any(|d| !d.row.unsound && !d.row.output_ok);
    if wrong {
        eprintln!("theseus: a sound strategy answered wrongly");
    }
    Ok(if wrong { WRONG } else { FINE })
}

/// The cells of FAT Python's table, whose rows and columns are not to be chosen.
fn fat_cells(matches: &ArgMatches, calls: u64, seed: u64) -> Result<Vec<Cell>, String> {
    let fixed = ["opt", "guards", "kind", "period", "backoff", "recheck", "arrival"];
    match fixed.iter().find(|name| is_given(matches, name)) {
        Some(name) => Err(format!("--preset fat has a fixed table: no --{name} with it")),
        None => Ok(fat::cells(calls, seed)),
    }
}

fn write_outputs(matches: &ArgMatches, results: &Results) -> Result<(), String> {
    let forms: [(&str, fn(&Results) -> String); 5] = [
        ("csv", Results::csv),
        ("json", Results::json),
        ("svg", svg::picture),
        ("html", html::page),
        ("markdown", table::markdown),
    ];
    for (name, form) in forms {
        if let Some(path) = matches.get_one::<PathBuf>(name) {
            write(path, &form(results))?;
        }
    }
    Ok(())
}

fn read(matches: &ArgMatches, name: &str) -> Result<Results, String> {
    matches.get_one::<PathBuf>(name).map_or(Ok(Results::default()), |path| Results::read(path))
}

/// Says so if some of the cells are not there.
fn tell_interrupted(results: &Results) {
    if let Some((done, all)) = results.interrupted() {
        eprintln!("theseus: interrupted: {done} of {all} cells are here");
    }
}

fn report(matches: &ArgMatches) -> Result<i32, String> {
    let results = read(matches, "results")?;
    tell_interrupted(&results);
    write_outputs(matches, &results)?;
    print!("{}", table::text(&results));
    if matches.get_flag("fit") {
        print!("\n{}", table::fits(&results));
    }
    if matches.contains_id("baseline") {
        print!("\n{}", compare(&read(matches, "baseline")?, &results));
    }
    Ok(FINE)
}

fn compare_files(matches: &ArgMatches) -> Result<i32, String> {
    let found = compare(&read(matches, "before")?, &read(matches, "after")?);
    print!("{found}");
    Ok(if found.slower.is_empty() && found.wrong.is_empty() { FINE } else { REGRESSION })
}

fn merge_files(matches: &ArgMatches) -> Result<i32, String> {
    let paths = matches.get_many::<PathBuf>("parts").into_iter().flatten();
    let parts = paths.map(|path| Ok((path.display().to_string(), Results::read(path)?)));
    let merged = merge(parts.collect::<Result<_, String>>()?)?;
    if !merged.missing.is_empty() {
        eprintln!("theseus: parts missing: {}", merged.missing.join(", "));
    }
    tell_interrupted(&merged.whole);
    write_outputs(matches, &merged.whole)?;
    print!("{}", table::text(&merged.whole));
    Ok(FINE)
}

/// The Python for a third opinion. One that was asked for must be there; the default need not.
fn third_opinion(matches: &ArgMatches) -> Result<Option<PathBuf>, String> {
    let program = matches.get_one::<String>("python").map_or("none", String::as_str);
    match program {
        "none" => Ok(None),
        _ => match difftest::reference(program) {
            Err(words) if is_given(matches, "python") => Err(words),
            found => Ok(found.ok()),
        },
    }
}

fn difftest_script(matches: &ArgMatches, engine: &Engine) -> Result<i32, String> {
    let script = matches.get_one::<PathBuf>("script").ok_or("no script")?;
    let arguments = words(matches, "arguments");
    let mut settings = difftest::settings();
    if matches.get_flag("all-strategies") {
        settings.extend(difftest::single_settings());
    }
    fs::File::open(script).map_err(|e| format!("{}: {e}", script.display()))?;
    let injections = inject::Injection::all(&words(matches, "inject"), &words(matches, "event"))?;
    let mut found = difftest::differences(engine, &settings, script, &arguments)?;
    if let Some(python) = third_opinion(matches)? {
        let other = difftest::run(&python, None, script, &arguments)?;
        let own = difftest::run(&engine.program, Some(&settings[0]), script, &arguments)?;
        match other.lacks_module() {
            true => println!("no third opinion: {}", other.error),
            false if other == own => println!("the same as {}", python.display()),
            false => {
                found.push(format!(
                    "off, against {}: {}",
                    python.display(),
                    difftest::difference(&other, &own)
                ));
            }
        }
    }
    for injection in &injections {
        let outcome = injection.differences(engine, &settings, script, &arguments)?;
        println!("{injection}: {} events", outcome.events);
        found.extend(outcome.differences.into_iter().map(|line| format!("{injection}, {line}")));
    }
    found.iter().for_each(|line| println!("{line}"));
    if found.is_empty() {
        println!("the same under {}", settings.join(", "));
    }
    Ok(if found.is_empty() { FINE } else { WRONG })
}

fn fuzz(matches: &ArgMatches, engine: &Engine) -> Result<i32, String> {
    let fuzz = Fuzz {
        seed: number(matches, "seed")?.unwrap_or(0),
        cases: number(matches, "cases")?.unwrap_or(100),
        steps: number(matches, "steps")?.unwrap_or(12),
        shrink: matches.get_flag("shrink"),
        save: matches.get_one::<PathBuf>("save").cloned().unwrap_or_default(),
        python: third_opinion(matches)?,
    };
    let failed = fuzz.run(engine, |failure| {
        println!("case {}: {}", failure.case, failure.script.display());
        failure.differences.iter().for_each(|line| println!("  {line}"));
    })?;
    println!("{} programs, {failed} failed", fuzz.cases);
    Ok(if failed == 0 { FINE } else { WRONG })
}
