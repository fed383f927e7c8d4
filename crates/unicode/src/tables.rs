//! The tables that `tables/generate.py` writes: arrays of little-endian numbers, read in place.

/// An array of numbers of `N` bytes each.
pub struct Numbers<const N: usize>(pub &'static [u8]);

impl<const N: usize> Numbers<N> {
    pub const fn len(&self) -> usize {
        self.0.len() / N
    }

    #[inline]
    pub fn get(&self, i: usize) -> Option<u64> {
        let bytes = self.0.get(i * N..i * N + N)?;
        let mut wide = [0; 8];
        wide[..N].copy_from_slice(bytes);
        Some(u64::from_le_bytes(wide))
    }

    /// A number as an index or a code point.
    #[inline]
    pub fn at(&self, i: usize) -> usize {
        self.get(i).unwrap_or(0) as usize
    }

    /// How many numbers, which ascend, make `test` true.
    #[inline]
    pub fn partition(&self, from: usize, to: usize, test: impl Fn(u64) -> bool) -> usize {
        let (mut low, mut high) = (from, to);
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).is_some_and(&test) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

macro_rules! tables {
    ($($name:ident: $width:literal = $file:literal;)*) => {
        $(pub static $name: Numbers<$width> = Numbers(include_bytes!(concat!("../tables/", $file)));)*
    };
}

tables! {
    // Runs of code points with the same record: the first one << 11 | the record's index.
    RUNS: 4 = "runs.bin";
    RUNS_OLD: 4 = "runs_3_2.bin";
    // Category, bidirectional class, combining class, width, mirrored | kind of number << 1.
    RECORDS: 5 = "records.bin";
    // Code point << 8 | index of its value.
    NUMERIC: 4 = "numeric.bin";
    NUMERIC_OLD: 4 = "numeric_3_2.bin";
    NUMBERS: 8 = "numbers.bin";
    // Code point | tag << 24; where its decomposition begins (and the one before it ends).
    DECOMPOSED: 4 = "decomposed.bin";
    DECOMPOSED_AT: 2 = "decomposed_at.bin";
    DECOMPOSED_INTO: 3 = "decomposed_into.bin";
    // First << 42 | second << 21 | what they compose to.
    COMPOSED: 8 = "composed.bin";
    // Pairs: a code point, and what it was decomposed into.
    CORRECTED: 4 = "corrected_3_2.bin";
    // The last letter of a word has bit 7; where every eighth word begins.
    WORDS: 1 = "words.bin";
    WORDS_AT: 3 = "words_at.bin";
    // Names: bytes that follow, then words; where every 32nd name begins.
    PHRASES: 1 = "phrases.bin";
    PHRASES_AT: 3 = "phrases_at.bin";
    // Pairs: the first code point of a run of named ones, and the number of its name.
    NAMED: 4 = "named.bin";
    // Numbers of names in the order of their text.
    BY_NAME: 2 = "by_name.bin";
    // Words below this number have one byte.
    SHORT: 1 = "short.bin";
}

/// Tags of decompositions, a line each; the first is none.
pub static TAGS: &str = include_str!("../tables/tags.txt");
/// Names made of a prefix and the code point: first, last, prefix.
pub static NUMBERED: &str = include_str!("../tables/numbered.txt");
/// Aliases and named sequences: name;code points.
pub static EXTRA: &str = include_str!("../tables/extra.txt");
