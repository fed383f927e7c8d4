//! The module `_tokenize`: the tokens of lines that a Python function gives, one at a time.

use theseus_builtins::module::native_module;
use theseus_builtins::modules::codecs::decode_text;
use theseus_compiler::lexer::{Lexeme, Lexer, Stop, kind};
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::machine::Vm;
use crate::report::raise_syntax_error;

/// Payload of `TokenizerIter`.
struct TokenIter {
    readline: ObjRef,
    /// Of the lines, which are bytes then.
    encoding: Option<String>,
    /// With comments and blank lines, and all operators of one kind.
    extra: bool,
    /// Gone while it reads, and after the last token.
    lexer: Option<Lexer>,
}

impl Payload for TokenIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.readline, Relation::Attr("readline"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "",
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_tokenize", "", &[]);
    let ty = cx.add_native_type::<TokenIter>("_tokenize.TokenizerIter", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "TokenizerIter", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 2> =
        Params { required: ["readline"], optional: ["encoding", "extra_tokens"], posonly: 0, kwonly: 1 };
    let ty = cx.expect_type(class)?;
    let ([readline], [encoding, extra]) = args.bind(cx, "tokenizeriter", &PARAMS)?;
    let encoding = encoding.filter(|e| !e.is_none()).map(|e| e.text_or_empty());
    let extra = match extra {
        Some(extra) => cx.truth(&extra)?,
        None => false,
    };
    Ok(cx.new_instance(ty, TokenIter { readline, encoding, extra, lexer: Some(Lexer::new()) }))
}

/// The next line of text; nothing after the last.
fn read(cx: &mut Cx, readline: &ObjRef, encoding: Option<&str>) -> PyResult<Option<String>> {
    let stop = cx.excs.stop_iteration.clone();
    let line = match cx.call(readline, &[]) {
        Ok(line) => line,
        Err(_) if cx.catch(&stop) => return Ok(None),
        Err(e) => return Err(e),
    };
    match encoding {
        Some(encoding) if cx.heap.bytes(&line).is_some() => {
            decode_text(cx, &line, encoding, "replace").map(|text| Some(text.text_or_empty()))
        }
        None if line.is_str() => Ok(Some(line.text_or_empty())),
        _ => {
            let wanted = if encoding.is_some() { "bytes" } else { "string" };
            let got = line.ty().name();
            Err(cx.type_error(format!("readline() returned a non-{wanted} object ({got})")))
        }
    }
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(data) = cx.heap.get_mut::<TokenIter>(me) else { return Ok(None) };
    let Some(mut lexer) = data.lexer.take() else { return Ok(None) };
    let (readline, encoding, extra) = (data.readline.clone(), data.encoding.clone(), data.extra);
    let mut lines = || read(cx, &readline, encoding.as_deref());
    let found = loop {
        match lexer.next(&mut lines) {
            Ok(token) if !extra && matches!(token.kind, kind::COMMENT | kind::BLANK) => (),
            found => break found,
        }
    };
    match found {
        Ok(token) => {
            if token.kind != kind::END
                && let Some(data) = cx.heap.get_mut::<TokenIter>(me)
            {
                data.lexer = Some(lexer);
            }
            Ok(Some(object(cx, &token, extra)))
        }
        Err(Stop::Lines(raised)) => Err(raised),
        Err(Stop::Error(error)) => Err(raise_syntax_error(Vm::of(cx), &error, "<string>")),
    }
}

/// Kind, text, start, end and line of a token.
fn object(cx: &Cx, token: &Lexeme, extra: bool) -> ObjRef {
    let kind = if extra { token.kind } else { token.exact_kind() };
    let place = |(line, column): (usize, usize)| cx.new_tuple([cx.usize(line), cx.usize(column)]);
    let parts = [
        cx.int(kind.into()),
        cx.new_str(&token.text),
        place(token.start),
        place(token.end),
        cx.new_str(&token.line),
    ];
    cx.new_tuple(parts)
}
