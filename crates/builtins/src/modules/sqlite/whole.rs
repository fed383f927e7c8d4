//! What is done with a database as a whole: copies, limits, switches, blobs opened.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use theseus_object::args::Params;
use theseus_object::host::{BlobHandle, BlobPlace, Guest};
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::blob::Blob;
use super::connection::{Connection, number, usable};
use super::errors::{self, OPERATIONAL, PROGRAMMING};
use super::guest::work;
use super::values;
use crate::functions::objects::is_callable;
use crate::world::c_int;

const OK: i32 = 0;
const BUSY: i32 = 5;
const LOCKED: i32 = 6;

pub fn backup(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 4> = Params {
        required: ["target"],
        optional: ["pages", "progress", "name", "sleep"],
        posonly: 0,
        kwonly: 1,
    };
    let ([target], [pages, progress, name, sleep]) = args.bind(cx, "backup", &PARAMS)?;
    if cx.heap.get::<Connection>(&target).is_none() {
        let got = target.kind_given();
        let text = format!("backup() argument 'target' must be sqlite3.Connection, not {got}");
        return Err(cx.type_error(text));
    }
    let pages = pages.map_or(Ok(-1), |o| c_int(cx, &o))?;
    let name = match name {
        Some(name) => values::name(cx, &name, "backup() argument 'name'")?,
        None => b"main".to_vec(),
    };
    let sleep = sleep.map_or(Ok(0.25), |o| crate::float::from_object(cx, &o))?;
    let database = usable(cx, me)?;
    let into = usable(cx, &target)?;
    if target.is(me) {
        return Err(cx.value_error("target cannot be the same connection instance"));
    }
    let progress = progress.filter(|o| !o.is_none());
    if progress.as_ref().is_some_and(|o| !is_callable(o)) {
        return Err(cx.type_error("progress argument must be a callable"));
    }
    let pages = if pages == 0 { -1 } else { pages };
    let begun = work(cx, me, |guest| database.begin_backup(&name, into.as_ref(), guest))?;
    let mut backup = errors::checked(cx, begun)?;
    loop {
        let (code, (remaining, all)) = work(cx, me, |guest| (backup.step(pages, guest), backup.pages()))?;
        if let Some(progress) = &progress {
            let numbers = [code, remaining, all].map(|n| cx.int(n.into()));
            cx.call(progress, &numbers)?;
        }
        match code {
            OK => cx.poll()?,
            BUSY | LOCKED => {
                let nanoseconds = (sleep * 1e9).max(0.0) as u64;
                crate::modules::wait::sleep(cx, nanoseconds)?;
            }
            _ => break,
        }
    }
    let ended = work(cx, me, move |guest| backup.finish(guest))?;
    errors::checked(cx, ended)?;
    Ok(cx.none.clone())
}

/// The keyword `name` of a method without other keywords.
fn database_name(cx: &mut Cx, o: Option<ObjRef>, what: &str) -> PyResult<Vec<u8>> {
    match o {
        Some(o) => values::name(cx, &o, what),
        None => Ok(b"main".to_vec()),
    }
}

pub fn serialize(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["name"], posonly: 0, kwonly: 0 };
    let ([], [name]) = args.bind(cx, "serialize", &PARAMS)?;
    let name = database_name(cx, name, "serialize() argument 'name'")?;
    let database = usable(cx, me)?;
    let answer = work(cx, me, |guest| database.serialize(&name, guest))?;
    match errors::checked(cx, answer)? {
        Some(data) => Ok(cx.new_bytes(&data)),
        None => {
            let name = String::from_utf8_lossy(&name).into_owned();
            Err(OPERATIONAL.raise(cx, format!("unable to serialize '{name}'")))
        }
    }
}

