//! The module `_lzma`: compression by LZMA, in the containers `.xz` and `.lzma`.

mod compress;
mod decompress;
mod filters;

use lzma_rust2::CheckType;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use self::compress::Sink;
use self::decompress::{Container, Fault, Stream};
use self::filters::Filter;
use super::compression::{CHUNK, Deflating, Inflating};
use crate::module::{exception_class, native_module, raise_kept};
use crate::str::args::c_int;

const FORMAT_AUTO: i32 = 0;
const FORMAT_XZ: i32 = 1;
const FORMAT_ALONE: i32 = 2;
const FORMAT_RAW: i32 = 3;

const CHECK_NONE: i64 = 0;
const CHECK_ID_MAX: i64 = 15;
const CHECK_UNKNOWN: i64 = 16;
const CHECKS: &[CheckType] = &[CheckType::None, CheckType::Crc32, CheckType::Crc64, CheckType::Sha256];

const CONSTANTS: &[(&str, i64)] = &[
    ("FORMAT_AUTO", FORMAT_AUTO as i64),
    ("FORMAT_XZ", FORMAT_XZ as i64),
    ("FORMAT_ALONE", FORMAT_ALONE as i64),
    ("FORMAT_RAW", FORMAT_RAW as i64),
    ("CHECK_NONE", CHECK_NONE),
    ("CHECK_CRC32", CheckType::Crc32 as i64),
    ("CHECK_CRC64", CheckType::Crc64 as i64),
    ("CHECK_SHA256", CheckType::Sha256 as i64),
    ("CHECK_ID_MAX", CHECK_ID_MAX),
    ("CHECK_UNKNOWN", CHECK_UNKNOWN),
    ("FILTER_LZMA1", filters::LZMA1 as i64),
    ("FILTER_LZMA2", filters::LZMA2 as i64),
    ("FILTER_DELTA", filters::DELTA as i64),
    ("FILTER_X86", 4),
    ("FILTER_POWERPC", 5),
    ("FILTER_IA64", 6),
    ("FILTER_ARM", 7),
    ("FILTER_ARMTHUMB", 8),
    ("FILTER_SPARC", 9),
    ("MODE_FAST", filters::MODE_FAST as i64),
    ("MODE_NORMAL", filters::MODE_NORMAL as i64),
    ("PRESET_DEFAULT", filters::DEFAULT_PRESET as i64),
    ("PRESET_EXTREME", filters::EXTREME as i64),
];

// The words of LZMAError.
const CORRUPT: &str = "Corrupt input data";
const FORMAT: &str = "Input format not supported by decoder";
const INTERNAL: &str = "Internal error";
const MEMORY_LIMIT: &str = "Memory usage limit exceeded";
const OPTIONS: &str = "Invalid or unsupported options";

type Compressor = super::compression::Compressor<Box<dyn Sink>>;
type Decompressor = super::compression::Decompressor<Stream>;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "is_check_supported",
        is_check_supported,
        "is_check_supported($module, check_id, /)\n--\n\nTest whether the given integrity check is supported.\n\nAlways returns True for CHECK_NONE and CHECK_CRC32.",
    ),
    NativeDef::f1(
        "_encode_filter_properties",
        encode_filter_properties,
        "_encode_filter_properties($module, filter, /)\n--\n\nReturn a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options.",
    ),
    NativeDef::f_full(
        "_decode_filter_properties",
        decode_filter_properties,
        "_decode_filter_properties($module, filter_id, encoded_props, /)\n--\n\nReturn a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options.",
    ),
];

static COMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_compressor), ..Slots::EMPTY },
    methods: Compressor::METHODS,
    doc: "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nCreate a compressor object for compressing data incrementally.",
    ..TypeSpec::EMPTY
};

static DECOMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[Decompressor::DECOMPRESS],
    getsets: &[
        GetSet::member(
            "check",
            |cx, me| {
                let stream = cx.heap.get::<Decompressor>(me).and_then(Decompressor::stream);
                let check = stream.map_or(CHECK_UNKNOWN, Stream::check);
                Ok(cx.int(check))
            },
            "ID of the integrity check used by the input stream.",
        ),
        Decompressor::EOF,
        Decompressor::NEEDS_INPUT,
        Decompressor::UNUSED_DATA,
    ],
    doc: "Create a decompressor object for decompressing data incrementally.",
};

static COMPRESSOR_PARAMS: Params<0, 4> =
    Params { required: [], optional: ["format", "check", "preset", "filters"], posonly: 0, kwonly: 4 };
