//! The hash algorithms by name, and a hash under way.

use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

use super::blake2::{Blake2b, Blake2s, Parameters};
use super::keccak::Keccak;

/// An algorithm: its name, sizes of digest (0: any) and block in bytes, and a fresh state.
pub struct Algorithm {
    pub name: &'static str,
    pub digest_size: usize,
    pub block_size: usize,
    pub start: fn() -> State,
}

#[derive(Clone)]
pub enum State {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
    Sha512_224(Sha512_224),
    Sha512_256(Sha512_256),
    Sha3(Keccak, usize),
    Shake(Keccak),
    Blake2b(Box<Blake2b>),
    Blake2s(Box<Blake2s>),
}

/// Evaluates an expression for the state behind any variant of RustCrypto's.
macro_rules! each {
    ($state:expr, $s:ident => $body:expr, $($rest:tt)*) => {
        match $state {
            State::Md5($s) => $body,
            State::Sha1($s) => $body,
            State::Sha224($s) => $body,
            State::Sha256($s) => $body,
            State::Sha384($s) => $body,
            State::Sha512($s) => $body,
            State::Sha512_224($s) => $body,
            State::Sha512_256($s) => $body,
            $($rest)*
        }
    };
}

impl State {
    pub fn update(&mut self, data: &[u8]) {
        each!(self, s => s.update(data),
            State::Sha3(s, _) | State::Shake(s) => s.update(data),
            State::Blake2b(s) => s.update(data),
            State::Blake2s(s) => s.update(data),
        )
    }

    /// The digest of what came so far; `length` is for those of any length.
    pub fn digest(&self, length: usize) -> Vec<u8> {
        each!(self, s => s.clone().finalize().to_vec(),
            State::Sha3(s, n) => s.clone().squeeze(*n),
            State::Shake(s) => s.clone().squeeze(length),
            State::Blake2b(s) => s.digest(),
            State::Blake2s(s) => s.digest(),
        )
    }

    pub fn digest_size(&self) -> usize {
        match self {
            State::Md5(_) => 16,
            State::Sha1(_) => 20,
            State::Sha224(_) | State::Sha512_224(_) => 28,
            State::Sha256(_) | State::Sha512_256(_) => 32,
            State::Sha384(_) => 48,
            State::Sha512(_) => 64,
            State::Sha3(_, n) => *n,
            State::Shake(_) => 0,
            State::Blake2b(s) => s.digest_size(),
            State::Blake2s(s) => s.digest_size(),
        }
    }

    /// The sponge, where there is one.
    pub fn keccak(&self) -> Option<&Keccak> {
        match self {
            State::Sha3(s, _) | State::Shake(s) => Some(s),
            _ => None,
        }
    }
}

/// A SHA-3 sponge: twice the digest is its capacity.
fn sha3(digest: usize) -> State {
    State::Sha3(Keccak::new(200 - 2 * digest, 0x06), digest)
}

fn plain_blake2(max: usize) -> Parameters {
    Parameters { digest_size: max as u8, fanout: 1, depth: 1, ..Parameters::default() }
}

macro_rules! row {
    ($name:literal, $digest:expr, $block:expr, $start:expr) => {
        Algorithm { name: $name, digest_size: $digest, block_size: $block, start: $start }
    };
}

/// Every algorithm, by its Python name.
pub static ALGORITHMS: &[Algorithm] = &[
    row!("md5", 16, 64, || State::Md5(Md5::new())),
    row!("sha1", 20, 64, || State::Sha1(Sha1::new())),
    row!("sha224", 28, 64, || State::Sha224(Sha224::new())),
    row!("sha256", 32, 64, || State::Sha256(Sha256::new())),
    row!("sha384", 48, 128, || State::Sha384(Sha384::new())),
    row!("sha512", 64, 128, || State::Sha512(Sha512::new())),
    row!("sha512_224", 28, 128, || State::Sha512_224(Sha512_224::new())),
    row!("sha512_256", 32, 128, || State::Sha512_256(Sha512_256::new())),
    row!("sha3_224", 28, 144, || sha3(28)),
    row!("sha3_256", 32, 136, || sha3(32)),
    row!("sha3_384", 48, 104, || sha3(48)),
    row!("sha3_512", 64, 72, || sha3(64)),
    row!("shake_128", 0, 168, || State::Shake(Keccak::new(168, 0x1f))),
    row!("shake_256", 0, 136, || State::Shake(Keccak::new(136, 0x1f))),
    row!("blake2b", 64, 128, || State::Blake2b(Box::new(Blake2b::new(&plain_blake2(64))))),
    row!("blake2s", 32, 64, || State::Blake2s(Box::new(Blake2s::new(&plain_blake2(32))))),
];

/// The algorithm of a name.
pub fn algorithm(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|a| a.name == name)
}

/// HMAC by any algorithm but those of any length.
pub fn hmac(algorithm: &Algorithm, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut key = if key.len() > algorithm.block_size {
        let mut s = (algorithm.start)();
        s.update(key);
        s.digest(0)
    } else {
        key.to_vec()
    };
    key.resize(algorithm.block_size, 0);
    let padded = |pad: u8| key.iter().map(|b| b ^ pad).collect::<Vec<u8>>();
    let mut inner = (algorithm.start)();
    inner.update(&padded(0x36));
    parts.iter().for_each(|part| inner.update(part));
    let mut outer = (algorithm.start)();
    outer.update(&padded(0x5c));
    outer.update(&inner.digest(0));
    outer.digest(0)
}
