//! BLAKE2b and BLAKE2s (RFC 7693) with all parameters: key, salt, person and tree.

/// Message word schedules of the ten rounds.
static SIGMA: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// The words that each quarter step mixes.
static QUARTERS: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

/// What a hash is made with; lengths are checked by the caller.
#[derive(Default)]
pub struct Parameters {
    pub digest_size: u8,
    pub key: Vec<u8>,
    pub salt: Vec<u8>,
    pub person: Vec<u8>,
    pub fanout: u8,
    pub depth: u8,
    pub leaf_size: u32,
    pub node_offset: u64,
    pub node_depth: u8,
    pub inner_size: u8,
    pub last_node: bool,
}

macro_rules! blake2 {
    ($name:ident, $word:ty, $wide:ty, $rounds:literal, $rotations:expr, $iv:expr, $offset_bytes:literal, $reserved:literal) => {
        #[derive(Clone)]
        pub struct $name {
            h: [$word; 8],
            count: $wide,
            block: Vec<u8>,
            last_node: bool,
            digest_size: usize,
        }

        impl $name {
            const WORD: usize = size_of::<$word>();
            pub const BLOCK: usize = 16 * Self::WORD;
            /// Longest digest and key.
            pub const MAX: usize = 8 * Self::WORD;
            /// Length of salt and person.
            pub const SALT: usize = 2 * Self::WORD;

            pub fn new(p: &Parameters) -> $name {
                let mut block = vec![p.digest_size, p.key.len() as u8, p.fanout, p.depth];
                block.extend(p.leaf_size.to_le_bytes());
                block.extend(p.node_offset.to_le_bytes().iter().take($offset_bytes));
                block.extend([p.node_depth, p.inner_size]);
                block.resize(block.len() + $reserved, 0);
                for part in [&p.salt, &p.person] {
                    let end = block.len() + Self::SALT;
                    block.extend(part);
                    block.resize(end, 0);
                }
                let mut h: [$word; 8] = $iv;
                for (word, bytes) in h.iter_mut().zip(block.chunks_exact(Self::WORD)) {
                    *word ^= Self::word(bytes);
                }
                let mut me = $name {
                    h,
                    count: 0,
                    block: Vec::with_capacity(Self::BLOCK),
                    last_node: p.last_node,
                    digest_size: p.digest_size.into(),
                };
                if !p.key.is_empty() {
                    let mut first = p.key.clone();
                    first.resize(Self::BLOCK, 0);
                    me.update(&first);
                }
                me
            }

            fn word(bytes: &[u8]) -> $word {
                bytes.iter().rev().fold(0, |w, &b| w << 8 | <$word>::from(b))
            }

            pub fn digest_size(&self) -> usize {
                self.digest_size
            }

            pub fn update(&mut self, data: &[u8]) {
                let mut rest = data;
                while !rest.is_empty() {
                    // The last block waits for the end.
                    if self.block.len() == Self::BLOCK {
                        self.count += Self::BLOCK as $wide;
                        let block = std::mem::take(&mut self.block);
                        self.compress(&block, false);
                        self.block = block;
                        self.block.clear();
                    }
                    let n = rest.len().min(Self::BLOCK - self.block.len());
                    let (now, later) = rest.split_at(n);
                    self.block.extend_from_slice(now);
                    rest = later;
                }
            }

            pub fn digest(&self) -> Vec<u8> {
                let mut end = self.clone();
                end.count += end.block.len() as $wide;
                let mut block = std::mem::take(&mut end.block);
                block.resize(Self::BLOCK, 0);
                end.compress(&block, true);
                end.h.iter().flat_map(|w| w.to_le_bytes()).take(self.digest_size).collect()
            }

            fn compress(&mut self, block: &[u8], last: bool) {
                let mut m = [0; 16];
                for (word, bytes) in m.iter_mut().zip(block.chunks_exact(Self::WORD)) {
                    *word = Self::word(bytes);
                }
                let iv: [$word; 8] = $iv;
                let mut v: [$word; 16] = std::array::from_fn(|i| if i < 8 { self.h[i] } else { iv[i - 8] });
                v[12] ^= self.count as $word;
                v[13] ^= (self.count >> (8 * Self::WORD)) as $word;
                if last {
                    v[14] = !v[14];
                    if self.last_node {
                        v[15] = !v[15];
                    }
                }
                let turns: [u32; 4] = $rotations;
                for round in 0..$rounds {
                    let s = &SIGMA[round % 10];
                    for (i, &[a, b, c, d]) in QUARTERS.iter().enumerate() {
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[s[2 * i]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(turns[0]);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(turns[1]);
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[s[2 * i + 1]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(turns[2]);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(turns[3]);
                    }
                }
                for (i, word) in self.h.iter_mut().enumerate() {
                    *word ^= v[i] ^ v[i + 8];
                }
            }
        }
    };
}

blake2!(
    Blake2b,
    u64,
    u128,
    12,
    [32, 24, 16, 63],
    [
        0x6a09e667f3bcc908,
        0xbb67ae8584caa73b,
        0x3c6ef372fe94f82b,
        0xa54ff53a5f1d36f1,
        0x510e527fade682d1,
        0x9b05688c2b3e6c1f,
        0x1f83d9abfb41bd6b,
        0x5be0cd19137e2179,
    ],
    8,
    14
);

blake2!(
    Blake2s,
    u32,
    u64,
    10,
    [16, 12, 8, 7],
    [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,],
    6,
    0
);
