//! `timedelta`.

use dashu_int::IBig;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::hash::{self, TupleHasher};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Raised, Slots};

use crate::int::division::floor_div_mod;

pub const SECOND: i128 = 1_000_000;
pub const DAY: i128 = 86_400 * SECOND;
const MAX_DAYS: i128 = 999_999_999;

/// Payload of a timedelta: seconds and microseconds are not negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    pub days: i32,
    pub seconds: i32,
    pub micros: i32,
}

impl Payload for Delta {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Delta {
    /// All of it in microseconds.
    pub fn total(&self) -> i128 {
        i128::from(self.days) * DAY + i128::from(self.seconds) * SECOND + i128::from(self.micros)
    }
}

const ABOUT: &str = "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.";

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str_: Some(text),
        hash: Some(hash_of),
        compare: Some(compare),
        bool_: Some(truth),
        neg: Some(neg),
        pos: Some(pos),
        abs: Some(abs),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::ADD] = Some(add);
            ops[number::SUB] = Some(sub);
            ops[number::MUL] = Some(mul);
            ops[number::TRUEDIV] = Some(true_div);
            ops[number::FLOORDIV] = Some(floor_div);
            ops[number::MOD] = Some(modulo);
            ops
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("total_seconds", total_seconds, "Total seconds in the duration."),
        NativeDef::m0("__reduce__", reduce, "__reduce__() -> (cls, state)"),
        NativeDef::m1("__divmod__", divmod, "Return divmod(self, value)."),
        NativeDef::m1("__rdivmod__", rdivmod, "Return divmod(value, self)."),
    ],
    getsets: &[
        GetSet::member("days", |cx, o| field(cx, o, |d| d.days), "Number of days."),
        GetSet::member(
            "seconds",
            |cx, o| field(cx, o, |d| d.seconds),
            "Number of seconds (>= 0 and less than 1 day).",
        ),
        GetSet::member(
            "microseconds",
            |cx, o| field(cx, o, |d| d.micros),
            "Number of microseconds (>= 0 and less than 1 second).",
        ),
    ],
    doc: ABOUT,
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Delta>("datetime.timedelta", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    let most = Delta { days: 999_999_999, seconds: 86_399, micros: 999_999 };
    let least = Delta { days: -999_999_999, seconds: 0, micros: 0 };
    let tick = Delta { days: 0, seconds: 0, micros: 1 };
    for (name, value) in [("min", least), ("max", most), ("resolution", tick)] {
        let value = cx.new_object(value);
        cx.namespace_put(&ty.data.dict, name, value);
    }
    cx.namespace_put(dict, "timedelta", ty.as_ref().clone());
}

/// The duration in an object that is one.
pub fn delta(cx: &Cx, o: &ObjRef) -> Option<Delta> {
    cx.heap.get::<Delta>(o).copied()
}

fn own(cx: &Cx, o: &ObjRef) -> Delta {
    delta(cx, o).unwrap_or(Delta { days: 0, seconds: 0, micros: 0 })
}

fn field(cx: &mut Cx, o: &ObjRef, get: fn(&Delta) -> i32) -> PyResult {
    let v = get(&own(cx, o));
    Ok(cx.int(v.into()))
}

#[cold]
fn too_large(cx: &mut Cx) -> Raised {
    cx.overflow_error("Python int too large to convert to C int")
}

/// Microseconds as whole units of so many, and the rest, which is not negative.
pub fn div_rem(total: i128, unit: i128) -> (i128, i64) {
    // Two words take several times as long to divide as one, and hardly any duration needs them.
    match (i64::try_from(total), i64::try_from(unit)) {
        (Ok(total), Ok(unit)) => (total.div_euclid(unit).into(), total.rem_euclid(unit)),
        _ => (total.div_euclid(unit), total.rem_euclid(unit) as i64),
    }
}

/// A duration of this many microseconds.
pub fn split(cx: &mut Cx, total: i128) -> PyResult<Delta> {
    const SECOND: i64 = self::SECOND as i64;
    let (days, rest) = div_rem(total, DAY);
    if days.abs() > MAX_DAYS {
        if i32::try_from(days).is_err() {
            return Err(too_large(cx));
        }
        return Err(cx.overflow_error(format!("days={days}; must have magnitude <= 999999999")));
    }
    Ok(Delta { days: days as i32, seconds: (rest / SECOND) as i32, micros: (rest % SECOND) as i32 })
}

/// A timedelta of this many microseconds.
pub fn from_total(cx: &mut Cx, total: i128) -> PyResult {
    let d = split(cx, total)?;
    Ok(cx.new_object(d))
}

fn from_wide(cx: &mut Cx, total: Option<i128>) -> PyResult {
    match total {
        Some(total) => from_total(cx, total),
        None => Err(too_large(cx)),
    }
}

// ---- making

static UNITS: [(&str, i128); 7] = [
    ("days", DAY),
    ("seconds", SECOND),
    ("microseconds", 1),
    ("milliseconds", 1000),
    ("minutes", 60 * SECOND),
    ("hours", 3600 * SECOND),
    ("weeks", 7 * DAY),
];
/// The order in which the parts are added up, which rounding depends on.
const ORDER: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];

