//! Seq: search and other algorithms over the units (u8, u16, u32) of strings and bytes.
use super::error::{Error, with_room};
use memchr::memmem;
use smallvec::SmallVec;
use std::ops::Range;
use theseus_object::alarm::{Alarm, PIECE, Stopped};

/// A unit of text, with its fastest search.
pub trait Unit: Copy + Eq + Into<u32> + From<u8> + 'static {
    fn find_one(text: &[Self], unit: Self) -> Option<usize> {
        text.iter().position(|&u| u == unit)
    }

    fn rfind_one(text: &[Self], unit: Self) -> Option<usize> {
        text.iter().rposition(|&u| u == unit)
    }

    /// The needle has at least two units, and the text as many.
    fn find_long(text: &[Self], needle: &[Self]) -> Option<usize> {
        Finder::new(needle).find(text, 0)
    }

    /// The needle has at least two units, and the text as many.
    fn rfind_long(text: &[Self], needle: &[Self]) -> Option<usize> {
        rfind_units(text, needle)
    }

    /// Act on each place of the unit until it answers false.
    fn each_one(text: &[Self], unit: Self, act: &mut impl FnMut(usize) -> bool) {
        let places = text.iter().enumerate().filter(|&(_, &u)| u == unit);
        for (at, _) in places {
            if !act(at) {
                return;
            }
        }
    }

    /// Act on each place of the needle (of two units or more) until it answers false.
    fn each_long(text: &[Self], needle: &[Self], act: &mut impl FnMut(usize) -> bool) {
        let finder = Finder::new(needle);
        let mut from = 0;
        while let Some(at) = finder.find(text, from) {
            if !act(at) {
                return;
            }
            from = at + needle.len();
        }
    }
}

impl Unit for u8 {
    fn find_one(text: &[u8], unit: u8) -> Option<usize> {
        memchr::memchr(unit, text)
    }

    fn rfind_one(text: &[u8], unit: u8) -> Option<usize> {
        memchr::memrchr(unit, text)
    }

    fn find_long(text: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::find(text, needle)
    }

    fn rfind_long(text: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::rfind(text, needle)
    }

    fn each_one(text: &[u8], unit: u8, act: &mut impl FnMut(usize) -> bool) {
        for at in memchr::memchr_iter(unit, text) {
            if !act(at) {
                return;
            }
        }
    }

    fn each_long(text: &[u8], needle: &[u8], act: &mut impl FnMut(usize) -> bool) {
        for at in memmem::find_iter(text, needle) {
            if !act(at) {
                return;
            }
        }
    }
}

impl Unit for u16 {}

impl Unit for u32 {}

/// Two-way search: linear time, no allocation, and skips by the last unit.
struct Finder<'a, T> {
    needle: &'a [T],
    cut: usize,
    period: usize,
    periodic: bool,
    /// How far the window may move when its last unit has these low bits.
    skips: [u32; 64],
}

fn slot<T: Unit>(unit: T) -> usize {
    (unit.into() & 63) as usize
}

