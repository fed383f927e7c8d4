//! The embedded library as the machine sees it: below the folder `library` that no disk has, and as
//! frozen modules.

use theseus_bytecode::store;
use theseus_object::PyResult;
use theseus_object::host::{Shelf, Shelved};
use theseus_pylib::File;

use crate::constants::new_code;
use crate::machine::Vm;
use crate::upcalls::compile_source;

/// A module that is found without `sys.path`.
pub struct Frozen {
    pub name: &'static str,
    /// The module whose code it is.
    pub origin: &'static str,
    pub path: &'static str,
}

const fn frozen(name: &'static str, origin: &'static str, path: &'static str) -> Frozen {
    Frozen { name, origin, path }
}

/// The modules that CPython freezes, as far as the library has them. The first two are the import
/// system itself.
const FROZEN: &[Frozen] = &[
    frozen("_frozen_importlib", "importlib._bootstrap", "importlib/_bootstrap.py"),
    frozen("_frozen_importlib_external", "importlib._bootstrap_external", "importlib/_bootstrap_external.py"),
    frozen("_theseus_library", "importlib._bootstrap_library", "_theseus_library.py"),
    frozen("_collections_abc", "_collections_abc", "_collections_abc.py"),
    frozen("_sitebuiltins", "_sitebuiltins", "_sitebuiltins.py"),
    frozen("abc", "abc", "abc.py"),
    frozen("codecs", "codecs", "codecs.py"),
    frozen("genericpath", "genericpath", "genericpath.py"),
    frozen("importlib.machinery", "importlib.machinery", "importlib/machinery.py"),
    frozen("importlib.util", "importlib.util", "importlib/util.py"),
    frozen("io", "io", "io.py"),
    frozen("ntpath", "ntpath", "ntpath.py"),
    frozen("os", "os", "os.py"),
    frozen("posixpath", "posixpath", "posixpath.py"),
    frozen("os.path", "posixpath", "posixpath.py"),
    frozen("runpy", "runpy", "runpy.py"),
    frozen("site", "site", "site.py"),
    frozen("stat", "stat", "stat.py"),
    frozen("zipimport", "zipimport", "zipimport.py"),
];

/// How many rows of `FROZEN` there are when the library is another than ours.
const ESSENTIAL: usize = 3;

/// Modules of ours that stand for native ones, or for what another library has for another machine.
const STAND_INS: &[Frozen] = &[
    frozen("_ast", "_ast", "_ast.py"),
    frozen("_locale", "_locale", "_locale.py"),
    frozen("_sysconfigdata__darwin_", "_sysconfigdata__darwin_", "_sysconfigdata__darwin_.py"),
    frozen("_sysconfigdata__linux_", "_sysconfigdata__linux_", "_sysconfigdata__linux_.py"),
    frozen("dis", "dis", "dis.py"),
    frozen("opcode", "opcode", "opcode.py"),
    frozen("tokenize", "tokenize", "tokenize.py"),
];

/// The frozen modules of this machine.
pub fn all_frozen(vm: &Vm) -> impl Iterator<Item = &'static Frozen> {
    let (own, others) = match vm.shared.other_library {
        true => (&FROZEN[..ESSENTIAL], STAND_INS),
        false => (FROZEN, &STAND_INS[..0]),
    };
    own.iter().chain(others)
}

pub fn find_frozen(vm: &Vm, name: &str) -> Option<&'static Frozen> {
    all_frozen(vm).find(|f| f.name == name)
}

impl Frozen {
    pub fn file(&self) -> Option<&'static File> {
        theseus_pylib::find(self.path)
    }

    /// The code object, made anew.
    pub fn code(&self, vm: &mut Vm) -> PyResult {
        match self.file() {
            Some(file) => code(vm, file, &format!("<frozen {}>", self.origin)),
            None => Err(vm.import_error(format!("No such frozen object named {}", self.name))),
        }
    }
}

