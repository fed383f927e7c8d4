//! Names of hosts and services, forms of addresses, and the default timeout.

use core::net::{Ipv4Addr, Ipv6Addr};

use theseus_object::args::Params;
use theseus_object::host::Address;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use super::address;
use crate::world::{self, c_int, long, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "getaddrinfo",
        getaddrinfo,
        "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo struct.",
    ),
    NativeDef::f2(
        "getnameinfo",
        getnameinfo,
        "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.",
    ),
    NativeDef::f1(
        "gethostbyname",
        gethostbyname,
        "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') for a host.",
    ),
    NativeDef::f1(
        "gethostbyname_ex",
        gethostbyname_ex,
        "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.",
    ),
    NativeDef::f1(
        "gethostbyaddr",
        gethostbyaddr,
        "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.",
    ),
    NativeDef::f0("gethostname", gethostname, "gethostname() -> string\n\nReturn the current host name."),
    NativeDef::f_range(
        "getservbyname",
        getservbyname,
        1,
        2,
        "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name and protocol name.",
    ),
    NativeDef::f_range(
        "getservbyport",
        getservbyport,
        1,
        2,
        "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.",
    ),
    NativeDef::f1(
        "getprotobyname",
        getprotobyname,
        "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely used.)",
    ),
    NativeDef::f0(
        "if_nameindex",
        if_nameindex,
        "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples.",
    ),
    NativeDef::f1(
        "if_nametoindex",
        if_nametoindex,
        "if_nametoindex(if_name)\n\nReturns the interface index corresponding to the interface name if_name.",
    ),
    NativeDef::f1(
        "if_indextoname",
        if_indextoname,
        "if_indextoname(if_index)\n\nReturns the interface name corresponding to the interface index if_index.",
    ),
    NativeDef::f1("sethostname", sethostname, "sethostname(name)\n\nSets the hostname to name."),
    NativeDef::f_range(
        "socketpair",
        socketpair,
        0,
        3,
        "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of socket objects from the sockets returned by the platform\nsocketpair() function.",
    ),
    NativeDef::f1("close", close, "close(integer) -> None\n\nClose an integer socket file descriptor."),
    NativeDef::f1("dup", dup, "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor."),
    NativeDef::f1(
        "htons",
        |cx, o| swap(cx, o, 16, "htons"),
        "htons(integer) -> integer\n\nConvert a 16-bit unsigned integer from host to network byte order.",
    ),
    NativeDef::f1(
        "ntohs",
        |cx, o| swap(cx, o, 16, "ntohs"),
        "ntohs(integer) -> integer\n\nConvert a 16-bit unsigned integer from network to host byte order.",
    ),
    NativeDef::f1(
        "htonl",
        |cx, o| swap(cx, o, 32, "htonl"),
        "htonl(integer) -> integer\n\nConvert a 32-bit integer from host to network byte order.",
    ),
    NativeDef::f1(
        "ntohl",
        |cx, o| swap(cx, o, 32, "ntohl"),
        "ntohl(integer) -> integer\n\nConvert a 32-bit integer from network to host byte order.",
    ),
    NativeDef::f1(
        "inet_aton",
        inet_aton,
        "inet_aton(string) -> bytes giving packed 32-bit IP representation\n\nConvert an IP address in string format (123.45.67.89) to the 32-bit packed\nbinary format used in low-level network functions.",
    ),
    NativeDef::f1(
        "inet_ntoa",
        inet_ntoa,
        "inet_ntoa(packed_ip) -> ip_address_string\n\nConvert an IP address from 32-bit packed binary format to string format",
    ),
    NativeDef::f2(
        "inet_pton",
        inet_pton,
        "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address from string format to a packed string suitable\nfor use with low-level network functions.",
    ),
    NativeDef::f2(
        "inet_ntop",
        inet_ntop,
        "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the given family to string format.",
    ),
    NativeDef::f0("getdefaulttimeout", getdefaulttimeout, "getdefaulttimeout() -> timeout"),
    NativeDef::f1("setdefaulttimeout", setdefaulttimeout, "setdefaulttimeout(timeout)"),
];

const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;
const DEFAULT: &str = "_socket.default_timeout";

