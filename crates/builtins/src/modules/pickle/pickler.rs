//! `Pickler`, `dump` and `dumps`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::memo::{self, Written};
use super::save::{Saving, Settings};
use super::{DEFAULT, HIGHEST, flag, given};

/// Payload of a pickler.
#[derive(Default)]
pub struct Pickler {
    /// The `write` of the file; nothing before `__init__`.
    write: Option<ObjRef>,
    buffer_callback: Option<ObjRef>,
    persistent_id: Option<ObjRef>,
    dispatch_table: Option<ObjRef>,
    pub(super) memo: Written,
    protocol: i64,
    fast: bool,
    fix_imports: bool,
}

impl Payload for Pickler {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.write, Relation::Attr("write"));
        v.edge(&mut self.buffer_callback, Relation::Attr("buffer_callback"));
        v.edge(&mut self.persistent_id, Relation::Attr("persistent_id"));
        v.edge(&mut self.dispatch_table, Relation::Attr("dispatch_table"));
        self.memo.edges(v);
    }
    fn clear(&mut self) {
        *self = Pickler::default();
    }
}

macro_rules! optional {
    ($field:ident, $doc:literal) => {
        GetSet::rw(
            stringify!($field),
            |cx, me| match cx.heap.get::<Pickler>(me).and_then(|p| p.$field.clone()) {
                Some(o) => Ok(o),
                None => {
                    let name = cx.intern(stringify!($field));
                    Err(cx.missing_attribute(me, &name))
                }
            },
            |cx, me, value| {
                let value = value.cloned();
                if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
                    drop(std::mem::replace(&mut p.$field, value));
                }
                Ok(())
            },
            $doc,
        )
    };
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "dump",
            dump_object,
            "dump($self, obj, /)\n--\n\nWrite a pickled representation of the given object to the open file.",
        ),
        NativeDef::m0(
            "clear_memo",
            clear_memo,
            "clear_memo($self, /)\n--\n\nClears the pickler's \"memo\".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen, so that shared or recursive objects are\npickled by reference and not by value.  This method is useful when\nre-using picklers.",
        ),
    ],
    getsets: &[
        GetSet::rw("memo", memo::proxy, set_memo, ""),
        optional!(persistent_id, ""),
        optional!(dispatch_table, ""),
        GetSet::rw(
            "fast",
            |cx, me| {
                let fast = cx.heap.get::<Pickler>(me).is_some_and(|p| p.fast);
                Ok(cx.int(fast as i64))
            },
            |cx, me, value| {
                let fast = flag(cx, value, false)?;
                if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
                    p.fast = fast;
                }
                Ok(())
            },
            "",
        ),
        GetSet::member(
            "bin",
            |cx, me| {
                let binary = cx.heap.get::<Pickler>(me).is_some_and(|p| p.protocol > 0);
                Ok(cx.int(binary as i64))
            },
            "",
        ),
    ],
    doc: "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\nThis takes a binary file for writing a pickle data stream.",
};

static DUMP: Params<2, 3> = Params {
    required: ["obj", "file"],
    optional: ["protocol", "fix_imports", "buffer_callback"],
    posonly: 0,
    kwonly: 3,
};
static DUMPS: Params<1, 3> = Params {
    required: ["obj"],
    optional: ["protocol", "fix_imports", "buffer_callback"],
    posonly: 0,
    kwonly: 2,
};
static INIT: Params<1, 3> = Params {
    required: ["file"],
    optional: ["protocol", "fix_imports", "buffer_callback"],
    posonly: 0,
    kwonly: 4,
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Pickler>("_pickle.Pickler", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "Pickler", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Pickler::default()))
}

/// Protocol, whether imports are fixed, and the callback for buffers.
fn settings(
    cx: &mut Cx,
    protocol: Option<ObjRef>,
    fix_imports: Option<ObjRef>,
    buffer_callback: Option<ObjRef>,
) -> PyResult<Settings> {
    let protocol = match given(protocol) {
        None => DEFAULT,
        Some(o) => match cx.index_word(&o)? {
            negative if negative < 0 => HIGHEST,
            p if p > HIGHEST => return Err(cx.value_error(format!("pickle protocol must be <= {HIGHEST}"))),
            p => p,
        },
    };
    let fix_imports = flag(cx, fix_imports.as_ref(), true)? && protocol < 3;
    let buffer_callback = given(buffer_callback);
    if buffer_callback.is_some() && protocol < 5 {
        return Err(cx.value_error("buffer_callback needs protocol >= 5"));
    }
    Ok(Settings { protocol, fix_imports, buffer_callback, fast: false })
}

