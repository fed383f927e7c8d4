//! The sizes and offsets that Python programs can see, and those that the machine's code rests on.

use std::mem::{offset_of, size_of};

use theseus_object::edges::Object;
use theseus_object::header::{HEADER_SIZE, Header};
use theseus_object::instance::payload_size;
use theseus_object::payload::{Float, Int, Method, NativeData};
use theseus_object::{Interp, ObjRef, PyResult, Raised};

/// Two link words in front of the header.
const LINKS: usize = if cfg!(feature = "trace-refs") { 16 } else { 0 };

#[test]
fn words() {
    assert_eq!(size_of::<ObjRef>(), 8);
    assert_eq!(size_of::<Option<ObjRef>>(), 8);
    assert_eq!(size_of::<PyResult<ObjRef>>(), 8);
    assert_eq!(size_of::<Raised>(), 0);
}

#[test]
fn header() {
    assert_eq!(HEADER_SIZE, 16 + LINKS);
    assert_eq!(offset_of!(Header, rc), LINKS);
    assert_eq!(offset_of!(Header, kind), LINKS + 4);
    assert_eq!(offset_of!(Header, sub), LINKS + 5);
    assert_eq!(offset_of!(Header, flags), LINKS + 6);
    assert_eq!(offset_of!(Header, aux), LINKS + 7);
    assert_eq!(offset_of!(Header, ty), LINKS + 8);
}

#[test]
fn numbers() {
    assert_eq!(size_of::<Object<Int>>(), 24 + LINKS);
    assert_eq!(size_of::<Object<Float>>(), 24 + LINKS);
}

/// `__self__` stands where CPython's own method objects have it: byte 24, 40 with links.
#[test]
fn receivers() {
    assert_eq!(offset_of!(Object<Method>, data) + offset_of!(Method, self_), 24 + LINKS);
    assert_eq!(offset_of!(Object<NativeData>, data) + offset_of!(NativeData, self_), 24 + LINKS);
}

/// The bytes of an object as a program sees them through its address.
fn image(o: &ObjRef) -> Vec<u8> {
    // SAFETY: the object is alive, and its size is that of header and payload.
    unsafe { std::slice::from_raw_parts(o.as_ptr().as_ptr().cast::<u8>(), payload_size(o.as_ptr())).to_vec() }
}

#[test]
fn bytes() {
    let interp = Interp::new((0, 0));
    for (i, pooled) in interp.bytes_pool.iter().enumerate() {
        let image = image(pooled);
        assert_eq!(image.len(), 34 + LINKS);
        assert_eq!(image[image.len() - 2..], [i as u8, 0]);
        assert_eq!(image[16 + LINKS..24 + LINKS], 1u64.to_ne_bytes());
    }
    let longer = interp.new_bytes(b"theseus");
    assert_eq!(image(&longer)[32 + LINKS..], *b"theseus\0");
}
