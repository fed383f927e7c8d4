//! The options of the commands: one table for clap, and readers that turn words into what they name.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use theseus_guards::{Optimisation, Recheck, Strategy};

use crate::axes::{Arrival, kinds};
use crate::inject;
use crate::matrix::{Choice, PRESETS, Preset, named};
use crate::row::Period;

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
fn outputs() -> [Arg; 6] {
    [
        path("csv", "FILE", "write the rows as CSV"),
        path(
            "json",
            "FILE",
            "write the results as JSON; bench mutation does so again and again while it runs",
        ),
        path("svg", "FILE", "write the pictures"),
        path("html", "FILE", "write the page: charts, crossovers in words, the machine, all in one file"),
        path("markdown", "FILE", "write the table as Markdown"),
        switch("table", "print the table (also with --quiet)"),
    ]
}

fn engine() -> Arg {
    path("engine", "PROGRAM", "measure another binary of Theseus than this one")
}

fn python() -> Arg {
    option("python", "PROGRAM", "the Python whose output is a third opinion; none: no such opinion")
        .default_value("python3.12")
}

fn mutation() -> Command {
    let presets = PRESETS.iter().map(|p| format!("  {:6} {}", p.name, p.about));
    let names = |all: Vec<&str>| all.join(" ");
    let help = format!(
        "Presets (of --opt, --kind, --period, --calls, --repeat):\n{}\n\n\
         Optimisations: {}\nStrategies: {}\nKinds: {}",
        presets.collect::<Vec<_>>().join("\n"),
        names(Optimisation::ALL.iter().map(|o| o.name()).collect()),
        names(Strategy::ALL.iter().map(|s| s.name()).collect()),
        names(kinds()),
    );
    Command::new("mutation")
        .about("Measure guarded optimisations against mutation, at every rate, and how the speed comes back")
        .after_help(help)
        .arg(option("preset", "NAME", "how much of the matrix to run").default_value("quick"))
        .arg(list("opt", "LIST", "optimisations; all; none: the floor only"))
        .arg(list(
            "guards",
            "LIST",
            "strategies, or all; OPT:STRATEGY for one optimisation; off and none run always",
        ))
        .arg(list("kind", "LIST", "kinds of mutation; with --opt also those that cannot matter"))
        .arg(list("period", "LIST", "calls for one mutation, such as inf,1e4,100"))
        .arg(list("backoff", "LIST", "policies after a guard failed"))
        .arg(
            option(
                "recheck",
                "WHEN",
                "when the strategy entry looks again: call, or never or backedge (unsound)",
            )
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
        .arg(engine())
        .args(outputs())
}

/// Everything that the words `bench`, `difftest` and `fuzz` understand.
pub fn program() -> Command {
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
    let injected: Vec<&str> = inject::KINDS.to_vec();
    let difftest = Command::new("difftest")
        .about("Run a script under every sound setting; exit code 1 if its output differs")
        .after_help(format!("Kinds to inject: {}", injected.join(" ")))
        .arg(file("script"))
        .arg(Arg::new("arguments").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true))
        .arg(switch(
            "all-strategies",
            "also each optimisation alone under each of its strategies, and each strategy under stress",
        ))
        .arg(list(
            "inject",
            "KIND[@K]",
            "mutate at the K-th event, or at every one in turn; all: every kind at every event",
        ))
        .arg(option("event", "NAME", "what --inject counts: line, call or backedge").default_value("line"))
        .arg(python())
        .arg(engine());
    let fuzz = Command::new("mutation")
        .about(
            "Run random programs that mutate under every sound setting; exit code 1 if some output differs",
        )
        .arg(option("seed", "N", "of the first case").default_value("0"))
        .arg(option("cases", "K", "how many programs").default_value("100"))
        .arg(option("steps", "K", "steps of each").default_value("12"))
        .arg(switch("shrink", "make failing programs small"))
        .arg(path("save", "DIR", "where failing programs go").default_value("."))
        .arg(python())
        .arg(engine());
    Command::new("theseus")
        .subcommand_required(true)
        .subcommand(
            Command::new("bench").about("The mutation experiment").subcommand_required(true).subcommands([
                mutation(),
                report,
                compare,
                merge,
            ]),
        )
        .subcommand(difftest)
        .subcommand(Command::new("fuzz").about("Random programs").subcommand_required(true).subcommand(fuzz))
}

/// A number of an option.
pub fn number<T: std::str::FromStr>(matches: &ArgMatches, name: &str) -> Result<Option<T>, String> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(None) };
    // 2e6 is a number of calls, too.
    let whole = text.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && *v >= 0.0).map(|v| format!("{v}"));
    let parsed = text.parse().ok().or_else(|| whole?.parse().ok());
    parsed.map(Some).ok_or_else(|| format!("--{name} wants a number, not {text:?}"))
}

pub fn words(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).map(|all| all.cloned().collect()).unwrap_or_default()
}

/// Whether an option was written, so that it is no default.
pub fn is_given(matches: &ArgMatches, name: &str) -> bool {
    matches.value_source(name) == Some(clap::parser::ValueSource::CommandLine)
}

/// The words of a list option as what they name; none given, or `all`, is everything.
fn chosen<T: Copy>(given: &[String], what: &str, known: &[(&str, T)]) -> Result<Vec<T>, String> {
    match given.is_empty() || given == ["all"] {
        true => Ok(known.iter().map(|(_, value)| *value).collect()),
        false => named(what, given, known),
    }
}

/// The part of a campaign that `--shard I/N` names, from 0.
pub fn part(matches: &ArgMatches) -> Result<Option<(usize, usize)>, String> {
    let Some(text) = matches.get_one::<String>("shard") else { return Ok(None) };
    let halves: Option<(usize, usize)> =
        text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match halves {
        Some((i, n)) if 1 <= i && i <= n => Ok(Some((i - 1, n))),
        _ => Err(format!("--shard wants I/N with I from 1 to N, not {text:?}")),
    }
}

