//! A set of objects by address, for passes over the heap: it keeps none of them alive, and takes two to
//! four bytes a member.

use hashbrown::HashMap;

use crate::heap::{BLOCK_SIZE, Block};
use crate::refs::ObjRef;

/// Objects begin at multiples of this.
pub(crate) const GRANULE: usize = 8;

/// Members are added, then the set is sealed, then it is asked.
#[derive(Default)]
pub struct Marks {
    /// Addresses of blocks, each with the granules in it that begin members: in order once the set is sealed.
    blocks: Vec<(usize, Vec<u16>)>,
    /// Where they stand, by address.
    places: HashMap<usize, u32>,
    /// The block of the last member: most come one after another.
    last: usize,
    /// Some bits for each member, so that nearly all others are told apart without a look at its block.
    filter: Vec<u64>,
}

/// Bits of the filter for each member.
const FILTER_BITS: usize = 16;

fn place(address: usize) -> (usize, u16) {
    (address & !(BLOCK_SIZE - 1), ((address & (BLOCK_SIZE - 1)) / GRANULE) as u16)
}

impl Marks {
    pub fn add(&mut self, o: &ObjRef) {
        let (block, at) = place(o.address());
        let members = self.members(block);
        if members.last() != Some(&at) {
            members.push(at);
        }
    }

    /// The members in a block, for more of them.
    fn members(&mut self, block: usize) -> &mut Vec<u16> {
        if self.blocks.get(self.last).is_none_or(|(last, _)| *last != block) {
            self.last = *self.places.entry(block).or_insert(self.blocks.len() as u32) as usize;
            if self.last == self.blocks.len() {
                self.blocks.push((block, Vec::new()));
            }
        }
        &mut self.blocks[self.last].1
    }

    /// The granules of members in a block.
    fn at(&self, block: usize) -> &[u16] {
        self.places.get(&block).map_or(&[], |at| &self.blocks[*at as usize].1)
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn len(&self) -> usize {
        self.blocks.iter().map(|(_, members)| members.len()).sum()
    }

    /// Puts the members in order, for who goes through them.
    pub fn sort(&mut self) {
        for (_, members) in &mut self.blocks {
            members.sort_unstable();
            members.dedup();
        }
    }

    /// Takes out the members of another sealed set, and makes this one ready to be asked.
    pub fn seal_without(&mut self, other: &Marks) {
        self.sort();
        for (block, members) in &mut self.blocks {
            let known = other.at(*block);
            members.retain(|at| known.binary_search(at).is_err());
        }
        self.blocks.retain(|(_, members)| !members.is_empty());
        let places = self.blocks.iter().enumerate();
        self.places = places.map(|(at, (block, _))| (*block, at as u32)).collect();
        self.seal();
    }

    /// Takes in the members of another set, which has none of this one's.
    pub fn unite(&mut self, other: Marks) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (block, members) in other.blocks {
            let own = self.members(block);
            own.extend(members);
            own.sort_unstable();
        }
        self.seal();
    }

    fn seal(&mut self) {
        let bits = (self.len() * FILTER_BITS).next_power_of_two().max(64);
        self.filter.clear();
        self.filter.resize(bits / 64, 0);
        for (block, members) in &self.blocks {
            for at in members {
                let (word, bit) = filter_place(block + usize::from(*at) * GRANULE, bits);
                self.filter[word] |= bit;
            }
        }
    }

    /// Addresses of the members in a block, in order if the set is sorted.
    pub(crate) fn addresses_in(&self, block: &Block) -> impl Iterator<Item = usize> {
        let block = std::ptr::from_ref(block) as usize;
        self.at(block).iter().map(move |at| block + usize::from(*at) * GRANULE)
    }

    /// Addresses of the members.
    pub fn addresses(&self) -> impl Iterator<Item = usize> {
        let of = |block: usize, at: u16| block + usize::from(at) * GRANULE;
        self.blocks.iter().flat_map(move |(block, members)| members.iter().map(move |at| of(*block, *at)))
    }

    /// Whether an object is a member.
    #[inline(always)]
    pub fn has(&self, o: &ObjRef) -> bool {
        let address = o.address();
        let (word, bit) = filter_place(address, self.filter.len() * 64);
        self.filter.get(word).is_some_and(|w| w & bit != 0) && self.holds(address)
    }

    #[inline(never)]
    fn holds(&self, address: usize) -> bool {
        let (block, at) = place(address);
        self.at(block).binary_search(&at).is_ok()
    }
}

/// Word and bit of an address in a filter of so many bits, a power of two or none.
#[inline(always)]
fn filter_place(address: usize, bits: usize) -> (usize, u64) {
    let mixed = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
    let at = mixed as usize & bits.wrapping_sub(1);
    (at / 64, 1 << (at % 64))
}