impl<'a, T: Unit> Finder<'a, T> {
    fn new(needle: &'a [T]) -> Finder<'a, T> {
        let (cut, period) = critical(needle);
        let periodic = period + cut <= needle.len() && needle[..cut] == needle[period..period + cut];
        let period = if periodic { period } else { cut.max(needle.len() - cut) + 1 };
        let most = u32::try_from(needle.len()).unwrap_or(u32::MAX);
        let mut skips = [most; 64];
        for (at, &unit) in needle.iter().enumerate() {
            skips[slot(unit)] = u32::try_from(needle.len() - 1 - at).unwrap_or(u32::MAX).min(most);
        }
        Finder { needle, cut, period, periodic, skips }
    }

    fn find(&self, text: &[T], from: usize) -> Option<usize> {
        let (needle, len) = (self.needle, self.needle.len());
        let mut at = from;
        // How many units at the start of the window are known to match.
        let mut known = 0;
        while let Some(window) = text.get(at..at + len) {
            let skip = self.skips[slot(window[len - 1])] as usize;
            let start = self.cut.max(known);
            if skip > 0 {
                // As far as a difference in the first comparison would go: one comes later.
                at += skip.max(start - self.cut + 1);
                known = 0;
                continue;
            }
            if let Some(miss) = (start..len).find(|&i| needle[i] != window[i]) {
                at += miss - self.cut + 1;
                known = 0;
                continue;
            }
            if (known..self.cut).all(|i| needle[i] == window[i]) {
                return Some(at);
            }
            at += self.period;
            known = if self.periodic { len - self.period } else { 0 };
        }
        None
    }
}

/// The critical factorization: the later of the maximal suffixes in both orders, with its period.
fn critical<T: Unit>(needle: &[T]) -> (usize, usize) {
    let (a, b) = (maximal_suffix(needle, false), maximal_suffix(needle, true));
    if a.0 > b.0 { a } else { b }
}

fn maximal_suffix<T: Unit>(needle: &[T], reverse: bool) -> (usize, usize) {
    let (mut best, mut candidate, mut offset, mut period) = (0, 1, 0, 1);
    while let Some(&unit) = needle.get(candidate + offset) {
        let (new, old): (u32, u32) = (unit.into(), needle[best + offset].into());
        let smaller = if reverse { new > old } else { new < old };
        if smaller {
            candidate += offset + 1;
            offset = 0;
            period = candidate - best;
        } else if new == old {
            if offset + 1 == period {
                candidate += period;
                offset = 0;
            } else {
                offset += 1;
            }
        } else {
            best = candidate;
            candidate += 1;
            offset = 0;
            period = 1;
        }
    }
    (best, period)
}

/// From the right, and when that does much work, a linear search in reversed copies.
fn rfind_units<T: Unit>(text: &[T], needle: &[T]) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let mut budget = text.len().saturating_mul(4).saturating_add(256);
    let mut end = text.len() - rest.len();
    while let Some(at) = T::rfind_one(&text[..end], first) {
        let same = rest.iter().zip(&text[at + 1..]).take_while(|(a, b)| a == b).count();
        if same == rest.len() {
            return Some(at);
        }
        end = at;
        budget = budget.saturating_sub(same + 1);
        if budget == 0 {
            let turn = |units: &[T]| units.iter().rev().copied().collect::<Vec<T>>();
            let (text, needle) = (turn(&text[..end + rest.len()]), turn(needle));
            let found = Finder::new(&needle).find(&text, 0)?;
            return Some(text.len() - found - needle.len());
        }
    }
    None
}

/// The first place of the needle; 0 for an empty one.
pub fn find<T: Unit>(text: &[T], needle: &[T]) -> Option<usize> {
    match needle {
        [] => Some(0),
        &[one] => T::find_one(text, one),
        _ if needle.len() >= text.len() => (needle == text).then_some(0),
        _ => T::find_long(text, needle),
    }
}

/// The last place of the needle; the end for an empty one.
pub fn rfind<T: Unit>(text: &[T], needle: &[T]) -> Option<usize> {
    match needle {
        [] => Some(text.len()),
        &[one] => T::rfind_one(text, one),
        _ if needle.len() >= text.len() => (needle == text).then_some(0),
        _ => T::rfind_long(text, needle),
    }
}

/// Act on places of the needle that do not overlap, from the left, at most `most` of them.
/// An empty needle has none.
fn each_match<T: Unit>(
    text: &[T],
    needle: &[T],
    most: usize,
    alarm: &Alarm<'_>,
    mut act: impl FnMut(usize) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let (mut left, mut going) = (most, Ok(()));
    let mut step = |at: usize| {
        going = act(at);
        left -= 1;
        if left & (MATCHES - 1) == 0 && going.is_ok() {
            going = alarm.check();
        }
        left > 0 && going.is_ok()
    };
    match needle {
        _ if most == 0 || needle.len() > text.len() => {}
        [] => {}
        &[one] => T::each_one(text, one, &mut step),
        _ => T::each_long(text, needle, &mut step),
    }
    going
}

/// Places found between two looks at the alarm.
const MATCHES: usize = 1 << 16;

