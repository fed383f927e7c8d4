//! The module `_stat`: what the bits of a file's mode mean.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::module::native_module;

static CONSTANTS: &[(&str, u32)] = &[
    ("SF_APPEND", 262144),
    ("SF_ARCHIVED", 65536),
    ("SF_IMMUTABLE", 131072),
    ("SF_NOUNLINK", 1048576),
    ("SF_SNAPSHOT", 2097152),
    ("ST_ATIME", 7),
    ("ST_CTIME", 9),
    ("ST_DEV", 2),
    ("ST_GID", 5),
    ("ST_INO", 1),
    ("ST_MODE", 0),
    ("ST_MTIME", 8),
    ("ST_NLINK", 3),
    ("ST_SIZE", 6),
    ("ST_UID", 4),
    ("S_ENFMT", 0o2000),
    ("S_IEXEC", 0o100),
    ("S_IFBLK", 0o60000),
    ("S_IFCHR", 0o20000),
    ("S_IFDIR", 0o40000),
    ("S_IFDOOR", 0o0),
    ("S_IFIFO", 0o10000),
    ("S_IFLNK", 0o120000),
    ("S_IFPORT", 0o0),
    ("S_IFREG", 0o100000),
    ("S_IFSOCK", 0o140000),
    ("S_IFWHT", 0o0),
    ("S_IREAD", 0o400),
    ("S_IRGRP", 0o40),
    ("S_IROTH", 0o4),
    ("S_IRUSR", 0o400),
    ("S_IRWXG", 0o70),
    ("S_IRWXO", 0o7),
    ("S_IRWXU", 0o700),
    ("S_ISGID", 0o2000),
    ("S_ISUID", 0o4000),
    ("S_ISVTX", 0o1000),
    ("S_IWGRP", 0o20),
    ("S_IWOTH", 0o2),
    ("S_IWRITE", 0o200),
    ("S_IWUSR", 0o200),
    ("S_IXGRP", 0o10),
    ("S_IXOTH", 0o1),
    ("S_IXUSR", 0o100),
    ("UF_APPEND", 4),
    ("UF_COMPRESSED", 32),
    ("UF_HIDDEN", 32768),
    ("UF_IMMUTABLE", 2),
    ("UF_NODUMP", 1),
    ("UF_NOUNLINK", 16),
    ("UF_OPAQUE", 8),
];

/// Types of files: the letter in `filemode`, and the bits.
static TYPES: &[(char, u32)] = &[
    ('l', 0o120000),
    ('-', 0o100000),
    ('d', DIRECTORY),
    ('b', 0o060000),
    ('c', 0o020000),
    ('p', 0o010000),
    ('s', 0o140000),
];

const TYPE: u32 = 0o170000;
const DIRECTORY: u32 = 0o040000;

macro_rules! is_type {
    ($name:literal, $bits:expr, $what:literal) => {
        NativeDef::f1(
            $name,
            |cx, mode| {
                let mode = number(cx, mode)?;
                Ok(cx.bool(mode & TYPE == $bits))
            },
            concat!($name, "(mode) -> bool\n\nReturn True if mode is from a ", $what, "."),
        )
    };
}

/// What this system does not have.
macro_rules! is_never {
    ($name:literal, $what:literal) => {
        NativeDef::f1(
            $name,
            |cx, mode| {
                number(cx, mode)?;
                Ok(cx.false_.clone())
            },
            concat!($name, "(mode) -> bool\n\nReturn True if mode is from ", $what, "."),
        )
    };
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "S_IFMT",
        |cx, mode| {
            let mode = number(cx, mode)?;
            Ok(cx.int(i64::from(mode & TYPE)))
        },
        "Return the portion of the file's mode that describes the file type.",
    ),
    NativeDef::f1(
        "S_IMODE",
        |cx, mode| {
            let mode = number(cx, mode)?;
            Ok(cx.int(i64::from(mode & 0o7777)))
        },
        "Return the portion of the file's mode that can be set by os.chmod().",
    ),
    is_type!("S_ISBLK", 0o060000, "block special device file"),
    is_type!("S_ISCHR", 0o020000, "character special device file"),
    is_type!("S_ISDIR", DIRECTORY, "directory"),
    is_never!("S_ISDOOR", "a door"),
    is_type!("S_ISFIFO", 0o010000, "FIFO (named pipe)"),
    is_type!("S_ISLNK", 0o120000, "symbolic link"),
    is_never!("S_ISPORT", "an event port"),
    is_type!("S_ISREG", 0o100000, "regular file"),
    is_type!("S_ISSOCK", 0o140000, "socket"),
    is_never!("S_ISWHT", "a whiteout"),
    NativeDef::f1("filemode", filemode, "Convert a file's mode to a string of the form '-rwxrwxrwx'"),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_stat", "What the bits of a file's mode mean.", FUNCTIONS);
    for (name, value) in CONSTANTS {
        cx.namespace_put(&dict, name, cx.int(i64::from(*value)));
    }
}

fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<u32> {
    if !o.is_int() {
        return Err(cx.type_error("an integer is required"));
    }
    match o.int().map(u32::try_from) {
        Some(Ok(mode)) => Ok(mode),
        Some(Err(_)) if o.int().is_some_and(|v| v >= 0) => Err(cx.overflow_error("mode out of range")),
        _ => Err(cx.overflow_error("can't convert negative value to unsigned int")),
    }
}

/// `drwxr-xr-t` and the like.
fn filemode(cx: &mut Cx, mode: &ObjRef) -> PyResult {
    let mode = number(cx, mode)?;
    let kind = TYPES.iter().find(|(_, bits)| mode & TYPE == *bits).map_or('?', |(letter, _)| *letter);
    let mut text = String::from(kind);
    for (shift, special, set, unset) in [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')]
    {
        let bits = mode >> shift & 7;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => set,
            (true, false) => unset,
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    Ok(cx.new_str(&text))
}
