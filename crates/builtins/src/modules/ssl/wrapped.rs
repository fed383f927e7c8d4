//! `_SSLSocket`: a connection over a socket or over two memory BIOs.
//!
//! A socket is read and written without waiting while the interpreter's lock is held, and waited for without the lock. So
//! what one thread has read of a record no other thread can take for its own.

use std::sync::Arc;

use rustls::CipherSuite;
use rustls::client::Resumption;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::host::{EAGAIN, EINTR, Fd};
use theseus_object::payload::WeakRef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use super::bio::MemoryBio;
use super::config::server_name;
use super::context::Context;
use super::errors::{self, ERROR, Line};
use super::faults::Fault;
use super::session::{Session, Store};
use super::trust;
use super::tunnel::{MOST_PLAIN, Plain, Tunnel};
use crate::exceptions::raise_os_error;
use crate::modules::socket::{self, POLLIN, POLLOUT};
use crate::modules::sys::hooks::call_unraisable_hook;
use crate::weakref;
use crate::world::ask;

/// What carries the records.
pub enum Carrier {
    /// A weak reference to the socket, which has the connection.
    Socket(ObjRef),
    Memory {
        incoming: ObjRef,
        outgoing: ObjRef,
    },
}

/// Payload of `_SSLSocket`.
pub struct Wrapped {
    pub carrier: Carrier,
    pub context: ObjRef,
    /// A weak reference to whom callbacks are told of.
    pub owner: Option<ObjRef>,
    pub server_side: bool,
    pub server_hostname: Option<String>,
    /// Made when the handshake begins.
    tunnel: Option<Box<Tunnel>>,
    is_established: bool,
    /// Suites that the client named.
    pub offered: Vec<CipherSuite>,
    /// What is kept for connections that go on with this one, and what the session is known by.
    pub store: Arc<Store>,
    pub session_id: [u8; 32],
    pub session: Option<ObjRef>,
}

impl Payload for Wrapped {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        match &mut self.carrier {
            Carrier::Socket(socket) => v.fixed(socket, Relation::Typed("socket")),
            Carrier::Memory { incoming, outgoing } => {
                v.fixed(incoming, Relation::Typed("incoming"));
                v.fixed(outgoing, Relation::Typed("outgoing"));
            }
        }
        v.fixed(&mut self.context, Relation::Typed("context"));
        v.edge(&mut self.owner, Relation::Typed("owner"));
        v.edge(&mut self.session, Relation::Typed("session"));
    }
    fn clear(&mut self) {
        drop((self.owner.take(), self.session.take()));
    }
}

/// An operation under way: where it fails, when its time is over, and what is said then.
pub struct Operation {
    late: &'static str,
    line: Line,
    end: Option<u64>,
}

const HANDSHAKE_LATE: &str = "_ssl.c:983: The handshake operation timed out";
const READ_LATE: &str = "The read operation timed out";
const WRITE_LATE: &str = "The write operation timed out";

/// What receiving gave.
enum Received {
    Some,
    /// Nothing will come any more.
    End,
}

impl Wrapped {
    pub fn new(carrier: Carrier, context: ObjRef, server_side: bool, host: Option<String>) -> Wrapped {
        Wrapped {
            carrier,
            context,
            owner: None,
            server_side,
            server_hostname: host,
            tunnel: None,
            is_established: false,
            offered: Vec::new(),
            store: Arc::default(),
            session_id: [0; 32],
            session: None,
        }
    }

    /// The payload; an error for other objects cannot happen but by a bug.
    pub fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Wrapped> {
        if cx.heap.get::<Wrapped>(me).is_none() {
            return Err(cx.bad_internal("SSL socket"));
        }
        cx.heap.get_mut::<Wrapped>(me).ok_or(Raised)
    }

    /// The connection, once its handshake has begun.
    fn tunnel<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Tunnel> {
        if cx.heap.get::<Wrapped>(me).is_none_or(|w| w.tunnel.is_none()) {
            return Err(cx.bad_internal("SSL connection"));
        }
        cx.heap.get_mut::<Wrapped>(me).and_then(|w| w.tunnel.as_deref_mut()).ok_or(Raised)
    }

