//! Certificates: what X.509 says in them, read without judging it.

use core::net::{Ipv4Addr, Ipv6Addr};

use super::der::{Item, Items, dotted, tag};
use super::objects;

/// A name: sets of attributes with their values.
pub type Name = Vec<Vec<(String, String)>>;

/// A moment as it is written, in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    year: i64,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

/// A further name of the subject.
#[derive(PartialEq)]
pub enum OtherName {
    Text(&'static str, String),
    Directory(Name),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
    /// An address of another length.
    NoAddress,
}

/// A certificate, borrowed from its DER.
pub struct Certificate<'a> {
    /// What is signed, and the algorithm and the bytes of the signature.
    pub signed: &'a [u8],
    pub algorithm: Item<'a>,
    pub signature: &'a [u8],
    /// Counted from 1.
    pub version: u64,
    pub serial: &'a [u8],
    /// The name in DER, which tells whose certificate this one is signed with.
    pub issuer: Item<'a>,
    pub subject: Item<'a>,
    pub not_before: Moment,
    pub not_after: Moment,
    pub public_key: Item<'a>,
    extensions: Vec<(String, &'a [u8])>,
}

const SUBJECT_ALT_NAME: &str = "2.5.29.17";
const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const AUTHORITY_INFO_ACCESS: &str = "1.3.6.1.5.5.7.1.1";
const OCSP: &str = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// What distribution points and authorities are named by: an address on the net.
const URI: u8 = tag::context(6);

impl<'a> Certificate<'a> {
    /// Reads a certificate; nothing if the bytes are none.
    pub fn read(der: &'a [u8]) -> Option<Certificate<'a>> {
        let mut whole = Items::new(der).expect(tag::SEQUENCE)?.inside();
        let signed = whole.expect(tag::SEQUENCE)?;
        let algorithm = whole.expect(tag::SEQUENCE)?;
        let signature = whole.next()?.bits()?;
        let mut parts = signed.inside();
        let version = match parts.optional(tag::explicit(0)) {
            Some(version) => version.inside().expect(tag::INTEGER)?.small()? + 1,
            None => 1,
        };
        let serial = parts.expect(tag::INTEGER)?.body;
        let _signature_algorithm = parts.expect(tag::SEQUENCE)?;
        let issuer = parts.expect(tag::SEQUENCE)?;
        let mut validity = parts.expect(tag::SEQUENCE)?.inside();
        let not_before = Moment::read(validity.next()?)?;
        let not_after = Moment::read(validity.next()?)?;
        let subject = parts.expect(tag::SEQUENCE)?;
        let public_key = parts.expect(tag::SEQUENCE)?;
        let extensions = parts.find(|item| item.tag == tag::explicit(3));
        let extensions = match extensions {
            Some(list) => list.inside().expect(tag::SEQUENCE)?.inside().filter_map(extension).collect(),
            None => Vec::new(),
        };
        Some(Certificate {
            signed: signed.all,
            algorithm,
            signature,
            version,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            public_key,
            extensions,
        })
    }

    fn extension(&self, object: &str) -> Option<Items<'a>> {
        let (_, value) = self.extensions.iter().find(|(o, _)| o == object)?;
        Some(Items::new(value).expect(tag::SEQUENCE)?.inside())
    }

    /// Whether it names itself as its issuer.
    pub fn is_self_issued(&self) -> bool {
        self.issuer.all == self.subject.all
    }

    /// Whether it says for what it may be used, or for which names.
    pub fn is_restricted(&self) -> bool {
        const RESTRICTIONS: [&str; 2] = ["2.5.29.37", "2.5.29.30"];
        self.extensions.iter().any(|(object, _)| RESTRICTIONS.contains(&object.as_str()))
    }

    /// Whether it may be an authority's: it says so, or is of a version that could not say, and its own issuer.
    pub fn is_authority(&self) -> bool {
        match self.extension(BASIC_CONSTRAINTS) {
            Some(mut constraints) => constraints.optional(tag::BOOLEAN).is_some_and(|b| b.body == [0xff]),
            None => self.version == 1 && self.is_self_issued(),
        }
    }

    /// The serial number in hexadecimal digits.
    pub fn serial_digits(&self) -> String {
        let (negative, magnitude) = magnitude(self.serial);
        let digits: String = magnitude.iter().map(|b| format!("{b:02X}")).collect();
        let digits = if digits.is_empty() { "00".to_string() } else { digits };
        if negative { format!("-{digits}") } else { digits }
    }

    /// The further names of the subject; nothing if the certificate does not speak of any.
    pub fn other_names(&self) -> Option<Vec<OtherName>> {
        Some(self.extension(SUBJECT_ALT_NAME)?.filter_map(other_name).collect())
    }

    /// Where to ask whether it is still good, or where to find its issuer's.
    fn access(&self, method: &str) -> Vec<String> {
        let Some(list) = self.extension(AUTHORITY_INFO_ACCESS) else { return Vec::new() };
        list.filter_map(|description| {
            let mut parts = description.inside();
            let is_this = dotted(parts.expect(tag::OBJECT)?.body)? == method;
            let place = parts.next().filter(|place| is_this && place.tag == URI)?;
            Some(latin(place.body))
        })
        .collect()
    }

    pub fn status_places(&self) -> Vec<String> {
        self.access(OCSP)
    }

    pub fn issuer_places(&self) -> Vec<String> {
        self.access(CA_ISSUERS)
    }

