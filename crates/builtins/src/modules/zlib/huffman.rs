//! The blocks of a deflate stream: literals and matches are counted, and written with the codes that zlib would choose.

/// Literals and the end of a block, then the codes of lengths.
const LITERALS: usize = 256;
const LENGTHS: usize = 29;
const DISTANCES: usize = 30;
const ALPHABET: usize = LITERALS + 1 + LENGTHS;
const MAX_BITS: usize = 15;
const HEAP: usize = 2 * ALPHABET + 1;

const LENGTH_BITS: [u8; LENGTHS] =
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS: [u8; DISTANCES] =
    [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/// Symbols with which the lengths of codes are written: 16 repeats the last, 17 and 18 repeat 0.
const OF_LENGTHS: usize = 19;
const OF_LENGTHS_BITS: [u8; OF_LENGTHS] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7];
/// The order in which their own lengths are written.
const ORDER: [usize; OF_LENGTHS] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Where each code begins whose numbers of extra bits are these.
const fn bases<const N: usize>(extra: &[u8; N]) -> [u16; N] {
    let mut bases = [0; N];
    let mut code = 1;
    while code < N {
        bases[code] = bases[code - 1] + (1 << extra[code - 1]);
        code += 1;
    }
    bases
}

/// The code of each of the first values, counted in steps of `1 << shift`.
const fn codes<const N: usize>(bases: &[u16], shift: u32) -> [u8; N] {
    let mut codes = [0; N];
    let mut at = 0;
    let mut code = 0;
    while at < N {
        while code + 1 < bases.len() && bases[code + 1] as usize <= at << shift {
            code += 1;
        }
        codes[at] = code as u8;
        at += 1;
    }
    codes
}

const LENGTH_BASES: [u16; LENGTHS] = {
    let mut bases = bases(&LENGTH_BITS);
    // The longest match has a code of its own.
    bases[LENGTHS - 1] = 255;
    bases
};
const DISTANCE_BASES: [u16; DISTANCES] = bases(&DISTANCE_BITS);
static LENGTH_CODES: [u8; 256] = codes(&LENGTH_BASES, 0);
static NEAR_CODES: [u8; 256] = codes(&DISTANCE_BASES, 0);
static FAR_CODES: [u8; 256] = codes(&DISTANCE_BASES, 7);

/// Which code a length belongs to, counted from the shortest match.
fn length_code(length: usize) -> usize {
    usize::from(LENGTH_CODES[length])
}

/// The same for a distance, counted from 0.
fn distance_code(distance: usize) -> usize {
    usize::from(if distance < 256 { NEAR_CODES[distance] } else { FAR_CODES[distance >> 7] })
}

/// What an alphabet is like.
#[derive(Clone, Copy)]
struct Alphabet {
    size: usize,
    /// Extra bits of the codes from `first_extra` on.
    extra: &'static [u8],
    first_extra: usize,
    longest: usize,
    /// How long its codes are where nothing says otherwise.
    fixed: fn(usize) -> u8,
}

const OF_LITERALS: Alphabet = Alphabet {
    size: ALPHABET,
    extra: &LENGTH_BITS,
    first_extra: LITERALS + 1,
    longest: MAX_BITS,
    fixed: |n| match n {
        0..144 => 8,
        144..256 => 9,
        256..280 => 7,
        _ => 8,
    },
};
const OF_DISTANCES: Alphabet =
    Alphabet { size: DISTANCES, extra: &DISTANCE_BITS, first_extra: 0, longest: MAX_BITS, fixed: |_| 5 };
const OF_CODES: Alphabet =
    Alphabet { size: OF_LENGTHS, extra: &OF_LENGTHS_BITS, first_extra: 0, longest: 7, fixed: |_| 0 };

/// A prefix code: a length and the bits, from the lowest, of each symbol.
#[derive(Clone, Default)]
struct Code {
    lengths: Vec<u8>,
    bits: Vec<u16>,
}

impl Code {
    fn of(lengths: Vec<u8>) -> Code {
        let mut count = [0u16; MAX_BITS + 1];
        lengths.iter().for_each(|&n| count[usize::from(n)] += 1);
        count[0] = 0;
        let mut next = [0u16; MAX_BITS + 2];
        for n in 1..=MAX_BITS {
            next[n] = (next[n - 1] + count[n - 1]) << 1;
        }
        let mut number = |n: u8| {
            let code = &mut next[usize::from(n)];
            *code += 1;
            (*code - 1).reverse_bits() >> (16 - n)
        };
        let bits = lengths.iter().map(|&n| if n == 0 { 0 } else { number(n) }).collect();
        Code { lengths, bits }
    }