    /// The connection, once its handshake is done.
    pub fn established<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<Option<&'a mut Tunnel>> {
        let wrapped = Wrapped::of(cx, me)?;
        Ok(wrapped.tunnel.as_deref_mut().filter(|tunnel| tunnel.is_established()))
    }

    /// Whether the handshake has begun.
    pub fn has_begun(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
        Ok(Wrapped::of(cx, me)?.tunnel.is_some())
    }
}

/// The socket below, while it lives; an error if it is gone, nothing where there are BIOs.
pub fn socket_below(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Carrier::Socket(weak) = &Wrapped::of(cx, me)?.carrier else { return Ok(None) };
    let weak = weak.clone();
    match weakref::target(cx, &weak) {
        Some(socket) => Ok(Some(socket)),
        None => Err(ERROR.numbered(cx, 0, "Underlying socket connection gone", Line::HANDSHAKE)),
    }
}

/// Descriptor and timeout of the socket below, if there is one.
fn below(cx: &mut Cx, me: &ObjRef, line: Line) -> PyResult<Option<(Fd, Option<u64>)>> {
    let Some(socket) = socket_below(cx, me)? else { return Ok(None) };
    match socket::state(cx, &socket) {
        Some((fd, timeout)) if fd >= 0 => Ok(Some((fd, timeout))),
        _ => Err(ERROR.numbered(cx, 0, "Underlying socket has been closed.", line)),
    }
}

impl Operation {
    fn begin(cx: &mut Cx, me: &ObjRef, late: &'static str, line: Line) -> PyResult<Operation> {
        let timeout = below(cx, me, line)?.and_then(|(_, timeout)| timeout).filter(|&t| t > 0);
        let end = timeout.map(|span| cx.host.get().map_or(0, |h| h.monotonic()).saturating_add(span));
        Ok(Operation { late, line, end })
    }

    /// Waits until the socket can be read or written, as long as it may.
    fn wait(&self, cx: &mut Cx, me: &ObjRef, writing: bool) -> PyResult<()> {
        let (fd, timeout) = below(cx, me, self.line)?.unwrap_or((-1, Some(0)));
        if timeout == Some(0) {
            return Err(errors::would_block(cx, writing, self.line));
        }
        let events = if writing { POLLOUT } else { POLLIN };
        if socket::wait(cx, fd, events, self.end)? {
            return Ok(());
        }
        let class = cx.excs.timeout_error.clone();
        Err(cx.error(&class, self.late))
    }

    /// Sends the records that are due; true if none is left.
    fn push(&self, cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
        // MSG_DONTWAIT and MSG_NOSIGNAL.
        const FLAGS: i32 = 0x40 | 0x4000;
        let due = Wrapped::tunnel(cx, me)?.outgoing().to_vec();
        if due.is_empty() {
            return Ok(true);
        }
        if let Carrier::Memory { outgoing, .. } = &Wrapped::of(cx, me)?.carrier {
            let outgoing = outgoing.clone();
            if let Some(bio) = cx.heap.get_mut::<MemoryBio>(&outgoing) {
                bio.put(&due);
            }
            Wrapped::tunnel(cx, me)?.sent(due.len());
            return Ok(true);
        }
        let Some((fd, _)) = below(cx, me, self.line)? else { return Ok(true) };
        match ask(cx, |h| h.send(fd, &due, FLAGS)) {
            Ok(n) => {
                let tunnel = Wrapped::tunnel(cx, me)?;
                tunnel.sent(n);
                Ok(tunnel.outgoing().is_empty())
            }
            Err(EAGAIN) => Ok(false),
            Err(EINTR) => cx.poll().map(|()| false),
            Err(errno) => Err(raise_os_error(cx, errno, None)),
        }
    }

    /// Sends all records that are due, and waits for it.
    fn flush(&self, cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
        while !self.push(cx, me)? {
            self.wait(cx, me, true)?;
        }
        Ok(())
    }

    /// Sends what can be sent at once; what fails will fail again when it matters.
    fn offer(&self, cx: &mut Cx, me: &ObjRef) {
        if self.push(cx, me).is_err() {
            drop(cx.take_exception());
        }
    }

