//! Sockets and host names.

use std::ffi::CStr;

use theseus_object::host::{Address, Answer, Control, Fd, Message, SocketInfo, Sockets};

use crate::Process;
use crate::calls::{last, string, sys, zeroed};
use crate::files::until_nul;

/// An address as the system has it, and its length.
fn to_system(address: &Address) -> Answer<(libc::sockaddr_storage, libc::socklen_t)> {
    let mut storage: libc::sockaddr_storage = zeroed();
    let len = match address {
        Address::V4 { host, port } => {
            let a = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: port.to_be(),
                sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(*host) },
                sin_zero: [0; 8],
            };
            // SAFETY: the storage has room for every kind of address.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_in>().write(a) };
            size_of::<libc::sockaddr_in>()
        }
        Address::V6 { host, port, flow, scope } => {
            let a = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: port.to_be(),
                sin6_flowinfo: flow.to_be(),
                sin6_addr: libc::in6_addr { s6_addr: *host },
                sin6_scope_id: *scope,
            };
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_in6>().write(a) };
            size_of::<libc::sockaddr_in6>()
        }
        Address::Unix(path) => {
            let offset = std::mem::offset_of!(libc::sockaddr_un, sun_path);
            let mut a =
                libc::sockaddr_un { sun_family: libc::AF_UNIX as libc::sa_family_t, sun_path: [0; 108] };
            if path.len() >= a.sun_path.len() {
                return Err(libc::ENAMETOOLONG);
            }
            for (to, &from) in a.sun_path.iter_mut().zip(path) {
                *to = from as libc::c_char;
            }
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_un>().write(a) };
            // A name that is no path has no NUL at its end.
            offset + path.len() + usize::from(path.first().is_some_and(|&b| b != 0))
        }
        Address::Netlink { port, groups } => {
            let mut a: libc::sockaddr_nl = zeroed();
            a.nl_family = libc::AF_NETLINK as libc::sa_family_t;
            (a.nl_pid, a.nl_groups) = (*port, *groups);
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_nl>().write(a) };
            size_of::<libc::sockaddr_nl>()
        }
        Address::Vsock { machine, port } => {
            let mut a: libc::sockaddr_vm = zeroed();
            a.svm_family = libc::AF_VSOCK as libc::sa_family_t;
            (a.svm_cid, a.svm_port) = (*machine, *port);
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_vm>().write(a) };
            size_of::<libc::sockaddr_vm>()
        }
        Address::Packet { interface, protocol, kind, hardware, address } => {
            let mut a: libc::sockaddr_ll = zeroed();
            if address.len() > a.sll_addr.len() {
                return Err(libc::EINVAL);
            }
            a.sll_family = libc::AF_PACKET as libc::sa_family_t;
            (a.sll_ifindex, a.sll_protocol) = (*interface as libc::c_int, protocol.to_be());
            (a.sll_pkttype, a.sll_hatype) = (*kind, *hardware);
            a.sll_halen = address.len() as u8;
            a.sll_addr[..address.len()].copy_from_slice(address);
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_ll>().write(a) };
            size_of::<libc::sockaddr_ll>()
        }
        Address::Other(_) => return Err(libc::EAFNOSUPPORT),
    };
    Ok((storage, len as libc::socklen_t))
}

fn from_system(storage: &libc::sockaddr_storage, len: libc::socklen_t) -> Option<Address> {
    if len == 0 {
        return None;
    }
    let at = &raw const *storage;
    Some(match storage.ss_family as i32 {
        libc::AF_INET => {
            // SAFETY: the family says which structure it is.
            let a = unsafe { at.cast::<libc::sockaddr_in>().read() };
            Address::V4 { host: a.sin_addr.s_addr.to_ne_bytes(), port: u16::from_be(a.sin_port) }
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let a = unsafe { at.cast::<libc::sockaddr_in6>().read() };
            Address::V6 {
                host: a.sin6_addr.s6_addr,
                port: u16::from_be(a.sin6_port),
                flow: u32::from_be(a.sin6_flowinfo),
                scope: a.sin6_scope_id,
            }
        }
        libc::AF_UNIX => {
            // SAFETY: as above.
            let a = unsafe { at.cast::<libc::sockaddr_un>().read() };
            let offset = std::mem::offset_of!(libc::sockaddr_un, sun_path);
            let n = (len as usize).saturating_sub(offset).min(a.sun_path.len());
            let bytes: Vec<u8> = a.sun_path[..n].iter().map(|&c| c as u8).collect();
            Address::Unix(if bytes.first() == Some(&0) { bytes } else { until_nul(&bytes).to_vec() })
        }
        libc::AF_NETLINK => {
            // SAFETY: as above.
            let a = unsafe { at.cast::<libc::sockaddr_nl>().read() };
            Address::Netlink { port: a.nl_pid, groups: a.nl_groups }
        }
        libc::AF_VSOCK => {
            // SAFETY: as above.
            let a = unsafe { at.cast::<libc::sockaddr_vm>().read() };
            Address::Vsock { machine: a.svm_cid, port: a.svm_port }
        }
        libc::AF_PACKET => {
            // SAFETY: as above.
            let a = unsafe { at.cast::<libc::sockaddr_ll>().read() };
            Address::Packet {
                interface: a.sll_ifindex as u32,
                protocol: u16::from_be(a.sll_protocol),
                kind: a.sll_pkttype,
                hardware: a.sll_hatype,
                address: a.sll_addr[..a.sll_addr.len().min(a.sll_halen as usize)].to_vec(),
            }
        }
        family => Address::Other(family),
    })
}

