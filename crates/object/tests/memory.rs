//! Memory by address: whatever is tried, counts stay right, pools can be mended, and the fields of an
//! object are all its bytes.

use std::collections::HashMap;
use std::ptr::NonNull;

use proptest::prelude::*;
use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::header::{Header, LINK_SIZE};
use theseus_object::instance::visit_edges;
use theseus_object::memory::{Fault, fields};
use theseus_object::methods::NativeDef;
use theseus_object::payload::{CellData, Method, NativeData};
use theseus_object::pools::Pool;
use theseus_object::{Cx, Heap, Interp, Kind, ObjRef, PyResult};

/// An interpreter, its token, and objects of many kinds.
fn world() -> (&'static Interp, Heap, Vec<ObjRef>) {
    let interp = Interp::new((1, 2));
    // SAFETY: the interpreter is never freed, and this is its only token.
    let heap = unsafe { Heap::new(NonNull::from(interp)) };
    let bytes = interp.new_bytes(b"some data");
    let list = interp.new_list(vec![bytes.clone()]);
    let pair = interp.new_tuple([bytes.clone(), list.clone()]);
    let cell = interp.alloc(&interp.types.cell, CellData { value: Some(pair.clone()) });
    let method = interp.alloc(&interp.types.method, Method { func: cell.clone(), self_: list.clone() });
    let others = [
        interp.new_str("text"),
        interp.float(2.5),
        interp.int(1 << 40),
        interp.new_dict(),
        interp.new_tuple([interp.int(1 << 41)]),
        interp.new_tuple([interp.new_list(Vec::new()), cell.clone()]),
    ];
    let all = [bytes, list, pair, cell, method].into_iter().chain(others).collect();
    (interp, heap, all)
}

/// Every count is the counted edges and the one reference that the test holds.
fn audit(interp: &Interp, held: &[ObjRef]) {
    struct Count<'a>(&'a mut HashMap<usize, u32>);
    impl EdgeVisitor for Count<'_> {
        fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
            if let Some(o) = slot {
                *self.0.entry(o.address()).or_default() += 1;
            }
        }
    }
    let mut counts: HashMap<usize, u32> = HashMap::new();
    // SAFETY: the walk yields live objects, and the visitor only counts.
    unsafe { interp.for_each_object(|p: NonNull<Header>| visit_edges(p, &mut Count(&mut counts))) };
    for o in held {
        assert_eq!(o.ref_count(), 1 + counts.get(&o.address()).copied().unwrap_or(0), "{o:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_breaks(
        writes in proptest::collection::vec(
            (any::<prop::sample::Index>(), -16..96isize, any::<prop::sample::Index>(), 0..4usize, 1..33usize, any::<u64>()),
            1..80,
        )
    ) {
        let (interp, mut heap, all) = world();
        for (which, offset, other, what, n, random) in writes {
            let (o, other) = (which.get(&all), other.get(&all));
            let at = o.address().wrapping_add_signed(if random & 1 == 0 { offset } else { offset & !7 });
            let _ = match what {
                0 => heap.read_memory(at, n).map(drop),
                1 => heap.write_memory(at, &other.address().to_ne_bytes()),
                2 => heap.write_memory(at, &random.to_ne_bytes()[..n.min(8)]),
                _ => heap.copy_memory(at, other.address().wrapping_add_signed(offset), n),
            };
        }
        audit(interp, &all);
        for o in &all {
            let rows = fields(&heap, o);
            let end = rows.iter().fold(0, |end, f| {
                assert_eq!(f.offset, end);
                f.offset + f.size
            });
            assert!(heap.read_memory(o.address(), end).is_ok());
        }
    }
}

