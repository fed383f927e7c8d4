//! Whether a certificate is one of a host: its names compared with the name that was asked for.

use core::net::IpAddr;

use super::certificate::{self, Certificate, OtherName};

/// How names are compared; OpenSSL's bits.
#[derive(Clone, Copy)]
pub struct HostFlags(pub u32);

impl HostFlags {
    pub const ALWAYS_CHECK_SUBJECT: u32 = 1;
    pub const NO_WILDCARDS: u32 = 2;
    pub const NO_PARTIAL_WILDCARDS: u32 = 4;
    pub const NEVER_CHECK_SUBJECT: u32 = 0x20;

    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }
}

/// Whether one of the certificate's names is that of the host. Its common name counts where it has no names of hosts.
pub fn is_for_host(certificate: &Certificate<'_>, host: &str, flags: HostFlags) -> bool {
    let others = certificate.other_names().unwrap_or_default();
    let hosts: Vec<&str> = others
        .iter()
        .filter_map(|name| match name {
            OtherName::Text("DNS", text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    if hosts.iter().any(|pattern| matches(pattern, host, flags)) {
        return true;
    }
    let asks_subject = hosts.is_empty() || flags.has(HostFlags::ALWAYS_CHECK_SUBJECT);
    if !asks_subject || flags.has(HostFlags::NEVER_CHECK_SUBJECT) {
        return false;
    }
    let subject = certificate::name(certificate.subject);
    let mut attributes = subject.iter().flatten();
    attributes.any(|(attribute, value)| attribute == "commonName" && matches(value, host, flags))
}

/// Whether the certificate names the address.
pub fn is_for_address(certificate: &Certificate<'_>, address: IpAddr) -> bool {
    let wanted = match address {
        IpAddr::V4(v4) => OtherName::V4(v4),
        IpAddr::V6(v6) => OtherName::V6(v6),
    };
    certificate.other_names().is_some_and(|names| names.contains(&wanted))
}

/// Whether a name, whose first label may be a star, is that of a host.
fn matches(pattern: &str, host: &str, flags: HostFlags) -> bool {
    if pattern.eq_ignore_ascii_case(host) {
        return true;
    }
    // A star stands for one whole label, with two more behind it.
    let Some(rest) = pattern.strip_prefix("*.").filter(|_| !flags.has(HostFlags::NO_WILDCARDS)) else {
        return false;
    };
    let Some((label, parent)) = host.split_once('.') else { return false };
    !label.is_empty() && rest.contains('.') && !rest.contains('*') && rest.eq_ignore_ascii_case(parent)
}