/// How often the needle is there, at most `most` times; an empty needle is between all units.
pub fn count<T: Unit>(text: &[T], needle: &[T], most: usize, alarm: &Alarm<'_>) -> Result<usize, Stopped> {
    let mut count = 0;
    match needle {
        [] => count = text.len().saturating_add(1).min(most),
        &[one] if most >= text.len() => {
            alarm.each_piece(text, |piece| count += piece.iter().filter(|&&u| u == one).count())?;
        }
        _ => each_match(text, needle, most, alarm, |_| {
            count += 1;
            Ok(())
        })?,
    }
    Ok(count)
}

/// The parts between separators, after at most `most` splits. An empty separator splits nothing.
pub fn split<T: Unit>(
    text: &[T],
    separator: &[T],
    most: usize,
    alarm: &Alarm<'_>,
) -> Result<Vec<Range<usize>>, Error> {
    let (mut parts, mut start) = (Parts::new(alarm), 0);
    let mut full = Ok(());
    each_match(text, separator, most, alarm, |at| {
        full = parts.push(start..at);
        start = at + separator.len();
        full.as_ref().map_or(Err(Stopped), |()| Ok(()))
    })
    .or_else(|stopped| full.and(Err(stopped.into())))?;
    parts.push(start..text.len())?;
    Ok(parts.all)
}

/// Parts of a text, as many as there is memory for.
struct Parts<'a> {
    all: Vec<Range<usize>>,
    alarm: &'a Alarm<'a>,
}

impl Parts<'_> {
    fn new<'a>(alarm: &'a Alarm<'a>) -> Parts<'a> {
        Parts { all: Vec::new(), alarm }
    }

    fn push(&mut self, part: Range<usize>) -> Result<(), Error> {
        if self.all.len() == self.all.capacity() {
            self.all.try_reserve(1).map_err(|_| Error::Memory)?;
        }
        self.all.push(part);
        if self.all.len() & (MATCHES - 1) == 0 {
            self.alarm.check()?;
        }
        Ok(())
    }

    fn reversed(mut self) -> Vec<Range<usize>> {
        self.all.reverse();
        self.all
    }
}

/// As `split`, from the right; the parts are in the order of the text.
pub fn rsplit<T: Unit>(
    text: &[T],
    separator: &[T],
    most: usize,
    alarm: &Alarm<'_>,
) -> Result<Vec<Range<usize>>, Error> {
    let (mut parts, mut end) = (Parts::new(alarm), text.len());
    while parts.all.len() < most && !separator.is_empty() {
        let Some(at) = rfind(&text[..end], separator) else { break };
        parts.push(at + separator.len()..end)?;
        end = at;
    }
    parts.push(0..end)?;
    Ok(parts.reversed())
}

/// The words between runs of white space; what is left after `most` splits keeps its white space
/// but not the leading one.
pub fn split_space<T: Unit>(
    text: &[T],
    most: usize,
    is_space: impl Fn(T) -> bool,
    alarm: &Alarm<'_>,
) -> Result<Vec<Range<usize>>, Error> {
    let (mut parts, mut at) = (Parts::new(alarm), 0);
    while let Some(skip) = text[at..].iter().position(|&u| !is_space(u)) {
        let start = at + skip;
        if parts.all.len() >= most {
            parts.push(start..text.len())?;
            break;
        }
        at = text[start..].iter().position(|&u| is_space(u)).map_or(text.len(), |len| start + len);
        parts.push(start..at)?;
    }
    Ok(parts.all)
}

/// As `split_space`, from the right; the parts are in the order of the text.
pub fn rsplit_space<T: Unit>(
    text: &[T],
    most: usize,
    is_space: impl Fn(T) -> bool,
    alarm: &Alarm<'_>,
) -> Result<Vec<Range<usize>>, Error> {
    let (mut parts, mut at) = (Parts::new(alarm), text.len());
    while let Some(last) = text[..at].iter().rposition(|&u| !is_space(u)) {
        let end = last + 1;
        if parts.all.len() >= most {
            parts.push(0..end)?;
            break;
        }
        at = text[..end].iter().rposition(|&u| is_space(u)).map_or(0, |space| space + 1);
        parts.push(at..end)?;
    }
    Ok(parts.reversed())
}

