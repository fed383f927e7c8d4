//! The order of keys that are all exact numbers or strings, or rows of them: found without calling
//! Python code.

use std::cmp::Ordering;

use theseus_object::ops::native_order;
use theseus_object::payload::str::Chars;
use theseus_object::{Heap, Kind, ObjRef};

use super::timsort::Ticket;

/// The stable order of the keys; `None` if they are not all of one such type.
pub(super) fn order(heap: &Heap, keys: &[ObjRef]) -> Option<Vec<Ticket>> {
    let kind = keys.first()?.kind();
    match kind {
        Kind::Int | Kind::Float | Kind::Str => by_lead(
            keys,
            |k| lead(k, kind),
            |a, b| native_order(keys.get(a as usize)?, keys.get(b as usize)?),
        ),
        Kind::Tuple => rows_order(heap, keys),
        _ => None,
    }
}

/// A word that orders keys as far as it differs, and whether equal words mean equal keys.
struct Lead {
    word: u64,
    exact: bool,
}

/// The lead of an exact number or string of this kind.
fn lead(key: &ObjRef, kind: Kind) -> Option<Lead> {
    if !key.is_exact(kind) {
        return None;
    }
    match kind {
        Kind::Int => Some(Lead { word: key.int()? as u64 ^ 1 << 63, exact: true }),
        Kind::Float => {
            // NaN has no place in the order: then the result depends on the comparisons made.
            let v = key.float().filter(|v| !v.is_nan())?;
            // Zeros of both signs are equal; negative numbers have their bits the other way round.
            let bits = (v + 0.0).to_bits();
            let word = if bits >> 63 == 0 { bits ^ 1 << 63 } else { !bits };
            Some(Lead { word, exact: true })
        }
        Kind::Str => {
            let mut word = [0; 8];
            match key.chars()? {
                Chars::Ascii(s) => word.iter_mut().zip(s.as_bytes()).for_each(|(to, from)| *to = *from),
                // A character beyond a byte counts as the last of the bytes and ends the lead.
                wide => {
                    for (to, c) in word.iter_mut().zip(wide.iter()) {
                        *to = c.min(255) as u8;
                        if c >= 255 {
                            break;
                        }
                    }
                }
            }
            Some(Lead { word: u64::from_be_bytes(word), exact: false })
        }
        _ => None,
    }
}

/// Sorts by leads and, where they do not decide, by `rest`.
fn by_lead(
    keys: &[ObjRef],
    lead: impl Fn(&ObjRef) -> Option<Lead>,
    rest: impl Fn(Ticket, Ticket) -> Option<Ordering>,
) -> Option<Vec<Ticket>> {
    let mut tickets: Vec<(u64, Ticket)> = Vec::with_capacity(keys.len());
    let mut exact = true;
    for (key, i) in keys.iter().zip(0..) {
        let lead = lead(key)?;
        exact &= lead.exact;
        tickets.push((lead.word, i));
    }
    if exact {
        tickets.sort_by_key(|t| t.0);
    } else {
        tickets.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1, b.1).unwrap_or(Ordering::Equal)));
    }
    Some(tickets.into_iter().map(|(_, i)| i).collect())
}

fn exact_row<'a>(heap: &'a Heap, key: &'a ObjRef) -> Option<&'a [ObjRef]> {
    heap.tuple(key).filter(|_| key.is_exact(Kind::Tuple))
}

/// The order of exact tuples of one length that have the same types in the same places.
fn rows_order(heap: &Heap, keys: &[ObjRef]) -> Option<Vec<Ticket>> {
    let kinds: Vec<Kind> = exact_row(heap, keys.first()?)?.iter().map(ObjRef::kind).collect();
    for key in keys {
        let row = exact_row(heap, key).filter(|r| r.len() == kinds.len())?;
        if !row.iter().zip(&kinds).all(|(item, &kind)| lead(item, kind).is_some()) {
            return None;
        }
    }
    let first = *kinds.first()?;
    let rest = |a: Ticket, b: Ticket| {
        let (a, b) = (exact_row(heap, keys.get(a as usize)?)?, exact_row(heap, keys.get(b as usize)?)?);
        a.iter().zip(b).map(|(x, y)| native_order(x, y)).find(|o| *o != Some(Ordering::Equal))?
    };
    let lead_of_row = |key: &ObjRef| {
        let lead = lead(exact_row(heap, key)?.first()?, first)?;
        Some(Lead { exact: lead.exact && kinds.len() == 1, ..lead })
    };
    by_lead(keys, lead_of_row, rest)
}
