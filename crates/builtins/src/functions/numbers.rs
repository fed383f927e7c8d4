//! abs, divmod, pow, round, sum, min, max, hex, oct, bin.

use dashu_int::IBig;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::List;
use theseus_object::slots::{Special, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::str::args::worked;
use crate::{float, int, range, text};

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1("abs", abs, "Return the absolute value of the argument."),
    NativeDef::f2("divmod", divmod, "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    NativeDef::f_full(
        "pow",
        pow,
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    ),
    NativeDef::f_full("round", round, "Round a number to a given precision in decimal digits."),
    NativeDef::f_full(
        "sum",
        sum,
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers",
    ),
    NativeDef::f_full(
        "min",
        min,
        "min(iterable, *[, default=obj, key=func]) -> value\n\
         min(arg1, arg2, *args, *[, key=func]) -> value\n\n\
         With a single iterable argument, return its smallest item.",
    ),
    NativeDef::f_full(
        "max",
        max,
        "max(iterable, *[, default=obj, key=func]) -> value\n\
         max(arg1, arg2, *args, *[, key=func]) -> value\n\n\
         With a single iterable argument, return its biggest item.",
    ),
    NativeDef::f1("hex", hex, "Return the hexadecimal representation of an integer."),
    NativeDef::f1("oct", oct, "Return the octal representation of an integer."),
    NativeDef::f1("bin", bin, "Return the binary representation of an integer."),
];

fn abs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    cx.unary(Special::Abs, o)
}

fn radix_text(cx: &mut Cx, o: &ObjRef, base: u32, prefix: &str) -> PyResult {
    let v = cx.index(o)?;
    worked(cx, |cx, alarm| {
        let text = text::int::to_radix(int::text_ref(&v), base, prefix, alarm)?;
        Ok(cx.str_of_latin1(&text, alarm)?)
    })
}

fn hex(cx: &mut Cx, o: &ObjRef) -> PyResult {
    radix_text(cx, o, 16, "0x")
}

fn oct(cx: &mut Cx, o: &ObjRef) -> PyResult {
    radix_text(cx, o, 8, "0o")
}

fn bin(cx: &mut Cx, o: &ObjRef) -> PyResult {
    radix_text(cx, o, 2, "0b")
}

fn is_exact_int(o: &ObjRef) -> bool {
    o.is_exact(Kind::Int) || o.is_exact(Kind::BigInt)
}

fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if is_exact_int(a) && is_exact_int(b) {
        return int::division::divmod(cx, a, b);
    }
    if a.is_exact(Kind::Float) && b.is_exact(Kind::Float) {
        return float::divmod(cx, a, b);
    }
    let (own, reflected) = (cx.names.divmod.clone(), cx.names.rdivmod.clone());
    let same = a.ty().is(b.ty());
    let mut ask_b = !same;
    if !same && b.ty().is_subtype(a.ty()) {
        let address = |o: Option<ObjRef>| o.map(|o| o.address());
        let of_b = b.ty().lookup(cx, &reflected);
        // A subclass goes first if it has something of its own to say.
        if address(of_b) != address(a.ty().lookup(cx, &reflected)) {
            ask_b = false;
            if let Some(r) = cx.call_type_method(b, &reflected, &[a]) {
                let r = r?;
                if !r.is_not_implemented() {
                    return Ok(r);
                }
            }
        }
    }
    if let Some(r) = cx.call_type_method(a, &own, &[b]) {
        let r = r?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if ask_b && let Some(r) = cx.call_type_method(b, &reflected, &[a]) {
        let r = r?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    let (a, b) = (a.ty().name(), b.ty().name());
    Err(cx.type_error(format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'")))
}

fn pow(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 1> =
        Params { required: ["base", "exp"], optional: ["mod"], posonly: 0, kwonly: 3 };
    let ([base, exp], [modulus]) = args.bind(cx, "pow", &PARAMS)?;
    match modulus.filter(|m| !m.is_none()) {
        None => cx.binary(number::POW, &base, &exp),
        Some(modulus) => cx.pow_mod(&base, &exp, &modulus),
    }
}

fn round(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> =
        Params { required: ["number"], optional: ["ndigits"], posonly: 0, kwonly: 2 };
    let ([x], [ndigits]) = args.bind(cx, "round", &PARAMS)?;
    let ndigits = ndigits.filter(|n| !n.is_none());
    if x.is_exact(Kind::Float) {
        return float::round(cx, &x, ndigits.as_ref());
    }
    if is_exact_int(&x) {
        return match ndigits {
            Some(ndigits) => int::round(cx, &x, &ndigits),
            None => Ok(x),
        };
    }
    let name = cx.names.round.clone();
    match cx.call_type_method(&x, &name, ndigits.as_ref().as_slice()) {
        Some(r) => r,
        None => {
            let name = x.ty().name();
            Err(cx.type_error(format!("type {name} doesn't define __round__ method")))
        }
    }
}

/// The items of an iterable one by one; lists and tuples need no iterator object.
enum Items {
    List(ObjRef, usize),
    Tuple(ObjRef, usize),
    Iterator(ObjRef),
}

impl Items {
    fn new(cx: &mut Cx, o: &ObjRef) -> PyResult<Items> {
        if o.is_exact(Kind::List) {
            return Ok(Items::List(o.clone(), 0));
        }
        if o.is_exact(Kind::Tuple) {
            return Ok(Items::Tuple(o.clone(), 0));
        }
        Ok(Items::Iterator(cx.iter(o)?))
    }

    #[inline]
    fn next(&mut self, cx: &mut Cx) -> PyResult<Option<ObjRef>> {
        let (item, at) = match self {
            Items::List(o, at) => (cx.heap.get::<List>(o).and_then(|l| l.items.get(*at)).cloned(), at),
            Items::Tuple(o, at) => (cx.heap.tuple(o).and_then(|t| t.get(*at)).cloned(), at),
            Items::Iterator(it) => return cx.next(it),
        };
        *at += 1;
        Ok(item)
    }
}

/// A sum so far.
enum Total {
    Int(i64),
    /// Sum and what rounding lost (Neumaier's variant of Kahan's summation).
    Float(f64, f64),
    Object(ObjRef),
}

impl Total {
    /// The sum as an object.
    fn object(self, cx: &Cx) -> ObjRef {
        match self {
            Total::Int(v) => cx.int(v),
            // An infinite or undefined correction would spoil the sum, and none at all the sign of zero.
            Total::Float(sum, lost) => {
                cx.float(if lost != 0.0 && lost.is_finite() { sum + lost } else { sum })
            }
            Total::Object(o) => o,
        }
    }

    fn add(self, cx: &mut Cx, item: &ObjRef) -> PyResult<Total> {
        match self {
            Total::Int(sum) if item.is_exact(Kind::Int) || item.kind() == Kind::Bool => {
                if let Some(sum) = item.int().and_then(|v| sum.checked_add(v)) {
                    return Ok(Total::Int(sum));
                }
            }
            Total::Float(sum, lost) if item.is_exact(Kind::Float) => {
                let x = item.float().unwrap_or(0.0);
                let t = sum + x;
                let part = if sum.abs() >= x.abs() { (sum - t) + x } else { (x - t) + sum };
                return Ok(Total::Float(t, lost + part));
            }
            Total::Float(sum, lost) => {
                if let Some(v) = item.int() {
                    return Ok(Total::Float(sum + v as f64, lost));
                }
            }
            _ => (),
        }
        let was_int = matches!(self, Total::Int(_));
        let left = match self {
            Total::Int(v) => cx.fresh_int(v),
            other => other.object(cx),
        };
        let sum = cx.binary(number::ADD, &left, item)?;
        Ok(match sum.float() {
            Some(x) if was_int && sum.is_exact(Kind::Float) => Total::Float(x, 0.0),
            _ => Total::Object(sum),
        })
    }
}

fn sum(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: [""], optional: ["start"], posonly: 1, kwonly: 2 };
    let ([iterable], [start]) = args.bind(cx, "sum", &PARAMS)?;
    let mut items = Items::new(cx, &iterable)?;
    let mut total = match start {
        None => Total::Int(0),
        Some(start) => {
            let refused = match start.kind() {
                Kind::Str => "sum() can't sum strings [use ''.join(seq) instead]",
                Kind::Bytes => "sum() can't sum bytes [use b''.join(seq) instead]",
                Kind::ByteArray => "sum() can't sum bytearray [use b''.join(seq) instead]",
                _ => "",
            };
            if !refused.is_empty() {
                return Err(cx.type_error(refused));
            }
            match (start.int(), start.float()) {
                (Some(v), _) if start.is_exact(Kind::Int) => Total::Int(v),
                (_, Some(x)) if start.is_exact(Kind::Float) => Total::Float(x, 0.0),
                _ => Total::Object(start),
            }
        }
    };
    if let (Total::Int(start), Kind::Range) = (&total, iterable.kind()) {
        let sum = range::sum(cx, &iterable)? + IBig::from(*start);
        return Ok(cx.big_int(sum));
    }
    let mut rounds = 0u32;
    while let Some(item) = items.next(cx)? {
        total = total.add(cx, &item)?;
        rounds = rounds.wrapping_add(1);
        if rounds & 0xffff == 0 {
            cx.poll()?;
        }
    }
    Ok(total.object(cx))
}

fn min(cx: &mut Cx, args: &Args) -> PyResult {
    extreme(cx, args, "min", CompareOp::Lt)
}

fn max(cx: &mut Cx, args: &Args) -> PyResult {
    extreme(cx, args, "max", CompareOp::Gt)
}

/// `min` or `max`: an item replaces the best so far if it compares so.
fn extreme(cx: &mut Cx, args: &Args, name: &str, op: CompareOp) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["key", "default"], posonly: 0, kwonly: 0 };
    let given = args.pos();
    let Some(first) = given.first() else {
        return Err(cx.type_error(format!("{name} expected at least 1 argument, got 0")));
    };
    let mut options = (None, None);
    if !args.names.is_empty() {
        let keywords = Args { values: &args.values[given.len()..], names: args.names };
        let ([], [key, default]) = keywords.bind(cx, name, &PARAMS)?;
        options = (key.filter(|k| !k.is_none()), default);
    }
    let (key, default) = options;
    if given.len() > 1 {
        if default.is_some() {
            return Err(cx.type_error(format!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        let mut best = Best { op, key, found: None };
        for item in given {
            best.offer(cx, item.clone())?;
        }
        return best.result(cx, name, None);
    }
    let mut items = Items::new(cx, first)?;
    let mut best = Best { op, key, found: None };
    let mut rounds = 0u32;
    while let Some(item) = items.next(cx)? {
        best.offer(cx, item)?;
        rounds = rounds.wrapping_add(1);
        if rounds & 0xffff == 0 {
            cx.poll()?;
        }
    }
    best.result(cx, name, default)
}

/// The best item so far and what it is compared by.
struct Best {
    op: CompareOp,
    key: Option<ObjRef>,
    found: Option<(ObjRef, ObjRef)>,
}

impl Best {
    #[inline]
    fn offer(&mut self, cx: &mut Cx, item: ObjRef) -> PyResult<()> {
        let value = match &self.key {
            Some(key) => cx.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &self.found {
            Some((_, best)) => cx.compare_bool(self.op, &value, best)?,
            None => true,
        };
        if better {
            self.found = Some((item, value));
        }
        Ok(())
    }

    fn result(self, cx: &mut Cx, name: &str, default: Option<ObjRef>) -> PyResult {
        match self.found.map(|(item, _)| item).or(default) {
            Some(v) => Ok(v),
            None => Err(cx.value_error(format!("{name}() iterable argument is empty"))),
        }
    }
}