pub fn deserialize(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["data"], optional: ["name"], posonly: 1, kwonly: 1 };
    let ([data], [name]) = args.bind(cx, "deserialize", &PARAMS)?;
    let data = match data.is_str() {
        true => values::utf8(cx, &data)?,
        false => cx.contiguous_buffer(&data)?.copied(cx)?,
    };
    let name = database_name(cx, name, "deserialize() argument 'name'")?;
    let database = usable(cx, me)?;
    let answer = work(cx, me, |guest| database.deserialize(&name, &data, guest))?;
    errors::checked(cx, answer)?;
    Ok(cx.none.clone())
}

fn limit(cx: &mut Cx, me: &ObjRef, category: &ObjRef, new: Option<&ObjRef>) -> PyResult {
    let category = number(cx, category)?;
    let new = new.map(|o| number(cx, o)).transpose()?;
    let database = usable(cx, me)?;
    let old = work(cx, me, |_| database.limit(category, new))?;
    if old < 0 {
        return Err(PROGRAMMING.raise(cx, "'category' is out of bounds"));
    }
    Ok(cx.int(old.into()))
}

pub fn getlimit(cx: &mut Cx, me: &ObjRef, category: &ObjRef) -> PyResult {
    limit(cx, me, category, None)
}

pub fn setlimit(cx: &mut Cx, me: &ObjRef, category: &ObjRef, new: &ObjRef) -> PyResult {
    limit(cx, me, category, Some(new))
}

fn configure(cx: &mut Cx, me: &ObjRef, switch: &ObjRef, on: Option<bool>) -> PyResult<bool> {
    let switch = number(cx, switch)?;
    let database = usable(cx, me)?;
    let answer = work(cx, me, |guest| database.configure(switch, on, guest))?;
    match errors::checked(cx, answer)? {
        Some(stands) => Ok(stands),
        None => Err(cx.value_error(format!("unknown config 'op': {switch}"))),
    }
}

pub fn getconfig(cx: &mut Cx, me: &ObjRef, switch: &ObjRef) -> PyResult {
    let on = configure(cx, me, switch, None)?;
    Ok(cx.bool(on))
}

pub fn setconfig(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let on = args.get(2).map_or(Ok(true), |o| cx.truth(o))?;
    if configure(cx, &args[0], &args[1], Some(on))? != on {
        return Err(OPERATIONAL.raise(cx, "Unable to set config"));
    }
    Ok(cx.none.clone())
}

pub fn blobopen(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<3, 2> = Params {
        required: ["table", "column", "row"],
        optional: ["readonly", "name"],
        posonly: 3,
        kwonly: 3,
    };
    let ([table, column, row], [readonly, name]) = args.bind(cx, "blobopen", &PARAMS)?;
    let table = values::name(cx, &table, "blobopen() argument 1")?;
    let column = values::name(cx, &column, "blobopen() argument 2")?;
    let row = row_number(cx, &row)?;
    let readonly = readonly.map_or(Ok(false), |o| cx.truth(&o))?;
    let name = database_name(cx, name, "blobopen() argument 'name'")?;
    let database = usable(cx, me)?;
    let place = BlobPlace { database: &name, table: &table, column: &column, row };
    let open = |guest: &mut dyn Guest| database.open_blob(&place, !readonly, guest);
    let opened = work(cx, me, open)?;
    let handle: Arc<dyn BlobHandle> = Arc::from(errors::checked(cx, opened)?);
    let handle = Rc::new(RefCell::new(Some(handle)));
    let connection = Connection::of(cx, me)?;
    connection.blobs.retain(|blob| blob.strong_count() > 0);
    connection.blobs.push(Rc::downgrade(&handle));
    Ok(cx.new_object(Blob::new(me.clone(), handle)))
}

fn row_number(cx: &mut Cx, row: &ObjRef) -> PyResult<i64> {
    if !row.is_int() {
        return Err(cx.type_error("expected 'int'"));
    }
    match row.int() {
        Some(row) => Ok(row),
        None => Err(cx.overflow_error("Python int too large to convert to SQLite INTEGER")),
    }
}