static DECOMPRESSOR_PARAMS: Params<0, 3> =
    Params { required: [], optional: ["format", "memlimit", "filters"], posonly: 0, kwonly: 3 };
static STORED: Params<2, 0> =
    Params { required: ["filter_id", "encoded_props"], optional: [], posonly: 2, kwonly: 2 };

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_lzma", "", FUNCTIONS);
    for (name, value) in CONSTANTS {
        cx.namespace_put(&dict, name, cx.int(*value));
    }
    for (name, value) in filters::MATCH_FINDERS {
        cx.namespace_put(&dict, name, cx.int(*value as i64));
    }
    let exception = cx.excs.exception.clone();
    exception_class(cx, &dict, "_lzma.LZMAError", "_lzma", "LZMAError", &exception);
    let compressor = cx.add_native_type::<Compressor>("_lzma.LZMACompressor", None, 0);
    cx.fill_type(&compressor, &COMPRESSOR);
    let decompressor = cx.add_native_type::<Decompressor>("_lzma.LZMADecompressor", None, 0);
    cx.fill_type(&decompressor, &DECOMPRESSOR);
    for (name, ty) in [("LZMACompressor", &compressor), ("LZMADecompressor", &decompressor)] {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
}

#[cold]
fn error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "_lzma.LZMAError", message)
}

#[cold]
fn raise(cx: &mut Cx, fault: Fault) -> Raised {
    match fault {
        Fault::Data(words) => error(cx, words),
        Fault::Memory => cx.memory_error(""),
    }
}

fn is_check_supported(cx: &mut Cx, id: &ObjRef) -> PyResult {
    let id = c_int(cx, id)?;
    let known = CHECKS.iter().any(|&check| check as i32 == id);
    Ok(cx.bool(known))
}

fn encode_filter_properties(cx: &mut Cx, spec: &ObjRef) -> PyResult {
    let filter = filters::filter(cx, spec)?;
    let stored = filters::encode(cx, filter)?;
    Ok(cx.new_bytes(&stored))
}

fn decode_filter_properties(cx: &mut Cx, args: &Args) -> PyResult {
    let ([id, stored], []) = args.bind(cx, "_decode_filter_properties", &STORED)?;
    let id = cx.index(&id)?;
    let Some(id) = id.int().and_then(|id| u64::try_from(id).ok()) else {
        return Err(cx.overflow_error("can't convert negative int to unsigned"));
    };
    let stored = cx.contiguous_buffer(&stored)?.copied(cx)?;
    filters::decode(cx, id, &stored)
}

// ---- compression

fn new_compressor(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([], [format, check, preset, specs]) = args.bind(cx, "LZMACompressor", &COMPRESSOR_PARAMS)?;
    let format = format.map_or(Ok(FORMAT_XZ), |format| c_int(cx, &format))?;
    let check = check.map_or(Ok(-1), |check| c_int(cx, &check))?;
    let preset = preset.filter(|preset| !preset.is_none());
    let specs = specs.filter(|specs| !specs.is_none());
    if preset.is_some() && specs.is_some() {
        return Err(cx.value_error("Cannot specify both preset and filter chain"));
    }
    if format != FORMAT_XZ && !matches!(check, -1 | 0) {
        return Err(cx.value_error("Integrity checks are only supported by FORMAT_XZ"));
    }
    let preset = preset.map_or(Ok(filters::DEFAULT_PRESET), |preset| filters::uint32(cx, &preset))?;
    let sink = match format {
        FORMAT_XZ => {
            let check = integrity_check(cx, check)?;
            let filters = match specs {
                Some(specs) => filters::chain(cx, &specs)?,
                None => match filters::preset(preset) {
                    Some(options) => vec![Filter::Lzma(filters::LZMA2, Box::new(options))],
                    None => return Err(error(cx, OPTIONS)),
                },
            };
            let chain = filters::checked(cx, filters)?;
            if chain.id != filters::LZMA2 {
                return Err(error(cx, INTERNAL));
            }
            compress::xz(chain, check)
        }
        FORMAT_ALONE => {
            let filters = match specs {
                Some(specs) => filters::chain(cx, &specs)?,
                None => {
                    vec![Filter::Lzma(filters::LZMA1, Box::new(filters::named_preset(cx, preset)?))]
                }
            };
            if !matches!(filters[..], [Filter::Lzma(filters::LZMA1, _)]) {
                let text = "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter";
                return Err(cx.value_error(text));
            }
            let chain = filters::checked(cx, filters)?;
            compress::alone(&chain)
        }
        FORMAT_RAW => {
            let Some(specs) = specs else {
                return Err(cx.value_error("Must specify filters for FORMAT_RAW"));
            };
            let filters = filters::chain(cx, &specs)?;
            compress::raw(filters::checked(cx, filters)?)
        }
        _ => return Err(cx.value_error(format!("Invalid container format: {format}"))),
    };
    let Ok(sink) = sink else { return Err(error(cx, OPTIONS)) };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Compressor::new(sink)))
}

