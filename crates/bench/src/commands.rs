//! The commands `bench`, `difftest` and `fuzz`: their options, and what they do.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use theseus_guards::{Optimisation, Recheck, Strategy};

use crate::axes::{Arrival, Engine, kinds};
use crate::campaign::{self, Plan};
use crate::compare::{compare, merge};
use crate::fuzz::Fuzz;
use crate::matrix::{Choice, PRESETS, Preset, named, shard};
use crate::render::{html, svg, table};
use crate::row::{Detail, FORMAT, Period, Results};
use crate::{difftest, machine};

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
    let command = program();
    let name = ["theseus".to_string()];
    let matches = match command.try_get_matches_from(name.iter().chain(arguments)) {
        Ok(matches) => matches,
        Err(e) => {
            drop(e.print());
            return e.exit_code();
        }
    };
    let ended = match matches.subcommand() {
        Some(("bench", m)) => match m.subcommand() {
            Some(("mutation", m)) => mutation(m, engine),
            Some(("report", m)) => report(m),
            Some(("compare", m)) => compare_files(m),
            Some(("merge", m)) => merge_files(m),
            _ => Ok(USAGE),
        },
        Some(("difftest", m)) => difftest_script(m, engine),
        Some(("fuzz", m)) => match m.subcommand() {
            Some(("mutation", m)) => fuzz(m, engine),
            _ => Ok(USAGE),
        },
        _ => Ok(USAGE),
    };
    ended.unwrap_or_else(|message| {
        eprintln!("theseus: {message}");
        USAGE
    })
}

/// An option with a value.
fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option with values separated by commas.
fn list(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_delimiter(',').action(ArgAction::Append)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn path(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(value_parser!(PathBuf))
}

fn file(name: &'static str) -> Arg {
    Arg::new(name).required(true).value_parser(value_parser!(PathBuf))
}

/// Where and how results are written.
fn outputs() -> [Arg; 5] {
    [
        path("csv", "FILE", "write the rows as CSV"),
        path("json", "FILE", "write the results as JSON, after each place of the matrix anew"),
        path("svg", "FILE", "write the picture"),
        path("html", "FILE", "write the page: charts, crossovers in words, the machine, all in one file"),
        path("markdown", "FILE", "write the table as Markdown"),
    ]
}

fn program() -> Command {
    let presets = PRESETS.iter().map(|p| format!("{:8} {}", p.name, p.about)).collect::<Vec<_>>().join("\n");
    let mutation = Command::new("mutation")
        .about("Measure guarded optimisations against mutation, at every rate, and how the speed comes back")
        .after_help(format!("Presets:\n{presets}"))
        .arg(option("preset", "NAME", "how much of the matrix to run").default_value("quick"))
        .arg(list("opt", "LIST", "optimisations, or all"))
        .arg(list("guards", "LIST", "strategies, or all; off and none run always"))
        .arg(list("kind", "LIST", "kinds of mutation"))
        .arg(list("period", "LIST", "calls for one mutation, such as inf,1e4,100"))
        .arg(list("backoff", "LIST", "policies after a guard failed"))
        .arg(
            option("recheck", "WHEN", "when the strategy entry looks again: call, or never (unsound)")
                .default_value("call"),
        )
        .arg(option("arrival", "HOW", "when mutations come: even, poisson or burst:K").default_value("even"))
        .arg(option("calls", "N", "operations of a phase in one process"))
        .arg(option("repeat", "N", "processes for each cell"))
        .arg(option("seed", "N", "of all that is drawn").default_value("0"))
        .arg(option("shard", "I/N", "run the I-th of N parts (from 1)"))
        .arg(switch("resume", "go on with the results in the file of --json"))
        .arg(switch("counts-only", "count, and time nothing: the same on every machine"))
        .arg(switch("quiet", "no progress line, no table"))
        .args(outputs());
    let report = Command::new("report")
        .about("Show results again")
        .arg(file("results").help("a file of bench mutation, CSV or JSON"))
        .arg(path("baseline", "FILE", "tell what changed since"))
        .arg(switch("fit", "tell what a guard and a mutation cost, by least squares"))
        .args(outputs());
    let compare = Command::new("compare")
        .about("Tell what changed beyond noise; exit code 3 if something got slower")
        .args([file("before"), file("after")]);
    let merge = Command::new("merge")
        .about("Join the parts of a campaign")
        .arg(Arg::new("parts").required(true).num_args(1..).value_parser(value_parser!(PathBuf)))
        .args(outputs());
    let difftest = Command::new("difftest")
        .about("Run a script under every sound setting; exit code 1 if its output differs")
        .arg(file("script"))
        .arg(Arg::new("arguments").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true))
        .arg(path("python", "PROGRAM", "compare with another Python, too"));
    let fuzz = Command::new("mutation")
        .about(
            "Run random programs that mutate under every sound setting; exit code 1 if some output differs",
        )
        .arg(option("seed", "N", "of the first case").default_value("0"))
        .arg(option("cases", "K", "how many programs").default_value("100"))
        .arg(option("steps", "K", "steps of each").default_value("12"))
        .arg(switch("shrink", "make failing programs small"))
        .arg(path("save", "DIR", "where failing programs go").default_value("."))
        .arg(path("python", "PROGRAM", "compare with another Python, too"));
    Command::new("theseus")
        .subcommand_required(true)
        .subcommand(
            Command::new("bench")
                .about("The mutation experiment")
                .subcommand_required(true)
                .subcommands([mutation, report, compare, merge]),
        )
        .subcommand(difftest)
        .subcommand(Command::new("fuzz").about("Random programs").subcommand_required(true).subcommand(fuzz))
}

