//! The module `_random`: the Mersenne Twister MT19937, with CPython's numbers.

use dashu_int::{IBig, UBig};
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use crate::int;
use crate::module::native_module;

const N: usize = 624;
const M: usize = 397;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;
const TWIST: u32 = 0x9908_b0df;

/// The generator: 624 words, and the place of the next.
struct Twister {
    words: Box<[u32; N]>,
    index: usize,
}

theseus_object::leaf_payloads!(Twister);

impl Twister {
    fn new() -> Twister {
        Twister { words: Box::new([0; N]), index: N }
    }

    /// Fills the state from one word.
    fn seed_word(&mut self, seed: u32) {
        let mut last = seed;
        for (i, word) in self.words.iter_mut().enumerate() {
            if i > 0 {
                last = 1_812_433_253u32.wrapping_mul(last ^ (last >> 30)).wrapping_add(i as u32);
            }
            *word = last;
        }
        self.index = N;
    }

    /// Fills the state from a key of any length but 0.
    fn seed_key(&mut self, key: &[u32]) {
        self.seed_word(19_650_218);
        let w = &mut self.words;
        let (mut i, mut j) = (1, 0);
        let mix = |w: &[u32; N], i: usize, by: u32| w[i] ^ (w[i - 1] ^ (w[i - 1] >> 30)).wrapping_mul(by);
        for _ in 0..N.max(key.len()) {
            w[i] = mix(w, i, 1_664_525).wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            w[i] = mix(w, i, 1_566_083_941).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        w[0] = UPPER;
    }

    fn refill(&mut self) {
        let w = &mut self.words;
        for i in 0..N {
            let y = (w[i] & UPPER) | (w[(i + 1) % N] & LOWER);
            w[i] = w[(i + M) % N] ^ (y >> 1) ^ if y & 1 == 1 { TWIST } else { 0 };
        }
        self.index = 0;
    }

    /// The next 32 random bits.
    fn next(&mut self) -> u32 {
        if self.index >= N {
            self.refill();
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A float in [0, 1) of 53 random bits.
    fn float(&mut self) -> f64 {
        let (a, b) = (self.next() >> 5, self.next() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("random", random, "random($self, /)\n--\n\nrandom() -> x in the interval [0, 1)."),
        NativeDef::range(
            "seed",
            seed,
            0,
            1,
            "seed($self, n=None, /)\n--\n\nseed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.",
        ),
        NativeDef::m0(
            "getstate",
            getstate,
            "getstate($self, /)\n--\n\ngetstate() -> tuple containing the current state.",
        ),
        NativeDef::m1(
            "setstate",
            setstate,
            "setstate($self, state, /)\n--\n\nsetstate(state) -> None.  Restores generator state.",
        ),
        NativeDef::m1(
            "getrandbits",
            getrandbits,
            "getrandbits($self, k, /)\n--\n\ngetrandbits(k) -> x.  Generates an int with k random bits.",
        ),
    ],
    doc: "Random() -> create a random number generator with its own internal state.",
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    let dict =
        native_module(cx, "_random", "Module implements the Mersenne Twister random number generator.", &[]);
    let ty = cx.add_native_type::<Twister>("_random.Random", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "Random", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let me = cx.new_instance(ty, Twister::new());
    seed_with(cx, &me, None)?;
    Ok(me)
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    if !args.names.is_empty() && me.ty().is(&cx.type_of::<Twister>()) {
        return Err(cx.type_error("Random() takes no keyword arguments"));
    }
    if args.positional() > 1 {
        return Err(cx.type_error("Random() requires 0 or 1 argument"));
    }
    seed_with(cx, me, args.pos().first())
}

fn twister<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Twister> {
    if !me.has_payload::<Twister>() {
        return Err(cx.bad_internal("Random"));
    }
    cx.heap.get_mut::<Twister>(me).ok_or(theseus_object::Raised)
}

/// Seeds from an int, from another object's hash, or from the world.
fn seed_with(cx: &mut Cx, me: &ObjRef, seed: Option<&ObjRef>) -> PyResult<()> {
    let key: Vec<u32> = match seed.filter(|s| !s.is_none()) {
        None => world(cx, me),
        Some(s) => {
            let size: UBig = match s.integer() {
                Some(v) => v.to_big().into_parts().1,
                None => UBig::from(cx.hash(s)? as u64),
            };
            let bytes = size.to_le_bytes();
            let word = |c: &[u8]| c.iter().rev().fold(0u32, |w, &b| w << 8 | u32::from(b));
            bytes.chunks(4).map(word).collect()
        }
    };
    let key = if key.is_empty() { vec![0] } else { key };
    twister(cx, me)?.seed_key(&key);
    Ok(())
}

/// Words that differ from run to run and from object to object.
fn world(cx: &mut Cx, me: &ObjRef) -> Vec<u32> {
    let (wall, ticks) = match cx.host.get() {
        Some(host) => (host.wall_clock() as u64, host.monotonic()),
        None => (0, 0),
    };
    // The process's key of hashes is random unless the user asked for another.
    let parts = [wall, ticks, me.address() as u64, cx.next_version()];
    let mixed = cx.new_bytes(&parts.map(u64::to_le_bytes).concat()).bytes_hash(cx) as u64;
    parts.iter().chain([&mixed]).flat_map(|&p| [p as u32, (p >> 32) as u32]).collect()
}

fn random(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let v = twister(cx, me)?.float();
    Ok(cx.float(v))
}

fn seed(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    seed_with(cx, &values[0], values.get(1))?;
    Ok(cx.none.clone())
}

fn getstate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let t = twister(cx, me)?;
    let (words, index) = (t.words.clone(), t.index);
    let mut items: Vec<ObjRef> = words.iter().map(|&w| cx.int(w.into())).collect();
    items.push(cx.usize(index));
    Ok(cx.new_tuple(items))
}

fn setstate(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let Some(items) = cx.heap.tuple(state).map(<[ObjRef]>::to_vec) else {
        return Err(cx.type_error("state vector must be a tuple"));
    };
    let Some((index, items)) = items.split_last().filter(|(_, items)| items.len() == N) else {
        return Err(cx.value_error("state vector is the wrong size"));
    };
    let mut words = Box::new([0u32; N]);
    for (word, item) in words.iter_mut().zip(items) {
        *word = match item.integer() {
            Some(IntRef::Small(v)) if v >= 0 => v as u32,
            Some(v) if int::is_negative(v) => {
                return Err(cx.overflow_error("can't convert negative value to unsigned int"));
            }
            Some(_) => return Err(cx.overflow_error("Python int too large to convert to C unsigned long")),
            None => return Err(cx.type_error("an integer is required")),
        };
    }
    let index = match index.integer() {
        Some(IntRef::Small(v)) => v,
        Some(_) => return Err(cx.overflow_error("Python int too large to convert to C long")),
        None => cx.index_word(index)?,
    };
    match usize::try_from(index) {
        Ok(index) if index <= N => *twister(cx, me)? = Twister { words, index },
        _ => return Err(cx.value_error("invalid state")),
    }
    Ok(cx.none.clone())
}

fn getrandbits(cx: &mut Cx, me: &ObjRef, k: &ObjRef) -> PyResult {
    let k = crate::str::args::c_int(cx, k)?;
    let Ok(mut k) = u32::try_from(k) else {
        return Err(cx.value_error("number of bits must be non-negative"));
    };
    if k == 0 {
        return Ok(cx.int(0));
    }
    if k <= 32 {
        let v = twister(cx, me)?.next() >> (32 - k);
        return Ok(cx.int(v.into()));
    }
    let words = k.div_ceil(32) as usize;
    if !cx.can_allocate(4 * words) {
        return Err(cx.memory_error(""));
    }
    let t = twister(cx, me)?;
    let mut bytes = Vec::with_capacity(4 * words);
    for _ in 0..words {
        let word = t.next();
        bytes.extend_from_slice(&(if k < 32 { word >> (32 - k) } else { word }).to_le_bytes());
        k = k.saturating_sub(32);
    }
    Ok(cx.big_int(IBig::from(UBig::from_le_bytes(&bytes))))
}
