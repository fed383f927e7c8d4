//! The standard library, embedded: sources and compiled code, found by path.
//!
//! The build script takes the files of `rustpython-pylib` and of `lib/` beside this crate and compiles
//! them. Sources are packed, each by itself. Code lies as it is read, so that it is never copied, and
//! what nobody runs is not even loaded from the disk.
#![forbid(unsafe_code)]

/// Where a part lies in `PARTS`.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: u32,
    len: u32,
}

/// One file of the library.
#[derive(Debug)]
pub struct File {
    /// With slashes, below the library's folder: `json/decoder.py`.
    pub path: &'static str,
    source: Part,
    /// Bytes of the source when unpacked.
    size: u32,
    /// Nothing if our compiler does not take it.
    code: Option<Part>,
}

static PARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

include!(concat!(env!("OUT_DIR"), "/library.rs"));

impl Part {
    fn bytes(&self) -> &'static [u8] {
        let start = self.start as usize;
        PARTS.get(start..start + self.len as usize).unwrap_or_default()
    }
}

impl File {
    /// The text of the file.
    pub fn source(&self) -> Option<Vec<u8>> {
        miniz_oxide::inflate::decompress_to_vec_with_limit(self.source.bytes(), self.size()).ok()
    }

    /// The code object of the file, as `theseus_bytecode::store` writes it.
    pub fn code(&self) -> Option<&'static [u8]> {
        self.code.as_ref().map(Part::bytes)
    }

    /// Length of the source in bytes.
    pub fn size(&self) -> usize {
        self.size as usize
    }
}

/// The file at a path below the library's folder.
pub fn find(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|f| f.path.cmp(path)).ok().map(|i| &FILES[i])
}

/// Every file, sorted by path.
pub fn files() -> &'static [File] {
    FILES
}

/// The files of a folder and of the folders below it; all files for the empty path.
pub fn below(folder: &str) -> &'static [File] {
    if folder.is_empty() {
        return FILES;
    }
    let inside = |f: &File| f.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let prefix = format!("{folder}/");
    let start = FILES.partition_point(|f| f.path < prefix.as_str());
    let n = FILES[start..].iter().take_while(|f| inside(f)).count();
    &FILES[start..start + n]
}
