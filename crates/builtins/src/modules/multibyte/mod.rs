//! The modules `_multibytecodec` and `_codecs_*`: the East Asian codecs, for whole texts, piece by piece
//! and over streams.

mod coder;
mod incremental;
mod streams;

use theseus_charsets::{Encoding, Family};
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::module::native_module;
use crate::str::name_argument;
use crate::str::units::chars;
use coder::{Decoder, Encoder};

/// The families in the order of [`FAMILIES`], as parameters of functions.
pub const CHINA: usize = 0;
pub const HONG_KONG: usize = 1;
pub const ESCAPES: usize = 2;
pub const JAPAN: usize = 3;
pub const KOREA: usize = 4;
pub const TAIWAN: usize = 5;

static FAMILIES: [(&str, Family); 6] = [
    ("_codecs_cn", Family::China),
    ("_codecs_hk", Family::HongKong),
    ("_codecs_iso2022", Family::Escapes),
    ("_codecs_jp", Family::Japan),
    ("_codecs_kr", Family::Korea),
    ("_codecs_tw", Family::Taiwan),
];

/// A codec: an encoding as an object.
struct Codec(&'static Encoding);

impl Payload for Codec {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static CODEC: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::full(
            "encode",
            encode,
            "encode($self, /, input, errors=None)\n--\n\nReturn an encoded string version of `input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding errors raise a UnicodeEncodeError. Other possible\nvalues are 'ignore', 'replace' and 'xmlcharrefreplace' as well as any other name\nregistered with codecs.register_error that can handle UnicodeEncodeErrors.",
        ),
        NativeDef::full(
            "decode",
            decode,
            "decode($self, /, input, errors=None)\n--\n\nDecodes 'input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding errors raise a UnicodeDecodeError. Other possible\nvalues are 'ignore' and 'replace' as well as any other name registered with\ncodecs.register_error that is able to handle UnicodeDecodeErrors.\"",
        ),
    ],
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_multibytecodec", "", &[]);
    let codec = cx.add_native_type::<Codec>("_multibytecodec.MultibyteCodec", None, 0);
    cx.fill_type(&codec, &CODEC);
    let base = type_flag::BASE_TYPE;
    let types = [
        (
            "MultibyteIncrementalEncoder",
            cx.add_native_type::<Encoder>("_multibytecodec.MultibyteIncrementalEncoder", None, base),
            &incremental::ENCODER,
        ),
        (
            "MultibyteIncrementalDecoder",
            cx.add_native_type::<Decoder>("_multibytecodec.MultibyteIncrementalDecoder", None, base),
            &incremental::DECODER,
        ),
        (
            "MultibyteStreamReader",
            cx.add_native_type::<streams::Reader>("_multibytecodec.MultibyteStreamReader", None, base),
            &streams::READER,
        ),
        (
            "MultibyteStreamWriter",
            cx.add_native_type::<streams::Writer>("_multibytecodec.MultibyteStreamWriter", None, base),
            &streams::WRITER,
        ),
    ];
    for (name, ty, spec) in types {
        cx.fill_type(&ty, spec);
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
}

pub fn install_family<const FAMILY: usize>(cx: &mut Cx) {
    static GETCODEC: [NativeDef; FAMILIES.len()] = [
        NativeDef::f1("getcodec", getcodec::<CHINA>, ""),
        NativeDef::f1("getcodec", getcodec::<HONG_KONG>, ""),
        NativeDef::f1("getcodec", getcodec::<ESCAPES>, ""),
        NativeDef::f1("getcodec", getcodec::<JAPAN>, ""),
        NativeDef::f1("getcodec", getcodec::<KOREA>, ""),
        NativeDef::f1("getcodec", getcodec::<TAIWAN>, ""),
    ];
    native_module(cx, FAMILIES[FAMILY].0, "", &GETCODEC[FAMILY..=FAMILY]);
}

fn getcodec<const FAMILY: usize>(cx: &mut Cx, name: &ObjRef) -> PyResult {
    if !name.is_str() {
        return Err(cx.type_error("encoding name must be a string."));
    }
    let found = Encoding::find(&name.text_or_empty()).filter(|e| e.family == FAMILIES[FAMILY].1);
    let Some(encoding) = found else {
        return Err(cx.lookup_error("no such codec is supported."));
    };
    // Its class is made by the module of the coders.
    super::io::import(cx, "_multibytecodec")?;
    Ok(cx.new_object(Codec(encoding)))
}

static INPUT: Params<1, 1> = Params { required: ["input"], optional: ["errors"], posonly: 0, kwonly: 2 };

fn codec(cx: &mut Cx, me: &ObjRef) -> PyResult<&'static Encoding> {
    match cx.heap.get::<Codec>(me) {
        Some(codec) => Ok(codec.0),
        None => Err(cx.bad_internal("codec")),
    }
}

/// The name of an error handler; `None` is that of the default.
fn handler(cx: &mut Cx, function: &str, errors: Option<ObjRef>) -> PyResult<String> {
    match errors.filter(|e| !e.is_none()) {
        Some(e) if !e.is_str() => {
            let got = e.kind_given();
            Err(cx.type_error(format!("{function}() argument 'errors' must be str or None, not {got}")))
        }
        given => Ok(name_argument(cx, function, "errors", given)?.unwrap_or_else(|| "strict".to_string())),
    }
}

fn encode(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([input], [errors]) = args.bind(cx, "encode", &INPUT)?;
    let errors = handler(cx, "encode", errors)?;
    let text = if input.is_str() { input } else { cx.str(&input)? };
    let mut encoder = Encoder::new(codec(cx, me)?, errors);
    let length = cx.usize(chars(&text).len());
    let data = encoder.encode(cx, &text, true)?;
    let data = cx.new_bytes_if_room(&data)?;
    Ok(cx.new_tuple([data, length]))
}

fn decode(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([input], [errors]) = args.bind(cx, "decode", &INPUT)?;
    let errors = handler(cx, "decode", errors)?;
    let data = cx.contiguous_buffer(&input)?.copied(cx)?;
    let length = cx.usize(data.len());
    let text = Decoder::new(codec(cx, me)?, errors).decode(cx, data, true)?;
    Ok(cx.new_tuple([text, length]))
}
