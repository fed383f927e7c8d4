//! Pictures as SVG: boxes in columns by distance, arrows between them as curves.

use std::fmt::Write;

use super::picture::{Arrow, Node, Picture, Shape};

/// Width of a character of the font for boxes, and of the smaller one for arrows.
const CHAR: f64 = 7.0;
const SMALL_CHAR: f64 = 6.2;
const LINE: f64 = 16.0;
const PAD: f64 = 10.0;
const ROW_GAP: f64 = 22.0;
const MARGIN: f64 = 24.0;
const CAPTION: f64 = 28.0;
/// Least room for arrows between two columns.
const COLUMN_GAP: f64 = 70.0;
/// How far an arrow within a column stands out.
const BULGE: f64 = 40.0;
const LABEL_LINE: f64 = 12.0;
/// Labels of one arrow that are shown.
const MOST_LABELS: usize = 4;

#[derive(Clone, Copy, Default)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Place {
    fn middle(self) -> f64 {
        self.y + self.height / 2.0
    }
}

fn escaped(s: &str) -> String {
    let mut out = String::new();
    for c in s.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write these.
            c if u32::from(c) < 32 => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn lines(node: &Node) -> Vec<&str> {
    [node.title.as_str(), node.text.as_str()].into_iter().filter(|t| !t.is_empty()).collect()
}

fn size(node: &Node) -> (f64, f64) {
    let lines = lines(node);
    let longest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0) as f64;
    (longest * CHAR + 2.0 * PAD, lines.len().max(1) as f64 * LINE + PAD)
}

/// Where the nodes of a picture go, and how wide and high it is.
fn layout(picture: &Picture) -> (Vec<Place>, f64, f64) {
    let columns = picture.columns();
    let mut places = vec![Place::default(); picture.nodes.len()];
    let height = |column: &[usize]| {
        let boxes: f64 = column.iter().map(|at| size(&picture.nodes[*at]).1).sum();
        boxes + ROW_GAP * column.len().saturating_sub(1) as f64
    };
    let tallest = columns.iter().map(|c| height(c)).fold(0.0, f64::max);
    let mut x = MARGIN;
    for (i, column) in columns.iter().enumerate() {
        let width = column.iter().map(|at| size(&picture.nodes[*at]).0).fold(0.0, f64::max);
        let mut y = MARGIN + CAPTION + (tallest - height(column)) / 2.0;
        for &at in column {
            let (w, h) = size(&picture.nodes[at]);
            places[at] = Place { x: x + (width - w) / 2.0, y, width: w, height: h };
            y += h + ROW_GAP;
        }
        let touching =
            |a: &&Arrow| column.contains(&a.from) || columns.get(i + 1).is_some_and(|c| c.contains(&a.from));
        let labels = picture.arrows.iter().filter(touching).map(|a| a.label.chars().count());
        let label = labels.max().unwrap_or(0) as f64;
        x += width;
        if i + 1 < columns.len() {
            x += COLUMN_GAP.max(label * SMALL_CHAR + 30.0);
        }
    }
    // Arrows within the last column stand out to the right of it.
    let last = columns.last().map_or(&[][..], Vec::as_slice);
    let within = picture.arrows.iter().filter(|a| last.contains(&a.from) && last.contains(&a.to));
    let room = within.map(|a| BULGE + a.label.chars().count() as f64 * SMALL_CHAR / 2.0).fold(0.0, f64::max);
    (places, x + MARGIN + room, tallest + CAPTION + 2.0 * MARGIN)
}