    fn fixed(alphabet: &Alphabet, size: usize) -> Code {
        Code::of((0..size).map(alphabet.fixed).collect())
    }

    /// The last symbol that has a code.
    fn last(&self) -> usize {
        self.lengths.iter().rposition(|&n| n != 0).unwrap_or(0)
    }
}

/// Bits that a block takes, with codes of its own and with the fixed ones.
#[derive(Clone, Copy, Default)]
struct Cost {
    own: usize,
    fixed: usize,
}

/// Builds the shortest code for frequencies, with zlib's choice among equal ones.
struct Builder<'a> {
    alphabet: &'a Alphabet,
    frequency: [u16; HEAP],
    depth: [u8; HEAP],
    parent: [u16; HEAP],
    length: [u8; HEAP],
    /// A heap of nodes in `1..=waiting`; from `done` on, nodes in the order in which they were joined.
    heap: [u16; HEAP],
    waiting: usize,
    done: usize,
}

impl<'a> Builder<'a> {
    fn new(alphabet: &'a Alphabet, frequencies: &[u16]) -> Builder<'a> {
        let mut frequency = [0; HEAP];
        frequency[..alphabet.size].copy_from_slice(&frequencies[..alphabet.size]);
        Builder {
            alphabet,
            frequency,
            depth: [0; HEAP],
            parent: [0; HEAP],
            length: [0; HEAP],
            heap: [0; HEAP],
            waiting: 0,
            done: HEAP,
        }
    }

    fn smaller(&self, a: u16, b: u16) -> bool {
        let key = |n: u16| (self.frequency[usize::from(n)], self.depth[usize::from(n)]);
        key(a) <= key(b)
    }

    fn sink(&mut self, mut at: usize) {
        let node = self.heap[at];
        let mut child = at * 2;
        while child <= self.waiting {
            if child < self.waiting && self.smaller(self.heap[child + 1], self.heap[child]) {
                child += 1;
            }
            if self.smaller(node, self.heap[child]) {
                break;
            }
            self.heap[at] = self.heap[child];
            at = child;
            child *= 2;
        }
        self.heap[at] = node;
    }

    /// The code, whose cost is added.
    fn build(mut self, cost: &mut Cost) -> Code {
        let size = self.alphabet.size;
        let mut last = None;
        for n in 0..size {
            if self.frequency[n] != 0 {
                self.waiting += 1;
                self.heap[self.waiting] = n as u16;
                last = Some(n);
            }
        }
        // There are at least two codes, so that each has at least one bit.
        while self.waiting < 2 {
            let node = match last {
                Some(n) if n >= 2 => 0,
                Some(n) => n + 1,
                None => 0,
            };
            if last.is_none_or(|n| n < 2) {
                last = Some(node);
            }
            self.waiting += 1;
            self.heap[self.waiting] = node as u16;
            self.frequency[node] = 1;
            cost.own = cost.own.wrapping_sub(1);
            cost.fixed = cost.fixed.wrapping_sub(usize::from((self.alphabet.fixed)(node)));
        }
        for n in (1..=self.waiting / 2).rev() {
            self.sink(n);
        }
        self.join();
        let last = last.unwrap_or(0);
        self.measure(last, cost);
        let mut lengths = self.length[..size].to_vec();
        lengths[last + 1..].fill(0);
        let used = |n: usize| self.frequency[n] != 0;
        lengths.iter_mut().enumerate().filter(|(n, _)| !used(*n)).for_each(|(_, length)| *length = 0);
        Code::of(lengths)
    }

    /// Joins the two rarest nodes until one is left.
    fn join(&mut self) {
        let mut node = self.alphabet.size;
        loop {
            let first = self.heap[1];
            self.heap[1] = self.heap[self.waiting];
            self.waiting -= 1;
            self.sink(1);
            let second = self.heap[1];
            self.done -= 2;
            (self.heap[self.done + 1], self.heap[self.done]) = (first, second);
            let (a, b) = (usize::from(first), usize::from(second));
            self.frequency[node] = self.frequency[a].wrapping_add(self.frequency[b]);
            self.depth[node] = self.depth[a].max(self.depth[b]) + 1;
            (self.parent[a], self.parent[b]) = (node as u16, node as u16);
            self.heap[1] = node as u16;
            node += 1;
            self.sink(1);
            if self.waiting < 2 {
                break;
            }
        }
        self.done -= 1;
        self.heap[self.done] = self.heap[1];
    }

    /// The length of each code: its depth in the tree, none longer than the longest allowed.
    fn measure(&mut self, last: usize, cost: &mut Cost) {
        let longest = self.alphabet.longest;
        let mut count = [0usize; MAX_BITS + 1];
        let mut over = 0isize;
        self.length[usize::from(self.heap[self.done])] = 0;
        for h in self.done + 1..HEAP {
            let n = usize::from(self.heap[h]);
            let mut bits = usize::from(self.length[usize::from(self.parent[n])]) + 1;
            if bits > longest {
                bits = longest;
                over += 1;
            }
            self.length[n] = bits as u8;
            if n > last {
                continue;
            }
            count[bits] += 1;
            let extra =
                n.checked_sub(self.alphabet.first_extra).map_or(0, |i| usize::from(self.alphabet.extra[i]));
            let times = usize::from(self.frequency[n]);
            cost.own = cost.own.wrapping_add(times * (bits + extra));
            let fixed = usize::from((self.alphabet.fixed)(n)) + extra;
            cost.fixed = cost.fixed.wrapping_add(times * fixed);
        }
        if over == 0 {
            return;
        }
        while over > 0 {
            let mut bits = longest - 1;
            while count[bits] == 0 {
                bits -= 1;
            }
            count[bits] -= 1;
            count[bits + 1] += 2;
            count[longest] -= 1;
            over -= 2;
        }
        let mut h = HEAP;
        for bits in (1..=longest).rev() {
            let mut left = count[bits];
            while left > 0 {
                h -= 1;
                let n = usize::from(self.heap[h]);
                if n > last {
                    continue;
                }
                let (old, times) = (usize::from(self.length[n]), usize::from(self.frequency[n]));
                cost.own = cost.own.wrapping_add(bits.wrapping_sub(old).wrapping_mul(times));
                self.length[n] = bits as u8;
                left -= 1;
            }
        }
    }
}

/// One step in writing lengths of codes: a symbol, and how often it stands for a length, less the least number.
type Step = (usize, usize);

/// The lengths up to the last symbol, runs shortened.
fn steps(lengths: &[u8]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before = None;
    let mut at = 0;
    while at < lengths.len() {
        let length = lengths[at];
        let most = match length {
            0 => 138,
            _ if before == Some(length) => 6,
            _ => 7,
        };
        let run = lengths[at..].iter().take(most).take_while(|&&n| n == length).count();
        let symbol = usize::from(length);
        match (length, run) {
            (0, 11..) => steps.push((18, run - 11)),
            (0, 3..) => steps.push((17, run - 3)),
            (1.., 3..) if before == Some(length) => steps.push((16, run - 3)),
            (1.., 4..) => steps.extend([(symbol, 0), (16, run - 4)]),
            _ => steps.extend(std::iter::repeat_n((symbol, 0), run)),
        }
        before = Some(length);
        at += run;
    }
    steps
}

/// Literals and matches of a block that is not yet written, and the bits that have been.
#[derive(Clone)]
pub struct Blocks {
    /// Distance (0: a literal) and the literal, or the length less the shortest.
    symbols: Vec<(u16, u8)>,
    most: usize,
    literals: Vec<u16>,
    distances: Vec<u16>,
    pending: u64,
    width: u32,
}

impl Blocks {
    /// A block ends after `most` symbols at the latest.
    pub fn new(most: usize) -> Blocks {
        let mut blocks = Blocks {
            symbols: Vec::new(),
            most,
            literals: vec![0; ALPHABET],
            distances: vec![0; DISTANCES],
            pending: 0,
            width: 0,
        };
        blocks.begin();
        blocks
    }

