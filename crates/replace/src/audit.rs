//! The audit of debug and trace-refs builds: counts equal what was found before a replacement, and
//! afterwards nothing is left that should have been written.

use theseus_object::{Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::draft::{Draft, Rules, look};
use crate::policy::Request;

/// Whether this build audits.
const ON: bool = cfg!(any(debug_assertions, feature = "trace-refs"));

/// Counts must equal edges and roots where no native function holds references. Builtin types are counted
/// by what lives as long as the interpreter, too, and a native function by its call.
pub fn before(cx: &mut Cx, request: &Request, draft: &Draft) -> PyResult<()> {
    let builtin = |old: &ObjRef| match TypeObj::of(old) {
        Some(ty) => !ty.data.heap_type,
        None => old.kind() == Kind::Native,
    };
    let builtin = request.pairs.iter().any(|(old, _)| builtin(old));
    if !ON || builtin || !draft.pinned_by.is_empty() || draft.unexplained == 0 {
        return Ok(());
    }
    Err(cx.system_error(format!("audit: {} references that nothing accounts for", draft.unexplained)))
}

/// Nothing that refers to an old object may be left but what stays by the rules.
pub fn after(cx: &mut Cx, request: &Request) -> PyResult<()> {
    let again = |(old, _): &(_, _)| request.pairs.iter().any(|(_, new): &(_, ObjRef)| new.is(old));
    if !ON || request.pairs.iter().any(again) {
        return Ok(());
    }
    let rules = Rules::new(cx, request);
    let (draft, _) = look(cx, request, &rules, &Default::default());
    if draft.count() == 0 {
        return Ok(());
    }
    let left: Vec<String> = draft.places.iter().map(|(category, n)| format!("{n} {category}")).collect();
    Err(cx.system_error(format!("audit: references left behind: {}", left.join(", "))))
}
