//! The scanner of JSON: text to objects.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::payload::Dict;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, Slots};

use super::text::{Scanned, decode_error, scan_units};
use crate::str::units::{StrUnit, by_width, chars};
use crate::text;

/// A scanner with the hooks of its context.
pub struct Scanner {
    strict: ObjRef,
    object_hook: ObjRef,
    object_pairs_hook: ObjRef,
    parse_float: ObjRef,
    parse_int: ObjRef,
    parse_constant: ObjRef,
}

impl Payload for Scanner {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.strict, Relation::Attr("strict"));
        v.fixed(&mut self.object_hook, Relation::Attr("object_hook"));
        v.fixed(&mut self.object_pairs_hook, Relation::Attr("object_pairs_hook"));
        v.fixed(&mut self.parse_float, Relation::Attr("parse_float"));
        v.fixed(&mut self.parse_int, Relation::Attr("parse_int"));
        v.fixed(&mut self.parse_constant, Relation::Attr("parse_constant"));
    }
}

macro_rules! member {
    ($name:literal $field:ident) => {
        GetSet::member(
            $name,
            |cx, me| match cx.heap.get::<Scanner>(me) {
                Some(s) => Ok(s.$field.clone()),
                None => Err(cx.bad_internal("scanner")),
            },
            $name,
        )
    };
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &[
        member!("strict" strict),
        member!("object_hook" object_hook),
        member!("object_pairs_hook" object_pairs_hook),
        member!("parse_float" parse_float),
        member!("parse_int" parse_int),
        member!("parse_constant" parse_constant),
    ],
    doc: "JSON scanner object",
    ..TypeSpec::EMPTY
};

static NEW: Params<1, 0> = Params { required: ["context"], optional: [], posonly: 0, kwonly: 1 };
static CALL: Params<2, 0> = Params { required: ["string", "idx"], optional: [], posonly: 0, kwonly: 2 };

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([context], []) = args.bind(cx, "make_scanner", &NEW)?;
    let mut get = |name: &str| {
        let name = cx.intern(name);
        cx.getattr(&context, &name)
    };
    let strict = get("strict")?;
    let mut scanner = Scanner {
        object_hook: get("object_hook")?,
        object_pairs_hook: get("object_pairs_hook")?,
        parse_float: get("parse_float")?,
        parse_int: get("parse_int")?,
        parse_constant: get("parse_constant")?,
        strict: strict.clone(),
    };
    let is_strict = cx.truth(&strict)?;
    scanner.strict = cx.bool(is_strict);
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, scanner))
}

/// Containers in containers beyond this are refused.
pub const MAX_DEPTH: usize = 1_496;

/// Keys seen in one text, found again by their first, last and number of characters.
const MEMO: usize = 256;

/// One run of a scanner.
struct Scan<'a, U> {
    text: &'a ObjRef,
    units: &'a [U],
    strict: bool,
    object_hook: Option<ObjRef>,
    object_pairs_hook: Option<ObjRef>,
    /// What makes numbers, where it is not the builtin type.
    parse_float: Option<ObjRef>,
    parse_int: Option<ObjRef>,
    parse_constant: ObjRef,
    memo: Vec<Option<ObjRef>>,
    count: u32,
    depth: usize,
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([text, at], []) = args.bind(cx, "scan_once", &CALL)?;
    let at = crate::str::args::ssize(cx, &at)?;
    if !text.is_str() {
        let got = text.ty().name();
        return Err(cx.type_error(format!("first argument must be a string, not {got}")));
    }
    let Ok(at) = usize::try_from(at) else { return Err(cx.value_error("idx cannot be negative")) };
    let (v, end) = by_width!(chars(&text), |units| run(cx, me, &text, units, at)?);
    let end = cx.usize(end);
    Ok(cx.new_tuple([v, end]))
}

fn run<U: StrUnit + Into<u32>>(cx: &mut Cx, me: &ObjRef, text: &ObjRef, units: &[U], at: usize) -> Scanned {
    let Some(s) = cx.heap.get::<Scanner>(me) else { return Err(cx.bad_internal("scanner")) };
    let hook = |o: &ObjRef| Some(o.clone()).filter(|o| !o.is_none());
    let other_than = |o: &ObjRef, ty: &ObjRef| Some(o.clone()).filter(|o| !o.is(ty));
    let mut scan = Scan {
        text,
        units,
        strict: s.strict.int() == Some(1),
        object_hook: hook(&s.object_hook),
        object_pairs_hook: hook(&s.object_pairs_hook),
        parse_float: other_than(&s.parse_float, cx.types.float.as_ref()),
        parse_int: other_than(&s.parse_int, cx.types.int.as_ref()),
        parse_constant: s.parse_constant.clone(),
        memo: Vec::new(),
        count: 0,
        depth: 0,
    };
    scan.value(cx, at)
}

