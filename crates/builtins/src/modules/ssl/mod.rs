//! The module `_ssl`: TLS 1.2 and 1.3 by `rustls`, in the shape that OpenSSL gives it.

mod bio;
mod certificate;
mod choices;
mod ciphers;
mod config;
mod constants;
mod context;
mod der;
mod errors;
mod faults;
mod hostname;
mod identity;
mod keys;
mod objects;
mod peer;
mod pem;
mod session;
mod shown;
mod trust;
mod tunnel;
mod verify;
mod wrapped;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use self::bio::MemoryBio;
use self::certificate::Certificate;
use self::context::Context;
use self::errors::{ERROR, Line};
use self::objects::Named;
use self::session::Session;
use self::shown::Shown;
use self::wrapped::{Carrier, Wrapped};
use crate::module::native_module;
use crate::modules::socket;
use crate::world::{self, Also, c_int, put_numbers};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "RAND_add",
        rand_add,
        "RAND_add($module, string, entropy, /)\n--\n\nMix string into the OpenSSL PRNG state.\n\nentropy (a float) is a lower bound on the entropy contained in\nstring.  See RFC 4086.",
    ),
    NativeDef::f1(
        "RAND_bytes",
        rand_bytes,
        "RAND_bytes($module, n, /)\n--\n\nGenerate n cryptographically strong pseudo-random bytes.",
    ),
    NativeDef::f0(
        "RAND_status",
        |cx| Ok(cx.true_.clone()),
        "RAND_status($module, /)\n--\n\nReturns True if the OpenSSL PRNG has been seeded with enough data and False if not.\n\nIt is necessary to seed the PRNG with RAND_add() on some platforms before\nusing the ssl() function.",
    ),
    NativeDef::f1("_test_decode_cert", test_decode_cert, "_test_decode_cert($module, path, /)\n--\n\n"),
    NativeDef::f0(
        "get_default_verify_paths",
        get_default_verify_paths,
        "get_default_verify_paths($module, /)\n--\n\nReturn search paths and environment vars that are used by SSLContext's set_default_verify_paths() to load default CAs.\n\nThe values are 'cert_file_env', 'cert_file', 'cert_dir_env', 'cert_dir'.",
    ),
    NativeDef::f1(
        "nid2obj",
        nid2obj,
        "nid2obj($module, nid, /)\n--\n\nLookup NID, short name, long name and OID of an ASN1_OBJECT by NID.",
    ),
    NativeDef::f_full(
        "txt2obj",
        txt2obj,
        "txt2obj($module, /, txt, name=False)\n--\n\nLookup NID, short name, long name and OID of an ASN1_OBJECT.\n\nBy default objects are looked up by OID. With name=True short and\nlong name are also matched.",
    ),
];

static CONTEXT: TypeSpec = TypeSpec {
    slots: Slots { new: Some(context::new), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "_set_alpn_protocols",
            choices::set_alpn_protocols,
            "_set_alpn_protocols($self, protos, /)\n--\n\n",
        ),
        NativeDef::full(
            "_wrap_bio",
            wrap_bio,
            "_wrap_bio($self, /, incoming, outgoing, server_side,\n          server_hostname=None, *, owner=None, session=None)\n--\n\n",
        ),
        NativeDef::full(
            "_wrap_socket",
            wrap_socket,
            "_wrap_socket($self, /, sock, server_side, server_hostname=None, *,\n             owner=None, session=None)\n--\n\n",
        ),
        NativeDef::m0(
            "cert_store_stats",
            trust::cert_store_stats,
            "cert_store_stats($self, /)\n--\n\nReturns quantities of loaded X.509 certificates.\n\nX.509 certificates with a CA extension and certificate revocation lists\ninside the context's cert store.\n\nNOTE: Certificates in a capath directory aren't loaded unless they have\nbeen used at least once.",
        ),
        NativeDef::full(
            "get_ca_certs",
            trust::get_ca_certs,
            "get_ca_certs($self, /, binary_form=False)\n--\n\nReturns a list of dicts with information of loaded CA certs.\n\nIf the optional argument is True, returns a DER-encoded copy of the CA\ncertificate.\n\nNOTE: Certificates in a capath directory aren't loaded unless they have\nbeen used at least once.",
        ),
        NativeDef::m0("get_ciphers", choices::get_ciphers, "get_ciphers($self, /)\n--\n\n"),
        NativeDef::full(
            "load_cert_chain",
            identity::load_cert_chain,
            "load_cert_chain($self, /, certfile, keyfile=None, password=None)\n--\n\n",
        ),
        NativeDef::m1("load_dh_params", choices::load_dh_params, "load_dh_params($self, path, /)\n--\n\n"),
        NativeDef::full(
            "load_verify_locations",
            trust::load_verify_locations,
            "load_verify_locations($self, /, cafile=None, capath=None, cadata=None)\n--\n\n",
        ),
        NativeDef::m0("session_stats", choices::session_stats, "session_stats($self, /)\n--\n\n"),
        NativeDef::m1("set_ciphers", choices::set_ciphers, "set_ciphers($self, cipherlist, /)\n--\n\n"),
        NativeDef::m0(
            "set_default_verify_paths",
            trust::set_default_verify_paths,
            "set_default_verify_paths($self, /)\n--\n\n",
        ),
        NativeDef::m1("set_ecdh_curve", choices::set_ecdh_curve, "set_ecdh_curve($self, name, /)\n--\n\n"),
    ],
    getsets: context::ATTRIBUTES,
    ..TypeSpec::EMPTY
};

