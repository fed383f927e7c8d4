//! The picture of a group: operations a second by calls for a mutation, a line for each strategy, the
//! crossovers as dots; beside it, how the speed comes back after the last mutation; and the legend with
//! what a guard and a mutation cost.

use super::panel::{Frame, Labels, Panel};
use super::{escaped, short};
use crate::axes::{CEILING, FLOOR};
use crate::row::{Detail, Period, Phase, Results};
use crate::statistics::{bootstrap, median};
use crate::summary::{Crossover, Curve, Group, groups, rounded};

const WIDTH: f64 = 920.0;
const HEIGHT: f64 = 330.0;
const MAIN: Frame = Frame { left: 46.0, top: 46.0, width: 460.0, height: 226.0 };
const SMALL: Frame = Frame { left: 540.0, top: 46.0, width: 160.0, height: 226.0 };
/// Left ends of the legend's columns: line, name, guard, mutation.
const LEGEND: [f64; 4] = [722.0, 752.0, 862.0, 916.0];

/// How the lines of a strategy look: colours on light and on dark ground, which colour-blind readers tell
/// apart (after Okabe and Ito), and a mark, which does not need colour.
const LOOKS: &[(&str, &str, &str, Mark)] = &[
    (FLOOR, "#767676", "#9a9a9a", ""),
    (CEILING, "#767676", "#9a9a9a", ""),
    ("entry", "#d98c00", "#f0b23e", "M-3.4-3.4h6.8v6.8h-6.8z"),
    ("epoch", "#b8538a", "#e08fba", "M0-4.4 4.2 3.2h-8.4z"),
    ("dictver", "#3a9bdc", "#6cc0f2", "M0-4.6 4.6 0 0 4.6-4.6 0z"),
    ("keysver", "#0060a0", "#5aa2e8", "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z"),
    ("cell", "#008060", "#2fc79b", "M0 4.4 4.2-3.2h-8.4z"),
    ("watch-dict", "#d04a00", "#ff8a4c", "M-1.3-4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z"),
    ("watch-key", "#5d3a9b", "#b79cf0", "M0-4.8 1.3-1.5 4.7-1.4 2 .7 3 4 0 2.1-3 4-2 .7-4.7-1.4-1.3-1.5z"),
    (
        "watch-keyset",
        "#7a6a00",
        "#cdbb3c",
        "M-3.1-4.2 0-1.1 3.1-4.2 4.2-3.1 1.1 0 4.2 3.1 3.1 4.2 0 1.1-3.1 4.2-4.2 3.1-1.1 0-4.2-3.1z",
    ),
    ("kind", "#0060a0", "#5aa2e8", "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z"),
];

/// A path round its middle.
type Mark = &'static str;

/// Dashes of the anchors, and of further policies of one strategy.
const FLOOR_DASH: &str = "1.5 4";
const CEILING_DASH: &str = "7 4";
const POLICY_DASHES: &[&str] = &["", "9 3", "9 3 2 3", "4 3"];

fn look(guards: &str) -> usize {
    LOOKS.iter().position(|(name, ..)| *name == guards).unwrap_or(LOOKS.len() - 1)
}

/// The rules that all pictures of a page share.
pub fn style() -> String {
    let mut out = "\
svg.f text{font:11px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#333}\
svg.f .n{font-size:10.5px;fill:#555}svg.f .t{font-weight:600;font-size:13px;fill:#111}\
svg.f .h{font-size:10px;fill:#777}svg.f .x{font-size:10.5px;fill:#111;paint-order:stroke;stroke:#fff;\
stroke-width:3px;stroke-linejoin:round}\
svg.f .g{stroke:#e4e4e4;fill:none}svg.f .a{stroke:#888;fill:none}svg.f .b{stroke:#888;fill:#fff}\
svg.f .d{fill:#fff;stroke:#111;stroke-width:1.3}svg.f .l{fill:none;stroke-width:1.7;stroke-linejoin:round}\
svg.f .e{stroke-opacity:.45;fill:none}svg.f .w{fill:#fff;stroke-width:1.3}"
        .to_string();
    let mut dark = "\
svg.f text{fill:#ccc}svg.f .n{fill:#aaa}svg.f .t{fill:#eee}svg.f .h{fill:#888}svg.f .x{fill:#eee;stroke:#16181c}\
svg.f .g{stroke:#2c2f36}svg.f .a{stroke:#777}svg.f .b{stroke:#777;fill:#16181c}\
svg.f .d{fill:#16181c;stroke:#eee}svg.f .w{fill:#16181c}"
        .to_string();
    for (at, (_, light_colour, dark_colour, _)) in LOOKS.iter().enumerate() {
        let rule = |colour: &str| format!("svg.f .s{at}{{stroke:{colour}}}svg.f .m{at}{{fill:{colour}}}");
        out.push_str(&rule(light_colour));
        dark.push_str(&rule(dark_colour));
    }
    format!("{out}@media(prefers-color-scheme:dark){{{dark}}}")
}

