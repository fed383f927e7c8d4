//! The experiment from the command line: what is counted, what is written, what is refused.

mod common;

use common::process::{self, Outcome};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).expect("a folder for a test");
    path
}

fn run(folder: &str, arguments: &[&str]) -> Outcome {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let mut command = process::python(env!("CARGO_BIN_EXE_theseus"));
    process::run(process::clean(command.args(arguments).current_dir(path)), b"", Duration::from_secs(240))
}

/// A small matrix without a clock.
const COUNTED: &[&str] =
    &["bench", "mutation", "--preset", "smoke", "--counts-only", "--calls", "2000", "--period", "inf,100"];

fn counted(name: &str, more: &[&str]) -> Outcome {
    run(name, &[COUNTED, more].concat())
}

#[test]
fn counts_repeat_and_unsound_answers_are_marked() {
    folder("counts");
    let first = counted("counts", &["--csv", "a.csv"]);
    assert_eq!((first.code, first.err()), (0, String::new()));
    assert_eq!(counted("counts", &["--csv", "b.csv"]).code, 0);
    let read = |name: &str| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("counts").join(name);
        fs::read_to_string(path).expect("a file of results")
    };
    assert_eq!(read("a.csv"), read("b.csv"));
    let wrong = |line: &&str| line.contains(",none,") && line.ends_with(",true,false");
    assert!(read("a.csv").lines().any(|line| wrong(&line)), "{}", read("a.csv"));
    assert!(first.out().contains("none answered wrongly"), "{}", first.out());
}

#[test]
fn parts_join_to_the_whole_and_an_interrupted_run_goes_on() {
    let path = folder("parts");
    for part in ["1/2", "2/2"] {
        let json = format!("{}.json", &part[..1]);
        assert_eq!(counted("parts", &["--shard", part, "--json", &json, "--quiet"]).code, 0);
    }
    assert_eq!(run("parts", &["bench", "merge", "1.json", "2.json", "--csv", "joined.csv"]).code, 0);
    fs::rename(path.join("1.json"), path.join("whole.json")).expect("renamed");
    assert_eq!(counted("parts", &["--resume", "--json", "whole.json", "--csv", "whole.csv"]).code, 0);
    let sorted = |name: &str| {
        let text = fs::read_to_string(path.join(name)).expect("a file of results");
        let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted("joined.csv"), sorted("whole.csv"));
    let twice = run("parts", &["bench", "merge", "2.json", "whole.json"]);
    assert_eq!(twice.code, 2);
    assert!(twice.err().contains("is in 2.json, too"), "{}", twice.err());
    let one = run("parts", &["bench", "merge", "2.json"]);
    assert_eq!((one.code, one.err()), (0, "theseus: parts missing: 1/2\n".to_string()));
    let other = counted("parts", &["--resume", "--json", "whole.json", "--seed", "5"]);
    assert_eq!(other.code, 2);
    assert!(other.err().contains("made with --seed 0; this run has 5"), "{}", other.err());
}

/// The JSON in a file of results; null if there is none.
fn results(path: &std::path::Path) -> serde_json::Value {
    fs::read_to_string(path)
        .map_or(serde_json::Value::Null, |t| serde_json::from_str(&t).expect("whole JSON"))
}

/// Begins a run in a folder and kills it when its file of results is as wanted, or when it has ended.
fn interrupt(folder: &std::path::Path, arguments: &[&str], wanted: impl Fn(&serde_json::Value) -> bool) {
    let mut command = process::python(env!("CARGO_BIN_EXE_theseus"));
    let command = process::clean(command.args(COUNTED).args(arguments).current_dir(folder));
    let mut child = command.spawn().expect("a run");
    while !wanted(&results(&folder.join("part.json"))) && child.try_wait().expect("its state").is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("gone");
}

