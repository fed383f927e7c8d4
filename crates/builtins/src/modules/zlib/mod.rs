//! The module `zlib`.

mod deflate;
mod huffman;
mod stream;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use self::stream::{Deflate, Fault, Flush, Inflate, Wrapping, adler32};
use super::binascii::{crc32, low_word};
use super::compression::Inflating;
use crate::module::{exception_class, native_module, raise_kept};
use crate::str::args::{c_int, ssize};

/// `compressobj()`
struct Compress(Option<Deflate>);

/// `decompressobj()`
struct Decompress {
    /// Away while it runs.
    stream: Option<Inflate>,
    unused_data: Vec<u8>,
    unconsumed_tail: Vec<u8>,
}

type Decompressor = super::compression::Decompressor<Inflate>;

theseus_object::leaf_payloads!(Compress, Decompress);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "adler32",
        adler,
        1,
        2,
        "adler32($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data.",
    ),
    NativeDef::f_full(
        "compress",
        compress,
        "compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes object containing compressed data.",
    ),
    NativeDef::f_full(
        "compressobj",
        compressobj,
        "compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)\n--\n\nReturn a compressor object.",
    ),
    NativeDef::f_range(
        "crc32",
        crc32,
        1,
        2,
        "crc32($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data.",
    ),
    NativeDef::f_full(
        "decompress",
        decompress,
        "decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object containing the uncompressed data.",
    ),
    NativeDef::f_full(
        "decompressobj",
        decompressobj,
        "decompressobj($module, /, wbits=MAX_WBITS, zdict=b'')\n--\n\nReturn a decompressor object.",
    ),
];

static COMPRESS: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m1(
            "compress",
            compress_more,
            "compress($self, data, /)\n--\n\nReturns a bytes object containing compressed data.",
        ),
        NativeDef::range(
            "flush",
            flush_compress,
            0,
            1,
            "flush($self, mode=zlib.Z_FINISH, /)\n--\n\nReturn a bytes object containing any remaining compressed data.",
        ),
        NativeDef::m0(
            "copy",
            copy_compress,
            "copy($self, /)\n--\n\nReturn a copy of the compression object.",
        ),
        NativeDef::m0("__copy__", copy_compress, "__copy__($self, /)\n--\n\n"),
        NativeDef::m1(
            "__deepcopy__",
            |cx, me, _| copy_compress(cx, me),
            "__deepcopy__($self, memo, /)\n--\n\n",
        ),
    ],
    ..TypeSpec::EMPTY
};

static DECOMPRESS: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::full(
            "decompress",
            decompress_more,
            "decompress($self, data, /, max_length=0)\n--\n\nReturn a bytes object containing the decompressed version of the data.",
        ),
        NativeDef::range(
            "flush",
            flush_decompress,
            0,
            1,
            "flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nReturn a bytes object containing any remaining decompressed data.",
        ),
        NativeDef::m0(
            "copy",
            copy_decompress,
            "copy($self, /)\n--\n\nReturn a copy of the decompression object.",
        ),
        NativeDef::m0("__copy__", copy_decompress, "__copy__($self, /)\n--\n\n"),
        NativeDef::m1(
            "__deepcopy__",
            |cx, me, _| copy_decompress(cx, me),
            "__deepcopy__($self, memo, /)\n--\n\n",
        ),
    ],
    getsets: &[
        GetSet::member(
            "unused_data",
            |cx, me| {
                let bytes = object(cx, me)?.unused_data.clone();
                cx.new_bytes_if_room(&bytes)
            },
            "",
        ),
        GetSet::member(
            "unconsumed_tail",
            |cx, me| {
                let bytes = object(cx, me)?.unconsumed_tail.clone();
                cx.new_bytes_if_room(&bytes)
            },
            "",
        ),
        GetSet::member(
            "eof",
            |cx, me| {
                let end = object(cx, me)?.stream.as_ref().is_some_and(Inflate::is_at_end);
                Ok(cx.bool(end))
            },
            "",
        ),
    ],
    ..TypeSpec::EMPTY
};

static DECOMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[Decompressor::DECOMPRESS],
    getsets: &[Decompressor::EOF, Decompressor::UNUSED_DATA, Decompressor::NEEDS_INPUT],
    doc: "Create a decompressor object for decompressing data incrementally.",
};

const CONSTANTS: &[(&str, i64)] = &[
    ("MAX_WBITS", 15),
    ("DEFLATED", 8),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16384),
    ("Z_NO_COMPRESSION", 0),
    ("Z_BEST_SPEED", 1),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_FILTERED", 1),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_RLE", 3),
    ("Z_FIXED", 4),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_SYNC_FLUSH", 2),
    ("Z_FULL_FLUSH", 3),
    ("Z_FINISH", 4),
    ("Z_BLOCK", 5),
    ("Z_TREES", 6),
];

