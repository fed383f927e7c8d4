//! `_SSLContext`: what connections have in common, and its settings one by one.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::crypto::{SupportedKxGroup, ring};
use rustls::server::StoresServerSessions;
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::ciphers::Row;
use super::config::{Configs, Secrets, Setup};
use super::constants::{TRUSTED_FIRST, mode, option, protocol, version};
use super::errors::{self, Line};
use super::faults::Fault;
use super::hostname::HostFlags;
use super::trust::{self, Folder};
use super::verify::{Policy, Trust};
use crate::functions::objects::is_callable;
use crate::world::{c_int, long};

/// How often sides were begun and finished.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub connect: i64,
    pub connect_good: i64,
    pub accept: i64,
    pub accept_good: i64,
    pub hits: i64,
}

/// The file to which secrets go.
pub struct SecretsFile {
    pub name: ObjRef,
    pub path: Vec<u8>,
    pub lines: Arc<Secrets>,
}

/// Payload of `_SSLContext`.
pub struct Context {
    pub protocol: i64,
    options: u64,
    pub verify_mode: i64,
    check_hostname: bool,
    verify_flags: u64,
    host_flags: u32,
    minimum: i64,
    maximum: i64,
    pub suites: Vec<&'static Row>,
    pub groups: Vec<&'static dyn SupportedKxGroup>,
    pub protocols: Vec<Vec<u8>>,
    pub keys: Vec<Arc<CertifiedKey>>,
    pub trust: Trust,
    /// Folders of trusted certificates, which are read when they are needed.
    pub folders: Vec<Folder>,
    tickets: usize,
    post_handshake_auth: bool,
    pub sni_callback: Option<ObjRef>,
    pub secrets: Option<SecretsFile>,
    pub counts: Counts,
    pub sessions: Arc<Sessions>,
    /// What was made of all this, until something is changed.
    pub configs: Option<Rc<Configs>>,
}

impl Payload for Context {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.sni_callback, Relation::Attr("sni_callback"));
        if let Some(secrets) = &mut self.secrets {
            v.fixed(&mut secrets.name, Relation::Attr("keylog_filename"));
        }
    }
    fn clear(&mut self) {
        drop(self.sni_callback.take());
    }
}

/// Sessions that a server remembers for clients that come again.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<VecDeque<(Vec<u8>, Vec<u8>)>>);

impl Sessions {
    const MOST: usize = 256;

    fn all(&self) -> MutexGuard<'_, VecDeque<(Vec<u8>, Vec<u8>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn count(&self) -> usize {
        self.all().len()
    }
}

impl StoresServerSessions for Sessions {
    fn put(&self, key: Vec<u8>, value: Vec<u8>) -> bool {
        let mut all = self.all();
        if all.len() == Sessions::MOST {
            all.pop_front();
        }
        all.push_back((key, value));
        true
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.all().iter().find(|(k, _)| k == key).map(|(_, value)| value.clone())
    }

    fn take(&self, key: &[u8]) -> Option<Vec<u8>> {
        let mut all = self.all();
        let at = all.iter().position(|(k, _)| k == key)?;
        all.remove(at).map(|(_, value)| value)
    }

    fn can_cache(&self) -> bool {
        true
    }
}

impl Context {
    /// The payload; an error for other objects cannot happen but by a bug.
    pub fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Context> {
        if cx.heap.get::<Context>(me).is_none() {
            return Err(cx.bad_internal("SSL context"));
        }
        cx.heap.get_mut::<Context>(me).ok_or(theseus_object::Raised)
    }

    /// The same, to change it: what was made of it holds no more.
    pub fn change<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Context> {
        let context = Context::of(cx, me)?;
        context.configs = None;
        Ok(context)
    }

    fn new(protocol: i64) -> Context {
        let is_client = protocol == protocol::TLS_CLIENT;
        let only = protocol == protocol::TLS_1_2;
        Context {
            protocol,
            options: option::INITIAL,
            verify_mode: if is_client { mode::REQUIRED } else { mode::NONE },
            check_hostname: is_client,
            verify_flags: TRUSTED_FIRST,
            host_flags: HostFlags::NO_PARTIAL_WILDCARDS,
            minimum: version::TLS_1_2,
            maximum: if only { version::TLS_1_2 } else { version::MAXIMUM },
            suites: super::ciphers::ALL.iter().collect(),
            groups: ring::default_provider().kx_groups,
            protocols: Vec::new(),
            keys: Vec::new(),
            trust: Trust::default(),
            folders: Vec::new(),
            tickets: 2,
            post_handshake_auth: false,
            sni_callback: None,
            secrets: None,
            counts: Counts::default(),
            sessions: Arc::default(),
            configs: None,
        }
    }

