//! Private keys in PEM, locked ones too, and the certificates that belong to them.

use std::sync::Arc;

use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{Error, InconsistentKeys};
use theseus_object::{Cx, PyResult};

use super::der::{Item, Items, dotted, tag};
use super::pem::{self, Block};
use crate::modules::hashes::{algorithm, pbkdf2};

/// Why there is no key.
pub enum NoKey {
    /// No key in the file, or one that the password does not open.
    Unreadable,
    /// It is locked in a way that cannot be undone here.
    Locked(String),
    /// A kind or size of key that there are no signatures with.
    Unsupported,
    Mismatch,
}

/// The certificates of a file, that of the key first. Nothing if there is none or a broken one.
pub fn chain(text: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let mut chain = Vec::new();
    for block in pem::blocks(text) {
        match block {
            Ok(block) if block.is_certificate() => chain.push(block.bytes.into()),
            Ok(_) => (),
            Err(_) if chain.is_empty() => return None,
            Err(_) => break,
        }
    }
    (!chain.is_empty()).then_some(chain)
}

/// The block of the first key of a file.
pub fn find(text: &[u8]) -> Option<Block> {
    pem::blocks(text).map_while(Result::ok).find(|block| block.label.ends_with("PRIVATE KEY"))
}

pub fn is_locked(block: &Block) -> bool {
    block.label == "ENCRYPTED PRIVATE KEY"
        || block.header("Proc-Type").is_some_and(|t| t.ends_with("ENCRYPTED"))
}

/// A key with its certificates.
pub fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: Arc<dyn SigningKey>,
) -> Result<CertifiedKey, NoKey> {
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => Err(NoKey::Mismatch),
        _ => Ok(certified),
    }
}

/// The key of a block, which a password opens if it is locked.
pub fn read(cx: &mut Cx, block: Block, password: &[u8]) -> PyResult<Result<Arc<dyn SigningKey>, NoKey>> {
    let (label, bytes) = match is_locked(&block) {
        false => (block.label, block.bytes),
        true if block.label == "ENCRYPTED PRIVATE KEY" => match unlock(cx, &block.bytes, password)? {
            Ok(bytes) => ("PRIVATE KEY".to_string(), bytes),
            Err(why) => return Ok(Err(why)),
        },
        true => match unlock_old(&block, password) {
            Ok(bytes) => (block.label, bytes),
            Err(why) => return Ok(Err(why)),
        },
    };
    let key = match label.as_str() {
        "PRIVATE KEY" => PrivateKeyDer::from(PrivatePkcs8KeyDer::from(bytes)),
        "RSA PRIVATE KEY" => PrivateKeyDer::from(PrivatePkcs1KeyDer::from(bytes)),
        "EC PRIVATE KEY" => PrivateKeyDer::from(PrivateSec1KeyDer::from(bytes)),
        _ => return Ok(Err(NoKey::Unsupported)),
    };
    // What a wrong password made of it is no DER.
    let is_key = Items::new(key.secret_der()).expect(tag::SEQUENCE).is_some();
    Ok(any_supported_type(&key).map_err(|_| if is_key { NoKey::Unsupported } else { NoKey::Unreadable }))
}

/// Functions of HMAC, by the object that names them; SHA-1 where none is named.
const HASHES: &[(&str, &str)] = &[
    ("1.2.840.113549.2.7", "sha1"),
    ("1.2.840.113549.2.8", "sha224"),
    ("1.2.840.113549.2.9", "sha256"),
    ("1.2.840.113549.2.10", "sha384"),
    ("1.2.840.113549.2.11", "sha512"),
];

/// Ciphers that lock keys: object, name in the headers of older files, bytes of the key.
const CIPHERS: &[(&str, &str, usize)] = &[
    ("2.16.840.1.101.3.4.1.2", "AES-128-CBC", 16),
    ("2.16.840.1.101.3.4.1.22", "AES-192-CBC", 24),
    ("2.16.840.1.101.3.4.1.42", "AES-256-CBC", 32),
];

/// How a key of PKCS #8 is locked.
struct Lock<'a> {
    hash: &'static str,
    salt: &'a [u8],
    rounds: i64,
    key_size: usize,
    start: [u8; 16],
    data: &'a [u8],
}

/// An object and what comes with it.
fn method(item: Item<'_>) -> Option<(String, Items<'_>)> {
    let mut parts = item.inside();
    Some((dotted(parts.expect(tag::OBJECT)?.body)?, parts))
}