fn integrity_check(cx: &mut Cx, number: i32) -> PyResult<CheckType> {
    if number == -1 {
        return Ok(CheckType::Crc64);
    }
    match CHECKS.iter().find(|&&check| check as i32 == number) {
        Some(check) => Ok(*check),
        None if number as i64 <= CHECK_ID_MAX => Err(error(cx, "Unsupported integrity check")),
        None => Err(error(cx, INTERNAL)),
    }
}

impl Deflating for Box<dyn Sink> {
    fn feed(&mut self, cx: &mut Cx, data: &[u8]) -> PyResult<Vec<u8>> {
        let mut done = Ok(());
        for part in data.chunks(CHUNK) {
            done = cx.poll();
            if done.is_ok() && self.write_all(part).is_err() {
                done = Err(error(cx, INTERNAL));
            }
            if done.is_err() {
                break;
            }
        }
        let out = self.take();
        done.map(|()| out)
    }

    fn finish(self, cx: &mut Cx) -> PyResult<Vec<u8>> {
        self.end().map_err(|_| error(cx, INTERNAL))
    }
}

// ---- decompression

fn new_decompressor(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([], [format, limit, specs]) = args.bind(cx, "LZMADecompressor", &DECOMPRESSOR_PARAMS)?;
    let format = format.map_or(Ok(FORMAT_AUTO), |format| c_int(cx, &format))?;
    let specs = specs.filter(|specs| !specs.is_none());
    let limit = match limit.filter(|limit| !limit.is_none()) {
        Some(_) if format == FORMAT_RAW => {
            return Err(cx.value_error("Cannot specify memory limit with FORMAT_RAW"));
        }
        Some(limit) => Some(memory_limit(cx, &limit)?),
        None => None,
    };
    if format != FORMAT_RAW && specs.is_some() {
        return Err(cx.value_error("Cannot specify filters except with FORMAT_RAW"));
    }
    let stream = match (format, specs) {
        (FORMAT_RAW, None) => return Err(cx.value_error("Must specify filters for FORMAT_RAW")),
        (FORMAT_RAW, Some(specs)) => {
            let filters = filters::chain(cx, &specs)?;
            let chain = filters::checked(cx, filters)?;
            Stream::raw(&chain).map_err(|fault| raise(cx, fault))?
        }
        (FORMAT_AUTO, _) => Stream::new(Container::Any, limit),
        (FORMAT_XZ, _) => Stream::new(Container::Xz, limit),
        (FORMAT_ALONE, _) => Stream::new(Container::Alone, limit),
        _ => return Err(cx.value_error(format!("Invalid container format: {format}"))),
    };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Decompressor::new(stream)))
}

/// An int of 64 bits without sign.
fn memory_limit(cx: &mut Cx, o: &ObjRef) -> PyResult<u64> {
    let limit = cx.index(o)?;
    match limit.int() {
        Some(limit) => {
            u64::try_from(limit).map_err(|_| cx.overflow_error("can't convert negative int to unsigned"))
        }
        None => Ok(u64::MAX),
    }
}

impl Inflating for Stream {
    const AT_END: &'static str = "Already at end of stream";

    fn expand(
        &mut self,
        cx: &mut Cx,
        input: &[u8],
        limit: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<(usize, bool)> {
        let mut read = 0;
        loop {
            cx.poll()?;
            let (start, room) = (out.len(), CHUNK.min(limit - out.len()));
            out.resize(start + room, 0);
            let part = &input[read..input.len().min(read + CHUNK)];
            let step = self.step(part, &mut out[start..]);
            out.truncate(start + step.as_ref().map_or(0, |step| step.written));
            let step = step.map_err(|fault| raise(cx, fault))?;
            read += step.read;
            if step.ended {
                return Ok((read, true));
            }
            let idle = step.read == 0 && step.written == 0;
            if idle || out.len() >= limit {
                return Ok((read, false));
            }
        }
    }

    fn unused(&self) -> &[u8] {
        self.after_end()
    }
}
