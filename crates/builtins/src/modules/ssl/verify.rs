//! Whether a peer is to be believed: chains of certificates up to those that are trusted. What OpenSSL says of those
//! that are not is said of them here.

use core::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{
    CertificateDer, ServerName, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer, TrustAnchor,
    UnixTime,
};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, PeerMisbehaved, SignatureScheme,
};
use webpki::{
    CertRevocationList, EndEntityCert, KeyUsage, OwnedCertRevocationList, RevocationCheckDepth,
    RevocationOptionsBuilder,
};

use super::certificate::Certificate;
use super::hostname::{self, HostFlags};

/// Certificates and lists of revoked ones that a context believes, in DER.
#[derive(Clone, Default)]
pub struct Trust {
    pub certificates: Vec<CertificateDer<'static>>,
    pub revocations: Vec<Vec<u8>>,
}

impl Trust {
    pub fn add(&mut self, certificate: Vec<u8>) {
        if !self.certificates.iter().any(|known| known.as_ref() == certificate) {
            self.certificates.push(certificate.into());
        }
    }
}

/// How strictly a peer is judged.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Whether a peer must prove who he is, and whether one without a certificate is let in.
    pub verifies: bool,
    pub mandatory: bool,
    pub checks_host: bool,
    /// OpenSSL's bits.
    pub flags: u64,
    pub host_flags: u32,
}

pub const CRL_CHECK_LEAF: u64 = 0x4;
pub const CRL_CHECK_CHAIN: u64 = 0xc;
pub const PARTIAL_CHAIN: u64 = 0x8_0000;

/// Why a certificate is not believed: OpenSSL's number and words.
#[derive(Clone, Debug)]
pub struct Failure {
    pub code: i64,
    pub message: String,
}

impl Failure {
    fn new(code: i64, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into() }
    }
}

/// Judges the certificates of servers and of clients.
#[derive(Debug)]
pub struct Verifier {
    policy: Policy,
    anchors: Vec<TrustAnchor<'static>>,
    trusted: Vec<CertificateDer<'static>>,
    revocations: Vec<CertRevocationList<'static>>,
    authorities: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
    /// Of the last certificate that was not believed, until it is asked for.
    failure: Mutex<Option<Failure>>,
}

impl Verifier {
    pub fn new(trust: &Trust, policy: Policy, algorithms: WebPkiSupportedAlgorithms) -> Verifier {
        let mut verifier = Verifier {
            policy,
            anchors: Vec::new(),
            trusted: trust.certificates.clone(),
            revocations: Vec::new(),
            authorities: Vec::new(),
            algorithms,
            failure: Mutex::new(None),
        };
        for der in &trust.certificates {
            let Some(certificate) = Certificate::read(der) else { continue };
            // A chain ends at a root, unless any trusted certificate may end it.
            if !certificate.is_self_issued() && policy.flags & PARTIAL_CHAIN == 0 {
                continue;
            }
            if let Ok(anchor) = webpki::anchor_from_trusted_cert(der) {
                verifier.authorities.push(DistinguishedName::in_sequence(certificate.subject.body));
                verifier.anchors.push(anchor.to_owned());
            }
        }
        let lists = trust.revocations.iter().filter_map(|der| OwnedCertRevocationList::from_der(der).ok());
        verifier.revocations = lists.map(CertRevocationList::from).collect();
        verifier
    }

    /// Why the last certificate was not believed.
    pub fn take_failure(&self) -> Option<Failure> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Judges a certificate; the error is the one that tells the peer.
    fn judge(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        usage: KeyUsage,
        host: Option<&ServerName<'_>>,
        now: UnixTime,
    ) -> Result<(), Error> {
        if !self.policy.verifies {
            return Ok(());
        }
        let judged = match self.check_chain(leaf, others, usage, now) {
            Ok(()) => host.map_or(Ok(()), |host| check_host(leaf, host, HostFlags(self.policy.host_flags))),
            Err(failure) => Err(failure),
        };
        judged.map_err(|failure| {
            let told = match failure.code {
                2 | 18..=21 => CertificateError::UnknownIssuer,
                9 => CertificateError::NotValidYet,
                10 => CertificateError::Expired,
                23 => CertificateError::Revoked,
                26 => CertificateError::InvalidPurpose,
                _ => CertificateError::BadEncoding,
            };
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
            told.into()
        })
    }

