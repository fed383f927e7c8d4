//! `TextIOWrapper`: text over a stream of bytes.

mod position;
pub mod read;
pub mod write;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeRef};

use super::base::LAYOUT;
use super::coder::{Coding, Decoder, Encoder, Reader};
use super::newline::{self, LineEnd, Newline, Translator};
use super::{buffered, is_closed, refuse_pickling, soft_attribute};
use crate::str::args::expect_str;

/// Characters or bytes that are read and collected at a time.
const CHUNK: usize = 8192;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Ready,
    Detached,
}

/// Payload of TextIOWrapper.
pub struct TextStream {
    buffer: Option<ObjRef>,
    state: State,
    /// Of the codec, as it was named.
    encoding: Option<ObjRef>,
    errors: String,
    newline: Newline,
    line_buffering: bool,
    write_through: bool,
    seekable: bool,
    /// Positions can be told: not while iterating.
    telling: bool,
    has_read1: bool,
    /// The buffer is one of ours over a plain file: nothing of Python's runs.
    plain: bool,
    chunk: usize,
    /// Missing on streams that are not read, and while it works.
    reader: Option<Reader>,
    encoder: Option<Encoder>,
    /// Encoded text that the buffer has not got yet.
    pending: Vec<u8>,
    /// Text read but only given out up to `used`.
    decoded: Option<ObjRef>,
    used: usize,
    /// The decoder's flags before the last chunk, and the bytes it was made of.
    snapshot: Option<(u64, Vec<u8>)>,
    /// Bytes a character, for guessing positions.
    ratio: f64,
}

impl Payload for TextStream {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.buffer, Relation::Attr("buffer"));
        v.edge(&mut self.encoding, Relation::Attr("encoding"));
        v.edge(&mut self.decoded, Relation::Attr("decoded"));
        if let Some(Reader { decoder: Decoder::Object(o), .. }) = &mut self.reader {
            v.fixed(o, Relation::Attr("decoder"));
        }
        if let Some(Encoder::Object(o)) = &mut self.encoder {
            v.fixed(o, Relation::Attr("encoder"));
        }
    }
    fn clear(&mut self) {
        self.buffer = None;
    }
    fn needs_finalizer(&self) -> bool {
        self.buffer.is_some()
    }
}

const METHODS: &[NativeDef] = &[
    NativeDef::m0("detach", detach, "Separate the underlying buffer from the TextIOBase and return it."),
    NativeDef::m0("flush", write::flush, "Flush write buffers, if applicable."),
    NativeDef::m0("close", close, "Flush and close the IO object."),
    NativeDef::m0(
        "fileno",
        |cx, me| on_buffer(cx, me, "fileno"),
        "Return underlying file descriptor if one exists.",
    ),
    NativeDef::m0(
        "isatty",
        |cx, me| on_buffer(cx, me, "isatty"),
        "Return whether this is an 'interactive' stream.",
    ),
    NativeDef::m0(
        "readable",
        |cx, me| on_buffer(cx, me, "readable"),
        "Return whether object was opened for reading.",
    ),
    NativeDef::m0(
        "writable",
        |cx, me| on_buffer(cx, me, "writable"),
        "Return whether object was opened for writing.",
    ),
    NativeDef::m0(
        "seekable",
        |cx, me| on_buffer(cx, me, "seekable"),
        "Return whether object supports random access.",
    ),
    NativeDef::full(
        "reconfigure",
        reconfigure,
        "Reconfigure the text stream with new parameters.\n\nThis also does an implicit stream flush.",
    ),
    NativeDef::m0("__reduce__", refuse_pickling, ""),
    NativeDef::range("__reduce_ex__", |cx, v| refuse_pickling(cx, &v[0]), 0, 1, ""),
];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        new: Some(new),
        init: Some(init),
        next: Some(read::next),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        GetSet::member("buffer", buffer, ""),
        GetSet::member("encoding", encoding, ""),
        GetSet::new("errors", errors, ""),
        GetSet::new("newlines", newlines, ""),
        GetSet::new("name", |cx, me| buffer_attribute(cx, me, "name"), ""),
        GetSet::new("closed", |cx, me| buffer_attribute(cx, me, "closed"), ""),
        GetSet::member("line_buffering", |cx, me| flag(cx, me, |s| s.line_buffering), ""),
        GetSet::member("write_through", |cx, me| flag(cx, me, |s| s.write_through), ""),
        GetSet::new("_finalizing", |cx, _| Ok(cx.false_.clone()), ""),
        GetSet::rw("_CHUNK_SIZE", chunk_size, set_chunk_size, ""),
    ],
    doc: "Character and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().\n\nerrors determines the strictness of encoding and decoding (see\nhelp(codecs.Codec) or the documentation for codecs.register) and\ndefaults to \"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and '\\r\\n'.  It works as follows:\n\n* On input, if newline is None, universal newlines mode is\n  enabled. Lines in the input can end in '\\n', '\\r', or '\\r\\n', and\n  these are translated into '\\n' before being returned to the\n  caller. If it is '', universal newline mode is enabled, but line\n  endings are returned to the caller untranslated. If it has any of\n  the other legal values, input lines are only terminated by the given\n  string, and the line ending is returned to the caller untranslated.\n\n* On output, if newline is None, any '\\n' characters written are\n  translated to the system default line separator, os.linesep. If\n  newline is '' or '\\n', no translation takes place. If newline is any\n  of the other legal values, any '\\n' characters written are translated\n  to the given string.\n\nIf line_buffering is True, a call to flush is implied when a call to\nwrite contains a newline character.",
};

