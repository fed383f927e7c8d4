//! Packs the standard library: reads the files, compiles them with our compiler, writes one file of
//! packed parts and the table that says where they lie.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders and files that are not packed: tests, graphical programs, what went away in 3.12, what
/// belongs to another runtime, and build tools.
const LEFT_OUT: &[&str] = &[
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
    "dis.py",
    "distutils",
    "dummy_threading.py",
    "ensurepip",
    "idlelib",
    "imp.py",
    "lib2to3",
    "multiprocessing/popen_spawn_win32.py",
    "opcode.py",
    "pydoc_data/topics.py",
    "smtpd.py",
    "sqlite3",
    "test",
    "tests",
    "tkinter",
    "turtledemo",
    "venv",
];

/// What a later version of the library has, and the one that is else nearest to 3.12 lacks.
const LATER: &[&str] = &[
    "_pylong.py",
    "imaplib.py",
    "inspect.py",
    "modulefinder.py",
    "numbers.py",
    "poplib.py",
    "pyclbr.py",
    "random.py",
    "reprlib.py",
    "smtplib.py",
    "statistics.py",
    "tempfile.py",
    "wave.py",
    "zoneinfo",
];

/// Changes of a line or a few, where a file is made for another runtime or is not yet as in 3.12:
/// file, what stands there, what is to stand there.
const CHANGES: &[(&str, &str, &str)] = &[
    // The decoder is native.
    ("io.py", "from _pyio import IncrementalNewlineDecoder", "from _io import IncrementalNewlineDecoder"),
    // Of the later version: what 3.12 does not have.
    // The tokens of a signature's `$self` are errors to the tokenizer of this library.
    ("inspect.py", "if (type == OP) and (string == '$'):", "if type in (OP, ERRORTOKEN) and string == '$':"),
    ("inspect.py", "functools.Placeholder", "getattr(functools, 'Placeholder', functools)"),
    (
        "inspect.py",
        "            or isinstance(object, functools._singledispatchmethod_get))",
        "            )",
    ),
    (
        "inspect.py",
        "    f = functools._unwrap_partialmethod(f)\n",
        "    while isinstance(f, functools.partialmethod):\n        f = f.func\n",
    ),
    (
        "inspect.py",
        "            lnum = vars(object)['__firstlineno__'] - 1\n        except (TypeError, KeyError):\n            raise OSError('source code not available')",
        "            lnum = _class_line(object, lines)\n        except ClassFoundException:\n            raise OSError('could not find class definition') from None",
    ),
    // Of the later version: what 3.12 does in another way.
    ("statistics.py", "    'kde',\n    'kde_random',\n", ""),
    (
        "statistics.py",
        "            elif x == 0.0:\n                found_zero = True\n            else:\n                raise StatisticsError('No negative inputs allowed', x)",
        "            else:\n                raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers')",
    ),
    (
        "statistics.py",
        "    if not n:\n        raise StatisticsError('Must have a non-empty dataset')\n    if math.isnan(total)",
        "    if not n:\n        raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers')\n    if math.isnan(total)",
    ),
    (
        "statistics.py",
        "        if ld == 1:\n            return data * (n - 1)\n        raise StatisticsError('must have at least one data point')",
        "        raise StatisticsError('must have at least two data points')",
    ),
    (
        "random.py",
        "'The only supported seed types are:\\n'\n                            'None, int, float",
        "'The only supported seed types are: None,\\n'\n                            'int, float",
    ),
    (
        "random.py",
        "        a = _index(a)\n        b = _index(b)\n        if b < a:\n            raise ValueError(f\"empty range in randint({a}, {b})\")\n        return a + self._randbelow(b - a + 1)\n",
        "        return self.randrange(a, b+1)\n",
    ),
    ("random.py", "cum_counts.pop() if cum_counts else 0", "cum_counts.pop()"),
    (
        "random.py",
        "            if total < 0:\n                raise ValueError('Counts must be non-negative')",
        "            if total <= 0:\n                raise ValueError('Total of counts must be greater than zero')",
    ),
    // 3.12 skips frames by the start of their file's name.
    (
        "warnings.py",
        "def warn(message, category=None, stacklevel=1, source=None):",
        "def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):",
    ),
    ("warnings.py", "def _next_external_frame(frame):", "def _next_external_frame(frame, skipped=()):"),
    (
        "warnings.py",
        "while frame is not None and _is_internal_frame(frame):",
        "while frame is not None and (_is_internal_frame(frame)\n                                 or frame.f_code.co_filename.startswith(skipped)):",
    ),
    (
        "warnings.py",
        "                frame = _next_external_frame(frame)\n",
        "                frame = _next_external_frame(frame, skip_file_prefixes)\n",
    ),
    (
        "warnings.py",
        "    # Get context information\n    try:\n        if stacklevel <= 1",
        "    if not isinstance(skip_file_prefixes, tuple):\n        raise TypeError('skip_file_prefixes must be a tuple of strs.')\n    if skip_file_prefixes:\n        # The caller itself is never meant.\n        stacklevel = max(2, stacklevel)\n    # Get context information\n    try:\n        if stacklevel <= 1",
    ),
    // The native type is there.
    ("collections/__init__.py", "    from ._defaultdict import defaultdict", "    pass"),
    // Weakly referable slots, the module of made classes, and names that fields may have.
    (
        "dataclasses.py",
        "    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):",
        "    def __init__(self, init, repr, eq, order, unsafe_hash, frozen,\n                 match_args, kw_only, slots, weakref_slot):",
    ),
    (
        "dataclasses.py",
        "                 'frozen',\n                 )",
        "                 'frozen',\n                 'match_args',\n                 'kw_only',\n                 'slots',\n                 'weakref_slot',\n                 )",
    ),
    (
        "dataclasses.py",
        "        self.frozen = frozen\n",
        "        self.frozen = frozen\n        self.match_args = match_args\n        self.kw_only = kw_only\n        self.slots = slots\n        self.weakref_slot = weakref_slot\n",
    ),
    (
        "dataclasses.py",
        "                f'frozen={self.frozen!r}'\n",
        "                f'frozen={self.frozen!r},'\n                f'match_args={self.match_args!r},'\n                f'kw_only={self.kw_only!r},'\n                f'slots={self.slots!r},'\n                f'weakref_slot={self.weakref_slot!r}'\n",
    ),
    (
        "dataclasses.py",
        "                   match_args, kw_only, slots):\n",
        "                   match_args, kw_only, slots, weakref_slot):\n",
    ),
    (
        "dataclasses.py",
        "                                           unsafe_hash, frozen))",
        "                                           unsafe_hash, frozen, match_args,\n                                           kw_only, slots, weakref_slot))",
    ),
    (
        "dataclasses.py",
        "isinstance(self.type, type) and not isinstance(self.type, GenericAlias):",
        "isinstance(self.type, type):",
    ),
    (
        "dataclasses.py",
        "isinstance(obj, type) and not isinstance(obj, GenericAlias) else",
        "isinstance(obj, type) else",
    ),
    ("dataclasses.py", "_dflt_{f.name}", "__dataclass_dflt_{f.name}__"),
    ("dataclasses.py", "_type_{f.name}", "__dataclass_type_{f.name}__"),
    ("dataclasses.py", "is _HAS_DEFAULT_FACTORY ", "is __dataclass_HAS_DEFAULT_FACTORY__ "),
    ("dataclasses.py", "'=_HAS_DEFAULT_FACTORY'", "'=__dataclass_HAS_DEFAULT_FACTORY__'"),
    (
        "dataclasses.py",
        "        'MISSING': MISSING,\n        '_HAS_DEFAULT_FACTORY': ",
        "        '__dataclass_HAS_DEFAULT_FACTORY__': ",
    ),
    ("dataclasses.py", "isinstance(f.default, (list, dict, set))", "f.default.__class__.__hash__ is None"),
    ("dataclasses.py", "'_return_type'", "'__dataclass_return_type__'"),
    ("dataclasses.py", "'->_return_type'", "'->__dataclass_return_type__'"),
    (
        "dataclasses.py",
        "            repr_running.discard(key)\n        return result\n    return wrapper\n",
        "            repr_running.discard(key)\n        return result\n    return wrapper\n\n\nField.__repr__ = _recursive_repr(Field.__repr__)\n",
    ),
    (
        "dataclasses.py",
        "        cls.__doc__ = (cls.__name__ +\n                       str(inspect.signature(cls)).replace(' -> None', ''))\n",
        "        # Of some classes no signature can be had.\n        with contextlib.suppress(TypeError, ValueError):\n            cls.__doc__ = (cls.__name__ +\n                           str(inspect.signature(cls)).replace(' -> None', ''))\n        if not getattr(cls, '__doc__'):\n            cls.__doc__ = cls.__name__\n",
    ),
    ("dataclasses.py", "import copy\n", "import contextlib\nimport copy\n"),
    (
        "dataclasses.py",
        "    if slots:\n        cls = _add_slots(cls, frozen)\n",
        "    if weakref_slot and not slots:\n        raise TypeError('weakref_slot is True but slots is False')\n    if slots:\n        cls = _add_slots(cls, frozen, weakref_slot)\n",
    ),
    (
        "dataclasses.py",
        "def _add_slots(cls, is_frozen):",
        "def _slots_of(cls):\n    slots = cls.__dict__.get('__slots__', ())\n    if isinstance(slots, str):\n        return [slots]\n    if hasattr(slots, '__next__'):\n        # An iterator was used up when the class was made.\n        raise TypeError(f\"Slots of '{cls.__name__}' cannot be determined\")\n    return [] if slots is None else slots\n\n\ndef _add_slots(cls, is_frozen, weakref_slot):",
    ),
    (
        "dataclasses.py",
        "    cls_dict['__slots__'] = field_names\n",
        "    # A base's slot must not be made again.\n    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}\n    wanted = field_names + ('__weakref__',) * weakref_slot\n    cls_dict['__slots__'] = tuple(name for name in wanted if name not in inherited)\n",
    ),
    (
        "dataclasses.py",
        "    cls_dict.pop('__dict__', None)\n",
        "    cls_dict.pop('__dict__', None)\n    # The old class's descriptor does not fit the new one.\n    cls_dict.pop('__weakref__', None)\n",
    ),
    (
        "dataclasses.py",
        "        cls.__getstate__ = _dataclass_getstate\n        cls.__setstate__ = _dataclass_setstate\n",
        "        if '__getstate__' not in cls_dict:\n            cls.__getstate__ = _dataclass_getstate\n        if '__setstate__' not in cls_dict:\n            cls.__setstate__ = _dataclass_setstate\n",
    ),
    (
        "dataclasses.py",
        "              kw_only=False, slots=False):\n",
        "              kw_only=False, slots=False, weakref_slot=False):\n",
    ),
    (
        "dataclasses.py",
        "                              frozen, match_args, kw_only, slots)\n",
        "                              frozen, match_args, kw_only, slots,\n                              weakref_slot)\n",
    ),
    (
        "dataclasses.py",
        "        raise TypeError('must be called with a dataclass type or instance')\n",
        "        raise TypeError('must be called with a dataclass type or instance') from None\n",
    ),
    (
        "dataclasses.py",
        "        return type(obj)((_asdict_inner(k, dict_factory),\n",
        "        if hasattr(type(obj), 'default_factory'):\n            return _like_default_dict(obj, _asdict_inner, dict_factory)\n        return type(obj)((_asdict_inner(k, dict_factory),\n",
    ),
    (
        "dataclasses.py",
        "        return type(obj)((_astuple_inner(k, tuple_factory), ",
        "        if hasattr(type(obj), 'default_factory'):\n            return _like_default_dict(obj, _astuple_inner, tuple_factory)\n        return type(obj)((_astuple_inner(k, tuple_factory), ",
    ),
    (
        "dataclasses.py",
        "def _asdict_inner(obj, dict_factory):\n",
        "def _like_default_dict(obj, inner, factory):\n    # The constructor wants the factory of missing values first.\n    items = ((inner(k, factory), inner(v, factory)) for k, v in obj.items())\n    return type(obj)(obj.default_factory, items)\n\n\ndef _asdict_inner(obj, dict_factory):\n",
    ),
    (
        "dataclasses.py",
        "                   frozen=False, match_args=True, kw_only=False, slots=False):\n",
        "                   frozen=False, match_args=True, kw_only=False, slots=False,\n                   weakref_slot=False, module=None):\n",
    ),
    (
        "dataclasses.py",
        "    # Apply the normal decorator.\n",
        "    # Pickling looks for the class in the module that asked for it.\n    if module is None:\n        module = sys._getframemodulename(1) or '__main__'\n    cls.__module__ = module\n\n    # Apply the normal decorator.\n",
    ),
    (
        "dataclasses.py",
        "match_args=match_args, kw_only=kw_only, slots=slots)\n",
        "match_args=match_args, kw_only=kw_only, slots=slots,\n                     weakref_slot=weakref_slot)\n",
    ),
    (
        "dataclasses.py",
        "    cls_annotations = cls.__dict__.get('__annotations__', {})\n",
        "    cls_annotations = inspect.get_annotations(cls)\n",
    ),
    // Parts of native objects are computed attributes here.
    (
        "types.py",
        "MemberDescriptorType = type(FunctionType.__globals__)",
        "class _Slotted:\n    __slots__ = 'member'\nMemberDescriptorType = type(_Slotted.member)\ndel _Slotted",
    ),
    // Members are no attributes of members; generators may be coroutines.
    (
        "types.py",
        "    # XXX RUSTPYTHON TODO: iterable coroutine\n    if (False and func.__class__ is FunctionType and",
        "    if (func.__class__ is FunctionType and",
    ),
    (
        "reprlib.py",
        "wrapper.__annotate__ = getattr(user_function, '__annotate__', None)",
        "wrapper.__annotations__ = getattr(user_function, '__annotations__', {})",
    ),
    (
        "enum.py",
        "        Returns all members and all public methods\n        \"\"\"\n        if self.__class__._member_type_ is object:\n            interesting = set(['__class__', '__doc__', '__eq__', '__hash__', '__module__', 'name', 'value'])\n        else:\n            interesting = set(object.__dir__(self))\n",
        "        Returns public methods and other interesting attributes.\n        \"\"\"\n        plain = self.__class__._member_type_ is object\n        interesting = set() if plain else set(object.__dir__(self))\n",
    ),
    (
        "enum.py",
        "            if name[0] != '_':\n                interesting.add(name)\n        for cls",
        "            if name[0] != '_' and name not in self._member_map_:\n                interesting.add(name)\n        for cls",
    ),
    (
        "enum.py",
        "                        interesting.discard(name)\n                else:\n",
        "                        interesting.discard(name)\n                elif name not in self._member_map_:\n",
    ),
    // A generator that goes on after its block is closed at once; exceptions are thrown by value.
    (
        "contextlib.py",
        "except StopIteration:\n                return False\n            else:\n                raise RuntimeError(\"generator didn't stop\")",
        "except StopIteration:\n                return False\n            else:\n                with closing(self.gen):\n                    raise RuntimeError(\"generator didn't stop\")",
    ),
    (
        "contextlib.py",
        "            raise RuntimeError(\"generator didn't stop after throw()\")",
        "            with closing(self.gen):\n                raise RuntimeError(\"generator didn't stop after throw()\")",
    ),
    (
        "contextlib.py",
        "except StopAsyncIteration:\n                return False\n            else:\n                raise RuntimeError(\"generator didn't stop\")",
        "except StopAsyncIteration:\n                return False\n            else:\n                async with aclosing(self.gen):\n                    raise RuntimeError(\"generator didn't stop\")",
    ),
    (
        "contextlib.py",
        "            raise RuntimeError(\"generator didn't stop after athrow()\")",
        "            async with aclosing(self.gen):\n                raise RuntimeError(\"generator didn't stop after athrow()\")",
    ),
    ("contextlib.py", "throw(typ, value, traceback)", "throw(value)"),
    (
        "contextlib.py",
        "        return exctype is not None and issubclass(exctype, self._exceptions)\n",
        "        if exctype is None or issubclass(exctype, self._exceptions):\n            return exctype is not None\n        if not issubclass(exctype, BaseExceptionGroup):\n            return False\n        # Of a group the suppressed members go.\n        rest = excinst.split(self._exceptions)[1]\n        if rest is not None:\n            raise rest\n        return True\n",
    ),
    // Tracebacks show its lines.
    ("runpy.py", "import types\n", ""),
    ("runpy.py", "types.ModuleType", "ModuleType"),
    (
        "runpy.py",
        "class _TempModule(",
        "# Spares the import of types.\nModuleType = type(sys)\n\nclass _TempModule(",
    ),
    (
        "fnmatch.py",
        "            groupnum = _nextgroupnum()\n            add(f\"(?=(?P<g{groupnum}>.*?{fixed}))(?P=g{groupnum})\")",
        "            add(f\"(?>.*?{fixed})\")",
    ),
    ("re/__init__.py", "\"purge\", \"escape\"", "\"purge\", \"template\", \"escape\""),
    (
        "re/__init__.py",
        "    DEBUG = _compiler.SRE_FLAG_DEBUG",
        "    TEMPLATE = T = _compiler.SRE_FLAG_TEMPLATE\n    DEBUG = _compiler.SRE_FLAG_DEBUG",
    ),
    (
        "re/__init__.py",
        "        p = _compiler.compile(pattern, flags)\n",
        "        if flags & T:\n            import warnings\n            warnings.warn(\"The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag without an obvious purpose. Don't use it.\", DeprecationWarning)\n        p = _compiler.compile(pattern, flags)\n",
    ),
    ("site.py", "lib/rustpython/site-packages", "lib/python/site-packages"),
    ("site.py", "lib/rustpython{version[0]}", "lib/python{version[0]}"),
    ("site.py", "\"rustpython%d.%d\"", "\"python%d.%d\""),
    (
        "importlib/_bootstrap.py",
        "        else:\n            return f'<module {name!r} (namespace) from {list(spec.loader._path)}>'",
        "        if not hasattr(spec.loader, '_path'):\n            return f'<module {name!r} ({spec.loader!r})>'\n        return f'<module {name!r} (namespace) from {list(spec.loader._path)}>'",
    ),
];

