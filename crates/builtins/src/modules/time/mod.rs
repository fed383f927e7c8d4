//! The module `time`.

pub(crate) mod calendar;
mod format;

use theseus_object::host::{Host, LocalTime};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::exceptions::raise_os_error;
use crate::module::new_module;
use crate::modules::wait;
use crate::namespace::simple_namespace;
use crate::world;

const SECOND: f64 = 1e9;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("time", time, "Return the current time in seconds since the Epoch."),
    NativeDef::f0("time_ns", time_ns, "Return the current time in nanoseconds since the Epoch."),
    NativeDef::f0("perf_counter", monotonic, "Performance counter for benchmarking."),
    NativeDef::f0("perf_counter_ns", monotonic_ns, "Performance counter for benchmarking as nanoseconds."),
    NativeDef::f0("monotonic", monotonic, "Monotonic clock, cannot go backward."),
    NativeDef::f0("monotonic_ns", monotonic_ns, "Monotonic clock, cannot go backward, as nanoseconds."),
    NativeDef::f0(
        "process_time",
        process_time,
        "Process time for profiling: sum of the kernel and user-space CPU time.",
    ),
    NativeDef::f0("process_time_ns", process_time_ns, "Process time for profiling as nanoseconds."),
    NativeDef::f0(
        "thread_time",
        thread_time,
        "Thread time for profiling: sum of the kernel and user-space CPU time.",
    ),
    NativeDef::f1(
        "pthread_getcpuclockid",
        pthread_getcpuclockid,
        "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock.",
    ),
    NativeDef::f0("thread_time_ns", thread_time_ns, "Thread time for profiling as nanoseconds."),
    NativeDef::f1(
        "clock_gettime",
        clock_gettime,
        "Return the time of the specified clock clk_id as a float.",
    ),
    NativeDef::f1(
        "clock_gettime_ns",
        clock_gettime_ns,
        "Return the time of the specified clock clk_id as nanoseconds (int).",
    ),
    NativeDef::f2(
        "clock_settime",
        clock_settime,
        "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id.",
    ),
    NativeDef::f2(
        "clock_settime_ns",
        clock_settime_ns,
        "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds.",
    ),
    NativeDef::f1(
        "clock_getres",
        clock_getres,
        "clock_getres(clk_id) -> floating point number\n\nReturn the resolution (precision) of the specified clock clk_id.",
    ),
    NativeDef::f1(
        "get_clock_info",
        get_clock_info,
        "get_clock_info(name: str) -> dict\n\nGet information of the specified clock.",
    ),
    NativeDef::f_range(
        "gmtime",
        gmtime,
        0,
        1,
        "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.\n\nIf the platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only.",
    ),
    NativeDef::f_range(
        "localtime",
        localtime,
        0,
        1,
        "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n                          tm_sec,tm_wday,tm_yday,tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing local time.\nWhen 'seconds' is not passed in, convert the current time instead.",
    ),
    NativeDef::f_range(
        "asctime",
        asctime,
        0,
        1,
        "asctime([tuple]) -> string\n\nConvert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.\nWhen the time tuple is not present, current time as returned by localtime()\nis used.",
    ),
    NativeDef::f_range(
        "ctime",
        ctime,
        0,
        1,
        "ctime(seconds) -> string\n\nConvert a time in seconds since the Epoch to a string in local time.\nThis is equivalent to asctime(localtime(seconds)). When the time tuple is\nnot present, current time as returned by localtime() is used.",
    ),
    NativeDef::f1(
        "mktime",
        mktime,
        "mktime(tuple) -> floating point number\n\nConvert a time tuple in local time to seconds since the Epoch.\nNote that mktime(gmtime(0)) will not generally return zero for most\ntime zones; instead the returned value will either be equal to that\nof the timezone or altzone attributes on the time module.",
    ),
    NativeDef::f_range(
        "strftime",
        strftime,
        1,
        2,
        "strftime(format[, tuple]) -> string\n\nConvert a time tuple to a string according to a format specification.\nSee the library reference manual for formatting codes. When the time tuple\nis not present, current time as returned by localtime() is used.",
    ),
    NativeDef::f_range(
        "strptime",
        strptime,
        1,
        2,
        "strptime(string, format) -> struct_time\n\nParse a string to a time tuple according to a format specification.\nSee the library reference manual for formatting codes (same as\nstrftime()).",
    ),
    NativeDef::f0(
        "tzset",
        tzset,
        "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ'].",
    ),
    NativeDef::f1("sleep", sleep, "sleep(seconds)\n\nDelay execution for a given number of seconds."),
];

