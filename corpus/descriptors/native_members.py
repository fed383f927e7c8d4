# Parts of native objects are member descriptors; what is worked out is a getset descriptor.
import collections
import copy
import datetime
import functools
import inspect
import os
import pickle
import re
import sys
import time
import types
import weakref

NAMES = {
    functools.partial: "func keywords", collections.defaultdict: "default_factory", datetime.timedelta: "days",
    datetime.date: "year", re.Pattern: "pattern groupindex", re.Match: "string lastgroup",
    weakref.ref: "__callback__", os.stat_result: "st_size", time.struct_time: "tm_year", StopIteration: "value",
    SystemExit: "code", OSError: "errno characters_written", SyntaxError: "lineno", ImportError: "name",
    UnicodeDecodeError: "start", BaseException: "args __suppress_context__", slice: "start", range: "stop",
    complex: "real", int: "real", property: "fget", types.FunctionType: "__closure__ __code__ __doc__ __name__",
    types.CodeType: "co_name co_code", types.SimpleNamespace: "__dict__", types.MethodType: "__self__",
    type: "__base__ __name__", classmethod: "__func__",
}

for owner, names in NAMES.items():
    for name in names.split():
        found = vars(owner)[name]
        print(type(found).__name__, found, inspect.ismemberdescriptor(found), inspect.isdatadescriptor(found),
              found.__name__, found.__qualname__, found.__objclass__ is owner)


class Slotted:
    __slots__ = "a"


# Members are pickled and copied by name, getsets are not.
for descriptor in (Slotted.__dict__["a"], slice.start, types.FunctionType.__code__):
    for how in (copy.copy, copy.deepcopy, lambda o: pickle.loads(pickle.dumps(o))):
        try:
            print(how(descriptor) is descriptor)
        except TypeError as e:
            print(e)

OBJECTS = {
    "start": slice(1), "real": 1j, "days": datetime.timedelta(1), "year": datetime.date(2024, 1, 1),
    "func": functools.partial(len), "flags": re.compile("a"), "major": sys.version_info,
}
for name, o in OBJECTS.items():
    for act in (lambda: setattr(o, name, 1), lambda: delattr(o, name)):
        try:
            act()
        except AttributeError as e:
            print(e)
d = collections.defaultdict(int)
d.default_factory = list
d["x"].append(1)
print(d, datetime.date(2024, 2, 29).isocalendar())
