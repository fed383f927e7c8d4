//! The modules `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2` and `_hashlib`.

mod blake2;
mod keccak;
mod openssl;
mod scrypt;
mod state;

use theseus_object::alarm::Alarm;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{FFull, GetSet, NativeDef};
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeObj};

use self::blake2::{Blake2b, Blake2s, Parameters};
use self::state::{ALGORITHMS, Algorithm, State};
use crate::int;
use crate::module::native_module;

pub use self::openssl::install as install_hashlib;
pub use self::scrypt::pbkdf2;
pub use self::state::algorithm;

/// A hash under way, or finished: it can always go on.
pub struct Hash {
    algorithm: &'static Algorithm,
    state: State,
}

theseus_object::leaf_payloads!(Hash);

/// The hash of a receiver.
fn hash_of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Hash> {
    if !me.has_payload::<Hash>() {
        return Err(cx.bad_internal("hash object"));
    }
    cx.heap.get::<Hash>(me).ok_or(theseus_object::Raised)
}

/// The bytes of what is hashed.
fn hashable(cx: &mut Cx, o: &ObjRef) -> PyResult<theseus_object::Buffer> {
    if o.is_str() {
        return Err(cx.type_error("Strings must be encoded before hashing"));
    }
    match cx.try_buffer(o)? {
        None => Err(cx.type_error("object supporting the buffer API required")),
        Some(b) if b.shape.len() > 1 => Err(cx.buffer_error("Buffer must be single dimension")),
        Some(_) => cx.contiguous_buffer(o),
    }
}

fn feed(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult<()> {
    let buffer = hashable(cx, data)?;
    let mut state = hash_of(cx, me)?.state.clone();
    cx.each_piece(&buffer, |piece| state.update(piece))?;
    store(cx, me, state)
}

fn store(cx: &mut Cx, me: &ObjRef, state: State) -> PyResult<()> {
    if let Some(h) = cx.heap.get_mut::<Hash>(me) {
        h.state = state;
    }
    Ok(())
}

fn update(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    feed(cx, me, data)?;
    Ok(cx.none.clone())
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let h = hash_of(cx, me)?;
    let copy = Hash { algorithm: h.algorithm, state: h.state.clone() };
    Ok(cx.new_instance(me.ty(), copy))
}

fn digest(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let bytes = hash_of(cx, me)?.state.digest(0);
    Ok(cx.new_bytes(&bytes))
}

fn hex_object(cx: &Cx, bytes: &[u8]) -> ObjRef {
    let text = crate::bytes::methods::hex_text(bytes, None, 1, &Alarm::silent());
    cx.str_from_latin1(&text.unwrap_or_default())
}

fn hexdigest(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let bytes = hash_of(cx, me)?.state.digest(0);
    Ok(hex_object(cx, &bytes))
}

/// Lengths of a digest below this are allowed.
const MAX_LENGTH: u64 = 1 << 29;

/// An unsigned argument.
fn unsigned(cx: &mut Cx, o: &ObjRef) -> PyResult<u64> {
    match o.integer() {
        Some(v) if int::is_negative(v) => Err(cx.value_error("value must be positive")),
        Some(IntRef::Small(v)) => Ok(v as u64),
        Some(_) => match u64::try_from(int::value(o)) {
            Ok(v) => Ok(v),
            Err(_) => Err(cx.overflow_error("int too big to convert")),
        },
        None => Err(cx.type_error("an integer is required")),
    }
}

fn long_digest(cx: &mut Cx, me: &ObjRef, length: &ObjRef) -> PyResult<Vec<u8>> {
    let n = unsigned(cx, length)?;
    if n >= MAX_LENGTH {
        return Err(cx.value_error("length is too large"));
    }
    Ok(hash_of(cx, me)?.state.digest(n as usize))
}

fn digest_of(cx: &mut Cx, me: &ObjRef, length: &ObjRef) -> PyResult {
    let bytes = long_digest(cx, me, length)?;
    Ok(cx.new_bytes(&bytes))
}

fn hexdigest_of(cx: &mut Cx, me: &ObjRef, length: &ObjRef) -> PyResult {
    let bytes = long_digest(cx, me, length)?;
    Ok(hex_object(cx, &bytes))
}

fn name(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = hash_of(cx, me)?.algorithm.name;
    Ok(cx.new_str(name))
}

fn digest_size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = hash_of(cx, me)?.state.digest_size();
    Ok(cx.usize(n))
}

fn block_size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = hash_of(cx, me)?.algorithm.block_size;
    Ok(cx.usize(n))
}

