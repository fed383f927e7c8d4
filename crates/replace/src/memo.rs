//! What planning asked: hashes and comparisons that may run Python code. Each question is asked once, and after
//! a round in which something was asked the heap is looked at again.

use hashbrown::{HashMap, HashSet};
use smallvec::SmallVec;

use theseus_object::hash::{self, TupleHasher};
use theseus_object::ops::native_eq;
use theseus_object::payload::Exception;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use crate::draft::Rules;
use crate::tainted::Tainted;

/// How deep natives look into tuples to see that hashing them asks nobody.
const QUIET_DEPTH: usize = 8;

/// Answers of Python code.
#[derive(Default)]
pub struct Memo {
    hashes: HashMap<usize, Result<i64, String>>,
    equal: HashMap<(usize, usize), bool>,
    shadows: HashMap<usize, ObjRef>,
    /// Addresses of what is being copied.
    copying: HashSet<usize>,
    /// Why some containers will have no hash.
    failed: HashMap<usize, String>,
    /// What the addresses in the tables belong to.
    pub held: Vec<ObjRef>,
    /// Something was asked in this round.
    pub asked: bool,
    /// Addresses of containers whose keys cannot be asked, and need not, since there are conflicts.
    pub skipped: HashSet<usize>,
}

impl Memo {
    /// The hash of what will stand for the key; a text if it has none.
    fn hash(&mut self, cx: &mut Cx, key: &ObjRef) -> PyResult<Result<i64, String>> {
        if let Some(known) = self.hashes.get(&key.address()) {
            return Ok(known.clone());
        }
        if !quiet(cx, key, QUIET_DEPTH) {
            self.asked = true;
        }
        let hash = match cx.hash(key) {
            Ok(hash) => Ok(hash),
            Err(raised) => Err(unhashable(cx, raised)?),
        };
        self.held.push(key.clone());
        self.hashes.insert(key.address(), hash.clone());
        Ok(hash)
    }

    /// The hash that a key will have, perhaps since its contents change. Where Python code need not be asked for
    /// it, it is not remembered: there may be millions of such keys.
    pub fn hash_anew(
        &mut self,
        cx: &mut Cx,
        rules: &Rules,
        tainted: &Tainted,
        key: &ObjRef,
    ) -> PyResult<Result<i64, String>> {
        if !tainted.has(key) {
            return self.hash(cx, key);
        }
        if let Some(hash) = quiet_hash(cx, rules, tainted, key, QUIET_DEPTH) {
            return Ok(Ok(hash));
        }
        let (asked, held) = (std::mem::take(&mut self.asked), self.held.len());
        let hash = match self.stand_in(cx, rules, tainted, key)? {
            Ok(shadow) => self.hash(cx, &shadow)?,
            Err(why) => Err(why),
        };
        if !self.asked && hash.is_ok() {
            for o in self.held.drain(held..) {
                self.shadows.remove(&o.address());
                self.hashes.remove(&o.address());
            }
        }
        self.asked |= asked;
        Ok(hash)
    }

    pub fn equal(&mut self, cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
        if let Some(equal) = if a.is(b) { Some(true) } else { native_eq(a, b) } {
            return Ok(equal);
        }
        let pair = (a.address(), b.address());
        if let Some(known) = self.equal.get(&pair) {
            return Ok(*known);
        }
        self.asked = true;
        let equal = cx.eq(a, b)?;
        self.held.extend([a.clone(), b.clone()]);
        self.equal.insert(pair, equal);
        Ok(equal)
    }

    /// [`Memo::shadow`], or why the container will have no hash.
    pub fn stand_in(
        &mut self,
        cx: &mut Cx,
        rules: &Rules,
        tainted: &Tainted,
        o: &ObjRef,
    ) -> PyResult<Result<ObjRef, String>> {
        if let Some(why) = self.failed.get(&o.address()) {
            return Ok(Err(why.clone()));
        }
        match self.shadow(cx, rules, tainted, o) {
            Ok(shadow) => Ok(Ok(shadow)),
            Err(raised) => {
                let why = unhashable(cx, raised)?;
                self.held.push(o.clone());
                self.failed.insert(o.address(), why.clone());
                Ok(Err(why))
            }
        }
    }

