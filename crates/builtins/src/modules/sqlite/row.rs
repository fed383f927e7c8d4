//! `Row`: a row whose items have positions and names.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use super::cursor::Cursor;
use crate::sequence;

pub struct Row {
    data: ObjRef,
    description: ObjRef,
}

impl Payload for Row {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.data, Relation::Typed("data"));
        v.fixed(&mut self.description, Relation::Typed("description"));
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        len: Some(|cx, me| {
            let data = row(cx, me)?.0;
            Ok(sequence::items(&cx.heap, &data).len())
        }),
        getitem: Some(getitem),
        iter: Some(|cx, me| {
            let data = row(cx, me)?.0;
            cx.iter(&data)
        }),
        hash: Some(|cx, me| {
            let (data, description) = row(cx, me)?;
            Ok(cx.hash(&description)? ^ cx.hash(&data)?)
        }),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("keys", keys, "keys($self, /)\n--\n\nReturns the keys of the row.")],
    ..TypeSpec::EMPTY
};

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let given = Args::positional_only(args.pos());
    args.no_keywords(cx, "Row")?;
    let [cursor, data] = given.exact_range(cx, "Row", 2, 2)? else {
        return Err(cx.bad_internal("arguments"));
    };
    let Some(description) = cx.heap.get::<Cursor>(cursor).map(|c| c.description.clone()) else {
        let got = cursor.kind_given();
        return Err(cx.type_error(format!("Row() argument 1 must be sqlite3.Cursor, not {got}")));
    };
    if data.kind() != Kind::Tuple {
        let got = data.kind_given();
        return Err(cx.type_error(format!("Row() argument 2 must be tuple, not {got}")));
    }
    let description = description.unwrap_or_else(|| cx.none.clone());
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Row { data: data.clone(), description }))
}

/// Data and description.
fn row(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    match cx.heap.get::<Row>(me) {
        Some(row) => Ok((row.data.clone(), row.description.clone())),
        None => Err(cx.bad_internal("row")),
    }
}

/// Names of the columns.
fn names(cx: &Cx, description: &ObjRef) -> Vec<ObjRef> {
    let columns = sequence::items(&cx.heap, description);
    columns.iter().filter_map(|column| sequence::items(&cx.heap, column).first().cloned()).collect()
}

fn keys(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let description = row(cx, me)?.1;
    let names = names(cx, &description);
    Ok(cx.new_list(names))
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let (data, description) = row(cx, me)?;
    if key.is_int() {
        let Some(index) = key.int() else {
            return Err(cx.index_error("cannot fit 'int' into an index-sized integer"));
        };
        let index = cx.int(index);
        return cx.getitem(&data, &index);
    }
    if key.kind() == Kind::Slice {
        return cx.getitem(&data, key);
    }
    if !key.is_str() {
        return Err(cx.index_error("Index must be int or string"));
    }
    let same = |name: &ObjRef| match (name.ascii(), key.ascii()) {
        (Some(name), Some(key)) => name.eq_ignore_ascii_case(key),
        _ => name.is_str() && name.str_eq(key),
    };
    let at = names(cx, &description).iter().position(same);
    match at.and_then(|at| sequence::item(cx, &data, at)) {
        Some(item) => Ok(item),
        None => Err(cx.index_error("No item with that key")),
    }
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || cx.heap.get::<Row>(other).is_none() {
        return Ok(cx.not_implemented.clone());
    }
    let ((data, description), (others, their)) = (row(cx, me)?, row(cx, other)?);
    let same = cx.eq(&description, &their)? && cx.eq(&data, &others)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}