const UPDATE: NativeDef = NativeDef::m1(
    "update",
    update,
    "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string.",
);
const COPY: NativeDef =
    NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nReturn a copy of the hash object.");

static METHODS: &[NativeDef] = &[
    COPY,
    NativeDef::m0("digest", digest, "digest($self, /)\n--\n\nReturn the digest value as a bytes object."),
    NativeDef::m0(
        "hexdigest",
        hexdigest,
        "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits.",
    ),
    UPDATE,
];

static SHAKE_METHODS: &[NativeDef] = &[
    COPY,
    NativeDef::m1(
        "digest",
        digest_of,
        "digest($self, length, /)\n--\n\nReturn the digest value as a bytes object.",
    ),
    NativeDef::m1(
        "hexdigest",
        hexdigest_of,
        "hexdigest($self, length, /)\n--\n\nReturn the digest value as a string of hexadecimal digits.",
    ),
    UPDATE,
];

static GETSETS: &[GetSet] = &[
    GetSet::new("block_size", block_size, ""),
    GetSet::new("digest_size", digest_size, ""),
    GetSet::new("name", name, ""),
];

/// A number that belongs to a sponge.
macro_rules! sponge {
    ($name:literal, |$k:ident| $value:expr) => {
        GetSet::new(
            $name,
            |cx, me| {
                let v = hash_of(cx, me)?.state.keccak().map_or(0, |$k| $value);
                Ok(cx.usize(v))
            },
            "",
        )
    };
}

static SHA3_GETSETS: &[GetSet] = &[
    GetSet::new("block_size", block_size, ""),
    GetSet::new("digest_size", digest_size, ""),
    GetSet::new("name", name, ""),
    sponge!("_capacity_bits", |k| 1600 - 8 * k.rate),
    sponge!("_rate_bits", |k| 8 * k.rate),
    GetSet::new(
        "_suffix",
        |cx, me| {
            let suffix = hash_of(cx, me)?.state.keccak().map_or(0, |k| k.suffix);
            Ok(cx.new_bytes(&[suffix]))
        },
        "",
    ),
];

static PLAIN: TypeSpec = TypeSpec { methods: METHODS, getsets: GETSETS, ..TypeSpec::EMPTY };

static NEW: Params<0, 2> =
    Params { required: [], optional: ["string", "usedforsecurity"], posonly: 0, kwonly: 1 };

/// Makes the object of an algorithm whose type is kept under a name.
fn begin(cx: &mut Cx, ty: &TypeObj, algorithm: &'static Algorithm, data: Option<&ObjRef>) -> PyResult {
    let me = cx.new_instance(ty, Hash { algorithm, state: (algorithm.start)() });
    if let Some(data) = data {
        feed(cx, &me, data)?;
    }
    Ok(me)
}

/// `md5(string=b'', *, usedforsecurity=True)` and its like; the number is the place in the table.
fn constructor<const I: usize>(cx: &mut Cx, args: &Args) -> PyResult {
    let a = &ALGORITHMS[I];
    let ([], [data, security]) = args.bind(cx, a.name, &NEW)?;
    if let Some(security) = security {
        cx.truth(&security)?;
    }
    match cx.kept(a.name) {
        Some(class) => {
            let ty = cx.expect_type(&class)?;
            begin(cx, ty, a, data.as_ref())
        }
        None => Err(cx.bad_internal("hash type")),
    }
}

fn new_sha3<const I: usize>(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static NEW: Params<0, 2> =
        Params { required: [], optional: ["data", "usedforsecurity"], posonly: 1, kwonly: 1 };
    let a = &ALGORITHMS[I];
    // All of them are one function in CPython, whose errors have the name of the first.
    let ([], [data, security]) = args.bind(cx, "sha3_224", &NEW)?;
    if let Some(security) = security {
        cx.truth(&security)?;
    }
    let ty = cx.expect_type(class)?;
    begin(cx, ty, a, data.as_ref())
}

/// Makes the type of an algorithm and keeps it.
fn hash_type(cx: &mut Cx, kept: &'static str, name: &str, spec: &'static TypeSpec) -> ObjRef {
    let ty = cx.add_native_type::<Hash>(name, None, 0);
    cx.fill_type(&ty, spec);
    cx.keep(kept, ty.as_ref().clone());
    ty.as_ref().clone()
}

macro_rules! function {
    ($name:literal, $index:literal, $what:literal) => {
        NativeDef::f_full(
            $name,
            constructor::<$index> as FFull,
            concat!(
                $name,
                "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new ",
                $what,
                " hash object; optionally initialized with a string."
            ),
        )
    };
}