/// A number of an option.
fn number<T: std::str::FromStr>(matches: &ArgMatches, name: &str) -> Result<Option<T>, String> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(None) };
    // 2e6 is a number of calls, too.
    let whole = text.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && *v >= 0.0).map(|v| format!("{v}"));
    let parsed = text.parse().ok().or_else(|| whole?.parse().ok());
    parsed.map(Some).ok_or_else(|| format!("--{name} wants a number, not {text:?}"))
}

fn words(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).map(|all| all.cloned().collect()).unwrap_or_default()
}

/// The words of a list option as what they name; none given, or `all`, is everything.
fn chosen<T: Copy>(
    matches: &ArgMatches,
    name: &str,
    what: &str,
    known: &[(&str, T)],
) -> Result<Vec<T>, String> {
    let given = words(matches, name);
    match given.is_empty() || given == ["all"] {
        true => Ok(known.iter().map(|(_, value)| *value).collect()),
        false => named(what, &given, known),
    }
}

/// The part of a campaign that `--shard I/N` names, from 0.
fn part(matches: &ArgMatches) -> Result<Option<(usize, usize)>, String> {
    let Some(text) = matches.get_one::<String>("shard") else { return Ok(None) };
    let halves: Option<(usize, usize)> =
        text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match halves {
        Some((i, n)) if 1 <= i && i <= n => Ok(Some((i - 1, n))),
        _ => Err(format!("--shard wants I/N with I from 1 to N, not {text:?}")),
    }
}

fn choice(matches: &ArgMatches, preset: &Preset) -> Result<Choice, String> {
    let optimisations: Vec<(&str, Optimisation)> = Optimisation::ALL.iter().map(|o| (o.name(), *o)).collect();
    let strategies: Vec<(&str, Strategy)> = Strategy::ALL.iter().map(|s| (s.name(), *s)).collect();
    let kinds: Vec<(&str, &str)> = kinds().into_iter().map(|k| (k, k)).collect();
    let mut opts = chosen(matches, "opt", "optimisation", &optimisations)?;
    if matches.get_many::<String>("opt").is_none() && !preset.optimisations.is_empty() {
        opts.retain(|o| preset.optimisations.contains(&o.name()));
    }
    let given = named("kind", &words(matches, "kind"), &kinds)?;
    let periods = match words(matches, "period") {
        none if none.is_empty() => preset.periods.iter().map(|p| p.to_string()).collect(),
        given => given,
    };
    let mut periods: Vec<Period> = periods.iter().map(|p| p.parse()).collect::<Result<_, _>>()?;
    periods.sort_by_key(|period| std::cmp::Reverse(*period));
    periods.dedup();
    let arrival: Arrival = matches.get_one::<String>("arrival").map_or("even", String::as_str).parse()?;
    let recheck = [("call", Recheck::Call), ("never", Recheck::Never)];
    Ok(Choice {
        optimisations: opts,
        strategies: chosen(matches, "guards", "strategy", &strategies)?,
        kinds_each: if given.is_empty() { preset.kinds_each } else { usize::MAX },
        kinds: given.into_iter().map(str::to_string).collect(),
        periods,
        backoffs: words(matches, "backoff"),
        recheck: named("recheck", &words(matches, "recheck"), &recheck)?.pop().unwrap_or_default(),
        arrival,
        calls: number(matches, "calls")?.unwrap_or(preset.calls),
        seed: number(matches, "seed")?.unwrap_or(0),
    })
}

