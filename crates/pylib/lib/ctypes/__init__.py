"""A small ctypes that cannot crash: it sees the interpreter's own objects, and nothing else.

An address is valid as long as it lies in a living object. Reading gives what the object's fields
hold; writing is for the data of bytes and for references, which are counted. Whatever else is
tried raises ValueError and says why. Foreign libraries are not loaded.
"""

import _ctypes_sandbox as _memory
from _ctypes_sandbox import addressof_object as _address
from _struct import pack as _pack, unpack as _unpack
from operator import index as _index
from sys import _getframemodulename as _module_of_frame, byteorder as _order, executable as _program
from ctypes import _fields
from ctypes._place import Place as _Place, View as _View, ViewAddress as _ViewAddress, allocated as _allocated


class ArgumentError(Exception):
    """An argument of a foreign function cannot be converted."""


class _CDataType(type):
    """The metaclass of all types here: their size, arrays of them, and where they come from."""

    _arrays = {}

    def __new__(meta, name, bases, namespace):
        # Values of the types here are given as Python's; those of classes made of them are objects.
        namespace.setdefault("_plain_", False)
        return type.__new__(meta, name, bases, namespace)

    def __mul__(cls, length):
        length = _index(length)
        if length < 0:
            raise ValueError(f"Array length must be >= 0, not {length}")
        key = cls, length
        made = _CDataType._arrays.get(key)
        if made is None:
            made = type(Array)(f"{cls.__name__}_Array_{length}", (Array,), {
                "__module__": _module_of_frame(1), "_type_": cls, "_length_": length,
            })
            _CDataType._arrays[key] = made
        return made

    __rmul__ = __mul__

    def _at(cls, place, base=None):
        self = cls.__new__(cls)
        self._place = place
        self._objects = None
        self._b_base_ = base
        return self

    def from_address(cls, address):
        """An object over the memory at an address."""
        return cls._at(_Place(_index(address)))

    def from_buffer(cls, source, offset=0):
        """An object that shares the memory of a writable buffer."""
        view = memoryview(source)
        if view.readonly:
            raise TypeError("underlying buffer is not writable")
        view = view.cast("B")
        _check_buffer(cls, len(view), offset)
        made = cls._at(_View(view[offset:offset + cls._size_]))
        made._objects = source
        return made

    def from_buffer_copy(cls, source, offset=0):
        """An object with a copy of the bytes of a buffer."""
        view = memoryview(source).cast("B")
        _check_buffer(cls, len(view), offset)
        made = cls._at(_allocated(cls._size_))
        made._place.write(0, view[offset:offset + cls._size_])
        return made

    def from_param(cls, value):
        """What a foreign function gets for an argument of this type."""
        if isinstance(value, cls):
            return value
        return cls._converted(value)

    def in_dll(cls, library, name):
        raise ValueError("foreign libraries are not loaded")


def _check_buffer(cls, size, offset):
    if offset < 0:
        raise ValueError("offset cannot be negative")
    if size < offset + cls._size_:
        raise ValueError(f"Buffer size too small ({size} instead of at least {offset + cls._size_} bytes)")


class _CData(metaclass=_CDataType):
    """What all objects here have: a place in memory."""

    _size_ = 0
    _align_ = 1

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._place = None
        self._objects = None
        self._b_base_ = None
        return self

    def _settle(self):
        # What lies over memory already, is initialised there.
        if self._place is None:
            self._place = _allocated(self._size_)

    __hash__ = object.__hash__

    def __bytes__(self):
        return bytes(self._place.read(0, self._size_))

    @classmethod
    def _converted(cls, value):
        raise TypeError(f"expected {cls.__name__} instance instead of {type(value).__name__}")


# ---- numbers, characters, pointers without a type, Python objects