    fn policy(&self) -> Policy {
        Policy {
            verifies: self.verify_mode != mode::NONE,
            mandatory: self.verify_mode == mode::REQUIRED,
            checks_host: self.check_hostname,
            flags: self.verify_flags,
            host_flags: self.host_flags,
        }
    }

    /// Whether the end of what a peer sends needs no word of his.
    pub fn ignores_cut(&self) -> bool {
        self.options & option::IGNORE_UNEXPECTED_EOF != 0
    }

    /// Whether a version is allowed: by the range, and by the options.
    fn allows(&self, version: i64, forbidden: u64) -> bool {
        let from = if self.minimum == version::MAXIMUM { version::TLS_1_3 } else { self.minimum };
        let to = match self.maximum {
            version::MAXIMUM => version::TLS_1_3,
            version::MINIMUM => version::TLS_1_2,
            to => to,
        };
        (from..=to).contains(&version) && self.options & forbidden == 0
    }

    /// The configurations; SSLError where no version of the protocol is left.
    pub fn configs(cx: &mut Cx, me: &ObjRef, line: Line) -> PyResult<Rc<Configs>> {
        if let Some(configs) = &Context::of(cx, me)?.configs {
            return Ok(configs.clone());
        }
        trust::read_folders(cx, me)?;
        let Some(world) = cx.heap.forever().host.get() else { return Err(cx.bad_internal("host")) };
        let context = Context::of(cx, me)?;
        let mut versions = Vec::new();
        if context.allows(version::TLS_1_3, option::NO_TLS_1_3) {
            versions.push(&TLS13);
        }
        if context.allows(version::TLS_1_2, option::NO_TLS_1_2) {
            versions.push(&TLS12);
        }
        let setup = Setup {
            versions: &versions,
            suites: context.suites.iter().map(|row| row.suite).collect(),
            groups: context.groups.clone(),
            trust: &context.trust,
            policy: context.policy(),
            keys: context.keys.clone(),
            protocols: context.protocols.clone(),
            server_chooses: context.options & option::SERVER_PREFERENCE != 0,
            tickets: context.tickets,
            sessions: context.sessions.clone(),
            log: context.secrets.as_ref().map(|secrets| secrets.lines.clone()),
            world: world.as_ref(),
        };
        match setup.build().filter(|_| !versions.is_empty()) {
            Some(configs) => {
                let configs = Rc::new(configs);
                context.configs = Some(configs.clone());
                Ok(configs)
            }
            None => Err(errors::raise(cx, &Fault::Reason("NO_PROTOCOLS_AVAILABLE"), line)),
        }
    }
}

pub fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let [number] = args.exact_range(cx, "_SSLContext", 1, 1)? else {
        return Err(cx.bad_internal("arguments"));
    };
    let number = i64::from(c_int(cx, number)?);
    let name = match number {
        protocol::TLS => Some("PROTOCOL_TLS"),
        protocol::TLS_1_2 => Some("PROTOCOL_TLSv1_2"),
        protocol::TLS_CLIENT | protocol::TLS_SERVER => None,
        _ => return Err(cx.value_error(format!("invalid or unsupported protocol version {number}"))),
    };
    if let Some(name) = name {
        deprecated(cx, &format!("ssl.{name} is deprecated"))?;
    }
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Context::new(number)))
}

fn deprecated(cx: &mut Cx, text: &str) -> PyResult<()> {
    let category = cx.excs.deprecation_warning.clone();
    cx.warn(&category, text, 2)
}