/// The `write` of a file.
fn writer(cx: &mut Cx, file: &ObjRef) -> PyResult {
    let name = cx.intern("write");
    match cx.try_getattr(file, &name)? {
        Some(write) => Ok(write),
        None => Err(cx.type_error("file must have a 'write' attribute")),
    }
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([file], [protocol, fix_imports, buffer_callback]) = args.bind(cx, "Pickler", &INIT)?;
    let s = settings(cx, protocol, fix_imports, buffer_callback)?;
    let write = writer(cx, &file)?;
    if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
        let Settings { protocol, fix_imports, buffer_callback, fast } = s;
        let old = (
            p.write.replace(write),
            std::mem::replace(&mut p.buffer_callback, buffer_callback),
            std::mem::take(&mut p.memo),
        );
        (p.protocol, p.fix_imports, p.fast) = (protocol, fix_imports, fast);
        drop(old);
    }
    Ok(())
}

fn dump_object(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let ready = cx.heap.get::<Pickler>(me).and_then(|p| Some((p.write.clone()?, p)));
    let Some((write, p)) = ready else {
        let class = me.ty().name();
        let class = class.rsplit('.').next().unwrap_or_default();
        return Err(super::pickling_error(
            cx,
            format!("Pickler.__init__() was not called by {class}.__init__()"),
        ));
    };
    let s = Settings {
        protocol: p.protocol,
        fix_imports: p.fix_imports,
        buffer_callback: p.buffer_callback.clone(),
        fast: p.fast,
    };
    let mut saving = Saving::new(s, Some(write));
    for (name, hook) in [
        ("persistent_id", &mut saving.persistent_id),
        ("reducer_override", &mut saving.reducer_override),
        ("dispatch_table", &mut saving.dispatch_table),
    ] {
        let name = cx.intern(name);
        *hook = cx.try_getattr(me, &name)?;
    }
    if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
        saving.memo = std::mem::take(&mut p.memo);
    }
    let done = saving.run(cx, o);
    let memo = std::mem::take(&mut saving.memo);
    if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
        p.memo = memo;
    }
    done?;
    Ok(cx.none.clone())
}

fn clear_memo(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
        drop(std::mem::take(&mut p.memo));
    }
    Ok(cx.none.clone())
}

/// From another pickler's memo, or a dict of numbers and objects.
fn set_memo(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("attribute deletion is not supported")) };
    let dict = match value.kind() {
        theseus_object::Kind::Dict => value.clone(),
        _ if value.ty().name() == "_pickle.PicklerMemoProxy" => cx.call_method(value, "copy", &[])?,
        _ => {
            let got = value.ty().name();
            return Err(cx.type_error(format!(
                "'memo' attribute must be a PicklerMemoProxy object or dict, not {got}"
            )));
        }
    };
    let mut entries = Vec::new();
    for (_, entry) in cx.dict_items(&dict) {
        let pair = cx.heap.tuple(&entry).and_then(|t| Some((t.first()?.int()?, t.get(1)?.clone())));
        let Some(pair) = pair else { return Err(cx.type_error("'memo' values must be 2-item tuples")) };
        entries.push(pair);
    }
    entries.sort_by_key(|(number, _)| *number);
    let mut memo = Written::default();
    for (_, o) in &entries {
        memo.add(o);
    }
    if let Some(p) = cx.heap.get_mut::<Pickler>(me) {
        drop(std::mem::replace(&mut p.memo, memo));
    }
    Ok(())
}

/// `dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)`
pub(super) fn dumps(cx: &mut Cx, args: &Args) -> PyResult {
    let ([o], [protocol, fix_imports, buffer_callback]) = args.bind(cx, "dumps", &DUMPS)?;
    let settings = settings(cx, protocol, fix_imports, buffer_callback)?;
    let bytes = Saving::new(settings, None).run(cx, &o)?;
    Ok(cx.new_bytes(&bytes))
}

/// `dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)`
pub(super) fn dump(cx: &mut Cx, args: &Args) -> PyResult {
    let ([o, file], [protocol, fix_imports, buffer_callback]) = args.bind(cx, "dump", &DUMP)?;
    let settings = settings(cx, protocol, fix_imports, buffer_callback)?;
    let write = writer(cx, &file)?;
    Saving::new(settings, Some(write)).run(cx, &o)?;
    Ok(cx.none.clone())
}