    fn begin(&mut self) {
        self.symbols.clear();
        self.literals.fill(0);
        self.distances.fill(0);
        self.literals[LITERALS] = 1;
    }

    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// Counts a literal; whether the block is full.
    pub fn literal(&mut self, byte: u8) -> bool {
        self.literals[usize::from(byte)] += 1;
        self.symbols.push((0, byte));
        self.symbols.len() == self.most
    }

    /// Counts a match; the length is less the shortest. Whether the block is full.
    pub fn matched(&mut self, distance: usize, length: usize) -> bool {
        self.literals[LITERALS + 1 + length_code(length)] += 1;
        self.distances[distance_code(distance - 1)] += 1;
        self.symbols.push((distance as u16, length as u8));
        self.symbols.len() == self.most
    }

    fn put(&mut self, bits: usize, width: u32, out: &mut Vec<u8>) {
        self.pending |= (bits as u64) << self.width;
        self.width += width;
        while self.width >= 8 {
            out.push(self.pending as u8);
            self.pending >>= 8;
            self.width -= 8;
        }
    }

    /// Fills the last byte.
    fn align(&mut self, out: &mut Vec<u8>) {
        if self.width > 0 {
            out.push(self.pending as u8);
        }
        (self.pending, self.width) = (0, 0);
    }