/// The version of OpenSSL whose words and numbers the module has; what does the work is said beside it.
const VERSION: [i64; 5] = [3, 0, 0, 0, 0];
const VERSION_TEXT: &str = "OpenSSL 3.0.0 (as rustls 0.23)";
const VERSION_NUMBER: i64 = 0x3000_0000;

/// The choice that the list of suites comes from where the program makes none.
const DEFAULT_CIPHERS: &str =
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";

pub fn install(cx: &mut Cx) {
    let doc = "Implementation module for SSL socket operations.  See the socket module\nfor documentation.";
    let dict = native_module(cx, "_ssl", doc, FUNCTIONS);
    errors::install(cx, &dict);
    let types = [
        (
            "_SSLContext",
            cx.add_native_type_over::<Context>("_ssl._SSLContext", None, type_flag::BASE_TYPE, Layout::WEAK),
            &CONTEXT,
        ),
        ("_SSLSocket", cx.add_native_type::<Wrapped>("_ssl._SSLSocket", None, 0), &peer::SPEC),
        ("MemoryBIO", cx.add_native_type::<MemoryBio>("_ssl.MemoryBIO", None, 0), &bio::SPEC),
        ("SSLSession", cx.add_native_type::<Session>("_ssl.SSLSession", None, 0), &session::SPEC),
        ("Certificate", cx.add_native_type::<Shown>("_ssl.Certificate", None, 0), &shown::SPEC),
    ];
    for (name, ty, spec) in types {
        cx.fill_type(&ty, spec);
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
    put_numbers(cx, &dict, constants::NUMBERS);
    for (name, on) in constants::FEATURES {
        cx.namespace_put(&dict, name, cx.bool(*on));
    }
    let version = cx.new_tuple(VERSION.map(|part| cx.int(part)));
    cx.namespace_put(&dict, "OPENSSL_VERSION_NUMBER", cx.int(VERSION_NUMBER));
    cx.namespace_put(&dict, "OPENSSL_VERSION", cx.new_str(VERSION_TEXT));
    cx.namespace_put(&dict, "OPENSSL_VERSION_INFO", version.clone());
    cx.namespace_put(&dict, "_OPENSSL_API_VERSION", version);
    cx.namespace_put(&dict, "_DEFAULT_CIPHERS", cx.new_str(DEFAULT_CIPHERS));
}

/// The system's source of random numbers takes nothing in.
fn rand_add(cx: &mut Cx, bytes: &ObjRef, entropy: &ObjRef) -> PyResult {
    if !bytes.is_str() {
        cx.contiguous_buffer(bytes)?;
    }
    crate::float::real(cx, entropy)?;
    Ok(cx.none.clone())
}

fn rand_bytes(cx: &mut Cx, n: &ObjRef) -> PyResult {
    let Ok(n) = usize::try_from(c_int(cx, n)?) else { return Err(cx.value_error("num must be positive")) };
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let (mut bytes, mut done) = (vec![0; n], 0);
    while done < n {
        done += world::system(cx, |h| h.random(&mut bytes[done..], 0))?;
    }
    Ok(cx.new_bytes(&bytes))
}

fn test_decode_cert(cx: &mut Cx, file: &ObjRef) -> PyResult {
    let path = world::path(cx, "", "path", file, Also::Nothing)?;
    let Ok(text) = world::wait(cx, |h| h.read_file(&path.bytes)) else {
        return Err(ERROR.plain(cx, "Can't open file"));
    };
    let block = pem::blocks(&text).map_while(Result::ok).find(pem::Block::is_certificate);
    match block.as_ref().and_then(|block| Certificate::read(&block.bytes)) {
        Some(certificate) => shown::certificate(cx, &certificate),
        None => Err(ERROR.plain(cx, "Error decoding PEM-encoded file")),
    }
}

fn get_default_verify_paths(cx: &mut Cx) -> PyResult {
    let (file, folder) = trust::system_places(cx);
    let parts = [trust::FILE_VARIABLE, file, trust::FOLDER_VARIABLE, folder];
    Ok(cx.new_tuple(parts.map(|part| cx.new_str(part))))
}

fn named(cx: &Cx, o: &Named) -> ObjRef {
    let text = [o.short, o.long, o.dotted].map(|part| cx.new_str(part));
    let [short, long, dotted] = text;
    cx.new_tuple([cx.int(o.number.into()), short, long, dotted])
}

fn nid2obj(cx: &mut Cx, number: &ObjRef) -> PyResult {
    let number = c_int(cx, number)?;
    let Ok(wanted) = u32::try_from(number) else { return Err(cx.value_error("NID must be positive.")) };
    match objects::by_number(wanted) {
        Some(found) => Ok(named(cx, &found)),
        None if wanted == 0 => Err(cx.value_error("Unknown object")),
        None => Err(cx.value_error(format!("unknown NID {number}"))),
    }
}

fn txt2obj(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["txt"], optional: ["name"], posonly: 0, kwonly: 2 };
    let ([text], [name]) = args.bind(cx, "txt2obj", &PARAMS)?;
    let by_name = name.map_or(Ok(false), |o| cx.truth(&o))?;
    if !text.is_str() {
        let got = text.kind_given();
        return Err(cx.type_error(format!("txt2obj() argument 'txt' must be str, not {got}")));
    }
    let text = text.text_or_empty();
    let found = objects::by_dotted(&text).or_else(|| objects::by_name(&text).filter(|_| by_name));
    match found {
        Some(found) => Ok(named(cx, &found)),
        None if objects::is_dotted(&text) => Err(cx.value_error("Unknown object")),
        None => Err(cx.value_error(format!("unknown object '{text}'"))),
    }
}