pub static ATTRIBUTES: &[GetSet] = &[
    GetSet::rw("_host_flags", host_flags, set_host_flags, ""),
    GetSet::rw("_msg_callback", |cx, _| Ok(cx.none.clone()), set_message_callback, ""),
    GetSet::rw("check_hostname", check_hostname, set_check_hostname, ""),
    GetSet::rw("keylog_filename", trust::keylog_filename, trust::set_keylog_filename, ""),
    GetSet::rw("maximum_version", maximum_version, set_maximum_version, ""),
    GetSet::rw("minimum_version", minimum_version, set_minimum_version, ""),
    GetSet::rw("num_tickets", num_tickets, set_num_tickets, "Control the number of TLSv1.3 session tickets"),
    GetSet::rw("options", options, set_options, ""),
    GetSet::rw("post_handshake_auth", post_handshake_auth, set_post_handshake_auth, ""),
    GetSet::new("protocol", protocol_number, ""),
    GetSet::new("security_level", |cx, _| Ok(cx.int(SECURITY_LEVEL)), "The current security level"),
    GetSet::rw(
        "sni_callback",
        sni_callback,
        set_sni_callback,
        "Set a callback that will be called when a server name is provided by the SSL/TLS client in the SNI extension.\n\nIf the argument is None then the callback is disabled. The method is called\nwith the SSLSocket, the server name as a string, and the SSLContext object.\nSee RFC 6066 for details of the SNI extension.",
    ),
    GetSet::rw("verify_flags", verify_flags, set_verify_flags, ""),
    GetSet::rw("verify_mode", verify_mode, set_verify_mode, ""),
];

/// The level of OpenSSL that forbids what is not there: keys and hashes of less than 112 bits.
const SECURITY_LEVEL: i64 = 2;

/// The new value of an attribute, which cannot be deleted.
fn given<'a>(cx: &mut Cx, value: Option<&'a ObjRef>) -> PyResult<&'a ObjRef> {
    value.ok_or_else(|| cx.attribute_error("cannot delete attribute"))
}

fn number(cx: &mut Cx, value: Option<&ObjRef>) -> PyResult<i64> {
    let value = given(cx, value)?;
    Ok(c_int(cx, value)?.into())
}

/// Bits that an int argument has.
fn bits(cx: &mut Cx, value: Option<&ObjRef>) -> PyResult<u64> {
    let value = given(cx, value)?;
    if !value.is_int() {
        let got = value.ty().name();
        return Err(cx.type_error(format!("argument must be int, not {got}")));
    }
    let wide = match value.integer() {
        Some(IntRef::Small(v)) => u64::try_from(v).map_err(|_| true),
        Some(IntRef::Big(v)) => u64::try_from(v).map_err(|_| v.sign() == dashu_int::Sign::Negative),
        None => Err(false),
    };
    wide.map_err(|negative| match negative {
        true => cx.overflow_error("can't convert negative int to unsigned"),
        false => cx.overflow_error("int too big to convert"),
    })
}

fn host_flags(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let flags = Context::of(cx, me)?.host_flags;
    Ok(cx.int(flags.into()))
}

fn set_host_flags(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let flags = bits(cx, value)?;
    Context::change(cx, me)?.host_flags = flags as u32;
    Ok(())
}

fn set_message_callback(cx: &mut Cx, _: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match given(cx, value)? {
        value if value.is_none() => Ok(()),
        value if !is_callable(value) => {
            let shown = cx.repr_text(value)?;
            Err(cx.type_error(format!("{shown} is not a callable object.")))
        }
        _ => {
            let class = cx.excs.not_implemented_error.clone();
            Err(cx.error(&class, "messages of a handshake cannot be watched"))
        }
    }
}

fn check_hostname(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let on = Context::of(cx, me)?.check_hostname;
    Ok(cx.bool(on))
}

fn set_check_hostname(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = given(cx, value)?;
    let on = cx.truth(value)?;
    let context = Context::change(cx, me)?;
    context.check_hostname = on;
    if on && context.verify_mode == mode::NONE {
        context.verify_mode = mode::REQUIRED;
    }
    Ok(())
}

fn verify_mode(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let mode = Context::of(cx, me)?.verify_mode;
    Ok(cx.int(mode))
}

