//! Writing dates and times: ISO 8601 and `strftime`.

use theseus_object::{Cx, ObjRef, PyResult};

use super::civil;
use super::delta::SECOND;
use super::stamp::{self, Parts, Sort, Stamp};
use crate::modules::attribute_of;
use crate::modules::record;
use crate::modules::time::calendar;

/// An offset in microseconds as `+HH:MM[:SS[.ffffff]]` with a separator.
pub fn offset(total: i128, between: &str) -> String {
    let sign = if total < 0 { '-' } else { '+' };
    let total = total.abs();
    let (seconds, micros) = (total / SECOND, total % SECOND);
    let mut out = format!("{sign}{:02}{between}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 || micros != 0 {
        out += &format!("{between}{:02}", seconds % 60);
    }
    if micros != 0 {
        out += &format!(".{micros:06}");
    }
    out
}

fn two(out: &mut String, v: i32) {
    let v = v.rem_euclid(100) as u8;
    out.push((b'0' + v / 10) as char);
    out.push((b'0' + v % 10) as char);
}

pub fn date(p: &Parts) -> String {
    let mut out = String::with_capacity(32);
    two(&mut out, p.year / 100);
    two(&mut out, p.year % 100);
    out.push('-');
    two(&mut out, p.month);
    out.push('-');
    two(&mut out, p.day);
    out
}

/// Writes a time of day; `None` if there is no such way of writing.
pub fn time(out: &mut String, p: &Parts, how: &str) -> Option<()> {
    const WAYS: [&str; 5] = ["hours", "minutes", "seconds", "milliseconds", "microseconds"];
    let way = match WAYS.iter().position(|w| *w == how) {
        Some(way) => way,
        None if how == "auto" => {
            if p.micro == 0 {
                2
            } else {
                4
            }
        }
        None => return None,
    };
    two(out, p.hour);
    for v in [p.minute, p.second].iter().take(way.min(2)) {
        out.push(':');
        two(out, *v);
    }
    match way {
        3 => *out += &format!(".{:03}", p.micro / 1000),
        4 => *out += &format!(".{:06}", p.micro),
        _ => (),
    }
    Some(())
}

/// The time of day with its zone's offset.
pub fn iso_time(cx: &mut Cx, me: &ObjRef, s: &Stamp, mut out: String, how: &str) -> PyResult {
    if time(&mut out, &s.at, how).is_none() {
        return Err(cx.value_error("Unknown timespec value"));
    }
    if s.tz.is_some()
        && let Some(total) = stamp::offset(cx, me)?
    {
        out += &offset(total, ":");
    }
    Ok(cx.new_str(&out))
}

/// A `struct_time` whose last field is `summer`.
pub fn time_tuple(cx: &mut Cx, p: &Parts, summer: i64) -> ObjRef {
    let (year, month, day) = (p.year.into(), p.month.into(), p.day.into());
    let numbers = [
        year,
        month,
        day,
        p.hour.into(),
        p.minute.into(),
        p.second.into(),
        civil::weekday(p.ordinal()),
        civil::day_of_year(year, month, day),
        summer,
    ];
    let class = calendar::struct_time(cx);
    let values = numbers.map(|v| cx.int(v)).to_vec();
    record::build(cx, &class, values)
}

/// The form of C's `ctime`.
pub fn classic(p: &Parts) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = DAYS.get(civil::weekday(p.ordinal()) as usize).copied().unwrap_or_default();
    let month = MONTHS.get((p.month - 1) as usize).copied().unwrap_or_default();
    let Parts { year, day: date, hour, minute, second, .. } = p;
    format!("{day} {month} {date:2} {hour:02}:{minute:02}:{second:02} {year:04}")
}

fn time_strftime(cx: &mut Cx) -> PyResult {
    let (module, name) = (cx.intern("time"), cx.intern("strftime"));
    match cx.namespace_get(&cx.modules, &module) {
        Some(module) => cx.getattr(&module, &name),
        None => attribute_of(cx, "time", "strftime"),
    }
}

/// UnicodeEncodeError for what is no text in UTF-8.
fn check_text(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if o.ascii().is_none() {
        cx.call_method(o, "encode", &[])?;
    }
    Ok(())
}

/// `strftime`: what concerns fractions and zones is put in here, the rest is done by `time.strftime`.
pub fn strftime(cx: &mut Cx, me: &ObjRef, pattern: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "strftime", " 1", pattern)?;
    check_text(cx, pattern)?;
    let s = stamp::own(cx, me)?;
    let tuple = match s.sort {
        Sort::Time => time_tuple(cx, &Parts { year: 1900, month: 1, day: 1, ..s.at }, -1),
        _ => cx.call_method(me, "timetuple", &[])?,
    };
    let source = pattern.text_or_empty();
    let zoned = s.tz.is_some();
    let mut out = String::with_capacity(source.len());
    let mut rest = source.as_str();
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        out += before;
        let mut letters = after.chars().skip(1);
        let (letter, next) = (letters.next(), letters.next());
        let length = match (letter, next) {
            (Some('f'), _) => {
                let micro = if s.sort == Sort::Date { 0 } else { s.at.micro };
                out += &format!("{micro:06}");
                2
            }
            (Some('z'), _) | (Some(':'), Some('z')) => {
                let between = if letter == Some('z') { "" } else { ":" };
                if zoned && let Some(total) = stamp::offset(cx, me)? {
                    out += &offset(total, between);
                }
                if letter == Some('z') { 2 } else { 3 }
            }
            (Some('Z'), _) => {
                let name = stamp::tzname(cx, me)?;
                if !name.is_none() {
                    let signs = [cx.new_str("%"), cx.new_str("%%")];
                    let name = cx.call_method(&name, "replace", &signs)?;
                    if !name.is_str() {
                        return Err(cx.type_error("tzname.replace() did not return a string"));
                    }
                    check_text(cx, &name)?;
                    out += &name.text_or_empty();
                }
                2
            }
            (Some(c), _) => {
                out.push('%');
                out.push(c);
                1 + c.len_utf8()
            }
            (None, _) => {
                out.push('%');
                1
            }
        };
        rest = after.get(length..).unwrap_or_default();
    }
    out += rest;
    let f = time_strftime(cx)?;
    let pattern = cx.new_str(&out);
    cx.call(&f, &[pattern, tuple])
}

pub fn format(cx: &mut Cx, me: &ObjRef, pattern: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "__format__", " 1", pattern)?;
    if pattern.ascii() == Some("") {
        return cx.str(me);
    }
    cx.call_method(me, "strftime", std::slice::from_ref(pattern))
}
