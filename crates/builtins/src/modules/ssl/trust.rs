//! What a context trusts: certificates from files, folders and the program, and where the system has its own. And the
//! file to which secrets of connections are logged.

use std::sync::Arc;

use theseus_object::args::Params;
use theseus_object::host::{Answer, Host, Place};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised};

use super::certificate::Certificate;
use super::config::Secrets;
use super::context::{Context, SecretsFile};
use super::der::Items;
use super::errors::{self, ERROR, Line};
use super::pem;
use super::shown;
use super::verify::Trust;
use crate::exceptions::raise_os_error;
use crate::world::{self, Also, ask, system, wait};

/// A folder of trusted certificates.
pub enum Folder {
    /// In files that are named by hashes of their subjects.
    Hashed(Vec<u8>),
    /// The system's: it may have all in one file, too.
    System(Vec<u8>),
}

/// A path argument, or TypeError in OpenSSL's words.
pub fn path(cx: &mut Cx, what: &str, o: &ObjRef) -> PyResult<Vec<u8>> {
    match world::path(cx, "", what, o, Also::Nothing) {
        Ok(path) => Ok(path.bytes),
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            Err(cx.type_error(format!("{what} should be a valid filesystem path")))
        }
        Err(raised) => Err(raised),
    }
}

/// An argument that was given and is not None.
pub fn present(o: Option<ObjRef>) -> Option<ObjRef> {
    o.filter(|o| !o.is_none())
}

/// Adds what a file in PEM has: certificates and lists of revoked ones. How many there were; nothing if it is broken.
fn add_file(trust: &mut Trust, text: &[u8]) -> Option<usize> {
    let mut count = 0;
    for block in pem::blocks(text) {
        let block = block.ok()?;
        match block.label.as_str() {
            _ if block.is_certificate() => {
                Certificate::read(&block.bytes)?;
                trust.add(block.bytes);
            }
            "X509 CRL" => trust.revocations.push(block.bytes),
            _ => continue,
        }
        count += 1;
    }
    Some(count)
}

pub fn load_verify_locations(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 3> =
        Params { required: [], optional: ["cafile", "capath", "cadata"], posonly: 0, kwonly: 3 };
    let ([], [file, folder, data]) = args.bind(cx, "load_verify_locations", &PARAMS)?;
    let (file, folder, data) = (present(file), present(folder), present(data));
    if file.is_none() && folder.is_none() && data.is_none() {
        return Err(cx.type_error("cafile, capath and cadata cannot be all omitted"));
    }
    let file = file.map(|o| path(cx, "cafile", &o)).transpose()?;
    let folder = folder.map(|o| path(cx, "capath", &o)).transpose()?;
    if let Some(data) = data {
        add_data(cx, me, &data)?;
    }
    if let Some(file) = file {
        let text = system(cx, |h| h.read_file(&file))?;
        let mut trust = Context::change(cx, me)?.trust.clone();
        match add_file(&mut trust, &text) {
            None => return Err(errors::bad_file(cx, "X509", Line::VERIFY_LOCATIONS)),
            Some(0) => {
                const NOTHING_FOUND: i64 = 136;
                let (reason, line) = ("NO_CERTIFICATE_OR_CRL_FOUND", Line::VERIFY_LOCATIONS);
                return Err(errors::reasoned(cx, NOTHING_FOUND, "X509", reason, line));
            }
            Some(_) => Context::change(cx, me)?.trust = trust,
        }
    }
    if let Some(folder) = folder {
        Context::change(cx, me)?.folders.push(Folder::Hashed(folder));
    }
    Ok(cx.none.clone())
}

