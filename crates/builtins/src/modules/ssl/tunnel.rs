//! One end of a connection, apart from what carries it: records come in, records go out, and between them stands what
//! `rustls` makes of them.
//!
//! It asks for no byte beyond the record that it is at, so that what follows the last one stays where it is.

use std::io::{self, Read, Write};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::{Accepted, AcceptedAlert, Acceptor};
use rustls::{CipherSuite, ClientConfig, ClientConnection, Connection, Error, HandshakeKind, ServerConfig};

use super::faults::Fault;
use super::verify::Verifier;

/// Bytes before the data of a record: kind, version, length.
const HEADER: usize = 5;
/// The most that a record holds, sealed.
const MOST_SEALED: usize = (16 << 10) + 2048;
/// The most that goes into one.
pub const MOST_PLAIN: usize = 16 << 10;

/// How far it has come.
enum Stage {
    /// A server that has not heard of its client yet.
    Waiting(Box<Acceptor>),
    /// It has: a configuration may be chosen by what the client says.
    Greeted(Box<Accepted>),
    Open(Box<Connection>),
    Failed(Fault),
}

/// What a client says first.
pub struct Greeting {
    pub host: Option<String>,
    pub protocols: Vec<Vec<u8>>,
    pub suites: Vec<CipherSuite>,
}

/// What reading gave.
pub enum Plain {
    Data(usize),
    /// Another record is needed.
    Nothing,
    /// The peer has said that no more comes.
    End,
}

pub struct Tunnel {
    stage: Stage,
    verifier: Arc<Verifier>,
    /// The record that is coming in.
    record: Vec<u8>,
    /// Whether a whole record has come in.
    has_received: bool,
    outgoing: Vec<u8>,
    /// How much data went into records that a writer has not been told of.
    pub sealed: usize,
    pub peer_has_closed: bool,
    pub has_closed: bool,
}

impl Tunnel {
    fn new(stage: Stage, verifier: Arc<Verifier>) -> Tunnel {
        Tunnel {
            stage,
            verifier,
            record: Vec::new(),
            has_received: false,
            outgoing: Vec::new(),
            sealed: 0,
            peer_has_closed: false,
            has_closed: false,
        }
    }

    pub fn client(
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
        verifier: Arc<Verifier>,
    ) -> Result<Tunnel, Fault> {
        let connection = ClientConnection::new(config, name).map_err(|e| Fault::of(&e, None))?;
        let mut tunnel = Tunnel::new(Stage::Open(Box::new(connection.into())), verifier);
        tunnel.collect();
        Ok(tunnel)
    }

    pub fn server(verifier: Arc<Verifier>) -> Tunnel {
        Tunnel::new(Stage::Waiting(Box::default()), verifier)
    }

    fn connection(&self) -> Option<&Connection> {
        match &self.stage {
            Stage::Open(connection) => Some(connection),
            _ => None,
        }
    }

