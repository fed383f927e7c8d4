//! The compressor: finds the matches that zlib finds, and ends blocks where it does, so that the bytes are the same.

use super::huffman::Blocks;
use super::stream::Flush;

const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;
/// So much lies ahead of the place, while more may come, that the longest match and the next can be seen.
const LOOKAHEAD: usize = MAX_MATCH + MIN_MATCH + 1;
/// A shortest match farther away costs more than its literals.
const TOO_FAR: usize = 4096;
/// Bytes that a stored block has at most.
const STORED: usize = 0xffff;

/// How hard a level tries.
struct Effort {
    /// A match of this length is good: for a better one, a quarter of the chain is searched.
    good: usize,
    /// Up to this length, the match at the next place is looked at too; or, at fast levels, all places are entered.
    lazy: usize,
    /// A match of this length ends the search.
    nice: usize,
    chain: usize,
}

const fn effort(good: usize, lazy: usize, nice: usize, chain: usize) -> Effort {
    Effort { good, lazy, nice, chain }
}

static EFFORTS: [Effort; 10] = [
    effort(0, 0, 0, 0),
    effort(4, 4, 8, 4),
    effort(4, 5, 16, 8),
    effort(4, 6, 32, 32),
    effort(4, 4, 16, 16),
    effort(8, 16, 32, 32),
    effort(8, 16, 128, 128),
    effort(8, 32, 128, 256),
    effort(32, 128, 258, 1024),
    effort(32, 258, 258, 4096),
];
/// Levels up to this one take the first match.
const FAST: usize = 3;

/// What kind of data is expected, by zlib's numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Default,
    Filtered,
    HuffmanOnly,
    Runs,
    Fixed,
}

/// A stream that compresses, without header and checksum.
#[derive(Clone)]
pub struct Compressor {
    level: usize,
    strategy: Strategy,
    /// Bytes of the window that matches reach back; `data` has twice as many.
    size: usize,
    data: Vec<u8>,
    /// The last place of each hash of three bytes, and the place before of each place, 0 for none.
    heads: Vec<u16>,
    before: Vec<u16>,
    hash: usize,
    shift: u32,
    place: usize,
    ahead: usize,
    /// Where the block begins; below 0 if that has left the window.
    block: isize,
    /// Places before this one that are not yet entered.
    due: usize,
    /// Length and place of the match found last.
    found: usize,
    at: usize,
    /// The byte before the place is not yet written: a match at the place may be better than one with it.
    held: bool,
    flushed: Flush,
    blocks: Blocks,
}

impl Compressor {
    /// Arguments are in zlib's ranges; -1 is the usual level.
    pub fn new(
        level: i32,
        window_bits: u32,
        memory: u32,
        strategy: i32,
        dictionary: Option<&[u8]>,
    ) -> Compressor {
        let size = 1 << window_bits.clamp(9, 15);
        let hash_bits = memory + 7;
        let mut me = Compressor {
            level: usize::try_from(level).map_or(6, |level| level.min(9)),
            strategy: match strategy {
                1 => Strategy::Filtered,
                2 => Strategy::HuffmanOnly,
                3 => Strategy::Runs,
                4 => Strategy::Fixed,
                _ => Strategy::Default,
            },
            size,
            data: vec![0; 2 * size],
            heads: vec![0; 1 << hash_bits],
            before: vec![0; size],
            hash: 0,
            shift: hash_bits.div_ceil(MIN_MATCH as u32),
            place: 0,
            ahead: 0,
            block: 0,
            due: 0,
            found: MIN_MATCH - 1,
            at: 0,
            held: false,
            flushed: Flush::No,
            blocks: Blocks::new((1 << (memory + 6)) - 1),
        };
        if let Some(dictionary) = dictionary {
            me.learn(dictionary);
        }
        me
    }

    /// Puts a dictionary into the window.
    fn learn(&mut self, dictionary: &[u8]) {
        let mut rest = &dictionary[dictionary.len().saturating_sub(self.size)..];
        self.fill(&mut rest);
        while self.ahead >= MIN_MATCH {
            for _ in 0..self.ahead - (MIN_MATCH - 1) {
                self.enter(self.place);
                self.place += 1;
            }
            self.ahead = MIN_MATCH - 1;
            self.fill(&mut rest);
        }
        self.place += self.ahead;
        self.block = self.place as isize;
        self.due = self.ahead;
        self.ahead = 0;
    }

    /// Compresses more data into `out`.
    pub fn run(&mut self, data: &[u8], flush: Flush, out: &mut Vec<u8>) {
        let before = std::mem::replace(&mut self.flushed, flush);
        if data.is_empty() && flush <= before && flush != Flush::Finish {
            return;
        }
        let mut rest = data;
        let ended = match (self.level, self.strategy) {
            (0, _) => self.store(&mut rest, flush, out),
            (_, Strategy::HuffmanOnly) => self.literals(&mut rest, flush, out),
            (_, Strategy::Runs) => self.runs(&mut rest, flush, out),
            (..=FAST, _) => self.first_matches(&mut rest, flush, out),
            _ => self.best_matches(&mut rest, flush, out),
        };
        if ended && matches!(flush, Flush::Sync | Flush::Full) {
            self.blocks.stored(&[], false, out);
            if flush == Flush::Full {
                self.heads.fill(0);
                if self.ahead == 0 {
                    (self.place, self.block, self.due) = (0, 0, 0);
                }
            }
        }
    }