impl<U: StrUnit + Into<u32>> Scan<'_, U> {
    #[inline(always)]
    fn unit(&self, at: usize) -> u32 {
        match self.units.get(at) {
            Some(&c) => c.into(),
            None => u32::MAX,
        }
    }

    #[inline]
    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.unit(at), 0x20 | 0x09 | 0x0a | 0x0d) {
            at += 1;
        }
        at
    }

    fn is_digit(&self, at: usize) -> bool {
        (0x30..0x3a).contains(&self.unit(at))
    }

    fn has(&self, at: usize, word: &[u8]) -> bool {
        word.iter().enumerate().all(|(i, &c)| self.unit(at + i) == c.into())
    }

    /// There is no value: StopIteration with the place.
    #[cold]
    fn no_value(&self, cx: &mut Cx, at: usize) -> Raised {
        let at = cx.usize(at);
        let class = cx.excs.stop_iteration.as_ref().clone();
        match cx.call(&class, &[at]) {
            Ok(e) => cx.raise(e),
            Err(e) => e,
        }
    }

    fn value(&mut self, cx: &mut Cx, at: usize) -> Scanned {
        let c = match u8::try_from(self.unit(at)) {
            Ok(c) => c,
            Err(_) => return Err(self.no_value(cx, at)),
        };
        match c {
            b'"' => return scan_units(cx, self.text, self.units, at + 1, self.strict),
            b'{' => {
                self.descend(cx, "object")?;
                let r = self.object(cx, at + 1);
                self.depth -= 1;
                return r;
            }
            b'[' => {
                self.descend(cx, "array")?;
                let r = self.array(cx, at + 1);
                self.depth -= 1;
                return r;
            }
            b'n' if self.has(at, b"null") => return Ok((cx.none.clone(), at + 4)),
            b't' if self.has(at, b"true") => return Ok((cx.true_.clone(), at + 4)),
            b'f' if self.has(at, b"false") => return Ok((cx.false_.clone(), at + 5)),
            b'N' if self.has(at, b"NaN") => return self.constant(cx, "NaN", at),
            b'I' if self.has(at, b"Infinity") => return self.constant(cx, "Infinity", at),
            b'-' if self.has(at, b"-Infinity") => return self.constant(cx, "-Infinity", at),
            _ => (),
        }
        self.number(cx, at)
    }

    /// RecursionError in nests as deep as CPython refuses.
    fn descend(&mut self, cx: &mut Cx, what: &str) -> PyResult<()> {
        self.depth += 1;
        cx.check_stack()?;
        if self.depth <= MAX_DEPTH {
            return Ok(());
        }
        let ty = cx.excs.recursion_error.clone();
        let text =
            format!("maximum recursion depth exceeded while decoding a JSON {what} from a unicode string");
        Err(cx.error(&ty, text))
    }

    fn constant(&mut self, cx: &mut Cx, name: &str, at: usize) -> Scanned {
        let name_object = cx.intern(name);
        let f = self.parse_constant.clone();
        let v = cx.call(&f, &[name_object])?;
        Ok((v, at + name.len()))
    }

    fn number(&mut self, cx: &mut Cx, start: usize) -> Scanned {
        let mut at = start;
        if self.unit(at) == u32::from(b'-') {
            at += 1;
        }
        match u8::try_from(self.unit(at)) {
            Ok(b'1'..=b'9') => {
                while self.is_digit(at) {
                    at += 1;
                }
            }
            Ok(b'0') => at += 1,
            _ => return Err(self.no_value(cx, start)),
        }
        let mut is_float = false;
        if self.unit(at) == u32::from(b'.') && self.is_digit(at + 1) {
            is_float = true;
            at += 2;
            while self.is_digit(at) {
                at += 1;
            }
        }
        if matches!(u8::try_from(self.unit(at)), Ok(b'e' | b'E')) && at + 1 < self.units.len() {
            let mut end = at + 1;
            if matches!(u8::try_from(self.unit(end)), Ok(b'+' | b'-')) && end + 1 < self.units.len() {
                end += 1;
            }
            while self.is_digit(end) {
                end += 1;
            }
            if self.is_digit(end - 1) {
                is_float = true;
                at = end;
            }
        }
        let v = self.number_object(cx, start, at, is_float)?;
        Ok((v, at))
    }

    fn number_object(&mut self, cx: &mut Cx, start: usize, end: usize, is_float: bool) -> PyResult {
        let units = self.units.get(start..end).unwrap_or_default();
        let hook = if is_float { &self.parse_float } else { &self.parse_int };
        if let Some(f) = hook.clone() {
            let s = U::make(cx, units);
            return cx.call(&f, &[s]);
        }
        /// Digits that surely fit a machine word.
        const WORD: usize = 18;
        if !is_float && units.len() <= WORD {
            let (negative, digits) = match units.split_first() {
                Some((&c, rest)) if c.into() == u32::from(b'-') => (true, rest),
                _ => (false, units),
            };
            let v = digits.iter().fold(0i64, |v, &c| v * 10 + i64::from(c.into() as u8 - b'0'));
            return Ok(cx.int(if negative { -v } else { v }));
        }
        if is_float {
            let ascii: smallvec::SmallVec<[u8; 32]> = units.iter().map(|&c| c.into() as u8).collect();
            let parsed = std::str::from_utf8(&ascii).ok().and_then(text::float::parse);
            return Ok(cx.float(parsed.unwrap_or(f64::NAN)));
        }
        let s = U::make(cx, units);
        crate::int::parse::from_object(cx, &s)
    }

    /// A key, which the text may have had before.
    fn key(&mut self, cx: &mut Cx, at: usize) -> Scanned {
        let (key, end) = scan_units(cx, self.text, self.units, at, self.strict)?;
        let n = key.str_len().unwrap_or(0);
        let mix = |i: usize| key.chars().and_then(|c| c.get(i)).unwrap_or(0) as usize;
        let slot = (mix(0) * 31 + mix(n.wrapping_sub(1)) * 7 + mix(n / 2) * 131 + n * 17) % MEMO;
        if self.memo.is_empty() {
            self.memo = vec![None; MEMO];
        }
        match self.memo.get_mut(slot) {
            Some(Some(known)) if known.str_eq(&key) => Ok((known.clone(), end)),
            Some(place) => {
                *place = Some(key.clone());
                Ok((key, end))
            }
            None => Ok((key, end)),
        }
    }

    fn poll(&mut self, cx: &mut Cx) -> PyResult<()> {
        self.count = self.count.wrapping_add(1);
        if self.count & 0xfff == 0 { cx.poll() } else { Ok(()) }
    }

    fn object(&mut self, cx: &mut Cx, start: usize) -> Scanned {
        let mut pairs: Vec<ObjRef> = Vec::new();
        let dict = cx.new_dict();
        let mut at = self.skip_space(start);
        if self.unit(at) != u32::from(b'}') {
            loop {
                if self.unit(at) != u32::from(b'"') {
                    let text = "Expecting property name enclosed in double quotes";
                    return Err(decode_error(cx, text, self.text, at));
                }
                let (key, end) = self.key(cx, at + 1)?;
                at = self.skip_space(end);
                if self.unit(at) != u32::from(b':') {
                    return Err(decode_error(cx, "Expecting ':' delimiter", self.text, at));
                }
                at = self.skip_space(at + 1);
                let (v, end) = self.value(cx, at)?;
                if self.object_pairs_hook.is_some() {
                    pairs.push(cx.new_tuple([key, v]));
                } else {
                    let hash = key.str_hash(cx);
                    drop(cx.dict_set_hashed(&dict, &key, hash, v)?);
                }
                self.poll(cx)?;
                at = self.skip_space(end);
                match u8::try_from(self.unit(at)) {
                    Ok(b'}') => break,
                    Ok(b',') => at = self.skip_space(at + 1),
                    _ => return Err(decode_error(cx, "Expecting ',' delimiter", self.text, at)),
                }
            }
        }
        let v = if let Some(hook) = self.object_pairs_hook.clone() {
            let list = cx.new_list(pairs);
            cx.call(&hook, &[list])?
        } else if let Some(hook) = self.object_hook.clone() {
            cx.call(&hook, &[dict])?
        } else {
            dict
        };
        Ok((v, at + 1))
    }

    fn array(&mut self, cx: &mut Cx, start: usize) -> Scanned {
        let mut items = Vec::new();
        let mut at = self.skip_space(start);
        if self.unit(at) != u32::from(b']') {
            loop {
                let (v, end) = self.value(cx, at)?;
                if items.try_reserve(1).is_err() {
                    return Err(cx.memory_error(""));
                }
                items.push(v);
                self.poll(cx)?;
                at = self.skip_space(end);
                match u8::try_from(self.unit(at)) {
                    Ok(b']') => break,
                    Ok(b',') => at = self.skip_space(at + 1),
                    _ => return Err(decode_error(cx, "Expecting ',' delimiter", self.text, at)),
                }
            }
        }
        Ok((cx.new_list(items), at + 1))
    }
}

/// Whether an object is a dict of the builtin type.
pub fn is_plain_dict(o: &ObjRef) -> bool {
    o.is_exact(Kind::Dict) && o.has_payload::<Dict>()
}
