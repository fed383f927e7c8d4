//! `tzinfo` and `timezone`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::delta::{self, DAY, Delta};
use super::stamp::{self, Sort};
use super::text;

/// Payload of both types: a timezone has an offset, and perhaps a name.
#[derive(Clone, Default)]
struct Zone {
    offset: Option<ObjRef>,
    name: Option<ObjRef>,
}

impl Payload for Zone {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let mut zone = cx.heap.get::<Zone>(o).cloned().unwrap_or_default();
        zone.offset = zone.offset.map(|offset| f(cx, &offset)).transpose()?;
        let ty = cx.remembered::<TimezoneType>();
        Ok(cx.new_instance(&ty, zone))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.offset, Relation::Typed("offset"));
        v.edge(&mut self.name, Relation::Typed("name"));
    }
    fn clear(&mut self) {
        drop((self.offset.take(), self.name.take()));
    }
}

struct TimezoneType;

static TZINFO: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_tzinfo), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("tzname", no_tzname, "datetime -> string name of time zone."),
        NativeDef::m1(
            "utcoffset",
            no_utcoffset,
            "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC",
        ),
        NativeDef::m1("dst", no_dst, "datetime -> DST offset as timedelta positive east of UTC."),
        NativeDef::m1("fromutc", from_utc, "datetime in UTC -> datetime in local time."),
        NativeDef::m0("__reduce__", reduce, "-> (cls, state)"),
    ],
    getsets: &[],
    doc: "Abstract base class for time zone info objects.",
};

static TIMEZONE: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new_timezone),
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(hash_of),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1(
            "tzname",
            tzname,
            "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
        ),
        NativeDef::m1("utcoffset", utcoffset, "Return fixed offset."),
        NativeDef::m1("dst", dst, "Return None."),
        NativeDef::m1("fromutc", fixed_from_utc, "datetime in UTC -> datetime in local time."),
        NativeDef::m0("__getinitargs__", init_args, "pickle support"),
    ],
    getsets: &[],
    doc: "Fixed offset from UTC implementation of tzinfo.",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let base = cx.add_native_type::<Zone>("datetime.tzinfo", None, type_flag::BASE_TYPE);
    cx.fill_type(&base, &TZINFO);
    cx.namespace_put(dict, "tzinfo", base.as_ref().clone());
    let ty = cx.add_native_type::<Zone>("datetime.timezone", Some(&base), 0);
    cx.remember_as::<TimezoneType>(&ty);
    cx.fill_type(&ty, &TIMEZONE);
    let limit = 86_340 * delta::SECOND;
    for (name, total) in [("utc", 0), ("min", -limit), ("max", limit)] {
        let zone = fixed(cx, total);
        if name == "utc" {
            cx.keep("datetime.utc", zone.clone());
            cx.namespace_put(dict, "UTC", zone.clone());
        }
        cx.namespace_put(&ty.data.dict, name, zone);
    }
    cx.namespace_put(dict, "timezone", ty.as_ref().clone());
}

pub fn is_zone(o: &ObjRef) -> bool {
    o.has_payload::<Zone>()
}

/// The zone of UTC.
pub fn utc(cx: &Cx) -> ObjRef {
    cx.kept("datetime.utc").unwrap_or_else(|| cx.none.clone())
}

/// The zone of an offset in microseconds, which is less than a day.
pub fn fixed(cx: &mut Cx, total: i128) -> ObjRef {
    if total == 0
        && let Some(utc) = cx.kept("datetime.utc")
    {
        return utc;
    }
    let offset = delta::from_total(cx, total).ok();
    let ty = cx.remembered::<TimezoneType>();
    cx.new_instance(&ty, Zone { offset, name: None })
}

/// The zone of an offset with a name.
pub fn named(cx: &mut Cx, total: i128, name: &str) -> ObjRef {
    let offset = delta::from_total(cx, total).ok();
    let ty = cx.remembered::<TimezoneType>();
    let name = Some(cx.new_str(name));
    cx.new_instance(&ty, Zone { offset, name })
}

fn is_fixed(cx: &Cx, o: &ObjRef) -> bool {
    cx.heap.get::<Zone>(o).is_some_and(|z| z.offset.is_some())
}

fn offset_object(cx: &Cx, me: &ObjRef) -> ObjRef {
    cx.heap.get::<Zone>(me).and_then(|z| z.offset.clone()).unwrap_or_else(|| cx.none.clone())
}

fn offset(cx: &Cx, me: &ObjRef) -> Delta {
    let o = offset_object(cx, me);
    delta::delta(cx, &o).unwrap_or(Delta { days: 0, seconds: 0, micros: 0 })
}

/// Calls a method of a zone and checks what it gives.
pub fn ask(cx: &mut Cx, zone: &ObjRef, method: &str, about: &ObjRef) -> PyResult {
    if method == "utcoffset" && is_fixed(cx, zone) {
        return Ok(offset_object(cx, zone));
    }
    let value = cx.call_method(zone, method, std::slice::from_ref(about))?;
    if value.is_none() {
        return Ok(value);
    }
    if method == "tzname" {
        if value.is_str() {
            return Ok(value);
        }
        let got = value.ty().name();
        return Err(cx.type_error(format!("tzinfo.tzname() must return None or a string, not '{got}'")));
    }
    match delta::delta(cx, &value) {
        None => {
            let got = value.ty().name();
            let text = format!("tzinfo.{method}() must return None or timedelta, not '{got}'");
            Err(cx.type_error(text))
        }
        Some(d) if d.total().abs() >= DAY => Err(cx.value_error(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
        )),
        Some(_) => Ok(value),
    }
}

// ---- tzinfo

