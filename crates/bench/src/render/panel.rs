//! A panel of a picture: its scales, its grid and ticks, and where labels find room.

use super::escaped;

/// A rectangle on the picture, in its units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Frame {
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    fn meets(&self, other: &Frame) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    fn holds(&self, other: &Frame) -> bool {
        self.left <= other.left
            && other.right() <= self.right()
            && self.top <= other.top
            && other.bottom() <= self.bottom()
    }
}

/// Scales from values to places: x between two values, y from 0 to `top`.
pub struct Panel {
    pub frame: Frame,
    pub x: (f64, f64),
    pub top: f64,
}

impl Panel {
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let span = self.x.1 - self.x.0;
        let across = if span > 0.0 { (x - self.x.0) / span } else { 0.5 };
        let up = (y / self.top).clamp(0.0, 1.0);
        (self.frame.left + self.frame.width * across, self.frame.top + self.frame.height * (1.0 - up))
    }

    /// Lines across, with numbers at the left if asked.
    pub fn grid(&self, out: &mut String, numbers: bool) {
        let (left, right, bottom) = (self.frame.left, self.frame.right(), self.frame.bottom());
        let step = step(self.top);
        let digits = if step >= 1.0 { 0 } else { (-step.log10()).ceil() as usize };
        for k in 0.. {
            let y = step * f64::from(k);
            if y > self.top * 1.0001 {
                break;
            }
            let (_, py) = self.at(self.x.0, y);
            if k > 0 {
                out.push_str(&format!("<path class='g' d='M{left} {py:.1}H{right}'/>"));
            }
            if numbers {
                out.push_str(&format!(
                    "<text class='n' x='{}' y='{:.1}' text-anchor='end'>{y:.digits$}</text>",
                    left - 7.0,
                    py + 3.6
                ));
            }
        }
        out.push_str(&format!("<path class='a' d='M{left} {bottom}H{right}'/>"));
    }

    /// A mark and a number below the axis.
    pub fn tick(&self, out: &mut String, x: f64, label: &str) {
        let (px, py) = self.at(x, 0.0);
        out.push_str(&format!(
            "<path class='a' d='M{px:.1} {py}v4'/>\
             <text class='n' x='{px:.1}' y='{:.1}' text-anchor='middle'>{}</text>",
            py + 17.0,
            escaped(label)
        ));
    }

    /// What the x axis is, below its ticks.
    pub fn caption(&self, out: &mut String, words: &str) {
        out.push_str(&format!(
            "<text x='{:.1}' y='{:.1}' text-anchor='middle'>{}</text>",
            self.frame.left + self.frame.width / 2.0,
            self.frame.bottom() + 36.0,
            escaped(words)
        ));
    }
}

/// A round number between the lines of a grid that reaches to `top`: four to eight of them.
fn step(top: f64) -> f64 {
    let rough = (top / 4.5).max(1e-9);
    let unit = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0].map(|m| m * unit).into_iter().rfind(|s| *s <= rough).unwrap_or(unit)
}

/// Labels that were placed, so that none covers another.
pub struct Labels {
    within: Frame,
    taken: Vec<Frame>,
}

/// Height of a label, and the width of one of its characters.
const LETTER: (f64, f64) = (11.0, 5.9);
/// How far a label stands from its dot.
const GAP: f64 = 7.0;

impl Labels {
    pub fn new(within: Frame) -> Labels {
        Labels { within, taken: Vec::new() }
    }

    /// Nothing is to be written over a dot.
    pub fn dot(&mut self, (x, y): (f64, f64)) {
        self.taken.push(Frame { left: x - 3.0, top: y - 3.0, width: 6.0, height: 6.0 });
    }

    /// Where text beside a dot may begin (its left end and its base line), if there is room at all.
    pub fn place(&mut self, (x, y): (f64, f64), text: &str) -> Option<(f64, f64)> {
        let (height, letter) = LETTER;
        let width = letter * text.chars().count() as f64;
        let sides = [
            (x + GAP, y - height / 2.0),
            (x - GAP - width, y - height / 2.0),
            (x - width / 2.0, y - GAP - height),
            (x - width / 2.0, y + GAP),
            (x + GAP, y - GAP - height),
            (x + GAP, y + GAP),
            (x - GAP - width, y - GAP - height),
            (x - GAP - width, y + GAP),
        ];
        let free = |(left, top): &(f64, f64)| {
            let own = Frame { left: *left, top: *top, width, height };
            self.within.holds(&own) && !self.taken.iter().any(|other| other.meets(&own))
        };
        let (left, top) = sides.into_iter().find(free)?;
        self.taken.push(Frame { left, top, width, height });
        Some((left, top + height - 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_have_few_round_lines() {
        for top in [0.3, 1.0, 7.0, 48.0, 99.0, 170.0] {
            let lines = (top / step(top)) as i32;
            assert!((4..=9).contains(&lines), "{top}: {lines}");
        }
    }

    #[test]
    fn labels_keep_clear_of_each_other() {
        let mut labels = Labels::new(Frame { left: 0.0, top: 0.0, width: 200.0, height: 60.0 });
        let placed: Vec<_> = (0..4).filter_map(|_| labels.place((100.0, 30.0), "N = 12")).collect();
        assert_eq!(placed.len(), 4);
        for (i, a) in placed.iter().enumerate() {
            for b in &placed[i + 1..] {
                assert!((a.0 - b.0).abs() >= 35.0 || (a.1 - b.1).abs() >= 11.0, "{placed:?}");
            }
        }
        assert!(labels.place((100.0, 300.0), "far below").is_none());
    }
}
