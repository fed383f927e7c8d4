//! Addresses as Python has them: pairs of host and port, and paths.

use core::net::{Ipv4Addr, Ipv6Addr};

use theseus_object::host::Address;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::names;
use crate::world::{self, c_int};

const AF_UNIX: i32 = 1;
const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;

/// The object that programs see.
pub fn to_object(cx: &Cx, a: &Address) -> ObjRef {
    match a {
        Address::V4 { host, port } => {
            let host = cx.new_str(&Ipv4Addr::from(*host).to_string());
            cx.new_tuple([host, cx.int(*port as i64)])
        }
        Address::V6 { host, port, flow, scope } => {
            let host = cx.new_str(&Ipv6Addr::from(*host).to_string());
            cx.new_tuple([host, cx.int(*port as i64), cx.int(*flow as i64), cx.int(*scope as i64)])
        }
        Address::Unix(path) if path.first() == Some(&0) => cx.new_bytes(path),
        Address::Unix(path) => world::name_from_bytes(cx, path),
        Address::Other(family) => cx.int(*family as i64),
    }
}

/// The port of an address.
fn port(cx: &mut Cx, function: &str, o: &ObjRef) -> PyResult<u16> {
    let n = c_int(cx, o)?;
    match u16::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) => Err(cx.overflow_error(format!("{function}(): port must be 0-65535."))),
    }
}

/// The bytes of a host name.
fn host_name(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    if let Some(bytes) = cx.heap.bytes(o) {
        return Ok(bytes.to_vec());
    }
    if !o.is_str() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("str, bytes or bytearray expected, not {got}")));
    }
    match o.ascii() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => crate::str::encode(cx, o, "idna", "strict"),
    }
}

/// Reads the address argument of a method of a socket of some family.
pub fn parse(cx: &mut Cx, function: &str, family: i32, o: &ObjRef) -> PyResult<Address> {
    match family {
        AF_UNIX => {
            let path = match cx.heap.exposed(o) {
                Some(bytes) => bytes.to_vec(),
                None if o.is_str() => world::name_to_bytes(cx, o)?,
                None => {
                    let got = o.ty().name();
                    return Err(cx.type_error(format!("a bytes-like object is required, not '{got}'")));
                }
            };
            if path.len() > 107 + usize::from(path.first() == Some(&0)) {
                return Err(cx.os_error("AF_UNIX path too long"));
            }
            Ok(Address::Unix(path))
        }
        AF_INET | AF_INET6 => {
            let title = if family == AF_INET { "AF_INET" } else { "AF_INET6" };
            if o.kind() != Kind::Tuple {
                let got = o.ty().name();
                return Err(cx.type_error(format!("{function}(): {title} address must be tuple, not {got}")));
            }
            let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
            match (family, &items[..]) {
                (AF_INET, [host, number]) => {
                    let host = host_name(cx, host)?;
                    let port = port(cx, function, number)?;
                    let Address::V4 { host, .. } = names::resolve(cx, &host, family)? else {
                        return Err(cx.os_error("address family mismatched"));
                    };
                    Ok(Address::V4 { host, port })
                }
                (AF_INET6, [host, number, rest @ ..]) if rest.len() <= 2 => {
                    let host = host_name(cx, host)?;
                    let port = port(cx, function, number)?;
                    let flow = rest.first().map_or(Ok(0), |o| c_int(cx, o))? as u32;
                    let scope_ = rest.get(1).map_or(Ok(0), |o| c_int(cx, o))? as u32;
                    let Address::V6 { host, scope, .. } = names::resolve(cx, &host, family)? else {
                        return Err(cx.os_error("address family mismatched"));
                    };
                    Ok(Address::V6 { host, port, flow, scope: if scope_ == 0 { scope } else { scope_ } })
                }
                (AF_INET, _) => Err(cx.type_error("AF_INET address must be a pair (host, port)")),
                _ => {
                    Err(cx.type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"))
                }
            }
        }
        _ => Err(cx.os_error(format!("{function}(): unsupported address family"))),
    }
}