    /// Reads data while there is some, and room; moves the window if its end is near.
    fn fill(&mut self, rest: &mut &[u8]) {
        loop {
            let mut room = self.data.len() - self.ahead - self.place;
            if self.place >= self.size + self.size - LOOKAHEAD {
                let (first, second) = self.data.split_at_mut(self.size);
                first[..self.size - room].copy_from_slice(&second[..self.size - room]);
                self.at = self.at.wrapping_sub(self.size);
                self.place -= self.size;
                self.block -= self.size as isize;
                self.due = self.due.min(self.place);
                let size = self.size as u16;
                for place in self.heads.iter_mut().chain(&mut self.before) {
                    *place = place.saturating_sub(size);
                }
                room += self.size;
            }
            if rest.is_empty() {
                return;
            }
            let (now, later) = rest.split_at(room.min(rest.len()));
            let start = self.place + self.ahead;
            self.data[start..start + now.len()].copy_from_slice(now);
            *rest = later;
            self.ahead += now.len();
            self.enter_due();
            if self.ahead >= LOOKAHEAD || rest.is_empty() {
                return;
            }
        }
    }

    /// Enters the last places of the data before, which had not enough bytes behind them.
    fn enter_due(&mut self) {
        if self.ahead + self.due < MIN_MATCH {
            return;
        }
        let mut place = self.place - self.due;
        self.hash_two(place);
        while self.due > 0 {
            self.enter(place);
            place += 1;
            self.due -= 1;
            if self.ahead + self.due < MIN_MATCH {
                break;
            }
        }
    }

    fn hash_more(&mut self, byte: u8) {
        self.hash = (self.hash << self.shift ^ usize::from(byte)) & (self.heads.len() - 1);
    }

    /// Begins the hash with the two bytes at a place.
    fn hash_two(&mut self, place: usize) {
        self.hash = usize::from(self.data[place]);
        self.hash_more(self.data[place + 1]);
    }

    /// Enters a place; the one before it with the same hash.
    fn enter(&mut self, place: usize) -> usize {
        self.hash_more(self.data[place + MIN_MATCH - 1]);
        let head = std::mem::replace(&mut self.heads[self.hash], place as u16);
        self.before[place & (self.size - 1)] = head;
        usize::from(head)
    }

    /// The place before with the same hash as what lies ahead, if it is near enough; enters the place.
    fn candidate(&mut self) -> Option<usize> {
        let head = if self.ahead >= MIN_MATCH { self.enter(self.place) } else { 0 };
        (head != 0 && self.place - head <= self.size - LOOKAHEAD).then_some(head)
    }

    /// The length of the longest match on the chain of a place that is longer than `known`; its place goes to `at`.
    fn longest(&mut self, mut candidate: usize, known: usize) -> usize {
        let effort = &EFFORTS[self.level];
        let mut steps = if known >= effort.good { effort.chain >> 2 } else { effort.chain };
        let mut best = known;
        let nice = effort.nice.min(self.ahead);
        let limit = self.place.saturating_sub(self.size - LOOKAHEAD);
        let here = &self.data[self.place..];
        let most = here.len().min(MAX_MATCH);
        loop {
            let there = &self.data[candidate..];
            let hopeful = best < most && there[best] == here[best] && there[best - 1] == here[best - 1];
            if hopeful && there[..2] == here[..2] {
                let length = here[..most].iter().zip(there).take_while(|(a, b)| a == b).count();
                if length > best {
                    self.at = candidate;
                    best = length;
                    if length >= nice {
                        break;
                    }
                }
            }
            candidate = usize::from(self.before[candidate & (self.size - 1)]);
            steps -= 1;
            if candidate <= limit || steps == 0 {
                break;
            }
        }
        best.min(self.ahead)
    }

    /// Whether what lies ahead is enough to go on; nothing lies ahead if that is not.
    fn look_ahead(&mut self, wanted: usize, rest: &mut &[u8], flush: Flush) -> bool {
        if self.ahead < wanted {
            self.fill(rest);
            if self.ahead < wanted && flush == Flush::No {
                return false;
            }
        }
        self.ahead != 0
    }

    /// Ends the block behind the place.
    fn end_block(&mut self, last: bool, out: &mut Vec<u8>) {
        let length = (self.place as isize - self.block) as usize;
        let data = usize::try_from(self.block).ok().map(|start| &self.data[start..self.place]);
        self.blocks.end(data, length, self.strategy == Strategy::Fixed, last, out);
        self.block = self.place as isize;
    }

    /// Ends what a flush ends, all data being read; false if more may come.
    fn end_run(&mut self, due: usize, flush: Flush, out: &mut Vec<u8>) -> bool {
        if flush == Flush::No {
            return false;
        }
        self.due = due;
        if flush == Flush::Finish {
            self.end_block(true, out);
        } else if !self.blocks.is_empty() {
            self.end_block(false, out);
        }
        true
    }