    /// What it failed of, again.
    pub fn check(&self) -> Result<(), Fault> {
        match &self.stage {
            Stage::Failed(fault) => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    pub fn is_established(&self) -> bool {
        self.connection().is_some_and(|c| !c.is_handshaking())
    }

    /// Moves the records that are due into the queue.
    fn collect(&mut self) {
        if let Stage::Open(connection) = &mut self.stage {
            while connection.wants_write() && connection.write_tls(&mut self.outgoing).is_ok_and(|n| n > 0) {}
        }
    }

    pub fn outgoing(&self) -> &[u8] {
        &self.outgoing
    }

    /// So much of the queue has gone out.
    pub fn sent(&mut self, count: usize) {
        self.outgoing.drain(..count.min(self.outgoing.len()));
    }

    /// How many bytes the record that is coming in lacks, as far as is known.
    pub fn missing(&self) -> usize {
        match self.record.first_chunk::<HEADER>() {
            Some([.., high, low]) => {
                HEADER + usize::from(u16::from_be_bytes([*high, *low])) - self.record.len()
            }
            None => HEADER - self.record.len(),
        }
    }

    /// Takes in bytes, no more than are missing.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.check()?;
        self.record.extend_from_slice(bytes);
        let Some(header) = self.record.first_chunk::<HEADER>() else { return Ok(()) };
        if let Err(fault) = check_header(header, self.has_received) {
            return Err(self.fail(fault));
        }
        if self.missing() > 0 {
            return Ok(());
        }
        self.has_received = true;
        let record = std::mem::take(&mut self.record);
        self.process(&record)
    }

    fn process(&mut self, mut record: &[u8]) -> Result<(), Fault> {
        match &mut self.stage {
            Stage::Waiting(acceptor) => {
                while !record.is_empty() && acceptor.read_tls(&mut record).is_ok_and(|n| n > 0) {}
                match acceptor.accept() {
                    Ok(None) => Ok(()),
                    Ok(Some(accepted)) => {
                        self.stage = Stage::Greeted(Box::new(accepted));
                        Ok(())
                    }
                    Err((error, alert)) => Err(self.refuse(&error, alert)),
                }
            }
            Stage::Open(connection) => {
                // It takes a few kilobytes at a time.
                while !record.is_empty() && connection.read_tls(&mut record).is_ok_and(|n| n > 0) {}
                let processed = connection.process_new_packets();
                self.collect();
                match processed {
                    Ok(state) => {
                        self.peer_has_closed |= state.peer_has_closed();
                        Ok(())
                    }
                    Err(error) => {
                        let fault = Fault::of(&error, self.verifier.take_failure());
                        Err(self.fail(fault))
                    }
                }
            }
            Stage::Greeted(_) | Stage::Failed(_) => Ok(()),
        }
    }

    fn refuse(&mut self, error: &Error, mut alert: AcceptedAlert) -> Fault {
        // A vector takes everything.
        let _ = alert.write_all(&mut self.outgoing);
        self.fail(Fault::of(error, None))
    }

    fn fail(&mut self, fault: Fault) -> Fault {
        self.stage = Stage::Failed(fault.clone());
        fault
    }

    /// The end of what the peer sends came without his saying so.
    pub fn cut(&mut self) -> Fault {
        self.fail(Fault::Cut)
    }

    /// Tells the peer by an alert of this number that there will be no connection.
    pub fn reject(&mut self, alert: u8, reason: &'static str) -> Fault {
        const ALERT: u8 = 21;
        const FATAL: u8 = 2;
        self.outgoing.extend([ALERT, 3, 3, 0, 2, FATAL, alert]);
        self.fail(Fault::Reason(reason))
    }

    /// What the client said, while a configuration is to be chosen.
    pub fn greeting(&self) -> Option<Greeting> {
        let Stage::Greeted(accepted) = &self.stage else { return None };
        let hello = accepted.client_hello();
        Some(Greeting {
            host: hello.server_name().map(str::to_string),
            protocols: hello.alpn().into_iter().flatten().map(<[u8]>::to_vec).collect(),
            suites: hello.cipher_suites().to_vec(),
        })
    }

    /// Goes on with the configuration that was chosen.
    pub fn accept(&mut self, config: Arc<ServerConfig>, verifier: Arc<Verifier>) -> Result<(), Fault> {
        self.verifier = verifier;
        match std::mem::replace(&mut self.stage, Stage::Failed(Fault::Cut)) {
            Stage::Greeted(accepted) => match accepted.into_connection(config) {
                Ok(connection) => self.stage = Stage::Open(Box::new(connection.into())),
                Err((error, alert)) => return Err(self.refuse(&error, alert)),
            },
            other => self.stage = other,
        }
        self.collect();
        Ok(())
    }

    pub fn read(&mut self, into: &mut [u8]) -> Plain {
        let Stage::Open(connection) = &mut self.stage else { return Plain::Nothing };
        match connection.reader().read(into) {
            Ok(0) => Plain::End,
            Ok(n) => Plain::Data(n),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock && self.peer_has_closed => Plain::End,
            Err(_) => Plain::Nothing,
        }
    }

    /// How much can be read without another record.
    pub fn readable(&mut self) -> usize {
        match &mut self.stage {
            Stage::Open(connection) => {
                connection.process_new_packets().map_or(0, |state| state.plaintext_bytes_to_read())
            }
            _ => 0,
        }
    }

    /// Seals one record of data.
    pub fn write(&mut self, data: &[u8]) {
        if let Stage::Open(connection) = &mut self.stage {
            let data = &data[..data.len().min(MOST_PLAIN)];
            self.sealed = connection.writer().write(data).unwrap_or(0);
        }
        self.collect();
    }

    /// Says that no more comes.
    pub fn close(&mut self) {
        if let Stage::Open(connection) = &mut self.stage {
            connection.send_close_notify();
            self.has_closed = true;
        }
        self.collect();
    }

    pub fn peer_chain(&self) -> Option<&[CertificateDer<'static>]> {
        self.connection()?.peer_certificates()
    }

    pub fn suite(&self) -> Option<CipherSuite> {
        Some(self.connection()?.negotiated_cipher_suite()?.suite())
    }

    pub fn protocol(&self) -> Option<&[u8]> {
        self.connection()?.alpn_protocol()
    }

    /// Whether it goes on with an earlier session.
    pub fn is_resumed(&self) -> bool {
        self.connection().is_some_and(|c| c.handshake_kind() == Some(HandshakeKind::Resumed))
    }
}

/// Whether bytes may begin a record; else what they are taken for.
fn check_header(header: &[u8; HEADER], has_received: bool) -> Result<(), Fault> {
    const MAJOR: u8 = 3;
    let [_, major, _, high, low] = *header;
    if major != MAJOR {
        let verbs: [&[u8]; 4] = [b"GET ", b"POST ", b"HEAD ", b"PUT "];
        let is_request = !has_received && verbs.iter().any(|verb| header.starts_with(verb));
        let is_proxy_request = !has_received && header == b"CONNE";
        return Err(Fault::Reason(match (is_request, is_proxy_request) {
            (true, _) => "HTTP_REQUEST",
            (_, true) => "HTTPS_PROXY_REQUEST",
            _ => "WRONG_VERSION_NUMBER",
        }));
    }
    if usize::from(u16::from_be_bytes([high, low])) > MOST_SEALED {
        return Err(Fault::Reason("ENCRYPTED_LENGTH_TOO_LONG"));
    }
    Ok(())
}
