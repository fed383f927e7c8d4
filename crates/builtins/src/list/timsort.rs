//! Timsort with the powersort merge policy, over small copyable tickets and a comparison that can
//! fail. It asks for the same comparisons in the same order as CPython's, which programs can see.

use theseus_object::PyResult;

/// Rounds that one side must win before galloping starts.
const MIN_GALLOP: usize = 7;
/// Arrays shorter than this are sorted by insertion alone.
const MAX_MINRUN: usize = 64;

/// What stands for an item while it is sorted.
pub(super) type Ticket = u32;

/// A sorted stretch that waits to be merged.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    /// Depth in the merge tree of the boundary with the next run.
    power: u32,
}

struct Sorter<'a, F> {
    order: &'a mut [Ticket],
    less: F,
    min_gallop: usize,
    pending: Vec<Run>,
    /// Room for the shorter of two runs.
    temp: Vec<Ticket>,
}

/// Sorts the tickets. When `less` fails they are left in some order, none lost.
pub(super) fn sort(order: &mut [Ticket], less: impl FnMut(Ticket, Ticket) -> PyResult<bool>) -> PyResult<()> {
    if order.len() < 2 {
        return Ok(());
    }
    let mut s = Sorter { order, less, min_gallop: MIN_GALLOP, pending: Vec::new(), temp: Vec::new() };
    s.run()
}

/// Length to which short runs are extended: the array's length over it is at most a power of two.
fn minimum_run(mut n: usize) -> usize {
    let mut odd = 0;
    while n >= MAX_MINRUN {
        odd |= n & 1;
        n >>= 1;
    }
    n + odd
}

/// Depth of the boundary between the runs `start..start+n1` and the `n2` items after it: the first
/// binary digit in which their midpoints, as fractions of `n`, differ.
fn power(start: usize, n1: usize, n2: usize, n: usize) -> u32 {
    let mut a = 2 * start + n1;
    let mut b = a + n1 + n2;
    let mut digits = 0;
    loop {
        digits += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return digits;
        }
        a <<= 1;
        b <<= 1;
    }
}

