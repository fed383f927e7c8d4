//! The module `_bz2`: compression by block sorting.

use bzip2::{Action, Compress, Compression, Decompress, Status};
use theseus_object::class::TypeSpec;
use theseus_object::cx::Params;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use crate::module::native_module;
use crate::str::args::{c_int, ssize};

/// Bytes handled without asking for interrupts.
const CHUNK: usize = 1 << 16;

/// `BZ2Compressor()`; nothing after `flush`.
struct Compressor(Option<Compress>);

/// `BZ2Decompressor()`
struct Decompressor {
    stream: Option<Decompress>,
    /// Input that had no room in the last output.
    input: Vec<u8>,
    unused_data: Vec<u8>,
    eof: bool,
    needs_input: bool,
}

impl Payload for Compressor {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Payload for Decompressor {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static COMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_compressor), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "compress",
            compress,
            "compress($self, data, /)\n--\n\nProvide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.",
        ),
        NativeDef::m0(
            "flush",
            flush,
            "flush($self, /)\n--\n\nFinish the compression process.\n\nReturns the compressed data left in internal buffers.",
        ),
    ],
    doc: "Create a compressor object for compressing data incrementally.",
    ..TypeSpec::EMPTY
};

static DECOMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[NativeDef::full(
        "decompress",
        decompress,
        "decompress($self, /, data, max_length=-1)\n--\n\nDecompress *data*, returning uncompressed data as bytes.",
    )],
    getsets: &[
        GetSet::member(
            "eof",
            |cx, me| {
                let eof = cx.heap.get::<Decompressor>(me).is_some_and(|d| d.eof);
                Ok(cx.bool(eof))
            },
            "True if the end-of-stream marker has been reached.",
        ),
        GetSet::member(
            "unused_data",
            |cx, me| {
                let bytes =
                    cx.heap.get::<Decompressor>(me).map(|d| d.unused_data.clone()).unwrap_or_default();
                Ok(cx.new_bytes(&bytes))
            },
            "Data found after the end of the compressed stream.",
        ),
        GetSet::member(
            "needs_input",
            |cx, me| {
                let needs = cx.heap.get::<Decompressor>(me).is_some_and(|d| d.needs_input);
                Ok(cx.bool(needs))
            },
            "True if more input is needed before more decompressed data can be produced.",
        ),
    ],
    doc: "Create a decompressor object for decompressing data incrementally.",
};

static LEVEL: Params<1> = Params { names: ["compresslevel"], required: 0, posonly: 1, kwonly: 1 };
static DATA: Params<2> = Params { names: ["data", "max_length"], required: 1, posonly: 0, kwonly: 2 };

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_bz2", "", &[]);
    let compressor = cx.add_native_type::<Compressor>("_bz2.BZ2Compressor", None, 0);
    cx.fill_type(&compressor, &COMPRESSOR);
    let decompressor = cx.add_native_type::<Decompressor>("_bz2.BZ2Decompressor", None, 0);
    cx.fill_type(&decompressor, &DECOMPRESSOR);
    for (name, ty) in [("BZ2Compressor", &compressor), ("BZ2Decompressor", &decompressor)] {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
}

fn new_compressor(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let [level] = args.bind(cx, "BZ2Compressor", &LEVEL)?;
    let level = match level {
        Some(level) => c_int(cx, &level)?,
        None => 9,
    };
    if !(1..=9).contains(&level) {
        return Err(cx.value_error("compresslevel must be between 1 and 9"));
    }
    let ty = cx.expect_type(class)?;
    // What the crate works with: it panics where that is not there.
    if !cx.can_allocate(8 << 20) {
        return Err(cx.memory_error(""));
    }
    Ok(cx.new_instance(ty, Compressor(Some(Compress::new(Compression::new(level as u32), 0)))))
}

fn finished(cx: &mut Cx) -> Raised {
    cx.value_error("Compressor has been flushed")
}

fn compress(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(data)?.bytes(&cx.heap).into_owned();
    let Some(mut stream) = cx.heap.get_mut::<Compressor>(me).and_then(|c| c.0.take()) else {
        return Err(finished(cx));
    };
    let done = run(cx, &mut stream, &data, Action::Run);
    if let Some(c) = cx.heap.get_mut::<Compressor>(me) {
        c.0 = Some(stream);
    }
    let out = done?;
    Ok(cx.new_bytes(&out))
}

fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(mut stream) = cx.heap.get_mut::<Compressor>(me).and_then(|c| c.0.take()) else {
        return Err(cx.value_error("Repeated call to flush()"));
    };
    let out = run(cx, &mut stream, &[], Action::Finish)?;
    Ok(cx.new_bytes(&out))
}

/// Compresses the data; at the end all that is still inside comes out.
fn run(cx: &mut Cx, stream: &mut Compress, data: &[u8], action: Action) -> PyResult<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    loop {
        cx.poll()?;
        out.reserve(CHUNK);
        let before = stream.total_in();
        let part = &rest[..rest.len().min(CHUNK)];
        let Ok(status) = stream.compress_vec(part, &mut out, action) else {
            return Err(cx.runtime_error("internal error of the compressor"));
        };
        rest = &rest[(stream.total_in() - before) as usize..];
        let ended = match action {
            Action::Finish => status == Status::StreamEnd,
            _ => rest.is_empty(),
        };
        if ended {
            return Ok(out);
        }
    }
}

fn new_decompressor(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if args.positional() > 0 || !args.names.is_empty() {
        let n = args.values.len();
        return Err(cx.type_error(format!("BZ2Decompressor() takes no arguments ({n} given)")));
    }
    let d = Decompressor {
        stream: Some(Decompress::new(false)),
        input: Vec::new(),
        unused_data: Vec::new(),
        eof: false,
        needs_input: true,
    };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, d))
}

fn decompress(cx: &mut Cx, args: &Args) -> PyResult {
    let Some((me, _)) = args.values.split_first() else { return Err(cx.bad_internal("receiver")) };
    let [Some(data), limit] = args.skip(1).bind(cx, "decompress", &DATA)? else {
        return Err(cx.bad_internal("arguments"));
    };
    let limit = match limit {
        Some(limit) => usize::try_from(ssize(cx, &limit)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let data = cx.contiguous_buffer(&data)?.bytes(&cx.heap).into_owned();
    let away = cx.heap.get_mut::<Decompressor>(me).filter(|d| !d.eof);
    let Some((mut stream, mut input)) =
        away.and_then(|d| Some((d.stream.take()?, std::mem::take(&mut d.input))))
    else {
        let ty = cx.excs.eof_error.clone();
        return Err(cx.error(&ty, "End of stream already reached"));
    };
    input.extend_from_slice(&data);
    let mut out = Vec::new();
    let done = expand(cx, &mut stream, &input, limit, &mut out);
    if let Some(d) = cx.heap.get_mut::<Decompressor>(me) {
        d.stream = Some(stream);
        if let Ok((read, eof)) = done {
            let rest = input.split_off(read);
            d.eof = eof;
            d.needs_input = !eof && rest.is_empty() && out.len() < limit;
            *(if eof { &mut d.unused_data } else { &mut d.input }) = rest;
        }
    }
    done?;
    Ok(cx.new_bytes(&out))
}

/// Decompresses up to `limit` bytes; how much was read, and whether the stream has ended.
fn expand(
    cx: &mut Cx,
    stream: &mut Decompress,
    input: &[u8],
    limit: usize,
    out: &mut Vec<u8>,
) -> PyResult<(usize, bool)> {
    let mut read = 0;
    loop {
        cx.poll()?;
        let room = CHUNK.min(limit - out.len());
        out.reserve_exact(room);
        let mut part = Vec::with_capacity(room);
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = match stream.decompress_vec(&input[read..], &mut part) {
            Ok(status) => status,
            Err(bzip2::Error::Sequence) => return Err(cx.runtime_error("internal error of the decompressor")),
            Err(_) => {
                let ty = cx.excs.os_error.clone();
                return Err(cx.error(&ty, "Invalid data stream"));
            }
        };
        read += (stream.total_in() - before_in) as usize;
        out.extend_from_slice(&part);
        if status == Status::StreamEnd {
            return Ok((read, true));
        }
        let idle = stream.total_in() == before_in && stream.total_out() == before_out;
        if out.len() >= limit || idle {
            return Ok((read, false));
        }
    }
}