/// The file of the library that a path names.
pub fn find(vm: &Vm, path: &str) -> Option<&'static File> {
    theseus_pylib::find(path.strip_prefix(&*vm.shared.library)?.strip_prefix('/')?)
}

/// The code object of a file, which is said to come from `filename`.
pub fn code(vm: &mut Vm, file: &File, filename: &str) -> PyResult {
    if vm.shared.optimize == 0
        && let Some(bytes) = file.code()
        && let Ok(code) = store::open(bytes, filename)
    {
        return Ok(new_code(vm.interp(), &code));
    }
    let options = theseus_compiler::Options {
        optimize: vm.shared.optimize,
        int_digits: Some(vm.int_max_str_digits.get()),
        ..Default::default()
    };
    let source = file.source().unwrap_or_default();
    compile_source(vm, &source, filename, &options)
}

/// The embedded library as files, for programs that open, list or ask after what `__file__` names. The root is
/// the folder above the one that modules lie in, so that it has a parent, as on a disk.
pub struct LibraryShelf {
    root: Vec<u8>,
    /// The name of the library's folder.
    folder: String,
}

impl LibraryShelf {
    /// Of a library that lies in `folder`, an absolute path.
    pub fn new(folder: &str) -> LibraryShelf {
        let (root, folder) = folder.rsplit_once('/').unwrap_or_default();
        LibraryShelf { root: root.as_bytes().to_vec(), folder: folder.to_string() }
    }

    /// The path below the library's folder.
    fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&*self.folder)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

impl Shelf for LibraryShelf {
    fn root(&self) -> &[u8] {
        &self.root
    }

    fn find(&self, path: &str) -> Option<Shelved> {
        if path.is_empty() {
            return Some(Shelved::Directory);
        }
        let below = self.below(path)?;
        match theseus_pylib::find(below) {
            Some(file) => Some(Shelved::File(file.size())),
            None => (!theseus_pylib::below(below).is_empty()).then_some(Shelved::Directory),
        }
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        theseus_pylib::find(self.below(path)?)?.source()
    }

    fn list(&self, path: &str) -> Vec<(String, Shelved)> {
        if path.is_empty() {
            return vec![(self.folder.clone(), Shelved::Directory)];
        }
        let Some(below) = self.below(path) else { return Vec::new() };
        let skip = if below.is_empty() { 0 } else { below.len() + 1 };
        let mut found: Vec<(String, Shelved)> = Vec::new();
        for file in theseus_pylib::below(below) {
            let rest = file.path.get(skip..).unwrap_or_default();
            let (name, what) = match rest.split_once('/') {
                Some((name, _)) => (name, Shelved::Directory),
                None => (rest, Shelved::File(file.size())),
            };
            // The files of a folder lie together.
            if found.last().is_none_or(|(last, _)| last != name) {
                found.push((name.to_string(), what));
            }
        }
        found
    }
}

/// The names of the modules and packages in a folder of the library, with whether it is a package.
pub fn modules_in(vm: &Vm, folder: &str) -> Vec<(String, bool)> {
    let Some(below) = folder.strip_prefix(&*vm.shared.library) else { return Vec::new() };
    let below = below.trim_matches('/');
    let skip = if below.is_empty() { 0 } else { below.len() + 1 };
    let mut found: Vec<(String, bool)> = Vec::new();
    for file in theseus_pylib::below(below) {
        match file.path.get(skip..).and_then(|rest| rest.split_once('/')) {
            Some((package, "__init__.py")) => found.push((package.to_string(), true)),
            Some(_) => (),
            None => {
                let name = file.path.get(skip..).and_then(|n| n.strip_suffix(".py"));
                found.extend(name.filter(|n| *n != "__init__").map(|n| (n.to_string(), false)));
            }
        }
    }
    found
}

/// The source of a file for people to read: from the library, or from the disk.
pub fn source(vm: &Vm, path: &str) -> Option<Vec<u8>> {
    if let Some(file) = find(vm, path) {
        return file.source();
    }
    vm.host.get()?.read_file(path.as_bytes()).ok()
}