pub fn install(cx: &Cx, base: &TypeRef) -> TypeRef {
    let ty =
        cx.add_native_type_over::<TextStream>("_io.TextIOWrapper", Some(base), type_flag::BASE_TYPE, LAYOUT);
    cx.fill_type(&ty, &SPEC);
    for table in [read::METHODS, write::METHODS, position::METHODS] {
        cx.add_methods(&ty, table);
    }
    ty
}

const UNIVERSAL: Newline = Newline { end: LineEnd::Feed, translate: true, write: None };

fn blank() -> TextStream {
    TextStream {
        buffer: None,
        state: State::New,
        encoding: None,
        errors: "strict".to_string(),
        newline: UNIVERSAL,
        line_buffering: false,
        write_through: false,
        seekable: false,
        telling: false,
        has_read1: false,
        plain: false,
        chunk: CHUNK,
        reader: None,
        encoder: None,
        pending: Vec::new(),
        decoded: None,
        used: 0,
        snapshot: None,
        ratio: 0.0,
    }
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, blank()))
}

/// A UTF-8 stream over a buffer of ours, for the standard streams.
pub fn over(
    cx: &mut Cx,
    buffer: &ObjRef,
    writes: bool,
    errors: &str,
    line_buffering: bool,
    through: bool,
) -> PyResult {
    let ty = cx.type_of::<TextStream>();
    let native = Coding::Utf8;
    let encoder = Encoder::Native { coding: native, errors: errors.into() };
    let data = TextStream {
        buffer: Some(buffer.clone()),
        state: State::Ready,
        encoding: Some(cx.new_str("utf-8")),
        errors: errors.to_string(),
        line_buffering,
        write_through: through,
        has_read1: true,
        plain: buffered::is_plain_stream(cx, buffer),
        reader: (!writes).then(|| Reader {
            decoder: Decoder::Native { coding: native, errors: errors.into(), pending: Vec::new() },
            translator: Some(Translator::new(true)),
        }),
        encoder: writes.then_some(encoder),
        ..blank()
    };
    let me = cx.new_instance(&ty, data);
    let (key, mode) = (cx.intern("mode"), cx.new_str(if writes { "w" } else { "r" }));
    cx.setattr(&me, &key, Some(&mode))?;
    Ok(me)
}

/// With `-X warn_default_encoding`: nobody named an encoding, `level` calls up.
pub fn warn_of_default(cx: &mut Cx, level: usize) -> PyResult<()> {
    if !cx.warn_default_encoding.get() {
        return Ok(());
    }
    let category = cx.excs.encoding_warning.clone();
    cx.warn(&category, "'encoding' argument not specified", level)
}

/// The encoding that the locale asks for: in the UTF-8 mode Python's name of it, otherwise the system's.
pub fn locale_encoding(cx: &Cx) -> &'static str {
    if cx.utf8_mode.get() { "utf-8" } else { "UTF-8" }
}

/// In the development mode an error handler that does not exist is refused at once.
fn check_errors(cx: &mut Cx, errors: &str) -> PyResult<()> {
    if cx.dev_mode.get() {
        crate::modules::codecs::errors::find(cx, errors)?;
    }
    Ok(())
}