    /// Receives more of the record that is coming in, and waits for it.
    fn receive(&self, cx: &mut Cx, me: &ObjRef) -> PyResult<Received> {
        const DONT_WAIT: i32 = 0x40;
        loop {
            let missing = Wrapped::tunnel(cx, me)?.missing();
            let incoming = match &Wrapped::of(cx, me)?.carrier {
                Carrier::Memory { incoming, .. } => Some(incoming.clone()),
                Carrier::Socket(_) => None,
            };
            let bytes = match incoming {
                Some(incoming) => cx.heap.get_mut::<MemoryBio>(&incoming).and_then(|bio| bio.take(missing)),
                None => {
                    let (fd, _) = below(cx, me, self.line)?.unwrap_or((-1, None));
                    let mut bytes = vec![0; missing];
                    match ask(cx, |h| h.receive(fd, &mut bytes, DONT_WAIT)) {
                        Ok(0) => None,
                        Ok(n) => {
                            bytes.truncate(n);
                            Some(bytes)
                        }
                        Err(EAGAIN) => Some(Vec::new()),
                        Err(EINTR) => {
                            cx.poll()?;
                            continue;
                        }
                        Err(errno) => return Err(raise_os_error(cx, errno, None)),
                    }
                }
            };
            let Some(bytes) = bytes else { return Ok(Received::End) };
            if bytes.is_empty() {
                self.wait(cx, me, false)?;
                continue;
            }
            let received = Wrapped::tunnel(cx, me)?.receive(&bytes);
            log_secrets(cx, me)?;
            return match received {
                Ok(()) => Ok(Received::Some),
                Err(fault) => Err(self.fail(cx, me, &fault)),
            };
        }
    }

    /// Raises what the connection failed of, after the peer was told.
    #[cold]
    fn fail(&self, cx: &mut Cx, me: &ObjRef, fault: &Fault) -> Raised {
        self.offer(cx, me);
        errors::raise(cx, fault, self.line)
    }

    /// The peer went away without a word.
    #[cold]
    fn cut(&self, cx: &mut Cx, me: &ObjRef) -> Raised {
        match Wrapped::tunnel(cx, me) {
            Ok(tunnel) => {
                let fault = tunnel.cut();
                errors::raise(cx, &fault, self.line)
            }
            Err(raised) => raised,
        }
    }

    /// Makes sure that the handshake is done.
    fn establish(&self, cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
        begin(cx, me, self.line)?;
        if Wrapped::of(cx, me)?.is_established {
            return match Wrapped::tunnel(cx, me)?.check() {
                Ok(()) => Ok(()),
                Err(fault) => Err(errors::raise(cx, &fault, self.line)),
            };
        }
        loop {
            if let Err(fault) = Wrapped::tunnel(cx, me)?.check() {
                return Err(self.fail(cx, me, &fault));
            }
            self.choose(cx, me)?;
            // What a server sends after the handshake the client need not wait for.
            match Wrapped::tunnel(cx, me)?.is_established() && Wrapped::of(cx, me)?.server_side {
                true => self.offer(cx, me),
                false => self.flush(cx, me)?,
            }
            if Wrapped::tunnel(cx, me)?.is_established() {
                return finish(cx, me);
            }
            match self.receive(cx, me)? {
                Received::Some => (),
                Received::End => return Err(self.cut(cx, me)),
            }
        }
    }

    /// Chooses the server's configuration when the client has greeted; the context's callback may change the context.
    fn choose(&self, cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
        let Some(greeting) = Wrapped::tunnel(cx, me)?.greeting() else { return Ok(()) };
        Wrapped::of(cx, me)?.offered.clone_from(&greeting.suites);
        if let Err(alert) = call_back(cx, me, greeting.host.as_deref())? {
            let fault = Wrapped::tunnel(cx, me)?.reject(alert, "CALLBACK_FAILED");
            return Err(self.fail(cx, me, &fault));
        }
        let context = Wrapped::of(cx, me)?.context.clone();
        let configs = Context::configs(cx, &context, self.line)?;
        let mut config = configs.server.clone();
        // Where no protocol suits both, they do without.
        if !greeting.protocols.iter().any(|protocol| config.alpn_protocols.contains(protocol)) {
            Arc::make_mut(&mut config).alpn_protocols.clear();
        }
        let accepted = Wrapped::tunnel(cx, me)?.accept(config, configs.verifier.clone());
        log_secrets(cx, me)?;
        accepted.map_err(|fault| self.fail(cx, me, &fault))
    }
}