/// Reads how a key is locked: by PBES2 with PBKDF2 and AES, or in a way that is named in the error.
fn lock(der: &[u8]) -> Option<Result<Lock<'_>, String>> {
    const PBES2: &str = "1.2.840.113549.1.5.13";
    const PBKDF2: &str = "1.2.840.113549.1.5.12";
    let mut whole = Items::new(der).expect(tag::SEQUENCE)?.inside();
    let (scheme, mut parts) = method(whole.expect(tag::SEQUENCE)?)?;
    let data = whole.expect(tag::OCTET_STRING)?.body;
    if scheme != PBES2 {
        return Some(Err(scheme));
    }
    let mut parts = parts.expect(tag::SEQUENCE)?.inside();
    let (derivation, mut derived) = method(parts.expect(tag::SEQUENCE)?)?;
    let (cipher, mut start) = method(parts.expect(tag::SEQUENCE)?)?;
    if derivation != PBKDF2 {
        return Some(Err(derivation));
    }
    let Some((_, _, key_size)) = CIPHERS.iter().find(|(object, _, _)| *object == cipher) else {
        return Some(Err(cipher));
    };
    let mut derived = derived.expect(tag::SEQUENCE)?.inside();
    let salt = derived.expect(tag::OCTET_STRING)?.body;
    let rounds = i64::try_from(derived.expect(tag::INTEGER)?.small()?).ok()?;
    derived.optional(tag::INTEGER);
    let hash = match derived.optional(tag::SEQUENCE) {
        Some(hash) => method(hash)?.0,
        None => HASHES[0].0.to_string(),
    };
    let (_, hash) = HASHES.iter().find(|(object, _)| *object == hash)?;
    let start = start.expect(tag::OCTET_STRING)?.body.try_into().ok()?;
    Some(Ok(Lock { hash, salt, rounds, key_size: *key_size, start, data }))
}

fn unlock(cx: &mut Cx, der: &[u8], password: &[u8]) -> PyResult<Result<Vec<u8>, NoKey>> {
    let lock = match lock(der) {
        Some(Ok(lock)) => lock,
        Some(Err(way)) => return Ok(Err(NoKey::Locked(way))),
        None => return Ok(Err(NoKey::Unreadable)),
    };
    let Some(hash) = algorithm(lock.hash) else { return Err(cx.bad_internal("hash")) };
    let key = pbkdf2(cx, hash, password, lock.salt, lock.rounds, lock.key_size)?;
    Ok(decrypt(&key, lock.start, lock.data).ok_or(NoKey::Unreadable))
}

/// Unlocks a key in the older way of OpenSSL: MD5 of password and salt, again and again.
fn unlock_old(block: &Block, password: &[u8]) -> Result<Vec<u8>, NoKey> {
    let (name, start) = block.header("DEK-Info").and_then(|i| i.split_once(',')).ok_or(NoKey::Unreadable)?;
    let Some((_, _, size)) = CIPHERS.iter().find(|(_, n, _)| *n == name) else {
        return Err(NoKey::Locked(name.to_string()));
    };
    let digit = |at: usize| u8::from_str_radix(start.get(at..at + 2)?, 16).ok();
    let start: Option<Vec<u8>> = (0..16).map(|i| digit(2 * i)).collect();
    let start: [u8; 16] = start.and_then(|s| s.try_into().ok()).ok_or(NoKey::Unreadable)?;
    let md5 = algorithm("md5").ok_or(NoKey::Unreadable)?;
    let (mut key, mut last) = (Vec::new(), Vec::new());
    while key.len() < *size {
        let mut state = (md5.start)();
        for part in [&last[..], password, &start[..8]] {
            state.update(part);
        }
        last = state.digest(0);
        key.extend(&last);
    }
    key.truncate(*size);
    decrypt(&key, start, &block.bytes).ok_or(NoKey::Unreadable)
}

/// AES in chained blocks, undone; nothing if the padding is wrong.
fn decrypt(key: &[u8], start: [u8; 16], data: &[u8]) -> Option<Vec<u8>> {
    let open: Box<dyn Fn(&mut [u8; 16])> = match key.len() {
        16 => opener(aes::Aes128::new_from_slice(key).ok()?),
        24 => opener(aes::Aes192::new_from_slice(key).ok()?),
        _ => opener(aes::Aes256::new_from_slice(key).ok()?),
    };
    let (blocks, []) = data.as_chunks::<16>() else { return None };
    let (mut clear, mut before) = (Vec::with_capacity(data.len()), start);
    for block in blocks {
        let mut word = *block;
        open(&mut word);
        clear.extend(word.iter().zip(before).map(|(b, mask)| b ^ mask));
        before = *block;
    }
    let padding = usize::from(*clear.last()?);
    let is_padding = (1..=16).contains(&padding) && clear.ends_with(&vec![padding as u8; padding]);
    is_padding.then(|| {
        clear.truncate(clear.len() - padding);
        clear
    })
}

fn opener<C: BlockCipherDecrypt<BlockSize = aes::cipher::typenum::U16> + 'static>(
    cipher: C,
) -> Box<dyn Fn(&mut [u8; 16])> {
    Box::new(move |block| {
        let mut word = Array::from(*block);
        cipher.decrypt_block(&mut word);
        *block = word.into();
    })
}