/// Where `key` belongs in the sorted `a`, before items equal to it; searched from `hint` outwards.
fn gallop_left<F>(less: &mut F, key: Ticket, a: &[Ticket], hint: usize) -> PyResult<usize>
where
    F: FnMut(Ticket, Ticket) -> PyResult<bool>,
{
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(a[hint], key)? {
        let most = a.len() - hint;
        while at < most && less(a[hint + at], key)? {
            last = at;
            at = 2 * at + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    } else {
        let most = hint + 1;
        while at < most && !less(a[hint - at], key)? {
            last = at;
            at = 2 * at + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if less(a[middle], key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Where `key` belongs in the sorted `a`, after items equal to it.
fn gallop_right<F>(less: &mut F, key: Ticket, a: &[Ticket], hint: usize) -> PyResult<usize>
where
    F: FnMut(Ticket, Ticket) -> PyResult<bool>,
{
    let (mut last, mut at) = (0, 1);
    let (mut low, mut high);
    if less(key, a[hint])? {
        let most = hint + 1;
        while at < most && less(key, a[hint - at])? {
            last = at;
            at = 2 * at + 1;
        }
        (low, high) = (hint + 1 - at.min(most), hint - last);
    } else {
        let most = a.len() - hint;
        while at < most && !less(key, a[hint + at])? {
            last = at;
            at = 2 * at + 1;
        }
        (low, high) = (hint + last + 1, hint + at.min(most));
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if less(key, a[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

impl<F> Sorter<'_, F>
where
    F: FnMut(Ticket, Ticket) -> PyResult<bool>,
{
    fn run(&mut self) -> PyResult<()> {
        let n = self.order.len();
        let least = minimum_run(n);
        let mut start = 0;
        while start < n {
            let mut len = self.natural_run(start)?;
            if len < least {
                let forced = least.min(n - start);
                self.insert_sorted(start, start + len, start + forced)?;
                len = forced;
            }
            self.push_run(start, len)?;
            start += len;
        }
        self.merge_all()
    }

    /// Length of the run that starts here; a strictly descending one is reversed.
    fn natural_run(&mut self, start: usize) -> PyResult<usize> {
        let n = self.order.len();
        if start + 1 == n {
            return Ok(1);
        }
        let mut at = start + 2;
        let descending = (self.less)(self.order[start + 1], self.order[start])?;
        while at < n && (self.less)(self.order[at], self.order[at - 1])? == descending {
            at += 1;
        }
        if descending {
            self.order[start..at].reverse();
        }
        Ok(at - start)
    }

    /// Binary insertion: `low..sorted` is sorted already, `sorted..high` comes into it.
    fn insert_sorted(&mut self, low: usize, sorted: usize, high: usize) -> PyResult<()> {
        for at in sorted..high {
            let pivot = self.order[at];
            let (mut l, mut r) = (low, at);
            while l < r {
                let middle = l + (r - l) / 2;
                if (self.less)(pivot, self.order[middle])? {
                    r = middle;
                } else {
                    l = middle + 1;
                }
            }
            self.order[l..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Adds a run, merging before it what lies deeper in the merge tree.
    fn push_run(&mut self, start: usize, len: usize) -> PyResult<()> {
        if let Some(last) = self.pending.last() {
            let power = power(last.start, last.len, len, self.order.len());
            while let [.., before, _] = self.pending[..]
                && before.power > power
            {
                self.merge_at(self.pending.len() - 2)?;
            }
            if let Some(last) = self.pending.last_mut() {
                last.power = power;
            }
        }
        self.pending.push(Run { start, len, power: 0 });
        Ok(())
    }

    fn merge_all(&mut self) -> PyResult<()> {
        while self.pending.len() > 1 {
            let mut i = self.pending.len() - 2;
            if i > 0 && self.pending[i - 1].len < self.pending[i + 1].len {
                i -= 1;
            }
            self.merge_at(i)?;
        }
        Ok(())
    }

    /// Merges run `i` with the next one.
    fn merge_at(&mut self, i: usize) -> PyResult<()> {
        let (a, b) = (self.pending[i], self.pending[i + 1]);
        self.pending[i].len += b.len;
        self.pending.remove(i + 1);
        let end = b.start + b.len;
        // Items of `a` up to the first of `b`, and of `b` from the last of `a`, are in place.
        let skip = gallop_right(&mut self.less, self.order[b.start], &self.order[a.start..b.start], 0)?;
        let start = a.start + skip;
        if start == b.start {
            return Ok(());
        }
        let nb = gallop_left(&mut self.less, self.order[b.start - 1], &self.order[b.start..end], b.len - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if b.start - start <= nb {
            self.merge_low(start, b.start, b.start + nb)
        } else {
            self.merge_high(start, b.start, b.start + nb)
        }
    }

    /// Merges `start..middle` (the shorter) with `middle..end`, from the left.
    fn merge_low(&mut self, start: usize, middle: usize, end: usize) -> PyResult<()> {
        self.temp.clear();
        self.temp.extend_from_slice(&self.order[start..middle]);
        let mut m = MergeLow { a: 0, b: middle, end, dest: start };
        let r = self.merge_low_rounds(&mut m);
        // What is left of the copy has its place before the rest of `b`.
        let rest = &self.temp[m.a..];
        match r {
            Ok(Left::LastOfA) => {
                self.order.copy_within(m.b..m.end, m.dest);
                let last = m.dest + (m.end - m.b);
                self.order[last] = rest[0];
                Ok(())
            }
            other => {
                self.order[m.dest..m.dest + rest.len()].copy_from_slice(rest);
                other.map(drop)
            }
        }
    }

    fn merge_low_rounds(&mut self, m: &mut MergeLow) -> PyResult<Left> {
        let Sorter { order, less, min_gallop, temp, .. } = self;
        macro_rules! take_b {
            () => {
                order[m.dest] = order[m.b];
                m.dest += 1;
                m.b += 1;
                if m.b == m.end {
                    return Ok(Left::Nothing);
                }
            };
        }
        macro_rules! take_a {
            () => {
                order[m.dest] = temp[m.a];
                m.dest += 1;
                m.a += 1;
                if m.a + 1 == temp.len() {
                    return Ok(Left::LastOfA);
                }
            };
        }
        take_b!();
        if temp.len() == 1 {
            return Ok(Left::LastOfA);
        }
        let mut gallop = *min_gallop;
        loop {
            let (mut won_a, mut won_b) = (0, 0);
            loop {
                if less(order[m.b], temp[m.a])? {
                    take_b!();
                    (won_a, won_b) = (0, won_b + 1);
                } else {
                    take_a!();
                    (won_a, won_b) = (won_a + 1, 0);
                }
                if won_a.max(won_b) >= gallop {
                    break;
                }
            }
            gallop += 1;
            loop {
                gallop -= (gallop > 1) as usize;
                *min_gallop = gallop;
                let k = gallop_right(less, order[m.b], &temp[m.a..], 0)?;
                order[m.dest..m.dest + k].copy_from_slice(&temp[m.a..m.a + k]);
                m.dest += k;
                m.a += k;
                match temp.len() - m.a {
                    1 if k > 0 => return Ok(Left::LastOfA),
                    // Only if the comparison contradicts itself.
                    0 => return Ok(Left::Nothing),
                    _ => (),
                }
                take_b!();
                let l = gallop_left(less, temp[m.a], &order[m.b..m.end], 0)?;
                order.copy_within(m.b..m.b + l, m.dest);
                m.dest += l;
                m.b += l;
                if m.b == m.end {
                    return Ok(Left::Nothing);
                }
                take_a!();
                if k < MIN_GALLOP && l < MIN_GALLOP {
                    break;
                }
            }
            gallop += 1;
            *min_gallop = gallop;
        }
    }

    /// Merges `start..middle` with `middle..end` (the shorter), from the right.
    fn merge_high(&mut self, start: usize, middle: usize, end: usize) -> PyResult<()> {
        self.temp.clear();
        self.temp.extend_from_slice(&self.order[middle..end]);
        let mut m = MergeHigh { start, a: middle, b: self.temp.len(), dest: end };
        let r = self.merge_high_rounds(&mut m);
        let rest = &self.temp[..m.b];
        match r {
            Ok(Left::FirstOfB) => {
                self.order.copy_within(m.start..m.a, m.start + 1);
                self.order[m.start] = rest[0];
                Ok(())
            }
            other => {
                self.order[m.dest - rest.len()..m.dest].copy_from_slice(rest);
                other.map(drop)
            }
        }
    }

    fn merge_high_rounds(&mut self, m: &mut MergeHigh) -> PyResult<Left> {
        let Sorter { order, less, min_gallop, temp, .. } = self;
        macro_rules! take_a {
            () => {
                m.dest -= 1;
                m.a -= 1;
                order[m.dest] = order[m.a];
                if m.a == m.start {
                    return Ok(Left::Nothing);
                }
            };
        }
        macro_rules! take_b {
            () => {
                m.dest -= 1;
                m.b -= 1;
                order[m.dest] = temp[m.b];
                if m.b == 1 {
                    return Ok(Left::FirstOfB);
                }
            };
        }
        take_a!();
        if m.b == 1 {
            return Ok(Left::FirstOfB);
        }
        let mut gallop = *min_gallop;
        loop {
            let (mut won_a, mut won_b) = (0, 0);
            loop {
                if less(temp[m.b - 1], order[m.a - 1])? {
                    take_a!();
                    (won_a, won_b) = (won_a + 1, 0);
                } else {
                    take_b!();
                    (won_a, won_b) = (0, won_b + 1);
                }
                if won_a.max(won_b) >= gallop {
                    break;
                }
            }
            gallop += 1;
            loop {
                gallop -= (gallop > 1) as usize;
                *min_gallop = gallop;
                let run = &order[m.start..m.a];
                let k = run.len() - gallop_right(less, temp[m.b - 1], run, run.len() - 1)?;
                order.copy_within(m.a - k..m.a, m.dest - k);
                m.dest -= k;
                m.a -= k;
                if m.a == m.start {
                    return Ok(Left::Nothing);
                }
                take_b!();
                let l = m.b - gallop_left(less, order[m.a - 1], &temp[..m.b], m.b - 1)?;
                order[m.dest - l..m.dest].copy_from_slice(&temp[m.b - l..m.b]);
                m.dest -= l;
                m.b -= l;
                match m.b {
                    1 if l > 0 => return Ok(Left::FirstOfB),
                    // Only if the comparison contradicts itself.
                    0 => return Ok(Left::Nothing),
                    _ => (),
                }
                take_a!();
                if k < MIN_GALLOP && l < MIN_GALLOP {
                    break;
                }
            }
            gallop += 1;
            *min_gallop = gallop;
        }
    }
}

/// How far a merge from the left has come: next of the copy, next of `b` and its end, next place.
struct MergeLow {
    a: usize,
    b: usize,
    end: usize,
    dest: usize,
}

/// How far a merge from the right has come: ends of what is left of `a`, of the copy, of the places.
struct MergeHigh {
    start: usize,
    a: usize,
    b: usize,
    dest: usize,
}

/// What a merge has still to put in place, the rest of the copy apart.
enum Left {
    Nothing,
    /// The last of `a` belongs behind all that is left of `b`.
    LastOfA,
    /// The first of `b` belongs before all that is left of `a`.
    FirstOfB,
}

#[cfg(test)]
mod tests {
    use super::*;
    use theseus_object::Raised;

    fn numbers(n: usize, span: u64, seed: u64) -> Vec<u64> {
        let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x
        };
        // Stretches that rise, fall and jump, so that runs are merged and galloped through.
        let mut v: Vec<u64> = Vec::with_capacity(n);
        while v.len() < n {
            let (len, from, kind) = (next() % 97 + 1, next() % span, next() % 3);
            v.extend((0..len).map(|i| match kind {
                0 => from + i / 3,
                1 => (from + 40).saturating_sub(i),
                _ => next() % span,
            }));
        }
        v.truncate(n);
        v
    }

    #[test]
    fn sorts_like_the_standard_library() {
        for seed in 0..400 {
            let v = numbers(seed as usize * 7, [5, 100, 1 << 40][seed as usize % 3], seed);
            let mut order: Vec<Ticket> = (0..v.len() as Ticket).collect();
            let sorted = sort(&mut order, |a, b| Ok(v[a as usize] < v[b as usize]));
            assert_eq!(sorted, Ok(()));
            let mut expected: Vec<Ticket> = (0..v.len() as Ticket).collect();
            expected.sort_by_key(|&i| v[i as usize]);
            assert_eq!(order, expected);
        }
    }

    #[test]
    fn nothing_is_lost_when_a_comparison_fails_or_lies() {
        for seed in 0..400 {
            let v = numbers(600, 1000, seed);
            let mut order: Vec<Ticket> = (0..v.len() as Ticket).collect();
            let mut left = seed * 11;
            let _ = sort(&mut order, |a, b| {
                left = left.wrapping_sub(1);
                let lie = seed % 2 == 0 && left % 5 == 0;
                if left == 0 && !lie { Err(Raised) } else { Ok((v[a as usize] < v[b as usize]) != lie) }
            });
            order.sort_unstable();
            assert!(order.iter().enumerate().all(|(i, &t)| i == t as usize));
        }
    }
}