fn dash(curve: &Curve<'_>, policy: usize) -> String {
    let dash = match curve.guards {
        FLOOR => FLOOR_DASH,
        CEILING => CEILING_DASH,
        _ => POLICY_DASHES[policy % POLICY_DASHES.len()],
    };
    if dash.is_empty() { String::new() } else { format!(" stroke-dasharray='{dash}'") }
}

/// A curve with what it looks like: its look, and which of the policies of its strategy it is.
struct Drawn<'a> {
    curve: &'a Curve<'a>,
    look: usize,
    dash: String,
}

fn drawn<'a>(group: &'a Group<'a>) -> Vec<Drawn<'a>> {
    let policy = |at: usize, curve: &Curve<'_>| {
        group.curves[..at].iter().filter(|other| other.guards == curve.guards).count()
    };
    let of = |(at, curve)| Drawn { curve, look: look(curve.guards), dash: dash(curve, policy(at, curve)) };
    group.curves.iter().enumerate().map(of).collect()
}

impl Drawn<'_> {
    fn line(&self, points: &[(f64, f64)], out: &mut String) {
        let list: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        if !list.is_empty() {
            let (look, dash) = (self.look, &self.dash);
            out.push_str(&format!("<path class='l s{look}'{dash} d='M{}'/>", list.join("L")));
        }
    }

    /// The mark of a point: hollow where the answers were wrong.
    fn mark(&self, (x, y): (f64, f64), wrong: bool, tip: &str, out: &mut String) {
        let (look, shape) = (self.look, LOOKS[self.look].3);
        let shape = if shape.is_empty() { LOOKS[5].3 } else { shape };
        let class = if wrong { format!("w s{look}") } else { format!("m{look}") };
        out.push_str(&format!(
            "<path class='{class}' transform='translate({x:.1} {y:.1})' d='{shape}'><title>{}</title></path>",
            escaped(tip)
        ));
    }

    /// Anchors have no marks but where they are wrong.
    fn has_marks(&self) -> bool {
        !LOOKS[self.look].3.is_empty()
    }
}

/// The picture of one group, with its title if asked; nothing if it has no times.
pub fn group(group: &Group<'_>, titled: bool) -> Option<String> {
    let periods = group.periods();
    if periods.is_empty() {
        return None;
    }
    let title = escaped(&group.title());
    let mut out = format!(
        "<svg class='f' xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' \
         aria-label='{title}'>"
    );
    if titled {
        out.push_str(&format!("<text class='t' x='{}' y='16'>{title}</text>", 8.0));
    }
    let drawn = drawn(group);
    let top = fastest(group) * 1.06;
    main_panel(group, &drawn, &periods, top, &mut out);
    small_panel(&drawn, top, &mut out);
    legend(&drawn, &mut out);
    out.push_str("</svg>\n");
    Some(out)
}

/// Million operations a second.
fn speed(ns: f64) -> f64 {
    1e3 / ns
}

fn fastest(group: &Group<'_>) -> f64 {
    group.curves.iter().flat_map(|c| &c.points).map(|(_, ns)| speed(*ns)).fold(0.0, f64::max)
}

