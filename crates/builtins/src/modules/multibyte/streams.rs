//! `MultibyteStreamReader` and `MultibyteStreamWriter`: conversion of what a stream gives or takes.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::coder::{Decoder, Encoder};
use super::incremental::{Handles, encoding_of, handler, no_init, working};
use crate::str::args::ssize;
use crate::str::units::chars;

#[derive(Clone)]
pub struct Reader {
    decoder: Decoder,
    stream: ObjRef,
}

#[derive(Clone)]
pub struct Writer {
    encoder: Encoder,
    stream: ObjRef,
}

impl Payload for Reader {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.stream, Relation::Attr("stream"));
    }
}

impl Payload for Writer {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.stream, Relation::Attr("stream"));
    }
}

impl Handles for Reader {
    fn errors(&mut self) -> &mut String {
        &mut self.decoder.errors
    }
}

impl Handles for Writer {
    fn errors(&mut self) -> &mut String {
        &mut self.encoder.errors
    }
}

pub static READER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_reader), init: Some(no_init), ..Slots::EMPTY },
    methods: &[
        NativeDef::range("read", read, 0, 1, "read($self, sizeobj=None, /)\n--\n\n"),
        NativeDef::range("readline", readline, 0, 1, "readline($self, sizeobj=None, /)\n--\n\n"),
        NativeDef::range("readlines", readlines, 0, 1, "readlines($self, sizehintobj=None, /)\n--\n\n"),
        NativeDef::m0("reset", reset_reader, "reset($self, /)\n--\n\n"),
    ],
    getsets: &[
        Reader::ERRORS,
        GetSet::member("stream", |cx, me| working::<Reader, _>(cx, me, |_, r| Ok(r.stream.clone())), ""),
    ],
    ..TypeSpec::EMPTY
};

pub static WRITER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_writer), init: Some(no_init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("write", write, "write($self, strobj, /)\n--\n\n"),
        NativeDef::m1("writelines", writelines, "writelines($self, lines, /)\n--\n\n"),
        NativeDef::m0("reset", reset_writer, "reset($self, /)\n--\n\n"),
    ],
    getsets: &[
        Writer::ERRORS,
        GetSet::member("stream", |cx, me| working::<Writer, _>(cx, me, |_, w| Ok(w.stream.clone())), ""),
    ],
    ..TypeSpec::EMPTY
};

static STREAM: Params<1, 1> = Params { required: ["stream"], optional: ["errors"], posonly: 0, kwonly: 2 };

fn new_reader(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([stream], [errors]) = args.bind(cx, "StreamReader", &STREAM)?;
    let errors = handler(cx, "StreamReader", 2, errors)?;
    let decoder = Decoder::new(encoding_of(cx, class)?, errors);
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Reader { decoder, stream }))
}

fn new_writer(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([stream], [errors]) = args.bind(cx, "StreamWriter", &STREAM)?;
    let errors = handler(cx, "StreamWriter", 2, errors)?;
    let encoder = Encoder::new(encoding_of(cx, class)?, errors);
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Writer { encoder, stream }))
}

/// Decodes what a method of the stream gives, all of it if no size was given, until there is some text.
fn filled(cx: &mut Cx, args: &[ObjRef], method: &str) -> PyResult {
    let [me, args @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let mut size = match args.first().filter(|o| !o.is_none()) {
        Some(o) if o.integer().is_some() => Some(ssize(cx, o)?).filter(|size| *size >= 0),
        Some(_) => return Err(cx.type_error("arg 1 must be an integer")),
        None => None,
    };
    if size == Some(0) {
        return Ok(cx.new_str(""));
    }
    loop {
        let stream = working::<Reader, _>(cx, me, |_, reader| Ok(reader.stream.clone()))?;
        let given: Vec<ObjRef> = size.into_iter().map(|n| cx.int(n)).collect();
        let data = cx.call_method(&stream, method, &given)?;
        let Some(data) = cx.heap.bytes(&data).map(<[u8]>::to_vec) else {
            let got = data.ty().name();
            return Err(cx.type_error(format!("stream function returned a non-bytes object ({got})")));
        };
        let end = data.is_empty() || size.is_none();
        let text = working::<Reader, _>(cx, me, |cx, reader| reader.decoder.decode(cx, data, end))?;
        if end || !chars(&text).is_empty() {
            return Ok(text);
        }
        // The rest of a character.
        size = Some(1);
    }
}

fn read(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    filled(cx, args, "read")
}

fn readline(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    filled(cx, args, "readline")
}

fn readlines(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let text = filled(cx, args, "read")?;
    let keep = cx.true_.clone();
    cx.call_method(&text, "splitlines", &[keep])
}

fn reset_reader(cx: &mut Cx, me: &ObjRef) -> PyResult {
    working::<Reader, _>(cx, me, |cx, reader| {
        reader.decoder.reset();
        Ok(cx.none.clone())
    })
}

/// Encodes and gives the stream what comes of it.
fn put(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult<()> {
    let text = if text.is_str() { text.clone() } else { cx.str(text)? };
    let data = working::<Writer, _>(cx, me, |cx, writer| writer.encoder.encode(cx, &text, false))?;
    hand_over(cx, me, &data)
}

fn hand_over(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    let stream = working::<Writer, _>(cx, me, |_, writer| Ok(writer.stream.clone()))?;
    let data = cx.new_bytes_if_room(data)?;
    cx.call_method(&stream, "write", &[data])?;
    Ok(())
}

fn write(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult {
    put(cx, me, text)?;
    Ok(cx.none.clone())
}

fn writelines(cx: &mut Cx, me: &ObjRef, lines: &ObjRef) -> PyResult {
    if lines.ty().slots().getitem.is_none() {
        return Err(cx.type_error("arg must be a sequence object"));
    }
    let mut at = 0;
    while at < cx.len(lines)? {
        let place = cx.usize(at);
        let line = cx.getitem(lines, &place)?;
        put(cx, me, &line)?;
        at += 1;
    }
    Ok(cx.none.clone())
}

fn reset_writer(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let data = working::<Writer, _>(cx, me, |cx, writer| {
        // Only for a character that waits: escapes are not taken back, as in CPython.
        if writer.encoder.pending.is_empty() {
            return Ok(Vec::new());
        }
        let nothing = cx.new_str("");
        writer.encoder.encode(cx, &nothing, true)
    })?;
    if !data.is_empty() {
        hand_over(cx, me, &data)?;
    }
    Ok(cx.none.clone())
}
