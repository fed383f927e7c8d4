//! The sizes that `sys.getsizeof` tells, which programs reckon with.

mod common;

use proptest::prelude::*;

/// As CPython's: header, length, hash, data and NUL; two words more with links.
#[test]
fn sizes_of_bytes() {
    const EMPTY: usize = if cfg!(feature = "trace-refs") { 49 } else { 33 };
    common::check(100, proptest::collection::vec(any::<u8>(), 0..100), |cx, data| {
        let (o, sys, name) = (cx.new_bytes(&data), cx.intern("sys"), cx.intern("getsizeof"));
        let sys = cx.namespace_get(&cx.modules, &sys).expect("sys is always there");
        let getsizeof = cx.getattr(&sys, &name).expect("a function");
        let size = cx.call(&getsizeof, &[o]).expect("bytes have a size");
        prop_assert_eq!(size.int(), Some((EMPTY + data.len()) as i64));
        Ok(())
    });
}
