//! Constants of `sys`: versions, limits, paths and flags.

use theseus_object::hash;
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
    let version =
        format!("{}.{}.{} (Theseus {})", VERSION.0, VERSION.1, VERSION.2, env!("CARGO_PKG_VERSION"));
    let texts = [
        ("version", version.as_str()),
        ("byteorder", byte_order),
        ("platform", if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS }),
        ("platlibdir", "lib"),
        ("float_repr_style", "short"),
        ("copyright", "Copyright (c) the Theseus contributors."),
        ("abiflags", ""),
        ("executable", ""),
        ("prefix", ""),
        ("exec_prefix", ""),
        ("base_prefix", ""),
        ("base_exec_prefix", ""),
    ];
    for (name, text) in texts {
        cx.namespace_put(dict, name, cx.new_str(text));
    }
    // The embedder puts in arguments and paths.
    for name in ["argv", "orig_argv", "path", "warnoptions", "meta_path", "path_hooks"] {
        let list = cx.new_list(Vec::new());
        cx.namespace_put(dict, name, list);
    }
    cx.namespace_put(dict, "path_importer_cache", cx.new_dict());
    cx.namespace_put(dict, "dont_write_bytecode", cx.true_.clone());
    cx.namespace_put(dict, "pycache_prefix", cx.none.clone());
    let names = stdlib::MODULES.split_whitespace().map(|n| cx.intern(n)).collect::<Vec<_>>();
    let list = cx.new_tuple(names);
    let set = cx.types.frozenset.as_ref().clone();
    if let Ok(names) = cx.call(&set, &[list]) {
        cx.namespace_put(dict, "stdlib_module_names", names);
    }
    let lazy = crate::modules::TABLE.iter().map(|(name, _)| *name);
    let mut native: Vec<&str> = lazy.chain(["builtins", "sys"]).collect();
    native.sort_unstable();
    let native: Vec<ObjRef> = native.into_iter().map(|n| cx.intern(n)).collect();
    cx.namespace_put(dict, "builtin_module_names", cx.new_tuple(native));
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
            ("cache_tag", cx.none.clone()),
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
    let mut values: Vec<ObjRef> = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0].map(|v| cx.int(v)).to_vec();
    values.extend([cx.false_.clone(), cx.int(0), cx.int(0), cx.false_.clone()]);
    values.push(cx.usize(cx.int_max_str_digits.get()));
    let flags = record::instance(cx, "sys.flags", &FLAGS, values);
    cx.namespace_put(dict, "flags", flags);
}
