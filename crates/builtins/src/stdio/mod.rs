//! The streams behind sys.stdin, sys.stdout and sys.stderr: text over bytes over the host.

mod binary;
mod text;

pub(crate) use text::{TextStream, read_text_line, write_direct};

use theseus_object::host::{Errno, Host};
use theseus_object::{Cx, ObjRef, PyResult, Raised};

pub fn install(cx: &mut Cx) {
    binary::install(cx);
    text::install(cx);
}

/// New stream objects for standard input, output and error.
pub fn streams(cx: &mut Cx) -> [ObjRef; 3] {
    [0, 1, 2].map(|fd| text::stream(cx, fd))
}

/// Raises the OSError that an error number stands for.
#[cold]
pub(crate) fn raise_errno(cx: &mut Cx, errno: Errno) -> Raised {
    let text = cx.host.get().map(|h| h.error_text(errno)).unwrap_or_default();
    let class = cx.excs.os_error.as_ref().clone();
    let args = [cx.int(errno as i64), cx.new_str(&text)];
    match cx.call(&class, &args) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

/// Asks the host; an error number becomes an OSError.
pub(crate) fn with_host<T>(cx: &mut Cx, f: impl FnOnce(&dyn Host) -> Result<T, Errno>) -> PyResult<T> {
    let answer = match cx.host.get() {
        Some(h) => f(h.as_ref()),
        None => return Err(cx.runtime_error("the interpreter has no host")),
    };
    answer.map_err(|errno| raise_errno(cx, errno))
}

/// ValueError on a closed stream.
fn check_open(cx: &mut Cx, closed: bool) -> PyResult<()> {
    if closed { Err(cx.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

/// A limit on what is read: `None` for none.
fn size_argument(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<Option<usize>> {
    match o.filter(|o| !o.is_none()) {
        Some(o) => Ok(usize::try_from(crate::str::args::ssize(cx, o)?).ok()),
        None => Ok(None),
    }
}

/// All items that `next` gives, until about `hint` characters have come.
fn read_lines(cx: &mut Cx, hint: Option<usize>, mut line: impl FnMut(&mut Cx) -> PyResult) -> PyResult {
    let mut lines = Vec::new();
    let mut total = 0;
    loop {
        let next = line(cx)?;
        let n = cx.len(&next)?;
        if n == 0 {
            break;
        }
        total += n;
        lines.push(next);
        if hint.is_some_and(|h| h > 0 && total >= h) {
            break;
        }
        cx.poll()?;
    }
    Ok(cx.new_list(lines))
}
