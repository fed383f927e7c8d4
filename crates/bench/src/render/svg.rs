//! The picture of a group: operations a second by calls for a mutation, a line for each strategy, the
//! crossovers as dots; beside it, how the speed comes back after the last mutation.

use super::{escaped, short};
use crate::axes::{CEILING, FLOOR};
use crate::row::{Period, Phase, Results};
use crate::summary::{Curve, Group, groups, rounded};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 330.0;
/// The main panel and the small one: left, top, width, height.
const MAIN: [f64; 4] = [64.0, 44.0, 430.0, 236.0];
const SMALL: [f64; 4] = [560.0, 44.0, 150.0, 236.0];
const LEGEND: f64 = 728.0;

/// Told apart also by colour-blind readers (after Okabe and Ito).
const COLOURS: &[&str] =
    &["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#8c6d31", "#555555"];

const STYLE: &str = "text{font:11px system-ui,sans-serif;fill:currentColor}.t{font-weight:600;font-size:13px}\
.g{stroke:currentColor;stroke-opacity:.13}.a{stroke:currentColor;stroke-opacity:.5}.d{fill-opacity:.65}";

/// A panel's scales: logarithmic in x if asked, linear from 0 in y.
struct Panel {
    frame: [f64; 4],
    x: (f64, f64),
    top: f64,
}

impl Panel {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let [left, top, width, height] = self.frame;
        let span = self.x.1 - self.x.0;
        let across = if span > 0.0 { (x - self.x.0) / span } else { 0.5 };
        (left + width * across, top + height * (1.0 - y / self.top))
    }

    /// Lines across with numbers at the left, five or so.
    fn grid(&self, out: &mut String, unit: &str) {
        let [left, top, width, height] = self.frame;
        let step = step(self.top / 4.0);
        let mut y = 0.0;
        while y <= self.top * 1.0001 {
            let (_, py) = self.at(self.x.0, y);
            out.push_str(&format!(
                "<line class='g' x1='{left}' x2='{}' y1='{py:.1}' y2='{py:.1}'/>\
                 <text x='{}' y='{:.1}' text-anchor='end'>{}</text>",
                left + width,
                left - 6.0,
                py + 4.0,
                short(y)
            ));
            y += step;
        }
        out.push_str(&format!(
            "<line class='a' x1='{left}' x2='{}' y1='{bottom}' y2='{bottom}'/>\
             <text x='{left}' y='{}' text-anchor='start'>{}</text>",
            left + width,
            top - 8.0,
            escaped(unit),
            bottom = top + height
        ));
    }

    /// A number below the axis.
    fn tick(&self, out: &mut String, x: f64, label: &str) {
        let (px, py) = self.at(x, 0.0);
        out.push_str(&format!("<text x='{px:.1}' y='{:.1}' text-anchor='middle'>{label}</text>", py + 16.0));
    }
}

/// A round number near `rough`.
fn step(rough: f64) -> f64 {
    let unit = 10f64.powf(rough.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|m| m * unit).into_iter().find(|s| *s >= rough).unwrap_or(rough)
}

fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

/// How a strategy's line is drawn: the anchors dashed, in the text's colour.
fn look(curve: &Curve<'_>, at: usize) -> (&'static str, &'static str) {
    match curve.guards {
        FLOOR => ("currentColor", " stroke-dasharray='2 4'"),
        CEILING => ("currentColor", " stroke-dasharray='7 4'"),
        _ => (colour(at), ""),
    }
}

fn path(points: &[(f64, f64)], stroke: &str, dash: &str) -> String {
    let list: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    format!("<polyline fill='none' stroke='{stroke}' stroke-width='2'{dash} points='{}'/>", list.join(" "))
}

/// The picture of one group; nothing if it has no times.
pub fn group(group: &Group<'_>) -> Option<String> {
    let periods = group.periods();
    if periods.is_empty() {
        return None;
    }
    let mut out = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' \
         aria-label='{0}'><style>{STYLE}</style><text class='t' x='{1}' y='16'>{0}</text>",
        escaped(&group.title()),
        MAIN[0]
    );
    main_panel(group, &periods, &mut out);
    small_panel(group, &mut out);
    for (at, curve) in group.curves.iter().enumerate() {
        let (stroke, dash) = look(curve, at);
        let y = MAIN[1] + 8.0 + 20.0 * at as f64;
        let unsound = if curve.unsound { " (unsound)" } else { "" };
        out.push_str(&format!(
            "<line x1='{LEGEND}' x2='{}' y1='{y}' y2='{y}' stroke='{stroke}' stroke-width='2'{dash}/>\
             <text x='{}' y='{}'>{}{unsound}</text>",
            LEGEND + 22.0,
            LEGEND + 28.0,
            y + 4.0,
            escaped(&curve.name)
        ));
    }
    out.push_str("</svg>\n");
    Some(out)
}

