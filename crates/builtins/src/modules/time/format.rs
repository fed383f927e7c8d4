//! `strftime` in the C locale, with the flags and widths of GNU.

use theseus_object::host::LocalTime;

use super::calendar::is_leap;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day(t: &LocalTime) -> &'static str {
    DAYS.get(t.weekday.rem_euclid(7) as usize).copied().unwrap_or("?")
}

fn month(t: &LocalTime) -> &'static str {
    MONTHS.get((t.month - 1).clamp(0, 11) as usize).copied().unwrap_or("?")
}

fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// `asctime`'s form.
pub fn classic(t: &LocalTime) -> String {
    format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        short(day(t)),
        short(month(t)),
        t.day,
        t.hour,
        t.minute,
        t.second,
        t.year
    )
}

/// Year and week by ISO 8601.
fn iso_week(t: &LocalTime) -> (i64, i32) {
    let (yday, wday) = (t.yearday - 1, t.weekday.rem_euclid(7));
    let week = (yday - wday + 10) / 7;
    if week < 1 {
        let year = t.year - 1;
        let days = 365 + i32::from(is_leap(year));
        return (year, (yday + days - wday + 10) / 7);
    }
    let days = 365 + i32::from(is_leap(t.year));
    if week == 53 && days - yday <= 3 - wday {
        return (t.year + 1, 1);
    }
    (t.year, week)
}

/// What stands between the percent sign and the letter.
#[derive(Default)]
struct Spec {
    /// `-` none, `_` spaces, `0` zeros.
    pad: Option<char>,
    upper: bool,
    swap: bool,
    width: Option<usize>,
}

impl Spec {
    fn number(&self, out: &mut String, value: i64, digits: usize, pad: char) {
        let pad = self.pad.unwrap_or(pad);
        let digits = self.width.unwrap_or(if pad == '-' { 0 } else { digits });
        let text = value.unsigned_abs().to_string();
        let sign = if value < 0 { "-" } else { "" };
        let fill = digits.saturating_sub(text.len() + sign.len());
        match pad {
            '_' => out.push_str(&format!("{}{sign}{text}", " ".repeat(fill))),
            _ => out.push_str(&format!("{sign}{}{text}", "0".repeat(fill))),
        }
    }

    fn text(&self, out: &mut String, text: &str) {
        let text = if self.upper { text.to_uppercase() } else { text.to_string() };
        let pad = if self.pad == Some('0') { "0" } else { " " };
        let fill = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        out.push_str(&pad.repeat(fill));
        out.push_str(&text);
    }
}

/// The most that a width may ask for.
const WIDEST: usize = 1 << 20;

/// The text of a time; `moment` is asked for `%s`.
pub fn format(pattern: &str, t: &LocalTime, moment: &dyn Fn() -> i64) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let chars: Vec<char> = pattern.chars().collect();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if c != '%' {
            out.push(c);
            i += 1;
            continue;
        }
        let start = i;
        i += 1;
        let mut spec = Spec::default();
        while let Some(&f) = chars.get(i).filter(|c| "_-0^#".contains(**c)) {
            match f {
                '^' => spec.upper = true,
                '#' => spec.swap = true,
                _ => spec.pad = Some(f),
            }
            i += 1;
        }
        while let Some(d) = chars.get(i).and_then(|c| c.to_digit(10)) {
            spec.width = Some((spec.width.unwrap_or(0) * 10 + d as usize).min(WIDEST));
            i += 1;
        }
        if chars.get(i).is_some_and(|c| matches!(c, 'E' | 'O')) {
            i += 1;
        }
        let known = chars.get(i).is_some_and(|&letter| field(&mut out, letter, &mut spec, t, moment));
        if known {
            i += 1;
        } else {
            // What means nothing stands for itself.
            i = (i + 1).min(chars.len());
            out.extend(chars.get(start..i).unwrap_or_default());
        }
    }
    out
}

fn field(out: &mut String, letter: char, spec: &mut Spec, t: &LocalTime, moment: &dyn Fn() -> i64) -> bool {
    let hour12 = (t.hour + 11).rem_euclid(12) + 1;
    let half = if t.hour < 12 { "AM" } else { "PM" };
    let (yday, wday) = (t.yearday - 1, t.weekday.rem_euclid(7));
    let nested = |out: &mut String, spec: &Spec, pattern: &str| spec.text(out, &format(pattern, t, moment));
    match letter {
        'a' | 'A' | 'b' | 'B' | 'h' => {
            spec.upper |= spec.swap;
            let name = if letter.eq_ignore_ascii_case(&'a') { day(t) } else { month(t) };
            spec.text(out, if letter.is_uppercase() { name } else { short(name) });
        }
        'p' if spec.swap => spec.text(out, &half.to_lowercase()),
        'p' => spec.text(out, half),
        'P' => spec.text(out, &half.to_lowercase()),
        'Z' if spec.swap => spec.text(out, &t.zone.to_lowercase()),
        'Z' => spec.text(out, &t.zone),
        'c' => nested(out, spec, "%a %b %e %H:%M:%S %Y"),
        'D' | 'x' => nested(out, spec, "%m/%d/%y"),
        'F' => nested(out, spec, "%Y-%m-%d"),
        'T' | 'X' => nested(out, spec, "%H:%M:%S"),
        'R' => nested(out, spec, "%H:%M"),
        'r' => nested(out, spec, "%I:%M:%S %p"),
        'n' => spec.text(out, "\n"),
        't' => spec.text(out, "\t"),
        '%' => spec.text(out, "%"),
        'Y' => spec.number(out, t.year, 0, '0'),
        'C' => spec.number(out, t.year.div_euclid(100), 0, '0'),
        'y' => spec.number(out, t.year.rem_euclid(100), 2, '0'),
        'G' => spec.number(out, iso_week(t).0, 0, '0'),
        'g' => spec.number(out, iso_week(t).0.rem_euclid(100), 2, '0'),
        'V' => spec.number(out, iso_week(t).1 as i64, 2, '0'),
        'U' => spec.number(out, ((yday + 7 - (wday + 1) % 7) / 7) as i64, 2, '0'),
        'W' => spec.number(out, ((yday + 7 - wday) / 7) as i64, 2, '0'),
        'm' => spec.number(out, t.month as i64, 2, '0'),
        'd' => spec.number(out, t.day as i64, 2, '0'),
        'e' => spec.number(out, t.day as i64, 2, '_'),
        'j' => spec.number(out, t.yearday as i64, 3, '0'),
        'H' => spec.number(out, t.hour as i64, 2, '0'),
        'I' => spec.number(out, hour12 as i64, 2, '0'),
        'k' => spec.number(out, t.hour as i64, 2, '_'),
        'l' => spec.number(out, hour12 as i64, 2, '_'),
        'M' => spec.number(out, t.minute as i64, 2, '0'),
        'S' => spec.number(out, t.second as i64, 2, '0'),
        'u' => spec.number(out, wday as i64 + 1, 1, '0'),
        'w' => spec.number(out, (wday as i64 + 1) % 7, 1, '0'),
        's' => spec.number(out, moment(), 1, '0'),
        'z' => {
            let sign = if t.offset < 0 { '-' } else { '+' };
            let minutes = t.offset.abs() / 60;
            spec.text(out, &format!("{sign}{:02}{:02}", minutes / 60, minutes % 60));
        }
        _ => return false,
    }
    true
}