/// The version of zlib whose interface this is.
const VERSION: &str = "1.2.13";

pub fn install(cx: &mut Cx) {
    let doc = "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.";
    let dict = native_module(cx, "zlib", doc, FUNCTIONS);
    for (name, value) in CONSTANTS {
        cx.namespace_put(&dict, name, cx.int(*value));
    }
    for (name, text) in [("ZLIB_VERSION", VERSION), ("ZLIB_RUNTIME_VERSION", VERSION), ("__version__", "1.0")]
    {
        cx.namespace_put(&dict, name, cx.new_str(text));
    }
    let exception = cx.excs.exception.clone();
    exception_class(cx, &dict, "zlib.error", "zlib", "error", &exception);
    let compress = cx.add_native_type::<Compress>("zlib.Compress", None, 0);
    cx.fill_type(&compress, &COMPRESS);
    let decompress = cx.add_native_type::<Decompress>("zlib.Decompress", None, 0);
    cx.fill_type(&decompress, &DECOMPRESS);
    let decompressor = cx.add_native_type::<Decompressor>("zlib._ZlibDecompressor", None, 0);
    cx.fill_type(&decompressor, &DECOMPRESSOR);
    cx.namespace_put(&dict, "_ZlibDecompressor", decompressor.as_ref().clone());
}

fn error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "zlib.error", message)
}

fn fault(cx: &mut Cx, Fault(code, words): Fault) -> Raised {
    match words {
        "zdict" => error(cx, "Error -3 while setting zdict: invalid input data"),
        "" => error(cx, format!("Error {code} while decompressing data")),
        _ => error(cx, format!("Error {code} while decompressing data: {words}")),
    }
}

fn adler(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let buffer = cx.contiguous_buffer(&args[0])?;
    let start = match args.get(1) {
        Some(v) => low_word(cx, v)?,
        None => 1,
    };
    let mut sum = start;
    cx.each_piece(&buffer, |piece| sum = adler32(sum, piece))?;
    Ok(cx.int(sum.into()))
}

/// The window's bits and what wraps the data; `None` if there is no such thing.
fn wrapping(wbits: i32, decompress: bool) -> Option<(u32, Wrapping)> {
    let least = if decompress { 8 } else { 9 };
    let (bits, wrapping) = match wbits {
        0 if decompress => (0, Wrapping::Zlib),
        _ if (-15..=-least).contains(&wbits) => (-wbits, Wrapping::Raw),
        8..=15 => (wbits, Wrapping::Zlib),
        _ if (16 + least..=31).contains(&wbits) => (wbits - 16, Wrapping::Gzip),
        40..=47 if decompress => (wbits - 32, Wrapping::Auto),
        _ => return None,
    };
    Some((bits as u32, wrapping))
}

fn int_or(cx: &mut Cx, o: Option<ObjRef>, default: i32) -> PyResult<i32> {
    match o {
        Some(o) => c_int(cx, &o),
        None => Ok(default),
    }
}

/// Bytes handled without asking for interrupts.
const CHUNK: usize = 1 << 20;

/// How much memory a compressor takes if nobody says, as zlib counts it.
const USUAL_MEMORY: u32 = 8;

/// Compresses all of the data.
fn deflate_all(cx: &mut Cx, stream: &mut Deflate, data: &[u8], flush: Flush) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = data;
    while rest.len() > CHUNK {
        let (now, later) = rest.split_at(CHUNK);
        stream.run(now, Flush::No, &mut out);
        rest = later;
        cx.poll()?;
    }
    stream.run(rest, flush, &mut out);
    Ok(out)
}

static COMPRESS_PARAMS: Params<1, 2> =
    Params { required: ["data"], optional: ["level", "wbits"], posonly: 1, kwonly: 3 };

fn compress(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [level, wbits]) = args.bind(cx, "compress", &COMPRESS_PARAMS)?;
    let buffer = cx.contiguous_buffer(&data)?;
    let level = int_or(cx, level, -1)?;
    let wbits = int_or(cx, wbits, 15)?;
    let Some((bits, wrapping)) = wrapping(wbits, false).filter(|_| (-1..=9).contains(&level)) else {
        return Err(error(cx, "Bad compression level"));
    };
    let data = buffer.copied(cx)?;
    let mut stream = Deflate::new(level, bits, wrapping, USUAL_MEMORY, 0, None);
    let out = deflate_all(cx, &mut stream, &data, Flush::Finish)?;
    cx.new_bytes_if_room(&out)
}

static COMPRESSOBJ: Params<0, 6> = Params {
    required: [],
    optional: ["level", "method", "wbits", "memLevel", "strategy", "zdict"],
    posonly: 0,
    kwonly: 6,
};