/// Operations a second by period; no mutation stands a decade to the right of the longest period.
fn main_panel(group: &Group<'_>, periods: &[Period], out: &mut String) {
    let finite = periods.iter().filter(|p| **p != Period::Never).map(|p| p.number().log10());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 0.0) };
    let never = high + 1.0;
    let place = |p: Period| if p == Period::Never { never } else { p.number().log10() };
    let speed = |ns: f64| 1e3 / ns;
    let fastest = group.curves.iter().flat_map(|c| &c.points).map(|(_, ns)| speed(*ns)).fold(0.0, f64::max);
    let panel = Panel { frame: MAIN, x: (low, never), top: fastest * 1.08 };
    panel.grid(out, "million operations a second");
    for &period in periods {
        let label = if period == Period::Never { "no mutation".into() } else { rounded(period.number()) };
        panel.tick(out, place(period), &label);
    }
    let middle = MAIN[0] + MAIN[2] / 2.0;
    out.push_str(&format!(
        "<text x='{middle}' y='{}' text-anchor='middle'>calls for one mutation</text>",
        MAIN[1] + MAIN[3] + 34.0
    ));
    for (at, curve) in group.curves.iter().enumerate() {
        let points: Vec<_> = curve.points.iter().map(|(p, ns)| panel.at(place(*p), speed(*ns))).collect();
        let (stroke, dash) = look(curve, at);
        out.push_str(&path(&points, stroke, dash));
    }
    for cross in &group.crossovers {
        let x = if cross.period.is_finite() { cross.period.log10().min(never) } else { never };
        let (px, py) = panel.at(x, speed(cross.ns));
        let words = format!("{} > {} for N > {}", cross.above, cross.below, rounded(cross.period));
        out.push_str(&format!(
            "<circle class='d' cx='{px:.1}' cy='{py:.1}' r='4' fill='currentColor'><title>{}</title></circle>",
            escaped(&words)
        ));
    }
}

/// ns a call by calls since the last mutation, of the shortest period that mutated.
fn small_panel(group: &Group<'_>, out: &mut String) {
    let after = group.curves.iter().flat_map(|c| &c.after).filter(|d| !d.recovery.is_empty());
    let mutated = after.filter(|d| d.row.period != Period::Never && d.row.phase == Phase::After);
    let Some(shortest) = mutated.clone().map(|d| d.row.period).min() else { return };
    let shown: Vec<_> = mutated.filter(|d| d.row.period == shortest).collect();
    let all = || shown.iter().flat_map(|d| &d.recovery);
    // The first steps may be far slower than all others: the scale ends where most points are.
    let mut speeds: Vec<f64> = all().map(|(_, ns)| *ns).collect();
    speeds.sort_by(f64::total_cmp);
    let top = speeds[(speeds.len() - 1) * 98 / 100] * 1.3;
    let last = all().map(|(calls, _)| *calls).max().unwrap_or(1) as f64;
    let panel = Panel { frame: SMALL, x: (0.0, last), top };
    panel.grid(out, &format!("ns a call after N = {shortest}"));
    for x in [0.0, last] {
        panel.tick(out, x, &short(x));
    }
    let middle = SMALL[0] + SMALL[2] / 2.0;
    out.push_str(&format!(
        "<text x='{middle}' y='{}' text-anchor='middle'>calls since the last mutation</text>",
        SMALL[1] + SMALL[3] + 34.0
    ));
    for (at, curve) in group.curves.iter().enumerate() {
        for detail in curve.after.iter().filter(|d| d.row.period == shortest && !d.recovery.is_empty()) {
            let points: Vec<_> =
                detail.recovery.iter().map(|(calls, ns)| panel.at(*calls as f64, ns.min(top))).collect();
            let (stroke, dash) = look(curve, at);
            out.push_str(&path(&points, stroke, dash));
        }
    }
}

/// All the groups, one below the other, in one picture.
pub fn picture(results: &Results) -> String {
    let groups = groups(results);
    let pictures: Vec<String> = groups.iter().filter_map(group).collect();
    let height = HEIGHT * pictures.len().max(1) as f64;
    let mut out = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' \
         height='{height}' color='#222'>\n<rect width='100%' height='100%' fill='#fff'/>\n"
    );
    for (at, picture) in pictures.iter().enumerate() {
        let placed = format!("<svg y='{}' width='{WIDTH}' height='{HEIGHT}'", at as f64 * HEIGHT);
        out.push_str(&picture.replacen("<svg", &placed, 1));
    }
    if pictures.is_empty() {
        out.push_str("<text x='20' y='40'>nothing was timed</text>\n");
    }
    out + "</svg>\n"
}