#[test]
fn faults() {
    let (interp, mut heap, all) = world();
    let [bytes, list, pair, ..] = &all[..] else { unreachable!() };
    assert!(matches!(heap.read_memory(8, 1), Err(Fault::Outside(8))));
    assert!(matches!(heap.read_memory(pair.address(), 4096), Err(Fault::Beyond { .. })));
    assert!(matches!(
        heap.copy_memory(pair.address(), list.address(), 24 + LINK_SIZE),
        Err(Fault::Layout { .. })
    ));
    let empty = interp.new_list(Vec::new());
    assert!(matches!(
        heap.copy_memory(empty.address(), list.address(), 40 + LINK_SIZE),
        Err(Fault::Buffer(_))
    ));
    let data = bytes.address() + theseus_object::payload::bytes::DATA;
    assert_eq!(heap.write_memory(data, b"SOME"), Ok(()));
    assert_eq!(heap.bytes(bytes), Some(&b"SOME data"[..]));
}

fn probe(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.clone())
}

static METHODS: &[NativeDef] = &[NativeDef::m0("probe", probe, "")];

/// The receiver of a method: any object for one written in Python, an instance of the type that has it
/// for a native one.
#[test]
fn receivers() {
    let (interp, mut heap, all) = world();
    let [bytes, list, pair, _, method, ..] = &all[..] else { unreachable!() };
    interp.add_methods(&interp.types.list, METHODS);
    let data = NativeData { def: &METHODS[0], self_: Some(list.clone()), module: None };
    let native = interp.alloc(&interp.types.native, data);
    let other = interp.new_list(Vec::new());
    let offset = 24 + LINK_SIZE;
    let word = |o: &ObjRef| o.address().to_ne_bytes();
    assert_eq!(heap.write_memory(method.address() + offset, &word(bytes)), Ok(()));
    assert_eq!(heap.write_memory(native.address() + offset, &word(&other)), Ok(()));
    assert!(heap.get::<NativeData>(&native).and_then(|n| n.self_.as_ref()).is_some_and(|o| o.is(&other)));
    let refused = heap.write_memory(native.address() + offset, &word(pair));
    assert!(matches!(refused, Err(Fault::Reference { .. })), "{refused:?}");
    audit(interp, &all);
}

#[test]
fn pools() {
    let (interp, mut heap, _) = world();
    for pool in [Pool::Ints, Pool::Bytes] {
        let (first, last) = pool.bounds();
        assert!(!heap.pool_set(pool, first - 1, 0) && !heap.pool_set(pool, last + 1, 0));
        assert_eq!(heap.pool_wrong(pool), []);
        assert!((first..=last).all(|i| heap.pool_set(pool, i, 98)));
        let wrong = heap.pool_wrong(pool);
        assert_eq!(wrong, (first..=last).filter(|i| *i != 98).collect::<Vec<_>>());
        assert_eq!(heap.pool_restore(pool), wrong.len());
        assert_eq!(heap.pool_restore(pool), 0);
    }
    heap.pool_set(Pool::Ints, 3, 1000);
    let three = interp.int(3);
    assert_eq!(
        (three.int(), interp.meant_int(&three), interp.pooled_int(&three)),
        (Some(1000), Some(3), Some(3))
    );
    assert_eq!(interp.pooled_int(&interp.fresh_int(3)), None);
    assert_eq!(three.kind(), Kind::Int);
}

/// What `sys.getobjects` lists is what the walk over the blocks finds.
#[cfg(feature = "trace-refs")]
#[test]
fn two_ways_to_all_objects() {
    let (interp, _, all) = world();
    let dropped: Vec<_> = (0..1000).map(|i| interp.new_tuple([interp.int(i * 1000)])).collect();
    drop(dropped);
    let addresses = |mut found: Vec<ObjRef>| {
        let mut list: Vec<usize> = found.iter().map(ObjRef::address).collect();
        found.clear();
        list.sort_unstable();
        list
    };
    let (walked, linked) = (addresses(interp.walk()), addresses(interp.newest_objects()));
    assert_eq!(walked, linked);
    assert!(all.iter().all(|o| walked.binary_search(&o.address()).is_ok()));
    let newest = interp.new_list(Vec::new());
    assert!(interp.newest_objects().first().is_some_and(|o| o.is(&newest)));
}