/// Adds certificates that the program has: a text in PEM, or bytes in DER.
fn add_data(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult<()> {
    let wrong = |cx: &mut Cx| cx.type_error("cadata should be an ASCII string or a bytes-like object");
    let bytes = match data.is_str() {
        true => data.ascii().map(|text| text.as_bytes().to_vec()),
        false => cx.try_buffer(data)?.map(|buffer| buffer.bytes(&cx.heap).into_owned()),
    };
    let Some(bytes) = bytes else { return Err(wrong(cx)) };
    if bytes.is_empty() {
        return Err(cx.value_error("Empty certificate data"));
    }
    let (found, lacking) = match data.is_str() {
        true => {
            let blocks = pem::blocks(&bytes).map_while(Result::ok);
            (blocks.filter(|b| b.is_certificate()).map(|b| b.bytes).collect::<Vec<_>>(), "no start line")
        }
        false => (Items::new(&bytes).map(|item| item.all.to_vec()).collect(), "not enough data"),
    };
    if found.is_empty() {
        let text = format!("{lacking}: cadata does not contain a certificate");
        return Err(ERROR.numbered(cx, 0, &text, Line::CADATA));
    }
    if found.iter().any(|der| Certificate::read(der).is_none()) {
        return Err(errors::reasoned(cx, NESTED, "ASN1", "NESTED_ASN1_ERROR", Line::CADATA));
    }
    if !data.is_str() && found.iter().map(Vec::len).sum::<usize>() < bytes.len() {
        return Err(errors::reasoned(cx, NOT_ENOUGH, "ASN1", "NOT_ENOUGH_DATA", Line::CADATA));
    }
    let trust = &mut Context::change(cx, me)?.trust;
    found.into_iter().for_each(|der| trust.add(der));
    Ok(())
}

/// OpenSSL's numbers for an error inside of an item, and for an item that is cut.
const NESTED: i64 = 58;
const NOT_ENOUGH: i64 = 142;

/// Where systems have what they trust: a file and a folder. The first of which one is there counts.
const SYSTEM: &[(&str, &str)] = &[
    ("/usr/lib/ssl/cert.pem", "/usr/lib/ssl/certs"),
    ("/etc/pki/tls/cert.pem", "/etc/pki/tls/certs"),
    ("/etc/ssl/cert.pem", "/etc/ssl/certs"),
    ("/usr/local/ssl/cert.pem", "/usr/local/ssl/certs"),
];

/// Names that the one file with everything has in a system's folder.
const BUNDLES: &[&str] = &["ca-certificates.crt", "ca-bundle.crt"];

pub const FILE_VARIABLE: &str = "SSL_CERT_FILE";
pub const FOLDER_VARIABLE: &str = "SSL_CERT_DIR";

/// The file and the folder of this system.
pub fn system_places(cx: &Cx) -> (&'static str, &'static str) {
    let is_there = |path: &str| ask(cx, |h| h.stat(Place::Path(path.as_bytes()), true)).is_ok();
    let found = SYSTEM.iter().find(|(file, folder)| is_there(file) || is_there(folder));
    *found.unwrap_or(&SYSTEM[0])
}

fn variable(cx: &Cx, name: &str) -> Option<Vec<u8>> {
    let all = ask(cx, |h| Ok(h.environment())).ok()?;
    all.into_iter().find(|(n, _)| n == name.as_bytes()).map(|(_, value)| value)
}

pub fn set_default_verify_paths(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (file, folder) = system_places(cx);
    let file = variable(cx, FILE_VARIABLE).unwrap_or_else(|| file.into());
    let folder = match variable(cx, FOLDER_VARIABLE) {
        Some(folder) => Folder::Hashed(folder),
        None => Folder::System(folder.into()),
    };
    // Files that are not there, or broken, are passed over.
    if let Ok(text) = wait(cx, |h| h.read_file(&file)) {
        add_file(&mut Context::change(cx, me)?.trust, &text);
    }
    Context::change(cx, me)?.folders.push(folder);
    Ok(cx.none.clone())
}

/// Reads the folders that were named, now that somebody is to be judged.
pub fn read_folders(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let folders = std::mem::take(&mut Context::of(cx, me)?.folders);
    for folder in folders {
        let texts = wait(cx, |h| Ok(read_folder(h, &folder))).unwrap_or_default();
        let trust = &mut Context::of(cx, me)?.trust;
        for text in &texts {
            let _ = add_file(trust, text);
        }
    }
    Ok(())
}

/// The files of a folder that have certificates.
fn read_folder(host: &dyn Host, folder: &Folder) -> Vec<Vec<u8>> {
    let (Folder::Hashed(root) | Folder::System(root)) = folder;
    let read = |name: &[u8]| host.read_file(&[root, &b"/"[..], name].concat()).ok();
    if let Folder::System(_) = folder
        && let Some(bundle) = BUNDLES.iter().find_map(|name| read(name.as_bytes()))
    {
        return vec![bundle];
    }
    // Eight digits, a dot, `r` if it is a list of revoked ones, a number.
    let is_hashed = |name: &[u8]| match name.split_at_checked(8) {
        Some((hash, [b'.', rest @ ..])) => {
            let number = rest.strip_prefix(b"r").unwrap_or(rest);
            hash.iter().all(u8::is_ascii_hexdigit)
                && !number.is_empty()
                && number.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    let entries = host.list(Place::Path(root)).unwrap_or_default();
    entries.iter().filter(|entry| is_hashed(&entry.name)).filter_map(|entry| read(&entry.name)).collect()
}

pub fn cert_store_stats(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let trust = &Context::of(cx, me)?.trust;
    let authorities =
        trust.certificates.iter().filter(|der| Certificate::read(der).is_some_and(|c| c.is_authority()));
    let counts = [
        ("x509", trust.certificates.len()),
        ("crl", trust.revocations.len()),
        ("x509_ca", authorities.count()),
    ];
    let dict = cx.new_dict();
    for (name, count) in counts {
        cx.namespace_put(&dict, name, cx.usize(count));
    }
    Ok(dict)
}

pub fn get_ca_certs(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["binary_form"], posonly: 0, kwonly: 1 };
    let ([], [binary]) = args.bind(cx, "get_ca_certs", &PARAMS)?;
    let binary = binary.map_or(Ok(false), |o| cx.truth(&o))?;
    let mut list = Vec::new();
    for der in Context::of(cx, me)?.trust.certificates.clone() {
        let Some(certificate) = Certificate::read(&der) else { continue };
        if certificate.is_authority() {
            list.push(if binary { cx.new_bytes(&der) } else { shown::certificate(cx, &certificate)? });
        }
    }
    Ok(cx.new_list(list))
}

pub fn keylog_filename(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = Context::of(cx, me)?.secrets.as_ref().map(|secrets| secrets.name.clone());
    Ok(name.unwrap_or_else(|| cx.none.clone()))
}

pub fn set_keylog_filename(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    const TITLE: &str = "# TLS secrets log file, generated by OpenSSL / Python\n";
    let old = Context::change(cx, me)?.secrets.take();
    drop(old);
    let Some(name) = value.filter(|v| !v.is_none()) else { return Ok(()) };
    let path = world::fspath(cx, name)?;
    let path = world::path(cx, "", "path", &path, Also::Nothing)?.bytes;
    let is_new = ask(cx, |h| h.stat(Place::Path(&path), true)).map_or(true, |stat| stat.size == 0);
    let title = if is_new { TITLE } else { "" };
    wait(cx, |h| append(h, &path, title.as_bytes())).map_err(|e| raise_os_error(cx, e, Some(name)))?;
    let lines = Arc::new(Secrets::default());
    Context::change(cx, me)?.secrets = Some(SecretsFile { name: name.clone(), path, lines });
    Ok(())
}

/// Writes to the end of a file, which is made if it is not there.
fn append(host: &dyn Host, path: &[u8], data: &[u8]) -> Answer<()> {
    // Write only, create, append, close when a program is executed.
    const FLAGS: i32 = 0o1 | 0o100 | 0o2000 | 0o2000000;
    let fd = host.open(Place::Path(path), FLAGS, 0o666)?;
    let written = host.write_all(fd, data);
    let _ = host.close(fd);
    written
}

/// Writes the secrets that connections of the context have come to.
pub fn log_secrets(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(secrets) = &Context::of(cx, me)?.secrets else { return Ok(()) };
    let (lines, path) = (secrets.lines.take(), secrets.path.clone());
    if lines.is_empty() {
        return Ok(());
    }
    let written = wait(cx, |h| append(h, &path, lines.as_bytes()));
    written.map_err(|e| -> Raised { raise_os_error(cx, e, None) })
}