fn compressobj(cx: &mut Cx, args: &Args) -> PyResult {
    let ([], [level, method, wbits, memory, strategy, dictionary]) =
        args.bind(cx, "compressobj", &COMPRESSOBJ)?;
    let level = int_or(cx, level, -1)?;
    let method = int_or(cx, method, 8)?;
    let wbits = int_or(cx, wbits, 15)?;
    let memory = int_or(cx, memory, 8)?;
    let strategy = int_or(cx, strategy, 0)?;
    let dictionary = match dictionary {
        Some(d) => Some(cx.contiguous_buffer(&d)?.copied(cx)?),
        None => None,
    };
    let valid =
        (-1..=9).contains(&level) && method == 8 && (1..=9).contains(&memory) && (0..=4).contains(&strategy);
    let Some((bits, wrapping)) = wrapping(wbits, false).filter(|_| valid) else {
        return Err(cx.value_error("Invalid initialization option"));
    };
    let stream = Deflate::new(level, bits, wrapping, memory as u32, strategy, dictionary.as_deref());
    Ok(cx.new_object(Compress(Some(stream))))
}

/// Runs a compression object's stream, which is away meanwhile: nobody else may use it.
fn run_compress(cx: &mut Cx, me: &ObjRef, data: &[u8], flush: Flush, doing: &str) -> PyResult {
    let stream = cx.heap.get_mut::<Compress>(me).and_then(|c| c.0.take());
    let mut out = None;
    let mut interrupted = None;
    if let Some(mut stream) = stream {
        if !stream.finished {
            match deflate_all(cx, &mut stream, data, flush) {
                Ok(made) => out = Some(made),
                Err(e) => interrupted = Some(e),
            }
        }
        if let Some(c) = cx.heap.get_mut::<Compress>(me) {
            c.0 = Some(stream);
        }
    }
    match (out, interrupted) {
        (_, Some(e)) => Err(e),
        (Some(out), _) => cx.new_bytes_if_room(&out),
        (None, None) => Err(error(cx, format!("Error -2 while {doing}: inconsistent stream state"))),
    }
}

fn compress_more(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(data)?.copied(cx)?;
    run_compress(cx, me, &data, Flush::No, "compressing data")
}

fn flush_compress(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let mode = match args.get(1) {
        Some(m) => c_int(cx, m)?,
        None => 4,
    };
    let flush = match mode {
        0 => return Ok(cx.empty_bytes.clone()),
        1 | 2 | 5 | 6 => Flush::Sync,
        3 => Flush::Full,
        4 => Flush::Finish,
        _ => return Err(error(cx, "Error -2 while flushing: inconsistent stream state")),
    };
    run_compress(cx, &args[0], &[], flush, "flushing")
}

fn copy_compress(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<Compress>(me).and_then(|c| c.0.clone()).filter(|s| !s.finished) {
        Some(stream) => Ok(cx.new_object(Compress(Some(stream)))),
        None => Err(cx.value_error("Inconsistent stream state")),
    }
}

/// Decompresses up to `limit` bytes; gives them and how much was read.
fn inflate_all(cx: &mut Cx, stream: &mut Inflate, data: &[u8], limit: usize) -> PyResult<(Vec<u8>, usize)> {
    let (mut out, mut read) = (Vec::new(), 0);
    loop {
        let step = CHUNK.min(limit - out.len());
        let part = stream.run(data.get(read..).unwrap_or_default(), step, &mut out);
        match part {
            Ok(n) => read += n,
            Err(e) => return Err(fault(cx, e)),
        }
        // Less than asked for: the input or the stream has ended.
        if !out.len().is_multiple_of(CHUNK) || out.len() >= limit || stream.is_at_end() || out.is_empty() {
            return Ok((out, read));
        }
        if read >= data.len() && step == CHUNK && stream_is_dry(stream) {
            return Ok((out, read));
        }
        cx.poll()?;
    }
}

/// Whether a stream gives nothing more without input.
fn stream_is_dry(stream: &Inflate) -> bool {
    let mut more = Vec::new();
    stream.clone().run(&[], 1, &mut more).is_err() || more.is_empty()
}

static DECOMPRESS_PARAMS: Params<1, 2> =
    Params { required: ["data"], optional: ["wbits", "bufsize"], posonly: 1, kwonly: 3 };

fn decompress(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [wbits, size]) = args.bind(cx, "decompress", &DECOMPRESS_PARAMS)?;
    let buffer = cx.contiguous_buffer(&data)?;
    let wbits = int_or(cx, wbits, 15)?;
    let size = match size {
        Some(s) => ssize(cx, &s)?,
        None => 16384,
    };
    if size < 0 {
        return Err(cx.value_error("bufsize must be non-negative"));
    }
    let Some((bits, wrapping)) = wrapping(wbits, true) else {
        return Err(error(cx, "Error -2 while preparing to decompress data: inconsistent stream state"));
    };
    let data = buffer.copied(cx)?;
    let mut stream = Inflate::new(wrapping, bits, None);
    let (out, _) = inflate_all(cx, &mut stream, &data, usize::MAX)?;
    if !stream.is_at_end() {
        return Err(error(cx, "Error -5 while decompressing data: incomplete or truncated stream"));
    }
    cx.new_bytes_if_room(&out)
}

