//! The module `_hashlib`: what CPython has from OpenSSL, by our own algorithms.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{FFull, GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use super::scrypt::{pbkdf2, scrypt};
use super::state::{ALGORITHMS, Algorithm, State, algorithm, hmac};
use super::{GETSETS, Hash, METHODS, begin, hash_of, hashable, hex_object, long_digest};
use crate::module::{exception_class, native_module, raise_kept};
use crate::str::args::ssize;

static HASH: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    doc: "A hash is an object used to calculate a checksum of a string of information.",
};

static LENGTH: Params<1, 0> = Params { required: ["length"], optional: [], posonly: 0, kwonly: 1 };

static HASHXOF: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::full(
            "digest",
            |cx, me, args| {
                let bytes = xof(cx, me, args, "digest")?;
                Ok(cx.new_bytes(&bytes))
            },
            "digest($self, /, length)\n--\n\nReturn the digest value as a bytes object.",
        ),
        NativeDef::full(
            "hexdigest",
            |cx, me, args| {
                let bytes = xof(cx, me, args, "hexdigest")?;
                Ok(hex_object(cx, &bytes))
            },
            "hexdigest($self, /, length)\n--\n\nReturn the digest value as a string of hexadecimal digits.",
        ),
    ],
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    ..TypeSpec::EMPTY
};

fn xof(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str) -> PyResult<Vec<u8>> {
    let ([length], []) = args.bind(cx, name, &LENGTH)?;
    long_digest(cx, me, &length)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = hash_of(cx, me)?.algorithm.name;
    let ty = me.ty().name();
    Ok(cx.new_str(&format!("<{name} {ty} object @ {:#x}>", me.id())))
}

/// A keyed hash under way.
struct Hmac {
    algorithm: &'static Algorithm,
    inner: State,
    outer: State,
}

theseus_object::leaf_payloads!(Hmac);

fn hmac_of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Hmac> {
    if !me.has_payload::<Hmac>() {
        return Err(cx.bad_internal("HMAC"));
    }
    cx.heap.get::<Hmac>(me).ok_or(theseus_object::Raised)
}

fn hmac_bytes(cx: &mut Cx, me: &ObjRef) -> PyResult<Vec<u8>> {
    let h = hmac_of(cx, me)?;
    let mut outer = h.outer.clone();
    outer.update(&h.inner.digest(0));
    Ok(outer.digest(0))
}

static HMAC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(|cx, me| {
            let name = hmac_of(cx, me)?.algorithm.name;
            Ok(cx.new_str(&format!("<{name} HMAC object @ {:#x}>", me.id())))
        }),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0(
            "copy",
            |cx, me| {
                let h = hmac_of(cx, me)?;
                let copy = Hmac { algorithm: h.algorithm, inner: h.inner.clone(), outer: h.outer.clone() };
                Ok(cx.new_object(copy))
            },
            "copy($self, /)\n--\n\nReturn a copy (\"clone\") of the HMAC object.",
        ),
        NativeDef::m0(
            "digest",
            |cx, me| {
                let bytes = hmac_bytes(cx, me)?;
                Ok(cx.new_bytes(&bytes))
            },
            "digest($self, /)\n--\n\nReturn the digest of the bytes passed to the update() method so far.",
        ),
        NativeDef::m0(
            "hexdigest",
            |cx, me| {
                let bytes = hmac_bytes(cx, me)?;
                Ok(hex_object(cx, &bytes))
            },
            "hexdigest($self, /)\n--\n\nReturn hexadecimal digest of the bytes passed to the update() method so far.",
        ),
        NativeDef::m1(
            "update",
            |cx, me, data| {
                let data = hashable(cx, data)?.copied(cx)?;
                if let Some(h) = cx.heap.get_mut::<Hmac>(me) {
                    h.inner.update(&data);
                }
                Ok(cx.none.clone())
            },
            "update($self, /, msg)\n--\n\nUpdate the HMAC object with msg.",
        ),
    ],
    getsets: &[
        GetSet::new(
            "block_size",
            |cx, me| {
                let n = hmac_of(cx, me)?.algorithm.block_size;
                Ok(cx.usize(n))
            },
            "",
        ),
        GetSet::new(
            "digest_size",
            |cx, me| {
                let n = hmac_of(cx, me)?.algorithm.digest_size;
                Ok(cx.usize(n))
            },
            "",
        ),
        GetSet::new(
            "name",
            |cx, me| {
                let name = hmac_of(cx, me)?.algorithm.name;
                Ok(cx.new_str(&format!("hmac-{name}")))
            },
            "",
        ),
    ],
    doc: "The object used to calculate HMAC of a message.",
};

