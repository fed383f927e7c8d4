//! Packs the standard library: reads the files, compiles them with our compiler, writes one file of
//! parts and the table that says where they lie.

mod changes;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use theseus_bytecode::{Code, Const, Flags};

use changes::{CUTS, Cut, HERE, IN_PLACE_OF_NATIVES, LATER, LEFT_OUT, LINES, Line, SCRIPTS};

/// Name and text of every file of the library.
type Library = BTreeMap<String, Vec<u8>>;

fn main() {
    let own = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("lib");
    for ours in ["build.rs", "changes.rs", "changes"] {
        println!("cargo::rerun-if-changed={ours}");
    }
    println!("cargo::rerun-if-changed={}", own.display());
    let mut library = Library::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), "", LEFT_OUT, &mut library);
    let mut later = Library::new();
    collect(Path::new(rustpython_pylib_later::LIB_PATH), "", LEFT_OUT, &mut later);
    let wanted = |path: &str| LATER.iter().any(|l| path == *l || path.starts_with(&format!("{l}/")));
    library.extend(later.into_iter().filter(|(path, _)| wanted(path)));
    // Ours take the place of files with the same name, or are added to them.
    collect(&own, "", &["additions"], &mut library);
    CUTS.iter().copied().flatten().for_each(|cut| shorten(cut, &mut library));
    let mut additions = Library::new();
    collect(&own.join("additions"), "", &[], &mut additions);
    for (path, text) in additions {
        let file = library.get_mut(&path).unwrap_or_else(|| panic!("{path} has additions, but is not there"));
        match file.windows(HERE.len()).position(|w| w == HERE.as_bytes()) {
            Some(at) => drop(file.splice(at..at + HERE.len(), text)),
            None => file.extend(text),
        }
    }
    LINES.iter().copied().flatten().for_each(|change| apply(change, &mut library));
    assert!(library.contains_key("abc.py"), "the library is missing at {}", rustpython_pylib::LIB_PATH);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let (parts, table) = pack(&library);
    fs::write(out.join("library.bin"), parts).expect("write the library");
    fs::write(out.join("library.rs"), table).expect("write the table");
}

/// Makes one change; a change that finds nothing is out of date.
fn apply(&(path, from, to): &Line, library: &mut Library) {
    let text = library.get_mut(path).unwrap_or_else(|| panic!("{path} is changed, but not there"));
    let old = String::from_utf8_lossy(text).into_owned();
    assert!(old.contains(from), "{path} has no {from:?}");
    *text = old.replace(from, to).into_bytes();
}

/// Makes one cut; as above.
fn shorten(&(path, from, until, instead): &Cut, library: &mut Library) {
    let text = library.get_mut(path).unwrap_or_else(|| panic!("{path} is cut, but not there"));
    let old = String::from_utf8_lossy(text).into_owned();
    let start = old.find(from).unwrap_or_else(|| panic!("{path} has no {from:?}"));
    let end = if until.is_empty() { Some(old.len()) } else { old[start..].find(until).map(|n| start + n) };
    let end = end.unwrap_or_else(|| panic!("{path} has no {until:?} after {from:?}"));
    *text = [&old[..start], instead, &old[end..]].concat().into_bytes();
}

/// Reads the Python files and scripts of a folder and of those below it.
fn collect(folder: &Path, prefix: &str, left_out: &[&str], library: &mut Library) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if left_out.contains(&path.as_str()) || name == "__pycache__" {
            continue;
        }
        // Files may be links to others.
        match fs::metadata(entry.path()) {
            Ok(m) if m.is_dir() => collect(&entry.path(), &path, left_out, library),
            Ok(_) if name.ends_with(".py") || SCRIPTS.iter().any(|s| path.starts_with(s)) => {
                let text = fs::read(entry.path()).expect("read a file of the library");
                library.insert(path, text);
            }
            _ => (),
        }
    }
}

/// The parts, and the table as Rust source.
fn pack(library: &Library) -> (Vec<u8>, String) {
    let mut parts = Vec::new();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for (path, text) in library {
        let source = part(&mut parts, &miniz_oxide::deflate::compress_to_vec(text, 9));
        let code = compiled(path, text).map(|code| part(&mut parts, &code));
        let code = code.map_or_else(|| "None".to_string(), |code| format!("Some({code})"));
        let size = text.len();
        let _ =
            writeln!(table, "    File {{ path: {path:?}, source: {source}, size: {size}, code: {code} }},");
    }
    table.push_str("];\n");
    (parts, table)
}

/// Appends a part; where it lies.
fn part(parts: &mut Vec<u8>, bytes: &[u8]) -> String {
    let (start, len) = (parts.len(), bytes.len());
    parts.extend_from_slice(bytes);
    format!("Part {{ start: {start}, len: {len} }}")
}

fn compiled(path: &str, text: &[u8]) -> Option<Vec<u8>> {
    if !path.ends_with(".py") {
        return None;
    }
    // The loader gives the code its real file name.
    match theseus_compiler::compile_bytes(text, path, &theseus_compiler::Options::default()) {
        Ok(mut code) => {
            for (_, start) in IN_PLACE_OF_NATIVES.iter().filter(|(file, _)| *file == path) {
                mark(Arc::make_mut(&mut code), start);
            }
            Some(theseus_bytecode::store::encode(&code))
        }
        Err(e) => {
            println!("cargo::warning=not compiled: {path}:{}: {}", e.line, e.message);
            None
        }
    }
}

/// Marks the functions whose qualified names begin so, and the class of that name, as standing for native ones.
fn mark(code: &mut Code, start: &str) {
    for constant in &mut code.consts {
        if let Const::Code(inner) = constant {
            let inner = Arc::make_mut(inner);
            let class = start.strip_suffix('.');
            if inner.qualname.starts_with(start) || class == Some(&*inner.qualname) {
                inner.flags.0 |= Flags::IN_PLACE_OF_NATIVE;
            }
            mark(inner, start);
        }
    }
}
