//! What the module `site` puts into builtins: exit, quit, help, copyright, credits, license. Their
//! types say that they are those of `_sitebuiltins`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

/// Payload of `exit` and `quit`.
struct Quitter {
    name: &'static str,
}

/// Payload of `copyright`, `credits` and `license`.
struct Printer {
    text: &'static str,
}

/// Payload of `help`.
struct Helper;

impl Payload for Quitter {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Payload for Printer {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Payload for Helper {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static QUITTER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(quitter_repr), call: Some(quit), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::new("name", quitter_name, ""), GetSet::new("eof", quitter_eof, "")],
    doc: "",
};

static PRINTER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(printer_repr), call: Some(print), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "interactive prompt objects for printing the license text, a list of\n    contributors and the copyright notice.",
};

static HELPER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(helper_repr), call: Some(help), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "Define the builtin 'help'.\n\n    This is a wrapper around pydoc.help that provides a helpful message\n    when 'help' is typed at the Python interactive prompt.\n\n    Calling help() at the Python prompt starts an interactive help session.\n    Calling help(thing) prints help for the python object 'thing'.\n    ",
};

const COPYRIGHT: &str = "Copyright (c) the Theseus contributors.";
const CREDITS: &str = "    Thanks to everyone who made Python, RustPython's library and parser, and the crates that\n    Theseus is built of.";
const LICENSE: &str = "Theseus: MIT OR Apache-2.0. The standard library: the PSF licence, see https://docs.python.org/3/license.html";
const EOF: &str = "Ctrl-D (i.e. EOF)";

/// Adds the names to builtins.
pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Quitter>("_sitebuiltins.Quitter", None, 0);
    cx.fill_type(&ty, &QUITTER);
    let ty = cx.add_native_type::<Printer>("_sitebuiltins._Printer", None, 0);
    cx.fill_type(&ty, &PRINTER);
    let ty = cx.add_native_type::<Helper>("_sitebuiltins._Helper", None, 0);
    cx.fill_type(&ty, &HELPER);
    let objects = [
        ("exit", cx.new_object(Quitter { name: "exit" })),
        ("quit", cx.new_object(Quitter { name: "quit" })),
        ("copyright", cx.new_object(Printer { text: COPYRIGHT })),
        ("credits", cx.new_object(Printer { text: CREDITS })),
        ("license", cx.new_object(Printer { text: LICENSE })),
        ("help", cx.new_object(Helper)),
    ];
    for (name, o) in objects {
        cx.namespace_put(&cx.builtins, name, o);
    }
}

fn name_of(cx: &Cx, o: &ObjRef) -> &'static str {
    cx.heap.get::<Quitter>(o).map_or("", |q| q.name)
}

fn quitter_name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.new_str(name_of(cx, o)))
}

fn quitter_eof(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.new_str(EOF))
}

fn quitter_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = format!("Use {}() or {EOF} to exit", name_of(cx, o));
    Ok(cx.new_str(&text))
}

fn quit(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["code"], posonly: 0, kwonly: 1 };
    let ([], [code]) = args.bind(cx, "Quitter.__call__", &PARAMS)?;
    // A shell that listens to stdin would go on: closing it is a hint, which may fail.
    let (sys, name) = (cx.names.sys.clone(), cx.names.stdin.clone());
    let stdin = match cx.namespace_get(&cx.modules, &sys) {
        Some(sys) => cx.try_getattr(&sys, &name)?,
        None => None,
    };
    if let Some(stdin) = stdin
        && cx.call_method(&stdin, "close", &[]).is_err()
    {
        drop(cx.take_exception());
    }
    let code = code.unwrap_or_else(|| cx.none.clone());
    let class = cx.excs.system_exit.as_ref().clone();
    let e = cx.call(&class, &[code])?;
    Err(cx.raise(e))
}

fn printer_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = cx.heap.get::<Printer>(o).map_or("", |p| p.text);
    Ok(cx.new_str(text))
}

fn print(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult {
    args.exact_range(cx, "__call__", 0, 0)?;
    let text = printer_repr(cx, o)?;
    let name = cx.intern("print");
    match cx.namespace_get(&cx.builtins, &name) {
        Some(print) => cx.call(&print, &[text]),
        None => Ok(cx.none.clone()),
    }
}

fn helper_repr(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.new_str("Type help() for interactive help, or help(object) for help about object."))
}

fn help(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let (name, none) = (cx.new_str("pydoc"), cx.none.clone());
    let values = [name, none.clone(), none, cx.empty_tuple.clone(), cx.int(0)];
    let pydoc = (cx.upcalls.import)(cx, &values)?;
    let name = cx.intern("help");
    let f = cx.getattr(&pydoc, &name)?;
    cx.call_args(&f, args)
}
