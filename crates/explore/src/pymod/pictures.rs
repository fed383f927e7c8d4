//! `theseus.graph`: pictures as Python sees them.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::ask;
use crate::draw::{Direction, Frame, around, kinds};
use crate::render::picture::Picture;
use crate::render::{dot, json, svg};
use crate::set::ObjectSet;

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "graph",
        graph,
        "graph(*objects, depth=3, direction='in', most=12, caption='') -> Picture\n\nWhat refers to the objects; with direction 'out' what they refer to, with 'both' both.",
    ),
    NativeDef::f1("kind_graph", kind_graph, "kind_graph(most) -> Picture\n\nThe largest kinds of the heap."),
];

/// Payload of pictures: text and places only, so that a picture keeps nothing alive.
#[derive(Default)]
struct Drawn {
    pictures: Vec<Picture>,
}

theseus_object::leaf_payloads!(Drawn);

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("svg", |cx, me| text(cx, me, svg::svg), "The picture as SVG."),
        NativeDef::m0("_repr_svg_", |cx, me| text(cx, me, svg::svg), "The picture as SVG, for notebooks."),
        NativeDef::m0("dot", |cx, me| text(cx, me, dot::dot), "The picture in the language of Graphviz."),
        NativeDef::m0("json", |cx, me| text(cx, me, json::pictures), "The picture as JSON."),
        NativeDef::m1(
            "beside",
            beside,
            "beside(other) -> Picture\n\nThis picture and another one; arrows that only one has are dashed.",
        ),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Drawn>("theseus.Picture", None, 0);
    cx.fill_type(&ty, &SPEC);
    ty.add_flag(type_flag::OBSERVER);
}

fn text(cx: &mut Cx, me: &ObjRef, render: fn(&[Picture]) -> String) -> PyResult {
    let text = cx.heap.get::<Drawn>(me).map(|d| render(&d.pictures)).unwrap_or_default();
    Ok(cx.new_str(&text))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (nodes, arrows) = cx.heap.get::<Drawn>(me).map_or((0, 0), |d| {
        (d.pictures.iter().map(|p| p.nodes.len()).sum(), d.pictures.iter().map(|p| p.arrows.len()).sum())
    });
    Ok(cx.new_str(&format!("<picture of {nodes} nodes and {arrows} arrows>")))
}

fn beside(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    let (Some(a), Some(b)) = (cx.heap.get::<Drawn>(me), cx.heap.get::<Drawn>(other)) else {
        return Err(cx.type_error("a picture is needed"));
    };
    let (mut first, mut second) = (a.pictures.clone(), b.pictures.clone());
    if let ([before], [after]) = (&mut first[..], &mut second[..]) {
        let old = before.clone();
        before.mark_changes(after);
        after.mark_changes(&old);
    }
    let pictures = first.into_iter().chain(second).collect();
    Ok(cx.new_object(Drawn { pictures }))
}

fn graph(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 4> =
        Params { required: [], optional: ["depth", "direction", "most", "caption"], posonly: 0, kwonly: 0 };
    let named = Args { values: &args.values[args.positional()..], names: args.names };
    let ([], [depth, direction, most, caption]) = named.bind(cx, "graph", &PARAMS)?;
    let number = |cx: &mut Cx, o: Option<ObjRef>, default: usize| match o {
        Some(o) => Ok(usize::try_from(cx.index_word(&o)?).unwrap_or(0)),
        None => Ok(default),
    };
    let (depth, most) = (number(cx, depth, 3)?, number(cx, most, 12)?);
    let direction = match direction.map(|o| o.text_or_empty()).as_deref() {
        None | Some("in") => Direction::In,
        Some("out") => Direction::Out,
        Some("both") => Direction::Both,
        Some(_) => return Err(cx.value_error("direction must be 'in', 'out' or 'both'")),
    };
    let set = ObjectSet { objects: args.pos().to_vec(), owners: Vec::new() };
    let mut picture = ask(cx, |g| around(g, &g.bits(&set), Frame { direction, depth, most }))?;
    picture.caption = caption.map(|o| o.text_or_empty()).unwrap_or_default();
    Ok(cx.new_object(Drawn { pictures: vec![picture] }))
}

fn kind_graph(cx: &mut Cx, most: &ObjRef) -> PyResult {
    let most = usize::try_from(cx.index_word(most)?).unwrap_or(0);
    let picture = ask(cx, |g| kinds(g, most))?;
    Ok(cx.new_object(Drawn { pictures: vec![picture] }))
}