fn whole(cx: &mut Cx, v: f64) -> PyResult<i128> {
    if v.is_nan() {
        return Err(cx.value_error("cannot convert float NaN to integer"));
    }
    if v.is_infinite() {
        return Err(cx.overflow_error("cannot convert float infinity to integer"));
    }
    if v.abs() > 1e27 { Err(too_large(cx)) } else { Ok(v as i128) }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 7> = Params {
        required: [],
        optional: ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"],
        posonly: 0,
        kwonly: 7,
    };
    let ([], given) = args.bind(cx, "__new__", &PARAMS)?;
    let (mut total, mut rest) = (0i128, 0f64);
    for at in ORDER {
        let (Some(Some(o)), Some((tag, unit))) = (given.get(at), UNITS.get(at)) else { continue };
        if o.is_int() {
            let Some(v) = o.int() else { return Err(too_large(cx)) };
            total += i128::from(v) * unit;
        } else if let Some(v) = o.float() {
            total += whole(cx, v.trunc())? * unit;
            let part = v.fract() * *unit as f64;
            total += part.trunc() as i128;
            rest += part.fract();
        } else {
            let got = o.ty().name();
            return Err(cx.type_error(format!("unsupported type for timedelta {tag} component: {got}")));
        }
    }
    if rest != 0.0 {
        let mut near = rest.round();
        if (near - rest).abs() == 0.5 {
            // Half way: the sum becomes even.
            let odd = (total & 1) as f64;
            near = 2.0 * ((rest + odd) * 0.5).round() - odd;
        }
        total += near as i128;
    }
    let d = split(cx, total)?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, d))
}

// ---- text

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me);
    let named = [("days", d.days), ("seconds", d.seconds), ("microseconds", d.micros)];
    let parts: Vec<String> =
        named.iter().filter(|(_, v)| *v != 0).map(|(name, v)| format!("{name}={v}")).collect();
    let parts = if parts.is_empty() { "0".to_string() } else { parts.join(", ") };
    Ok(cx.new_str(&format!("{}({parts})", me.ty().name())))
}

fn text(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me);
    let mut out = String::new();
    if d.days != 0 {
        let s = if d.days.abs() == 1 { "" } else { "s" };
        out = format!("{} day{s}, ", d.days);
    }
    out += &format!("{}:{:02}:{:02}", d.seconds / 3600, d.seconds / 60 % 60, d.seconds % 60);
    if d.micros != 0 {
        out += &format!(".{:06}", d.micros);
    }
    Ok(cx.new_str(&out))
}

// ---- operators

fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    Ok(hash_delta(&own(cx, me)))
}