/// A timeout in nanoseconds; `None` for none.
pub fn timeout(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<u64>> {
    if o.is_none() {
        return Ok(None);
    }
    let seconds = match o.float() {
        Some(v) => v,
        None => long(cx, o)? as f64,
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(cx.value_error("Timeout value out of range"));
    }
    if seconds > 9e9 {
        return Err(cx.overflow_error("timeout doesn't fit into C timeval"));
    }
    Ok(Some((seconds * 1e9).ceil() as u64))
}

pub fn default_timeout(cx: &Cx) -> Option<u64> {
    let kept = cx.kept(DEFAULT)?;
    kept.float().map(|v| (v * 1e9).ceil() as u64)
}

fn getdefaulttimeout(cx: &mut Cx) -> PyResult {
    Ok(cx.kept(DEFAULT).unwrap_or_else(|| cx.none.clone()))
}

fn setdefaulttimeout(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let value = match timeout(cx, o)? {
        Some(t) => cx.float(t as f64 / 1e9),
        None => cx.none.clone(),
    };
    cx.keep(DEFAULT, value);
    Ok(cx.none.clone())
}

#[cold]
fn address_error(cx: &mut Cx, error: i32) -> Raised {
    let text = cx.host.get().map(|h| h.address_error_text(error)).unwrap_or_default();
    let class = cx.kept("_socket.gaierror").unwrap_or_else(|| cx.excs.os_error.as_ref().clone());
    let args = [cx.int(error as i64), cx.new_str(&text)];
    match cx.call(&class, &args) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

/// The address of a host; the empty name is every address of this one.
pub fn resolve(cx: &mut Cx, host: &[u8], family: i32) -> PyResult<Address> {
    const AI_PASSIVE: i32 = 1;
    const EAI_NONAME: i32 = -2;
    let v4 = |host: [u8; 4]| Ok(Address::V4 { host, port: 0 });
    let text = String::from_utf8_lossy(host).into_owned();
    if family == AF_INET {
        match text.as_str() {
            "" => return v4([0; 4]),
            "<broadcast>" | "255.255.255.255" => return v4([255; 4]),
            _ => (),
        }
        if let Ok(a) = text.parse::<Ipv4Addr>() {
            return v4(a.octets());
        }
    } else if let Ok(a) = text.parse::<Ipv6Addr>() {
        return Ok(Address::V6 { host: a.octets(), port: 0, flow: 0, scope: 0 });
    }
    let (name, service, flags) =
        if host.is_empty() { (None, Some(&b"0"[..]), AI_PASSIVE) } else { (Some(host), None, 0) };
    let found = world::retry(cx, |h| h.addresses(name, service, family, 0, 0, flags))?;
    match found.map(|rows| rows.into_iter().next()) {
        Ok(Some(row)) => Ok(row.address),
        Ok(None) => Err(address_error(cx, EAI_NONAME)),
        Err(error) => Err(address_error(cx, error)),
    }
}

/// The bytes of a name, or nothing for None.
fn name(cx: &mut Cx, o: &ObjRef, what: &str) -> PyResult<Option<Vec<u8>>> {
    if o.is_none() {
        return Ok(None);
    }
    if let Some(bytes) = cx.heap.bytes(o) {
        return Ok(Some(bytes.to_vec()));
    }
    match o.ascii() {
        Some(text) => Ok(Some(text.as_bytes().to_vec())),
        None if o.is_str() => crate::str::encode(cx, o, "idna", "strict").map(Some),
        None => Err(cx.type_error(what)),
    }
}

fn getaddrinfo(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 4> = Params {
        required: ["host", "port"],
        optional: ["family", "type", "proto", "flags"],
        posonly: 0,
        kwonly: 6,
    };
    let ([host, port], [family, kind, protocol, flags]) = args.bind(cx, "getaddrinfo", &PARAMS)?;
    let mut read = |o: Option<ObjRef>| o.map_or(Ok(0), |o| c_int(cx, &o));
    let [family, kind, protocol, flags] = [read(family)?, read(kind)?, read(protocol)?, read(flags)?];
    let host = name(cx, &host, "getaddrinfo() argument 1 must be string or None")?;
    let service = match port.is_int() {
        true => Some(long(cx, &port)?.to_string().into_bytes()),
        false => name(cx, &port, "Int or String expected")?,
    };
    let found = world::retry(cx, |h| {
        h.addresses(host.as_deref(), service.as_deref(), family, kind, protocol, flags)
    })?;
    let rows = match found {
        Ok(rows) => rows,
        Err(error) => return Err(address_error(cx, error)),
    };
    let list = rows.iter().map(|row| {
        let canonical = world::name_from_bytes(cx, &row.canonical);
        let numbers = [row.family, row.kind, row.protocol].map(|n| cx.int(n as i64));
        let [family, kind, protocol] = numbers;
        cx.new_tuple([family, kind, protocol, canonical, address::to_object(cx, &row.address)])
    });
    let list = list.collect();
    Ok(cx.new_list(list))
}

fn getnameinfo(cx: &mut Cx, of: &ObjRef, flags: &ObjRef) -> PyResult {
    let flags = c_int(cx, flags)?;
    if of.kind() != Kind::Tuple {
        return Err(cx.type_error("getnameinfo() argument 1 must be a tuple"));
    }
    let v6 =
        cx.heap.tuple(of).and_then(|t| t.first()).and_then(|h| h.text()).is_some_and(|h| h.contains(':'));
    let address = address::parse(cx, "getnameinfo", if v6 { AF_INET6 } else { AF_INET }, of)?;
    match world::retry(cx, |h| h.names(&address, flags))? {
        Ok((host, service)) => {
            let parts = [host, service].map(|b| world::name_from_bytes(cx, &b));
            Ok(cx.new_tuple(parts))
        }
        Err(error) => Err(address_error(cx, error)),
    }
}

fn gethostbyname(cx: &mut Cx, host: &ObjRef) -> PyResult {
    let host =
        name(cx, host, "gethostbyname() argument 1 must be str, bytes or bytearray")?.unwrap_or_default();
    match resolve(cx, &host, AF_INET)? {
        Address::V4 { host, .. } => Ok(cx.new_str(&Ipv4Addr::from(host).to_string())),
        _ => Err(cx.os_error("address family mismatched")),
    }
}

/// Name, aliases (which the resolver does not tell) and addresses of a host.
fn host_entry(cx: &Cx, name: &[u8], addresses: &[Address]) -> ObjRef {
    let mut texts: Vec<String> = Vec::new();
    for address in addresses {
        let text = match address {
            Address::V4 { host, .. } => Ipv4Addr::from(*host).to_string(),
            Address::V6 { host, .. } => Ipv6Addr::from(*host).to_string(),
            _ => continue,
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let list = texts.iter().map(|text| cx.new_str(text)).collect();
    let name = world::name_from_bytes(cx, name);
    cx.new_tuple([name, cx.new_list(Vec::new()), cx.new_list(list)])
}

fn gethostbyname_ex(cx: &mut Cx, host: &ObjRef) -> PyResult {
    const AI_CANONNAME: i32 = 2;
    let host =
        name(cx, host, "gethostbyname_ex() argument 1 must be str, bytes or bytearray")?.unwrap_or_default();
    let found = world::retry(cx, |h| h.addresses(Some(&host), None, AF_INET, 0, 0, AI_CANONNAME))?;
    let rows = match found {
        Ok(rows) => rows,
        Err(error) => return Err(address_error(cx, error)),
    };
    let canonical = rows.first().map(|row| row.canonical.clone()).filter(|name| !name.is_empty());
    let addresses: Vec<Address> = rows.into_iter().map(|row| row.address).collect();
    Ok(host_entry(cx, &canonical.unwrap_or(host), &addresses))
}

fn gethostbyaddr(cx: &mut Cx, host: &ObjRef) -> PyResult {
    const NAME_REQUIRED: i32 = 8;
    let host =
        name(cx, host, "gethostbyaddr() argument 1 must be str, bytes or bytearray")?.unwrap_or_default();
    let address = resolve(cx, &host, 0)?;
    match world::retry(cx, |h| h.names(&address, NAME_REQUIRED))? {
        Ok((name, _)) => Ok(host_entry(cx, &name, &[address])),
        Err(_) => {
            let class = cx.kept("_socket.herror").unwrap_or_else(|| cx.excs.os_error.as_ref().clone());
            let args = [cx.int(1), cx.new_str("Unknown host")];
            let e = cx.call(&class, &args)?;
            Err(cx.raise(e))
        }
    }
}

fn gethostname(cx: &mut Cx) -> PyResult {
    let name = system(cx, |h| h.system_name())?;
    Ok(world::name_from_bytes(cx, &name.0[1]))
}

fn getservbyname(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    crate::str::args::expect_str(cx, "getservbyname", " 1", &args[0])?;
    let name = world::name_to_bytes(cx, &args[0])?;
    let kind = match args.get(1).and_then(|p| p.ascii()) {
        Some("udp") => 2,
        _ => 1,
    };
    let found = world::wait(cx, |h| h.addresses(None, Some(&name), AF_INET, kind, 0, 0)).unwrap_or_default();
    match found.first().map(|row| &row.address) {
        Some(Address::V4 { port, .. }) => Ok(cx.int(*port as i64)),
        _ => Err(cx.os_error("service/proto not found")),
    }
}

fn getprotobyname(cx: &mut Cx, name: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "getprotobyname", "", name)?;
    let name = world::name_to_bytes(cx, name)?;
    match cx.host.get().and_then(|h| h.protocol(&name)) {
        Some(number) => Ok(cx.int(number as i64)),
        None => Err(cx.os_error("protocol not found")),
    }
}

fn getservbyport(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let port = c_int(cx, &args[0])?;
    let protocol = match args.get(1) {
        Some(o) => {
            crate::str::args::expect_str(cx, "getservbyport", " 2", o)?;
            Some(world::name_to_bytes(cx, o)?)
        }
        None => None,
    };
    let Ok(port) = u16::try_from(port) else {
        return Err(cx.overflow_error("getservbyport: port must be 0-65535."));
    };
    match cx.host.get().and_then(|h| h.service(port, protocol.as_deref())) {
        Some(name) => Ok(world::name_from_bytes(cx, &name)),
        None => Err(cx.os_error("port/proto not found")),
    }
}

fn if_nameindex(cx: &mut Cx) -> PyResult {
    let found = system(cx, |h| h.interfaces())?;
    let row = |(number, name): &(u32, Vec<u8>)| {
        cx.new_tuple([cx.int(*number as i64), world::name_from_bytes(cx, name)])
    };
    let rows = found.iter().map(row).collect();
    Ok(cx.new_list(rows))
}

fn if_nametoindex(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = world::path(cx, "if_nametoindex", "if_name", name, world::Also::Nothing)?.bytes;
    match cx.host.get().and_then(|h| h.interface_number(&name)) {
        Some(number) => Ok(cx.int(number as i64)),
        None => Err(cx.os_error("no interface with this name")),
    }
}

fn if_indextoname(cx: &mut Cx, number: &ObjRef) -> PyResult {
    let number = long(cx, number)?;
    let Ok(number) = u32::try_from(number) else {
        return Err(cx.overflow_error("index is too large"));
    };
    let name = system(cx, |h| h.interface_name(number))?;
    Ok(world::name_from_bytes(cx, &name))
}

fn sethostname(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = world::path(cx, "sethostname", "name", name, world::Also::Nothing)?.bytes;
    system(cx, |h| h.set_host_name(&name))?;
    Ok(cx.none.clone())
}

fn socketpair(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    const AF_UNIX: i32 = 1;
    let mut numbers = [AF_UNIX, 1, 0];
    for (slot, o) in numbers.iter_mut().zip(args) {
        *slot = c_int(cx, o)?;
    }
    let [family, kind, protocol] = numbers;
    let (a, b) = system(cx, |h| h.socket_pair(family, kind, protocol))?;
    let class = cx.type_of::<super::Socket>().as_ref().clone();
    let mut made = Vec::new();
    for fd in [a, b] {
        let args = [family, kind, protocol, fd].map(|n| cx.int(n as i64));
        made.push(cx.call(&class, &args)?);
    }
    Ok(cx.new_tuple(made))
}

fn close(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    system(cx, |h| h.close(fd))?;
    Ok(cx.none.clone())
}

fn dup(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let new = system(cx, |h| h.duplicate(fd))?;
    Ok(cx.int(new as i64))
}

fn swap(cx: &mut Cx, o: &ObjRef, bits: u32, function: &str) -> PyResult {
    let v = long(cx, o)?;
    if v < 0 {
        return Err(cx.overflow_error(format!(
            "{function}: can't convert negative Python int to C {bits}-bit unsigned integer"
        )));
    }
    if v >> bits != 0 {
        return Err(cx.overflow_error(format!(
            "{function}: Python int too large to convert to C {bits}-bit unsigned integer"
        )));
    }
    let swapped = if bits == 16 { (v as u16).to_be() as i64 } else { (v as u32).to_be() as i64 };
    Ok(cx.int(swapped))
}

fn text_of(cx: &mut Cx, function: &str, o: &ObjRef) -> PyResult<String> {
    crate::str::args::expect_str(cx, function, "", o)?;
    Ok(o.text_or_empty())
}

fn inet_aton(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = text_of(cx, "inet_aton", o)?;
    // One to four parts, of which the last fills what is left; octal and hexadecimal too.
    let number = |t: &str| -> Option<u64> {
        match t.strip_prefix("0x").or(t.strip_prefix("0X")) {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None if t.len() > 1 && t.starts_with('0') => u64::from_str_radix(t, 8).ok(),
            None => t.parse().ok(),
        }
    };
    let parts: Option<Vec<u64>> = text.split('.').map(number).collect();
    let packed = parts.filter(|p| p.len() <= 4).and_then(|p| {
        let (last, head) = p.split_last()?;
        let room = 32 - 8 * head.len() as u32;
        let fits = *last < 1 << room && head.iter().all(|&n| n < 256);
        let high = head.iter().enumerate().fold(0, |sum, (i, n)| sum | n << (24 - 8 * i));
        fits.then_some((high | last) as u32)
    });
    match packed {
        Some(n) => Ok(cx.new_bytes(&n.to_be_bytes())),
        None => Err(cx.os_error("illegal IP address string passed to inet_aton")),
    }
}

fn packed<const N: usize>(cx: &mut Cx, o: &ObjRef, text: &str) -> PyResult<[u8; N]> {
    let data = cx.buffer(o)?.copied(cx)?;
    match data.try_into() {
        Ok(bytes) => Ok(bytes),
        Err(_) if text.starts_with("invalid") => Err(cx.value_error(text)),
        Err(_) => Err(cx.os_error(text)),
    }
}

fn inet_ntoa(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let bytes: [u8; 4] = packed(cx, o, "packed IP wrong length for inet_ntoa")?;
    Ok(cx.new_str(&Ipv4Addr::from(bytes).to_string()))
}

fn inet_pton(cx: &mut Cx, family: &ObjRef, o: &ObjRef) -> PyResult {
    const EAFNOSUPPORT: i32 = 97;
    let family = c_int(cx, family)?;
    let text = text_of(cx, "inet_pton", o)?;
    let bytes = match family {
        AF_INET => text.parse::<Ipv4Addr>().ok().map(|a| a.octets().to_vec()),
        AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|a| a.octets().to_vec()),
        _ => return Err(crate::exceptions::raise_os_error(cx, EAFNOSUPPORT, None)),
    };
    match bytes {
        Some(b) => Ok(cx.new_bytes(&b)),
        None => Err(cx.os_error("illegal IP address string passed to inet_pton")),
    }
}

fn inet_ntop(cx: &mut Cx, family: &ObjRef, o: &ObjRef) -> PyResult {
    const WRONG: &str = "invalid length of packed IP address string";
    let text = match c_int(cx, family)? {
        AF_INET => Ipv4Addr::from(packed::<4>(cx, o, WRONG)?).to_string(),
        AF_INET6 => Ipv6Addr::from(packed::<16>(cx, o, WRONG)?).to_string(),
        family => return Err(cx.value_error(format!("unknown address family {family}"))),
    };
    Ok(cx.new_str(&text))
}
