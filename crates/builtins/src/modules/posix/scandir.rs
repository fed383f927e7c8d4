//! `scandir`: an iterator of `DirEntry` objects.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::host::{ENOENT, Entry, EntryKind, Fd, Place, Stat};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{flag, stat};
use crate::world::{self, Also, Path, file_error, retry};

pub static FUNCTIONS: &[NativeDef] = &[NativeDef::f_full(
    "scandir",
    scandir,
    "Return an iterator of DirEntry objects for given path.\n\npath can be specified as str, bytes, or a path-like object.  If path\nis bytes, the names yielded by the DirEntry will be bytes.\n\nIf path is None, uses the path='.'.",
)];

/// Payload of the iterator.
struct Scan {
    /// What the entries' paths begin with, or the descriptor they lie below.
    folder: Vec<u8>,
    fd: Option<Fd>,
    wants_bytes: bool,
    /// Entries not yet given, the next one last.
    entries: Vec<Entry>,
}

/// Payload of DirEntry.
struct DirEntry {
    name: ObjRef,
    path: ObjRef,
    /// The path for the system, below `fd` if there is one.
    place: Vec<u8>,
    fd: Option<Fd>,
    kind: EntryKind,
    inode: u64,
    /// The status of the entry itself and of what it links to, once asked for.
    own: Option<Stat>,
    target: Option<Stat>,
}

theseus_object::leaf_payloads!(Scan);

impl Payload for DirEntry {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("name"));
        v.fixed(&mut self.path, Relation::Typed("path"));
    }
}

static SCAN: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("__enter__", |_, me| Ok(me.clone()), ""),
        NativeDef::range("__exit__", |cx, v| close(cx, &v[0]), 0, u8::MAX, ""),
        NativeDef::m0("close", close, ""),
    ],
    ..TypeSpec::EMPTY
};

static ENTRY: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::full(
            "is_dir",
            |cx, me, args| is_kind(cx, me, args, "is_dir", EntryKind::Directory),
            "Return True if the entry is a directory; cached per entry.",
        ),
        NativeDef::full(
            "is_file",
            |cx, me, args| is_kind(cx, me, args, "is_file", EntryKind::File),
            "Return True if the entry is a file; cached per entry.",
        ),
        NativeDef::m0(
            "is_symlink",
            is_symlink,
            "Return True if the entry is a symbolic link; cached per entry.",
        ),
        NativeDef::m0(
            "is_junction",
            |cx, _| Ok(cx.false_.clone()),
            "Return True if the entry is a junction; cached per entry.",
        ),
        NativeDef::full("stat", entry_stat, "Return stat_result object for the entry; cached per entry."),
        NativeDef::m0("inode", inode, "Return inode of the entry; cached per entry."),
        NativeDef::m0("__fspath__", |cx, me| part(cx, me, |e| &e.path), "Returns the path for the entry."),
        NativeDef::class("__class_getitem__", crate::alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::member(
            "name",
            |cx, me| part(cx, me, |e| &e.name),
            "the entry's base filename, relative to scandir() \"path\" argument",
        ),
        GetSet::member(
            "path",
            |cx, me| part(cx, me, |e| &e.path),
            "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
        ),
    ],
    doc: "",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let scan = cx.add_native_type::<Scan>("posix.ScandirIterator", None, 0);
    cx.fill_type(&scan, &SCAN);
    let entry = cx.add_native_type::<DirEntry>("posix.DirEntry", None, 0);
    cx.fill_type(&entry, &ENTRY);
    cx.namespace_put(dict, "DirEntry", entry.as_ref().clone());
}