/// Name and text of every file of the library.
type Library = BTreeMap<String, Vec<u8>>;

fn main() {
    let own = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("lib");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", own.display());
    let mut library = Library::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), "", LEFT_OUT, &mut library);
    let mut later = Library::new();
    collect(Path::new(rustpython_pylib_later::LIB_PATH), "", LEFT_OUT, &mut later);
    let wanted = |path: &str| LATER.iter().any(|l| path == *l || path.starts_with(&format!("{l}/")));
    library.extend(later.into_iter().filter(|(path, _)| wanted(path)));
    // Ours take the place of files with the same name, or stand at their ends.
    let mut additions = Library::new();
    collect(&own.join("additions"), "", &[], &mut additions);
    collect(&own, "", &["additions"], &mut library);
    for (path, text) in additions {
        library
            .get_mut(&path)
            .unwrap_or_else(|| panic!("{path} has additions, but is not there"))
            .extend(text);
    }
    CHANGES.iter().for_each(|change| apply(change, &mut library));
    assert!(library.contains_key("abc.py"), "the library is missing at {}", rustpython_pylib::LIB_PATH);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let (packed, table) = pack(&library);
    fs::write(out.join("library.bin"), packed).expect("write the library");
    fs::write(out.join("library.rs"), table).expect("write the table");
}

