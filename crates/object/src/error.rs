//! `Raised`: the mark that an exception is in flight. The exception itself lies in the context. A word for messages.

/// An exception was raised and lies in [`crate::cx::Cx`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

/// What everything that can raise returns; for objects it is one nullable word.
pub type PyResult<T = crate::refs::ObjRef> = Result<T, Raised>;

const _: () = assert!(size_of::<PyResult>() == 8);

/// The ending of a noun behind a number, in messages.
pub fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}
