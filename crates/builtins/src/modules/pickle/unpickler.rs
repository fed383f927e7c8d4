//! `Unpickler`, `load` and `loads`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::load::{Input, Loading};
use super::{flag, given, memo, names};

/// Payload of an unpickler.
#[derive(Default)]
pub struct Unpickler {
    /// `read` and `readline` of the file; nothing before `__init__`.
    read: Option<ObjRef>,
    readline: Option<ObjRef>,
    /// An iterator.
    buffers: Option<ObjRef>,
    persistent_load: Option<ObjRef>,
    pub(super) memo: Vec<Option<ObjRef>>,
    how: How,
}

/// How old strings and names are read.
#[derive(Clone)]
pub struct How {
    pub fix_imports: bool,
    pub encoding: String,
    pub errors: String,
    /// Of the pickle that is being read.
    pub protocol: i64,
}

impl Default for How {
    fn default() -> How {
        How { fix_imports: true, encoding: "ASCII".into(), errors: "strict".into(), protocol: 0 }
    }
}

impl Payload for Unpickler {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.read, Relation::Attr("read"));
        v.edge(&mut self.readline, Relation::Attr("readline"));
        v.edge(&mut self.buffers, Relation::Attr("buffers"));
        v.edge(&mut self.persistent_load, Relation::Attr("persistent_load"));
        for o in &mut self.memo {
            v.edge(o, Relation::Attr("memo"));
        }
    }
    fn clear(&mut self) {
        *self = Unpickler::default();
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "load",
            load_object,
            "load($self, /)\n--\n\nLoad a pickle.\n\nRead a pickled object representation from the open file object given\nin the constructor, and return the reconstituted object hierarchy\nspecified therein.",
        ),
        NativeDef::range(
            "find_class",
            find_class,
            2,
            2,
            "find_class($self, module_name, global_name, /)\n--\n\nReturn an object from a specified module.",
        ),
    ],
    getsets: &[
        GetSet::rw("memo", memo::proxy, set_memo, ""),
        GetSet::rw(
            "persistent_load",
            |cx, me| match cx.heap.get::<Unpickler>(me).and_then(|u| u.persistent_load.clone()) {
                Some(f) => Ok(f),
                None => {
                    let name = cx.intern("persistent_load");
                    Err(cx.missing_attribute(me, &name))
                }
            },
            |cx, me, value| {
                let value = value.cloned();
                if let Some(u) = cx.heap.get_mut::<Unpickler>(me) {
                    drop(std::mem::replace(&mut u.persistent_load, value));
                }
                Ok(())
            },
            "",
        ),
    ],
    doc: "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())\n--\n\nThis takes a binary file for reading a pickle data stream.",
};

static LOAD: Params<1, 4> = Params {
    required: ["file"],
    optional: ["fix_imports", "encoding", "errors", "buffers"],
    posonly: 0,
    kwonly: 1,
};
static LOADS: Params<1, 4> = Params {
    required: ["data"],
    optional: ["fix_imports", "encoding", "errors", "buffers"],
    posonly: 1,
    kwonly: 1,
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Unpickler>("_pickle.Unpickler", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "Unpickler", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Unpickler::default()))
}

fn how(
    cx: &mut Cx,
    fix_imports: Option<ObjRef>,
    encoding: Option<ObjRef>,
    errors: Option<ObjRef>,
) -> PyResult<How> {
    let fix_imports = flag(cx, fix_imports.as_ref(), true)?;
    let mut how = How { fix_imports, ..How::default() };
    for (name, o, field) in [("encoding", encoding, &mut how.encoding), ("errors", errors, &mut how.errors)] {
        let Some(o) = o else { continue };
        match o.text() {
            Some(text) => *field = text.into_owned(),
            None => {
                let got = o.kind_given();
                return Err(cx.type_error(format!("loads() argument '{name}' must be str, not {got}")));
            }
        }
    }
    Ok(how)
}

fn buffers(cx: &mut Cx, o: Option<ObjRef>) -> PyResult<Option<ObjRef>> {
    given(o).map(|o| cx.iter(&o)).transpose()
}