static MD5: &[NativeDef] = &[function!("md5", 0, "MD5")];
static SHA1: &[NativeDef] = &[function!("sha1", 1, "SHA1")];
static SHA2: &[NativeDef] = &[
    function!("sha224", 2, "SHA-224"),
    function!("sha256", 3, "SHA-256"),
    function!("sha384", 4, "SHA-384"),
    function!("sha512", 5, "SHA-512"),
];

pub fn install_md5(cx: &mut Cx) {
    let dict = native_module(cx, "_md5", "", MD5);
    let ty = hash_type(cx, "md5", "_md5.md5", &PLAIN);
    cx.namespace_put(&dict, "MD5Type", ty);
}

pub fn install_sha1(cx: &mut Cx) {
    let dict = native_module(cx, "_sha1", "", SHA1);
    let ty = hash_type(cx, "sha1", "_sha1.sha1", &PLAIN);
    cx.namespace_put(&dict, "SHA1Type", ty);
}

pub fn install_sha2(cx: &mut Cx) {
    let dict = native_module(cx, "_sha2", "", SHA2);
    for (kept, name) in [
        ("sha224", "SHA224Type"),
        ("sha256", "SHA256Type"),
        ("sha384", "SHA384Type"),
        ("sha512", "SHA512Type"),
    ] {
        let ty = hash_type(cx, kept, &format!("_sha2.{name}"), &PLAIN);
        cx.namespace_put(&dict, name, ty);
    }
}

macro_rules! sha3_spec {
    ($index:literal, $methods:expr, $doc:literal) => {{
        static SPEC: TypeSpec = TypeSpec {
            slots: Slots { new: Some(new_sha3::<$index>), ..Slots::EMPTY },
            methods: $methods,
            getsets: SHA3_GETSETS,
            doc: $doc,
        };
        &SPEC
    }};
}

pub fn install_sha3(cx: &mut Cx) {
    let dict = native_module(cx, "_sha3", "", &[]);
    let rows: [(&'static str, &'static TypeSpec); 6] = [
        (
            "sha3_224",
            sha3_spec!(
                8,
                METHODS,
                "sha3_224([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 28 bytes."
            ),
        ),
        (
            "sha3_256",
            sha3_spec!(
                9,
                METHODS,
                "sha3_256([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 32 bytes."
            ),
        ),
        (
            "sha3_384",
            sha3_spec!(
                10,
                METHODS,
                "sha3_384([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 48 bytes."
            ),
        ),
        (
            "sha3_512",
            sha3_spec!(
                11,
                METHODS,
                "sha3_512([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 64 bytes."
            ),
        ),
        (
            "shake_128",
            sha3_spec!(
                12,
                SHAKE_METHODS,
                "shake_128([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object."
            ),
        ),
        (
            "shake_256",
            sha3_spec!(
                13,
                SHAKE_METHODS,
                "shake_256([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object."
            ),
        ),
    ];
    for (name, spec) in rows {
        let ty = hash_type(cx, name, &format!("_sha3.{name}"), spec);
        cx.namespace_put(&dict, name, ty);
    }
    cx.namespace_put(&dict, "implementation", cx.new_str("theseus"));
}

static BLAKE2: Params<0, 13> = Params {
    required: [],
    optional: [
        "data",
        "digest_size",
        "key",
        "salt",
        "person",
        "fanout",
        "depth",
        "leaf_size",
        "node_offset",
        "node_depth",
        "inner_size",
        "last_node",
        "usedforsecurity",
    ],
    posonly: 1,
    kwonly: 1,
};

/// What differs between the two kinds of BLAKE2.
struct Limits {
    index: usize,
    max: usize,
    salt: usize,
    /// Bits of a node's offset.
    offset_bits: u32,
}

const B_LIMITS: Limits = Limits { index: 14, max: Blake2b::MAX, salt: Blake2b::SALT, offset_bits: 64 };
const S_LIMITS: Limits = Limits { index: 15, max: Blake2s::MAX, salt: Blake2s::SALT, offset_bits: 48 };

/// A small number among the parameters.
fn small(
    cx: &mut Cx,
    o: Option<&ObjRef>,
    default: u8,
    range: std::ops::RangeInclusive<i32>,
    words: String,
) -> PyResult<u8> {
    let Some(o) = o else { return Ok(default) };
    let v = crate::str::args::c_int(cx, o)?;
    if range.contains(&v) { Ok(v as u8) } else { Err(cx.value_error(words)) }
}