    fn check_chain(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        usage: KeyUsage,
        now: UnixTime,
    ) -> Result<(), Failure> {
        let Some(certificate) = Certificate::read(leaf) else {
            return Err(Failure::new(1, "unspecified certificate verification error"));
        };
        let ends_chain = certificate.is_self_issued() || self.policy.flags & PARTIAL_CHAIN != 0;
        if ends_chain && self.trusted.iter().any(|known| known.as_ref() == leaf.as_ref()) {
            return check_time(&certificate, now);
        }
        // Trusted certificates may stand in the middle of a chain, too.
        let middle: Vec<CertificateDer<'_>> = others.iter().chain(&self.trusted).cloned().collect();
        let lists: Vec<&CertRevocationList<'_>> = self.revocations.iter().collect();
        let revocation = match self.policy.flags & CRL_CHECK_CHAIN {
            0 => None,
            depth => match RevocationOptionsBuilder::new(&lists) {
                Ok(options) if depth == CRL_CHECK_LEAF => {
                    Some(options.with_depth(RevocationCheckDepth::EndEntity).build())
                }
                Ok(options) => Some(options.build()),
                Err(_) => return Err(Failure::new(3, "unable to get certificate CRL")),
            },
        };
        let verified = EndEntityCert::try_from(leaf).and_then(|entity| {
            let path = (self.algorithms.all, &self.anchors, &middle);
            entity.verify_for_usage(path.0, path.1, path.2, now, usage, revocation, None).map(drop)
        });
        let Err(error) = verified else { return Ok(()) };
        let says_little =
            matches!(error, webpki::Error::CaUsedAsEndEntity | webpki::Error::UnsupportedCertVersion);
        if says_little && self.is_issued_by_root(&certificate) {
            return check_time(&certificate, now);
        }
        Err(self.broken_chain(&certificate, others).unwrap_or_else(|| failure_of(&error)))
    }

    /// Whether a trusted root has signed the certificate itself, and neither of them is restricted. That is how
    /// certificates without extensions, and those of authorities that are servers too, are believed.
    fn is_issued_by_root(&self, certificate: &Certificate<'_>) -> bool {
        if self.policy.flags & CRL_CHECK_CHAIN != 0 || certificate.is_restricted() {
            return false;
        }
        self.trusted.iter().filter_map(|der| Certificate::read(der)).any(|root| {
            root.is_self_issued()
                && root.is_authority()
                && !root.is_restricted()
                && root.subject.all == certificate.issuer.all
                && self.algorithms.all.iter().any(|algorithm| {
                    algorithm.signature_alg_id().as_ref() == certificate.algorithm.body
                        && is_signed(*algorithm, &root, certificate.signed, certificate.signature)
                })
        })
    }

    /// What is wrong with a chain that leads to no trusted root; nothing if it does.
    fn broken_chain(&self, leaf: &Certificate<'_>, others: &[CertificateDer<'_>]) -> Option<Failure> {
        let known = |der: &CertificateDer<'_>| self.trusted.iter().any(|t| t.as_ref() == der.as_ref());
        let mut issuer = leaf.issuer.all;
        if leaf.is_self_issued() {
            return Some(Failure::new(18, "self-signed certificate"));
        }
        let mut through_trusted = false;
        for _ in 0..=others.len() + self.trusted.len() {
            let mut candidates = self.trusted.iter().chain(others);
            let next = candidates.find_map(|der| {
                Certificate::read(der).filter(|c| c.subject.all == issuer).map(|c| (c, known(der)))
            });
            match next {
                None if through_trusted => return Some(Failure::new(2, "unable to get issuer certificate")),
                None => return Some(Failure::new(20, "unable to get local issuer certificate")),
                Some((root, true)) if root.is_self_issued() => return None,
                Some((root, false)) if root.is_self_issued() => {
                    return Some(Failure::new(19, "self-signed certificate in certificate chain"));
                }
                Some((middle, trusted)) => (issuer, through_trusted) = (middle.issuer.all, trusted),
            }
        }
        Some(Failure::new(22, "certificate chain too long"))
    }

    /// Whether the peer has the key of his certificate, in the way of TLS 1.2: the scheme leaves the curve open.
    fn check_signature(
        &self,
        message: &[u8],
        der: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let certificate = Certificate::read(der).ok_or(CertificateError::BadEncoding)?;
        let mut mapping = self.algorithms.mapping.iter();
        let (_, algorithms) = mapping
            .find(|(scheme, _)| *scheme == proof.scheme)
            .ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
        match algorithms.iter().any(|a| is_signed(*a, &certificate, message, proof.signature())) {
            true => Ok(HandshakeSignatureValid::assertion()),
            false => Err(CertificateError::BadSignature.into()),
        }
    }

    /// The same in the way of TLS 1.3.
    fn check_modern_signature(
        &self,
        message: &[u8],
        der: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let certificate = Certificate::read(der).ok_or(CertificateError::BadEncoding)?;
        let key = SubjectPublicKeyInfoDer::from(certificate.public_key.all);
        verify_tls13_signature_with_raw_key(message, &key, proof, &self.algorithms)
    }
}