/// Bytes of the header of a piece of ancillary data, to which data is aligned.
const HEADER: usize = size_of::<libc::cmsghdr>();

/// Ancillary data as the system has it: header, data, room up to the next aligned place.
fn to_control(pieces: &[Control]) -> Vec<u8> {
    let mut all = Vec::new();
    for piece in pieces {
        let mut header: libc::cmsghdr = zeroed();
        header.cmsg_len = (HEADER + piece.data.len()) as _;
        (header.cmsg_level, header.cmsg_type) = (piece.level, piece.kind);
        let start = all.len();
        all.resize(start + (HEADER + piece.data.len()).next_multiple_of(align_of::<libc::cmsghdr>()), 0);
        // SAFETY: the vector has room for a header there, and it need not be aligned.
        unsafe { all.as_mut_ptr().add(start).cast::<libc::cmsghdr>().write_unaligned(header) };
        all[start + HEADER..start + HEADER + piece.data.len()].copy_from_slice(&piece.data);
    }
    all
}

/// The pieces of what the system filled in; the last one may have been cut.
fn from_control(mut all: &[u8]) -> Vec<Control> {
    let mut pieces = Vec::new();
    while all.len() >= HEADER {
        // SAFETY: there are as many bytes as a header has, and any bytes are one.
        let header = unsafe { all.as_ptr().cast::<libc::cmsghdr>().read_unaligned() };
        let len: usize = header.cmsg_len as _;
        if len < HEADER {
            break;
        }
        let data = all[HEADER..len.min(all.len())].to_vec();
        pieces.push(Control { level: header.cmsg_level, kind: header.cmsg_type, data });
        all = all.get(len.next_multiple_of(align_of::<libc::cmsghdr>())..).unwrap_or_default();
    }
    pieces
}

const ROOM: libc::socklen_t = size_of::<libc::sockaddr_storage>() as libc::socklen_t;

