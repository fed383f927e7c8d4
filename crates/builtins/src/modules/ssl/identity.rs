//! `load_cert_chain`: who a context says that it is.

use std::sync::Arc;

use theseus_object::args::Params;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::context::Context;
use super::errors::{self, ERROR, Line};
use super::keys::{self, NoKey};
use super::trust::{path, present};
use crate::functions::objects::is_callable;
use crate::world::system;

const LONGEST_PASSWORD: usize = 1024;

pub fn load_cert_chain(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["certfile"], optional: ["keyfile", "password"], posonly: 0, kwonly: 3 };
    let ([certificates], [key, password]) = args.bind(cx, "load_cert_chain", &PARAMS)?;
    let certificates = path(cx, "certfile", &certificates)?;
    let key = match present(key) {
        Some(key) => path(cx, "keyfile", &key)?,
        None => certificates.clone(),
    };
    let password = match present(password) {
        Some(password) if is_callable(&password) => Password::Asked(password),
        Some(password) => {
            let wrong = "password should be a string or callable";
            Password::Given(password_bytes(cx, &password, wrong)?)
        }
        None => Password::None,
    };
    let text = system(cx, |h| h.read_file(&certificates))?;
    let Some(chain) = keys::chain(&text) else {
        return Err(errors::bad_file(cx, "SSL", Line::CERTIFICATE_FILE));
    };
    let text = system(cx, |h| h.read_file(&key))?;
    let Some(block) = keys::find(&text) else {
        return Err(errors::bad_file(cx, "SSL", Line::KEY_FILE));
    };
    let password = match password {
        Password::Asked(callback) if keys::is_locked(&block) => {
            let answer = cx.call(&callback, &[])?;
            password_bytes(cx, &answer, "password callback must return a string")?
        }
        Password::Given(bytes) => bytes,
        _ => Vec::new(),
    };
    let key = keys::read(cx, block, &password)?;
    match key.and_then(|key| keys::certified(chain, key)) {
        Ok(certified) => {
            let context = Context::change(cx, me)?;
            // A key of the same kind takes the place of the one before.
            context.keys.retain(|other| other.key.algorithm() != certified.key.algorithm());
            context.keys.push(Arc::new(certified));
            Ok(cx.none.clone())
        }
        Err(NoKey::Unreadable) => Err(errors::bad_file(cx, "SSL", Line::KEY_FILE)),
        Err(NoKey::Mismatch) => {
            const MISMATCH: i64 = 116;
            Err(errors::reasoned(cx, MISMATCH, "X509", "KEY_VALUES_MISMATCH", Line::KEY_FILE))
        }
        Err(NoKey::Unsupported) => {
            const UNSUPPORTED: i64 = 247;
            Err(errors::reasoned(cx, UNSUPPORTED, "SSL", "UNKNOWN_CERTIFICATE_TYPE", Line::KEY_FILE))
        }
        Err(NoKey::Locked(way)) => {
            let text = format!("the private key is locked by {way}, which cannot be undone here");
            Err(ERROR.numbered(cx, 1, &text, Line::KEY_FILE))
        }
    }
}

/// Where the password comes from.
enum Password {
    None,
    Given(Vec<u8>),
    Asked(ObjRef),
}

fn password_bytes(cx: &mut Cx, o: &ObjRef, wrong: &str) -> PyResult<Vec<u8>> {
    let bytes = match o.kind() {
        Kind::Str => crate::str::encode(cx, o, "utf-8", "strict")?,
        Kind::Bytes | Kind::ByteArray => cx.buffer(o)?.bytes(&cx.heap).into_owned(),
        _ => return Err(cx.type_error(wrong)),
    };
    if bytes.len() > LONGEST_PASSWORD {
        let text = format!("password cannot be longer than {LONGEST_PASSWORD} bytes");
        return Err(cx.value_error(text));
    }
    Ok(bytes)
}
