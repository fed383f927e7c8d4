//! Methods and attributes of `_SSLSocket`: what is known of a connection and of its peer.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::certificate::Certificate;
use super::choices::summary;
use super::ciphers::Row;
use super::constants::mode;
use super::context::Context;
use super::errors::{self, Line};
use super::session::Session;
use super::shown::{self, Shown};
use super::tunnel::MOST_PLAIN;
use super::wrapped::{self, Wrapped, weak};
use crate::str::args::ssize;
use crate::weakref;

pub static SPEC: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m0("cipher", cipher, "cipher($self, /)\n--\n\n"),
        NativeDef::m0("compression", |cx, _| Ok(cx.none.clone()), "compression($self, /)\n--\n\n"),
        NativeDef::m0("do_handshake", wrapped::do_handshake, "do_handshake($self, /)\n--\n\n"),
        NativeDef::full(
            "get_channel_binding",
            get_channel_binding,
            "get_channel_binding($self, /, cb_type='tls-unique')\n--\n\nGet channel binding data for current connection.\n\nRaise ValueError if the requested `cb_type` is not supported.  Return bytes\nof the data or None if the data is not available (e.g. before the handshake).\nOnly 'tls-unique' channel binding data from RFC 5929 is supported.",
        ),
        NativeDef::m0("get_unverified_chain", chain, "get_unverified_chain($self, /)\n--\n\n"),
        NativeDef::m0("get_verified_chain", chain, "get_verified_chain($self, /)\n--\n\n"),
        NativeDef::range(
            "getpeercert",
            getpeercert,
            0,
            1,
            "getpeercert($self, der=False, /)\n--\n\nReturns the certificate for the peer.\n\nIf no certificate was provided, returns None.  If a certificate was\nprovided, but not validated, returns an empty dictionary.  Otherwise\nreturns a dict containing information about the peer certificate.\n\nIf the optional argument is True, returns a DER-encoded copy of the\npeer certificate, or None if no certificate was provided.  This will\nreturn the certificate even if it wasn't validated.",
        ),
        NativeDef::m0(
            "pending",
            pending,
            "pending($self, /)\n--\n\nReturns the number of already decrypted bytes available for read, pending on the connection.",
        ),
        NativeDef::range(
            "read",
            read,
            1,
            2,
            "read(size, [buffer])\nRead up to size bytes from the SSL socket.",
        ),
        NativeDef::m0("selected_alpn_protocol", alpn, "selected_alpn_protocol($self, /)\n--\n\n"),
        NativeDef::m0("shared_ciphers", shared_ciphers, "shared_ciphers($self, /)\n--\n\n"),
        NativeDef::m0(
            "shutdown",
            wrapped::shutdown,
            "shutdown($self, /)\n--\n\nDoes the SSL shutdown handshake with the remote end.",
        ),
        NativeDef::m0(
            "verify_client_post_handshake",
            verify_client_post_handshake,
            "verify_client_post_handshake($self, /)\n--\n\nInitiate TLS 1.3 post-handshake authentication",
        ),
        NativeDef::m0("version", version, "version($self, /)\n--\n\n"),
        NativeDef::m1(
            "write",
            wrapped::write,
            "write($self, b, /)\n--\n\nWrites the bytes-like object b into the SSL object.\n\nReturns the number of bytes written.",
        ),
    ],
    getsets: &[
        GetSet::rw(
            "context",
            context,
            set_context,
            "_setter_context(ctx)\nThis changes the context associated with the SSLSocket. This is typically\nused from within a callback function set by the sni_callback\non the SSLContext to change the certificate information associated with the\nSSLSocket before the cryptographic exchange handshake messages\n",
        ),
        GetSet::rw(
            "owner",
            owner,
            set_owner,
            "The Python-level owner of this object.Passed as \"self\" in servername callback.",
        ),
        GetSet::new("server_hostname", server_hostname, "The currently set server hostname (for SNI)."),
        GetSet::new("server_side", server_side, "Whether this is a server-side socket."),
        GetSet::rw("session", session, set_session, "_setter_session(session)\nGet / set SSLSession."),
        GetSet::new("session_reused", session_reused, "Was the client session reused during handshake?"),
    ],
    ..TypeSpec::EMPTY
};

