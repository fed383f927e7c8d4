//! Configurations of `rustls`, made of what a context says.

use core::net::IpAddr;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::ResolvesClientCert;
use rustls::crypto::{CryptoProvider, SupportedKxGroup, ring};
use rustls::pki_types::{ServerName, UnixTime};
use rustls::server::{ClientHello, ResolvesServerCert, StoresServerSessions};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, KeyLog, ServerConfig, SignatureScheme, SupportedCipherSuite, SupportedProtocolVersion,
};
use theseus_object::host::Host;

use super::verify::{Policy, Trust, Verifier};

/// What a context says, as far as both sides of a connection ask for it.
pub struct Setup<'a> {
    pub versions: &'a [&'static SupportedProtocolVersion],
    pub suites: Vec<SupportedCipherSuite>,
    pub groups: Vec<&'static dyn SupportedKxGroup>,
    pub trust: &'a Trust,
    pub policy: Policy,
    pub keys: Vec<Arc<CertifiedKey>>,
    pub protocols: Vec<Vec<u8>>,
    pub server_chooses: bool,
    pub tickets: usize,
    pub sessions: Arc<dyn StoresServerSessions>,
    pub log: Option<Arc<Secrets>>,
    pub world: &'static dyn Host,
}

/// Both sides, and who judges their peers.
pub struct Configs {
    pub client: Arc<ClientConfig>,
    pub server: Arc<ServerConfig>,
    pub verifier: Arc<Verifier>,
}

impl Setup<'_> {
    /// The configurations; nothing where no version has a cipher suite.
    pub fn build(self) -> Option<Configs> {
        let (cipher_suites, kx_groups) = (self.suites, self.groups);
        let provider = Arc::new(CryptoProvider { cipher_suites, kx_groups, ..ring::default_provider() });
        let verifier =
            Arc::new(Verifier::new(self.trust, self.policy, provider.signature_verification_algorithms));
        let clock = Arc::new(Clock(self.world));
        let keys = Arc::new(Keys(self.keys));

        let builder = ClientConfig::builder_with_details(provider.clone(), clock.clone());
        let builder = builder.with_protocol_versions(self.versions).ok()?.dangerous();
        let mut client = builder
            .with_custom_certificate_verifier(verifier.clone())
            .with_client_cert_resolver(keys.clone());
        client.alpn_protocols.clone_from(&self.protocols);

        let builder = ServerConfig::builder_with_details(provider, clock);
        let builder = builder.with_protocol_versions(self.versions).ok()?;
        let mut server = builder.with_client_cert_verifier(verifier.clone()).with_cert_resolver(keys);
        server.alpn_protocols = self.protocols;
        server.ignore_client_order = self.server_chooses;
        server.send_tls13_tickets = self.tickets;
        server.session_storage = self.sessions;

        if let Some(log) = self.log {
            client.key_log = log.clone();
            server.key_log = log;
        }
        Some(Configs { client: Arc::new(client), server: Arc::new(server), verifier })
    }
}

/// The host's clock.
struct Clock(&'static dyn Host);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let nanoseconds = u64::try_from(self.0.wall_clock()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_nanos(nanoseconds)))
    }
}

/// Keys with their certificates; the first that the peer understands is shown.
#[derive(Debug)]
struct Keys(Vec<Arc<CertifiedKey>>);

impl Keys {
    fn suitable(&self, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.iter().find(|certified| certified.key.choose_scheme(schemes).is_some()).cloned()
    }
}

impl ResolvesClientCert for Keys {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.suitable(schemes)
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}

impl ResolvesServerCert for Keys {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.suitable(hello.signature_schemes())
    }
}

/// Lines for the file of secrets, until they are written.
#[derive(Debug, Default)]
pub struct Secrets(Mutex<String>);

impl Secrets {
    pub fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeyLog for Secrets {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

/// The name of a server for a connection, and whether it is told to him. No name, and one that can be no host's, is not.
pub fn server_name(host: Option<&str>) -> (ServerName<'static>, bool) {
    let nobody = ServerName::from(IpAddr::from([0; 4]));
    let Some(host) = host else { return (nobody, false) };
    match (IpAddr::from_str(host), ServerName::try_from(host.to_string())) {
        (Ok(address), _) => (address.into(), false),
        (_, Ok(name)) => (name, true),
        _ => (nobody, false),
    }
}