macro_rules! function {
    ($name:literal, $index:literal) => {
        NativeDef::f_full(
            concat!("openssl_", $name),
            openssl::<$index> as FFull,
            concat!(
                "openssl_",
                $name,
                "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturns a ",
                $name,
                " hash object; optionally initialized with a string"
            ),
        )
    };
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "compare_digest",
        compare_digest,
        "compare_digest($module, a, b, /)\n--\n\nReturn 'a == b'.",
    ),
    NativeDef::f0(
        "get_fips_mode",
        |cx| Ok(cx.int(0)),
        "get_fips_mode($module, /)\n--\n\nDetermine the OpenSSL FIPS mode of operation.",
    ),
    NativeDef::f_full(
        "hmac_digest",
        hmac_digest,
        "hmac_digest($module, /, key, msg, digest)\n--\n\nSingle-shot HMAC.",
    ),
    NativeDef::f_full(
        "hmac_new",
        hmac_new,
        "hmac_new($module, /, key, msg=b'', digestmod=None)\n--\n\nReturn a new hmac object.",
    ),
    NativeDef::f_full(
        "new",
        new,
        "new($module, /, name, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new hash object using the named algorithm.",
    ),
    NativeDef::f_full(
        "pbkdf2_hmac",
        pbkdf2_hmac,
        "pbkdf2_hmac($module, /, hash_name, password, salt, iterations,\n            dklen=None)\n--\n\nPassword based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
    ),
    NativeDef::f_full(
        "scrypt",
        scrypt_function,
        "scrypt($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, dklen=64)\n--\n\nscrypt password-based key derivation function.",
    ),
    function!("md5", 0),
    function!("sha1", 1),
    function!("sha224", 2),
    function!("sha256", 3),
    function!("sha384", 4),
    function!("sha512", 5),
    function!("sha3_224", 8),
    function!("sha3_256", 9),
    function!("sha3_384", 10),
    function!("sha3_512", 11),
    function!("shake_128", 12),
    function!("shake_256", 13),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_hashlib", "OpenSSL interface for hashlib module", FUNCTIONS);
    let value_error = cx.excs.value_error.clone();
    exception_class(
        cx,
        &dict,
        "_hashlib.UnsupportedDigestmodError",
        "_hashlib",
        "UnsupportedDigestmodError",
        &value_error,
    );
    let hash = cx.add_native_type::<Hash>("_hashlib.HASH", None, type_flag::BASE_TYPE);
    cx.fill_type(&hash, &HASH);
    let xof = cx.add_native_type::<Hash>("_hashlib.HASHXOF", Some(&hash), 0);
    cx.fill_type(&xof, &HASHXOF);
    let hmac = cx.add_native_type::<Hmac>("_hashlib.HMAC", None, 0);
    cx.fill_type(&hmac, &HMAC);
    for (name, ty) in [("HASH", &hash), ("HASHXOF", &xof), ("HMAC", &hmac)] {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
    cx.keep("_hashlib.HASH", hash.as_ref().clone());
    cx.keep("_hashlib.HASHXOF", xof.as_ref().clone());
    let constructors = cx.new_dict();
    for a in ALGORITHMS {
        let name = cx.intern(&format!("openssl_{}", a.name));
        if let Some(f) = cx.namespace_get(&dict, &name) {
            let name = cx.new_str(a.name);
            drop(cx.dict_set(&constructors, &f, name));
        }
    }
    cx.namespace_put(&dict, "_constructors", constructors);
    let names = cx.new_list(ALGORITHMS.iter().map(|a| cx.new_str(a.name)).collect());
    let frozenset = cx.types.frozenset.as_ref().clone();
    if let Ok(names) = cx.call(&frozenset, &[names]) {
        cx.namespace_put(&dict, "openssl_md_meth_names", names);
    }
}

fn unsupported(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "_hashlib.UnsupportedDigestmodError", message)
}

