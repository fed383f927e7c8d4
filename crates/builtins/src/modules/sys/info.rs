//! Constants of `sys`: versions, limits, paths and flags.

use theseus_object::hash;
use theseus_object::interp::TypeRef;
use theseus_object::{Cx, ObjRef};

use crate::modules::record::{self, record};
use crate::namespace::simple_namespace;

use super::stdlib;

const VERSION: (i64, i64, i64) = (3, 12, 1);
const HEX_VERSION: i64 = 0x030c_01f0;
const API_VERSION: i64 = 1013;

record! { VERSION_INFO, "sys.version_info\n\nVersion information as a named tuple.",
"major" 0 "minor" 1 "micro" 2 "releaselevel" 3 "serial" 4 }

record! { FLOAT_INFO, "sys.float_info\n\nA named tuple holding information about the float type.",
"max" 0 "max_exp" 1 "max_10_exp" 2 "min" 3 "min_exp" 4 "min_10_exp" 5 "dig" 6 "mant_dig" 7 "epsilon" 8
"radix" 9 "rounds" 10 }

record! { INT_INFO, "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
"bits_per_digit" 0 "sizeof_digit" 1 "default_max_str_digits" 2 "str_digits_check_threshold" 3 }

record! { HASH_INFO, "hash_info\n\nA named tuple providing parameters used for computing hashes.",
"width" 0 "modulus" 1 "inf" 2 "nan" 3 "imag" 4 "algorithm" 5 "hash_bits" 6 "seed_bits" 7 "cutoff" 8 }

record! { THREAD_INFO, "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
"name" 0 "lock" 1 "version" 2 }

record! { FLAGS, "sys.flags\n\nFlags provided through command line arguments or environment vars.",
"debug" 0 "inspect" 1 "interactive" 2 "optimize" 3 "dont_write_bytecode" 4 "no_user_site" 5 "no_site" 6
"ignore_environment" 7 "verbose" 8 "bytes_warning" 9 "quiet" 10 "hash_randomization" 11 "isolated" 12
"dev_mode" 13 "utf8_mode" 14 "warn_default_encoding" 15 "safe_path" 16 "int_max_str_digits" 17 }

record! { ASYNCGEN_HOOKS, "sys.asyncgen_hooks\n\nNamed tuple containing information about asynchronous generators hooks.",
"firstiter" 0 "finalizer" 1 }

/// The type of what `sys.get_asyncgen_hooks` gives.
pub fn asyncgen_hooks_type(cx: &mut Cx) -> TypeRef {
    record::fixed_type(cx, "asyncgen_hooks", &ASYNCGEN_HOOKS)
}

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    records(cx, dict);
    let ints = [
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10_ffff),
        ("hexversion", HEX_VERSION),
        ("api_version", API_VERSION),
    ];
    for (name, value) in ints {
        cx.namespace_put(dict, name, cx.int(value));
    }
    let byte_order = if cfg!(target_endian = "little") { "little" } else { "big" };
    // The form that `platform` reads: version, build, compiler.
    let version =
        format!("{}.{}.{} (Theseus {}) [Rust]", VERSION.0, VERSION.1, VERSION.2, env!("CARGO_PKG_VERSION"));
    let texts = [
        ("version", version.as_str()),
        ("byteorder", byte_order),
        ("platform", if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS }),
        ("platlibdir", "lib"),
        ("float_repr_style", "short"),
        ("copyright", "Copyright (c) the Theseus contributors."),
        ("abiflags", ""),
        ("_framework", ""),
    ];
    for (name, text) in texts {
        cx.namespace_put(dict, name, cx.new_str(text));
    }
    let git = ["Theseus", "", ""].map(|text| cx.new_str(text));
    cx.namespace_put(dict, "_git", cx.new_tuple(git));
    cx.namespace_put(dict, "path_importer_cache", cx.new_dict());
    cx.namespace_put(dict, "pycache_prefix", cx.none.clone());
    let names = stdlib::MODULES.split_whitespace().map(|n| cx.intern(n)).collect::<Vec<_>>();
    let list = cx.new_tuple(names);
    let set = cx.types.frozenset.as_ref().clone();
    if let Ok(names) = cx.call(&set, &[list]) {
        cx.namespace_put(dict, "stdlib_module_names", names);
    }
}