/// `read` and `readline` of a file.
fn reader(cx: &mut Cx, file: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    let (read, readline) = (cx.intern("read"), cx.intern("readline"));
    match (cx.try_getattr(file, &read)?, cx.try_getattr(file, &readline)?) {
        (Some(read), Some(readline)) => Ok((read, readline)),
        _ => Err(cx.type_error("file must have 'read' and 'readline' attributes")),
    }
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([file], [fix_imports, encoding, errors, list]) = args.bind(cx, "Unpickler", &LOAD)?;
    let (read, readline) = reader(cx, &file)?;
    let how = how(cx, fix_imports, encoding, errors)?;
    let buffers = buffers(cx, list)?;
    if let Some(u) = cx.heap.get_mut::<Unpickler>(me) {
        let persistent_load = u.persistent_load.take();
        let fresh = Unpickler {
            read: Some(read),
            readline: Some(readline),
            buffers,
            persistent_load,
            memo: Vec::new(),
            how,
        };
        drop(std::mem::replace(u, fresh));
    }
    Ok(())
}

fn load_object(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let ready = cx.heap.get::<Unpickler>(me).and_then(|u| Some((u.read.clone()?, u.readline.clone()?, u)));
    let Some((read, readline, u)) = ready else {
        let class = me.ty().name();
        let class = class.rsplit('.').next().unwrap_or_default();
        let text = format!("Unpickler.__init__() was not called by {class}.__init__()");
        return Err(super::unpickling_error(cx, text));
    };
    let (how, buffers) = (u.how.clone(), u.buffers.clone());
    let mut loading = Loading::new(Input::file(read, readline), how, buffers);
    let name = cx.intern("persistent_load");
    loading.persistent_load = cx.try_getattr(me, &name)?;
    if me.ty().data.heap_type {
        let name = cx.intern("find_class");
        loading.find_class = Some(cx.getattr(me, &name)?);
    }
    if let Some(u) = cx.heap.get_mut::<Unpickler>(me) {
        loading.memo = std::mem::take(&mut u.memo);
    }
    let done = loading.run(cx);
    let (memo, protocol) = (std::mem::take(&mut loading.memo), loading.how.protocol);
    if let Some(u) = cx.heap.get_mut::<Unpickler>(me) {
        u.memo = memo;
        u.how.protocol = protocol;
    }
    done
}

fn find_class(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, module, name] = args else { return Err(cx.bad_internal("arguments")) };
    let how = cx.heap.get::<Unpickler>(me).map(|u| (u.how.protocol, u.how.fix_imports));
    let (protocol, fix_imports) = how.unwrap_or((0, true));
    names::find_class(cx, module, name, protocol >= 4, fix_imports && protocol < 3)
}

/// From a dict of numbers and objects, or another unpickler's memo.
fn set_memo(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("attribute deletion is not supported")) };
    let dict = match value.kind() {
        theseus_object::Kind::Dict => value.clone(),
        _ if value.ty().name() == "_pickle.PicklerMemoProxy" => cx.call_method(value, "copy", &[])?,
        _ => {
            let got = value.ty().name();
            let text = format!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {got}");
            return Err(cx.type_error(text));
        }
    };
    let mut memo: Vec<Option<ObjRef>> = Vec::new();
    for (number, o) in cx.dict_items(&dict) {
        let Some(number) = number.int() else {
            return Err(cx.type_error("memo key must be integers"));
        };
        let Some(at) = usize::try_from(number).ok().filter(|n| *n < 1 << 32) else {
            return Err(cx.value_error("memo key must be positive integers."));
        };
        if memo.len() <= at {
            memo.resize(at + 1, None);
        }
        memo[at] = Some(o);
    }
    if let Some(u) = cx.heap.get_mut::<Unpickler>(me) {
        drop(std::mem::replace(&mut u.memo, memo));
    }
    Ok(())
}

/// `load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())`
pub(super) fn load(cx: &mut Cx, args: &Args) -> PyResult {
    let ([file], [fix_imports, encoding, errors, list]) = args.bind(cx, "load", &LOAD)?;
    let (read, readline) = reader(cx, &file)?;
    let (how, buffers) = (how(cx, fix_imports, encoding, errors)?, buffers(cx, list)?);
    Loading::new(Input::file(read, readline), how, buffers).run(cx)
}

/// `loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())`
pub(super) fn loads(cx: &mut Cx, args: &Args) -> PyResult {
    let ([data], [fix_imports, encoding, errors, list]) = args.bind(cx, "loads", &LOADS)?;
    let (how, buffers) = (how(cx, fix_imports, encoding, errors)?, buffers(cx, list)?);
    let bytes = cx.contiguous_buffer(&data)?.copied(cx)?;
    Loading::new(Input::memory(bytes), how, buffers).run(cx)
}
