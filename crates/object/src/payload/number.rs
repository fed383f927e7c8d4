//! Numbers, ranges and slices.

use dashu_int::IBig;

use crate::edges::{EdgeVisitor, Payload, Relation, Shadow};
use crate::header::Kind;
use crate::interp::Interp;
use crate::refs::ObjRef;

macro_rules! leaf {
    ($($(#[$meta:meta])* $name:ident($ty:ty) = $kind:ident, $plain:ident;)*) => {$(
        $(#[$meta])*
        pub struct $name(pub $ty);
        impl Payload for $name {
            const KIND: Kind = Kind::$kind;
            const HAS_EDGES: bool = false;
            crate::plain_fields!($name: 0 "value" $plain);
            fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
        }
    )*};
}

leaf! {
    /// An int of one machine word.
    Int(i64) = Int, Value;
    /// `True` (1) or `False` (0); laid out as [`Int`].
    BoolData(i64) = Bool, Value;
    /// An int beyond a machine word; never one that would fit.
    BigInt(IBig) = BigInt, Buffer;
    Float(f64) = Float, Value;
    /// Real and imaginary part.
    Complex((f64, f64)) = Complex, Value;
}

/// A view of any int object, bools included.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    Small(i64),
    Big(&'a IBig),
}

impl IntRef<'_> {
    pub fn to_big(self) -> IBig {
        match self {
            IntRef::Small(v) => IBig::from(v),
            IntRef::Big(b) => b.clone(),
        }
    }
}

impl ObjRef {
    /// The value of an int or bool (or subclass) that fits a machine word.
    #[inline(always)]
    pub fn int(&self) -> Option<i64> {
        match self.kind() {
            // SAFETY: both kinds hold one i64 behind the header; it is copied out.
            Kind::Int | Kind::Bool => Some(unsafe { self.data_ptr::<Int>().as_ref() }.0),
            _ => None,
        }
    }

    /// Any int.
    #[inline]
    pub fn integer(&self) -> Option<IntRef<'_>> {
        match self.kind() {
            Kind::Int | Kind::Bool => self.int().map(IntRef::Small),
            // SAFETY: the kind tells the payload; big ints are never written.
            Kind::BigInt => Some(IntRef::Big(&unsafe { self.data_ptr::<BigInt>().as_ref() }.0)),
            _ => None,
        }
    }

    /// Whether this is an int, a bool or an instance of a subclass.
    #[inline]
    pub fn is_int(&self) -> bool {
        matches!(self.kind(), Kind::Int | Kind::Bool | Kind::BigInt)
    }

    /// The value of a float or an instance of a subclass.
    #[inline(always)]
    pub fn float(&self) -> Option<f64> {
        // SAFETY: the kind tells the payload; the value is copied out.
        (self.kind() == Kind::Float).then(|| unsafe { self.data_ptr::<Float>().as_ref() }.0)
    }

    /// Real and imaginary part of a complex.
    pub fn complex(&self) -> Option<(f64, f64)> {
        // SAFETY: as above.
        (self.kind() == Kind::Complex).then(|| unsafe { self.data_ptr::<Complex>().as_ref() }.0)
    }
}

impl Interp {
    /// The int of the pool, which has −5…256.
    #[inline(always)]
    pub fn small_int(&self, v: i64) -> Option<&ObjRef> {
        ((v.wrapping_add(5) as u64) < 262).then(|| &self.small_ints[(v + 5) as usize])
    }

    /// An int, from the pool if it is there.
    #[inline(always)]
    pub fn int(&self, v: i64) -> ObjRef {
        match self.small_int(v) {
            Some(o) => o.clone(),
            None => self.alloc(&self.types.int, Int(v)),
        }
    }

    /// An int outside the pool, whatever its value.
    pub fn fresh_int(&self, v: i64) -> ObjRef {
        self.alloc(&self.types.int, Int(v))
    }

    pub fn big_int(&self, v: IBig) -> ObjRef {
        match i64::try_from(&v) {
            Ok(v) => self.int(v),
            Err(_) => self.alloc(&self.types.int, BigInt(v)),
        }
    }

    pub fn usize(&self, v: usize) -> ObjRef {
        match i64::try_from(v) {
            Ok(v) => self.int(v),
            Err(_) => self.big_int(IBig::from(v)),
        }
    }

    #[inline(always)]
    pub fn float(&self, v: f64) -> ObjRef {
        self.alloc(&self.types.float, Float(v))
    }

    pub fn complex(&self, re: f64, im: f64) -> ObjRef {
        self.alloc(&self.types.complex, Complex((re, im)))
    }

    #[inline(always)]
    pub fn bool(&self, v: bool) -> ObjRef {
        if v { self.true_.clone() } else { self.false_.clone() }
    }
}

/// `range(start, stop, step)`; the fields are ints, pooled ones meaning their place in the pool.
pub struct Range {
    pub start: ObjRef,
    pub stop: ObjRef,
    pub step: ObjRef,
}

impl Payload for Range {
    const KIND: Kind = Kind::Range;
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(r) = cx.heap.get::<Range>(o) else { return Err(cx.bad_internal("range")) };
        let (start, stop, step) = (r.start.clone(), r.stop.clone(), r.step.clone());
        let (start, stop, step) = (f(cx, &start)?, f(cx, &stop)?, f(cx, &step)?);
        Ok(cx.new_as(&cx.types.range, Range { start, stop, step }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.start, Relation::Typed("start"));
        v.fixed(&mut self.stop, Relation::Typed("stop"));
        v.fixed(&mut self.step, Relation::Typed("step"));
    }
}

/// `slice(start, stop, step)`; any objects.
pub struct SliceData {
    pub start: ObjRef,
    pub stop: ObjRef,
    pub step: ObjRef,
}

impl Payload for SliceData {
    const KIND: Kind = Kind::Slice;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.start, Relation::Attr("start"));
        v.fixed(&mut self.stop, Relation::Attr("stop"));
        v.fixed(&mut self.step, Relation::Attr("step"));
    }
}
