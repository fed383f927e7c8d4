//! Sockets and host names.

use super::{Answer, ENOSYS, Fd};

/// An end of a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    V4 {
        host: [u8; 4],
        port: u16,
    },
    V6 {
        host: [u8; 16],
        port: u16,
        flow: u32,
        scope: u32,
    },
    /// A path, or a name that starts with NUL; empty for none.
    Unix(Vec<u8>),
    /// A process or port of it (0 is the kernel), and a mask of groups.
    Netlink {
        port: u32,
        groups: u32,
    },
    /// A machine, and a port of it.
    Vsock {
        machine: u32,
        port: u32,
    },
    /// A network interface, and what packets of it are meant.
    Packet {
        interface: u32,
        protocol: u16,
        /// To whom it goes: this host, all, several, another, or out.
        kind: u8,
        /// The kind of hardware, and an address of that kind, 8 bytes at most.
        hardware: u16,
        address: Vec<u8>,
    },
    /// Of another family.
    Other(i32),
}

/// A row of what `getaddrinfo` gives.
#[derive(Clone, Debug)]
pub struct SocketInfo {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub canonical: Vec<u8>,
    pub address: Address,
}

/// A piece of ancillary data of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Control {
    pub level: i32,
    pub kind: i32,
    pub data: Vec<u8>,
}

/// What is known of a message that was received, but for its data.
#[derive(Clone, Debug)]
pub struct Message {
    /// Bytes of data.
    pub length: usize,
    pub ancillary: Vec<Control>,
    pub flags: i32,
    pub from: Option<Address>,
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Sockets {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    fn socket_pair(&self, family: i32, kind: i32, protocol: i32) -> Answer<(Fd, Fd)> {
        Err(ENOSYS)
    }
    fn bind(&self, fd: Fd, address: &Address) -> Answer<()> {
        Err(ENOSYS)
    }
    fn listen(&self, fd: Fd, backlog: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn accept(&self, fd: Fd) -> Answer<(Fd, Address)> {
        Err(ENOSYS)
    }
    fn connect(&self, fd: Fd, address: &Address) -> Answer<()> {
        Err(ENOSYS)
    }
    fn receive(&self, fd: Fd, into: &mut [u8], flags: i32) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn receive_from(&self, fd: Fd, into: &mut [u8], flags: i32) -> Answer<(usize, Option<Address>)> {
        Err(ENOSYS)
    }
    fn send(&self, fd: Fd, data: &[u8], flags: i32) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn send_to(&self, fd: Fd, data: &[u8], flags: i32, address: &Address) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn send_message(
        &self,
        fd: Fd,
        data: &[u8],
        ancillary: &[Control],
        flags: i32,
        address: Option<&Address>,
    ) -> Answer<usize> {
        Err(ENOSYS)
    }
    /// Receives data, and ancillary data that takes at most `room` bytes with its headers.
    fn receive_message(&self, fd: Fd, into: &mut [u8], room: usize, flags: i32) -> Answer<Message> {
        Err(ENOSYS)
    }
    fn shut_down(&self, fd: Fd, how: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The address of this end, or of the other.
    fn address(&self, fd: Fd, peer: bool) -> Answer<Address> {
        Err(ENOSYS)
    }
    fn option(&self, fd: Fd, level: i32, name: i32, into: &mut [u8]) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn set_option(&self, fd: Fd, level: i32, name: i32, value: &[u8]) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Addresses of a host and service; the error is one of `getaddrinfo`'s own, negative.
    fn addresses(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        family: i32,
        kind: i32,
        protocol: i32,
        flags: i32,
    ) -> Answer<Vec<SocketInfo>> {
        Err(ENOSYS)
    }
    /// Host and service of an address, the reverse of [`Sockets::addresses`].
    fn names(&self, address: &Address, flags: i32) -> Answer<(Vec<u8>, Vec<u8>)> {
        Err(ENOSYS)
    }
    /// The number of a protocol.
    fn protocol(&self, name: &[u8]) -> Option<i32> {
        None
    }
    /// The name of a service on a port, in host order.
    fn service(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
        None
    }
    /// The network interfaces: number and name.
    fn interfaces(&self) -> Answer<Vec<(u32, Vec<u8>)>> {
        Err(ENOSYS)
    }
    fn interface_number(&self, name: &[u8]) -> Option<u32> {
        None
    }
    fn interface_name(&self, number: u32) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }
    fn set_host_name(&self, name: &[u8]) -> Answer<()> {
        Err(ENOSYS)
    }
    fn address_error_text(&self, error: i32) -> String {
        String::new()
    }
}
