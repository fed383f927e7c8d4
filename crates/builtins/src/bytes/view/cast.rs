//! `memoryview.cast`: the same memory as other items, or in another shape.

use smallvec::{SmallVec, smallvec};
use theseus_object::args::Params;
use theseus_object::{Args, Buffer, Cx, Kind, MemoryView, ObjRef, PyResult};

use super::alive;
use crate::item;

/// CPython's most dimensions.
const MAX_DIMENSIONS: usize = 64;

static CAST: Params<1, 1> = Params { required: ["format"], optional: ["shape"], posonly: 0, kwonly: 2 };

pub(super) fn cast(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([format], [shape]) = args.bind(cx, "cast", &CAST)?;
    crate::str::args::expect_str(cx, "cast", " 'format'", &format)?;
    let b = alive(cx, me)?.clone();
    if !b.is_c_contiguous() {
        return Err(cx.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if (shape.is_some() || b.shape.len() != 1) && b.shape.contains(&0) {
        return Err(cx.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let lengths = match &shape {
        Some(shape) => Some(shape_list(cx, shape)?),
        None => None,
    };
    if let Some(lengths) = &lengths {
        if lengths.len() > MAX_DIMENSIONS {
            return Err(cx.value_error("memoryview: number of dimensions must not exceed 64"));
        }
        if b.shape.len() != 1 && lengths.len() != 1 {
            return Err(cx.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
    }
    let row = to_row(cx, b, &format.text_or_empty())?;
    let made = match lengths {
        Some(lengths) => to_shape(cx, row, &lengths)?,
        None => row,
    };
    Ok(cx.new_memoryview(MemoryView::new(made)))
}

/// The objects in the argument `shape`.
fn shape_list(cx: &mut Cx, shape: &ObjRef) -> PyResult<Vec<ObjRef>> {
    match shape.kind() {
        Kind::List | Kind::Tuple => cx.collect(shape),
        _ => Err(cx.type_error("shape must be a list or a tuple")),
    }
}

/// The memory as a row of items of another format.
fn to_row(cx: &mut Cx, b: Buffer, format: &str) -> PyResult<Buffer> {
    let must = "format must be a native single character format prefixed with an optional '@'";
    let Some(to) = item::native_code(format) else {
        return Err(cx.value_error(format!("memoryview: destination {must}")));
    };
    let Some(from) = item::native_code(&b.format) else {
        return Err(cx.value_error(format!("memoryview: source {must}")));
    };
    let is_byte = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !is_byte(from) && !is_byte(to) {
        return Err(cx.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let size = item::native(to).map_or(1, |(_, size)| size);
    if !b.len().is_multiple_of(size) {
        return Err(cx.type_error("memoryview: length is not a multiple of itemsize"));
    }
    Ok(b.with_items(format.to_string(), size))
}

/// A row as an array of several dimensions, or none.
fn to_shape(cx: &mut Cx, mut row: Buffer, lengths: &[ObjRef]) -> PyResult<Buffer> {
    let mut shape: SmallVec<[usize; 1]> = smallvec![];
    let mut size = row.itemsize;
    for length in lengths {
        if !length.is_int() {
            return Err(cx.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        let n = match length.int() {
            Some(n) => n,
            None => return Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
        };
        if n <= 0 {
            return Err(cx.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        }
        size = match size.checked_mul(n as usize).filter(|&s| s <= isize::MAX as usize) {
            Some(size) => size,
            None => return Err(cx.value_error("memoryview.cast(): product(shape) > SSIZE_MAX")),
        };
        shape.push(n as usize);
    }
    if size != row.len() {
        return Err(cx.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let mut strides: SmallVec<[isize; 1]> = smallvec![];
    let mut stride = row.itemsize as isize;
    for &n in shape.iter().rev() {
        strides.push(stride);
        stride *= n as isize;
    }
    strides.reverse();
    row.shape = shape;
    row.strides = strides;
    Ok(row)
}
