//! Cipher suites: what OpenSSL calls them, and the language in which they are chosen.

use rustls::crypto::ring::cipher_suite as suite;
use rustls::{CipherSuite, SupportedCipherSuite};

/// A suite and what is told of it.
pub struct Row {
    pub suite: SupportedCipherSuite,
    pub name: &'static str,
    pub bits: u32,
    /// The cipher as the description and as the details have it.
    pub cipher: [&'static str; 2],
    /// Who proves who he is, in the same two ways.
    pub proof: [&'static str; 2],
    /// Words of the language that mean the suite, besides its name.
    words: &'static [&'static str],
}

const AES_256: [&str; 2] = ["AESGCM(256)", "aes-256-gcm"];
const AES_128: [&str; 2] = ["AESGCM(128)", "aes-128-gcm"];
const CHACHA: [&str; 2] = ["CHACHA20/POLY1305(256)", "chacha20-poly1305"];
const ANY: [&str; 2] = ["any", "auth-any"];
const ECDSA: [&str; 2] = ["ECDSA", "auth-ecdsa"];
const RSA: [&str; 2] = ["RSA", "auth-rsa"];

/// All suites that there are, in the order in which they are preferred. Those of TLS 1.3 are always on.
pub static ALL: [Row; 9] = [
    Row {
        suite: suite::TLS13_AES_256_GCM_SHA384,
        name: "TLS_AES_256_GCM_SHA384",
        bits: 256,
        cipher: AES_256,
        proof: ANY,
        words: &[],
    },
    Row {
        suite: suite::TLS13_CHACHA20_POLY1305_SHA256,
        name: "TLS_CHACHA20_POLY1305_SHA256",
        bits: 256,
        cipher: CHACHA,
        proof: ANY,
        words: &[],
    },
    Row {
        suite: suite::TLS13_AES_128_GCM_SHA256,
        name: "TLS_AES_128_GCM_SHA256",
        bits: 128,
        cipher: AES_128,
        proof: ANY,
        words: &[],
    },
    Row {
        suite: suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        name: "ECDHE-ECDSA-AES256-GCM-SHA384",
        bits: 256,
        cipher: AES_256,
        proof: ECDSA,
        words: &["AES", "AES256", "AESGCM", "ECDSA", "aECDSA", "SHA384"],
    },
    Row {
        suite: suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        name: "ECDHE-RSA-AES256-GCM-SHA384",
        bits: 256,
        cipher: AES_256,
        proof: RSA,
        words: &["AES", "AES256", "AESGCM", "aRSA", "SHA384"],
    },
    Row {
        suite: suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        name: "ECDHE-ECDSA-AES128-GCM-SHA256",
        bits: 128,
        cipher: AES_128,
        proof: ECDSA,
        words: &["AES", "AES128", "AESGCM", "ECDSA", "aECDSA", "SHA256"],
    },
    Row {
        suite: suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        name: "ECDHE-RSA-AES128-GCM-SHA256",
        bits: 128,
        cipher: AES_128,
        proof: RSA,
        words: &["AES", "AES128", "AESGCM", "aRSA", "SHA256"],
    },
    Row {
        suite: suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        name: "ECDHE-ECDSA-CHACHA20-POLY1305",
        bits: 256,
        cipher: CHACHA,
        proof: ECDSA,
        words: &["CHACHA20", "ECDSA", "aECDSA", "SHA256"],
    },
    Row {
        suite: suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        name: "ECDHE-RSA-CHACHA20-POLY1305",
        bits: 256,
        cipher: CHACHA,
        proof: RSA,
        words: &["CHACHA20", "aRSA", "SHA256"],
    },
];

/// What all suites that can be chosen are.
const SHARED: &[&str] = &["ALL", "DEFAULT", "HIGH", "TLSv1.2", "ECDH", "ECDHE", "EECDH", "kEECDH", "kECDHE"];

impl Row {
    pub fn by_suite(suite: CipherSuite) -> Option<&'static Row> {
        ALL.iter().find(|row| row.suite.suite() == suite)
    }

    pub fn is_modern(&self) -> bool {
        self.suite.tls13().is_some()
    }

    pub fn version(&self) -> &'static str {
        if self.is_modern() { "TLSv1.3" } else { "TLSv1.2" }
    }

    /// How keys are exchanged, as the description and as the details have it.
    pub fn exchange(&self) -> [&'static str; 2] {
        if self.is_modern() { ["any", "kx-any"] } else { ["ECDH", "kx-ecdhe"] }
    }

    /// OpenSSL's number: the protocol's, and how it is written.
    pub fn number(&self) -> i64 {
        0x0300_0000 | i64::from(u16::from(self.suite.suite()))
    }

    pub fn description(&self) -> String {
        let (name, version, [exchange, _]) = (self.name, self.version(), self.exchange());
        let (proof, cipher) = (self.proof[0], self.cipher[0]);
        format!("{name:30} {version} Kx={exchange:8} Au={proof:5} Enc={cipher:22} Mac=AEAD")
    }

    /// Whether it is meant by a word, or by several that are joined by `+`.
    fn is_meant(&self, words: &str) -> bool {
        let is = |word: &str| word == self.name || self.words.contains(&word) || SHARED.contains(&word);
        !self.is_modern() && words.split('+').all(is)
    }
}

/// The suites that a text in OpenSSL's language chooses, those of TLS 1.3 first. Nothing if it chooses none.
pub fn chosen(text: &str) -> Option<Vec<&'static Row>> {
    let mut list: Vec<&'static Row> = Vec::new();
    let mut never: Vec<&'static Row> = Vec::new();
    let same = |row: &&'static Row, other: &&'static Row| std::ptr::eq::<Row>(*row, *other);
    for word in text.split([':', ',', ' ', ';']).filter(|word| !word.is_empty()) {
        let (sign, words) = match word.split_at(1) {
            (sign @ ("!" | "-" | "+" | "@"), words) => (sign, words),
            _ => ("", word),
        };
        // Levels and orders: there is nothing weak to leave out.
        if sign == "@" {
            continue;
        }
        let words = words.split_once('@').map_or(words, |(words, _)| words);
        let meant: Vec<&'static Row> = ALL.iter().filter(|row| row.is_meant(words)).collect();
        let kept = |row: &&'static Row| !meant.iter().any(|m| same(m, row));
        match sign {
            "!" => {
                list.retain(kept);
                never.extend(&meant);
            }
            "-" => list.retain(kept),
            "+" => list.sort_by_key(|row| !kept(row)),
            _ => {
                let new = |row: &&'static Row| !list.iter().chain(&never).any(|known| same(known, row));
                let new: Vec<&'static Row> = meant.iter().copied().filter(new).collect();
                list.extend(new);
            }
        }
    }
    let modern = ALL.iter().filter(|row| row.is_modern());
    (!list.is_empty()).then(|| modern.chain(list.iter().copied()).collect())
}