class _SimpleCData(_CData):
    """Base of the types with one value."""

    def __init__(self, value=None):
        self._settle()
        if value is not None:
            self.value = value

    @property
    def value(self):
        return self._decode(self._place.read(0, self._size_))

    @value.setter
    def value(self, value):
        self._objects = self._put(self._place, 0, value)

    @classmethod
    def _put(cls, place, offset, value):
        # Writes a value; what is given back must be kept as long as it stands there.
        if isinstance(value, cls):
            kept = value._objects
            data = value._place.read(0, cls._size_)
        else:
            data, kept = cls._encode(value)
        place.write(offset, data)
        return kept

    @classmethod
    def _get(cls, place, offset, base):
        if cls._plain_:
            return cls._decode(place.read(offset, cls._size_))
        return cls._at(place.part(offset), base)

    @classmethod
    def _converted(cls, value):
        return cls(value)

    def __bool__(self):
        return any(self._place.read(0, self._size_))

    def __repr__(self):
        if not type(self)._plain_:
            return object.__repr__(self)
        return f"{type(self).__name__}({self.value!r})"


class _Integer(_SimpleCData):
    @classmethod
    def _encode(cls, value):
        value = _index(value) & ((1 << 8 * cls._size_) - 1)
        return value.to_bytes(cls._size_, _order), None

    @classmethod
    def _decode(cls, data):
        return int.from_bytes(data, _order, signed=cls._signed_)


class _Real(_SimpleCData):
    @classmethod
    def _encode(cls, value):
        return _pack(cls._type_, value), None

    @classmethod
    def _decode(cls, data):
        return _unpack(cls._type_, data)[0]


def _number(base, name, code, size, signed=False):
    body = {
        "__module__": __name__, "_plain_": True, "_type_": code,
        "_size_": size, "_align_": size, "_signed_": signed,
    }
    return _CDataType(name, (base,), body)


c_byte = c_int8 = _number(_Integer, "c_byte", "b", 1, True)
c_ubyte = c_uint8 = _number(_Integer, "c_ubyte", "B", 1)
c_short = c_int16 = _number(_Integer, "c_short", "h", 2, True)
c_ushort = c_uint16 = _number(_Integer, "c_ushort", "H", 2)
c_int = c_int32 = _number(_Integer, "c_int", "i", 4, True)
c_uint = c_uint32 = _number(_Integer, "c_uint", "I", 4)
c_long = c_longlong = c_int64 = c_ssize_t = _number(_Integer, "c_long", "l", 8, True)
c_ulong = c_ulonglong = c_uint64 = c_size_t = _number(_Integer, "c_ulong", "L", 8)
c_float = _number(_Real, "c_float", "f", 4)
c_double = _number(_Real, "c_double", "d", 8)


class c_bool(_SimpleCData):
    _plain_ = True
    _type_ = "?"
    _size_ = 1

    @classmethod
    def _encode(cls, value):
        return bool(value).to_bytes(cls._size_, _order), None

    @classmethod
    def _decode(cls, data):
        return any(data)


class c_char(_SimpleCData):
    _plain_ = True
    _type_ = "c"
    _size_ = 1

    @classmethod
    def _encode(cls, value):
        if isinstance(value, (bytes, bytearray)) and len(value) == 1:
            return _memory.copied(value), None
        if isinstance(value, int) and 0 <= value <= 255:
            return value.to_bytes(cls._size_, _order), None
        raise TypeError("one character bytes, bytearray or integer expected")

    @classmethod
    def _decode(cls, data):
        return _memory.pooled(data)


class c_wchar(_SimpleCData):
    _plain_ = True
    _type_ = "u"
    _size_ = _align_ = 4

    @classmethod
    def _encode(cls, value):
        if not isinstance(value, str):
            raise TypeError(f"unicode string expected instead of {type(value).__name__} instance")
        if len(value) != 1:
            raise TypeError("one character unicode string expected")
        return _wide(value), None

    @classmethod
    def _decode(cls, data):
        return bytes(data).decode(_WIDE, "surrogatepass")


_WIDE = "utf-32-le" if _order == "little" else "utf-32-be"


def _wide(text):
    return _memory.copied(text.encode(_WIDE, "surrogatepass"))


class _Word(_SimpleCData):
    """An address."""

    _size_ = _align_ = 8

    @classmethod
    def _encode(cls, value):
        address, kept = cls._target(value)
        return address.to_bytes(cls._size_, _order), kept

    @classmethod
    def _decode(cls, data):
        return int.from_bytes(data, _order)