fn mutation(matches: &ArgMatches, engine: &Engine) -> Result<i32, String> {
    let presets: Vec<(&str, &Preset)> = PRESETS.iter().map(|p| (p.name, p)).collect();
    let preset = named("preset", &words(matches, "preset"), &presets)?.pop().unwrap_or(&PRESETS[0]);
    let choice = choice(matches, preset)?;
    let timed = !matches.get_flag("counts-only");
    let quiet = matches.get_flag("quiet");
    let repeat = match number(matches, "repeat")?.unwrap_or(if timed { preset.repeat } else { 1 }) {
        0 => return Err("--repeat wants 1 or more".to_string()),
        n => n,
    };
    if choice.calls == 0 {
        return Err("--calls wants 1 or more".to_string());
    }
    let mut cells = choice.cells()?;
    let part = part(matches)?;
    if let Some((index, parts)) = part {
        cells = shard(cells, index, parts);
    }
    let mut results = Results { format: FORMAT, meta: machine::meta(&engine.version), rows: Vec::new() };
    let meta = &mut results.meta;
    (meta.seed, meta.calls, meta.repeat) = (choice.seed, choice.calls, repeat);
    (meta.counts_only, meta.shard) = (!timed, part.map(|(index, parts)| (index + 1, parts)));
    meta.options = std::env::args().skip(1).collect();
    if matches.get_flag("resume") {
        let from = matches.get_one::<PathBuf>("json").ok_or("--resume wants --json FILE")?;
        if from.exists() {
            let old = Results::read(from)?;
            if (old.meta.calls, old.meta.repeat, old.meta.seed) != (choice.calls, repeat, choice.seed) {
                return Err(format!("{}: made with other --calls, --repeat or --seed", from.display()));
            }
            cells.retain(|cell| !old.rows.iter().any(|d| cell.is_of(&d.row)));
            results.rows = old.rows;
        }
    }
    let plan = Plan { repeat, timed, progress: !quiet, seed: choice.seed };
    let mut rows = std::mem::take(&mut results.rows);
    let json = matches.get_one::<PathBuf>("json");
    campaign::run(engine, cells, &plan, &mut rows, |rows: &[Detail]| {
        if let Some(json) = json {
            results.rows = rows.to_vec();
            write(json, &results.json())?;
        }
        Ok(())
    })?;
    results.rows = rows;
    write_outputs(matches, &results)?;
    if !quiet {
        print!("{}", table::text(&results));
    }
    let wrong = results.rows.iter().any(|d| !d.row.unsound && !d.row.output_ok);
    if wrong {
        eprintln!("theseus: a sound strategy answered wrongly");
    }
    Ok(if wrong { WRONG } else { FINE })
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut part = path.as_os_str().to_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| format!("{}: {e}", path.display()))
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

fn report(matches: &ArgMatches) -> Result<i32, String> {
    let results = read(matches, "results")?;
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
    let whole = merge(parts.collect::<Result<_, String>>()?)?;
    write_outputs(matches, &whole)?;
    print!("{}", table::text(&whole));
    Ok(FINE)
}

fn difftest_script(matches: &ArgMatches, engine: &Engine) -> Result<i32, String> {
    let script = matches.get_one::<PathBuf>("script").ok_or("no script")?;
    let arguments = words(matches, "arguments");
    let settings = difftest::settings();
    fs::File::open(script).map_err(|e| format!("{}: {e}", script.display()))?;
    let mut found = difftest::differences(engine, &settings, script, &arguments)?;
    if let Some(python) = matches.get_one::<PathBuf>("python") {
        let other = difftest::run(python, None, script, &arguments)?;
        let own = difftest::run(&engine.program, Some(&settings[0]), script, &arguments)?;
        if other != own {
            found.push(format!("off, against {}: {}", python.display(), difftest::difference(&other, &own)));
        }
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
        python: matches.get_one::<PathBuf>("python").cloned(),
    };
    let failed = fuzz.run(engine, |failure| {
        println!("case {}: {}", failure.case, failure.script.display());
        failure.differences.iter().for_each(|line| println!("  {line}"));
    })?;
    println!("{} programs, {failed} failed", fuzz.cases);
    Ok(if failed == 0 { FINE } else { WRONG })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_options_is_consistent() {
        program().debug_assert();
    }
}
