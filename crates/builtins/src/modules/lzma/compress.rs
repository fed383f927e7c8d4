//! `LZMACompressor`: one of the crate's writers over a vector, from which what has come is taken.

use std::io::{self, Write};

use lzma_rust2::filter::bcj::BcjWriter;
use lzma_rust2::filter::delta::DeltaWriter;
use lzma_rust2::{
    CheckType, FilterConfig, FilterType, Lzma2Options, Lzma2Writer, LzmaWriter, XzOptions, XzWriter,
};

use super::filters::{Chain, LZMA2};

/// Takes data and gives compressed data.
pub trait Sink: Write {
    /// What has come so far.
    fn take(&mut self) -> Vec<u8>;
    /// Ends the stream; the rest.
    fn end(self: Box<Self>) -> io::Result<Vec<u8>>;
}

macro_rules! sinks {
    ($($writer:ident),*) => { $(
        impl Sink for $writer<Vec<u8>> {
            fn take(&mut self) -> Vec<u8> {
                std::mem::take(self.inner_mut())
            }
            fn end(self: Box<Self>) -> io::Result<Vec<u8>> {
                self.finish()
            }
        }
    )* };
}

sinks!(XzWriter, LzmaWriter, Lzma2Writer);

impl Sink for DeltaWriter<Box<dyn Sink>> {
    fn take(&mut self) -> Vec<u8> {
        self.inner_mut().take()
    }
    fn end(self: Box<Self>) -> io::Result<Vec<u8>> {
        self.into_inner().end()
    }
}

impl Sink for BcjWriter<Box<dyn Sink>> {
    fn take(&mut self) -> Vec<u8> {
        self.inner_mut().take()
    }
    fn end(self: Box<Self>) -> io::Result<Vec<u8>> {
        self.finish()?.end()
    }
}

/// A stream of `.xz`.
pub fn xz(chain: Chain, check: CheckType) -> io::Result<Box<dyn Sink>> {
    let mut options = XzOptions { lzma_options: chain.lzma, filters: chain.before, ..XzOptions::default() };
    options.set_check_sum_type(check);
    Ok(Box::new(XzWriter::new(Vec::new(), options)?))
}

/// A stream of `.lzma`, whose header says that the length is unknown.
pub fn alone(chain: &Chain) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(LzmaWriter::new_use_header(Vec::new(), &chain.lzma, None)?))
}

/// Data alone, without a header.
pub fn raw(chain: Chain) -> io::Result<Box<dyn Sink>> {
    let mut sink: Box<dyn Sink> = if chain.id == LZMA2 {
        let options = Lzma2Options { lzma_options: chain.lzma, ..Lzma2Options::default() };
        Box::new(Lzma2Writer::new(Vec::new(), options))
    } else {
        Box::new(LzmaWriter::new_no_header(Vec::new(), &chain.lzma, true)?)
    };
    for filter in chain.before.into_iter().rev() {
        sink = before(filter, sink);
    }
    Ok(sink)
}

/// A filter in front of a sink.
fn before(filter: FilterConfig, sink: Box<dyn Sink>) -> Box<dyn Sink> {
    let at = filter.property as usize;
    Box::new(match filter.filter_type {
        FilterType::BcjX86 => BcjWriter::new_x86(sink, at),
        FilterType::BcjPpc => BcjWriter::new_ppc(sink, at),
        FilterType::BcjIa64 => BcjWriter::new_ia64(sink, at),
        FilterType::BcjArm => BcjWriter::new_arm(sink, at),
        FilterType::BcjArmThumb => BcjWriter::new_arm_thumb(sink, at),
        FilterType::BcjSparc => BcjWriter::new_sparc(sink, at),
        FilterType::BcjArm64 => BcjWriter::new_arm64(sink, at),
        FilterType::BcjRiscv => BcjWriter::new_riscv(sink, at),
        FilterType::Delta | FilterType::Lzma2 => return Box::new(DeltaWriter::new(sink, at)),
    })
}