fn ask<T>(cx: &mut Cx, f: impl FnOnce(&dyn Host) -> T) -> PyResult<T> {
    match cx.host.get().map(|host| f(host.as_ref())) {
        Some(v) => Ok(v),
        None => Err(cx.runtime_error("there is no clock")),
    }
}

fn time(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.wall_clock())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn time_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.wall_clock())?;
    Ok(cx.big_int(now.into()))
}

fn monotonic(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.monotonic())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn monotonic_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.monotonic())?;
    Ok(cx.big_int(now.into()))
}

fn process_time(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.process_time())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn process_time_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.process_time())?;
    Ok(cx.big_int(now.into()))
}

/// A time span given in seconds, as nanoseconds.
fn nanoseconds(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let Some(seconds) = o.float() else {
        let v = cx.index(o)?;
        return match v.int().and_then(|v| v.checked_mul(1_000_000_000)) {
            Some(span) => Ok(span),
            None => Err(cx.overflow_error("timestamp too large to convert to C _PyTime_t")),
        };
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    // Away from zero: a timeout is never shorter than asked for.
    let span = seconds * SECOND;
    let span = if span < 0.0 { span.floor() } else { span.ceil() };
    const WORD: f64 = (1u64 << 63) as f64;
    if !(-WORD..WORD).contains(&span) {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(span as i64)
}

fn sleep(cx: &mut Cx, seconds: &ObjRef) -> PyResult {
    let span = nanoseconds(cx, seconds)?;
    let Ok(span) = u64::try_from(span) else {
        return Err(cx.value_error("sleep length must be non-negative"));
    };
    // Without a clock there is no end.
    ask(cx, |host| host.monotonic())?;
    wait::sleep(cx, span)?;
    Ok(cx.none.clone())
}

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "time", "This module provides various functions to manipulate time values.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "time", FUNCTIONS);
    world::put_numbers(cx, &dict, CLOCKS);
    let class = calendar::struct_time(cx);
    cx.namespace_put(&dict, "struct_time", class);
    put_zone(cx, &dict);
}

const CLOCKS: &[(&str, i64)] = &[
    ("CLOCK_REALTIME", 0),
    ("CLOCK_MONOTONIC", 1),
    ("CLOCK_MONOTONIC_RAW", 4),
    ("CLOCK_PROCESS_CPUTIME_ID", 2),
    ("CLOCK_THREAD_CPUTIME_ID", THREAD as i64),
    ("CLOCK_BOOTTIME", 7),
    ("CLOCK_TAI", 11),
    ("_STRUCT_TM_ITEMS", 11),
];

const THREAD: i32 = 3;

/// Name, clock, its name in C, whether it only goes forward.
const INFO: [(&str, i32, &str, bool); 5] = [
    ("time", 0, "CLOCK_REALTIME", false),
    ("monotonic", 1, "CLOCK_MONOTONIC", true),
    ("perf_counter", 1, "CLOCK_MONOTONIC", true),
    ("process_time", 2, "CLOCK_PROCESS_CPUTIME_ID", true),
    ("thread_time", THREAD, "CLOCK_THREAD_CPUTIME_ID", true),
];

fn clock(cx: &mut Cx, id: i32) -> PyResult<i128> {
    world::system(cx, |h| h.clock(id))
}

fn seconds_of(cx: &Cx, nanoseconds: i128) -> ObjRef {
    cx.float(nanoseconds as f64 / SECOND)
}

fn pthread_getcpuclockid(cx: &mut Cx, thread: &ObjRef) -> PyResult {
    const ESRCH: i32 = 3;
    let thread = world::long(cx, thread)? as u64;
    if !cx.threads.has(thread) {
        return Err(raise_os_error(cx, ESRCH, None));
    }
    let clock = world::system(cx, |host| host.thread_clock(thread))?;
    Ok(cx.int(clock as i64))
}

fn thread_time(cx: &mut Cx) -> PyResult {
    let now = clock(cx, THREAD)?;
    Ok(seconds_of(cx, now))
}

fn thread_time_ns(cx: &mut Cx) -> PyResult {
    let now = clock(cx, THREAD)?;
    Ok(cx.big_int(now.into()))
}

fn clock_gettime(cx: &mut Cx, id: &ObjRef) -> PyResult {
    let id = world::c_int(cx, id)?;
    let now = clock(cx, id)?;
    Ok(seconds_of(cx, now))
}

fn clock_gettime_ns(cx: &mut Cx, id: &ObjRef) -> PyResult {
    let id = world::c_int(cx, id)?;
    let now = clock(cx, id)?;
    Ok(cx.big_int(now.into()))
}

fn clock_settime(cx: &mut Cx, id: &ObjRef, seconds: &ObjRef) -> PyResult {
    let id = world::c_int(cx, id)?;
    let time = nanoseconds(cx, seconds)?;
    world::system(cx, |h| h.set_clock(id, time as i128))?;
    Ok(cx.none.clone())
}

fn clock_settime_ns(cx: &mut Cx, id: &ObjRef, time: &ObjRef) -> PyResult {
    let (id, time) = (world::c_int(cx, id)?, world::long(cx, time)?);
    world::system(cx, |h| h.set_clock(id, time as i128))?;
    Ok(cx.none.clone())
}

fn clock_getres(cx: &mut Cx, id: &ObjRef) -> PyResult {
    let id = world::c_int(cx, id)?;
    let n = world::system(cx, |h| h.clock_resolution(id))?;
    Ok(seconds_of(cx, n))
}

fn get_clock_info(cx: &mut Cx, name: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "get_clock_info", " 1", name)?;
    let text = name.text_or_empty();
    let Some(&(_, id, c_name, monotonic)) = INFO.iter().find(|(n, ..)| *n == text) else {
        return Err(cx.value_error("unknown clock"));
    };
    let resolution = world::system(cx, |h| h.clock_resolution(id))?;
    let parts = vec![
        ("implementation", cx.new_str(&format!("clock_gettime({c_name})"))),
        ("monotonic", cx.bool(monotonic)),
        ("adjustable", cx.bool(!monotonic)),
        ("resolution", seconds_of(cx, resolution)),
    ];
    Ok(simple_namespace(cx, parts))
}

