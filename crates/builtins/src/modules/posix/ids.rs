//! The ids of users and groups that this process has.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::str::args::expect_str;
use crate::world::{self, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "getresuid",
        |cx| three(cx, false),
        "Return a tuple of the current process's real, effective, and saved user ids.",
    ),
    NativeDef::f0(
        "getresgid",
        |cx| three(cx, true),
        "Return a tuple of the current process's real, effective, and saved group ids.",
    ),
    NativeDef::f3(
        "setresuid",
        |cx, real, effective, saved| set(cx, false, real, effective, Some(saved)),
        "Set the current process's real, effective, and saved user ids.",
    ),
    NativeDef::f3(
        "setresgid",
        |cx, real, effective, saved| set(cx, true, real, effective, Some(saved)),
        "Set the current process's real, effective, and saved group ids.",
    ),
    NativeDef::f2(
        "setreuid",
        |cx, real, effective| set(cx, false, real, effective, None),
        "Set the current process's real and effective user ids.",
    ),
    NativeDef::f2(
        "setregid",
        |cx, real, effective| set(cx, true, real, effective, None),
        "Set the current process's real and effective group ids.",
    ),
    NativeDef::f1("setgroups", setgroups, "Set the groups of the current process to list."),
    NativeDef::f2(
        "getgrouplist",
        getgrouplist,
        "Returns a list of groups to which a user belongs.\n\n  user\n    username to lookup\n  group\n    base group id of the user",
    ),
    NativeDef::f2(
        "initgroups",
        initgroups,
        "Initialize the group access list.\n\nCall the system initgroups() to initialize the group access list with all of\nthe groups of which the specified username is a member, plus the specified\ngroup id.",
    ),
];

/// An id; −1 stands for the one that there is.
fn id(cx: &mut Cx, what: &str, o: &ObjRef) -> PyResult<u32> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("{what} should be integer, not {got}")));
    }
    let n = cx.index(o)?;
    match n.int() {
        Some(-1) => Ok(u32::MAX),
        Some(n) if n < 0 => Err(cx.overflow_error(format!("{what} is less than minimum"))),
        Some(n) if n <= u32::MAX as i64 => Ok(n as u32),
        _ => Err(cx.overflow_error(format!("{what} is greater than maximum"))),
    }
}

fn three(cx: &mut Cx, of_group: bool) -> PyResult {
    let ids = system(cx, |h| h.three_ids(of_group))?;
    Ok(cx.new_tuple(ids.map(|n| cx.int(n as i64))))
}

fn set(cx: &mut Cx, of_group: bool, real: &ObjRef, effective: &ObjRef, saved: Option<&ObjRef>) -> PyResult {
    let what = if of_group { "gid" } else { "uid" };
    let (real, effective) = (id(cx, what, real)?, id(cx, what, effective)?);
    let saved = saved.map(|saved| id(cx, what, saved)).transpose()?;
    system(cx, |h| h.set_ids(of_group, real, effective, saved))?;
    Ok(cx.none.clone())
}

fn setgroups(cx: &mut Cx, groups: &ObjRef) -> PyResult {
    /// As many as the system lets a process have.
    const MOST: usize = 65536;
    if groups.ty().slots().getitem.is_none() || groups.kind() == theseus_object::Kind::Dict {
        return Err(cx.type_error("setgroups argument must be a sequence"));
    }
    let items = cx.collect(groups)?;
    if items.len() > MOST {
        return Err(cx.value_error("too many groups"));
    }
    let mut list = Vec::with_capacity(items.len());
    for o in items {
        if !o.is_int() {
            return Err(cx.type_error("groups must be integers"));
        }
        list.push(id(cx, "gid", &o)?);
    }
    system(cx, |h| h.set_groups(&list))?;
    Ok(cx.none.clone())
}

fn getgrouplist(cx: &mut Cx, user: &ObjRef, group: &ObjRef) -> PyResult {
    expect_str(cx, "getgrouplist", " 1", user)?;
    let user = world::name_to_bytes(cx, user)?;
    let group = id(cx, "gid", group)?;
    let groups = system(cx, |h| h.groups_of(&user, group))?;
    let groups = groups.iter().map(|&g| if g == u32::MAX { cx.int(-1) } else { cx.int(g as i64) }).collect();
    Ok(cx.new_list(groups))
}

fn initgroups(cx: &mut Cx, user: &ObjRef, group: &ObjRef) -> PyResult {
    let user = world::path(cx, "initgroups", "username", user, world::Also::Nothing)?.bytes;
    let group = id(cx, "gid", group)?;
    let groups = system(cx, |h| h.groups_of(&user, group))?;
    system(cx, |h| h.set_groups(&groups))?;
    Ok(cx.none.clone())
}
