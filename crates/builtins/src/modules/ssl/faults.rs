//! What goes wrong between two ends, in OpenSSL's words.

use rustls::{CertificateError, Error, InvalidMessage, PeerIncompatible};

use super::verify::Failure;

/// Why a connection failed.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A reason of the library `SSL`; the words are the same in lower case.
    Reason(&'static str),
    /// The peer's certificate is not believed.
    Untrusted(Failure),
    /// The end came where the protocol has none.
    Cut,
}

/// The words of a reason.
pub fn words(reason: &str) -> String {
    reason.to_ascii_lowercase().replace('_', " ")
}

/// Reasons of the alerts that a peer may send, by their numbers.
const ALERTS: &[(u8, &str)] = &[
    (10, "SSLV3_ALERT_UNEXPECTED_MESSAGE"),
    (20, "SSLV3_ALERT_BAD_RECORD_MAC"),
    (21, "TLSV1_ALERT_DECRYPTION_FAILED"),
    (22, "TLSV1_ALERT_RECORD_OVERFLOW"),
    (30, "SSLV3_ALERT_DECOMPRESSION_FAILURE"),
    (40, "SSLV3_ALERT_HANDSHAKE_FAILURE"),
    (41, "SSLV3_ALERT_NO_CERTIFICATE"),
    (42, "SSLV3_ALERT_BAD_CERTIFICATE"),
    (43, "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    (44, "SSLV3_ALERT_CERTIFICATE_REVOKED"),
    (45, "SSLV3_ALERT_CERTIFICATE_EXPIRED"),
    (46, "SSLV3_ALERT_CERTIFICATE_UNKNOWN"),
    (47, "SSLV3_ALERT_ILLEGAL_PARAMETER"),
    (48, "TLSV1_ALERT_UNKNOWN_CA"),
    (49, "TLSV1_ALERT_ACCESS_DENIED"),
    (50, "TLSV1_ALERT_DECODE_ERROR"),
    (51, "TLSV1_ALERT_DECRYPT_ERROR"),
    (60, "TLSV1_ALERT_EXPORT_RESTRICTION"),
    (70, "TLSV1_ALERT_PROTOCOL_VERSION"),
    (71, "TLSV1_ALERT_INSUFFICIENT_SECURITY"),
    (80, "TLSV1_ALERT_INTERNAL_ERROR"),
    (86, "TLSV1_ALERT_INAPPROPRIATE_FALLBACK"),
    (90, "TLSV1_ALERT_USER_CANCELLED"),
    (100, "TLSV1_ALERT_NO_RENEGOTIATION"),
    (109, "TLSV13_ALERT_MISSING_EXTENSION"),
    (110, "TLSV1_UNSUPPORTED_EXTENSION"),
    (111, "TLSV1_CERTIFICATE_UNOBTAINABLE"),
    (112, "TLSV1_UNRECOGNIZED_NAME"),
    (113, "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE"),
    (114, "TLSV1_BAD_CERTIFICATE_HASH_VALUE"),
    (115, "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY"),
    (116, "TLSV13_ALERT_CERTIFICATE_REQUIRED"),
    (120, "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"),
];

impl Fault {
    /// What an error of the implementation is. `untrusted` tells why a certificate was not believed.
    pub fn of(error: &Error, untrusted: Option<Failure>) -> Fault {
        if let (Error::InvalidCertificate(_), Some(failure)) = (error, untrusted) {
            return Fault::Untrusted(failure);
        }
        Fault::Reason(match error {
            Error::AlertReceived(alert) => {
                let number = u8::from(*alert);
                ALERTS.iter().find(|(n, _)| *n == number).map_or("UNKNOWN_ALERT_TYPE", |(_, reason)| reason)
            }
            Error::InvalidCertificate(CertificateError::BadSignature) => "BAD_SIGNATURE",
            Error::InvalidCertificate(_) => "CERTIFICATE_VERIFY_FAILED",
            Error::NoCertificatesPresented => "PEER_DID_NOT_RETURN_A_CERTIFICATE",
            Error::NoApplicationProtocol => "NO_APPLICATION_PROTOCOL",
            Error::DecryptError => "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
            Error::PeerSentOversizedRecord => "ENCRYPTED_LENGTH_TOO_LONG",
            Error::PeerIncompatible(what) => match what {
                PeerIncompatible::NoCipherSuitesInCommon
                | PeerIncompatible::NoSignatureSchemesInCommon
                | PeerIncompatible::NoKxGroupsInCommon
                | PeerIncompatible::NoEcPointFormatsInCommon => "NO_SHARED_CIPHER",
                PeerIncompatible::ExtendedMasterSecretExtensionRequired => "INCONSISTENT_EXTMS",
                PeerIncompatible::SignatureAlgorithmsExtensionRequired => "MISSING_SIGALGS_EXTENSION",
                _ => "UNSUPPORTED_PROTOCOL",
            },
            Error::InvalidMessage(
                InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
            ) => "WRONG_VERSION_NUMBER",
            Error::InvalidMessage(InvalidMessage::UnsupportedCompression) => {
                "UNSUPPORTED_COMPRESSION_ALGORITHM"
            }
            Error::InvalidMessage(_) => "LENGTH_MISMATCH",
            Error::PeerMisbehaved(_)
            | Error::InappropriateMessage { .. }
            | Error::InappropriateHandshakeMessage { .. } => "UNEXPECTED_MESSAGE",
            // That no certificate suits the client is the one error of this kind that a peer can bring about.
            Error::General(_) => "NO_SHARED_CIPHER",
            _ => "INTERNAL_ERROR",
        })
    }
}