fn draw_node(out: &mut String, node: &Node, p: Place) {
    let Place { x, y, width, height } = p;
    let (cx, cy) = (x + width / 2.0, p.middle());
    match node.shape {
        Shape::Name => {
            let (rx, ry) = (width / 2.0, height / 2.0);
            let _ = writeln!(
                out,
                r#"<ellipse class="name" cx="{cx:.1}" cy="{cy:.1}" rx="{rx:.1}" ry="{ry:.1}"/>"#
            );
        }
        Shape::Object | Shape::Target => {
            let class = if node.shape == Shape::Target { "target" } else { "object" };
            let _ = writeln!(
                out,
                r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="3"/>"#
            );
        }
        Shape::More => (),
    }
    let lines = lines(node);
    let first = cy - (lines.len() as f64 - 1.0) / 2.0 * LINE + 4.0;
    for (i, line) in lines.iter().enumerate() {
        let class = if i == 0 && !node.title.is_empty() { "kind" } else { "text" };
        let (y, line) = (first + i as f64 * LINE, escaped(line));
        let _ = writeln!(out, r#"<text class="{class}" x="{cx:.1}" y="{y:.1}">{line}</text>"#);
    }
}

/// The arrows from one node to another, drawn as one.
struct Bundle {
    from: usize,
    to: usize,
    changed: bool,
    labels: Vec<String>,
}

fn bundles(picture: &Picture, places: &[Place]) -> Vec<Bundle> {
    let mut list: Vec<Bundle> = Vec::new();
    for a in &picture.arrows {
        let same = |b: &&mut Bundle| (b.from, b.to, b.changed) == (a.from, a.to, a.changed);
        let label = Some(a.label.clone()).filter(|l| !l.is_empty());
        match list.iter_mut().find(same) {
            Some(bundle) => bundle.labels.extend(label),
            None => list.push(Bundle {
                from: a.from,
                to: a.to,
                changed: a.changed,
                labels: label.into_iter().collect(),
            }),
        }
    }
    for bundle in &mut list {
        let left_out = bundle.labels.len().saturating_sub(MOST_LABELS);
        if left_out > 0 {
            bundle.labels.truncate(MOST_LABELS);
            bundle.labels.push(format!("and {left_out} more"));
        }
    }
    // Those of one node leave it in the order in which they arrive.
    list.sort_by(|a, b| a.from.cmp(&b.from).then(places[a.to].y.total_cmp(&places[b.to].y)));
    list
}

/// A curve by its four points.
type Curve = [(f64, f64); 4];

/// The way of an arrow that leaves at a height.
fn curve(from: Place, to: Place, y: f64, itself: bool) -> Curve {
    let (right, end) = (from.x + from.width, to.x + to.width);
    if itself {
        let y = from.middle();
        return [(right, y - 5.0), (right + BULGE, y - 22.0), (right + BULGE, y + 22.0), (right, y + 5.0)];
    }
    let y1 = to.middle();
    if to.x >= right {
        let bend = (to.x - right) / 2.0;
        return [(right, y), (right + bend, y), (to.x - bend, y1), (to.x, y1)];
    }
    if end <= from.x {
        let bend = (from.x - end) / 2.0;
        return [(from.x, y), (from.x - bend, y), (end + bend, y1), (end, y1)];
    }
    let out = right.max(end) + BULGE;
    // Beside arrows that come from elsewhere.
    let y1 = y1 + if from.y < to.y { -8.0 } else { 8.0 };
    [(right, y), (out, y), (out, y1), (end, y1)]
}

fn at(curve: &Curve, t: f64) -> (f64, f64) {
    let weights = [(1.0 - t).powi(3), 3.0 * t * (1.0 - t).powi(2), 3.0 * t * t * (1.0 - t), t.powi(3)];
    let sum = |pick: fn(&(f64, f64)) -> f64| curve.iter().zip(weights).map(|(p, w)| pick(p) * w).sum();
    (sum(|p| p.0), sum(|p| p.1))
}

fn overlap(a: Place, b: Place) -> f64 {
    let along = |a: f64, aw: f64, b: f64, bw: f64| ((a + aw).min(b + bw) - a.max(b)).max(0.0);
    along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height)
}

/// Where labels go: along their curve, where they cover least of what is there already.
fn label_place(labels: &[String], curve: &Curve, taken: &[Place]) -> Place {
    let longest = labels.iter().map(|l| l.chars().count()).max().unwrap_or(0) as f64;
    let (width, height) = (longest * SMALL_CHAR + 4.0, labels.len() as f64 * LABEL_LINE);
    let candidates = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].map(|t| {
        let (x, y) = at(curve, t);
        Place { x: x - width / 2.0, y: y - height / 2.0, width, height }
    });
    let covered = |p: &Place| taken.iter().map(|other| overlap(*p, *other)).sum::<f64>();
    let mut best = candidates[0];
    for p in candidates {
        if covered(&p) < covered(&best) {
            best = p;
        }
    }
    best
}