class c_void_p(_Word):
    _plain_ = True
    _type_ = "P"

    @classmethod
    def _target(cls, value):
        if value is None:
            return 0, None
        return _index(value) & (1 << 64) - 1, None

    @classmethod
    def _decode(cls, data):
        return int.from_bytes(data, _order) or None

    @classmethod
    def _converted(cls, value):
        address, kept = _pointed(value)
        made = cls(address)
        made._objects = kept
        return made


class _Text(_Word):
    """The address of text that ends with a zero.

    `_text_` is the type whose data may stand there, `_wanted_` its name in errors, `_address(text)` gives where
    the data is and what keeps it alive, `_read(address)` the text at an address.
    """

    @classmethod
    def _target(cls, value):
        if value is None:
            return 0, None
        if isinstance(value, int):
            return value, None
        if isinstance(value, cls._text_):
            return cls._address(value)
        raise TypeError(f"{cls._wanted_} or integer address expected instead of {type(value).__name__} instance")

    @classmethod
    def _decode(cls, data):
        address = super()._decode(data)
        return cls._read(address) if address else None

    @classmethod
    def _converted(cls, value):
        if isinstance(value, (Array, _Reference, _Pointer)):
            return c_void_p._converted(value)
        return cls(value)


class c_char_p(_Text):
    _plain_ = True
    _type_ = "z"
    _text_ = bytes
    _wanted_ = "bytes"

    @staticmethod
    def _address(value):
        return _memory.data_address(value), value

    @staticmethod
    def _read(address):
        return string_at(address)


class c_wchar_p(_Text):
    _plain_ = True
    _type_ = "Z"
    _text_ = str
    _wanted_ = "unicode string"

    @staticmethod
    def _address(value):
        kept = create_unicode_buffer(value)
        return kept._place.address, kept

    @staticmethod
    def _read(address):
        return wstring_at(address)


c_voidp = c_void_p
c_time_t = c_long
SIZEOF_TIME_T = c_time_t._size_


class py_object(_Word):
    """A reference to a Python object, which is counted where it stands in an object."""

    _plain_ = True
    _type_ = "O"
    _written = None

    def __init__(self, *value):
        self._settle()
        if value:
            self.value, = value

    @classmethod
    def _target(cls, value):
        return _address(value), value

    @property
    def value(self):
        # While the address written last stands there, the object kept is told: another one may have
        # replaced it.
        data = self._place.read(0, self._size_)
        if self._objects is not None and data == self._written:
            return self._objects
        return self._decode(data)

    @value.setter
    def value(self, value):
        self._objects = self._put(self._place, 0, value)
        self._written = self._place.read(0, self._size_)

    @classmethod
    def _decode(cls, data):
        address = int.from_bytes(data, _order)
        if not address:
            raise ValueError("PyObject is NULL")
        return _memory.object_at(address)

    def __class_getitem__(cls, item):
        return cls

    def __repr__(self):
        try:
            return f"{type(self).__name__}({self.value!r})"
        except ValueError:
            return f"{type(self).__name__}(<NULL>)"


# ---- arrays, structures


class _ArrayType(_CDataType):
    def __new__(meta, name, bases, namespace):
        made = _CDataType.__new__(meta, name, bases, namespace)
        if "_type_" in namespace:
            made._size_ = made._type_._size_ * made._length_
            made._align_ = made._type_._align_
        return made