    /// Where lists of revoked certificates are found.
    pub fn revocation_places(&self) -> Vec<String> {
        let Some(points) = self.extension(CRL_DISTRIBUTION_POINTS) else { return Vec::new() };
        let full_names = points.filter_map(|point| {
            let names = point.inside().optional(tag::explicit(0))?.inside().optional(tag::explicit(0))?;
            Some(names.inside().filter(|name| name.tag == URI).map(|name| latin(name.body)))
        });
        full_names.flatten().collect()
    }
}

/// An extension's object and its value.
fn extension(item: Item<'_>) -> Option<(String, &[u8])> {
    let mut parts = item.inside();
    let object = dotted(parts.expect(tag::OBJECT)?.body)?;
    parts.optional(tag::BOOLEAN);
    Some((object, parts.expect(tag::OCTET_STRING)?.body))
}

/// Sign and magnitude of a number in two's complement.
fn magnitude(body: &[u8]) -> (bool, Vec<u8>) {
    let negative = body.first().is_some_and(|b| b & 0x80 != 0);
    let mut bytes = body.to_vec();
    if negative {
        let mut carry = true;
        for b in bytes.iter_mut().rev() {
            let (sum, over) = (!*b).overflowing_add(carry.into());
            (*b, carry) = (sum, over);
        }
    }
    let start = bytes.iter().position(|&b| b != 0).unwrap_or(bytes.len());
    (negative, bytes.split_off(start))
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).collect()
}

/// The text of a string item.
fn text(item: Item<'_>) -> String {
    let units = |size: usize| {
        let numbers =
            item.body.chunks(size).map(|unit| unit.iter().fold(0u32, |n, &b| n << 8 | u32::from(b)));
        numbers.map(|n| char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match item.tag {
        tag::UTF8_STRING => String::from_utf8_lossy(item.body).into_owned(),
        tag::BMP_STRING => units(2),
        tag::UNIVERSAL_STRING => units(4),
        _ => latin(item.body),
    }
}

/// The attributes of a name.
pub fn name(item: Item<'_>) -> Name {
    let attribute = |pair: Item<'_>| {
        let mut parts = pair.inside();
        let object = dotted(parts.expect(tag::OBJECT)?.body)?;
        Some((objects::long_name(&object).to_string(), text(parts.next()?)))
    };
    item.inside().map(|set| set.inside().filter_map(attribute).collect()).collect()
}

fn other_name(item: Item<'_>) -> Option<OtherName> {
    const OTHER: u8 = tag::explicit(0);
    const EMAIL: u8 = tag::context(1);
    const DNS: u8 = tag::context(2);
    const X400: u8 = tag::explicit(3);
    const DIRECTORY: u8 = tag::explicit(4);
    const EDI_PARTY: u8 = tag::explicit(5);
    const ADDRESS: u8 = tag::context(7);
    const REGISTERED: u8 = tag::context(8);
    let unsupported = || "<unsupported>".to_string();
    Some(match item.tag {
        EMAIL => OtherName::Text("email", latin(item.body)),
        DNS => OtherName::Text("DNS", latin(item.body)),
        URI => OtherName::Text("URI", latin(item.body)),
        REGISTERED => OtherName::Text("Registered ID", dotted(item.body)?),
        DIRECTORY => OtherName::Directory(name(item.inside().next()?)),
        ADDRESS => match (<[u8; 4]>::try_from(item.body), <[u8; 16]>::try_from(item.body)) {
            (Ok(v4), _) => OtherName::V4(v4.into()),
            (_, Ok(v6)) => OtherName::V6(v6.into()),
            _ => OtherName::NoAddress,
        },
        OTHER => OtherName::Text("othername", unsupported()),
        X400 => OtherName::Text("X400Name", unsupported()),
        EDI_PARTY => OtherName::Text("EdiPartyName", unsupported()),
        _ => return None,
    })
}

impl Moment {
    fn read(item: Item<'_>) -> Option<Moment> {
        let years = match item.tag {
            tag::UTC_TIME => 2,
            tag::GENERALIZED_TIME => 4,
            _ => return None,
        };
        let digits = item.body.strip_suffix(b"Z")?;
        let number = |from: usize, to: usize| -> Option<u32> {
            std::str::from_utf8(digits.get(from..to)?).ok()?.parse().ok()
        };
        let part = |i: usize| number(years + 2 * i, years + 2 * i + 2)?.try_into().ok();
        let year = match (number(0, years)?, years) {
            (year @ 0..50, 2) => 2000 + year,
            (year, 2) => 1900 + year,
            (year, _) => year,
        };
        let (month, day) = (part(0)?, part(1)?);
        if !(1..=12).contains(&month) {
            return None;
        }
        Some(Moment { year: year.into(), month, day, hour: part(2)?, minute: part(3)?, second: part(4)? })
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> i64 {
        // Years from March on, so that the leap day is the last one.
        let (year, month) = match i64::from(self.month) {
            month @ ..=2 => (self.year - 1, month + 9),
            month => (self.year, month - 3),
        };
        let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + i64::from(self.day)
            - 719_469;
        days * 86_400 + i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let Moment { year, month, day, hour, minute, second } = self;
        let month = MONTHS[usize::from(*month) - 1];
        write!(f, "{month} {day:2} {hour:02}:{minute:02}:{second:02} {year} GMT")
    }
}
