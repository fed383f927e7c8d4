//! The modules `pwd` and `grp`: users and groups.

use theseus_object::host::{Accounts, Group, User};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::record::{self, Fields};
use crate::module::new_module;
use crate::world;

static PWD: &[NativeDef] = &[
    NativeDef::f1(
        "getpwnam",
        getpwnam,
        "Return the password database entry for the given user name.\n\nSee `help(pwd)` for more on password database entries.",
    ),
    NativeDef::f1(
        "getpwuid",
        getpwuid,
        "Return the password database entry for the given numeric user ID.\n\nSee `help(pwd)` for more on password database entries.",
    ),
    NativeDef::f0(
        "getpwall",
        getpwall,
        "Return a list of all available password database entries, in arbitrary order.\n\nSee help(pwd) for more on password database entries.",
    ),
];

static GRP: &[NativeDef] = &[
    NativeDef::f1(
        "getgrnam",
        getgrnam,
        "Return the group database entry for the given group name.\n\nIf name is not valid, raise KeyError.",
    ),
    NativeDef::f1(
        "getgrgid",
        getgrgid,
        "Return the group database entry for the given numeric group ID.\n\nIf id is not valid, raise KeyError.",
    ),
    NativeDef::f0(
        "getgrall",
        getgrall,
        "Return a list of all available group entries, in arbitrary order.\n\nAn entry whose name starts with '+' or '-' represents an instruction\nto use YP/NIS and may not be accessible via getgrnam or getgrgid.",
    ),
];

static STRUCT_PASSWD: Fields = Fields {
    name: "pwd.struct_passwd",
    doc: "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
    fields: &[
        ("pw_name", "user name"),
        ("pw_passwd", "password"),
        ("pw_uid", "user id"),
        ("pw_gid", "group id"),
        ("pw_gecos", "real name"),
        ("pw_dir", "home directory"),
        ("pw_shell", "shell program"),
    ],
    visible: 7,
    sealed: false,
};

static STRUCT_GROUP: Fields = Fields {
    name: "grp.struct_group",
    doc: "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.\n",
    fields: &[
        ("gr_name", "group name"),
        ("gr_passwd", "password"),
        ("gr_gid", "group id"),
        ("gr_mem", "group members"),
    ],
    visible: 4,
    sealed: false,
};

pub fn install_pwd(cx: &mut Cx) {
    let doc =
        "This module provides access to the Unix password database.\nIt is available on all Unix versions.";
    let module = new_module(cx, "pwd", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "pwd", PWD);
    let class = record::kept_type(cx, &STRUCT_PASSWD);
    cx.namespace_put(&dict, "struct_passwd", class);
}

pub fn install_grp(cx: &mut Cx) {
    let doc = "Access to the Unix group database.";
    let module = new_module(cx, "grp", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "grp", GRP);
    let class = record::kept_type(cx, &STRUCT_GROUP);
    cx.namespace_put(&dict, "struct_group", class);
}

fn accounts(cx: &Cx) -> Accounts {
    cx.host.get().map(|h| h.accounts()).unwrap_or_default()
}

fn user(cx: &mut Cx, u: &User) -> ObjRef {
    let class = record::kept_type(cx, &STRUCT_PASSWD);
    let text = |b: &[u8]| world::name_from_bytes(cx, b);
    let values = vec![
        text(&u.name),
        text(&u.password),
        cx.int(u.id as i64),
        cx.int(u.group as i64),
        text(&u.comment),
        text(&u.home),
        text(&u.shell),
    ];
    record::build(cx, &class, values)
}

fn group(cx: &mut Cx, g: &Group) -> ObjRef {
    let class = record::kept_type(cx, &STRUCT_GROUP);
    let text = |b: &[u8]| world::name_from_bytes(cx, b);
    let members = g.members.iter().map(|m| text(m)).collect();
    let values = vec![text(&g.name), text(&g.password), cx.int(g.id as i64), cx.new_list(members)];
    record::build(cx, &class, values)
}

#[cold]
fn missing(cx: &mut Cx, text: String) -> PyResult {
    let text = cx.new_str(&text);
    Err(cx.key_error(&text))
}

/// The bytes of a name argument.
fn name(cx: &mut Cx, function: &str, o: &ObjRef) -> PyResult<Vec<u8>> {
    crate::str::args::expect_str(cx, function, "", o)?;
    let bytes = world::name_to_bytes(cx, o)?;
    if bytes.contains(&0) {
        return Err(cx.value_error("embedded null byte"));
    }
    Ok(bytes)
}

/// The number of an id argument; `None` if no id can be it.
fn id(cx: &mut Cx, what: &str, o: &ObjRef) -> PyResult<Option<u32>> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("{what} should be integer, not {got}")));
    }
    let v = cx.index(o)?;
    Ok(v.int().and_then(|v| u32::try_from(v).ok()))
}

fn getpwnam(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let wanted = name(cx, "getpwnam", o)?;
    match accounts(cx).users.iter().find(|u| u.name == wanted) {
        Some(u) => Ok(user(cx, u)),
        None => {
            let shown = cx.repr_text(o)?;
            missing(cx, format!("getpwnam(): name not found: {shown}"))
        }
    }
}

fn getpwuid(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let Some(wanted) = id(cx, "uid", o)? else { return missing(cx, "getpwuid(): uid not found".into()) };
    match accounts(cx).users.iter().find(|u| u.id == wanted) {
        Some(u) => Ok(user(cx, u)),
        None => missing(cx, format!("getpwuid(): uid not found: {wanted}")),
    }
}

fn getpwall(cx: &mut Cx) -> PyResult {
    let list = accounts(cx).users.iter().map(|u| user(cx, u)).collect();
    Ok(cx.new_list(list))
}

fn getgrnam(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let wanted = name(cx, "getgrnam", o)?;
    match accounts(cx).groups.iter().find(|g| g.name == wanted) {
        Some(g) => Ok(group(cx, g)),
        None => {
            let shown = cx.repr_text(o)?;
            missing(cx, format!("getgrnam(): name not found: {shown}"))
        }
    }
}

fn getgrgid(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let Some(wanted) = id(cx, "gid", o)? else { return missing(cx, "getgrgid(): gid not found".into()) };
    match accounts(cx).groups.iter().find(|g| g.id == wanted) {
        Some(g) => Ok(group(cx, g)),
        None => missing(cx, format!("getgrgid(): gid not found: {wanted}")),
    }
}

fn getgrall(cx: &mut Cx) -> PyResult {
    let list = accounts(cx).groups.iter().map(|g| group(cx, g)).collect();
    Ok(cx.new_list(list))
}
