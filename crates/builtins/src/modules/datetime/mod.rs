//! The module `_datetime`: dates, times of day, both together, durations and time zones.

mod civil;
mod clock;
mod date;
mod delta;
mod iso;
mod moment;
mod parse;
mod stamp;
mod text;
mod zone;

use theseus_object::args::Params;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::module::native_module;
use crate::world;

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_datetime", "Fast implementation of the datetime type.", &[]);
    world::put_numbers(cx, &dict, &[("MINYEAR", civil::MIN_YEAR), ("MAXYEAR", civil::MAX_YEAR)]);
    delta::install(cx, &dict);
    zone::install(cx, &dict);
    date::install(cx, &dict);
    clock::install(cx, &dict);
    moment::install(cx, &dict);
}

/// Binds the arguments of a constructor, whose errors call it a function.
fn bind<const R: usize, const O: usize>(
    cx: &mut Cx,
    args: &Args,
    p: &Params<R, O>,
) -> PyResult<([ObjRef; R], [Option<ObjRef>; O])> {
    let (given, all, most) = (args.positional(), args.values.len(), R + O);
    if all > most {
        return Err(cx.type_error(format!("function takes at most {most} arguments ({all} given)")));
    }
    if given > p.kwonly {
        let most = p.kwonly;
        return Err(
            cx.type_error(format!("function takes at most {most} positional arguments ({given} given)"))
        );
    }
    let has = |i: usize| i < given || args.keyword(p.required[i]).is_some();
    if let Some(i) = (0..R).find(|&i| !has(i)) {
        // Those before it are converted first.
        for o in args.pos() {
            world::c_int(cx, o)?;
        }
        let (name, at) = (p.required[i], i + 1);
        return Err(cx.type_error(format!("function missing required argument '{name}' (pos {at})")));
    }
    if let Some((key, _)) = args.keywords().find(|(k, _)| p.names().all(|n| k.ascii() != Some(n))) {
        let key = key.text_or_empty();
        return Err(cx.type_error(format!("'{key}' is an invalid keyword argument for this function")));
    }
    args.bind(cx, "function", p)
}
