//! What the environment adds to the command line: variables, and where the binary lies.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use theseus_runtime::{Config, FlagValues};

use crate::flags::Command;

/// What the variables of the environment say, unless they are ignored. Empty ones do not count.
pub fn variable(command: &Command, name: &str) -> Option<String> {
    if command.flags.ignore_environment > 0 {
        return None;
    }
    std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).filter(|v| !v.is_empty())
}

/// A variable that raises a flag: its number, 1 if it is none.
fn raised(command: &Command, name: &str, flag: i64) -> i64 {
    match variable(command, name) {
        Some(text) => flag.max(text.trim().parse().ok().filter(|&n: &i64| n >= 0).unwrap_or(1)),
        None => flag,
    }
}

/// CPython's words for what it cannot start with.
fn fatal(stage: &str, problem: &str, state: &str) -> String {
    format!("Fatal Python error: {stage}: {problem}\nPython runtime state: {state}\n")
}

/// The limit on the digits of ints in text that `origin` gives.
fn limit(origin: &str, text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&n: &usize| n == 0 || n >= 640).ok_or_else(|| {
        let problem = format!("{origin}: invalid limit; must be >= 640 or 0 for unlimited.");
        fatal("config_init_int_max_str_digits", &problem, "preinitialized")
    })
}

/// Whether the UTF-8 mode is on, as `origin` says.
fn utf8_mode(origin: &str, text: &str) -> Result<i64, String> {
    match text {
        "0" => Ok(0),
        "1" => Ok(1),
        _ => Err(fatal("preconfig_init_utf8_mode", &format!("invalid {origin} value"), "preinitializing")),
    }
}

/// `sys.flags` from the command line and the variables; `Err` is a message before exit code 1.
fn flags(command: &Command) -> Result<FlagValues, String> {
    let mut flags = command.flags.clone();
    let raise = |name, flag| raised(command, name, flag);
    flags.optimize = raise("PYTHONOPTIMIZE", flags.optimize);
    flags.debug = raise("PYTHONDEBUG", flags.debug);
    flags.verbose = raise("PYTHONVERBOSE", flags.verbose);
    let set = |name| variable(command, name).is_some();
    flags.dont_write_bytecode |= set("PYTHONDONTWRITEBYTECODE") as i64;
    flags.no_user_site |= set("PYTHONNOUSERSITE") as i64;
    flags.inspect |= set("PYTHONINSPECT") as i64;
    flags.safe_path |= set("PYTHONSAFEPATH");
    flags.dev_mode |= set("PYTHONDEVMODE");
    flags.warn_default_encoding |= set("PYTHONWARNDEFAULTENCODING") as i64;
    let option = |name: &str| command.extensions.iter().rev().find(|(n, _)| n == name);
    flags.utf8_mode = match (option("utf8"), variable(command, "PYTHONUTF8")) {
        (Some((_, value)), _) => utf8_mode("-X utf8 option", value.as_deref().unwrap_or("1"))?,
        (None, Some(value)) => utf8_mode("PYTHONUTF8 environment variable", &value)?,
        // CPython's way out of a locale that says nothing.
        (None, None) => matches!(locale().as_str(), "" | "C" | "POSIX") as i64,
    };
    if variable(command, "PYTHONHASHSEED").as_deref() == Some("0") {
        flags.hash_randomization = 0;
    }
    flags.int_max_str_digits =
        match (option("int_max_str_digits"), variable(command, "PYTHONINTMAXSTRDIGITS")) {
            (Some((_, value)), _) => {
                Some(limit("-X int_max_str_digits", value.as_deref().unwrap_or_default())?)
            }
            (None, Some(value)) => Some(limit("PYTHONINTMAXSTRDIGITS", &value)?),
            (None, None) => None,
        };
    Ok(flags)
}

/// `sys.warnoptions`, in the order in which they are applied.
fn warnings(command: &Command, flags: &FlagValues) -> Vec<String> {
    let mut list = Vec::new();
    if flags.dev_mode {
        list.push("default".to_string());
    }
    let variable = variable(command, "PYTHONWARNINGS").unwrap_or_default();
    list.extend(variable.split(',').filter(|w| !w.is_empty()).map(str::to_string));
    list.extend(command.warnings.iter().cloned());
    match flags.bytes_warning {
        0 => (),
        1 => list.push("default::BytesWarning".to_string()),
        _ => list.push("error::BytesWarning".to_string()),
    }
    list
}

