//! What the embedder decides about an interpreter that programs can see: flags, paths, options.

use std::ffi::OsString;

use theseus_builtins::modules::sys::{self, FlagValues};
use theseus_builtins::world::name_from_bytes;
use theseus_object::{Cx, ObjRef};

use crate::machine::Vm;

/// Flags and paths, as the command line and the environment gave them.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sys.flags`.
    pub flags: FlagValues,
    /// `sys.argv`.
    pub arguments: Vec<OsString>,
    /// `sys.orig_argv`.
    pub all_arguments: Vec<OsString>,
    /// What comes first in `sys.path`: the program's folder and `PYTHONPATH`.
    pub path: Vec<String>,
    /// Folders that come behind the library in `sys.path`, such as `site-packages`.
    pub site: Vec<String>,
    /// Statements that run before the program: what `.pth` files import, `sitecustomize`.
    pub site_code: Vec<String>,
    /// Statements that run before the program, and in the same namespace when it has ended and its exit functions
    /// are through. SystemExit in the latter is the exit code of a program that went well.
    pub around_code: Option<[String; 2]>,
    /// `sys.executable`.
    pub executable: String,
    /// `sys.prefix`, `sys.exec_prefix`.
    pub prefix: String,
    /// `sys.base_prefix`, `sys.base_exec_prefix`.
    pub base_prefix: String,
    /// Encoding and error handler of the standard streams, where they are not the usual ones.
    pub stream_encoding: Option<String>,
    pub stream_errors: Option<String>,
    /// Code tells lines but no columns: `-X no_debug_ranges`.
    pub no_debug_ranges: bool,
    /// How long imports take is told: `-X importtime`.
    pub import_times: bool,
    /// Allocations are traced from the start, and so many frames of each are kept.
    pub traced_frames: Option<u16>,
    /// `sys.warnoptions`.
    pub warnings: Vec<String>,
    /// `sys.pycache_prefix`.
    pub cache_prefix: Option<String>,
    /// `sys._xoptions`.
    pub extensions: Vec<(String, Option<String>)>,
    /// The folder that the embedded library is said to lie in; nothing on disk is there.
    pub library: String,
    /// Another library's folder, taken instead.
    pub other_library: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            flags: FlagValues::default(),
            arguments: Vec::new(),
            all_arguments: Vec::new(),
            path: Vec::new(),
            site: Vec::new(),
            site_code: Vec::new(),
            around_code: None,
            executable: String::new(),
            prefix: String::new(),
            base_prefix: String::new(),
            stream_encoding: None,
            stream_errors: None,
            no_debug_ranges: false,
            import_times: false,
            traced_frames: None,
            warnings: Vec::new(),
            cache_prefix: None,
            extensions: Vec::new(),
            library: "<theseus>/lib/python3.12".to_string(),
            other_library: None,
        }
    }
}

impl Config {
    /// The folder that the library's modules come from.
    fn library_folder(&self) -> &str {
        self.other_library.as_deref().unwrap_or(&self.library)
    }

    /// Writes everything into the module `sys`.
    pub(crate) fn apply(&self, vm: &mut Vm) {
        let (name, modules) = (vm.names.sys.clone(), vm.modules.clone());
        let Some(dict) = vm.namespace_get(&modules, &name).and_then(|m| vm.existing_dict(&m)) else { return };
        let library = self.library_folder();
        let path = self.path.iter().map(String::as_str).chain([library]);
        let path: Vec<&str> = path.chain(self.site.iter().map(String::as_str)).collect();
        for (name, items) in
            [("warnoptions", self.warnings.iter().map(String::as_str).collect()), ("path", path)]
        {
            vm.namespace_put(&dict, name, texts(vm, &items));
        }
        for (name, words) in [("argv", &self.arguments), ("orig_argv", &self.all_arguments)] {
            let words = words.iter().map(|word| name_from_bytes(vm, word.as_encoded_bytes())).collect();
            vm.namespace_put(&dict, name, vm.new_list(words));
        }
        for (name, text) in [
            ("executable", &self.executable),
            ("_base_executable", &self.executable),
            ("prefix", &self.prefix),
            ("exec_prefix", &self.prefix),
            ("base_prefix", &self.base_prefix),
            ("base_exec_prefix", &self.base_prefix),
        ] {
            vm.namespace_put(&dict, name, vm.new_str(text));
        }
        if let Some(prefix) = &self.cache_prefix {
            vm.namespace_put(&dict, "pycache_prefix", vm.new_str(prefix));
        }
        vm.namespace_put(&dict, "_stdlib_dir", vm.new_str(library));
        let options = vm.new_dict();
        for (name, value) in &self.extensions {
            let value = value.as_ref().map_or_else(|| vm.true_.clone(), |v| vm.new_str(v));
            vm.namespace_put(&options, name, value);
        }
        vm.namespace_put(&dict, "_xoptions", options);
        let names: Vec<ObjRef> = crate::modules::names(vm).into_iter().map(|n| vm.intern(n)).collect();
        vm.namespace_put(&dict, "builtin_module_names", vm.new_tuple(names));
        sys::set_flags(vm, &self.flags);
        let (encoding, errors) = (self.stream_encoding.as_deref(), self.stream_errors.as_deref());
        if theseus_builtins::stdio::recode(vm, encoding, errors).is_err() {
            // Streams without a codec stay as they are.
            drop(vm.take_exception());
        }
        if self.flags.no_site == 0 {
            theseus_builtins::site::install(vm);
        }
    }
}

fn texts(cx: &Cx, items: &[&str]) -> ObjRef {
    cx.new_list(items.iter().map(|s| cx.new_str(s)).collect())
}
