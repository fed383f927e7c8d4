//! `MultibyteIncrementalEncoder` and `MultibyteIncrementalDecoder`: conversion piece by piece.

use dashu_int::{IBig, UBig};
use theseus_charsets::Encoding;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::Payload;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::Codec;
use super::coder::{Decoder, Encoder, MOST_BYTES};
use crate::str::push_utf8;
use crate::str::units::chars;

/// What has an error handler of a name.
pub trait Handles: Payload + Sized + 'static {
    fn errors(&mut self) -> &mut String;

    const ERRORS: GetSet = GetSet::rw(
        "errors",
        |cx, me| {
            let errors = cx.heap.get_mut::<Self>(me).map(|coder| coder.errors().clone());
            Ok(cx.new_str(&errors.unwrap_or_default()))
        },
        |cx, me, value| {
            let Some(value) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
            if !value.is_str() {
                return Err(cx.type_error("errors must be a string"));
            }
            let name = value.text_or_empty();
            if let Some(coder) = cx.heap.get_mut::<Self>(me) {
                *coder.errors() = name;
            }
            Ok(())
        },
        "how to treat errors",
    );
}

impl Handles for Encoder {
    fn errors(&mut self) -> &mut String {
        &mut self.errors
    }
}

impl Handles for Decoder {
    fn errors(&mut self) -> &mut String {
        &mut self.errors
    }
}

pub static ENCODER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_encoder), init: Some(no_init), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("encode", encode, "encode($self, /, input, final=False)\n--\n\n"),
        NativeDef::m0("getstate", encoder_state, "getstate($self, /)\n--\n\n"),
        NativeDef::m1("setstate", set_encoder_state, "setstate($self, statelong, /)\n--\n\n"),
        NativeDef::m0("reset", reset_encoder, "reset($self, /)\n--\n\n"),
    ],
    getsets: &[Encoder::ERRORS],
    ..TypeSpec::EMPTY
};

pub static DECODER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_decoder), init: Some(no_init), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("decode", decode, "decode($self, /, input, final=False)\n--\n\n"),
        NativeDef::m0("getstate", decoder_state, "getstate($self, /)\n--\n\n"),
        NativeDef::m1("setstate", set_decoder_state, "setstate($self, state, /)\n--\n\n"),
        NativeDef::m0("reset", reset_decoder, "reset($self, /)\n--\n\n"),
    ],
    getsets: &[Decoder::ERRORS],
    ..TypeSpec::EMPTY
};

static ERRORS: Params<0, 1> = Params { required: [], optional: ["errors"], posonly: 0, kwonly: 1 };
static PIECE: Params<1, 1> = Params { required: ["input"], optional: ["final"], posonly: 0, kwonly: 2 };

/// Does nothing: `__new__` has done it, and the classes of `codecs` beside these are to do no more.
pub fn no_init(_: &mut Cx, _: &ObjRef, _: &Args) -> PyResult<()> {
    Ok(())
}

/// The name of an error handler that a constructor was given.
pub fn handler(cx: &mut Cx, function: &str, place: usize, errors: Option<ObjRef>) -> PyResult<String> {
    match errors {
        Some(e) if !e.is_str() => {
            let got = e.kind_given();
            Err(cx.type_error(format!("{function}() argument {place} must be str, not {got}")))
        }
        Some(e) => Ok(e.text_or_empty()),
        None => Ok("strict".to_string()),
    }
}

/// The encoding of the codec that a subclass names.
pub fn encoding_of(cx: &mut Cx, class: &ObjRef) -> PyResult<&'static Encoding> {
    let name = cx.intern("codec");
    let codec = cx.getattr(class, &name)?;
    match cx.heap.get::<Codec>(&codec) {
        Some(codec) => Ok(codec.0),
        None => Err(cx.type_error("codec is unexpected type")),
    }
}

fn new_encoder(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([], [errors]) = args.bind(cx, "IncrementalEncoder", &ERRORS)?;
    let errors = handler(cx, "IncrementalEncoder", 1, errors)?;
    let encoding = encoding_of(cx, class)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Encoder::new(encoding, errors)))
}

fn new_decoder(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([], [errors]) = args.bind(cx, "IncrementalDecoder", &ERRORS)?;
    let errors = handler(cx, "IncrementalDecoder", 1, errors)?;
    let encoding = encoding_of(cx, class)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Decoder::new(encoding, errors)))
}

/// Works with a copy of what an object holds, since an error handler may use it too; what was done is kept.
pub fn working<T: Payload + Clone + 'static, R>(
    cx: &mut Cx,
    me: &ObjRef,
    work: impl FnOnce(&mut Cx, &mut T) -> PyResult<R>,
) -> PyResult<R> {
    let Some(mut coder) = cx.heap.get::<T>(me).cloned() else { return Err(cx.bad_internal("coder")) };
    let done = work(cx, &mut coder);
    if let Some(kept) = cx.heap.get_mut::<T>(me) {
        *kept = coder;
    }
    done
}