/// The binary, as `sys.executable` has it: absolute, links kept.
fn executable() -> String {
    let name = std::env::args_os().next().unwrap_or_default();
    let path = Path::new(&name);
    let found = if path.components().count() > 1 {
        std::path::absolute(path).ok()
    } else {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).map(|f| f.join(path)).find(|p| p.is_file())
    };
    let found = found.or_else(|| std::env::current_exe().ok()).unwrap_or_default();
    found.to_string_lossy().into_owned()
}

/// The folder of a virtual environment whose binary this is, with what its `pyvenv.cfg` says.
fn virtual_environment(executable: &Path) -> Option<(PathBuf, String)> {
    let folder = executable.parent()?;
    [folder, folder.parent()?].into_iter().find_map(|place| {
        let text = std::fs::read_to_string(place.join("pyvenv.cfg")).ok()?;
        Some((place.to_path_buf(), text))
    })
}

/// The value of a key in `pyvenv.cfg`.
fn entry<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(k, v)| (k.trim(), v.trim())).find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A folder by its whole name, without `.` and `..`; links are not followed.
fn absolute(folder: &str) -> String {
    let mut whole = std::env::current_dir().unwrap_or_default();
    for part in Path::new(folder).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = whole.pop(),
            part => whole.push(part),
        }
    }
    text(&whole)
}

/// Frames kept of each allocation, if these are traced from the start.
fn traced_frames(command: &Command) -> Result<Option<u16>, String> {
    let option = command.extensions.iter().rev().find(|(name, _)| name == "tracemalloc");
    let (wanted, place) = match option {
        Some((_, value)) => (value.clone().unwrap_or_else(|| "1".to_string()), "-X tracemalloc=NFRAME"),
        None => match variable(command, "PYTHONTRACEMALLOC") {
            Some(value) => (value, "PYTHONTRACEMALLOC"),
            None => return Ok(None),
        },
    };
    match wanted.parse() {
        Ok(frames) => Ok(Some(frames).filter(|frames| *frames > 0)),
        Err(_) => Err(format!(
            "Fatal Python error: config_init_tracemalloc: {place}: invalid number of frames\nPython runtime \
             state: preinitialized\n"
        )),
    }
}

/// Flags, paths and options for a program with this `sys.argv[0]` and this first folder of
/// `sys.path`; `Err` is a message before exit code 1.
pub fn config(command: &Command, argv0: &str, folder: Option<String>) -> Result<Config, String> {
    let flags = flags(command)?;
    let extension = |name: &str| command.extensions.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v);
    let executable = executable();
    let real = std::fs::canonicalize(&executable).unwrap_or_else(|_| PathBuf::from(&executable));
    let home = variable(command, "PYTHONHOME");
    let installed = real.parent().and_then(Path::parent).map(text).unwrap_or_default();
    let home = home.map(|h| h.split(':').next().unwrap_or_default().to_string());
    let base_prefix = home.unwrap_or(installed);
    let venv = virtual_environment(Path::new(&executable));
    let prefix = venv.as_ref().map_or_else(|| base_prefix.clone(), |(place, _)| text(place));
    let mut path: Vec<String> = folder.filter(|_| !flags.safe_path).into_iter().collect();
    let more = variable(command, "PYTHONPATH").unwrap_or_default();
    let given = path.len();
    for entry in more.split(':').filter(|_| !more.is_empty()) {
        let entry = absolute(entry);
        // The module `site` leaves out what is there already.
        if flags.no_site > 0 || !path[given..].contains(&entry) {
            path.push(entry);
        }
    }
    let shared =
        venv.as_ref().is_some_and(|(_, text)| entry(text, "include-system-site-packages") == Some("true"));
    let mut prefixes = vec![prefix.clone()];
    if shared {
        prefixes.push(base_prefix.clone());
    }
    let folders = site_packages(command, &flags, &prefixes, venv.is_some() && !shared);
    let streams = stream_coding(command, &flags);
    let Site { folders: site, code: mut site_code } = site(&flags, &path, folders);
    if flags.dev_mode
        || extension("faulthandler").is_some()
        || variable(command, "PYTHONFAULTHANDLER").is_some()
    {
        site_code.insert(0, "import faulthandler\nfaulthandler.enable()\n".to_string());
    }
    let all_arguments: Vec<OsString> = std::env::args_os().collect();
    // Those of the program come last, and may be no text.
    let own = &all_arguments[all_arguments.len().saturating_sub(command.arguments.len())..];
    let no_debug_ranges =
        variable(command, "PYTHONNODEBUGRANGES").is_some() || extension("no_debug_ranges").is_some();
    let import_times =
        variable(command, "PYTHONPROFILEIMPORTTIME").is_some() || extension("importtime").is_some();
    Ok(Config {
        no_debug_ranges,
        import_times,
        traced_frames: traced_frames(command)?,
        arguments: std::iter::once(argv0.into()).chain(own.iter().cloned()).collect(),
        all_arguments,
        cache_prefix: match extension("pycache_prefix") {
            Some(prefix) => prefix.clone().filter(|p| !p.is_empty()),
            None => variable(command, "PYTHONPYCACHEPREFIX"),
        },
        path,
        site,
        site_code,
        around_code: None,
        library: format!("{executable}/lib/python3.12"),
        other_library: variable(command, "THESEUS_STDLIB"),
        warnings: warnings(command, &flags),
        stream_encoding: streams.0,
        stream_errors: streams.1,
        extensions: command.extensions.clone(),
        executable,
        prefix,
        base_prefix,
        flags,
    })
}

