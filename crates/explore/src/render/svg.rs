//! Pictures as SVG: boxes in columns by distance, arrows between them as curves.

use std::fmt::Write;

use super::picture::{Node, Picture, Shape};

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
        let leaving = picture.arrows.iter().filter(|a| column.contains(&a.from));
        let label = leaving.map(|a| a.label.chars().count()).max().unwrap_or(0) as f64;
        x += width;
        if i + 1 < columns.len() {
            x += COLUMN_GAP.max(label * SMALL_CHAR + 30.0);
        }
    }
    // Room for loops and for arrows that go back.
    let loops = picture.arrows.iter().any(|a| places[a.to].x <= places[a.from].x);
    let below = if loops { 3.0 * ROW_GAP } else { 0.0 };
    (places, x + MARGIN, tallest + CAPTION + 2.0 * MARGIN + below)
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

/// One of several arrows that leave a box: its place among them.
struct Turn {
    number: usize,
    of: usize,
}

fn draw_arrow(out: &mut String, from: Place, to: Place, label: &str, changed: bool, turn: Turn) {
    let class = if changed { "arrow changed" } else { "arrow" };
    let spread = (turn.number as f64 + 1.0) / (turn.of as f64 + 1.0);
    let y0 = from.y + from.height * spread;
    let (path, lx, ly) = if to.x > from.x + from.width {
        let (x0, x1, y1) = (from.x + from.width, to.x, to.middle());
        let bend = (x1 - x0) / 2.0;
        let path =
            format!("M{x0:.1},{y0:.1} C{:.1},{y0:.1} {:.1},{y1:.1} {x1:.1},{y1:.1}", x0 + bend, x1 - bend);
        (path, x0 + (x1 - x0) * 0.45, y0 + (y1 - y0) * 0.42 - 4.0)
    } else {
        // Back, or to itself: below the boxes.
        let (x0, x1) = (from.x + from.width * 0.7, to.x + to.width * 0.3);
        let (b0, b1) = (from.y + from.height, to.y + to.height);
        let low = b0.max(b1) + ROW_GAP * 1.6;
        let path = format!("M{x0:.1},{b0:.1} C{x0:.1},{low:.1} {x1:.1},{low:.1} {x1:.1},{b1:.1}");
        (path, (x0 + x1) / 2.0, low - 2.0)
    };
    let _ = writeln!(out, r#"<path class="{class}" d="{path}" marker-end="url(#tip)"/>"#);
    if !label.is_empty() {
        let label = escaped(label);
        let _ = writeln!(out, r#"<text class="label" x="{lx:.1}" y="{ly:.1}">{label}</text>"#);
    }
}

const STYLE: &str = "\
text { font-family: Helvetica, Arial, sans-serif; font-size: 12px; text-anchor: middle; fill: #222; }
.kind { font-size: 11px; fill: #666; }
.label { font-family: Courier, monospace; font-size: 10.5px; fill: #444; }
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
    out.push_str("<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" ");
    out.push_str(
        "markerHeight=\"8\" orient=\"auto\"><path d=\"M0,1 L10,5 L0,9 z\" fill=\"#333\"/></marker></defs>\n",
    );
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
        for (at, a) in picture.arrows.iter().enumerate() {
            let leaving: Vec<usize> =
                (0..picture.arrows.len()).filter(|i| picture.arrows[*i].from == a.from).collect();
            let number = leaving.iter().position(|i| *i == at).unwrap_or(0);
            let turn = Turn { number, of: leaving.len() };
            draw_arrow(&mut out, places[a.from], places[a.to], &a.label, a.changed, turn);
        }
        for (node, place) in picture.nodes.iter().zip(places) {
            draw_node(&mut out, node, *place);
        }
        out.push_str("</g>\n");
        x += w;
    }
    out.push_str("</svg>\n");
    out
}
