//! Dialects: what separates and quotes the fields of a file.

use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::error;

pub const QUOTE_MINIMAL: i64 = 0;
pub const QUOTE_ALL: i64 = 1;
pub const QUOTE_NONNUMERIC: i64 = 2;
pub const QUOTE_NONE: i64 = 3;
pub const QUOTE_STRINGS: i64 = 4;
pub const QUOTE_NOTNULL: i64 = 5;

#[derive(Clone)]
pub struct Dialect {
    pub delimiter: u32,
    pub doublequote: bool,
    pub escapechar: Option<u32>,
    pub lineterminator: Vec<u32>,
    pub quotechar: Option<u32>,
    pub quoting: i64,
    pub skipinitialspace: bool,
    pub strict: bool,
}

theseus_object::leaf_payloads!(Dialect);

/// A getter of an attribute.
macro_rules! attribute {
    ($name:literal, |$cx:ident, $d:ident| $value:expr) => {
        GetSet::new(
            $name,
            |cx, me| {
                let Some($d) = cx.heap.get::<Dialect>(me).cloned() else {
                    return Err(cx.bad_internal("Dialect"));
                };
                let $cx = cx;
                Ok($value)
            },
            "",
        )
    };
}

fn char_or_none(cx: &Cx, c: Option<u32>) -> ObjRef {
    c.map_or_else(|| cx.none.clone(), |c| cx.char(c))
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    getsets: &[
        attribute!("delimiter", |cx, d| cx.char(d.delimiter)),
        attribute!("doublequote", |cx, d| cx.bool(d.doublequote)),
        attribute!("escapechar", |cx, d| char_or_none(cx, d.escapechar)),
        attribute!("lineterminator", |cx, d| cx.str_from_points(&d.lineterminator)),
        attribute!("quotechar", |cx, d| char_or_none(cx, d.quotechar)),
        attribute!("quoting", |cx, d| cx.int(d.quoting)),
        attribute!("skipinitialspace", |cx, d| cx.bool(d.skipinitialspace)),
        attribute!("strict", |cx, d| cx.bool(d.strict)),
    ],
    doc: "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    ..TypeSpec::EMPTY
};

const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let positional = args.pos();
    if positional.len() > 1 + NAMES.len() {
        let given = positional.len();
        return Err(cx.type_error(format!("function takes at most 9 arguments ({given} given)")));
    }
    let mut base = positional.first().cloned();
    let mut options: [Option<ObjRef>; 8] = std::array::from_fn(|i| positional.get(i + 1).cloned());
    for (name, value) in args.keywords() {
        let name = name.text_or_empty();
        if name == "dialect" {
            base = Some(value.clone());
            continue;
        }
        match NAMES.iter().position(|n| *n == name).and_then(|i| options.get_mut(i)) {
            Some(slot) => *slot = Some(value.clone()),
            None => {
                let text = format!("'{name}' is an invalid keyword argument for this function");
                return Err(cx.type_error(text));
            }
        }
    }
    let mut base = base.filter(|b| !b.is_none());
    if let Some(name) = base.as_ref().filter(|b| b.is_str()) {
        base = Some(registered(cx, name)?);
    }
    if let Some(b) = &base {
        if b.has_payload::<Dialect>() && options.iter().all(Option::is_none) && b.class().is(class) {
            return Ok(b.clone());
        }
        for (name, slot) in NAMES.iter().zip(&mut options) {
            if slot.is_none() {
                let name = cx.intern(name);
                *slot = cx.try_getattr(b, &name)?;
            }
        }
    }
    let d = from_options(cx, options)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, d))
}