fn draw_labels(out: &mut String, labels: &[String], place: Place) {
    let x = place.x + place.width / 2.0;
    for (i, label) in labels.iter().enumerate() {
        let (y, label) = (place.y + (i as f64 + 0.8) * LABEL_LINE, escaped(label));
        let _ = writeln!(out, r#"<text class="label" x="{x:.1}" y="{y:.1}">{label}</text>"#);
    }
}

/// The arrows, the nodes over them, and the labels over both.
fn draw(out: &mut String, picture: &Picture, places: &[Place]) {
    let list = bundles(picture, places);
    let mut curves = Vec::new();
    for (i, b) in list.iter().enumerate() {
        let leaving = list.iter().filter(|other| other.from == b.from).count();
        let number = list[..i].iter().filter(|other| other.from == b.from).count();
        let from = places[b.from];
        let y = from.y + from.height * (number as f64 + 1.0) / (leaving as f64 + 1.0);
        let c = curve(from, places[b.to], y, b.from == b.to);
        let [p0, p1, p2, p3] = c.map(|(x, y)| format!("{x:.1},{y:.1}"));
        let (class, tip) = if b.changed { ("arrow changed", "tip-changed") } else { ("arrow", "tip") };
        let _ =
            writeln!(out, r#"<path class="{class}" d="M{p0} C{p1} {p2} {p3}" marker-end="url(#{tip})"/>"#);
        curves.push(c);
    }
    for (node, place) in picture.nodes.iter().zip(places) {
        draw_node(out, node, *place);
    }
    let mut taken = places.to_vec();
    for (b, curve) in list.iter().zip(&curves).filter(|(b, _)| !b.labels.is_empty()) {
        let place = label_place(&b.labels, curve, &taken);
        draw_labels(out, &b.labels, place);
        taken.push(place);
    }
}

const STYLE: &str = "\
text { font-family: Helvetica, Arial, sans-serif; font-size: 12px; text-anchor: middle; fill: #222; }
.kind { font-size: 11px; fill: #666; }
.label { font-family: Courier, monospace; font-size: 10.5px; fill: #444; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
.caption { font-size: 14px; font-weight: bold; }
rect, ellipse { fill: #fff; stroke: #333; }
.name { fill: #eef3fb; }
.target { fill: #fff2cc; stroke-width: 2; }
.frame { fill: none; stroke: #bbb; stroke-dasharray: 2 3; }
.arrow { fill: none; stroke: #333; }
.changed { stroke: #c0392b; stroke-dasharray: 5 4; }
";

/// Pictures beside each other.
pub fn svg(pictures: &[Picture]) -> String {
    let laid: Vec<_> = pictures.iter().map(layout).collect();
    let width: f64 = laid.iter().map(|l| l.1).sum();
    let height = laid.iter().map(|l| l.2).fold(0.0, f64::max);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}">"#
    );
    let _ = writeln!(out, "<style>\n{STYLE}</style>");
    out.push_str("<defs>\n");
    for (id, colour) in [("tip", "#333"), ("tip-changed", "#c0392b")] {
        let _ = writeln!(
            out,
            r#"<marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,1 L10,5 L0,9 z" fill="{colour}"/></marker>"#
        );
    }
    out.push_str("</defs>\n");
    let mut x = 0.0;
    for (picture, (places, w, _)) in pictures.iter().zip(&laid) {
        let _ = writeln!(out, r#"<g transform="translate({x:.1},0)">"#);
        if pictures.len() > 1 {
            let (fw, fh) = (w - 12.0, height - 12.0);
            let _ = writeln!(out, r#"<rect class="frame" x="6" y="6" width="{fw:.1}" height="{fh:.1}"/>"#);
        }
        if !picture.caption.is_empty() {
            let (cx, caption) = (w / 2.0, escaped(&picture.caption));
            let _ = writeln!(out, r#"<text class="caption" x="{cx:.1}" y="28">{caption}</text>"#);
        }
        draw(&mut out, picture, places);
        out.push_str("</g>\n");
        x += w;
    }
    out.push_str("</svg>\n");
    out
}