/// The algorithm that OpenSSL knows by a name, in any case and by other spellings.
fn by_name(cx: &mut Cx, name: &ObjRef) -> PyResult<&'static Algorithm> {
    let lower = name.text_or_empty().to_lowercase().replace('-', "_");
    let known = match lower.as_str() {
        "blake2b512" => "blake2b",
        "blake2s256" => "blake2s",
        "sha512_224" | "sha512/224" => "sha512_224",
        "sha512_256" | "sha512/256" => "sha512_256",
        "shake128" => "shake_128",
        "shake256" => "shake_256",
        "sha_1" => "sha1",
        "sha_224" | "sha2_224" => "sha224",
        "sha_256" | "sha2_256" => "sha256",
        "sha_384" | "sha2_384" => "sha384",
        "sha_512" | "sha2_512" => "sha512",
        // OpenSSL does not know these two by their short names.
        "blake2b" | "blake2s" => "",
        other => other,
    };
    match algorithm(known) {
        Some(a) => Ok(a),
        None => Err(unsupported(cx, "[digital envelope routines] unsupported")),
    }
}

/// The algorithm meant by a name or by one of the module's functions.
fn digestmod(cx: &mut Cx, o: &ObjRef) -> PyResult<&'static Algorithm> {
    if o.is_str() {
        return by_name(cx, o);
    }
    let name = cx.heap.get::<theseus_object::payload::NativeData>(o).map(|f| f.def.name);
    match name.and_then(|n| n.strip_prefix("openssl_")).and_then(algorithm) {
        Some(a) => Ok(a),
        None => {
            let shown = cx.repr_text(o)?;
            Err(unsupported(cx, format!("Unsupported digestmod {shown}")))
        }
    }
}

fn start(cx: &mut Cx, a: &'static Algorithm, data: Option<&ObjRef>) -> PyResult {
    let kept = if a.digest_size == 0 { "_hashlib.HASHXOF" } else { "_hashlib.HASH" };
    match cx.kept(kept) {
        Some(class) => {
            let ty = cx.expect_type(&class)?;
            begin(cx, ty, a, data)
        }
        None => Err(cx.bad_internal("hash type")),
    }
}

fn openssl<const I: usize>(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["string", "usedforsecurity"], posonly: 0, kwonly: 1 };
    let a = &ALGORITHMS[I];
    let ([], [data, _]) = args.bind(cx, &format!("openssl_{}", a.name), &PARAMS)?;
    start(cx, a, data.as_ref())
}

fn new(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["name"], optional: ["string", "usedforsecurity"], posonly: 0, kwonly: 2 };
    let ([name], [data, _]) = args.bind(cx, "new", &PARAMS)?;
    if !name.is_str() {
        return Err(cx.type_error("name must be a string"));
    }
    let a = by_name(cx, &name)?;
    start(cx, a, data.as_ref())
}

fn plain_bytes(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    cx.contiguous_buffer(o)?.copied(cx)
}

fn hmac_digest(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<3, 0> =
        Params { required: ["key", "msg", "digest"], optional: [], posonly: 0, kwonly: 3 };
    let ([key, message, digest], []) = args.bind(cx, "hmac_digest", &PARAMS)?;
    let a = digestmod(cx, &digest)?;
    let (key, message) = (plain_bytes(cx, &key)?, plain_bytes(cx, &message)?);
    Ok(cx.new_bytes(&hmac(a, &key, &[&message])))
}

fn hmac_new(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["key"], optional: ["msg", "digestmod"], posonly: 0, kwonly: 3 };
    let ([key], [message, digest]) = args.bind(cx, "hmac_new", &PARAMS)?;
    let mut key = plain_bytes(cx, &key)?;
    let Some(digest) = digest.filter(|d| !d.is_none()) else {
        return Err(cx.type_error("Missing required parameter 'digestmod'."));
    };
    let a = digestmod(cx, &digest)?;
    if a.digest_size == 0 {
        return Err(unsupported(cx, "[digital envelope routines] unsupported"));
    }
    if key.len() > a.block_size {
        let mut s = (a.start)();
        s.update(&key);
        key = s.digest(0);
    }
    key.resize(a.block_size, 0);
    let padded = |pad: u8| {
        let mut s = (a.start)();
        s.update(&key.iter().map(|b| b ^ pad).collect::<Vec<u8>>());
        s
    };
    let (mut inner, outer) = (padded(0x36), padded(0x5c));
    if let Some(message) = message.filter(|m| !m.is_none()) {
        let data = hashable(cx, &message)?;
        inner.update(&data.bytes(&cx.heap));
    }
    Ok(cx.new_object(Hmac { algorithm: a, inner, outer }))
}