static PARAMS: Params<1, 5> = Params {
    required: ["buffer"],
    optional: ["encoding", "errors", "newline", "line_buffering", "write_through"],
    posonly: 0,
    kwonly: 6,
};

/// A str argument that may be None.
fn optional_str(cx: &mut Cx, which: &str, o: Option<ObjRef>) -> PyResult<Option<ObjRef>> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(None) };
    if !o.is_str() {
        let got = o.ty().name();
        return Err(
            cx.type_error(format!("TextIOWrapper() argument '{which}' must be str or None, not {got}"))
        );
    }
    if o.chars().is_some_and(|c| c.iter().any(|c| c == 0)) {
        return Err(cx.value_error("embedded null character"));
    }
    if o.ascii().is_none() {
        // The names of codecs and handlers are UTF-8.
        crate::str::encode(cx, &o, "utf-8", "strict")?;
    }
    Ok(Some(o))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([buffer], [encoding, errors, end, line_buffering, through]) =
        args.bind(cx, "TextIOWrapper", &PARAMS)?;
    let encoding = optional_str(cx, "encoding", encoding)?;
    let errors = optional_str(cx, "errors", errors)?;
    // From here on the stream is as if it had never been made, until all is well.
    let old = cx.heap.get_mut::<TextStream>(me).map(|s| std::mem::replace(s, blank()));
    drop(old);
    let newline = newline::parse(cx, "TextIOWrapper", end.as_ref())?;
    let truth = |cx: &mut Cx, o: Option<ObjRef>| o.map_or(Ok(false), |o| cx.truth(&o));
    let line_buffering = truth(cx, line_buffering)?;
    let write_through = truth(cx, through)?;
    if encoding.is_none() {
        warn_of_default(cx, 1)?;
    }
    let encoding = match encoding.filter(|e| e.ascii() != Some("locale")) {
        Some(e) => e,
        None => cx.new_str(locale_encoding(cx)),
    };
    let errors = errors.map_or_else(|| "strict".to_string(), |e| e.text_or_empty());
    check_errors(cx, &errors)?;
    let (reader, encoder) = coders(cx, &buffer, &encoding, &errors, newline)?;
    let seekable = cx.call_method(&buffer, "seekable", &[])?;
    let seekable = cx.truth(&seekable)?;
    let key = cx.intern("read1");
    let plain = buffered::is_plain_stream(cx, &buffer);
    let has_read1 = plain || cx.try_getattr(&buffer, &key)?.is_some();
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        *s = TextStream {
            buffer: Some(buffer.clone()),
            state: State::Ready,
            encoding: Some(encoding),
            errors,
            newline,
            line_buffering,
            write_through,
            seekable,
            telling: seekable,
            has_read1,
            plain,
            reader,
            encoder,
            ..blank()
        };
    }
    fix_encoder(cx, me)
}

/// Decoder and encoder for a buffer, as far as it is read and written.
fn coders(
    cx: &mut Cx,
    buffer: &ObjRef,
    encoding: &ObjRef,
    errors: &str,
    newline: Newline,
) -> PyResult<(Option<Reader>, Option<Encoder>)> {
    let coding = Coding::named(&encoding.text_or_empty());
    let info = match coding {
        Some(_) => None,
        None => Some(crate::modules::codecs::lookup_text(cx, encoding, "codecs.open()")?),
    };
    let made = |cx: &mut Cx, name: &str| -> PyResult {
        let info = info.clone().unwrap_or_else(|| cx.none.clone());
        let errors = cx.new_str(errors);
        cx.call_method(&info, name, &[errors])
    };
    let readable = cx.call_method(buffer, "readable", &[])?;
    let reader = if cx.truth(&readable)? {
        let decoder = match coding {
            Some(coding) => Decoder::Native { coding, errors: errors.into(), pending: Vec::new() },
            None => Decoder::Object(made(cx, "incrementaldecoder")?),
        };
        let universal = newline.translate || newline.end == LineEnd::Universal;
        Some(Reader { decoder, translator: universal.then(|| Translator::new(newline.translate)) })
    } else {
        None
    };
    let writable = cx.call_method(buffer, "writable", &[])?;
    let encoder = if cx.truth(&writable)? {
        Some(match coding {
            Some(coding) => Encoder::Native { coding, errors: errors.into() },
            None => Encoder::Object(made(cx, "incrementalencoder")?),
        })
    } else {
        None
    };
    Ok((reader, encoder))
}

