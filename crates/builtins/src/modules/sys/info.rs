//! Constants of `sys`: versions, limits, paths and flags.

use theseus_object::hash;
use theseus_object::{Cx, ObjRef};

use crate::modules::record::{self, Fields};
use crate::namespace::simple_namespace;

use super::stdlib;

const VERSION: (i64, i64, i64) = (3, 12, 1);
const HEX_VERSION: i64 = 0x030c_01f0;
const API_VERSION: i64 = 1013;

static VERSION_INFO: Fields = Fields {
    name: "sys.version_info",
    doc: "sys.version_info\n\nVersion information as a named tuple.",
    fields: &[
        ("major", "Major release number"),
        ("minor", "Minor release number"),
        ("micro", "Patch release number"),
        ("releaselevel", "'alpha', 'beta', 'candidate', or 'final'"),
        ("serial", "Serial release number"),
    ],
    visible: 5,
    sealed: true,
};

static FLOAT_INFO: Fields = Fields {
    name: "sys.float_info",
    doc: "sys.float_info\n\nA named tuple holding information about the float type. It contains low level\ninformation about the precision and internal representation. Please study\nyour system's :file:`float.h` for more information.",
    fields: &[
        ("max", "DBL_MAX -- maximum representable finite float"),
        ("max_exp", "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable"),
        ("max_10_exp", "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable"),
        ("min", "DBL_MIN -- Minimum positive normalized float"),
        ("min_exp", "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float"),
        ("min_10_exp", "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float"),
        ("dig", "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float"),
        ("mant_dig", "DBL_MANT_DIG -- mantissa digits"),
        ("epsilon", "DBL_EPSILON -- Difference between 1 and the next representable float"),
        ("radix", "FLT_RADIX -- radix of exponent"),
        ("rounds", "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
    ],
    visible: 11,
    sealed: false,
};

static INT_INFO: Fields = Fields {
    name: "sys.int_info",
    doc: "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    fields: &[
        ("bits_per_digit", "size of a digit in bits"),
        ("sizeof_digit", "size in bytes of the C type used to represent a digit"),
        ("default_max_str_digits", "maximum string conversion digits limitation"),
        ("str_digits_check_threshold", "minimum positive value for int_max_str_digits"),
    ],
    visible: 4,
    sealed: false,
};

static HASH_INFO: Fields = Fields {
    name: "sys.hash_info",
    doc: "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are read only.",
    fields: &[
        ("width", "width of the type used for hashing, in bits"),
        ("modulus", "prime number giving the modulus on which the hash function is based"),
        ("inf", "value to be used for hash of a positive infinity"),
        ("nan", "value to be used for hash of a nan"),
        ("imag", "multiplier used for the imaginary part of a complex number"),
        ("algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"),
        ("hash_bits", "internal output size of hash algorithm"),
        ("seed_bits", "seed size of hash algorithm"),
        ("cutoff", "small string optimization cutoff"),
    ],
    visible: 9,
    sealed: false,
};

static THREAD_INFO: Fields = Fields {
    name: "sys.thread_info",
    doc: "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    fields: &[
        ("name", "name of the thread implementation"),
        ("lock", "name of the lock implementation"),
        ("version", "name and version of the thread library"),
    ],
    visible: 3,
    sealed: false,
};

static FLAGS: Fields = Fields {
    name: "sys.flags",
    doc: "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    fields: &[
        ("debug", "-d"),
        ("inspect", "-i"),
        ("interactive", "-i"),
        ("optimize", "-O or -OO"),
        ("dont_write_bytecode", "-B"),
        ("no_user_site", "-s"),
        ("no_site", "-S"),
        ("ignore_environment", "-E"),
        ("verbose", "-v"),
        ("bytes_warning", "-b"),
        ("quiet", "-q"),
        ("hash_randomization", "-R"),
        ("isolated", "-I"),
        ("dev_mode", "-X dev"),
        ("utf8_mode", "-X utf8"),
        ("warn_default_encoding", "-X warn_default_encoding"),
        ("safe_path", "-P"),
        ("int_max_str_digits", "-X int_max_str_digits"),
    ],
    visible: 18,
    sealed: true,
};

static ASYNCGEN_HOOKS: Fields = Fields {
    name: "asyncgen_hooks",
    doc: "asyncgen_hooks\n\nA named tuple providing information about asynchronous\ngenerators hooks.  The attributes are read only.",
    fields: &[
        ("firstiter", "Hook to intercept first iteration"),
        ("finalizer", "Hook to intercept finalization"),
    ],
    visible: 2,
    sealed: false,
};

/// The type of what `sys.get_asyncgen_hooks` gives.
pub fn asyncgen_hooks_type(cx: &mut Cx) -> ObjRef {
    record::make_type(cx, &ASYNCGEN_HOOKS)
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
    let version = record::instance(cx, &VERSION_INFO, values);
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
    let info = record::instance(cx, &FLOAT_INFO, values);
    cx.namespace_put(dict, "float_info", info);
    let values = [30, 4, 4300, 640].map(|v| cx.int(v)).to_vec();
    let info = record::instance(cx, &INT_INFO, values);
    cx.namespace_put(dict, "int_info", info);
    let mut values = [64, hash::MODULUS as i64, hash::INF, 0, hash::IMAG].map(|v| cx.int(v)).to_vec();
    values.push(cx.new_str("siphash13"));
    values.extend([64, 128, 0].map(|v| cx.int(v)));
    let info = record::instance(cx, &HASH_INFO, values);
    cx.namespace_put(dict, "hash_info", info);
    let values = vec![cx.new_str("pthread"), cx.new_str("semaphore"), cx.none.clone()];
    let info = record::instance(cx, &THREAD_INFO, values);
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
    cx.warn_default_encoding.set(f.warn_default_encoding > 0);
    cx.utf8_mode.set(f.utf8_mode > 0);
    cx.dev_mode.set(f.dev_mode);
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
    let flags = record::instance(cx, &FLAGS, values);
    cx.namespace_put(&cx.builtins, "__debug__", cx.bool(f.optimize == 0));
    if let Some(dict) = super::namespace(cx) {
        cx.namespace_put(&dict, "flags", flags);
        // Nothing is ever written unless the program asks for it.
        cx.namespace_put(&dict, "dont_write_bytecode", cx.true_.clone());
    }
}