    /// Bytes as they are; at most 65535.
    pub fn stored(&mut self, data: &[u8], last: bool, out: &mut Vec<u8>) {
        self.put(usize::from(last), 3, out);
        self.align(out);
        let length = data.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(data);
    }

    /// Ends the block, written in the shortest way; `data` is what it stands for, if it is still there.
    pub fn end(
        &mut self,
        data: Option<&[u8]>,
        length: usize,
        fixed_only: bool,
        last: bool,
        out: &mut Vec<u8>,
    ) {
        let mut cost = Cost::default();
        let literals = Builder::new(&OF_LITERALS, &self.literals).build(&mut cost);
        let distances = Builder::new(&OF_DISTANCES, &self.distances).build(&mut cost);
        let (literal_steps, distance_steps) =
            (steps(&literals.lengths[..=literals.last()]), steps(&distances.lengths[..=distances.last()]));
        let mut frequencies = [0u16; OF_LENGTHS];
        for (symbol, _) in literal_steps.iter().chain(&distance_steps) {
            frequencies[*symbol] += 1;
        }
        let mut of_codes = Cost { own: cost.own, fixed: 0 };
        let codes = Builder::new(&OF_CODES, &frequencies).build(&mut of_codes);
        let shown = (4..=OF_LENGTHS).rev().find(|&n| n == 4 || codes.lengths[ORDER[n - 1]] != 0).unwrap_or(4);
        let own = (of_codes.own.wrapping_add(3 * shown + 14) + 3 + 7) >> 3;
        let fixed = (cost.fixed + 3 + 7) >> 3;
        let best = if fixed <= own || fixed_only { fixed } else { own };
        match data {
            Some(data) if length + 4 <= best => self.stored(data, last, out),
            _ if fixed == best => {
                self.put(2 | usize::from(last), 3, out);
                let literals = Code::fixed(&OF_LITERALS, ALPHABET + 2);
                self.write(&literals, &Code::fixed(&OF_DISTANCES, DISTANCES), out);
            }
            _ => {
                self.put(4 | usize::from(last), 3, out);
                self.put(literals.last() + 1 - 257, 5, out);
                self.put(distances.last(), 5, out);
                self.put(shown - 4, 4, out);
                for &symbol in &ORDER[..shown] {
                    self.put(usize::from(codes.lengths[symbol]), 3, out);
                }
                for (symbol, more) in literal_steps.into_iter().chain(distance_steps) {
                    self.symbol(&codes, symbol, out);
                    self.put(more, u32::from(OF_LENGTHS_BITS[symbol]), out);
                }
                self.write(&literals, &distances, out);
            }
        }
        self.begin();
        if last {
            self.align(out);
        }
    }

    fn symbol(&mut self, code: &Code, symbol: usize, out: &mut Vec<u8>) {
        self.put(usize::from(code.bits[symbol]), u32::from(code.lengths[symbol]), out);
    }

    /// Writes the symbols of the block and its end.
    fn write(&mut self, literals: &Code, distances: &Code, out: &mut Vec<u8>) {
        let symbols = std::mem::take(&mut self.symbols);
        for &(distance, byte) in &symbols {
            let value = usize::from(byte);
            if distance == 0 {
                self.symbol(literals, value, out);
                continue;
            }
            let code = length_code(value);
            self.symbol(literals, LITERALS + 1 + code, out);
            self.put(value - usize::from(LENGTH_BASES[code]), u32::from(LENGTH_BITS[code]), out);
            let distance = usize::from(distance) - 1;
            let code = distance_code(distance);
            self.symbol(distances, code, out);
            self.put(distance - usize::from(DISTANCE_BASES[code]), u32::from(DISTANCE_BITS[code]), out);
        }
        self.symbol(literals, LITERALS, out);
        self.symbols = symbols;
    }
}