/// The preset that `--preset` names.
pub fn preset(matches: &ArgMatches) -> Result<&'static Preset, String> {
    let presets: Vec<(&str, &Preset)> = PRESETS.iter().map(|p| (p.name, p)).collect();
    Ok(named("preset", &words(matches, "preset"), &presets)?.pop().unwrap_or(&PRESETS[0]))
}

/// What `--guards` asks for: strategies for everything, and those of single optimisations.
type Strategies = (Vec<Strategy>, Vec<(Optimisation, Strategy)>);

fn strategies(matches: &ArgMatches, optimisations: &[(&str, Optimisation)]) -> Result<Strategies, String> {
    let known: Vec<(&str, Strategy)> = Strategy::ALL.iter().map(|s| (s.name(), *s)).collect();
    let (own, general): (Vec<String>, Vec<String>) =
        words(matches, "guards").into_iter().partition(|word| word.contains(':'));
    let mut pairs = Vec::new();
    for (opt, strategy) in own.iter().filter_map(|word| word.split_once(':')) {
        let opts = named("optimisation", &[opt.to_string()], optimisations)?;
        let strategies = chosen(&[strategy.to_string()], "strategy", &known)?;
        pairs.extend(opts.iter().flat_map(|o| strategies.iter().map(|s| (*o, *s))));
    }
    let general = if general.is_empty() && !own.is_empty() {
        Vec::new()
    } else {
        chosen(&general, "strategy", &known)?
    };
    Ok((general, pairs))
}

/// The cells that the options ask for.
pub fn choice(matches: &ArgMatches, preset: &Preset) -> Result<Choice, String> {
    let optimisations: Vec<(&str, Optimisation)> = Optimisation::ALL.iter().map(|o| (o.name(), *o)).collect();
    let kinds: Vec<(&str, &str)> = kinds().into_iter().map(|k| (k, k)).collect();
    let opts_given = words(matches, "opt");
    let floor_only = opts_given == ["none"];
    let mut opts = match floor_only {
        true => Optimisation::ALL.to_vec(),
        false => chosen(&opts_given, "optimisation", &optimisations)?,
    };
    let (strategies, own_strategies) = strategies(matches, &optimisations)?;
    if opts_given.is_empty() || floor_only {
        let named_alone = |o: &Optimisation| own_strategies.iter().any(|(own, _)| own == o);
        match strategies.is_empty() {
            true => opts.retain(named_alone),
            false => {
                opts.retain(|o| preset.optimisations.is_empty() || preset.optimisations.contains(&o.name()))
            }
        }
    }
    let kinds_given = words(matches, "kind");
    let every_kind = kinds_given == ["all"];
    let given = if every_kind { Vec::new() } else { named("kind", &kinds_given, &kinds)? };
    let periods = match words(matches, "period") {
        none if none.is_empty() => preset.periods.iter().map(|p| p.to_string()).collect(),
        given => given,
    };
    let mut periods: Vec<Period> = periods.iter().map(|p| p.parse()).collect::<Result<_, _>>()?;
    periods.sort_by_key(|period| std::cmp::Reverse(*period));
    periods.dedup();
    let arrival: Arrival = matches.get_one::<String>("arrival").map_or("even", String::as_str).parse()?;
    Ok(Choice {
        optimisations: opts,
        strategies,
        own_strategies,
        floor_only,
        all_pairs: !opts_given.is_empty() && !given.is_empty(),
        kinds_each: if kinds_given.is_empty() { preset.kinds_each } else { usize::MAX },
        kinds: given.into_iter().map(str::to_string).collect(),
        periods,
        backoffs: words(matches, "backoff"),
        recheck: named("recheck", &words(matches, "recheck"), Recheck::ALL)?.pop().unwrap_or_default(),
        arrival,
        calls: number(matches, "calls")?.unwrap_or(preset.calls),
        seed: number(matches, "seed")?.unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice_of(arguments: &[&str]) -> Result<Choice, String> {
        let matches = mutation().try_get_matches_from([&["mutation"], arguments].concat());
        choice(&matches.map_err(|e| e.to_string())?, &PRESETS[1])
    }

    #[test]
    fn the_table_of_options_is_consistent() {
        program().debug_assert();
    }

    #[test]
    fn the_help_names_every_axis() {
        let help = mutation().render_long_help().to_string();
        for word in ["watch-key", "code_swap", "builtin-load", "closure_cell", "smoke"] {
            assert!(help.contains(word), "{word}");
        }
    }

    #[test]
    fn strategies_of_one_optimisation_choose_it() {
        let chosen = choice_of(&["--guards", "global-load:cell,global-load:watch-key"]).expect("a choice");
        assert_eq!(chosen.optimisations, [Optimisation::GlobalLoad]);
        assert_eq!(chosen.own_strategies.len(), 2);
        assert!(choice_of(&["--guards", "inlining:cell"]).unwrap_err().contains("builtin-load"));
        assert!(choice_of(&["--guards", "global-load:hope"]).unwrap_err().contains("watch-key"));
    }

    #[test]
    fn named_optimisations_meet_every_named_kind() {
        let both = choice_of(&["--opt", "attr-load", "--kind", "builtin_alt", "--period", "10"]);
        assert!(both.expect("a choice").cells().is_ok_and(|cells| !cells.is_empty()));
        let none = choice_of(&["--opt", "none", "--period", "inf"]).expect("a choice").cells();
        assert!(none.expect("cells").iter().all(|cell| cell.guards == "off"));
    }
}