fn cipher(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let suite = Wrapped::established(cx, me)?.and_then(|tunnel| tunnel.suite());
    match suite.and_then(Row::by_suite) {
        Some(row) => Ok(summary(cx, row)),
        None => Ok(cx.none.clone()),
    }
}

fn version(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let suite = Wrapped::established(cx, me)?.and_then(|tunnel| tunnel.suite());
    match suite.and_then(Row::by_suite) {
        Some(row) => Ok(cx.new_str(row.version())),
        None => Ok(cx.none.clone()),
    }
}

fn shared_ciphers(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let wrapped = Wrapped::of(cx, me)?;
    let (offered, context) = (wrapped.offered.clone(), wrapped.context.clone());
    if offered.is_empty() {
        return Ok(cx.none.clone());
    }
    let ours = Context::of(cx, &context)?.suites.clone();
    let shared = ours.iter().filter(|row| offered.contains(&row.suite.suite())).map(|row| summary(cx, row));
    Ok(cx.new_list(shared.collect()))
}

fn alpn(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let protocol = Wrapped::established(cx, me)?.and_then(|t| t.protocol().map(String::from_utf8_lossy));
    let protocol = protocol.map(|protocol| protocol.into_owned());
    Ok(protocol.map_or_else(|| cx.none.clone(), |protocol| cx.new_str(&protocol)))
}

const UNIQUE: &str = "tls-unique";

fn get_channel_binding(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["cb_type"], posonly: 0, kwonly: 1 };
    let ([], [kind]) = args.bind(cx, "get_channel_binding", &PARAMS)?;
    match kind.map_or(UNIQUE.into(), |kind| kind.text_or_empty()).as_str() {
        // It is known, and never available: `rustls` shows nothing of the messages that it is a part of.
        UNIQUE => Ok(cx.none.clone()),
        kind => Err(cx.value_error(format!("'{kind}' channel binding type not implemented"))),
    }
}

/// The certificates that the peer sent.
fn chain(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let chain = Wrapped::established(cx, me)?.and_then(|tunnel| tunnel.peer_chain().map(<[_]>::to_vec));
    match chain {
        Some(chain) => {
            let list = chain.into_iter().map(|der| cx.new_object(Shown(der))).collect();
            Ok(cx.new_list(list))
        }
        None => Ok(cx.none.clone()),
    }
}

fn getpeercert(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let binary = args.get(1).map_or(Ok(false), |o| cx.truth(o))?;
    let Some(tunnel) = Wrapped::established(cx, me)? else {
        return Err(cx.value_error("handshake not done yet"));
    };
    let Some(der) = tunnel.peer_chain().and_then(|chain| chain.first()).cloned() else {
        return Ok(cx.none.clone());
    };
    if binary {
        return Ok(cx.new_bytes(&der));
    }
    let context = Wrapped::of(cx, me)?.context.clone();
    match Certificate::read(&der) {
        Some(peer) if Context::of(cx, &context)?.verify_mode != mode::NONE => shown::certificate(cx, &peer),
        _ => Ok(cx.new_dict()),
    }
}

fn pending(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let readable = Wrapped::established(cx, me)?.map_or(0, |tunnel| tunnel.readable());
    Ok(cx.usize(readable))
}

/// `read(size)` gives bytes, `read(size, buffer)` how many it has put there.
fn read(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let size = ssize(cx, &args[1])?;
    let buffer = args.get(2).map(|o| cx.writable_buffer(o, "read() argument 2")).transpose()?;
    let most = match (&buffer, usize::try_from(size)) {
        (Some(buffer), Ok(size)) if (1..=buffer.len()).contains(&size) => size,
        (Some(buffer), _) => buffer.len(),
        (None, Ok(size)) => size,
        (None, Err(_)) => return Err(cx.value_error("size should not be negative")),
    };
    let mut data = vec![0; most.min(MOST_PLAIN)];
    let n = if most == 0 { 0 } else { wrapped::read_into(cx, me, &mut data)? };
    let data = data.get(..n).unwrap_or_default();
    let Some(buffer) = buffer else { return Ok(cx.new_bytes(data)) };
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..n) {
        to.copy_from_slice(data);
    }
    Ok(cx.usize(n))
}

