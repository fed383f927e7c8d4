//! Heapy's tables.

use crate::partition::Row;

/// Characters of a line.
const WIDTH: usize = 100;
/// Rows shown at a time; one more if it is the last.
const ROWS: usize = 10;

/// The rows of a table that are shown: all from `from`, or as many as fit.
pub fn shown(from: usize, len: usize, all: bool) -> std::ops::Range<usize> {
    let from = from.min(len);
    if all || len - from <= ROWS + 1 { from..len } else { from..from + ROWS }
}

fn objects(n: usize) -> String {
    format!("{n} object{}", theseus_object::error::plural(n))
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// The line after a table that is not at its end.
fn rest(left: usize) -> Option<String> {
    (left > 0).then(|| format!("<{left} more rows. Type e.g. '_.more' to view.>"))
}

/// Breaks a row into lines of [`WIDTH`] at spaces of its label, which starts at `column`.
fn wrap(row: String, column: usize, lines: &mut Vec<String>) {
    let chars: Vec<char> = row.chars().collect();
    if chars.len() <= WIDTH {
        lines.push(row.trim_end().to_string());
        return;
    }
    // The numbers are one piece with the label's first word only if that fits.
    let (head, label) = chars.split_at(column.min(chars.len()));
    let label: String = label.iter().collect();
    let mut line: String = head.iter().collect();
    let mut empty = true;
    let indent = " ".repeat(column);
    let room = WIDTH - column;
    for word in label.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        let used = line.chars().count() + usize::from(!empty);
        if used + word.len() <= WIDTH {
            if !empty {
                line.push(' ');
            }
            line.extend(&word);
            empty = false;
            continue;
        }
        lines.push(std::mem::replace(&mut line, indent.clone()).trim_end().to_string());
        while word.len() > room {
            let rest = word.split_off(room);
            lines.push(format!("{indent}{}", word.iter().collect::<String>()));
            word = rest;
        }
        line.extend(&word);
        empty = false;
    }
    lines.push(line.trim_end().to_string());
}

/// A partition as a table.
pub struct PartitionTable<'a> {
    pub header: &'a str,
    pub rows: &'a [Row],
    pub count: usize,
    pub size: usize,
    /// Where the first row stood in the partition it was taken from, and the sizes before it.
    pub index: usize,
    pub before: usize,
}

impl PartitionTable<'_> {
    /// The rows from `from`; at 0 with the line of sums.
    pub fn text(&self, from: usize, all: bool) -> String {
        let mut lines = Vec::new();
        if from == 0 {
            let (n, size) = (objects(self.count), self.size);
            lines.push(format!("Partition of a set of {n}. Total size = {size} bytes."));
        }
        if !self.rows.is_empty() {
            lines.push(format!(" Index  Count   %     Size   % Cumulative  % {}", self.header));
        }
        let shown = shown(from, self.rows.len(), all);
        let mut sum = self.before + self.rows[..shown.start].iter().map(|r| r.size).sum::<usize>();
        for (i, row) in self.rows[shown.clone()].iter().enumerate() {
            sum += row.size;
            let line = format!(
                "{:6} {:6} {:3.0} {:8} {:3.0} {:9} {:3.0} {}",
                self.index + shown.start + i,
                row.count,
                percent(row.count, self.count),
                row.size,
                percent(row.size, self.size),
                sum,
                percent(sum, self.size),
                row.label,
            );
            wrap(line, 45, &mut lines);
        }
        lines.extend(rest(self.rows.len() - shown.end));
        lines.join("\n")
    }
}

/// A listing of single objects as a table.
pub struct ListingTable<'a> {
    /// The kind of all, or `mixed`.
    pub kind: &'a str,
    pub header: &'a str,
    pub count: usize,
    pub size: usize,
    /// Bytes before the first row given.
    pub before: usize,
}

impl ListingTable<'_> {
    /// The rows given, sizes with words, which stand at `shown`.
    pub fn text(&self, rows: &[(usize, String)], shown: std::ops::Range<usize>) -> String {
        let mut lines = Vec::new();
        if shown.start == 0 {
            let s = theseus_object::error::plural(self.count);
            let (n, kind, size) = (self.count, self.kind, self.size);
            lines.push(format!("Set of {n} <{kind}> object{s}. Total size = {size} bytes."));
        }
        lines.push(format!(" Index     Size   %   Cumulative  %   {}", self.header));
        let mut sum = self.before;
        for (i, (size, words)) in rows.iter().enumerate() {
            sum += size;
            let line = format!(
                "{:6} {size:8} {:5.1} {sum:9} {:5.1} {words}",
                shown.start + i,
                percent(*size, self.size),
                percent(sum, self.size),
            );
            wrap(line, 38, &mut lines);
        }
        lines.extend(rest(self.count - shown.end));
        lines.join("\n")
    }
}
