//! The module `_string`: format strings taken apart, for `string.Formatter`.

use std::ops::Range;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::iters::same;
use crate::module::native_module;
use crate::str::args::checked;
use crate::str::units::points;
use crate::text::brace::{self, First, Parser, Piece, Step};
use crate::text::error::Error;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1("formatter_field_name_split", field_name_split, "split the argument as a field name"),
    NativeDef::f1("formatter_parser", parser, "parse the argument as a format string"),
];

/// Payload of both iterators: a text and what is still to come of it.
struct Parts<T> {
    text: Vec<u32>,
    rest: std::vec::IntoIter<Result<T, Error>>,
}

impl<T: 'static> Payload for Parts<T> {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static PIECES: TypeSpec =
    TypeSpec { slots: Slots { iter: Some(same), next: Some(next_piece), ..Slots::EMPTY }, ..TypeSpec::EMPTY };

static STEPS: TypeSpec =
    TypeSpec { slots: Slots { iter: Some(same), next: Some(next_step), ..Slots::EMPTY }, ..TypeSpec::EMPTY };

pub fn install(cx: &mut Cx) {
    native_module(cx, "_string", "string helper module", FUNCTIONS);
    let ty = cx.add_native_type::<Parts<Piece>>("formatteriterator", None, 0);
    cx.fill_type(&ty, &PIECES);
    let ty = cx.add_native_type::<Parts<Step>>("fieldnameiterator", None, 0);
    cx.fill_type(&ty, &STEPS);
}

fn text_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u32>> {
    if o.is_str() {
        return Ok(points(o).to_vec());
    }
    let got = o.ty().name();
    Err(cx.type_error(format!("expected str, got {got}")))
}

fn parser(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let text = text_of(cx, text)?;
    let rest: Vec<_> = Parser::new(&text).collect();
    Ok(cx.new_object(Parts { text, rest: rest.into_iter() }))
}

/// Literal, field name, format spec and conversion.
fn next_piece(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(p) = cx.heap.get_mut::<Parts<Piece>>(me) else { return Ok(None) };
    let Some(piece) = p.rest.next() else { return Ok(None) };
    let piece = checked(cx, piece)?;
    let Some(p) = cx.heap.get::<Parts<Piece>>(me) else { return Ok(None) };
    let part = |r: &Range<usize>| cx.str_from_points(p.text.get(r.clone()).unwrap_or(&[]));
    let literal = part(&piece.literal);
    let none = || cx.none.clone();
    Ok(Some(match &piece.field {
        None => cx.new_tuple([literal, none(), none(), none()]),
        Some(field) => {
            let conversion = field.conversion.map_or_else(none, |c| cx.char(c));
            cx.new_tuple([literal, part(&field.name), part(&field.spec), conversion])
        }
    }))
}

fn field_name_split(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let text = text_of(cx, text)?;
    let split = brace::split_name(&text, &(0..text.len()));
    let (first, path) = checked(cx, split)?;
    let first = match first {
        First::Auto => cx.empty_str.clone(),
        First::Index(i) => cx.usize(i),
        First::Name(r) => cx.str_from_points(text.get(r).unwrap_or(&[])),
    };
    let rest: Vec<_> = path.collect();
    let rest = cx.new_object(Parts { text, rest: rest.into_iter() });
    Ok(cx.new_tuple([first, rest]))
}

/// Whether it is an attribute, and its name; else an index or key.
fn next_step(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(p) = cx.heap.get_mut::<Parts<Step>>(me) else { return Ok(None) };
    let Some(step) = p.rest.next() else { return Ok(None) };
    let step = checked(cx, step)?;
    let Some(p) = cx.heap.get::<Parts<Step>>(me) else { return Ok(None) };
    let part = |r: &Range<usize>| cx.str_from_points(p.text.get(r.clone()).unwrap_or(&[]));
    let (attribute, what) = match &step {
        Step::Attr(r) => (true, part(r)),
        Step::Index(i) => (false, cx.usize(*i)),
        Step::Key(r) => (false, part(r)),
    };
    Ok(Some(cx.new_tuple([cx.bool(attribute), what])))
}