impl Sockets for Process {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Answer<Fd> {
        sys!(libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol))
    }

    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> Answer<(Fd, Fd)> {
        let mut ends = [0; 2];
        sys!(libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, ends.as_mut_ptr()))?;
        Ok((ends[0], ends[1]))
    }

    fn bind(&self, fd: Fd, address: &Address) -> Answer<()> {
        let (storage, len) = to_system(address)?;
        sys!(libc::bind(fd, (&raw const storage).cast(), len)).map(drop)
    }

    fn listen(&self, fd: Fd, backlog: i32) -> Answer<()> {
        sys!(libc::listen(fd, backlog)).map(drop)
    }

    fn accept(&self, fd: Fd) -> Answer<(Fd, Address)> {
        let (mut storage, mut len): (libc::sockaddr_storage, _) = (zeroed(), ROOM);
        let new = sys!(libc::accept4(fd, (&raw mut storage).cast(), &mut len, libc::SOCK_CLOEXEC))?;
        Ok((new, from_system(&storage, len).unwrap_or(Address::Unix(Vec::new()))))
    }

    fn connect(&self, fd: Fd, address: &Address) -> Answer<()> {
        let (storage, len) = to_system(address)?;
        sys!(libc::connect(fd, (&raw const storage).cast(), len)).map(drop)
    }

    fn receive(&self, fd: Fd, into: &mut [u8], flags: i32) -> Answer<usize> {
        sys!(libc::recv(fd, into.as_mut_ptr().cast(), into.len(), flags)).map(|n| n as usize)
    }

    fn receive_from(&self, fd: Fd, into: &mut [u8], flags: i32) -> Answer<(usize, Option<Address>)> {
        let (mut storage, mut len): (libc::sockaddr_storage, _) = (zeroed(), ROOM);
        let at = (&raw mut storage).cast();
        let n = sys!(libc::recvfrom(fd, into.as_mut_ptr().cast(), into.len(), flags, at, &mut len))?;
        Ok((n as usize, from_system(&storage, len)))
    }

    fn send(&self, fd: Fd, data: &[u8], flags: i32) -> Answer<usize> {
        sys!(libc::send(fd, data.as_ptr().cast(), data.len(), flags)).map(|n| n as usize)
    }

    fn send_to(&self, fd: Fd, data: &[u8], flags: i32, address: &Address) -> Answer<usize> {
        let (storage, len) = to_system(address)?;
        let at = (&raw const storage).cast();
        sys!(libc::sendto(fd, data.as_ptr().cast(), data.len(), flags, at, len)).map(|n| n as usize)
    }

    fn send_message(
        &self,
        fd: Fd,
        data: &[u8],
        ancillary: &[Control],
        flags: i32,
        address: Option<&Address>,
    ) -> Answer<usize> {
        let mut control = to_control(ancillary);
        let mut to = address.map(to_system).transpose()?;
        let mut part = libc::iovec { iov_base: data.as_ptr().cast_mut().cast(), iov_len: data.len() };
        let mut message: libc::msghdr = zeroed();
        (message.msg_iov, message.msg_iovlen) = (&raw mut part, 1);
        if !control.is_empty() {
            message.msg_control = control.as_mut_ptr().cast();
            message.msg_controllen = control.len() as _;
        }
        if let Some((storage, len)) = &mut to {
            (message.msg_name, message.msg_namelen) = ((&raw mut *storage).cast(), *len);
        }
        sys!(libc::sendmsg(fd, &raw const message, flags)).map(|n| n as usize)
    }

    fn receive_message(&self, fd: Fd, into: &mut [u8], room: usize, flags: i32) -> Answer<Message> {
        let (mut storage, mut control): (libc::sockaddr_storage, _) = (zeroed(), vec![0u8; room]);
        let mut part = libc::iovec { iov_base: into.as_mut_ptr().cast(), iov_len: into.len() };
        let mut message: libc::msghdr = zeroed();
        (message.msg_iov, message.msg_iovlen) = (&raw mut part, 1);
        (message.msg_name, message.msg_namelen) = ((&raw mut storage).cast(), ROOM);
        (message.msg_control, message.msg_controllen) = (control.as_mut_ptr().cast(), room as _);
        let length = sys!(libc::recvmsg(fd, &raw mut message, flags))? as usize;
        control.truncate(message.msg_controllen as _);
        Ok(Message {
            length,
            ancillary: from_control(&control),
            flags: message.msg_flags,
            from: from_system(&storage, message.msg_namelen),
        })
    }

    fn shut_down(&self, fd: Fd, how: i32) -> Answer<()> {
        sys!(libc::shutdown(fd, how)).map(drop)
    }

    fn address(&self, fd: Fd, peer: bool) -> Answer<Address> {
        let (mut storage, mut len): (libc::sockaddr_storage, _) = (zeroed(), ROOM);
        let at = (&raw mut storage).cast();
        match peer {
            true => sys!(libc::getpeername(fd, at, &mut len))?,
            false => sys!(libc::getsockname(fd, at, &mut len))?,
        };
        Ok(from_system(&storage, len).unwrap_or(Address::Unix(Vec::new())))
    }

    fn option(&self, fd: Fd, level: i32, name: i32, into: &mut [u8]) -> Answer<usize> {
        let mut len = into.len() as libc::socklen_t;
        sys!(libc::getsockopt(fd, level, name, into.as_mut_ptr().cast(), &mut len))?;
        Ok(len as usize)
    }

    fn set_option(&self, fd: Fd, level: i32, name: i32, value: &[u8]) -> Answer<()> {
        sys!(libc::setsockopt(fd, level, name, value.as_ptr().cast(), value.len() as libc::socklen_t))
            .map(drop)
    }

    fn addresses(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        family: i32,
        kind: i32,
        protocol: i32,
        flags: i32,
    ) -> Answer<Vec<SocketInfo>> {
        let (host, service) = (host.map(string).transpose()?, service.map(string).transpose()?);
        let mut hints: libc::addrinfo = zeroed();
        (hints.ai_family, hints.ai_socktype) = (family, kind);
        (hints.ai_protocol, hints.ai_flags) = (protocol, flags);
        let mut list: *mut libc::addrinfo = std::ptr::null_mut();
        let text = |s: &Option<std::ffi::CString>| s.as_ref().map_or(std::ptr::null(), |s| s.as_ptr());
        // SAFETY: strings and structures are ours; the list is freed below.
        let e = unsafe { libc::getaddrinfo(text(&host), text(&service), &hints, &mut list) };
        if e != 0 {
            return Err(e);
        }
        let mut rows = Vec::new();
        let mut at = list;
        // SAFETY: the list is the system's, ends with null and is freed once.
        unsafe {
            while let Some(row) = at.as_ref() {
                let mut storage: libc::sockaddr_storage = zeroed();
                let n = (row.ai_addrlen as usize).min(ROOM as usize);
                std::ptr::copy_nonoverlapping(row.ai_addr.cast::<u8>(), (&raw mut storage).cast::<u8>(), n);
                let canonical = if row.ai_canonname.is_null() {
                    Vec::new()
                } else {
                    CStr::from_ptr(row.ai_canonname).to_bytes().to_vec()
                };
                rows.extend(from_system(&storage, row.ai_addrlen).map(|address| SocketInfo {
                    family: row.ai_family,
                    kind: row.ai_socktype,
                    protocol: row.ai_protocol,
                    canonical,
                    address,
                }));
                at = row.ai_next;
            }
            libc::freeaddrinfo(list);
        }
        Ok(rows)
    }

    fn names(&self, address: &Address, flags: i32) -> Answer<(Vec<u8>, Vec<u8>)> {
        let (storage, len) = to_system(address)?;
        let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
        // SAFETY: the buffers are ours and their lengths are given.
        let e = unsafe {
            libc::getnameinfo(
                (&raw const storage).cast(),
                len,
                host.as_mut_ptr().cast(),
                host.len() as libc::socklen_t,
                service.as_mut_ptr().cast(),
                service.len() as libc::socklen_t,
                flags,
            )
        };
        if e != 0 {
            return Err(e);
        }
        Ok((until_nul(&host).to_vec(), until_nul(&service).to_vec()))
    }

    fn protocol(&self, name: &[u8]) -> Option<i32> {
        let name = string(name).ok()?;
        // SAFETY: the answer is read before anybody asks again: callers hold the interpreter's lock.
        unsafe { libc::getprotobyname(name.as_ptr()).as_ref() }.map(|entry| entry.p_proto)
    }

    fn service(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
        let protocol = protocol.map(string).transpose().ok()?;
        let protocol = protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
        // SAFETY: as above; the name ends with NUL.
        let entry = unsafe { libc::getservbyport(port.to_be() as i32, protocol).as_ref() }?;
        // SAFETY: as above.
        Some(unsafe { CStr::from_ptr(entry.s_name) }.to_bytes().to_vec())
    }

    fn interfaces(&self) -> Answer<Vec<(u32, Vec<u8>)>> {
        // SAFETY: the call has no arguments.
        let table = unsafe { libc::if_nameindex() };
        if table.is_null() {
            return Err(last());
        }
        let mut found = Vec::new();
        for i in 0.. {
            // SAFETY: the table ends with an entry whose number is 0.
            let entry = unsafe { &*table.add(i) };
            if entry.if_index == 0 {
                break;
            }
            // SAFETY: names end with NUL.
            found.push((entry.if_index, unsafe { CStr::from_ptr(entry.if_name) }.to_bytes().to_vec()));
        }
        // SAFETY: the table is not used any more.
        unsafe { libc::if_freenameindex(table) };
        Ok(found)
    }

    fn interface_number(&self, name: &[u8]) -> Option<u32> {
        let name = string(name).ok()?;
        // SAFETY: the name ends with NUL.
        Some(unsafe { libc::if_nametoindex(name.as_ptr()) }).filter(|&n| n > 0)
    }

    fn interface_name(&self, number: u32) -> Answer<Vec<u8>> {
        let mut name = [0u8; libc::IF_NAMESIZE];
        // SAFETY: the buffer has the length that the call asks for.
        if unsafe { libc::if_indextoname(number, name.as_mut_ptr().cast()) }.is_null() {
            return Err(last());
        }
        Ok(until_nul(&name).to_vec())
    }

    fn set_host_name(&self, name: &[u8]) -> Answer<()> {
        sys!(libc::sethostname(name.as_ptr().cast(), name.len())).map(drop)
    }

    fn address_error_text(&self, error: i32) -> String {
        // SAFETY: the system gives a string of its own.
        unsafe { CStr::from_ptr(libc::gai_strerror(error)) }.to_string_lossy().into_owned()
    }
}