fn set_verify_mode(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let mode = number(cx, value)?;
    if mode == mode::NONE && Context::of(cx, me)?.check_hostname {
        let text = "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.";
        return Err(cx.value_error(text));
    }
    if ![mode::NONE, mode::OPTIONAL, mode::REQUIRED].contains(&mode) {
        return Err(cx.value_error("invalid value for verify_mode"));
    }
    Context::change(cx, me)?.verify_mode = mode;
    Ok(())
}

fn verify_flags(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let flags = Context::of(cx, me)?.verify_flags;
    Ok(cx.int(flags as i64))
}

fn set_verify_flags(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    const ALL: u64 = 0x1f_ffff;
    let flags = bits(cx, value)?;
    Context::change(cx, me)?.verify_flags = flags & ALL;
    Ok(())
}

fn options(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let options = Context::of(cx, me)?.options;
    Ok(cx.int(options as i64))
}

fn set_options(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let options = bits(cx, value)?;
    let added = options & !Context::of(cx, me)?.options;
    if added & option::VERSIONS != 0 {
        deprecated(cx, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated")?;
    }
    Context::change(cx, me)?.options = options & i64::MAX as u64;
    Ok(())
}

fn minimum_version(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let version = Context::of(cx, me)?.minimum;
    Ok(cx.int(version))
}

fn maximum_version(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let version = Context::of(cx, me)?.maximum;
    Ok(cx.int(version))
}

/// A version for an end of the range.
fn bound(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<i64> {
    let version = number(cx, value)?;
    let names = ["SSLv3", "TLSv1", "TLSv1_1"];
    let known = version::SSL_3..=version::TLS_1_3;
    if !known.contains(&version) && version != version::MINIMUM && version != version::MAXIMUM {
        return Err(cx.value_error(format!("Unsupported TLS/SSL version 0x{version:x}")));
    }
    if Context::of(cx, me)?.protocol == protocol::TLS_1_2 {
        let text = "The context's protocol doesn't support modification of highest and lowest version.";
        return Err(cx.value_error(text));
    }
    if let Some(name) = usize::try_from(version - version::SSL_3).ok().and_then(|at| names.get(at)) {
        deprecated(cx, &format!("ssl.TLSVersion.{name} is deprecated"))?;
    }
    Ok(version)
}

fn set_minimum_version(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let version = match bound(cx, me, value)? {
        version::MAXIMUM => version::TLS_1_3,
        version => version,
    };
    Context::change(cx, me)?.minimum = version;
    Ok(())
}

fn set_maximum_version(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let version = match bound(cx, me, value)? {
        version::MINIMUM => version::TLS_1_2,
        version => version,
    };
    Context::change(cx, me)?.maximum = version;
    Ok(())
}

fn num_tickets(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let tickets = Context::of(cx, me)?.tickets;
    Ok(cx.usize(tickets))
}

fn set_num_tickets(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = given(cx, value)?;
    let Ok(tickets) = usize::try_from(long(cx, value)?) else {
        return Err(cx.value_error("value must be non-negative"));
    };
    if Context::of(cx, me)?.protocol != protocol::TLS_SERVER {
        return Err(cx.value_error("SSLContext is not a server context."));
    }
    Context::change(cx, me)?.tickets = tickets;
    Ok(())
}

fn post_handshake_auth(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let on = Context::of(cx, me)?.post_handshake_auth;
    Ok(cx.bool(on))
}

fn set_post_handshake_auth(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = given(cx, value)?;
    let on = cx.truth(value)?;
    Context::of(cx, me)?.post_handshake_auth = on;
    Ok(())
}

fn protocol_number(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let protocol = Context::of(cx, me)?.protocol;
    Ok(cx.int(protocol))
}

fn sni_callback(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let callback = Context::of(cx, me)?.sni_callback.clone();
    Ok(callback.unwrap_or_else(|| cx.none.clone()))
}

fn set_sni_callback(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = given(cx, value)?.clone();
    if Context::of(cx, me)?.protocol == protocol::TLS_CLIENT {
        return Err(cx.value_error("sni_callback cannot be set on TLS_CLIENT context"));
    }
    if !value.is_none() && !is_callable(&value) {
        return Err(cx.type_error("not a callable object"));
    }
    let new = Some(value).filter(|v| !v.is_none());
    let old = std::mem::replace(&mut Context::of(cx, me)?.sni_callback, new);
    drop(old);
    Ok(())
}