class Array(_CData, metaclass=_ArrayType):
    """A fixed number of values of one type; a subclass has `_type_` and `_length_`."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, *values):
        if len(values) > self._length_:
            raise IndexError("invalid index")
        self._settle()
        self._objects = {}
        for i, value in enumerate(values):
            self[i] = value

    def __len__(self):
        return self._length_

    def _offset(self, index):
        at = _index(index)
        if at < 0:
            at += self._length_
        if not 0 <= at < self._length_:
            raise IndexError("invalid index")
        return at * self._type_._size_

    def __getitem__(self, index):
        if isinstance(index, slice):
            found = [self[i] for i in range(*index.indices(self._length_))]
            if self._type_ is c_char:
                return _memory.pooled(bytearray().join(found))
            return "".join(found) if self._type_ is c_wchar else found
        return self._type_._get(self._place, self._offset(index), self)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length_))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
            for i, item in zip(places, value):
                self[i] = item
            return
        offset = self._offset(index)
        kept = self._type_._put(self._place, offset, value)
        if kept is not None:
            self._objects = {**(self._objects or {}), offset: kept}

    @classmethod
    def _put(cls, place, offset, value):
        if isinstance(value, tuple):
            value = cls(*value)
        if not isinstance(value, cls):
            raise TypeError(f"expected {cls.__name__} instance, got {type(value).__name__}")
        place.write(offset, value._place.read(0, cls._size_))
        return value._objects

    @classmethod
    def _get(cls, place, offset, base):
        return cls._at(place.part(offset), base)

    def __getattr__(self, name):
        if name == "value" and self._type_ in (c_char, c_wchar):
            text = self[:]
            end = text.find(self._type_().value)
            return text if end < 0 else text[:end]
        if name == "raw" and self._type_ is c_char:
            return _memory.pooled(self._place.read(0, self._size_))
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        if name == "value" and self._type_ is c_wchar:
            if not isinstance(value, str):
                raise TypeError(f"unicode string expected instead of {type(value).__name__} instance")
            if len(value) > self._length_:
                raise ValueError("string too long")
            self._place.write(0, _wide(value + "\0"[:self._length_ - len(value)]))
            return
        if name in ("value", "raw") and self._type_ is c_char:
            if len(value) > self._length_:
                raise ValueError("byte string too long")
            self._place.write(0, _memory.copied(value))
            if name == "value" and len(value) < self._length_:
                self._place.write(len(value), _memory.allocate(1))
            return
        object.__setattr__(self, name, value)


def ARRAY(type, length):
    """The type of arrays of a type."""
    return type * length


class _StructureType(_CDataType):
    def __new__(meta, name, bases, namespace):
        made = _CDataType.__new__(meta, name, bases, namespace)
        if "_fields_" in namespace:
            made._lay_out(namespace["_fields_"])
        return made

    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        if name == "_fields_":
            cls._lay_out(value)

    def _lay_out(cls, fields):
        end, align, names = cls._size_, cls._align_, []
        limit = cls.__dict__.get("_pack_", 8)
        fields = list(_fields.checked(fields))
        if cls._swap_:
            fields = [(name, _fields.swapped(type), bits) for name, type, bits in fields]
        for field, step in _fields.placed(fields, end, limit, cls._together_):
            super().__setattr__(field.name, field)
            end = max(end, field.offset + field.type._size_)
            align = max(align, step)
            names.append(field.name)
        cls._size_ = -(-end // align) * align
        cls._align_ = align
        cls._names_ = cls._names_ + tuple(names)


class Structure(_CData, metaclass=_StructureType):
    """Fields one after another; a subclass has `_fields_`."""

    _together_ = False
    _swap_ = False
    _names_ = ()

    def __init__(self, *values, **named):
        if type(self) in (Structure, Union):
            raise TypeError("abstract class")
        if len(values) > len(self._names_):
            raise TypeError("too many initializers")
        for name in self._names_[:len(values)]:
            if name in named:
                raise TypeError(f"duplicate values for field {name!r}")
        self._settle()
        for name, value in (*zip(self._names_, values), *named.items()):
            setattr(self, name, value)

    _put = Array.__dict__["_put"]
    _get = Array.__dict__["_get"]


class Union(Structure):
    """Fields at one place."""

    _together_ = True


class _SwappedStructure(Structure):
    """Fields whose numbers have their bytes in the other order."""

    _swap_ = True


class _SwappedUnion(Union):
    """The same at one place."""

    _swap_ = True


if _order == "little":
    LittleEndianStructure, LittleEndianUnion = Structure, Union
    BigEndianStructure, BigEndianUnion = _SwappedStructure, _SwappedUnion
else:
    BigEndianStructure, BigEndianUnion = Structure, Union
    LittleEndianStructure, LittleEndianUnion = _SwappedStructure, _SwappedUnion
for _kind in _SwappedStructure, _SwappedUnion:
    _name = ("Big" if _order == "little" else "Little") + "Endian" + _kind.__name__.removeprefix("_Swapped")
    _kind.__name__ = _kind.__qualname__ = _name
    _kind.__module__ = "ctypes._endian"


# ---- pointers


class _Reference:
    """What byref gives: the address of an object here, for an argument."""

    def __init__(self, target, offset):
        self._obj = target
        self._offset = offset


class _Pointer(_CData):
    """A pointer to values of one type; a subclass has `_type_`."""

    _plain_ = False
    _size_ = _align_ = 8

    def __init__(self, target=None):
        self._settle()
        if target is not None:
            self.contents = target

    def _address(self):
        return int.from_bytes(self._place.read(0, self._size_), _order)

    def _target(self):
        address = self._address()
        if not address:
            raise ValueError("NULL pointer access")
        kept = self._objects
        if isinstance(kept, _CData) and isinstance(kept._place, _View):
            return kept._place
        return _Place(address, kept)

    @property
    def contents(self):
        return self._type_._at(self._target(), self)

    @contents.setter
    def contents(self, target):
        if not isinstance(target, self._type_):
            raise TypeError(f"expected {self._type_.__name__} instead of {type(target).__name__}")
        self._place.write(0, target._place.address.to_bytes(self._size_, _order))
        self._objects = target

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(index.start or 0, index.stop, index.step or 1)]
        return self._type_._get(self._target(), _index(index) * self._type_._size_, self)

    def __setitem__(self, index, value):
        self._type_._put(self._target(), _index(index) * self._type_._size_, value)

    def __bool__(self):
        return self._address() != 0

    _put = Array.__dict__["_put"]
    _get = Array.__dict__["_get"]

    @classmethod
    def _converted(cls, value):
        address, kept = _pointed(value)
        made = cls._at(_allocated(cls._size_))
        made._place.write(0, address.to_bytes(cls._size_, _order))
        made._objects = kept
        return made


_pointers = {}


def POINTER(type):
    """The type of pointers to a type; of None, c_void_p."""
    if type is None:
        return c_void_p
    made = _pointers.get(type)
    if made is None:
        made = _pointers[type] = _CDataType(f"LP_{type.__name__}", (_Pointer,), {
            "__module__": _module_of_frame(1), "_type_": type,
        })
    return made


def pointer(target):
    """A pointer to an object."""
    if not isinstance(target, _CData):
        raise TypeError("_type_ must have storage info")
    return POINTER(type(target))(target)


def byref(target, offset=0):
    """The address of an object, for an argument of a function."""
    if not isinstance(target, _CData):
        raise TypeError(f"byref() argument must be a ctypes instance, not '{type(target).__name__}'")
    return _Reference(target, _index(offset))


def addressof(target):
    """The address of an object's memory."""
    if not isinstance(target, _CData):
        raise TypeError("invalid type")
    return target._place.address