/// An encoder that starts in the middle of a file writes no mark of byte order.
fn fix_encoder(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Ok(()) };
    let (Some(Encoder::Object(encoder)), true) = (&s.encoder, s.seekable) else { return Ok(()) };
    let encoder = encoder.clone();
    let buffer = buffer(cx, me)?;
    let at = cx.call_method(&buffer, "tell", &[])?;
    if cx.truth(&at)? {
        let zero = cx.fresh_int(0);
        cx.call_method(&encoder, "setstate", &[zero])?;
    }
    Ok(())
}

/// The stream below a text stream that has it.
pub fn buffer_of(cx: &Cx, me: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<TextStream>(me).filter(|t| t.state == State::Ready)?.buffer.clone()
}

/// The buffer, or ValueError.
fn buffer(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<TextStream>(me) {
        Some(TextStream { state: State::Ready, buffer: Some(b), .. }) => Ok(b.clone()),
        Some(TextStream { state: State::Detached, .. }) => {
            Err(cx.value_error("underlying buffer has been detached"))
        }
        _ => Err(cx.value_error("I/O operation on uninitialized object")),
    }
}

/// The buffer of an open stream, or ValueError.
fn open_buffer(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let buffer = buffer(cx, me)?;
    let closed = match plain_closed(cx, me, &buffer) {
        Some(closed) => closed,
        None => is_closed(cx, &buffer)?,
    };
    if closed { Err(cx.value_error("I/O operation on closed file.")) } else { Ok(buffer) }
}

/// Whether the file below is closed, where that can be seen without asking.
fn plain_closed(cx: &Cx, me: &ObjRef, buffer: &ObjRef) -> Option<bool> {
    cx.heap.get::<TextStream>(me).filter(|s| s.plain)?;
    buffered::plain_descriptor(cx, buffer).map(|fd| fd < 0)
}

fn on_buffer(cx: &mut Cx, me: &ObjRef, method: &str) -> PyResult {
    let buffer = buffer(cx, me)?;
    cx.call_method(&buffer, method, &[])
}

fn buffer_attribute(cx: &mut Cx, me: &ObjRef, name: &str) -> PyResult {
    let buffer = buffer(cx, me)?;
    let name = cx.intern(name);
    cx.getattr(&buffer, &name)
}

fn flag(cx: &mut Cx, me: &ObjRef, get: fn(&TextStream) -> bool) -> PyResult {
    let r = cx.heap.get::<TextStream>(me).is_some_and(get);
    Ok(cx.bool(r))
}

fn encoding(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let e = cx.heap.get::<TextStream>(me).and_then(|s| s.encoding.clone());
    Ok(e.unwrap_or_else(|| cx.none.clone()))
}

fn errors(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = cx.heap.get::<TextStream>(me).map(|s| s.errors.clone()).unwrap_or_default();
    Ok(cx.new_str(&text))
}

fn newlines(cx: &mut Cx, me: &ObjRef) -> PyResult {
    buffer(cx, me)?;
    let translator = cx.heap.get::<TextStream>(me).and_then(|s| s.reader.as_ref()?.translator);
    Ok(translator.map_or_else(|| cx.none.clone(), |t| t.seen(cx)))
}

fn chunk_size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    buffer(cx, me)?;
    let n = cx.heap.get::<TextStream>(me).map_or(CHUNK, |s| s.chunk);
    Ok(cx.usize(n))
}

fn set_chunk_size(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    buffer(cx, me)?;
    let Some(value) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
    let n = crate::str::args::ssize(cx, value)?;
    let Some(n) = usize::try_from(n).ok().filter(|&n| n > 0) else {
        return Err(cx.value_error("a strictly positive integer is required"));
    };
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.chunk = n;
    }
    Ok(())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if cx.heap.get::<TextStream>(me).is_none_or(|s| s.state == State::New) {
        return Err(cx.value_error("I/O operation on uninitialized object"));
    }
    super::named_repr(cx, me, |cx, me| {
        let mode = match soft_attribute(cx, me, "mode")? {
            Some(mode) => format!(" mode={}", cx.repr_text(&mode)?),
            None => String::new(),
        };
        let encoding = encoding(cx, me)?;
        Ok(format!("{mode} encoding={}", cx.repr_text(&encoding)?))
    })
}

