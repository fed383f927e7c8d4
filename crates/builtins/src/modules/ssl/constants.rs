//! Numbers of the module: OpenSSL's, as programs know them.

/// Protocols of a context.
pub mod protocol {
    pub const TLS: i64 = 2;
    pub const TLS_1_2: i64 = 5;
    pub const TLS_CLIENT: i64 = 16;
    pub const TLS_SERVER: i64 = 17;
}

/// Versions as they are written in records, and what stands for the ends of their range.
pub mod version {
    pub const MINIMUM: i64 = -2;
    pub const MAXIMUM: i64 = -1;
    pub const SSL_3: i64 = 0x300;
    pub const TLS_1_1: i64 = 0x302;
    pub const TLS_1_2: i64 = 0x303;
    pub const TLS_1_3: i64 = 0x304;
}

pub mod option {
    pub const IGNORE_UNEXPECTED_EOF: u64 = 0x80;
    pub const NO_TICKET: u64 = 0x4000;
    pub const SERVER_PREFERENCE: u64 = 0x40_0000;
    pub const NO_SSL_3: u64 = 0x200_0000;
    pub const NO_TLS_1: u64 = 0x400_0000;
    pub const NO_TLS_1_2: u64 = 0x800_0000;
    pub const NO_TLS_1_1: u64 = 0x1000_0000;
    pub const NO_TLS_1_3: u64 = 0x2000_0000;
    /// Those that forbid a version.
    pub const VERSIONS: u64 = NO_SSL_3 | NO_TLS_1 | NO_TLS_1_1 | NO_TLS_1_2 | NO_TLS_1_3;
    /// What a context begins with.
    pub const INITIAL: u64 = 0x8252_0050;
}

pub mod mode {
    pub const NONE: i64 = 0;
    pub const OPTIONAL: i64 = 1;
    pub const REQUIRED: i64 = 2;
}

pub mod encoding {
    pub const PEM: i64 = 1;
    pub const DER: i64 = 2;
}

/// `VERIFY_X509_TRUSTED_FIRST`.
pub const TRUSTED_FIRST: u64 = 0x8000;