#[test]
fn what_was_finished_survives_an_interruption() {
    let path = folder("interrupted");
    let long = ["--opt", "builtin-load", "--kind", "all", "--json", "part.json", "--quiet"];
    let resumed = [&long[..], &["--resume"]].concat();
    let len = |v: &serde_json::Value, key: &str| v[key].as_array().map_or(0, Vec::len);
    // Before the first cell, in the middle of a batch, behind one.
    interrupt(&path, &long, |v| !v.is_null());
    assert_eq!(results(&path.join("part.json"))["meta"]["seed"], 0);
    let report = run("interrupted", &["bench", "report", "part.json"]);
    assert_eq!(report.code, 0);
    assert!(report.err().starts_with("theseus: interrupted: 0 of "), "{}", report.err());
    interrupt(&path, &resumed, |v| len(v, "begun") > 3);
    let begun = len(&results(&path.join("part.json")), "begun");
    assert!(begun > 3 || len(&results(&path.join("part.json")), "rows") > 0);
    interrupt(&path, &resumed, |v| len(v, "rows") > 0);
    let kept = len(&results(&path.join("part.json")), "rows");
    assert!(kept > 0);
    assert_eq!(counted("interrupted", &[&resumed[..], &["--csv", "resumed.csv"]].concat()).code, 0);
    let whole = ["--opt", "builtin-load", "--kind", "all", "--quiet", "--csv", "whole.csv"];
    assert_eq!(counted("interrupted", &whole).code, 0);
    let read = |name: &str| fs::read_to_string(path.join(name)).expect("rows");
    assert_eq!(read("resumed.csv"), read("whole.csv"));
    let ended = results(&path.join("part.json"));
    assert!(kept <= len(&ended, "rows") && ended["begun"].is_null());
}

#[test]
fn a_run_goes_on_with_its_own_results_only() {
    let path = folder("resumed");
    let small = ["--opt", "builtin-load", "--quiet", "--json", "part.json", "--resume"];
    assert_eq!(counted("resumed", &small).code, 0);
    let text = fs::read_to_string(path.join("part.json")).expect("results");
    let refused = |more: &[&str]| {
        let outcome = counted("resumed", &[&small[..], more].concat());
        assert_eq!(outcome.code, 2, "{more:?}");
        outcome.err()
    };
    let line = |key: &str| 1 + text.lines().position(|l| l.contains(key)).expect("a line");
    let seed = format!("theseus: part.json: line {}: made with --seed 0; this run has 5\n", line("\"seed\""));
    assert_eq!(refused(&["--seed", "5"]), seed);
    let row = format!("theseus: part.json: line {}: builtin-load off len ", line("\"opt\""));
    let other = refused(&["--kind", "global_add"]);
    assert!(other.starts_with(&row) && other.ends_with("made with other options\n"), "{other}");
    let head = fs::read_to_string(path.join("part.json")).expect("results");
    assert_eq!(head, text, "what was refused is left alone");
    fs::write(path.join("part.json"), text.replacen("(Theseus ", "(Theseus 9", 1)).expect("written");
    let version = refused(&[]);
    let words = format!("theseus: part.json: line {}: made with version ", line("\"version\""));
    assert!(version.starts_with(&words), "{version}");
    fs::write(path.join("part.json"), text.replacen("\"format\": 1", "\"format\": 7", 1)).expect("written");
    let format = refused(&[]);
    assert_eq!(format, "theseus: part.json: line 2: results of format 7; this version reads 1\n");
    fs::write(path.join("part.json"), &text[..text.len() / 2]).expect("written");
    let cut = refused(&[]);
    assert!(cut.starts_with("theseus: part.json: line "), "{cut}");
}

#[test]
fn a_mutation_inside_a_run_turns_answers_wrong_without_a_recheck() {
    folder("inside");
    let small = [
        "--opt",
        "builtin-load",
        "--guards",
        "entry",
        "--kind",
        "builtin_alt",
        "--period",
        "100",
        "--backoff",
        "always",
    ];
    for (recheck, entry) in
        [("call", "entry,call,always,len,builtin_alt,100,even,during"), ("never", "entry,never,")]
    {
        let outcome = counted("inside", &[&small[..], &["--recheck", recheck, "--csv", "r.csv"]].concat());
        assert_eq!(outcome.code, 0, "{}", outcome.err());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("inside/r.csv");
        let text = fs::read_to_string(path).expect("rows");
        let during =
            text.lines().find(|l| l.contains(entry) && l.contains(",100,even,during,")).expect("a row");
        let wanted = if recheck == "call" { ",false,true" } else { ",true,false" };
        assert!(during.ends_with(wanted), "{during}");
    }
}