fn pbkdf2_hmac(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<4, 1> = Params {
        required: ["hash_name", "password", "salt", "iterations"],
        optional: ["dklen"],
        posonly: 0,
        kwonly: 5,
    };
    let ([name, password, salt, iterations], [length]) = args.bind(cx, "pbkdf2_hmac", &PARAMS)?;
    crate::str::args::expect_str(cx, "pbkdf2_hmac", " 'hash_name'", &name)?;
    let (password, salt) = (plain_bytes(cx, &password)?, plain_bytes(cx, &salt)?);
    let iterations = ssize(cx, &iterations)?;
    let a = by_name(cx, &name)?;
    if a.digest_size == 0 {
        return Err(unsupported(cx, "[digital envelope routines] unsupported"));
    }
    if iterations < 1 {
        return Err(cx.value_error("iteration value must be greater than 0."));
    }
    let length = match length.filter(|l| !l.is_none()) {
        Some(l) => ssize(cx, &l)?,
        None => a.digest_size as i64,
    };
    if length < 1 {
        return Err(cx.value_error("key length must be greater than 0."));
    }
    if length > i32::MAX.into() {
        return Err(cx.overflow_error("key length is too great."));
    }
    let out = pbkdf2(cx, a, &password, &salt, iterations, length as usize)?;
    Ok(cx.new_bytes(&out))
}

static SCRYPT: Params<1, 6> = Params {
    required: ["password"],
    optional: ["salt", "n", "r", "p", "maxmem", "dklen"],
    posonly: 0,
    kwonly: 1,
};

/// Memory that is used unless more is allowed.
const MEMORY: u64 = 32 << 20;

fn scrypt_function(cx: &mut Cx, args: &Args) -> PyResult {
    let ([password], [salt, n, r, p, memory, length]) = args.bind(cx, "scrypt", &SCRYPT)?;
    let password = plain_bytes(cx, &password)?;
    let salt = match salt.filter(|s| !s.is_none()) {
        Some(s) => plain_bytes(cx, &s)?,
        None => return Err(cx.type_error("salt is required")),
    };
    let mut sizes = [0u64; 3];
    for ((size, o), name) in sizes.iter_mut().zip([n, r, p]).zip(["n", "r", "p"]) {
        match o.as_ref().and_then(ObjRef::int).map(u64::try_from) {
            Some(Ok(v)) => *size = v,
            _ => return Err(cx.type_error(format!("{name} is required and must be an unsigned int"))),
        }
        if name == "n" && (*size < 2 || !size.is_power_of_two()) {
            return Err(cx.value_error("n must be a power of 2."));
        }
    }
    let most = i64::from(i32::MAX);
    let memory = match memory {
        Some(m) => ssize(cx, &m)?,
        None => 0,
    };
    if !(0..=most).contains(&memory) {
        return Err(cx.value_error(format!("maxmem must be positive and smaller than {most}")));
    }
    let length = match length {
        Some(l) => ssize(cx, &l)?,
        None => 64,
    };
    if !(1..=most).contains(&length) {
        return Err(cx.value_error(format!("dklen must be greater than 0 and smaller than {most}")));
    }
    let [n, r, p] = sizes;
    if r == 0 || p == 0 || p > (1 << 30) - 1 || r.saturating_mul(p) >= 1 << 30 {
        return Err(cx.value_error("Invalid parameter combination for n, r, p, maxmem."));
    }
    let needed = (128 * r * p).saturating_add((128 * r).saturating_mul(n.saturating_add(2)));
    if needed > if memory == 0 { MEMORY } else { memory as u64 } {
        return Err(cx.value_error("[digital envelope routines] memory limit exceeded"));
    }
    let sizes = (n as usize, r as usize, p as usize);
    let out = scrypt(cx, &password, &salt, sizes, length as usize)?;
    Ok(cx.new_bytes(&out))
}

/// Equality in a time that does not depend on where the two differ.
fn compare_digest(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (x, y) = if a.is_str() && b.is_str() {
        match (a.ascii(), b.ascii()) {
            (Some(x), Some(y)) => (x.as_bytes().to_vec(), y.as_bytes().to_vec()),
            _ => {
                return Err(cx.type_error("comparing strings with non-ASCII characters is not supported"));
            }
        }
    } else {
        if a.ty().slots().buffer.is_none() && b.ty().slots().buffer.is_none() {
            let (a, b) = (a.ty().name(), b.ty().name());
            let text = format!("unsupported operand types(s) or combination of types: '{a}' and '{b}'");
            return Err(cx.type_error(text));
        }
        (plain_bytes(cx, a)?, plain_bytes(cx, b)?)
    };
    let differences = x.iter().zip(&y).fold(0, |d, (a, b)| d | (a ^ b));
    Ok(cx.bool(differences == 0 && x.len() == y.len()))
}
