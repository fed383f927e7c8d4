//! Native modules: one table of names and install functions. A module is made when it is first
//! imported, so that a further row costs a start nothing.

pub mod abc;
pub mod accounts;
pub mod array;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod bz2;
pub mod cmath;
pub mod codecs;
pub mod collections;
mod compression;
pub mod contextvars;
pub mod csv;
pub mod datetime;
pub mod decimal;
pub mod elementtree;
pub mod errno;
pub mod fcntl;
pub mod functools;
pub mod gc;
pub mod hashes;
pub mod heapq;
pub mod io;
pub mod itertools;
pub mod json;
pub mod layout;
pub mod lzma;
pub mod math;
pub mod mmap;
pub mod multibyte;
pub mod multiprocessing;
pub mod operator;
pub mod pickle;
pub mod pools;
pub mod posix;
pub mod posixsubprocess;
pub mod pyexpat;
pub mod queue;
pub mod random;
pub mod record;
pub mod resource;
pub mod select;
pub mod signal;
pub mod socket;
pub mod sqlite;
pub mod sre;
pub mod ssl;
pub mod stat;
pub mod statistics;
pub mod string;
pub mod struct_;
pub mod sys;
pub mod termios;
mod termios_numbers;
pub mod thread;
pub mod time;
pub mod unicodedata;
mod wait;
pub mod zlib;

use theseus_object::module::Table;
use theseus_object::{Cx, ObjRef, PyResult};

/// Modules that are made when they are imported. Sorted by name.
pub static TABLE: Table = &[
    ("_abc", abc::install),
    ("_bisect", bisect::install),
    ("_blake2", hashes::install_blake2),
    ("_bz2", bz2::install),
    ("_codecs", codecs::install),
    ("_codecs_cn", multibyte::install_family::<{ multibyte::CHINA }>),
    ("_codecs_hk", multibyte::install_family::<{ multibyte::HONG_KONG }>),
    ("_codecs_iso2022", multibyte::install_family::<{ multibyte::ESCAPES }>),
    ("_codecs_jp", multibyte::install_family::<{ multibyte::JAPAN }>),
    ("_codecs_kr", multibyte::install_family::<{ multibyte::KOREA }>),
    ("_codecs_tw", multibyte::install_family::<{ multibyte::TAIWAN }>),
    ("_collections", collections::install),
    ("_contextvars", contextvars::install),
    ("_csv", csv::install),
    ("_datetime", datetime::install),
    ("_decimal", decimal::install),
    ("_elementtree", elementtree::install),
    ("_functools", functools::install),
    ("_hashlib", hashes::install_hashlib),
    ("_heapq", heapq::install),
    ("_io", io::install),
    ("_json", json::install),
    ("_layout", layout::install),
    ("_lzma", lzma::install),
    ("_md5", hashes::install_md5),
    ("_multibytecodec", multibyte::install),
    ("_multiprocessing", multiprocessing::install),
    ("_operator", operator::install),
    ("_pickle", pickle::install),
    ("_pools", pools::install),
    ("_posixsubprocess", posixsubprocess::install),
    ("_queue", queue::install),
    ("_random", random::install),
    ("_sha1", hashes::install_sha1),
    ("_sha2", hashes::install_sha2),
    ("_sha3", hashes::install_sha3),
    ("_signal", signal::install),
    ("_socket", socket::install),
    ("_sqlite3", sqlite::install),
    ("_sre", sre::install),
    ("_ssl", ssl::install),
    ("_stat", stat::install),
    ("_statistics", statistics::install),
    ("_string", string::install),
    ("_struct", struct_::install),
    ("_typing", crate::typing::install_module),
    ("_weakref", crate::weakref::install_module),
    ("array", array::install),
    ("atexit", atexit::install),
    ("binascii", binascii::install),
    ("cmath", cmath::install),
    ("errno", errno::install),
    ("fcntl", fcntl::install),
    ("gc", gc::install),
    ("grp", accounts::install_grp),
    ("itertools", itertools::install),
    ("math", math::install),
    ("mmap", mmap::install),
    ("posix", posix::install),
    ("pwd", accounts::install_pwd),
    ("pyexpat", pyexpat::install),
    ("resource", resource::install),
    ("select", select::install),
    ("termios", termios::install),
    ("time", time::install),
    ("unicodedata", unicodedata::install),
    ("zlib", zlib::install),
];

/// What every program has from the start.
pub fn install(cx: &mut Cx) {
    sys::install(cx);
}

/// An attribute of a module, which is imported if it must be.
pub(crate) fn attribute_of(cx: &mut Cx, module: &str, name: &str) -> PyResult {
    let list = cx.new_tuple([cx.intern(name)]);
    let args = [cx.intern(module), cx.none.clone(), cx.none.clone(), list, cx.int(0)];
    let module = (cx.upcalls.import)(cx, &args)?;
    let name: ObjRef = cx.intern(name);
    cx.getattr(&module, &name)
}
