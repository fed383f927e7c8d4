//! Mutants: for each hook that tells of mutations a program whose output is wrong without it.
//!
//! One build, with `THESEUS_MUTANTS=1`, can drop any of the hooks; `tests/mutants.sh` makes it and runs this
//! test on it. Without it the test only checks that the list is complete.

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A hook, the settings under which it matters, and the program of the theme `guards` that kills its mutant.
const KILLS: &[(&str, &str, &str)] = &[
    ("dict_set", "watch-key", "global_rebound"),
    ("dict_add", "watch-key", "global_shadows_builtin"),
    ("dict_delete", "watch-key", "every_way_to_write_a_global"),
    ("dict_clear", "watch-key", "namespace_cleared"),
    ("dict_refill", "cell", "own_mutants"),
    ("dict_rewrite", "cell", "own_mutants"),
    ("class", "entry", "own_mutants"),
    ("bases", "watch-key", "bases_and_metaclasses"),
    ("code", "watch-key", "code_and_defaults_swapped"),
    ("defaults", "keysver", "own_attribute_strategies"),
    ("death", "watch-key", "functions_at_one_address"),
    ("keys_version", "keysver", "global_shadows_builtin"),
    ("owner_version", "on", "module_class_assigned"),
    ("class_version", "on", "method_replaced"),
    ("form", "on", "code_swapped"),
    ("lookup", "on", "class_values_rebound"),
];

/// Runs a program under settings, without one of the hooks if one is named; whether it prints what it should.
fn passes(binary: &Path, settings: &str, program: &str, hook: Option<&str>) -> bool {
    let base = common::root().join("corpus");
    let drop =
        hook.map_or(String::new(), |h| format!("import _guards; _guards.drop_hook({h:?}); del _guards\n"));
    let path = format!("guards/{program}.py");
    let run = format!("{drop}import runpy; runpy.run_path({path:?}, run_name='__main__')");
    let out = Command::new(binary)
        .current_dir(&base)
        .args(["-X", &format!("guards={settings}"), "-c", &run])
        .output()
        .expect("run the interpreter");
    let wanted = std::fs::read(base.join("guards").join(program).with_extension("out"))
        .expect("read what is expected");
    out.status.success() && out.stdout == wanted
}

#[test]
fn each_hook_has_a_program() {
    let code = "import _guards\ntry: _guards.drop_hook('')\nexcept ValueError as e: print(e)";
    let out =
        Command::new(env!("CARGO_BIN_EXE_theseus")).args(["-c", code]).output().expect("run the interpreter");
    let text = String::from_utf8(out.stdout).expect("names");
    let (_, known) = text.split_once("known: ").expect("a list of hooks");
    let hooks: BTreeSet<&str> = known.split_whitespace().collect();
    assert_eq!(hooks, KILLS.iter().map(|(hook, ..)| *hook).collect());
}

#[test]
fn each_mutant_is_killed() {
    let Ok(binary) = std::env::var("THESEUS_MUTANT") else { return };
    let binary = Path::new(&binary);
    let mut alive = Vec::new();
    for (hook, settings, program) in KILLS {
        assert!(
            passes(binary, settings, program, None),
            "{program} is wrong under {settings} with all hooks"
        );
        if passes(binary, settings, program, Some(hook)) {
            alive.push(*hook);
        }
    }
    assert!(alive.is_empty(), "no test notices that these are missing: {alive:?}");
}
