//! What a context offers its peers: cipher suites, curves, protocols behind TLS; and how its connections went.

use rustls::crypto::ring::kx_group;
use theseus_object::{Cx, ObjRef, PyResult};

use super::ciphers::{self, Row};
use super::context::Context;
use super::errors::{self, ERROR, Line};
use super::pem;
use crate::world::{self, Also, file_error, wait};

pub fn set_ciphers(cx: &mut Cx, me: &ObjRef, list: &ObjRef) -> PyResult {
    if !list.is_str() {
        let got = list.kind_given();
        return Err(cx.type_error(format!("set_ciphers() argument must be str, not {got}")));
    }
    match ciphers::chosen(&list.text_or_empty()) {
        Some(suites) => {
            Context::change(cx, me)?.suites = suites;
            Ok(cx.none.clone())
        }
        None => Err(ERROR.plain(cx, "No cipher can be selected.")),
    }
}

pub fn get_ciphers(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let suites = Context::of(cx, me)?.suites.clone();
    let list = suites.into_iter().map(|row| details(cx, row)).collect();
    Ok(cx.new_list(list))
}

fn details(cx: &Cx, row: &Row) -> ObjRef {
    let dict = cx.new_dict();
    let text = |text: &str| cx.new_str(text);
    let bits = cx.int(row.bits.into());
    let fields = [
        ("id", cx.int(row.number())),
        ("name", text(row.name)),
        ("protocol", text(row.version())),
        ("description", text(&row.description())),
        ("strength_bits", bits.clone()),
        ("alg_bits", bits),
        ("aead", cx.true_.clone()),
        ("symmetric", text(row.cipher[1])),
        ("digest", cx.none.clone()),
        ("kea", text(row.exchange()[1])),
        ("auth", text(row.proof[1])),
    ];
    for (name, value) in fields {
        cx.namespace_put(&dict, name, value);
    }
    dict
}

/// The name, the version and the bits of a suite.
pub fn summary(cx: &Cx, row: &Row) -> ObjRef {
    cx.new_tuple([cx.new_str(row.name), cx.new_str(row.version()), cx.int(row.bits.into())])
}

pub fn set_alpn_protocols(cx: &mut Cx, me: &ObjRef, list: &ObjRef) -> PyResult {
    let buffer = cx.contiguous_buffer(list)?;
    let bytes = buffer.bytes(&cx.heap).into_owned();
    let (mut rest, mut protocols) = (&bytes[..], Vec::new());
    while let Some((&len, after)) = rest.split_first() {
        match after.split_at_checked(len.into()) {
            Some((protocol, after)) if len > 0 => {
                protocols.push(protocol.to_vec());
                rest = after;
            }
            _ => return Err(cx.memory_error("")),
        }
    }
    Context::change(cx, me)?.protocols = protocols;
    Ok(cx.none.clone())
}

pub fn set_ecdh_curve(cx: &mut Cx, me: &ObjRef, name: &ObjRef) -> PyResult {
    let name = world::fspath(cx, name)?;
    let name = match cx.heap.bytes(&name) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => name.text_or_empty(),
    };
    let group = match name.as_str() {
        "prime256v1" | "P-256" | "secp256r1" => kx_group::SECP256R1,
        "secp384r1" | "P-384" => kx_group::SECP384R1,
        "X25519" | "x25519" => kx_group::X25519,
        _ => return Err(cx.value_error(format!("unknown elliptic curve name '{name}'"))),
    };
    Context::change(cx, me)?.groups = vec![group];
    Ok(cx.none.clone())
}

/// Reads parameters of Diffie and Hellman's first way. No suite that would ask for them is left.
pub fn load_dh_params(cx: &mut Cx, _: &ObjRef, file: &ObjRef) -> PyResult {
    const NO_START_LINE: i64 = 108;
    let path = world::path(cx, "", "path", file, Also::Nothing)?;
    let text = wait(cx, |h| h.read_file(&path.bytes)).map_err(|e| file_error(cx, e, file, None))?;
    let mut blocks = pem::blocks(&text).map_while(Result::ok);
    match blocks.any(|block| block.label.ends_with("DH PARAMETERS")) {
        true => {
            let class = cx.excs.not_implemented_error.clone();
            Err(cx.error(&class, "cipher suites with DH parameters are not supported"))
        }
        false => Err(errors::reasoned(cx, NO_START_LINE, "PEM", "NO_START_LINE", Line::PARAMETERS)),
    }
}

pub fn session_stats(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let context = Context::of(cx, me)?;
    let (counts, number) = (context.counts, context.sessions.count());
    let dict = cx.new_dict();
    let fields = [
        ("number", number as i64),
        ("connect", counts.connect),
        ("connect_good", counts.connect_good),
        ("connect_renegotiate", 0),
        ("accept", counts.accept),
        ("accept_good", counts.accept_good),
        ("accept_renegotiate", 0),
        ("hits", counts.hits),
        ("misses", 0),
        ("timeouts", 0),
        ("cache_full", 0),
    ];
    for (name, value) in fields {
        cx.namespace_put(&dict, name, cx.int(value));
    }
    Ok(dict)
}