fn scandir(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["path"], posonly: 0, kwonly: 1 };
    let ([], [path]) = args.bind(cx, "scandir", &PARAMS)?;
    let none = cx.none.clone();
    let path = world::path(cx, "scandir", "path", &path.unwrap_or(none), Also::DescriptorOrNone)?;
    let place = path.place(None);
    let mut entries = match retry(cx, |h| h.list(place))? {
        Ok(entries) => entries,
        Err(errno) => return Err(file_error(cx, errno, &path.object, None)),
    };
    entries.reverse();
    let Path { bytes, fd, wants_bytes, .. } = path;
    Ok(cx.new_object(Scan { folder: bytes, fd, wants_bytes, entries }))
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(s) = cx.heap.get_mut::<Scan>(me) {
        s.entries = Vec::new();
    }
    Ok(cx.none.clone())
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(s) = cx.heap.get_mut::<Scan>(me) else { return Ok(None) };
    let Some(entry) = s.entries.pop() else { return Ok(None) };
    let (fd, wants_bytes) = (s.fd, s.wants_bytes);
    let mut place = if fd.is_some() { Vec::new() } else { s.folder.clone() };
    if place.last().is_some_and(|&b| b != b'/') {
        place.push(b'/');
    }
    place.extend_from_slice(&entry.name);
    let text = |cx: &Cx, b: &[u8]| if wants_bytes { cx.new_bytes(b) } else { world::name_from_bytes(cx, b) };
    let (name, path) = (text(cx, &entry.name), text(cx, &place));
    let Entry { inode, kind, .. } = entry;
    Ok(Some(cx.new_object(DirEntry { name, path, place, fd, kind, inode, own: None, target: None })))
}

fn part(cx: &mut Cx, me: &ObjRef, get: fn(&DirEntry) -> &ObjRef) -> PyResult {
    match cx.heap.get::<DirEntry>(me) {
        Some(e) => Ok(get(e).clone()),
        None => Err(cx.bad_internal("DirEntry")),
    }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = part(cx, me, |e| &e.name)?;
    let text = format!("<DirEntry {}>", cx.repr_text(&name)?);
    Ok(cx.new_str(&text))
}

/// The status of the entry, asked for once. The inner result is an error number.
fn status(cx: &mut Cx, me: &ObjRef, follow: bool) -> PyResult<Result<Stat, i32>> {
    let Some(e) = cx.heap.get::<DirEntry>(me) else { return Err(cx.bad_internal("DirEntry")) };
    // What is no link is its own target.
    let follow = follow && matches!(e.kind, EntryKind::Link | EntryKind::Unknown);
    if let Some(known) = if follow { e.target } else { e.own } {
        return Ok(Ok(known));
    }
    let (place, fd) = (e.place.clone(), e.fd);
    let answer = retry(cx, |h| {
        let place = match fd {
            Some(dir) => Place::At(dir, &place),
            None => Place::Path(&place),
        };
        h.stat(place, follow)
    })?;
    if let (Ok(s), Some(e)) = (answer, cx.heap.get_mut::<DirEntry>(me)) {
        match follow {
            true => e.target = Some(s),
            false => e.own = Some(s),
        }
    }
    Ok(answer)
}

static FOLLOW: Params<0, 1> = Params { required: [], optional: ["follow_symlinks"], posonly: 0, kwonly: 0 };

fn entry_stat(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [follow]) = args.bind(cx, "stat", &FOLLOW)?;
    let follow = flag(cx, &follow, true)?;
    match status(cx, me, follow)? {
        Ok(s) => Ok(stat::result(cx, &s)),
        Err(errno) => {
            let path = part(cx, me, |e| &e.path)?;
            Err(file_error(cx, errno, &path, None))
        }
    }
}

fn is_kind(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, wanted: EntryKind) -> PyResult {
    let ([], [follow]) = args.bind(cx, name, &FOLLOW)?;
    let follow = flag(cx, &follow, true)?;
    let Some(kind) = cx.heap.get::<DirEntry>(me).map(|e| e.kind) else {
        return Err(cx.bad_internal("DirEntry"));
    };
    let needs_status = kind == EntryKind::Unknown || follow && kind == EntryKind::Link;
    if !needs_status {
        return Ok(cx.bool(kind == wanted));
    }
    match status(cx, me, follow)? {
        Ok(s) => {
            let mode = if wanted == EntryKind::Directory { 0o040000 } else { 0o100000 };
            Ok(cx.bool(s.mode & 0o170000 == mode))
        }
        Err(ENOENT) => Ok(cx.false_.clone()),
        Err(errno) => {
            let path = part(cx, me, |e| &e.path)?;
            Err(file_error(cx, errno, &path, None))
        }
    }
}

fn is_symlink(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let kind = cx.heap.get::<DirEntry>(me).map(|e| e.kind);
    if kind != Some(EntryKind::Unknown) {
        return Ok(cx.bool(kind == Some(EntryKind::Link)));
    }
    let link = status(cx, me, false)?.is_ok_and(|s| s.mode & 0o170000 == 0o120000);
    Ok(cx.bool(link))
}

fn inode(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = cx.heap.get::<DirEntry>(me).map_or(0, |e| e.inode);
    Ok(cx.big_int(n.into()))
}
