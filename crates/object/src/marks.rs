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
    /// By the address of a block: which of its granules begin members, in order once it is sealed.
    blocks: HashMap<usize, Vec<u16>>,
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
        let members = self.blocks.entry(block).or_default();
        if members.last() != Some(&at) {
            members.push(at);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn len(&self) -> usize {
        self.blocks.values().map(Vec::len).sum()
    }

    /// Makes this one ready to be asked.
    pub fn seal_alone(&mut self) {
        self.seal_without(&Marks::default());
    }

    /// Takes out the members of another sealed set, and makes this one ready to be asked.
    pub fn seal_without(&mut self, other: &Marks) {
        for (block, members) in &mut self.blocks {
            members.sort_unstable();
            members.dedup();
            if let Some(known) = other.blocks.get(block) {
                members.retain(|at| known.binary_search(at).is_err());
            }
        }
        self.blocks.retain(|_, members| !members.is_empty());
        self.seal();
    }

    /// Takes in the members of another set, which has none of this one's.
    pub fn unite(&mut self, other: Marks) {
        for (block, members) in other.blocks {
            let own = self.blocks.entry(block).or_default();
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

    /// Addresses of the members in a block, in order if the set is sealed.
    pub(crate) fn addresses_in(&self, block: &Block) -> impl Iterator<Item = usize> {
        let block = std::ptr::from_ref(block) as usize;
        let members = self.blocks.get(&block).map_or(&[][..], Vec::as_slice);
        members.iter().map(move |at| block + usize::from(*at) * GRANULE)
    }

    /// Addresses of the members.
    pub fn addresses(&self) -> impl Iterator<Item = usize> {
        let of = |(block, at): (&usize, &u16)| block + usize::from(*at) * GRANULE;
        self.blocks.iter().flat_map(move |(block, members)| members.iter().map(move |at| of((block, at))))
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
        self.blocks.get(&block).is_some_and(|members| members.binary_search(&at).is_ok())
    }
}

/// Word and bit of an address in a filter of so many bits, a power of two or none.
#[inline(always)]
fn filter_place(address: usize, bits: usize) -> (usize, u64) {
    let mixed = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
    let at = mixed as usize & bits.wrapping_sub(1);
    (at / 64, 1 << (at % 64))
}