/// The lines; `\r\n` is one break.
pub fn split_lines<T: Unit>(
    text: &[T],
    keep_ends: bool,
    is_break: impl Fn(T) -> bool,
    alarm: &Alarm<'_>,
) -> Result<Vec<Range<usize>>, Error> {
    let (mut lines, mut start) = (Parts::new(alarm), 0);
    while start < text.len() {
        let Some(len) = text[start..].iter().position(|&u| is_break(u)) else {
            lines.push(start..text.len())?;
            break;
        };
        let end = start + len;
        let pair = text[end] == T::from(b'\r') && text.get(end + 1) == Some(&T::from(b'\n'));
        let next = end + 1 + usize::from(pair);
        lines.push(start..if keep_ends { next } else { end })?;
        start = next;
    }
    Ok(lines.all)
}

/// The text with at most `most` replacements; nothing when it stays the same.
/// An empty `from` is before each unit and at the end.
pub fn replace<T: Unit>(
    text: &[T],
    from: &[T],
    to: &[T],
    most: usize,
    alarm: &Alarm<'_>,
) -> Result<Option<Vec<T>>, Error> {
    if most == 0 || from == to || (from.len() > text.len()) {
        return Ok(None);
    }
    if from.is_empty() {
        return interleave(text, to, most, alarm).map(Some);
    }
    if let (&[from], &[to]) = (from, to) {
        return replace_units(text, from, to, most, alarm);
    }
    // The places are kept from counting as long as they are few.
    let (mut places, mut first) = (0, SmallVec::<[usize; 32]>::new());
    each_match(text, from, most, alarm, |at| {
        places += 1;
        if first.len() < first.inline_size() {
            first.push(at);
        }
        Ok(())
    })?;
    if places == 0 {
        return Ok(None);
    }
    let grown =
        to.len().checked_mul(places).filter(|&len| len <= isize::MAX as usize).ok_or_else(too_long)?;
    let mut out = with_room((text.len() - from.len() * places).saturating_add(grown))?;
    let mut start = 0;
    let put = |at: usize| {
        alarm.append(&mut out, &text[start..at])?;
        start = at + from.len();
        alarm.append(&mut out, to)
    };
    match first.len() == places {
        true => first.into_iter().try_for_each(put)?,
        false => each_match(text, from, places, alarm, put)?,
    }
    alarm.append(&mut out, &text[start..])?;
    Ok(Some(out))
}

fn too_long() -> Error {
    Error::Overflow("replace string is too long".into())
}

fn replace_units<T: Unit>(
    text: &[T],
    from: T,
    to: T,
    most: usize,
    alarm: &Alarm<'_>,
) -> Result<Option<Vec<T>>, Error> {
    let Some(mut at) = T::find_one(text, from) else { return Ok(None) };
    let mut out = with_room(text.len())?;
    alarm.append(&mut out, text)?;
    if most >= text.len() {
        for piece in out.get_mut(at..).unwrap_or_default().chunks_mut(PIECE) {
            piece.iter_mut().filter(|u| **u == from).for_each(|u| *u = to);
            alarm.check()?;
        }
        return Ok(Some(out));
    }
    let mut left = most;
    while let Some(unit) = out.get_mut(at) {
        *unit = to;
        left -= 1;
        match T::find_one(&text[at + 1..], from) {
            Some(skip) if left > 0 => at += 1 + skip,
            _ => break,
        }
    }
    Ok(Some(out))
}

fn interleave<T: Unit>(text: &[T], to: &[T], most: usize, alarm: &Alarm<'_>) -> Result<Vec<T>, Error> {
    let places = most.min(text.len() + 1);
    let grown =
        to.len().checked_mul(places).filter(|&len| len <= isize::MAX as usize).ok_or_else(too_long)?;
    let mut out = with_room(text.len().saturating_add(grown))?;
    for at in 0..places {
        alarm.append(&mut out, to)?;
        out.extend(text.get(at));
        alarm.check_now_and_then(at)?;
    }
    alarm.append(&mut out, text.get(places..).unwrap_or_default())?;
    Ok(out)
}