/// Operations a second by period; no mutation stands apart at the right, behind a break of the axis.
fn main_panel(group: &Group<'_>, drawn: &[Drawn<'_>], periods: &[Period], top: f64, out: &mut String) {
    let finite = periods.iter().filter(|p| **p != Period::Never).map(|p| p.number().log10());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 0.0) };
    let has_never = periods.contains(&Period::Never);
    let never = if has_never { high + 0.25 * (high - low).max(2.0) } else { high };
    let place = |p: Period| if p == Period::Never { never } else { p.number().log10() };
    // What lies between the longest period and none stands in the break.
    let across = |n: f64| if n.is_finite() { n.log10().min((high + never) / 2.0) } else { never };
    // A little room at both ends, so that marks stand inside.
    let margin = 0.03 * (never - low).max(1.0);
    let panel = Panel { frame: MAIN, x: (low - margin, never + margin), top };
    panel.grid(out, true);
    out.push_str(&format!(
        "<text class='h' x='{}' y='{}'>million operations a second</text>",
        8.0,
        MAIN.top - 10.0
    ));
    for &period in periods {
        panel.tick(out, place(period), &label(period));
    }
    if has_never && low < high {
        let (x, y) = panel.at((high + never) / 2.0, 0.0);
        out.push_str(&format!("<path class='b' d='M{:.1} {}l3 -8h5l-3 8z'/>", x - 4.0, y + 4.0));
    }
    panel.caption(out, "calls for one mutation, N");
    let mut labels = Labels::new(MAIN);
    for d in drawn {
        let points: Vec<_> = d.curve.points.iter().map(|(p, ns)| panel.at(place(*p), speed(*ns))).collect();
        let bent = bent(&d.curve.points);
        d.line(&bent.iter().map(|(n, ns)| panel.at(across(*n), speed(*ns))).collect::<Vec<_>>(), out);
        points.iter().filter(|_| d.has_marks()).for_each(|point| labels.dot(*point));
    }
    for (at, d) in drawn.iter().enumerate() {
        let aside = 1.7 * (at as f64 - (drawn.len() - 1) as f64 / 2.0);
        for detail in &d.curve.during {
            let Some(ns) = detail.row.ns_call else { continue };
            let x = place(detail.row.period);
            if detail.samples.len() > 2 {
                let interval = bootstrap(&detail.samples, 0);
                let (px, from) = panel.at(x, speed(interval.high));
                let (_, to) = panel.at(x, speed(interval.low));
                let px = px + aside;
                out.push_str(&format!("<path class='e s{}' d='M{px:.1} {from:.1}V{to:.1}'/>", d.look));
            }
            if d.has_marks() || !detail.row.output_ok {
                d.mark(panel.at(x, speed(ns)), !detail.row.output_ok, &tip(d.curve, detail), out);
            }
        }
    }
    let at = |cross: &Crossover| panel.at(across(cross.period), speed(cross.ns));
    group.crossovers.iter().for_each(|cross| labels.dot(at(cross)));
    // Where something stops paying matters most.
    let mut crossovers: Vec<&Crossover> = group.crossovers.iter().collect();
    crossovers.sort_by_key(|cross| cross.below != FLOOR);
    let mut numbered: Vec<(f64, f64, f64)> = Vec::new();
    for cross in crossovers {
        let (x, y) = at(cross);
        let number = rounded(cross.period);
        let words = format!("{} > {} for N > {number}", cross.above, cross.below);
        out.push_str(&format!(
            "<circle class='d' cx='{x:.1}' cy='{y:.1}' r='3'><title>{}</title></circle>",
            escaped(&words)
        ));
        // One number for dots that are nearly one.
        let near = |&(nx, ny, period): &(f64, f64, f64)| {
            (x - nx).hypot(y - ny) < 16.0 && (cross.period / period).log2().abs() < 0.7
        };
        if numbered.iter().any(near) {
            continue;
        }
        if let Some((left, base)) = labels.place((x, y), &number) {
            numbered.push((x, y, cross.period));
            out.push_str(&format!("<text class='x' x='{left:.1}' y='{base:.1}'>{number}</text>"));
        }
    }
}

/// Steps between two points of a line.
const BEND: usize = 8;

/// A curve between its points: straight in 1/N, as crossovers are reckoned, hence bent over log N.
fn bent(points: &[(Period, f64)]) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = Vec::new();
    for pair in points.windows(2) {
        let ((from, a), (to, b)) = ((pair[0].0.number(), pair[0].1), (pair[1].0.number(), pair[1].1));
        all.push((from, a));
        if from.is_finite() {
            all.extend((1..BEND).map(|k| {
                let n = from * (to / from).powf(k as f64 / BEND as f64);
                let share = (1.0 / n - 1.0 / from) / (1.0 / to - 1.0 / from);
                (n, a + share * (b - a))
            }));
        }
    }
    all.extend(points.last().map(|(p, ns)| (p.number(), *ns)));
    all
}

