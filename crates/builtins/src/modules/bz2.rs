//! The module `_bz2`: compression by block sorting.

use bzip2::{Action, Compress, Compression, Decompress, Status};
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::compression::{CHUNK, Deflating, Inflating};
use crate::module::native_module;
use crate::str::args::c_int;

type Compressor = super::compression::Compressor<Compress>;
type Decompressor = super::compression::Decompressor<Decompress>;

static COMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_compressor), ..Slots::EMPTY },
    methods: Compressor::METHODS,
    doc: "Create a compressor object for compressing data incrementally.",
    ..TypeSpec::EMPTY
};

static DECOMPRESSOR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[Decompressor::DECOMPRESS],
    getsets: &[Decompressor::EOF, Decompressor::UNUSED_DATA, Decompressor::NEEDS_INPUT],
    doc: "Create a decompressor object for decompressing data incrementally.",
};

static LEVEL: Params<0, 1> = Params { required: [], optional: ["compresslevel"], posonly: 1, kwonly: 1 };

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
    let ([], [level]) = args.bind(cx, "BZ2Compressor", &LEVEL)?;
    let level = match level {
        Some(level) => c_int(cx, &level)?,
        None => 9,
    };
    if !(1..=9).contains(&level) {
        return Err(cx.value_error("compresslevel must be between 1 and 9"));
    }
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Compressor::new(Compress::new(Compression::new(level as u32), 0))))
}

impl Deflating for Compress {
    fn feed(&mut self, cx: &mut Cx, data: &[u8]) -> PyResult<Vec<u8>> {
        run(cx, self, data, Action::Run)
    }

    fn finish(mut self, cx: &mut Cx) -> PyResult<Vec<u8>> {
        run(cx, &mut self, &[], Action::Finish)
    }
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
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Decompressor::new(Decompress::new(false))))
}

impl Inflating for Decompress {
    const AT_END: &'static str = "End of stream already reached";

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
            let room = CHUNK.min(limit - out.len());
            out.reserve_exact(room);
            let mut part = Vec::with_capacity(room);
            let (before_in, before_out) = (self.total_in(), self.total_out());
            let status = match self.decompress_vec(&input[read..], &mut part) {
                Ok(status) => status,
                Err(bzip2::Error::Sequence) => {
                    return Err(cx.runtime_error("internal error of the decompressor"));
                }
                Err(_) => {
                    let ty = cx.excs.os_error.clone();
                    return Err(cx.error(&ty, "Invalid data stream"));
                }
            };
            read += (self.total_in() - before_in) as usize;
            out.extend_from_slice(&part);
            if status == Status::StreamEnd {
                return Ok((read, true));
            }
            let idle = self.total_in() == before_in && self.total_out() == before_out;
            if out.len() >= limit || idle {
                return Ok((read, false));
            }
        }
    }
}