fn records(cx: &mut Cx, dict: &ObjRef) {
    let (major, minor, micro) = VERSION;
    let values = vec![cx.int(major), cx.int(minor), cx.int(micro), cx.new_str("final"), cx.int(0)];
    let version = record::instance(cx, "sys.version_info", &VERSION_INFO, values);
    cx.namespace_put(dict, "version_info", version.clone());
    let implementation = simple_namespace(
        cx,
        vec![
            ("name", cx.new_str("theseus")),
            ("cache_tag", cx.new_str("theseus-312")),
            ("version", version),
            ("hexversion", cx.int(HEX_VERSION)),
        ],
    );
    cx.namespace_put(dict, "implementation", implementation);
    let (float, int) = (|v| cx.float(v), |v| cx.int(v));
    let values = vec![
        float(f64::MAX),
        int(f64::MAX_EXP as i64),
        int(f64::MAX_10_EXP as i64),
        float(f64::MIN_POSITIVE),
        int(f64::MIN_EXP as i64),
        int(f64::MIN_10_EXP as i64),
        int(f64::DIGITS as i64),
        int(f64::MANTISSA_DIGITS as i64),
        float(f64::EPSILON),
        int(f64::RADIX as i64),
        int(1),
    ];
    let info = record::instance(cx, "sys.float_info", &FLOAT_INFO, values);
    cx.namespace_put(dict, "float_info", info);
    let values = [30, 4, 4300, 640].map(|v| cx.int(v)).to_vec();
    let info = record::instance(cx, "sys.int_info", &INT_INFO, values);
    cx.namespace_put(dict, "int_info", info);
    let mut values = [64, hash::MODULUS as i64, hash::INF, 0, hash::IMAG].map(|v| cx.int(v)).to_vec();
    values.push(cx.new_str("siphash13"));
    values.extend([64, 128, 0].map(|v| cx.int(v)));
    let info = record::instance(cx, "sys.hash_info", &HASH_INFO, values);
    cx.namespace_put(dict, "hash_info", info);
    let values = vec![cx.new_str("pthread"), cx.new_str("semaphore"), cx.none.clone()];
    let info = record::instance(cx, "sys.thread_info", &THREAD_INFO, values);
    cx.namespace_put(dict, "thread_info", info);
}

/// What `sys.flags` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlagValues {
    pub debug: i64,
    pub inspect: i64,
    pub interactive: i64,
    pub optimize: i64,
    pub dont_write_bytecode: i64,
    pub no_user_site: i64,
    pub no_site: i64,
    pub ignore_environment: i64,
    pub verbose: i64,
    pub bytes_warning: i64,
    pub quiet: i64,
    pub hash_randomization: i64,
    pub isolated: i64,
    pub dev_mode: bool,
    pub utf8_mode: i64,
    pub warn_default_encoding: i64,
    pub safe_path: bool,
    /// Nothing for the default.
    pub int_max_str_digits: Option<usize>,
}

/// Makes `sys.flags`.
pub fn set_flags(cx: &mut Cx, f: &FlagValues) {
    if let Some(digits) = f.int_max_str_digits {
        cx.int_max_str_digits.set(digits);
    }
    cx.bytes_warning.set(f.bytes_warning > 0);
    let ints = [
        f.debug,
        f.inspect,
        f.interactive,
        f.optimize,
        f.dont_write_bytecode,
        f.no_user_site,
        f.no_site,
        f.ignore_environment,
        f.verbose,
        f.bytes_warning,
        f.quiet,
        f.hash_randomization,
        f.isolated,
    ];
    let mut values: Vec<ObjRef> = ints.map(|v| cx.int(v)).to_vec();
    values.extend([cx.bool(f.dev_mode), cx.int(f.utf8_mode), cx.int(f.warn_default_encoding)]);
    values.extend([cx.bool(f.safe_path), cx.usize(cx.int_max_str_digits.get())]);
    let flags = record::instance(cx, "sys.flags", &FLAGS, values);
    cx.namespace_put(&cx.builtins, "__debug__", cx.bool(f.optimize == 0));
    if let Some(dict) = super::namespace(cx) {
        cx.namespace_put(&dict, "flags", flags);
        // Nothing is ever written unless the program asks for it.
        cx.namespace_put(&dict, "dont_write_bytecode", cx.true_.clone());
    }
}