/// A period below the axis: powers of ten from 10⁴ on.
fn label(period: Period) -> String {
    let Period::Calls(n) = period else { return "∞".to_string() };
    let power = n.ilog10();
    if n >= 10_000 && n == 10u64.pow(power) {
        let digits: String = power
            .to_string()
            .chars()
            .filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize))
            .collect();
        return format!("10{digits}");
    }
    n.to_string()
}

/// What is told of a point when one looks closer.
fn tip(curve: &Curve<'_>, detail: &Detail) -> String {
    let row = &detail.row;
    let ns = row.ns_call.map_or(String::new(), |ns| format!(", {} ns a call", short(ns)));
    let kept = row.gain_kept.map_or(String::new(), |g| format!(", gain kept {g:.2}"));
    let failed = row.guards_failed.map_or(String::new(), |n| format!(", {n} guards failed"));
    let wrong = if row.output_ok { "" } else { ", wrong answers" };
    format!("{} at N = {}{ns}{kept}{failed}{wrong}", curve.name, row.period)
}

/// The speed by calls since the last mutation, of the shortest period that mutated; the scale of y is
/// that of the main panel, x is logarithmic.
fn small_panel(drawn: &[Drawn<'_>], top: f64, out: &mut String) {
    let after = drawn.iter().flat_map(|d| &d.curve.after).filter(|d| !d.recovery.is_empty());
    let mutated = after.filter(|d| d.row.period != Period::Never && d.row.phase == Phase::After);
    let Some(shortest) = mutated.clone().map(|d| d.row.period).min() else { return };
    let shown: Vec<_> = mutated.filter(|d| d.row.period == shortest).collect();
    let steps = |d: &&Detail| d.recovery.windows(2).map(|w| w[1].0 - w[0].0).next();
    let step = shown.iter().find_map(|d| steps(d)).unwrap_or(1) as f64;
    let last = shown.iter().flat_map(|d| &d.recovery).map(|(c, _)| *c).max().unwrap_or(1) as f64 + step;
    let panel = Panel { frame: SMALL, x: (step.log10(), last.log10()), top };
    panel.grid(out, false);
    out.push_str(&format!(
        "<text class='h' x='{}' y='{}'>the same after N = {}</text>",
        SMALL.left,
        SMALL.top - 10.0,
        label(shortest)
    ));
    for x in [step, 1e3, 5e3, 3e4].into_iter().filter(|x| (step..=last * 1.01).contains(x)) {
        panel.tick(out, x.log10(), &if x < 1e3 { format!("{x}") } else { format!("{}k", x / 1e3) });
    }
    panel.caption(out, "calls since then");
    for d in drawn {
        for detail in d.curve.after.iter().filter(|d| d.row.period == shortest && !d.recovery.is_empty()) {
            let points: Vec<_> = thinned(&detail.recovery, step)
                .into_iter()
                .map(|(calls, ns)| panel.at(calls.log10(), speed(ns)))
                .collect();
            d.line(&points, out);
        }
    }
}

/// Medians over stretches that are equally long on a logarithmic axis. A step counts at its end.
fn thinned(recovery: &[(u64, f64)], step: f64) -> Vec<(f64, f64)> {
    const STRETCHES: f64 = 8.0;
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut held: Vec<(f64, f64)> = Vec::new();
    let stretch = |calls: f64| (calls.log10() * STRETCHES) as i64;
    let close = |held: &mut Vec<(f64, f64)>, points: &mut Vec<(f64, f64)>| {
        if !held.is_empty() {
            let middle = |pick: fn(&(f64, f64)) -> f64| median(&held.iter().map(pick).collect::<Vec<_>>());
            points.push((middle(|p| p.0), middle(|p| p.1)));
            held.clear();
        }
    };
    for (calls, ns) in recovery {
        let end = *calls as f64 + step;
        if held.first().is_some_and(|(first, _)| stretch(*first) != stretch(end)) {
            close(&mut held, &mut points);
        }
        held.push((end, *ns));
    }
    close(&mut held, &mut points);
    points
}

/// What the lines are, and by the fit what a guard and a mutation cost.
fn legend(drawn: &[Drawn<'_>], out: &mut String) {
    let [line, name, guard, mutation] = LEGEND;
    let head = MAIN.top - 10.0;
    let ceiling = drawn.iter().find(|d| d.curve.guards == CEILING).and_then(|d| d.curve.fit);
    if drawn.iter().any(|d| d.curve.fit.is_some()) {
        for (x, y, words) in
            [(mutation, head - 13.0, "ns for a"), (guard, head, "guard"), (mutation, head, "mutation")]
        {
            out.push_str(&format!("<text class='h' x='{x}' y='{y}' text-anchor='end'>{words}</text>"));
        }
    }
    for (at, d) in drawn.iter().enumerate() {
        let y = MAIN.top + 10.0 + 19.0 * at as f64;
        d.line(&[(line, y), (line + 24.0, y)], out);
        if d.has_marks() {
            d.mark((line + 12.0, y), false, &d.curve.name, out);
        }
        let more = match d.curve.guards {
            FLOOR => ", the floor",
            CEILING => ", unsound",
            _ if d.curve.unsound => ", unsound",
            _ => "",
        };
        let base = y + 3.8;
        out.push_str(&format!("<text x='{name}' y='{base}'>{}{more}</text>", escaped(&d.curve.name)));
        let Some(fit) = d.curve.fit else { continue };
        if let Some(ceiling) = ceiling.filter(|_| d.has_marks()) {
            let ns = fit.rest - ceiling.rest;
            out.push_str(&format!("<text class='n' x='{guard}' y='{base}' text-anchor='end'>{ns:.1}</text>"));
        }
        let cost = short(fit.mutation.max(0.0));
        out.push_str(&format!("<text class='n' x='{mutation}' y='{base}' text-anchor='end'>{cost}</text>"));
    }
}

/// All the groups, one below the other, in one picture.
pub fn picture(results: &Results) -> String {
    let groups = groups(results);
    let pictures: Vec<String> = groups.iter().filter_map(|g| group(g, true)).collect();
    let height = (HEIGHT + 12.0) * pictures.len().max(1) as f64;
    let mut out = format!(
        "<svg class='f' xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' \
         height='{height}'>\n<style>{}@media(prefers-color-scheme:dark){{svg.f .p{{fill:#16181c}}}}</style>\n\
         <rect class='p' width='100%' height='100%' fill='#fff'/>\n",
        style()
    );
    for (at, picture) in pictures.iter().enumerate() {
        let y = at as f64 * (HEIGHT + 12.0);
        out.push_str(&picture.replacen(
            "<svg",
            &format!("<svg y='{y}' width='{WIDTH}' height='{HEIGHT}'"),
            1,
        ));
    }
    if pictures.is_empty() {
        out.push_str("<text x='20' y='40'>nothing was timed that makes a picture</text>\n");
    }
    out + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use theseus_guards::Strategy;

    #[test]
    fn every_strategy_has_a_look() {
        for strategy in Strategy::ALL {
            assert!(LOOKS.iter().any(|(name, ..)| *name == strategy.name()), "{}", strategy.name());
        }
    }

    #[test]
    fn lines_are_bent_as_the_cost_is_spread() {
        let points = [(Period::Never, 10.0), (Period::Calls(1000), 11.0), (Period::Calls(10), 110.0)];
        let bent = bent(&points);
        assert_eq!((bent.len(), bent[0], bent[BEND + 1]), (BEND + 2, (f64::INFINITY, 10.0), (10.0, 110.0)));
        assert!(bent[1..].iter().all(|(n, ns)| (ns - (10.0 + 1000.0 / n)).abs() < 1e-6), "{bent:?}");
    }

    #[test]
    fn periods_are_short() {
        let of = |text: &str| label(text.parse().expect("a period"));
        assert_eq!(
            ["inf", "1", "1000", "1e4", "1e6", "25000"].map(of),
            ["∞", "1", "1000", "10⁴", "10⁶", "25000"]
        );
    }

    #[test]
    fn recovery_is_thinned_by_stretches() {
        let steps: Vec<(u64, f64)> = (0..120).map(|k| (k * 250, if k < 4 { 90.0 } else { 10.0 })).collect();
        let thin = thinned(&steps, 250.0);
        assert!(thin.len() < 20, "{thin:?}");
        assert_eq!((thin[0], thin[thin.len() - 1].1), ((250.0, 90.0), 10.0));
    }
}
