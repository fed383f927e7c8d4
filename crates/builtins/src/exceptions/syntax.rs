//! `SyntaxError`: message and place in the source.

use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::base::{self, arguments};
use super::fields::{self, accessors};

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { str_: Some(str_), init: Some(init), ..Slots::EMPTY },
    methods: &[],
    getsets: &[
        GetSet::rw_member("msg", msg, set_msg, "exception msg"),
        GetSet::rw_member("filename", filename, set_filename, "exception filename"),
        GetSet::rw_member("lineno", lineno, set_lineno, "exception lineno"),
        GetSet::rw_member("offset", offset, set_offset, "exception offset"),
        GetSet::rw_member("text", text, set_text, "exception text"),
        GetSet::rw_member("end_lineno", end_lineno, set_end_lineno, "exception end lineno"),
        GetSet::rw_member("end_offset", end_offset, set_end_offset, "exception end offset"),
        GetSet::rw_member(
            "print_file_and_line",
            print_place,
            set_print_place,
            "exception print_file_and_line",
        ),
    ],
    doc: "Invalid syntax.",
};

const COUNT: usize = 8;

accessors! {
    COUNT;
    own_msg set_msg 0;
    filename set_filename 1;
    lineno set_lineno 2;
    offset set_offset 3;
    text set_text 4;
    end_lineno set_end_lineno 5;
    end_offset set_end_offset 6;
    print_place set_print_place 7;
}

/// The message; of an exception that native code made, its first argument.
fn msg(cx: &mut Cx, e: &ObjRef) -> PyResult {
    if fields::try_get(cx, e, 0).is_some() {
        return own_msg(cx, e);
    }
    Ok(arguments(cx, e).first().cloned().unwrap_or_else(|| cx.none.clone()))
}

fn init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    base::init(cx, e, args)?;
    let none = cx.none.clone();
    let mut values = vec![none; COUNT];
    if let Some(first) = args.values.first() {
        values[0] = first.clone();
    }
    if let [_, place] = args.values {
        let place = cx.collect(place)?;
        let n = place.len();
        if !(4..=6).contains(&n) {
            let how = if n < 4 { "at least 4" } else { "at most 6" };
            return Err(cx.type_error(format!("function takes {how} arguments ({n} given)")));
        }
        if n == 5 {
            return Err(cx.type_error("end_offset must be provided when end_lineno is provided"));
        }
        for (slot, v) in values.iter_mut().skip(1).zip(place) {
            *slot = v;
        }
    }
    fields::set_all(cx, e, &values);
    Ok(())
}

fn str_(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let message = msg(cx, e)?;
    let message = cx.str_text(&message)?;
    let file = fields::get(cx, e, 1).text().map(|f| f.rsplit('/').next().unwrap_or_default().to_string());
    let line = fields::get(cx, e, 2);
    let line = if line.is_int() { Some(cx.str_text(&line)?) } else { None };
    let text = match (file, line) {
        (Some(f), Some(n)) => format!("{message} ({f}, line {n})"),
        (Some(f), None) => format!("{message} ({f})"),
        (None, Some(n)) => format!("{message} (line {n})"),
        (None, None) => message,
    };
    Ok(cx.new_str(&text))
}