/// Makes the connection where there is none yet.
fn begin(cx: &mut Cx, me: &ObjRef, line: Line) -> PyResult<()> {
    let wrapped = Wrapped::of(cx, me)?;
    if wrapped.tunnel.is_some() {
        return Ok(());
    }
    let (context, server_side) = (wrapped.context.clone(), wrapped.server_side);
    let (name, is_told) = server_name(wrapped.server_hostname.as_deref());
    let store = wrapped.store.clone();
    let configs = Context::configs(cx, &context, line)?;
    let counts = &mut Context::of(cx, &context)?.counts;
    let tunnel = if server_side {
        counts.accept += 1;
        Ok(Tunnel::server(configs.verifier.clone()))
    } else {
        counts.connect += 1;
        let mut config = (*configs.client).clone();
        config.enable_sni = is_told;
        config.resumption = Resumption::store(store);
        Tunnel::client(Arc::new(config), name, configs.verifier.clone())
    };
    match tunnel {
        Ok(tunnel) => Wrapped::of(cx, me)?.tunnel = Some(Box::new(tunnel)),
        Err(fault) => return Err(errors::raise(cx, &fault, line)),
    }
    Ok(())
}

/// The handshake is done: it is counted.
fn finish(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let is_resumed = Wrapped::tunnel(cx, me)?.is_resumed();
    let wrapped = Wrapped::of(cx, me)?;
    wrapped.is_established = true;
    let (context, server_side) = (wrapped.context.clone(), wrapped.server_side);
    let given = wrapped.session.take().filter(|_| is_resumed);
    let counts = &mut Context::of(cx, &context)?.counts;
    if server_side {
        counts.accept_good += 1;
    } else {
        counts.connect_good += 1;
    }
    counts.hits += i64::from(is_resumed);
    let mut id = [0; 32];
    match given.and_then(|session| cx.heap.get::<Session>(&session).map(|s| s.id)) {
        Some(known) => id = known,
        None => {
            let _ = ask(cx, |h| h.random(&mut id, 0));
        }
    }
    Wrapped::of(cx, me)?.session_id = id;
    Ok(())
}

fn log_secrets(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let context = Wrapped::of(cx, me)?.context.clone();
    trust::log_secrets(cx, &context)
}

/// Calls the context's callback; the alert that is to be sent if there shall be no connection.
fn call_back(cx: &mut Cx, me: &ObjRef, host: Option<&str>) -> PyResult<Result<(), u8>> {
    const HANDSHAKE_FAILURE: u8 = 40;
    const INTERNAL_ERROR: u8 = 80;
    let wrapped = Wrapped::of(cx, me)?;
    let (context, owner) = (wrapped.context.clone(), wrapped.owner.clone());
    let Some(callback) = Context::of(cx, &context)?.sni_callback.clone() else { return Ok(Ok(())) };
    let owner = owner.and_then(|weak| weakref::target(cx, &weak));
    let told = match owner {
        Some(owner) => owner,
        None => socket_below(cx, me)?.unwrap_or_else(|| me.clone()),
    };
    let host = host.map_or_else(|| cx.none.clone(), |host| cx.new_str(host));
    match cx.call(&callback, &[told, host, context]) {
        Ok(answer) if answer.is_none() => Ok(Ok(())),
        Ok(answer) => match answer.int() {
            Some(alert) => Ok(Err(alert as u8)),
            None => {
                let got = answer.ty().name();
                let text = format!("'{got}' object cannot be interpreted as an integer");
                let _ = cx.type_error(text);
                report(cx, &answer);
                Ok(Err(INTERNAL_ERROR))
            }
        },
        Err(_) => {
            report(cx, &callback);
            Ok(Err(HANDSHAKE_FAILURE))
        }
    }
}