def sizeof(target):
    """Bytes of a type or an object."""
    if isinstance(target, (_CDataType, _CData)):
        return target._size_
    raise TypeError("this type has no size")


def alignment(target):
    """The alignment of a type or an object."""
    if isinstance(target, (_CDataType, _CData)):
        return target._align_
    raise TypeError("no alignment info")


def _pointed(value):
    # The address that an argument means, and what must be kept meanwhile.
    if value is None:
        return 0, None
    if isinstance(value, int):
        return value, None
    if isinstance(value, bytes):
        return _memory.data_address(value), value
    if isinstance(value, _Reference):
        return value._obj._place.address + value._offset, value._obj
    if isinstance(value, (_Pointer, _Word)):
        return int.from_bytes(value._place.read(0, 8), _order), value
    if isinstance(value, (Array, Structure)):
        return value._place.address, value
    raise TypeError(f"{type(value).__name__} is not an address")


def _place_of(value):
    # Where memmove and its kin read and write.
    if isinstance(value, (Array, Structure)):
        return value._place
    if isinstance(value, _Reference):
        return value._obj._place.part(value._offset)
    if isinstance(value, _ViewAddress):
        return value.place
    try:
        address, kept = _pointed(value)
    except TypeError as error:
        raise ArgumentError(f"argument: TypeError: {error}") from None
    return _Place(address, kept)


def cast(value, type):
    """The address in a value, as another pointer type."""
    if not (isinstance(type, _CDataType) and issubclass(type, (_Pointer, _Word))):
        raise TypeError(f"cast() argument 2 must be a pointer type, not {getattr(type, '__name__', type)}")
    made = type._at(_allocated(type._size_))
    address, kept = _pointed(value)
    made._place.write(0, address.to_bytes(type._size_, _order))
    made._objects = kept
    return made


