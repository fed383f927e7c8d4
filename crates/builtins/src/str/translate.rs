//! `str.translate` and `str.maketrans`.

use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::args::expect_str;
use super::builder::Builder;
use super::units::chars;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "translate",
        translate,
        "translate($self, table, /)\n--\n\nReplace each character in the string using the given translation table.",
    ),
    NativeDef::static_("maketrans", maketrans, "Return a translation table usable for str.translate()."),
];

/// What a table says of a character.
#[derive(Clone)]
enum Mapped {
    Same,
    Nothing,
    Point(u32),
    Text(ObjRef),
}

fn look_up(cx: &mut Cx, table: &ObjRef, c: u32) -> PyResult<Mapped> {
    let key = cx.int(c as i64);
    let found = if table.is_exact(Kind::Dict) {
        match cx.dict_get(table, &key)? {
            Some(v) => v,
            None => return Ok(Mapped::Same),
        }
    } else {
        match cx.getitem(table, &key) {
            Ok(v) => v,
            Err(_) if cx.catch(&cx.excs.lookup_error.clone()) => return Ok(Mapped::Same),
            Err(e) => return Err(e),
        }
    };
    if found.is_none() {
        return Ok(Mapped::Nothing);
    }
    if found.is_str() {
        return Ok(Mapped::Text(found));
    }
    match found.integer() {
        Some(IntRef::Small(v)) if (0..0x11_0000).contains(&v) => Ok(Mapped::Point(v as u32)),
        Some(_) => Err(cx.value_error("character mapping must be in range(0x110000)")),
        None => Err(cx.type_error("character mapping must return integer, None or str")),
    }
}

fn translate(cx: &mut Cx, me: &ObjRef, table: &ObjRef) -> PyResult {
    let text = chars(me);
    let mut out = Builder::with_capacity(text.len());
    // ASCII characters are looked up once.
    let mut known: [Option<Mapped>; 128] = [const { None }; 128];
    for (i, c) in text.iter().enumerate() {
        if i & 0xffff == 0xffff {
            cx.poll()?;
        }
        let mapped = match known.get(c as usize).cloned().flatten() {
            Some(m) => m,
            None => {
                let m = look_up(cx, table, c)?;
                if let Some(slot) = known.get_mut(c as usize) {
                    *slot = Some(m.clone());
                }
                m
            }
        };
        match mapped {
            Mapped::Same => out.push_point(c),
            Mapped::Nothing => (),
            Mapped::Point(p) => out.push_point(p),
            Mapped::Text(s) => out.push(&s),
        }
    }
    out.finish(cx)
}

fn maketrans(cx: &mut Cx, args: &Args) -> PyResult {
    args.no_keywords(cx, "str.maketrans")?;
    let table = cx.new_dict();
    match args.values {
        [x] => from_mapping(cx, &table, x)?,
        [x, y, rest @ ..] if rest.len() <= 1 => {
            expect_str(cx, "maketrans", " 2", y)?;
            if let Some(z) = rest.first() {
                expect_str(cx, "maketrans", " 3", z)?;
            }
            if !x.is_str() {
                let text = "first maketrans argument must be a string if there is a second argument";
                return Err(cx.type_error(text));
            }
            if chars(x).len() != chars(y).len() {
                return Err(cx.value_error("the first two maketrans arguments must have equal length"));
            }
            for (from, to) in chars(x).iter().zip(chars(y).iter()) {
                let to = cx.int(to as i64);
                put(cx, &table, from, to)?;
            }
            for from in rest.iter().flat_map(|z| chars(z).iter()) {
                let none = cx.none.clone();
                put(cx, &table, from, none)?;
            }
        }
        v => {
            let (how, n, s) = if v.is_empty() { ("least", 1, "") } else { ("most", 3, "s") };
            let given = v.len();
            return Err(cx.type_error(format!("maketrans expected at {how} {n} argument{s}, got {given}")));
        }
    }
    Ok(table)
}

fn put(cx: &mut Cx, table: &ObjRef, c: u32, value: ObjRef) -> PyResult<()> {
    let key = cx.int(c as i64);
    drop(cx.dict_set(table, &key, value)?);
    Ok(())
}

fn from_mapping(cx: &mut Cx, table: &ObjRef, mapping: &ObjRef) -> PyResult<()> {
    if !mapping.has_payload::<Dict>() {
        return Err(cx.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    for (key, value) in cx.dict_items(mapping) {
        if let Some(c) = key.chars() {
            match (c.len(), c.get(0)) {
                (1, Some(c)) => put(cx, table, c, value)?,
                _ => return Err(cx.value_error("string keys in translate table must be of length 1")),
            }
        } else if key.is_int() {
            drop(cx.dict_set(table, &key, value)?);
        } else {
            return Err(cx.type_error("keys in translate table must be strings or integers"));
        }
    }
    Ok(())
}
