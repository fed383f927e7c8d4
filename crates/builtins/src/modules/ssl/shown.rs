//! Certificates as Python sees them: dicts of what is in them, and the class `Certificate`.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustls::pki_types::CertificateDer;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::certificate::{self, Certificate, Name, OtherName};
use super::constants::encoding;
use super::pem;
use crate::world::c_int;

/// A name: a tuple of tuples of pairs.
fn name(cx: &Cx, name: &Name) -> ObjRef {
    let pair =
        |(attribute, value): &(String, String)| cx.new_tuple([cx.new_str(attribute), cx.new_str(value)]);
    let set = |set: &Vec<(String, String)>| cx.new_tuple(set.iter().map(pair).collect::<Vec<_>>());
    cx.new_tuple(name.iter().map(set).collect::<Vec<_>>())
}

fn other_name(cx: &Cx, other: &OtherName) -> ObjRef {
    let (kind, value) = match other {
        OtherName::Text(kind, text) => (*kind, cx.new_str(text)),
        OtherName::Directory(inner) => ("DirName", name(cx, inner)),
        OtherName::V4(address) => ("IP Address", cx.new_str(&address.to_string())),
        OtherName::V6(address) => {
            let groups: Vec<String> = address.segments().iter().map(|group| format!("{group:X}")).collect();
            ("IP Address", cx.new_str(&groups.join(":")))
        }
        OtherName::NoAddress => ("IP Address", cx.new_str("<invalid>")),
    };
    cx.new_tuple([cx.new_str(kind), value])
}

/// What a certificate says, as `getpeercert` tells it.
pub fn certificate(cx: &mut Cx, shown: &Certificate<'_>) -> PyResult {
    let dict = cx.new_dict();
    let (subject, issuer) = (certificate::name(shown.subject), certificate::name(shown.issuer));
    let fields = [
        ("subject", name(cx, &subject)),
        ("issuer", name(cx, &issuer)),
        ("version", cx.int(shown.version as i64)),
        ("serialNumber", cx.new_str(&shown.serial_digits())),
        ("notBefore", cx.new_str(&shown.not_before.to_string())),
        ("notAfter", cx.new_str(&shown.not_after.to_string())),
    ];
    for (key, value) in fields {
        cx.namespace_put(&dict, key, value);
    }
    if let Some(others) = shown.other_names() {
        let others: Vec<ObjRef> = others.iter().map(|other| other_name(cx, other)).collect();
        cx.namespace_put(&dict, "subjectAltName", cx.new_tuple(others));
    }
    let places = [
        ("OCSP", shown.status_places()),
        ("caIssuers", shown.issuer_places()),
        ("crlDistributionPoints", shown.revocation_places()),
    ];
    for (key, places) in places.iter().filter(|(_, places)| !places.is_empty()) {
        let places: Vec<ObjRef> = places.iter().map(|place| cx.new_str(place)).collect();
        cx.namespace_put(&dict, key, cx.new_tuple(places));
    }
    Ok(dict)
}

/// Payload of `Certificate`: its DER.
pub struct Shown(pub CertificateDer<'static>);

impl Payload for Shown {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { compare: Some(compare), hash: Some(hash), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("get_info", get_info, "get_info($self, /)\n--\n\n"),
        NativeDef::full("public_bytes", public_bytes, "public_bytes($self, /, format=Encoding.PEM)\n--\n\n"),
    ],
    ..TypeSpec::EMPTY
};

fn der(cx: &mut Cx, me: &ObjRef) -> PyResult<CertificateDer<'static>> {
    match cx.heap.get::<Shown>(me) {
        Some(shown) => Ok(shown.0.clone()),
        None => Err(cx.bad_internal("certificate")),
    }
}

fn get_info(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let der = der(cx, me)?;
    match Certificate::read(&der) {
        Some(shown) => certificate(cx, &shown),
        None => Err(cx.value_error("not a certificate")),
    }
}

fn public_bytes(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["format"], posonly: 0, kwonly: 1 };
    let ([], [format]) = args.bind(cx, "public_bytes", &PARAMS)?;
    let format = format.map_or(Ok(encoding::PEM), |o| c_int(cx, &o).map(i64::from))?;
    let der = der(cx, me)?;
    match format {
        encoding::PEM => Ok(cx.new_str(&pem::encode("CERTIFICATE", &der))),
        encoding::DER => Ok(cx.new_bytes(&der)),
        _ => Err(cx.value_error("Unsupported format")),
    }
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    let mine = der(cx, me)?;
    let Some(theirs) = cx.heap.get::<Shown>(other) else { return Ok(cx.not_implemented.clone()) };
    let same = theirs.0 == mine;
    match op {
        CompareOp::Eq => Ok(cx.bool(same)),
        CompareOp::Ne => Ok(cx.bool(!same)),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn hash(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let mut hasher = DefaultHasher::new();
    der(cx, me)?.hash(&mut hasher);
    Ok((hasher.finish() >> 1) as i64)
}

/// The subject on one line, as RFC 2253 writes it.
fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let der = der(cx, me)?;
    let subject = Certificate::read(&der).map(|c| certificate::name(c.subject)).unwrap_or_default();
    let short = |long: &str| super::objects::by_name(long).map_or(long.to_string(), |o| o.short.to_string());
    let set = |set: &Vec<(String, String)>| {
        set.iter().map(|(a, v)| format!("{}={v}", short(a))).collect::<Vec<_>>().join("+")
    };
    let subject: Vec<String> = subject.iter().rev().map(set).collect();
    let class = me.ty().name().to_string();
    Ok(cx.new_str(&format!("<{class} '{}'>", subject.join(","))))
}