fn final_flag(cx: &mut Cx, o: Option<ObjRef>) -> PyResult<bool> {
    o.map_or(Ok(false), |o| cx.truth(&o))
}

fn encode(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([input], [end]) = args.bind(cx, "encode", &PIECE)?;
    let end = final_flag(cx, end)?;
    let text = if input.is_str() { input } else { cx.str(&input)? };
    let data = working::<Encoder, _>(cx, me, |cx, encoder| encoder.encode(cx, &text, end))?;
    cx.new_bytes_if_room(&data)
}

fn decode(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([input], [end]) = args.bind(cx, "decode", &PIECE)?;
    let end = final_flag(cx, end)?;
    let data = cx.contiguous_buffer(&input)?.copied(cx)?;
    working::<Decoder, _>(cx, me, |cx, decoder| decoder.decode(cx, data, end))
}

fn reset_encoder(cx: &mut Cx, me: &ObjRef) -> PyResult {
    working::<Encoder, _>(cx, me, |cx, encoder| {
        encoder.reset();
        Ok(cx.none.clone())
    })
}

fn reset_decoder(cx: &mut Cx, me: &ObjRef) -> PyResult {
    working::<Decoder, _>(cx, me, |cx, decoder| {
        decoder.reset();
        Ok(cx.none.clone())
    })
}

fn int_of(cx: &Cx, bytes: &[u8]) -> ObjRef {
    cx.big_int(IBig::from(UBig::from_le_bytes(bytes)))
}

/// A number as so many bytes, the lowest first.
fn bytes_of<const N: usize>(cx: &mut Cx, o: &ObjRef) -> PyResult<[u8; N]> {
    let given = match o.integer() {
        Some(IntRef::Small(v)) if v >= 0 => v.to_le_bytes().to_vec(),
        Some(IntRef::Big(v)) if *v >= IBig::ZERO => v.to_le_bytes().to_vec(),
        _ => return Err(cx.overflow_error("can't convert negative int to unsigned")),
    };
    let mut bytes = [0; N];
    for (n, &byte) in given.iter().enumerate() {
        match bytes.get_mut(n) {
            Some(slot) => *slot = byte,
            None if byte == 0 => (),
            None => return Err(cx.overflow_error("int too big to convert")),
        }
    }
    Ok(bytes)
}

/// A byte with how many bytes of UTF-8 are kept, those, and the state of the encoding, as one number.
fn encoder_state(cx: &mut Cx, me: &ObjRef) -> PyResult {
    working::<Encoder, _>(cx, me, |cx, encoder| {
        let mut bytes = vec![0];
        let kept = cx.str_from_points(&encoder.pending);
        push_utf8(&mut bytes, chars(&kept));
        bytes[0] = (bytes.len() - 1) as u8;
        bytes.extend(encoder.state);
        Ok(int_of(cx, &bytes))
    })
}

fn set_encoder_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    if state.integer().is_none() {
        let got = state.kind_given();
        return Err(cx.type_error(format!("setstate() argument must be int, not {got}")));
    }
    let bytes: [u8; 17] = bytes_of(cx, state)?;
    let kept = bytes[0] as usize;
    if kept > 8 {
        let class = cx.excs.unicode_error.clone();
        return Err(cx.error(&class, "pending buffer too large"));
    }
    let text = crate::str::decode(cx, None, &bytes[1..=kept], "utf-8", "strict")?;
    working::<Encoder, _>(cx, me, |cx, encoder| {
        encoder.pending = chars(&text).iter().collect();
        encoder.state.copy_from_slice(&bytes[1 + kept..9 + kept]);
        Ok(cx.none.clone())
    })
}

fn decoder_state(cx: &mut Cx, me: &ObjRef) -> PyResult {
    working::<Decoder, _>(cx, me, |cx, decoder| {
        let (kept, state) = (cx.new_bytes(&decoder.pending), int_of(cx, &decoder.state));
        Ok(cx.new_tuple([kept, state]))
    })
}

fn set_decoder_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let Some(parts) = cx.heap.tuple(state).map(<[ObjRef]>::to_vec) else {
        let got = state.kind_given();
        return Err(cx.type_error(format!("setstate() argument must be tuple, not {got}")));
    };
    let parts = match &parts[..] {
        [kept, number] => cx.heap.bytes(kept).map(<[u8]>::to_vec).zip(number.integer().map(|_| number)),
        _ => None,
    };
    let Some((kept, number)) = parts else {
        return Err(cx.type_error("setstate(): illegal state argument"));
    };
    let state = bytes_of(cx, number)?;
    if kept.len() > MOST_BYTES {
        let class = cx.excs.unicode_error.clone();
        return Err(cx.error(&class, "pending buffer too large"));
    }
    working::<Decoder, _>(cx, me, |cx, decoder| {
        (decoder.pending, decoder.state) = (kept, state);
        Ok(cx.none.clone())
    })
}