def memmove(dst, src, count):
    """Copy bytes; one object over another keeps the counts of references right."""
    to, source, count = _place_of(dst), _place_of(src), _index(count)
    if count < 0:
        raise ValueError("memmove() of a negative number of bytes")
    if isinstance(to, _Place) and isinstance(source, _Place):
        _memory.copy(to.address, source.address, count)
        return to.address
    to.write(0, source.read(0, count))
    return None


def memset(dst, value, count):
    """Fill memory with a byte."""
    to, count = _place_of(dst), _index(count)
    to.write(0, _memory.filled(_index(value) & 255, count))
    return to.address if isinstance(to, _Place) else None


def string_at(address, size=-1):
    """Bytes from an address on, up to a NUL or of a size."""
    place, size = _place_of(address), _index(size)
    if size < 0:
        size = 0
        while any(place.read(size, 1)):
            size += 1
    return _memory.pooled(place.read(0, size))


def wstring_at(address, size=-1):
    """Text from an address on, up to a NUL or of a size."""
    place, size, step = _place_of(address), _index(size), c_wchar._size_
    if size < 0:
        size = 0
        while any(place.read(size * step, step)):
            size += 1
    return c_wchar._decode(place.read(0, size * step))


def create_string_buffer(init, size=None):
    """An array of characters, of a size or with the bytes given and a NUL."""
    if isinstance(init, bytes):
        made = (c_char * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_char * init)()
    raise TypeError(init)


c_buffer = create_string_buffer


def create_unicode_buffer(init, size=None):
    """An array of wide characters, of a size or with the text given and a NUL."""
    if isinstance(init, str):
        made = (c_wchar * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_wchar * init)()
    raise TypeError(init)


def resize(target, size):
    raise ValueError("objects of the sandbox keep their size")


# ---- functions of the interpreter


def _converted(kind, value, expected):
    """An argument as its function takes it: `O` an object, `N` one or nothing, `p` an address, `i` a number."""
    if expected is not None:
        value = expected.from_param(value)
    if kind == "N":
        if value is None or value == 0:
            return None
        kind = "O"
    if kind == "O":
        if isinstance(value, py_object):
            return value.value
        if isinstance(value, (c_void_p, c_ulong, c_long)):
            return _memory.object_at(value.value or 0)
        if isinstance(value, int):
            return _memory.object_at(value)
        raise TypeError("Don't know how to convert parameter %d")
    if kind == "p":
        return _pointed(value)
    if isinstance(value, _SimpleCData):
        value = value.value
    if not isinstance(value, int):
        raise TypeError("Don't know how to convert parameter %d")
    return value


class _Function:
    """A function of the interpreter's own interface."""

    argtypes = None
    restype = c_int

    def __init__(self, name, kinds, result, function):
        self.__name__ = name
        self._kinds = kinds
        self._result = result
        self._function = function

    def __call__(self, *values):
        kinds, types = self._kinds, self.argtypes
        wanted = len(kinds) if types is None else len(types)
        if len(values) < wanted or len(values) < len(kinds):
            raise TypeError(f"this function takes at least {len(kinds)} arguments ({len(values)} given)")
        converted, kept = [], []
        for i, (kind, value) in enumerate(zip(kinds, values)):
            try:
                value = _converted(kind, value, types[i] if types else None)
            except (TypeError, ValueError) as error:
                text = str(error).replace("%d", str(i + 1))
                raise ArgumentError(f"argument {i + 1}: {type(error).__name__}: {text}") from None
            if kind == "p":
                value, keep = value
                kept.append(keep)
            converted.append(value)
        return self._returned(self._function(*converted))

    def _returned(self, result):
        restype = self.restype
        if restype is None:
            return None
        if self._result == "O":
            if restype is py_object:
                return result
            result = _address(result)
        if restype is py_object:
            return _memory.object_at(result)
        if isinstance(restype, type) and issubclass(restype, _CData):
            made = restype._at(_allocated(restype._size_))
            made._place.write(0, (result & (1 << 8 * restype._size_) - 1).to_bytes(restype._size_, _order))
            return restype._get(made._place, 0, made)
        return restype(result)

    def __repr__(self):
        return f"<function {self.__name__} of the interpreter>"