fn detach(cx: &mut Cx, me: &ObjRef) -> PyResult {
    buffer(cx, me)?;
    cx.call_method(me, "flush", &[])?;
    let taken = cx.heap.get_mut::<TextStream>(me).and_then(|s| {
        s.state = State::Detached;
        s.buffer.take()
    });
    match taken {
        Some(b) => Ok(b),
        None => Err(cx.value_error("underlying buffer has been detached")),
    }
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let buffer = buffer(cx, me)?;
    if is_closed(cx, &buffer)? {
        return Ok(cx.none.clone());
    }
    let flushed = cx.call_method(me, "flush", &[]);
    buffered::both(cx, flushed, |cx| cx.call_method(&buffer, "close", &[]))
}

static RECONFIGURE: Params<0, 5> = Params {
    required: [],
    optional: ["encoding", "errors", "newline", "line_buffering", "write_through"],
    posonly: 0,
    kwonly: 0,
};

/// Gives a stream another encoding or error handler.
pub fn recode(cx: &mut Cx, me: &ObjRef, encoding: Option<&str>, errors: Option<&str>) -> PyResult<()> {
    let [encoding, errors] = [encoding, errors].map(|o| o.map_or_else(|| cx.none.clone(), |o| cx.new_str(o)));
    let names = [cx.intern("encoding"), cx.intern("errors")];
    reconfigure(cx, me, &Args { values: &[encoding, errors], names: &names }).map(drop)
}

fn reconfigure(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [encoding_, errors_, end, line_buffering, through]) =
        args.bind(cx, "reconfigure", &RECONFIGURE)?;
    let given = |o: Option<ObjRef>| o.filter(|o| !o.is_none());
    let read_before = cx.heap.get::<TextStream>(me).is_some_and(|s| s.decoded.is_some());
    if read_before
        && (given(encoding_.clone()).is_some() || given(errors_.clone()).is_some() || end.is_some())
    {
        let text = "It is not possible to set the encoding or newline of stream after the first read";
        return Err(super::unsupported(cx, text));
    }
    let (encoding_, errors_) = (given(encoding_), given(errors_));
    for (o, which) in [(&encoding_, " 'encoding'"), (&errors_, " 'errors'")] {
        if let Some(o) = o {
            expect_str(cx, "reconfigure", which, o)?;
            if o.ascii().is_none() {
                crate::str::encode(cx, o, "utf-8", "strict")?;
            }
        }
    }
    let truth = |cx: &mut Cx, o: Option<ObjRef>| o.map(|o| cx.truth(&o)).transpose();
    let line_buffering = truth(cx, given(line_buffering))?;
    let through = truth(cx, given(through))?;
    let newline = match &end {
        Some(n) => Some(newline::parse(cx, "reconfigure", Some(n))?),
        None => None,
    };
    let buffer = buffer(cx, me)?;
    cx.call_method(me, "flush", &[])?;
    if encoding_.is_some() || errors_.is_some() || newline.is_some() {
        // Another encoding starts with strict errors.
        let errors = match (&errors_, &encoding_) {
            (Some(e), _) => e.text_or_empty(),
            (None, Some(_)) => "strict".to_string(),
            (None, None) => cx.heap.get::<TextStream>(me).map(|s| s.errors.clone()).unwrap_or_default(),
        };
        let encoding = match encoding_ {
            Some(e) if e.ascii() == Some("locale") => cx.new_str(locale_encoding(cx)),
            Some(e) => e,
            None => encoding(cx, me)?,
        };
        let newline = newline.or(cx.heap.get::<TextStream>(me).map(|s| s.newline)).unwrap_or(UNIVERSAL);
        let (reader, encoder) = coders(cx, &buffer, &encoding, &errors, newline)?;
        let old = cx.heap.get_mut::<TextStream>(me).map(|s| {
            (s.errors, s.newline) = (errors, newline);
            let old = (s.encoding.replace(encoding), s.reader.take(), s.encoder.take());
            (s.reader, s.encoder) = (reader, encoder);
            old
        });
        drop(old);
        fix_encoder(cx, me)?;
    }
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.line_buffering = line_buffering.unwrap_or(s.line_buffering);
        s.write_through = through.unwrap_or(s.write_through);
    }
    Ok(cx.none.clone())
}