/// What is left without the units at the sides that `is_stripped`.
pub fn strip<T: Unit>(text: &[T], left: bool, right: bool, is_stripped: impl Fn(T) -> bool) -> Range<usize> {
    let start = match left {
        true => text.iter().position(|&u| !is_stripped(u)).unwrap_or(text.len()),
        false => 0,
    };
    let end = match right {
        true => text[start..].iter().rposition(|&u| !is_stripped(u)).map_or(start, |last| start + last + 1),
        false => text.len(),
    };
    start..end
}

/// Where the separator first is.
pub fn partition<T: Unit>(text: &[T], separator: &[T]) -> Option<Range<usize>> {
    find(text, separator).map(|at| at..at + separator.len())
}

/// Where the separator last is.
pub fn rpartition<T: Unit>(text: &[T], separator: &[T]) -> Option<Range<usize>> {
    rfind(text, separator).map(|at| at..at + separator.len())
}

/// Tabs as spaces up to the next column that is a multiple of `size` (none when it is not positive).
/// `too_long` is the text of the overflow error.
pub fn expand_tabs<T: Unit>(
    text: &[T],
    size: isize,
    too_long: &str,
    alarm: &Alarm<'_>,
) -> Result<Vec<T>, Error> {
    let size = usize::try_from(size).unwrap_or(0);
    let (tab, space) = (T::from(b'\t'), T::from(b' '));
    let is_end = |u: T| u == T::from(b'\n') || u == T::from(b'\r');
    let advance = |column: usize| column.checked_rem(size).map_or(0, |past| size - past);
    let (mut column, mut total) = (0usize, 0usize);
    for (at, &u) in text.iter().enumerate() {
        alarm.check_now_and_then(at)?;
        let width = if u == tab { advance(column) } else { 1 };
        total = match total.checked_add(width) {
            Some(total) if total <= isize::MAX as usize => total,
            _ => return Error::overflow(too_long),
        };
        column = if is_end(u) { 0 } else { column + width };
    }
    let mut out = with_room(total)?;
    column = 0;
    for (at, &u) in text.iter().enumerate() {
        alarm.check_now_and_then(at)?;
        if u == tab {
            let width = advance(column);
            out.resize(out.len() + width, space);
            column += width;
        } else {
            out.push(u);
            column = if is_end(u) { 0 } else { column + 1 };
        }
    }
    Ok(out)
}

/// Where a text of `len` units is put in a field (`str.center`): units to the left and right.
pub fn center_margins(len: usize, width: usize) -> (usize, usize) {
    let room = width.saturating_sub(len);
    let left = room / 2 + (room & width & 1);
    (left, room - left)
}

/// A text with fill on both sides.
pub fn pad<T: Unit>(
    text: &[T],
    left: usize,
    right: usize,
    fill: T,
    alarm: &Alarm<'_>,
) -> Result<Vec<T>, Error> {
    let total = text.len().checked_add(left).and_then(|len| len.checked_add(right)).ok_or(Error::Memory)?;
    let mut out = with_room(total)?;
    let grow = |out: &mut Vec<T>, len: usize| {
        while out.len() < len {
            out.resize(len.min(out.len() + PIECE), fill);
            alarm.check()?;
        }
        Ok::<(), Stopped>(())
    };
    grow(&mut out, left)?;
    alarm.append(&mut out, text)?;
    grow(&mut out, total)?;
    Ok(out)
}

/// `zfill`: zeros after the sign.
pub fn zero_fill<T: Unit>(text: &[T], width: usize, alarm: &Alarm<'_>) -> Result<Vec<T>, Error> {
    let zeros = width.saturating_sub(text.len());
    let mut out = pad(text, zeros, 0, T::from(b'0'), alarm)?;
    let is_sign = |u: &T| *u == T::from(b'+') || *u == T::from(b'-');
    if zeros > 0 && text.first().is_some_and(is_sign) {
        out.swap(0, zeros);
    }
    Ok(out)
}
