//! The encoder of JSON: objects to text.

use std::collections::HashSet;

use theseus_object::alarm::Alarm;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::scan::{MAX_DEPTH, is_plain_dict};
use super::text::{quote, quote_ascii};
use crate::str::builder::Builder;

/// How strs are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    Ascii,
    Plain,
    /// By a Python function.
    Call,
}

#[derive(Clone)]
pub struct Encoder {
    markers: ObjRef,
    default: ObjRef,
    encoder: ObjRef,
    indent: ObjRef,
    key_separator: ObjRef,
    item_separator: ObjRef,
    sort_keys: ObjRef,
    skipkeys: ObjRef,
    allow_nan: bool,
    quoting: Quoting,
}

impl Payload for Encoder {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.markers, Relation::Typed("markers"));
        v.fixed(&mut self.default, Relation::Attr("default"));
        v.fixed(&mut self.encoder, Relation::Attr("encoder"));
        v.fixed(&mut self.indent, Relation::Attr("indent"));
        v.fixed(&mut self.key_separator, Relation::Attr("key_separator"));
        v.fixed(&mut self.item_separator, Relation::Attr("item_separator"));
        v.fixed(&mut self.sort_keys, Relation::Attr("sort_keys"));
        v.fixed(&mut self.skipkeys, Relation::Attr("skipkeys"));
    }
}

macro_rules! member {
    ($name:literal $field:ident) => {
        GetSet::member(
            $name,
            |cx, me| match cx.heap.get::<Encoder>(me) {
                Some(s) => Ok(s.$field.clone()),
                None => Err(cx.bad_internal("encoder")),
            },
            $name,
        )
    };
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &[
        member!("markers" markers),
        member!("default" default),
        member!("encoder" encoder),
        member!("indent" indent),
        member!("key_separator" key_separator),
        member!("item_separator" item_separator),
        member!("sort_keys" sort_keys),
        member!("skipkeys" skipkeys),
    ],
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    ..TypeSpec::EMPTY
};

static NEW: Params<9, 0> = Params {
    required: [
        "markers",
        "default",
        "encoder",
        "indent",
        "key_separator",
        "item_separator",
        "sort_keys",
        "skipkeys",
        "allow_nan",
    ],
    optional: [],
    posonly: 0,
    kwonly: 9,
};
static CALL: Params<2, 0> =
    Params { required: ["obj", "_current_indent_level"], optional: [], posonly: 0, kwonly: 2 };

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let (
        [markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan],
        [],
    ) = args.bind(cx, "make_encoder", &NEW)?;
    for (i, separator) in [(5, &key_separator), (6, &item_separator)] {
        if !separator.is_str() {
            let got = separator.kind_given();
            return Err(cx.type_error(format!("make_encoder() argument {i} must be str, not {got}")));
        }
    }
    let (sort, skip) = (cx.truth(&sort_keys)?, cx.truth(&skipkeys)?);
    let allow_nan = cx.truth(&allow_nan)?;
    if !markers.is_none() && markers.kind() != Kind::Dict {
        let got = markers.kind_given();
        return Err(cx.type_error(format!("make_encoder() argument 1 must be dict or None, not {got}")));
    }
    let is_kept = |name: &str| cx.kept(name).is_some_and(|f| f.is(&encoder));
    let quoting = if is_kept("_json.encode_basestring_ascii") {
        Quoting::Ascii
    } else if is_kept("_json.encode_basestring") {
        Quoting::Plain
    } else {
        Quoting::Call
    };
    let (sort_keys, skipkeys) = (cx.bool(sort), cx.bool(skip));
    let e = Encoder {
        markers,
        default,
        encoder,
        indent,
        key_separator,
        item_separator,
        sort_keys,
        skipkeys,
        allow_nan,
        quoting,
    };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, e))
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([o, level], []) = args.bind(cx, "_iterencode", &CALL)?;
    let Some(e) = cx.heap.get::<Encoder>(me) else { return Err(cx.bad_internal("encoder")) };
    let e = e.clone();
    let checks = !e.markers.is_none();
    let level = usize::try_from(cx.index_clipped(&level)?).unwrap_or(0);
    let mut run =
        Encoding { e, checks, under_way: HashSet::new(), out: Builder::default(), count: 0, depth: 0, level };
    run.value(cx, &o)?;
    let text = run.out.finish(cx)?;
    Ok(cx.new_tuple([text]))
}

