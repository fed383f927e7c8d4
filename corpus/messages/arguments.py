"""What is said of arguments that are missing, unknown or of the wrong type, and in which order."""

import array
import collections
import datetime
import heapq
import io
import itertools
import math
import operator
import struct
import sys
import types
import unicodedata


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)


# What is missing comes before what is unknown.
show("math.isclose(x=1)")
show("math.nextafter(x=1)")
show("math.prod(start=1, x=2)")
show("math.dist([1])")
show("(1).from_bytes(x=1)")
show("b''.translate(x=1)")
show("bytes.fromhex(x=1)")
show("bytearray.fromhex()")
show("bytes.fromhex('1', '2')")
show("itertools.accumulate(x=1)")
show("itertools.combinations([], x=1)")
show("itertools.batched(n=2, x=1)")
show("struct.Struct(x=1)")
show("round(1, number=2)")
show("sum([], 1, start=2)")
show("sorted([], foo=1)")

# Class methods and their classes.
show("itertools.chain.from_iterable()")
show("itertools.chain.from_iterable(x=1)")
show("collections.OrderedDict.__class_getitem__()")
show("collections.deque.__class_getitem__(1, 2)")
show("datetime.date.today(1)")
show("datetime.datetime.today(1)")

# None is called by its name.
show("format(1, None)")
show("object().__format__(None)")
show("heapq.heapify(None)")
show("array.array(None)")
show("unicodedata.name(None)")
show("type(None, (), {})")
show("types.ModuleType(None)")
show("sys.intern(None)")
show("float.__getformat__(None)")
show("compile('', '', None)")
show("ExceptionGroup(None, [])")
show("io.StringIO().write(None)")
show("io.TextIOWrapper(io.BytesIO()).readline('a')")
show("operator.methodcaller(None)")

# Formats are looked up before they are read.
show("struct.pack([])")
show("struct.calcsize({})")
show("struct.calcsize(1)")

# A number for which there is no room.
show("datetime.date(10 ** 30, 1, 1)")
show("datetime.date(2 ** 40, 1, 1)")
show("datetime.date(-2 ** 40, 1, 1)")
show("'%.9999999999d' % 1")
show("b'%.9999999999d' % 1")


class Unready:
    def __iter__(self):
        raise TypeError("not now")


class Broken:
    def __iter__(self):
        raise ValueError("never")


for of in "bytes", "bytearray", "bytearray().extend", "b''.join":
    show(f"{of}(Unready())")
    show(f"{of}(Broken())")