pub fn hash_delta(d: &Delta) -> i64 {
    let mut hasher = TupleHasher::new();
    for part in [d.days, d.seconds, d.micros] {
        hasher.add(hash::int(part.into()));
    }
    hasher.finish()
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    match (delta(cx, a), delta(cx, b)) {
        (Some(a), Some(b)) => Ok(cx.bool(op.holds(a.cmp(&b)))),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn truth(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    Ok(own(cx, me).total() != 0)
}

fn neg(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let total = own(cx, me).total();
    from_total(cx, -total)
}

fn pos(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let total = own(cx, me).total();
    from_total(cx, total)
}

fn abs(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let total = own(cx, me).total();
    from_total(cx, total.abs())
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (delta(cx, a), delta(cx, b)) {
        (Some(a), Some(b)) => from_total(cx, a.total() + b.total()),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (delta(cx, a), delta(cx, b)) {
        (Some(a), Some(b)) => from_total(cx, a.total() - b.total()),
        _ => Ok(cx.not_implemented.clone()),
    }
}

/// A float as a fraction of integers; one of a subclass says itself what it is.
fn ratio(cx: &mut Cx, o: &ObjRef, v: f64) -> PyResult<(IBig, IBig)> {
    if !o.is_exact(Kind::Float) {
        return told_ratio(cx, o);
    }
    if v.is_nan() {
        return Err(cx.value_error("cannot convert NaN to integer ratio"));
    }
    if v.is_infinite() {
        return Err(cx.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let bits = v.to_bits();
    let power = ((bits >> 52) & 0x7ff) as i64;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let digits = if power == 0 { fraction } else { fraction | 1 << 52 };
    let digits = IBig::from(if v < 0.0 { -digits } else { digits });
    let shift = power.max(1) - 1075;
    let one = IBig::from(1);
    let by = shift.unsigned_abs() as usize;
    Ok(if shift >= 0 { (digits << by, one) } else { (digits, one << by) })
}

fn told_ratio(cx: &mut Cx, o: &ObjRef) -> PyResult<(IBig, IBig)> {
    let told = cx.call_method(o, "as_integer_ratio", &[])?;
    let items = match cx.heap.tuple(&told) {
        Some(items) => items.to_vec(),
        None => {
            let got = told.ty().name();
            return Err(cx.type_error(format!(
                "unexpected return type from as_integer_ratio(): expected tuple, got '{got}'"
            )));
        }
    };
    let [up, down] = items.as_slice() else {
        return Err(cx.value_error("as_integer_ratio() must return a 2-tuple"));
    };
    if !items.iter().all(ObjRef::is_int) {
        return Err(cx.type_error("non-integer arguments in division"));
    }
    let (up, down) = (crate::int::value(up), crate::int::value(down));
    if down == IBig::from(0) { Err(by_zero(cx)) } else { Ok((up, down)) }
}

/// The quotient rounded to the nearest integer, halves to even.
fn nearest(x: IBig, y: IBig) -> Option<i128> {
    let zero = IBig::from(0);
    let (x, y) = if y < zero { (-x, -y) } else { (x, y) };
    let (q, r) = floor_div_mod(&x, &y);
    let q = i128::try_from(q).ok()?;
    let up = match (r * IBig::from(2)).cmp(&y) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => q & 1 == 1,
        std::cmp::Ordering::Less => false,
    };
    q.checked_add(up.into())
}

fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (d, factor) = match (delta(cx, a), delta(cx, b)) {
        (Some(d), None) => (d, b),
        (None, Some(d)) => (d, a),
        _ => return Ok(cx.not_implemented.clone()),
    };
    if factor.is_int() {
        let total = match factor.int() {
            Some(v) => d.total().checked_mul(v.into()),
            None if d.total() == 0 => Some(0),
            None => None,
        };
        return from_wide(cx, total);
    }
    let Some(v) = factor.float() else { return Ok(cx.not_implemented.clone()) };
    let (up, down) = ratio(cx, factor, v)?;
    from_wide(cx, nearest(IBig::from(d.total()) * up, down))
}

fn by_zero(cx: &mut Cx) -> Raised {
    cx.zero_division_error("integer division or modulo by zero")
}

fn as_int(cx: &Cx, v: i128) -> ObjRef {
    cx.big_int(IBig::from(v))
}

fn true_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some(x) = delta(cx, a) else { return Ok(cx.not_implemented.clone()) };
    if let Some(y) = delta(cx, b) {
        let (x, y) = (as_int(cx, x.total()), as_int(cx, y.total()));
        return cx.binary(number::TRUEDIV, &x, &y);
    }
    let total = IBig::from(x.total());
    if b.is_int() {
        let by = crate::int::value(b);
        return if by == IBig::from(0) { Err(by_zero(cx)) } else { from_wide(cx, nearest(total, by)) };
    }
    let Some(v) = b.float() else { return Ok(cx.not_implemented.clone()) };
    let (up, down) = ratio(cx, b, v)?;
    if up == IBig::from(0) { Err(by_zero(cx)) } else { from_wide(cx, nearest(total * down, up)) }
}

fn floor_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some(x) = delta(cx, a) else { return Ok(cx.not_implemented.clone()) };
    if let Some(y) = delta(cx, b) {
        let (x, y) = (x.total(), y.total());
        if y == 0 {
            return Err(by_zero(cx));
        }
        return Ok(as_int(cx, floor(x, y).0));
    }
    if !b.is_int() {
        return Ok(cx.not_implemented.clone());
    }
    let by = crate::int::value(b);
    if by == IBig::from(0) {
        return Err(by_zero(cx));
    }
    let (q, _) = floor_div_mod(&IBig::from(x.total()), &by);
    from_wide(cx, i128::try_from(q).ok())
}

/// Quotient and remainder; the remainder has the divisor's sign.
fn floor(x: i128, y: i128) -> (i128, i128) {
    let (q, r) = (x / y, x % y);
    if r != 0 && (r < 0) != (y < 0) { (q - 1, r + y) } else { (q, r) }
}

fn modulo(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (delta(cx, a), delta(cx, b)) {
        (Some(_), Some(y)) if y.total() == 0 => Err(cx.zero_division_error("integer modulo by zero")),
        (Some(x), Some(y)) => from_total(cx, floor(x.total(), y.total()).1),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (delta(cx, a), delta(cx, b)) {
        (Some(_), Some(y)) if y.total() == 0 => Err(by_zero(cx)),
        (Some(x), Some(y)) => {
            let (q, r) = floor(x.total(), y.total());
            let r = from_total(cx, r)?;
            Ok(cx.new_tuple([as_int(cx, q), r]))
        }
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn rdivmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    divmod(cx, b, a)
}

/// Microseconds as seconds, rounded once.
pub fn seconds(cx: &mut Cx, total: i128) -> PyResult {
    if total.abs() < 1 << 53 {
        return Ok(cx.float(total as f64 / 1e6));
    }
    let (x, y) = (as_int(cx, total), cx.int(1_000_000));
    cx.binary(number::TRUEDIV, &x, &y)
}

fn total_seconds(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let total = own(cx, me).total();
    seconds(cx, total)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me);
    let state = cx.new_tuple([d.days, d.seconds, d.micros].map(|v| cx.int(v.into())));
    Ok(cx.new_tuple([me.class(), state]))
}