pub static NUMBERS: &[(&str, i64)] = &[
    ("ALERT_DESCRIPTION_ACCESS_DENIED", 49),
    ("ALERT_DESCRIPTION_BAD_CERTIFICATE", 42),
    ("ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE", 114),
    ("ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE", 113),
    ("ALERT_DESCRIPTION_BAD_RECORD_MAC", 20),
    ("ALERT_DESCRIPTION_CERTIFICATE_EXPIRED", 45),
    ("ALERT_DESCRIPTION_CERTIFICATE_REVOKED", 44),
    ("ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN", 46),
    ("ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE", 111),
    ("ALERT_DESCRIPTION_CLOSE_NOTIFY", 0),
    ("ALERT_DESCRIPTION_DECODE_ERROR", 50),
    ("ALERT_DESCRIPTION_DECOMPRESSION_FAILURE", 30),
    ("ALERT_DESCRIPTION_DECRYPT_ERROR", 51),
    ("ALERT_DESCRIPTION_HANDSHAKE_FAILURE", 40),
    ("ALERT_DESCRIPTION_ILLEGAL_PARAMETER", 47),
    ("ALERT_DESCRIPTION_INSUFFICIENT_SECURITY", 71),
    ("ALERT_DESCRIPTION_INTERNAL_ERROR", 80),
    ("ALERT_DESCRIPTION_NO_RENEGOTIATION", 100),
    ("ALERT_DESCRIPTION_PROTOCOL_VERSION", 70),
    ("ALERT_DESCRIPTION_RECORD_OVERFLOW", 22),
    ("ALERT_DESCRIPTION_UNEXPECTED_MESSAGE", 10),
    ("ALERT_DESCRIPTION_UNKNOWN_CA", 48),
    ("ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY", 115),
    ("ALERT_DESCRIPTION_UNRECOGNIZED_NAME", 112),
    ("ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE", 43),
    ("ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION", 110),
    ("ALERT_DESCRIPTION_USER_CANCELLED", 90),
    ("CERT_NONE", mode::NONE),
    ("CERT_OPTIONAL", mode::OPTIONAL),
    ("CERT_REQUIRED", mode::REQUIRED),
    ("ENCODING_DER", encoding::DER),
    ("ENCODING_PEM", encoding::PEM),
    ("HOSTFLAG_ALWAYS_CHECK_SUBJECT", 1),
    ("HOSTFLAG_MULTI_LABEL_WILDCARDS", 8),
    ("HOSTFLAG_NEVER_CHECK_SUBJECT", 32),
    ("HOSTFLAG_NO_PARTIAL_WILDCARDS", 4),
    ("HOSTFLAG_NO_WILDCARDS", 2),
    ("HOSTFLAG_SINGLE_LABEL_SUBDOMAINS", 16),
    ("OP_ALL", 0x8000_0050),
    ("OP_CIPHER_SERVER_PREFERENCE", option::SERVER_PREFERENCE as i64),
    ("OP_ENABLE_KTLS", 8),
    ("OP_ENABLE_MIDDLEBOX_COMPAT", 0x10_0000),
    ("OP_IGNORE_UNEXPECTED_EOF", option::IGNORE_UNEXPECTED_EOF as i64),
    ("OP_LEGACY_SERVER_CONNECT", 4),
    ("OP_NO_COMPRESSION", 0x2_0000),
    ("OP_NO_RENEGOTIATION", 0x4000_0000),
    ("OP_NO_SSLv2", 0),
    ("OP_NO_SSLv3", option::NO_SSL_3 as i64),
    ("OP_NO_TICKET", option::NO_TICKET as i64),
    ("OP_NO_TLSv1", option::NO_TLS_1 as i64),
    ("OP_NO_TLSv1_1", option::NO_TLS_1_1 as i64),
    ("OP_NO_TLSv1_2", option::NO_TLS_1_2 as i64),
    ("OP_NO_TLSv1_3", option::NO_TLS_1_3 as i64),
    ("OP_SINGLE_DH_USE", 0),
    ("OP_SINGLE_ECDH_USE", 0),
    ("PROTOCOL_SSLv23", protocol::TLS),
    ("PROTOCOL_TLS", protocol::TLS),
    ("PROTOCOL_TLS_CLIENT", protocol::TLS_CLIENT),
    ("PROTOCOL_TLS_SERVER", protocol::TLS_SERVER),
    ("PROTOCOL_TLSv1", 3),
    ("PROTOCOL_TLSv1_1", 4),
    ("PROTOCOL_TLSv1_2", protocol::TLS_1_2),
    ("PROTO_MAXIMUM_SUPPORTED", version::MAXIMUM),
    ("PROTO_MINIMUM_SUPPORTED", version::MINIMUM),
    ("PROTO_SSLv3", version::SSL_3),
    ("PROTO_TLSv1", 0x301),
    ("PROTO_TLSv1_1", version::TLS_1_1),
    ("PROTO_TLSv1_2", version::TLS_1_2),
    ("PROTO_TLSv1_3", version::TLS_1_3),
    ("SSL_ERROR_EOF", 8),
    ("SSL_ERROR_INVALID_ERROR_CODE", 10),
    ("SSL_ERROR_SSL", 1),
    ("SSL_ERROR_SYSCALL", 5),
    ("SSL_ERROR_WANT_CONNECT", 7),
    ("SSL_ERROR_WANT_READ", 2),
    ("SSL_ERROR_WANT_WRITE", 3),
    ("SSL_ERROR_WANT_X509_LOOKUP", 4),
    ("SSL_ERROR_ZERO_RETURN", 6),
    ("VERIFY_ALLOW_PROXY_CERTS", 64),
    ("VERIFY_CRL_CHECK_CHAIN", super::verify::CRL_CHECK_CHAIN as i64),
    ("VERIFY_CRL_CHECK_LEAF", super::verify::CRL_CHECK_LEAF as i64),
    ("VERIFY_DEFAULT", 0),
    ("VERIFY_X509_PARTIAL_CHAIN", super::verify::PARTIAL_CHAIN as i64),
    ("VERIFY_X509_STRICT", 32),
    ("VERIFY_X509_TRUSTED_FIRST", TRUSTED_FIRST as i64),
];

/// What there is of OpenSSL's features.
pub static FEATURES: &[(&str, bool)] = &[
    ("HAS_ALPN", true),
    ("HAS_ECDH", true),
    ("HAS_NPN", false),
    ("HAS_SNI", true),
    ("HAS_SSLv2", false),
    ("HAS_SSLv3", false),
    ("HAS_TLS_UNIQUE", false),
    ("HAS_TLSv1", false),
    ("HAS_TLSv1_1", false),
    ("HAS_TLSv1_2", true),
    ("HAS_TLSv1_3", true),
];
