//! Constants as objects: equal ones of one compilation are one object, as they are in CPython.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};
use theseus_bytecode::{Code, Const};
use theseus_object::{Interp, ObjRef, hash};

use crate::code::{of_stored, with_consts};

/// Bytes of a long constant that tell it from others before all of it is compared.
const TELLING: usize = 32;

/// Makes the objects of the constants of one compilation.
pub struct Constants<'a> {
    interp: &'a Interp,
    /// Of all the code objects.
    filename: ObjRef,
    made: FxHashMap<u64, Vec<(&'a Const, ObjRef)>>,
}

impl<'a> Constants<'a> {
    /// Of code that comes from the file.
    pub fn below(interp: &'a Interp, filename: &ObjRef) -> Constants<'a> {
        Constants { interp, filename: filename.clone(), made: FxHashMap::default() }
    }

    /// The object of a constant.
    pub fn object(&mut self, c: &'a Const) -> ObjRef {
        match c {
            Const::None => return self.interp.none.clone(),
            Const::True => return self.interp.true_.clone(),
            Const::False => return self.interp.false_.clone(),
            Const::Ellipsis => return self.interp.ellipsis.clone(),
            Const::Code(code) => return self.code(code),
            Const::Stored(stored) => return of_stored(self.interp, stored, self.filename.clone()),
            _ => (),
        }
        let mut hasher = FxHasher::default();
        tell(c, &mut hasher);
        let key = hasher.finish();
        let known = self.made.get(&key).and_then(|list| list.iter().find(|(other, _)| same(other, c)));
        if let Some((_, o)) = known {
            return o.clone();
        }
        let o = self.make(c);
        self.made.entry(key).or_default().push((c, o.clone()));
        o
    }

    /// A code object with everything below it.
    pub fn code(&mut self, code: &'a Arc<Code>) -> ObjRef {
        let consts = self.all(code);
        with_consts(self.interp, code.clone(), consts, false, self.filename.clone())
    }

    /// The constants of a code object.
    pub fn all(&mut self, code: &'a Code) -> Vec<ObjRef> {
        code.consts.iter().map(|c| self.object(c)).collect()
    }

    fn make(&mut self, c: &'a Const) -> ObjRef {
        let interp = self.interp;
        match c {
            Const::Int(v) => interp.int(*v),
            Const::BigInt { negative, magnitude } => {
                let big = dashu_int::IBig::from(dashu_int::UBig::from_le_bytes(magnitude));
                interp.big_int(if *negative { -big } else { big })
            }
            Const::Float(v) => interp.float(*v),
            Const::Complex(re, im) => interp.complex(*re, *im),
            Const::Str(s) => {
                // Names and short words are interned, as CPython interns what looks like a name.
                let wordlike = s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
                if wordlike { interp.intern(s) } else { interp.new_str(s) }
            }
            Const::WideStr(points) => interp.str_from_points(points),
            Const::Bytes(b) => interp.new_bytes(b),
            Const::Tuple(items) => {
                let items: Vec<ObjRef> = items.iter().map(|c| self.object(c)).collect();
                interp.new_tuple(items)
            }
            Const::FrozenSet(items) => self.frozenset(items),
            _ => self.object(c),
        }
    }

    /// Members of a constant frozenset are numbers, strings and such: their hashes need no Python code.
    fn frozenset(&mut self, items: &'a [Const]) -> ObjRef {
        let mut table = theseus_object::payload::set::Table::default();
        let mut known: FxHashMap<i64, Vec<&Const>> = FxHashMap::default();
        for c in items {
            let o = self.object(c);
            let h = self.hash(c, &o);
            let same_hash = known.entry(h).or_default();
            if !same_hash.iter().any(|other| other.equals(c)) {
                same_hash.push(c);
                table.insert_new(h, o);
            }
        }
        self.interp.new_frozenset(table)
    }

    /// The hash of a constant, of which `o` is the object.
    fn hash(&mut self, c: &'a Const, o: &ObjRef) -> i64 {
        match c {
            Const::Int(v) => hash::int(*v),
            Const::None => hash::NONE,
            Const::True => 1,
            Const::False => 0,
            Const::Float(v) => hash::float(*v, o.address()),
            Const::Complex(re, im) => hash::complex(*re, *im, o.address()),
            Const::Str(_) | Const::WideStr(_) => o.str_hash(self.interp),
            Const::Bytes(_) => o.bytes_hash(self.interp),
            Const::BigInt { .. } => match o.integer() {
                Some(theseus_object::payload::number::IntRef::Big(b)) => hash::big(b),
                _ => 0,
            },
            Const::Tuple(parts) => {
                let mut hasher = hash::TupleHasher::new();
                for part in parts {
                    let o = self.object(part);
                    let h = self.hash(part, &o);
                    hasher.add(h);
                }
                hasher.finish()
            }
            _ => hash::pointer(o.address()),
        }
    }
}

/// The object of a constant that stands alone.
pub fn materialise(interp: &Interp, c: &Const) -> ObjRef {
    Constants::below(interp, &interp.none).object(c)
}

/// A code object with everything below it.
pub fn new_code(interp: &Interp, code: &Arc<Code>) -> ObjRef {
    Constants::below(interp, &interp.new_str(&code.filename)).code(code)
}

/// Feeds what tells a constant from most others.
fn tell(c: &Const, to: &mut FxHasher) {
    std::mem::discriminant(c).hash(to);
    let mut bytes = |b: &[u8]| (b.len(), &b[..b.len().min(TELLING)]).hash(to);
    match c {
        Const::Int(v) => v.hash(to),
        Const::BigInt { magnitude, .. } => bytes(magnitude),
        Const::Float(v) => v.to_bits().hash(to),
        Const::Complex(re, im) => (re.to_bits(), im.to_bits()).hash(to),
        Const::Str(s) => bytes(s.as_bytes()),
        Const::WideStr(points) => (points.len(), &points[..points.len().min(TELLING)]).hash(to),
        Const::Bytes(b) => bytes(b),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            items.len().hash(to);
            items.iter().for_each(|item| tell(item, to));
        }
        _ => (),
    }
}

/// Whether two constants may be one object: `0.0` and `-0.0` may not.
fn same(a: &Const, b: &Const) -> bool {
    let bits = |a: f64, b: f64| a.to_bits() == b.to_bits();
    match (a, b) {
        (Const::Float(a), Const::Float(b)) => bits(*a, *b),
        (Const::Complex(re, im), Const::Complex(re2, im2)) => bits(*re, *re2) && bits(*im, *im2),
        (Const::Tuple(a), Const::Tuple(b)) | (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (Const::Code(_), _) => false,
        _ => a == b,
    }
}