/// A moment in whole seconds; without one, now.
fn moment(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<i64> {
    let Some(o) = o.filter(|o| !o.is_none()) else {
        return Ok(ask(cx, |host| host.wall_clock())?.div_euclid(1_000_000_000) as i64);
    };
    if let Some(v) = o.float() {
        if v.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        const WORD: f64 = (1u64 << 63) as f64;
        let v = v.floor();
        if !(-WORD..WORD).contains(&v) {
            return Err(cx.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(v as i64);
    }
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("timestamp out of range for platform time_t")),
    }
}

/// The largest moment whose year fits what C counts years with.
const LAST: i64 = 67_768_036_191_676_799;

fn gmtime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    const EOVERFLOW: i32 = 75;
    let seconds = moment(cx, args.first())?;
    if seconds.abs() > LAST {
        return Err(raise_os_error(cx, EOVERFLOW, None));
    }
    // The record's zone is named as C names it.
    let t = LocalTime { zone: "GMT".to_string(), ..calendar::universal(seconds) };
    Ok(calendar::record_of(cx, &t))
}

fn local(cx: &mut Cx, seconds: i64) -> PyResult<LocalTime> {
    world::system(cx, |h| h.local_time(seconds))
}

fn localtime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let seconds = moment(cx, args.first())?;
    let t = local(cx, seconds)?;
    Ok(calendar::record_of(cx, &t))
}

