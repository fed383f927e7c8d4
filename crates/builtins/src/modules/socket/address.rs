//! Addresses as Python has them: pairs of host and port, and paths.

use core::net::{Ipv4Addr, Ipv6Addr};

use theseus_object::host::{Address, ENODEV};
use theseus_object::{Cx, ObjRef, PyResult};

use super::names;
use crate::exceptions::raise_os_error;
use crate::world::{self, c_int};

const AF_UNIX: i32 = 1;
const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;
const AF_NETLINK: i32 = 16;
const AF_PACKET: i32 = 17;
const AF_VSOCK: i32 = 40;

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
        Address::Netlink { port: a, groups: b } | Address::Vsock { machine: a, port: b } => {
            cx.new_tuple([cx.int(*a as i64), cx.int(*b as i64)])
        }
        Address::Packet { interface, protocol, kind, hardware, address } => {
            let name = cx.host.get().and_then(|host| host.interface_name(*interface).ok());
            cx.new_tuple([
                world::name_from_bytes(cx, &name.unwrap_or_default()),
                cx.int(*protocol as i64),
                cx.int(*kind as i64),
                cx.int(*hardware as i64),
                cx.new_bytes(address),
            ])
        }
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

/// A number of 32 bits; what does not fit is cut off, as C does.
fn word(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    let number = cx.index(o)?;
    match cx.meant_int(&number) {
        Some(number) => Ok(number as u32),
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}

/// The items of an address that is a tuple; `title` is what the error begins with.
fn items(cx: &mut Cx, title: &str, o: &ObjRef) -> PyResult<Vec<ObjRef>> {
    match cx.heap.tuple(o) {
        Some(items) => Ok(items.to_vec()),
        None => {
            let got = o.ty().name();
            Err(cx.type_error(format!("{title} address must be tuple, not {got}")))
        }
    }
}

/// The name of an interface and a protocol; then, as far as they are given, kind, hardware and its address.
fn packet(cx: &mut Cx, function: &str, o: &ObjRef) -> PyResult<Address> {
    let items = items(cx, &format!("{function}(): AF_PACKET"), o)?;
    let [name, protocol, rest @ ..] = &items[..] else {
        return Err(cx.type_error("AF_PACKET address must be a tuple of two to five elements"));
    };
    if rest.len() > 3 {
        return Err(cx.type_error("AF_PACKET address must be a tuple of two to five elements"));
    }
    let name = world::path(cx, function, "interface", name, world::Also::Nothing)?.bytes;
    let protocol = c_int(cx, protocol)?;
    let kind = rest.first().map_or(Ok(0), |o| c_int(cx, o))?;
    let hardware = rest.get(1).map_or(Ok(0), |o| c_int(cx, o))?;
    let address = match rest.get(2) {
        Some(address) => cx.buffer(address)?.bytes(&cx.heap).to_vec(),
        None => Vec::new(),
    };
    if address.len() > 8 {
        return Err(cx.value_error("Hardware address must be 8 bytes or less"));
    }
    let Some(interface) = cx.host.get().and_then(|host| host.interface_number(&name)) else {
        return Err(raise_os_error(cx, ENODEV, None));
    };
    let Ok(protocol) = u16::try_from(protocol) else {
        return Err(cx.overflow_error(format!("{function}(): proto must be 0-65535.")));
    };
    Ok(Address::Packet { interface, protocol, kind: kind as u8, hardware: hardware as u16, address })
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
            let items = items(cx, &format!("{function}(): {title}"), o)?;
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
        AF_NETLINK => match &items(cx, &format!("{function}(): AF_NETLINK"), o)?[..] {
            [port, groups] => Ok(Address::Netlink { port: word(cx, port)?, groups: word(cx, groups)? }),
            _ => Err(cx.type_error("AF_NETLINK address must be a pair (pid, groups)")),
        },
        AF_VSOCK => match &items(cx, "getsockaddrarg: AF_VSOCK", o)?[..] {
            [machine, port] => Ok(Address::Vsock { machine: word(cx, machine)?, port: word(cx, port)? }),
            other => {
                let n = other.len();
                Err(cx.type_error(format!("getsockaddrarg() takes exactly 2 arguments ({n} given)")))
            }
        },
        AF_PACKET => packet(cx, function, o),
        _ => Err(cx.os_error(format!("{function}(): bad family"))),
    }
}