#[test]
fn a_timed_run_draws_a_page_that_stands_alone() {
    let path = folder("timed");
    let small =
        ["bench", "mutation", "--opt", "builtin-load", "--kind", "builtin_alt", "--period", "inf,100,10"];
    let more = ["--calls", "3000", "--repeat", "2", "--html", "p.html", "--svg", "p.svg", "--json", "p.json"];
    assert_eq!(run("timed", &[&small[..], &more[..]].concat()).code, 0);
    let page = fs::read_to_string(path.join("p.html")).expect("the page");
    assert!(page.contains("<svg") && page.ends_with("</html>\n"), "{page}");
    for outside in ["src=", "href=", "http://", "https://"] {
        let found = page.matches(outside).count();
        let names = page.matches("http://www.w3.org/2000/svg").count();
        assert_eq!(found, if outside == "http://" { names } else { 0 }, "{outside}");
    }
    let picture = fs::read_to_string(path.join("p.svg")).expect("the picture");
    assert_eq!(picture.matches("<svg").count(), picture.matches("</svg>").count());
    let same = run("timed", &["bench", "compare", "p.json", "p.json"]);
    assert_eq!(
        (same.code, same.out().starts_with("0 slower, 0 faster, 0 wrong")),
        (0, true),
        "{}",
        same.out()
    );
    let text = fs::read_to_string(path.join("p.json")).expect("results");
    let mut slower: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for row in slower["rows"].as_array_mut().expect("rows") {
        row["ns_call"] = (row["ns_call"].as_f64().expect("a time") * 3.0).into();
        let samples = row["samples"].as_array().expect("samples").iter();
        row["samples"] = samples.map(|ns| ns.as_f64().expect("a time") * 3.0).collect::<Vec<_>>().into();
    }
    fs::write(path.join("slow.json"), slower.to_string()).expect("written");
    assert_eq!(run("timed", &["bench", "compare", "p.json", "slow.json"]).code, 3);
}

/// A browser without a window, if one is installed.
fn browser() -> Option<PathBuf> {
    const NAMES: &[&str] = &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "headless_shell",
    ];
    let asked = std::env::var_os("CHROME").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = || folders.iter().flat_map(|f| NAMES.iter().map(move |n| f.join(n))).find(|p| p.is_file());
    asked.filter(|p| p.is_file()).or_else(found)
}

#[test]
fn the_page_opens_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no chromium, chrome or headless_shell on PATH or in CHROME");
        return;
    };
    let path = folder("browser");
    let small =
        ["bench", "mutation", "--opt", "builtin-load", "--kind", "builtin_alt", "--period", "inf,100"];
    let more = ["--calls", "3000", "--repeat", "2", "--html", "p.html", "--quiet"];
    assert_eq!(run("browser", &[&small[..], &more[..]].concat()).code, 0);
    let mut command = std::process::Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,1600"]);
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--dump-dom"]);
    command.arg(format!("--user-data-dir={}", path.join("profile").display()));
    command.arg(format!("file://{}", path.join("p.html").display()));
    let outcome = process::run(&mut command, b"", Duration::from_secs(60));
    let dom = outcome.out();
    assert!(dom.contains("</svg>") && dom.contains("Guarded optimisations against mutation"), "{dom}");
    assert!(!outcome.err().contains("CONSOLE"), "{}", outcome.err());
}

