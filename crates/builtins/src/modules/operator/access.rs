//! Items, sequences, calls and the comparison that takes always the same time.

use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::slots::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::bytes;
use crate::iters;

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "_compare_digest",
        compare_digest,
        "_compare_digest($module, a, b, /)\n--\n\nReturn 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and lengths of a and b--but not their values.",
    ),
    NativeDef::f_full(
        "call",
        call,
        "call($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs).",
    ),
    NativeDef::f2("concat", concat, "concat($module, a, b, /)\n--\n\nSame as a + b, for a and b sequences."),
    NativeDef::f2(
        "contains",
        contains,
        "contains($module, a, b, /)\n--\n\nSame as b in a (note reversed operands).",
    ),
    NativeDef::f2(
        "countOf",
        count_of,
        "countOf($module, a, b, /)\n--\n\nReturn the number of items in a which are, or which equal, b.",
    ),
    NativeDef::f2("delitem", delitem, "delitem($module, a, b, /)\n--\n\nSame as del a[b]."),
    NativeDef::f2("getitem", getitem, "getitem($module, a, b, /)\n--\n\nSame as a[b]."),
    NativeDef::f2(
        "iconcat",
        iconcat,
        "iconcat($module, a, b, /)\n--\n\nSame as a += b, for a and b sequences.",
    ),
    NativeDef::f2("indexOf", index_of, "indexOf($module, a, b, /)\n--\n\nReturn the first index of b in a."),
    NativeDef::f_range(
        "length_hint",
        length_hint,
        1,
        2,
        "length_hint($module, obj, default=0, /)\n--\n\nReturn an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.",
    ),
    NativeDef::f3("setitem", setitem, "setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."),
];

fn call(cx: &mut Cx, args: &Args) -> PyResult {
    match args.pos().first() {
        Some(f) => cx.call_args(f, &args.skip(1)),
        None => Err(cx.type_error("call expected at least 1 argument, got 0")),
    }
}

fn contains(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let found = cx.contains(a, b)?;
    Ok(cx.bool(found))
}

fn getitem(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    cx.getitem(a, b)
}

fn setitem(cx: &mut Cx, a: &ObjRef, b: &ObjRef, c: &ObjRef) -> PyResult {
    cx.setitem(a, b, Some(c))?;
    Ok(cx.none.clone())
}

fn delitem(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    cx.setitem(a, b, None)?;
    Ok(cx.none.clone())
}

/// Whether `+` of the object joins sequences.
fn is_sequence(cx: &Cx, o: &ObjRef) -> bool {
    let native = matches!(o.kind(), Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::List | Kind::Tuple);
    let getitem = cx.heap.get::<Dict>(o).is_none() && o.ty().slots().getitem.is_some();
    native || getitem
}

fn concat(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    check_sequence(cx, a)?;
    cx.binary(number::ADD, a, b)
}

fn iconcat(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    check_sequence(cx, a)?;
    cx.inplace(number::ADD, a, b)
}

fn check_sequence(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if is_sequence(cx, o) {
        return Ok(());
    }
    let got = o.ty().name();
    Err(cx.type_error(format!("'{got}' object can't be concatenated")))
}

/// An iterator, or the words of the sequence functions.
fn searched(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match cx.iter(o) {
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            let got = o.ty().name();
            Err(cx.type_error(format!("argument of type '{got}' is not iterable")))
        }
        r => r,
    }
}

fn count_of(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let it = searched(cx, a)?;
    let mut n = 0;
    iters::each(cx, &it, |cx, item| {
        n += usize::from(item.is(b) || cx.eq(&item, b)?);
        Ok(true)
    })?;
    Ok(cx.usize(n))
}

fn index_of(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let it = searched(cx, a)?;
    let (mut at, mut found) = (0, false);
    iters::each(cx, &it, |cx, item| {
        found = item.is(b) || cx.eq(&item, b)?;
        at += usize::from(!found);
        Ok(!found)
    })?;
    if found {
        return Ok(cx.usize(at));
    }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}

fn length_hint(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [o, default @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let default = match default.first() {
        Some(d) if !d.is_int() && d.ty().slots().index.is_none() => {
            let got = d.ty().name();
            return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
        }
        Some(d) => crate::sequence::size_argument(cx, d)?,
        None => 0,
    };
    match iters::known_length(cx, o)? {
        Some(n) => Ok(cx.usize(n)),
        None => Ok(cx.int(default)),
    }
}

fn compare_digest(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if a.is_str() && b.is_str() {
        let (Some(x), Some(y)) = (a.ascii(), b.ascii()) else {
            return Err(cx.type_error("comparing strings with non-ASCII characters is not supported"));
        };
        return Ok(cx.bool(equal_slowly(x.as_bytes(), y.as_bytes())));
    }
    bytes::require(cx, a)?;
    bytes::require(cx, b)?;
    let (Some(x), Some(y)) = (bytes::buffer(cx, a)?, bytes::buffer(cx, b)?) else {
        return Err(cx.bad_internal("buffer"));
    };
    Ok(cx.bool(equal_slowly(&x, &y)))
}

/// Equality that takes as long whether or not an early byte differs.
fn equal_slowly(a: &[u8], b: &[u8]) -> bool {
    let same_length = a.len() == b.len();
    let other = if same_length { a } else { b };
    let different =
        other.iter().zip(b).fold(u8::from(!same_length), |d, (x, y)| std::hint::black_box(d | (x ^ y)));
    different == 0
}
