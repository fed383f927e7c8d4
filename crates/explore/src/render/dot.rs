//! Pictures in the language of `dot`.

use std::fmt::Write;

use super::picture::{Node, Picture, Shape};

fn quoted(s: &str) -> String {
    format!("\"{}\"", s.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn attributes(node: &Node) -> String {
    let text =
        if node.title.is_empty() { node.text.clone() } else { format!("{}\n{}", node.title, node.text) };
    let style = match node.shape {
        Shape::Name => "shape=ellipse",
        Shape::Object => "shape=box",
        Shape::Target => "shape=box, penwidth=2, style=filled, fillcolor=\"#fff2cc\"",
        Shape::More => "shape=plaintext",
    };
    format!("label={}, {style}", quoted(&text))
}

/// A picture as a graph, several as clusters of one.
pub fn dot(pictures: &[Picture]) -> String {
    let mut out =
        String::from("digraph heap {\n    rankdir=LR;\n    node [fontname=\"Helvetica\", fontsize=11];\n");
    out.push_str("    edge [fontname=\"Courier\", fontsize=10];\n");
    for (number, picture) in pictures.iter().enumerate() {
        let several = pictures.len() > 1;
        let indent = if several { "        " } else { "    " };
        if several {
            let caption = quoted(&picture.caption);
            let _ = writeln!(out, "    subgraph cluster_{number} {{\n        label={caption};");
        }
        for (at, node) in picture.nodes.iter().enumerate() {
            let _ = writeln!(out, "{indent}n{number}_{at} [{}];", attributes(node));
        }
        for a in &picture.arrows {
            let style = if a.changed { ", style=dashed" } else { "" };
            let label = quoted(&a.label);
            let _ =
                writeln!(out, "{indent}n{number}_{} -> n{number}_{} [label={label}{style}];", a.from, a.to);
        }
        if several {
            out.push_str("    }\n");
        }
    }
    out.push_str("}\n");
    out
}