/// One run of an encoder.
struct Encoding {
    e: Encoder,
    /// Whether circles are looked for.
    checks: bool,
    /// Addresses of the containers that are being written.
    under_way: HashSet<usize>,
    out: Builder,
    count: u32,
    depth: usize,
    /// How far the lines of the container that is being written are indented.
    level: usize,
}

impl Encoding {
    fn value(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        match o.kind() {
            Kind::None => self.out.push_ascii(b"null"),
            Kind::Bool => self.out.push_ascii(if o.int() == Some(1) { b"true" } else { b"false" }),
            Kind::Str => return self.string(cx, o),
            Kind::Int | Kind::BigInt => return self.int(cx, o),
            Kind::Float => return self.float(cx, o),
            Kind::List | Kind::Tuple => return self.list(cx, o),
            Kind::Dict => return self.dict(cx, o),
            _ => return self.by_default(cx, o),
        }
        Ok(())
    }

    fn string(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        match self.e.quoting {
            Quoting::Ascii => quote_ascii(&mut self.out, o),
            Quoting::Plain => quote(&mut self.out, o),
            Quoting::Call => {
                let f = self.e.encoder.clone();
                let s = cx.call(&f, std::slice::from_ref(o))?;
                if !s.is_str() {
                    let got = s.ty().name();
                    return Err(cx.type_error(format!("encoder() must return a string, not {got}")));
                }
                self.out.push(&s);
            }
        }
        Ok(())
    }

    fn int(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if let Some(v) = o.int() {
            self.out.push_ascii(crate::text::int::to_text(v).as_bytes());
            return Ok(());
        }
        let limit = cx.int_max_str_digits.get();
        let text = crate::text::int::big_to_text(&crate::int::value(o), limit, &Alarm::silent());
        let text = crate::str::args::checked(cx, text)?;
        self.out.push_ascii(text.as_bytes());
        Ok(())
    }

    fn float(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let v = o.float().unwrap_or(0.0);
        if v.is_finite() {
            self.out.push_ascii(&crate::text::float::repr(v));
            return Ok(());
        }
        if !self.e.allow_nan {
            let shown = cx.repr_text(o)?;
            let text = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(cx.value_error(text));
        }
        let name: &[u8] = match v {
            _ if v > 0.0 => b"Infinity",
            _ if v < 0.0 => b"-Infinity",
            _ => b"NaN",
        };
        self.out.push_ascii(name);
        Ok(())
    }

    fn poll(&mut self, cx: &mut Cx) -> PyResult<()> {
        self.count = self.count.wrapping_add(1);
        if self.count & 0xfff == 0 { cx.poll() } else { Ok(()) }
    }

    fn enter(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        self.depth += 1;
        cx.check_stack()?;
        if self.depth > MAX_DEPTH {
            let ty = cx.excs.recursion_error.clone();
            return Err(cx.error(&ty, "maximum recursion depth exceeded while encoding a JSON object"));
        }
        if self.checks && !self.under_way.insert(o.address()) {
            return Err(cx.value_error("Circular reference detected"));
        }
        Ok(())
    }

    fn leave(&mut self, o: &ObjRef) {
        self.depth -= 1;
        if self.checks {
            self.under_way.remove(&o.address());
        }
    }

    /// Begins a line, if the text is to have several.
    fn line(&mut self) {
        if self.e.indent.is_str() {
            self.out.push_ascii(b"\n");
            (0..self.level).for_each(|_| self.out.push(&self.e.indent));
        }
    }