/// Makes one change; a change that finds nothing is out of date.
fn apply(&(path, from, to): &(&str, &str, &str), library: &mut Library) {
    let text = library.get_mut(path).unwrap_or_else(|| panic!("{path} is changed, but not there"));
    let old = String::from_utf8_lossy(text).into_owned();
    assert!(old.contains(from), "{path} has no {from:?}");
    *text = old.replace(from, to).into_bytes();
}

/// Reads the Python files of a folder and of those below it.
fn collect(folder: &Path, prefix: &str, left_out: &[&str], library: &mut Library) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if left_out.contains(&path.as_str()) || name == "__pycache__" {
            continue;
        }
        // Files may be links to others.
        match fs::metadata(entry.path()) {
            Ok(m) if m.is_dir() => collect(&entry.path(), &path, left_out, library),
            Ok(_) if name.ends_with(".py") => {
                let text = fs::read(entry.path()).expect("read a file of the library");
                library.insert(path, text);
            }
            _ => (),
        }
    }
}

/// The packed parts, and the table as Rust source.
fn pack(library: &Library) -> (Vec<u8>, String) {
    let mut packed = Vec::new();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for (path, text) in library {
        let source = part(&mut packed, &miniz_oxide::deflate::compress_to_vec(text, 9), text.len());
        let code = match compiled(path, text) {
            Some(code) => {
                format!("Some({})", part(&mut packed, &lz4_flex::block::compress(&code), code.len()))
            }
            None => "None".to_string(),
        };
        let _ = writeln!(table, "    File {{ path: {path:?}, source: {source}, code: {code} }},");
    }
    table.push_str("];\n");
    (packed, table)
}

/// Appends a part; where it lies.
fn part(packed: &mut Vec<u8>, bytes: &[u8], full: usize) -> String {
    let (start, len) = (packed.len(), bytes.len());
    packed.extend_from_slice(bytes);
    format!("Part {{ start: {start}, len: {len}, full: {full} }}")
}

fn compiled(path: &str, text: &[u8]) -> Option<Vec<u8>> {
    // The loader gives the code its real file name.
    match theseus_compiler::compile_bytes(text, path, &theseus_compiler::Options::default()) {
        Ok(code) => Some(theseus_bytecode::store::encode(&code)),
        Err(e) => {
            println!("cargo::warning=not compiled: {path}:{}: {}", e.line, e.message);
            None
        }
    }
}
