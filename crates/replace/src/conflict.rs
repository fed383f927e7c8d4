//! Conflicts: what stands against a replacement, where, and why.

use theseus_object::ObjRef;

/// Why a reference cannot follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Everybody shares the old object: a singleton, a pooled number, an interned string.
    Shared,
    /// The old object stands in two pairs.
    Twice,
    /// The memory of the old object is lent.
    Lent,
    /// The place takes only objects of another type.
    Type,
    /// The code has another number of free variables.
    FreeVariables,
    /// The method does not apply to the new object.
    Receiver,
    /// Instances of the old class cannot be instances of the new one.
    Instances,
    /// Subclasses of the old class cannot be subclasses of the new one.
    Subclasses,
    /// The new object, or a key that holds it, has no hash.
    Unhashable,
    /// A dict would have a key twice.
    KeyExists,
}

/// Something that stands against a replacement.
#[derive(Clone, Debug)]
pub struct Conflict {
    pub reason: Reason,
    /// The object whose reference cannot follow; nothing if there is no such object.
    pub holder: Option<ObjRef>,
    /// Holder and reason in words.
    pub text: String,
}

impl Conflict {
    pub fn new(reason: Reason, holder: Option<&ObjRef>, text: String) -> Conflict {
        Conflict { reason, holder: holder.cloned(), text }
    }
}

/// The message of a refusal.
pub fn refusal<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    match &texts.collect::<Vec<_>>()[..] {
        [one] => format!("cannot replace: {one}"),
        many => format!("cannot replace, {} conflicts: {}", many.len(), many.join("; ")),
    }
}

/// Puts conflicts of holders found in the heap into an order that does not show where they lie.
pub fn sort(conflicts: &mut [Conflict]) {
    conflicts.sort_by(|a, b| a.text.cmp(&b.text));
}