static DECOMPRESSOBJ: Params<0, 2> =
    Params { required: [], optional: ["wbits", "zdict"], posonly: 0, kwonly: 2 };

/// The stream that the arguments of a constructor mean.
fn new_inflate(cx: &mut Cx, args: &Args, name: &str) -> PyResult<Inflate> {
    let ([], [wbits, dictionary]) = args.bind(cx, name, &DECOMPRESSOBJ)?;
    let wbits = int_or(cx, wbits, 15)?;
    let dictionary = match dictionary {
        Some(d) => match cx.try_buffer(&d)? {
            Some(b) => Some(b.copied(cx)?).filter(|d| !d.is_empty()),
            None => return Err(cx.type_error("zdict argument must support the buffer protocol")),
        },
        None => None,
    };
    match wrapping(wbits, true) {
        Some((bits, wrapping)) => Ok(Inflate::new(wrapping, bits, dictionary)),
        None => Err(cx.value_error("Invalid initialization option")),
    }
}

fn decompressobj(cx: &mut Cx, args: &Args) -> PyResult {
    let stream = new_inflate(cx, args, "decompressobj")?;
    Ok(cx.new_object(Decompress {
        stream: Some(stream),
        unused_data: Vec::new(),
        unconsumed_tail: Vec::new(),
    }))
}

fn object<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a Decompress> {
    if !me.has_payload::<Decompress>() {
        return Err(cx.bad_internal("decompression object"));
    }
    cx.heap.get::<Decompress>(me).ok_or(Raised)
}

static MORE: Params<1, 1> = Params { required: ["data"], optional: ["max_length"], posonly: 1, kwonly: 2 };

fn decompress_more(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([data], [limit]) = args.bind(cx, "decompress", &MORE)?;
    let data = cx.contiguous_buffer(&data)?.copied(cx)?;
    let limit = match limit {
        Some(l) => ssize(cx, &l)?,
        None => 0,
    };
    let limit = match usize::try_from(limit) {
        Ok(0) => usize::MAX,
        Ok(limit) => limit,
        Err(_) => return Err(cx.value_error("max_length must be non-negative")),
    };
    run_decompress(cx, me, &data, limit)
}

fn run_decompress(cx: &mut Cx, me: &ObjRef, data: &[u8], limit: usize) -> PyResult {
    let Some(mut stream) = cx.heap.get_mut::<Decompress>(me).and_then(|d| d.stream.take()) else {
        return Err(cx.value_error("Inconsistent stream state"));
    };
    let done = inflate_all(cx, &mut stream, data, limit);
    let (out, read) = match done {
        Ok(done) => done,
        Err(e) => {
            if let Some(d) = cx.heap.get_mut::<Decompress>(me) {
                d.stream = Some(stream);
            }
            return Err(e);
        }
    };
    let rest = data.get(read..).unwrap_or_default();
    let ended = stream.is_at_end();
    if let Some(d) = cx.heap.get_mut::<Decompress>(me) {
        d.stream = Some(stream);
        d.unconsumed_tail.clear();
        if ended {
            d.unused_data.extend_from_slice(rest);
        } else {
            d.unconsumed_tail.extend_from_slice(rest);
        }
    }
    cx.new_bytes_if_room(&out)
}

fn flush_decompress(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let length = match args.get(1) {
        Some(l) => ssize(cx, l)?,
        None => 16384,
    };
    if length <= 0 {
        return Err(cx.value_error("length must be greater than zero"));
    }
    let tail = object(cx, me)?.unconsumed_tail.clone();
    run_decompress(cx, me, &tail, usize::MAX)
}

fn copy_decompress(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = object(cx, me)?;
    let copy = Decompress {
        stream: d.stream.clone(),
        unused_data: d.unused_data.clone(),
        unconsumed_tail: d.unconsumed_tail.clone(),
    };
    Ok(cx.new_object(copy))
}

fn new_decompressor(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let stream = new_inflate(cx, args, "_ZlibDecompressor")?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Decompressor::new(stream)))
}

impl Inflating for Inflate {
    const AT_END: &'static str = "End of stream already reached";

    fn expand(
        &mut self,
        cx: &mut Cx,
        input: &[u8],
        limit: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<(usize, bool)> {
        // What fails leaves the stream as it was.
        let mut stream = self.clone();
        let (bytes, read) = inflate_all(cx, &mut stream, input, limit)?;
        *out = bytes;
        *self = stream;
        Ok((read, self.is_at_end()))
    }
}