    /// Takes each match as soon as it is found.
    fn first_matches(&mut self, rest: &mut &[u8], flush: Flush, out: &mut Vec<u8>) -> bool {
        let lazy = EFFORTS[self.level].lazy;
        while self.look_ahead(LOOKAHEAD, rest, flush) {
            let length = self.candidate().map_or(0, |candidate| self.longest(candidate, MIN_MATCH - 1));
            let full = if length >= MIN_MATCH {
                let full = self.blocks.matched(self.place - self.at, length - MIN_MATCH);
                self.ahead -= length;
                if length <= lazy && self.ahead >= MIN_MATCH {
                    for _ in 1..length {
                        self.place += 1;
                        self.enter(self.place);
                    }
                    self.place += 1;
                } else {
                    self.place += length;
                    self.hash_two(self.place);
                }
                full
            } else {
                self.take_literal()
            };
            if full {
                self.end_block(false, out);
            }
        }
        self.end_run(self.place.min(MIN_MATCH - 1), flush, out)
    }

    /// Takes a match only if there is no better one at the next place.
    fn best_matches(&mut self, rest: &mut &[u8], flush: Flush, out: &mut Vec<u8>) -> bool {
        let lazy = EFFORTS[self.level].lazy;
        while self.look_ahead(LOOKAHEAD, rest, flush) {
            let candidate = self.candidate();
            let (length, from) = (self.found, self.at);
            self.found = MIN_MATCH - 1;
            if let Some(candidate) = candidate.filter(|_| length < lazy) {
                self.found = self.longest(candidate, length);
                let far = self.found == MIN_MATCH && self.place - self.at > TOO_FAR;
                if self.found <= 5 && (self.strategy == Strategy::Filtered || far) {
                    self.found = MIN_MATCH - 1;
                }
            }
            if length >= MIN_MATCH && self.found <= length {
                let last = self.place + self.ahead - MIN_MATCH;
                let full = self.blocks.matched(self.place - 1 - from, length - MIN_MATCH);
                self.ahead -= length - 1;
                for _ in 2..length {
                    self.place += 1;
                    if self.place <= last {
                        self.enter(self.place);
                    }
                }
                self.held = false;
                self.found = MIN_MATCH - 1;
                self.place += 1;
                if full {
                    self.end_block(false, out);
                }
                continue;
            }
            if self.held && self.blocks.literal(self.data[self.place - 1]) {
                self.end_block(false, out);
            }
            self.held = true;
            self.place += 1;
            self.ahead -= 1;
        }
        if flush != Flush::No && std::mem::take(&mut self.held) {
            self.blocks.literal(self.data[self.place - 1]);
        }
        self.end_run(self.place.min(MIN_MATCH - 1), flush, out)
    }

    /// No matches at all.
    fn literals(&mut self, rest: &mut &[u8], flush: Flush, out: &mut Vec<u8>) -> bool {
        while self.look_ahead(1, rest, flush) {
            if self.take_literal() {
                self.end_block(false, out);
            }
        }
        self.end_run(0, flush, out)
    }

    /// Matches of a byte with the one before only.
    fn runs(&mut self, rest: &mut &[u8], flush: Flush, out: &mut Vec<u8>) -> bool {
        while self.look_ahead(MAX_MATCH + 1, rest, flush) {
            let mut length = 0;
            if self.ahead >= MIN_MATCH && self.place > 0 {
                let byte = self.data[self.place - 1];
                let most = self.ahead.min(MAX_MATCH);
                length = self.data[self.place..self.place + most].iter().take_while(|&&b| b == byte).count();
            }
            let full = if length >= MIN_MATCH {
                self.ahead -= length;
                self.place += length;
                self.blocks.matched(1, length - MIN_MATCH)
            } else {
                self.take_literal()
            };
            if full {
                self.end_block(false, out);
            }
        }
        self.end_run(0, flush, out)
    }

    fn take_literal(&mut self) -> bool {
        let full = self.blocks.literal(self.data[self.place]);
        self.place += 1;
        self.ahead -= 1;
        full
    }

    /// Level 0: everything as it is. The window holds what no block has yet.
    fn store(&mut self, rest: &mut &[u8], flush: Flush, out: &mut Vec<u8>) -> bool {
        loop {
            let held = self.place - self.block.max(0) as usize;
            let length = (held + rest.len()).min(STORED);
            let whole = length == held + rest.len();
            if length < STORED && flush == Flush::No || length == 0 && flush != Flush::Finish {
                break;
            }
            let (now, later) = rest.split_at(length - held.min(length));
            let kept = &self.data[self.place - held..self.place];
            let last = flush == Flush::Finish && whole;
            self.blocks.stored(&[kept, now].concat(), last, out);
            *rest = later;
            (self.place, self.block) = (0, 0);
            if whole {
                return true;
            }
        }
        if self.data.len() < self.place + rest.len() {
            self.data.resize(self.place + rest.len(), 0);
        }
        self.data[self.place..self.place + rest.len()].copy_from_slice(rest);
        self.place += rest.len();
        flush != Flush::No
    }
}