def _bytes_from(address, size):
    if size < 0:
        raise SystemError("Negative size passed to PyBytes_FromStringAndSize")
    return _memory.pooled(_memory.read(address, size) if address else _memory.allocate(size))


def _bytes_address(value):
    if not isinstance(value, bytes):
        raise TypeError(f"expected bytes, {type(value).__name__} found")
    return _memory.data_address(value)


def _cell_set(cell, value):
    if type(cell) is not _Cell:
        raise SystemError("bad argument to internal function")
    cell.cell_contents = value
    return 0


def _cell_get(cell):
    if type(cell) is not _Cell:
        raise SystemError("bad argument to internal function")
    return cell.cell_contents


def _fast_to_locals(frame):
    frame.f_locals
    return 0


_Cell = type((lambda x: lambda: x)(0).__closure__[0])

# References that programs took by hand.
_taken = {}


def _take(value):
    entry = _taken.setdefault(_address(value), [])
    entry.append(value)
    return 0


def _give_back(value):
    entry = _taken.get(_address(value))
    if not entry:
        raise ValueError("the reference is not the program's: the interpreter counts its own")
    entry.pop()
    return 0


# Name, kinds of arguments, kind of result, what it does.
_FUNCTIONS = {
    function[0]: function
    for function in (
        ("PyBytes_AsString", "O", "p", _bytes_address),
        ("PyBytes_FromStringAndSize", "pi", "O", _bytes_from),
        ("PyBytes_Size", "O", "i", len),
        ("PyCell_Get", "O", "O", _cell_get),
        ("PyCell_Set", "OO", "i", _cell_set),
        ("PyFrame_FastToLocals", "O", "i", _fast_to_locals),
        ("PyFrame_LocalsToFast", "Oi", "i", _memory.locals_to_fast),
        ("PyObject_Hash", "O", "i", hash),
        ("PyObject_Length", "O", "i", len),
        ("PyObject_Repr", "O", "O", repr),
        ("PyObject_Size", "O", "i", len),
        ("PyObject_Str", "O", "O", str),
        ("PyObject_Type", "O", "O", type),
        ("PyOS_getsig", "i", "i", _memory.signal_action),
        ("PyOS_setsig", "ip", "i", _memory.set_signal_action),
        ("PyThreadState_SetAsyncExc", "iN", "i", _memory.raise_in_thread),
        ("Py_DecRef", "O", "i", _give_back),
        ("Py_IncRef", "O", "i", _take),
    )
}


class _PythonAPI:
    """The interpreter's own functions, as far as the sandbox has them."""

    def __getattr__(self, name):
        row = _FUNCTIONS.get(name)
        if row is None:
            raise AttributeError(f"{name} is not in the sandbox, which has {', '.join(_FUNCTIONS)}")
        made = self.__dict__[name] = _Function(*row)
        return made

    __getitem__ = __getattr__


pythonapi = _PythonAPI()


class CDLL:
    """Foreign libraries are not loaded. The program itself can be, and has no functions to call."""

    _handle = 0

    def __init__(self, name, mode=0, handle=None, use_errno=False, use_last_error=False, winmode=None):
        if name is not None:
            raise OSError(f"{name}: foreign libraries are not loaded")
        self._name = name

    def __repr__(self):
        return f"<{type(self).__name__} '{self._name}', handle {self._handle:x} at {id(self):#x}>"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise AttributeError(f"{_program}: undefined symbol: {name}")

    __getitem__ = __getattr__


PyDLL = CDLL


class LibraryLoader:
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, dlltype):
        self._dlltype = dlltype

    def LoadLibrary(self, name):
        return self._dlltype(name)

    __getattr__ = __getitem__ = LoadLibrary


RTLD_LOCAL = DEFAULT_MODE = 0
RTLD_GLOBAL = 0x100

cdll = LibraryLoader(CDLL)
pydll = LibraryLoader(PyDLL)


def CFUNCTYPE(restype, *argtypes, **kwargs):
    raise NotImplementedError("functions that foreign code could call are not made")


PYFUNCTYPE = CFUNCTYPE


def get_errno():
    return 0


def set_errno(value):
    return 0