/// The locale for characters that the environment names; empty for none.
fn locale() -> String {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].iter();
    names.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty()).unwrap_or_default()
}

/// Encoding and error handler of the standard streams: what `PYTHONIOENCODING` says as `encoding:handler`, and
/// where the locale or the UTF-8 mode lets bytes of any kind pass, that.
fn stream_coding(command: &Command, flags: &FlagValues) -> (Option<String>, Option<String>) {
    /// Locales that say nothing of an encoding, and those that stand in for them.
    const PLAIN: [&str; 6] = ["", "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"];
    let said = variable(command, "PYTHONIOENCODING").unwrap_or_default();
    let (encoding, errors) = said.split_once(':').unwrap_or((&said, ""));
    let given = |text: &str| (!text.is_empty()).then(|| text.to_string());
    // A handler alone leaves the encoding as it is; an encoding alone is strict.
    if encoding.is_empty() && errors.is_empty() {
        let any = flags.utf8_mode > 0 || PLAIN.contains(&locale().as_str());
        return (None, any.then(|| "surrogateescape".to_string()));
    }
    (given(encoding), given(errors))
}

/// What installed packages add.
struct Site {
    folders: Vec<String>,
    code: Vec<String>,
}

/// Reads the `.pth` files in folders of installed packages: lines are folders to add or imports to do.
fn site(flags: &FlagValues, path: &[String], packages: Vec<String>) -> Site {
    let mut site = Site { folders: Vec::new(), code: Vec::new() };
    for folder in packages {
        let names = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|n| n.ends_with(".pth") && !n.starts_with('.')).collect();
        names.sort();
        site.folders.push(folder.clone());
        for name in names {
            let text = std::fs::read(Path::new(&folder).join(name)).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            for line in text.trim_start_matches('\u{feff}').lines().filter(|l| !l.starts_with('#')) {
                if line.starts_with("import ") || line.starts_with("import\t") {
                    site.code.push(line.to_string());
                } else if !line.trim().is_empty() {
                    let more = Path::new(&folder).join(line.trim_end());
                    let more = self::text(&more);
                    if Path::new(&more).exists() && !site.folders.contains(&more) {
                        site.folders.push(more);
                    }
                }
            }
        }
    }
    if flags.no_site == 0 {
        for name in ["sitecustomize", "usercustomize"] {
            let there = |folder: &String| {
                let base = Path::new(folder).join(name);
                base.with_extension("py").is_file() || base.join("__init__.py").is_file()
            };
            if path.iter().skip(1).chain(&site.folders).any(there) {
                site.code.push(format!("import {name}"));
            }
        }
    }
    site
}

const SITE: &str = "lib/python3.12/site-packages";

/// The folders of installed packages that exist: the user's, then those below the prefixes.
fn site_packages(command: &Command, flags: &FlagValues, prefixes: &[String], closed: bool) -> Vec<String> {
    if flags.no_site > 0 {
        return Vec::new();
    }
    let user = (flags.no_user_site == 0 && !closed).then(|| {
        let base = variable(command, "PYTHONUSERBASE").map(PathBuf::from);
        base.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".local")))
    });
    let folders = user.flatten().into_iter().chain(prefixes.iter().map(PathBuf::from));
    let folders = folders.map(|f| f.join(SITE));
    folders.filter(|f| f.is_dir()).map(|f| text(&f)).collect()
}
