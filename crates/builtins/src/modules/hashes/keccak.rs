//! The Keccak sponge: SHA-3 and SHAKE (FIPS 202).

const ROUNDS: usize = 24;

/// Round constants, by the linear feedback register of the standard.
static ROUND_CONSTANTS: [u64; ROUNDS] = {
    let mut out = [0u64; ROUNDS];
    let (mut round, mut register) = (0, 1u8);
    while round < ROUNDS {
        let mut j = 0;
        while j < 7 {
            if register & 1 == 1 {
                out[round] |= 1 << ((1u32 << j) - 1);
            }
            register = (register << 1) ^ if register >> 7 == 1 { 0x71 } else { 0 };
            j += 1;
        }
        round += 1;
    }
    out
};

/// Lanes in the order of the step π, and their rotations.
static STEPS: [(usize, u32); 24] = {
    let mut out = [(0, 0); 24];
    let (mut x, mut y, mut t) = (1, 0, 0);
    while t < 24 {
        let (next_x, next_y) = (y, (2 * x + 3 * y) % 5);
        out[t] = (next_x + 5 * next_y, (((t + 1) * (t + 2) / 2) % 64) as u32);
        (x, y) = (next_x, next_y);
        t += 1;
    }
    out
};

fn permute(a: &mut [u64; 25]) {
    for constant in ROUND_CONSTANTS {
        let column = |a: &[u64; 25], x: usize| a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        let c: [u64; 5] = std::array::from_fn(|x| column(a, x));
        for (i, lane) in a.iter_mut().enumerate() {
            let x = i % 5;
            *lane ^= c[(x + 4) % 5] ^ c[(x + 1) % 5].rotate_left(1);
        }
        let mut carried = a[1];
        for (to, by) in STEPS {
            carried = std::mem::replace(&mut a[to], carried.rotate_left(by));
        }
        for row in a.chunks_exact_mut(5) {
            let old: [u64; 5] = std::array::from_fn(|x| row[x]);
            for (x, lane) in row.iter_mut().enumerate() {
                *lane = old[x] ^ (!old[(x + 1) % 5] & old[(x + 2) % 5]);
            }
        }
        a[0] ^= constant;
    }
}

/// A sponge that absorbs.
#[derive(Clone)]
pub struct Keccak {
    lanes: [u64; 25],
    /// Bytes taken by one permutation.
    pub rate: usize,
    /// Domain separation and the first bit of the padding.
    pub suffix: u8,
    filled: usize,
}

impl Keccak {
    pub fn new(rate: usize, suffix: u8) -> Keccak {
        Keccak { lanes: [0; 25], rate, suffix, filled: 0 }
    }

    fn mix(&mut self, at: usize, byte: u8) {
        self.lanes[at / 8] ^= u64::from(byte) << (8 * (at % 8));
    }

    pub fn update(&mut self, data: &[u8]) {
        for &b in data {
            self.mix(self.filled, b);
            self.filled += 1;
            if self.filled == self.rate {
                permute(&mut self.lanes);
                self.filled = 0;
            }
        }
    }

    /// The first `n` bytes that the sponge gives for what it has absorbed.
    pub fn squeeze(mut self, n: usize) -> Vec<u8> {
        self.mix(self.filled, self.suffix);
        self.mix(self.rate - 1, 0x80);
        let mut out = Vec::with_capacity(n + self.rate);
        while out.len() < n {
            permute(&mut self.lanes);
            let bytes = self.lanes.iter().flat_map(|lane| lane.to_le_bytes());
            out.extend(bytes.take(self.rate));
        }
        out.truncate(n);
        out
    }
}
