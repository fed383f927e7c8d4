//! Packs the standard library: reads the files, compiles them with our compiler, writes one file of
//! packed parts and the table that says where they lie.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders and files that are not packed: tests, graphical programs, what went away in 3.12, what
/// belongs to another runtime, and build tools.
const LEFT_OUT: &[&str] = &[
    "__phello__",
    "__hello__.py",
    "_dummy_os.py",
    "_dummy_thread.py",
    "_pycodecs.py",
    "asynchat.py",
    "asyncio/windows_events.py",
    "asyncio/windows_utils.py",
    "asyncore.py",
    "collections/_defaultdict.py",
    "ctypes",
    "dis.py",
    "distutils",
    "dummy_threading.py",
    "ensurepip",
    "idlelib",
    "imp.py",
    "lib2to3",
    "multiprocessing/popen_spawn_win32.py",
    "opcode.py",
    "pydoc_data/topics.py",
    "smtpd.py",
    "sqlite3",
    "test",
    "tests",
    "tkinter",
    "turtledemo",
    "venv",
];

/// What a later version of the library has, and the one that is else nearest to 3.12 lacks.
const LATER: &[&str] = &[
    "_pylong.py",
    "imaplib.py",
    "inspect.py",
    "modulefinder.py",
    "poplib.py",
    "pyclbr.py",
    "smtplib.py",
    "tempfile.py",
    "wave.py",
    "zoneinfo",
];

/// Changes of a line or a few, where a file is made for another runtime or is not yet as in 3.12:
/// file, what stands there, what is to stand there.
const CHANGES: &[(&str, &str, &str)] = &[
    // The decoder is native.
    ("io.py", "from _pyio import IncrementalNewlineDecoder", "from _io import IncrementalNewlineDecoder"),
    // Of the later version: what 3.12 does not have.
    ("inspect.py", "functools.Placeholder", "getattr(functools, 'Placeholder', functools)"),
    (
        "inspect.py",
        "            or isinstance(object, functools._singledispatchmethod_get))",
        "            )",
    ),
    (
        "inspect.py",
        "    f = functools._unwrap_partialmethod(f)\n",
        "    while isinstance(f, functools.partialmethod):\n        f = f.func\n",
    ),
    (
        "inspect.py",
        "            lnum = vars(object)['__firstlineno__'] - 1\n        except (TypeError, KeyError):\n            raise OSError('source code not available')",
        "            lnum = _class_line(object, lines)\n        except ClassFoundException:\n            raise OSError('could not find class definition') from None",
    ),
    // Tracebacks show its lines.
    ("runpy.py", "import types\n", ""),
    ("runpy.py", "types.ModuleType", "ModuleType"),
    (
        "runpy.py",
        "class _TempModule(",
        "# Spares the import of types.\nModuleType = type(sys)\n\nclass _TempModule(",
    ),
    (
        "fnmatch.py",
        "            groupnum = _nextgroupnum()\n            add(f\"(?=(?P<g{groupnum}>.*?{fixed}))(?P=g{groupnum})\")",
        "            add(f\"(?>.*?{fixed})\")",
    ),
    ("re/__init__.py", "\"purge\", \"escape\"", "\"purge\", \"template\", \"escape\""),
    (
        "re/__init__.py",
        "    DEBUG = _compiler.SRE_FLAG_DEBUG",
        "    TEMPLATE = T = _compiler.SRE_FLAG_TEMPLATE\n    DEBUG = _compiler.SRE_FLAG_DEBUG",
    ),
    (
        "re/__init__.py",
        "        p = _compiler.compile(pattern, flags)\n",
        "        if flags & T:\n            import warnings\n            warnings.warn(\"The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag without an obvious purpose. Don't use it.\", DeprecationWarning)\n        p = _compiler.compile(pattern, flags)\n",
    ),
    ("site.py", "lib/rustpython/site-packages", "lib/python/site-packages"),
    ("site.py", "lib/rustpython{version[0]}", "lib/python{version[0]}"),
    ("site.py", "\"rustpython%d.%d\"", "\"python%d.%d\""),
    (
        "importlib/_bootstrap.py",
        "        else:\n            return f'<module {name!r} (namespace) from {list(spec.loader._path)}>'",
        "        if not hasattr(spec.loader, '_path'):\n            return f'<module {name!r} ({spec.loader!r})>'\n        return f'<module {name!r} (namespace) from {list(spec.loader._path)}>'",
    ),
];