    /// A copy of a container as it will be.
    fn shadow(&mut self, cx: &mut Cx, rules: &Rules, tainted: &Tainted, o: &ObjRef) -> PyResult<ObjRef> {
        if let Some(known) = self.shadows.get(&o.address()) {
            return Ok(known.clone());
        }
        cx.check_stack()?;
        let Some(make) = o.ty().data.payload.shadow else { return Ok(o.clone()) };
        if o.kind() == Kind::FrozenSet {
            self.asked = true;
        }
        if !self.copying.insert(o.address()) {
            let name = o.ty().name();
            return Err(
                cx.type_error(format!("unhashable type: '{name}' whose hash would follow from itself"))
            );
        }
        let copy = make(cx, o, &mut |cx, held| {
            let held = rules.replacement(o, held).unwrap_or_else(|| held.clone());
            if tainted.has(&held) { self.shadow(cx, rules, tainted, &held) } else { Ok(held) }
        });
        self.copying.remove(&o.address());
        let copy = copy?;
        self.held.extend([o.clone(), copy.clone()]);
        self.shadows.insert(o.address(), copy.clone());
        Ok(copy)
    }
}

/// The hash that an object will have, if it is native code alone that says so: of tuples and frozensets it knows
/// how they are hashed by what they hold.
fn quiet_hash(cx: &mut Cx, rules: &Rules, tainted: &Tainted, o: &ObjRef, depth: usize) -> Option<i64> {
    if !tainted.has(o) {
        return if quiet(cx, o, QUIET_DEPTH) {
            cx.hash(o).map_err(|_| cx.take_exception()).ok()
        } else {
            None
        };
    }
    let depth = depth.checked_sub(1)?;
    let will_hold = |held: &ObjRef| rules.replacement(o, held).unwrap_or_else(|| held.clone());
    match o.kind() {
        Kind::Tuple => {
            let mut hasher = TupleHasher::new();
            for i in 0..cx.heap.tuple(o)?.len() {
                let held = will_hold(cx.heap.tuple(o)?.get(i)?);
                hasher.add(quiet_hash(cx, rules, tainted, &held, depth)?);
            }
            Some(hasher.finish())
        }
        Kind::FrozenSet => {
            let mut hashes: SmallVec<[i64; 8]> = SmallVec::new();
            for at in 0..cx.heap.set_table(o)?.places().len() {
                let place = cx.heap.set_table(o)?.places().get(at)?;
                let Some(key) = &place.key else { continue };
                let known = place.hash;
                let held = will_hold(key);
                hashes.push(if held.is(key) && !tainted.has(key) {
                    known
                } else {
                    quiet_hash(cx, rules, tainted, &held, depth)?
                });
            }
            // Two members of the same hash may be equal.
            hashes.sort_unstable();
            let distinct = hashes.windows(2).all(|w| w[0] != w[1]);
            distinct.then(|| hash::frozenset(hashes.into_iter()))
        }
        _ => None,
    }
}

/// Whether hashing runs no Python code.
fn quiet(cx: &Cx, o: &ObjRef, depth: usize) -> bool {
    let by_address = cx.types.object.slots().hash.map(|f| f as usize);
    match o.kind() {
        Kind::Tuple if o.is_exact(Kind::Tuple) => {
            depth > 0 && cx.heap.tuple(o).is_some_and(|t| t.iter().all(|o| quiet(cx, o, depth - 1)))
        }
        Kind::Str | Kind::Int | Kind::BigInt | Kind::Float | Kind::Complex | Kind::Bytes => {
            o.header().sub.get() == 0
        }
        Kind::None | Kind::Bool | Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray => {
            o.header().sub.get() == 0
        }
        _ => o.ty().slots().hash.map(|f| f as usize) == by_address,
    }
}

/// The text of a TypeError that says unhashable; anything else comes through.
fn unhashable(cx: &mut Cx, raised: Raised) -> PyResult<String> {
    let Some(e) = cx.exception().filter(|e| e.ty().is(&cx.excs.type_error)).cloned() else {
        return Err(raised);
    };
    let first = cx.heap.get::<Exception>(&e).and_then(|x| cx.heap.tuple(&x.args)?.first().cloned());
    match first.map(|t| t.text_or_empty()) {
        Some(text) if text.starts_with("unhashable type") => {
            cx.take_exception();
            Ok(text)
        }
        _ => Err(raised),
    }
}
