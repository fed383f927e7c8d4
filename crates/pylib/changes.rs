//! What is taken of the two versions of the library, and what is changed in them.

mod cuts;
mod lines;
mod names;
mod nets;
mod storage;
mod testing;

/// A change of a line or a few: file, what stands there, what is to stand there.
pub type Line = (&'static str, &'static str, &'static str);

/// A change of a piece: file, where it begins, where the next begins, what is to stand there.
pub type Cut = (&'static str, &'static str, &'static str, &'static str);

/// All changes of lines, in the order in which they are made.
pub const LINES: &[&[Line]] = &[lines::CHANGES, names::NAMES, nets::LINES, storage::LINES, testing::LINES];

/// All cuts, likewise.
pub const CUTS: &[&[Cut]] = &[cuts::CUTS, nets::CUTS, storage::CUTS, testing::CUTS];

/// Folders and files that are not packed: tests, graphical programs, what went away in 3.12, what
/// belongs to another runtime, and build tools.
pub const LEFT_OUT: &[&str] = &[
    "__phello__",
    "__hello__.py",
    "_dummy_os.py",
    "_dummy_thread.py",
    "_pycodecs.py",
    "asynchat.py",
    "asyncio/windows_events.py",
    "asyncio/windows_utils.py",
    "asyncore.py",
    "collections/_defaultdict.py",
    "ctypes",
    "dbm/sqlite3.py",
    "dis.py",
    "distutils",
    "dummy_threading.py",
    "idlelib",
    "imp.py",
    "lib2to3",
    "multiprocessing/popen_spawn_win32.py",
    "opcode.py",
    "smtpd.py",
    "test",
    "tests",
    "tkinter",
    "turtledemo",
    "zipfile.py",
];

/// Folders whose files are packed though they are no Python: what activates an environment.
pub const SCRIPTS: &[&str] = &["venv/scripts/common/", "venv/scripts/posix/"];

/// What a later version of the library has, and the one that is else nearest to 3.12 lacks.
pub const LATER: &[&str] = &[
    "_pydecimal.py",
    "_pylong.py",
    "concurrent",
    "dbm",
    "email/_encoded_words.py",
    "email/_header_value_parser.py",
    "email/_parseaddr.py",
    "email/charset.py",
    "email/contentmanager.py",
    "email/errors.py",
    "email/headerregistry.py",
    "email/message.py",
    "email/mime",
    "hashlib.py",
    "html/entities.py",
    "http/__init__.py",
    "http/client.py",
    "http/cookiejar.py",
    "imaplib.py",
    "inspect.py",
    "logging",
    "lzma.py",
    "modulefinder.py",
    "numbers.py",
    "pkgutil.py",
    "poplib.py",
    "pty.py",
    "pyclbr.py",
    "pydoc_data",
    "quopri.py",
    "random.py",
    "reprlib.py",
    "rlcompleter.py",
    "smtplib.py",
    "socketserver.py",
    "sre_constants.py",
    "ssl.py",
    "statistics.py",
    "tabnanny.py",
    "tarfile.py",
    "tempfile.py",
    "timeit.py",
    "tokenize.py",
    "traceback.py",
    "tty.py",
    "typing.py",
    "unittest/case.py",
    "unittest/main.py",
    "unittest/result.py",
    "unittest/runner.py",
    "urllib/error.py",
    "wave.py",
    "wsgiref",
    "xml/sax",
    "xmlrpc/server.py",
    "zipfile",
    "zoneinfo",
];

/// What is native in CPython and Python here: file, and how the qualified names of the functions begin. These leave
/// no entries in tracebacks.
pub const IN_PLACE_OF_NATIVES: &[(&str, &str)] = &[
    ("_pydecimal.py", ""),
    ("asyncio/base_futures.py", ""),
    ("asyncio/futures.py", "Future."),
    ("asyncio/tasks.py", "Task."),
    ("pickle.py", "_"),
    ("zoneinfo/_zoneinfo.py", ""),
];

/// Stands where the additions of ours are to stand, if not at the end of the file.
pub const HERE: &str = "# The additions.\n";
