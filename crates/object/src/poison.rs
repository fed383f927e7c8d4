//! The feature `checked`: free cells hold a pattern, so that use after free shows.
//!
//! A freed cell is filled and waits in a queue before it may be used again; whoever still reads it
//! meets an address that is none, and whoever wrote it is found out when the cell is taken.

use std::collections::VecDeque;
use std::ptr::NonNull;

use crate::header::HEADER_SIZE;
use crate::heap::{Family, LINK, block_of};

const PATTERN: u8 = 0xdb;
/// Freed cells that are kept back.
const KEPT: usize = 1 << 14;

/// Freed cells in the order in which they were freed, each with its free list.
#[derive(Default)]
pub(crate) struct Quarantine(VecDeque<(usize, *mut u8)>);

impl Quarantine {
    /// Takes in a cell that was freed; gives the one that has waited long enough.
    ///
    /// # Safety
    /// Nothing uses the cell any more.
    pub(crate) unsafe fn pass(&mut self, slot: usize, p: *mut u8) -> Option<(usize, *mut u8)> {
        fill(p);
        self.0.push_back((slot, p));
        if self.0.len() > KEPT { self.0.pop_front() } else { None }
    }
}

/// The part of a free cell that is neither link nor type word.
unsafe fn body<'a>(p: *mut u8) -> &'a mut [u8] {
    let block = block_of(NonNull::new_unchecked(p).cast());
    let start = if block.family == Family::Raw { LINK + 8 } else { HEADER_SIZE };
    std::slice::from_raw_parts_mut(p.add(start), block.cell as usize - start)
}

/// Fills a free cell.
///
/// # Safety
/// The cell lies in a shared block and nothing uses it.
pub(crate) unsafe fn fill(p: *mut u8) {
    body(p).fill(PATTERN);
}

/// Panics if a free cell was written.
///
/// # Safety
/// The cell is free.
pub(crate) unsafe fn verify(p: *mut u8) {
    if let Some(at) = body(p).iter().position(|&b| b != PATTERN) {
        panic!("the free cell at {p:p} was written at byte {at} behind its header: {:x?}", body(p));
    }
}
