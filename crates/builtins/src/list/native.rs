//! The order of keys that are all exact numbers or strings, or rows of them: found without calling
//! Python code.

use std::cmp::Ordering;

use theseus_object::alarm::{Alarm, Stopped};
use theseus_object::ops::native_order;
use theseus_object::payload::str::Chars;
use theseus_object::{Heap, Kind, ObjRef};

use super::timsort::Ticket;
use crate::text::error::{Error, with_room};

/// The stable order of the keys; `None` if they are not all of one such type.
pub(super) fn order(heap: &Heap, keys: &[ObjRef], alarm: &Alarm<'_>) -> Result<Option<Vec<Ticket>>, Error> {
    let Some(first) = keys.first() else { return Ok(None) };
    let kind = first.kind();
    match kind {
        Kind::Int | Kind::Float | Kind::Str => by_lead(
            keys,
            |k| lead(k, kind),
            |a, b| native_order(keys.get(a as usize)?, keys.get(b as usize)?),
            alarm,
        ),
        Kind::Tuple => rows_order(heap, keys, alarm),
        _ => Ok(None),
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
    alarm: &Alarm<'_>,
) -> Result<Option<Vec<Ticket>>, Error> {
    let mut tickets: Vec<(u64, Ticket)> = with_room(keys.len())?;
    let mut exact = true;
    for (key, i) in keys.iter().zip(0..) {
        let Some(lead) = lead(key) else { return Ok(None) };
        exact &= lead.exact;
        tickets.push((lead.word, i));
        alarm.check_now_and_then(tickets.len())?;
    }
    if exact {
        sort_in_steps(&mut tickets, |a, b| a.0.cmp(&b.0), alarm)?;
    } else {
        let order = |a: &(u64, Ticket), b: &(u64, Ticket)| {
            a.0.cmp(&b.0).then_with(|| rest(a.1, b.1).unwrap_or(Ordering::Equal))
        };
        sort_in_steps(&mut tickets, order, alarm)?;
    }
    Ok(Some(tickets.into_iter().map(|(_, i)| i).collect()))
}

/// Items sorted in one go.
const RUN: usize = 1 << 16;

/// A stable sort: of one run after the other, then of runs merged, so that the alarm is heard in between.
fn sort_in_steps<T: Copy>(
    items: &mut Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    alarm: &Alarm<'_>,
) -> Result<(), Error> {
    for run in items.chunks_mut(RUN) {
        run.sort_by(&order);
        alarm.check()?;
    }
    let mut width = RUN;
    let mut merged = if items.len() > RUN { with_room(items.len())? } else { Vec::new() };
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(&mut merged, left, right, &order, alarm)?;
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    Ok(())
}

/// Appends two sorted runs as one; of equal items those of the left run go first.
fn merge<T: Copy>(
    out: &mut Vec<T>,
    mut left: &[T],
    mut right: &[T],
    order: impl Fn(&T, &T) -> Ordering,
    alarm: &Alarm<'_>,
) -> Result<(), Stopped> {
    // Runs that are in order already are not looked at.
    let apart = left.last().zip(right.first()).is_none_or(|(a, b)| order(a, b).is_le());
    while let (false, [a, more_left @ ..], [b, more_right @ ..]) = (apart, left, right) {
        if order(b, a).is_lt() {
            out.push(*b);
            right = more_right;
        } else {
            out.push(*a);
            left = more_left;
        }
        if out.len() & (RUN - 1) == 0 {
            alarm.check()?;
        }
    }
    alarm.append(out, left)?;
    alarm.append(out, right)
}

fn exact_row<'a>(heap: &'a Heap, key: &'a ObjRef) -> Option<&'a [ObjRef]> {
    heap.tuple(key).filter(|_| key.is_exact(Kind::Tuple))
}

/// The order of exact tuples of one length that have the same types in the same places.
fn rows_order(heap: &Heap, keys: &[ObjRef], alarm: &Alarm<'_>) -> Result<Option<Vec<Ticket>>, Error> {
    let row = keys.first().and_then(|key| exact_row(heap, key)).unwrap_or_default();
    let kinds: Vec<Kind> = row.iter().map(ObjRef::kind).collect();
    let Some(&first) = kinds.first() else { return Ok(None) };
    for (i, key) in keys.iter().enumerate() {
        let fits = |row: &[ObjRef]| {
            row.len() == kinds.len() && row.iter().zip(&kinds).all(|(item, &kind)| lead(item, kind).is_some())
        };
        if !exact_row(heap, key).is_some_and(fits) {
            return Ok(None);
        }
        alarm.check_now_and_then(i)?;
    }
    let rest = |a: Ticket, b: Ticket| {
        let (a, b) = (exact_row(heap, keys.get(a as usize)?)?, exact_row(heap, keys.get(b as usize)?)?);
        a.iter().zip(b).map(|(x, y)| native_order(x, y)).find(|o| *o != Some(Ordering::Equal))?
    };
    let lead_of_row = |key: &ObjRef| {
        let lead = lead(exact_row(heap, key)?.first()?, first)?;
        Some(Lead { exact: lead.exact && kinds.len() == 1, ..lead })
    };
    by_lead(keys, lead_of_row, rest, alarm)
}
