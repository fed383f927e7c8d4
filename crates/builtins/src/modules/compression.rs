//! Compressors and decompressors that are fed piece by piece: what those of `_bz2`, `_lzma` and `zlib` share.

use theseus_object::args::Params;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::str::args::ssize;

/// Bytes handled without asking for interrupts.
pub const CHUNK: usize = 1 << 16;

/// A stream that compresses.
pub trait Deflating: 'static {
    /// Compresses the data; what comes out now.
    fn feed(&mut self, cx: &mut Cx, data: &[u8]) -> PyResult<Vec<u8>>;
    /// Ends the stream; the rest.
    fn finish(self, cx: &mut Cx) -> PyResult<Vec<u8>>;
}

/// A stream that decompresses.
pub trait Inflating: 'static {
    /// What feeding it after its end says.
    const AT_END: &'static str;
    /// Decompresses up to `limit` bytes into `out`; how much of the input was read, and whether the
    /// stream has ended.
    fn expand(
        &mut self,
        cx: &mut Cx,
        input: &[u8],
        limit: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<(usize, bool)>;
    /// Input that was read before it was known to come after the end.
    fn unused(&self) -> &[u8] {
        &[]
    }
}

/// A compressor: nothing while it works, and after `flush`.
pub struct Compressor<S>(Option<S>);

/// A decompressor.
pub struct Decompressor<S> {
    /// Nothing while it works.
    stream: Option<S>,
    /// Input that had no room in the last output.
    input: Vec<u8>,
    unused_data: Vec<u8>,
    eof: bool,
    needs_input: bool,
}

impl<S: 'static> Payload for Compressor<S> {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl<S: 'static> Payload for Decompressor<S> {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl<S: Deflating> Compressor<S> {
    pub const METHODS: &'static [NativeDef] = &[
        NativeDef::m1(
            "compress",
            Self::compress,
            "compress($self, data, /)\n--\n\nProvide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.\n\nWhen you have finished providing data to the compressor, call the\nflush() method to finish the compression process.",
        ),
        NativeDef::m0(
            "flush",
            Self::flush,
            "flush($self, /)\n--\n\nFinish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called.",
        ),
    ];

    pub fn new(stream: S) -> Self {
        Compressor(Some(stream))
    }

    fn compress(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
        let data = cx.contiguous_buffer(data)?.copied(cx)?;
        let Some(mut stream) = cx.heap.get_mut::<Self>(me).and_then(|c| c.0.take()) else {
            return Err(cx.value_error("Compressor has been flushed"));
        };
        let done = stream.feed(cx, &data);
        if let Some(c) = cx.heap.get_mut::<Self>(me) {
            c.0 = Some(stream);
        }
        let out = done?;
        cx.new_bytes_if_room(&out)
    }

    fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
        let Some(stream) = cx.heap.get_mut::<Self>(me).and_then(|c| c.0.take()) else {
            return Err(cx.value_error("Repeated call to flush()"));
        };
        let out = stream.finish(cx)?;
        cx.new_bytes_if_room(&out)
    }
}

impl<S: Inflating> Decompressor<S> {
    pub const DECOMPRESS: NativeDef = NativeDef::full(
        "decompress",
        Self::decompress,
        "decompress($self, /, data, max_length=-1)\n--\n\nDecompress *data*, returning uncompressed data as bytes.",
    );
    pub const EOF: GetSet = GetSet::member(
        "eof",
        |cx, me| {
            let eof = cx.heap.get::<Self>(me).is_some_and(|d| d.eof);
            Ok(cx.bool(eof))
        },
        "True if the end-of-stream marker has been reached.",
    );
    pub const UNUSED_DATA: GetSet = GetSet::member(
        "unused_data",
        |cx, me| {
            let bytes = cx.heap.get::<Self>(me).map(|d| d.unused_data.clone()).unwrap_or_default();
            cx.new_bytes_if_room(&bytes)
        },
        "Data found after the end of the compressed stream.",
    );
    pub const NEEDS_INPUT: GetSet = GetSet::member(
        "needs_input",
        |cx, me| {
            let needs = cx.heap.get::<Self>(me).is_some_and(|d| d.needs_input);
            Ok(cx.bool(needs))
        },
        "True if more input is needed before more decompressed data can be produced.",
    );

    pub fn new(stream: S) -> Self {
        let (input, unused_data) = (Vec::new(), Vec::new());
        Decompressor { stream: Some(stream), input, unused_data, eof: false, needs_input: true }
    }

    /// The stream, unless it is at work.
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_ref()
    }

    fn decompress(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
        static PARAMS: Params<1, 1> =
            Params { required: ["data"], optional: ["max_length"], posonly: 0, kwonly: 2 };
        let ([data], [limit]) = args.bind(cx, "decompress", &PARAMS)?;
        let limit = match limit {
            Some(limit) => usize::try_from(ssize(cx, &limit)?).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let data = cx.contiguous_buffer(&data)?.copied(cx)?;
        let away = cx.heap.get_mut::<Self>(me).filter(|d| !d.eof);
        let Some((mut stream, mut input)) =
            away.and_then(|d| Some((d.stream.take()?, std::mem::take(&mut d.input))))
        else {
            let ty = cx.excs.eof_error.clone();
            return Err(cx.error(&ty, S::AT_END));
        };
        input.extend_from_slice(&data);
        let mut out = Vec::new();
        let done = stream.expand(cx, &input, limit, &mut out);
        if let Some(d) = cx.heap.get_mut::<Self>(me) {
            if let Ok((read, eof)) = done {
                let rest = input.split_off(read);
                d.eof = eof;
                d.needs_input = !eof && rest.is_empty() && out.len() < limit;
                if eof {
                    d.unused_data = [stream.unused(), &rest].concat();
                } else {
                    d.input = rest;
                }
            }
            d.stream = Some(stream);
        }
        done?;
        cx.new_bytes_if_room(&out)
    }
}