fn new_tzinfo(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Zone::default()))
}

fn no_tzname(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.not_implemented_error("a tzinfo subclass must implement tzname()"))
}

fn no_utcoffset(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.not_implemented_error("a tzinfo subclass must implement utcoffset()"))
}

fn no_dst(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.not_implemented_error("a tzinfo subclass must implement dst()"))
}

/// The datetime given to `fromutc`, which must be in this zone.
fn check_from_utc(cx: &mut Cx, me: &ObjRef, dt: &ObjRef) -> PyResult<()> {
    let Some(s) = stamp::of_sort(cx, dt, Sort::Both) else {
        return Err(cx.type_error("fromutc: argument must be a datetime"));
    };
    if !s.tz.is_some_and(|tz| tz.is(me)) {
        return Err(cx.value_error("fromutc: dt.tzinfo is not self"));
    }
    Ok(())
}

fn plus(cx: &mut Cx, dt: &ObjRef, total: i128) -> PyResult {
    let by = delta::from_total(cx, total)?;
    super::moment::add(cx, dt, &by)
}

fn from_utc(cx: &mut Cx, me: &ObjRef, dt: &ObjRef) -> PyResult {
    check_from_utc(cx, me, dt)?;
    let Some(offset) = stamp::offset(cx, dt)? else {
        return Err(cx.value_error("fromutc: non-None utcoffset() result required"));
    };
    let dst = stamp::dst(cx, dt)?;
    let Some(dst) = delta::delta(cx, &dst) else {
        return Err(cx.value_error("fromutc: non-None dst() result required"));
    };
    let standard = plus(cx, dt, offset - dst.total())?;
    let dst = stamp::dst(cx, &standard)?;
    let Some(dst) = delta::delta(cx, &dst) else {
        return Err(cx.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    if dst.total() == 0 { Ok(standard) } else { plus(cx, &standard, dst.total()) }
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = cx.intern("__getinitargs__");
    let args = match cx.try_getattr(me, &name)? {
        Some(f) => cx.call(&f, &[])?,
        None => cx.empty_tuple.clone(),
    };
    let state = cx.call_method(me, "__getstate__", &[])?;
    Ok(cx.new_tuple([me.class(), args, state]))
}

// ---- timezone

fn new_timezone(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["offset"], optional: ["name"], posonly: 0, kwonly: 2 };
    let ([offset], [name]) = args.bind(cx, "timezone", &PARAMS)?;
    let Some(d) = delta::delta(cx, &offset) else {
        let got = offset.kind_given();
        return Err(cx.type_error(format!("timezone() argument 1 must be datetime.timedelta, not {got}")));
    };
    if let Some(name) = &name {
        crate::str::args::expect_str(cx, "timezone", " 2", name)?;
    }
    if d.total() == 0 && name.is_none() {
        return Ok(utc(cx));
    }
    if d.total().abs() >= DAY {
        let shown = cx.repr_text(&offset)?;
        return Err(cx.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}."
        )));
    }
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Zone { offset: Some(offset), name }))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let class = me.ty().name();
    if utc(cx).is(me) {
        return Ok(cx.new_str(&format!("{class}.utc")));
    }
    let offset = offset_object(cx, me);
    let mut shown = cx.repr_text(&offset)?;
    if let Some(name) = cx.heap.get::<Zone>(me).and_then(|z| z.name.clone()) {
        shown += ", ";
        shown += &cx.repr_text(&name)?;
    }
    Ok(cx.new_str(&format!("{class}({shown})")))
}

fn str_(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(name) = cx.heap.get::<Zone>(me).and_then(|z| z.name.clone()) {
        return Ok(name);
    }
    let total = offset(cx, me).total();
    if total == 0 {
        return Ok(cx.new_str("UTC"));
    }
    Ok(cx.new_str(&format!("UTC{}", text::offset(total, ":"))))
}

fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    Ok(delta::hash_delta(&offset(cx, me)))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || !is_fixed(cx, a) || !is_fixed(cx, b) {
        return Ok(cx.not_implemented.clone());
    }
    let equal = offset(cx, a) == offset(cx, b);
    Ok(cx.bool(equal == (op == CompareOp::Eq)))
}

fn check_argument(cx: &mut Cx, dt: &ObjRef, method: &str) -> PyResult<()> {
    if dt.is_none() || stamp::of_sort(cx, dt, Sort::Both).is_some() {
        return Ok(());
    }
    let got = dt.ty().name();
    Err(cx.type_error(format!("{method}(dt) argument must be a datetime instance or None, not {got}")))
}

fn tzname(cx: &mut Cx, me: &ObjRef, dt: &ObjRef) -> PyResult {
    check_argument(cx, dt, "tzname")?;
    str_(cx, me)
}

fn utcoffset(cx: &mut Cx, me: &ObjRef, dt: &ObjRef) -> PyResult {
    check_argument(cx, dt, "utcoffset")?;
    Ok(offset_object(cx, me))
}

fn dst(cx: &mut Cx, _: &ObjRef, dt: &ObjRef) -> PyResult {
    check_argument(cx, dt, "dst")?;
    Ok(cx.none.clone())
}

fn fixed_from_utc(cx: &mut Cx, me: &ObjRef, dt: &ObjRef) -> PyResult {
    check_from_utc(cx, me, dt)?;
    let total = offset(cx, me).total();
    plus(cx, dt, total)
}

fn init_args(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let offset = offset_object(cx, me);
    Ok(match cx.heap.get::<Zone>(me).and_then(|z| z.name.clone()) {
        Some(name) => cx.new_tuple([offset, name]),
        None => cx.new_tuple([offset]),
    })
}