/// No client says here that he would prove who he is later, and so none is asked.
fn verify_client_post_handshake(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let server_side = Wrapped::of(cx, me)?.server_side;
    let suite = Wrapped::established(cx, me)?.and_then(|tunnel| tunnel.suite()).and_then(Row::by_suite);
    let (number, reason) = match suite {
        Some(row) if row.is_modern() && server_side => (279, "EXTENSION_NOT_RECEIVED"),
        Some(row) if row.is_modern() => (284, "NOT_SERVER"),
        _ => (266, "WRONG_SSL_VERSION"),
    };
    Err(errors::reasoned(cx, number, "SSL", reason, Line::POST_HANDSHAKE))
}

fn context(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(Wrapped::of(cx, me)?.context.clone())
}

fn set_context(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(new) = value.filter(|v| cx.heap.get::<Context>(v).is_some()) else {
        return Err(cx.type_error("The value must be a SSLContext"));
    };
    let old = std::mem::replace(&mut Wrapped::of(cx, me)?.context, new.clone());
    drop(old);
    Ok(())
}

fn owner(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let owner = Wrapped::of(cx, me)?.owner.clone();
    let owner = owner.and_then(|owner| weakref::target(cx, &owner));
    Ok(owner.unwrap_or_else(|| cx.none.clone()))
}

pub fn set_owner(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let new = value.filter(|v| !v.is_none());
    if let Some(new) = new
        && !new.takes_weakrefs()
    {
        let got = new.ty().name();
        return Err(cx.type_error(format!("cannot create weak reference to '{got}' object")));
    }
    let new = new.map(|owner| weak(cx, owner));
    let old = std::mem::replace(&mut Wrapped::of(cx, me)?.owner, new);
    drop(old);
    Ok(())
}

fn server_hostname(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let host = Wrapped::of(cx, me)?.server_hostname.clone();
    Ok(host.map_or_else(|| cx.none.clone(), |host| cx.new_str(&host)))
}

fn server_side(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let server_side = Wrapped::of(cx, me)?.server_side;
    Ok(cx.bool(server_side))
}

fn session_reused(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let reused = Wrapped::established(cx, me)?.is_some_and(|tunnel| tunnel.is_resumed());
    Ok(cx.bool(reused))
}

fn session(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let wrapped = Wrapped::of(cx, me)?;
    if let Some(session) = &wrapped.session {
        return Ok(session.clone());
    }
    let (context, store, id) = (wrapped.context.clone(), wrapped.store.clone(), wrapped.session_id);
    if Wrapped::established(cx, me)?.is_none() {
        return Ok(cx.none.clone());
    }
    let session = Session::new(cx, context, store, id);
    let session = cx.new_object(session);
    Wrapped::of(cx, me)?.session = Some(session.clone());
    Ok(session)
}

/// Before the handshake: the session to go on with.
pub fn set_session(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(given) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
    let Some((context, store)) = cx.heap.get::<Session>(given).map(|s| (s.context.clone(), s.store.clone()))
    else {
        return Err(cx.type_error("Value is not a SSLSession."));
    };
    let has_begun = Wrapped::has_begun(cx, me)?;
    let wrapped = Wrapped::of(cx, me)?;
    if !context.is(&wrapped.context) {
        return Err(cx.value_error("Session refers to a different SSLContext."));
    }
    if wrapped.server_side {
        return Err(cx.value_error("Cannot set session for server-side SSLSocket."));
    }
    if has_begun {
        return Err(cx.value_error("Cannot set session after handshake."));
    }
    wrapped.store = store;
    let old = wrapped.session.replace(given.clone());
    drop(old);
    Ok(())
}
