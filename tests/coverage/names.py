# Lists the names of the interpreter that runs this: builtins, attributes of its types, native modules.
# A name counts as there if getting it raises nothing. One name a line: "group name".

MODULES = """
_abc _ast _asyncio _bisect _blake2 _bz2 _codecs _collections _contextvars _csv _ctypes _datetime _decimal
_functools _hashlib _heapq _imp _io _json _locale _lzma _md5 _opcode _operator _pickle _posixsubprocess _queue
_random _sha1 _sha2 _sha3 _signal _socket _sre _ssl _stat _statistics _string _struct _symtable _thread
_tokenize _tracemalloc _typing _uuid _warnings _weakref _zoneinfo array atexit binascii cmath errno
faulthandler fcntl gc grp itertools marshal math mmap posix pwd pyexpat resource select sys syslog termios
time unicodedata zlib
""".split()

# What depends on the platform's libraries or the build, and what describes where a module came from.
SKIP = {"__file__", "__cached__", "__loader__", "__spec__", "__package__", "__module__", "__weakref__",
        "__annotations__", "__copyright__", "copyright", "credits", "license", "_"}


EVERYWHERE = set(dir(object))


def names(o):
    found = []
    for name in dir(o):
        if name in SKIP:
            continue
        try:
            getattr(o, name)
        except NotImplementedError:
            continue
        except Exception:
            pass
        found.append(name)
    return found


def show(group, o):
    for name in names(o):
        # What every class has says nothing.
        if not (isinstance(o, type) and o is not object and name in EVERYWHERE):
            lines.add(group + " " + name)


def function():
    yield


async def coroutine():
    yield


async def plain():
    pass


def traceback():
    try:
        raise ValueError
    except ValueError as e:
        return e.__traceback__


lines = set()
import builtins

show("builtins", builtins)
for name in dir(builtins):
    o = getattr(builtins, name)
    if isinstance(o, type) and name not in SKIP:
        show("type " + name, o)

started = plain()
started.close()
UNNAMED = {
    "function": function, "generator": function(), "coroutine": started, "async_generator": coroutine(),
    "code": function.__code__, "frame": traceback().tb_frame, "traceback": traceback(),
    "builtin_function_or_method": len, "method": [].__class__.__init_subclass__, "NoneType": None,
    "NotImplementedType": NotImplemented, "ellipsis": ..., "module": builtins, "mappingproxy": int.__dict__,
    "getset_descriptor": type.__dict__["__name__"], "wrapper_descriptor": int.__add__,
    "method-wrapper": (1).__add__, "method_descriptor": str.join,
    "classmethod_descriptor": dict.__dict__["fromkeys"], "dict_keys": {}.keys(), "dict_values": {}.values(),
    "dict_items": {}.items(), "list_iterator": iter([]), "tuple_iterator": iter(()), "str_iterator": iter("é"),
    "range_iterator": iter(range(1)), "set_iterator": iter(set()), "dict_keyiterator": iter({}),
    "bytes_iterator": iter(b""), "bytearray_iterator": iter(bytearray()), "callable_iterator": iter(int, 0),
    "cell": (lambda x: lambda: x)(1).__closure__[0], "GenericAlias": list[int], "UnionType": int | str,
}
for name, o in UNNAMED.items():
    show("type " + name, type(o))

for name in MODULES:
    try:
        module = __import__(name)
    except Exception:
        continue
    lines.add("modules " + name)
    show("module " + name, module)
    for attribute in dir(module):
        o = getattr(module, attribute, None)
        # Exceptions made by modules have what their bases have.
        if isinstance(o, type) and not issubclass(o, BaseException) and o.__module__ != "builtins":
            show("class " + name + "." + attribute, o)

for line in sorted(lines):
    print(line)