fn wrap_socket(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<2, 3> = Params {
        required: ["sock", "server_side"],
        optional: ["server_hostname", "owner", "session"],
        posonly: 0,
        kwonly: 3,
    };
    let ([sock, side], more) = args.bind(cx, "_wrap_socket", &PARAMS)?;
    if socket::state(cx, &sock).is_none() {
        let got = sock.kind_given();
        return Err(
            cx.type_error(format!("_wrap_socket() argument 'sock' must be _socket.socket, not {got}"))
        );
    }
    let carrier = Carrier::Socket(wrapped::weak(cx, &sock));
    wrap(cx, me, carrier, &side, more)
}

fn wrap_bio(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<3, 3> = Params {
        required: ["incoming", "outgoing", "server_side"],
        optional: ["server_hostname", "owner", "session"],
        posonly: 0,
        kwonly: 4,
    };
    let ([incoming, outgoing, side], more) = args.bind(cx, "_wrap_bio", &PARAMS)?;
    for (name, o) in [("incoming", &incoming), ("outgoing", &outgoing)] {
        if cx.heap.get::<MemoryBio>(o).is_none() {
            let got = o.kind_given();
            return Err(
                cx.type_error(format!("_wrap_bio() argument '{name}' must be _ssl.MemoryBIO, not {got}"))
            );
        }
    }
    wrap(cx, me, Carrier::Memory { incoming, outgoing }, &side, more)
}

/// Makes a connection of a context.
fn wrap(
    cx: &mut Cx,
    context: &ObjRef,
    carrier: Carrier,
    side: &ObjRef,
    [host, owner, session]: [Option<ObjRef>; 3],
) -> PyResult {
    use constants::protocol;
    let server_side = cx.truth(side)?;
    match Context::of(cx, context)?.protocol {
        protocol::TLS_SERVER if !server_side => {
            let text = "Cannot create a client socket with a PROTOCOL_TLS_SERVER context";
            return Err(ERROR.numbered(cx, 0, text, Line::SERVER_CONTEXT));
        }
        protocol::TLS_CLIENT if server_side => {
            let text = "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context";
            return Err(ERROR.numbered(cx, 0, text, Line::CLIENT_CONTEXT));
        }
        _ => (),
    }
    let host = match trust::present(host) {
        Some(host) => {
            let text = match cx.heap.bytes(&host) {
                Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                None => host.text_or_empty(),
            };
            if text.is_empty() || text.starts_with('.') {
                let text = "server_hostname cannot be an empty string or start with a leading dot.";
                return Err(cx.value_error(text));
            }
            if text.contains('\0') {
                return Err(cx.type_error("argument must be encoded string without null bytes, not str"));
            }
            Some(text)
        }
        None => None,
    };
    let made = cx.new_object(Wrapped::new(carrier, context.clone(), server_side, host));
    if let Some(owner) = trust::present(owner) {
        peer::set_owner(cx, &made, Some(&owner))?;
    }
    if let Some(session) = trust::present(session) {
        peer::set_session(cx, &made, Some(&session))?;
    }
    Ok(made)
}
