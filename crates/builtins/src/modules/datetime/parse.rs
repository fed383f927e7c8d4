//! Reading dates and times in the forms of ISO 8601.

use super::civil;
use super::delta::SECOND;
use super::stamp::Parts;

/// Reads on in a text; beyond its end there are zeros.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn take(&mut self, c: u8) -> bool {
        let found = self.at < self.text.len() && self.peek() == c;
        self.at += usize::from(found);
        found
    }

    fn digit(&self) -> Option<i32> {
        let c = self.peek();
        c.is_ascii_digit().then(|| i32::from(c - b'0'))
    }

    fn number(&mut self, digits: usize) -> Option<i32> {
        let mut v = 0;
        for _ in 0..digits {
            v = v * 10 + self.digit()?;
            self.at += 1;
        }
        Some(v)
    }
}

/// A date that takes up the whole text.
pub fn date(text: &[u8]) -> Option<Parts> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return None;
    }
    let mut r = Reader { text, at: 0 };
    let year = r.number(4)?;
    let dashes = r.take(b'-');
    let (mut month, mut day, mut of_year) = (0, 0, year);
    if r.take(b'W') {
        let week = r.number(2)?;
        let mut weekday = 1;
        if r.at < text.len() {
            if dashes && !r.take(b'-') {
                return None;
            }
            weekday = r.number(1)?;
        }
        let ordinal = civil::from_iso(year.into(), week.into(), weekday.into()).ok()?;
        let (y, m, d) = civil::from_ordinal(ordinal);
        (of_year, month, day) = (y as i32, m as i32, d as i32);
    } else {
        month += r.number(2)?;
        if dashes && !r.take(b'-') {
            return None;
        }
        day += r.number(2)?;
    }
    (r.at == text.len()).then_some(Parts { year: of_year, month, day, ..Parts::FIRST })
}

/// Reads `HH[:MM[:SS[.f+]]]` up to `end`; whether something is left there.
fn clock(text: &[u8], from: usize, end: usize, p: &mut Parts) -> Option<bool> {
    let mut r = Reader { text, at: from };
    let mut colons = true;
    for (i, field) in [&mut p.hour, &mut p.minute, &mut p.second].into_iter().enumerate() {
        *field = r.number(2)?;
        let c = r.peek();
        r.at += 1;
        if i == 0 {
            colons = c == b':';
        }
        if r.at >= end {
            return Some(c != 0);
        }
        match c {
            b':' if colons => (),
            b'.' | b',' => break,
            _ if !colons => r.at -= 1,
            _ => return None,
        }
    }
    let digits = end.saturating_sub(r.at).min(6);
    let fraction = r.number(digits)?;
    p.micro = fraction * 10i32.pow(6 - digits as u32);
    while r.peek().is_ascii_digit() {
        r.at += 1;
    }
    Some(r.peek() != 0)
}

/// A time of day from a place on, and its offset in microseconds.
pub fn time(text: &[u8], from: usize) -> Option<(Parts, Option<i128>)> {
    let mut p = Parts::FIRST;
    let rest = text.get(from..)?;
    let zone = rest.iter().position(|c| matches!(c, b'+' | b'-' | b'Z')).map(|i| from + i);
    let left = clock(text, from, zone.unwrap_or(text.len()), &mut p)?;
    let Some(zone) = zone else { return if left { None } else { Some((p, None)) } };
    let sign = match text.get(zone) {
        Some(b'Z') => return (zone + 1 == text.len()).then_some((p, Some(0))),
        Some(b'-') => -1,
        _ => 1,
    };
    let mut o = Parts::FIRST;
    if clock(text, zone + 1, text.len(), &mut o)? {
        return None;
    }
    let total = i128::from(o.second_of_day()) * SECOND + i128::from(o.micro);
    Some((p, Some(sign * total)))
}

/// Where the date ends.
fn separator(text: &[u8]) -> Option<usize> {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let len = text.len();
    if len == 7 {
        return Some(7);
    }
    if at(4) == b'-' {
        if at(5) != b'W' {
            return Some(10);
        }
        return match len {
            0..8 => None,
            _ if len > 8 && at(8) == b'-' => match len {
                9 => None,
                // Two digits after the dash are an hour, not a day.
                _ if len > 10 && at(10).is_ascii_digit() => Some(8),
                _ => Some(10),
            },
            _ => Some(8),
        };
    }
    if at(4) != b'W' {
        return Some(8);
    }
    let digits = text.iter().skip(7).take_while(|c| c.is_ascii_digit()).count();
    let end = 7 + digits;
    Some(if end < 9 {
        end
    } else if end % 2 == 0 {
        7
    } else {
        8
    })
}

/// A date, and perhaps a time of day with its offset.
pub fn both(text: &[u8]) -> Option<(Parts, Option<i128>)> {
    if text.len() < 7 {
        return None;
    }
    let end = separator(text)?;
    let day = date(text.get(..end.min(text.len()))?)?;
    if text.len() <= end {
        return Some((day, None));
    }
    let (clock, offset) = time(text, end + 1)?;
    Some((clock.with_date_of(&day), offset))
}