    fn by_default(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        self.enter(cx, o)?;
        let f = self.e.default.clone();
        let new = cx.call(&f, std::slice::from_ref(o))?;
        self.value(cx, &new)?;
        self.leave(o);
        Ok(())
    }

    fn list(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let item = |cx: &Cx, i: usize| match o.kind() {
            Kind::List => cx.heap.list(o).and_then(|l| l.get(i).cloned()),
            _ => cx.heap.tuple(o).and_then(|t| t.get(i).cloned()),
        };
        let Some(mut next) = item(cx, 0) else {
            self.out.push_ascii(b"[]");
            return Ok(());
        };
        self.enter(cx, o)?;
        let separator = self.e.item_separator.clone();
        self.out.push_ascii(b"[");
        self.level += 1;
        self.line();
        for i in 1.. {
            self.value(cx, &next)?;
            self.poll(cx)?;
            next = match item(cx, i) {
                Some(next) => next,
                None => break,
            };
            self.out.push(&separator);
            self.line();
        }
        self.level -= 1;
        self.line();
        self.out.push_ascii(b"]");
        self.leave(o);
        Ok(())
    }

    fn dict(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if cx.heap.dict(o).is_some_and(|d| d.is_empty()) {
            self.out.push_ascii(b"{}");
            return Ok(());
        }
        self.enter(cx, o)?;
        self.out.push_ascii(b"{");
        self.level += 1;
        self.line();
        let sorts = self.e.sort_keys.int() == Some(1);
        let mut first = true;
        if sorts || !is_plain_dict(o) {
            let items = cx.call_method(o, "items", &[])?;
            let items = cx.collect(&items)?;
            let items = cx.new_list(items);
            if sorts {
                crate::list::sort::sort(cx, &items, None, false)?;
            }
            for pair in cx.heap.list(&items).map(<[ObjRef]>::to_vec).unwrap_or_default() {
                let parts = match cx.heap.tuple(&pair) {
                    Some([key, value]) => Some((key.clone(), value.clone())),
                    _ => None,
                };
                let Some((key, value)) = parts else {
                    return Err(cx.value_error("items must return 2-tuples"));
                };
                self.entry(cx, &key, &value, &mut first)?;
            }
        } else {
            for (key, value) in cx.dict_items(o) {
                self.entry(cx, &key, &value, &mut first)?;
            }
        }
        self.level -= 1;
        self.line();
        self.out.push_ascii(b"}");
        self.leave(o);
        Ok(())
    }

    fn entry(&mut self, cx: &mut Cx, key: &ObjRef, value: &ObjRef, first: &mut bool) -> PyResult<()> {
        let known = matches!(
            key.kind(),
            Kind::Str | Kind::Float | Kind::None | Kind::Bool | Kind::Int | Kind::BigInt
        );
        if !known {
            if self.e.skipkeys.int() == Some(1) {
                return Ok(());
            }
            let got = key.ty().name();
            return Err(cx.type_error(format!("keys must be str, int, float, bool or None, not {got}")));
        }
        if *first {
            *first = false;
        } else {
            let separator = self.e.item_separator.clone();
            self.out.push(&separator);
            self.line();
        }
        if key.is_str() {
            self.string(cx, key)?;
        } else if self.e.quoting == Quoting::Call {
            let mut text = Encoding {
                e: self.e.clone(),
                checks: false,
                under_way: HashSet::new(),
                out: Builder::default(),
                count: 0,
                depth: self.depth,
                level: self.level,
            };
            text.value(cx, key)?;
            let text = text.out.finish(cx)?;
            self.string(cx, &text)?;
        } else {
            self.out.push_ascii(b"\"");
            self.value(cx, key)?;
            self.out.push_ascii(b"\"");
        }
        let separator = self.e.key_separator.clone();
        self.out.push(&separator);
        self.value(cx, value)?;
        self.poll(cx)
    }
}