/// Whether a signature of a message is by the key of a certificate.
fn is_signed(
    algorithm: &dyn SignatureVerificationAlgorithm,
    signer: &Certificate<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let mut parts = signer.public_key.inside();
    let (Some(kind), Some(key)) = (parts.next(), parts.next().and_then(|key| key.bits())) else {
        return false;
    };
    algorithm.public_key_alg_id().as_ref() == kind.body
        && algorithm.verify_signature(key, message, signature).is_ok()
}

fn check_time(certificate: &Certificate<'_>, now: UnixTime) -> Result<(), Failure> {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    if now < certificate.not_before.seconds() {
        return Err(Failure::new(9, "certificate is not yet valid"));
    }
    if now > certificate.not_after.seconds() {
        return Err(Failure::new(10, "certificate has expired"));
    }
    Ok(())
}

fn check_host(leaf: &CertificateDer<'_>, host: &ServerName<'_>, flags: HostFlags) -> Result<(), Failure> {
    let certificate = Certificate::read(leaf);
    let is_for = |test: &dyn Fn(&Certificate<'_>) -> bool| certificate.as_ref().is_some_and(test);
    match host {
        ServerName::IpAddress(address) => {
            let address = IpAddr::from(*address);
            let message = format!("IP address mismatch, certificate is not valid for '{address}'.");
            let good = is_for(&|c| hostname::is_for_address(c, address));
            if good { Ok(()) } else { Err(Failure::new(64, message)) }
        }
        host => {
            let host = host.to_str();
            let message = format!("Hostname mismatch, certificate is not valid for '{host}'.");
            let good = is_for(&|c| hostname::is_for_host(c, &host, flags));
            if good { Ok(()) } else { Err(Failure::new(62, message)) }
        }
    }
}

/// What OpenSSL says where a chain leads to a root and is refused all the same.
fn failure_of(error: &webpki::Error) -> Failure {
    use webpki::Error as E;
    let (code, message) = match error {
        E::CertExpired { .. } | E::InvalidCertValidity => (10, "certificate has expired"),
        E::CertNotValidYet { .. } => (9, "certificate is not yet valid"),
        E::CertRevoked => (23, "certificate revoked"),
        E::UnknownRevocationStatus | E::IssuerNotCrlSigner => (3, "unable to get certificate CRL"),
        E::CrlExpired { .. } => (12, "CRL has expired"),
        E::InvalidSignatureForPublicKey => (7, "certificate signature failure"),
        E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => (26, "unsuitable certificate purpose"),
        E::PathLenConstraintViolated => (25, "path length constraint exceeded"),
        E::NameConstraintViolation => (47, "permitted subtree violation"),
        E::UnsupportedCriticalExtension => (34, "unhandled critical extension"),
        E::EndEntityUsedAsCa | E::CaUsedAsEndEntity => (79, "invalid CA certificate"),
        E::UnsupportedSignatureAlgorithmContext(_) => (68, "CA signature digest algorithm too weak"),
        E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => (67, "CA certificate key too weak"),
        E::MaximumPathDepthExceeded => (22, "certificate chain too long"),
        _ => (1, "unspecified certificate verification error"),
    };
    Failure::new(code, message)
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _status: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let host = Some(host).filter(|_| self.policy.checks_host);
        self.judge(leaf, others, KeyUsage::server_auth(), host, now).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_signature(message, certificate, proof)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_modern_signature(message, certificate, proof)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for Verifier {
    fn offer_client_auth(&self) -> bool {
        self.policy.verifies
    }

    fn client_auth_mandatory(&self) -> bool {
        self.policy.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.authorities
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.judge(leaf, others, KeyUsage::client_auth(), None, now).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_signature(message, certificate, proof)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_modern_signature(message, certificate, proof)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