/// The time that an optional tuple means, checked; without one, now.
fn given_time(cx: &mut Cx, o: Option<&ObjRef>, function: &str) -> PyResult<LocalTime> {
    match o {
        Some(o) => {
            let mut t = calendar::parts(cx, o, function)?;
            calendar::check(cx, &mut t)?;
            Ok(t)
        }
        None => {
            let now = moment(cx, None)?;
            local(cx, now)
        }
    }
}

fn asctime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let t = given_time(cx, args.first(), "asctime")?;
    Ok(cx.new_str(&format::classic(&t)))
}

fn ctime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let seconds = moment(cx, args.first())?;
    let t = local(cx, seconds)?;
    Ok(cx.new_str(&format::classic(&t)))
}

fn mktime(cx: &mut Cx, tuple: &ObjRef) -> PyResult {
    let t = calendar::parts(cx, tuple, "mktime")?;
    match world::ask(cx, |h| h.moment(&t)) {
        Ok(seconds) => Ok(cx.float(seconds as f64)),
        Err(_) => Err(cx.overflow_error("mktime argument out of range")),
    }
}

fn strftime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    crate::str::args::expect_str(cx, "strftime", " 1", &args[0])?;
    let t = given_time(cx, args.get(1), "strftime")?;
    if args[0].chars().is_some_and(|c| c.iter().any(|c| c == 0)) {
        return Err(cx.value_error("embedded null character"));
    }
    let pattern = args[0].text_or_empty();
    let text = format::format(&pattern, &t, &|| world::ask(cx, |h| h.moment(&t)).unwrap_or(-1));
    Ok(cx.new_str(&text))
}

/// The library's `_strptime` does the work.
fn strptime(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let module = super::io::import(cx, "_strptime")?;
    cx.call_method(&module, "_strptime_time", args)
}

/// The zone's two names and offsets, from a day in winter and one in summer.
fn put_zone(cx: &mut Cx, dict: &ObjRef) {
    const HALF_YEAR: i64 = 365 * 86_400 / 2;
    let now = ask(cx, |host| host.wall_clock()).unwrap_or(0).div_euclid(1_000_000_000) as i64;
    let year = calendar::universal(now).yearday as i64;
    let start = now - (year - 1) * 86_400 - now.rem_euclid(86_400);
    let at = |cx: &mut Cx, t: i64| world::ask(cx, |h| h.local_time(t)).unwrap_or_default();
    let (january, july) = (at(cx, start), at(cx, start + HALF_YEAR));
    // South of the equator summer is in January.
    let (plain, summer) = if january.offset <= july.offset { (&january, &july) } else { (&july, &january) };
    let names = [cx.new_str(&plain.zone), cx.new_str(&summer.zone)];
    cx.namespace_put(dict, "tzname", cx.new_tuple(names));
    let numbers = [
        ("timezone", -plain.offset),
        ("altzone", -summer.offset),
        ("daylight", i64::from(plain.offset != summer.offset)),
    ];
    world::put_numbers(cx, dict, &numbers);
}

fn tzset(cx: &mut Cx) -> PyResult {
    if let Some(host) = cx.host.get() {
        host.reload_zone();
    }
    let name = cx.intern("time");
    if let Some(dict) = cx.namespace_get(&cx.modules, &name).and_then(|m| cx.existing_dict(&m)) {
        put_zone(cx, &dict);
    }
    Ok(cx.none.clone())
}