/// Name and text of every file of the library.
type Library = BTreeMap<String, Vec<u8>>;

fn main() {
    let own = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("lib");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", own.display());
    let mut library = Library::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), "", LEFT_OUT, &mut library);
    let mut later = Library::new();
    collect(Path::new(rustpython_pylib_later::LIB_PATH), "", LEFT_OUT, &mut later);
    let wanted = |path: &str| LATER.iter().any(|l| path == *l || path.starts_with(&format!("{l}/")));
    library.extend(later.into_iter().filter(|(path, _)| wanted(path)));
    // Ours take the place of files with the same name, or stand at their ends.
    let mut additions = Library::new();
    collect(&own.join("additions"), "", &[], &mut additions);
    collect(&own, "", &["additions"], &mut library);
    for (path, text) in additions {
        library
            .get_mut(&path)
            .unwrap_or_else(|| panic!("{path} has additions, but is not there"))
            .extend(text);
    }
    CHANGES.iter().for_each(|change| apply(change, &mut library));
    assert!(library.contains_key("abc.py"), "the library is missing at {}", rustpython_pylib::LIB_PATH);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let (packed, table) = pack(&library);
    fs::write(out.join("library.bin"), packed).expect("write the library");
    fs::write(out.join("library.rs"), table).expect("write the table");
}

/// Makes one change; a change that finds nothing is out of date.
fn apply(&(path, from, to): &(&str, &str, &str), library: &mut Library) {
    let text = library.get_mut(path).unwrap_or_else(|| panic!("{path} is changed, but not there"));
    let old = String::from_utf8_lossy(text).into_owned();
    assert!(old.contains(from), "{path} has no {from:?}");
    *text = old.replace(from, to).into_bytes();
}

/// Reads the Python files of a folder and of those below it.
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
            Ok(_) if name.ends_with(".py") => {
                let text = fs::read(entry.path()).expect("read a file of the library");
                library.insert(path, text);
            }
            _ => (),
        }
    }
}

/// The packed parts, and the table as Rust source.
fn pack(library: &Library) -> (Vec<u8>, String) {
    let mut packed = Vec::new();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for (path, text) in library {
        let source = part(&mut packed, &miniz_oxide::deflate::compress_to_vec(text, 9), text.len());
        let code = match compiled(path, text) {
            Some(code) => {
                format!("Some({})", part(&mut packed, &lz4_flex::block::compress(&code), code.len()))
            }
            None => "None".to_string(),
        };
        let _ = writeln!(table, "    File {{ path: {path:?}, source: {source}, code: {code} }},");
    }
    table.push_str("];\n");
    (packed, table)
}

/// Appends a part; where it lies.
fn part(packed: &mut Vec<u8>, bytes: &[u8], full: usize) -> String {
    let (start, len) = (packed.len(), bytes.len());
    packed.extend_from_slice(bytes);
    format!("Part {{ start: {start}, len: {len}, full: {full} }}")
}

fn compiled(path: &str, text: &[u8]) -> Option<Vec<u8>> {
    // The loader gives the code its real file name.
    match theseus_compiler::compile_bytes(text, path, &theseus_compiler::Options::default()) {
        Ok(code) => Some(theseus_bytecode::store::encode(&code)),
        Err(e) => {
            println!("cargo::warning=not compiled: {path}:{}: {}", e.line, e.message);
            None
        }
    }
}