/// Reports the exception in flight, which nobody can handle here.
fn report(cx: &mut Cx, about: &ObjRef) {
    if let Some(e) = cx.take_exception() {
        call_unraisable_hook(cx, &e, None, about);
    }
}

pub fn do_handshake(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let operation = Operation::begin(cx, me, HANDSHAKE_LATE, Line::HANDSHAKE)?;
    operation.establish(cx, me)?;
    Ok(cx.none.clone())
}

/// Reads data of one record into a buffer; 0 at the end.
pub fn read_into(cx: &mut Cx, me: &ObjRef, into: &mut [u8]) -> PyResult<usize> {
    let operation = Operation::begin(cx, me, READ_LATE, Line::READ)?;
    operation.establish(cx, me)?;
    loop {
        match Wrapped::tunnel(cx, me)?.read(into) {
            Plain::Data(n) => return Ok(n),
            Plain::End => return Ok(0),
            Plain::Nothing => (),
        }
        // What the protocol has to say in between, such as new keys.
        operation.offer(cx, me);
        if let Received::End = operation.receive(cx, me)? {
            let context = Wrapped::of(cx, me)?.context.clone();
            return match Context::of(cx, &context)?.ignores_cut() {
                true => Ok(0),
                false => Err(operation.cut(cx, me)),
            };
        }
    }
}

/// Writes data; how much of it, where a socket that does not wait takes no more.
pub fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    let buffer = cx.contiguous_buffer(data)?;
    let operation = Operation::begin(cx, me, WRITE_LATE, Line::WRITE)?;
    operation.establish(cx, me)?;
    if Wrapped::tunnel(cx, me)?.has_closed {
        return Err(errors::raise(cx, &Fault::Reason("PROTOCOL_IS_SHUTDOWN"), Line::WRITE));
    }
    let mut done = 0;
    while done < buffer.len() {
        // A record that could not be sent is the one that the program tries again.
        if Wrapped::tunnel(cx, me)?.sealed == 0 {
            let bytes = buffer.bytes(&cx.heap);
            let rest = bytes.get(done..).unwrap_or_default();
            let part = rest[..rest.len().min(MOST_PLAIN)].to_vec();
            Wrapped::tunnel(cx, me)?.write(&part);
        }
        // Another thread may write while this one waits: its records come behind.
        let count = std::mem::take(&mut Wrapped::tunnel(cx, me)?.sealed);
        if count == 0 {
            break;
        }
        if let Err(raised) = operation.flush(cx, me) {
            Wrapped::tunnel(cx, me)?.sealed = count;
            if done > 0 && errors::WANT_WRITE.catch(cx) {
                break;
            }
            return Err(raised);
        }
        done += count;
        cx.poll()?;
    }
    Ok(cx.usize(done))
}

/// Ends the connection on both sides; what carries it stays.
pub fn shutdown(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let operation = Operation::begin(cx, me, READ_LATE, Line::SHUTDOWN)?;
    if Wrapped::established(cx, me)?.is_none() {
        return Err(errors::raise(cx, &Fault::Reason("SHUTDOWN_WHILE_IN_INIT"), Line::SHUTDOWN));
    }
    let tunnel = Wrapped::tunnel(cx, me)?;
    if !tunnel.has_closed {
        tunnel.close();
    }
    operation.flush(cx, me)?;
    let mut plain = [0; 1];
    while !Wrapped::tunnel(cx, me)?.peer_has_closed {
        if let Plain::Data(_) = Wrapped::tunnel(cx, me)?.read(&mut plain) {
            let reason = "APPLICATION_DATA_AFTER_CLOSE_NOTIFY";
            return Err(errors::raise(cx, &Fault::Reason(reason), Line::SHUTDOWN));
        }
        if let Received::End = operation.receive(cx, me)? {
            return Err(operation.cut(cx, me));
        }
    }
    Ok(socket_below(cx, me)?.unwrap_or_else(|| cx.none.clone()))
}

/// A weak reference to an object.
pub fn weak(cx: &Cx, o: &ObjRef) -> ObjRef {
    cx.new_weakref(&cx.type_of::<WeakRef>(), o, None)
}