fn from_options(cx: &mut Cx, options: [Option<ObjRef>; 8]) -> PyResult<Dialect> {
    let [delimiter, doublequote, escapechar, terminator, quotechar, quoting, skip, strict] = options;
    let delimiter = match delimiter {
        None => u32::from(b','),
        Some(o) if !o.is_str() => {
            let got = o.ty().name();
            return Err(cx.type_error(format!("\"delimiter\" must be string, not {got}")));
        }
        Some(o) => one_char(cx, "delimiter", &o)?,
    };
    let doublequote = flag(cx, doublequote, true)?;
    let escapechar = char_option(cx, "escapechar", escapechar, None)?;
    let lineterminator = match terminator {
        None => vec![13, 10],
        Some(o) if o.is_none() => return Err(cx.type_error("lineterminator must be set")),
        Some(o) => match o.chars() {
            Some(c) => c.to_vec(),
            None => return Err(cx.type_error("\"lineterminator\" must be a string")),
        },
    };
    let no_quotechar = quotechar.as_ref().is_some_and(ObjRef::is_none);
    let quotechar = char_option(cx, "quotechar", quotechar, Some(u32::from(b'"')))?;
    let quoting = match quoting {
        None if no_quotechar => QUOTE_NONE,
        None => QUOTE_MINIMAL,
        Some(o) if !(o.is_exact(Kind::Int) || o.is_exact(Kind::BigInt)) => {
            return Err(cx.type_error("\"quoting\" must be an integer"));
        }
        Some(o) => match o.int().filter(|v| (QUOTE_MINIMAL..=QUOTE_NOTNULL).contains(v)) {
            Some(v) => v,
            None => return Err(cx.type_error("bad \"quoting\" value")),
        },
    };
    if quoting != QUOTE_NONE && quotechar.is_none() {
        return Err(cx.type_error("quotechar must be set if quoting enabled"));
    }
    Ok(Dialect {
        delimiter,
        doublequote,
        escapechar,
        lineterminator,
        quotechar,
        quoting,
        skipinitialspace: flag(cx, skip, false)?,
        strict: flag(cx, strict, false)?,
    })
}

fn flag(cx: &mut Cx, o: Option<ObjRef>, default: bool) -> PyResult<bool> {
    match o {
        Some(o) => cx.truth(&o),
        None => Ok(default),
    }
}

fn one_char(cx: &mut Cx, name: &str, o: &ObjRef) -> PyResult<u32> {
    match o.chars().filter(|c| c.len() == 1).and_then(|c| c.get(0)) {
        Some(c) => Ok(c),
        None => Err(cx.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

fn char_option(cx: &mut Cx, name: &str, o: Option<ObjRef>, default: Option<u32>) -> PyResult<Option<u32>> {
    match o {
        None => Ok(default),
        Some(o) if o.is_none() => Ok(None),
        Some(o) if !o.is_str() => {
            let got = o.ty().name();
            Err(cx.type_error(format!("\"{name}\" must be string or None, not {got}")))
        }
        Some(o) => one_char(cx, name, &o).map(Some),
    }
}

/// The dialects that have names.
pub fn table(cx: &Cx) -> ObjRef {
    cx.kept("_csv._dialects").unwrap_or_else(|| cx.new_dict())
}

/// The dialect of a name.
pub fn registered(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let table = table(cx);
    match cx.dict_get(&table, name)? {
        Some(d) => Ok(d),
        None => Err(error(cx, "unknown dialect")),
    }
}

/// The dialect object that a dialect argument and options mean.
pub fn make(cx: &mut Cx, base: Option<&ObjRef>, options: &Args) -> PyResult {
    let class = cx.type_of::<Dialect>().as_ref().clone();
    let mut values: Vec<ObjRef> = base.cloned().into_iter().collect();
    values.extend(options.values.iter().skip(options.positional()).cloned());
    new(cx, &class, &Args { values: &values, names: options.names })
}

/// The options of a dialect object.
pub fn of(cx: &mut Cx, o: &ObjRef) -> PyResult<Dialect> {
    match cx.heap.get::<Dialect>(o) {
        Some(d) => Ok(d.clone()),
        None => Err(cx.bad_internal("dialect")),
    }
}
