//! The writer: rows to lines.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::dialect::{self, Dialect, QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS};
use super::error;

pub struct Writer {
    write: ObjRef,
    dialect: ObjRef,
}

impl Payload for Writer {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.write, Relation::Attr("write"));
        v.fixed(&mut self.dialect, Relation::Typed("dialect"));
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m1(
            "writerow",
            writerow,
            "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.",
        ),
        NativeDef::m1(
            "writerows",
            writerows,
            "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string.",
        ),
    ],
    getsets: &[GetSet::member(
        "dialect",
        |cx, me| match cx.heap.get::<Writer>(me) {
            Some(w) => Ok(w.dialect.clone()),
            None => Err(cx.bad_internal("writer")),
        },
        "",
    )],
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    ..TypeSpec::EMPTY
};

/// `writer(file, dialect='excel', **options)`
pub fn writer(cx: &mut Cx, args: &Args) -> PyResult {
    let positional = Args::positional_only(args.pos());
    let given = positional.exact_range(cx, "", 1, 2)?;
    let Some(file) = given.first() else { return Err(cx.bad_internal("arguments")) };
    let dialect = dialect::make(cx, given.get(1), args)?;
    let name = cx.names.write.clone();
    let write = match cx.try_getattr(file, &name)? {
        Some(f)
            if f.ty().slots().call.is_some()
                || matches!(f.kind(), Kind::Function | Kind::Native | Kind::Method) =>
        {
            f
        }
        _ => return Err(cx.type_error("argument 1 must have a \"write\" method")),
    };
    Ok(cx.new_object(Writer { write, dialect }))
}

/// A line under way.
struct Line<'a> {
    d: &'a Dialect,
    text: Vec<u32>,
    fields: usize,
}

impl Line<'_> {
    /// Adds a field; the error is that a character cannot be escaped.
    fn add(&mut self, field: &[u32], quoted: bool) -> Result<(), ()> {
        let d = self.d;
        let mut quoted = quoted;
        if self.fields > 0 {
            self.text.push(d.delimiter);
        }
        self.fields += 1;
        let start = self.text.len();
        for &c in field {
            let special = c == d.delimiter
                || Some(c) == d.escapechar
                || Some(c) == d.quotechar
                || d.lineterminator.contains(&c);
            if special {
                let mut escape = d.quoting == QUOTE_NONE;
                if !escape {
                    if Some(c) == d.quotechar {
                        if d.doublequote {
                            self.text.push(c);
                        } else {
                            escape = true;
                        }
                    } else if Some(c) == d.escapechar {
                        escape = true;
                    }
                    quoted |= !escape;
                }
                if escape {
                    self.text.push(d.escapechar.ok_or(())?);
                }
            }
            self.text.push(c);
        }
        if quoted && let Some(q) = d.quotechar {
            self.text.insert(start, q);
            self.text.push(q);
        }
        Ok(())
    }
}

fn is_number(o: &ObjRef) -> bool {
    let slots = o.ty().slots();
    o.kind() == Kind::Complex || slots.index.is_some() || slots.int.is_some() || slots.float.is_some()
}

fn writerow(cx: &mut Cx, me: &ObjRef, row: &ObjRef) -> PyResult {
    let Some(w) = cx.heap.get::<Writer>(me) else { return Err(cx.bad_internal("writer")) };
    let (write, dialect) = (w.write.clone(), w.dialect.clone());
    let d = dialect::of(cx, &dialect)?;
    let it = match cx.iter(row) {
        Ok(it) => it,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            let got = row.ty().name();
            return Err(error(cx, format!("iterable expected, not {got}")));
        }
        Err(e) => return Err(e),
    };
    let mut line = Line { d: &d, text: Vec::new(), fields: 0 };
    while let Some(field) = cx.next(&it)? {
        let quoted = match d.quoting {
            QUOTE_NONNUMERIC => !is_number(&field),
            QUOTE_ALL => true,
            QUOTE_STRINGS => field.is_str(),
            QUOTE_NOTNULL => !field.is_none(),
            _ => false,
        };
        let text = if field.is_none() {
            Vec::new()
        } else if field.is_str() {
            field.chars().map(|c| c.to_vec()).unwrap_or_default()
        } else {
            let s = cx.str(&field)?;
            s.chars().map(|c| c.to_vec()).unwrap_or_default()
        };
        if line.add(&text, quoted).is_err() {
            return Err(error(cx, "need to escape, but no escapechar set"));
        }
    }
    if line.fields > 0 && line.text.is_empty() {
        if d.quoting == QUOTE_NONE {
            return Err(error(cx, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        if line.add(&[], true).is_err() {
            return Err(error(cx, "need to escape, but no escapechar set"));
        }
    }
    line.text.extend_from_slice(&d.lineterminator);
    let text = cx.str_from_points(&line.text);
    cx.call(&write, &[text])
}

fn writerows(cx: &mut Cx, me: &ObjRef, rows: &ObjRef) -> PyResult {
    let it = cx.iter(rows)?;
    while let Some(row) = cx.next(&it)? {
        writerow(cx, me, &row)?;
        cx.poll()?;
    }
    Ok(cx.none.clone())
}
