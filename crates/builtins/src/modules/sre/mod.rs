//! The module `_sre`: what `re` is made of. The matching itself is `text::regex`.

mod match_;
mod pattern;
mod scanner;
mod subject;
mod template;

use std::rc::Rc;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

pub use pattern::Pattern;

use crate::module::new_module;
use crate::str::args::c_int;
use crate::text::regex::{self, CODE_SIZE, Invalid, MAGIC, MAX_GROUPS, MAX_REPEAT};
use crate::text::unicode;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "compile",
        compile,
        "compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)\n--\n\n",
    ),
    NativeDef::f2(
        "template",
        template::new,
        "template($module, pattern, template, /)\n--\n\n\n\n  template\n    A list containing interleaved literal strings (str or bytes) and group\n    indices (int), as returned by re._parser.parse_template():\n        [literal1, group1, ..., literalN, groupN]",
    ),
    NativeDef::f0("getcodesize", |cx| Ok(cx.usize(CODE_SIZE)), "getcodesize($module, /)\n--\n\n"),
    NativeDef::f1(
        "ascii_iscased",
        |cx, o| {
            let c = character(cx, o)?;
            Ok(cx.bool(u8::try_from(c).is_ok_and(|c| c.is_ascii_alphabetic())))
        },
        "ascii_iscased($module, character, /)\n--\n\n",
    ),
    NativeDef::f1(
        "unicode_iscased",
        |cx, o| {
            let c = character(cx, o)?;
            let cased = regex::lower_unicode(c) != c || unicode::to_upper(c).first() != c;
            Ok(cx.bool(cased))
        },
        "unicode_iscased($module, character, /)\n--\n\n",
    ),
    NativeDef::f1(
        "ascii_tolower",
        |cx, o| {
            let c = character(cx, o)?;
            Ok(cx.int(regex::lower_ascii(c).into()))
        },
        "ascii_tolower($module, character, /)\n--\n\n",
    ),
    NativeDef::f1(
        "unicode_tolower",
        |cx, o| {
            let c = character(cx, o)?;
            Ok(cx.int(regex::lower_unicode(c).into()))
        },
        "unicode_tolower($module, character, /)\n--\n\n",
    ),
];

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_sre", "");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_sre");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let numbers = [
        ("MAGIC", i64::from(MAGIC)),
        ("CODESIZE", CODE_SIZE as i64),
        ("MAXREPEAT", i64::from(MAX_REPEAT)),
        ("MAXGROUPS", i64::from(MAX_GROUPS)),
    ];
    for (name, value) in numbers {
        cx.namespace_put(&dict, name, cx.int(value));
    }
    let copyright = cx.new_str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ");
    cx.namespace_put(&dict, "copyright", copyright);
    let ty = cx.add_native_type_over::<Pattern>("re.Pattern", None, 0, Layout::WEAK);
    cx.fill_type(&ty, &pattern::SPEC);
    let ty = cx.add_native_type::<match_::Match>("re.Match", None, 0);
    cx.fill_type(&ty, &match_::SPEC);
    let ty = cx.add_native_type::<scanner::Scanner>("_sre.SRE_Scanner", None, 0);
    cx.fill_type(&ty, &scanner::SPEC);
    let ty = cx.add_native_type::<template::Template>("_sre.SRE_Template", None, 0);
    cx.fill_type(&ty, &template::SPEC);
}

/// A code point as `getlower` and its like take it: a C int, of which only characters are asked.
fn character(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    Ok(c_int(cx, o)?.cast_unsigned())
}

/// The words of the list `code`.
fn words(cx: &mut Cx, list: &ObjRef) -> PyResult<Vec<u32>> {
    let items = cx.heap.list(list).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let mut code = Vec::with_capacity(items.len());
    for item in items {
        let word = match item.integer() {
            Some(IntRef::Small(v)) if v >= 0 => u32::try_from(v).ok(),
            Some(IntRef::Small(_)) => {
                return Err(cx.overflow_error("can't convert negative value to unsigned int"));
            }
            Some(_) => None,
            None => return Err(cx.type_error("an integer is required")),
        };
        match word {
            Some(word) => code.push(word),
            None => return Err(cx.overflow_error("regular expression code size limit exceeded")),
        }
    }
    Ok(code)
}

fn compile(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<6, 0> = Params {
        required: ["pattern", "flags", "code", "groups", "groupindex", "indexgroup"],
        optional: [],
        posonly: 0,
        kwonly: 6,
    };
    let ([pattern, flags, list, groups, names, numbered], []) = args.bind(cx, "compile", &PARAMS)?;
    let flags = i64::from(c_int(cx, &flags)?);
    let kinds = [
        ("code", &list, Kind::List),
        ("groupindex", &names, Kind::Dict),
        ("indexgroup", &numbered, Kind::Tuple),
    ];
    for (name, o, kind) in kinds {
        if o.kind() != kind {
            let (wanted, got) = (format!("{kind:?}").to_lowercase(), o.ty().name());
            return Err(cx.type_error(format!("compile() argument '{name}' must be {wanted}, not {got}")));
        }
    }
    let groups = crate::str::args::ssize(cx, &groups)?;
    let code = words(cx, &list)?;
    let is_bytes = match pattern.is_none() {
        true => None,
        false => Some(subject::is_bytes(cx, &pattern)?),
    };
    let compiled = match usize::try_from(groups) {
        Ok(groups) => regex::compile(&code, groups),
        Err(_) => Err(Invalid::Code),
    };
    match compiled {
        Ok(program) => Ok(cx.new_object(Pattern {
            pattern,
            flags,
            names,
            numbered,
            code: code.into(),
            program: Rc::new(program),
            is_bytes,
            spare: Default::default(),
        })),
        Err(Invalid::Code) => Err(cx.runtime_error("invalid SRE code")),
        Err(Invalid::Depth) => {
            let ty = cx.excs.recursion_error.clone();
            Err(cx.error(&ty, "maximum recursion depth exceeded"))
        }
    }
}