#[test]
fn fats_table_stands_beside_what_was_measured() {
    let path = folder("fat");
    let small = ["bench", "mutation", "--preset", "fat", "--calls", "60", "--repeat", "1", "--shard", "1/13"];
    let outcome =
        run("fat", &[&small[..], &["--json", "f.json", "--html", "f.html", "--csv", "f.csv"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.err());
    let row = outcome.out().lines().find(|l| l.starts_with("len(\"abc\") to 3")).map(str::to_string);
    let row = row.expect("the first benchmark");
    assert!(row.split_whitespace().skip(3).take(3).eq(["116", "90.0", "79.0"]), "{row}");
    let page = fs::read_to_string(path.join("f.html")).expect("the page");
    assert!(page.contains("measured again") && page.contains("<td>116</td>"));
    assert_eq!(run("fat", &["bench", "compare", "f.json", "f.json"]).code, 0);
    let refused = run("fat", &[&small[..], &["--kind", "builtin_alt"]].concat());
    assert_eq!(refused.code, 2);
    assert!(refused.err().contains("fixed table"), "{}", refused.err());
}

#[test]
fn unknown_words_list_the_known_and_broken_files_name_the_line() {
    let path = folder("refused");
    for (option, word, known) in [
        ("--opt", "optimisation", "builtin-load"),
        ("--guards", "strategy", "watch-key"),
        ("--kind", "kind", "code_swap"),
        ("--backoff", "policy", "cpython312"),
        ("--preset", "preset", "smoke"),
        ("--arrival", "arrival", "poisson"),
    ] {
        let outcome = run("refused", &["bench", "mutation", option, "nonsense"]);
        assert_eq!(outcome.code, 2, "{option}");
        let said = outcome.err();
        assert!(said.contains("unknown") && said.contains(word) && said.contains(known), "{said}");
    }
    let outcome = run("refused", &["difftest", "no.py", "--inject", "sabotage"]);
    assert_eq!(outcome.code, 2);
    fs::write(path.join("later.json"), "{\"format\": 99, \"meta\": {}, \"rows\": []}\n").expect("written");
    fs::write(path.join("cut.json"), "{\"format\": 1,\n\"meta\": {").expect("written");
    fs::write(path.join("other.csv"), "a,b\n1,2\n").expect("written");
    for (name, place) in [
        ("cut.json", "cut.json: line 2"),
        ("other.csv", "other.csv: line 1"),
        ("later.json", "later.json: line 1: results of format 99"),
        ("no.json", "no.json"),
    ] {
        let outcome = run("refused", &["bench", "report", name]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.err().contains(place), "{}", outcome.err());
    }
}

#[test]
fn scripts_and_random_programs_print_the_same_under_every_setting() {
    let path = folder("same");
    let script = "import builtins\ndef f():\n    return len('abc')\nprint([f() for _ in range(100)][-1])\n\
                  builtins.len = lambda x: 9\nprint(f())\n";
    fs::write(path.join("script.py"), script).expect("written");
    let outcome = run("same", &["difftest", "script.py"]);
    assert_eq!((outcome.code, outcome.out().starts_with("the same under off, on, stress")), (0, true));
    fs::write(path.join("unlike.py"), "import sys\nprint(sys._xoptions)\n").expect("written");
    let outcome = run("same", &["difftest", "unlike.py"]);
    assert_eq!((outcome.code, outcome.out().starts_with("on: line 1 is ")), (1, true), "{}", outcome.out());
    let few = script.replace("100", "5");
    fs::write(path.join("few.py"), few).expect("written");
    let inject = ["difftest", "few.py", "--inject", "builtin_alt,code_swap@3", "--event", "call"];
    let outcome = run("same", &inject);
    assert_eq!(outcome.code, 0, "{}", outcome.out());
    assert!(outcome.out().contains("builtin_alt at every call: "), "{}", outcome.out());
    assert!(outcome.out().contains("code_swap at call 3: 1 events"), "{}", outcome.out());
    let outcome =
        run("same", &["fuzz", "mutation", "--cases", "4", "--seed", "7", "--shrink", "--save", "failures"]);
    assert_eq!((outcome.code, outcome.out()), (0, "4 programs, 0 failed\n".to_string()));
}