/// Bytes among the parameters, of a length that is not more than `max`.
fn short_bytes(cx: &mut Cx, o: Option<&ObjRef>, max: usize, what: &str) -> PyResult<Vec<u8>> {
    let Some(o) = o else { return Ok(Vec::new()) };
    let bytes = cx.contiguous_buffer(o)?.copied(cx)?;
    if bytes.len() > max {
        return Err(cx.value_error(format!("maximum {what} length is {max} bytes")));
    }
    Ok(bytes)
}

fn parameters(cx: &mut Cx, l: &Limits, args: &Args) -> PyResult<(Parameters, Option<ObjRef>)> {
    let max = l.max;
    let ([], bound) = args.bind(cx, ALGORITHMS[l.index].name, &BLAKE2)?;
    let [data, size, key, salt, person, fanout, depth, leaf, offset, node_depth, inner, last, _] = bound;
    let full = max as i32;
    let p = Parameters {
        digest_size: small(
            cx,
            size.as_ref(),
            max as u8,
            1..=full,
            format!("digest_size must be between 1 and {max} bytes"),
        )?,
        salt: short_bytes(cx, salt.as_ref(), l.salt, "salt")?,
        person: short_bytes(cx, person.as_ref(), l.salt, "person")?,
        fanout: small(cx, fanout.as_ref(), 1, 0..=255, "fanout must be between 0 and 255".into())?,
        depth: small(cx, depth.as_ref(), 1, 1..=255, "depth must be between 1 and 255".into())?,
        leaf_size: match leaf {
            Some(o) => match u32::try_from(unsigned(cx, &o)?) {
                Ok(v) => v,
                Err(_) => return Err(cx.overflow_error("leaf_size is too large")),
            },
            None => 0,
        },
        node_offset: match offset {
            Some(o) => {
                let v = unsigned(cx, &o)?;
                if l.offset_bits < 64 && v >> l.offset_bits != 0 {
                    return Err(cx.overflow_error("node_offset is too large"));
                }
                v
            }
            None => 0,
        },
        node_depth: small(
            cx,
            node_depth.as_ref(),
            0,
            0..=255,
            "node_depth must be between 0 and 255".into(),
        )?,
        inner_size: small(
            cx,
            inner.as_ref(),
            0,
            0..=full,
            format!("inner_size must be between 0 and is {max}"),
        )?,
        last_node: match last {
            Some(o) => cx.truth(&o)?,
            None => false,
        },
        key: short_bytes(cx, key.as_ref(), max, "key")?,
    };
    Ok((p, data))
}

fn new_blake2(
    cx: &mut Cx,
    class: &ObjRef,
    l: &Limits,
    args: &Args,
    start: fn(&Parameters) -> State,
) -> PyResult {
    let (p, data) = parameters(cx, l, args)?;
    let ty = cx.expect_type(class)?;
    let me = cx.new_instance(ty, Hash { algorithm: &ALGORITHMS[l.index], state: start(&p) });
    if let Some(data) = data {
        feed(cx, &me, &data)?;
    }
    Ok(me)
}

fn new_blake2b(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    new_blake2(cx, class, &B_LIMITS, args, |p| State::Blake2b(Box::new(Blake2b::new(p))))
}

fn new_blake2s(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    new_blake2(cx, class, &S_LIMITS, args, |p| State::Blake2s(Box::new(Blake2s::new(p))))
}

static BLAKE2B: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_blake2b), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    doc: "Return a new BLAKE2b hash object.",
};
static BLAKE2S: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_blake2s), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    doc: "Return a new BLAKE2s hash object.",
};

pub fn install_blake2(cx: &mut Cx) {
    let doc = "_blake2b provides BLAKE2b for hashlib\n";
    let dict = native_module(cx, "_blake2", doc, &[]);
    for (name, spec, l) in [("blake2b", &BLAKE2B, B_LIMITS), ("blake2s", &BLAKE2S, S_LIMITS)] {
        let ty = hash_type(cx, name, &format!("_blake2.{name}"), spec);
        for (constant, value) in [
            ("SALT_SIZE", l.salt),
            ("PERSON_SIZE", l.salt),
            ("MAX_KEY_SIZE", l.max),
            ("MAX_DIGEST_SIZE", l.max),
        ] {
            let value = cx.usize(value);
            if let Some(t) = TypeObj::of(&ty) {
                cx.namespace_put(&t.data.dict, constant, value.clone());
            }
            cx.namespace_put(&dict, &format!("{}_{constant}", name.to_uppercase()), value);
        }
        cx.namespace_put(&dict, name, ty);
    }
}
